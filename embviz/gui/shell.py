"""Shell: the window before anything stands in it.

It is on screen first of all: it imports no more of Qt than it takes to show a window. Even Qt's own
namespace of constants would add a tenth to the time until the first paint.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget


class Shell(QFrame):
    """The window of the desktop. `painted` says once that it is on screen, `closed` that it will go."""

    painted = Signal()
    closed = Signal()

    def __init__(self, ground: str) -> None:
        super().__init__()
        self.setObjectName("shell")
        # A painter, given a colour, would ask for Qt's constants.
        self.setStyleSheet(f"#shell {{ background: {ground}; }}")
        self._is_painted = False
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)

    def fill(self, content: QWidget) -> None:
        """Show `content` in the whole of the window, under its title."""
        self.setStyleSheet("")
        self._whole.addWidget(content)
        content.show()
        self.setWindowTitle(content.windowTitle())
        content.windowTitleChanged.connect(self.setWindowTitle)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            # The event loop comes back to this once the picture has been handed to the screen.
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
