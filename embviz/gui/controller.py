"""ModelController: the verbs in, snapshots out, one state machine.

One press of Step: `step()` puts the command in the queue -> `_pump` sends it as a `Request` and the
state is BUSY -> the engine answers with a `Snapshot` -> `_on_message` drops it if it is stale, else
emits `snapshot_changed` -> nothing is in flight any more and the state is IDLE.
"""

from __future__ import annotations

from collections import deque
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from embviz.core.experiment import Experiment
from embviz.core.messages import Command, Failure, Hello, Request, Snapshot, Viewport
from embviz.gui.link import EngineLink
from embviz.gui.state import State

BURST_S = 0.014
IN_FLIGHT = 2
# Presses that come faster than the engine answers wait here; more than these are a stuck key.
QUEUE = 8
START_PATIENCE_MS = 30_000
ANSWER_PATIENCE_MS = 3_000
DEFAULT_VIEWPORT = Viewport(height=256, width=512)


class Notice(NamedTuple):
    """Something that the reader has to know of, and what can be done: restart, cancel, or only read it."""

    what: str
    why: str
    remedy: Literal["restart", "cancel", "dismiss"]


class _Wish(NamedTuple):
    command: Command
    rounds: int | None = None


class _Goal(NamedTuple):
    until_step: int | None


