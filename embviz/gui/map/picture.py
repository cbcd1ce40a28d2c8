"""MapPicture: one moment of a map, drawn once and shown until something changes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from embviz.core.messages import Array
from embviz.gui.map.dots import Dots
from embviz.gui.map.names import Candidates, Room, within
from embviz.gui.map.paint import (
    GROUND_STRENGTH,
    fitted_name,
    paint_grid,
    paint_grounds,
    paint_name,
    paint_pin,
    paint_trail,
)
from embviz.gui.map.plane import Plane
from embviz.gui.theme import Theme
from embviz.gui.widgets.tints import mixed

LARGEST_DOT_PX, SMALLEST_DOT_PX = 4.0, 1.5
# Of the room that a point has for itself, this much is the radius that it is drawn with.
DOT_SHARE = 0.14
# Points grow with the magnification, much slower than the distances between them.
GROWTH = 0.3
PIN_PX = 5.0
# Paler than what is written above them.
DOT_STRENGTH = 0.7
# Of a crowd each point is a little see-through, so that the dense parts are seen.
LEAST_OPACITY = 0.4
# Up to so many points, names keep clear of them all.
FEW = 80
# A name for so many square px, and a look at so many times as many points, is all that a frame has time for.
PX_PER_NAME = 3_200.0
MOST_NAMES = 150
TRIES = 4
# A name that was there in the picture before comes before others up to this much more frequent ones.
STAYING = 0.5


class Scene(NamedTuple):
    """What is to be drawn: `points` (n, 2) float64 with their `names`, the `pins` by their places among them
    with their colours, and the `trails` (m, 2) of these, likewise."""

    points: Array
    names: tuple[str, ...]
    pins: Mapping[int, QColor]
    trails: Mapping[int, Array]


class MapPicture:
    """The image of a scene, and where in it the points and the names are, in px of the widget."""

    def __init__(self) -> None:
        self.image = QImage()
        # (n, 2): where each point is.
        self.places = np.empty((0, 2))
        # The names on show, by the places of their points.
        self.named: dict[int, QRectF] = {}
        self.radius = LARGEST_DOT_PX
        self._dots = Dots()

    def draw(self, scene: Scene, plane: Plane, size: QSize, ratio: float, theme: Theme) -> None:
        """Draw `scene` as seen by `plane`, with `ratio` px of the device to one of the widget's."""
        self.places = plane.to_px(scene.points)
        self.radius = _dot_radius(len(scene.points), size, plane.magnification)
        if self.image.size() != size * ratio:
            self.image = QImage(size * ratio, QImage.Format.Format_RGB32)
        self.image.setDevicePixelRatio(ratio)
        self.image.fill(QColor(theme.card))
        box = QRectF(0, 0, size.width(), size.height())
        with QPainter(self.image) as painter:
            paint_grid(painter, box, plane, theme)
            self._paint_dots(painter, scene, ratio, theme)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index, way in scene.trails.items():
                paint_trail(painter, plane.to_px(way), scene.pins[index], theme)
            self.named = self._place_names(scene, box)
            self._paint_names(painter, scene, theme)

    def is_in_sight(self, index: int) -> bool:
        """Return whether the point at `index` is within the image."""
        place = self.places[index]
        size = self.image.deviceIndependentSize()
        return bool(0 <= place[0] < size.width() and 0 <= place[1] < size.height())

    def radius_of(self, index: int, scene: Scene) -> float:
        """Return how large the point at `index` is drawn."""
        return max(PIN_PX, self.radius) if index in scene.pins else self.radius

    def candidates(self, scene: Scene, points: list[int]) -> Candidates:
        """Return what the names of `points` ask for."""
        widths = [fitted_name(scene.names[index], index in scene.pins)[1] for index in points]
        radii = [self.radius_of(index, scene) for index in points]
        return Candidates(points, self.places[points].reshape(-1, 2), np.array(widths), np.array(radii))

    def box_of(self, index: int, scene: Scene) -> QRectF:
        """Return where the name of the point at `index` stands while it is pointed at, room or none."""
        size = self.image.deviceIndependentSize()
        shown = self.named.get(index)
        return shown or within(self.candidates(scene, [index]), size.width(), size.height())

    def _paint_dots(self, painter: QPainter, scene: Scene, ratio: float, theme: Theme) -> None:
        is_plain = np.ones(len(self.places), np.bool_)
        is_plain[list(scene.pins)] = False
        size = self.image.width(), self.image.height()
        opacity = _opacity(len(self.places), self.image.size() / ratio, self.radius)
        colour = mixed(QColor(theme.soft), QColor(theme.card), DOT_STRENGTH)
        dots = self._dots.paint(size, self.places[is_plain] * ratio, self.radius * ratio, colour, opacity)
        dots.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(-self._dots.margin / ratio, -self._dots.margin / ratio), dots)

    def _paint_names(self, painter: QPainter, scene: Scene, theme: Theme) -> None:
        pins = [index for index in scene.pins if self.is_in_sight(index)]
        paint_grounds(painter, self.named.values(), theme, GROUND_STRENGTH)
        for index in pins:
            centre = QPointF(*self.places[index])
            paint_pin(painter, centre, self.radius_of(index, scene), scene.pins[index], theme)
        for index, box in self.named.items():
            name, _ = fitted_name(scene.names[index], index in scene.pins)
            ink = scene.pins.get(index, QColor(theme.ink))
            paint_name(painter, box, name, ink, index in scene.pins)

    def _place_names(self, scene: Scene, box: QRectF) -> dict[int, QRectF]:
        """Find room for the names of the pinned ones, then of the others by their order, as many as fit."""
        room = Room(box.width(), box.height())
        most = min(int(box.width() * box.height() / PX_PER_NAME) + 1, MOST_NAMES)
        order = self._order(scene)
        for index in [*scene.pins, *(order if len(self.places) <= FEW else ())]:
            room.take(self._heart(index, scene))
        found: dict[int, QRectF] = {}
        for index in filter(self.is_in_sight, scene.pins):
            asking = self.candidates(scene, [index])
            # Two pinned words at one place are told apart by their colours: both are named.
            names = room.place(asking, 1) or {index: within(asking, box.width(), box.height())}
            room.take(names[index])
            found |= names
        return found | room.place(self.candidates(scene, order[: TRIES * most]), most)

    def _order(self, scene: Scene) -> list[int]:
        """Return the places of the points in sight that are not pinned, in the order in which they ask."""
        size = self.image.deviceIndependentSize()
        inside: Array = (self.places >= 0) & (self.places < [size.width(), size.height()])
        is_in = np.logical_and(inside[:, 0], inside[:, 1])
        is_in[list(scene.pins)] = False
        shown = np.flatnonzero(is_in)
        rank = shown.astype(np.float64)
        # Else names would come and go at every move of the points.
        rank[np.isin(shown, list(self.named))] *= STAYING
        ordered: list[int] = shown[np.argsort(rank, kind="stable")].tolist()
        return ordered

    def _heart(self, index: int, scene: Scene) -> QRectF:
        """Return what of a point no name may cover; its rim may be touched."""
        radius = self.radius_of(index, scene)
        radius = radius - 1 if index in scene.pins else radius / 2
        x, y = self.places[index].tolist()
        return QRectF(x - radius, y - radius, 2 * radius, 2 * radius)


def _dot_radius(count: int, size: QSize, magnification: float) -> float:
    own = DOT_SHARE * math.sqrt(max(size.width() * size.height(), 1) / max(count, 1))
    grown = own * math.pow(max(magnification, 1.0), GROWTH)
    return min(max(grown, SMALLEST_DOT_PX), LARGEST_DOT_PX)


def _opacity(count: int, size: QSize, radius: float) -> float:
    """Return how opaque each point is: less, the more of the picture they would cover side by side."""
    cover = count * math.pi * radius**2 / max(size.width() * size.height(), 1)
    return min(max(1.1 - 0.95 * math.sqrt(cover), LEAST_OPACITY), 1.0)
