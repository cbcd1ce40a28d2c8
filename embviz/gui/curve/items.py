"""What the curve is made of: its line, the ring at the shown step, and marks of one size at any zoom."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsEllipseItem, QStyleOptionGraphicsItem, QWidget

from embviz.core.messages import Array
from embviz.gui.size import px

RING_PX = 13
DOT_PX = 6.0
TURN_PX = 8.0


class Stroke(NamedTuple):
    """A part of the curve as one colour draws it: the line, a dot at each step, and the turning points."""

    line: pg.PlotCurveItem
    dots: Marks
    turns: Marks

    def set_colours(self, colour: QColor, ground: QColor) -> None:
        """Fill the dots with `colour`, the turning points with `ground` within an edge of it."""
        self.dots.set_colours(colour)
        self.turns.set_colours(ground, colour)

    def set_visible(self, is_visible: bool) -> None:
        """Show it or not."""
        for item in self:
            item.setVisible(is_visible)


class Ring(QGraphicsEllipseItem):
    """A ring of one size at any zoom. A scatter plot, made for many, takes ten times as long for one."""

    def __init__(self) -> None:
        super().__init__()
        self.fit_text()
        self.setFlag(QGraphicsEllipseItem.GraphicsItemFlag.ItemIgnoresTransformations)

    def fit_text(self) -> None:
        """Be in proportion to the size that text has now."""
        size = px(RING_PX)
        self.setRect(QRectF(-size / 2, -size / 2, size, size))

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
        radius = px(self._size_px) / 2
        for step, height in self.places:
            painter.drawEllipse(to_px.map(QPointF(step, height)), radius, radius)


def stroke() -> Stroke:
    """Return a part of the curve with nothing in it."""
    return Stroke(pg.PlotCurveItem(), Marks(DOT_PX), Marks(TURN_PX))


def draw_line(
    line: pg.PlotCurveItem,
    steps: Array,
    heights: Array,
    colour: QColor,
    width: float,
    is_smooth: bool,
) -> None:
    """Draw `line` through `heights`, with a gap where one is NaN."""
    # A wide, smooth pen is several times as dear: it is for curves of few points.
    has_gaps = bool(np.isnan(heights).any())
    line.setData(
        steps,
        heights,
        pen=pg.mkPen(colour, width=width),
        antialias=is_smooth,
        connect="finite" if has_gaps else "all",
    )
