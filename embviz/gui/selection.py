"""Selection: the one cell that is looked at, marked in every table alike."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from embviz.core.messages import Snapshot
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.states import StateStack
from embviz.gui.heatmap.view import CellPlace

FIRST_CELL = (0, 0)


class Selection(QObject):
    """Joins `tables`: the cell under the mouse and the cell that was clicked are shown in all of them.

    `changed` brings the cell to explain, (row, column): the one under the mouse, else the one selected.
    """

    changed = Signal(object)

    def __init__(self, tables: Sequence[HeatmapPanel | StateStack], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tables = tables
        self._hovered: CellPlace | None = None
        self._run: int | None = None
        self.selected: CellPlace = FIRST_CELL
        for table in tables:
            table.cell_hovered.connect(self._on_hovered)
            table.cell_clicked.connect(self.select)
            table.select(self.selected)

    @property
    def place(self) -> CellPlace:
        """The cell to explain."""
        return self.selected if self._hovered is None else self._hovered

    def select(self, place: CellPlace) -> None:
        """Look at the cell at `place`."""
        self.selected = place
        for table in self._tables:
            table.select(place)
        self.changed.emit(self.place)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Go back to the first cell where a new run's table is too small for the one selected."""
        if snapshot.run == self._run:
            return
        self._run = snapshot.run
        if any(place >= size for place, size in zip(self.selected, snapshot.weight.shape, strict=True)):
            self.select(FIRST_CELL)

    def _on_hovered(self, place: CellPlace | None) -> None:
        if place == self._hovered:
            return
        self._hovered = place
        for table in self._tables:
            table.mark(place)
        self.changed.emit(self.place)
