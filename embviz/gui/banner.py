"""Banner: what went wrong or is to be looked for, above everything until it is dealt with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from embviz.gui.theme import GAP_PX, LIGHT, Theme, font
from embviz.gui.widgets.panel import label


class Banner(QWidget):
    """A line of two texts and a button, which `answered` says was pressed. `said` tells of what is news.

    What can be declined has a second, quiet button, for `dismissed`.
    """

    answered = Signal()
    dismissed = Signal()
    said = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._theme = LIGHT
        self._is_error = True
        self._what = label(13, QFont.Weight.DemiBold)
        self._why = label(13)
        self._why.setWordWrap(True)
        # A word without an end, as a file may be called, must not widen the window.
        self._why.setMinimumWidth(1)
        self.button = _button("banner_button", self._on_clicked)
        self.dismiss_button = _button("banner_dismiss", self._on_dismiss_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_PX + 4, 8, GAP_PX + 4, 8)
        row.setSpacing(12)
        row.addWidget(self._what)
        row.addWidget(self._why, 1)
        row.addWidget(self.dismiss_button)
        row.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        """What the banner says, empty while it is hidden."""
        return "" if self.isHidden() else f"{self._what.text()}: {self._why.text()}"

    def say(self, what: str, why: str, button: str, is_error: bool = True, dismiss: str = "") -> None:
        """Show the banner, as an error or as something good to know.

        A text for `dismiss` gives it the second button.
        """
        # What only tells anew how long it has been is no news.
        is_news = self.isHidden() or what != self._what.text()
        self._is_error = is_error
        self.set_theme(self._theme)
        self._what.setText(what)
        self._why.setText(why)
        self.button.setText(button)
        self.dismiss_button.setText(dismiss)
        self.dismiss_button.setVisible(bool(dismiss))
        self.setAccessibleName(what)
        self.setAccessibleDescription(why)
        self.show()
        if is_news:
            self.said.emit()

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
        self.dismiss_button.setStyleSheet(
            f"QPushButton {{ background: transparent; color: {theme.ink}; border: 1px solid {self._colour};"
            f" border-radius: 7px; padding: 0 16px; }}"
            f" QPushButton:hover {{ background: {theme.button_hover}; }}"
            f" QPushButton:focus {{ border: 2px solid {theme.ink}; }}"
        )
        self.update()

    def _on_clicked(self) -> None:
        self._hand_on_focus()
        self.answered.emit()

    def _on_dismiss_clicked(self) -> None:
        self._hand_on_focus()
        self.dismissed.emit()

    def _hand_on_focus(self) -> None:
        # A button that hides with the focus hands it on, to a field that would swallow the next key.
        self.window().setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            ground = QColor(self._colour)
            ground.setAlphaF(0.12)
            painter.fillRect(self.rect(), QColor(self._theme.card))
            painter.fillRect(self.rect(), ground)
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._colour))


def _button(name: str, on_clicked: Callable[[], object]) -> QPushButton:
    made = QPushButton()
    made.setObjectName(name)
    made.setFont(font(13, QFont.Weight.Medium))
    made.setMinimumHeight(30)
    made.clicked.connect(on_clicked)
    return made
