"""Plane: which part of the plane is in sight, at the same scale along both axes, with y upwards."""

from __future__ import annotations

import numpy as np

from embviz.core.messages import Array

# What stands beside the outermost points: half a point, and a name that begins there.
MARGIN_PX = 18
MOST_ZOOM, LEAST_ZOOM = 1e5, 0.25
# Points that move on leave room ahead, so that the next move does not change the scale again.
AHEAD = 0.06
# The scale follows points that draw together only once they would be so much larger.
TOO_SMALL = 2.5


class Plane:
    """A window on the plane, of `size` px: all of the points while `is_whole`, or the part that was chosen.

    `follow` keeps all of them in sight without a change of scale at every move. Points are (n, 2) arrays,
    in units of the plane or in px from the upper left corner.
    """

    def __init__(self) -> None:
        self._size = np.array([1.0, 1.0])
        self._home: tuple[Array, Array] | None = None
        self._chosen: tuple[Array, float] | None = None

    @property
    def is_whole(self) -> bool:
        """True until a part is chosen by `zoom` or `pan`."""
        return self._chosen is None

    @property
    def scale(self) -> float:
        """How many px a unit of the plane is long."""
        return self._home_scale(self._home) if self._chosen is None else self._chosen[1]

    @property
    def magnification(self) -> float:
        """How many times as large as in the whole it is shown."""
        return self.scale / self._home_scale(self._home)

    def forget(self) -> None:
        """Let the next points alone say what the whole is, and show that."""
        self._home = self._chosen = None

    def fit(self) -> None:
        """Show the whole."""
        self._chosen = None

    def resize(self, width: float, height: float) -> None:
        """Say how many px there are; the middle stays in the middle."""
        self._size = np.array([max(width, 1.0), max(height, 1.0)])

    def follow(self, points: Array) -> None:
        """Make the whole large enough for `points`, or smaller where they have drawn together."""
        finite = points[np.isfinite(points).all(axis=1)].astype(np.float64)
        if not finite.size:
            return
        low, high = finite.min(axis=0), finite.max(axis=0)
        if self._home is None or self._home_scale((low, high)) > TOO_SMALL * self._home_scale(self._home):
            self._home = low, high
            return
        home_low, home_high = self._home
        ahead = AHEAD * (np.maximum(high, home_high) - np.minimum(low, home_low))
        self._home = (
            np.where(low < home_low, low - ahead, home_low),
            np.where(high > home_high, high + ahead, home_high),
        )

    def zoom(self, factor: float, at: tuple[float, float]) -> None:
        """Show a part that is `factor` times smaller, in which the point at the px `at` stays there."""
        whole = self._home_scale(self._home)
        fixed, scale = self.from_px(np.array([at])), self.scale
        scale = min(max(scale * factor, LEAST_ZOOM * whole), MOST_ZOOM * whole)
        self._chosen = self._centre(), scale
        moved = self.from_px(np.array([at]))
        self._chosen = self._centre() + (fixed - moved)[0], scale

    def pan(self, right: float, down: float) -> None:
        """Move what is shown by so many px."""
        scale = self.scale
        self._chosen = self._centre() - np.array([right, -down]) / scale, scale

    def to_px(self, points: Array) -> Array:
        """Return where `points` are, in px."""
        return (points - self._centre()) * (self.scale * np.array([1.0, -1.0])) + self._size / 2

    def from_px(self, places: Array) -> Array:
        """Return which points of the plane are at the px `places`."""
        return (places - self._size / 2) / (self.scale * np.array([1.0, -1.0])) + self._centre()

    def _centre(self) -> Array:
        if self._chosen is not None:
            return self._chosen[0]
        return np.zeros(2) if self._home is None else (self._home[0] + self._home[1]) / 2

    def _home_scale(self, home: tuple[Array, Array] | None) -> float:
        span = np.zeros(2) if home is None else home[1] - home[0]
        room = np.maximum(self._size - 2 * MARGIN_PX, 1.0)
        # A line has no height, and a single point no extent at all: that is no reason for another scale.
        scales = [float(px / units) for px, units in zip(room, span, strict=True) if units > 0]
        return min(scales, default=float(room.min()))
