"""Keys that a widget with the keyboard keeps from the shortcuts of its window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from embviz.gui.widgets.keys import SIDEWAYS, is_claimed

Key, Modifier = Qt.Key, Qt.KeyboardModifier


class Walker(QWidget):
    """A widget that walks sideways."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pressed: list[int] = []

    def event(self, event: QEvent) -> bool:
        return is_claimed(event, SIDEWAYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Key.Key_Shift:
            self.pressed.append(event.key())


@pytest.mark.parametrize(
    ("key", "modifier", "is_own"),
    [
        (Key.Key_Left, Modifier.NoModifier, True),
        (Key.Key_Right, Modifier.KeypadModifier, True),
        (Key.Key_Left, Modifier.ShiftModifier, False),
        (Key.Key_Home, Modifier.NoModifier, False),
    ],
)
def test_of_the_shortcuts_of_a_window_a_widget_keeps_its_own_keys_alone(
    show: Callable[..., QWidget], key: Key, modifier: Modifier, is_own: bool
) -> None:
    window, walker = QWidget(), Walker()
    QVBoxLayout(window).addWidget(walker)
    heard: list[int] = []
    for shortcut in ("Left", "Right", "Shift+Left", "Home"):
        QShortcut(QKeySequence(shortcut), window).activated.connect(lambda: heard.append(key))
    show(window)
    walker.setFocus()
    QTest.keyClick(walker, key, modifier)
    assert (walker.pressed, heard) == (([key], []) if is_own else ([], [key]))
