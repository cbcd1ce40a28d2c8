"""The strip that shows how far something is: text, bar, percent and Cancel, legible in both looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from embviz.gui.export.progress import ProgressStrip
from embviz.gui.theme import Theme


@pytest.fixture
def strip(show: Callable[..., QWidget]) -> ProgressStrip:
    """A strip at the foot of a window, hidden as it is at first."""
    window, made = QWidget(), ProgressStrip()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch()
    column.addWidget(made)
    show(window, 900, 300)
    return made


def test_it_is_hidden_until_something_begins_and_after_its_end(strip: ProgressStrip) -> None:
    assert not strip.isVisible()
    strip.begin("Writing run.gif")
    assert strip.isVisible()
    assert strip.text == "Writing run.gif"
    strip.end()
    assert not strip.isVisible()
    assert strip.text == ""


def test_the_bar_is_as_long_as_what_is_done(theme: Theme, strip: ProgressStrip, picture: Any) -> None:
    strip.set_theme(theme)
    strip.begin("Writing run.gif")
    for percent in (0, 25, 50, 100):
        strip.set_percent(percent)
        shown = picture(strip.bar)
        assert shown.count(theme.accent) == pytest.approx(
            percent / 100 * strip.bar.width() * strip.bar.height(), rel=0.06
        )
        assert f"{percent} %" in [one.text() for one in strip.findChildren(QLabel)]


def test_cancel_is_told_once_and_can_be_pressed_again_next_time(strip: ProgressStrip, qtbot: QtBot) -> None:
    strip.begin("Writing run.gif")
    presses: list[bool] = []
    strip.cancelled.connect(lambda: presses.append(True))
    for _ in range(2):
        QTest.mouseClick(strip.button, Qt.MouseButton.LeftButton)
    assert presses == [True]
    strip.begin("Writing it again")
    QTest.mouseClick(strip.button, Qt.MouseButton.LeftButton)
    assert presses == [True, True]


def test_a_new_beginning_shows_nothing_of_the_one_before(strip: ProgressStrip) -> None:
    strip.begin("one")
    strip.set_percent(80)
    strip.begin("two")
    assert strip.bar.percent == 0


def test_names_are_shown_as_they_are_written(hostile: str, strip: ProgressStrip) -> None:
    strip.begin(hostile)
    assert strip.text == hostile
    for label in strip.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
    assert strip.height() < 60


def test_a_long_name_leaves_room_for_the_button(strip: ProgressStrip) -> None:
    strip.begin("a long name " * 60)
    assert strip.button.geometry().right() <= strip.width()
    assert strip.button.width() >= strip.button.sizeHint().width()


def test_it_is_legible_in_both_looks(
    theme: Theme, strip: ProgressStrip, picture: Any, contrast: Callable[[str, str], float]
) -> None:
    strip.set_theme(theme)
    strip.begin("Writing run.gif")
    assert picture(strip).at(4, 20) == theme.card
    assert contrast(theme.ink, theme.card) >= 4.5
    assert contrast(theme.accent, theme.button_hover) >= 3


def test_a_screen_reader_hears_what_is_done_and_how_far_it_is(strip: ProgressStrip) -> None:
    strip.begin("Writing run.gif")
    strip.set_percent(37)
    assert (strip.accessibleName(), strip.accessibleDescription()) == ("Writing run.gif", "37 %")
