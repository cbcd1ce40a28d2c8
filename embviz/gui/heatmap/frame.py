"""Frame: where the cells of a tile lie, while the lens looks at its part of the table or at another."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF

from embviz.core.messages import Array, Tile, span
from embviz.gui.heatmap.lens import Span
from embviz.gui.heatmap.paint import Grid

CellPlace = tuple[int, int]


class Frame:
    """A `tile` in the box `area`, in which `rows` and `columns` of the table are looked at.

    It is settled where the tile shows just these. Until the engine has sent such a tile, what the old one has
    of them is shown where it belongs. `grid` has its cells, from the cell `first` on, where each is one cell
    of the table or the frame is settled; else it is None.
    """

    def __init__(self, tile: Tile, area: QRect, rows: Span, columns: Span) -> None:
        self.tile, self.area = tile, area
        self.rows, self.columns = rows, columns
        self.is_settled = (rows, columns) == (tile.rows, tile.columns)
        self.first: CellPlace = (0, 0)
        self.grid: Grid | None = None
        if self.is_settled:
            self.grid = Grid(area, *tile.values.shape)
        elif not is_reduced(tile):
            self.grid = self._common_grid()

    @property
    def cells(self) -> tuple[slice, slice]:
        """Which cells of the tile the grid has."""
        assert self.grid is not None
        row, column = self.first
        return slice(row, row + self.grid.rows), slice(column, column + self.grid.columns)

    def place_at(self, point: QPointF) -> CellPlace | None:
        """Return the first row and column of the cell under `point`, None where there is none."""
        cell = None if self.grid is None else self.grid.cell_at(point)
        if cell is None:
            return None
        row, column = cell[0] + self.first[0], cell[1] + self.first[1]
        return self.tile.row_span(row)[0], self.tile.column_span(column)[0]

    def cell_of(self, place: CellPlace) -> CellPlace | None:
        """Return the tile's cell that shows `place`, None where none does."""
        tile = self.tile
        row = cell_in(tile.rows, tile.values.shape[0], place[0])
        column = cell_in(tile.columns, tile.values.shape[1], place[1])
        return None if row is None or column is None else (row, column)

    def spans_of(self, place: CellPlace) -> tuple[Span, Span] | None:
        """Return the rows and the columns of the table that the cell shows in which `place` is, or None."""
        cell = self.cell_of(place)
        return None if cell is None else (self.tile.row_span(cell[0]), self.tile.column_span(cell[1]))

    def is_alone(self, place: CellPlace) -> bool:
        """True where the cell that shows `place` shows no other."""
        spans = self.spans_of(place)
        return spans is not None and all(past - first == 1 for first, past in spans)

    def box_of(self, place: CellPlace) -> QRectF | None:
        """Return the ground of the cell that shows `place`, None where it is not in the grid."""
        cell = self.cell_of(place)
        if cell is None or self.grid is None:
            return None
        row, column = cell[0] - self.first[0], cell[1] - self.first[1]
        is_inside = 0 <= row < self.grid.rows and 0 <= column < self.grid.columns
        return self.grid.cell(row, column) if is_inside else None

    def rows_of(self, rows: Iterable[int]) -> Array:
        """Return a mask of the grid's rows: those that show any of the table's `rows`."""
        assert self.grid is not None
        mask = np.zeros(self.grid.rows, np.bool_)
        for row in rows:
            cell = cell_in(self.tile.rows, self.tile.values.shape[0], row)
            if cell is not None and 0 <= cell - self.first[0] < self.grid.rows:
                mask[cell - self.first[0]] = True
        return mask

    def beside(self, place: CellPlace | None, down: int, right: int, *, is_bounded: bool) -> CellPlace:
        """Return where the cell begins that is so many cells from the one at `place`, at most one each way.

        It stays within the table, or within the tile where it `is_bounded`. Where no cell in view shows
        `place`, it is the first in view.
        """
        rows, columns = self.rows, self.columns
        if place is None or not (rows[0] <= place[0] < rows[1] and columns[0] <= place[1] < columns[1]):
            return rows[0], columns[0]
        tile = self.tile
        ends = (tile.rows, tile.columns) if is_bounded else ((0, tile.shape[0]), (0, tile.shape[1]))
        row_unit, column_unit = (
            max(1, (past - first) // max(1, pixels))
            for (first, past), pixels in ((rows, self.area.height()), (columns, self.area.width()))
        )
        return (
            _beside(place[0], down, tile.rows, tile.values.shape[0], ends[0], row_unit),
            _beside(place[1], right, tile.columns, tile.values.shape[1], ends[1], column_unit),
        )

    def point_of(self, point: QPointF) -> tuple[float, float]:
        """Return the row and column at `point`, with the share of them that lies before it."""
        down = (point.y() - self.area.top()) / self.area.height()
        right = (point.x() - self.area.left()) / self.area.width()
        return tuple(  # type: ignore[return-value]
            first + min(max(share, 0.0), 1.0) * (past - first)
            for share, (first, past) in ((down, self.rows), (right, self.columns))
        )

    def stretched(self, painted: Array, ground: int) -> Array:
        """Return the colours of `painted`, the tile's, for each pixel of the area, elsewhere `ground`."""
        tile, rows, columns = self.tile, *painted.shape
        down, has_row = _cells_at(self.rows, self.area.height(), tile.rows, rows)
        right, has_column = _cells_at(self.columns, self.area.width(), tile.columns, columns)
        shown = painted[down[:, None], right]
        shown[~has_row] = ground
        shown[:, ~has_column] = ground
        return shown

    def _common_grid(self) -> Grid | None:
        """Return the grid of those of the tile's cells that are looked at; None where there are none."""
        whole = Grid(self.area, self.rows[1] - self.rows[0], self.columns[1] - self.columns[0])
        (top, bottom), (left, right) = (
            (max(shown[0], looked[0]), min(shown[1], looked[1]))
            for shown, looked in ((self.tile.rows, self.rows), (self.tile.columns, self.columns))
        )
        if top >= bottom or left >= right:
            return None
        self.first = (top - self.tile.rows[0], left - self.tile.columns[0])
        x, y = whole.left(left - self.columns[0]), whole.top(top - self.rows[0])
        width = whole.left(right - self.columns[0]) - x
        height = whole.top(bottom - self.rows[0]) - y
        if not width or not height:
            return None
        return Grid(QRect(x, y, width, height), bottom - top, right - left)


def is_reduced(tile: Tile) -> bool:
    """Return whether a cell of `tile` may stand for more than one of the table."""
    sizes = zip(tile.values.shape, (tile.rows, tile.columns), strict=True)
    return any(cells != past - first for cells, (first, past) in sizes)


def is_all(tile: Tile) -> bool:
    """Return whether `tile` shows all rows and columns of its table, in however few cells."""
    return tile.rows == (0, tile.shape[0]) and tile.columns == (0, tile.shape[1])


def cell_in(bounds: Span, count: int, index: int) -> int | None:
    """Return which of `count` cells over `bounds` shows `index`, None where none does."""
    start, stop = bounds
    if not start <= index < stop:
        return None
    # The inverse of messages.span: the last cell whose first row or column is not past `index`.
    return ((index - start + 1) * count - 1) // (stop - start)


def _beside(index: int, step: int, shown: Span, count: int, ends: Span, unit: int) -> int:
    cell = cell_in(shown, count, index)
    if cell is None:
        # Not there yet: the picture of what is in view is still on its way.
        return min(max(ends[0], index + step * unit), ends[1] - 1)
    if 0 <= cell + step < count:
        return span(shown, count, cell + step)[0]
    first, past = span(shown, count, cell)
    if step > 0:
        return past if past < ends[1] else first
    return max(ends[0], first - (past - first))


def _cells_at(looked: Span, pixels: int, shown: Span, count: int) -> tuple[Array, Array]:
    """Return for each of `pixels` over `looked` its cell, of `count` over `shown`, and if there is one."""
    centres = looked[0] + (np.arange(pixels) + 0.5) * (looked[1] - looked[0]) / pixels
    indices = np.floor(centres).astype(np.int64)
    is_shown = (indices >= shown[0]) & (indices < shown[1])
    inside = indices.clip(shown[0], shown[1] - 1)
    return ((inside - shown[0] + 1) * count - 1) // (shown[1] - shown[0]), is_shown


def look_alike(one: Tile | None, other: Tile | None) -> bool:
    """Return whether both show the same numbers, to the last bit, at the same places with the same marks."""
    if one is None or other is None:
        return one is other
    here, there = (
        (tile.shape, tile.rows, tile.columns, tile.values.dtype, tile.values.shape, tile.changed is None)
        for tile in (one, other)
    )
    if here != there or one.values.tobytes() != other.values.tobytes():
        return False
    return one.changed is None or other.changed is None or bool((one.changed == other.changed).all())
