"""Bookmarks and the menu: moments are named, shown as flags, gone to, compared with and removed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from embviz.core.messages import Bookmark, Moment, Other, Outline, Tile
from embviz.gui.timeline.panel import Timeline
from tests.gui.timeline.runs import RUN, WIDTHS, Tell, Told, asked, marked, place

# What the platform without a screen says of a popup, and no other does.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagateSizeHints)")


class TestBookmarks:
    def test_enter_takes_the_name_that_is_typed(self, timeline: Timeline, told: Told, tell: Tell) -> None:
        timeline.set_snapshot(tell((), 7, last=16, step=5))
        timeline.mark.click()
        assert timeline.popup.isVisible()
        assert timeline.popup.field.text() == timeline.popup.field.selectedText() == "step 5"
        QTest.keyClicks(timeline.popup.field, "  before  it rose ")
        QTest.keyClick(timeline.popup.field, Qt.Key.Key_Return)
        assert told == [("bookmark_named", (Moment(0, 7), "before it rose"))]
        assert not timeline.popup.isVisible()

    def test_escape_leaves_it(self, timeline: Timeline, told: Told) -> None:
        timeline.ask_bookmark()
        QTest.keyClick(timeline.popup.field, Qt.Key.Key_Escape)
        assert told == []
        assert not timeline.popup.isVisible()

    def test_an_empty_name_is_refused_in_words(self, timeline: Timeline, told: Told) -> None:
        timeline.ask_bookmark()
        usual = timeline.popup.message.text()
        for empty in ("", "   "):
            timeline.popup.field.setText(empty)
            QTest.keyClick(timeline.popup.field, Qt.Key.Key_Return)
            assert timeline.popup.isVisible()
            assert timeline.popup.message.text() == timeline.popup.field.accessibleDescription() != usual
        QTest.keyClicks(timeline.popup.field, "a")
        assert timeline.popup.message.text() == usual
        assert told == []

    def test_a_pasted_name_of_ten_thousand_letters_is_cut_to_sixty(
        self, timeline: Timeline, told: Told
    ) -> None:
        timeline.ask_bookmark()
        timeline.popup.field.clear()
        timeline.popup.field.insert("long " * 2000)
        QTest.keyClick(timeline.popup.field, Qt.Key.Key_Enter)
        ((_, (_, name)),) = told  # type: ignore[misc]
        assert len(name) in (59, 60)

    def test_a_moment_that_has_a_name_is_renamed(self, timeline: Timeline, told: Told, tell: Tell) -> None:
        mark = Bookmark("first thought", Moment(0, 5), 3)
        timeline.set_snapshot(tell(RUN, 5, run=2, branch=1, outline=marked(mark)))
        timeline.ask_bookmark()
        assert timeline.popup.field.text() == "first thought"
        QTest.keyClicks(timeline.popup.field, "second")
        QTest.keyClick(timeline.popup.field, Qt.Key.Key_Return)
        assert told == [("bookmark_named", (Moment(0, 5), "second"))]

    def test_a_click_on_a_flag_or_its_name_goes_to_it(
        self, timeline: Timeline, told: Told, tell: Tell
    ) -> None:
        timeline.set_snapshot(
            tell((), 16, last=16, outline=Outline(bookmarks=(Bookmark("overshoot", Moment(0, 5), 3),)))
        )
        (flag,) = timeline.canvas.flags()
        assert flag.text == "overshoot"
        name = QPointF(flag.box.right() - 8, flag.box.center().y()).toPoint()
        QTest.mouseMove(timeline.canvas, name)
        assert "overshoot" in timeline.canvas.readout
        assert "step 3 · Train 10, round 2" in timeline.canvas.readout
        QTest.mouseClick(timeline.canvas, Qt.MouseButton.LeftButton, pos=name)
        assert told == asked(5)

    def test_names_have_room_or_are_left_away(self, timeline: Timeline, tell: Tell) -> None:
        marks = tuple(Bookmark(f"a name of some length {n}", Moment(0, n), n) for n in (2, 3, 9))
        for width in WIDTHS:
            timeline.resize(width, timeline.height())
            timeline.set_snapshot(tell((), 16, last=16, outline=Outline(bookmarks=marks)))
            flags = timeline.canvas.flags()
            assert [flag.at for flag in flags] == [2, 3, 9]
            assert flags[2].text
            for before, after in pairwise(flags):
                assert before.box.right() <= after.x + 3 or not before.text
            assert all(flag.box.right() <= timeline.canvas.width() for flag in flags)

    @pytest.mark.parametrize(
        "name", ["埋め込みの前", "قبل الخطوة", "\u202eevil", "x" * 10_000, "a\nb\tc", "\u2069\u2069"]
    )
    def test_names_in_any_writing_are_drawn(
        self, name: str, timeline: Timeline, tell: Tell, picture: Any
    ) -> None:
        without = picture(timeline.canvas)
        timeline.set_snapshot(tell((), 16, last=16, outline=marked(Bookmark(name, Moment(0, 5), 3))))
        assert picture(timeline.canvas) != without
        timeline.menu.fill()
        assert timeline.menu.sizeHint().width() < 1000

    def test_hostile_names_are_shown_as_they_are(self, hostile: str, timeline: Timeline, tell: Tell) -> None:
        mark = Bookmark(hostile, Moment(0, 5), 3)
        timeline.set_snapshot(tell(RUN, 5, run=2, outline=Outline(bookmarks=(mark,))))
        line = " ".join(hostile.split())
        assert line[:30] in timeline.phrases.bookmark(hostile)
        QTest.mouseMove(timeline.canvas, place(timeline, 5))
        assert line[:30] in timeline.canvas.readout
        assert timeline.canvas.toolTip() == ""
        timeline.menu.fill()
        titles = [text.replace("&&", "&") for text in _entries(timeline, "Go to")]
        assert any(line[:30] in title for title in titles)
        timeline.ask_bookmark()
        shown = timeline.popup.field.text()
        assert shown.split() == hostile[:60].split() or len(hostile) > 60


def _menu(timeline: Timeline, title: str) -> Any:
    (menu,) = (
        action.menu() for action in timeline.menu.actions() if action.menu() and action.text() == title
    )
    return menu


def _entries(timeline: Timeline, title: str) -> list[str]:
    return [action.text() for action in _menu(timeline, title).actions()]


class TestMenu:
    @pytest.fixture(autouse=True)
    def _filled(self, timeline: Timeline, tell: Tell) -> None:
        marks = (Bookmark("here", Moment(0, 5), 3), Bookmark("there", Moment(1, 15), 13))
        timeline.set_snapshot(tell(RUN, 7, outline=marked(*marks)))
        timeline.menu.fill()

    def pick(self, timeline: Timeline, title: str, place: int) -> None:
        _menu(timeline, title).actions()[place].trigger()

    def test_it_offers_the_start_the_bookmarks_and_the_ends_of_branches(self, timeline: Timeline) -> None:
        for title in ("Go to", "Compare with"):
            entries = _entries(timeline, title)
            assert len(entries) == 6
            for text, entry in zip(
                ("start", "here", "there", "lr = 0.01", "step 10", "another"), entries, strict=True
            ):
                assert text in entry

    def test_what_is_picked_is_asked_for(self, timeline: Timeline, told: Told) -> None:
        self.pick(timeline, "Compare with", 0)
        self.pick(timeline, "Compare with", 2)
        self.pick(timeline, "Compare with", 3)
        self.pick(timeline, "Go to", 1)
        self.pick(timeline, "Go to", 2)
        self.pick(timeline, "Remove bookmark", 1)
        self.pick(timeline, "Memory for history", 0)
        assert told == [
            ("compare_asked", Moment(0, 0)),
            ("compare_asked", Moment(1, 15)),
            ("compare_asked", Moment(1, 20)),
            ("moment_asked", Moment(0, 5)),
            ("branch_asked", Moment(1, 15)),
            ("bookmark_named", (Moment(1, 15), "")),
            ("budget_asked", 128),
        ]

    def test_comparing_can_be_stopped_while_there_is_one(
        self, timeline: Timeline, told: Told, tell: Tell, make_tile: Callable[..., Tile]
    ) -> None:
        def stop() -> Any:
            (action,) = (one for one in timeline.menu.actions() if one.text() == "Stop comparing")
            return action

        assert not stop().isEnabled()
        table = make_tile([[1.0]])
        other = Other(moment=Moment(0, 5), step=3, weight=table, grad=None, state={}, differences={})
        timeline.set_snapshot(tell((), 7, last=16, other=other))
        timeline.menu.fill()
        checked = [action.isChecked() for action in _menu(timeline, "Compare with").actions()]
        assert checked == [False, True, False, False, False, False]
        stop().trigger()
        assert told == [("compare_asked", None)]

    def test_the_memory_that_holds_is_checked(self, timeline: Timeline) -> None:
        for budget_mb, row in ((512, 1), (2048, 2), (128, 0)):
            timeline.set_budget(budget_mb)
            timeline.menu.fill()
            checked = [action.isChecked() for action in _menu(timeline, "Memory for history").actions()]
            assert checked.index(True) == row
            assert checked.count(True) == 1

    def test_the_button_opens_it_above_the_bar(self, timeline: Timeline) -> None:
        timeline.more.click()
        assert timeline.menu.isVisible()
        assert timeline.menu.actions()
