"""HeatmapPanel: the card of one table of the snapshot, or of the plate that says why there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from embviz.core.messages import Snapshot, Tile
from embviz.gui.heatmap.view import CellPlace as CellPlace
from embviz.gui.heatmap.view import HeatmapView
from embviz.gui.theme import Theme
from embviz.gui.widgets.panel import PADDING_PX, Panel

DTYPE = "float32"
# Below this height a card gives its cells what its own borders can spare.
LOW_BELOW_PX = 176
BORDER_PX = 10
LOW_BORDER_PX = 5


class HeatmapPanel(Panel):
    """The card of one table; `source` says which, `name` is torch's word for it, and `is_editable` whether
    numbers can be typed into its cells.

    `cell_hovered`, `cell_clicked`, `cell_edited` and `resized` are those of its view.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    cell_edited = Signal(object, float)
    resized = Signal()

    def __init__(
        self,
        name: str,
        source: Callable[[Snapshot], Tile | None],
        parent: QWidget | None = None,
        *,
        is_editable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._source = source
        self._hovered: CellPlace | None = None
        self.view = HeatmapView(is_editable)
        self.view.setObjectName(f"view_{name}")
        for here, there in (
            (self.view.cell_hovered, self.cell_hovered),
            (self.view.cell_clicked, self.cell_clicked),
            (self.view.cell_edited, self.cell_edited),
            (self.view.resized, self.resized),
        ):
            here.connect(there)
        self.body.addWidget(self.view, 1)
        # One share of a column; a StateStack takes one for each row of its cards.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setVerticalStretch(1)
        self.setSizePolicy(policy)
        self.title.setText(name)
        self.setAccessibleName(name)
        self.view.setAccessibleName(name)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        before = self.snapshot
        super().set_snapshot(snapshot)
        # The same moment comes again with other facts: what is shown here is shown already.
        if before is None or self._shown_of(before) != self._shown_of(snapshot):
            self._show(snapshot)

    def retranslate(self) -> None:
        if self.snapshot is not None:
            self._show(self.snapshot)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.view.set_theme(theme)

    def mark(self, place: CellPlace | None) -> None:
        """Mark the cell at (row, column) of the table and read it out; None takes the mark away."""
        self._hovered = place
        self.view.mark(place)
        self._show_readout()

    def select(self, place: CellPlace | None) -> None:
        """Put the strong ring on the cell at (row, column) of the table; None takes it away."""
        self.view.select(place)

    def light(self, rows: tuple[int, ...]) -> None:
        """Frame `rows` of the table; none takes the frames away."""
        self.view.light(rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        border = LOW_BORDER_PX if self.height() < LOW_BELOW_PX else BORDER_PX
        if self.body.contentsMargins().top() != border:
            self.body.setContentsMargins(PADDING_PX, border, PADDING_PX, border)

    def _shown_of(self, snapshot: Snapshot) -> tuple[object, ...]:
        # By identity: comparing tables, or experiments, would cost more than showing them.
        return id(self._source(snapshot)), snapshot.run, snapshot.grad_status, id(snapshot.experiment)

    def _show(self, snapshot: Snapshot) -> None:
        tile = self._source(snapshot)
        self.view.set_padding_row(_padding_row(snapshot))
        self.view.set_tile(tile, snapshot.run, self._absence(snapshot))
        self.subtitle.setText(self._subtitle(snapshot, tile))
        self.chip.set_text(self._state(snapshot))
        self.view.setAccessibleDescription(self._description(tile))
        self._show_readout()

    def _show_readout(self) -> None:
        found = None if self._hovered is None else self.view.value_at(self._hovered)
        readout = "" if found is None else f"{found[0]}: {found[1]!s}"
        if readout != self.view.readout:
            self.view.readout = readout
            self.view.update()

    def _subtitle(self, snapshot: Snapshot, tile: Tile | None) -> str:
        what = self._what(snapshot)
        if tile is None or tile.is_whole:
            return what
        return self.tr("{what} · each cell shows its largest magnitude").format(what=what)

    def _what(self, snapshot: Snapshot) -> str:
        rows, columns = snapshot.weight.shape
        dtype = DTYPE if snapshot.experiment is None else snapshot.experiment.dtype
        return self.tr("{rows} × {columns} {dtype}").format(rows=rows, columns=columns, dtype=dtype)

    def _absence(self, snapshot: Snapshot) -> tuple[str, str]:
        return "", ""

    def _state(self, snapshot: Snapshot) -> str:
        return ""

    def _description(self, tile: Tile | None) -> str:
        if tile is None:
            return self.view.absence[0] if self.view.absence else ""
        return self.tr("{rows} rows, {columns} columns").format(rows=tile.shape[0], columns=tile.shape[1])


class GradPanel(HeatmapPanel):
    """The card of `weight.grad`: it tells None from zeros, and a fresh gradient from a used one."""

    def _absence(self, snapshot: Snapshot) -> tuple[str, str]:
        return "None", self.tr("Backward fills it")

    def _what(self, snapshot: Snapshot) -> str:
        rows = snapshot.grad_status.sparse_rows
        if rows is None:
            return "d loss / d weight"
        if rows == 1:
            return self.tr("d loss / d weight · sparse, 1 row stored")
        return self.tr("d loss / d weight · sparse, {rows} rows stored").format(rows=rows)

    def _state(self, snapshot: Snapshot) -> str:
        status = snapshot.grad_status
        return {
            "none": "None",
            "fresh": self.tr("fresh"),
            "stale": self.tr("stale"),
            "accumulated": self.tr("accumulated × {passes}").format(passes=status.passes),
        }[status.kind]


class StatePanel(HeatmapPanel):
    """The card of one of the optimizer's own tables, from before torch has made it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, lambda snapshot: snapshot.state.get(name), parent)

    def _absence(self, snapshot: Snapshot) -> tuple[str, str]:
        return self.tr("not created yet"), self.tr("the first Step makes it")

    def _what(self, snapshot: Snapshot) -> str:
        if snapshot.experiment is None:
            return self.tr("optimizer state")
        return self.tr("{optimizer} state").format(optimizer=snapshot.experiment.optimizer)


def _padding_row(snapshot: Snapshot) -> int | None:
    experiment = snapshot.experiment
    if experiment is None or experiment.padding_idx is None:
        return None
    # -1 is the last row, as in torch.
    return experiment.padding_idx % experiment.rows
