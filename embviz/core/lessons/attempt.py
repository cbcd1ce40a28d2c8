"""Attempt: one walk through a lesson: where it stands, what was reached and predicted, the way back."""

from __future__ import annotations

from enum import Enum

import msgspec

from embviz.core.lessons.lesson import Lesson, LessonStep, Prediction, Said
from embviz.core.lessons.record import LessonRecord, StepRecord, kept
from embviz.core.lessons.seen import NOTHING_DONE, Seen
from embviz.core.messages import Action, Snapshot
from embviz.core.units import Place


class Straying(Enum):
    """How what is on screen is not what the step begins with, or goes on from."""

    ELSEWHERE = "another run"
    PAST = "a past moment"
    AHEAD = "a moment after the step before"


class Watcher:
    """Makes a Seen of each snapshot: it remembers what was done last, which not each snapshot tells."""

    def __init__(self) -> None:
        self._run: int | None = None
        self._actions: dict[int, Action] = {}
        self._looked_up: tuple[int, ...] = ()

    def seen(self, snapshot: Snapshot, selected: Place, tab: str) -> Seen:
        """Return what there is to be seen now."""
        if snapshot.run != self._run:
            self._run, self._actions, self._looked_up = snapshot.run, {}, ()
        self._actions |= {action.number: action for action in snapshot.actions}
        if snapshot.lookup is not None:
            self._looked_up = snapshot.lookup.indices
        last = self._actions.get(snapshot.action_count, NOTHING_DONE)
        return Seen(snapshot, last, selected, tab, self._looked_up)


class _Trace:
    """One step of this walk: the moment at which it began, and the one at which it was reached."""

    def __init__(self) -> None:
        self.before: Seen | None = None
        self.reached: Seen | None = None
        self.said: Said | None = None
        self.truth: Said | None = None


class Attempt:
    """A walk through `lesson`, from the step at which `record` stands. Tell it all that is seen: `see`.

    A prediction is answered before the ask is revealed, and the goal looked for only then.
    """

    def __init__(self, lesson: Lesson, record: LessonRecord) -> None:
        self.lesson = lesson
        self.record = record
        self.index = record.at
        self.now: Seen | None = None
        self._traces = [_Trace() for _ in lesson.steps]
        self._is_home = False
        for trace, one in zip(self._traces[: record.at], record.steps, strict=False):
            trace.said = frozenset(one.said) if isinstance(one.said, tuple) else one.said

    @property
    def step(self) -> LessonStep:
        """The step that is shown."""
        return self.lesson.steps[self.index]

    @property
    def is_reached(self) -> bool:
        """True where the step's goal was reached, or it only was to be read, and its question answered."""
        return self._trace.reached is not None

    @property
    def is_first(self) -> bool:
        """True at the first step."""
        return self.index == 0

    @property
    def is_last(self) -> bool:
        """True at the last step."""
        return self.index == len(self.lesson.steps) - 1

    @property
    def said(self) -> Said | None:
        """What was predicted in this step, None where nothing was yet."""
        return self._trace.said

    @property
    def truth(self) -> Said | None:
        """What torch then did, None where that is not known yet."""
        return self._trace.truth

    @property
    def is_right(self) -> bool:
        """True where what was said is what torch did."""
        prediction, said = self.step.predict, self._trace.said
        return prediction is not None and said is not None and prediction.is_right(said, self._trace.truth)

    @property
    def question(self) -> Prediction | None:
        """The prediction that waits for its answer, None where there is none."""
        return self.step.predict if self._trace.said is None else None

    @property
    def before(self) -> Seen | None:
        """The moment at which the step began; None while none was seen."""
        return self._trace.before

    @property
    def home(self) -> Seen | None:
        """The moment with which the step should begin: where the one before was reached; None at the first
        step, and where it was reached in another sitting."""
        return None if self.is_first else self._traces[self.index - 1].reached

    @property
    def straying(self) -> Straying | None:
        """How what is on screen has left the lesson, None where it has not."""
        before, now = self._trace.before, self.now
        if before is None or now is None or self.is_reached or self.step.goal is None:
            return None
        if now.snapshot.run != before.snapshot.run:
            is_ours = self.step.may_open or before.snapshot.is_past
            return None if is_ours else Straying.ELSEWHERE
        if now.snapshot.is_past and not before.snapshot.is_past and not self.step.may_open:
            return Straying.PAST
        return self._ahead(before)

    @property
    def is_touched(self) -> bool:
        """True where something was done since the step began, so that it can be started again."""
        before, now = self._trace.before, self.now
        if before is None or now is None or self.step.goal is None:
            return False
        return _standing(before) != _standing(now) or self._ahead(before) is not None

    def see(self, now: Seen) -> bool:
        """Take in what is on screen; return whether the step has been reached by it."""
        self.now = now
        trace = self._trace
        if trace.before is None:
            trace.before = now
            if self._is_home and not self.is_first:
                self._traces[self.index - 1].reached = now
            self._is_home = False
        return self._look()

    def answer(self, said: Said) -> bool:
        """Take the answer to the question; return whether the step has been reached now."""
        self._trace.said = said
        self._note(said=kept(said), truth=None, is_right=None)
        return self._look()

    def go_on(self) -> bool:
        """Go to the next step, if there is one and this one was reached; return whether it did."""
        if self.is_last or not self.is_reached:
            return False
        self._go(self.index + 1)
        return True

    def go_back(self) -> bool:
        """Go to the step before, if there is one; return whether it did."""
        if self.is_first:
            return False
        self._go(self.index - 1)
        return True

    def start_again(self) -> None:
        """Forget what was done in this step, but for what was predicted: what is seen next is the moment with
        which it begins."""
        self._forget(self.index)
        self._is_home = True

    def rewind(self) -> None:
        """Stand at the first step, and forget all but what was predicted: the run begins anew."""
        for index in range(len(self._traces)):
            self._forget(index)
        self.index, self.now = 0, None

    @property
    def _trace(self) -> _Trace:
        return self._traces[self.index]

    def _forget(self, index: int) -> None:
        said = self._traces[index].said
        self._traces[index] = _Trace()
        self._traces[index].said = said

    def _ahead(self, before: Seen) -> Straying | None:
        home = self.home
        is_there = home is None or _standing(home) == _standing(before)
        return None if is_there else Straying.AHEAD

    def _go(self, index: int) -> None:
        self.index = index
        self.record = msgspec.structs.replace(self.record, at=index)
        if self.now is not None:
            self.see(self.now)

    def _look(self) -> bool:
        trace, now = self._trace, self.now
        if trace.reached is not None or trace.before is None or now is None or self.question is not None:
            return False
        if not self.step.is_reached(trace.before, now):
            return False
        trace.reached = now
        self._note(is_reached=True, moment=now.snapshot.moment)
        if self.step.predict is not None:
            trace.truth = self.step.predict.truth(trace.before, now)
            self._note(truth=kept(trace.truth), is_right=self.is_right)
        return True

    def _note(self, **what: object) -> None:
        steps: list[StepRecord] = list(self.record.steps)
        steps[self.index] = msgspec.structs.replace(steps[self.index], **what)
        self.record = msgspec.structs.replace(self.record, steps=tuple(steps))


def _standing(seen: Seen) -> tuple[object, ...]:
    return seen.snapshot.run, seen.snapshot.moment
