"""Card and Panel: the frames that all views stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMargins, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from embviz.gui.theme import CARD_RADIUS_PX, LIGHT, Theme, font, px

if TYPE_CHECKING:
    from embviz.core.messages import Snapshot

PADDING_PX = 14
SETUP_WIDTH_PX = 220
CHIP_MARGINS = QMargins(9, 2, 9, 2)


def label(size_px: int = 13, weight: QFont.Weight = QFont.Weight.Normal, name: str = "") -> QLabel:
    """Return a label that shows plain text as plain text, whatever it holds."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(size_px, weight, tabular=True))
    made.setObjectName(name)
    return made


class Elided(QLabel):
    """A line of plain text, quiet unless it is given another `name`, that ends in an ellipsis where its room
    ends."""

    def __init__(self, size_px: int = 12, name: str = "soft", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(size_px, tabular=True))
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class Chip(QLabel):
    """A short word on a rounded ground: the state of what a card shows."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(12, QFont.Weight.Medium, tabular=True))
        # A style sheet that changes takes the margins of a label away.
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._theme = LIGHT

    def set_text(self, text: str) -> None:
        """Show `text`; an empty one hides the chip."""
        if text != self.text():
            self.setText(text)
            self._fit()
        self.setVisible(bool(text))

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.button))
            painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        # A label of fixed size does not have the whole window laid out anew for each number it shows.
        size = self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text())
        self.setFixedSize(size.grownBy(CHIP_MARGINS))


class Card(QWidget):
    """A rounded ground with a title, a quiet subtitle and a chip at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.title = label(13, QFont.Weight.DemiBold)
        self.subtitle = Elided()
        self.chip = Chip()
        self.chip.set_text("")
        header = QHBoxLayout()
        header.setSpacing(8)
        header.addWidget(self.title)
        header.addWidget(self.subtitle, 1)
        header.addWidget(self.chip)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(PADDING_PX, 10, PADDING_PX, 10)
        self.body.setSpacing(4)
        self.body.addLayout(header)
        # Cards share the height of their column alike, unless one says otherwise.
        policy = self.sizePolicy()
        policy.setVerticalStretch(1)
        self.setSizePolicy(policy)
        # The chip comes and goes: without this the card's body would jump.
        self.title.setMinimumHeight(px(22))

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.theme = theme
        self.chip.set_theme(theme)
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self.theme.line), 1))
            painter.setBrush(QColor(self.theme.card))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS_PX, CARD_RADIUS_PX
            )


class Panel(Card):
    """A card that shows snapshots; it gets nothing else, and cannot tell a live run from the past."""

    snapshot: Snapshot | None = None

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show `snapshot`. Showing the same one twice is the same as once."""
        self.snapshot = snapshot

    def retranslate(self) -> None:
        super().retranslate()
        if self.snapshot is not None:
            self.set_snapshot(self.snapshot)
