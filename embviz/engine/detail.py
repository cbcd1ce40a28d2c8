"""Level of detail: what a viewport of a table looks like in a given number of cells."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
import torch
from torch import Tensor

from embviz.core.messages import Array, Tile, Viewport

# Where numpy's reduceat is the faster way: long runs of rows of few numbers, and long runs of columns.
SHORT_RUN = 64
WIDE_ROW = 64


# A table's name, the table, and the viewport of it that is to be drawn.
Draw = Callable[[str, Tensor, Viewport | None], Tile]


def plain_tile(_name: str, table: Tensor, viewport: Viewport | None) -> Tile:
    """Return the tile of a table whose name tells nothing of it."""
    return tensor_tile(table, viewport)


def tensor_tile(table: Tensor, viewport: Viewport | None = None) -> Tile:
    """Return the tile of a torch table: dense or sparse, of any floating dtype.

    float64 stays; the others become float32, which holds every bfloat16 and float16.
    """
    table = table.detach()
    if table.is_sparse:
        return _sparse_tile(table, viewport)
    return tile(array_of(table), viewport)


def tile(table: Array, viewport: Viewport | None = None) -> Tile:
    """Return a copy of `table` (2-D), or of what `viewport` shows of it, reduced by signed extreme.

    Of two values of the same magnitude the positive one is shown, and NaN before any number. A part of the
    viewport that lies outside the table is left out; one that lies wholly outside shows the table's last
    row or column.
    """
    rows, columns = table.shape
    if viewport is None:
        return Tile(_copy(table), (rows, columns), (0, rows), (0, columns))
    row_bounds, column_bounds = bounds_of(viewport, (rows, columns))
    part = table[slice(*row_bounds), slice(*column_bounds)]
    part = reduced(reduced(part, viewport.height, axis=0), viewport.width, axis=1)
    return Tile(_copy(part), (rows, columns), row_bounds, column_bounds)


def mark_changes(now: Tile, before: Tile | None) -> Tile:
    """Return `now` with the cells marked that differ from `before` in any bit.

    A table that was not there before counts as zeros, so that a new gradient marks the rows it touches.
    Where the two show different parts, nothing can be said and nothing is marked.
    """
    if before is None:
        return msgspec.structs.replace(now, changed=now.values != 0)
    if (now.rows, now.columns, now.values.shape) != (before.rows, before.columns, before.values.shape):
        return now
    bits, bits_before = (values.view(f"u{values.itemsize}") for values in (now.values, before.values))
    return msgspec.structs.replace(now, changed=bits != bits_before)


def array_of(table: Tensor) -> Array:
    """Return `table` as numpy has it, in the same memory where it can be."""
    # numpy has no bfloat16.
    is_known = table.dtype in (torch.float32, torch.float64)
    array: Array = (table if is_known else table.float()).cpu().numpy()
    return array


def tile_of_rows(
    shape: tuple[int, int], rows: Array, values: Array, fill: float, viewport: Viewport | None
) -> Tile:
    """Return the tile of a table of `shape` with `values` (n, columns) in its `rows`, which grow but may be
    repeated, and `fill` in all others."""
    row_bounds, column_bounds = (0, shape[0]), (0, shape[1])
    height = shape[0]
    if viewport is not None:
        row_bounds, column_bounds = bounds_of(viewport, shape)
        height = min(viewport.height, row_bounds[1] - row_bounds[0])
        is_inside = (rows >= row_bounds[0]) & (rows < row_bounds[1])
        rows, values = rows[is_inside], values[is_inside, slice(*column_bounds)]
        values = reduced(values, viewport.width, axis=1)
    cells = cells_of(rows, row_bounds, height)
    drawn = np.full((height, values.shape[1]), fill, values.dtype)
    if rows.size:
        # The first of each cell's rows; ufunc.at would take ten times as long.
        first = np.flatnonzero(np.diff(cells, prepend=-1))
        low, high = (extreme.reduceat(values, first) for extreme in (np.minimum, np.maximum))
        at, height_of = cells[first], np.diff(edges_of(row_bounds, height))
        # Cells with other rows too, which have the fill.
        is_part = np.add.reduceat(np.diff(rows, prepend=-1) != 0, first) < height_of[at]
        low[is_part], high[is_part] = np.minimum(low[is_part], fill), np.maximum(high[is_part], fill)
        drawn[at] = np.where(-low > high, low, high)
    return Tile(drawn, shape, row_bounds, column_bounds)


def bounds_of(viewport: Viewport, shape: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return which rows and columns of a table of `shape` `viewport` shows, first and past the last."""
    return (
        _clamp(viewport.row_start, viewport.row_stop, shape[0]),
        _clamp(viewport.column_start, viewport.column_stop, shape[1]),
    )


def cells_of(rows: Array, bounds: tuple[int, int], height: int) -> Array:
    """Return the cell of `height` that messages.span deals each of `rows` to."""
    cells: Array = ((rows - bounds[0] + 1) * height - 1) // max(1, bounds[1] - bounds[0])
    return cells


def edges_of(bounds: tuple[int, int], cells: int) -> Array:
    """Return the first row of each cell, and past the last: those that messages.span deals out."""
    return bounds[0] + np.arange(cells + 1, dtype=np.int64) * (bounds[1] - bounds[0]) // cells


def _sparse_tile(table: Tensor, viewport: Viewport | None) -> Tile:
    # A picture of the rows that are stored and no others: the whole table, dense, may be larger than memory.
    # A copy: .numpy() makes memory fixed, and torch resizes that of a sparse grad to clear it.
    table = table.coalesce().clone()
    stored = table.indices()[0].cpu().numpy()
    return tile_of_rows((table.shape[0], table.shape[1]), stored, array_of(table.values()), 0.0, viewport)


def _clamp(start: int, stop: int | None, size: int) -> tuple[int, int]:
    start = min(start, size - 1)
    return start, min(size, max(start + 1, size if stop is None else stop))


def reduced(part: Array, cells: int, axis: int) -> Array:
    """Return `part` in at most so many `cells` along `axis`, each the signed extreme of what falls on it."""
    size = part.shape[axis]
    if size <= cells:
        return part
    # The same edges as messages.span deals out, so that the window can name the rows behind a cell.
    edges = np.arange(cells + 1, dtype=np.int64) * size // cells
    low, high = _extremes(part, edges, axis)
    # NaN comes through both, and the comparison with it is False: it stays visible.
    return np.where(-low > high, low, high)


def _extremes(part: Array, edges: Array, axis: int) -> tuple[Array, Array]:
    first, last = edges[:-1], edges[1:] - 1
    longest = int((last - first).max()) + 1
    if longest > SHORT_RUN and (axis == 1 or part.shape[1] < WIDE_ROW):
        return np.minimum.reduceat(part, first, axis), np.maximum.reduceat(part, first, axis)
    # numpy reduces each run by itself, which for short runs costs five times as much as all of them at once.
    high = part.take(first, axis)
    low = high.copy()
    for offset in range(1, longest):
        values = part.take(np.minimum(first + offset, last), axis)
        np.maximum(high, values, out=high)
        np.minimum(low, values, out=low)
    return low, high


def _copy(values: Array) -> Array:
    # A view would change under the reader with the next step.
    return np.array(values, dtype=values.dtype, order="C")
