"""Tiles: pictures of large tables: what cannot have changed since they were drawn last is not looked at."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
import torch
from torch import Tensor

from embviz.core.messages import Array, Tile, Viewport
from embviz.engine import detail
from embviz.engine.detail import array_of, tensor_tile, tile_of_rows
from embviz.engine.past.history import History
from embviz.engine.pyramid import Pyramid

# A smaller table is drawn at once.
LARGE_CELLS = 1_000_000
# The part on screen, the whole beside it, and what was on screen before.
MOST_DRAWN = 8


class Tiles:
    """Draws the tables of one run on their device, from which only the picture comes.

    Of a large weight a pyramid is kept, and each picture of it: only the rows that `history` says can differ
    from those of the run's start are looked at again. A large dense grad or table of the optimizer has its
    own number in these rows and one and the same in all others. `tell` hears how far a pyramid is.
    """

    def __init__(self, history: History, tell: Callable[[float], object] = lambda _done: None) -> None:
        self._history = history
        self._tell = tell
        self._drawn: dict[Viewport, Tile] = {}
        self._pyramid: Pyramid | None = None
        # Those that differed at any moment that was drawn: at another one they may be as at the start.
        self._rows: set[int] = set()

    def tile(self, name: str, table: Tensor, viewport: Viewport | None) -> Tile:
        """Return what `tensor_tile(table, viewport)` does; `name` tells the run's tables apart."""
        is_small = table.numel() < LARGE_CELLS and table.device.type == "cpu"
        if viewport is None or table.is_sparse or is_small:
            return tensor_tile(table, viewport)
        rows, table = self._history.rows, table.detach()
        if rows is None:
            return self._moved(table, viewport)
        return self._weight(table, viewport) if name == "weight" else _over_fill(table, rows, viewport)

    def _moved(self, table: Tensor, viewport: Viewport) -> Tile:
        # Every row may be another by now.
        self._pyramid, self._drawn = None, {}
        if table.device.type == "cpu":
            return tensor_tile(table, viewport)
        return _tile(Pyramid(table), table, viewport)

    def _weight(self, table: Tensor, viewport: Viewport) -> Tile:
        self._rows.update(self._history.rows or ())
        if self._pyramid is None:
            self._pyramid = Pyramid(table, self._tell)
        else:
            self._pyramid.update(self._rows)
        drawn = self._drawn.get(viewport)
        if drawn is None:
            drawn = _tile(self._pyramid, table, viewport)
            if len(self._drawn) >= MOST_DRAWN:
                self._drawn.clear()
            self._drawn[viewport] = drawn
            return drawn
        return self._touched_up(drawn, table, viewport)

    def _touched_up(self, drawn: Tile, table: Tensor, viewport: Viewport) -> Tile:
        first, past = drawn.rows
        rows = np.array([row for row in self._rows if first <= row < past], dtype=np.int64)
        if not rows.size:
            return drawn
        assert self._pyramid is not None
        values = drawn.values.copy()
        height = values.shape[0]
        cells = np.unique(detail.cells_of(rows, drawn.rows, height))
        edges = detail.edges_of(drawn.rows, height)
        ends = edges[cells], edges[cells + 1]
        values[cells] = _cells(self._pyramid, ends, table, drawn.columns, viewport)
        return msgspec.structs.replace(drawn, values=values)


def _tile(pyramid: Pyramid, table: Tensor, viewport: Viewport) -> Tile:
    shape = (table.shape[0], table.shape[1])
    rows, columns = detail.bounds_of(viewport, shape)
    edges = detail.edges_of(rows, min(viewport.height, rows[1] - rows[0]))
    return Tile(_cells(pyramid, (edges[:-1], edges[1:]), table, columns, viewport), shape, rows, columns)


def _cells(
    pyramid: Pyramid, ends: tuple[Array, Array], table: Tensor, columns: tuple[int, int], viewport: Viewport
) -> Array:
    first, past = (torch.from_numpy(end).to(table.device) for end in ends)
    cells = pyramid.cells(first, past, slice(*columns))
    return detail.reduced(array_of(cells), viewport.width, axis=1)


def _over_fill(table: Tensor, rows: tuple[int, ...], viewport: Viewport) -> Tile:
    shape = (table.shape[0], table.shape[1])
    outside = next(row for row in range(shape[0]) if row >= len(rows) or rows[row] != row)
    fill = table[outside, 0].item()
    values = array_of(table.index_select(0, torch.tensor(rows, dtype=torch.int64, device=table.device)))
    return tile_of_rows(shape, np.array(rows, dtype=np.int64), values, fill, viewport)
