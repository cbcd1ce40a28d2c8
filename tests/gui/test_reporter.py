"""The reporter: the visible view's report is up to date, no other is asked for, and none too often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from embviz.core.experiment import Experiment
from embviz.core.messages import Failure, Hello, Moment, Report, Request, Snapshot
from embviz.core.reports import Found, Meaning, NamedRow, RowsReport, WordMap
from embviz.gui.control.controller import ModelController
from embviz.gui.control.state import State
from embviz.gui.control.wishes import INQUIRIES, Wish
from embviz.gui.reporter import INTERVAL_S, LOST_AFTER, SHARE, Reporter, Search
from tests.gui.scene import FakeLink

KINDS: dict[str, type[Any]] = {"rows": RowsReport, "meaning": Meaning, "map": WordMap, "find": Found}


class Noting(QWidget):
    """A view that notes the reports that it gets."""

    wish_changed = Signal()

    def __init__(self, wish: Wish | None) -> None:
        super().__init__()
        self.wanted = wish
        self.reports: list[Any] = []
        self.failures: list[str] = []

    def wish(self) -> Wish | None:
        return self.wanted

    def want(self, wish: Wish | None) -> None:
        self.wanted = wish
        self.wish_changed.emit()

    def set_report(self, report: Report) -> None:
        self.reports.append(report)

    def set_failure(self, text: str) -> None:
        self.failures.append(text)


class Scene:
    """A controller, whose engine and clock are the test, and a reporter with two views."""

    def __init__(self, make_snapshot: Callable[..., Snapshot]) -> None:
        self.link = FakeLink(None, None, None)  # type: ignore[arg-type]
        self.now_s = 100.0
        self.step = 0
        self._make_snapshot = make_snapshot
        self.controller = ModelController(self.link, Experiment(), clock=lambda: self.now_s)  # type: ignore[arg-type]
        self.reporter = Reporter(self.controller, clock=lambda: self.now_s)
        self.rows, self.words = Noting(Wish("rows")), Noting(Wish("meaning", indices=(3,)))
        self.reporter.add_views((self.rows, self.words))
        self.found: list[Found] = []
        self.reporter.found.connect(self.found.append)

    def start(self) -> None:
        self.link.received.emit(Hello(torch="2.99"))
        self.answer()

    @property
    def waiting(self) -> list[Request]:
        """What the engine has not answered."""
        return list(self.controller._in_flight.values())

    @property
    def asked(self) -> list[Request]:
        """The inquiries that were sent."""
        return [request for request in self.link.sent if request.command in INQUIRIES]

    def answer(self, **what: Any) -> None:
        """Answer the oldest request that is no inquiry with a snapshot."""
        request = next(one for one in self.waiting if one.command not in INQUIRIES)
        if request.command in ("step", "train"):
            self.step += 1
        what = {"step": self.step, "run": request.run, "command": request.command} | what
        what.setdefault("moment", Moment(0, self.step))
        what.setdefault("last", self.step)
        self.link.received.emit(self._make_snapshot(request=request.request, **what))

    def report(self, **what: Any) -> None:
        """Answer the oldest inquiry."""
        request = next(one for one in self.waiting if one.command in INQUIRIES)
        what = {"run": request.run, "request": request.request} | what
        if request.command == "find":
            what.setdefault("text", request.name)
        else:
            what.setdefault("step", self.step)
        self.link.received.emit(KINDS[request.command](**what))

    def refuse(self, *, is_inquiry: bool = True) -> None:
        """Refuse the oldest request that is an inquiry, or that is none."""
        request = next(one for one in self.waiting if (one.command in INQUIRIES) is is_inquiry)
        failure = Failure(what="It failed.", why="for a reason", run=request.run, request=request.request)
        self.link.received.emit(failure)

    def do_step(self) -> None:
        self.controller.step()
        self.answer()

    def close(self) -> None:
        for thing in (self.reporter, self.controller, self.link, self.rows, self.words):
            thing.deleteLater()

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass, at the end of which the timer rings if it is its time."""
        self.now_s += seconds
        self.reporter.catch_up()

    @property
    def timers(self) -> list[QTimer]:
        return [one for one in self.reporter.findChildren(QTimer) if one.isActive()]


