"""Course: how a run came to be what it is, and where it parted from another branch of the same run."""

from __future__ import annotations

from typing import NamedTuple

from embviz.core.differences import SAME, Difference, differences, later, since
from embviz.core.experiment import Experiment
from embviz.core.messages import Action, Branch, Outline


class Parting(NamedTuple):
    """The last moment that two branches have in common: its index, and how many steps had been done."""

    moment: int
    step: int


class Course(NamedTuple):
    """A run by its number in the window: its experiment, what was `set` in it, and the branches that it went
    along, the root first; none where that is not known."""

    run: int
    experiment: Experiment | None
    sets: tuple[Action, ...] = ()
    line: tuple[Branch, ...] = ()

    @property
    def later(self) -> tuple[Difference, ...]:
        """What it has set in the middle, each name by its last value."""
        last = {one.name: later(one.name, one.value) for one in self.sets if one.value is not None}
        return tuple(last.values())

    def is_branch_of(self, other: Course) -> bool:
        """Return whether both end in the same branch."""
        return bool(self.line) and self._numbers == other._numbers and self.experiment == other.experiment

    def parting(self, other: Course) -> Parting | None:
        """Return where the two parted; None where they are one, or have no moment in common."""
        if not self.line or not other.line or self.experiment != other.experiment:
            return None
        shared = 0
        for one, two in zip(self._numbers, other._numbers, strict=False):
            if one != two:
                break
            shared += 1
        if not shared:
            return None
        left = [line[shared] for line in (self.line, other.line) if len(line) > shared]
        found = [Parting(one.fork.index, one.step) for one in left if one.fork is not None]
        return min(found, default=None)

    def told(self, current: Course, parting: Parting | None) -> tuple[Difference, ...]:
        """Return what this one did otherwise than the `current` one; none where nothing is known of it."""
        if self.experiment is None or current.experiment is None:
            return ()
        if parting is not None:
            return since(*parting, self.experiment, self.sets, current.sets)
        return *(differences(self.experiment, current.experiment) or (Difference(SAME),)), *self.later

    @property
    def _numbers(self) -> tuple[int, ...]:
        return tuple(branch.number for branch in self.line)


def line_of(outline: Outline | None, number: int) -> tuple[Branch, ...]:
    """Return the branches that the branch with that number went along; none where it is not in `outline`."""
    if outline is None:
        return ()
    try:
        return outline.lineage(number)
    except KeyError:
        return ()
