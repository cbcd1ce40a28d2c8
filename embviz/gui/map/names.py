"""Names beside points: where each may stand, and which of many have room."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from embviz.core.messages import Array
from embviz.gui.size import px

NAME_HEIGHT_PX = 16
ASIDE_PX, ABOVE_PX = 3, 3
# The ground on which names find room is told in cells of so many px.
CELL_PX = 2


class Candidates(NamedTuple):
    """Names that ask for room, in this order: of which points they are, where these are in px, (n, 2), and
    how wide the names and how large the points are, (n,)."""

    points: list[int]
    places: Array
    widths: Array
    radii: Array


class Room:
    """The px of a picture, of which parts are taken. Names are all of one height, NAME_HEIGHT_PX.

    For each band of the picture it keeps, as one whole number with a bit for each cell across, where no name
    may stand whose upper edge is in that band: so a look whether a name has room is one operation.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._bands = [0] * (int(height // CELL_PX) + px(NAME_HEIGHT_PX) // CELL_PX)

    def take(self, box: QRectF) -> None:
        """Take `box`, whether it is free or not."""
        left, right = max(math.floor(box.left() / CELL_PX), 0), math.ceil(box.right() / CELL_PX)
        mask = _mask(left, right)
        first = max(math.floor(box.top() / CELL_PX) - px(NAME_HEIGHT_PX) // CELL_PX, 0)
        for band in range(first, min(math.ceil(box.bottom() / CELL_PX), len(self._bands))):
            self._bands[band] |= mask

    def place(self, asking: Candidates, most: int) -> dict[int, QRectF]:
        """Return the boxes of the names that find room, `most` at most, by their points."""
        lefts, tops = sides(asking)
        height = px(NAME_HEIGHT_PX)
        rights = lefts + asking.widths[:, None]
        is_in = (lefts >= 0) & (tops >= 0) & (rights <= self.width) & (tops + height <= self.height)
        spans = np.where(is_in, [np.floor(lefts / CELL_PX), np.ceil(rights / CELL_PX), tops // CELL_PX], -1)
        found: dict[int, QRectF] = {}
        for index, (starts, stops, bands) in enumerate(spans.astype(int).transpose(1, 0, 2).tolist()):
            for side, (start, stop, band) in enumerate(zip(starts, stops, bands, strict=True)):
                if band >= 0 and not self._bands[band] & _mask(start, stop):
                    box = QRectF(lefts[index, side], tops[index, side], asking.widths[index], height)
                    self.take(box)
                    found[asking.points[index]] = box
                    break
            if len(found) >= most:
                break
        return found


def sides(asking: Candidates) -> tuple[Array, Array]:
    """Return the left and upper edges of where each name may stand, (n, 4), the best first: right of its
    point, left, above or below."""
    x, y = asking.places.T
    aside, above = asking.radii + ASIDE_PX, asking.radii + ABOVE_PX
    centred, height = x - asking.widths / 2, px(NAME_HEIGHT_PX)
    lefts = np.stack([x + aside, x - aside - asking.widths, centred, centred], axis=1)
    tops = np.stack([y - height / 2, y - height / 2, y - above - height, y + above], axis=1)
    return lefts, tops


def within(asking: Candidates, width: float, height: float) -> QRectF:
    """Return a box for the first name, which must be shown: beside its point, moved into the picture."""
    lefts, tops = sides(asking)
    size = float(asking.widths[0])
    left = float(lefts[0, 0] if lefts[0, 0] + size <= width or lefts[0, 1] < 0 else lefts[0, 1])
    left = min(max(left, 0.0), max(width - size, 0.0))
    top = min(max(float(tops[0, 0]), 0.0), max(height - px(NAME_HEIGHT_PX), 0.0))
    return QRectF(left, top, size, px(NAME_HEIGHT_PX))


def _mask(start: int, stop: int) -> int:
    return ((1 << max(stop - start, 0)) - 1) << start
