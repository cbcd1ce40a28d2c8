"""Size and place of the window, and the memory for its history, kept from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

USUAL_SIZE = QSize(1280, 720)
SMALLEST_SIZE = QSize(700, 480)


def settings() -> QSettings:
    """Return the file in which all this is kept."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "embviz", "window")


def restore(window: QWidget, store: QSettings) -> None:
    """Give `window` the size and place it had, on a screen that exists and no larger than that."""
    saved = store.value("geometry")
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if isinstance(saved, QRect) and saved.isValid():
        window.setGeometry(fitted(saved, screens))
        if str(store.value("maximized")) == "true":
            window.showMaximized()
    else:
        window.resize(USUAL_SIZE.boundedTo(screens[0].size()))


def save(window: QWidget, store: QSettings) -> None:
    """Keep the size and place of `window`."""
    store.setValue("geometry", window.normalGeometry())
    store.setValue("maximized", "true" if window.isMaximized() else "false")


def history_mb(store: QSettings) -> int | None:
    """Return how many MB the history may hold, None where nobody has said."""
    # A file that anybody may have edited.
    text = str(store.value("history_mb"))
    return int(text) if text.isdecimal() and 0 < len(text) < 7 and int(text) else None


def save_history_mb(megabytes: int, store: QSettings) -> None:
    """Keep how many MB the history may hold."""
    store.setValue("history_mb", megabytes)


def fitted(wanted: QRect, screens: list[QRect]) -> QRect:
    """Return `wanted` moved and shrunk onto the screen that it overlaps most, or else onto the first."""

    def overlap(screen: QRect) -> int:
        common = screen.intersected(wanted)
        return common.width() * common.height()

    screen = max(screens, key=overlap)
    size = wanted.size().expandedTo(SMALLEST_SIZE).boundedTo(screen.size())
    left = min(max(wanted.left(), screen.left()), screen.right() + 1 - size.width())
    top = min(max(wanted.top(), screen.top()), screen.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())
