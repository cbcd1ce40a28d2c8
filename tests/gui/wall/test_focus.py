"""The keyboard's place is seen: whatever Tab comes to looks different while it has the keyboard."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from embviz.gui.looks import THEMES
from embviz.gui.wall.desk import Wall
from tests.gui.scene import WEIGHT, Scene

TAB = Qt.FocusReason.TabFocusReason
REGIONS = (
    *("toolbar", "panel_setup", "panel_weight", "panel_grad", "panel_states"),
    *("panel_curve", "panel_details", "timeline"),
)
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


def walked(window: QWidget) -> list[QWidget]:
    """What Tab comes to, one after the other, until it is where it began."""
    window.setFocus()
    found: list[QWidget] = []
    while (now := pressed_tab(window)) not in found:
        found.append(now)
    assert now is found[0], "and not somewhere between"
    return found


def pressed_tab(window: QWidget) -> QWidget:
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert now is not None
    return now


def region_of(widget: QWidget) -> str:
    """The part of the window in which `widget` stands."""
    above: QWidget | None = widget
    while above is not None and above.objectName() not in REGIONS:
        above = above.parentWidget()
    return "" if above is None else above.objectName()


def test_tab_goes_through_the_window_as_it_is_read(wall: Wall, scene: Scene) -> None:
    scene.press("b")
    scene.answer(grad=WEIGHT)
    stops = walked(scene.window)
    assert set(reached(scene.window)) <= set(stops)
    regions = [region_of(one) for one in stops if one is not scene.window]
    assert list(dict.fromkeys(regions)) == list(REGIONS)
    assert [REGIONS.index(one) for one in regions] == sorted(map(REGIONS.index, regions))
    bar = [one.mapTo(scene.window, QPoint(0, 0)).x() for one in stops if region_of(one) == "toolbar"]
    assert bar == sorted(bar)


def test_a_lesson_comes_before_what_it_speaks_of(wall: Wall, scene: Scene, qtbot: QtBot) -> None:
    lessons = scene.studio.classroom.lessons
    qtbot.waitUntil(lambda: lessons.panel is not None and bool(lessons.lessons))
    lessons.open("lookup")
    assert lessons.panel is not None
    stops = walked(scene.window)
    places = [number for number, one in enumerate(stops) if lessons.panel.isAncestorOf(one)]
    assert places == list(range(places[0], places[-1] + 1))
    assert stops[places[0] - 1].objectName() == "speed"
    assert stops[places[-1] + 1].objectName() == "view_weight"
    lessons.close()
