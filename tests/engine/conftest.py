"""What the tests of the engine share: plain torch to hold the Trainer against, and its bits."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.engine.trainer import Trainer


class Plain:
    """The same in plain torch, as one writes it in a notebook."""

    def __init__(self, experiment):
        self.experiment = experiment
        self.pair = experiment.pairs[0]
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(experiment.seed)
            self.embedding = torch.nn.Embedding(experiment.rows, experiment.dim)
        self.optimizer = torch.optim.SGD(self.embedding.parameters(), **experiment.optimizer_args)

    @property
    def weight(self):
        return self.embedding.weight

    @property
    def grad(self):
        return self.embedding.weight.grad

    def loss(self):
        i, j = self.pair
        return torch.linalg.norm(self.embedding(torch.tensor([i])) - self.embedding(torch.tensor([j])))

    def forward(self):
        return self.loss().item()

    def backward(self):
        loss = self.loss()
        loss.backward()
        return loss.item()

    def step(self):
        self.optimizer.step()

    def zero_grad(self):
        self.optimizer.zero_grad()

    def train(self, n):
        losses = []
        for _ in range(n):
            self.optimizer.zero_grad()
            loss = self.loss()
            losses.append(loss.item())
            loss.backward()
            self.optimizer.step()
        return losses


def bits_of(numbers):
    """The bits of a tensor or an array; of a NaN only that it is one: a sum's order decides its sign."""
    if numbers is None:
        return None
    array = numbers.detach().numpy() if isinstance(numbers, torch.Tensor) else numbers
    return np.where(np.isnan(array), np.float32("nan"), array).tobytes()


def everything_of(trainer):
    """Weight, grad, the optimizer's state and its parameter groups, down to the bits."""
    state_dict = trainer.optimizer.state_dict()
    state = {
        parameter: {name: bits_of(tensor) for name, tensor in values.items()}
        for parameter, values in state_dict["state"].items()
    }
    return bits_of(trainer.weight), bits_of(trainer.grad), state, state_dict["param_groups"]


@pytest.fixture(scope="session")
def make_plain():
    """Make an experiment's run in plain torch."""
    return Plain


@pytest.fixture(scope="session")
def both():
    """Make an experiment's run twice: a Trainer and plain torch."""

    def both(experiment=None):
        experiment = experiment or Experiment()
        return Trainer(experiment), Plain(experiment)

    return both


@pytest.fixture(scope="session")
def everything():
    """Read weight, grad, the optimizer's state and its parameter groups, down to the bits."""
    return everything_of


@pytest.fixture(scope="session")
def bits():
    """Read the bits of a tensor or of an array, None for None."""
    return bits_of


@pytest.fixture
def trainer():
    """The article's."""
    return Trainer(Experiment())
