"""Trainer: an embedding, a loss and an optimizer, moved one command at a time."""

from __future__ import annotations

import copy
import operator
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from embviz.core.experiment import Experiment
from embviz.core.messages import GradStatus, Scalars, Snapshot, Viewport
from embviz.engine.detail import tile
from embviz.engine.lean import train as lean_train
from embviz.engine.losses import LOSS_FUNCTIONS


class ExperimentWarning(UserWarning):
    """Something that torch takes in silence and that a person should know before it runs."""


@dataclass(frozen=True)
class Checkpoint:
    """All that a run needs to go on bit-equal: copies that no later step touches."""

    experiment: Experiment
    step: int
    passes: int
    is_stale: bool
    weight: Tensor
    grad: Tensor | None
    optimizer: dict[str, Any]


class Trainer:
    """A real `torch.nn.Embedding` and a real `torch.optim` optimizer, at your hand.

    After any sequence of calls, `embedding.weight`, its grad and the optimizer's state are bit-equal to
    those of the same sequence in plain torch, after `torch.manual_seed(seed)`. The caller's own random
    state is neither used nor changed. Warns with `ExperimentWarning` of each of the experiment's cautions.

    `train` calls the same kernels without going through `Module.__call__` and `Optimizer.step`: hooks on
    these two fire in `backward` and `step` alone.
    """

    def __init__(self, experiment: Experiment) -> None:
        for caution in experiment.cautions:
            warnings.warn(str(caution), ExperimentWarning, stacklevel=2)
        self.experiment = experiment
        self.embedding: torch.nn.Embedding = torch.nn.Embedding.from_pretrained(  # type: ignore[no-untyped-call]
            _drawn_table(experiment), freeze=False
        )
        self._loss_function = LOSS_FUNCTIONS[experiment.loss]
        self._indices = torch.tensor(experiment.pairs[0])
        self._steps = 0
        self._passes = 0
        self._is_stale = False

    @cached_property
    def optimizer(self) -> torch.optim.Optimizer:
        """The optimizer of the embedding's weight.

        Made when first asked for: torch's first optimizer imports its compiler, 0.8 s in which the table
        can already be on screen.
        """
        kind: Callable[..., torch.optim.Optimizer] = getattr(torch.optim, self.experiment.optimizer)
        return kind(self.embedding.parameters(), **self.experiment.arguments)

    @property
    def weight(self) -> Tensor:
        """The live table, (rows, dim) float32."""
        return self.embedding.weight

    @property
    def grad(self) -> Tensor | None:
        """The live gradient, (rows, dim) float32, or None as in torch."""
        return self.embedding.weight.grad

    @property
    def steps(self) -> int:
        """How many steps have moved the table. A step without a gradient does nothing and does not count."""
        return self._steps

    @property
    def grad_status(self) -> GradStatus:
        """What the gradient holds."""
        if self.grad is None:
            return GradStatus("none")
        if self._is_stale:
            return GradStatus("stale", self._passes)
        return GradStatus("accumulated" if self._passes > 1 else "fresh", self._passes)

    def forward(self) -> float:
        """Compute the loss; nothing changes. Returns the loss."""
        with torch.no_grad():
            return self._forward_pass().item()

    def backward(self) -> float:
        """Compute the loss and add its gradient to `weight.grad`, as torch does. Returns the loss."""
        if self.grad is None:
            self._passes = 0
        loss = self._forward_pass()
        loss.backward()  # type: ignore[no-untyped-call]
        self._passes += 1
        self._is_stale = False
        return loss.item()

    def step(self) -> None:
        """Let the optimizer move the table by `weight.grad`, which stays; without one, torch does nothing."""
        self.optimizer.step()
        if self.grad is not None:
            self._steps += 1
            self._is_stale = True

    def zero_grad(self) -> None:
        """Set `weight.grad` to None, as torch's `zero_grad()` does."""
        self.optimizer.zero_grad()

    def train(self, n: int, budget_s: float | None = None) -> Scalars:
        """Do `n` times zero_grad, forward, backward, step.

        Stops early, after one round at least, once `budget_s` seconds are spent. Returns the loss and the
        distance of each forward pass, at the step that it started from.

        Raises:
            ValueError: for a negative n.
        """
        if operator.index(n) < 0:
            raise ValueError(f"n = {n}: allowed is 0 or more")
        first = self._steps
        losses = lean_train(self.weight, self.optimizer, self._loss_function, self._indices, n, budget_s)
        if losses:
            self._steps += len(losses)
            self._passes, self._is_stale = 1, True
        return _scalars(range(first, self._steps), losses)

    def lookup(self, indices: int | Sequence[int] | Tensor) -> Tensor:
        """Return a copy of `embedding(torch.tensor(indices))`.

        Raises:
            TypeError: for indices that are no whole numbers.
            IndexError: naming the index that is out of range and the table's size.
        """
        chosen = np.asarray(indices)
        if chosen.dtype.kind not in "iuO" and chosen.size:
            raise TypeError(f"an index is a whole number, not {chosen.dtype}")
        rows = self.experiment.rows
        outside = chosen[(chosen < 0) | (chosen >= rows)]
        if outside.size:
            raise IndexError(f"index {outside[0]} is outside the table: its {rows} rows are 0 to {rows - 1}")
        with torch.no_grad():
            return self.embedding(torch.tensor(chosen.astype(np.int64)))  # type: ignore[no-any-return]

    def snapshot(self, viewport: Viewport | None = None) -> Snapshot:
        """Return this moment as copies: whole tables, or what `viewport` shows of each."""
        with torch.no_grad():
            first, second = self.weight[self._indices]
            distance = torch.linalg.norm(first - second).item()
            loss = self._loss_function(first, second).item()
        return Snapshot(
            step=self._steps,
            weight=tile(self.weight.detach().numpy(), viewport),
            grad=None if self.grad is None else tile(self.grad.numpy(), viewport),
            grad_status=self.grad_status,
            state={name: tile(tensor.numpy(), viewport) for name, tensor in self._optimizer_tables().items()},
            trace=_scalars([self._steps], [loss], [distance]),
        )

    def checkpoint(self) -> Checkpoint:
        """Return all that is needed to go on from here, deep-copied."""
        return Checkpoint(
            experiment=self.experiment,
            step=self._steps,
            passes=self._passes,
            is_stale=self._is_stale,
            weight=self.weight.detach().clone(),
            grad=None if self.grad is None else self.grad.clone(),
            optimizer=copy.deepcopy(self.optimizer.state_dict()),
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back to `checkpoint`: what follows is bit-equal to what followed then.

        Raises:
            ValueError: where the checkpoint is of another experiment; nothing is changed then.
        """
        if checkpoint.experiment != self.experiment:
            raise ValueError(f"the checkpoint is of {checkpoint.experiment}, not of {self.experiment}")
        with torch.no_grad():
            self.weight.copy_(checkpoint.weight)
        self.weight.grad = None if checkpoint.grad is None else checkpoint.grad.clone()
        # load_state_dict keeps the tensors it is given: without a copy the next step rewrites the checkpoint.
        self.optimizer.load_state_dict(copy.deepcopy(checkpoint.optimizer))
        self._steps, self._passes = checkpoint.step, checkpoint.passes
        self._is_stale = checkpoint.is_stale

    def resume(self, snapshot: Snapshot) -> None:
        """Go on from a snapshot of whole tables, as `restore` does from a checkpoint.

        Raises:
            ValueError: where the snapshot shows only a part of its table, or one of another shape.
        """
        grads = [] if snapshot.grad is None else [snapshot.grad]
        shape = (self.experiment.rows, self.experiment.dim)
        tables = [snapshot.weight, *grads, *snapshot.state.values()]
        if any(not table.is_whole or table.shape != shape for table in tables):
            raise ValueError(f"the snapshot does not hold the whole table of {shape[0]} x {shape[1]}")
        state = {name: torch.tensor(table.values) for name, table in snapshot.state.items()}
        groups = self.optimizer.state_dict()["param_groups"]
        self.restore(
            Checkpoint(
                experiment=self.experiment,
                step=snapshot.step,
                passes=snapshot.grad_status.passes,
                is_stale=snapshot.grad_status.kind == "stale",
                weight=torch.tensor(snapshot.weight.values),
                grad=None if snapshot.grad is None else torch.tensor(snapshot.grad.values),
                optimizer={"state": {0: state} if state else {}, "param_groups": groups},
            )
        )

    def _forward_pass(self) -> Tensor:
        first, second = self._indices[:1], self._indices[1:]
        return self._loss_function(self.embedding(first), self.embedding(second))

    def _optimizer_tables(self) -> dict[str, Tensor]:
        if "optimizer" not in self.__dict__:
            return {}
        state: dict[str, object] = self.optimizer.state.get(self.weight, {})
        return {
            name: value
            for name, value in state.items()
            if isinstance(value, Tensor) and value.shape == self.weight.shape
        }


def _drawn_table(experiment: Experiment) -> Tensor:
    # What nn.Embedding(rows, dim) draws after torch.manual_seed(seed), from a generator of our own: the
    # global one belongs to the caller, and all threads share it.
    generator = torch.Generator().manual_seed(experiment.seed)
    table = torch.empty(experiment.rows, experiment.dim, dtype=torch.float32, device="cpu")
    return table.normal_(generator=generator)


def _scalars(
    steps: Sequence[int], losses: Sequence[float], distances: Sequence[float] | None = None
) -> Scalars:
    # The Euclidean loss of a pair is its distance, to the bit.
    distances = losses if distances is None else distances
    return Scalars(
        steps=np.array(steps, dtype=np.int64),
        losses=np.array(losses, dtype=np.float64),
        distances=np.array(distances, dtype=np.float64),
    )
