"""HistogramPlot: how often the numbers of a table occur, as bars, and those that are zero or no number."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from embviz.core.messages import Array
from embviz.core.reports import Histogram
from embviz.gui.heatmap.trim import paint_plate
from embviz.gui.rows.paint import RIGHT, paint_text
from embviz.gui.rows.texts import grouped, in_short
from embviz.gui.theme import LIGHT, Theme, font, px
from embviz.gui.widgets.tints import mixed

TEXT_PX = 16
TICK_GAP_PX = 5
BAR_STRENGTH = 0.6
PLATE_TOP_PX = 20
LEAST_TICKS_APART_PX = 14


class _Tick(NamedTuple):
    """A number of the upright axis, and how high it is, from 0 to 1."""

    text: str
    height: float


class HistogramPlot(QWidget):
    """The histogram of the table called `name`, with its counts as they are or by their magnitude.

    Where there is none, a plate says what `set_absence` was told.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._histogram: Histogram | None = None
        self._is_log = False
        self._absence = ("", "")
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_histogram(self, histogram: Histogram | None, *, is_log: bool) -> None:
        """Show `histogram`, of the counts their logarithm where it `is_log`."""
        self._histogram, self._is_log = histogram, is_log
        self.setAccessibleName(self.tr("histogram of {name}").format(name=self.name))
        self.setAccessibleDescription(self.text)
        self.setToolTip(self.note)
        self.update()

    def set_absence(self, what: str, why: str) -> None:
        """Say `what` there is where there is no histogram, and `why`."""
        self._absence = (what, why)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    @property
    def note(self) -> str:
        """How many numbers are exactly zero, and how many are in no bar."""
        histogram = self._histogram
        if histogram is None:
            return ""
        parts = []
        if histogram.not_finite:
            parts.append(self.tr("{count} not finite").format(count=grouped(histogram.not_finite)))
        if histogram.zeros:
            parts.append(self.tr("{count} exactly 0").format(count=grouped(histogram.zeros)))
        return " · ".join(parts) or self.tr("none is 0, all are finite")

    @property
    def text(self) -> str:
        """What the histogram shows, in words."""
        if self._histogram is None:
            return " ".join(self._absence)
        low, high = self._ends()
        total = grouped(int(self._histogram.counts.sum()))
        range_ = self.tr("{total} numbers from {low} to {high}").format(total=total, low=low, high=high)
        return self.tr("{range}; {note}").format(range=range_, note=self.note)

    def sizeHint(self) -> QSize:
        return QSize(200, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(90, 70)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_header(painter)
            if self._histogram is None:
                plate = QRectF(self.rect()).adjusted(1, px(PLATE_TOP_PX), -1, -2)
                if self._absence[0]:
                    paint_plate(painter, plate, self._theme, *self._absence)
            else:
                self._paint_plot(painter, self._histogram)

    def heights(self) -> Array:
        """Return how high each bar is, from 0 to 1: one that holds a single number is seen."""
        if self._histogram is None or not self._histogram.counts.size:
            return np.empty(0)
        counts = self._histogram.counts.astype(np.float64)
        numbers = np.log10(1 + counts) if self._is_log else counts
        largest = float(numbers.max())
        return numbers / largest if largest else numbers

    def _ends(self) -> tuple[str, str]:
        assert self._histogram is not None
        first, last = (float(self._histogram.edges[end]) for end in (0, -1))
        return _said(first), _said(last)

    def _paint_header(self, painter: QPainter) -> None:
        header = QRectF(0, 0, self.width(), px(TEXT_PX))
        painter.setFont(font(12, QFont.Weight.DemiBold))
        width = paint_text(painter, header, self.name, self._theme.ink)
        painter.setFont(font(11, tabular=True))
        is_odd = self._histogram is not None and self._histogram.not_finite > 0
        colour = self._theme.caution if is_odd else self._theme.soft
        paint_text(painter, header.adjusted(width + 8, 0, 0, 0), self.note, colour, RIGHT)

    def _paint_plot(self, painter: QPainter, histogram: Histogram) -> None:
        ticks = self._ticks(histogram)
        painter.setFont(font(11, tabular=True))
        gutter = max(painter.fontMetrics().horizontalAdvance(tick.text) for tick in ticks) + TICK_GAP_PX + 1
        area = QRectF(self.rect()).adjusted(gutter, px(TEXT_PX) + 8, -1, -px(TEXT_PX))
        if area.height() <= 0 or area.width() <= 0:
            return
        self._paint_ticks(painter, area, ticks)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(QColor(self._theme.accent), QColor(self._theme.card), BAR_STRENGTH))
        edges = _places(histogram.edges, area)
        for left, right, height in zip(edges, edges[1:], self.heights().tolist(), strict=False):
            if height > 0:
                tall = max(height * area.height(), 1.0)
                wide = max(right - left - (right - left > 4), 1.0)
                painter.drawRect(QRectF(left, area.bottom() - tall, wide, tall))
        self._paint_ends(painter, area, histogram)

    def _ticks(self, histogram: Histogram) -> list[_Tick]:
        largest = int(histogram.counts.max(initial=0))
        ticks = [_Tick("0", 0.0)]
        if self._is_log and largest:
            whole = np.log10(1 + largest)
            powers = [10**power for power in range(len(str(largest)))]
            ticks += [_Tick(in_short(power), float(np.log10(1 + power) / whole)) for power in powers]
        elif largest:
            ticks.append(_Tick(in_short(largest), 1.0))
        return ticks

    def _paint_ticks(self, painter: QPainter, area: QRectF, ticks: list[_Tick]) -> None:
        last_y = area.bottom() + px(LEAST_TICKS_APART_PX)
        for tick in ticks:
            y = area.bottom() - tick.height * area.height()
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            if last_y - y >= px(LEAST_TICKS_APART_PX):
                box = QRectF(0, y - px(TEXT_PX) / 2, area.left() - TICK_GAP_PX, px(TEXT_PX))
                paint_text(painter, box, tick.text, self._theme.soft, RIGHT)
                last_y = y

    def _paint_ends(self, painter: QPainter, area: QRectF, histogram: Histogram) -> None:
        below = QRectF(area.left(), area.bottom() + 1, area.width(), px(TEXT_PX))
        low, high = self._ends()
        left = paint_text(painter, below, low, self._theme.soft)
        right = paint_text(painter, below, high, self._theme.soft, RIGHT)
        first, last = float(histogram.edges[0]), float(histogram.edges[-1])
        if not first < 0 < last:
            return
        x = _places(np.array([first, 0.0, last]), area)[1]
        painter.setPen(QPen(QColor(self._theme.soft), 1))
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3))
        if below.left() + left + TICK_GAP_PX < x - 4 and x + 4 < below.right() - right - TICK_GAP_PX:
            painter.drawText(below.translated(x - below.center().x(), 0), Qt.AlignmentFlag.AlignCenter, "0")


def _places(edges: Array, area: QRectF) -> list[float]:
    """Return where `edges` are across `area`, in px."""
    first, last = float(edges[0]), float(edges[-1])
    # Halves: the distance of two finite numbers may be none.
    span = last / 2 - first / 2
    shares = (edges / 2 - first / 2) / span if span > 0 else np.linspace(0, 1, edges.size)
    return (area.left() + shares * area.width()).tolist()  # type: ignore[no-any-return]


def _said(number: float) -> str:
    return f"{number:.3g}".replace("-", "−")