@pytest.fixture
def scene(qapp: object, make_snapshot: Callable[..., Snapshot]) -> Iterator[Scene]:
    made = Scene(make_snapshot)
    yield made
    made.close()


@pytest.fixture
def shown(scene: Scene) -> Scene:
    """One in which the rows are seen, and up to date."""
    scene.start()
    scene.rows.show()
    scene.report()
    assert len(scene.rows.reports) == 1
    scene.link.sent.clear()
    return scene


class TestWhatIsAsked:
    def test_nothing_while_no_view_is_visible(self, scene: Scene) -> None:
        scene.start()
        scene.do_step()
        assert scene.asked == []

    def test_a_view_that_appears_gets_its_report_at_once(self, scene: Scene) -> None:
        scene.start()
        scene.rows.show()
        assert [request.command for request in scene.asked] == ["rows"]
        scene.report(took_s=0.5)
        assert [report.took_s for report in scene.rows.reports] == [0.5]
        assert scene.words.reports == []

    def test_one_that_is_there_before_the_engine_gets_it_with_the_first_snapshot(self, scene: Scene) -> None:
        scene.rows.show()
        assert scene.asked == []
        scene.start()
        assert [request.command for request in scene.asked] == ["rows"]

    def test_the_question_has_what_the_wish_has(self, scene: Scene) -> None:
        scene.start()
        scene.words.wanted = Wish("meaning", indices=(4, 2), words=("king", "man", "woman"))
        scene.words.show()
        assert scene.asked[0].indices == (4, 2)
        assert scene.asked[0].words == ("king", "man", "woman")

    def test_what_is_known_of_the_moment_is_not_asked_again(self, shown: Scene) -> None:
        shown.rows.hide()
        shown.now_s += 100
        shown.rows.show()
        shown.rows.wish_changed.emit()
        assert shown.asked == []

    def test_a_view_that_was_hidden_for_a_step_is_brought_up_to_date(self, shown: Scene) -> None:
        shown.rows.hide()
        shown.do_step()
        assert shown.asked == []
        shown.now_s += 100
        shown.rows.show()
        assert len(shown.asked) == 1

    def test_each_step_by_hand_asks_anew_and_so_do_a_moment_of_the_past_and_another_run(
        self, shown: Scene
    ) -> None:
        for change in (shown.do_step, lambda: go_to(shown, 0), lambda: begin_anew(shown)):
            shown.now_s += 1
            shown.link.sent.clear()
            change()
            assert [request.command for request in shown.asked] == ["rows"]
            shown.report()
        assert len(shown.rows.reports) == 4

    def test_an_action_that_moves_no_step_asks_too(self, shown: Scene) -> None:
        shown.now_s += 1
        shown.controller.backward()
        shown.answer(action_count=1)
        assert len(shown.asked) == 1

    def test_a_picture_of_the_same_moment_asks_nothing(self, shown: Scene) -> None:
        shown.now_s += 1
        shown.controller.compare(None)
        shown.answer()
        assert shown.asked == []

    def test_a_view_that_wants_nothing_is_asked_for_nothing(self, shown: Scene) -> None:
        shown.rows.want(None)
        shown.do_step()
        assert shown.asked == []

    def test_a_changed_wish_is_asked_at_once(self, shown: Scene) -> None:
        shown.rows.want(Wish("meaning", indices=(1,)))
        assert [request.indices for request in shown.asked] == [(1,)]


