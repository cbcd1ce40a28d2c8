"""Standing: the words that say where the run is shown: now, or, as a chip that nobody overlooks, the past."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from embviz.gui.theme import LIGHT, Theme, font
from embviz.gui.timeline.phrases import grouped
from embviz.gui.widgets.tints import mixed

HEIGHT_PX = 24
PADDING_PX = 10
# The room for steps of so many digits is kept free from the start.
LEAST_DIGITS = 4
CHIP_STRENGTH = 0.18


class Standing(QWidget):
    """One line of text, as long as there is room for: its width is given to it, and never asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline_standing")
        self._theme = LIGHT
        self._step = self._last_step = 0
        self._is_past = False
        self.setFont(font(12, QFont.Weight.Medium, tabular=True))

    @property
    def text(self) -> str:
        """What it says, in as many words as it has room for."""
        room = self.width() - 2 * PADDING_PX
        texts = self._texts(grouped(self._step), grouped(self._last_step))
        for text in texts:
            if self.fontMetrics().horizontalAdvance(text) <= room:
                return text
        return self.fontMetrics().elidedText(texts[-1], Qt.TextElideMode.ElideRight, room)

    def show_step(self, step: int, last_step: int, is_past: bool) -> None:
        """Say that the run is shown at `step` of `last_step`, and whether that is the past."""
        if (step, last_step, is_past) != (self._step, self._last_step, self._is_past):
            self._step, self._last_step, self._is_past = step, last_step, is_past
            self.setAccessibleName(self.text)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def retranslate(self) -> None:
        """Say it in the language that is set now."""
        self.setAccessibleName(self.text)
        self.update()

    def width_at(self, is_short: bool) -> int:
        """Return the width in px that the past needs, in many words or in few: it does not grow with each
        digit of the step."""
        widest = grouped(10 ** (max(LEAST_DIGITS, len(str(self._last_step))) - 1)).replace("1", "0")
        text = self._past(widest, widest)[is_short]
        return self.fontMetrics().horizontalAdvance(text) + 2 * PADDING_PX + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, text = self._theme, self.text
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            if self._is_past:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(mixed(QColor(theme.caution), QColor(theme.ground), CHIP_STRENGTH))
                width = self.fontMetrics().horizontalAdvance(text) + 2 * PADDING_PX
                painter.drawRoundedRect(QRectF(0, 0, width, self.height()), 12, 12)
            painter.setPen(QColor(theme.caution if self._is_past else theme.soft))
            room = QRectF(self.rect()).adjusted(PADDING_PX, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _texts(self, step: str, last_step: str) -> tuple[str, ...]:
        if self._is_past:
            return self._past(step, last_step)
        return self.tr("now · step {step}").format(step=step), self.tr("step {step}").format(step=step), step

    def _past(self, step: str, last_step: str) -> tuple[str, str, str]:
        return (
            self.tr("the past · step {step} of {last}").format(step=step, last=last_step),
            self.tr("past · {step} of {last}").format(step=step, last=last_step),
            self.tr("past · {step}").format(step=step),
        )
