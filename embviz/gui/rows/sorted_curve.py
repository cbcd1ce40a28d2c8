"""SortedCurve: the numbers of all rows, the largest first, as one falling line."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from embviz.core.reports import Ranking
from embviz.gui.rows.paint import RIGHT, paint_curve, paint_text
from embviz.gui.rows.texts import grouped, told
from embviz.gui.theme import LIGHT, Theme, font, px

TEXT_PX = 16


class SortedCurve(QWidget):
    """The curve of a ranking, all rows from left to right, between zero and its largest number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ranking: Ranking | None = None
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_ranking(self, ranking: Ranking | None) -> None:
        """Show the curve of `ranking`."""
        self._ranking = ranking
        self.setAccessibleName(self.tr("all rows, sorted"))
        self.setAccessibleDescription(self.text)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    @property
    def largest(self) -> float:
        """The largest finite number of the curve, 0 where there is none."""
        curve = np.empty(0) if self._ranking is None else self._ranking.curve
        return max(float(curve[np.isfinite(curve)].max(initial=0.0)), 0.0)

    @property
    def text(self) -> str:
        """What the curve shows, in words."""
        if self._ranking is None or not self._ranking.count:
            return ""
        middle = float(self._ranking.curve[self._ranking.curve.size // 2])
        return self.tr("{count} rows, from {largest} over {middle} in the middle to {least}").format(
            count=grouped(self._ranking.count),
            largest=told(self.largest),
            middle=told(middle),
            least=told(float(self._ranking.curve[-1])),
        )

    def sizeHint(self) -> QSize:
        return QSize(150, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        ranking = self._ranking
        if ranking is None or not ranking.count:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font(11, tabular=True))
            box = QRectF(self.rect()).adjusted(1, px(TEXT_PX), -1, -px(TEXT_PX))
            painter.setPen(QPen(QColor(self._theme.line), 1))
            for y in (box.top(), box.bottom()):
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            top = self.largest or math.inf
            paint_curve(painter, box, ranking.curve, (0.0, min(top, 1e308)), self._theme)
            above, below = (QRectF(0, y, self.width(), px(TEXT_PX)) for y in (0, self.height() - px(TEXT_PX)))
            soft = self._theme.soft
            width = paint_text(painter, above, told(self.largest), soft)
            name = self.tr("all rows, sorted")
            if painter.fontMetrics().horizontalAdvance(name) < above.width() - width - px(TEXT_PX):
                paint_text(painter, above, name, soft, RIGHT)
            width = paint_text(painter, below, "0", soft)
            rows = self.tr("{count} rows").format(count=grouped(ranking.count))
            paint_text(painter, below.adjusted(width + 4, 0, 0, 0), rows, soft, RIGHT)
