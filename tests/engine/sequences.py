"""Random runs over all recipes: experiments, what is done in them, and how it is done to any runner.

A runner is a Trainer, or anything else with its verbs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Protocol

import msgspec

from embviz.core.checks import DTYPES, INITIALS, ZERO_GRADS
from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.messages import PAIRS, ZERO_GRAD, Action
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Optimizer, Parameter, Schedule, Value
from embviz.core.schedules import SCHEDULES

# Each at the edge of something: sign, rounding, overflow of float16 and of float32, and no number at all.
ODD = (0.0, -0.0, 1.0, -1.0, 1 / 3, 1e-30, 1e5, 1e30, 1e300, -1e300, math.inf, -math.inf, math.nan)
TAME = (0.0, 0.1, 0.3, 0.5, 0.9, 0.999, 1.0)
ODD_SHARE = 0.08
MOST_ACTIONS = 14
# Mostly what moves the table: a sequence of edits and looks would say little.
KINDS = ("backward", "step", "train") * 3 + ("zero_grad", "forward", "lookup", "edit", "set", "set")


class Runner(Protocol):
    """What a sequence can be done to; `steps` is how many have moved its table."""

    @property
    def steps(self) -> int: ...
    def forward(self) -> object: ...
    def backward(self) -> object: ...
    def step(self) -> object: ...
    def zero_grad(self, set_to_none: bool) -> object: ...
    def train(self, n: int) -> object: ...
    def lookup(self, indices: tuple[int, ...]) -> object: ...
    def edit(self, place: tuple[int, int], value: float) -> object: ...
    def set_argument(self, name: str, value: Value | str) -> object: ...


def sequences(count: int, optimizer: str = "") -> Iterator[tuple[Experiment, tuple[Action, ...]]]:
    """Yield `count` experiments, of one optimizer if it is named, each with what is to be done in it.

    The same ones at each call, all losses in turn. A train has as many `rounds` as are to be done; an action
    that clears grad has the mode of that moment. Torch refuses some of them in the middle.
    """
    losses = sorted(LOSSES)
    for number in range(count):
        random = Random(f"{optimizer} {number}")
        kind = optimizer or random.choice(sorted(OPTIMIZERS))
        experiment = random_experiment(random, kind, losses[number % len(losses)])
        yield experiment, random_actions(random, experiment)


def random_experiment(random: Random, optimizer: str, loss: str) -> Experiment:
    """Return an experiment with any table, schedule, pairs and arguments."""
    rows, dim = random.randint(1, 5), random.randint(1, 20)
    dtype = random.choice(["float32", "float32", "float32", *sorted(DTYPES)])
    # A file is read once and for all; what starts from one is held against it elsewhere.
    initial = random.choice(["normal", "normal", *(one for one in INITIALS if one != "file")])
    schedule = random.choice(sorted(SCHEDULES))
    arguments = _arguments(random, OPTIMIZERS[optimizer])
    if dtype == "float16":
        # Adagrad's own table is filled with it: above 65,504 there is no run at all.
        arguments.pop("initial_accumulator_value", None)
    return Experiment(
        rows=rows,
        dim=dim,
        seed=random.randrange(2**32),
        dtype=dtype,
        initial=initial,
        values=tuple(tuple(_number(random) for _ in range(dim)) for _ in range(rows))
        if initial == "values"
        else (),
        padding_idx=random.choice([None, None, random.randrange(-rows, rows)]),
        max_norm=random.choice([None, None, None, None, 1.0, 0.3, 0.0, -1.0]),
        norm_type=random.choice([2.0, 2.0, 1.0, 3.5, math.inf]),
        scale_grad_by_freq=_happens(random, 0.2),
        # SparseAdam takes no other grad: mostly without, it would mostly be refused.
        sparse=_happens(random, 0.2) != (optimizer == "SparseAdam"),
        optimizer=optimizer,
        optimizer_args=arguments,
        schedule=schedule,
        schedule_args=_arguments(random, SCHEDULES[schedule]),
        loss=loss,
        pairs=_pairs(random, rows, random.choice([1, 1, 3, 6])),
        negatives=_pairs(random, rows, random.choice([0, 2, 5])) if LOSSES[loss].has_negatives else (),
        zero_grad=random.choice(["none", *ZERO_GRADS]),
    )


def random_actions(random: Random, experiment: Experiment) -> tuple[Action, ...]:
    """Return what can be done in `experiment`, in an order that makes sense or not."""
    arguments, mode, actions = experiment.arguments, experiment.zero_grad, []
    for number in range(1, random.randint(3, MOST_ACTIONS) + 1):
        kind = random.choice(KINDS)
        action = Action(number, kind, **_DETAILS.get(kind, _nothing)(random, experiment, arguments))
        if action.name == ZERO_GRAD:
            mode = str(action.value)
        elif kind == "set" and action.name != PAIRS:
            arguments[action.name] = action.value
        elif kind in ("train", "zero_grad"):
            action = msgspec.structs.replace(action, name=mode)
        actions.append(action)
    return tuple(actions)


def apply(runner: Runner, action: Action) -> Action:
    """Do `action` to `runner`; return it as it happened: with torch's refusal and the whole rounds done."""
    before = runner.steps
    try:
        _VERBS[action.kind](runner, action)
    # Torch refuses with errors of many types, and all of them are to be the same for all runners.
    except Exception as error:
        rounds = runner.steps - before if action.kind == "train" else 0
        return msgspec.structs.replace(action, rounds=rounds, refusal=f"{type(error).__name__}: {error}")
    return action


