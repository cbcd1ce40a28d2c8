"""How the cells of a heatmap are drawn: their grid, numbers, outlines and rings."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPaintEngine,
    QPainter,
    QPen,
    QPixmap,
    QRegion,
)

from embviz.core.messages import Array
from embviz.core.numbers import short
from embviz.gui.heatmap.colours import ink_on
from embviz.gui.size import text_scale
from embviz.gui.theme import CELL_RADIUS_PX, Theme, exact_font, px

GAP_PX = 2
LARGEST_TEXT_PX = 40
SMALLEST_TEXT_PX = 9
# Up to this size the number may come as near to the border of its cell as it must.
CLOSE_TEXT_PX = 12
USUAL_SHARE, CLOSE_SHARE = 0.45, 0.62
USUAL_LENGTH = 7
# Inter's tabular digits, in em, with room to breathe; and `-0.0000` as wide as it is.
DIGIT_EM = 0.64
USUAL_EM = 4.1
# What a character takes of a line, in em: these less than a digit.
CHARACTER_EM = {".": 0.28, "-": 0.48, "e": 0.6}
# All digits are as wide as any.
NOT_ZERO = re.compile("[1-9]")
LONG_TEXT_MARGIN_PX = 28
CLOSE_TEXT_WIDTH_PX = 70
# More rounded cells than these would be all corners. Of more than the first, what is between them is painted
# over them at once: one by one they cost more than a frame has.
ROUNDED_ALONE = 40
ROUNDED_CELLS = 400
SMALLEST_GAPPED_PX = 8
SMALLEST_OUTLINED_PX = 3
OUTLINES_APART_PX = 6
LIT_BAR_PX = 3


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

    @property
    def boxes(self) -> list[list[QRectF]]:
        """The ground of each cell, by row and column; those of the last few grids are kept."""
        area = self.area
        return _boxes(area.left(), area.top(), area.width(), area.height(), self.rows, self.columns)

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
        # Where text is large, numbers take more of their cells.
        share = min(USUAL_SHARE * text_scale(), CLOSE_SHARE)
        low = max(share * self.cell_height, min(CLOSE_SHARE * self.cell_height, px(CLOSE_TEXT_PX)))
        narrow = max(
            (self.cell_width - 16) / (USUAL_LENGTH * DIGIT_EM),
            min((self.cell_width - 2 * GAP_PX) / USUAL_EM, px(CLOSE_TEXT_PX)),
        )
        fitting = min(low, narrow, px(LARGEST_TEXT_PX))
        return int(fitting) if fitting >= SMALLEST_TEXT_PX else 0


class Cells:
    """The cells of one table, ready to be painted as often as Qt asks.

    `values` (rows, columns), `painted` their colours, `changed` a mask of those that the last action moved,
    or None.
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

    def paint(self, painter: QPainter, grid: Grid, theme: Theme, only: Array | None = None) -> None:
        """Paint all cells, their numbers where they fit, and the outlines of the changed ones.

        With a mask `only` these cells alone are painted, over what was there before.
        """
        if only is not None:
            region = QRegion()
            for row, column in np.argwhere(only):
                region += grid.cell(int(row), int(column)).toRect()
            painter.setClipRegion(region)
            painter.fillRect(grid.area, QColor(theme.card))
        count = grid.rows * grid.columns
        if not grid.has_gaps or count > ROUNDED_CELLS:
            self._paint_image(painter, grid, theme)
        elif count > ROUNDED_ALONE and is_on_pixels(painter):
            self._paint_all_rounded(painter, grid, theme)
        else:
            self._paint_rounded(painter, grid)
        if self._changed is not None:
            self._paint_changed(painter, grid, theme)
        if grid.text_px:
            self._paint_numbers(painter, grid, np.ones_like(self._values, np.bool_) if only is None else only)

    def _paint_rounded(self, painter: QPainter, grid: Grid) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for row, painted in zip(grid.boxes, self._painted.tolist(), strict=True):
            for box, colour in zip(row, painted, strict=True):
                painter.setBrush(QColor.fromRgba(colour))
                painter.drawRoundedRect(box, CELL_RADIUS_PX, CELL_RADIUS_PX)
        self._paint_hatching(painter, grid)

    def _paint_all_rounded(self, painter: QPainter, grid: Grid, theme: Theme) -> None:
        for row, painted in zip(grid.boxes, self._painted.tolist(), strict=True):
            for box, colour in zip(row, painted, strict=True):
                painter.fillRect(box, QColor.fromRgba(colour))
        area, ratio = grid.area, painter.device().devicePixelRatioF()
        between = _between(area.width(), area.height(), grid.rows, grid.columns, ratio, theme.card)
        painter.drawPixmap(area.topLeft(), between)
        self._paint_hatching(painter, grid)

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

    def _paint_hatching(self, painter: QPainter, grid: Grid) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(0, 0, 0, 60), Qt.BrushStyle.BDiagPattern))
        for row, column in np.argwhere(~np.isfinite(self._values)):
            painter.drawRoundedRect(grid.cell(int(row), int(column)), CELL_RADIUS_PX, CELL_RADIUS_PX)

    def _paint_numbers(self, painter: QPainter, grid: Grid, only: Array) -> None:
        text_px, width = grid.text_px, grid.cell_width
        numbers = zip(self._values[only].tolist(), self._painted[only].tolist(), strict=True)
        boxes = grid.boxes
        # Those of one size and ink together: to change either costs as much as half of the text.
        alike: dict[tuple[int, str], list[tuple[QRectF, str]]] = {}
        for (row, column), (value, colour) in zip(np.argwhere(only).tolist(), numbers, strict=True):
            text, size = fitted(value, text_px, width)
            alike.setdefault((size, ink_on(colour)), []).append((boxes[row][column], text))
        for (size, ink), texts in alike.items():
            if size:
                painter.setFont(exact_font(size, QFont.Weight.Medium, tabular=True))
                painter.setPen(QColor(ink))
                _write(painter, texts, size, is_much=grid.rows * grid.columns > ROUNDED_ALONE)

    def _paint_changed(self, painter: QPainter, grid: Grid, theme: Theme) -> None:
        assert self._changed is not None
        _set_outlining(painter, theme.accent)
        count = grid.rows * grid.columns
        if grid.has_gaps and count <= ROUNDED_CELLS:
            boxes = grid.boxes
            changed = [boxes[row][column] for row, column in np.argwhere(self._changed).tolist()]
            if len(changed) == count > ROUNDED_ALONE and is_on_pixels(painter):
                ratio = painter.device().devicePixelRatioF()
                area = grid.area
                outlines = _all_outlined(
                    area.width(), area.height(), grid.rows, grid.columns, ratio, theme.accent
                )
                painter.drawPixmap(area.topLeft(), outlines)
            else:
                for box in changed:
                    _outline(painter, box)
            return
        for top, bottom in _outlines(grid, np.any(self._changed, axis=1)):
            painter.drawRect(QRectF(grid.area.left() - 1, top, grid.area.width() + 1, bottom - top))


