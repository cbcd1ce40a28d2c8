"""Sight: what of the tables is in view. The lens that all heatmaps share, and the field to jump to a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QPoint, QRect, Signal

from embviz.core.experiment import Experiment
from embviz.core.messages import Report, Snapshot, Viewport
from embviz.core.reports import Found
from embviz.gui.control.wishes import Wish
from embviz.gui.heatmap.jump import Jump
from embviz.gui.heatmap.lens import Lens
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.states import StateStack
from embviz.gui.selection import Selection

if TYPE_CHECKING:
    from embviz.gui.embedding_view import EmbeddingView
    from embviz.gui.window import MainWindow

# Where the field opens on the card of weight, below its title.
FIELD_AT = QPoint(14, 34)


class Sight(QObject):
    """Joins the cards `panels`, of which the first is that of weight, and `states`.

    `viewport_changed` brings the viewport to ask for, `wanted` a Wish to inquire: what it is told of that
    comes back by `set_report`.
    """

    viewport_changed = Signal(object)
    wanted = Signal(object)
    lens: Lens

    def __init__(
        self,
        window: MainWindow | EmbeddingView,
        panels: Sequence[HeatmapPanel],
        states: StateStack,
        selection: Selection,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._panels, self._states, self._selection = window, panels, states, selection
        self.lens = Lens(self)
        self.jump = Jump(window)
        self.jump.set_theme(window.theme)
        tables: list[HeatmapPanel | StateStack] = [*panels, states]
        for table in tables:
            table.set_lens(self.lens)
            table.resized.connect(self._tell)
        self.weight.offer_whole()
        self.lens.changed.connect(self._tell)
        self.jump.wanted.connect(self._on_wanted)
        self.jump.chosen.connect(self.show_row)
        self.jump.closed.connect(self._on_closed)

    @property
    def weight(self) -> HeatmapPanel:
        """The card over which the field opens."""
        return self._panels[0]

    @property
    def viewport(self) -> Viewport:
        """The viewport of which every cell has a pixel of its own in all tables that are to be seen."""
        # What is hidden has any size, and is told of once it is shown; at first all of them are hidden.
        seen = [panel for panel in self._panels if panel.isVisibleTo(self._window)]
        fitting = [panel.viewport() for panel in seen]
        if not seen or self._states.isVisibleTo(self._window):
            fitting += self._states.viewports()
        fitting = fitting or [panel.viewport() for panel in self._panels]
        height, width = min(one.height for one in fitting), min(one.width for one in fitting)
        (top, bottom), (left, right) = self.lens.rows, self.lens.columns
        whole = Viewport(height=height, width=width)
        if (top, bottom) != (0, self.lens.shape[0]):
            whole = msgspec.structs.replace(whole, row_start=top, row_stop=bottom)
        if (left, right) != (0, self.lens.shape[1]):
            whole = msgspec.structs.replace(whole, column_start=left, column_stop=right)
        return whole

    def expect(self, experiment: Experiment) -> None:
        """Look at a whole table again where `experiment` may bring one of another shape."""
        is_told = experiment.file is None and experiment.corpus is None
        if not is_told or (experiment.rows, experiment.dim) != self.lens.shape:
            self.lens.show_all()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Look at the table of `snapshot`; to be told before the panels."""
        rows, dim = snapshot.weight.shape
        self.lens.set_shape(rows, dim)
        self.jump.set_table(snapshot.run, rows, snapshot.has_labels)

    def set_report(self, report: Report) -> None:
        """Take in what was inquired for, if it was inquired here."""
        if isinstance(report, Found):
            self.jump.set_found(report)

    def give_up(self, _notice: object) -> None:
        """Wait no longer for what was inquired: it may be what was refused."""
        self.jump.give_up()

    def zoom(self, notches: int) -> None:
        """Zoom in by so many notches around the chosen cell, out by negative ones."""
        self.weight.view.zoom(notches)

    def ask_row(self) -> None:
        """Open the field to jump."""
        over = QRect(self.weight.mapTo(self._window, FIELD_AT), self.weight.size())
        self.jump.open(over)

    def _tell(self) -> None:
        self.viewport_changed.emit(self.viewport)

    def _on_wanted(self, text: str) -> None:
        self.wanted.emit(Wish("find", name=text))

    def show_row(self, row: int) -> None:
        """Bring `row` into view, and choose its cell in the column that is chosen."""
        self.lens.show_row(row, self.weight.view.room.readable[0])
        self._selection.select((row, self._selection.selected[1]))

    def _on_closed(self) -> None:
        self.weight.view.setFocus()
