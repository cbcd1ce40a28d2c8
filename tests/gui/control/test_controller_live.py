"""The controller with real engines: torch's own numbers, whatever happens to the process that has them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import psutil
import pytest
import torch
from PySide6.QtCore import QProcess, QTimer
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot, StopRule
from embviz.core.refusals import explained
from embviz.gui.control import patience
from embviz.gui.control.controller import ModelController
from embviz.gui.control.link import EngineLink
from embviz.gui.control.notice import Notice
from embviz.gui.control.process import end_engine, start_engine
from embviz.gui.control.state import State

LIMIT_MS = 30_000
MUTE = (sys.executable, "-c", "import sys; sys.stdin.read()")
# It greets as an engine does, and at each request does what stands in the braces.
POLITE = """
import os
from embviz.core.frames import *
from embviz.core.messages import *

os.write(1, encode(Hello(torch="2.99")))
reader = FrameReader()
while data := os.read(0, 65536):
    reader.feed(data)
    for message in reader.messages():
        if isinstance(message, Request):
            {0}
"""


class PlainTorch:
    """The experiment as anybody would write it."""

    def __init__(self, experiment: Experiment) -> None:
        torch.manual_seed(experiment.seed)
        self.embedding = torch.nn.Embedding(experiment.rows, experiment.dim)
        self.optimizer = torch.optim.SGD(self.embedding.parameters(), **experiment.optimizer_args)
        self.pair = experiment.pairs[0]

    def backward(self) -> None:
        first, second = self.embedding(torch.tensor(self.pair))
        torch.linalg.norm(first - second).backward()

    def train(self, rounds: int) -> None:
        for _ in range(rounds):
            self.optimizer.zero_grad()
            self.backward()
            self.optimizer.step()

    def is_shown_in(self, snapshot: Snapshot) -> bool:
        weight, grad = self.embedding.weight, self.embedding.weight.grad
        if not np.array_equal(snapshot.weight.values, weight.detach().numpy()):
            return False
        if grad is None or snapshot.grad is None:
            return grad is snapshot.grad is None
        return np.array_equal(snapshot.grad.values, grad.numpy())


class Live:
    """A controller, its link and its engine, and what they have told."""

    def __init__(self, qtbot: QtBot, start: Callable[[], QProcess]) -> None:
        self._qtbot = qtbot
        self.lookups: list[str] = []
        self.link = EngineLink(start, start())
        self.controller = ModelController(self.link, Experiment())
        self.snapshots: list[Snapshot] = []
        self.notices: list[Notice | None] = []
        self.controller.snapshot_changed.connect(self.snapshots.append)
        self.controller.noticed.connect(self.notices.append)
        self.controller.lookup_failed.connect(self.lookups.append)

    def until(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=LIMIT_MS)

    def until_state(self, state: State) -> None:
        self.until(lambda: self.controller.state is state)

    def until_idle(self) -> Snapshot:
        self.until_state(State.IDLE)
        assert self.controller.snapshot is not None
        return self.controller.snapshot

    def end(self) -> None:
        process = self.link.release()
        if process is not None:
            end_engine(process)
        self.controller.deleteLater()
        self.link.deleteLater()


@pytest.fixture
def live(qtbot: QtBot) -> Iterator[Live]:
    """A real engine, idle, its first snapshot shown."""
    made = Live(qtbot, start_engine)
    made.until_idle()
    yield made
    made.end()


def test_fast_presses_and_runs_and_resets_show_what_plain_torch_has(live: Live) -> None:
    controller = live.controller
    plain = PlainTorch(Experiment())
    assert plain.is_shown_in(live.until_idle())
    controller.backward()
    controller.step()
    controller.step()
    controller.train(10)
    plain.backward()
    plain.optimizer.step()
    plain.optimizer.step()
    plain.train(10)
    assert plain.is_shown_in(live.until_idle())
    controller.run()
    live.until(lambda: live.snapshots[-1].step > 100)
    controller.pause()
    shown = live.until_idle()
    plain.train(shown.step - 12)
    assert plain.is_shown_in(shown)
    assert controller.requests_in_flight == 0
    controller.run()
    live.until(lambda: live.snapshots[-1].step > shown.step)
    changed = Experiment(rows=3, dim=4, seed=1, optimizer_args={"lr": 0.5}, pairs=((0, 2),))
    controller.begin(changed)
    assert PlainTorch(changed).is_shown_in(live.until_idle())
    assert live.notices == []


def test_what_is_set_and_edited_in_mid_run_is_what_plain_torch_does_from_then_on(live: Live) -> None:
    controller, plain = live.controller, PlainTorch(Experiment())
    controller.train(5)
    live.until_idle()
    controller.set("lr", 0.05)
    controller.train(3)
    live.until_idle()
    controller.edit((1, 4), -0.75)
    controller.set("zero_grad", "forgotten")
    controller.train(4)
    shown = live.until_idle()
    plain.train(5)
    plain.optimizer.param_groups[0]["lr"] = 0.05
    plain.train(3)
    with torch.no_grad():
        plain.embedding.weight[1, 4] = -0.75
    for _ in range(4):
        plain.backward()
        plain.optimizer.step()
    assert plain.is_shown_in(shown)
    assert (shown.arguments["lr"], shown.zero_grad) == (0.05, "forgotten")
    kinds = [action.kind for snapshot in live.snapshots for action in snapshot.actions]
    assert [kind for kind, after in pairwise([*kinds, None]) if kind != after] == [
        "train",
        "set",
        "train",
        "edit",
        "set",
        "train",
    ]


def test_what_is_set_while_it_runs_is_set_between_two_bursts(live: Live) -> None:
    live.controller.run()
    live.until(lambda: live.snapshots[-1].step > 50)
    live.controller.set("lr", 0.0)
    live.until(lambda: live.snapshots[-1].arguments.get("lr") == 0.0)
    assert live.controller.state is State.RUNNING
    live.controller.set("momentum", 0.0)
    live.until(lambda: live.snapshots[-1].arguments.get("momentum") == 0.0)
    live.controller.pause()
    distance = live.until_idle().distance
    live.controller.train(10)
    assert live.until_idle().distance == distance


@pytest.mark.parametrize(
    ("rule", "after_steps", "step", "reason"),
    [
        (StopRule(distance_below=0.1), None, 5, "distance_below"),
        (StopRule(first_increase=True), None, 6, "first_increase"),
        (StopRule(), 123, 123, "after_steps"),
        (StopRule(distance_below=0.1, first_increase=True), 3, 3, "after_steps"),
    ],
)
def test_a_run_of_the_article_ends_where_it_is_told_to(
    rule: StopRule, after_steps: int | None, step: int, reason: str, live: Live
) -> None:
    live.controller.set_stop(rule, after_steps)
    live.controller.run()
    shown = live.until_idle()
    plain = PlainTorch(Experiment())
    plain.train(step)
    assert (shown.step, shown.stopped_by) == (step, reason)
    assert plain.is_shown_in(shown)


def test_at_a_pace_each_step_is_shown_and_is_plain_torchs(live: Live) -> None:
    live.controller.set_pace(60.0)
    live.controller.run()
    live.until(lambda: live.snapshots[-1].step >= 12)
    live.controller.pause()
    shown = live.until_idle()
    steps = [snapshot.step for snapshot in live.snapshots]
    assert steps == list(range(len(steps)))
    plain = PlainTorch(Experiment())
    for snapshot in live.snapshots[1:]:
        plain.train(1)
        assert plain.is_shown_in(snapshot)
    assert shown.action_count == 1


def test_the_selected_cell_is_explained_in_each_snapshot(live: Live) -> None:
    live.controller.set_cell((1, 4))
    live.until(lambda: live.snapshots[-1].cell is not None)
    live.controller.backward()
    live.controller.step()
    shown = live.until_idle()
    assert shown.cell is not None
    assert (shown.cell.place, shown.cell.step) == ((1, 4), 1)
    assert shown.cell.now.weight == shown.weight.values[1, 4]
    assert shown.grad is not None
    assert shown.cell.now.grad == shown.grad.values[1, 4]


def test_a_lookup_that_is_refused_is_told_apart_and_the_run_goes_on(live: Live) -> None:
    live.controller.lookup((1, 1, 0))
    shown = live.until_idle()
    assert shown.lookup is not None
    assert np.array_equal(shown.lookup.values, shown.weight.values[[1, 1, 0]])
    live.controller.lookup((0, 7))
    live.until(lambda: live.lookups)
    assert "7" in live.lookups[0]
    assert live.notices == []
    plain = PlainTorch(Experiment())
    plain.train(3)
    live.controller.train(3)
    assert plain.is_shown_in(live.until_idle())


def test_a_step_that_torch_refuses_is_told_with_its_cause_and_shows_the_grad_that_is_there(
    live: Live,
) -> None:
    refused = Experiment(rows=4, sparse=True, optimizer="Adam", optimizer_args={"lr": 0.1})
    live.controller.begin(refused)
    live.until(lambda: live.snapshots[-1].experiment == refused)
    before = live.until_idle()
    live.controller.train(3)
    live.until(lambda: live.notices)
    notice = live.notices[-1]
    assert notice is not None
    assert "please consider SparseAdam instead" in notice.why
    known = explained(notice.why)
    assert known is not None
    assert all(text in notice.why for text in known)
    shown = live.until_idle()
    assert (shown.step, shown.grad_status.kind) == (0, "fresh")
    assert shown.grad is not None
    assert np.array_equal(shown.weight.values, before.weight.values)


def test_the_window_s_timers_tick_between_bursts(live: Live) -> None:
    ticks = 0
    ticks_at_burst: list[int] = []

    def tick() -> None:
        nonlocal ticks
        ticks += 1

    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(tick)
    live.controller.snapshot_changed.connect(lambda _snapshot: ticks_at_burst.append(ticks))
    timer.start()
    live.controller.run()
    live.until(lambda: len(ticks_at_burst) >= 50)
    timer.stop()
    live.controller.pause()
    live.until_idle()
    moved = sum(later > earlier for earlier, later in pairwise(ticks_at_burst))
    assert moved >= len(ticks_at_burst) // 2


def test_after_kill_and_restart_the_run_goes_on_as_if_nothing_had_been(live: Live) -> None:
    plain = PlainTorch(Experiment())
    plain.backward()
    plain.optimizer.step()
    plain.train(10)
    live.controller.backward()
    live.controller.step()
    live.controller.train(10)
    before = live.until_idle()
    os.kill(live.link.process_id, signal.SIGKILL)
    live.until_state(State.STOPPED)
    notice = live.notices[-1]
    assert notice is not None
    assert notice.remedy == "restart"
    assert "signal 9" in notice.why
    assert live.controller.snapshot is before
    live.controller.restart()
    again = live.until_idle()
    assert plain.is_shown_in(again)
    assert (again.step, again.run, again.grad_status) == (before.step, before.run, before.grad_status)
    live.controller.train(10)
    plain.train(10)
    assert plain.is_shown_in(live.until_idle())
    live.controller.backward()
    live.controller.step()
    plain.backward()
    plain.optimizer.step()
    assert plain.is_shown_in(live.until_idle())


def test_an_engine_that_is_killed_while_it_runs_goes_on_from_the_last_burst_shown(live: Live) -> None:
    live.controller.run()
    live.until(lambda: live.snapshots[-1].step > 100)
    os.kill(live.link.process_id, signal.SIGKILL)
    live.until_state(State.STOPPED)
    plain = PlainTorch(Experiment())
    plain.train(live.snapshots[-1].step)
    live.controller.restart()
    assert plain.is_shown_in(live.until_idle())


def test_an_engine_that_stands_still_can_be_cancelled_and_leaves_no_process(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "ANSWER_PATIENCE_MS", 50)
    engine = psutil.Process(live.link.process_id)
    engine.suspend()
    live.controller.run()
    live.until(lambda: live.notices and live.notices[-1] and live.notices[-1].remedy == "cancel")
    live.controller.cancel()
    assert live.controller.state is State.STOPPED
    live.until(lambda: not engine.is_running())
    monkeypatch.undo()
    live.controller.restart()
    assert PlainTorch(Experiment()).is_shown_in(live.until_idle())


@pytest.mark.parametrize(
    "deed",
    [
        "os.write(1, encode(message))",
        "os.write(1, b'Segmentation fault (core dumped)')",
        "os.write(1, encode(Hello(version=99)))",
        "os.write(1, encode(Hello())[:-3]); raise SystemExit",
        "os.abort()",
    ],
    ids=["echo", "garbage", "other version", "half a frame and its end", "abort"],
)
def test_an_engine_that_greets_and_then_talks_nonsense_is_stopped_as_often_as_it_is_started(
    qtbot: QtBot, deed: str
) -> None:
    live = Live(qtbot, lambda: start_engine(command=(sys.executable, "-c", POLITE.format(deed))))
    for _ in range(2):
        live.until_state(State.STOPPED)
        assert live.controller.requests_in_flight == 0
        assert live.controller.torch_version == "2.99"
        assert live.notices[-1] is not None
        assert live.notices[-1].remedy == "restart"
        live.controller.restart()
        assert live.controller.state is State.STARTING
    live.end()


def test_an_engine_that_stops_in_the_middle_of_an_answer_can_be_cancelled(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "ANSWER_PATIENCE_MS", 50)
    script = POLITE.format("os.write(1, encode(Failure(what='', why=''))[:-3])")
    live = Live(qtbot, lambda: start_engine(command=(sys.executable, "-c", script)))
    live.until(lambda: live.notices)
    assert live.notices[-1] is not None
    assert live.notices[-1].remedy == "cancel"
    live.controller.cancel()
    assert live.controller.state is State.STOPPED
    live.end()


def test_an_engine_that_never_says_a_word_can_be_cancelled_and_another_be_started(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "START_PATIENCE_MS", 50)
    commands = iter([MUTE, None])
    live = Live(qtbot, lambda: start_engine(command=next(commands)))
    live.until(lambda: live.notices)
    engine = psutil.Process(live.link.process_id)
    assert live.controller.state is State.STARTING
    assert live.notices[-1] is not None
    assert live.notices[-1].remedy == "cancel"
    live.controller.cancel()
    live.until(lambda: not engine.is_running())
    monkeypatch.undo()
    live.controller.restart()
    assert PlainTorch(Experiment()).is_shown_in(live.until_idle())
    live.end()