class TestHowOften:
    def test_one_question_is_on_its_way_at_a_time(self, shown: Scene) -> None:
        shown.words.show()
        shown.now_s += 1
        shown.do_step()
        shown.now_s += 1
        shown.do_step()
        assert len(shown.asked) == 1
        shown.report()
        assert len(shown.asked) == 2

    def test_in_a_run_it_asks_five_times_a_second(self, shown: Scene) -> None:
        shown.now_s += 10
        shown.controller.run()
        seconds, bursts_each = 4, 60
        for _ in range(seconds * bursts_each):
            shown.answer()
            if any(request.command in INQUIRIES for request in shown.waiting):
                shown.report(took_s=0.001)
            shown.pass_time(1 / bursts_each)
        assert seconds / INTERVAL_S * 0.8 <= len(shown.asked) <= seconds / INTERVAL_S + 1
        assert shown.rows.reports[-1].step >= shown.step - 2 * bursts_each * INTERVAL_S

    def test_a_report_that_takes_long_takes_no_more_than_its_share_of_the_time(self, shown: Scene) -> None:
        shown.now_s += 10
        took_s, seconds, frame_s = 0.3, 30.0, 0.1
        shown.controller.run()
        ends_s, reports = shown.now_s + seconds, 0
        while shown.now_s < ends_s:
            shown.answer()
            if any(request.command in INQUIRIES for request in shown.waiting):
                shown.now_s += took_s
                shown.report(took_s=took_s)
                reports += 1
            shown.pass_time(frame_s)
        assert 0.5 * SHARE < reports * took_s / seconds <= SHARE * 1.1

    def test_the_last_moment_of_a_run_is_told_of_once_it_is_time(self, shown: Scene) -> None:
        shown.now_s += 10
        shown.do_step()
        shown.report()
        shown.now_s += INTERVAL_S / 2
        shown.do_step()
        assert len(shown.asked) == 1
        assert len(shown.timers) == 1
        assert shown.timers[0].interval() == pytest.approx(1000 * INTERVAL_S / 2, abs=2)
        shown.now_s += INTERVAL_S / 2 + 0.001
        shown.timers[0].timeout.emit()
        assert len(shown.asked) == 2
        shown.report()
        assert shown.rows.reports[-1].step == shown.step

    def test_the_timer_asks_without_any_other_event(self, shown: Scene, qtbot: Any) -> None:
        shown.now_s += 10
        shown.do_step()
        shown.report()
        shown.do_step()
        shown.now_s += INTERVAL_S
        qtbot.waitUntil(lambda: len(shown.asked) == 2, timeout=2000)
        shown.report()


class TestWhatDoesNotCount:
    def test_the_answer_for_an_older_run_is_dropped(self, shown: Scene) -> None:
        shown.now_s += 1
        shown.do_step()
        late = shown.asked[0]
        begin_anew(shown)
        shown.link.received.emit(RowsReport(run=late.run, request=late.request, took_s=9.0))
        shown.report()
        assert [report.took_s for report in shown.rows.reports] == [0.0, 0.0]
        assert shown.rows.reports[-1].run == shown.controller.snapshot.run  # type: ignore[union-attr]

    def test_an_answer_to_what_is_no_longer_wished_is_not_shown(self, shown: Scene) -> None:
        shown.rows.want(Wish("meaning", indices=(1,)))
        shown.rows.want(Wish("meaning", indices=(2,)))
        assert [request.indices for request in shown.asked] == [(1,)]
        shown.report()
        assert len(shown.rows.reports) == 1
        assert [request.indices for request in shown.asked] == [(1,), (2,)]
        shown.report()
        assert len(shown.rows.reports) == 2

    def test_a_report_that_somebody_else_asked_for_is_not_shown(self, shown: Scene) -> None:
        shown.controller.inquire(Wish("meaning", indices=(9,)))
        shown.report()
        assert len(shown.rows.reports) == 1
        assert shown.words.reports == []

    def test_an_engine_that_ends_and_is_started_again_is_asked_again(self, shown: Scene) -> None:
        shown.now_s += 1
        shown.do_step()
        shown.link.kill()
        shown.link.lost.emit("it ended")
        assert shown.controller.state is State.STOPPED
        shown.link.sent.clear()
        shown.controller.restart()
        shown.start()
        assert [request.command for request in shown.asked] == ["rows"]

    def test_a_question_that_found_no_room_is_asked_again(self, shown: Scene) -> None:
        shown.now_s += 1
        shown.controller.run()
        # The queue of what goes between bursts is full.
        for number in range(20):
            shown.controller.lookup((number,))
        shown.answer()
        for _ in range(LOST_AFTER + 40):
            shown.now_s += 0.05
            shown.answer()
        assert len(shown.asked) >= 1


