"""HeatmapPanel: one table as coloured cells with their numbers, or the plate that says why there is none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from embviz.core.messages import Snapshot, Tile, Viewport
from embviz.gui import gate
from embviz.gui.colours import MINUS_INF_COLOUR, NAN_COLOUR, PLUS_INF_COLOUR, Scale, colour_table, colours
from embviz.gui.heatmap_paint import Cells, Grid, paint_bar, paint_labels, paint_plate, paint_ring
from embviz.gui.panel import Panel
from embviz.gui.theme import LIGHT, Theme, font

LABEL_HEIGHT_PX = 20
FOOTER_PX = 26
BAR_WIDTH_PX = 230
VIEWPORT_GRAIN = 16

CellPlace = tuple[int, int]


class HeatmapView(QWidget):
    """The drawing: column and row labels, cells, the read-out of the cell under the mouse, the colour bar.

    `cell_hovered` brings (row, column) of the table or None; `resized` says that another viewport fits.
    """

    cell_hovered = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile: Tile | None = None
        self.scale = Scale()
        # None until the first snapshot: a table that is still on its way is not one that is absent.
        self.absence: tuple[str, str] | None = None
        self.readout = ""
        self._theme = LIGHT
        self._marked: CellPlace | None = None
        self._cells: Cells | None = None
        self.setMouseTracking(True)
        # It paints its own ground, so that the cards and the window below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self._repaint_cells()

    def set_tile(self, tile: Tile | None, run: int) -> None:
        """Show `tile`, or the plate of absence for None. Raises GateError for what cannot be drawn."""
        if tile is None:
            self.tile, self._cells = None, None
            self.update()
            return
        values = gate.picture(tile.values)
        self.tile = tile
        self.scale.follow(values, run)
        self._repaint_cells()

    def mark(self, place: CellPlace | None) -> None:
        """Put the ring on the cell that shows (row, column) of the table, or take it away."""
        if place != self._marked:
            self._marked = place
            self.update()

    def value_at(self, place: CellPlace) -> tuple[str, np.float32] | None:
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

    def sizeHint(self) -> QSize:
        return QSize(480, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 110)

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
            self._paint(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.cell_hovered.emit(self._place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.cell_hovered.emit(None)

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self._theme.card))
        grid = self.grid()
        if self.tile is None:
            if self.absence is not None:
                paint_plate(painter, QRectF(self.rect()).adjusted(1, 4, -1, -8), self._theme, *self.absence)
            return
        if grid is None:
            text = self.tr("empty table")
            paint_plate(painter, QRectF(self.rect()).adjusted(1, 4, -1, -8), self._theme, text, "")
            return
        paint_labels(painter, grid, self.tile, self._theme)
        if self._cells is None:
            painted = colours(self.tile.values, self.scale.limit, colour_table(self._theme.colour_map))
            self._cells = Cells(self.tile.values, painted, self.tile.changed)
        self._cells.paint(painter, grid, self._theme)
        if self._marked is not None and (cell := self._cell_of(self._marked)) is not None:
            paint_ring(painter, grid.cell(*cell), self._theme)
        self._paint_footer(painter)

    def _repaint_cells(self) -> None:
        self._cells = None
        self.update()

    def _area(self) -> QRect:
        last_row = 0 if self.tile is None else max(self.tile.rows[1] - 1, 0)
        gutter = 12 + 8 * len(str(last_row))
        return QRect(
            gutter, LABEL_HEIGHT_PX, self.width() - gutter - 2, self.height() - LABEL_HEIGHT_PX - FOOTER_PX
        )

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

    def _paint_footer(self, painter: QPainter) -> None:
        footer = QRectF(0, self.height() - FOOTER_PX + 6, self.width() - 2, FOOTER_PX - 6)
        width = min(BAR_WIDTH_PX, footer.width())
        bar = QRectF(footer.right() - width, footer.top(), width, footer.height())
        paint_bar(painter, bar, self.scale.limit, colour_table(self._theme.colour_map), self._theme)
        painter.setFont(font(12, tabular=True))
        painter.setPen(QColor(self._theme.ink))
        room = QRectF(
            self._area().left(), footer.top(), bar.left() - self._area().left() - 8, footer.height()
        )
        readout = painter.fontMetrics().elidedText(
            self.readout, Qt.TextElideMode.ElideMiddle, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, readout)
        if not self.readout:
            self._paint_legend(painter, room)

    def _paint_legend(self, painter: QPainter, room: QRectF) -> None:
        assert self.tile is not None
        values = self.tile.values
        if np.isfinite(values).all():
            return
        left = room.left()
        for name, colour, mask in (
            ("nan", NAN_COLOUR, np.isnan(values)),
            ("inf", PLUS_INF_COLOUR, np.isposinf(values)),
            ("-inf", MINUS_INF_COLOUR, np.isneginf(values)),
        ):
            if count := int(mask.sum()):
                painter.fillRect(QRectF(left, room.center().y() - 5, 10, 10), QColor(colour))
                text = f"{name} × {count}"
                painter.setPen(QPen(QColor(self._theme.ink)))
                painter.drawText(
                    QRectF(left + 15, room.top(), 120, room.height()), Qt.AlignmentFlag.AlignVCenter, text
                )
                left += 30 + painter.fontMetrics().horizontalAdvance(text)


class HeatmapPanel(Panel):
    """The card of one table of the snapshot; `source` says which, `name` is torch's word for it."""

    def __init__(
        self, name: str, source: Callable[[Snapshot], Tile | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._name = name
        self._hovered: CellPlace | None = None
        self.view = HeatmapView()
        self.view.setObjectName(f"view_{name}")
        self.body.addWidget(self.view, 1)
        self.title.setText(name)
        self.setAccessibleName(name)
        self.view.setAccessibleName(name)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        super().set_snapshot(snapshot)
        tile = self._source(snapshot)
        self.view.absence = self._absence(snapshot)
        self.view.set_tile(tile, snapshot.run)
        self.subtitle.setText(self._subtitle(snapshot, tile))
        self.chip.set_text(self._state(snapshot))
        self.view.setAccessibleDescription(self._description(tile))
        self._show_readout()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.view.set_theme(theme)

    def mark(self, place: CellPlace | None) -> None:
        """Mark the cell at (row, column) of the table and read it out; None takes the mark away."""
        self._hovered = place
        self.view.mark(place)
        self._show_readout()

    def _show_readout(self) -> None:
        found = None if self._hovered is None else self.view.value_at(self._hovered)
        readout = "" if found is None else f"{found[0]}: {found[1]!s}"
        if readout != self.view.readout:
            self.view.readout = readout
            self.view.update()

    def _subtitle(self, snapshot: Snapshot, tile: Tile | None) -> str:
        what = self._what(snapshot)
        if tile is None or tile.values.shape == tile.shape:
            return what
        return self.tr("{what} · each cell shows its largest magnitude").format(what=what)

    def _what(self, snapshot: Snapshot) -> str:
        rows, columns = snapshot.weight.shape
        return self.tr("{rows} × {columns} float32").format(rows=rows, columns=columns)

    def _absence(self, snapshot: Snapshot) -> tuple[str, str]:
        return "", ""

    def _state(self, snapshot: Snapshot) -> str:
        return ""

    def _description(self, tile: Tile | None) -> str:
        if tile is None:
            return "None"
        return self.tr("{rows} rows, {columns} columns").format(rows=tile.shape[0], columns=tile.shape[1])


class GradPanel(HeatmapPanel):
    """The card of `weight.grad`: it tells None from zeros, and a fresh gradient from a used one."""

    def _absence(self, snapshot: Snapshot) -> tuple[str, str]:
        return "None", self.tr("Backward fills it")

    def _what(self, snapshot: Snapshot) -> str:
        return "d loss / d weight"

    def _state(self, snapshot: Snapshot) -> str:
        status = snapshot.grad_status
        return {
            "none": "None",
            "fresh": self.tr("fresh"),
            "stale": self.tr("stale"),
            "accumulated": self.tr("accumulated × {passes}").format(passes=status.passes),
        }[status.kind]


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
