"""Series: a curve of any length that costs the same to draw from a thousand points to a million."""

from __future__ import annotations

import numpy as np

from embviz.core.messages import Array

BUCKETS = 512
FIRST_CAPACITY = 4096


class Series:
    """One number a step, and the least and greatest of each of at most 2 x BUCKETS runs of steps.

    A whole long curve is drawn from the runs, which are kept up to date as numbers come; a part of it
    from the numbers. Steps that were never told are NaN and leave a gap, as what is not finite does. A log
    axis has no room for what is not above zero either: of each run the least number above zero is kept too.
    """

    def __init__(self) -> None:
        self._numbers: Array = np.empty(FIRST_CAPACITY)
        self._ends = _unknown()
        self._width = 1
        self.size = 0

    @property
    def numbers(self) -> Array:
        """The number of each step from 0, float64; a view that is good until the next `merge`."""
        return self._numbers[: self.size]

    def bounds(self, only_positive: bool = False) -> tuple[float, float] | None:
        """Return the least and the greatest finite number, or of those above zero; None where none is."""
        used = -(-self.size // self._width)
        lows, highs = self._buckets(0, used, only_positive)
        if not used or np.isnan(lows).all():
            return None
        return float(np.nanmin(lows)), float(np.nanmax(highs))

    def merge(self, steps: Array, numbers: Array) -> None:
        """Take in `numbers` (float64) at `steps` (int64); what was known of these steps is replaced."""
        if not steps.size:
            return
        first, past = int(steps.min()), int(steps.max()) + 1
        self._reserve(past)
        self._numbers[self.size : past] = np.nan
        self._numbers[steps] = numbers
        self.size = max(self.size, past)
        while self.size > 2 * BUCKETS * self._width:
            self._widen()
        self._summarise(first, past)

    def points(self, start: int, stop: int, only_positive: bool = False) -> tuple[Array, Array]:
        """Return what to draw of the steps from `start` to `stop`: steps and numbers, float64.

        Every step where they are few; else the least and greatest of each run of steps. With `only_positive`
        what is not above zero is left out, as if it were not finite.
        """
        start = max(start, 0)
        stop = max(min(stop, self.size), start)
        if stop - start <= 2 * BUCKETS:
            numbers = _drawable(self._numbers[start:stop], only_positive)
            return np.arange(start, stop, dtype=np.float64), numbers
        if stop - start >= BUCKETS * self._width:
            first, past = start // self._width, -(-stop // self._width)
            lows, highs = self._buckets(first, past, only_positive)
            return _zigzag(lows, highs, first * self._width, self._width)
        width = -(-(stop - start) // BUCKETS)
        lows, highs = _extremes(_drawable(self._numbers[start:stop], only_positive), width)
        return _zigzag(lows, highs, start, width)

    def _reserve(self, size: int) -> None:
        if size > self._numbers.size:
            # Room to grow, from the first time on: the next burst is not to pay for a copy of all before it.
            grown = np.empty(2 * size)
            grown[: self.size] = self.numbers
            self._numbers = grown

    def _buckets(self, first: int, past: int, only_positive: bool) -> tuple[Array, Array]:
        lows, highs, leasts = self._ends[:, first:past]
        if not only_positive:
            return lows, highs
        return leasts, np.where(highs > 0, highs, np.nan)

    def _widen(self) -> None:
        lows, highs, leasts = self._ends
        ends = _unknown()
        ends[0, :BUCKETS] = np.fmin(lows[::2], lows[1::2])
        ends[1, :BUCKETS] = np.fmax(highs[::2], highs[1::2])
        ends[2, :BUCKETS] = np.fmin(leasts[::2], leasts[1::2])
        self._ends = ends
        self._width *= 2

    def _summarise(self, first: int, past: int) -> None:
        bucket, end = first // self._width, -(-past // self._width)
        part = _drawable(self._numbers[bucket * self._width : min(end * self._width, self.size)], False)
        self._ends[0, bucket:end], self._ends[1, bucket:end] = _extremes(part, self._width)
        self._ends[2, bucket:end], _ = _extremes(_drawable(part, True), self._width)


def turning_points(numbers: Array) -> Array:
    """Return where in `numbers` (1-D) the direction changes, as indices; of numbers alike it is the last.

    There is no direction across what is not finite.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        ways = np.sign(np.diff(numbers))
    moved = np.flatnonzero(ways)
    turned: Array = moved[1:][ways[moved[1:]] * ways[moved[:-1]] < 0]
    return turned


def _unknown() -> Array:
    return np.full((3, 2 * BUCKETS), np.nan)


def _drawable(numbers: Array, only_positive: bool) -> Array:
    is_drawable = np.isfinite(numbers)
    if only_positive:
        is_drawable &= numbers > 0
    drawable: Array = np.where(is_drawable, numbers, np.nan)
    return drawable


def _extremes(numbers: Array, width: int) -> tuple[Array, Array]:
    edges = np.arange(0, numbers.size, width)
    return np.fmin.reduceat(numbers, edges), np.fmax.reduceat(numbers, edges)


def _zigzag(lows: Array, highs: Array, start: int, width: int) -> tuple[Array, Array]:
    steps = start + width * np.arange(lows.size, dtype=np.float64)
    ends = np.stack([lows, highs], axis=1)
    # Up one run and down the next: a line back across the band at each run costs half as much again.
    ends[1::2] = ends[1::2, ::-1]
    return np.repeat(steps, 2), ends.ravel()
