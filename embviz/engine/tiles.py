"""Tiles: pictures of large tables of which few rows have ever changed: the cells of these are made anew."""

from __future__ import annotations

import msgspec
from torch import Tensor

from embviz.core.messages import Array, Tile, Viewport
from embviz.engine.detail import tensor_tile
from embviz.engine.past.history import History

# A smaller table is drawn at once.
LARGE_CELLS = 1_000_000


class Tiles:
    """Draws the tables of one run. Each large one is drawn once; then only the rows that `history` says can
    differ from those of the run's start, which are the same in every moment otherwise."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._drawn: dict[tuple[str, Viewport], Tile] = {}
        # Those that differed at any moment that was drawn: at another one they may be as at the start.
        self._rows: set[int] = set()

    def tile(self, name: str, table: Tensor, viewport: Viewport | None) -> Tile:
        """Return what `tensor_tile(table, viewport)` does; `name` tells the run's tables apart."""
        rows = self._history.rows
        if viewport is None or rows is None or table.is_sparse or table.numel() < LARGE_CELLS:
            return tensor_tile(table, viewport)
        self._rows.update(rows)
        drawn = self._drawn.get((name, viewport))
        if drawn is None:
            drawn = self._drawn[name, viewport] = tensor_tile(table, viewport)
            return drawn
        values = drawn.values.copy()
        for cell in _touched(drawn, self._rows):
            values[cell] = _row_of_cells(table, drawn, viewport, cell)
        return msgspec.structs.replace(drawn, values=values)


def _touched(tile: Tile, rows: set[int]) -> set[int]:
    """Return which rows of the tile show one of `rows`."""
    first, last = tile.rows
    height = tile.values.shape[0]
    # The cell that messages.span deals each row to.
    return {((row - first + 1) * height - 1) // (last - first) for row in rows if first <= row < last}


def _row_of_cells(table: Tensor, tile: Tile, viewport: Viewport, cell: int) -> Array:
    start, stop = tile.row_span(cell)
    part = msgspec.structs.replace(viewport, height=1, row_start=start, row_stop=stop)
    values: Array = tensor_tile(table, part).values[0]
    return values
