"""The ring around a picture that has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

RING_PX, RADIUS_PX = 2, 6


def paint_focus(painter: QPainter, box: QRect, colour: str) -> None:
    """Paint the ring in `colour` along the inner edge of `box`, a picture's own room."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), RING_PX))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
