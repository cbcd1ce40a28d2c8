"""ModelController: the verbs in, snapshots out, one state machine.

One press of Step: `step()` puts the command in the queue -> `_pump` sends it as a `Request` and the
state is BUSY -> the engine answers with a `Snapshot` -> `_on_message` drops it if it is stale, else
emits `snapshot_changed` -> nothing is in flight any more and the state is IDLE.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import msgspec
from PySide6.QtCore import QObject, Signal

from embviz.core.experiment import Experiment
from embviz.core.messages import (
    Answer,
    CellFacts,
    Done,
    Failure,
    Hello,
    Moment,
    Outline,
    Place,
    Progress,
    Report,
    Request,
    Snapshot,
    StopRule,
    Survey,
    Viewport,
)
from embviz.gui.control.held import Held
from embviz.gui.control.link import EngineLink
from embviz.gui.control.notice import notice_of, notice_of_loss, words_of
from embviz.gui.control.patience import Patience
from embviz.gui.control.requests import Requests
from embviz.gui.control.sender import Sender
from embviz.gui.control.state import READY, State
from embviz.gui.control.verbs import Verbs
from embviz.gui.control.wishes import ASIDES, ENDLESS, LOOK, LOOKS, OPENERS, READ_ONLY, Wish


class ModelController(Verbs):
    """Owns the run: what is asked of the engine, and which of its answers count.

    `snapshot_changed` brings each new Snapshot with its experiment, and the last one again when more is known
    of the selected cell. `state_changed` brings each new State, `noticed` a Notice, or None when the last one
    has passed, and `lookup_failed` why a lookup was refused. `surveyed` brings the Survey that was asked for,
    `saved` and `exported` the Done of a file that was written, `reported` a Report that was inquired for, and
    `progressed` a Progress, or None when that work has ended.

    While the past is on screen, what is done goes on from there as a branch of its own.
    """

    snapshot_changed = Signal(object)
    state_changed = Signal(object)
    noticed = Signal(object)
    lookup_failed = Signal(str)
    surveyed = Signal(object)
    saved = Signal(object)
    exported = Signal(object)
    reported = Signal(object)
    progressed = Signal(object)

    def __init__(
        self,
        link: EngineLink,
        experiment: Experiment,
        parent: QObject | None = None,
        clock: Callable[[], float] = perf_counter,
        session: str = "",
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._sender = Sender(link, Requests(experiment), clock, self)
        self._sender.due.connect(self._pump)
        self._requests, self._wishes = self._sender.requests, self._sender.wishes
        self._drive, self._in_flight = self._sender.drive, self._sender.in_flight
        self._state = State.STARTING
        self._held = Held(self._requests)
        self.snapshot: Snapshot | None = None
        self.outline = Outline()
        self.torch_version = ""
        self.devices: tuple[str, ...] = ("cpu",)
        self._patience = Patience(self)
        self._patience.noticed.connect(self.noticed)
        link.received.connect(self._on_message)
        link.lost.connect(self._on_lost)
        if session:
            self.open(session)
        else:
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
        self._begin(Wish("begin"))

    def open(self, path: str, is_read_only: bool = False) -> None:
        """Go on with the session at `path`, or only look at it; the one on screen stays in its own file."""
        # In another file the moment to compare with is another one, or none.
        self._requests.against = None
        self._begin(Wish("open", path=path, name=READ_ONLY if is_read_only else ""))

    def visit(self, moment: Moment) -> None:
        """Show a moment of another branch."""
        self._begin(Wish("visit", moment=moment))

    def fork(self, moment: Moment) -> None:
        """Begin a branch at `moment`, and go on there; nothing while another run is on its way."""
        if not self._sender.is_moving:
            self._begin(Wish("fork", moment=moment))

    def go(self, moment: Moment) -> None:
        """Show another moment of this run; the newest that is asked for wins. Not while training."""
        if self._state in READY and not self._sender.is_moving:
            self._sender.moment_wanted = moment
            self._pump()

    def compare(self, moment: Moment | None) -> None:
        """Have each snapshot bring `moment` to compare with from now on, or no other."""
        self._requests.against = moment
        # A picture on its way was asked for without it, and so may the last burst of a train have been.
        if LOOK not in self._wishes.presses:
            self._wishes.presses.append(LOOK)
        self._pump()

    def cancel_work(self) -> None:
        """End the long work that is under way; the engine, and the run that was there, stay."""
        if self._link.is_alive and self._sender.is_ready:
            self._link.send(self._requests.wish(Wish("cancel")))

    def close_session(self) -> None:
        """End the session in good order: the window is about to go."""
        if self._link.is_alive and self._sender.is_ready:
            self._link.send(self._requests.wish(Wish("close")))

    def reset(self) -> None:
        """Start the same experiment from its first step."""
        self.begin(self.experiment.anew())

    def pause(self) -> None:
        """Stop training after the bursts that are in flight."""
        self._sender.drop()
        self._pump()

    def toggle_run(self) -> None:
        """Run, or pause when running or about to."""
        if self._state is State.RUNNING:
            self.pause()
        elif ENDLESS in self._wishes.presses:
            self._wishes.presses.remove(ENDLESS)
        else:
            self.run()

    def set_cell(self, place: Place | None) -> None:
        """Have the cell at `place` explained in each snapshot from now on; the newest place wins."""
        if place == self._requests.selected:
            return
        self._requests.selected = place
        self._sender.is_cell_wanted = place is not None
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
        path = self.outline.path
        if path or self._sender.resumable() is None:
            self._requests.run += 1
        read_only = READ_ONLY if self.outline.is_read_only else ""
        self._wishes.begin(Wish("open", path=path, name=read_only) if path else Wish("begin"))
        self.noticed.emit(None)
        self._set_state(State.STARTING)
        self._link.restart()
        self._pump()

    def _begin(self, wish: Wish) -> None:
        self._sender.begin(wish)
        self._pump()

    def _wish(self, wish: Wish) -> None:
        if self._state in READY:
            if wish.command not in LOOKS:
                self._sender.leave_past(self.outline)
            self._wishes.press(wish)
            self._pump()

    def _aside(self, wish: Wish) -> None:
        # What only looks waits for no press, and takes no room from any.
        if self._state is State.RUNNING or (self._state in READY and wish.command in LOOKS):
            self._wishes.interject(wish)
            self._pump()
        else:
            self._wish(wish)

    def _pump(self) -> None:
        self._sender.pump()
        self._settle()

    def _settle(self) -> None:
        if self._state is State.STOPPED:
            return
        if not self._sender.is_ready:
            self._patience.wait(is_ready=False)
        elif self._drive.is_on:
            self._set_state(State.RUNNING)
        else:
            self._set_state(State.BUSY if self._sender.is_busy else State.IDLE)
        if self._sender.is_ready and self._in_flight:
            self._patience.about(self.experiment, next(iter(self._in_flight.values())).command)
            self._patience.wait(is_ready=True)

    def _set_state(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _on_message(self, message: Hello | Progress | Answer) -> None:
        self._patience.end()
        if isinstance(message, Hello):
            self._sender.is_ready = True
            self.torch_version, self.devices = message.torch, message.devices
            self._set_state(State.BUSY)
        elif isinstance(message, Progress):
            if message.request in self._in_flight:
                self.progressed.emit(message)
        else:
            self.progressed.emit(None)
            asked = None if message.request is None else self._in_flight.pop(message.request, None)
            if isinstance(message, Failure):
                self._on_failure(message, asked)
            elif asked is not None:
                self._on_answer(message, asked)
        self._pump()

    def _on_answer(self, message: Answer, asked: Request) -> None:
        if isinstance(message, Snapshot):
            self._on_snapshot(message, asked)
        elif isinstance(message, CellFacts):
            self._on_facts(message)
        elif isinstance(message, Survey):
            self.surveyed.emit(message)
        elif isinstance(message, Done):
            self._on_done(message, asked)
        elif isinstance(message, Report):
            self.reported.emit(message)

    def _on_snapshot(self, snapshot: Snapshot, asked: Request) -> None:
        if snapshot.outline is not None:
            self.outline = snapshot.outline
        if asked.command in OPENERS:
            self._held.begin(asked, snapshot, self.outline)
        if snapshot.run != self._requests.run:
            return
        self._held.arrive(snapshot.run)
        snapshot = self._drive.arrive(snapshot)
        # The cell may have been selected while this was on its way.
        self._sender.is_cell_wanted = asked.cell != self._requests.cell
        self._show(msgspec.structs.replace(snapshot, experiment=self.experiment, outline=self.outline))

    def _show(self, snapshot: Snapshot) -> None:
        self.snapshot = self._sender.shown = snapshot
        self.snapshot_changed.emit(snapshot)

    def _on_done(self, done: Done, asked: Request) -> None:
        if done.outline is not None:
            self.outline = done.outline
        if asked.command == "save":
            self.saved.emit(done)
            # The session is another file from now on, which what is on screen has to tell.
            self._sender.look_again()
        elif asked.command == "export":
            self.exported.emit(done)

    def _on_facts(self, facts: CellFacts) -> None:
        shown = self.snapshot
        if shown is not None and (facts.run, facts.step) == (shown.run, shown.step):
            names = {**shown.names, **facts.names}
            self._show(msgspec.structs.replace(shown, cell=facts, names=names))

    def _on_failure(self, failure: Failure, asked: Request | None) -> None:
        if failure.request is not None and (asked is None or asked.run != self._requests.run):
            return
        if asked is None or asked.command not in ASIDES:
            self._sender.drop()
        if asked is not None and asked.command in OPENERS:
            self._keep_run(asked)
        elif asked is not None and asked.command not in LOOKS:
            # Half of it may have been done: a step that is refused comes after grad was filled.
            self._sender.look_again()
        if asked is not None and asked.command == "lookup":
            self.lookup_failed.emit(words_of(failure))
        else:
            self.noticed.emit(notice_of(failure))

    def _keep_run(self, asked: Request) -> None:
        if self._held:
            # The engine still has the run before: nothing is lost.
            self._held.put_back()
            if self.snapshot is None or self.snapshot.run != self._requests.run:
                self._sender.look_again()
        elif asked.command == "open":
            # A session that cannot be opened is no reason to have none.
            self.outline = Outline()
            self._wishes.begin(Wish("begin"))

    def _on_lost(self, why: str) -> None:
        self._patience.forget()
        self._sender.clear()
        # Restart goes on with what had begun: an experiment that ended the engine would end the next one.
        self._held.put_back()
        self._held.forget()
        self._set_state(State.STOPPED)
        self.noticed.emit(notice_of_loss(why, self._sender.resumable(), bool(self.outline.path)))
