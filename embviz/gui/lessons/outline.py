"""Outlines: rings of the accent colour around what a lesson speaks of, which nothing can be done to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from embviz.core.lessons.lesson import Target
from embviz.core.units import Place
from embviz.gui.lessons.targets import Spot, box_in, bring_into_view, spot_of
from embviz.gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from embviz.core.messages import Snapshot
    from embviz.gui.studio import Studio

RING_PX = 3
DISTANCE_PX = 3
RADIUS_PX = 8
# Between two cells there is less room than between two panels.
CELL_DISTANCE_PX = 0
WEIGHT = "weight"
_MOVING = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}
)


class Ring(QWidget):
    """A ring over the window. It has no inside: what it surrounds is painted, and pressed, without it."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setObjectName("lesson_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def surround(self, box: QRect, distance_px: int) -> None:
        """Lie around `box`, in px of the window; an empty one hides the ring."""
        if box.isEmpty():
            self.hide()
            return
        edge = RING_PX + distance_px
        outer = box.adjusted(-edge, -edge, edge, edge)
        if outer != self.geometry():
            self.setGeometry(outer)
            inner = self.rect().adjusted(edge + 2, edge + 2, -edge - 2, -edge - 2)
            self.setMask(QRegion(self.rect()).subtracted(QRegion(inner)))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.accent), RING_PX))
            half = RING_PX / 2
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(half, half, -half, -half), RADIUS_PX, RADIUS_PX
            )


class Outlines(QObject):
    """The rings of one window: they follow what they surround wherever it goes."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._theme = LIGHT
        self._targets: tuple[Target, ...] = ()
        self._cells: tuple[Target, ...] = ()
        self._is_new = False
        self.rings: list[Ring] = []
        self._watched: list[QObject] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self.place)
        studio.controller.snapshot_changed.connect(self._on_snapshot)

    def point_at(self, targets: Sequence[Target]) -> None:
        """Surround `targets`, and nothing else, as far as they are to be seen."""
        self._targets = tuple(targets)
        self._is_new = True
        self._turn.start()

    def mark_cells(self, cells: Iterable[Place]) -> None:
        """Surround `cells` of weight too."""
        marked = tuple(Target(table=WEIGHT, cell=cell) for cell in sorted(cells))
        if marked != self._cells:
            self._cells = marked
            self._turn.start()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        for ring in self.rings:
            ring.set_theme(theme)

    def place(self) -> None:
        """Lie where the targets are now."""
        self._turn.stop()
        if self._is_new:
            # Not before: what was shown a moment ago has its size only now.
            self._is_new = False
            self._bring()
        targets = (*self._targets, *self._cells)
        spots = [spot_of(self._studio, target) for target in targets]
        while len(self.rings) < len(targets):
            self.rings.append(Ring(self._studio.window, self._theme))
        for index, ring in enumerate(self.rings):
            spot = spots[index] if index < len(spots) else None
            self._surround(ring, spot, targets[index] if index < len(targets) else None)
        self._watch([spot for spot in spots if spot is not None])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVING and not self._turn.isActive():
            self._turn.start()
        return False

    def _bring(self) -> None:
        for target in self._targets:
            spot = None if target.table else spot_of(self._studio, target)
            if spot is not None:
                bring_into_view(spot)

    def _surround(self, ring: Ring, spot: Spot | None, target: Target | None) -> None:
        if spot is None or target is None:
            ring.hide()
            return
        ring.surround(box_in(self._studio.window, spot), CELL_DISTANCE_PX if target.table else DISTANCE_PX)

    def _watch(self, spots: Sequence[Spot]) -> None:
        watched: dict[int, QObject] = {}
        for spot in spots:
            widget: QWidget | None = spot.widget
            while widget is not None:
                watched[id(widget)] = widget
                widget = None if widget is self._studio.window else widget.parentWidget()
        for old in self._watched:
            # A line of the form goes when another optimizer is chosen.
            if id(old) not in watched and shiboken6.isValid(old):
                old.removeEventFilter(self)
        for new in watched.values():
            if new not in self._watched:
                new.installEventFilter(self)
        self._watched = list(watched.values())

    def _on_snapshot(self, _snapshot: Snapshot) -> None:
        # A cell may be another number of px wide now, and a table may have come or gone.
        if self._targets or self._cells:
            self._turn.start()
