"""Keys that belong to the widget with the keyboard, though they are shortcuts of the window elsewhere."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

DIGITS = frozenset(range(Qt.Key.Key_0, Qt.Key.Key_9 + 1))
SIDEWAYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right})


def is_claimed(event: QEvent, keys: Container[int]) -> bool:
    """Accept `event` where Qt asks whether one of `keys`, pressed alone, is the widget's own; return whether.

    To be called first in a widget's `event`, which is done with it then: the key comes as a press.
    """
    is_own = (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.key() in keys
        and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    )
    if is_own:
        event.accept()
    return is_own
