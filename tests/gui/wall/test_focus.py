"""The keyboard's place is seen: whatever Tab comes to looks different while it has the keyboard."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from embviz.gui.looks import THEMES
from embviz.gui.wall.desk import Wall
from tests.gui.scene import WEIGHT, Scene

TAB = Qt.FocusReason.TabFocusReason
# Around a widget, an outline may lie a little outside.
AROUND_PX = 3


def reached(window: QWidget) -> list[QWidget]:
    """What Tab comes to."""
    found = []
    for widget in window.findChildren(QWidget):
        is_open = widget.isVisible() and widget.isEnabled() and not widget.visibleRegion().isEmpty()
        if is_open and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            found.append(widget)
    return found


def box_of(widget: QWidget, window: QWidget) -> QRect:
    box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return box.adjusted(-AROUND_PX, -AROUND_PX, AROUND_PX, AROUND_PX)


@pytest.mark.parametrize("theme", list(THEMES))
def test_the_keyboard_s_place_is_marked_everywhere(
    wall: Wall, scene: Scene, qtbot: QtBot, picture: Any, theme: str
) -> None:
    scene.press("b")
    scene.answer(grad=WEIGHT)
    wall.choose_theme(theme)
    window = scene.window
    window.setFocus()
    before = picture(window)
    widgets = reached(window)
    assert len(widgets) > 25
    unmarked = []
    for widget in widgets:
        widget.setFocus(TAB)
        assert QApplication.focusWidget() is widget
        now, box = picture(window), box_of(widget, window)
        changed = (now.within(box) != before.within(box)).sum()
        if changed < 8:
            unmarked.append(f"{type(widget).__name__} {widget.objectName()}")
        window.setFocus()
    assert unmarked == []
