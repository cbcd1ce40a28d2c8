"""The banner: what went wrong, why, and the button that helps."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from embviz.gui.banner import Banner
from embviz.gui.theme import Theme


@pytest.fixture
def banner(show: Callable[..., QWidget]) -> Banner:
    """A banner at the top of a window, hidden as it is at first."""
    window, made = QWidget(), Banner()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    column.addStretch()
    show(window, 900, 300)
    return made


def test_it_is_hidden_until_there_is_something_to_say(banner: Banner) -> None:
    assert not banner.isVisible()
    assert banner.text == ""
    banner.say("PyTorch's process has ended", "it was killed (signal 9)", "Restart")
    assert banner.isVisible()
    assert banner.text == "PyTorch's process has ended: it was killed (signal 9)"
    assert banner.button.text() == "Restart"
    banner.hide()
    assert banner.text == ""


def test_its_button_answers(banner: Banner, qtbot: QtBot) -> None:
    banner.say("what", "why", "Cancel")
    with qtbot.waitSignal(banner.answered, timeout=2000):
        QTest.mouseClick(banner.button, Qt.MouseButton.LeftButton)


def test_what_a_dying_process_says_is_shown_as_it_is_written(
    hostile: str, banner: Banner, picture: Any
) -> None:
    banner.say(hostile, hostile, "OK")
    labels = banner.findChildren(QLabel)
    assert len(labels) == 2
    for label in labels:
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert label.text() == hostile
    assert banner.height() < 120


def test_a_long_reason_wraps_and_is_whole(banner: Banner, qtbot: QtBot) -> None:
    banner.say("It failed", "a long reason " * 40, "OK")
    why = max(banner.findChildren(QLabel), key=lambda label: len(label.text()))
    qtbot.waitUntil(lambda: why.height() >= why.heightForWidth(why.width()), timeout=2000)
    assert banner.button.width() >= banner.button.sizeHint().width()
    assert banner.button.geometry().right() <= banner.width()


def test_a_word_without_an_end_does_not_widen_the_window(banner: Banner) -> None:
    banner.say("It failed", "x" * 4000, "Save as…", dismiss="Dismiss")
    assert banner.minimumSizeHint().width() < 500


def test_what_can_be_declined_has_a_second_button_and_nothing_else_has(banner: Banner, qtbot: QtBot) -> None:
    banner.say("what", "why", "Restore", is_error=False, dismiss="Dismiss")
    assert banner.dismiss_button.isVisible()
    assert banner.dismiss_button.text() == "Dismiss"
    with qtbot.waitSignal(banner.dismissed, timeout=2000), qtbot.assertNotEmitted(banner.answered):
        QTest.mouseClick(banner.dismiss_button, Qt.MouseButton.LeftButton)
    banner.say("what", "why", "OK")
    assert not banner.dismiss_button.isVisible()


def test_both_buttons_are_whole_and_the_one_that_helps_stands_out(
    theme: Theme, banner: Banner, picture: Any, contrast: Callable[[str, str], float]
) -> None:
    banner.set_theme(theme)
    banner.say("A session was not closed", "because " * 60, "Restore", is_error=False, dismiss="Dismiss")
    banner.parentWidget().layout().activate()
    restore, dismiss = banner.button, banner.dismiss_button
    for button in (restore, dismiss):
        assert button.width() >= button.sizeHint().width()
        assert banner.rect().contains(button.geometry())
    assert dismiss.geometry().right() < restore.geometry().left()
    assert picture(restore).at(6, restore.height() / 2) == theme.accent
    quiet = picture(banner).at(dismiss.geometry().left() + 6, dismiss.geometry().center().y())
    assert contrast(theme.ink, quiet) >= 4.5


def test_it_stands_out_and_is_legible(
    theme: Theme, banner: Banner, picture: Any, contrast: Callable[[str, str], float]
) -> None:
    banner.set_theme(theme)
    banner.say("It failed", "because", "Restart")
    shown = picture(banner)
    ground = shown.at(4, 4)
    assert ground not in (theme.card, theme.ground)
    assert contrast(theme.ink, ground) >= 4.5
    assert shown.at(450, banner.height() - 1) == theme.error
    assert picture(banner.button).at(4, banner.button.height() / 2) == theme.error
    assert contrast(theme.error, theme.card) >= 4.5


def test_a_screen_reader_hears_both(banner: Banner) -> None:
    banner.say("It failed", "because", "OK")
    assert banner.accessibleName() == "It failed"
    assert banner.accessibleDescription() == "because"
    assert banner.objectName() == "banner"
    assert banner.button.objectName() == "banner_button"
    assert banner.dismiss_button.objectName() == "banner_dismiss"
