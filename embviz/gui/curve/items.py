"""What lies on the curve: the ring at the shown step, and marks of one size at any zoom."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsEllipseItem, QStyleOptionGraphicsItem, QWidget

from embviz.core.messages import Array

RING_PX = 13
DOT_PX = 6.0
TURN_PX = 8.0


class Ring(QGraphicsEllipseItem):
    """A ring of one size at any zoom. A scatter plot, made for many, takes ten times as long for one."""

    def __init__(self) -> None:
        super().__init__(QRectF(-RING_PX / 2, -RING_PX / 2, RING_PX, RING_PX))
        self.setFlag(QGraphicsEllipseItem.GraphicsItemFlag.ItemIgnoresTransformations)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


class Marks(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Some dozens of discs of one size at any zoom: `places` is where, (n, 2) in the units of the axes."""

    def __init__(self, size_px: float) -> None:
        super().__init__()
        self.places: Array = np.empty((0, 2))
        self._size_px = size_px
        self._pen = QPen(Qt.PenStyle.NoPen)
        self._brush = QBrush()

    def set_places(self, steps: Array, heights: Array) -> None:
        """Mark these; what is not finite has no place."""
        places = np.stack([steps, heights], axis=1)
        self.places = places[np.isfinite(heights)]
        self.setVisible(bool(self.places.size))
        self.update()

    def set_colours(self, ground: QColor, edge: QColor | None = None) -> None:
        """Fill the discs with `ground`, within an edge or without."""
        self._brush = QBrush(ground)
        self._pen = QPen(Qt.PenStyle.NoPen) if edge is None else QPen(edge, 1.5)
        self.update()

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        # All that is shown: a disc reaches beyond its place.
        return QRectF(self.viewRect())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        to_px = painter.worldTransform()
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        painter.setBrush(self._brush)
        radius = self._size_px / 2
        for step, height in self.places:
            painter.drawEllipse(to_px.map(QPointF(step, height)), radius, radius)
