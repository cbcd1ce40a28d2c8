"""Spotlight: the window dimmed but for the chosen cell, in every table, and for the reason of its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from embviz.gui.heatmap.view import HeatmapView
from embviz.gui.wall.cover import Cover

if TYPE_CHECKING:
    from embviz.gui.studio import Studio

# How dark the rest is, 1 for black: it is to be seen where one is.
DIMNESS = 0.62
AROUND_PX = 5
CORNER_PX = 8


class Spotlight(Cover):
    """Lights the chosen cell while it is on, and follows the choice. It takes no clicks."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio.window)
        self.setObjectName("spotlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._studio = studio
        studio.selection.changed.connect(self.update)

    @property
    def is_on(self) -> bool:
        """True while the window is dimmed."""
        return not self.isHidden()

    def toggle(self) -> None:
        """Dim the window, or do so no more."""
        if self.is_on:
            self.hide()
        else:
            self.cover()

    def lit(self) -> list[QRectF]:
        """Return what is not dimmed: the chosen cell wherever it is drawn, and the card that explains it."""
        place = self._studio.selection.place
        boxes = []
        for view in self._studio.window.findChildren(HeatmapView):
            frame = view.frame() if view.isVisible() else None
            box = None if frame is None else frame.box_of(place)
            inside = QRect() if box is None else _in_sight(view, box.toAlignedRect())
            if not inside.isEmpty():
                boxes.append(QRectF(self._here(view, inside)).adjusted(*_around(AROUND_PX)))
        details = self._studio.details
        card = _in_sight(details, details.rect())
        if not card.isEmpty():
            boxes.append(QRectF(self._here(details, card)))
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QPainterPath()
        shade.addRect(QRectF(self.rect()))
        light = QPainterPath()
        for box in self.lit():
            light.addRoundedRect(box, CORNER_PX, CORNER_PX)
        dark = QColor(Qt.GlobalColor.black)
        dark.setAlphaF(DIMNESS)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(shade.subtracted(light), dark)

    def _here(self, widget: QWidget, box: QRect) -> QRect:
        return QRect(widget.mapTo(self._studio.window, box.topLeft()), box.size())


def _in_sight(widget: QWidget, box: QRect) -> QRect:
    """Return what of `box` in `widget` is not scrolled away."""
    return box.intersected(widget.visibleRegion().boundingRect())


def _around(margin: int) -> tuple[int, int, int, int]:
    return -margin, -margin, margin, margin
