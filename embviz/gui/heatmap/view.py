"""HeatmapView: one table as coloured cells with their numbers, to be pointed at, chosen from and edited."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from embviz.core.messages import Tile, Viewport
from embviz.gui import gate
from embviz.gui.heatmap.cell_edit import CellEdit
from embviz.gui.heatmap.colours import Scale, colour_table, colours
from embviz.gui.heatmap.paint import Cells, Grid, paint_lit, paint_ring, paint_strong_ring
from embviz.gui.heatmap.trim import paint_bar, paint_labels, paint_legend, paint_plate
from embviz.gui.theme import LIGHT, Theme, font
from embviz.gui.widgets.keys import is_claimed

# Of a low view the cells get what the labels and the bar can spare.
LOW_BELOW_PX = 130
LABEL_HEIGHT_PX = 20
LOW_LABEL_HEIGHT_PX = 15
FOOTER_PX = 26
LOW_FOOTER_PX = 16
BAR_WIDTH_PX = 230
LOW_BAR_WIDTH_PX = 88
GUTTER_PX = 12
# Of two tables beside each other, neither has room for more than its cells.
NARROW_BELOW_PX = 360
VIEWPORT_GRAIN = 16
ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NUMBER_STARTS = frozenset("0123456789+-.")
TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)

CellPlace = tuple[int, int]


class HeatmapView(QWidget):
    """The drawing: column and row labels, cells, the read-out of the cell under the mouse, the colour bar.

    Places are (row, column) of the table. `cell_hovered` brings the one under the mouse or None,
    `cell_clicked` the one that was chosen with mouse or arrow keys, `cell_edited` the one into which a number
    was typed and that number, where the view `is_editable`. `resized` says that another viewport fits.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    cell_edited = Signal(object, float)
    resized = Signal()

    def __init__(self, is_editable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile: Tile | None = None
        self.scale = self._own_scale = Scale()
        # One of two beside each other: while a cell is read out its colour bar gives way.
        self.is_half = False
        # None until the first snapshot: a table that is still on its way is not one that is absent.
        self.absence: tuple[str, str] | None = None
        self.readout = ""
        self.edit = CellEdit(self) if is_editable else None
        self._theme = LIGHT
        self._run: int | None = None
        self._also: Tile | None = None
        self._marked: CellPlace | None = None
        self._selected: CellPlace | None = None
        self._edited: CellPlace | None = None
        self._lit: frozenset[int] = frozenset()
        self._padding_row: int | None = None
        self._cells: Cells | None = None
        self._is_ringed = False
        if self.edit is not None:
            self.edit.accepted.connect(self._on_accepted)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # It paints its own ground, so that the cards and the window below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        if self.edit is not None:
            self.edit.set_theme(theme)
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
        """Show `tile`, or for None the plate that says `absence`. The same tile again costs nothing.

        It is coloured by `scale`, or by the view's own, which covers the numbers of `also` too. Raises
        GateError for what cannot be drawn.
        """
        scale = scale or self._own_scale
        is_same = tile is self.tile and also is self._also and scale is self.scale
        if is_same and run == self._run and absence == self.absence:
            return
        values = None if tile is None else gate.picture(tile.values)
        if self.edit is not None and (run != self._run or tile is None):
            self.edit.close_edit()
        self.tile, self.absence, self._run = tile, absence, run
        self._also, self.scale = also, scale
        if values is not None:
            both = values if also is None else np.concatenate([values.ravel(), also.values.ravel()])
            scale.follow(both, run)
        self._repaint_cells()

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
        if place != self._selected:
            self._selected = place
            self.update()

    def light(self, rows: tuple[int, ...]) -> None:
        """Frame the cells that show `rows`; none takes the frames away."""
        if self._lit != (lit := frozenset(rows)):
            self._lit = lit
            self.update()

    def value_at(self, place: CellPlace) -> tuple[str, np.float32 | np.float64] | None:
        """Return how the cell that shows `place` is called, and its number; None where it is not shown."""
        cell = self._cell_of(place)
        if cell is None or self.tile is None:
            return None
        row, column = cell
        rows, columns = self.tile.row_span(row), self.tile.column_span(column)
        name = self.tr("row {row}, column {column}").format(row=_span_text(rows), column=_span_text(columns))
        return name, self.tile.values[row, column]

    def viewport(self) -> Viewport:
        """Return the viewport of which every cell has a pixel of its own."""
        area, ratio = self._area(), self.devicePixelRatioF()
        height, width = (max(1, int(size * ratio)) for size in (area.height(), area.width()))
        return Viewport(height=_grained(height), width=_grained(width))

    def begin_edit(self, place: CellPlace, typed: str = "") -> None:
        """Open the field over the cell at `place`, if it can be edited and shows that cell alone."""
        cell, grid = self._cell_of(place), self.grid()
        if self.edit is None or self.tile is None or cell is None or grid is None:
            return
        if any(
            past - first != 1 for first, past in (self.tile.row_span(cell[0]), self.tile.column_span(cell[1]))
        ):
            return
        self._edited = place
        self.edit.open(grid.cell(*cell), str(self.tile.values[cell]), typed)

    def sizeHint(self) -> QSize:
        return QSize(480, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(50 if self.is_half else 120, 40)

    def grid(self) -> Grid | None:
        """Return where the cells are, None where there are none or no room for any."""
        area = self._area()
        if self.tile is None or self.tile.values.size == 0 or area.isEmpty():
            return None
        return Grid(area, *self.tile.values.shape)

    def paintEvent(self, event: QPaintEvent) -> None:
        # An error while a painter is at work ends the process, unless the painter is ended first.
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), QColor(self._theme.card))
            self._paint(painter)
            if self._is_ringed:
                painter.setPen(QPen(QColor(self._theme.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.edit is not None and self.edit.isVisible() and self._edited is not None:
            cell, grid = self._cell_of(self._edited), self.grid()
            if cell is not None and grid is not None:
                self.edit.place(grid.cell(*cell))
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.cell_hovered.emit(self._place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.cell_hovered.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.cell_clicked.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.begin_edit(place)

    def event(self, event: QEvent) -> bool:
        # In a table that has the keyboard the arrows move over its cells; elsewhere they are the timeline's.
        return is_claimed(event, ARROWS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._move(*ARROWS[key])
        elif self.edit is not None and self._selected is not None and key in ENTERS:
            self.begin_edit(self._selected)
        elif self.edit is not None and self._selected is not None and event.text() in NUMBER_STARTS:
            self.begin_edit(self._selected, event.text())
        else:
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

    def _on_accepted(self, value: float) -> None:
        if self._edited is not None:
            self.cell_edited.emit(self._edited, value)

    def _move(self, down: int, right: int) -> None:
        """Choose the cell beside the chosen one, or the first one where none is."""
        if self.tile is None or self.tile.values.size == 0:
            return
        cell = None if self._selected is None else self._cell_of(self._selected)
        row, column = (0, 0) if cell is None else (cell[0] + down, cell[1] + right)
        rows, columns = self.tile.values.shape
        row, column = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
        self.cell_clicked.emit((self.tile.row_span(row)[0], self.tile.column_span(column)[0]))

    def _paint(self, painter: QPainter) -> None:
        grid = self.grid()
        plate = QRectF(self.rect()).adjusted(1, 4, -1, -4 if self._is_low else -8)
        if self.tile is None:
            if self.absence is not None:
                paint_plate(painter, plate, self._theme, *self.absence)
        elif grid is None:
            paint_plate(painter, plate, self._theme, self.tr("empty table"), "")
        else:
            self._paint_table(painter, grid, self.tile)

    def _paint_table(self, painter: QPainter, grid: Grid, tile: Tile) -> None:
        row = None if self.width() < NARROW_BELOW_PX else self._padding_row
        padding = None if row is None else (row, self.tr("pad"))
        paint_labels(painter, grid, tile, self._theme, padding)
        if self._cells is None:
            painted = colours(tile.values, self.scale.limit, colour_table(self._theme.colour_map))
            self._cells = Cells(tile.values, painted, tile.changed)
        self._cells.paint(painter, grid, self._theme)
        if self._lit:
            lit = np.zeros(grid.rows, np.bool_)
            shown = [_cell_in(tile.rows, grid.rows, row) for row in self._lit]
            lit[[row for row in shown if row is not None]] = True
            paint_lit(painter, grid, lit, self._theme)
        for place, paint in ((self._marked, paint_ring), (self._selected, paint_strong_ring)):
            if place is not None and (cell := self._cell_of(place)) is not None:
                paint(painter, grid.cell(*cell), self._theme)
        self._paint_footer(painter, tile)

    def _repaint_cells(self) -> None:
        self._cells = None
        self.update()

    @property
    def _is_low(self) -> bool:
        return self.height() < LOW_BELOW_PX

    def _area(self) -> QRect:
        last_row = 0 if self.tile is None else max(self.tile.rows[1] - 1, 0)
        gutter = GUTTER_PX + 8 * len(str(last_row))
        if self._padding_row is not None and self.width() >= NARROW_BELOW_PX:
            gutter += QFontMetrics(font(11, tabular=True)).horizontalAdvance(" " + self.tr("pad"))
        above = LOW_LABEL_HEIGHT_PX if self._is_low else LABEL_HEIGHT_PX
        return QRect(gutter, above, self.width() - gutter - 2, self.height() - above - self._footer_px)

    @property
    def _footer_px(self) -> int:
        return LOW_FOOTER_PX if self._is_low else FOOTER_PX

    def _place_at(self, point: QPointF) -> CellPlace | None:
        grid = self.grid()
        cell = None if grid is None else grid.cell_at(point)
        if cell is None or self.tile is None:
            return None
        return self.tile.row_span(cell[0])[0], self.tile.column_span(cell[1])[0]

    def _cell_of(self, place: CellPlace) -> CellPlace | None:
        tile = self.tile
        if tile is None or tile.values.size == 0:
            return None
        cells = [
            _cell_in(bounds, count, index)
            for bounds, count, index in zip((tile.rows, tile.columns), tile.values.shape, place, strict=True)
        ]
        return None if cells[0] is None or cells[1] is None else (cells[0], cells[1])

    def _paint_footer(self, painter: QPainter, tile: Tile) -> None:
        gap = 2 if self._is_low else 6
        footer = QRectF(0, self.height() - self._footer_px + gap, self.width() - 2, self._footer_px - gap)
        left = self._area().left()
        room = QRectF(left, footer.top(), footer.right() - left, footer.height())
        is_narrow = self.is_half or (self._is_low and self.width() < NARROW_BELOW_PX)
        if not (self.readout and is_narrow):
            width = min(LOW_BAR_WIDTH_PX if self._is_low else BAR_WIDTH_PX, footer.width())
            bar = QRectF(footer.right() - width, footer.top(), width, footer.height())
            table = colour_table(self._theme.colour_map)
            paint_bar(painter, bar, self.scale.limit, table, self._theme, with_numbers=not self._is_low)
            room.setRight(bar.left() - 8)
        painter.setFont(font(11 if self._is_low else 12, tabular=True))
        painter.setPen(QColor(self._theme.ink))
        if not self.readout:
            paint_legend(painter, room, tile.values, self._theme)
            return
        metrics, middle = painter.fontMetrics(), Qt.TextElideMode.ElideMiddle
        shown = metrics.elidedText(self.readout, middle, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _span_text(bounds: tuple[int, int]) -> str:
    first, past = bounds
    return f"{first}" if past - first <= 1 else f"{first}–{past - 1}"


def _cell_in(bounds: tuple[int, int], count: int, index: int) -> int | None:
    start, stop = bounds
    if not start <= index < stop:
        return None
    # The inverse of messages.span: the last cell whose first row or column is not past `index`.
    return ((index - start + 1) * count - 1) // (stop - start)


def _grained(size: int) -> int:
    # Never more cells than pixels, or rows would be left out; grained, so that a drag of the border does
    # not ask for a new picture at every pixel.
    return size if size < VIEWPORT_GRAIN else size - size % VIEWPORT_GRAIN
