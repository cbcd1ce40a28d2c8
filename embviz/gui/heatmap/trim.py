"""What stands around the cells of a heatmap: labels, colour bar, legend, and the plate of absence."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPen

from embviz.core.messages import Array, Tile
from embviz.core.numbers import nice_ceiling
from embviz.gui.heatmap.colours import MINUS_INF_COLOUR, NAN_COLOUR, PLUS_INF_COLOUR
from embviz.gui.heatmap.paint import Grid
from embviz.gui.theme import Theme, font

LABEL_STRIDES = (1.0, 2.0, 5.0, 10.0)
LABEL_HEIGHT_PX = 16
LABEL_ROOM_PX = 10
BAR_LENGTH_PX = 130
SHORT_BAR_PX = 80
LARGEST_PLATE_TEXT_PX = 28


def paint_labels(
    painter: QPainter, grid: Grid, tile: Tile, theme: Theme, padding: tuple[int, str] | None = None
) -> None:
    """Paint row numbers at the left and column numbers above, as many as have room.

    `padding` is the padding row and the word for it, which stands beside its number.
    """
    painter.setFont(font(11, tabular=True))
    painter.setPen(QColor(theme.soft))
    area = grid.area
    width = QFontMetricsF(painter.font()).horizontalAdvance(str(tile.columns[1])) + LABEL_ROOM_PX
    for column, centre in _label_places(tile.columns, area.width(), width):
        box = QRectF(area.left() + centre - width / 2, 0, width, area.top() - 2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(column))
    for text, centre in _row_labels(tile, area.height(), padding):
        box = QRectF(0, area.top() + centre - LABEL_HEIGHT_PX / 2, area.left() - 8, LABEL_HEIGHT_PX)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


def paint_bar(
    painter: QPainter, box: QRectF, limit: float, table: Array, theme: Theme, with_numbers: bool = True
) -> None:
    """Paint the colour bar in `box`: -limit, the colours, zero in the middle, limit."""
    painter.setFont(font(11, tabular=True))
    metrics = QFontMetricsF(painter.font())
    low, high = (f"−{limit:g}", f"{limit:g}") if with_numbers else ("", "")
    low_width, high_width = (metrics.horizontalAdvance(text) + 10 if text else 0.0 for text in (low, high))
    length = min(BAR_LENGTH_PX if with_numbers else SHORT_BAR_PX, box.width() - low_width - high_width)
    bar = QRectF(box.right() - high_width - length, box.center().y() - 4, length, 8)
    _paint_colours(painter, bar, table)
    painter.setPen(QPen(QColor(theme.soft), 1))
    painter.drawLine(QPointF(bar.center().x(), bar.top() - 2), QPointF(bar.center().x(), bar.bottom() + 2))
    middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
    beside = QRectF(bar.left() - low_width, box.top(), low_width - 8, box.height())
    painter.drawText(beside, middle | right, low)
    painter.drawText(QRectF(bar.right() + 8, box.top(), high_width, box.height()), middle, high)


def _paint_colours(painter: QPainter, bar: QRectF, table: Array) -> None:
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for index in range(0, len(table), 14):
        gradient.setColorAt(index / (len(table) - 1), QColor.fromRgba(int(table[index])))
    gradient.setColorAt(1.0, QColor.fromRgba(int(table[-1])))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, 4, 4)


def paint_legend(painter: QPainter, room: QRectF, values: Array, theme: Theme) -> None:
    """Paint how many cells are no finite number, each kind with its colour; nothing where all are."""
    if np.isfinite(values).all():
        return
    left = room.left()
    for name, colour, mask in (
        ("nan", NAN_COLOUR, np.isnan(values)),
        ("inf", PLUS_INF_COLOUR, np.isposinf(values)),
        ("-inf", MINUS_INF_COLOUR, np.isneginf(values)),
    ):
        if count := int(mask.sum()):
            painter.fillRect(QRectF(left, room.center().y() - 5, 10, 10), QColor(colour))
            text = f"{name} × {count}"
            painter.setPen(QPen(QColor(theme.ink)))
            box = QRectF(left + 15, room.top(), 120, room.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            left += 30 + painter.fontMetrics().horizontalAdvance(text)


def paint_plate(painter: QPainter, box: QRectF, theme: Theme, text: str, reason: str) -> None:
    """Paint the hatched plate that stands where a table is not: `text` large, `reason` below it."""
    stripes = QLinearGradient(QPointF(0, 0), QPointF(11, 11))
    stripes.setSpread(QLinearGradient.Spread.RepeatSpread)
    for place, colour in ((0.0, theme.stripe), (0.499, theme.stripe), (0.5, theme.card), (1.0, theme.card)):
        stripes.setColorAt(place, QColor(colour))
    pen = QPen(QColor(theme.soft), 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(stripes)
    painter.drawRoundedRect(box, 8, 8)
    painter.setPen(QColor(theme.soft))
    # Of a low plate the text takes a third; it is never wider than the plate.
    widest = (box.width() - 16) / (0.6 * max(len(text), 1))
    size = max(9, int(min(LARGEST_PLATE_TEXT_PX, 0.32 * box.height(), widest)))
    painter.setFont(font(size, QFont.Weight.DemiBold))
    upper = QRectF(box.left(), box.top(), box.width(), box.height() / 2 + 0.3 * size)
    painter.drawText(upper, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text)
    painter.setFont(font(13 if size > 20 else 12))
    lower = QRectF(box.left(), upper.bottom() + 1, box.width(), box.bottom() - upper.bottom())
    painter.drawText(lower, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, reason)


def _row_labels(tile: Tile, height_px: int, padding: tuple[int, str] | None) -> list[tuple[str, float]]:
    start, stop = tile.rows
    places = _label_places(tile.rows, height_px, LABEL_HEIGHT_PX)
    if padding is None or not start <= padding[0] < stop:
        return [(str(row), centre) for row, centre in places]
    row, word = padding
    there = (row - start + 0.5) * height_px / (stop - start)
    others = [
        (str(one), centre) for one, centre in places if one != row and abs(centre - there) >= LABEL_HEIGHT_PX
    ]
    return [*others, (f"{row} {word}", there)]


def _label_places(bounds: tuple[int, int], length_px: float, room_px: float) -> list[tuple[int, float]]:
    """Return the round row or column numbers to name within `bounds`, and where their middle is."""
    start, stop = bounds
    pixels_each = length_px / (stop - start)
    stride = max(1, round(nice_ceiling(room_px / pixels_each, LABEL_STRIDES)))
    first = -(-start // stride) * stride
    return [(index, (index - start + 0.5) * pixels_each) for index in range(first, stop, stride)]