class TestRefusals:
    def test_a_refusal_is_told_once_and_a_run_does_not_repeat_it(self, shown: Scene) -> None:
        notices: list[object] = []
        shown.controller.noticed.connect(notices.append)
        shown.now_s += 1
        shown.controller.run()
        shown.answer()
        shown.refuse()
        for _ in range(50):
            shown.now_s += 1
            shown.answer()
        assert len(shown.asked) == 1
        assert len(notices) == 1
        assert shown.rows.failures == ["It failed. for a reason"]

    def test_it_is_asked_again_when_the_wish_changes(self, shown: Scene) -> None:
        refuse_once(shown)
        shown.rows.want(Wish("meaning"))
        assert [request.command for request in shown.asked] == ["rows", "meaning"]

    def test_it_is_asked_again_in_another_run_after_a_step_and_when_the_view_appears_anew(
        self, shown: Scene
    ) -> None:
        for change in (lambda: begin_anew(shown), shown.do_step, lambda: reappear(shown.rows)):
            refuse_once(shown)
            shown.link.sent.clear()
            shown.now_s += 1
            change()
            assert [request.command for request in shown.asked] == ["rows"]
            shown.report()

    def test_what_was_refused_meanwhile_may_be_something_else_and_the_answer_still_counts(
        self, shown: Scene
    ) -> None:
        shown.now_s += 1
        shown.controller.run()
        shown.answer()
        shown.controller.set("lr", -1.0)
        shown.answer()
        assert len(shown.asked) == 1
        shown.refuse(is_inquiry=False)
        shown.report()
        assert len(shown.rows.reports) == 2
        shown.now_s += 1
        shown.answer()
        assert len(shown.asked) == 2


class TestFinding:
    def test_what_is_found_comes_back(self, shown: Scene) -> None:
        shown.reporter.find(Search("king", "field"))
        assert [request.name for request in shown.asked] == ["king"]
        shown.report(rows=(NamedRow(3, "king"),), total=1)
        assert [row.row for row in shown.found[0].rows] == [3]

    def test_of_one_field_only_the_newest_text_is_looked_for(self, shown: Scene) -> None:
        for text in ("k", "ki", "kin", "king"):
            shown.reporter.find(Search(text, "field"))
        shown.report()
        shown.report()
        assert [found.text for found in shown.found] == ["k", "king"]
        assert shown.waiting == []

    def test_two_fields_do_not_hinder_each_other(self, shown: Scene) -> None:
        shown.reporter.find(Search("a", "one"))
        shown.reporter.find(Search("b", "one"))
        shown.reporter.find(Search("c", "two"))
        for _ in range(3):
            shown.report()
        assert [found.text for found in shown.found] == ["a", "b", "c"]

    def test_it_waits_for_no_report_and_no_pace(self, shown: Scene) -> None:
        shown.now_s += 1
        shown.do_step()
        shown.report(took_s=60.0)
        shown.reporter.find(Search("king"))
        assert [request.command for request in shown.asked] == ["rows", "find"]
        shown.report()

    def test_what_is_looked_for_when_a_run_begins_is_looked_for_in_that_one(self, shown: Scene) -> None:
        shown.reporter.find(Search("king", "field"))
        begin_anew(shown)
        assert [request.name for request in shown.asked if request.command == "find"] == ["king", "king"]


def go_to(scene: Scene, index: int) -> None:
    scene.controller.go(Moment(0, index))
    scene.answer(moment=Moment(0, index), step=index, last=scene.step)


def begin_anew(scene: Scene) -> None:
    scene.controller.reset()
    while any(one.command not in INQUIRIES for one in scene.waiting):
        scene.answer(step=0)
    scene.step = 0


def refuse_once(scene: Scene) -> None:
    scene.now_s += 1
    scene.do_step()
    scene.refuse()


def reappear(widget: QWidget) -> None:
    widget.hide()
    widget.show()


def test_the_map_is_waited_for_however_long_it_takes(scene: Scene) -> None:
    scene.start()
    scene.controller.run()
    scene.rows.wanted = Wish("map", name="tsne")
    scene.rows.show()
    for _ in range(2 * LOST_AFTER):
        scene.now_s += 1
        scene.answer()
    assert len(scene.asked) == 1
    scene.report(points=np.zeros((0, 2), dtype=np.float32))
    assert len(scene.rows.reports) == 1
