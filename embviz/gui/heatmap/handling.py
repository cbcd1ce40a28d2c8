"""Handling: what mouse, wheel and keys do to a heatmap: choose, edit, zoom and pan.

The wheel zooms around the mouse, with Ctrl the rows alone; with Shift it pans the rows, sideways the columns.
A drag pans, a double click zooms in on a cell that stands for several and edits any other. + and - zoom
where they do not begin a number, with Alt the rows alone; PageUp and PageDown pan the rows, with Shift the
columns. The arrows choose, and Ctrl+Space is as good as a click on the chosen cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from embviz.gui.heatmap.frame import CellPlace
from embviz.gui.heatmap.lens import Lens

if TYPE_CHECKING:
    from embviz.gui.heatmap.view import HeatmapView

DRAG_PX = 4
NOTCH = 120
ZOOM = 1.6
# While a pixel stands for many rows the aim need not be finer than the hand's.
CROWDED_ZOOM = 4.0
CROWDED_ROWS_PER_PX = 4
# A notch of the wheel moves on by so much of what is in view.
WHEEL_SHARE = 8
ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NUMBER_STARTS = frozenset("0123456789+-.")
ZOOMS = {"+": 1, "-": -1}
# With Alt, for the rows alone.
ROW_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class Handling:
    """The hands on `view`. Each verb takes an event; those that return a truth say whether it was theirs."""

    def __init__(self, view: HeatmapView) -> None:
        self._view = view
        # Where the mouse is, None while it is elsewhere.
        self._at: QPointF | None = None
        self._pressed: QPointF | None = None
        # What was in view first when the drag began; None while there is none.
        self._dragged_from: CellPlace | None = None
        self._turned = QPoint()

    def press(self, event: QMouseEvent) -> None:
        """Begin a click, or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged_from = event.position(), None

    def move(self, event: QMouseEvent) -> None:
        """Pan while a button is held, or tell of the cell under the mouse."""
        self._at = event.position()
        if self._pressed is not None and self._is_dragging(event.position()):
            self._drag(event.position() - self._pressed)
        else:
            self._view.cell_hovered.emit(self._place_at(event.position()))

    def leave(self) -> None:
        """Tell that no cell is under the mouse any more."""
        self._at = None
        self._view.cell_hovered.emit(None)

    def look_again(self) -> None:
        """Tell of the cell under the mouse where another may have come to be there."""
        frame = self._view.frame()
        # Until the picture of what is looked at has come, no other cell is known.
        if self._at is not None and frame is not None and frame.is_settled:
            self._view.cell_hovered.emit(frame.place_at(self._at))

    def release(self, event: QMouseEvent) -> None:
        """End a drag, or choose the cell that was clicked."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        place = self._place_at(self._pressed)
        was_dragged, self._pressed, self._dragged_from = self._dragged_from is not None, None, None
        self._view.unsetCursor()
        if place is not None and not was_dragged:
            self._view.cell_clicked.emit(place)
            self._view.cell_pressed.emit(place)

    def double_click(self, event: QMouseEvent) -> None:
        """Zoom in on a cell that stands for several, or edit it."""
        frame, place, lens = self._view.frame(), self._place_at(event.position()), self._view.lens
        if event.button() != Qt.MouseButton.LeftButton or frame is None or place is None:
            return
        spans = frame.spans_of(place)
        if lens is None or spans is None or frame.is_alone(place):
            self._view.begin_edit(place)
        else:
            lens.zoom_to(*spans, self._view.room.readable)

    def wheel(self, event: QWheelEvent) -> bool:
        """Zoom, or pan."""
        lens, turned = self._view.lens, self._turned + event.angleDelta()
        if lens is None:
            return False
        # A touchpad turns the wheel by a few degrees at a time.
        right, down = int(turned.x() / NOTCH), int(turned.y() / NOTCH)
        self._turned = turned - QPoint(right, down) * NOTCH
        held, before = event.modifiers(), (lens.rows, lens.columns)
        if held & Qt.KeyboardModifier.ShiftModifier:
            # On a Mac, Shift turns the wheel sideways by itself.
            self._pan(lens, -(down or right), 0)
        elif right:
            self._pan(lens, 0, -right)
        elif down:
            is_rows_alone = bool(held & Qt.KeyboardModifier.ControlModifier)
            self.zoom(down, event.position(), is_rows_alone=is_rows_alone)
        return before != (lens.rows, lens.columns) or not lens.is_whole

    def zoom(self, notches: int, at: QPointF | None = None, *, is_rows_alone: bool = False) -> None:
        """Zoom in by so many notches, out by negative ones: around `at`, the chosen cell or the middle."""
        view, lens, frame = self._view, self._view.lens, self._view.frame()
        if lens is None or frame is None:
            return
        around = _middle(lens, view.selected) if at is None else frame.point_of(at)
        for _ in range(abs(notches)):
            rows_per_px = (lens.rows[1] - lens.rows[0]) / max(1, frame.area.height())
            factor = CROWDED_ZOOM if rows_per_px > CROWDED_ROWS_PER_PX else ZOOM
            factor = factor if notches > 0 else 1 / factor
            lens.zoom(factor, around, view.room.readable, is_rows_alone=is_rows_alone)

    def key(self, event: QKeyEvent) -> bool:
        """Choose another cell, press or edit it, zoom or pan."""
        key, view = Qt.Key(event.key()), self._view
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held:
            return self._key_held(key, held)
        if key in ARROWS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._choose_beside(*ARROWS[key])
        elif view.is_typed_into and key in ENTERS:
            view.begin_edit(view.selected)
        elif view.is_typed_into and event.text() in NUMBER_STARTS:
            view.begin_edit(view.selected, event.text())
        elif view.lens is not None and event.text() in ZOOMS:
            self.zoom(ZOOMS[event.text()])
        elif view.lens is not None and key in PAGES:
            is_sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            first, past = view.lens.columns if is_sideways else view.lens.rows
            far = PAGES[key] * (past - first)
            view.lens.pan(*((0, far) if is_sideways else (far, 0)))
        else:
            return False
        return True

    def _key_held(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Do what `key` is for while Ctrl or Alt is held down."""
        view = self._view
        if (held, key) == (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Space):
            if view.selected is not None and view.value_at(view.selected) is not None:
                view.cell_pressed.emit(view.selected)
        elif held == Qt.KeyboardModifier.AltModifier and key in ROW_ZOOMS and view.lens is not None:
            self.zoom(ROW_ZOOMS[key], is_rows_alone=True)
        else:
            return False
        return True

    def _choose_beside(self, down: int, right: int) -> None:
        """Choose the cell beside the chosen one, or the first one in view where none is."""
        view, lens, frame = self._view, self._view.lens, self._view.frame()
        if frame is None:
            return
        place = frame.beside(view.selected, down, right, is_bounded=lens is None)
        if lens is not None:
            lens.show_cell(place)
        view.cell_clicked.emit(place)

    def _place_at(self, point: QPointF) -> CellPlace | None:
        frame = self._view.frame()
        return None if frame is None else frame.place_at(point)

    def _is_dragging(self, point: QPointF) -> bool:
        lens = self._view.lens
        if self._dragged_from is None and lens is not None and not lens.is_whole:
            assert self._pressed is not None
            if (point - self._pressed).manhattanLength() > DRAG_PX:
                self._dragged_from = lens.rows[0], lens.columns[0]
                self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        return self._dragged_from is not None

    def _drag(self, by: QPointF) -> None:
        lens, area = self._view.lens, self._view.room.area
        assert lens is not None
        assert self._dragged_from is not None
        row, column = self._dragged_from
        down = by.y() * (lens.rows[1] - lens.rows[0]) / max(1, area.height())
        right = by.x() * (lens.columns[1] - lens.columns[0]) / max(1, area.width())
        lens.move_to(round(row - down), round(column - right))

    def _pan(self, lens: Lens, rows: int, columns: int) -> None:
        height, width = lens.rows[1] - lens.rows[0], lens.columns[1] - lens.columns[0]
        lens.pan(rows * max(1, height // WHEEL_SHARE), columns * max(1, width // WHEEL_SHARE))


def _middle(lens: Lens, chosen: CellPlace | None) -> tuple[float, float]:
    """Return the middle of the chosen cell where it is in view, else that of the view."""
    spans = (lens.rows, lens.columns)
    if chosen is not None and all(
        first <= index < past for index, (first, past) in zip(chosen, spans, strict=True)
    ):
        return chosen[0] + 0.5, chosen[1] + 0.5
    return sum(lens.rows) / 2, sum(lens.columns) / 2
