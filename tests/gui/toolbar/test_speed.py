"""The speed: from one step a second to as fast as it goes, by mouse, by keys and for a screen reader."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from embviz.gui.theme import Theme
from embviz.gui.toolbar.speed import RATES, Speed

Show = Callable[..., Any]


@pytest.fixture
def speed(show: Show) -> Speed:
    made = Speed()
    show(made, made.sizeHint().width(), made.sizeHint().height())
    return made


@pytest.fixture
def told(speed: Speed) -> list[float | None]:
    rates: list[float | None] = []
    speed.changed.connect(rates.append)
    return rates


def test_it_goes_from_one_a_second_to_as_fast_as_it_goes_in_ever_larger_steps() -> None:
    assert RATES[0] == 1
    assert RATES[-1] is None
    rates = [rate for rate in RATES if rate is not None]
    assert all(2 <= faster / slower <= 10 for slower, faster in pairwise(rates))
    assert {1, 2, 5, 10, 20, 60, 200, 1000, 10_000} == set(rates)


def test_at_first_nothing_is_held_back(speed: Speed) -> None:
    assert speed.rate is None
    assert speed.text == "as fast as it goes"


def test_each_rate_is_told_in_words_in_the_tip_and_to_a_screen_reader(speed: Speed) -> None:
    said = {}
    for rate in RATES:
        speed.set_rate(rate)
        said[rate] = speed.text
        assert speed.toolTip().endswith(speed.text)
        interface = QAccessible.queryAccessibleInterface(speed)
        assert interface.text(QAccessible.Text.Name) == f"Speed: {speed.text}"
        assert interface.role() == QAccessible.Role.Slider
    assert said[1] == "1 step/s"
    assert said[10] == "10 steps/s"
    assert said[10_000] == "10,000 steps/s"
    assert len(set(said.values())) == len(RATES)


@pytest.mark.parametrize(
    ("key", "rate"),
    [
        (Qt.Key.Key_Left, 20.0),
        (Qt.Key.Key_Down, 20.0),
        (Qt.Key.Key_Right, 200.0),
        (Qt.Key.Key_Up, 200.0),
        (Qt.Key.Key_Home, 1.0),
        (Qt.Key.Key_End, None),
        (Qt.Key.Key_PageUp, 10_000.0),
        (Qt.Key.Key_PageDown, 5.0),
    ],
)
def test_the_keys_move_it(key: Qt.Key, rate: float | None, speed: Speed, told: list[float | None]) -> None:
    speed.set_rate(60.0)
    told.clear()
    QTest.keyClick(speed, key)
    assert told == [rate]
    assert speed.rate == rate


def test_the_mouse_takes_it_to_where_it_presses_and_drags(speed: Speed, told: list[float | None]) -> None:
    speed.set_rate(1.0)
    start = speed.handle()
    speed.set_rate(None)
    end = speed.handle()
    told.clear()
    QTest.mousePress(speed, Qt.MouseButton.LeftButton, pos=start.toPoint())
    assert speed.rate == 1.0
    QTest.mouseMove(speed, ((start + end) / 2).toPoint())
    QTest.mouseMove(speed, QPoint(10_000, 5))
    QTest.mouseRelease(speed, Qt.MouseButton.LeftButton, pos=end.toPoint())
    assert told[0] == 1.0
    assert told[-1] is speed.rate is None
    assert len(told) == len(set(told)) == 3
    QTest.mouseMove(speed, start.toPoint())
    assert speed.rate is None


def test_another_button_of_the_mouse_moves_nothing(speed: Speed, told: list[float | None]) -> None:
    QTest.mouseClick(speed, Qt.MouseButton.RightButton, pos=QPoint(60, 18))
    assert told == []


def test_the_accent_reaches_from_the_left_to_the_handle(theme: Theme, speed: Speed, picture: Any) -> None:
    speed.set_theme(theme)
    speed.set_rate(20.0)
    middle = speed.handle()
    shown = picture(speed)
    assert shown.at_point(middle) == theme.accent
    assert shown.at_point(middle - QPointF(20, 0)) == theme.accent
    assert shown.at_point(middle + QPointF(20, 0)) == theme.line


def test_the_focus_is_seen(theme: Theme, speed: Speed, picture: Any) -> None:
    speed.set_theme(theme)
    speed.clearFocus()
    without = picture(speed)
    speed.activateWindow()
    speed.setFocus(Qt.FocusReason.TabFocusReason)
    assert picture(speed) != without


def test_in_short_it_leaves_the_word_away(speed: Speed, picture: Any) -> None:
    full = speed.sizeHint().width()
    speed.set_short(True)
    assert speed.sizeHint().width() == speed.width_at(is_short=True) < full
    speed.set_short(False)
    assert speed.sizeHint().width() == full == speed.width_at(is_short=False)


@pytest.mark.parametrize("is_short", [True, False])
def test_the_handle_stays_within_at_both_ends(is_short: bool, speed: Speed) -> None:
    speed.set_short(is_short)
    speed.resize(speed.sizeHint())
    for rate in (RATES[0], RATES[-1]):
        speed.set_rate(rate)
        assert 7 <= speed.handle().x() <= speed.width() - 7
