"""What the tests of the engine share: plain torch to hold the Trainer against, and its bits."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.engine.trainer import Trainer
from tests.engine import plain
from tests.engine.requests import begun

# torch warns at its first sparse tensor of whoever has not said whether they are to be checked.
torch.sparse.check_sparse_tensor_invariants.disable()


@pytest.fixture(scope="session")
def make_plain():
    """Make an experiment's run in plain torch."""
    return plain.Plain


@pytest.fixture(scope="session")
def both():
    """Make an experiment's run twice: a Trainer and plain torch."""

    def both(experiment=None):
        experiment = experiment or Experiment()
        return Trainer(experiment), plain.Plain(experiment)

    return both


@pytest.fixture(scope="session")
def everything():
    """Read weight, grad, the optimizer's state and groups and the schedule, down to the bits."""
    return plain.everything


@pytest.fixture(scope="session")
def bits():
    """Read the bytes of a tensor or of an array, every NaN alike, None for None."""

    def bits(numbers):
        if numbers is None:
            return None
        array = numbers.detach().numpy() if isinstance(numbers, torch.Tensor) else numbers
        return np.where(np.isnan(array), np.float32("nan"), array).tobytes()

    return bits


@pytest.fixture
def trainer():
    """The article's."""
    return Trainer(Experiment())


@pytest.fixture
def session():
    """One in which the article has begun."""
    return begun(Experiment())


@pytest.fixture(autouse=True)
def _threads():
    """Give torch back the threads that a session took."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)
