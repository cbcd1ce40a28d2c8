"""StateStack: a heatmap for each of the optimizer's own tables."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from embviz.core.experiment import Experiment
from embviz.core.messages import Outline, Snapshot, Viewport
from embviz.core.optimizers import OPTIMIZERS
from embviz.gui.compare.words import SIDE_BY_SIDE
from embviz.gui.heatmap.lens import Lens
from embviz.gui.heatmap.optional import StatePanel
from embviz.gui.heatmap.panels import CellPlace
from embviz.gui.theme import GAP_PX, Theme
from embviz.gui.widgets.panel import Panel

# From so many tables on, two stand beside each other.
PAIRED_FROM = 3


class StateStack(Panel):
    """Cards for the tables that the optimizer keeps or will keep, one below the other or in pairs.

    It has no ground of its own, and is hidden while there are no tables. Signals and verbs are those of a
    HeatmapPanel, of all its cards together; `panels` has these by torch's names. Its vertical stretch is the
    number of cards that stand below each other.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    cell_pressed = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panels: dict[str, StatePanel] = {}
        self._hovered: CellPlace | None = None
        self._selected: CellPlace | None = None
        self._is_wanted = True
        self._mode = SIDE_BY_SIDE
        self._outline: Outline | None = None
        self._lens: Lens | None = None
        for part in (self.title, self.subtitle, self.chip):
            part.hide()
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP_PX)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(self._grid, 1)
        self._stretch(0)
        self.retranslate()

    def expect(self, names: tuple[str, ...]) -> None:
        """Make a place for each of the tables called `names`, and for no other."""
        if names != tuple(self.panels):
            self._rebuild(names)
        self._show_if_any()

    def set_wanted(self, is_wanted: bool) -> None:
        """Say whether the tables are to be seen, where there are any."""
        self._is_wanted = is_wanted
        self._show_if_any()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        super().set_snapshot(snapshot)
        self._outline = snapshot.outline or self._outline
        self.expect(expected_tables(snapshot.experiment, snapshot.state))
        for panel in self.panels.values():
            panel.set_snapshot(snapshot)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for panel in self.panels.values():
            panel.set_theme(theme)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("optimizer state"))
        for panel in self.panels.values():
            panel.retranslate()

    def mark(self, place: CellPlace | None) -> None:
        """Mark the cell at (row, column) in all tables; None takes the mark away."""
        self._hovered = place
        for panel in self.panels.values():
            panel.mark(place)

    def select(self, place: CellPlace | None) -> None:
        """Put the strong ring on the cell at (row, column) in all tables; None takes it away."""
        self._selected = place
        for panel in self.panels.values():
            panel.select(place)

    def set_lens(self, lens: Lens) -> None:
        """Look at the part of all tables that `lens` looks at."""
        self._lens = lens
        for panel in self.panels.values():
            panel.set_lens(lens)

    def set_compare_mode(self, mode: str) -> None:
        """Show what is compared in another way in all tables: `mode` is one of MODES."""
        self._mode = mode
        for panel in self.panels.values():
            panel.set_compare_mode(mode)

    def viewports(self) -> list[Viewport]:
        """Return the viewport of each table, of which every cell has a pixel of its own."""
        return [panel.viewport() for panel in self.panels.values()]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing: the cards inside have grounds of their own."""

    def _rebuild(self, names: tuple[str, ...]) -> None:
        for panel in self.panels.values():
            self._grid.removeWidget(panel)
        for name in set(self.panels) - set(names):
            gone = self.panels.pop(name)
            gone.hide()
            gone.deleteLater()
        self.panels = {name: self.panels.get(name) or self._made(name) for name in names}
        paired = len(names) >= PAIRED_FROM
        for index, panel in enumerate(self.panels.values()):
            row, column = divmod(index, 2) if paired else (index, 0)
            # The last one, if it has no partner, has the whole width.
            is_alone = not paired or (column == 0 and index == len(names) - 1)
            self._grid.addWidget(panel, row, column, 1, 2 if is_alone else 1)
            panel.show()
        self._stretch(-(-len(names) // 2) if paired else len(names))

    def _made(self, name: str) -> StatePanel:
        panel = StatePanel(name, self)
        panel.setObjectName(f"panel_{name}")
        panel.set_theme(self.theme)
        if self._lens is not None:
            panel.set_lens(self._lens)
        panel.mark(self._hovered)
        panel.select(self._selected)
        panel.set_compare_mode(self._mode)
        panel.see_outline(self._outline)
        panel.cell_hovered.connect(self.cell_hovered)
        panel.cell_clicked.connect(self.cell_clicked)
        panel.cell_pressed.connect(self.cell_pressed)
        panel.resized.connect(self.resized)
        return panel

    def _stretch(self, rows: int) -> None:
        for row in range(max(self._grid.rowCount(), rows)):
            self._grid.setRowStretch(row, 1 if row < rows else 0)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setVerticalStretch(rows)
        self.setSizePolicy(policy)

    def _show_if_any(self) -> None:
        # Without a parent, showing it would open a window of its own.
        if not self.panels or not self._is_wanted:
            self.hide()
        elif self.isHidden() and self.parentWidget() is not None:
            self.show()


def expected_tables(experiment: Experiment | None, made: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the names of the tables that torch will keep for the optimizer, and of those it has `made`."""
    recipe = () if experiment is None else OPTIMIZERS[experiment.optimizer].tables(experiment.arguments)
    return tuple(dict.fromkeys((*recipe, *made)))
