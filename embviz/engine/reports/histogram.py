"""Histograms of tables of any size: the numbers counted once by their leading bits, then put into bins.

A number's sign, its exponent and the 7 digits after the leading one are its *cell*. The edges of the bins are
whole multiples of a power of two, or of 3 times one, by at most 45: these have 8 digits at most, so that each
is the border of two cells, and no cell falls into two bins. So the counts are exact, whatever the edges, and
those of rows that have changed can be taken out and put in again.
"""

from __future__ import annotations

import math
from itertools import count
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from embviz.core.messages import Array
from embviz.core.reports import Histogram
from embviz.engine.reports.blocks import Progress, blocks, quiet

# So many bins there are at most on either side of zero, and 30 at least: the widths are close enough.
MOST_BINS_A_SIDE = 45
# Of a table without a number but 0.
NO_WIDTH = 1 / 32


class _Bits(NamedTuple):
    """How a number becomes its cell: as a whole number of `kind`, of so many `bits`, without the last
    `shift` ones."""

    kind: torch.dtype
    bits: int
    shift: int

    @property
    def half(self) -> int:
        """How many cells there are for either sign: as whole numbers the negative ones come first."""
        return 1 << (self.bits - self.shift - 1)


BITS = {
    torch.float64: _Bits(torch.int64, 64, 45),
    torch.float32: _Bits(torch.int32, 32, 16),
    torch.float16: _Bits(torch.int16, 16, 0),
    torch.bfloat16: _Bits(torch.int16, 16, 0),
}


class Cells:
    """How many numbers of one dtype are in each cell, but for zeros, which are counted apart."""

    def __init__(self, dtype: torch.dtype) -> None:
        self._dtype, self._half = dtype, BITS[dtype].half
        self._counts = np.zeros(2 * self._half, dtype=np.int64)
        self._zeros = 0

    def add(self, table: Tensor, rows: Tensor | None = None, progress: Progress = quiet) -> None:
        """Count the numbers of `table`, (rows, dim), or of the rows that `rows` picks."""
        for _, block in blocks(table, rows, progress):
            found = self._found(block)
            # Zeros share their cells with the very smallest numbers.
            if found[0] or found[self._half]:
                zeros = block == 0
                negative = int((zeros & block.signbit()).sum())
                positive = int(zeros.sum()) - negative
                found[0] -= negative
                found[self._half] -= positive
                self._zeros += positive + negative
            self._counts += found

    def add_zeros(self, zeros: int) -> None:
        """Count so many zeros that need not be looked at."""
        self._zeros += zeros

    def __add__(self, other: Cells) -> Cells:
        return self._with(other, 1)

    def __sub__(self, other: Cells) -> Cells:
        return self._with(other, -1)

    def histogram(self) -> Histogram:
        """Return the histogram, with as many bins below zero as above, 60 to 90 in all.

        A number on an edge is in the bin that is farther from zero.
        """
        # Of its numbers, the one that is nearest to zero.
        inner = _inner(self._dtype)
        halves = self._counts.reshape(2, -1)
        finite = np.isfinite(inner)
        used = finite & halves.any(axis=0)
        width = _width(float(inner[used].max(initial=0.0)), least=2 * float(inner[1]))
        places = (inner[used] // width).astype(np.int64)
        side = int(places.max(initial=round(1 / NO_WIDTH) - 1)) + 1
        below, above = (np.bincount(places, half[used], side) for half in halves)
        return Histogram(
            edges=_edges(width, side),
            counts=np.concatenate([below[::-1], above]).astype(np.int64),
            not_finite=int(halves[:, ~finite].sum()),
            zeros=self._zeros,
        )

    def _found(self, block: Tensor) -> Array:
        kind, _, shift = BITS[self._dtype]
        places = block.contiguous().view(kind).flatten() >> shift
        if kind == torch.int16:
            # It has no room for as many cells.
            places = places.int()
        found: Array = torch.bincount(places.add_(self._half), minlength=2 * self._half).cpu().numpy()
        return found

    def _with(self, other: Cells, sign: int) -> Cells:
        both = Cells(self._dtype)
        both._counts = self._counts + sign * other._counts
        both._zeros = self._zeros + sign * other._zeros
        return both


def _inner(dtype: torch.dtype) -> Array:
    kind, _, shift = BITS[dtype]
    whole = torch.arange(BITS[dtype].half, dtype=torch.int64) << shift
    inner: Array = whole.to(kind).view(dtype).double().numpy()
    return inner


def _width(largest: float, least: float) -> float:
    """Return the least width by which no number reaches past the bins."""
    if largest == 0:
        return NO_WIDTH
    first = math.frexp(largest / MOST_BINS_A_SIDE)[1] - 1
    widths = (math.ldexp(part, first + octave) for octave in count() for part in (1.0, 1.5))
    return next(width for width in widths if width >= least and largest // width < MOST_BINS_A_SIDE)


def _edges(width: float, side: int) -> Array:
    largest = np.finfo(np.float64).max
    with np.errstate(over="ignore"):
        edges: Array = np.clip(np.arange(-side, side + 1) * width, -largest, largest)
    return edges
