"""History: every moment of every branch of a session, each kept as the rows that its run has ever changed.

A moment is restored from its own rows and the table at the start of its run: no other moment is needed, and
so any of them may be thinned out. The moments of a train are kept as its rounds go by (notes.py), the others
when they are there.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import msgspec
import numpy as np
import torch

from embviz.core.messages import (
    KEYFRAME_EVERY,
    Action,
    Array,
    Bookmark,
    Branch,
    Moment,
    Request,
    Scalars,
    Snapshot,
)
from embviz.core.recipes import mark
from embviz.engine.past.columns import columns_of, numbers_of_last
from embviz.engine.past.limbs import Base, Limb, Made, path_to
from embviz.engine.past.notes import Notes
from embviz.engine.past.reach import Reach
from embviz.engine.past.segments import Cut, Meta, Rows, Segment
from embviz.engine.past.sizes import Sizes
from embviz.engine.trainer import Trainer

MEGABYTE = 1_000_000
USUAL_BUDGET_MB = 512
NO_ROWS: Rows = ()


class NotKept(Exception):
    """A moment that cannot be shown, since nothing of it is kept; the text says why."""


class History:
    """All branches of a session. The trainer stands at the moment `standing`, whose rows are `rows`."""

    def __init__(
        self,
        budget_bytes: int = USUAL_BUDGET_MB * MEGABYTE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limbs: dict[int, Limb] = {}
        self.bookmarks: dict[Moment, str] = {}
        self.standing = Moment()
        self.rows: Rows = NO_ROWS
        self.memory_bytes = 0
        # The numbers of the moment that was recorded last.
        self.now: Scalars | None = None
        # Another one for each other outline.
        self.version = 0
        self._sizes = Sizes(budget_bytes, clock)
        self._reach = Reach()
        self._segments: list[Segment] = []
        self._thinned = 0
        # Of moments that are thinned every so many-th is kept.
        self.stride = KEYFRAME_EVERY

    @property
    def limb(self) -> Limb:
        """The branch on which the trainer stands."""
        return self.limbs[self.standing.branch]

    @property
    def last(self) -> int:
        """The index of the last moment of that branch."""
        return self.limb.last

    @property
    def is_past(self) -> bool:
        """True where the trainer stands before the last moment of its branch."""
        return self.standing.index < self.last

    def begin(self, trainer: Trainer, resume: Snapshot | None = None) -> None:
        """Begin a run of its own with what `trainer` is now, its moment 0; it may go on from `resume`."""
        limb = Limb(
            len(self.limbs), None, trainer.experiment, Base(trainer.weight.detach(), trainer.generator)
        )
        self.limbs[limb.number] = limb
        self.standing, self.rows = Moment(limb.number, 0), NO_ROWS
        if resume is not None:
            self.rows = None
            limb.base.cover(None, trainer.weight.detach())
        count = 0 if resume is None else resume.action_count
        self._append(self._single(trainer, Action(number=count, kind="begin")))
        self.version += 1

    def settle(self, trainer: Trainer) -> None:
        """Have the optimizer of `trainer` made, if it was not when the run began."""
        _ = trainer.optimizer
        self.segment(self.standing).settle(trainer)

    def fork(self) -> Limb:
        """Begin a branch at the moment at which the trainer stands."""
        moment, parent = self.standing, self.limb
        # A branch of a branch before it has done anything is one of its parent.
        fork = Moment(self._home(moment).number, moment.index)
        limb = Limb(len(self.limbs), fork, parent.experiment, parent.base)
        self.limbs[limb.number] = limb
        self.standing = Moment(limb.number, moment.index)
        self.version += 1
        return limb

    def forget_empty(self) -> None:
        """Forget the newest run, where nothing has been done in it and the trainer stands there."""
        limb = self.limbs[len(self.limbs) - 1]
        is_named = any(mark.branch == limb.number for mark in self.bookmarks)
        if limb is not self.limb or limb.fork is not None or limb.last or is_named:
            return
        del self.limbs[limb.number]
        self._segments = [segment for segment in self._segments if segment.branch != limb.number]
        self.memory_bytes -= sum(segment.memory_bytes for segment in limb.segments)

    def root(self, number: int) -> int:
        """Return the number of the run that a branch grew from. Raises NotKept for a branch that is not."""
        if number not in self.limbs:
            raise NotKept(mark("there is no branch {number}").format(number=number))
        return path_to(self.limbs, number)[0][0].number

    def prepare(self, trainer: Trainer, request: Request) -> None:
        """Make ready for `request`: the rows that it may change are remembered as they are now."""
        self.settle(trainer)
        rows, base = self._reach.rows_after(trainer, request, self.rows), self.limb.base
        if rows is None and base.whole is None and not self._sizes.fits(trainer, None):
            # A second table is more than history may take.
            self._forget_run()
        elif base.is_known:
            base.cover(rows, trainer.weight.detach())
        self.rows = rows
        is_noted = request.command == "train" and self._sizes.are_all_kept(trainer, rows)
        trainer.notes = Notes(rows) if is_noted else None

    def hold(self, trainer: Trainer) -> list[Segment]:
        """Keep the moment at which `trainer` stands, where the train that made it was too heavy to be kept
        in full; return what is another segment now."""
        segment, index = self.segment(self.standing), self.standing.index
        if segment.holds(index) or index != segment.last or not self._sizes.fits(trainer, self.rows):
            return []
        self.memory_bytes -= segment.memory_bytes
        notes = Notes(self.rows)
        notes.take(trainer)
        segment.hold_last(notes.names, notes.taken, notes.sparse)
        self.memory_bytes += segment.memory_bytes
        limb = self.limbs[segment.branch]
        if index == limb.last:
            limb.kept_from = min(limb.kept_from, index)
        return [segment]

    def record(self, trainer: Trainer, action: Action, rounds: Scalars | None) -> list[Made]:
        """Keep what `action` has made of `trainer`: the moments of its `rounds`, else the one there is now.

        A train that torch refused is in its middle then, which is a moment after those of its whole rounds.
        """
        made: list[Made] = []
        if rounds is not None and rounds.steps.size:
            whole = msgspec.structs.replace(action, refusal="")
            segment = self._of_rounds(trainer, whole, rounds, bool(action.refusal))
            if action.refusal:
                before = self.segment(self.standing).meta_at(self.standing.index)
                segment.meta = segment.meta.whole_round(before, segment.count)
                segment.numbers[-1] = numbers_of_last(trainer, segment)
            made.append(self._append(segment))
        if action.refusal or rounds is None:
            made.append(self._append(self._single(trainer, action)))
        trainer.notes = None
        self.version += action.kind == "set"
        return made

    def bookmark(self, moment: Moment, name: str) -> None:
        """Give `moment` a name; an empty one takes it away."""
        moment = Moment(self._home(moment).number, moment.index)
        self.bookmarks.pop(moment, None)
        if name:
            self.bookmarks[moment] = name
        self.version += 1

    def nearest(self, moment: Moment) -> Moment:
        """Return the nearest moment up to `moment` that can be shown.

        Raises:
            NotKept: where there is none, or no such branch.
        """
        self.root(moment.branch)
        index = min(moment.index, self.limbs[moment.branch].last)
        while index >= 0:
            segment = self.segment(Moment(moment.branch, index))
            found = segment.nearest(index)
            if found is not None:
                return Moment(moment.branch, found)
            index = segment.first - 1
        raise NotKept(
            mark(
                "the moments of so large a table do not fit into the memory for history: give it more memory"
            )
        )

    def segment(self, moment: Moment) -> Segment:
        """Return the segment that holds `moment`."""
        limb = self._home(moment)
        return limb.segments[bisect_right(limb.firsts, moment.index) - 1]

    def cut(self, moment: Moment) -> Cut:
        """Return `moment`, which must be kept, in full."""
        return self.segment(moment).cut(moment.index)

    def action_at(self, moment: Moment) -> Action:
        """Return the action that made `moment`, as far as it had come."""
        return self.segment(moment).action_at(moment.index)

    def trace(self, number: int) -> Scalars:
        """Return the numbers of all moments of a branch, from its run's start on."""
        steps, numbers = [], []
        for segment, last in self._line(number):
            count = last - segment.first + 1
            first = segment.meta.steps - segment.count + 1
            steps.append(np.arange(first, first + count))
            numbers.append(segment.numbers[:count])
        columns = np.concatenate(numbers).T
        return Scalars(np.concatenate(steps), *(np.ascontiguousarray(column) for column in columns))

    def actions(self, number: int) -> tuple[Action, ...]:
        """Return all actions of a branch, from its run's start on, that at a fork as far as it had come."""
        found: dict[int, Action] = {}
        for segment, last in self._line(number):
            action = segment.action_at(last)
            if action.kind != "begin":
                found[action.number] = action
        return tuple(found.values())

    def kept_from(self, number: int) -> int:
        """Return from which moment on each one of a branch is kept."""
        return max(min(limb.kept_from, last + 1) for limb, last in path_to(self.limbs, number))

    def outline(self) -> tuple[tuple[Branch, ...], tuple[Bookmark, ...]]:
        """Return the shape of it all."""
        marks = (Bookmark(name, moment, self._step(moment)) for moment, name in self.bookmarks.items())
        return tuple(map(self._branch, self.limbs.values())), tuple(marks)

    def set_budget(self, budget_bytes: int) -> list[Segment]:
        """Keep at most about so much; return what had to be thinned."""
        self._sizes.budget_bytes = budget_bytes
        return self.thin()

    def thin(self) -> list[Segment]:
        """Thin the oldest moments until all fits into the budget; return the segments that were thinned.

        The first moment, the last of each branch, those with a bookmark or a branch of their own and every
        KEYFRAME_EVERY-th stay, and at first the ends of actions. Where that is not enough, keyframes are
        thinned to half as many.
        """
        thinned = []
        while self.memory_bytes > self._sizes.budget_bytes:
            if self._thinned >= len(self._segments) - 1:
                if self.stride > max(limb.last for limb in self.limbs.values()):
                    break
                self._thinned, self.stride = 0, self.stride * 2
                continue
            segment = self._segments[self._thinned]
            self._thinned += 1
            self._thin(segment, self._keepers(segment))
            thinned.append(segment)
        return thinned

    def add(self, number: int, segment: Segment) -> Segment:
        """Put a `segment` at the end of a branch; return the one that holds its moments now."""
        limb, segment.branch = self.limbs[number], number
        self.memory_bytes += segment.memory_bytes
        if segment.kept is not None:
            limb.kept_from = segment.last + (not segment.holds(segment.last))
        if limb.segments and limb.segments[-1].join(segment):
            return limb.segments[-1]
        limb.segments.append(segment)
        limb.firsts.append(segment.first)
        self._segments.append(segment)
        return segment

    def _append(self, segment: Segment) -> Made:
        holder = self.add(self.standing.branch, segment)
        self.standing = Moment(self.standing.branch, segment.last)
        return Made(segment, holder)

    def _single(self, trainer: Trainer, action: Action) -> Segment:
        notes = Notes(self.rows)
        is_kept = self._sizes.fits(trainer, self.rows)
        if is_kept:
            notes.take(trainer)
        self.now = trainer.moment()
        return self._segment(trainer, action, notes, columns_of(self.now), is_kept)

    def _of_rounds(self, trainer: Trainer, action: Action, rounds: Scalars, is_refused: bool) -> Segment:
        # A round's numbers are those of the moment that it started from.
        self.now = trainer.moment()
        numbers = np.concatenate([columns_of(rounds)[1:], columns_of(self.now)])
        is_kept = trainer.notes is not None
        segment = self._segment(trainer, action, trainer.notes or Notes(self.rows), numbers, is_kept)
        if not is_kept and not is_refused and self._sizes.is_due(trainer, self.rows):
            notes = Notes(self.rows)
            notes.take(trainer)
            segment.hold_last(notes.names, notes.taken, notes.sparse)
        return segment

    def _segment(
        self, trainer: Trainer, action: Action, notes: Notes, numbers: Array, is_kept: bool
    ) -> Segment:
        first = 0 if action.kind == "begin" else self.standing.index + 1
        last = first + len(numbers) - 1
        dim, meta = trainer.weight.shape[1], Meta.of(trainer, self.rows)
        if torch.equal(meta.random, self.limb.base.random):
            # Its 5 KB would weigh more than all else of a small moment.
            meta = replace(meta, random=self.limb.base.random)
        return Segment(
            first=first,
            action=msgspec.structs.replace(action, moment=last, step=trainer.steps),
            meta=meta,
            rows=self.rows,
            names=notes.names if is_kept else (),
            values=notes.taken if is_kept else torch.empty(0, 0, dim),
            sparse=notes.sparse,
            numbers=numbers,
            rates=np.array(notes.rates) if notes.rates else None,
            kept=None if is_kept else np.empty(0, dtype=np.int64),
        )

    def _thin(self, segment: Segment, keep: Iterable[int]) -> None:
        self.memory_bytes -= segment.memory_bytes
        segment.thin(keep)
        self.memory_bytes += segment.memory_bytes

    def _forget_run(self) -> None:
        """Forget the start of this run, and with it the tables of all its moments: none can be shown then."""
        base = self.limb.base
        # Moments that were kept since then have all of their rows.
        for limb in self.limbs.values() if base.is_known else ():
            if limb.base is base:
                for segment in limb.segments:
                    self._thin(segment, ())
                limb.kept_from = limb.last + 1
        base.forget()

    def _keepers(self, segment: Segment) -> set[int]:
        limb = self.limbs[segment.branch]
        span = range(segment.first, segment.last + 1)
        start = -(-segment.first // self.stride) * self.stride
        keep = set(range(start, segment.last + 1, self.stride))
        marks = [
            *self.bookmarks,
            *(one.fork for one in self.limbs.values() if one.fork is not None),
            self.standing,
        ]
        keep.update(mark.index for mark in marks if mark.branch == limb.number and mark.index in span)
        at = bisect_right(limb.firsts, segment.first)
        is_end = at == len(limb.segments) or limb.segments[at].action.number != segment.action.number
        if at == len(limb.segments) or (is_end and self.stride == KEYFRAME_EVERY):
            keep.add(segment.last)
        limb.kept_from = max(limb.kept_from, segment.last + (segment.last not in keep))
        return keep

    def _home(self, moment: Moment) -> Limb:
        limb = self.limbs[moment.branch]
        while limb.fork is not None and moment.index <= limb.fork.index:
            limb = self.limbs[limb.fork.branch]
        return limb

    def _line(self, number: int) -> Iterator[tuple[Segment, int]]:
        """Yield the segments that lead to the end of a branch, each with its last moment on the way."""
        for limb, last in path_to(self.limbs, number):
            for segment in limb.segments:
                if segment.first > last:
                    break
                yield segment, min(segment.last, last)

    def _branch(self, limb: Limb) -> Branch:
        last = Moment(limb.number, limb.last)
        return Branch(
            number=limb.number,
            fork=limb.fork,
            step=0 if limb.fork is None else self._step(limb.fork),
            last=limb.last,
            last_step=self._step(last),
            experiment=limb.experiment,
            settings=limb.settings,
        )

    def _step(self, moment: Moment) -> int:
        return self.action_at(moment).step
