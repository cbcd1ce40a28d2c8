"""Axis: where in the timeline's width each moment stands, and which of the actions' ends have room there."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import NamedTuple

from embviz.gui.timeline.chronicle import Chronicle

# A run of fewer moments leaves the rest of the width free: each of its actions is as long as it will be.
LEAST_MOMENTS = 10
# Ends that come closer than this are thinned.
APART_PX = 6.0


class Axis(NamedTuple):
    """`last` moments after the start, dealt out evenly over `width` px from `left` on."""

    left: float
    width: float
    last: int

    @property
    def right(self) -> float:
        """Where the last moment stands."""
        return self.left + self.width

    @property
    def pitch(self) -> float:
        """How far two moments are apart."""
        return self.width / self.last

    def x(self, index: int) -> float:
        """Return where the moment at `index` stands; those behind the axis stand at its end."""
        return self.left + self.width * min(index, self.last) / self.last

    def nearest(self, x: float) -> int:
        """Return the index of the moment that is nearest to `x`, within the axis."""
        return max(0, min(round((x - self.left) / self.pitch), self.last))


def axis_of(chronicle: Chronicle, left: float, width: float) -> Axis:
    """Return the axis of the longest line of the run that is shown, and of what hangs together with it."""
    return Axis(left, max(width, 1.0), max(LEAST_MOMENTS, chronicle.last, chronicle.tree.last))


def ticks(chronicle: Chronicle, axis: Axis) -> list[int]:
    """Return the indices at which actions end, in order, each at least APART_PX from the one before.

    It takes as many looks as there is room for, however many actions there are.
    """
    ends, apart = chronicle.ends, max(1, math.ceil(APART_PX / axis.pitch))
    found: list[int] = []
    place = bisect_left(ends, apart)
    while place < len(ends):
        found.append(ends[place])
        place = bisect_left(ends, ends[place] + apart, place + 1)
    return found
