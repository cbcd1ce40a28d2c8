"""What can be changed in the middle of a run, and what torch would not follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embviz.core import checks
from embviz.core.experiment import ExperimentError
from embviz.core.messages import PAIRS, ZERO_GRAD
from embviz.core.numbers import parse_pairs
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Value, mark

if TYPE_CHECKING:
    from embviz.engine.trainer import Trainer

_PAIRS = mark("must be pairs of row numbers, such as 0, 1; 2, 3")
_TABLES = mark("torch made no {names} at the first step, and makes none later: begin a new run with it")
_UNKNOWN = mark("{owner} has no such argument; it has {names}")


def apply(trainer: Trainer, name: str, value: Value | str) -> None:
    """Set `name` to `value` in `trainer`.

    Raises:
        ExperimentError: for a value that is not allowed, or cannot be changed any more.
    """
    if name == ZERO_GRAD:
        checks.check_name(name, value, checks.ZERO_GRADS)
        trainer.zero_grad_mode = str(value)
    elif name == PAIRS:
        pairs = parse_pairs(str(value))
        if pairs is None:
            raise ExperimentError(name, value, _PAIRS)
        trainer.use_pairs(checks.checked_pairs(name, pairs, trainer.experiment.rows))
    else:
        _set_argument(trainer, name, value)


def _set_argument(trainer: Trainer, name: str, value: Value | str) -> None:
    recipe = OPTIMIZERS[trainer.experiment.optimizer]
    parameters = {parameter.name: parameter for parameter in recipe.parameters}
    if name not in parameters:
        raise ExperimentError(name, value, _UNKNOWN, owner=recipe.name, names=", ".join(parameters))
    args = {**trainer.arguments, name: checks.checked_argument(parameters[name], value)}
    checks.check_rules(recipe, args)
    missing = [table for table in recipe.tables(args) if table not in recipe.tables(trainer.arguments)]
    # SGD makes its buffer at whatever step first needs one; the others only at the very first.
    if missing and trainer.tables() and recipe.name != "SGD":
        raise ExperimentError(name, value, _TABLES, names=", ".join(missing))
    group = trainer.optimizer.param_groups[0]
    for keyword, one in recipe.keywords(args).items():
        group[keyword] = one
