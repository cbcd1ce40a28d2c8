"""HeatmapView: one table as coloured cells with their numbers, to be pointed at, chosen from and edited."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from embviz.core.labels import told
from embviz.core.messages import Tile, Viewport
from embviz.gui import gate
from embviz.gui.heatmap.cell_edit import CellEdit
from embviz.gui.heatmap.colours import Scale
from embviz.gui.heatmap.footer import Footer
from embviz.gui.heatmap.frame import CellPlace as CellPlace
from embviz.gui.heatmap.frame import Frame, look_alike
from embviz.gui.heatmap.gutter import Gutter
from embviz.gui.heatmap.handling import ARROWS, Handling
from embviz.gui.heatmap.lens import Lens, Span
from embviz.gui.heatmap.minimap import Minimap
from embviz.gui.heatmap.names import Names
from embviz.gui.heatmap.paint import Grid, paint_lit, paint_ring, paint_strong_ring
from embviz.gui.heatmap.painting import Painting
from embviz.gui.heatmap.room import NARROW_BELOW_PX, Room
from embviz.gui.heatmap.trim import paint_plate
from embviz.gui.theme import LIGHT, Theme, font, px
from embviz.gui.widgets.focus import paint_focus
from embviz.gui.widgets.keys import DIGITS, is_claimed

# Of a name within a sentence.
MOST_LETTERS = 24
TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class HeatmapView(QWidget):
    """The drawing: column and row labels, cells, the read-out of the cell under the mouse, the colour bar.

    Places are (row, column) of the table. `cell_hovered` brings the one under the mouse or None,
    `cell_clicked` the one that was chosen with mouse or arrow keys, `cell_pressed` the one that was clicked
    or, by Ctrl+Space, the chosen one, `cell_edited` the one into which a number was typed and that number,
    where the view `is_editable`. `resized` says that another viewport fits, `told_anew` that the chosen cell,
    or a number, is another.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    cell_pressed = Signal(object)
    cell_edited = Signal(object, float)
    resized = Signal()
    told_anew = Signal()

    def __init__(self, is_editable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile: Tile | None = None
        self.lens: Lens | None = None
        self.scale = self._own_scale = Scale()
        # One of two beside each other: while a cell is read out its colour bar gives way.
        self.is_half = False
        # None until the first snapshot: a table that is still on its way is not one that is absent.
        self.absence: tuple[str, str] | None = None
        self.readout = ""
        self.selected: CellPlace | None = None
        self.edit = CellEdit(self) if is_editable else None
        self.minimap = Minimap(self)
        self._theme = LIGHT
        self._run: int | None = None
        self._also: Tile | None = None
        self._marked: CellPlace | None = None
        self._edited: CellPlace | None = None
        self._lit: frozenset[int] = frozenset()
        self._padding_row: int | None = None
        self.names = Names()
        self._painting = Painting()
        # The viewport that was told of last to fit.
        self._fitting: Viewport | None = None
        self._hands = Handling(self)
        self._is_ringed = False
        if self.edit is not None:
            self.edit.accepted.connect(self._on_accepted)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # It paints its own ground, so that the cards and the window below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_lens(self, lens: Lens) -> None:
        """Look at what `lens` looks at, in a table of its shape; others are shown as they come."""
        self.lens = lens
        lens.changed.connect(self._on_lens_changed)
        self.minimap.set_lens(lens)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.minimap.set_theme(theme)
        if self.edit is not None:
            self.edit.set_theme(theme)
        self.names.begin()
        self._make_room()
        self._repaint_cells()

    def set_tile(
        self,
        tile: Tile | None,
        run: int,
        absence: tuple[str, str] = ("", ""),
        *,
        also: Tile | None = None,
        scale: Scale | None = None,
    ) -> None:
        """Show `tile`, or for None the plate that says `absence`. One that looks the same costs no painting.

        It is coloured by `scale`, or by the view's own, which covers the numbers of `also` too. Raises
        GateError for what cannot be drawn.
        """
        scale = scale or self._own_scale
        is_same = also is self._also and scale is self.scale and look_alike(tile, self.tile)
        if is_same and run == self._run and absence == self.absence:
            self.tile = tile
            return
        values = None if tile is None else gate.picture(tile.values)
        if self.edit is not None and (run != self._run or tile is None):
            self.edit.close_edit()
        if run != self._run or not self.names.by_row:
            self.names.begin()
        self.tile, self.absence, self._run = tile, absence, run
        self._also, self.scale = also, scale
        if values is not None:
            both = values if also is None else np.concatenate([values.ravel(), also.values.ravel()])
            scale.follow(both, run)
        self._repaint_cells()
        self._make_room()
        if self.lens is not None:
            self._hands.look_again()
        self.told_anew.emit()

    def set_names(self, names: Mapping[int, str]) -> None:
        """Write beside the rows what they are called: `names` has the labels of rows, if they have any."""
        if self.names.set(names):
            self._make_room()
            self.update()

    def set_overview(self, overview: Tile | None, run: int) -> None:
        """Show the whole table, small, in the strip beside the cells."""
        self.minimap.set_overview(overview, run)

    def set_padding_row(self, row: int | None) -> None:
        """Name `row` as the padding row, beside its number."""
        if row != self._padding_row:
            self._padding_row = row
            self.update()

    def mark(self, place: CellPlace | None) -> None:
        """Put the light ring on the cell that shows `place`, or take it away."""
        if place != self._marked:
            self._marked = place
            self.update()

    def select(self, place: CellPlace | None) -> None:
        """Put the strong ring on the cell that shows `place`, or take it away."""
        if place != self.selected:
            self.selected = place
            self.update()
            self.told_anew.emit()

    def light(self, rows: tuple[int, ...]) -> None:
        """Frame the cells that show `rows`; none takes the frames away."""
        if self._lit != (lit := frozenset(rows)):
            self._lit = lit
            self.update()

    def value_at(self, place: CellPlace) -> tuple[str, np.float32 | np.float64] | None:
        """Return how the cell that shows `place` is called, and its number; None where it is not shown."""
        frame = self.frame()
        cell = None if frame is None else frame.cell_of(place)
        if frame is None or cell is None:
            return None
        spans = frame.tile.row_span(cell[0]), frame.tile.column_span(cell[1])
        row = self.tr("row {row}").format(row=span_text(*spans[0]))
        if spans[0][1] - spans[0][0] == 1:
            row = self.row_name(spans[0][0])
        name = self.tr("{row}, column {column}").format(row=row, column=span_text(*spans[1]))
        return name, frame.tile.values[cell]

    def row_name(self, row: int) -> str:
        """Return how `row` is called: 'king (row 12)', or 'row 12' where it has no label."""
        label = self.names.by_row.get(row)
        if label is None:
            return self.tr("row {row}").format(row=row)
        return self.tr("{label} (row {row})").format(label=told(label, MOST_LETTERS), row=row)

    def viewport(self) -> Viewport:
        """Return the viewport of the whole table of which every cell has a pixel of its own."""
        return self.room.viewport(self.devicePixelRatioF())

    @property
    def room(self) -> Room:
        """How the view is divided."""
        is_named = self.tile is not None and Names.is_near(self._looked_at(self.tile)[0])
        return Room(
            self.width(),
            self.height(),
            digits=len(str(max(0, self._row_count - 1))),
            name_px=self.names.width_px if is_named else 0,
            word_px=self._padding_px,
            is_part=self.lens is not None and not self.lens.is_whole,
        )

    @property
    def is_typed_into(self) -> bool:
        """True where what is typed is a number for the chosen cell."""
        frame = self.frame()
        if self.edit is None or self.selected is None or frame is None:
            return False
        return frame.is_alone(self.selected)

    def begin_edit(self, place: CellPlace | None, typed: str = "") -> None:
        """Open the field over the cell at `place`, if it can be edited and shows that cell alone."""
        frame = self.frame()
        if self.edit is None or frame is None or place is None or not frame.is_alone(place):
            return
        box, cell, found = frame.box_of(place), frame.cell_of(place), self.value_at(place)
        if box is not None and cell is not None and found is not None:
            self._edited = place
            self.edit.setAccessibleName(f"{self.accessibleName()}, {found[0]}")
            self.edit.open(box, str(frame.tile.values[cell]), typed)

    def sizeHint(self) -> QSize:
        return QSize(480, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(50 if self.is_half else 120, 40)

    def frame(self) -> Frame | None:
        """Return where the cells lie, None where there are none or no room for any."""
        area = self.room.area
        if self.tile is None or self.tile.values.size == 0 or area.isEmpty():
            return None
        return Frame(self.tile, area, *self._looked_at(self.tile))

    def grid(self) -> Grid | None:
        """Return where the cells are, None where there are none or they are still on their way."""
        frame = self.frame()
        return None if frame is None else frame.grid

    def paintEvent(self, event: QPaintEvent) -> None:
        # An error while a painter is at work ends the process, unless the painter is ended first.
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), QColor(self._theme.card))
            self._paint(painter)
            if self._is_ringed:
                paint_focus(painter, self.rect(), self._theme.accent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        frame = self.frame()
        if self.edit is not None and self.edit.isVisible() and self._edited is not None and frame is not None:
            box = frame.box_of(self._edited)
            if box is not None:
                self.edit.place(box)
        self._place_map()
        self._fitting = self.viewport()
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hands.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hands.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._hands.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.setAccepted(self._hands.wheel(event))

    def leaveEvent(self, event: QEvent) -> None:
        self._hands.leave()

    def event(self, event: QEvent) -> bool:
        # In a table that has the keyboard the arrows move over its cells; elsewhere they are the timeline's.
        if event.type() == QEvent.Type.ShortcutOverride:
            # So do digits, which begin another weight.
            return is_claimed(event, {*ARROWS, *DIGITS} if self.is_typed_into else ARROWS)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._hands.key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Who came with the mouse knows where he is.
        self._is_ringed = event.reason() in TAB_REASONS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._is_ringed = False
        self.update()

    def zoom(self, notches: int) -> None:
        """Zoom in by so many notches of the wheel around the chosen cell, out by negative ones."""
        self._hands.zoom(notches)

    def _on_accepted(self, value: float) -> None:
        if self._edited is not None:
            self.cell_edited.emit(self._edited, value)

    def _on_lens_changed(self) -> None:
        if self.edit is not None:
            self.edit.close_edit()
        self._make_room()
        self.update()

    def _make_room(self) -> None:
        """Have the widest name that is in view in the gutter; it gives nothing back while rows move by."""
        if self.tile is not None:
            self.names.measure(self._looked_at(self.tile)[0])
        self._place_map()
        if self._fitting != (fitting := self.viewport()):
            self._fitting = fitting
            self.resized.emit()

    def _place_map(self) -> None:
        room = self.room
        self.minimap.setVisible(room.has_map and self.frame() is not None)
        self.minimap.setGeometry(room.map_box)

    def _repaint_cells(self) -> None:
        self._painting.forget()
        self.update()

    def _paint(self, painter: QPainter) -> None:
        room, frame = self.room, self.frame()
        if self.tile is None:
            if self.absence is not None:
                paint_plate(painter, room.plate, self._theme, *self.absence)
        elif frame is None:
            paint_plate(painter, room.plate, self._theme, self.tr("empty table"), "")
        else:
            self._paint_table(painter, room, frame)

    def _paint_table(self, painter: QPainter, room: Room, frame: Frame) -> None:
        row = None if room.is_narrow else self._padding_row
        padding = None if row is None else (row, self.tr("pad"))
        beside = Gutter(self.names.by_row, padding, room.named_px, room.number_px)
        self._painting.paint(painter, self.size(), frame, self.scale.limit, self._theme, beside)
        if self._lit and frame.grid is not None:
            paint_lit(painter, frame.grid, frame.rows_of(self._lit), self._theme)
        for place, paint in ((self._marked, paint_ring), (self.selected, paint_strong_ring)):
            if place is not None and (box := frame.box_of(place)) is not None:
                paint(painter, box, self._theme)
        if room.is_bare:
            return
        is_narrow = self.is_half or (room.is_low and room.is_narrow)
        footer = Footer(room.footer, frame.area.left(), room.is_low, is_narrow)
        footer.paint(painter, self._theme, frame.tile.values, self.scale.limit, self.readout)

    def _looked_at(self, tile: Tile) -> tuple[Span, Span]:
        if self.lens is None or self.lens.shape != tile.shape:
            return tile.rows, tile.columns
        return self.lens.rows, self.lens.columns

    @property
    def _row_count(self) -> int:
        if self.tile is None:
            return 0
        is_other = self.lens is None or self.lens.shape != self.tile.shape
        return self.tile.rows[1] if is_other else self.tile.shape[0]

    @property
    def _padding_px(self) -> int:
        # As wide as it is, so that the number of the row stays whole.
        if self._padding_row is None or self.width() < px(NARROW_BELOW_PX):
            return 0
        return QFontMetrics(font(11, tabular=True)).horizontalAdvance(" " + self.tr("pad"))


def span_text(first: int, past: int) -> str:
    """Return the numbers from `first` to before `past` as they are told: `7`, or `7–9`."""
    return f"{first}" if past - first <= 1 else f"{first}–{past - 1}"