def _set_outlining(painter: QPainter, colour: str) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), 1.5))


def _outline(painter: QPainter, box: QRectF) -> None:
    painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), CELL_RADIUS_PX, CELL_RADIUS_PX)


@lru_cache(maxsize=8)
def _boxes(left: int, top: int, width: int, height: int, rows: int, columns: int) -> list[list[QRectF]]:
    grid = Grid(QRect(left, top, width, height), rows, columns)
    gap = GAP_PX if grid.has_gaps else 0
    lefts = [grid.left(column) for column in range(columns + 1)]
    tops = [grid.top(row) for row in range(rows + 1)]
    return [
        [QRectF(left, top, right - left - gap, bottom - top - gap) for left, right in pairwise(lefts)]
        for top, bottom in pairwise(tops)
    ]


@lru_cache(maxsize=8)
def _between(width: int, height: int, rows: int, columns: int, ratio: float, colour: str) -> QPixmap:
    """Return what lies between rounded cells, in `colour`, with holes where the cells are."""
    picture = _clear(width, height, ratio)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, 0, width, height, QColor(colour))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        for boxes in Grid(QRect(0, 0, width, height), rows, columns).boxes:
            for box in boxes:
                painter.drawRoundedRect(box, CELL_RADIUS_PX, CELL_RADIUS_PX)
    return picture


