"""MODES and MomentWords: in which ways two moments are compared, and how they are called."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject

from embviz.core.messages import Moment, Other, Outline, Snapshot

# The ways in which two moments are shown.
SIDE_BY_SIDE, DIFFERENCE = "side by side", "difference"
MODES = (SIDE_BY_SIDE, DIFFERENCE)


class Pair(NamedTuple):
    """The names of two moments: the one on screen and the other."""

    this: str
    other: str


class MomentWords(QObject):
    """Names moments by their steps, and where that is not enough by more.

    Branches are named where the two are of different ones, moments where both are at the same step, and
    bookmarks where there are any in the outline that was seen last.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: dict[Moment, str] = {}

    def see(self, outline: Outline | None) -> None:
        """Take in an outline, where one has come."""
        if outline is not None:
            # On one line, whatever was typed.
            self._names = {mark.moment: " ".join(mark.name.split()) for mark in outline.bookmarks}

    def names(self, snapshot: Snapshot, other: Other) -> Pair:
        """Return the names of the two: 'step 40' and 'step 12 "before"'."""
        return Pair(
            self._name(snapshot.moment, snapshot.step, other.moment, other.step),
            self._name(other.moment, other.step, snapshot.moment, snapshot.step),
        )

    def captions(self, snapshot: Snapshot, other: Other) -> Pair:
        """Return what stands above their tables: 'now · step 40' and 'compared · step 12 "before"'."""
        this, there = self.names(snapshot, other)
        here = self.tr("past · {moment}") if snapshot.is_past else self.tr("now · {moment}")
        return Pair(here.format(moment=this), self.tr("compared · {moment}").format(moment=there))

    def sentence(self, snapshot: Snapshot, other: Other) -> str:
        """Return what is compared, in a sentence: 'Comparing step 40 (now) with step 12 "before"'."""
        this, there = self.names(snapshot, other)
        text = (
            self.tr("Comparing {this} (past) with {other}")
            if snapshot.is_past
            else self.tr("Comparing {this} (now) with {other}")
        )
        return text.format(this=this, other=there)

    def _name(self, moment: Moment, step: int, beside: Moment, step_beside: int) -> str:
        name = self.tr("step {step}").format(step=step)
        if moment.branch != beside.branch:
            name = self.tr("branch {branch}, {moment}").format(branch=moment.branch + 1, moment=name)
        elif step == step_beside and moment != beside:
            name = self.tr("{moment}, moment {index}").format(moment=name, index=moment.index)
        bookmark = self._names.get(moment)
        if bookmark is None:
            return name
        return self.tr("{moment} “{name}”").format(moment=name, name=bookmark)
