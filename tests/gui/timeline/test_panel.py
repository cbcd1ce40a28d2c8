"""The timeline: it is gone through with mouse, keys and buttons, and says whether it shows the past."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from embviz.core.messages import Moment
from embviz.gui.control.state import State
from embviz.gui.theme import Theme
from embviz.gui.timeline.axis import ticks
from embviz.gui.timeline.panel import Timeline
from tests.gui.timeline.runs import SHIFT, WIDTHS, Tell, Told, asked, click, done, place

# What the platform without a screen says of a popup, and no other does.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagateSizeHints)")


class TestGoing:
    def test_a_click_on_the_track_asks_for_the_nearest_moment(self, timeline: Timeline, told: Told) -> None:
        click(timeline, 5)
        assert told == asked(5)
        assert timeline.canvas.here == 5

    def test_a_drag_asks_for_each_moment_it_comes_over_and_for_none_twice(
        self, timeline: Timeline, told: Told
    ) -> None:
        QTest.mousePress(timeline.canvas, Qt.MouseButton.LeftButton, pos=place(timeline, 16))
        for index in (12, 9, 9, 4):
            QTest.mouseMove(timeline.canvas, place(timeline, index))
        QTest.mouseMove(timeline.canvas, QPoint(-500, 200))
        QTest.mouseRelease(timeline.canvas, Qt.MouseButton.LeftButton, pos=QPoint(-500, 200))
        QTest.mouseMove(timeline.canvas, place(timeline, 8))
        assert told == asked(12, 9, 4, 0)

    def test_answers_on_the_way_do_not_move_the_playhead_from_under_the_mouse(
        self, timeline: Timeline, tell: Tell
    ) -> None:
        QTest.mousePress(timeline.canvas, Qt.MouseButton.LeftButton, pos=place(timeline, 9))
        QTest.mouseMove(timeline.canvas, place(timeline, 4))
        timeline.set_snapshot(tell((), 9, last=16, step=7, command="go"))
        assert timeline.canvas.here == 4
        QTest.mouseRelease(timeline.canvas, Qt.MouseButton.LeftButton, pos=place(timeline, 4))
        timeline.set_snapshot(tell((), 4, last=16, step=2, command="go"))
        assert timeline.canvas.here == 4

    @pytest.mark.parametrize(
        ("verb", "index"),
        [
            ("go_previous_action", 3),
            ("go_next_action", 13),
            ("go_previous_moment", 6),
            ("go_next_moment", 8),
            ("go_first", 0),
            ("go_last", 16),
        ],
    )
    def test_the_verbs_ask_for_the_moments_beside(
        self, verb: str, index: int, timeline: Timeline, told: Told, tell: Tell
    ) -> None:
        timeline.set_snapshot(tell((), 7, last=16, step=5))
        getattr(timeline, verb)()
        assert told == asked(index)

    @pytest.mark.parametrize(
        ("key", "modifier", "index"),
        [
            (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 3),
            (Qt.Key.Key_Right, Qt.KeyboardModifier.KeypadModifier, 13),
            (Qt.Key.Key_Left, SHIFT, 6),
            (Qt.Key.Key_Right, SHIFT, 8),
            (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
            (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 16),
        ],
    )
    @pytest.mark.parametrize("on", ["canvas", "mark"])
    def test_the_keys_do_so_on_the_track_and_on_its_buttons(
        self, on: str, key: Qt.Key, modifier: Any, index: int, timeline: Timeline, told: Told, tell: Tell
    ) -> None:
        timeline.set_snapshot(tell((), 7, last=16, step=5))
        QTest.keyClick(getattr(timeline, on), key, modifier)
        assert told == asked(index)

    def test_presses_that_come_faster_than_answers_go_on_from_what_was_asked(
        self, timeline: Timeline, told: Told, tell: Tell
    ) -> None:
        timeline.go_previous_action()
        timeline.go_previous_action()
        timeline.set_snapshot(tell((), 15, last=16, step=12, command="go"))
        timeline.go_previous_action()
        assert told == asked(15, 14, 13)

    def test_an_action_makes_what_was_asked_void(self, timeline: Timeline, told: Told, tell: Tell) -> None:
        timeline.go_first()
        timeline.set_snapshot(tell(done(*["step"] * 17)[16:], 17, last=17, command="step"))
        assert timeline.canvas.here == 17
        timeline.go_previous_action()
        assert told == asked(0, 16)

    def test_at_the_ends_there_is_nothing_to_ask(self, timeline: Timeline, told: Told, tell: Tell) -> None:
        timeline.go_last()
        timeline.go_next_action()
        timeline.go_next_moment()
        timeline.set_snapshot(tell((), 0, last=16, step=0))
        timeline.go_first()
        timeline.go_previous_action()
        timeline.go_previous_moment()
        assert told == []

    def test_the_buttons_press_the_verbs_and_rest_at_the_ends(
        self, timeline: Timeline, told: Told, tell: Tell
    ) -> None:
        assert [button.isEnabled() for button in timeline.transport] == [True, True, False, False]
        timeline.previous.click()
        timeline.first.click()
        timeline.last.click()
        assert told == asked(15, 0, 16)
        timeline.set_snapshot(tell((), 0, last=16, step=0))
        assert [button.isEnabled() for button in timeline.transport] == [False, False, True, True]
        timeline.next.click()
        assert told[-1:] == asked(1)

    def test_with_a_million_moments_a_click_still_finds_its_place(
        self, timeline: Timeline, told: Told, tell: Tell
    ) -> None:
        timeline.set_snapshot(tell(done("step", 999_999), run=2))
        click(timeline, 500_000)
        ((_, moment),) = told
        assert isinstance(moment, Moment)
        assert abs(moment.index - 500_000) <= timeline.canvas.axis.last / timeline.canvas.axis.width


class TestStates:
    @pytest.mark.parametrize("state", [State.RUNNING, State.STARTING, State.STOPPED])
    def test_it_is_inert_while_nothing_can_be_asked(
        self, state: State, timeline: Timeline, told: Told
    ) -> None:
        QTest.mousePress(timeline.canvas, Qt.MouseButton.LeftButton, pos=place(timeline, 9))
        told.clear()
        timeline.set_state(state)
        QTest.mouseMove(timeline.canvas, place(timeline, 4))
        click(timeline, 5)
        for verb in (timeline.go_first, timeline.go_previous_action, timeline.fork, timeline.ask_bookmark):
            verb()
        assert told == []
        assert not timeline.popup.isVisible()
        assert not any(
            button.isEnabled() for button in (*timeline.transport, timeline.mark, timeline.fork_button)
        )

    def test_the_playhead_follows_the_run(self, timeline: Timeline, tell: Tell, picture: Any) -> None:
        timeline.set_state(State.RUNNING)
        before = picture(timeline.canvas)
        timeline.set_snapshot(tell(done("step", 30)[1:], 31, command="train", run=1))
        assert timeline.canvas.here == 31
        assert picture(timeline.canvas) != before
        assert "now" in timeline.standing.text

    def test_the_focus_stays_where_it_was_when_a_run_begins(self, timeline: Timeline) -> None:
        timeline.activateWindow()
        timeline.canvas.setFocus()
        timeline.set_state(State.RUNNING)
        assert QApplication.focusWidget() is timeline.canvas


class TestPast:
    def test_it_says_plainly_whether_it_shows_now_or_the_past(self, timeline: Timeline, tell: Tell) -> None:
        assert timeline.standing.text == "now · step 12"
        timeline.set_snapshot(tell((), 7, last=16, step=5))
        assert timeline.standing.text == "the past · step 5 of 12"
        timeline.set_snapshot(tell((), 16, last=16, step=12))
        assert timeline.standing.text == "now · step 12"

    def test_the_past_is_a_chip_and_what_lies_after_is_pale(
        self, theme: Theme, timeline: Timeline, tell: Tell, picture: Any
    ) -> None:
        timeline.set_theme(theme)
        after = place(timeline, 14) + QPoint(8, 1)
        assert picture(timeline.canvas).at_point(after) == theme.accent
        assert picture(timeline.standing).count(theme.caution) == 0
        timeline.set_snapshot(tell((), 7, last=16, step=5))
        shown = picture(timeline.canvas)
        assert shown.at_point(after) not in (theme.accent, theme.ground, theme.line)
        assert shown.at_point(place(timeline, 5) + QPoint(8, 1)) == theme.accent
        assert picture(timeline.standing).count(theme.caution) > 20

    def test_from_the_past_it_can_be_continued(self, timeline: Timeline, told: Told, tell: Tell) -> None:
        assert not timeline.fork_button.isEnabled()
        timeline.fork()
        assert told == []
        timeline.set_snapshot(tell((), 7, last=16, step=5))
        timeline.fork_button.click()
        assert told == [("forked", Moment(0, 7))]

    def test_where_the_history_is_thinned_it_is_hatched_and_said(
        self, timeline: Timeline, tell: Tell, picture: Any, told: Told
    ) -> None:
        run = tell(done(5000), run=2)
        timeline.set_snapshot(run)
        whole = picture(timeline.canvas)
        timeline.set_snapshot(tell(done(5000), run=2, kept_from=3000))
        assert picture(timeline.canvas) != whole
        QTest.mouseMove(timeline.canvas, place(timeline, 1000))
        assert "one moment of 256" in timeline.canvas.toolTip()
        QTest.mouseMove(timeline.canvas, place(timeline, 4000))
        assert timeline.canvas.toolTip() == ""
        click(timeline, 1000)
        assert told == asked(1024)


class TestLooks:
    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("last", [0, 3, 16, 1_000_000])
    def test_nothing_overlaps_and_nothing_is_cut(
        self, width: int, last: int, timeline: Timeline, tell: Tell
    ) -> None:
        timeline.resize(width, timeline.height())
        timeline.set_snapshot(tell(done(last) if last else (), last // 2, run=2, last=last))
        row = [
            *timeline.transport,
            timeline.canvas,
            timeline.standing,
            timeline.fork_button,
            timeline.mark,
            timeline.more,
        ]
        for before, after in pairwise(row):
            assert before.geometry().right() < after.x()
        assert row[-1].geometry().right() < width
        assert timeline.canvas.width() >= 150
        assert "…" not in timeline.standing.text
        for button in timeline.buttons:
            assert button.width() == button.sizeHint().width()

    def test_a_step_more_lays_nothing_out_anew(self, timeline: Timeline, tell: Tell) -> None:
        timeline.set_snapshot(tell(done(8), 3, run=2))
        before = [part.geometry() for part in timeline.findChildren(QWidget)]
        for rounds in (9, 10, 99, 100, 9999):
            timeline.set_snapshot(tell(done(rounds), rounds - 1, run=2))
            assert [part.geometry() for part in timeline.findChildren(QWidget)] == before

    def test_a_repaint_of_it_paints_nothing_else(self, timeline: Timeline) -> None:
        assert timeline.testAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        assert timeline.canvas.testAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def test_the_accent_reaches_to_the_playhead(
        self, theme: Theme, timeline: Timeline, tell: Tell, picture: Any
    ) -> None:
        timeline.set_theme(theme)
        timeline.set_snapshot(tell(done("step", "step", "step"), run=2))
        shown = picture(timeline.canvas)
        assert timeline.canvas.axis.last == 10
        assert shown.at_point(place(timeline, 3)) == theme.accent
        assert shown.at_point(place(timeline, 2) + QPoint(20, 0)) == theme.accent
        assert shown.at_point(place(timeline, 2)) == theme.ground
        assert shown.at_point(place(timeline, 7)) == theme.line
        assert shown.at(2, 2) == theme.ground

    def test_the_mouse_reads_the_step_and_what_made_it(self, timeline: Timeline) -> None:
        QTest.mouseMove(timeline.canvas, place(timeline, 6))
        assert timeline.canvas.readout == "step 4 · Train 10, round 3"
        QTest.mouseMove(timeline.canvas, place(timeline, 2))
        assert timeline.canvas.readout == "step 1 · Step"
        QTest.mouseMove(timeline.canvas, place(timeline, 0))
        assert timeline.canvas.readout == "step 0 · the start"

    def test_the_mouse_and_the_focus_are_seen(self, timeline: Timeline, picture: Any) -> None:
        timeline.activateWindow()
        timeline.mark.setFocus()
        without = picture(timeline.canvas)
        timeline.canvas.setFocus(Qt.FocusReason.TabFocusReason)
        focused = picture(timeline.canvas)
        assert focused != without
        QTest.mouseMove(timeline.canvas, place(timeline, 6))
        assert picture(timeline.canvas) != focused

    def test_what_is_drawn_does_not_grow_with_the_actions(self, timeline: Timeline, tell: Tell) -> None:
        timeline.set_snapshot(tell(done(*["step"] * 20_000), run=2))
        ends = ticks(timeline.chronicle, timeline.canvas.axis)
        assert 50 < len(ends) <= timeline.canvas.axis.width / 6 + 1
        assert ends == sorted(set(ends))


class TestWords:
    def test_everything_has_a_name_for_screen_readers_and_tests(self, timeline: Timeline, tell: Tell) -> None:
        for part in (*timeline.buttons, timeline.canvas, timeline.standing):
            assert part.objectName()
            assert part.accessibleName()
        assert all(button.toolTip() for button in timeline.buttons)
        assert "(Home)" in timeline.first.toolTip()
        timeline.set_snapshot(tell((), 6, last=16, step=4))
        assert (
            timeline.canvas.accessibleDescription() == "the past · step 4 of 12 · step 4 · Train 10, round 3"
        )

    def test_tab_goes_from_left_to_right(self, timeline: Timeline, tell: Tell) -> None:
        timeline.set_snapshot(tell((), 6, last=16, step=4))
        row = [*timeline.transport, timeline.canvas, timeline.fork_button, timeline.mark, timeline.more]
        timeline.activateWindow()
        row[0].setFocus()
        for part in row[1:]:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            assert QApplication.focusWidget() is part

    def test_retranslating_changes_nothing_in_the_same_language(
        self, timeline: Timeline, picture: Any
    ) -> None:
        before = picture(timeline)
        timeline.retranslate()
        assert picture(timeline) == before

    def test_another_language_is_taken_everywhere(self, timeline: Timeline, qapp: QApplication) -> None:
        class Louder(QTranslator):
            def translate(self, context: str, text: str, disambiguation: Any = None, n: int = -1) -> str:
                return text.upper() if "{" not in text else f"~{text}"

            def isEmpty(self) -> bool:  # noqa: N802
                return False

        louder = Louder()
        qapp.installTranslator(louder)
        try:
            timeline.retranslate()
            assert timeline.fork_button.text() == "CONTINUE FROM HERE"
            assert timeline.standing.text.startswith("~")
            assert timeline.popup.title.text() == "NAME OF THIS MOMENT"
            timeline.menu.fill()
            assert next(action.text() for action in timeline.menu.actions() if action.menu()) == "GO TO"
        finally:
            qapp.removeTranslator(louder)
        timeline.retranslate()
        assert timeline.fork_button.text() == "Continue from here"
