"""Chronicle: all that was done to the run on screen, by moments, and how they count as steps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from embviz.core.labels import NO_NAMES
from embviz.core.messages import KEYFRAME_EVERY
from embviz.core.outline import Bookmark, Moment, Outline
from embviz.core.subjects import rows_of
from embviz.gui.timeline.tree import Tree

if TYPE_CHECKING:
    from embviz.core.messages import Action, Snapshot


class Words(NamedTuple):
    """What to say of a moment: the step that the run was at, the action that made it, None at the start,
    for a train which of its rounds, from 1, and labels of rows."""

    step: int
    action: Action | None
    round: int = 0
    names: Mapping[int, str] = NO_NAMES


class Chronicle:
    """The run's actions in order, the outline of the session, and the moment that is shown.

    Indices are those of moments, from 0, the start of the run, to `last`. It is fed by `merge` alone.
    """

    def __init__(self) -> None:
        self.run: int | None = None
        self.moment = Moment()
        self.last = 0
        self.kept_from = 0
        self.keyframe_every = KEYFRAME_EVERY
        self.outline = Outline()
        self.tree = Tree(self.outline, 0)
        # Labels of rows that actions name.
        self.names: dict[int, str] = {}
        self._step = 0
        self._actions: list[Action] = []
        # The index at which each ends, once more: plain numbers are found five times as fast.
        self._ends: list[int] = []
        self._bookmarks: dict[int, Bookmark] = {}
        self._marked: list[int] = []

    @property
    def index(self) -> int:
        """The index of the moment that is shown."""
        return self.moment.index

    @property
    def is_past(self) -> bool:
        """True where others came after the moment that is shown."""
        return self.moment.index < self.last

    @property
    def ends(self) -> Sequence[int]:
        """The indices at which actions end, in order."""
        return self._ends

    @property
    def bookmarks(self) -> list[tuple[int, Bookmark]]:
        """The bookmarks of this run's moments, by their indices, in order."""
        return [(index, self._bookmarks[index]) for index in self._marked]

    def merge(self, snapshot: Snapshot) -> None:
        """Take in `snapshot`; the same one again changes nothing.

        A new run starts anew, and keeps the outline.
        """
        line = self.run, self.moment.branch, self.outline
        if snapshot.run != self.run:
            self.run = snapshot.run
            self._actions.clear()
            self._ends.clear()
            self.names.clear()
        for action in snapshot.actions:
            self._place(action)
            self.names |= {row: snapshot.names[row] for row in rows_of(action) if row in snapshot.names}
        self.moment, self._step = snapshot.moment, snapshot.step
        self.last = max(snapshot.last, snapshot.moment.index)
        self.kept_from, self.keyframe_every = snapshot.kept_from, snapshot.keyframe_every
        if snapshot.outline is not None:
            self.outline = snapshot.outline
        if line != (self.run, self.moment.branch, self.outline):
            self._draw_tree()

    def previous_action(self, index: int | None = None) -> int | None:
        """Return the index at which the action before ends: from within a train, the one before the train.

        0 is before the first action; before that, it is None. Without `index`, from the moment shown.
        """
        index = self.index if index is None else index
        place = bisect_left(self._ends, index)
        return None if index <= 0 else self._ends[place - 1] if place else 0

    def next_action(self, index: int | None = None) -> int | None:
        """Return the index at which the action after ends, or the train that `index` is in; None at the last.

        Without `index`, from the moment shown.
        """
        index = self.index if index is None else index
        place = bisect_right(self._ends, index)
        if index >= self.last:
            return None
        return min(self._ends[place], self.last) if place < len(self._ends) else self.last

    def previous_moment(self, index: int | None = None) -> int | None:
        """Return the greatest index below `index`, or the moment shown, whose moment is kept."""
        index = self.index if index is None else index
        return None if index <= 0 else self._kept_down(index - 1)

    def next_moment(self, index: int | None = None) -> int | None:
        """Return the least index above `index`, or the moment shown, whose moment is kept."""
        index = self.index if index is None else index
        return None if index >= self.last else self._kept_up(index + 1)

    def nearest(self, index: int) -> int:
        """Return the index nearest to `index` whose moment is kept."""
        index = max(0, min(index, self.last))
        below, above = self._kept_down(index), self._kept_up(index)
        return below if index - below <= above - index else above

    def action_at(self, index: int) -> Action | None:
        """Return the action that made the moment, None at the start and where it is not known."""
        return self.words(index).action

    def words(self, index: int) -> Words:
        """Return what to say of the moment at `index`."""
        if index <= 0:
            return Words(0, None)
        place = bisect_left(self._ends, index)
        start, step = (self._actions[place - 1].moment, self._actions[place - 1].step) if place else (0, 0)
        if place == len(self._actions):
            # What made it has not been told: all there is, is what the snapshot says of itself.
            return Words(self._step if index == self.index else step, None)
        action = self._actions[place]
        if action.kind != "train":
            return Words(action.step, action, names=self.names)
        # Each round is a step; the last moment may be of one that was refused before its step.
        return Words(min(step + index - start, action.step), action, index - start)

    def bookmark_at(self, index: int) -> Bookmark | None:
        """Return the bookmark of the moment at `index`, None where it has none."""
        return self._bookmarks.get(index)

    def _place(self, action: Action) -> None:
        place = bisect_left(self._actions, action.number, key=_number)
        is_known = place < len(self._actions) and self._actions[place].number == action.number
        if not is_known or action.moment > self._actions[place].moment:
            self._actions[place : place + is_known] = [action]
            self._ends[place : place + is_known] = [action.moment]

    def _draw_tree(self) -> None:
        self.tree = Tree(self.outline, self.moment.branch)
        placed = ((self.tree.index_on_line(mark.moment), mark) for mark in self.outline.bookmarks)
        self._bookmarks = {index: mark for index, mark in placed if index is not None}
        self._marked = sorted(self._bookmarks)

    @property
    def _has_ends(self) -> bool:
        # Where memory is short they are thinned as all else.
        return self.keyframe_every == KEYFRAME_EVERY

    def _kept_down(self, index: int) -> int:
        if index >= self.kept_from:
            return index
        marked, done = bisect_right(self._marked, index), bisect_right(self._ends, index)
        return max(
            index - index % self.keyframe_every,
            self._marked[marked - 1] if marked else 0,
            self._ends[done - 1] if done and self._has_ends else 0,
        )

    def _kept_up(self, index: int) -> int:
        if index >= self.kept_from:
            return index
        marked, done = bisect_left(self._marked, index), bisect_left(self._ends, index)
        return min(
            index + -index % self.keyframe_every,
            self.kept_from,
            self._marked[marked] if marked < len(self._marked) else self.kept_from,
            self._ends[done] if done < len(self._ends) and self._has_ends else self.kept_from,
        )


def _number(action: Action) -> int:
    return action.number
