"""Painting: the picture of a tile with its labels, kept while the same is to be seen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from embviz.core.messages import Array, Tile
from embviz.gui.heatmap.colours import colour_table, colours
from embviz.gui.heatmap.frame import Frame, is_reduced
from embviz.gui.heatmap.gutter import Gutter
from embviz.gui.heatmap.paint import ROUNDED_CELLS, Cells, is_on_pixels
from embviz.gui.heatmap.trim import paint_labels
from embviz.gui.theme import Theme

Key = tuple[object, ...]


class Painting:
    """What has been worked out and drawn for one tile by one scale; `forget` when either is another.

    The labels stay then: in a run that trains, the numbers change and the rows do not. While the mouse moves,
    all of it stays.
    """

    def __init__(self) -> None:
        self._painted: Array | None = None
        # Each with what it shows.
        self._labels: tuple[Key, QPixmap] | None = None
        self._picture: tuple[Key, QPixmap, Tile] | None = None

    def forget(self) -> None:
        """Colour all cells anew, and draw those that are not as they were."""
        self._painted = None

    def paint(
        self, painter: QPainter, size: QSize, frame: Frame, limit: float, theme: Theme, gutter: Gutter
    ) -> None:
        """Paint `frame`, from -limit to limit, with what `gutter` says beside it, in a view of `size`."""
        if not is_on_pixels(painter):
            paint_labels(painter, frame.area, frame.rows, frame.columns, theme, gutter)
            _paint_cells(painter, frame, self._coloured(frame.tile, limit, theme), theme, None)
            return
        ratio = painter.device().devicePixelRatioF()
        key = (size, ratio, theme, frame.area, frame.rows, frame.columns, gutter)
        if self._labels is None or self._labels[0] != key:
            self._labels = key, _labels(size, ratio, frame, theme, gutter)
        painter.drawPixmap(0, 0, self._drawn((*key, limit), self._labels[1], frame, limit, theme))

    def _drawn(self, key: Key, labels: QPixmap, frame: Frame, limit: float, theme: Theme) -> QPixmap:
        tile, only = frame.tile, None
        if self._picture is not None and self._picture[0] == key:
            if self._picture[2] is tile:
                return self._picture[1]
            only = _others(self._picture[2], frame)
        picture = labels.copy() if only is None or self._picture is None else self._picture[1]
        painted = self._coloured(tile, limit, theme)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_cells(painter, frame, painted, theme, only)
        self._picture = key, picture, tile
        return picture

    def _coloured(self, tile: Tile, limit: float, theme: Theme) -> Array:
        if self._painted is None:
            self._painted = colours(tile.values, limit, colour_table(theme.colour_map))
        return self._painted


def _paint_cells(painter: QPainter, frame: Frame, painted: Array, theme: Theme, only: Array | None) -> None:
    tile = frame.tile
    if not frame.is_settled:
        painter.fillRect(frame.area, QColor(theme.stripe))
    if frame.grid is not None:
        _cells(tile, frame, painted).paint(painter, frame.grid, theme, only)
    elif is_reduced(tile):
        shown = np.ascontiguousarray(frame.stretched(painted, QColor(theme.stripe).rgb()))
        rows, columns = shown.shape
        image = QImage(shown.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied)
        painter.drawImage(frame.area, image)


def _labels(size: QSize, ratio: float, frame: Frame, theme: Theme, gutter: Gutter) -> QPixmap:
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.card))
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_labels(painter, frame.area, frame.rows, frame.columns, theme, gutter)
    return picture


def _others(before: Tile, frame: Frame) -> Array | None:
    """Return a mask of the cells that are not as they were `before`; None where most are or may be others."""
    now, grid = frame.tile, frame.grid
    if not frame.is_settled or grid is None or grid.rows * grid.columns > ROUNDED_CELLS:
        return None
    is_alike = (before.rows, before.columns) == (now.rows, now.columns)
    if not is_alike or before.values.shape != now.values.shape or before.values.dtype != now.values.dtype:
        return None
    bits = f"u{now.values.itemsize}"
    mask: Array = before.values.view(bits) != now.values.view(bits)
    for changed, other in ((before.changed, now.changed), (now.changed, before.changed)):
        if changed is not None:
            mask |= changed if other is None else changed != other
    return mask if 2 * np.count_nonzero(mask) < mask.size else None


def _cells(tile: Tile, frame: Frame, painted: Array) -> Cells:
    which = frame.cells
    changed = None if tile.changed is None else tile.changed[which]
    return Cells(tile.values[which], painted[which], changed)
