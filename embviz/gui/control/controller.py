"""ModelController: the verbs in, snapshots out, one state machine.

One press of Step: `step()` puts the command in the queue -> `_pump` sends it as a `Request` and the
state is BUSY -> the engine answers with a `Snapshot` -> `_on_message` drops it if it is stale, else
emits `snapshot_changed` -> nothing is in flight any more and the state is IDLE.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from time import perf_counter

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from embviz.core.experiment import Experiment
from embviz.core.messages import (
    CellFacts,
    Failure,
    Hello,
    Place,
    Request,
    Snapshot,
    StopRule,
    Viewport,
)
from embviz.core.recipes import Value
from embviz.gui.control.drive import Drive
from embviz.gui.control.link import EngineLink
from embviz.gui.control.notice import Notice, notice_of, words_of
from embviz.gui.control.requests import Requests
from embviz.gui.control.state import State
from embviz.gui.control.wishes import Wish, Wishes

IN_FLIGHT = 2
START_PATIENCE_MS = 30_000
ANSWER_PATIENCE_MS = 3_000
DEFAULT_VIEWPORT = Viewport(height=256, width=512)
ENDLESS = Wish("train")
LOOK = Wish("snapshot")
# A refusal of these is no reason to end a train, or to forget what was pressed.
ASIDES = frozenset({"lookup", "edit", "set", "inspect"})
# A refusal of these has changed nothing in the run on screen.
LOOKS = frozenset({"begin", "snapshot", "inspect"})


class ModelController(QObject):
    """Owns the run: what is asked of the engine, and which of its answers count.

    `snapshot_changed` brings each new Snapshot with its experiment, and the last one again when more is known
    of the selected cell. `state_changed` brings each new State, `noticed` a Notice, or None when the last one
    has passed, and `lookup_failed` why a lookup was refused.
    """

    snapshot_changed = Signal(object)
    state_changed = Signal(object)
    noticed = Signal(object)
    lookup_failed = Signal(str)

    def __init__(
        self,
        link: EngineLink,
        experiment: Experiment,
        parent: QObject | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._is_ready = False
        self._requests = Requests(experiment, DEFAULT_VIEWPORT)
        self._wishes = Wishes()
        self._in_flight: dict[int, Request] = {}
        self._drive = Drive(clock)
        self._is_cell_wanted = False
        self._state = State.STARTING
        # What the engine holds: the run that is kept when a new one cannot begin.
        self._held: tuple[int, Experiment] | None = None
        self._is_overdue = False
        self.snapshot: Snapshot | None = None
        self.torch_version = ""
        self._patience = self._timer(self._on_silence)
        self._due = self._timer(self._pump)
        self._due.setTimerType(Qt.TimerType.PreciseTimer)
        link.received.connect(self._on_message)
        link.lost.connect(self._on_lost)
        self.begin(experiment)

    @property
    def state(self) -> State:
        """What the controller is doing."""
        return self._state

    @property
    def experiment(self) -> Experiment:
        """What is trained, or is about to be."""
        return self._requests.experiment

    @property
    def requests_in_flight(self) -> int:
        """How many requests the engine has not answered yet."""
        return len(self._in_flight)

    def begin(self, experiment: Experiment) -> None:
        """Start a new run of `experiment`; what the engine still answers about the old one is dropped."""
        self._requests.experiment = experiment
        self._requests.run += 1
        self._drive.end()
        self._wishes.begin()
        self._pump()

    def reset(self) -> None:
        """Start the same experiment from its first step."""
        self.begin(self.experiment)

    def forward(self) -> None:
        """Ask for a forward pass."""
        self._wish(Wish("forward"))

    def backward(self) -> None:
        """Ask for a backward pass, which adds to grad."""
        self._wish(Wish("backward"))

    def step(self) -> None:
        """Ask for a step of the optimizer."""
        self._wish(Wish("step"))

    def zero_grad(self) -> None:
        """Ask for grad to be cleared, in the way that the run does it."""
        self._wish(Wish("zero_grad"))

    def train(self, rounds: int) -> None:
        """Ask for `rounds` times zero_grad, forward, backward, step."""
        self._wish(Wish("train", rounds))

    def run(self) -> None:
        """Train until `pause`, or until what `set_stop` says."""
        self._wish(ENDLESS)

    def pause(self) -> None:
        """Stop training after the bursts that are in flight."""
        self._drop_wishes()
        self._pump()

    def toggle_run(self) -> None:
        """Run, or pause when running or about to."""
        if self._state is State.RUNNING:
            self.pause()
        elif ENDLESS in self._wishes.presses:
            self._wishes.presses.remove(ENDLESS)
        else:
            self.run()

    def lookup(self, indices: tuple[int, ...]) -> None:
        """Ask what the table gives for `indices`; a refusal comes by `lookup_failed`."""
        self._aside(Wish("lookup", indices=tuple(indices)))

    def edit(self, place: Place, value: float) -> None:
        """Ask for the cell at `place` to be `value`, in the middle of a run too."""
        self._aside(Wish("edit", place=place, value=value))

    def set(self, name: str, value: Value | str) -> None:
        """Ask for the argument `name` of the optimizer, 'zero_grad' or 'pairs' to be `value` from now on."""
        self._aside(Wish("set", name=name, value=value))

    def set_cell(self, place: Place | None) -> None:
        """Have the cell at `place` explained in each snapshot from now on; the newest place wins."""
        if place == self._requests.selected:
            return
        self._requests.selected = place
        self._is_cell_wanted = place is not None
        self._pump()

    def set_pace(self, steps_per_second: float | None) -> None:
        """Train at `steps_per_second` from now on, or as fast as it goes."""
        self._drive.set_pace(steps_per_second)
        self._pump()

    def set_stop(self, rule: StopRule, after_steps: int | None) -> None:
        """End a Run or a Train by `rule` from now on, and a Run `after_steps` steps after its start."""
        self._drive.rule, self._drive.after_steps = rule, after_steps

    def set_viewport(self, viewport: Viewport | None) -> None:
        """Ask for pictures of `viewport` from now on, or for whole tables."""
        if viewport == self._requests.viewport:
            return
        self._requests.viewport = viewport
        # One is enough: it asks for the viewport of the moment in which it is sent.
        if LOOK not in self._wishes.presses:
            self._wish(LOOK)

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
            self._requests.run += 1
        self._wishes.begin()
        self.noticed.emit(None)
        self._set_state(State.STARTING)
        self._link.restart()
        self._pump()

    def _timer(self, on_timeout: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(on_timeout)
        return timer

    def _wish(self, wish: Wish) -> None:
        if self._state in (State.IDLE, State.BUSY):
            self._wishes.press(wish)
            self._pump()

    def _aside(self, wish: Wish) -> None:
        if self._state is State.RUNNING:
            self._wishes.interject(wish)
            self._pump()
        else:
            self._wish(wish)

    def _drop_wishes(self) -> None:
        self._drive.end()
        self._wishes.drop()

    def _pump(self) -> None:
        while self._is_ready and len(self._in_flight) < IN_FLIGHT and (request := self._next()) is not None:
            self._in_flight[request.request] = request
            self._link.send(request)
        self._settle()

    def _next(self) -> Request | None:
        # What follows a begin that fails would be done to the run before.
        if any(request.command == "begin" for request in self._in_flight.values()):
            return None
        if self._wishes.asides:
            return self._fulfilled(self._wishes.asides.popleft())
        self._start_train()
        if self._drive.is_on:
            return self._burst() or self._inspection()
        if self._wishes.presses and self._wishes.presses[0].command != "train":
            return self._fulfilled(self._wishes.presses.popleft())
        return self._inspection()

    def _start_train(self) -> None:
        presses = self._wishes.presses
        # The step to train up to is known once everything before has been answered.
        if self._drive.is_on or self._in_flight or not presses or presses[0].command != "train":
            return
        self._drive.start(self._step(), presses.popleft().rounds)

    def _burst(self) -> Request | None:
        if self._in_flight and self._drive.is_single:
            return None
        if (wait_s := self._drive.wait_s()) > 0:
            self._due.start(math.ceil(wait_s * 1000))
            return None
        return self._requests.train(self._drive.take(self._step()))

    def _inspection(self) -> Request | None:
        # Behind nothing and before nothing: hovering must never hold up what was pressed.
        if self._in_flight or not self._is_cell_wanted or self.snapshot is None:
            return None
        self._is_cell_wanted = False
        return None if self._requests.cell is None else self._requests.inspect()

    def _fulfilled(self, wish: Wish) -> Request:
        if wish.command == "begin":
            return self._requests.begin(self._resumable())
        return self._requests.wish(wish)

    def _step(self) -> int:
        return 0 if self.snapshot is None else self.snapshot.step

    def _resumable(self) -> Snapshot | None:
        shown = self.snapshot
        if shown is None or shown.run != self._requests.run or not shown.weight.is_whole:
            return None
        return msgspec.structs.replace(shown, experiment=None, stopped_by="", lookup=None, cell=None)

    def _settle(self) -> None:
        if not self._drive.is_on:
            self._due.stop()
        if self._state is State.STOPPED:
            return
        if not self._is_ready:
            self._wait(START_PATIENCE_MS)
        elif self._drive.is_on:
            self._set_state(State.RUNNING)
        else:
            is_busy = any(request.command != "inspect" for request in self._in_flight.values())
            self._set_state(State.BUSY if is_busy or self._wishes else State.IDLE)
        if self._is_ready and self._in_flight:
            self._wait(ANSWER_PATIENCE_MS)

    def _wait(self, patience_ms: int) -> None:
        if not self._patience.isActive():
            self._patience.start(patience_ms)

    def _set_state(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _on_message(self, message: Hello | Snapshot | CellFacts | Failure) -> None:
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
            elif asked is not None and isinstance(message, CellFacts):
                self._on_facts(message)
            elif asked is not None and isinstance(message, Snapshot):
                self._on_snapshot(message, asked)
        self._pump()

    def _on_snapshot(self, snapshot: Snapshot, asked: Request) -> None:
        if asked.experiment is not None:
            self._held = (asked.run, asked.experiment)
        if snapshot.run != self._requests.run:
            return
        snapshot = self._drive.arrive(snapshot)
        # The cell may have been selected while this was on its way.
        self._is_cell_wanted = asked.cell != self._requests.cell
        self.snapshot = msgspec.structs.replace(snapshot, experiment=self.experiment)
        self.snapshot_changed.emit(self.snapshot)

    def _on_facts(self, facts: CellFacts) -> None:
        shown = self.snapshot
        if shown is not None and (facts.run, facts.step) == (shown.run, shown.step):
            self.snapshot = msgspec.structs.replace(shown, cell=facts)
            self.snapshot_changed.emit(self.snapshot)

    def _on_failure(self, failure: Failure, asked: Request | None) -> None:
        if failure.request is not None and (asked is None or asked.run != self._requests.run):
            return
        if asked is None or asked.command not in ASIDES:
            self._drop_wishes()
        if asked is not None and asked.command == "begin" and self._held is not None:
            # The engine still has the run before: nothing is lost.
            self._requests.run, self._requests.experiment = self._held
            if self.snapshot is None or self.snapshot.run != self._requests.run:
                self._look_again()
        elif asked is not None and asked.command not in LOOKS:
            # Half of it may have been done: a step that is refused comes after grad was filled.
            self._look_again()
        if asked is not None and asked.command == "lookup":
            self.lookup_failed.emit(words_of(failure))
        else:
            self.noticed.emit(notice_of(failure))

    def _look_again(self) -> None:
        is_coming = any(request.command == "snapshot" for request in self._in_flight.values())
        if not is_coming and not self._drive.is_on and LOOK not in self._wishes.presses:
            self._wishes.presses.append(LOOK)

    def _on_lost(self, why: str) -> None:
        self._patience.stop()
        self._is_ready = self._is_overdue = self._is_cell_wanted = False
        self._drive.end()
        self._wishes.clear()
        self._in_flight.clear()
        self._due.stop()
        if self._held is not None:
            # Restart goes on with what had begun: an experiment that ended the engine would end the next one.
            self._requests.run, self._requests.experiment = self._held
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
