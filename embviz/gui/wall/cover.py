"""Cover: a widget over the whole window, as large as that is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from embviz.gui.theme import LIGHT, Theme


class Cover(QWidget):
    """Hidden at first. While it is shown it stays as large as `window`, and above all that stands there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.theme = LIGHT
        self._below = window
        self.hide()
        window.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.theme = theme
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""

    def cover(self) -> None:
        """Show it, above all else."""
        self.setGeometry(self._below.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._below.rect())
        return False