class ModelController(QObject):
    """Owns the run: what is asked of the engine, and which of its answers count.

    `snapshot_changed` brings each new Snapshot, `state_changed` each new State, `noticed` a Notice, or
    None when the last one has passed.
    """

    snapshot_changed = Signal(object)
    state_changed = Signal(object)
    noticed = Signal(object)

    def __init__(self, link: EngineLink, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._run = 0
        self._next_request = 0
        self._is_ready = False
        self._wishes: deque[_Wish] = deque()
        self._in_flight: dict[int, Request] = {}
        self._goal: _Goal | None = None
        self._state = State.STARTING
        self._viewport: Viewport | None = DEFAULT_VIEWPORT
        # What the engine holds: the run that is kept when a new one cannot begin.
        self._held: tuple[int, Experiment] | None = None
        self._is_overdue = False
        self.experiment = experiment
        self.snapshot: Snapshot | None = None
        self.torch_version = ""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._on_silence)
        link.received.connect(self._on_message)
        link.lost.connect(self._on_lost)
        self.begin(experiment)

    @property
    def state(self) -> State:
        """What the controller is doing."""
        return self._state

    @property
    def requests_in_flight(self) -> int:
        """How many requests the engine has not answered yet."""
        return len(self._in_flight)

    def begin(self, experiment: Experiment) -> None:
        """Start a new run of `experiment`; what the engine still answers about the old one is dropped."""
        self.experiment = experiment
        self._run += 1
        self._goal = None
        self._wishes.clear()
        self._wishes.append(_Wish("begin"))
        self._pump()

    def reset(self) -> None:
        """Start the same experiment from its first step."""
        self.begin(self.experiment)

    def forward(self) -> None:
        """Ask for a forward pass."""
        self._wish(_Wish("forward"))

    def backward(self) -> None:
        """Ask for a backward pass, which adds to grad."""
        self._wish(_Wish("backward"))

    def step(self) -> None:
        """Ask for a step of the optimizer."""
        self._wish(_Wish("step"))

    def zero_grad(self) -> None:
        """Ask for grad to be cleared."""
        self._wish(_Wish("zero_grad"))

    def train(self, rounds: int) -> None:
        """Ask for `rounds` times zero_grad, forward, backward, step."""
        self._wish(_Wish("train", rounds))

    def run(self) -> None:
        """Train until `pause`."""
        self._wish(_Wish("train"))

    def pause(self) -> None:
        """Stop training after the bursts that are in flight."""
        self._drop_wishes()
        self._pump()

    def toggle_run(self) -> None:
        """Run, or pause when running or about to."""
        if self._state is State.RUNNING:
            self.pause()
        elif (endless := _Wish("train")) in self._wishes:
            self._wishes.remove(endless)
        else:
            self.run()

    def set_viewport(self, viewport: Viewport | None) -> None:
        """Ask for pictures of `viewport` from now on, or for whole tables."""
        if viewport == self._viewport:
            return
        self._viewport = viewport
        # One is enough: it asks for the viewport of the moment in which it is sent.
        if (look := _Wish("snapshot")) not in self._wishes:
            self._wish(look)

    def cancel(self) -> None:
        """End an engine that does not answer; what is on screen stays."""
        if self._link.is_alive:
            self._link.kill()
            self._on_lost(self.tr("you cancelled"))

    def restart(self) -> None:
        """Start a new engine, which goes on from the snapshot on screen where that holds the whole table."""
        if self._state is not State.STOPPED:
            return
        if self._resumable() is None:
            self._run += 1
        self._wishes.clear()
        self._wishes.append(_Wish("begin"))
        self.noticed.emit(None)
        self._set_state(State.STARTING)
        self._link.restart()
        self._pump()

    def _wish(self, wish: _Wish) -> None:
        if self._state in (State.IDLE, State.BUSY) and len(self._wishes) < QUEUE:
            self._wishes.append(wish)
            self._pump()

    def _drop_wishes(self) -> None:
        # A run that was promised to the window begins all the same.
        self._goal = None
        self._wishes = deque(wish for wish in self._wishes if wish.command == "begin")

    def _pump(self) -> None:
        while self._is_ready and len(self._in_flight) < IN_FLIGHT and (request := self._next()) is not None:
            self._in_flight[request.request] = request
            self._link.send(request)
        self._settle()

    def _next(self) -> Request | None:
        # What follows a begin that fails would be done to the run before.
        if any(request.command == "begin" for request in self._in_flight.values()):
            return None
        if self._goal is not None:
            return self._request("train", until_step=self._goal.until_step, budget_s=BURST_S)
        if not self._wishes:
            return None
        wish = self._wishes[0]
        if wish.command == "train":
            # The step to train up to is known once everything before has been answered.
            if self._in_flight:
                return None
            self._wishes.popleft()
            step = 0 if self.snapshot is None else self.snapshot.step
            self._goal = _Goal(None if wish.rounds is None else step + wish.rounds)
            return self._next()
        self._wishes.popleft()
        if wish.command == "begin":
            return self._request("begin", experiment=self.experiment, resume=self._resumable())
        return self._request(wish.command)

    def _request(
        self,
        command: Command,
        *,
        until_step: int | None = None,
        budget_s: float | None = None,
        experiment: Experiment | None = None,
        resume: Snapshot | None = None,
    ) -> Request:
        self._next_request += 1
        return Request(
            request=self._next_request,
            run=self._run,
            command=command,
            until_step=until_step,
            budget_s=budget_s,
            viewport=self._viewport,
            experiment=experiment,
            resume=resume,
        )

    def _resumable(self) -> Snapshot | None:
        shown = self.snapshot
        if shown is None or shown.run != self._run or not shown.weight.is_whole:
            return None
        return shown

    def _settle(self) -> None:
        if self._state is State.STOPPED:
            return
        if not self._is_ready:
            self._wait(START_PATIENCE_MS)
        elif self._goal is not None:
            self._set_state(State.RUNNING)
        else:
            self._set_state(State.BUSY if self._in_flight or self._wishes else State.IDLE)
        if self._is_ready and self._in_flight:
            self._wait(ANSWER_PATIENCE_MS)

    def _wait(self, patience_ms: int) -> None:
        if not self._patience.isActive():
            self._patience.start(patience_ms)

    def _set_state(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _on_message(self, message: Hello | Snapshot | Failure) -> None:
        self._patience.stop()
        if self._is_overdue:
            self._is_overdue = False
            self.noticed.emit(None)
        if isinstance(message, Hello):
            self._is_ready = True
            self.torch_version = message.torch
            self._set_state(State.BUSY)
        else:
            asked = None if message.request is None else self._in_flight.pop(message.request, None)
            if isinstance(message, Failure):
                self._on_failure(message, asked)
            elif asked is not None:
                self._on_snapshot(message, asked)
        self._pump()

    def _on_snapshot(self, snapshot: Snapshot, asked: Request) -> None:
        if asked.experiment is not None:
            self._held = (asked.run, asked.experiment)
        if snapshot.run != self._run:
            return
        self.snapshot = snapshot
        if (
            self._goal is not None
            and self._goal.until_step is not None
            and snapshot.step >= self._goal.until_step
        ):
            self._goal = None
        self.snapshot_changed.emit(snapshot)

    def _on_failure(self, failure: Failure, asked: Request | None) -> None:
        if failure.request is not None and (asked is None or asked.run != self._run):
            return
        self._drop_wishes()
        if asked is not None and asked.command == "begin" and self._held is not None:
            # The engine still has the run before: nothing is lost.
            self._run, self.experiment = self._held
            if self.snapshot is None or self.snapshot.run != self._run:
                self._wishes.append(_Wish("snapshot"))
        self.noticed.emit(Notice(failure.what, failure.why, "dismiss"))

    def _on_lost(self, why: str) -> None:
        self._patience.stop()
        self._is_ready = self._is_overdue = False
        self._goal = None
        self._wishes.clear()
        self._in_flight.clear()
        if self._held is not None:
            # Restart goes on with what had begun: an experiment that ended the engine would end the next one.
            self._run, self.experiment = self._held
            self._held = None
        self._set_state(State.STOPPED)
        outlook = self.tr("Restart begins a new run")
        if (shown := self._resumable()) is not None:
            outlook = self.tr("Restart goes on from step {step}").format(step=shown.step)
        self.noticed.emit(Notice(self.tr("PyTorch's process has ended"), f"{why}. {outlook}.", "restart"))

    def _on_silence(self) -> None:
        self._is_overdue = True
        if self._is_ready:
            what = self.tr("PyTorch has not answered for {seconds} s").format(
                seconds=ANSWER_PATIENCE_MS // 1000
            )
        else:
            what = self.tr("PyTorch has been starting for {seconds} s").format(
                seconds=START_PATIENCE_MS // 1000
            )
        why = self.tr("a large table takes long; Cancel ends the process and keeps what is on screen")
        self.noticed.emit(Notice(what, why, "cancel"))
