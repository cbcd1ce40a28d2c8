"""Lens: which rows and columns of the table are looked at, the same in all heatmaps of a window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

# Rows, or columns: the first, and the one past the last.
Span = tuple[int, int]
# At the deepest a cell is so many times as large as its number needs to be read.
DEEPEST = 4.0


class Lens(QObject):
    """A window over a table of `shape`, in whole rows and columns: at least one of each, at most all.

    `changed` says that another part is looked at.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shape = (0, 0)
        self.rows: Span = (0, 0)
        self.columns: Span = (0, 0)

    @property
    def is_whole(self) -> bool:
        """True where all of the table is looked at."""
        return self.rows == (0, self.shape[0]) and self.columns == (0, self.shape[1])

    def set_shape(self, rows: int, dim: int) -> None:
        """Look at a table of `rows` x `dim`: at all of it, where the one before had another shape."""
        if (rows, dim) != self.shape:
            self.shape = (rows, dim)
            self.rows, self.columns = (0, rows), (0, dim)
            self.changed.emit()

    def show_all(self) -> None:
        """Look at the whole table."""
        self.show_part((0, self.shape[0]), (0, self.shape[1]))

    def show_part(self, rows: Span, columns: Span) -> None:
        """Look at these rows and columns, as far as the table has them."""
        rows, columns = _within(*rows, self.shape[0]), _within(*columns, self.shape[1])
        if (rows, columns) != (self.rows, self.columns):
            self.rows, self.columns = rows, columns
            self.changed.emit()

    def move_to(self, row: int, column: int) -> None:
        """Have `row` and `column` be the first ones, as far as the table goes on behind them."""
        self.show_part((row, row + _size(self.rows)), (column, column + _size(self.columns)))

    def pan(self, rows: int, columns: int) -> None:
        """Move on by so many rows and columns, back by negative ones."""
        self.move_to(self.rows[0] + rows, self.columns[0] + columns)

    def zoom(
        self,
        factor: float,
        around: tuple[float, float],
        readable: tuple[float, float],
        *,
        is_rows_alone: bool = False,
    ) -> None:
        """Look at `factor` times fewer cells (below 1: more), with the point `around` where it is.

        `readable` is how many rows and columns can be read as numbers. Of the two, the one that is farther
        from that is zoomed until the other is as far; from there on both.
        """
        if factor > 1 and all(size <= fits for size, fits in zip(self.shape, readable, strict=True)):
            return
        sizes = (_size(self.rows), _size(self.columns))
        rows, columns = self._zoomed(factor, sizes, readable)
        if is_rows_alone:
            rows, columns = max(sizes[0] / factor, min(sizes[0], readable[0] / DEEPEST)), sizes[1]
        self.show_part(_resized(self.rows, rows, around[0]), _resized(self.columns, columns, around[1]))

    def zoom_to(self, rows: Span, columns: Span, readable: tuple[float, float]) -> None:
        """Look at these rows and columns as large as they can be, but at no fewer than can be read."""
        crowd = max(1.0, *(_size(span) / fits for span, fits in zip((rows, columns), readable, strict=True)))
        shown = []
        for span, now, fits in zip((rows, columns), (self.rows, self.columns), readable, strict=True):
            size, middle = min(_size(now), round(fits * crowd)), sum(span) / 2
            shown.append((round(middle - size / 2), round(middle - size / 2) + size))
        self.show_part(shown[0], shown[1])

    def show_row(self, row: int, most_rows: int) -> None:
        """Look at `row` among at most `most_rows`, in the middle where it was not in view among these."""
        size = min(_size(self.rows), max(1, most_rows))
        if size == _size(self.rows) and self.rows[0] <= row < self.rows[1]:
            return
        first = row - size // 2
        self.show_part((first, first + size), self.columns)

    def show_cell(self, place: tuple[int, int]) -> None:
        """Move no farther than it takes to have the cell at `place` in view."""
        firsts = [
            min(max(span[0], index - _size(span) + 1), index)
            for index, span in zip(place, (self.rows, self.columns), strict=True)
        ]
        self.move_to(firsts[0], firsts[1])

    def _zoomed(
        self, factor: float, sizes: tuple[int, int], readable: tuple[float, float]
    ) -> tuple[float, float]:
        crowds = [size / fits for size, fits in zip(sizes, readable, strict=True)]
        if factor > 1:
            crowd = max(max(crowds) / factor, min(max(crowds), 1 / DEEPEST))
            return min(sizes[0], readable[0] * crowd), min(sizes[1], readable[1] * crowd)
        # What is in view from end to end cannot grow, and says nothing of how far the other may.
        growing = [one for one, size, all_ in zip(crowds, sizes, self.shape, strict=True) if size < all_]
        crowd = min(growing, default=0.0) / factor
        return max(sizes[0], readable[0] * crowd), max(sizes[1], readable[1] * crowd)


def _size(span: Span) -> int:
    return span[1] - span[0]


def _resized(span: Span, size: float, around: float) -> Span:
    """Return `span` with `size`, in whole cells, and `around` at the same share of it."""
    whole = max(1, round(size))
    first = round(around - (around - span[0]) / max(1, _size(span)) * whole)
    return first, first + whole


def _within(first: int, past: int, count: int) -> Span:
    """Return the span moved into 0 to `count`, and cut where it is longer."""
    size = min(max(1, past - first), count)
    first = min(max(0, first), count - size)
    return first, first + size
