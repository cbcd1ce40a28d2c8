"""Outline: the shape of a session, without its numbers: its branches, its bookmarks and its file."""

from __future__ import annotations

import msgspec

from embviz.core.experiment import Experiment
from embviz.core.recipes import Value
from embviz.core.units import Count


class Moment(msgspec.Struct, frozen=True, order=True):
    """One moment of a session: the `index`-th of a branch.

    Moments are counted from 0, the start of the run, along a branch and what it grew from: up to its fork a
    branch has the moments of its parent, by the same indices. Each round of a train makes one, and each other
    action.
    """

    branch: Count = 0
    index: Count = 0


class Bookmark(msgspec.Struct, frozen=True):
    """A moment with a name, and the step that the run was at then."""

    name: str
    moment: Moment
    step: Count


class Branch(msgspec.Struct, frozen=True):
    """A line of moments. One without a `fork` began a run of its own; another left its parent there.

    `step` is the step of the run at the fork, `last` the index of its last moment when the outline was made,
    and `last_step` the step there. `settings` is what was set at its very start, before anything else was
    done.
    """

    number: Count
    fork: Moment | None
    step: Count
    last: Count
    last_step: Count
    experiment: Experiment
    settings: dict[str, Value | str] = {}


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """All branches in the order in which they began, the bookmarks, and the session's file.

    `path` is empty while nothing is written. `is_untitled` says that nobody has named the file yet. `problem`
    says why nothing is written any more, where that is so.
    """

    branches: tuple[Branch, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    path: str = ""
    is_untitled: bool = True
    is_read_only: bool = False
    problem: str = ""

    def branch(self, number: int) -> Branch:
        """Return the branch with that number. Raises KeyError."""
        for branch in self.branches:
            if branch.number == number:
                return branch
        raise KeyError(number)

    def experiment(self, number: int) -> Experiment | None:
        """Return what the branch with that number trains, None where there is no such branch."""
        return next((branch.experiment for branch in self.branches if branch.number == number), None)

    def lineage(self, number: int) -> tuple[Branch, ...]:
        """Return the branch and all that it grew from, the root first. Raises KeyError."""
        line = [self.branch(number)]
        while (fork := line[-1].fork) is not None:
            line.append(self.branch(fork.branch))
        return tuple(reversed(line))


class SessionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a session's file holds, to choose from.

    `steps` and `actions` were done, the last `modified_s` seconds after 1970.
    `is_unfinished`: it was not closed in good order. `is_open`: another window is writing it. `why` says what
    is wrong with a file that cannot be opened.
    """

    path: str
    modified_s: float = 0.0
    steps: Count = 0
    actions: Count = 0
    branches: Count = 0
    is_untitled: bool = False
    is_unfinished: bool = False
    is_open: bool = False
    why: str = ""
