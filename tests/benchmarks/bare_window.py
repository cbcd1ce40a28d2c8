"""An empty PySide6 window of the size of ours: prints when it was on screen."""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Window(QMainWindow):
    """Tells of its first paint as embviz's window does, and ends the program."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self._tell)

    def _tell(self) -> None:
        print(json.dumps({"painted": time.monotonic()}), flush=True)
        QApplication.exit()


def main() -> int:
    """Show the window and return Qt's status."""
    application = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1280, 720)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
