"""CurveKeys: what the keys do to a curve that has the keyboard: read a step, zoom into the steps, move them.

Left and Right go from step to step, Home and End to the first and the last; + and - zoom, PageUp and PageDown
move what is in view, 0 shows the whole run again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter

from embviz.gui.widgets.focus import paint_focus

if TYPE_CHECKING:
    from embviz.gui.curve.plot import CurvePlot

ZOOM = 1.4
# What a page moves, of the steps in view.
PAGE_SHARE = 0.8
SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
# The plus of a keyboard without a number block is above the equals sign, or behind Shift.
ZOOMS = {Qt.Key.Key_Plus: ZOOM, Qt.Key.Key_Equal: ZOOM, Qt.Key.Key_Minus: 1 / ZOOM}
PAGES = {Qt.Key.Key_PageUp: -PAGE_SHARE, Qt.Key.Key_PageDown: PAGE_SHARE}
KEYS = frozenset({*SIDEWAYS, *ENDS, *ZOOMS, *PAGES, Qt.Key.Key_0})
TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class CurveKeys:
    """The keyboard on `plot`; `step` is the one that is read, None where none is."""

    def __init__(self, plot: CurvePlot) -> None:
        self._plot = plot
        self._is_ringed = False
        self.step: int | None = None

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key says; return whether it is one of KEYS."""
        key = Qt.Key(event.key())
        if key in SIDEWAYS:
            self._go(self._from() + SIDEWAYS[key])
        elif key in ENDS:
            self._go(ENDS[key] % max(1, self._plot.step_count))
        elif key in ZOOMS:
            self._plot.zoom(ZOOMS[key], self.step)
        elif key in PAGES:
            self._plot.pan(PAGES[key])
        elif key == Qt.Key.Key_0:
            self._plot.unzoom()
        return key in KEYS

    def come(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, unless the mouse brought it."""
        self._is_ringed = event.reason() in TAB_REASONS
        self._plot.viewport().update()

    def leave(self) -> None:
        """Read no step any more."""
        self._is_ringed = False
        if self.step is not None:
            self.step = None
            self._plot.step_hovered.emit(None)
        self._plot.viewport().update()

    def paint(self, colour: str) -> None:
        """Paint a ring in `colour` around a plot that has the keyboard."""
        if not self._is_ringed:
            return
        viewport = self._plot.viewport()
        with QPainter(viewport) as painter:
            paint_focus(painter, viewport.rect(), colour)

    def _from(self) -> int:
        return self._plot.shown[0] if self.step is None else self.step

    def _go(self, step: int) -> None:
        if self._plot.step_count:
            self.step = max(0, min(step, self._plot.step_count - 1))
            self._plot.show_step(self.step)
            self._plot.step_hovered.emit(self.step)
