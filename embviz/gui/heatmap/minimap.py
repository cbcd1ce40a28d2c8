"""Minimap: the whole table as a slim strip, with a frame around what is looked at, to be moved in it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from embviz.core.messages import Array, Tile
from embviz.gui.heatmap.colours import Scale, colour_table, colours
from embviz.gui.heatmap.lens import Lens, Span
from embviz.gui.theme import LIGHT, Theme

WIDTH_PX = 14
SMALLEST_FRAME_PX = 6
# So much of the strip is veiled around the frame, of 255.
VEIL = 90


class Minimap(QWidget):
    """The strip beside a heatmap through `lens`. A press beside the frame moves it there, a drag along."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._lens: Lens | None = None
        self._overview: Tile | None = None
        self._scale = Scale()
        self._image: tuple[Array, QImage] | None = None
        # Where in the frame it was taken, in px past its middle; None while it is not.
        self._grip: float | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_lens(self, lens: Lens) -> None:
        """Show where `lens` looks at."""
        self._lens = lens
        lens.changed.connect(self.update)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self._image = None
        self.update()

    def set_overview(self, overview: Tile | None, run: int) -> None:
        """Show `overview`, a small picture of the whole table, or for None plain ground."""
        if overview is not self._overview:
            self._overview, self._image = overview, None
            if overview is not None:
                self._scale.follow(overview.values, run)
            self.update()

    @property
    def lens(self) -> Lens | None:
        """What looks at the table."""
        return self._lens

    @property
    def frame(self) -> QRectF:
        """Where the frame is."""
        if self._lens is None:
            return QRectF()
        top, height = _framed(self._lens.rows, self._lens.shape[0], self.height())
        left, width = _framed(self._lens.columns, self._lens.shape[1], self.width())
        return QRectF(left, top, width, height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            frame, at = self.frame, event.position()
            # Across the way that it moves, a frame may be too slim to be aimed at.
            first, past, place = frame.top(), frame.bottom(), at.y()
            if self._is_sideways:
                first, past, place = frame.left(), frame.right(), at.x()
            is_taken = first <= place <= past
            self._grip = place - (first + past) / 2 if is_taken else 0.0
            if not is_taken:
                self._move_to(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._move_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.button))
            if self._overview is not None and self._overview.values.size:
                painter.drawImage(self.rect(), self._picture(self._overview))
            if self._lens is not None:
                self._paint_frame(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame, veil = self.frame, QColor(self._theme.card)
        veil.setAlpha(VEIL)
        painter.fillRect(QRectF(0, 0, self.width(), frame.top()), veil)
        painter.fillRect(QRectF(0, frame.bottom(), self.width(), self.height() - frame.bottom()), veil)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.card), 4))
        painter.drawRect(frame.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.drawRect(frame.adjusted(1, 1, -1, -1))

    def _move_to(self, point: QPointF) -> None:
        lens, grip = self._lens, self._grip
        if lens is None or grip is None or not self.height():
            return
        row, column = lens.rows[0], lens.columns[0]
        if self._is_sideways:
            middle = (point.x() - grip) / self.width() * lens.shape[1]
            column = round(middle - (lens.columns[1] - column) / 2)
        else:
            middle = (point.y() - grip) / self.height() * lens.shape[0]
            row = round(middle - (lens.rows[1] - row) / 2)
        lens.move_to(row, column)

    @property
    def _is_sideways(self) -> bool:
        """True for a wide table with few rows: there is nothing to move but its columns."""
        return self._lens is not None and self._lens.rows == (0, self._lens.shape[0])

    def _picture(self, overview: Tile) -> QImage:
        if self._image is None:
            values = squeezed(overview.values, max(1, self.height()), WIDTH_PX)
            painted = colours(values, self._scale.limit, colour_table(self._theme.colour_map))
            painted = np.ascontiguousarray(painted, dtype=np.uint32)
            rows, columns = painted.shape
            image = QImage(
                painted.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied
            )
            # The image does not keep its numbers alive.
            self._image = painted, image
        return self._image[1]


def squeezed(values: Array, rows: int, columns: int) -> Array:
    """Return `values` (2-D) in at most `rows` x `columns`, each the one of largest magnitude of its part."""
    for axis, most in enumerate((rows, columns)):
        size = values.shape[axis]
        if size > most:
            edges = np.arange(most) * size // most
            low, high = (one.reduceat(values, edges, axis) for one in (np.minimum, np.maximum))
            values = np.where(-low > high, low, high)
    return values


def _framed(span: Span, count: int, pixels: int) -> tuple[float, float]:
    """Return where the part `span` of `count` begins in `pixels`, and its length: not less than is seen."""
    if not count:
        return 0.0, float(pixels)
    length = max((span[1] - span[0]) * pixels / count, min(SMALLEST_FRAME_PX, pixels))
    middle = (span[0] + span[1]) / 2 * pixels / count
    return min(max(0.0, middle - length / 2), pixels - length), length
