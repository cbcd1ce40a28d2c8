"""MapPlot: the drawing of a map, to be zoomed, moved, pointed at and chosen from."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from embviz.core.messages import Array
from embviz.gui.map.paint import fitted_name, paint_grounds, paint_message, paint_name, paint_ring
from embviz.gui.map.picture import MapPicture, Scene
from embviz.gui.map.plane import Plane
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.focus import paint_focus
from embviz.gui.widgets.keys import is_claimed

# So near to a point the mouse is on it.
REACH_PX = 9.0
RING_GAP_PX = 3.0
WHEEL_STEP = 120
WHEEL_FACTOR = 1.25
KEY_FACTOR = 1.4
# What an arrow key moves, of the width or the height.
KEY_SHARE = 0.15
ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
# The plus of a keyboard without a number block is above the equals sign, or behind Shift.
ZOOMS = {Qt.Key.Key_Plus: KEY_FACTOR, Qt.Key.Key_Equal: KEY_FACTOR, Qt.Key.Key_Minus: 1 / KEY_FACTOR}
# From one point to the next in the order of their rows, and to choose the one it came to.
BESIDE = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
KEYS = frozenset({*ARROWS, *ZOOMS, *BESIDE, *ENTERS, Qt.Key.Key_0})
TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
NOTHING = Scene(np.empty((0, 2)), (), {}, {})


class MapPlot(QWidget):
    """Points with names. The wheel zooms, a drag moves, a double click or 0 shows all of them again; PageUp
    and PageDown go from point to point, and Enter chooses.

    Points are told by their places in the scene: `hovered` brings the one under the mouse or None, `chosen`
    the one that was clicked. `moved` says that another part is shown.
    """

    hovered = Signal(object)
    chosen = Signal(int)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = NOTHING
        self.plane = Plane()
        self.picture = MapPicture()
        self.message: tuple[str, ...] = ()
        self._theme = LIGHT
        self._is_drawn = False
        self._hovered: int | None = None
        self._ringed: int | None = None
        self._pressed: QPointF | None = None
        self._is_dragged = False
        self._is_focused = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # It paints its own ground, so that the card below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_scene(self, scene: Scene, *, is_other: bool = False) -> None:
        """Show `scene`; one `is_other` than the last is seen as a whole, at its own scale."""
        if is_other:
            self.plane.forget()
            self._hovered = self._ringed = None
            self.picture.named = {}
        self.scene = scene
        self.plane.follow(scene.points)
        if self._hovered is not None and self._hovered >= len(scene.points):
            self._hover(None)
        self._redraw()

    def set_message(self, *lines: str) -> None:
        """Say, instead of a picture, why there is none; no lines: show the scene."""
        if lines != self.message:
            self.message = lines
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self._redraw()

    def ring(self, index: int | None) -> None:
        """Put a ring around the point at `index`, or take it away."""
        if index != self._ringed:
            self._ringed = index
            self.update()

    def fit(self) -> None:
        """Show all points."""
        self.plane.fit()
        self._on_moved()

    def point_at(self, place: QPointF) -> int | None:
        """Return which point is under `place`, the nearest within reach; of two in one place the first."""
        places = self._drawn().places
        if self.message or not len(places):
            return None
        away = np.hypot(*(places - [place.x(), place.y()]).T)
        # nan is no distance.
        nearest = int(np.argmin(np.where(np.isnan(away), math.inf, away)))
        return nearest if away[nearest] <= REACH_PX and self.picture.is_in_sight(nearest) else None

    def places(self) -> Array:
        """Return where the points are, (n, 2), in px."""
        return self._drawn().places

    def sizeHint(self) -> QSize:
        return QSize(420, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        # An error while a painter is at work ends the process, unless the painter is ended first.
        with QPainter(self) as painter:
            if self.message:
                painter.fillRect(self.rect(), QColor(self._theme.card))
                paint_message(painter, QRectF(self.rect()), self._theme, self.message)
            else:
                painter.drawImage(0, 0, self._drawn().image)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_over(painter)
            if self._is_focused:
                paint_focus(painter, self.rect(), self._theme.accent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.plane.resize(self.width(), self.height())
        self._redraw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.message and event.angleDelta().y():
            at = event.position()
            self.plane.zoom(WHEEL_FACTOR ** (event.angleDelta().y() / WHEEL_STEP), (at.x(), at.y()))
            self._on_moved()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self.message:
            self._pressed, self._is_dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self._hover(self.point_at(event.position()))
            return
        way = event.position() - self._pressed
        if self._is_dragged or way.manhattanLength() >= QApplication.startDragDistance():
            self._is_dragged, self._pressed = True, event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.plane.pan(way.x(), way.y())
            self._on_moved()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self.unsetCursor()
        index = None if self._is_dragged else self.point_at(event.position())
        if index is not None:
            self.chosen.emit(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self.message:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def event(self, event: QEvent) -> bool:
        # With the keyboard here, the arrows move the map; elsewhere they are the timeline's.
        return is_claimed(event, KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.message or key not in KEYS:
            super().keyPressEvent(event)
            return
        if key in BESIDE:
            self._hover(self._beside(BESIDE[key]))
            return
        if key in ENTERS:
            if self._hovered is not None:
                self.chosen.emit(self._hovered)
            return
        if key in ARROWS:
            right, down = ARROWS[key]
            self.plane.pan(KEY_SHARE * right * self.width(), KEY_SHARE * down * self.height())
        elif key in ZOOMS:
            self.plane.zoom(ZOOMS[key], (self.width() / 2, self.height() / 2))
        else:
            self.plane.fit()
        self._on_moved()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Who came with the mouse knows where he is.
        self._is_focused = event.reason() in TAB_REASONS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._is_focused = False
        self.update()

    def _drawn(self) -> MapPicture:
        """Return the picture, drawn anew where something has changed."""
        if not self._is_drawn:
            self._is_drawn = True
            self.picture.draw(self.scene, self.plane, self.size(), self.devicePixelRatioF(), self._theme)
        return self.picture

    def _paint_over(self, painter: QPainter) -> None:
        """Paint what follows the mouse above the picture, which stays as it is."""
        for index, ink in ((self._ringed, self._theme.ink), (self._hovered, self._theme.soft)):
            if index is not None and index < len(self.scene.points) and self.picture.is_in_sight(index):
                radius = self.picture.radius_of(index, self.scene) + RING_GAP_PX
                paint_ring(painter, QPointF(*self.picture.places[index]), radius, QColor(ink))
                self._paint_told(painter, index)

    def _paint_told(self, painter: QPainter, index: int) -> None:
        box, is_pinned = self.picture.box_of(index, self.scene), index in self.scene.pins
        paint_grounds(painter, [box], self._theme, 1.0)
        name, _ = fitted_name(self.scene.names[index], is_pinned)
        ink = self.scene.pins.get(index, QColor(self._theme.ink))
        paint_name(painter, box, name, ink, is_pinned)

    def _beside(self, by: int) -> int | None:
        """Return the next point in sight after the one that is marked or ringed, or before it; in a ring."""
        count, start = len(self._drawn().places), self._hovered
        start = self._ringed if start is None else start
        first = (0 if by > 0 else count - 1) if start is None else start + by
        ring = ((first + by * away) % count for away in range(count))
        return next((index for index in ring if self.picture.is_in_sight(index)), None)

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.hovered.emit(index)
            self.update()

    def _on_moved(self) -> None:
        self._redraw()
        self.moved.emit()

    def _redraw(self) -> None:
        self._is_drawn = False
        self.update()
