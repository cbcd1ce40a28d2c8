"""From numbers to colours: a scale centred on zero, and marks for what is no number."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from embviz.core.messages import Array
from embviz.core.numbers import nice_ceiling

# Odd, so that zero has a colour of its own in the middle.
LEVELS = 255
SHRINK_BELOW = 0.25
SMALLEST_SINGLE, LARGEST_SINGLE = 1e-37, 1e38
NAN_COLOUR = "#e0a100"
PLUS_INF_COLOUR = "#d6008f"
MINUS_INF_COLOUR = "#00a3a3"
# Relative luminance at which black and white stand off equally (WCAG 2, contrast ratio).
EQUAL_CONTRAST_LUMINANCE = 0.179


@cache
def colour_table(name: str) -> Array:
    """Return pyqtgraph's colour map `name` as LEVELS colours, uint32 0xAARRGGBB."""
    rgb = pg.colormap.get(name).getLookupTable(nPts=LEVELS, alpha=False).astype(np.uint32)
    table: Array = 0xFF000000 | rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2]
    return table


def colours(values: Array, limit: float, table: Array) -> Array:
    """Return the colour (uint32 0xAARRGGBB) of each of `values` on the scale from -limit to +limit."""
    # float32 takes half the time, where it holds the limit.
    is_single = values.dtype == np.float32 and SMALLEST_SINGLE < limit < LARGEST_SINGLE
    # Beside a limit near zero, a number may be too large for the quotient.
    with np.errstate(over="ignore"):
        share = np.divide(values, limit, dtype=np.float32 if is_single else np.float64)
    # Unlike clip, these leave no NaN, which would be no index.
    np.fmax(np.fmin(share, 1, out=share), -1, out=share)
    share *= LEVELS // 2
    share += LEVELS / 2
    painted: Array = table.take(share.astype(np.uint8))
    if not np.isfinite(values).all():
        painted[np.isnan(values)] = QColor(NAN_COLOUR).rgb()
        painted[np.isposinf(values)] = QColor(PLUS_INF_COLOUR).rgb()
        painted[np.isneginf(values)] = QColor(MINUS_INF_COLOUR).rgb()
    return painted


@cache
def ink_on(colour: int) -> str:
    """Return black or white, whichever reads better on `colour` (0xAARRGGBB)."""
    channels = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if luminance > EQUAL_CONTRAST_LUMINANCE else "#ffffff"


class Scale:
    """The limit of a colour scale: grows at once, shrinks only when the numbers are far below it.

    A scale that follows every frame makes a standing number change its colour.
    """

    def __init__(self) -> None:
        self.limit = 1.0
        self._run: int | None = None

    def follow(self, values: Array, run: int) -> None:
        """Take in the numbers of one frame; a new run starts a new scale."""
        largest = _largest(values)
        if largest == 0.0:
            if run != self._run:
                self.limit, self._run = 1.0, run
            return
        if run != self._run or largest > self.limit or largest < SHRINK_BELOW * self.limit:
            # The next nice number above the largest of float64 is infinite.
            nice = nice_ceiling(largest)
            self.limit, self._run = nice if np.isfinite(nice) else largest, run


def _largest(values: Array) -> float:
    """Return the largest magnitude of the finite ones among `values`, 0 where there are none."""
    if not values.size:
        return 0.0
    largest = max(float(values.max()), -float(values.min()))
    if np.isfinite(largest):
        return largest
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0
