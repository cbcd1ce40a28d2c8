"""The figures of a lookup: the rows that it gave, and the one-hot rows that would give the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from embviz.core.labels import NO_NAMES, brief, shown
from embviz.core.messages import Array
from embviz.core.numbers import nice_ceiling, short
from embviz.gui import gate
from embviz.gui.details.sheet import Laid, text_width
from embviz.gui.heatmap.colours import colour_table, colours
from embviz.gui.heatmap.paint import Cells, Grid
from embviz.gui.labels import named
from embviz.gui.theme import Theme, font, px

ROW_PX = 22
LEAST_CELL_PX = 50
LARGEST_CELL_PX = 110
MOST_ROWS = 32
ONE_HOT_CELL_PX = 16
LABEL_PX = 12
PART_PX = 18
ABOVE_PX = 4
# A longer label ends in an ellipsis.
MOST_NAME_PX = 104
NAME_GAP_PX = 8


class Rows(NamedTuple):
    """The rows that a lookup gave, as coloured cells with their numbers; at the left, which rows they are.

    `values` are (indices, dim). Of a wide table the first columns are shown, of a long list its first rows;
    `part`, a text with the blanks rows, columns, all_rows and all_columns, then says so. Labels of rows are
    in `names`.
    """

    indices: tuple[int, ...]
    values: Array
    part: str
    names: Mapping[int, str] = NO_NAMES

    @property
    def text(self) -> str:
        """One line for each row."""
        lines = zip(self.indices, self.values, strict=True)
        return "\n".join(
            f"{self._told(index)}: " + " ".join(short(float(value)) for value in row) for index, row in lines
        )

    def laid(self, width: float) -> Laid:
        """Return the cells at `width` px, as many as have room for their numbers."""
        rows, dim = self.values.shape
        columns = int(min(dim, max(1, (width - self._gutter) // px(LEAST_CELL_PX))))
        cells = np.ascontiguousarray(gate.picture(self.values)[:MOST_ROWS, :columns])
        cell = min(px(LARGEST_CELL_PX), (width - self._gutter) / columns)
        size = (round(cell * columns), px(ROW_PX) * len(cells))
        is_part = cells.shape != self.values.shape

        def paint(painter: QPainter, top: float, theme: Theme) -> None:
            area = QRect(self._gutter, round(top) + ABOVE_PX, *size)
            self._paint_rows(painter, Grid(area, *cells.shape), cells, theme)
            if is_part:
                said = self.part.format(rows=len(cells), columns=columns, all_rows=rows, all_columns=dim)
                box = QRectF(0, area.bottom() + 2, width, px(PART_PX))
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)

        return Laid(size[1] + 2 * ABOVE_PX + (px(PART_PX) if is_part else 0), paint)

    def _paint_rows(self, painter: QPainter, grid: Grid, cells: Array, theme: Theme) -> None:
        painted = colours(cells, _limit(self.values), colour_table(theme.colour_map))
        Cells(cells, painted, None).paint(painter, grid, theme)
        for row, index in enumerate(self.indices[: len(cells)]):
            box = QRectF(0, grid.top(row), self._gutter - 8, px(ROW_PX) - 2)
            _paint_name(painter, box, self.names.get(index), theme)
            painter.setPen(QColor(theme.soft))
            painter.setFont(font(LABEL_PX, tabular=True))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(index))

    def _told(self, index: int) -> str:
        return named(index, self.names) if index in self.names else str(index)

    @property
    def _gutter(self) -> int:
        longest = max((str(index) for index in self.indices), key=len, default="")
        return _names_width(self.indices, self.names) + round(_width(longest)) + 10


class OneHot(NamedTuple):
    """A row for each of `indices` with a 1 at its place and 0 elsewhere; `caption` stands at their right, and
    at their left the labels that `names` have for them."""

    indices: tuple[int, ...]
    columns: int
    caption: str
    names: Mapping[int, str] = NO_NAMES

    @property
    def text(self) -> str:
        """The rows of digits, and the caption."""
        return "\n".join([*map(self._line, self.indices), self.caption])

    def laid(self, width: float) -> Laid:
        """Return the digits; they are as wide as they are."""
        height, gutter = px(ONE_HOT_CELL_PX) * len(self.indices), _names_width(self.indices, self.names)

        def paint(painter: QPainter, top: float, theme: Theme) -> None:
            for row, index in enumerate(self.indices):
                above = top + ABOVE_PX + row * px(ONE_HOT_CELL_PX)
                beside = QRectF(0, above, gutter, px(ONE_HOT_CELL_PX) - 2)
                _paint_name(painter, beside, self.names.get(index), theme)
                for column in range(self.columns):
                    left = gutter + column * px(ONE_HOT_CELL_PX)
                    box = QRectF(left, above, px(ONE_HOT_CELL_PX) - 2, px(ONE_HOT_CELL_PX) - 2)
                    _paint_digit(painter, box, column == index, theme)
            left = gutter + self.columns * px(ONE_HOT_CELL_PX) + 8
            painter.setPen(QColor(theme.ink))
            painter.setFont(font(LABEL_PX, tabular=True))
            beside = QRectF(left, top + ABOVE_PX, max(0.0, width - left), height)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.caption)

        return Laid(height + 2 * ABOVE_PX, paint)

    def _line(self, index: int) -> str:
        digits = " ".join(str(int(column == index)) for column in range(self.columns))
        return f"{brief(index, self.names)}: {digits}" if index in self.names else digits


def _names_width(indices: Iterable[int], names: Mapping[int, str]) -> int:
    """Return how much room labels have at the left of figures, none where there are none."""
    widest = max((_width(shown(names[index])) for index in indices if index in names), default=0.0)
    return round(min(widest, px(MOST_NAME_PX))) + NAME_GAP_PX if widest else 0


def _paint_name(painter: QPainter, box: QRectF, name: str | None, theme: Theme) -> None:
    if name is None:
        return
    painter.setFont(font(LABEL_PX, tabular=True))
    painter.setPen(QColor(theme.ink))
    metrics = QFontMetricsF(painter.font())
    text = metrics.elidedText(shown(name), Qt.TextElideMode.ElideRight, px(MOST_NAME_PX))
    # At the left in whichever direction its letters run.
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | left, text)


def _width(text: str) -> float:
    return text_width(text, LABEL_PX, QFont.Weight.Normal)


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
