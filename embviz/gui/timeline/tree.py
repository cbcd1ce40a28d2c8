"""Tree: how the branches of a session hang together, seen from the one on screen, and a row for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from embviz.core.outline import Bookmark, Branch, Moment, Outline


class Lane(NamedTuple):
    """What a branch has for itself: its moments after `start`, to `stop`, in the `row` below the line.

    It leaves the lane in `parent_row` at `start`; row 0 is the present line, None stands for a run of its
    own. `is_kin` says that it has moments in common with the line, `is_rest` that these are the branch's own.
    """

    branch: Branch
    start: int
    row: int
    parent_row: int | None
    is_kin: bool = True
    is_rest: bool = False

    @property
    def stop(self) -> int:
        """The index of its last moment."""
        return self.branch.last


class Tree:
    """The lanes of all branches but the `present` one, which with what it grew from is the line.

    Lanes come by rows, from 1. Of those that leave one lane the latest comes first, each followed by those
    that leave it: so no connector crosses a lane. Runs that have no moment in common with the line come last.
    """

    def __init__(self, outline: Outline, present: int) -> None:
        self._branches = {branch.number: branch for branch in outline.branches}
        self._present = present
        self._forks = {number: self._owner(branch.fork) for number, branch in self._branches.items()}
        # Up to which index the line has the moments of a branch that it grew from.
        self._shared = dict(self._shares())
        self.lanes = tuple(self._lanes()) if present in self._branches else ()
        # The bookmarks of each lane, by the number of its branch.
        self.marks: dict[int, list[Bookmark]] = {}
        for mark in outline.bookmarks:
            owner = self._owner(mark.moment)
            if owner is not None and self.index_on_line(owner) is None:
                self.marks.setdefault(owner.branch, []).append(mark)

    @property
    def last(self) -> int:
        """The greatest index of the lanes that hang together with the line, 0 where there are none."""
        return max((lane.stop for lane in self.lanes if lane.is_kin), default=0)

    def index_on_line(self, moment: Moment) -> int | None:
        """Return the index of `moment` where the line goes through it, or None."""
        owner = self._owner(moment) or moment
        if owner.branch == self._present:
            return owner.index
        return owner.index if owner.index <= self._shared.get(owner.branch, -1) else None

    def _owner(self, moment: Moment | None) -> Moment | None:
        """Return `moment` by the branch that has it for itself; None for none and of an unknown branch."""
        while moment is not None and (branch := self._branches.get(moment.branch)) is not None:
            if branch.fork is None or moment.index > branch.fork.index:
                return moment
            moment = Moment(branch.fork.branch, moment.index)
        return None

    def _shares(self) -> Iterator[tuple[int, int]]:
        fork = self._forks.get(self._present)
        while fork is not None:
            yield fork.branch, fork.index
            fork = self._forks[fork.branch]

    def _lanes(self) -> Iterator[Lane]:
        leaving = self._leaving()
        # The last is taken first.
        waiting: list[tuple[int, int, int | None, bool]] = []
        waiting += [(start, number, None, False) for start, number in leaving.get(None, ())]
        waiting += [(start, number, 0, True) for start, number in leaving.get(self._present, ())]
        for row in range(1, len(self._branches) + 1):
            if not waiting:
                return
            start, number, parent_row, is_kin = waiting.pop()
            yield Lane(self._branches[number], start, row, parent_row, is_kin, number in self._shared)
            waiting += [(at, child, row, is_kin) for at, child in leaving.get(number, ())]

    def _leaving(self) -> dict[int | None, list[tuple[int, int]]]:
        """Return at which index, and by what number, branches leave another; None has runs of their own."""
        leaving: dict[int | None, list[tuple[int, int]]] = {}
        for number, branch in self._branches.items():
            fork, shared = self._forks[number], self._shared.get(number)
            if number == self._present:
                continue
            if shared is not None:
                # What the line has to its end leaves it nowhere.
                if branch.last > shared:
                    leaving.setdefault(self._present, []).append((shared, number))
            elif fork is None:
                leaving.setdefault(None, []).append((0, number))
            else:
                parent = fork.branch if self.index_on_line(fork) is None else self._present
                leaving.setdefault(parent, []).append((fork.index, number))
        # Of a run in which nothing was done, there is nothing to show but what may leave it.
        leaving[None] = [
            (start, number)
            for start, number in leaving.get(None, [])
            if self._branches[number].last or number in leaving
        ]
        return {parent: sorted(starts) for parent, starts in leaving.items()}
