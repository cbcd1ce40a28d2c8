"""Drive: the train that is on its way, how far it may go, and when its next burst is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from embviz.core.messages import Snapshot, StopRule
from embviz.gui.control.pace import Pace

NO_RULE = StopRule()
# What `stopped_by` says where a Run has done its steps: the engine knows no Run, and no such rule.
AFTER_STEPS = "after_steps"


class Burst(NamedTuple):
    """What the next request of a train asks for; the bursts of one `press` are one action."""

    press: int
    until_step: int | None
    stop: StopRule | None


class _Goal(NamedTuple):
    start: int
    rounds: int | None


class Drive:
    """One train at a time: a Run, or so many rounds.

    `rule` stops either, `after_steps` a Run alone, counted from where it started. `clock` tells seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.rule = NO_RULE
        self.after_steps: int | None = None
        self._clock = clock
        self._pace: Pace | None = None
        self._goal: _Goal | None = None
        self._press = 0
        self._reason = ""

    @property
    def is_on(self) -> bool:
        """True while a train is on its way."""
        return self._goal is not None

    @property
    def is_single(self) -> bool:
        """True where a burst has to be answered before the next is asked for: a second one would train on
        past the rule that stopped the first, or be late for another pace."""
        return self._pace is not None or self.rule != NO_RULE

    def set_pace(self, rate: float | None) -> None:
        """Train `rate` steps a second from now on, or as fast as it goes."""
        if rate is None:
            self._pace = None
        elif self._pace is None:
            self._pace = Pace(rate)
            self._pace.start(self._clock())
        else:
            self._pace.change(rate)

    def start(self, step: int, rounds: int | None) -> None:
        """Start from `step`, for so many rounds or until `end`."""
        self._goal = _Goal(step, rounds)
        self._press += 1
        self._reason = ""
        if self._pace is not None:
            self._pace.start(self._clock())

    def end(self) -> None:
        """Ask for nothing more."""
        self._goal = None

    def wait_s(self) -> float:
        """Return for how long no burst is due, 0 where one is."""
        return 0.0 if self._pace is None else self._pace.wait_s(self._clock())

    def take(self, step: int) -> Burst:
        """Return what to ask for now, that the run is at `step` and a burst is due."""
        stops = [] if (until := self._until()) is None else [until]
        if self._pace is not None:
            stops.append(step + self._pace.take(self._clock()))
        return Burst(self._press, min(stops, default=None), None if self.rule == NO_RULE else self.rule)

    def arrive(self, snapshot: Snapshot) -> Snapshot:
        """End the train where `snapshot` says that it has ended by itself; return it with the reason.

        What only looks at the same moment again, and a burst that was on its way and found nothing left to
        do, keep the reason.
        """
        if snapshot.command not in ("train", "snapshot"):
            self._reason = ""
        elif snapshot.command == "train" and self._goal is not None:
            self._end_by(snapshot)
        return msgspec.structs.replace(snapshot, stopped_by=self._reason) if self._reason else snapshot

    def _end_by(self, snapshot: Snapshot) -> None:
        assert self._goal is not None
        until = self._until()
        if snapshot.stopped_by:
            self._reason = snapshot.stopped_by
            self.end()
        elif until is not None and snapshot.step >= until:
            self._reason = AFTER_STEPS if self._goal.rounds is None else ""
            self.end()

    def _until(self) -> int | None:
        assert self._goal is not None
        rounds = self.after_steps if self._goal.rounds is None else self._goal.rounds
        return None if rounds is None else self._goal.start + rounds
