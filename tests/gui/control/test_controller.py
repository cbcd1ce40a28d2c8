"""The controller: every verb in every state, two requests in flight at most, and nothing stale shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QTimer, Signal
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import (
    CellFacts,
    Failure,
    Hello,
    Request,
    Snapshot,
    StepFacts,
    StopRule,
    Viewport,
)
from embviz.core.refusals import explained
from embviz.gui.control import patience
from embviz.gui.control.controller import ModelController
from embviz.gui.control.notice import Notice
from embviz.gui.control.sender import IN_FLIGHT
from embviz.gui.control.state import State
from embviz.gui.control.wishes import QUEUE

BURST = 3
LIMIT_MS = 30_000
ARTICLE = Experiment()
OTHER = Experiment(seed=7)
SMALL = Experiment(rows=2, dim=1)
BELOW = StopRule(distance_below=0.1)


class Model:
    """What a trainer would be, as three numbers: its seed, its step, its backward passes."""

    def __init__(self, experiment: Experiment, step: int = 0, passes: int = 0) -> None:
        self.experiment = experiment
        self.step = step
        self.passes = passes

    @property
    def table(self) -> list[list[float]]:
        return [[self.experiment.seed, self.step, self.passes]]

    def facts(self, request: Request) -> CellFacts:
        """What is known of the cell that was asked for: that its weight is the step."""
        place = request.place or request.cell
        assert place is not None
        now = StepFacts(weight=self.step, grad=None, state={}, counters={}, arguments={})
        return CellFacts(
            run=request.run,
            request=request.request,
            step=self.step,
            place=place,
            now=now,
            last=None,
            backward=None,
        )

    def obey(self, request: Request) -> None:
        if request.command == "backward":
            self.passes += 1
        elif request.command == "zero_grad":
            self.passes = 0
        elif request.command == "step":
            self.step += 1
        elif request.command == "train":
            until = self.step + BURST if request.until_step is None else request.until_step
            self.step = max(self.step, min(until, self.step + BURST))
            self.passes = 1


class FakeLink(QObject):
    """A link whose engine answers only when the test says so, and the engine behind it."""

    received = Signal(object)
    lost = Signal(str)

    def __init__(self, make_snapshot: Callable[..., Snapshot]) -> None:
        super().__init__()
        self.is_alive = True
        self.sent: list[Request] = []
        self.unanswered: list[Request] = []
        self.model: Model | None = None
        self.restarts = 0
        # The rule that comes true with the next burst, if any.
        self.stops_by = ""
        self.is_prompt = False
        self._make_snapshot = make_snapshot

    def send(self, request: Request) -> None:
        assert self.is_alive
        self.sent.append(request)
        self.unanswered.append(request)
        assert len(self.unanswered) <= IN_FLIGHT
        if self.is_prompt:
            QTimer.singleShot(0, self, self.answer)

    def kill(self) -> None:
        self.is_alive = False
        self.unanswered.clear()
        self.model = None

    def restart(self) -> None:
        self.kill()
        self.is_alive = True
        self.restarts += 1

    def say_hello(self) -> None:
        self.received.emit(Hello(torch="2.99"))

    def answer(self) -> None:
        """Do the oldest request and answer it."""
        request = self.unanswered.pop(0)
        if request.experiment is not None:
            self.model = Model(request.experiment)
            if request.resume is not None:
                _, step, passes = request.resume.weight.values[0]
                self.model = Model(request.experiment, int(step), int(passes))
        elif self.model is None:
            self.received.emit(_failure(request))
            return
        assert self.model is not None
        self.model.obey(request)
        if request.command == "inspect":
            self.received.emit(self.model.facts(request))
            return
        stopped_by, self.stops_by = self.stops_by if request.stop else "", ""
        self.received.emit(
            self._make_snapshot(
                self.model.table,
                run=request.run,
                request=request.request,
                command=request.command,
                step=self.model.step,
                stopped_by=stopped_by,
                cell=None if request.cell is None else self.model.facts(request),
            )
        )

    def fail(self) -> None:
        """Refuse the oldest request."""
        self.received.emit(_failure(self.unanswered.pop(0)))

    def answer_all(self, at_most: int = 20) -> None:
        while self.unanswered and at_most:
            self.answer()
            at_most -= 1

    def die(self) -> None:
        self.kill()
        self.lost.emit("it was killed or crashed (signal 9)")

    @property
    def commands(self) -> list[str]:
        return [request.command for request in self.sent]


def _failure(request: Request) -> Failure:
    return Failure(what="It failed.", why="for a reason", run=request.run, request=request.request)


class Scene:
    """A controller with a made-up engine, and all that it has told."""

    def __init__(self, make_snapshot: Callable[..., Snapshot]) -> None:
        self.ticks = False
        self.link = FakeLink(make_snapshot)
        # Time passes where the test says so, or else as it does.
        self.now_s = 0.0
        self.controller = ModelController(
            self.link,  # type: ignore[arg-type]
            ARTICLE,
            clock=lambda: self.now_s + perf_counter() * self.ticks,
        )
        self.snapshots: list[Snapshot] = []
        self.states: list[State] = []
        self.notices: list[Notice | None] = []
        self.controller.snapshot_changed.connect(self.snapshots.append)
        self.controller.state_changed.connect(self.states.append)
        self.controller.noticed.connect(self.notices.append)

    @property
    def shown(self) -> list[float]:
        assert self.controller.snapshot is not None
        numbers: list[float] = self.controller.snapshot.weight.values[0].tolist()
        return numbers

    def bring_to(self, state: State) -> None:
        """Bring a new controller to `state`, and forget how."""
        if state is State.STOPPED:
            self.link.say_hello()
            self.link.answer_all()
            self.link.die()
        elif state is not State.STARTING:
            self.link.say_hello()
            self.link.answer_all()
        if state is State.BUSY:
            self.controller.backward()
        elif state is State.RUNNING:
            self.controller.run()
        assert self.controller.state is state
        self.link.sent.clear()
        self.notices.clear()

    def close(self) -> None:
        for thing in (self.controller, self.link):
            thing.deleteLater()


@pytest.fixture
def scene(qapp: object, make_snapshot: Callable[..., Snapshot]) -> Iterator[Scene]:
    made = Scene(make_snapshot)
    yield made
    made.close()


@pytest.fixture
def ready(scene: Scene) -> Scene:
    scene.bring_to(State.IDLE)
    return scene


VERBS: dict[str, Callable[[ModelController], object]] = {
    "forward": lambda controller: controller.forward(),
    "backward": lambda controller: controller.backward(),
    "step": lambda controller: controller.step(),
    "zero_grad": lambda controller: controller.zero_grad(),
    "train": lambda controller: controller.train(2 * BURST),
    "run": lambda controller: controller.run(),
    "toggle_run": lambda controller: controller.toggle_run(),
    "pause": lambda controller: controller.pause(),
    "reset": lambda controller: controller.reset(),
    "begin": lambda controller: controller.begin(OTHER),
    "cancel": lambda controller: controller.cancel(),
    "restart": lambda controller: controller.restart(),
    "set_viewport": lambda controller: controller.set_viewport(Viewport(height=1, width=1)),
    "lookup": lambda controller: controller.lookup((1, 1, 0)),
    "edit": lambda controller: controller.edit((1, 4), 0.5),
    "set": lambda controller: controller.set("lr", 0.01),
    "set_cell": lambda controller: controller.set_cell((1, 4)),
    "set_pace": lambda controller: controller.set_pace(None),
    "set_stop": lambda controller: controller.set_stop(StopRule(), None),
}
ENDLESS = ["train"] * 22

# In each state: what the verb makes of it at once, and what the engine has been asked for once it has
# answered all (20 answers, where there is no end).
TABLE: dict[State, dict[str, tuple[State, list[str]]]] = {
    State.STARTING: dict.fromkeys(VERBS, (State.STARTING, ["begin"])) | {"cancel": (State.STOPPED, [])},
    State.IDLE: {
        "forward": (State.BUSY, ["forward"]),
        "backward": (State.BUSY, ["backward"]),
        "step": (State.BUSY, ["step"]),
        "zero_grad": (State.BUSY, ["zero_grad"]),
        # The third finds the goal reached: it was asked for while the second was on its way.
        "train": (State.RUNNING, ["train"] * 3),
        "run": (State.RUNNING, ENDLESS),
        "toggle_run": (State.RUNNING, ENDLESS),
        "pause": (State.IDLE, []),
        "reset": (State.BUSY, ["begin"]),
        "begin": (State.BUSY, ["begin"]),
        "cancel": (State.STOPPED, []),
        "restart": (State.IDLE, []),
        "set_viewport": (State.BUSY, ["snapshot"]),
        "lookup": (State.BUSY, ["lookup"]),
        "edit": (State.BUSY, ["edit"]),
        "set": (State.BUSY, ["set"]),
        "set_cell": (State.IDLE, ["inspect"]),
        "set_pace": (State.IDLE, []),
        "set_stop": (State.IDLE, []),
    },
    State.BUSY: {
        "forward": (State.BUSY, ["forward"]),
        "backward": (State.BUSY, ["backward"]),
        "step": (State.BUSY, ["step"]),
        "zero_grad": (State.BUSY, ["zero_grad"]),
        "train": (State.BUSY, ["train"] * 3),
        "run": (State.BUSY, ENDLESS[:-1]),
        "toggle_run": (State.BUSY, ENDLESS[:-1]),
        "pause": (State.BUSY, []),
        "reset": (State.BUSY, ["begin"]),
        "begin": (State.BUSY, ["begin"]),
        "cancel": (State.STOPPED, []),
        "restart": (State.BUSY, []),
        "set_viewport": (State.BUSY, ["snapshot"]),
        "lookup": (State.BUSY, ["lookup"]),
        "edit": (State.BUSY, ["edit"]),
        "set": (State.BUSY, ["set"]),
        "set_cell": (State.BUSY, ["inspect"]),
        "set_pace": (State.BUSY, []),
        "set_stop": (State.BUSY, []),
    },
    State.RUNNING: {
        **dict.fromkeys(("forward", "backward", "step", "zero_grad"), (State.RUNNING, ENDLESS[:-2])),
        **dict.fromkeys(("train", "run", "restart", "set_viewport"), (State.RUNNING, ENDLESS[:-2])),
        **dict.fromkeys(("set_cell", "set_pace", "set_stop"), (State.RUNNING, ENDLESS[:-2])),
        # What is changed or asked in the middle of a run goes between two bursts.
        **{name: (State.RUNNING, [name, *ENDLESS[:-3]]) for name in ("lookup", "edit", "set")},
        "toggle_run": (State.BUSY, []),
        "pause": (State.BUSY, []),
        "reset": (State.BUSY, ["begin"]),
        "begin": (State.BUSY, ["begin"]),
        "cancel": (State.STOPPED, []),
    },
    State.STOPPED: dict.fromkeys(VERBS, (State.STOPPED, [])) | {"restart": (State.STARTING, ["begin"])},
}


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.name)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_in_each_state(scene: Scene, state: State, verb: str) -> None:
    after, commands = TABLE[state][verb]
    scene.bring_to(state)
    VERBS[verb](scene.controller)
    assert scene.controller.state is after
    if after is State.STARTING:
        scene.link.say_hello()
    scene.link.answer_all()
    assert scene.link.commands == commands


def test_the_states_are_told_once_each(scene: Scene) -> None:
    scene.link.say_hello()
    scene.link.answer_all()
    scene.controller.train(BURST)
    scene.link.answer_all()
    scene.link.die()
    assert scene.states == [State.BUSY, State.IDLE, State.RUNNING, State.BUSY, State.IDLE, State.STOPPED]


def test_a_run_begins_with_the_experiment_and_the_version_of_torch_is_known(scene: Scene) -> None:
    scene.link.say_hello()
    (begin,) = scene.link.sent
    assert (begin.command, begin.experiment, begin.resume) == ("begin", ARTICLE, None)
    assert scene.controller.torch_version == "2.99"


@pytest.mark.parametrize("presses", [["backward", "step", "step"], ["backward"] * 5, ["train", "forward"]])
def test_presses_faster_than_the_engine_all_happen_in_their_order(ready: Scene, presses: list[str]) -> None:
    VERBS["step"](ready.controller)
    for press in presses:
        VERBS[press](ready.controller)
    ready.link.answer_all()
    happened = [command for index, command in enumerate(ready.link.commands) if command != "train"]
    assert happened == ["step", *(press for press in presses if press != "train")]
    assert ready.controller.state is State.IDLE


def test_a_stuck_key_fills_no_endless_queue(ready: Scene) -> None:
    for _ in range(1000):
        ready.controller.backward()
    ready.link.answer_all(at_most=1000)
    assert ready.shown[2] == IN_FLIGHT + QUEUE


@pytest.mark.parametrize("rounds", [1, BURST - 1, BURST, BURST + 1, 10 * BURST + 2])
def test_train_ends_at_exactly_n_rounds(ready: Scene, rounds: int) -> None:
    ready.controller.train(rounds)
    ready.link.answer_all(at_most=1000)
    assert ready.shown[1] == rounds
    assert ready.controller.state is State.IDLE


def test_train_behind_a_step_counts_from_after_that_step(ready: Scene) -> None:
    ready.controller.backward()
    ready.controller.step()
    ready.controller.step()
    ready.controller.train(10)
    ready.link.answer_all()
    assert ready.shown[1] == 12


def test_two_trains_are_done_one_after_the_other(ready: Scene) -> None:
    ready.controller.backward()
    ready.controller.train(4)
    ready.controller.train(5)
    ready.link.answer_all()
    assert ready.shown[1] == 9


def test_pause_takes_effect_in_mid_burst(ready: Scene) -> None:
    ready.controller.run()
    ready.link.answer_all(at_most=4)
    asked = len(ready.link.sent)
    ready.controller.pause()
    assert ready.controller.state is State.BUSY
    assert ready.controller.requests_in_flight == IN_FLIGHT
    ready.link.answer_all()
    assert len(ready.link.sent) == asked
    assert ready.controller.state is State.IDLE
    assert ready.shown[1] == asked * BURST


def test_pause_drops_the_train_that_waits_but_never_the_run_that_was_promised(ready: Scene) -> None:
    ready.controller.run()
    ready.controller.begin(OTHER)
    ready.controller.train(5)
    ready.controller.pause()
    ready.link.answer_all()
    assert ready.link.commands == ["train", "train", "begin"]
    assert ready.shown == [OTHER.seed, 0, 0]


def test_space_twice_leaves_the_program_paused_whatever_the_engine_was_at(ready: Scene) -> None:
    ready.controller.backward()
    ready.controller.toggle_run()
    ready.controller.toggle_run()
    ready.link.answer_all()
    assert ready.link.commands == ["backward"]
    assert ready.controller.state is State.IDLE


def test_bursts_are_bounded_in_time_and_two_are_always_on_their_way(ready: Scene) -> None:
    ready.controller.run()
    for _ in range(10):
        assert len(ready.link.unanswered) == IN_FLIGHT
        assert all(request.budget_s for request in ready.link.unanswered)
        ready.link.answer()


@pytest.mark.parametrize("experiment", [ARTICLE, OTHER], ids=["reset", "apply"])
def test_a_new_run_while_running_drops_the_answers_of_the_old_one(
    ready: Scene, experiment: Experiment
) -> None:
    ready.controller.run()
    ready.link.answer()
    told = len(ready.snapshots)
    ready.controller.begin(experiment)
    ready.link.answer()
    ready.link.answer()
    assert len(ready.snapshots) == told
    ready.link.answer_all()
    assert ready.controller.state is State.IDLE
    assert ready.shown == [experiment.seed, 0, 0]
    assert ready.snapshots[-1].run > ready.snapshots[told - 1].run


def test_ten_resets_at_once_show_one_new_run(ready: Scene) -> None:
    for _ in range(10):
        ready.controller.reset()
    ready.link.answer_all()
    assert len(ready.link.sent) == 2
    assert [snapshot.run for snapshot in ready.snapshots] == [1, 11]


def test_an_answer_that_nobody_asked_for_is_dropped(
    ready: Scene, make_snapshot: Callable[..., Snapshot]
) -> None:
    shown = ready.controller.snapshot
    for request in (0, 1, 99):
        ready.link.received.emit(make_snapshot(run=1, request=request))
        ready.link.received.emit(Failure(what="No.", why="no", run=1, request=request))
    assert ready.controller.snapshot is shown
    assert ready.controller.state is State.IDLE
    assert ready.notices == []


def test_an_answer_of_an_older_run_is_dropped_though_its_number_is_known(
    ready: Scene, make_snapshot: Callable[..., Snapshot]
) -> None:
    shown = ready.controller.snapshot
    ready.controller.backward()
    ready.link.received.emit(make_snapshot(run=0, request=ready.link.sent[-1].request))
    assert ready.controller.snapshot is shown


def test_nothing_follows_a_begin_before_it_is_answered(ready: Scene) -> None:
    ready.controller.begin(OTHER)
    ready.controller.backward()
    assert ready.link.commands == ["begin"]
    ready.link.answer_all()
    assert ready.link.commands == ["begin", "backward"]


def test_a_command_that_fails_is_told_and_ends_what_waits(ready: Scene) -> None:
    ready.controller.train(100)
    ready.link.fail()
    ready.link.answer_all()
    assert ready.notices == [Notice("It failed.", "for a reason", "refusal")]
    assert ready.controller.state is State.IDLE
    # Torch may have done half of it: the picture is asked for again, once.
    assert ready.link.commands == ["train", "train", "snapshot"]


def test_a_failure_without_a_number_ends_the_training_but_not_the_engine(ready: Scene) -> None:
    ready.controller.run()
    ready.link.received.emit(Failure(what="It failed.", why="for a reason"))
    assert ready.controller.state is State.BUSY
    ready.link.answer_all()
    assert ready.controller.state is State.IDLE


def test_a_run_that_cannot_begin_leaves_the_run_before(ready: Scene) -> None:
    ready.controller.backward()
    ready.link.answer_all()
    ready.controller.begin(OTHER)
    ready.link.fail()
    assert ready.controller.experiment == ARTICLE
    ready.controller.backward()
    ready.link.answer_all()
    assert ready.shown == [ARTICLE.seed, 0, 2]


def test_when_the_second_of_two_new_runs_fails_the_first_one_is_shown(ready: Scene) -> None:
    ready.controller.begin(OTHER)
    ready.controller.begin(Experiment(seed=8))
    ready.link.answer()
    ready.link.fail()
    ready.link.answer_all()
    assert ready.controller.experiment == OTHER
    assert ready.shown == [OTHER.seed, 0, 0]
    assert ready.controller.state is State.IDLE


def test_the_first_run_that_cannot_begin_is_told_and_another_can_be_tried(scene: Scene) -> None:
    scene.link.say_hello()
    scene.link.fail()
    assert scene.notices == [Notice("It failed.", "for a reason", "refusal")]
    assert scene.controller.state is State.IDLE
    scene.controller.begin(OTHER)
    scene.link.answer_all()
    assert scene.shown == [OTHER.seed, 0, 0]


def test_torchs_words_are_told_with_their_cause_and_what_to_change(ready: Scene) -> None:
    words = "RuntimeError: add(sparse, dense) is not supported. Use add(dense, sparse) instead."
    ready.controller.step()
    asked = ready.link.unanswered.pop()
    ready.link.received.emit(Failure(what="Step failed.", why=words, run=1, request=asked.request))
    (notice,) = ready.notices
    assert notice is not None
    known = explained(words)
    assert known is not None
    assert notice.what == "Step failed."
    assert notice.why == f"{words}\n{known[0]} {known[1]}"


def test_what_the_engine_advises_goes_before_what_is_known_in_general(ready: Scene) -> None:
    ready.controller.step()
    asked = ready.link.unanswered.pop()
    words = "IndexError: index out of range in self"
    failure = Failure(what="No.", why=words, remedy="Use 0 to 1.", run=1, request=asked.request)
    ready.link.received.emit(failure)
    (notice,) = ready.notices
    assert notice is not None
    assert notice.why.endswith(" Use 0 to 1.")
    assert "rows - 1" not in notice.why


@pytest.mark.parametrize("verb", ["backward", "step", "zero_grad", "edit", "set", "lookup"])
def test_after_a_refusal_the_window_shows_what_is(ready: Scene, verb: str) -> None:
    VERBS[verb](ready.controller)
    assert ready.link.model is not None
    ready.link.model.passes += 1
    ready.link.fail()
    ready.link.answer_all()
    assert ready.link.commands == [verb, "snapshot"]
    assert ready.shown == ready.link.model.table[0]


@pytest.mark.parametrize("verb", ["set_viewport", "set_cell", "begin"])
def test_a_look_that_fails_is_not_asked_for_again_and_again(ready: Scene, verb: str) -> None:
    VERBS[verb](ready.controller)
    ready.link.fail()
    assert len(ready.link.sent) == 1
    assert len(ready.notices) == 1
    assert ready.controller.state is State.IDLE


def test_a_lookup_that_fails_is_told_beside_its_field_and_not_in_the_banner(ready: Scene) -> None:
    told: list[str] = []
    ready.controller.lookup_failed.connect(told.append)
    ready.controller.lookup((7,))
    assert ready.link.sent[-1].indices == (7,)
    ready.link.fail()
    assert told == ["It failed. for a reason"]
    assert ready.notices == []


@pytest.mark.parametrize("verb", ["lookup", "edit", "set"])
def test_a_refused_aside_does_not_end_the_run(ready: Scene, verb: str) -> None:
    ready.controller.run()
    VERBS[verb](ready.controller)
    ready.link.answer()
    ready.link.answer()
    assert ready.link.unanswered[0].command == verb
    ready.link.fail()
    assert ready.controller.state is State.RUNNING
    assert {request.command for request in ready.link.unanswered} == {"train"}


def test_what_is_asked_for_travels_whole(ready: Scene) -> None:
    ready.controller.set_cell((0, 2))
    ready.link.answer_all()
    ready.controller.lookup((1, 1, 0))
    ready.controller.edit((1, 4), -0.25)
    ready.controller.set("lr", 0.01)
    ready.controller.set("zero_grad", "zeros")
    ready.link.answer_all()
    lookup, edit, rate, mode = ready.link.sent[1:]
    assert lookup.indices == (1, 1, 0)
    assert (edit.place, edit.value) == ((1, 4), -0.25)
    assert (rate.name, rate.value) == ("lr", 0.01)
    assert (mode.name, mode.value) == ("zero_grad", "zeros")
    assert {request.cell for request in ready.link.sent[1:]} == {(0, 2)}


def test_a_change_in_mid_run_is_sent_before_the_next_burst_and_parts_no_press(ready: Scene) -> None:
    ready.controller.run()
    ready.controller.set("lr", 0.01)
    ready.controller.set("momentum", 0.5)
    ready.link.answer_all(at_most=6)
    assert ready.link.commands[:5] == ["train", "train", "set", "set", "train"]
    assert [request.name for request in ready.link.sent[2:4]] == ["lr", "momentum"]
    assert len({request.press for request in ready.link.sent if request.command == "train"}) == 1


def test_what_was_set_just_before_pause_is_set_all_the_same(ready: Scene) -> None:
    ready.controller.run()
    ready.controller.set("lr", 0.01)
    ready.controller.pause()
    ready.link.answer_all()
    assert ready.link.commands == ["train", "train", "set"]
    assert ready.controller.state is State.IDLE


def test_each_train_is_a_press_of_its_own_however_many_bursts_it_takes(ready: Scene) -> None:
    ready.controller.train(4 * BURST)
    ready.link.answer_all()
    first = {request.press for request in ready.link.sent}
    ready.controller.train(4 * BURST)
    ready.link.answer_all()
    both = {request.press for request in ready.link.sent}
    assert (len(first), len(both)) == (1, 2)
    assert 0 not in both


def test_each_snapshot_tells_of_which_experiment_it_is(ready: Scene) -> None:
    ready.controller.begin(OTHER)
    ready.link.answer_all()
    ready.controller.step()
    ready.link.answer_all()
    assert [snapshot.experiment for snapshot in ready.snapshots] == [ARTICLE, OTHER, OTHER]


class TestTheSelectedCell:
    def test_it_is_explained_at_once_and_then_in_each_answer(self, ready: Scene) -> None:
        ready.controller.set_cell((1, 4))
        (inspect,) = ready.link.sent
        assert (inspect.command, inspect.place) == ("inspect", (1, 4))
        before = ready.controller.snapshot
        ready.link.answer()
        shown = ready.controller.snapshot
        assert shown is not None
        assert before is not None
        assert shown.cell is not None
        assert (shown.cell.place, shown.weight) == ((1, 4), before.weight)
        assert ready.snapshots[-1] is shown
        ready.controller.step()
        ready.link.answer_all()
        assert ready.link.commands == ["inspect", "step"]
        assert ready.snapshots[-1].cell is not None

    def test_hovering_never_queues_up_and_the_newest_place_wins(self, ready: Scene) -> None:
        for column in range(5):
            ready.controller.set_cell((0, column))
            ready.controller.set_cell((0, column))
        assert ready.controller.requests_in_flight == 1
        ready.link.answer()
        ready.link.answer_all()
        assert [request.place for request in ready.link.sent] == [(0, 0), (0, 4)]

    def test_hovering_does_not_make_the_window_busy(self, ready: Scene) -> None:
        ready.states.clear()
        for column in range(5):
            ready.controller.set_cell((0, column))
            ready.link.answer_all()
        assert ready.states == []
        assert ready.controller.state is State.IDLE

    def test_a_press_does_not_wait_for_it(self, ready: Scene) -> None:
        ready.controller.set_cell((0, 1))
        ready.controller.step()
        assert [request.command for request in ready.link.unanswered] == ["inspect", "step"]

    def test_what_was_selected_while_a_step_was_on_its_way_is_asked_for_after_it(self, ready: Scene) -> None:
        ready.controller.step()
        ready.controller.set_cell((0, 1))
        assert ready.link.commands == ["step"]
        ready.link.answer()
        assert ready.link.commands == ["step", "inspect"]

    def test_in_a_run_it_comes_with_the_bursts(self, ready: Scene) -> None:
        ready.controller.run()
        ready.controller.set_cell((0, 1))
        ready.link.answer_all(at_most=6)
        assert set(ready.link.commands) == {"train"}
        assert ready.snapshots[-1].cell is not None

    def test_facts_of_another_step_or_run_are_dropped(self, ready: Scene) -> None:
        ready.controller.set_cell((0, 1))
        (inspect,) = ready.link.unanswered
        assert ready.link.model is not None
        facts = ready.link.model.facts(inspect)
        told = len(ready.snapshots)
        for step, run in ((facts.step + 1, facts.run), (facts.step, facts.run + 1)):
            stale = msgspec.structs.replace(facts, step=step, run=run)
            ready.link.received.emit(stale)
        assert len(ready.snapshots) == told
        ready.link.received.emit(facts)
        assert len(ready.snapshots) == told

    def test_with_none_selected_nothing_is_asked_for(self, ready: Scene) -> None:
        ready.controller.set_cell(None)
        ready.controller.set_cell((0, 1))
        ready.link.answer_all()
        ready.controller.set_cell(None)
        ready.controller.step()
        ready.link.answer_all()
        assert ready.link.commands == ["inspect", "step"]
        assert ready.link.sent[-1].cell is None

    def test_a_cell_that_a_new_table_does_not_have_is_not_asked_for(self, ready: Scene) -> None:
        ready.controller.set_cell((1, 4))
        ready.link.answer_all()
        ready.controller.begin(SMALL)
        ready.controller.step()
        ready.link.answer_all()
        assert ready.link.commands == ["inspect", "begin", "step"]
        assert [request.cell for request in ready.link.sent[1:]] == [None, None]
        ready.controller.set_cell((0, 4))
        assert ready.link.commands[3:] == []
        ready.controller.reset()
        ready.controller.begin(ARTICLE)
        ready.link.answer_all()
        assert ready.link.sent[-1].cell == (0, 4)


class TestStopping:
    @pytest.mark.parametrize("start", ["run", "train"])
    def test_the_rule_goes_with_each_burst_and_ends_the_train(self, ready: Scene, start: str) -> None:
        ready.controller.set_stop(BELOW, None)
        ready.controller.run() if start == "run" else ready.controller.train(1000)
        ready.link.answer_all(at_most=3)
        ready.link.stops_by = "distance_below"
        ready.link.answer_all()
        assert {request.stop for request in ready.link.sent} == {BELOW}
        assert len(ready.link.sent) == 4
        assert ready.controller.state is State.IDLE
        assert ready.snapshots[-1].stopped_by == "distance_below"

    def test_no_burst_is_on_its_way_when_the_rule_comes_true(self, ready: Scene) -> None:
        """It would train on past the step at which the first one stopped."""
        ready.controller.set_stop(BELOW, None)
        ready.controller.run()
        for _ in range(5):
            assert len(ready.link.unanswered) == 1
            ready.link.answer()

    def test_a_run_ends_so_many_steps_after_its_start(self, ready: Scene) -> None:
        ready.controller.train(5)
        ready.link.answer_all()
        ready.controller.set_stop(StopRule(), 10)
        for end in (15, 25):
            ready.controller.run()
            ready.link.answer_all(at_most=100)
            assert ready.shown[1] == end
            assert ready.snapshots[-1].stopped_by == "after_steps"
            assert ready.controller.state is State.IDLE

    def test_the_reason_stays_until_something_else_is_done(self, ready: Scene) -> None:
        ready.controller.set_stop(StopRule(), 2)
        ready.controller.run()
        ready.link.answer_all()
        ready.controller.set_viewport(Viewport(height=1, width=1))
        ready.link.answer_all()
        assert ready.snapshots[-1].stopped_by == "after_steps"
        ready.controller.backward()
        ready.link.answer_all()
        ready.controller.set_viewport(Viewport(height=2, width=2))
        ready.link.answer_all()
        assert ready.snapshots[-1].stopped_by == ""

    def test_the_number_of_steps_is_no_matter_to_a_train(self, ready: Scene) -> None:
        ready.controller.set_stop(StopRule(), 2)
        ready.controller.train(10)
        ready.link.answer_all()
        assert ready.shown[1] == 10
        assert ready.snapshots[-1].stopped_by == ""

    def test_a_rule_that_is_set_in_mid_run_holds_from_the_next_burst_on(self, ready: Scene) -> None:
        ready.controller.run()
        ready.link.answer()
        ready.controller.set_stop(BELOW, 10 * BURST)
        ready.link.answer_all(at_most=4)
        assert ready.link.sent[-1].stop == BELOW
        assert ready.link.sent[-1].until_step == 10 * BURST
        assert len(ready.link.unanswered) == 1
        ready.controller.set_stop(StopRule(), None)
        ready.link.answer_all(at_most=4)
        assert ready.link.sent[-1].stop is None
        assert len(ready.link.unanswered) == IN_FLIGHT

    def test_after_a_restart_the_reason_is_not_sent_to_the_engine(self, ready: Scene) -> None:
        """The engine's own vocabulary does not know the window's."""
        ready.controller.set_stop(StopRule(), BURST)
        ready.controller.run()
        ready.link.answer_all()
        assert ready.snapshots[-1].stopped_by == "after_steps"
        ready.link.die()
        ready.controller.restart()
        ready.link.say_hello()
        resume = ready.link.sent[-1].resume
        assert resume is not None
        assert (resume.stopped_by, resume.experiment, resume.cell) == ("", None, None)
        assert resume.weight is ready.snapshots[-1].weight


class TestPace:
    def test_one_step_is_asked_for_at_a_time_and_the_mean_rate_is_kept(
        self, ready: Scene, qtbot: QtBot
    ) -> None:
        """At 50 a second; that no more are done is exact, that no fewer are depends on the machine."""
        ready.link.is_prompt = ready.ticks = True
        ready.controller.set_pace(50.0)
        start = perf_counter()
        ready.controller.run()
        qtbot.waitUntil(lambda: ready.snapshots[-1].step >= 20, timeout=LIMIT_MS)
        assert perf_counter() - start >= 19 / 50
        steps = [snapshot.step for snapshot in ready.snapshots]
        assert steps == list(range(len(steps)))
        assert {request.budget_s for request in ready.link.sent if request.command == "train"} != {None}
        ready.controller.pause()
        assert ready.controller.state in (State.IDLE, State.BUSY)

    def test_at_high_rates_a_burst_has_the_rounds_of_a_paint(self, ready: Scene) -> None:
        ready.controller.set_pace(600.0)
        ready.controller.run()
        # The rounds of one paint are due together, at its end.
        assert ready.link.unanswered == []
        ready.now_s += 0.0151
        ready.controller.set_pace(600.0)
        (burst,) = ready.link.unanswered
        assert burst.until_step == 10

    def test_between_two_steps_the_run_waits_and_pause_takes_effect_at_once(self, ready: Scene) -> None:
        ready.controller.set_pace(1.0)
        ready.controller.run()
        ready.link.answer_all()
        assert ready.shown[1] == 1
        assert ready.controller.state is State.RUNNING
        assert ready.controller.requests_in_flight == 0
        ready.controller.pause()
        assert ready.controller.state is State.IDLE

    def test_another_pace_in_mid_run_takes_effect_at_once(self, ready: Scene) -> None:
        ready.controller.set_pace(1.0)
        ready.controller.run()
        ready.link.answer_all()
        ready.now_s += 0.5
        ready.controller.set_pace(10.0)
        assert len(ready.link.unanswered) == 1
        ready.link.answer_all()
        ready.controller.set_pace(None)
        assert len(ready.link.unanswered) == IN_FLIGHT
        assert all(request.until_step is None for request in ready.link.unanswered)

    def test_a_train_ends_at_exactly_n_rounds_at_any_pace(self, ready: Scene) -> None:
        ready.controller.set_pace(200.0)
        ready.controller.train(7)
        while ready.controller.state is State.RUNNING:
            ready.now_s += 0.01
            ready.controller.set_pace(200.0)
            ready.link.answer_all()
        assert ready.shown[1] == 7
        assert len({request.press for request in ready.link.sent}) == 1

    def test_a_hover_is_answered_while_the_run_waits(self, ready: Scene) -> None:
        ready.controller.set_pace(1.0)
        ready.controller.run()
        ready.link.answer_all()
        ready.controller.set_cell((0, 1))
        assert ready.link.commands == ["train", "inspect"]
        ready.link.answer()
        assert ready.snapshots[-1].cell is not None
        assert ready.controller.state is State.RUNNING


def test_a_new_viewport_asks_for_one_picture_and_holds_from_then_on(ready: Scene) -> None:
    ready.controller.backward()
    for height in (16, 32, 48, 64):
        ready.controller.set_viewport(Viewport(height=height, width=64))
        ready.controller.set_viewport(Viewport(height=height, width=64))
    ready.link.answer_all()
    ready.controller.step()
    assert ready.link.commands == ["backward", "snapshot", "snapshot", "step"]
    assert [request.viewport and request.viewport.height for request in ready.link.sent[1:]] == [16, 64, 64]


@pytest.mark.parametrize("state", [State.IDLE, State.BUSY, State.RUNNING], ids=lambda state: state.name)
def test_an_engine_that_dies_is_told_and_restarted_from_what_is_shown(scene: Scene, state: State) -> None:
    scene.link.say_hello()
    scene.link.answer_all()
    scene.controller.train(7)
    scene.link.answer_all()
    if state is not State.IDLE:
        VERBS["backward" if state is State.BUSY else "run"](scene.controller)
    shown = scene.shown
    scene.link.die()
    notice = scene.notices[-1]
    assert notice is not None
    assert notice.remedy == "restart"
    assert notice.why.startswith("it was killed or crashed (signal 9). Restart goes on from step ")
    scene.controller.restart()
    assert scene.notices[-1] is None
    assert scene.controller.state is State.STARTING
    assert scene.shown == shown
    scene.link.say_hello()
    scene.link.answer_all()
    assert (scene.shown, scene.link.restarts) == (shown, 1)
    scene.controller.train(1)
    scene.link.answer_all()
    assert scene.shown[1] == 8


def test_a_double_click_on_restart_restarts_once(ready: Scene) -> None:
    ready.link.die()
    ready.controller.restart()
    ready.controller.restart()
    assert ready.link.restarts == 1


def test_a_table_that_is_not_wholly_known_begins_anew_as_another_run(
    ready: Scene, make_snapshot: Callable[..., Snapshot], make_tile: Callable[..., Any]
) -> None:
    ready.controller.backward()
    partial = make_tile([[1, 2]], shape=(500, 2))
    ready.link.received.emit(make_snapshot(partial, run=1, request=ready.link.unanswered.pop().request))
    ready.link.die()
    ready.controller.restart()
    ready.link.say_hello()
    (begin,) = ready.link.unanswered
    assert (begin.command, begin.run, begin.resume) == ("begin", 2, None)


def test_an_engine_that_dies_of_a_new_run_comes_back_with_the_run_before(ready: Scene) -> None:
    ready.controller.train(7)
    ready.link.answer_all()
    ready.controller.begin(OTHER)
    ready.link.die()
    ready.controller.restart()
    ready.link.say_hello()
    ready.link.answer_all()
    assert ready.controller.experiment == ARTICLE
    assert ready.shown[:2] == [ARTICLE.seed, 7]


def test_an_engine_that_dies_at_each_start_can_be_restarted_for_ever(scene: Scene) -> None:
    for attempt in range(5):
        scene.link.die()
        assert scene.controller.state is State.STOPPED
        scene.controller.restart()
        assert scene.link.restarts == attempt + 1
    scene.link.say_hello()
    scene.link.answer_all()
    assert scene.controller.state is State.IDLE


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "START_PATIENCE_MS", 20)
    monkeypatch.setattr(patience, "ANSWER_PATIENCE_MS", 20)


@pytest.mark.parametrize("state", [State.STARTING, State.BUSY, State.RUNNING], ids=lambda state: state.name)
def test_an_engine_that_never_answers_can_be_cancelled_and_restarted(
    impatient: None, scene: Scene, qtbot: QtBot, state: State
) -> None:
    scene.bring_to(state)
    qtbot.waitUntil(lambda: bool(scene.notices), timeout=LIMIT_MS)
    assert scene.notices[-1] is not None
    assert scene.notices[-1].remedy == "cancel"
    scene.controller.cancel()
    assert scene.controller.state is State.STOPPED
    assert not scene.link.is_alive
    assert scene.notices[-1].remedy == "restart"
    scene.controller.restart()
    scene.link.say_hello()
    scene.link.answer_all()
    assert scene.controller.state is State.IDLE


def test_an_answer_that_comes_late_after_all_takes_the_offer_to_cancel_away(
    impatient: None, ready: Scene, qtbot: QtBot
) -> None:
    ready.controller.step()
    qtbot.waitUntil(lambda: bool(ready.notices), timeout=LIMIT_MS)
    ready.link.answer_all()
    assert ready.notices[-1] is None
    assert ready.controller.state is State.IDLE


def test_an_idle_engine_is_never_overdue(impatient: None, ready: Scene, qtbot: QtBot) -> None:
    timer = QTimer()
    timer.setSingleShot(True)
    with qtbot.waitSignal(timer.timeout, timeout=LIMIT_MS):
        timer.start(5 * patience.ANSWER_PATIENCE_MS)
    assert ready.notices == []


VERBS_OF_PACE: dict[str, Callable[[ModelController], object]] = {
    "stroll": lambda controller: controller.set_pace(1.0),
    "hurry": lambda controller: controller.set_pace(1000.0),
    "stop_at": lambda controller: controller.set_stop(BELOW, BURST),
}
EVENTS = ["hello", "answer", "fail", "die", "begin_7", "begin_8", "wait", *VERBS, *VERBS_OF_PACE]


@given(st.lists(st.sampled_from(EVENTS), max_size=40))
def test_whatever_happens_in_the_end_the_window_shows_what_the_engine_holds(
    qapp: object, make_snapshot: Callable[..., Snapshot], events: Sequence[str]
) -> None:
    scene = Scene(make_snapshot)
    link, controller = scene.link, scene.controller
    is_greeted = False
    for event in events:
        if event == "hello":
            if link.is_alive and not is_greeted:
                is_greeted = True
                link.say_hello()
        elif event in ("answer", "fail"):
            if link.unanswered:
                VERBS_OF_THE_ENGINE[event](link)
        elif event == "die":
            if link.is_alive:
                link.die()
        elif event.startswith("begin_"):
            if controller.state is not State.STOPPED:
                controller.begin(Experiment(seed=int(event[-1])))
        elif event == "wait":
            scene.now_s += 1.0
        else:
            (VERBS | VERBS_OF_PACE)[event](controller)
        is_greeted = is_greeted and link.is_alive and controller.state is not State.STARTING
        assert controller.requests_in_flight == len(link.unanswered) <= IN_FLIGHT
        assert (controller.state is State.STOPPED) is not link.is_alive
    controller.restart()
    controller.pause()
    if controller.state is State.STARTING:
        link.say_hello()
    link.answer_all()
    assert controller.state is State.IDLE
    if link.model is None:
        controller.begin(controller.experiment)
        link.answer_all()
    assert link.model is not None
    assert controller.experiment == link.model.experiment
    assert scene.shown == link.model.table[0]
    scene.close()


VERBS_OF_THE_ENGINE: dict[str, Callable[[FakeLink], object]] = {
    "answer": lambda link: link.answer(),
    "fail": lambda link: link.fail(),
}
