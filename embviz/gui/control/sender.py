"""Sender: which request goes to the engine next, of all that is wanted, and which are on their way."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from embviz.core.messages import Moment, Outline, Request, Snapshot
from embviz.gui.control.drive import Drive
from embviz.gui.control.link import EngineLink
from embviz.gui.control.requests import Requests
from embviz.gui.control.wishes import INQUIRIES, LOOK, OPENERS, Wish, Wishes

IN_FLIGHT = 2
# What is asked meanwhile is no reason to call the window busy.
QUIET = frozenset({"inspect", "go", "survey", *INQUIRIES})


class Sender(QObject):
    """Keeps the engine at work: asides first, then bursts of the train that is on, then presses in order.

    Where nothing of these waits, the moment that is wanted is shown, and last the cell explained that is
    wanted. `shown` is the snapshot on screen. `due` says that a burst's time has come.
    """

    due = Signal()

    def __init__(
        self, link: EngineLink, requests: Requests, clock: Callable[[], float], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.requests = requests
        self.wishes = Wishes()
        self.drive = Drive(clock)
        self.in_flight: dict[int, Request] = {}
        self.is_ready = False
        self.is_cell_wanted = False
        self.moment_wanted: Moment | None = None
        self.shown: Snapshot | None = None
        self._link = link
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.due)

    @property
    def is_busy(self) -> bool:
        """True while something is asked, or waits, that a person pressed."""
        waiting = (*self.wishes.presses, *self.wishes.asides)
        if any(wish.command not in QUIET for wish in waiting):
            return True
        return any(one.command not in QUIET for one in self.in_flight.values())

    @property
    def is_moving(self) -> bool:
        """True while another run than the one on screen is promised, in which its moments mean nothing."""
        return self.shown is None or self.shown.run != self.requests.run

    @property
    def moment_ahead(self) -> Moment | None:
        """The moment that is on its way to the screen, None where none is."""
        asked = [one.moment for one in self.in_flight.values() if one.command == "go"]
        return self.moment_wanted or (asked[-1] if asked else None)

    @property
    def visit_ahead(self) -> Moment | None:
        """The moment of another branch that is on its way to the screen, None where none is."""
        asked: list[Request | Wish] = [one for one in self.in_flight.values() if one.run == self.requests.run]
        asked += self.wishes.presses
        return next((one.moment for one in asked if one.command == "visit"), None)

    def begin(self, wish: Wish) -> None:
        """Let `wish`, for another run, be all that is wanted."""
        self.requests.run += 1
        self.moment_wanted = None
        self.drive.end()
        self.wishes.begin(wish)

    def leave_past(self, outline: Outline) -> None:
        """Have what comes next done in a branch that begins at the moment asked for last, if that is past."""
        visited = self.visit_ahead
        if visited is not None and visited.index < outline.branch(visited.branch).last:
            self.begin(Wish("fork", moment=visited))
        if self.shown is None or self.is_moving:
            return
        moment = self.moment_ahead or self.shown.moment
        if moment.index < self.shown.last:
            self.begin(Wish("fork", moment=moment))
        elif self.moment_wanted is not None:
            # What is pressed is sent before a journey, which is to lead to the present first.
            self.moment_wanted = None
            self.wishes.press(Wish("go", moment=moment))

    def look_again(self) -> None:
        """Ask for one more picture of what is on screen, unless one comes anyway."""
        is_coming = any(one.command == "snapshot" for one in self.in_flight.values())
        if not is_coming and not self.drive.is_on and LOOK not in self.wishes.presses:
            self.wishes.presses.append(LOOK)

    def pump(self) -> None:
        """Send what can be sent now."""
        while self.is_ready and len(self.in_flight) < IN_FLIGHT and (request := self._next()) is not None:
            # What cannot be written down, such as half a letter in a name, is never answered.
            self._link.send(request)
            self.in_flight[request.request] = request
        if not self.drive.is_on:
            self._timer.stop()

    def drop(self) -> None:
        """Forget the train that is on, and the presses that wait."""
        self.drive.end()
        self.wishes.drop()

    def clear(self) -> None:
        """Want nothing any more: there is no engine."""
        self.is_ready = self.is_cell_wanted = False
        self.moment_wanted = None
        self.drive.end()
        self.wishes.clear()
        self.in_flight.clear()
        self._timer.stop()

    def resumable(self) -> Snapshot | None:
        """Return what a new engine can go on from: the whole table on screen."""
        shown = self.shown
        if shown is None or shown.run != self.requests.run or not shown.weight.is_whole:
            return None
        return msgspec.structs.replace(shown, experiment=None, stopped_by="", lookup=None, cell=None)

    def _next(self) -> Request | None:
        # What follows a begin that fails would be done to the run before.
        if any(request.command in OPENERS for request in self.in_flight.values()):
            return None
        if self.wishes.asides:
            return self._fulfilled(self.wishes.asides.popleft())
        self._start_train()
        if self.drive.is_on:
            return self._burst() or self._inspection()
        if self.wishes.presses and self.wishes.presses[0].command != "train":
            return self._fulfilled(self.wishes.presses.popleft())
        return self._journey() or self._inspection()

    def _journey(self) -> Request | None:
        # One at a time: where the mouse has gone on meanwhile, what lies between need not be shown.
        moment = self.moment_wanted
        if moment is None or self.in_flight:
            return None
        self.moment_wanted = None
        return self.requests.go(moment)

    def _start_train(self) -> None:
        presses = self.wishes.presses
        # The step to train up to is known once everything before has been answered.
        if self.drive.is_on or self.in_flight or not presses or presses[0].command != "train":
            return
        self.drive.start(self._step(), presses.popleft().rounds)

    def _burst(self) -> Request | None:
        if self.in_flight and self.drive.is_single:
            return None
        if (wait_s := self.drive.wait_s()) > 0:
            self._timer.start(math.ceil(wait_s * 1000))
            return None
        return self.requests.train(self.drive.take(self._step()))

    def _inspection(self) -> Request | None:
        # Behind nothing and before nothing: hovering must never hold up what was pressed.
        if self.in_flight or not self.is_cell_wanted or self.shown is None:
            return None
        self.is_cell_wanted = False
        return None if self.requests.cell is None else self.requests.inspect()

    def _fulfilled(self, wish: Wish) -> Request:
        if wish.command == "begin":
            return self.requests.begin(self.resumable())
        return self.requests.wish(wish)

    def _step(self) -> int:
        return 0 if self.shown is None else self.shown.step
