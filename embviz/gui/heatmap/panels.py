"""HeatmapPanel: the card of one table of the snapshot, or of the plate that says why there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from embviz.core.messages import Other, Outline, Snapshot, Tile, Viewport
from embviz.gui.compare.words import SIDE_BY_SIDE, MomentWords
from embviz.gui.heatmap.colours import Scale
from embviz.gui.heatmap.compare import Stage, other_tile
from embviz.gui.heatmap.difference_words import DifferenceWords
from embviz.gui.heatmap.frame import is_reduced
from embviz.gui.heatmap.lens import Lens
from embviz.gui.heatmap.span_words import SpanWords, counted
from embviz.gui.heatmap.view import CellPlace as CellPlace
from embviz.gui.heatmap.view import HeatmapView
from embviz.gui.theme import Theme, px
from embviz.gui.widgets.panel import PADDING_PX, Panel
from embviz.gui.widgets.segments import Segment

DTYPE = "float32"
# Below this height a card gives its cells what its own borders can spare.
LOW_BELOW_PX = 176
BORDER_PX = 10
LOW_BORDER_PX = 5


class HeatmapPanel(Panel):
    """The card of one table; `source` says which, `name` is torch's word for it, and `is_editable` whether
    numbers can be typed into its cells.

    Its signals are those of its view. A moment that is compared with the one on screen stands beside it, or
    one view shows their difference.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    cell_pressed = Signal(object)
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
        self.whole: Segment | None = None
        self._lens: Lens | None = None
        self._hovered: CellPlace | None = None
        self._selected: CellPlace | None = None
        self._mode = SIDE_BY_SIDE
        self._spans, self._difference = SpanWords(self), DifferenceWords(self)
        self._words = MomentWords(self)
        self._shown: tuple[object, ...] = ()
        self.view = HeatmapView(is_editable)
        self.view.setObjectName(f"view_{name}")
        self._stage = Stage(self.view, self._made_beside)
        for here, there in (
            (self.view.cell_hovered, self.cell_hovered),
            (self.view.cell_clicked, self.cell_clicked),
            (self.view.cell_pressed, self.cell_pressed),
            (self.view.cell_edited, self.cell_edited),
            (self.view.resized, self.resized),
        ):
            here.connect(there)
        self.body.addLayout(self._stage, 1)
        # One share of a column; a StateStack takes one for each row of its cards.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setVerticalStretch(1)
        self.setSizePolicy(policy)
        self.title.setText(name)
        self.setAccessibleName(name)
        self.view.setAccessibleName(name)

    @property
    def beside(self) -> HeatmapView | None:
        """The view of the other moment, or of the difference, once there was one to show."""
        return self._stage.beside

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands above the two views, nothing where there is one."""
        return self._stage.captions

    def set_lens(self, lens: Lens) -> None:
        """Look at the part of the table that `lens` looks at."""
        self._lens = lens
        for view in self._stage.views:
            view.set_lens(lens)
        lens.changed.connect(self._on_lens_changed)

    def offer_whole(self) -> None:
        """Have the word in the header that brings the whole table back, while a part is looked at."""
        header = self.body.itemAt(0)
        assert isinstance(header, QHBoxLayout)
        self.whole = Segment()
        self.whole.setObjectName("whole_table")
        self.whole.setCheckable(False)
        self.whole.hide()
        self.whole.clicked.connect(self._on_whole_clicked)
        header.addWidget(self.whole)
        self.retranslate()

    def viewport(self) -> Viewport:
        """Return the viewport that fits: of two views beside each other each cell has a pixel of its own."""
        return self._stage.shown[0].viewport()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        before = self.snapshot
        super().set_snapshot(snapshot)
        self._words.see(snapshot.outline)
        for view in self._stage.views:
            view.set_names(snapshot.names)
            view.set_overview(self._overview(snapshot), snapshot.run)
        shown = self._shown_of(snapshot)
        # The same moment comes again with other facts: what is shown here is shown already. `before` keeps
        # its tables alive until here, so that no other has the place of one that was shown.
        if before is None or shown != self._shown:
            self._shown = shown
            self._show(snapshot)

    def see_outline(self, outline: Outline | None) -> None:
        """Take the names of moments from an outline that came before this panel."""
        self._words.see(outline)

    def set_compare_mode(self, mode: str) -> None:
        """Show what is compared in another way: `mode` is one of MODES."""
        if mode == self._mode:
            return
        self._mode = mode
        if self.snapshot is not None and self.snapshot.other is not None:
            self._show(self.snapshot)

    def retranslate(self) -> None:
        if self.whole is not None:
            self.whole.set_text(self.tr("whole table"))
            self.whole.setToolTip(self.tr("Look at the whole table again (Ctrl+0)"))
        if self.snapshot is not None:
            self._show(self.snapshot)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if self.whole is not None:
            self.whole.set_theme(theme)
        for view in self._stage.views:
            view.set_theme(theme)

    def mark(self, place: CellPlace | None) -> None:
        """Mark the cell at (row, column) of the table and read it out; None takes the mark away."""
        self._hovered = place
        for view in self._stage.views:
            view.mark(place)
        self._show_readout()

    def select(self, place: CellPlace | None) -> None:
        """Put the strong ring on the cell at (row, column) of the table; None takes it away."""
        self._selected = place
        for view in self._stage.views:
            view.select(place)
            view.setAccessibleDescription(self._description(view))

    def light(self, rows: tuple[int, ...]) -> None:
        """Frame `rows` of the table; none takes the frames away."""
        self.view.light(rows)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # While it was hidden its size did not count.
        self.resized.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        border = LOW_BORDER_PX if self.height() < px(LOW_BELOW_PX) else BORDER_PX
        if self.body.contentsMargins().top() != border:
            self.body.setContentsMargins(PADDING_PX, border, PADDING_PX, border)

    def _shown_of(self, snapshot: Snapshot) -> tuple[object, ...]:
        other = snapshot.other
        # By identity: comparing tables, or experiments, would cost more than showing them.
        return (
            id(self._source(snapshot)),
            snapshot.run,
            snapshot.grad_status,
            id(snapshot.experiment),
            None if other is None else (id(other), self._words.captions(snapshot, other)),
        )

    def _show(self, snapshot: Snapshot) -> None:
        if snapshot.other is None:
            self._stage.show_alone()
            self._show_live(snapshot)
        elif self._mode == SIDE_BY_SIDE:
            self._show_both(snapshot, snapshot.other)
        else:
            self._show_difference(snapshot, snapshot.other)
        self._show_readout()

    def _show_live(self, snapshot: Snapshot, also: Tile | None = None, scale: Scale | None = None) -> None:
        tile = self._source(snapshot)
        self.view.set_padding_row(_padding_row(snapshot))
        self.view.set_tile(tile, snapshot.run, self._absence(snapshot), also=also, scale=scale)
        self.subtitle.setText(self._subtitle(self._what(snapshot), tile))
        self.chip.set_text(self._state(snapshot))
        self.view.setAccessibleDescription(self._description(self.view))

    def _show_both(self, snapshot: Snapshot, other: Other) -> None:
        there, scale = other_tile(other, self.name), self._stage.scales(other.moment).both
        captions = self._words.captions(snapshot, other)
        beside = self._stage.show_both(captions)
        self._show_live(snapshot, there, scale)
        is_alike = there is None or there.shape == snapshot.weight.shape
        beside.set_padding_row(_padding_row(snapshot) if is_alike else None)
        beside.set_tile(there, snapshot.run, self._other_absence(), also=self._source(snapshot), scale=scale)
        self._describe_beside(beside, captions.other)

    def _show_difference(self, snapshot: Snapshot, other: Other) -> None:
        difference, scale = other.differences.get(self.name), self._stage.scales(other.moment).difference
        names = self._words.names(snapshot, other)
        text = self.tr("{this} minus {other}").format(this=names.this, other=names.other)
        here, there = self._source(snapshot), other_tile(other, self.name)
        beside = self._stage.show_difference()
        beside.set_padding_row(_padding_row(snapshot))
        beside.set_tile(
            difference,
            snapshot.run,
            self._difference.why_none(here, there, names, self._missing),
            scale=scale,
        )
        self.subtitle.setText(self._subtitle(text, difference))
        self.chip.set_text(self._difference.state(here, there, difference))
        self._describe_beside(beside, text)

    def _made_beside(self) -> HeatmapView:
        """Return a second view, which cannot be edited and looks at the same cells as the first."""
        beside = HeatmapView()
        beside.setObjectName(f"beside_{self.name}")
        beside.set_theme(self.theme)
        if self._lens is not None:
            beside.set_lens(self._lens)
        if self.snapshot is not None:
            beside.set_names(self.snapshot.names)
        beside.mark(self._hovered)
        beside.select(self._selected)
        beside.cell_hovered.connect(self._on_beside_hovered)
        beside.cell_clicked.connect(self._on_beside_clicked)
        beside.cell_pressed.connect(self._on_beside_pressed)
        beside.resized.connect(self.resized)
        return beside

    def _on_beside_hovered(self, place: CellPlace | None) -> None:
        self.cell_hovered.emit(place if self._has(place) else None)
        # A cell that only the other moment's table has is read out there, and nowhere else.
        self.mark(place)

    def _on_beside_clicked(self, place: CellPlace) -> None:
        if self._has(place):
            self.cell_clicked.emit(place)

    def _on_beside_pressed(self, place: CellPlace) -> None:
        if self._has(place):
            self.cell_pressed.emit(place)

    def _has(self, place: CellPlace | None) -> bool:
        if place is None or self.snapshot is None:
            return False
        return all(index < size for index, size in zip(place, self.snapshot.weight.shape, strict=True))

    def _show_readout(self) -> None:
        for view in self._stage.shown:
            found = None if self._hovered is None else view.value_at(self._hovered)
            readout = "" if found is None else f"{found[0]}: {found[1]!s}"
            if readout != view.readout:
                view.readout = readout
                view.update()

    @property
    def _part(self) -> str | None:
        """Which part of the table is looked at, None where it is the whole."""
        lens, snapshot = self._lens, self.snapshot
        if lens is None or lens.is_whole or snapshot is None or lens.shape != snapshot.weight.shape:
            return None
        return self._spans.part(lens)

    def _on_whole_clicked(self) -> None:
        if self._lens is not None:
            self._lens.show_all()

    def _on_lens_changed(self) -> None:
        if self.whole is not None and self._lens is not None:
            self.whole.setVisible(not self._lens.is_whole)
        if self.snapshot is not None:
            self._show(self.snapshot)

    def _overview(self, snapshot: Snapshot) -> Tile | None:
        return snapshot.overview

    def _subtitle(self, what: str, tile: Tile | None) -> str:
        if tile is None or not is_reduced(tile):
            return what
        return self.tr("{what} · each cell shows its largest magnitude").format(what=what)

    def _what(self, snapshot: Snapshot) -> str:
        dtype = DTYPE if snapshot.experiment is None else snapshot.experiment.dtype
        if (part := self._part) is not None:
            return self.tr("{part} · {dtype}").format(part=part, dtype=dtype)
        rows, columns = map(counted, snapshot.weight.shape)
        return self.tr("{rows} × {columns} {dtype}").format(rows=rows, columns=columns, dtype=dtype)

    def _absence(self, snapshot: Snapshot) -> tuple[str, str]:
        return "", ""

    def _state(self, snapshot: Snapshot) -> str:
        return ""

    def _other_absence(self) -> tuple[str, str]:
        return "", ""

    def _missing(self, moments: str) -> str:
        return self.tr("{name} is not there at {moments}").format(name=self.name, moments=moments)

    def _describe_beside(self, beside: HeatmapView, what: str) -> None:
        beside.setAccessibleName(f"{self.name}, {what}")
        beside.setAccessibleDescription(self._description(beside))

    def _description(self, view: HeatmapView) -> str:
        tile = view.tile
        if tile is None:
            return view.absence[0] if view.absence else ""
        text = self.tr("{rows} rows, {columns} columns").format(rows=tile.shape[0], columns=tile.shape[1])
        if (part := self._part) is not None:
            text = self.tr("{table}; in view: {part}").format(table=text, part=part)
        if self._selected is not None and self._selected[0] in view.names.by_row:
            text = self.tr("{table}; chosen: {row}").format(table=text, row=view.row_name(self._selected[0]))
        return text


def _padding_row(snapshot: Snapshot) -> int | None:
    experiment = snapshot.experiment
    if experiment is None or experiment.padding_idx is None:
        return None
    # -1 is the last row, as in torch.
    return experiment.padding_idx % experiment.rows
