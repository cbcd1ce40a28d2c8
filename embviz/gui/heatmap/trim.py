"""What stands around the cells of a heatmap: labels, colour bar, legend, and the plate of absence."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPen

from embviz.core.messages import Array
from embviz.gui.heatmap.colours import MINUS_INF_COLOUR, NAN_COLOUR, PLUS_INF_COLOUR
from embviz.gui.heatmap.gutter import NUMBERS, Gutter, index_places, paint_rows
from embviz.gui.heatmap.lens import Span
from embviz.gui.theme import Theme, exact_font, font, px

LABEL_ROOM_PX = 10
BAR_LENGTH_PX = 130
SHORT_BAR_PX = 80
LEAST_TEXT_PX = 9
LARGEST_PLATE_TEXT_PX = 28


def paint_labels(
    painter: QPainter, area: QRect, rows: Span, columns: Span, theme: Theme, gutter: Gutter = NUMBERS
) -> None:
    """Paint what `rows` are called at the left of `area`, and column numbers above, as many as have room."""
    painter.setFont(font(11, tabular=True))
    painter.setPen(QColor(theme.soft))
    width = QFontMetricsF(painter.font()).horizontalAdvance(str(columns[1])) + px(LABEL_ROOM_PX)
    above = index_places(columns, area.width(), width) if area.top() > LABEL_ROOM_PX else []
    for column, centre in above:
        box = QRectF(area.left() + centre - width / 2, 0, width, area.top() - 2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(column))
    paint_rows(painter, area, rows, theme, gutter)


def paint_bar(
    painter: QPainter, box: QRectF, limit: float, table: Array, theme: Theme, with_numbers: bool = True
) -> None:
    """Paint the colour bar in `box`: -limit, the colours, zero in the middle, limit."""
    painter.setFont(font(11, tabular=True))
    metrics = QFontMetricsF(painter.font())
    low, high = (f"−{limit:g}", f"{limit:g}") if with_numbers else ("", "")
    low_width, high_width = (metrics.horizontalAdvance(text) + 10 if text else 0.0 for text in (low, high))
    longest = px(BAR_LENGTH_PX if with_numbers else SHORT_BAR_PX)
    length = min(longest, box.width() - low_width - high_width)
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
            box = QRectF(left + 15, room.top(), px(120), room.height())
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
    wanted, room = int(min(px(LARGEST_PLATE_TEXT_PX), 0.32 * box.height())), box.width() - 16
    size = _fitting(text, wanted, QFont.Weight.DemiBold, room)
    painter.setFont(exact_font(size, QFont.Weight.DemiBold))
    upper = QRectF(box.left(), box.top(), box.width(), box.height() / 2 + 0.3 * size)
    painter.drawText(upper, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text)
    below = min(size, px(13 if size > px(20) else 12))
    painter.setFont(exact_font(_fitting(reason, below, QFont.Weight.Normal, room)))
    lower = QRectF(box.left(), upper.bottom() + 1, box.width(), box.bottom() - upper.bottom())
    painter.drawText(lower, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, reason)


def _fitting(text: str, size_px: int, weight: QFont.Weight, room: float) -> int:
    """Return the size at which `text` is no wider than `room`: `size_px`, or what is left of that."""
    wide = QFontMetricsF(exact_font(max(size_px, LEAST_TEXT_PX), weight)).horizontalAdvance(text)
    return max(LEAST_TEXT_PX, int(size_px * min(1.0, room / max(wide, 1.0))))
