"""The step of one cell: what the optimizer did to it, or will do, and the article's hand check beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from embviz.core.arithmetic import Arithmetic, Equation, Note, differences
from embviz.core.experiment import Experiment
from embviz.core.formula import decimals, plain
from embviz.core.messages import CellFacts, StepFacts
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Line, Optimizer, mark

_NAIVE = (Line("weight", "weight - lr * grad"),)
# Where the hand check and the step come as near as this, they are the same number.
SAME = 1e-9

_NO_GRAD = mark("grad is None: Step skips the table, its buffers too, and nothing moves.")
_NOT_STORED = mark("The sparse grad does not store this row: Step leaves it as it is.")
_COASTS = mark("The sparse grad does not store this row: only its buffer moves it on.")
_EDITED = mark("Since then the cell was edited: its weight is {weight} now.")
_RENORMED = mark("Since then max_norm rewrote the row in a lookup: the weight is {weight} now.")
_CHANGED = {"edit": _EDITED, "max_norm": _RENORMED}
_WHOLE_RULE = mark("Right: without momentum this is the whole rule of SGD, at every step.")
_FIRST_STEP = mark(
    "Right, on the first step alone: from the second on, the buffer carries earlier gradients."
)
_SAME_HERE = mark("The same number here, but not in general:")
_OTHER_LR = mark("lr is {lr} in this step; it began with {first}.")


class Explained(NamedTuple):
    """The step, the hand check, and the notes on each."""

    equations: tuple[Equation, ...] = ()
    notes: tuple[Note, ...] = ()
    naive: Equation | None = None
    naive_notes: tuple[Note, ...] = ()


def explain_update(experiment: Experiment, facts: CellFacts) -> Explained:
    """Return the last step of the cell or, where there was none, the one that Step would do now."""
    recipe, step = OPTIMIZERS[experiment.optimizer], facts.last or facts.now
    refusals = [] if facts.last else _refusals(experiment, step)
    if refusals or step.grad is None:
        return Explained(notes=tuple(refusals or [Note(_NO_GRAD)]))
    arithmetic, torch = _arithmetic(recipe, step), _torchs(facts)
    equations = arithmetic.run(recipe.update, torch)
    notes = (
        *arithmetic.notes,
        *_sparse_notes(step, equations),
        *differences(equations, experiment.dtype, arithmetic),
        *_changes(facts),
    )
    if not equations:
        return Explained(notes=notes)
    (naive,) = _arithmetic(recipe, step).run(_NAIVE, {"weight": torch.get("weight")})
    return Explained(
        equations, notes, naive, tuple(_naive_notes(experiment, step, naive.value, equations[-1].value))
    )


def _arithmetic(recipe: Optimizer, step: StepFacts) -> Arithmetic:
    plain_names = {"t", *(parameter.name for parameter in recipe.parameters)}
    return Arithmetic(_numbers(recipe, step), plain_names, {"g": "grad"})


def _numbers(recipe: Optimizer, step: StepFacts) -> dict[str, float]:
    args = recipe.complete(step.arguments)
    tables = recipe.tables(args)
    numbers = {name: float(value) for name, value in args.items()}
    # Adagrad's sum is made with the optimizer, from its argument; all others start from nothing.
    numbers |= dict.fromkeys(tables, numbers.get("initial_accumulator_value", 0.0)) | step.state
    grad = step.grad if step.grad is not None and step.is_in_grad else 0.0
    return numbers | {
        "weight": step.weight,
        "grad": grad,
        "g": grad,
        "t": step.counters.get("step", 0.0) + 1,
        "is_first": float(any(table not in step.state for table in tables)),
        "is_in_grad": float(step.is_in_grad),
    }


def _torchs(facts: CellFacts) -> dict[str, float | None]:
    if facts.last is None:
        return {}
    return {**facts.now.state, "weight": facts.last.result}


def _refusals(experiment: Experiment, step: StepFacts) -> list[Note]:
    recipe = OPTIMIZERS[experiment.optimizer]
    args = recipe.complete(step.arguments)
    return [Note(one.text) for one in recipe.refusals if one.holds(experiment.sparse, args)]


def _sparse_notes(step: StepFacts, equations: tuple[Equation, ...]) -> Iterator[Note]:
    if not step.is_in_grad:
        yield Note(_COASTS if equations else _NOT_STORED)


def _changes(facts: CellFacts) -> Iterator[Note]:
    if facts.last is not None and facts.changed_by:
        yield Note(_CHANGED[facts.changed_by], {"weight": decimals(facts.now.weight)})


def _naive_notes(experiment: Experiment, step: StepFacts, naive: float, value: float) -> Iterator[Note]:
    recipe = OPTIMIZERS[experiment.optimizer]
    numbers = _numbers(recipe, step)
    args = {parameter.name: plain(numbers[parameter.name]) for parameter in recipe.parameters}
    partings = [Note(one.text, dict(args)) for one in recipe.partings if one.holds(numbers)]
    if not partings:
        yield Note(_FIRST_STEP if numbers["momentum"] else _WHOLE_RULE)
    elif abs(naive - value) <= SAME * max(abs(step.weight), abs(naive)):
        yield Note(_SAME_HERE)
    yield from partings
    first = plain(float(experiment.arguments["lr"]))
    if args["lr"] != first:
        yield Note(_OTHER_LR, {"lr": args["lr"], "first": first})
