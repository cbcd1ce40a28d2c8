"""Walker: goes through a lesson with the engine and no window, doing what each step's solution says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import msgspec

from embviz.core.experiment import Experiment
from embviz.core.lessons.attempt import Attempt, Watcher
from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.record import LessonRecord, StepRecord
from embviz.core.lessons.seen import Seen
from embviz.core.lessons.solutions import RUN_UNTIL, Move
from embviz.core.messages import Moment, Request, Snapshot
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.schedules import SCHEDULES
from embviz.engine.session import Session

BURST = 500


class Walker:
    """A session, with what the window adds to it: the chosen cell, the tab, the experiment of the run."""

    def __init__(self, lesson: Lesson) -> None:
        self.attempt = Attempt(
            lesson, LessonRecord(lesson.id, steps=tuple(StepRecord() for _ in lesson.steps))
        )
        self._session, self._watcher = Session(), Watcher()
        self._run = self._request = 0
        self._selected, self._tab = (0, 0), "inspector"
        # The moments of this branch at which an action ended: where Undo goes.
        self._ends = [0]
        self._begin(lesson.experiment)
        self.attempt.see(self.seen)

    @property
    def seen(self) -> Seen:
        """What the window would show now."""
        return self._watcher.seen(self._snapshot, self._selected, self._tab)

    def do(self, move: Move) -> None:
        """Do `move`, and tell the attempt what is to be seen then."""
        if move.verb == RUN_UNTIL:
            self._run_until(move)
        else:
            DOES[move.verb](self, *move.words)
        self.attempt.see(self.seen)

    def act(self, command: str, **what: object) -> None:
        """Do something to the run; of a past moment it begins a branch."""
        if self._snapshot.is_past:
            ends = [end for end in self._ends if end <= self._snapshot.moment.index]
            self._ask("fork", moment=self._snapshot.moment)
            self._ends = ends
        self._ask(command, **what)
        self._ends.append(self._snapshot.moment.index)

    def train(self, rounds: str) -> None:
        self.act("train", until_step=self._snapshot.step + int(rounds))

    def look_up(self, *indices: str) -> None:
        self._tab = "lookup"
        self.act("lookup", indices=tuple(map(int, indices)))

    def set(self, name: str, value: str) -> None:
        self.act("set", name=name, value=value if name in ("pairs", "zero_grad") else float(value))

    def edit(self, row: str, column: str, value: str) -> None:
        self.act("edit", place=(int(row), int(column)), value=float(value))

    def select(self, _table: str, row: str, column: str) -> None:
        self._selected, self._tab = (int(row), int(column)), "inspector"

    def open_tab(self, name: str) -> None:
        self._tab = name

    def undo(self) -> None:
        now = self._snapshot.moment
        self._ask("go", moment=Moment(now.branch, max(end for end in self._ends if end < now.index)))

    def reset(self) -> None:
        self._begin(self._experiment)

    def apply(self, *words: str) -> None:
        asked = dict(word.split("=", 1) for word in words)
        was, fields = self._experiment, {}
        optimizer, schedule = asked.get("optimizer", was.optimizer), asked.get("schedule", was.schedule)
        # The form shows torch's own arguments of another optimizer.
        known = was.optimizer_args if optimizer == was.optimizer else {}
        args = OPTIMIZERS[optimizer].complete(known)
        for name, typed in asked.items():
            if name in args:
                args[name] = float(typed)
            else:
                fields[name] = _typed(typed)
        self._begin(
            msgspec.structs.replace(
                was, **fields, optimizer_args=args, schedule_args=SCHEDULES[schedule].complete({})
            )
        )

    def _begin(self, experiment: Experiment) -> None:
        self._experiment, self._ends = experiment, [0]
        self._run += 1
        self._ask("begin", experiment=experiment.anew())

    def _ask(self, command: str, **what: object) -> None:
        self._request += 1
        press = self._request if command == "train" else 0
        request = Request(request=self._request, run=self._run, command=command, press=press, **what)
        answer = self._session.answer(request)
        assert isinstance(answer, Snapshot), answer
        self._snapshot = msgspec.structs.replace(answer, experiment=self._experiment)

    def _run_until(self, move: Move) -> None:
        before = self.attempt.before
        assert move.condition is not None
        assert before is not None
        while not move.condition.holds(before, self.seen):
            self.train(str(BURST))


def _typed(text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text) if text else None
    except ValueError:
        return text


DOES: Mapping[str, Callable[..., None]] = {
    **{verb: partial(Walker.act, command=verb) for verb in ("forward", "backward", "step", "zero_grad")},
    "train": Walker.train,
    "lookup": Walker.look_up,
    "set": Walker.set,
    "zeroing": lambda walker, mode: walker.set("zero_grad", mode),
    "edit": Walker.edit,
    "select": Walker.select,
    "tab": Walker.open_tab,
    "undo": Walker.undo,
    "reset": Walker.reset,
    "apply": Walker.apply,
}
