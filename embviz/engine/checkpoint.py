"""Checkpoint: all that a run needs to go on bit-equal, taken from a trainer and put back into it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from embviz.core.checks import Pair
from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot, Tile
from embviz.core.optimizers import OPTIMIZERS
from embviz.engine.table import DTYPES
from embviz.engine.tape import Line

if TYPE_CHECKING:
    from embviz.engine.trainer import Trainer


@dataclass(frozen=True)
class Checkpoint:
    """Copies that no later step touches.

    `schedule` is its state_dict, None where there is none; `line` is None where the gap's line is not known;
    `random` is the state of the run's generator.
    """

    experiment: Experiment
    step: int
    passes: int
    is_stale: bool
    weight: Tensor
    grad: Tensor | None
    optimizer: dict[str, Any]
    schedule: dict[str, Any] | None
    zero_grad: str
    pairs: tuple[Pair, ...]
    line: Line | None
    random: Tensor


def checkpoint_of(trainer: Trainer) -> Checkpoint:
    """Return this moment of `trainer`, deep-copied."""
    return Checkpoint(
        experiment=trainer.experiment,
        step=trainer.steps,
        passes=trainer.passes,
        is_stale=trainer.is_stale,
        weight=trainer.weight.detach().clone(),
        grad=None if trainer.grad is None else trainer.grad.clone(),
        optimizer=copy.deepcopy(trainer.optimizer.state_dict()),
        schedule=None if trainer.schedule is None else copy.deepcopy(trainer.schedule.state_dict()),
        zero_grad=trainer.zero_grad_mode,
        pairs=trainer.pairs,
        line=trainer.line,
        random=trainer.generator.get_state(),
    )


def put_back(trainer: Trainer, checkpoint: Checkpoint) -> None:
    """Take `trainer` back to `checkpoint`.

    Raises:
        ValueError: where the checkpoint is of another experiment; nothing is changed then.
    """
    if checkpoint.experiment != trainer.experiment:
        raise ValueError(f"the checkpoint is of {checkpoint.experiment}, not of {trainer.experiment}")
    with torch.no_grad():
        trainer.weight.copy_(checkpoint.weight)
    trainer.weight.grad = None if checkpoint.grad is None else checkpoint.grad.clone()
    # load_state_dict keeps the tensors it is given: without a copy the next step rewrites the checkpoint.
    trainer.optimizer.load_state_dict(copy.deepcopy(checkpoint.optimizer))
    if trainer.schedule is not None and checkpoint.schedule is not None:
        trainer.schedule.load_state_dict(copy.deepcopy(checkpoint.schedule))
    trainer.steps, trainer.passes, trainer.is_stale = checkpoint.step, checkpoint.passes, checkpoint.is_stale
    trainer.zero_grad_mode = checkpoint.zero_grad
    trainer.generator.set_state(checkpoint.random)
    trainer.facts.begin_anew()
    trainer.use_pairs(checkpoint.pairs, checkpoint.line)


def checkpoint_in(trainer: Trainer, snapshot: Snapshot) -> Checkpoint:
    """Return the checkpoint that `snapshot`, of whole tables, holds for `trainer`.

    Raises:
        ValueError: where the snapshot shows only a part of its table, or one of another shape.
    """
    experiment = trainer.experiment
    grads = [] if snapshot.grad is None else [snapshot.grad]
    shape = (experiment.rows, experiment.dim)
    tables = [snapshot.weight, *grads, *snapshot.state.values()]
    if any(not table.is_whole or table.shape != shape for table in tables):
        raise ValueError(f"the snapshot does not hold the whole table of {shape[0]} x {shape[1]}")
    dtype = DTYPES[experiment.dtype]
    is_sparse_sgd = experiment.sparse and experiment.optimizer == "SGD"
    state: dict[str, object] = {
        name: _tensor(table, dtype, is_sparse_sgd) for name, table in snapshot.state.items()
    }
    for name, number in snapshot.counters.items():
        # SparseAdam counts in Python, the others in a float32 tensor.
        state[name] = int(number) if experiment.optimizer == "SparseAdam" else torch.tensor(number)
    group = {**trainer.optimizer.state_dict()["param_groups"][0]}
    if snapshot.arguments:
        group.update(OPTIMIZERS[experiment.optimizer].keywords(snapshot.arguments))
    pairs = snapshot.pairs or experiment.pairs
    schedule = None
    if trainer.schedule is not None:
        schedule = {
            **trainer.schedule.state_dict(),
            "last_epoch": snapshot.schedule_steps,
            "_step_count": snapshot.schedule_steps + 1,
            "_last_lr": [group["lr"]],
        }
    return Checkpoint(
        experiment=experiment,
        step=snapshot.step,
        passes=snapshot.grad_status.passes,
        is_stale=snapshot.grad_status.kind == "stale",
        weight=_tensor(snapshot.weight, dtype),
        grad=None if snapshot.grad is None else _tensor(snapshot.grad, dtype, experiment.sparse),
        optimizer={"state": {0: state} if state else {}, "param_groups": [group]},
        schedule=schedule,
        zero_grad=snapshot.zero_grad,
        pairs=pairs,
        line=trainer.line if pairs == trainer.pairs else None,
        random=trainer.generator.get_state(),
    )


def _tensor(table: Tile, dtype: torch.dtype, is_sparse: bool = False) -> Tensor:
    tensor = torch.tensor(table.values, dtype=dtype)
    # Which rows of zeros were stored is not told: they weigh nothing.
    return tensor.to_sparse(1) if is_sparse else tensor
