"""Stillness: does a step leave the rows alone that no gradient has ever reached? Asked of torch itself."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from embviz.core.optimizers import OPTIMIZERS

if TYPE_CHECKING:
    from embviz.engine.trainer import Trainer

# A rate that falls along a line to less of what it was ends below zero by rounding.
LEAST_RISE = 1e-12
# Beyond it a learning rate is tried as it is: twice as much may be infinite.
USUAL_RATE = 1e30


class Stillness:
    """Tries each set of arguments once, on a table of its own."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}

    def moves_all(self, trainer: Trainer) -> bool:
        """Return whether a step of `trainer` may change rows whose grad and state have always been zero."""
        experiment, args = trainer.experiment, trainer.arguments
        if args.get("weight_decay", 0.0):
            # Where it leaves weight alone, it still gives each row a state of its own.
            return True
        if experiment.sparse:
            return False
        schedule = experiment.schedule_arguments
        gamma = schedule.get("gamma", 1.0)
        rise = schedule.get("end_factor", 1.0) / schedule.get("start_factor", 1.0)
        if not 0 <= gamma <= 1 or math.copysign(1.0, gamma) < 0 or rise < LEAST_RISE:
            # The rate grows without end, becomes NaN, or changes its sign: -0.0 less nothing is -0.0, but 0.0
            # with nothing added.
            return True
        if 0 < args["lr"] < USUAL_RATE:
            # A larger one would move them if this one did: so a falling rate is not tried at each step.
            highest = args["lr"] * max(1.0, rise)
            args = {**args, "lr": math.ldexp(1.0, math.frexp(highest)[1])}
        key = f"{experiment.optimizer} {experiment.dtype} {args}"
        if key not in self._known:
            self._known[key] = _tried(trainer, args)
        return self._known[key]


def _tried(trainer: Trainer, args: dict[str, float]) -> bool:
    recipe = OPTIMIZERS[trainer.experiment.optimizer]
    kind: Callable[..., torch.optim.Optimizer] = getattr(torch.optim, recipe.name)
    row = torch.nn.Parameter(torch.tensor([1.0, -0.0], dtype=trainer.weight.dtype))
    before = _bits(row)
    optimizer = kind([row], **recipe.keywords(args))
    row.grad = torch.zeros_like(row)
    try:
        for _ in range(2):
            optimizer.step()
    except RuntimeError:
        # What torch refuses may be done in part.
        return True
    return not torch.equal(_bits(row), before)


def _bits(row: Tensor) -> Tensor:
    return row.detach().clone().view(torch.uint8)
