"""The strip above the panels: it says what is compared in plain words, and asks for another way or an end."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from embviz.core.messages import Bookmark, Moment, Other, Outline, Snapshot, Tile
from embviz.gui.compare.strip import CompareStrip
from embviz.gui.compare.words import DIFFERENCE, MODES, SIDE_BY_SIDE, MomentWords
from embviz.gui.theme import LIGHT, Theme
from tests.gui.conftest import rgb_of

PAST = Moment(0, 25)


def outline(name: str = "before") -> Outline:
    return Outline(bookmarks=(Bookmark(name, PAST, 12),))


@pytest.fixture
def compared(
    make_snapshot: Callable[..., Snapshot], make_tile: Callable[..., Tile]
) -> Callable[..., Snapshot]:
    """Make a snapshot of step 40, moment 81, compared with step 12, moment 25 of the same branch."""

    def compared(moment: Moment = PAST, step: int = 12, **others: Any) -> Snapshot:
        tile = make_tile(np.zeros((2, 5)))
        other = Other(moment=moment, step=step, weight=tile, grad=None, state={}, differences={})
        fields = {"step": 40, "moment": Moment(0, 81), "last": 81, "other": other, **others}
        return make_snapshot(**fields)

    return compared


@pytest.fixture
def strip(show: Callable[..., Any]) -> CompareStrip:
    """The strip as the window has it, above a body with a field."""
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    made = CompareStrip()
    layout.addWidget(made)
    layout.addWidget(QLineEdit(), 1)
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    show(window, 1280, 200)
    return made


def names(snapshot: Snapshot, seen: Outline | None = None) -> tuple[str, str]:
    words = MomentWords()
    words.see(seen)
    assert snapshot.other is not None
    return words.names(snapshot, snapshot.other)


def test_it_is_there_while_something_is_compared(strip: CompareStrip, compared: Any) -> None:
    assert strip.isHidden()
    snapshot = compared()
    strip.set_snapshot(snapshot)
    assert strip.isVisible()
    strip.set_snapshot(msgspec.structs.replace(snapshot, other=None))
    assert strip.isHidden()


def test_it_says_which_moments_in_plain_words(strip: CompareStrip, compared: Any) -> None:
    strip.set_snapshot(compared())
    assert strip.sentence.text() == "Comparing step 40 (now) with step 12"
    strip.set_snapshot(compared(outline=outline(), last=90))
    assert strip.sentence.text() == "Comparing step 40 (past) with step 12 “before”"
    strip.set_snapshot(compared(step=13, moment=Moment(0, 27)))
    assert strip.sentence.text() == "Comparing step 40 (now) with step 13"


def test_a_bookmark_that_was_seen_before_is_remembered(strip: CompareStrip, compared: Any) -> None:
    strip.set_snapshot(msgspec.structs.replace(compared(outline=outline()), other=None))
    strip.set_snapshot(compared())
    assert strip.sentence.text().endswith("step 12 “before”")
    strip.set_snapshot(compared(outline=Outline()))
    assert strip.sentence.text().endswith("step 12")


def test_moments_of_one_step_and_of_two_branches_can_be_told_apart(compared: Any) -> None:
    assert names(compared(Moment(0, 80), 40)) == ("step 40, moment 81", "step 40, moment 80")
    assert names(compared(Moment(2, 25))) == ("branch 1, step 40", "branch 3, step 12")
    assert names(compared(Moment(0, 81), 40)) == ("step 40", "step 40")
    assert names(compared(), outline()) == ("step 40", "step 12 “before”")


def test_the_ways_are_asked_for_and_remembered(strip: CompareStrip, compared: Any) -> None:
    strip.set_snapshot(compared())
    told: list[str] = []
    strip.mode_chosen.connect(told.append)
    assert strip.mode == SIDE_BY_SIDE
    for mode in (DIFFERENCE, DIFFERENCE, SIDE_BY_SIDE):
        QTest.mouseClick(strip.modes.segments[MODES.index(mode)], Qt.MouseButton.LeftButton)
        assert strip.mode == mode
    assert told == [DIFFERENCE, SIDE_BY_SIDE]


def test_stopping_is_asked_for_and_leaves_the_keyboard_to_the_window(
    strip: CompareStrip, compared: Any
) -> None:
    strip.set_snapshot(compared())
    told: list[bool] = []
    strip.stopped.connect(lambda: told.append(True))
    strip.stop.setFocus()
    QTest.keyClick(strip.stop, Qt.Key.Key_Space)
    assert told == [True]
    strip.hide()
    assert strip.window().hasFocus()


def test_a_name_is_shown_as_it_is_written(
    strip: CompareStrip, compared: Any, hostile: str, picture: Any
) -> None:
    strip.set_snapshot(compared(outline=outline(hostile)))
    written = " ".join(hostile.split())
    assert strip.sentence.text() == f"Comparing step 40 (now) with step 12 “{written}”"
    assert strip.sentence.textFormat() == Qt.TextFormat.PlainText
    assert strip.height() == 38
    # The ink ends where the letters end, markup and all.
    line = picture(strip).within(strip.sentence.geometry().adjusted(0, 1, 0, -1))
    inked = np.flatnonzero((line != rgb_of(LIGHT.card)).any(axis=0))
    wide = strip.sentence.fontMetrics().horizontalAdvance(strip.sentence.text())
    assert abs(inked.max() - wide) < 6


@pytest.mark.parametrize("width", [1280, 700])
def test_a_long_name_ends_in_an_ellipsis_and_the_buttons_stay(
    width: int, strip: CompareStrip, compared: Any
) -> None:
    strip.set_snapshot(compared(outline=outline("a name without an end " * 20)))
    strip.window().resize(width, 200)
    assert strip.window().width() == width
    for part in (strip.modes, strip.stop):
        assert strip.rect().contains(part.geometry())
        assert not part.geometry().intersects(strip.sentence.geometry())


def test_it_looks_like_the_window_it_is_in(
    strip: CompareStrip, compared: Any, theme: Theme, picture: Any
) -> None:
    strip.set_theme(theme)
    strip.set_snapshot(compared())
    shown = picture(strip)
    assert shown.at(600, 10) == theme.card
    assert shown.at(600, 37) == theme.accent
    assert picture(strip.modes.segments[0]).count(theme.button) > 100


def test_retranslating_changes_nothing_in_the_same_language(
    strip: CompareStrip, compared: Any, picture: Any
) -> None:
    strip.set_snapshot(compared(outline=outline()))
    before = picture(strip)
    strip.retranslate()
    assert picture(strip) == before
    assert strip.accessibleName() == "Comparing two moments"


def test_every_part_can_be_reached_by_the_keyboard(strip: CompareStrip, compared: Any) -> None:
    strip.set_snapshot(compared())
    strip.modes.segments[1].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(strip.modes.segments[1], Qt.Key.Key_Return)
    assert strip.mode == DIFFERENCE
    QTest.keyClick(strip.window().focusWidget(), Qt.Key.Key_Tab)
    assert strip.stop.hasFocus()
    assert strip.childAt(QPoint(strip.stop.x() + 5, strip.stop.y() + 5)) is strip.stop
