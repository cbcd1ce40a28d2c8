"""Small switches of a header: what is chosen, by mouse and by keys, and how it looks."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget

from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.segments import Segment, Segments


@pytest.fixture
def segments(show: Callable[..., QWidget]) -> Segments:
    """Three words, in a window that is as wide as they are."""
    window = QWidget()
    layout = QHBoxLayout(window)
    made = Segments(["one", "two", "three"])
    made.set_texts([("1", "one"), ("2", "two"), ("3", "three")])
    layout.addWidget(made)
    layout.addStretch(1)
    show(window, 300, 60)
    return made


def test_one_is_chosen_and_each_change_is_told_once(segments: Segments) -> None:
    told: list[int] = []
    segments.chosen.connect(told.append)
    assert segments.index == 0
    for index in (2, 2, 1):
        QTest.mouseClick(segments.segments[index], Qt.MouseButton.LeftButton)
    assert told == [2, 1]
    assert [segment.isChecked() for segment in segments.segments] == [False, True, False]


def test_a_click_leaves_the_keyboard_where_it_was(segments: Segments) -> None:
    QTest.mouseClick(segments.segments[1], Qt.MouseButton.LeftButton)
    assert not segments.segments[1].hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_key_presses_the_one_that_has_the_focus(key: Qt.Key, segments: Segments) -> None:
    segments.segments[2].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(segments.segments[2], key)
    assert segments.index == 2


def test_other_keys_reach_the_windows_shortcuts(segments: Segments) -> None:
    ran: list[bool] = []
    shortcut = QShortcut(QKeySequence("T"), segments.window())
    shortcut.activated.connect(lambda: ran.append(True))
    segments.segments[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(segments.segments[0], Qt.Key.Key_T)
    assert ran == [True]


def test_each_has_a_short_word_and_a_whole_name(segments: Segments) -> None:
    assert [segment.text() for segment in segments.segments] == ["1", "2", "3"]
    assert [segment.accessibleName() for segment in segments.segments] == ["one", "two", "three"]


def test_the_chosen_one_looks_chosen_and_the_focused_one_focused(
    theme: Theme, segments: Segments, picture: Any
) -> None:
    segments.set_theme(theme)
    first, second, _ = segments.segments
    assert picture(first).count(theme.button) > picture(second).count(theme.button)
    assert picture(second).count(theme.accent) == 0
    second.setFocus(Qt.FocusReason.TabFocusReason)
    assert picture(second).count(theme.accent) > 10


def test_one_that_cannot_be_pressed_is_paler(show: Callable[..., Segment], picture: Any) -> None:
    segment = Segment()
    segment.set_theme(LIGHT)
    segment.set_text("log")
    show(segment, 60, 24)
    enabled = picture(segment)
    segment.setEnabled(False)
    assert picture(segment) != enabled
    QTest.mouseClick(segment, Qt.MouseButton.LeftButton)
    assert not segment.isChecked()
