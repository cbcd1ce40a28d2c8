"""How a heatmap is drawn: grid, cells with numbers, labels, colour bar, and the plate of absence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QLinearGradient, QPainter, QPen

from embviz.core.messages import Array, Tile
from embviz.core.numbers import nice_ceiling, short
from embviz.gui.colours import ink_on
from embviz.gui.theme import CELL_RADIUS_PX, Theme, font

GAP_PX = 2
LARGEST_TEXT_PX = 40
SMALLEST_TEXT_PX = 9
USUAL_LENGTH = 7
# Inter's tabular digits, in em.
DIGIT_EM = 0.64
# More rounded cells than these cost more than a frame has.
ROUNDED_CELLS = 400
SMALLEST_GAPPED_PX = 8
SMALLEST_OUTLINED_PX = 3
OUTLINES_APART_PX = 6
LABEL_STRIDES = (1.0, 2.0, 5.0, 10.0)
LABEL_HEIGHT_PX = 16
LABEL_ROOM_PX = 10
BAR_LENGTH_PX = 130


class Grid:
    """Where each of rows x columns cells lies in an area, on whole pixels."""

    def __init__(self, area: QRect, rows: int, columns: int) -> None:
        self.area = area
        self.rows = rows
        self.columns = columns
        self.cell_width = area.width() / columns
        self.cell_height = area.height() / rows

    def left(self, column: int) -> int:
        """Return the x at which `column` begins."""
        return self.area.left() + round(column * self.cell_width)

    def top(self, row: int) -> int:
        """Return the y at which `row` begins."""
        return self.area.top() + round(row * self.cell_height)

    def cell(self, row: int, column: int) -> QRectF:
        """Return the ground of one cell, without the gap to the next."""
        gap = GAP_PX if self.has_gaps else 0
        left, top = self.left(column), self.top(row)
        return QRectF(left, top, self.left(column + 1) - left - gap, self.top(row + 1) - top - gap)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return (row, column) of the cell under `point`, None beside the cells."""
        column = int((point.x() - self.area.left()) // self.cell_width)
        row = int((point.y() - self.area.top()) // self.cell_height)
        return (row, column) if 0 <= row < self.rows and 0 <= column < self.columns else None

    @property
    def has_gaps(self) -> bool:
        """True where the cells are large enough to stand apart."""
        return min(self.cell_width, self.cell_height) >= SMALLEST_GAPPED_PX

    @property
    def text_px(self) -> int:
        """The size at which a usual number fits a cell, 0 where none does."""
        fitting = min(
            0.45 * self.cell_height, (self.cell_width - 16) / (USUAL_LENGTH * DIGIT_EM), LARGEST_TEXT_PX
        )
        return int(fitting) if fitting >= SMALLEST_TEXT_PX else 0


class Cells:
    """The cells of one table, ready to be painted as often as Qt asks.

    `values` float32 (rows, columns), `painted` their colours, `changed` a mask of those that the last
    action moved, or None.
    """

    def __init__(self, values: Array, painted: Array, changed: Array | None) -> None:
        self._values = values
        self._painted = np.ascontiguousarray(painted, dtype=np.uint32)
        self._changed = changed
        rows, columns = values.shape
        # Qt scales 32-bit images 4 to 18 times as fast as indexed ones.
        self._image = QImage(
            self._painted.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied
        )

    def paint(self, painter: QPainter, grid: Grid, theme: Theme) -> None:
        """Paint all cells, their numbers where they fit, and the outlines of the changed ones."""
        if grid.has_gaps and grid.rows * grid.columns <= ROUNDED_CELLS:
            self._paint_rounded(painter, grid)
        else:
            self._paint_image(painter, grid, theme)
        if self._changed is not None:
            self._paint_changed(painter, grid, theme)
        if grid.text_px:
            self._paint_numbers(painter, grid)

    def _paint_rounded(self, painter: QPainter, grid: Grid) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for row in range(grid.rows):
            for column in range(grid.columns):
                painter.setBrush(QColor.fromRgba(int(self._painted[row, column])))
                painter.drawRoundedRect(grid.cell(row, column), CELL_RADIUS_PX, CELL_RADIUS_PX)
                if not np.isfinite(self._values[row, column]):
                    painter.setBrush(QBrush(QColor(0, 0, 0, 60), Qt.BrushStyle.BDiagPattern))
                    painter.drawRoundedRect(grid.cell(row, column), CELL_RADIUS_PX, CELL_RADIUS_PX)

    def _paint_image(self, painter: QPainter, grid: Grid, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(grid.area, self._image)
        if grid.has_gaps:
            ground = QColor(theme.card)
            for column in range(1, grid.columns + 1):
                painter.fillRect(
                    grid.left(column) - GAP_PX, grid.area.top(), GAP_PX, grid.area.height(), ground
                )
            for row in range(1, grid.rows + 1):
                painter.fillRect(grid.area.left(), grid.top(row) - GAP_PX, grid.area.width(), GAP_PX, ground)

    def _paint_numbers(self, painter: QPainter, grid: Grid) -> None:
        fonts: dict[int, QFont] = {}
        for row in range(grid.rows):
            for column in range(grid.columns):
                text = short(float(self._values[row, column]))
                size = int(grid.text_px * min(1.0, USUAL_LENGTH / len(text)))
                if size < SMALLEST_TEXT_PX:
                    continue
                if size not in fonts:
                    fonts[size] = font(size, QFont.Weight.Medium, tabular=True)
                painter.setFont(fonts[size])
                painter.setPen(QColor(ink_on(int(self._painted[row, column]))))
                painter.drawText(grid.cell(row, column), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_changed(self, painter: QPainter, grid: Grid, theme: Theme) -> None:
        assert self._changed is not None
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        if grid.has_gaps and grid.rows * grid.columns <= ROUNDED_CELLS:
            for row, column in np.argwhere(self._changed):
                cell = grid.cell(int(row), int(column)).adjusted(0.75, 0.75, -0.75, -0.75)
                painter.drawRoundedRect(cell, CELL_RADIUS_PX, CELL_RADIUS_PX)
            return
        for top, bottom in _outlines(grid, np.any(self._changed, axis=1)):
            painter.drawRect(QRectF(grid.area.left() - 1, top, grid.area.width() + 1, bottom - top))


def paint_labels(painter: QPainter, grid: Grid, tile: Tile, theme: Theme) -> None:
    """Paint row numbers at the left and column numbers above, as many as have room."""
    painter.setFont(font(11, tabular=True))
    painter.setPen(QColor(theme.soft))
    area = grid.area
    width = QFontMetricsF(painter.font()).horizontalAdvance(str(tile.columns[1])) + LABEL_ROOM_PX
    for column, centre in _label_places(tile.columns, area.width(), width):
        box = QRectF(area.left() + centre - width / 2, 0, width, area.top() - 2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(column))
    for row, centre in _label_places(tile.rows, area.height(), LABEL_HEIGHT_PX):
        box = QRectF(0, area.top() + centre - LABEL_HEIGHT_PX / 2, area.left() - 8, LABEL_HEIGHT_PX)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(row))


def paint_ring(painter: QPainter, cell: QRectF, theme: Theme) -> None:
    """Paint the ring around the cell that the mouse is on."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.card), 4))
    painter.drawRoundedRect(cell, CELL_RADIUS_PX + 1, CELL_RADIUS_PX + 1)
    painter.setPen(QPen(QColor(theme.ink), 2))
    painter.drawRoundedRect(cell.adjusted(-1, -1, 1, 1), CELL_RADIUS_PX + 1, CELL_RADIUS_PX + 1)


def paint_bar(painter: QPainter, box: QRectF, limit: float, table: Array, theme: Theme) -> None:
    """Paint the colour bar in `box`: -limit, the colours, zero in the middle, limit."""
    painter.setFont(font(11, tabular=True))
    metrics = QFontMetricsF(painter.font())
    low, high = f"−{limit:g}", f"{limit:g}"
    low_width, high_width = (metrics.horizontalAdvance(text) + 2 for text in (low, high))
    length = min(BAR_LENGTH_PX, box.width() - low_width - high_width - 16)
    bar = QRectF(box.right() - high_width - 8 - length, box.center().y() - 4, length, 8)
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for index in range(0, len(table), 14):
        gradient.setColorAt(index / (len(table) - 1), QColor.fromRgba(int(table[index])))
    gradient.setColorAt(1.0, QColor.fromRgba(int(table[-1])))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, 4, 4)
    painter.setPen(QPen(QColor(theme.soft), 1))
    painter.drawLine(QPointF(bar.center().x(), bar.top() - 2), QPointF(bar.center().x(), bar.bottom() + 2))
    middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
    painter.drawText(
        QRectF(bar.left() - 8 - low_width, box.top(), low_width, box.height()), middle | right, low
    )
    painter.drawText(QRectF(bar.right() + 8, box.top(), high_width, box.height()), middle, high)


def paint_plate(painter: QPainter, box: QRectF, theme: Theme, text: str, reason: str) -> None:
    """Paint the hatched plate that stands where a table is not: `text` large, `reason` below it."""
    stripes = QLinearGradient(QPointF(0, 0), QPointF(11, 11))
    stripes.setSpread(QLinearGradient.Spread.RepeatSpread)
    for place, colour in ((0.0, theme.stripe), (0.499, theme.stripe), (0.5, theme.card), (1.0, theme.card)):
        stripes.setColorAt(place, QColor(colour))
    pen = QPen(QColor(theme.soft), 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(stripes)
    painter.drawRoundedRect(box, 8, 8)
    painter.setPen(QColor(theme.soft))
    painter.setFont(font(28, QFont.Weight.DemiBold))
    upper = QRectF(box.left(), box.top(), box.width(), box.height() / 2 + 8)
    painter.drawText(upper, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text)
    painter.setFont(font(13))
    lower = QRectF(box.left(), upper.bottom() + 2, box.width(), box.height() / 2 - 10)
    painter.drawText(lower, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, reason)


def _outlines(grid: Grid, changed: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where the outlines around changed rows begin and end, in px; those that would touch are one."""
    outlines: list[tuple[int, int]] = []
    for first, past in _bands(changed):
        top, bottom = grid.top(first), grid.top(past)
        # A lower one would be all outline and no colour.
        grown = max(0, SMALLEST_OUTLINED_PX - (bottom - top))
        top, bottom = top - grown, bottom + grown
        if outlines and top - outlines[-1][1] < OUTLINES_APART_PX:
            top, _ = outlines.pop()
        outlines.append((top, bottom))
    return outlines


def _bands(changed: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], changed, [False]]).astype(np.int8)))
    return [(int(first), int(past)) for first, past in edges.reshape(-1, 2)]


def _label_places(bounds: tuple[int, int], length_px: float, room_px: float) -> list[tuple[int, float]]:
    """Return the round row or column numbers to name within `bounds`, and where their middle is."""
    start, stop = bounds
    pixels_each = length_px / (stop - start)
    stride = max(1, round(nice_ceiling(room_px / pixels_each, LABEL_STRIDES)))
    first = -(-start // stride) * stride
    return [(index, (index - start + 0.5) * pixels_each) for index in range(first, stop, stride)]
