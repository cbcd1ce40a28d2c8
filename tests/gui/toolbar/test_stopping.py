"""Where a run ends by itself: what is typed is checked beside its field, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from embviz.gui.theme import Theme
from embviz.gui.toolbar.stopping import Line, StopAt, Stopping

# What the platform without a screen says of a popup, and no other does.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagateSizeHints)")


@pytest.fixture
def stopping(show: Callable[..., Any]) -> Iterator[Stopping]:
    made = Stopping()
    yield show(made, made.sizeHint().width(), made.sizeHint().height())
    made.popup.hide()


@pytest.fixture
def told(stopping: Stopping) -> list[StopAt]:
    changes: list[StopAt] = []
    stopping.changed.connect(changes.append)
    return changes


def type_in(line: Line, text: str) -> None:
    assert line.field is not None
    line.field.selectAll()
    QTest.keyClicks(line.field, text)


def test_at_first_nothing_ends_a_run(stopping: Stopping) -> None:
    assert stopping.stop_at == StopAt(None, None, False)
    assert stopping.conditions == ()
    assert stopping.text() == "Stop at…"


def test_each_switch_is_told_at_once_with_what_stands_in_its_field(
    stopping: Stopping, told: list[StopAt]
) -> None:
    popup = stopping.popup
    popup.steps.switch.click()
    popup.distance.switch.click()
    popup.increase.switch.click()
    popup.steps.switch.click()
    assert told == [
        StopAt(100, None, False),
        StopAt(100, 0.1, False),
        StopAt(100, 0.1, True),
        StopAt(None, 0.1, True),
    ]
    assert stopping.stop_at == told[-1]


def test_who_types_a_value_means_it(stopping: Stopping, told: list[StopAt]) -> None:
    type_in(stopping.popup.distance, "0,5")
    assert stopping.popup.distance.switch.isChecked()
    assert told[-1] == StopAt(distance_below=0.5)


@pytest.mark.parametrize("text", ["", "abc", "0", "-1", "1e999", "nan", "inf", "1,000", "0.1 2", "1e-400"])
def test_a_distance_that_is_none_is_refused_beside_its_field_and_kept(
    text: str, stopping: Stopping, told: list[StopAt]
) -> None:
    line = stopping.popup.distance
    assert line.field is not None
    line.switch.setChecked(True)
    told.clear()
    line.field.setText(text)
    assert told == [StopAt()]
    assert line.message.text() == "must be a number above 0, such as 0.1"
    assert line.field.property("wrong") is True
    assert line.field.text() == text
    assert stopping.conditions == ()
    line.field.setText("1e-3")
    assert told[-1] == StopAt(distance_below=0.001)
    assert line.message.text() == ""
    assert line.field.property("wrong") is False


@pytest.mark.parametrize("text", ["", "0", "-5", "1.5", "1e3", "ten", "1000000001", "9" * 40])
def test_a_number_of_steps_that_is_none_is_refused_beside_its_field_and_kept(
    text: str, stopping: Stopping, told: list[StopAt]
) -> None:
    line = stopping.popup.steps
    assert line.field is not None
    line.switch.setChecked(True)
    line.field.setText(text)
    assert told == [StopAt(after_steps=100), StopAt()]
    assert line.message.text() == "must be a whole number from 1 to 1,000,000,000"
    assert line.field.accessibleDescription() == line.message.text()
    assert line.field.text() == text


def test_what_is_switched_off_is_not_complained_of(stopping: Stopping) -> None:
    line = stopping.popup.distance
    assert line.field is not None
    line.field.setText("abc")
    assert line.message.text() == ""
    line.switch.setChecked(True)
    line.switch.setChecked(False)
    assert line.message.text() == ""
    assert line.field.text() == "abc"


def test_what_holds_is_seen_on_the_button(theme: Theme, stopping: Stopping, picture: Any) -> None:
    stopping.set_theme(theme)
    stopping.clearFocus()
    assert picture(stopping).count(theme.accent) == 0
    width = stopping.sizeHint().width()
    stopping.popup.distance.switch.setChecked(True)
    assert stopping.text() == "d < 0.1"
    assert picture(stopping).count(theme.accent) > 30
    stopping.popup.increase.switch.setChecked(True)
    stopping.popup.steps.switch.setChecked(True)
    assert stopping.text() == "100 steps · d < 0.1 · a rise"
    assert stopping.toolTip() == "Training ends at: 100 steps · d < 0.1 · a rise"
    assert stopping.accessibleDescription() == stopping.text()
    assert stopping.sizeHint().width() == width


def test_narrow_it_shows_its_sign_alone(stopping: Stopping) -> None:
    width = stopping.sizeHint().width()
    stopping.set_wide(False)
    assert stopping.sizeHint().width() == stopping.width_at(is_wide=False) < width
    stopping.set_wide(True)
    assert stopping.sizeHint().width() == width == stopping.width_at(is_wide=True)


class TestPopup:
    def test_a_press_opens_it_within_the_screen(self, stopping: Stopping) -> None:
        stopping.move(stopping.screen().geometry().bottomRight() - QPoint(20, 20))
        QTest.mouseClick(stopping, Qt.MouseButton.LeftButton)
        assert stopping.popup.isVisible()
        assert stopping.screen().availableGeometry().contains(stopping.popup.geometry())

    @pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter])
    def test_a_key_closes_it_and_what_was_said_holds(self, key: Qt.Key, stopping: Stopping) -> None:
        stopping.click()
        type_in(stopping.popup.distance, "0.25")
        QTest.keyClick(stopping.popup.distance.field, key)
        assert not stopping.popup.isVisible()
        assert stopping.stop_at.distance_below == 0.25

    def test_while_it_is_open_the_keys_of_the_window_are_its_own(self, stopping: Stopping) -> None:
        stopping.click()
        for part in (stopping.popup, stopping.popup.steps.switch, stopping.popup.steps.field):
            event = QKeyEvent(
                QEvent.Type.ShortcutOverride, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " "
            )
            event.ignore()
            QApplication.sendEvent(part, event)
            assert event.isAccepted()

    def test_nothing_in_it_overlaps_or_is_cut(self, stopping: Stopping) -> None:
        stopping.popup.steps.switch.setChecked(True)
        stopping.popup.distance.switch.setChecked(True)
        for line in (stopping.popup.steps, stopping.popup.distance):
            assert line.field is not None
            line.field.setText("nonsense")
        stopping.click()
        for line in (stopping.popup.steps, stopping.popup.distance, stopping.popup.increase):
            parts = [part for part in line if part is not None and part.isVisible()]
            for left, right in pairwise(parts):
                assert left.geometry().right() < right.geometry().left()
            for text in (line.name, line.message):
                assert text.width() >= text.fontMetrics().horizontalAdvance(text.text())

    def test_it_has_the_ground_of_the_look(self, theme: Theme, stopping: Stopping, picture: Any) -> None:
        stopping.set_theme(theme)
        stopping.click()
        shown = picture(stopping.popup)
        assert shown.at(3, 3) == theme.card
        assert shown.at(0, 3) == theme.line

    def test_everything_in_it_has_a_name(self, stopping: Stopping) -> None:
        for line in (stopping.popup.steps, stopping.popup.distance, stopping.popup.increase):
            assert line.switch.accessibleName() == line.name.text()
            assert line.field is None or line.field.accessibleName() == line.name.text()
