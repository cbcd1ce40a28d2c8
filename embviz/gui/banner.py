"""Banner: what went wrong or is to be looked for, above everything until it is dealt with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from embviz.gui.theme import GAP_PX, LIGHT, Theme, font
from embviz.gui.widgets.panel import label


class Banner(QWidget):
    """A line of two texts and one button; `answered` says that the button was pressed."""

    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._theme = LIGHT
        self._is_error = True
        self._what = label(13, QFont.Weight.DemiBold)
        self._why = label(13)
        self._why.setWordWrap(True)
        self.button = QPushButton()
        self.button.setObjectName("banner_button")
        self.button.setFont(font(13, QFont.Weight.Medium))
        self.button.setMinimumHeight(30)
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_PX + 4, 8, GAP_PX + 4, 8)
        row.setSpacing(12)
        row.addWidget(self._what)
        row.addWidget(self._why, 1)
        row.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        """What the banner says, empty while it is hidden."""
        return "" if self.isHidden() else f"{self._what.text()}: {self._why.text()}"

    def say(self, what: str, why: str, button: str, is_error: bool = True) -> None:
        """Show the banner, as an error or as something good to know."""
        self._is_error = is_error
        self.set_theme(self._theme)
        self._what.setText(what)
        self._why.setText(why)
        self.button.setText(button)
        self.setAccessibleName(what)
        self.setAccessibleDescription(why)
        self.show()

    @property
    def _colour(self) -> str:
        return self._theme.error if self._is_error else self._theme.accent

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.button.setStyleSheet(
            f"QPushButton {{ background: {self._colour}; color: {theme.card}; border: 0; border-radius: 7px;"
            f" padding: 0 16px; }} QPushButton:hover {{ background: {theme.ink}; }}"
            f" QPushButton:focus {{ border: 2px solid {theme.ink}; }}"
        )
        self.update()

    def _on_clicked(self) -> None:
        # A button that hides with the focus hands it on, to a field that would swallow the next key.
        self.window().setFocus()
        self.answered.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            ground = QColor(self._colour)
            ground.setAlphaF(0.12)
            painter.fillRect(self.rect(), QColor(self._theme.card))
            painter.fillRect(self.rect(), ground)
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._colour))
