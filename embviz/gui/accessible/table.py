"""TablePart: a heatmap as a screen reader finds it: a table of cells, each with its place and its number.

Each cell that somebody has asked for is a small QObject in the view, so that Qt takes back what it knows of
the cell when either goes. Where there are too many cells to be gone through, and where the table is absent,
there is one: the chosen one, or the one that says why there are none.
"""

# ruff: noqa: N802 - Qt names them

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface

from embviz.core.numbers import short
from embviz.gui.accessible.parts import Found, Leaf, WidgetPart
from embviz.gui.accessible.voice import Pace, raise_event
from embviz.gui.accessible.weakly import weakly
from embviz.gui.heatmap.frame import CellPlace, Frame, cell_in, is_reduced
from embviz.gui.heatmap.view import HeatmapView

# Some screen readers read in all the children of a table at once.
MOST_CELLS = 2000
NOWHERE: CellPlace = (0, 0)


class Cell(QObject):
    """The cell of `view` at `place`, (row, column), for as long as it is in view."""

    def __init__(self, view: HeatmapView, place: CellPlace) -> None:
        super().__init__(view)
        self.view = view
        self.place = place

    @property
    def text(self) -> str:
        """What is read of it: 'weight, row 0, column 3, 0.2303', or 'grad is None'."""
        table = self.view.accessibleName()
        if self.view.tile is None:
            absence = self.view.absence or ("",)
            return self.tr("{table} is {absence}").format(table=table, absence=absence[0])
        found = self.view.value_at(self.place)
        if found is None:
            return self.tr("{table}, not in view").format(table=table)
        return self.tr("{table}, {cell}, {number}").format(
            table=table, cell=found[0], number=short(float(found[1]))
        )

    @property
    def is_focused(self) -> bool:
        """True where the keyboard is on this cell."""
        return self.view.hasFocus() and self.place == (self.view.selected or NOWHERE)


class CellPart(Leaf):
    """What a screen reader finds of a `cell`."""

    kind = QAccessible.Role.Cell

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell, cell.view)
        self._cell = weakly(cell)

    def name(self) -> str:
        cell = self._cell()
        return "" if cell is None else cell.text

    def box(self) -> QRect:
        cell = self._cell()
        frame = None if cell is None else cell.view.frame()
        box = None if cell is None or frame is None else frame.box_of(cell.place)
        return QRect() if box is None else box.toRect()

    def state(self) -> QAccessible.State:
        state, cell = super().state(), self._cell()
        if cell is not None:
            view = cell.view
            state.focusable = state.selectable = True
            state.focused = cell.is_focused
            state.selected = cell.place == view.selected
            state.editable, state.readOnly = view.edit is not None, view.edit is None
        return state


class TablePart(WidgetPart):
    """What a screen reader finds of a heatmap: its cells, row by row, and then what stands over them."""

    kind = QAccessible.Role.Table

    def __init__(self, view: HeatmapView) -> None:
        super().__init__(view)
        self._view = weakly(view)
        # The view keeps it.
        self._watch = weakly(CellWatch(view))

    def childCount(self) -> int:
        watch = self._watch()
        return 0 if watch is None else watch.count + super().childCount()

    def child(self, index: int) -> Found:
        watch = self._watch()
        if watch is None or index < 0:
            return None
        if index >= watch.count:
            return super().child(index - watch.count)
        return QAccessible.queryAccessibleInterface(watch.at(index))

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        thing, watch = child.object(), self._watch()
        if watch is None:
            return -1
        if isinstance(thing, Cell):
            return watch.index_of(thing.place)
        among = super().indexOfChild(child)
        return among if among < 0 else watch.count + among

    def childAt(self, x: int, y: int) -> Found:
        view, watch = self._view(), self._watch()
        frame = None if view is None else view.frame()
        if view is None or watch is None or frame is None:
            return None
        place = frame.place_at(view.mapFromGlobal(QPoint(x, y)).toPointF())
        return None if place is None else self.child(watch.index_of(place))

    def focusChild(self) -> Found:
        view, watch = self._view(), self._watch()
        if view is not None and watch is not None and view.hasFocus():
            return QAccessible.queryAccessibleInterface(watch.chosen)
        return super().focusChild()


class CellWatch(QObject):
    """The cells of `view` that were asked for, and the events about the one that has the keyboard.

    It is told of when another is chosen, or the keyboard comes to it, and of a new number in it when that is
    due.
    """

    def __init__(self, view: HeatmapView) -> None:
        super().__init__(view)
        self._view = view
        self._cells: dict[CellPlace, Cell] = {}
        self._told: tuple[CellPlace, str] | None = None
        self._numbers = Pace(self._tell_number, self)
        # What Qt tells of the view itself comes after its own events, and is to be heard first.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell_focus)
        view.told_anew.connect(self._on_told_anew)
        view.installEventFilter(self)
        if view.hasFocus():
            self._soon.start()

    @property
    def count(self) -> int:
        """How many cells there are."""
        frame = self._grid()
        return 1 if frame is None else frame.tile.values.size

    @property
    def chosen(self) -> Cell:
        """The cell that has the keyboard while the view has it."""
        return self._cell(self._view.selected or NOWHERE)

    @property
    def kept(self) -> int:
        """How many cells have been asked for and are still known."""
        return len(self._cells)

    def at(self, index: int) -> Cell:
        """Return cell `index`, from left to right and downwards."""
        frame = self._grid()
        if frame is None:
            return self.chosen
        row, column = divmod(index, frame.tile.values.shape[1])
        return self._cell((frame.tile.row_span(row)[0], frame.tile.column_span(column)[0]))

    def index_of(self, place: CellPlace) -> int:
        """Return the index of the cell at `place`, -1 where it is not among them."""
        frame = self._grid()
        if frame is None:
            return 0 if place == self.chosen.place else -1
        cell = frame.cell_of(place)
        return -1 if cell is None else cell[0] * frame.tile.values.shape[1] + cell[1]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view and event.type() == QEvent.Type.FocusIn:
            self._told = None
            self._soon.start()
        return super().eventFilter(watched, event)

    def _grid(self) -> Frame | None:
        """Return the frame of cells to go through, None where there are none, or too many."""
        frame = self._view.frame()
        is_long = frame is None or is_reduced(frame.tile) or frame.tile.values.size > MOST_CELLS
        return None if is_long else frame

    def _cell(self, place: CellPlace) -> Cell:
        if place not in self._cells:
            self._cells[place] = Cell(self._view, place)
        return self._cells[place]

    def _on_told_anew(self) -> None:
        self._forget()
        if not self._view.hasFocus():
            return
        if self._told is None or self._told[0] != self.chosen.place:
            self._soon.start()
        else:
            self._numbers.ask()

    def _forget(self) -> None:
        """Let go of the cells that have gone out of view."""
        tile = self._view.tile
        for place in tuple(self._cells):
            is_chosen = place == (self._view.selected or NOWHERE)
            bounds = () if tile is None else zip((tile.rows, tile.columns), place, strict=True)
            is_seen = tile is not None and all(cell_in(span, 1, index) is not None for span, index in bounds)
            if not is_chosen and not is_seen:
                self._cells.pop(place).deleteLater()

    def _tell_focus(self) -> None:
        if self._view.hasFocus():
            cell = self.chosen
            self._told = cell.place, cell.text
            raise_event(cell, QAccessible.Event.Focus)

    def _tell_number(self) -> None:
        cell = self.chosen
        told = cell.place, cell.text
        if self._view.hasFocus() and told != self._told:
            self._told = told
            raise_event(cell, QAccessible.Event.NameChanged)
