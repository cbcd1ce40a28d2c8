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
from embviz.core.messages import Snapshot
from embviz.gui import controller as controllers
from embviz.gui.controller import ModelController, Notice
from embviz.gui.link import EngineLink
from embviz.gui.process import end_engine, start_engine
from embviz.gui.state import State

LIMIT_MS = 30_000
MUTE = (sys.executable, "-c", "import sys; sys.stdin.read()")
# It greets as an engine does, and at each request does what stands in the braces.
POLITE = """
import os
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
        self.link = EngineLink(start, start())
        self.controller = ModelController(self.link, Experiment())
        self.snapshots: list[Snapshot] = []
        self.notices: list[Notice | None] = []
        self.controller.snapshot_changed.connect(self.snapshots.append)
        self.controller.noticed.connect(self.notices.append)

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
    monkeypatch.setattr(controllers, "ANSWER_PATIENCE_MS", 50)
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
    monkeypatch.setattr(controllers, "ANSWER_PATIENCE_MS", 50)
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
    monkeypatch.setattr(controllers, "START_PATIENCE_MS", 50)
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
