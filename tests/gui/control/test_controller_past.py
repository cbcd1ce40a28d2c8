"""The controller and the past: going there, acting there, branches, sessions, and moments held beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from embviz.core.experiment import Experiment
from embviz.core.messages import (
    Branch,
    Done,
    Failure,
    Hello,
    Moment,
    Outline,
    Request,
    SessionFacts,
    Snapshot,
    Survey,
    Viewport,
)
from embviz.gui.control.controller import ModelController
from embviz.gui.control.sender import IN_FLIGHT
from embviz.gui.control.state import State

ARTICLE = Experiment()
SLOW = Experiment(optimizer_args={"lr": 0.01, "momentum": 0.9})
LAST = 30
# Branch 1 left the run at 12; 2 is a run of its own.
BRANCHES = (
    Branch(0, None, 0, LAST, LAST, ARTICLE),
    Branch(1, Moment(0, 12), 12, 20, 20, ARTICLE),
    Branch(2, None, 0, 8, 8, SLOW),
)
FILED = Outline(branches=BRANCHES, path="/home/pat/lesson.embviz", is_untitled=False)


class Engine(QObject):
    """A link with an engine that answers when the test says so."""

    received = Signal(object)
    lost = Signal(str)

    def __init__(self, make_snapshot: Callable[..., Snapshot]) -> None:
        super().__init__()
        self.is_alive = True
        self.sent: list[Request] = []
        self.unanswered: list[Request] = []
        self._make_snapshot = make_snapshot

    def send(self, request: Request) -> None:
        self.sent.append(request)
        self.unanswered.append(request)
        assert len(self.unanswered) <= IN_FLIGHT

    def kill(self) -> None:
        self.is_alive = False
        self.unanswered.clear()

    def restart(self) -> None:
        self.is_alive = True

    def greet(self) -> None:
        self.received.emit(Hello(torch="2.99"))

    def die(self) -> None:
        self.kill()
        self.lost.emit("it was killed")

    def show(self, moment: Moment | None = None, last: int = LAST, **what: Any) -> None:
        """Answer the oldest request with `moment`, or the one that it asks for, or else the last one."""
        request = self.unanswered.pop(0)
        moment = moment or request.moment or Moment(0, last)
        what = {"run": request.run, "command": request.command, "step": moment.index} | what
        snapshot = self._make_snapshot(request=request.request, moment=moment, last=last, **what)
        self.received.emit(snapshot)

    def branch(self) -> None:
        """Answer the oldest request, a fork: it is the last moment of the new branch."""
        at = self.unanswered[0].moment
        assert at is not None
        made = Branch(3, at, at.index, at.index, at.index, ARTICLE)
        outline = Outline(branches=(*BRANCHES, made), path=FILED.path)
        self.show(Moment(3, at.index), last=at.index, outline=outline)

    def tell(self, kind: type[Done | Survey | Failure], **what: Any) -> None:
        """Answer the oldest request with something that is no snapshot."""
        request = self.unanswered.pop(0)
        self.received.emit(kind(run=request.run, request=request.request, **what))

    def refuse(self) -> None:
        self.tell(Failure, what="It failed.", why="for a reason")


class Scene:
    """A controller, and all that it says."""

    def __init__(self, engine: Engine, session: str = "") -> None:
        self.engine = engine
        self.controller = ModelController(engine, ARTICLE, session=session)  # type: ignore[arg-type]
        self.shown: list[Snapshot] = []
        self.states: list[State] = []
        self.told: list[tuple[str, object]] = []
        self.controller.snapshot_changed.connect(self.shown.append)
        self.controller.state_changed.connect(self.states.append)
        for name in ("surveyed", "saved", "exported", "noticed"):
            getattr(self.controller, name).connect(lambda what, name=name: self.told.append((name, what)))

    @property
    def sent(self) -> list[tuple[str, int | None]]:
        """What was sent, each with the index of its moment."""
        return [(one.command, None if one.moment is None else one.moment.index) for one in self.engine.sent]

    def forget(self) -> None:
        """Look from here on at what comes."""
        for heard in (self.engine.sent, self.shown, self.states, self.told):
            heard.clear()

    def go(self, index: int) -> None:
        self.controller.go(Moment(0, index))

    def stand_at(self, index: int) -> None:
        """Be at that moment, with nothing on its way."""
        self.go(index)
        self.engine.show()
        self.forget()


@pytest.fixture
def engine(make_snapshot: Callable[..., Snapshot], qapp: QObject) -> Iterator[Engine]:
    engine = Engine(make_snapshot)
    yield engine
    # Nobody waits for its answers any more.
    engine.die()


@pytest.fixture
def scene(engine: Engine) -> Scene:
    """A run of LAST rounds, in a session with a file, shown at its end."""
    scene = Scene(engine)
    engine.greet()
    engine.show(outline=FILED)
    scene.forget()
    return scene


class TestGo:
    """Another moment of the run on screen."""

    def test_one_is_on_its_way_and_of_those_behind_it_the_newest_wins(self, scene: Scene) -> None:
        for index in (29, 28, 27, 3):
            scene.go(index)
        assert scene.sent == [("go", 29)]
        scene.engine.show()
        assert scene.sent == [("go", 29), ("go", 3)]
        scene.engine.show()
        assert [one.moment.index for one in scene.shown] == [29, 3]
        assert scene.engine.unanswered == []

    def test_the_window_is_never_busy_with_it(self, scene: Scene) -> None:
        scene.go(5)
        scene.go(4)
        scene.engine.show()
        scene.engine.show()
        assert scene.states == []
        assert scene.controller.state is State.IDLE

    def test_while_it_trains_nobody_goes_anywhere(self, scene: Scene) -> None:
        scene.controller.run()
        scene.forget()
        scene.go(5)
        scene.engine.show()
        assert {command for command, _ in scene.sent} == {"train"}

    def test_while_another_run_is_on_its_way_there_is_no_moment_to_go_to(self, scene: Scene) -> None:
        scene.controller.reset()
        scene.go(5)
        assert scene.sent == [("begin", None)]
        scene.engine.show(Moment(4, 0), last=0)
        assert scene.sent == [("begin", None)]

    def test_a_moment_that_cannot_be_shown_is_told_and_what_is_shown_stays(self, scene: Scene) -> None:
        shown = scene.controller.snapshot
        scene.go(5)
        scene.engine.refuse()
        assert scene.told[0][0] == "noticed"
        assert scene.controller.snapshot is shown
        assert scene.controller.state is State.IDLE


class TestActingInThePast:
    """What is done there goes on from there as a branch of its own."""

    @pytest.mark.parametrize(
        "act",
        [
            ModelController.forward,
            ModelController.backward,
            ModelController.step,
            ModelController.zero_grad,
            lambda controller: controller.train(5),
            ModelController.run,
            lambda controller: controller.lookup((0, 1)),
            lambda controller: controller.edit((0, 0), 0.5),
            lambda controller: controller.set("lr", 0.01),
        ],
    )
    def test_each_action_begins_a_branch_first(
        self, scene: Scene, act: Callable[[ModelController], None]
    ) -> None:
        scene.stand_at(7)
        run = scene.controller.snapshot.run  # type: ignore[union-attr]
        act(scene.controller)
        assert scene.sent == [("fork", 7)]
        scene.engine.branch()
        assert [command for command, _ in scene.sent].count("fork") == 1
        assert len(scene.sent) > 1
        assert {one.run for one in scene.engine.sent} == {run + 1}

    @pytest.mark.parametrize("look", ["bookmark", "survey", "save", "export", "budget", "compare"])
    def test_to_look_to_name_and_to_save_begins_none(self, scene: Scene, look: str) -> None:
        scene.stand_at(7)
        {
            "bookmark": lambda: scene.controller.bookmark(Moment(0, 7), "here"),
            "survey": lambda: scene.controller.survey(()),
            "save": lambda: scene.controller.save_as("/home/pat/a.embviz"),
            "export": lambda: scene.controller.export("/home/pat/a.npy", "npy"),
            "budget": lambda: scene.controller.set_budget(128),
            "compare": lambda: scene.controller.compare(Moment(0, 3)),
        }[look]()
        assert "fork" not in dict(scene.sent)

    def test_several_actions_are_done_in_one_branch(self, scene: Scene) -> None:
        scene.stand_at(7)
        scene.controller.set("lr", 0.01)
        scene.controller.set("momentum", 0.5)
        scene.controller.backward()
        scene.engine.branch()
        while scene.engine.unanswered:
            scene.engine.show(Moment(3, 8), last=8)
        assert [command for command, _ in scene.sent] == ["fork", "set", "set", "backward"]

    def test_it_is_the_moment_that_is_on_its_way_not_the_one_that_is_still_shown(self, scene: Scene) -> None:
        scene.go(9)
        scene.controller.backward()
        scene.engine.show()
        assert scene.sent == [("go", 9), ("fork", 9)]

    def test_it_is_the_moment_that_was_asked_for_last(self, scene: Scene) -> None:
        scene.go(9)
        scene.go(4)
        scene.controller.backward()
        scene.engine.show()
        assert scene.sent == [("go", 9), ("fork", 4)]

    def test_back_in_the_present_in_a_hurry_there_is_no_branch(self, scene: Scene) -> None:
        scene.go(9)
        scene.go(LAST)
        scene.controller.backward()
        while scene.engine.unanswered:
            scene.engine.show(last=LAST)
        assert scene.sent == [("go", 9), ("go", LAST), ("backward", None)]

    def test_continue_pressed_twice_is_one_branch(self, scene: Scene) -> None:
        scene.stand_at(7)
        scene.controller.fork(Moment(0, 7))
        scene.controller.fork(Moment(0, 7))
        scene.engine.branch()
        assert scene.sent == [("fork", 7)]

    def test_on_another_branch_that_is_on_its_way_too(self, scene: Scene) -> None:
        scene.controller.visit(Moment(1, 15))
        scene.controller.backward()
        scene.controller.step()
        scene.engine.show(last=20)
        scene.engine.branch()
        while scene.engine.unanswered:
            scene.engine.show(Moment(3, 16), last=16)
        assert scene.sent == [("visit", 15), ("fork", 15), ("backward", None), ("step", None)]

    def test_at_the_end_of_another_branch_there_is_nothing_to_begin(self, scene: Scene) -> None:
        scene.controller.visit(Moment(1, 20))
        scene.controller.backward()
        scene.engine.show(last=20)
        assert scene.sent == [("visit", 20), ("backward", None)]

    def test_the_branch_goes_on_with_the_experiment_of_its_own_run(self, scene: Scene) -> None:
        scene.controller.visit(Moment(2, 5))
        scene.engine.show(last=8)
        assert scene.controller.experiment == SLOW
        assert scene.shown[-1].experiment == SLOW


class TestWhatFails:
    """A run that cannot be begun leaves the one before."""

    @pytest.mark.parametrize("opener", ["fork", "visit", "open"])
    def test_the_run_before_is_kept_and_goes_on(self, scene: Scene, opener: str) -> None:
        scene.stand_at(7)
        run = scene.controller.snapshot.run  # type: ignore[union-attr]
        {
            "fork": lambda: scene.controller.fork(Moment(0, 7)),
            "visit": lambda: scene.controller.visit(Moment(2, 3)),
            "open": lambda: scene.controller.open("/home/pat/none.embviz"),
        }[opener]()
        scene.engine.refuse()
        assert [name for name, _ in scene.told] == ["noticed"]
        assert (scene.controller.state, scene.controller.experiment) == (State.IDLE, ARTICLE)
        scene.forget()
        scene.go(6)
        assert [(one.command, one.run) for one in scene.engine.sent] == [("go", run)]

    def test_what_was_pressed_behind_a_branch_that_failed_is_not_done(self, scene: Scene) -> None:
        scene.stand_at(7)
        scene.controller.backward()
        scene.engine.refuse()
        assert scene.sent == [("fork", 7)]
        assert scene.controller.state is State.IDLE

    def test_a_name_that_cannot_be_written_down_leaves_nothing_on_its_way(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(scene.engine, "send", lambda request: request.path.encode())
            with pytest.raises(UnicodeEncodeError):
                scene.controller.export("/home/pat/\udc80.npy", "npy")
        assert scene.controller.requests_in_flight == 0
        scene.controller.backward()
        assert scene.sent == [("backward", None)]


class TestSessions:
    """A file at the start, after a loss, and what is told of files."""

    def test_the_session_that_was_asked_for_is_opened_first(self, engine: Engine) -> None:
        scene = Scene(engine, "/home/pat/lesson.embviz")
        engine.greet()
        assert [(one.command, one.path) for one in engine.sent] == [("open", "/home/pat/lesson.embviz")]
        engine.show(Moment(2, 8), last=8, outline=FILED)
        assert scene.controller.experiment == SLOW
        assert scene.controller.outline is FILED

    def test_where_it_cannot_be_opened_the_experiment_begins(self, engine: Engine) -> None:
        scene = Scene(engine, "/home/pat/lesson.embviz")
        engine.greet()
        engine.refuse()
        assert [name for name, _ in scene.told] == ["noticed"]
        assert [one.command for one in engine.sent] == ["open", "begin"]
        assert engine.sent[-1].experiment == ARTICLE
        engine.show(last=0)
        assert scene.controller.state is State.IDLE

    @pytest.mark.parametrize("is_read_only", [False, True])
    def test_restart_opens_the_session_again_as_it_was(
        self, scene: Scene, make_snapshot: Callable[..., Snapshot], is_read_only: bool
    ) -> None:
        outline = Outline(branches=BRANCHES, path="/home/pat/b.embviz", is_read_only=is_read_only)
        scene.go(7)
        scene.engine.show(outline=outline)
        scene.engine.die()
        assert scene.controller.state is State.STOPPED
        scene.controller.restart()
        scene.engine.greet()
        last = scene.engine.sent[-1]
        assert (last.command, last.path, last.name) == (
            "open",
            "/home/pat/b.embviz",
            "read-only" if is_read_only else "",
        )

    def test_of_a_loss_in_the_past_nobody_is_promised_the_moment_on_screen(self, scene: Scene) -> None:
        scene.stand_at(7)
        scene.engine.die()
        (name, notice) = scene.told[-1]
        assert name == "noticed"
        assert "Restart goes on with what the session's file has" in str(notice)
        assert "step 7" not in str(notice)

    def test_a_survey_reaches_who_asked(self, scene: Scene) -> None:
        facts = (SessionFacts(path="/home/pat/a.embviz", steps=3),)
        scene.controller.survey(("/home/pat/a.embviz",))
        assert scene.engine.sent[-1].paths == ("/home/pat/a.embviz",)
        scene.engine.tell(Survey, sessions=facts)
        ((name, survey),) = scene.told
        assert (name, survey.sessions) == ("surveyed", facts)  # type: ignore[attr-defined]

    def test_a_save_is_told_and_the_window_hears_where_the_session_is_now(self, scene: Scene) -> None:
        moved = Outline(branches=BRANCHES, path="/home/pat/new.embviz", is_untitled=False)
        scene.controller.save_as("/home/pat/new.embviz")
        scene.engine.tell(Done, path="/home/pat/new.embviz", outline=moved)
        assert [name for name, _ in scene.told] == ["saved"]
        assert scene.controller.outline is moved
        scene.engine.show(Moment(0, LAST))
        assert scene.shown[-1].outline is moved

    def test_a_save_that_failed_is_told_and_the_session_stays_where_it_is(self, scene: Scene) -> None:
        scene.controller.save_as("/home/pat/new.embviz")
        scene.engine.refuse()
        assert [name for name, _ in scene.told] == ["noticed"]
        assert scene.controller.outline is FILED

    def test_an_export_is_told(self, scene: Scene) -> None:
        scene.controller.export("/home/pat/t.npy", "npy")
        asked = scene.engine.sent[-1]
        assert (asked.command, asked.path, asked.name) == ("export", "/home/pat/t.npy", "npy")
        scene.engine.tell(Done, path="/home/pat/t.npy")
        ((name, done),) = scene.told
        assert (name, done.path) == ("exported", "/home/pat/t.npy")  # type: ignore[attr-defined]

    def test_an_export_during_a_run_goes_between_two_bursts(self, scene: Scene) -> None:
        scene.controller.run()
        scene.controller.export("/home/pat/t.npy", "npy")
        scene.engine.show(Moment(0, LAST + 1), last=LAST + 1)
        assert [command for command, _ in scene.sent] == ["train", "train", "export"]
        assert scene.controller.state is State.RUNNING

    def test_the_session_is_closed_whatever_else_is_on_its_way(self, scene: Scene) -> None:
        scene.controller.run()
        before = len(scene.engine.sent)
        scene.engine.unanswered.clear()
        scene.controller.close_session()
        assert [one.command for one in scene.engine.sent[before:]] == ["close"]

    def test_without_an_engine_there_is_nothing_to_close(self, scene: Scene) -> None:
        scene.engine.die()
        scene.controller.close_session()
        assert scene.sent == []


class TestCompare:
    """A moment that is held beside the one on screen."""

    def test_every_request_asks_for_it_until_it_is_taken_away(self, scene: Scene) -> None:
        held = Moment(1, 15)
        scene.controller.compare(held)
        scene.engine.show(Moment(0, LAST))
        scene.controller.backward()
        scene.engine.show(Moment(0, LAST + 1), last=LAST + 1)
        scene.go(3)
        scene.engine.show()
        scene.controller.reset()
        assert [one.command for one in scene.engine.sent] == ["snapshot", "backward", "go", "begin"]
        assert {one.against for one in scene.engine.sent} == {held}
        scene.engine.show(Moment(4, 0), last=0)
        scene.controller.compare(None)
        assert scene.engine.sent[-1].against is None

    def test_during_a_run_the_next_burst_brings_it(self, scene: Scene) -> None:
        scene.controller.run()
        scene.controller.compare(Moment(1, 15))
        scene.engine.show(Moment(0, LAST + 1), last=LAST + 1)
        assert [one.command for one in scene.engine.sent] == ["train"] * 3
        assert scene.engine.sent[-1].against == Moment(1, 15)

    def test_a_picture_that_was_on_its_way_without_it_is_followed_by_one_with_it(self, scene: Scene) -> None:
        scene.controller.set_viewport(Viewport(height=8, width=8))
        scene.controller.compare(Moment(1, 15))
        scene.controller.compare(None)
        scene.controller.compare(Moment(1, 16))
        while scene.engine.unanswered:
            scene.engine.show(Moment(0, LAST))
        assert scene.engine.sent[-1].against == Moment(1, 16)

    def test_behind_the_last_burst_of_a_train_it_comes_too(self, scene: Scene) -> None:
        scene.controller.train(1)
        scene.controller.compare(Moment(1, 15))
        while scene.engine.unanswered:
            scene.engine.show(Moment(0, LAST + 1), last=LAST + 1)
        assert scene.engine.sent[-1].against == Moment(1, 15)

    def test_in_another_file_it_means_nothing(self, scene: Scene) -> None:
        scene.controller.compare(Moment(2, 5))
        scene.engine.show(Moment(0, LAST))
        scene.controller.open("/home/pat/other.embviz")
        assert scene.engine.sent[-1].against is None
