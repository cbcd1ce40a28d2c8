"""The upright axis of the curve: how numbers become heights, linear or logarithmic, and what ticks say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF

from embviz.core.messages import Array
from embviz.core.numbers import FINE, nice_ceiling
from embviz.gui.theme import px

Range = tuple[float, float]
# pyqtgraph's ranges give up near 1e12, and its arithmetic near 1e308: what is larger is drawn divided by
# a power of ten. Where all is smaller than the smallest, it is drawn on the axis of zeros.
LARGEST_DRAWN = 1e9
SMALLEST_DRAWN = 1e-290
AXIS_WIDTH_PX = 44
WIDE_AXIS_WIDTH_PX = 62
TICK_OVERHANG_PX = 8
TICK_APART_PX = 20
HEADROOM = 0.06
MARGIN = 0.02
# The numbers of one decade that may be ticks, from many to few, and then every how many decades.
MANTISSAS = (
    tuple(tenth / 10 for tenth in range(10, 100)),
    tuple(half / 2 for half in range(2, 20)),
    tuple(float(digit) for digit in range(1, 10)),
    (1.0, 2.0, 5.0),
)
STRIDES = (1, 2, 3, 5, 10, 20, 50, 100, 200)
MOST_CANDIDATES = 400
PLAIN_DECADES = range(-2, 4)
WIDE_DECADE = 10
_NICE_LOGS = tuple(math.log10(nice) for nice in FINE)
_ROUNDING = 1e-9


class Heights(NamedTuple):
    """How numbers become heights: divided by 10 to the power of `exponent`, or as their log10.

    The plot shows the heights from `bottom` to `top`.
    """

    bottom: float
    top: float
    exponent: int = 0
    is_log: bool = False

    def of(self, numbers: Array) -> Array:
        """Return the height of each of `numbers`, NaN where it has none."""
        if not self.is_log:
            heights: Array = numbers / 10.0**self.exponent
            return heights
        with np.errstate(divide="ignore", invalid="ignore"):
            logs: Array = np.log10(numbers)
        logs[~np.isfinite(logs)] = np.nan
        return logs

    def of_one(self, number: float) -> float:
        """Return the height of `number`, NaN where it has none."""
        return float(self.of(np.array([number]))[0]) if math.isfinite(number) else math.nan


def linear(bounds: Range | None, is_symmetric: bool) -> Heights:
    """Return the heights of numbers within `bounds`, from zero or through it."""
    low, high = bounds or (0.0, 1.0)
    largest = max(abs(low), abs(high))
    exponent = math.floor(math.log10(largest)) if largest > LARGEST_DRAWN else 0
    above, below = (
        nice_ceiling(end / 10.0**exponent, FINE) if end > SMALLEST_DRAWN else 0.0 for end in (high, -low)
    )
    if is_symmetric or not above + below:
        above = max(above, below) or 1.0
        below = above if is_symmetric else 0.0
    span = above + below
    return Heights(-below - MARGIN * span, above + HEADROOM * span, exponent)


def logarithmic(bounds: Range | None) -> Heights:
    """Return the heights, on a log axis, of numbers above zero within `bounds`."""
    low, high = bounds or (0.1, 1.0)
    bottom, top = _nice_log(math.log10(low), is_up=False), _nice_log(math.log10(high), is_up=True)
    if top - bottom < _ROUNDING:
        bottom, top = bottom - math.log10(2), top + math.log10(2)
    span = top - bottom
    return Heights(bottom - MARGIN * span, top + HEADROOM * span, is_log=True)


def _nice_log(log: float, is_up: bool) -> float:
    decade = math.floor(log)
    rest = log - decade
    if is_up:
        return decade + min(nice for nice in _NICE_LOGS if nice >= rest - _ROUNDING)
    return decade + max(nice for nice in _NICE_LOGS if nice <= rest + _ROUNDING)


class ValueAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The axis of heights, whose ticks say the numbers."""

    def __init__(self) -> None:
        super().__init__("left")
        self.heights = linear(None, False)
        self.setWidth(px(AXIS_WIDTH_PX))

    def set_heights(self, heights: Heights) -> None:
        """Name the numbers that `heights` stand for."""
        if heights == self.heights:
            return
        self.heights = heights
        self.fit_text()

    def fit_text(self) -> None:
        """Be as wide as the numbers, at the size that text has now."""
        heights = self.heights
        is_wide = heights.exponent or (heights.is_log and max(-heights.bottom, heights.top) >= WIDE_DECADE)
        self.setWidth(px(WIDE_AXIS_WIDTH_PX if is_wide else AXIS_WIDTH_PX))
        self.picture = None
        self.update()

    def boundingRect(self) -> QRectF:
        # Half of the zero hangs below the end of the axis; without room there pyqtgraph leaves it out.
        grown: QRectF = super().boundingRect().adjusted(0, -px(TICK_OVERHANG_PX), 0, px(TICK_OVERHANG_PX))
        return grown

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N803
        if not self.heights.is_log:
            return super().tickValues(minVal, maxVal, size)  # type: ignore[no-any-return]
        return [(1.0, log_ticks(minVal, maxVal, size))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self.heights.is_log:
            return [_power(value) for value in values]
        if self.heights.exponent:
            texts = [f"{value:g}e+{self.heights.exponent}" if value else "0" for value in values]
        else:
            texts = super().tickStrings(values, scale, spacing)
        return [with_minus(text) for text in texts]


def log_ticks(bottom: float, top: float, length_px: float) -> list[float]:
    """Return the heights of a log axis, `length_px` long, to name: as many round ones as have room."""
    least = px(TICK_APART_PX) * (top - bottom) / max(length_px, 1.0)
    ticks: list[float] = []
    for ticks in _candidates(bottom, top):
        if all(after - before >= least for before, after in pairwise(ticks)):
            break
    return ticks


def with_minus(text: str) -> str:
    """Return the number `text` with a minus sign that is as wide as a plus, where it is negative."""
    return f"−{text[1:]}" if text.startswith("-") else text


def _candidates(bottom: float, top: float) -> Iterator[list[float]]:
    first, past = math.floor(bottom), math.ceil(top) + 1
    for mantissas in MANTISSAS:
        if (past - first) * len(mantissas) <= MOST_CANDIDATES:
            ticks = (decade + math.log10(of) for decade in range(first, past) for of in mantissas)
            yield [tick for tick in ticks if bottom <= tick <= top]
    for stride in STRIDES:
        start = -(-math.ceil(bottom) // stride) * stride
        yield [float(tick) for tick in range(start, math.floor(top) + 1, stride)]


def _power(log: float) -> str:
    decade = math.floor(log + _ROUNDING)
    mantissa = float(f"{10 ** (log - decade):.6g}")
    if decade in PLAIN_DECADES:
        return f"{mantissa * 10.0**decade:g}"
    return f"{mantissa:g}e{decade}"
