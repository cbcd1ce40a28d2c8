"""Dots: thousands of round points drawn into one image by numpy, in a few milliseconds."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor, QImage

from embviz.core.messages import Array

# A point lies at one of so many places within its pixel, each way: slow motion is smooth to the eye.
PHASES = 4
FULL = 255


class Dots:
    """An image of points, painted anew for each picture into the same memory.

    Where points lie on each other their opacities add up, so that a crowd is darker than one alone.
    """

    def __init__(self) -> None:
        self._sums = np.zeros((1, 1), np.uint32)
        self._words = np.zeros((1, 1), np.uint32)
        self._touched = np.empty(0, np.int64)
        self.margin = 0

    def paint(
        self, size: tuple[int, int], places: Array, radius: float, colour: QColor, opacity: float
    ) -> QImage:
        """Return an image of points of `radius` around `places`, (n, 2), all in px of the device.

        It is larger than `size` (width, height) by `margin` on each side, and is to be drawn before the next
        is painted. Points that are not in sight or not finite are left out.
        """
        stamps = _stamps(round(4 * radius))
        reach = stamps.shape[-1] // 2
        self._prepare(size, reach)
        corners, which = _cells(places, size)
        height, width = self._sums.shape
        offsets = np.add.outer(np.arange(2 * reach + 1) * width, np.arange(2 * reach + 1)).ravel()
        at = np.add.outer(corners[:, 1] * width + corners[:, 0], offsets).ravel()
        strengths = (stamps.reshape(PHASES * PHASES, -1) * opacity).astype(np.uint32)[which].ravel()
        sums, words = self._sums.reshape(-1), self._words.reshape(-1)
        np.add.at(sums, at, strengths)
        words[at] = _shades(colour)[np.minimum(sums[at], FULL)]
        self._touched = at
        return QImage(self._words.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)

    def _prepare(self, size: tuple[int, int], reach: int) -> None:
        shape = size[1] + 2 * reach, size[0] + 2 * reach
        self.margin = reach
        if shape != self._sums.shape:
            self._sums, self._words = np.zeros(shape, np.uint32), np.zeros(shape, np.uint32)
        else:
            # Only what was painted is to be wiped: the rest of a large image is clean.
            self._sums.reshape(-1)[self._touched] = 0
            self._words.reshape(-1)[self._touched] = 0
        self._touched = self._touched[:0]


def _cells(places: Array, size: tuple[int, int]) -> tuple[Array, Array]:
    """Return the upper left pixel of each stamp in sight, and which stamp it is."""
    # A comparison with nan is false: such a point is in no place.
    is_in = ((places >= 0) & (places < np.array(size))).all(axis=1)
    fine = np.floor(places[is_in] * PHASES).astype(np.int64)
    corners, phases = np.divmod(fine, PHASES)
    return corners, phases[:, 1] * PHASES + phases[:, 0]


@lru_cache(maxsize=64)
def _stamps(quarters: int) -> Array:
    """Return discs of a radius in quarters of a px, (PHASES, PHASES, k, k): how much of each pixel they
    cover, of FULL, when they lie so much further down and right."""
    radius = quarters / 4
    reach = int(np.ceil(radius + 0.5))
    grid = np.arange(-reach, reach + 1)
    shifts = (np.arange(PHASES) + 0.5) / PHASES - 0.5
    down = grid[None, None, :, None] - shifts[:, None, None, None]
    right = grid[None, None, None, :] - shifts[None, :, None, None]
    covered: Array = np.clip(radius + 0.5 - np.hypot(down, right), 0, 1)
    stamps: Array = covered * FULL
    return stamps


@lru_cache(maxsize=16)
def _shades_of(rgb: int) -> Array:
    alpha: Array = np.arange(FULL + 1, dtype=np.uint32)
    channels = [(rgb >> shift & FULL) * alpha // FULL << np.uint32(shift) for shift in (16, 8, 0)]
    shades: Array = (alpha << np.uint32(24)) | channels[0] | channels[1] | channels[2]
    return shades


def _shades(colour: QColor) -> Array:
    """Return `colour` at each opacity from 0 to FULL, as words of a premultiplied image."""
    return _shades_of(colour.rgb() & 0xFFFFFF)
