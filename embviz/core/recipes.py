"""The optimizers and losses that embviz knows: parameters, ranges, formulas and code, one row each.

Pure data. The setup form, the validation of an `Experiment` and, in the engine, the calls into torch are
all read off these rows; a new optimizer or loss starts here.
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


class Parameter(msgspec.Struct, frozen=True):
    """One argument of a torch optimizer: its name, torch's own default and what torch takes for it.

    From `caution_from` on torch takes a value in silence that a person should hear of.
    """

    name: str
    default: Value
    hint: str
    minimum: float = 0.0
    maximum: float = LARGEST_FLOAT32
    caution_from: float = math.inf
    caution: str = ""

    @property
    def is_flag(self) -> bool:
        """True for an argument that is on or off, False for a number."""
        return isinstance(self.default, bool)


class Rule(msgspec.Struct, frozen=True):
    """What one argument asks of the others: `field` is at fault where `holds` is False."""

    field: str
    holds: Callable[[Mapping[str, Value]], bool]
    allowed: str


class Optimizer(msgspec.Struct, frozen=True):
    """A class of `torch.optim`: the name is the class's, the order of the parameters is the form's."""

    name: str
    parameters: tuple[Parameter, ...]
    rules: tuple[Rule, ...]
    formula: str
    code: str

    def complete(self, args: Mapping[str, Value]) -> dict[str, Value]:
        """Return `args` with torch's defaults for what is not given, in the order of the parameters."""
        return {parameter.name: args.get(parameter.name, parameter.default) for parameter in self.parameters}


class Loss(msgspec.Struct, frozen=True):
    """A loss of two rows of the table."""

    name: str
    formula: str
    code: str


OPTIMIZERS: dict[str, Optimizer] = {
    row.name: row
    for row in (
        Optimizer(
            name="SGD",
            parameters=(
                Parameter("lr", 0.001, mark("learning rate: the length of a step")),
                Parameter(
                    "momentum",
                    0.0,
                    mark("how much of the last step is carried on into this one"),
                    caution_from=1.0,
                    caution=mark("torch takes it, but from 1 on no gradient fades: the run cannot settle"),
                ),
                Parameter(
                    "dampening",
                    0.0,
                    mark("how much of a new gradient is kept out of the buffer"),
                    minimum=-LARGEST_FLOAT32,
                ),
                Parameter("weight_decay", 0.0, mark("adds this multiple of weight to its gradient")),
                Parameter("nesterov", False, mark("look ahead along the buffer")),
                Parameter("maximize", False, mark("climb the loss instead of descending")),
            ),
            rules=(
                Rule(
                    "nesterov",
                    lambda args: not args["nesterov"] or (args["momentum"] > 0 and args["dampening"] == 0),
                    mark("nesterov needs a momentum above 0 and a dampening of 0"),
                ),
            ),
            formula="buf = momentum · buf + (1 - dampening) · grad; weight = weight - lr · buf",
            code="torch.optim.SGD(embedding.parameters(), {args})",
        ),
    )
}

LOSSES: dict[str, Loss] = {
    row.name: row
    for row in (
        Loss(
            name="euclidean",
            formula="√(Σ (a - b)²)",
            code="torch.linalg.norm(embedding(i) - embedding(j))",
        ),
    )
}
