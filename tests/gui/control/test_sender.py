"""The sender: what goes to the engine next of all that is wanted, and what is on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject

from embviz.core.experiment import Experiment
from embviz.core.messages import Moment, Request, Snapshot, StopRule
from embviz.gui.control.requests import Requests
from embviz.gui.control.sender import IN_FLIGHT, Sender
from embviz.gui.control.wishes import ENDLESS, Wish


class Line(QObject):
    """A link that only keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Request] = []

    def send(self, request: Request) -> None:
        self.sent.append(request)


class Desk:
    """A sender of an engine that is ready and has shown a moment, and what it sends."""

    def __init__(self, shown: Snapshot) -> None:
        self.line = Line()
        self.sender = Sender(self.line, Requests(Experiment()), lambda: 0.0)  # type: ignore[arg-type]
        self.sender.requests.run = 1
        self.sender.shown = shown
        self.sender.is_ready = True

    @property
    def sent(self) -> list[str]:
        return [one.command for one in self.line.sent]

    def press(self, *commands: str) -> None:
        for command in commands:
            self.sender.wishes.press(Wish(command))  # type: ignore[arg-type]

    def answer(self) -> None:
        """The oldest request has been answered."""
        del self.sender.in_flight[next(iter(self.sender.in_flight))]
        self.sender.pump()


@pytest.fixture
def desk(make_snapshot: Callable[..., Snapshot], qapp: QObject) -> Iterator[Desk]:
    made = Desk(make_snapshot())
    yield made
    made.sender.clear()


def test_before_the_engine_is_ready_nothing_is_sent(desk: Desk) -> None:
    desk.sender.is_ready = False
    desk.press("backward")
    desk.sender.pump()
    assert desk.sent == []
    desk.sender.is_ready = True
    desk.sender.pump()
    assert desk.sent == ["backward"]


def test_presses_go_in_their_order_no_more_than_two_at_a_time(desk: Desk) -> None:
    desk.press("backward", "step", "forward")
    desk.sender.pump()
    assert desk.sent == ["backward", "step"]
    assert len(desk.sender.in_flight) == IN_FLIGHT
    desk.answer()
    assert desk.sent == ["backward", "step", "forward"]


@pytest.mark.parametrize("opener", ["begin", "fork", "open", "visit"])
def test_behind_what_brings_another_run_nothing_is_sent_until_it_is_there(desk: Desk, opener: str) -> None:
    desk.press(opener, "backward")
    desk.sender.moment_wanted = Moment(0, 3)
    desk.sender.pump()
    assert desk.sent == [opener]
    desk.answer()
    assert desk.sent == [opener, "backward"]


def test_an_aside_does_not_wait_for_a_train(desk: Desk) -> None:
    desk.sender.wishes.press(ENDLESS)
    desk.sender.pump()
    desk.sender.wishes.interject(Wish("set", name="lr", value=0.5))
    desk.answer()
    assert desk.sent == ["train", "train", "set"]
    desk.answer()
    assert desk.sent[-1] == "train"


def test_a_journey_waits_for_what_was_pressed_and_goes_alone(desk: Desk) -> None:
    desk.press("backward")
    desk.sender.moment_wanted = Moment(0, 3)
    desk.sender.pump()
    assert desk.sent == ["backward"]
    desk.answer()
    assert desk.sent == ["backward", "go"]
    desk.sender.moment_wanted = Moment(0, 2)
    desk.sender.pump()
    assert len(desk.sender.in_flight) == 1


def test_a_cell_is_explained_last_of_all(desk: Desk) -> None:
    desk.sender.requests.selected, desk.sender.is_cell_wanted = (0, 1), True
    desk.press("backward")
    desk.sender.moment_wanted = Moment(0, 3)
    desk.sender.pump()
    desk.answer()
    desk.answer()
    assert desk.sent == ["backward", "go", "inspect"]
    assert not desk.sender.is_cell_wanted


def test_a_journey_and_a_look_at_a_cell_are_nothing_that_anybody_waits_for(desk: Desk) -> None:
    desk.sender.moment_wanted = Moment(0, 3)
    desk.sender.pump()
    assert desk.sent == ["go"]
    assert not desk.sender.is_busy
    desk.press("backward")
    assert desk.sender.is_busy


def test_the_moment_ahead_is_the_one_that_was_wanted_last(desk: Desk) -> None:
    assert desk.sender.moment_ahead is None
    desk.sender.moment_wanted = Moment(0, 3)
    desk.sender.pump()
    assert desk.sender.moment_ahead == Moment(0, 3)
    desk.sender.moment_wanted = Moment(0, 1)
    assert desk.sender.moment_ahead == Moment(0, 1)
    desk.answer()
    desk.answer()
    assert desk.sender.moment_ahead is None


def test_the_visit_ahead_is_one_of_the_run_that_is_promised(desk: Desk) -> None:
    assert desk.sender.visit_ahead is None
    desk.sender.wishes.press(Wish("visit", moment=Moment(2, 5)))
    assert desk.sender.visit_ahead == Moment(2, 5)
    desk.sender.pump()
    assert desk.sender.visit_ahead == Moment(2, 5)
    desk.sender.requests.run += 1
    assert desk.sender.visit_ahead is None


def test_under_a_rule_one_burst_is_answered_before_the_next_is_asked_for(desk: Desk) -> None:
    desk.sender.drive.rule = StopRule(first_increase=True)
    desk.sender.wishes.press(ENDLESS)
    desk.sender.pump()
    assert desk.sent == ["train"]


def test_what_cannot_be_sent_is_on_no_way(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.sender.wishes.press(Wish("export", path="/home/pat/\udc80.npy"))
    with monkeypatch.context() as patch:
        patch.setattr(desk.line, "send", lambda request: request.path.encode())
        with pytest.raises(UnicodeEncodeError):
            desk.sender.pump()
    assert not desk.sender.in_flight
    assert not desk.sender.is_busy


def test_dropping_ends_the_train_and_forgets_presses_but_not_a_run_that_was_promised(desk: Desk) -> None:
    desk.press("backward", "fork", "step")
    desk.sender.drop()
    assert [wish.command for wish in desk.sender.wishes.presses] == ["fork"]
    assert not desk.sender.drive.is_on


def test_without_an_engine_nothing_is_wanted_any_more(desk: Desk) -> None:
    desk.press("backward", "step", "forward")
    desk.sender.moment_wanted = Moment(0, 3)
    desk.sender.pump()
    desk.sender.clear()
    assert not desk.sender.is_busy
    assert desk.sender.moment_ahead is None
    desk.sender.is_ready = True
    desk.sender.pump()
    assert desk.sent == ["backward", "step"]


def test_a_new_engine_goes_on_from_a_whole_table_of_the_run_on_screen_alone(
    desk: Desk, make_snapshot: Callable[..., Snapshot]
) -> None:
    resumed = desk.sender.resumable()
    assert resumed is not None
    assert resumed.experiment is None
    desk.sender.requests.run += 1
    assert desk.sender.resumable() is None
