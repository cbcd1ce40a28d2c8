"""What lists of rows are painted with: labels, bars and curves."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from embviz.core.messages import Array
from embviz.gui.theme import Theme
from embviz.gui.widgets.tints import mixed

FILL_STRENGTH = 0.16
BAR_STRENGTH = 0.55
# Without `absolute`, a label written from right to left would go to the other end of its room.
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def paint_text(
    painter: QPainter, box: QRectF, text: str, colour: str, align: Qt.AlignmentFlag = LEFT
) -> float:
    """Paint `text` within `box`, its end as an ellipsis where it has no room; return how wide it became."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.setPen(QColor(colour))
    painter.save()
    # Marks may be stacked on a letter without end.
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.drawText(box, align | Qt.TextFlag.TextSingleLine, shown)
    painter.restore()
    return min(painter.fontMetrics().horizontalAdvance(shown), box.width())


def paint_bar(painter: QPainter, box: QRectF, share: float, theme: Theme) -> None:
    """Paint a bar along `box` that takes `share` of it, from 0 to 1; nothing for what is no such number."""
    if not share > 0:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mixed(QColor(theme.accent), QColor(theme.card), BAR_STRENGTH))
    radius = min(2.0, box.height() / 2)
    width = max(1.0, min(share, 1.0) * box.width())
    painter.drawRoundedRect(QRectF(box.left(), box.top(), width, box.height()), radius, radius)


def paint_curve(
    painter: QPainter, box: QRectF, numbers: Array, bounds: tuple[float, float], theme: Theme
) -> None:
    """Paint `numbers` at equal distances over the width of `box`, `bounds` at its bottom and top.

    What is no finite number, or beyond the bounds, is on the nearer of them; NaN is left out.
    """
    places = curve_points(box, numbers, bounds)
    if not places:
        return
    ground = [QPointF(places[-1].x(), box.bottom()), QPointF(places[0].x(), box.bottom())]
    accent = QColor(theme.accent)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mixed(accent, QColor(theme.card), FILL_STRENGTH))
    painter.drawPolygon(QPolygonF([*places, *ground]))
    painter.setPen(QPen(accent, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(places))


def curve_points(box: QRectF, numbers: Array, bounds: tuple[float, float]) -> list[QPointF]:
    """Return where the `numbers` are in `box`; a single one is a line across it."""
    if numbers.size == 1:
        numbers = np.repeat(numbers, 2)
    low, high = bounds
    # Halves: the distance of two finite numbers may be none.
    span = high / 2 - low / 2
    with np.errstate(invalid="ignore"):
        shares = np.clip((numbers / 2 - low / 2) / span if span > 0 else np.zeros(numbers.size), 0, 1)
    xs = np.linspace(box.left(), box.right(), numbers.size)
    ys = box.bottom() - shares * box.height()
    return [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True) if y == y]
