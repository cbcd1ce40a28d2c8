"""Blocks: a table worked through a few rows at a time, so that it is never in memory twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import torch
from torch import Tensor

# How far a work has come, from 0 to 1. It is told often, and may raise: then the work ends there.
Progress = Callable[[float], object]

# What fits a core's cache; another device has a start to make for each block.
CPU_BLOCK_BYTES = 1 << 20
DEVICE_BLOCK_BYTES = 1 << 26


def quiet(_done: float) -> None:
    """Tell nobody."""


def part_of(progress: Progress, first: float, last: float) -> Progress:
    """Return what tells `progress` of a part of the work, from `first` to `last` of the whole."""
    return partial(_tell_part, progress, first, last)


def _tell_part(progress: Progress, first: float, last: float, done: float) -> None:
    progress(first + (last - first) * done)


def blocks(
    table: Tensor, rows: Tensor | None = None, progress: Progress = quiet, height: int = 0
) -> Iterator[tuple[slice, Tensor]]:
    """Give the rows of `table`, (rows, dim), or those that `rows` (int64, 1-D, on its device) picks, in
    blocks of `height` rows, 0 for as many as fit: each with the places it has among them. A block may be the
    table's own memory."""
    table = table.detach()
    count = table.shape[0] if rows is None else rows.shape[0]
    height = height or block_height(table)
    for first in range(0, count, height):
        progress(first / count)
        part = slice(first, min(first + height, count))
        yield part, table[part] if rows is None else table.index_select(0, rows[part])
    progress(1.0)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Let torch use so many threads.

    At the end of each small piece of work several wait for each other, which takes many times as long as the
    work where the cores have other things to do, such as painting: for such pieces it is to be one.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def block_height(table: Tensor) -> int:
    """Return how many rows of `table` a block has."""
    block_bytes = CPU_BLOCK_BYTES if table.device.type == "cpu" else DEVICE_BLOCK_BYTES
    return max(1, block_bytes // max(1, table.shape[1] * table.element_size()))


def widened(block: Tensor) -> Tensor:
    """Return float32 for the narrower dtypes, in which a sum of squares soon has no room or no digits."""
    return block if block.dtype in (torch.float32, torch.float64) else block.float()


def exact(block: Tensor) -> Tensor:
    """Return the numbers in float64; on the CPU, since not every device has it."""
    return block.to("cpu", torch.float64) if block.device.type == "mps" else block.double()
