"""Arithmetic: the lines of a recipe, run with one cell's numbers, and what to say where torch's differ."""

from __future__ import annotations

import math
import sys
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
import numpy as np

from embviz.core.formula import decimals, parse, symbol
from embviz.core.recipes import LARGEST_FLOAT32, Line, mark

# How the names in the recipes' lines are shown; those not here are shown as they are.
SYMBOLS = {
    "weight": "w",
    "momentum_buffer": "buf",
    "exp_avg": "m",
    "exp_avg_sq": "v",
    "max_exp_avg_sq": "v_max",
    "square_avg": "v",
    "grad_avg": "m",
    "m_hat": "m̂",
    "v_hat": "v̂",
    "beta1": "β1",
    "beta2": "β2",
    "alpha": "α",
    "norm_a": "‖a‖",
    "norm_b": "‖b‖",
}
# The largest number of each dtype, and how many significant decimal digits it keeps.
LARGEST = {"float32": LARGEST_FLOAT32, "float64": sys.float_info.max, "bfloat16": 3.39e38, "float16": 65504.0}
DIGITS = {"float32": 7, "float64": 16, "bfloat16": 3, "float16": 4}
# By how much more than its last digit the rounding of a few operations may shift a result.
SHIFT = 1e4
# A result smaller than this share of what it came from may be 0 by rounding alone.
CANCELLED = 0.01

_ROUNDS = mark(
    "{target}: PyTorch's number differs by {difference}. It computes in {dtype}, which keeps about {digits} "
    "digits, and rounds after each operation."
)
_LEAVES_RANGE = mark(
    "{target}: PyTorch has {torch}. It computes in {dtype}, and a number on the way is too large or too "
    "small for it: it becomes inf, nan or 0."
)
_DIFFERS = mark(
    "{target}: PyTorch's number differs by {difference}, more than rounding to the {digits} digits of "
    "{dtype} makes by itself: the way to it magnifies small errors, or something was changed in between."
)


class Equation(msgspec.Struct, frozen=True):
    """One line of arithmetic: `target` = `symbolic` = `numeric` = `value`.

    `value` was computed in float64 from the numbers shown; `torch` is torch's own, None where torch never has
    that number by itself.
    """

    target: str
    symbolic: str
    numeric: str
    value: float
    torch: float | None = None


class Note(msgspec.Struct, frozen=True):
    """A sentence: a template in English that the window translates, and its blanks."""

    text: str
    details: dict[str, object] = {}


class Arithmetic:
    """Runs lines one after the other; `numbers` holds what they have come to, `notes` what they say.

    The numbers of `plain_names` are shown as people write them, the others with 4 decimals; `symbols` are
    those that differ from SYMBOLS.
    """

    def __init__(
        self,
        numbers: Mapping[str, Any],
        plain_names: Collection[str] = (),
        symbols: Mapping[str, str] | None = None,
    ) -> None:
        self.numbers = dict(numbers)
        self._results: list[float] = []
        self._operands = [number for name, number in numbers.items() if name not in plain_names]
        self.notes: list[Note] = []
        self._plain_names = plain_names
        self._symbols = SYMBOLS | dict(symbols or {})

    def run(
        self, lines: Iterable[Line], torch: Mapping[str, float | None] | None = None
    ) -> tuple[Equation, ...]:
        """Return the equations of the lines that apply; `torch` has torch's numbers of some targets."""
        applied = [(line.target, self._equation(line)) for line in lines if self._applies(line)]
        # A target that becomes something twice is torch's number only the last time.
        last = {target: index for index, (target, _) in enumerate(applied)}
        return tuple(
            msgspec.structs.replace(equation, torch=(torch or {}).get(target))
            if last[target] == index
            else equation
            for index, (target, equation) in enumerate(applied)
        )

    def _applies(self, line: Line) -> bool:
        return line.applies is None or line.applies(self.numbers)

    def _equation(self, line: Line) -> Equation:
        formula = parse(line.expression)
        symbolic = formula.symbolic(self._symbols)
        numeric = formula.numeric(self.numbers, self._plain_names)
        value = self.numbers[line.target] = formula.value(self.numbers)
        self._results.append(value)
        # From here on the name is what this line has made of it.
        self._symbols[line.target] = SYMBOLS.get(line.target, line.target)
        if line.note:
            self.notes.append(Note(line.note))
        return Equation(symbol(line.target, self._symbols), symbolic, numeric, value)

    @property
    def largest(self) -> float:
        """The largest finite magnitude among the numbers and what the lines have made of them."""
        numbers = np.abs(np.hstack([*self._operands, *self._results, 0.0]))
        return float(np.max(numbers[np.isfinite(numbers)]))


def differences(equations: Iterable[Equation], dtype: str, *sources: Arithmetic) -> list[Note]:
    """Return the note on the last equation whose number is not torch's; none where all are.

    `sources` are the arithmetic that the equations came from.
    """
    differing = [one for one in equations if one.torch is not None and not _is_same(one.value, one.torch)]
    largest = max(source.largest for source in sources) if differing else 0.0
    return [_difference(differing[-1], dtype, largest)] if differing else []


def _difference(equation: Equation, dtype: str, largest: float) -> Note:
    assert equation.torch is not None
    difference, digits = abs(equation.value - equation.torch), DIGITS[dtype]
    if not math.isfinite(difference) or (equation.torch == 0 and _is_lost(difference, dtype, largest)):
        text = _LEAVES_RANGE
    elif difference > SHIFT * 10.0**-digits * largest:
        text = _DIFFERS
    else:
        text = _ROUNDS
    details = {
        "target": equation.target,
        "torch": decimals(equation.torch),
        "difference": f"{difference:.1e}",
        "dtype": dtype,
        "digits": digits,
    }
    return Note(text, details)


def _is_lost(value: float, dtype: str, largest: float) -> bool:
    """Return whether torch's 0 for `value` is no matter of rounding, but of a square that did not fit."""
    return value > CANCELLED * largest or largest > math.sqrt(LARGEST[dtype])


def _is_same(value: float, torch: float) -> bool:
    return value == torch or (math.isnan(value) and math.isnan(torch))