def _happens(random: Random, share: float) -> bool:
    return random.random() < share


def _pairs(random: Random, rows: int, count: int) -> tuple[tuple[int, int], ...]:
    return tuple((random.randrange(rows), random.randrange(rows)) for _ in range(count))


def _number(random: Random) -> float:
    return random.choice(ODD) if _happens(random, ODD_SHARE) else random.uniform(-2, 2)


def _value(random: Random, parameter: Parameter) -> Value:
    if parameter.is_flag:
        return _happens(random, 0.5)
    if parameter.is_integer:
        return random.choice([1.0, 2.0, 5.0])
    values = ODD if _happens(random, ODD_SHARE) else TAME
    return random.choice([value for value in values if parameter.takes(value)])


def _arguments(random: Random, recipe: Optimizer | Schedule) -> dict[str, Value]:
    chosen = {row.name: _value(random, row) for row in recipe.parameters if _happens(random, 0.5)}
    return chosen if isinstance(recipe, Schedule) or _goes_together(recipe, recipe.complete(chosen)) else {}


def _goes_together(recipe: Optimizer, arguments: dict[str, Value]) -> bool:
    return all(rule.holds(arguments) for rule in recipe.rules)


def _set(random: Random, experiment: Experiment, arguments: dict[str, Value]) -> dict[str, Any]:
    if _happens(random, 0.2):
        return {"name": ZERO_GRAD, "value": random.choice(ZERO_GRADS)}
    recipe = OPTIMIZERS[experiment.optimizer]
    parameter = random.choice([recipe.parameters[0], *recipe.parameters])
    changed = {**arguments, parameter.name: _value(random, parameter)}
    # Torch makes its tables at the first step, and none for what is switched on after it.
    if _goes_together(recipe, changed) and set(recipe.tables(changed)) <= set(recipe.tables(arguments)):
        return {"name": parameter.name, "value": changed[parameter.name]}
    pairs = _pairs(random, experiment.rows, random.choice([1, 2, 4]))
    return {"name": PAIRS, "value": "; ".join(f"{i}, {j}" for i, j in pairs)}


def _edit(random: Random, experiment: Experiment, arguments: dict[str, Value]) -> dict[str, Any]:
    place = random.randrange(experiment.rows), random.randrange(experiment.dim)
    return {"place": place, "value": _number(random)}


def _lookup(random: Random, experiment: Experiment, arguments: dict[str, Value]) -> dict[str, Any]:
    return {"indices": tuple(random.randrange(experiment.rows) for _ in range(random.randint(0, 4)))}


def _train(random: Random, experiment: Experiment, arguments: dict[str, Value]) -> dict[str, Any]:
    return {"rounds": random.randint(1, 7)}


def _nothing(random: Random, experiment: Experiment, arguments: dict[str, Value]) -> dict[str, Any]:
    return {}


_DETAILS: dict[str, Callable[..., dict[str, Any]]] = {
    "train": _train,
    "lookup": _lookup,
    "edit": _edit,
    "set": _set,
}
_VERBS: dict[str, Callable[[Runner, Any], object]] = {
    "forward": lambda runner, _action: runner.forward(),
    "backward": lambda runner, _action: runner.backward(),
    "step": lambda runner, _action: runner.step(),
    "zero_grad": lambda runner, action: runner.zero_grad(action.name != "zeros"),
    "train": lambda runner, action: runner.train(action.rounds),
    "lookup": lambda runner, action: runner.lookup(action.indices),
    "edit": lambda runner, action: runner.edit(action.place, action.value),
    "set": lambda runner, action: runner.set_argument(action.name, action.value),
}
