"""Series: a curve of any length that costs the same to draw from a thousand points to a million."""

from __future__ import annotations

import numpy as np

from embviz.core.messages import Array

BUCKETS = 512
FIRST_CAPACITY = 4096


class Series:
    """One number a step, and the least and greatest of each of at most 2 x BUCKETS runs of steps.

    A whole long curve is drawn from the runs, which are kept up to date as numbers come; a part of it
    from the numbers. Steps that were never told are NaN and leave a gap, as what is not finite does.
    """

    def __init__(self) -> None:
        self._numbers: Array = np.full(FIRST_CAPACITY, np.nan)
        self._lows: Array = np.full(2 * BUCKETS, np.nan)
        self._highs: Array = np.full(2 * BUCKETS, np.nan)
        self._width = 1
        self.size = 0

    @property
    def numbers(self) -> Array:
        """The number of each step from 0, float64; a view that is good until the next `merge`."""
        return self._numbers[: self.size]

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The least and the greatest finite number, None where there is none."""
        used = -(-self.size // self._width)
        lows, highs = self._lows[:used], self._highs[:used]
        if not used or np.isnan(lows).all():
            return None
        return float(np.nanmin(lows)), float(np.nanmax(highs))

    def merge(self, steps: Array, numbers: Array) -> None:
        """Take in `numbers` (float64) at `steps` (int64); what was known of these steps is replaced."""
        if not steps.size:
            return
        first, past = int(steps.min()), int(steps.max()) + 1
        self._reserve(past)
        self._numbers[steps] = numbers
        self.size = max(self.size, past)
        if self.size > 2 * BUCKETS * self._width:
            while self.size > 2 * BUCKETS * self._width:
                self._width *= 2
            self._lows[:] = self._highs[:] = np.nan
            first, past = 0, self.size
        self._summarise(first, past)

    def points(self, start: int, stop: int) -> tuple[Array, Array]:
        """Return what to draw of the steps from `start` to `stop`: steps and numbers, float64.

        Every step where they are few; else the least and greatest of each run of steps.
        """
        start = max(start, 0)
        stop = max(min(stop, self.size), start)
        if stop - start <= 2 * BUCKETS:
            return np.arange(start, stop, dtype=np.float64), _finite(self._numbers[start:stop])
        if stop - start >= BUCKETS * self._width:
            first, past = start // self._width, -(-stop // self._width)
            return self._zigzag(
                self._lows[first:past], self._highs[first:past], first * self._width, self._width
            )
        width = -(-(stop - start) // BUCKETS)
        lows, highs = _extremes(self._numbers[start:stop], width)
        return self._zigzag(lows, highs, start, width)

    def _reserve(self, size: int) -> None:
        if size > self._numbers.size:
            grown = np.full(max(size, 2 * self._numbers.size), np.nan)
            grown[: self.size] = self.numbers
            self._numbers = grown

    def _summarise(self, first: int, past: int) -> None:
        bucket, end = first // self._width, -(-past // self._width)
        part = self._numbers[bucket * self._width : min(end * self._width, self.size)]
        self._lows[bucket:end], self._highs[bucket:end] = _extremes(part, self._width)

    @staticmethod
    def _zigzag(lows: Array, highs: Array, start: int, width: int) -> tuple[Array, Array]:
        steps = start + width * np.arange(lows.size, dtype=np.float64)
        ends = np.stack([lows, highs], axis=1)
        # Up one run and down the next: a line back across the band at each run costs half as much again.
        ends[1::2] = ends[1::2, ::-1]
        return np.repeat(steps, 2), ends.ravel()


def _finite(numbers: Array) -> Array:
    finite: Array = np.where(np.isfinite(numbers), numbers, np.nan)
    return finite


def _extremes(numbers: Array, width: int) -> tuple[Array, Array]:
    finite = _finite(numbers)
    edges = np.arange(0, finite.size, width)
    return np.fmin.reduceat(finite, edges), np.fmax.reduceat(finite, edges)
