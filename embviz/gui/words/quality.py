"""QualityLine: how well the cosines agree with what people said of words, and how that came about."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from embviz.core.labels import told
from embviz.core.reports import Similarity
from embviz.gui.rows.paint import curve_points
from embviz.gui.rows.texts import cosine
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.panel import Elided

MOST_POINTS = 512
SPARK_SIZE = QSize(110, 20)
DOT_PX = 2.5
# A course of zeros is a line at the bottom.
LEAST_RHO = 0.1


class Sparkline(QWidget):
    """ρ over the steps at which it is known, at most MOST_POINTS of them; the line across is zero, the dot
    the step that was told last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: dict[int, float] = {}
        self._here = 0
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def points(self) -> dict[int, float]:
        """What ρ was, by step, in their order."""
        return dict(sorted(self._points.items()))

    def add(self, step: int, rho: float) -> None:
        """Tell that ρ is `rho` at `step`; NaN is no news."""
        if math.isnan(rho):
            return
        self._points[step], self._here = rho, step
        if len(self._points) > MOST_POINTS:
            # Every other one, but the last and this one: what is left is as evenly spread as before.
            points = list(self.points.items())
            self._points = dict([*points[:-1:2], points[-1], (step, rho)])
        self._describe()

    def keep(self, last_step: int | None) -> None:
        """Forget what was after `last_step`, or all for None."""
        self._points = {
            step: rho for step, rho in self._points.items() if last_step is not None and step <= last_step
        }
        self._describe()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return SPARK_SIZE

    def minimumSizeHint(self) -> QSize:
        return QSize(40, SPARK_SIZE.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._points:
            return
        box = QRectF(self.rect()).adjusted(DOT_PX + 1, DOT_PX, -DOT_PX - 1, -DOT_PX)
        zero, places = self._places(box)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawLine(QPointF(box.left(), zero), QPointF(box.right(), zero))
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
            painter.drawPolyline(list(places.values()))
            painter.setBrush(QColor(self._theme.accent))
            painter.drawEllipse(places.get(self._here, places[max(places)]), DOT_PX, DOT_PX)

    def _places(self, box: QRectF) -> tuple[float, dict[int, QPointF]]:
        """Return how high zero is in `box`, and where the points are, by their steps."""
        points = self.points
        rhos = np.array(list(points.values()))
        low, high = min(0.0, float(rhos.min())), max(float(rhos.max()), LEAST_RHO)
        first, last = min(points), max(points)
        places = {}
        for place, step in zip(curve_points(box, rhos, (low, high)), points, strict=False):
            share = (step - first) / (last - first) if last > first else 1.0
            places[step] = QPointF(box.left() + box.width() * share, place.y())
        return box.bottom() + box.height() * low / (high - low), places

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self._describe()

    def _describe(self) -> None:
        points = list(self.points.items())
        told_of = [points[0], points[-1]] if len(points) > 1 else points
        text = self.tr("ρ {rho} at step {step}")
        self.setAccessibleName(self.tr("ρ over the steps"))
        self.setAccessibleDescription(
            ", ".join(text.format(rho=cosine(rho), step=step) for step, rho in told_of)
        )
        self.update()


class QualityLine(QWidget):
    """Spearman's ρ over how many pairs of the list, and its course."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.spark = Elided(12, "words_quality"), Sparkline()
        self._similarity: Similarity | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.text, 3)
        row.addWidget(self.spark, 1)
        self.hide()

    @property
    def is_known(self) -> bool:
        """Whether there is anything to say."""
        return self._similarity is not None

    def set_similarity(self, similarity: Similarity | None, step: int) -> None:
        """Show `similarity`, which is that of the table at `step`; None hides the line."""
        self._similarity = similarity
        if similarity is not None:
            self.spark.add(step, similarity.rho)
            self.spark.setVisible(bool(self.spark.points))
        self.setVisible(similarity is not None)
        self.retranslate()

    def keep(self, last_step: int | None) -> None:
        """Forget the course after `last_step`, or all of it, and the line, for None."""
        self.spark.keep(last_step)
        if last_step is None:
            self.set_similarity(None, 0)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.spark.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.spark.retranslate()
        similarity = self._similarity
        if similarity is None:
            return
        self.text.setText(self._told(similarity))
        self.text.setToolTip(self._explained(similarity))
        self.text.setAccessibleDescription(self._explained(similarity))

    def _told(self, similarity: Similarity) -> str:
        if math.isnan(similarity.rho):
            text = self.tr("Spearman ρ: too few words known, {pairs} of {known} pairs")
            return text.format(pairs=similarity.pairs, known=similarity.known)
        text = self.tr("Spearman ρ {rho} over {pairs} of {known} pairs")
        return text.format(rho=cosine(similarity.rho), pairs=similarity.pairs, known=similarity.known)

    def _explained(self, similarity: Similarity) -> str:
        return self.tr(
            "How well the order of the cosines agrees with how alike people found the words of {name}: "
            "1 is the same order, 0 is chance"
        ).format(name=told(similarity.name))
