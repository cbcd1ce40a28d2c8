"""Pyramid: a tall table in coarser and coarser levels: any part of it is drawn in a few milliseconds.

Each level has one row for 32 of the level below, reduced by signed extreme: the number of largest
magnitude, with its sign; of two the positive one, and NaN before any number. The extreme of extremes is that
of all the numbers below, so that a cell of any height is put together from whole blocks and the rows at its
two ends. All levels together take a thirtieth of the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor

BLOCK = 32
# A level of so few rows needs none above it.
SMALLEST_LEVEL = 1024
# So many rows are reduced at once, a multiple of BLOCK: what they need in between stays in the cache.
ROWS_AT_ONCE = 1 << 12


class Pyramid:
    """The levels above `table`, which lies where it lies in memory and is to be told of with `update`.

    `tell` hears how far it has come, from 0 to 1, and may raise.
    """

    def __init__(self, table: Tensor, tell: Callable[[float], object] = lambda _done: None) -> None:
        self._levels = [table]
        while self._levels[-1].shape[0] > SMALLEST_LEVEL:
            self._levels.append(_reduced_whole(self._levels[-1], tell))

    def update(self, rows: Iterable[int]) -> None:
        """Take in that `rows` of the table have changed."""
        at = torch.tensor(sorted(set(rows)), dtype=torch.int64, device=self._levels[0].device)
        for below, level in zip(self._levels, self._levels[1:], strict=False):
            at = torch.unique_consecutive(at // BLOCK)
            level[at] = _of_blocks(below, at, slice(None))

    def cells(self, first: Tensor, past: Tensor, columns: slice) -> Tensor:
        """Return the signed extreme of the rows from each of `first` (int64) to its `past`, (n, columns)."""
        return _cells(self._levels, first, past, columns)


def extreme(low: Tensor, high: Tensor) -> Tensor:
    """Return the one of larger magnitude of the least and the largest of the same numbers."""
    # NaN comes through both, and the comparison with it is False: it stays.
    return torch.where(-low > high, low, high)


def _cells(levels: list[Tensor], first: Tensor, past: Tensor, columns: slice) -> Tensor:
    table = levels[0]
    longest = int((past - first).max())
    if longest <= 2 * BLOCK or len(levels) == 1:
        return _of_runs(table, first, past, longest, columns)
    # The whole blocks inside, and what is left of the two at the ends.
    from_block, to_block = -(-first // BLOCK), past // BLOCK
    head, tail = torch.minimum(from_block * BLOCK, past), torch.maximum(to_block * BLOCK, first)
    ends = [_of_runs(table, first, head, BLOCK, columns), _of_runs(table, tail, past, BLOCK, columns)]
    is_inside = to_block > from_block
    from_block, to_block = torch.where(is_inside, from_block, 0), torch.where(is_inside, to_block, 1)
    inner = _cells(levels[1:], from_block, to_block, columns)
    inner[~is_inside] = 0
    return _of_stack(torch.stack([*ends, inner]))


def _of_runs(table: Tensor, first: Tensor, past: Tensor, longest: int, columns: slice) -> Tensor:
    """Return the extreme of the rows of each run, none of which is longer than `longest`; 0 for no row."""
    # Not all at once: what that takes in between is more than what comes out.
    count = max(1, ROWS_AT_ONCE // max(longest, 1))
    parts = zip(torch.split(first, count), torch.split(past, count), strict=True)
    return torch.cat([_of_few_runs(table, *ends, longest, columns) for ends in parts])


def _of_few_runs(table: Tensor, first: Tensor, past: Tensor, longest: int, columns: slice) -> Tensor:
    steps = torch.arange(max(longest, 1), device=table.device)
    # A run that is shorter has its last row over and over.
    rows = torch.minimum(first.unsqueeze(1) + steps, (past - 1).unsqueeze(1)).clamp_(0, table.shape[0] - 1)
    # Not table[rows], which takes torch a thousand times as long for a few rows.
    part = table[:, columns].index_select(0, rows.flatten())
    part = part.view(*rows.shape, part.shape[1])
    found = extreme(part.amin(dim=1), part.amax(dim=1))
    found[past <= first] = 0
    return found


def _of_blocks(table: Tensor, blocks: Tensor, columns: slice) -> Tensor:
    first = blocks * BLOCK
    return _of_runs(table, first, (first + BLOCK).clamp(max=table.shape[0]), BLOCK, columns)


def _of_stack(stack: Tensor) -> Tensor:
    return extreme(stack.amin(dim=0), stack.amax(dim=0))


def _reduced_whole(table: Tensor, tell: Callable[[float], object]) -> Tensor:
    rows, dim = table.shape
    level = torch.empty(-(-rows // BLOCK), dim, dtype=table.dtype, device=table.device)
    whole = rows // BLOCK * BLOCK
    for start in range(0, whole, ROWS_AT_ONCE):
        tell(start / rows)
        stop = min(start + ROWS_AT_ONCE, whole)
        part = table[start:stop].view(-1, BLOCK, dim)
        level[start // BLOCK : stop // BLOCK] = extreme(part.amin(dim=1), part.amax(dim=1))
    if whole < rows:
        level[-1] = extreme(table[whole:].amin(dim=0), table[whole:].amax(dim=0))
    return level