@lru_cache(maxsize=8)
def _all_outlined(width: int, height: int, rows: int, columns: int, ratio: float, colour: str) -> QPixmap:
    """Return the outlines of all cells: one by one they cost more than their numbers."""
    picture = _clear(width, height, ratio)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _set_outlining(painter, colour)
        for boxes in Grid(QRect(0, 0, width, height), rows, columns).boxes:
            for box in boxes:
                _outline(painter, box)
    return picture


def _clear(width: int, height: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(width, height) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    return picture


def fitted(value: float, text_px: int, cell_width: float) -> tuple[str, int]:
    """Return how `value` is written in a cell, and at which size in px: 0 where it does not fit.

    A number that is too long for four decimals at the least size has one: `3.7e-05`.
    """
    room = max(cell_width - LONG_TEXT_MARGIN_PX, min(cell_width - 2 * GAP_PX, px(CLOSE_TEXT_WIDTH_PX)))
    text = short(value)
    size = min(text_px, int(room / _ems(NOT_ZERO.sub("0", text))))
    if size < SMALLEST_TEXT_PX:
        text = f"{value:.1e}"
        size = min(text_px, int(room / _ems(NOT_ZERO.sub("0", text))))
    return text, size if size >= SMALLEST_TEXT_PX else 0


def is_on_pixels(painter: QPainter) -> bool:
    """Return whether pixels are painted on: a drawing in a file is to have shapes, no pictures of them."""
    return painter.paintEngine().type() == QPaintEngine.Type.Raster


def _write(painter: QPainter, texts: list[tuple[QRectF, str]], size_px: int, *, is_much: bool) -> None:
    """Write each of `texts` in the middle of its box."""
    if not is_much:
        for box, text in texts:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return
    # To have Qt find the middle takes as long again as to write.
    metrics = QFontMetricsF(painter.font())
    rise = metrics.ascent() - metrics.height() / 2
    for box, text in texts:
        middle = box.center()
        left = middle.x() - _advance(NOT_ZERO.sub("0", text), size_px) / 2
        painter.drawText(QPointF(left, middle.y() + rise), text)


@cache
def _advance(text: str, size_px: int) -> float:
    """Return how wide a number is; all of its digits are zeros, which are as wide as any."""
    return QFontMetricsF(exact_font(size_px, QFont.Weight.Medium, tabular=True)).horizontalAdvance(text)


@cache
def _ems(text: str) -> float:
    """Return how wide `text` is, in em."""
    return sum(CHARACTER_EM.get(letter, 0.67) for letter in text)


def paint_ring(painter: QPainter, cell: QRectF, theme: Theme) -> None:
    """Paint the light ring around the cell that the mouse is on."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.soft), 1.5))
    painter.drawRoundedRect(cell.adjusted(-0.75, -0.75, 0.75, 0.75), CELL_RADIUS_PX, CELL_RADIUS_PX)


def paint_strong_ring(painter: QPainter, cell: QRectF, theme: Theme) -> None:
    """Paint the ring around the cell that was chosen."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.card), 4))
    painter.drawRoundedRect(cell, CELL_RADIUS_PX + 1, CELL_RADIUS_PX + 1)
    painter.setPen(QPen(QColor(theme.ink), 2))
    painter.drawRoundedRect(cell.adjusted(-1, -1, 1, 1), CELL_RADIUS_PX + 1, CELL_RADIUS_PX + 1)


def paint_lit(painter: QPainter, grid: Grid, lit: npt.NDArray[np.bool_], theme: Theme) -> None:
    """Paint a frame around the rows in the mask `lit`, and a bar beside their numbers."""
    accent = QColor(theme.accent)
    for top, bottom in _outlines(grid, lit):
        gap = GAP_PX if grid.has_gaps else 0
        band = QRectF(grid.area.left(), top, grid.area.width() - gap, bottom - top - gap)
        painter.setPen(QPen(accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(band.adjusted(-1, -1, 1, 1), CELL_RADIUS_PX + 1, CELL_RADIUS_PX + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        bar = QRectF(band.left() - 2 - LIT_BAR_PX, band.top(), LIT_BAR_PX, band.height())
        painter.drawRoundedRect(bar, LIT_BAR_PX / 2, LIT_BAR_PX / 2)


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
