"""What a recipe is: the parameters, rules, formulas and code of an optimizer, a loss or a schedule.

Pure data, whose rows stand in optimizers.py, losses.py and schedules.py. The setup form, the validation of
an `Experiment`, the inspector's arithmetic, the transcript and, in the engine, the calls into torch are all
read off these rows; a new optimizer or loss starts there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import msgspec

Value = float | bool

# torch raises at the step where an argument is larger than its float32 tables can hold.
LARGEST_FLOAT32 = (2 - 2**-23) * 2.0**127


def mark(text: str) -> str:
    """Return `text` unchanged: it marks a text that the window translates when it shows it."""
    return text


class Doubt(msgspec.Struct, frozen=True):
    """What torch takes in silence but a person should hear of: `holds` for which values, and why."""

    holds: Callable[[float], bool]
    text: str


class Parameter(msgspec.Struct, frozen=True):
    """One argument of a torch optimizer or schedule: its name, torch's own default and what torch takes.

    Numbers from `minimum` to `maximum`, without `maximum` itself where `excludes_maximum`; beyond these,
    infinity where `takes_inf` and NaN where `takes_nan`.
    """

    name: str
    default: Value
    hint: str
    minimum: float = 0.0
    maximum: float = LARGEST_FLOAT32
    excludes_maximum: bool = False
    takes_inf: bool = False
    takes_nan: bool = False
    is_integer: bool = False
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_flag(self) -> bool:
        """True for an argument that is on or off, False for a number."""
        return isinstance(self.default, bool)

    def takes(self, number: float) -> bool:
        """Return whether torch takes `number`."""
        if math.isnan(number):
            return self.takes_nan
        if math.isinf(number):
            return self.takes_inf and number > 0
        if self.is_integer and number != int(number):
            return False
        return self.minimum <= number <= self.maximum and not (
            self.excludes_maximum and number == self.maximum
        )


class Rule(msgspec.Struct, frozen=True):
    """What one argument asks of the others: `field` is at fault where `holds` is False.

    `torch_says` is torch's own message.
    """

    field: str
    holds: Callable[[Mapping[str, Value]], bool]
    allowed: str
    torch_says: str = ""


class Refusal(msgspec.Struct, frozen=True):
    """A combination that torch takes at first and refuses when it is used: `holds` says where, given
    whether the grad is sparse and the optimizer's arguments; `field` is where to change it."""

    field: str
    holds: Callable[[bool, Mapping[str, Value]], bool]
    text: str


class Line(msgspec.Struct, frozen=True):
    """One line of arithmetic: `target` becomes `expression`, where `applies` holds (None: always).

    The expression is Python's arithmetic over names; core/formula.py shows and evaluates it. `applies` is
    asked with the numbers as they stand before the line. `note` says what is special about the line.
    """

    target: str
    expression: str
    applies: Callable[[Mapping[str, float]], bool] | None = None
    note: str = ""


class Parting(msgspec.Struct, frozen=True):
    """Why a step is not w - lr · grad where `holds`, given the same numbers as a line of its update."""

    holds: Callable[[Mapping[str, float]], bool]
    text: str


class Optimizer(msgspec.Struct, frozen=True):
    """A class of `torch.optim`: the name is the class's, the order of the parameters is the form's.

    `packed` names torch's arguments that are tuples, with the parameters that they are packed from.
    `tables` says which tensors of the table's shape torch keeps, in its order, given the arguments.
    `update` is the arithmetic of one cell, line by line, as torch's source does it. Its names are the
    arguments, the tables, `weight` and `grad`, `t` (which step this is, from 1), `is_first` (1 where torch
    has not made the tables yet), `is_in_grad` (0 for a row that a sparse grad does not store), and `g`, which
    is grad until a line changes it. `partings` say what parts it from w - lr · grad, beside a changed lr.
    """

    name: str
    parameters: tuple[Parameter, ...]
    tables: Callable[[Mapping[str, Value]], tuple[str, ...]]
    update: tuple[Line, ...] = ()
    partings: tuple[Parting, ...] = ()
    rules: tuple[Rule, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    packed: Mapping[str, tuple[str, ...]] = {}

    def complete(self, args: Mapping[str, Value]) -> dict[str, Value]:
        """Return `args` with torch's defaults for what is not given, in the order of the parameters."""
        return completed(self.parameters, args)

    def keywords(self, args: Mapping[str, Value]) -> dict[str, object]:
        """Return `args` as torch's constructor names them."""
        grouped = {name: torch_name for torch_name, names in self.packed.items() for name in names}
        keywords: dict[str, object] = {}
        for name, value in args.items():
            torch_name = grouped.get(name, name)
            if torch_name not in keywords:
                names = self.packed.get(torch_name)
                keywords[torch_name] = value if names is None else tuple(args[one] for one in names)
        return keywords

    def flat(self, keywords: Mapping[str, object]) -> dict[str, Value]:
        """Return the arguments in `keywords`, such as torch's parameter group, by the names of the form."""
        flat: dict[str, Value] = {}
        for parameter in self.parameters:
            for torch_name, names in self.packed.items():
                if parameter.name in names:
                    packed = keywords[torch_name]
                    assert isinstance(packed, tuple | list)
                    flat[parameter.name] = packed[names.index(parameter.name)]
                    break
            else:
                value = keywords[parameter.name]
                assert isinstance(value, float | int)
                flat[parameter.name] = value if parameter.is_flag else float(value)
        return flat


class Schedule(msgspec.Struct, frozen=True):
    """A class of `torch.optim.lr_scheduler`, stepped after each step of the optimizer; 'none' is no class.

    One that `begins_at_once` changes the learning rate when it is made.
    """

    name: str
    parameters: tuple[Parameter, ...] = ()
    begins_at_once: bool = False

    def complete(self, args: Mapping[str, Value]) -> dict[str, Value]:
        """Return `args` with the defaults for what is not given, in the order of the parameters."""
        return completed(self.parameters, args)


class Loss(msgspec.Struct, frozen=True):
    """A loss of the rows `a` and `b` of each pair, (pairs, dim) each, reduced to one number.

    `title` is what a person calls it, `formula` what it is for one pair. `code` is the torch expression, and
    `code_of_one` the shorter one that gives the same bits for one pair.

    `measure` is the arithmetic of one pair, over its vectors `a` and `b`, `dim` and its `label`; its last
    line is the loss of that pair alone. `gradient` is one cell's `share` of it, the derivative by the cell
    `a` (for `b` the two change places), over both cells, what `measure` gave, `dim` and `label`; it is still
    to be divided by the number of positive pairs.
    """

    name: str
    title: str
    formula: str
    code: str
    code_of_one: str = ""
    measure: tuple[Line, ...] = ()
    gradient: tuple[Line, ...] = ()
    has_negatives: bool = False


def completed(parameters: tuple[Parameter, ...], args: Mapping[str, Value]) -> dict[str, Value]:
    """Return `args` with the default of each of `parameters` that is not given, in their order."""
    return {parameter.name: args.get(parameter.name, parameter.default) for parameter in parameters}
