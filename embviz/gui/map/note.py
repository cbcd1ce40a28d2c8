"""What is said of a map in words: the line below it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from embviz.core.labels import told
from embviz.core.numbers import short
from embviz.core.reports import WordMap
from embviz.gui.curve.axis import with_minus
from embviz.gui.map.asking import LIVE
from embviz.gui.map.controls import METHODS
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.panel import Elided

NOTE_PX = 11
# By so much of the variance more, new axes are worth the change of the picture.
LARGE_DRIFT = 0.10
SEPARATOR = " · "
LONGEST_READOUT = 80


class Note(Elided):
    """A line of text; what is urgent is said in the colour of caution. All of it is in its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NOTE_PX, "soft", parent)
        self.is_urgent = False
        self._cut = Qt.TextElideMode.ElideRight
        self._theme = LIGHT

    def tell(self, text: str, *, is_urgent: bool = False, is_readout: bool = False) -> None:
        """Show `text`; of a read-out with a long name, the numbers at the end stay."""
        if (text, is_urgent) != (self.text(), self.is_urgent):
            self.is_urgent = is_urgent
            self._cut = Qt.TextElideMode.ElideMiddle if is_readout else Qt.TextElideMode.ElideRight
            self.setText(text)
            self.setToolTip(text)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(QColor(self._theme.caution if self.is_urgent else self._theme.soft))
            text = self.fontMetrics().elidedText(self.text(), self._cut, self.width())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def hint_of(report: WordMap) -> str:
    """Return what Refit would be good for; empty while it is not worth it."""
    if not report.drift > LARGE_DRIFT:
        return ""
    text = QCoreApplication.translate("MapView", "Refit would show {drift} % more of the variance")
    return text.format(drift=_percent(report.drift))


def source_of(report: WordMap, total: int) -> str:
    """Return where the axes of `report` come from, what they hold, and how much of a table of `total` rows is
    not there."""
    if report.method == LIVE:
        parts = [QCoreApplication.translate("MapView", "fitted at step {step}").format(step=report.fitted)]
        # Of rows that are all one there is nothing to hold.
        if sum(report.explained) > 0:
            text = QCoreApplication.translate("MapView", "axes hold {first} % + {second} % of the variance")
            first, second = map(_percent, report.explained)
            parts.append(text.format(first=first, second=second))
    else:
        text = QCoreApplication.translate("MapView", "{method} of step {step}; Refit makes it anew")
        parts = [text.format(method=METHODS[report.method], step=report.step)]
    if missing := int((~np.isfinite(report.points).all(axis=1)).sum()):
        text = QCoreApplication.translate("MapView", "{count} rows with nan or inf left out")
        parts.insert(0, text.format(count=missing))
    if len(report.rows) < total:
        text = QCoreApplication.translate("MapView", "{count} of {total} rows")
        parts.append(text.format(count=len(report.rows), total=total))
    return SEPARATOR.join(parts)


def readout_of(report: WordMap, index: int) -> str:
    """Return label, row and coordinates of the point at `index`."""
    x, y = (with_minus(short(float(value))) for value in report.points[index])
    row = QCoreApplication.translate("MapView", "row {row}").format(row=int(report.rows[index]))
    names = [told(report.labels[index], LONGEST_READOUT)] if any(report.labels) else []
    return SEPARATOR.join([*names, row, f"({x}, {y})"])


def _percent(share: float) -> str:
    return f"{100 * share:.0f}" if math.isfinite(share) else "–"
