"""Optimizing: the optimizer and the schedule of an experiment, and what an optimizer's state holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import torch
from torch import Tensor
from torch.optim.lr_scheduler import LRScheduler

from embviz.core.experiment import Experiment
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.schedules import SCHEDULES


def optimizer_of(experiment: Experiment, parameters: Iterable[torch.nn.Parameter]) -> torch.optim.Optimizer:
    """Return the optimizer of `experiment`."""
    kind: Callable[..., torch.optim.Optimizer] = getattr(torch.optim, experiment.optimizer)
    return kind(parameters, **OPTIMIZERS[experiment.optimizer].keywords(experiment.arguments))


def schedule_of(experiment: Experiment, optimizer: torch.optim.Optimizer) -> LRScheduler | None:
    """Return the schedule of the learning rate, None where there is none."""
    if experiment.schedule == "none":
        return None
    args = experiment.schedule_arguments
    counts = {row.name for row in SCHEDULES[experiment.schedule].parameters if row.is_integer}
    kind: Callable[..., LRScheduler] = getattr(torch.optim.lr_scheduler, experiment.schedule)
    return kind(optimizer, **{name: int(value) if name in counts else value for name, value in args.items()})


def tables_of(state: Mapping[str, object], shape: torch.Size) -> dict[str, Tensor]:
    """Return the tables in an optimizer's `state` of a table of that `shape`, by torch's names."""
    return {
        name: value
        for name, value in state.items()
        if isinstance(value, Tensor) and value.shape == shape and value.dim() == 2
    }


def counters_of(state: Mapping[str, object]) -> dict[str, float]:
    """Return the scalars in an optimizer's `state`, by torch's names."""
    return {
        name: float(value)
        for name, value in state.items()
        if isinstance(value, int | float) or (isinstance(value, Tensor) and value.dim() == 0)
    }
