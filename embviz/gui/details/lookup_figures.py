"""The figures of a lookup: the rows that it gave, and the one-hot rows that would give the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from embviz.core.messages import Array
from embviz.core.numbers import nice_ceiling, short
from embviz.gui import gate
from embviz.gui.details.sheet import Laid, text_width
from embviz.gui.heatmap.colours import colour_table, colours
from embviz.gui.heatmap.paint import Cells, Grid
from embviz.gui.theme import Theme, font

ROW_PX = 22
LEAST_CELL_PX = 50
LARGEST_CELL_PX = 110
MOST_ROWS = 32
ONE_HOT_CELL_PX = 16
LABEL_PX = 12
PART_PX = 18
ABOVE_PX = 4


class Rows(NamedTuple):
    """The rows that a lookup gave, as coloured cells with their numbers; at the left, which rows they are.

    `values` are (indices, dim). Of a wide table the first columns are shown, of a long list its first rows;
    `part`, a text with the blanks rows, columns, all_rows and all_columns, then says so.
    """

    indices: tuple[int, ...]
    values: Array
    part: str

    @property
    def text(self) -> str:
        """One line for each row."""
        lines = zip(self.indices, self.values, strict=True)
        return "\n".join(
            f"{index}: " + " ".join(short(float(value)) for value in row) for index, row in lines
        )

    def laid(self, width: float) -> Laid:
        """Return the cells at `width` px, as many as have room for their numbers."""
        rows, dim = self.values.shape
        columns = int(min(dim, max(1, (width - self._gutter) // LEAST_CELL_PX)))
        shown = np.ascontiguousarray(gate.picture(self.values)[:MOST_ROWS, :columns])
        cell = min(LARGEST_CELL_PX, (width - self._gutter) / columns)
        size = (round(cell * columns), ROW_PX * len(shown))
        is_part = shown.shape != self.values.shape

        def paint(painter: QPainter, top: float, theme: Theme) -> None:
            area = QRect(self._gutter, round(top) + ABOVE_PX, *size)
            self._paint_rows(painter, Grid(area, *shown.shape), shown, theme)
            if is_part:
                said = self.part.format(rows=len(shown), columns=columns, all_rows=rows, all_columns=dim)
                box = QRectF(0, area.bottom() + 2, width, PART_PX)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)

        return Laid(size[1] + 2 * ABOVE_PX + (PART_PX if is_part else 0), paint)

    def _paint_rows(self, painter: QPainter, grid: Grid, shown: Array, theme: Theme) -> None:
        painted = colours(shown, _limit(self.values), colour_table(theme.colour_map))
        Cells(shown, painted, None).paint(painter, grid, theme)
        painter.setFont(font(LABEL_PX, tabular=True))
        painter.setPen(QColor(theme.soft))
        for row, index in enumerate(self.indices[: len(shown)]):
            box = QRectF(0, grid.top(row), self._gutter - 8, ROW_PX - 2)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(index))

    @property
    def _gutter(self) -> int:
        longest = max((str(index) for index in self.indices), key=len, default="")
        return round(text_width(longest, LABEL_PX, QFont.Weight.Normal)) + 10


class OneHot(NamedTuple):
    """A row for each of `indices` with a 1 at its place and 0 elsewhere; `caption` stands at their right."""

    indices: tuple[int, ...]
    columns: int
    caption: str

    @property
    def text(self) -> str:
        """The rows of digits, and the caption."""
        rows = [[int(column == index) for column in range(self.columns)] for index in self.indices]
        return "\n".join([*(" ".join(map(str, row)) for row in rows), self.caption])

    def laid(self, width: float) -> Laid:
        """Return the digits; they are as wide as they are."""
        height = ONE_HOT_CELL_PX * len(self.indices)

        def paint(painter: QPainter, top: float, theme: Theme) -> None:
            for row, index in enumerate(self.indices):
                for column in range(self.columns):
                    left, above = column * ONE_HOT_CELL_PX, top + ABOVE_PX + row * ONE_HOT_CELL_PX
                    box = QRectF(left, above, ONE_HOT_CELL_PX - 2, ONE_HOT_CELL_PX - 2)
                    _paint_digit(painter, box, column == index, theme)
            left = self.columns * ONE_HOT_CELL_PX + 8
            painter.setPen(QColor(theme.ink))
            painter.setFont(font(LABEL_PX, tabular=True))
            beside = QRectF(left, top + ABOVE_PX, max(0.0, width - left), height)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.caption)

        return Laid(height + 2 * ABOVE_PX, paint)


def _paint_digit(painter: QPainter, box: QRectF, is_one: bool, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent if is_one else theme.button))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor(theme.on_accent if is_one else theme.soft))
    painter.setFont(font(11, QFont.Weight.Medium, tabular=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "1" if is_one else "0")


def _limit(values: Array) -> float:
    finite = np.abs(values[np.isfinite(values)])
    limit = nice_ceiling(float(finite.max()) if finite.size else 0.0)
    return limit if np.isfinite(limit) else float(finite.max())
