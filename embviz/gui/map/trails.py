"""Trails: where pinned rows have been since the axes were fitted, thinned so that they stay short."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

import numpy as np

from embviz.core.messages import Array

MOST_POINTS = 300

Point = tuple[float, float]


class Trail:
    """The points of one row by their steps, at most MOST_POINTS of them."""

    def __init__(self) -> None:
        self._steps: list[int] = []
        self._points: list[Point] = []

    def add(self, step: int, point: Point) -> None:
        """Take in where the row was at `step`; of a step that is known already, the newest point stays."""
        place = bisect_left(self._steps, step)
        if place < len(self._steps) and self._steps[place] == step:
            self._points[place] = point
            return
        self._steps.insert(place, step)
        self._points.insert(place, point)
        if len(self._steps) > MOST_POINTS:
            self._thin()

    def until(self, step: int) -> Array:
        """Return the points up to `step`, the oldest first, (n, 2)."""
        known = bisect_left(self._steps, step + 1)
        return np.array(self._points[:known], dtype=np.float64).reshape(-1, 2)

    def _thin(self) -> None:
        """Take the point away that makes the least way: its neighbours are nearly one point."""
        points = np.array(self._points)
        ways = np.hypot(*np.diff(points, axis=0).T)
        place = 1 + int(np.argmin(ways[:-1] + ways[1:]))
        del self._steps[place], self._points[place]


class Trails:
    """The trails of the pinned rows, for one fit of the axes in one run."""

    def __init__(self) -> None:
        self._trails: dict[int, Trail] = {}
        self._axes: tuple[object, ...] | None = None

    def add(self, axes: tuple[object, ...], step: int, points: Mapping[int, Point]) -> None:
        """Take in where rows are at `step`, by their numbers.

        Under other `axes`, which are told apart by any values, all trails begin anew; that of a row which is
        not among `points` ends, since what it does meanwhile is not known.
        """
        if axes != self._axes:
            self._axes, self._trails = axes, {}
        self._trails = {row: self._trails.get(row) or Trail() for row in points}
        for row, point in points.items():
            if np.isfinite(point).all():
                self._trails[row].add(step, point)

    def clear(self) -> None:
        """Forget all."""
        self._axes, self._trails = None, {}

    def until(self, step: int) -> dict[int, Array]:
        """Return the points of each row up to `step`, oldest first, (n, 2)."""
        return {row: trail.until(step) for row, trail in self._trails.items()}
