"""How a map is drawn: its quiet grid, the trails, the points and their names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QStaticText

from embviz.core.messages import Array
from embviz.core.numbers import nice_ceiling
from embviz.gui.map.plane import Plane
from embviz.gui.theme import Theme, font, px
from embviz.gui.widgets.tints import mixed

GRID_PX = 72
GRID_STRENGTH = 0.6
WIDEST_NAME_PX = 150
NAME_PADDING_PX = 3
# What is behind a name shines through a little: there are points below it.
GROUND_STRENGTH = 0.7
TRAIL_WIDTH_PX = 1.5
# A trail is painted in so many parts, from faint to strong, the last of them the newest.
TRAIL_PARTS = 12
FAINTEST, STRONGEST = 0.12, 0.85
# Nearer points of a trail than these are one to the eye.
TRAIL_GRAIN_PX = 1.5
# Farther away than this the painter's numbers overflow; nothing of it is in sight anyway.
FARTHEST_PX = 1e6


def name_font(is_pinned: bool = False) -> QFont:
    """Return the type of the names."""
    return font(12 if is_pinned else 11, QFont.Weight.DemiBold if is_pinned else QFont.Weight.Normal)


def fitted_name(text: str, is_pinned: bool) -> tuple[QStaticText, float]:
    """Return `text` as it is painted, and how wide it is with what is around it, in px."""
    return _fitted(text, is_pinned, px(WIDEST_NAME_PX))


@lru_cache(maxsize=20_000)
def _fitted(text: str, is_pinned: bool, widest_px: int) -> tuple[QStaticText, float]:
    metrics = QFontMetricsF(name_font(is_pinned))
    shown = QStaticText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, widest_px))
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.prepare(font=name_font(is_pinned))
    return shown, shown.size().width() + 2 * NAME_PADDING_PX


def paint_grid(painter: QPainter, box: QRectF, plane: Plane, theme: Theme) -> None:
    """Paint lines at round numbers along both axes, those through 0 a little stronger."""
    spacing = nice_ceiling(GRID_PX / plane.scale)
    if not math.isfinite(spacing) or spacing <= 0:
        return
    faint = mixed(QColor(theme.line), QColor(theme.card), GRID_STRENGTH)
    low, high = np.sort(plane.from_px(np.array([[0, 0], [box.width(), box.height()]])), axis=0)
    for axis in (0, 1):
        for tick in range(math.ceil(low[axis] / spacing), math.floor(high[axis] / spacing) + 1):
            at = plane.to_px(np.full((1, 2), tick * spacing))[0, axis]
            painter.setPen(QPen(QColor(theme.line) if tick == 0 else faint, 1))
            ends = ((at, 0.0), (at, box.height())) if axis == 0 else ((0.0, at), (box.width(), at))
            painter.drawLine(*(QPointF(*end) for end in ends))


def paint_trail(painter: QPainter, places: Array, colour: QColor, theme: Theme) -> None:
    """Paint the way through `places`, (n, 2) in px, faded towards its beginning."""
    shown = _thinned(places)
    if len(shown) < 2:
        return
    points = [QPointF(x, y) for x, y in shown.tolist()]
    edges = np.unique(np.linspace(0, len(points) - 1, TRAIL_PARTS + 1).astype(int)).tolist()
    pens = _trail_pens(colour.name(), theme.card, len(edges) - 1)
    for pen, (first, last) in zip(pens, pairwise(edges), strict=True):
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points[first : last + 1]))


def paint_pin(painter: QPainter, centre: QPointF, radius: float, colour: QColor, theme: Theme) -> None:
    """Paint the point of a pinned word, which stands apart from those below it."""
    painter.setPen(QPen(QColor(theme.card), 1.5))
    painter.setBrush(colour)
    painter.drawEllipse(centre, radius, radius)


def paint_ring(painter: QPainter, centre: QPointF, radius: float, colour: QColor) -> None:
    """Paint a ring around a point."""
    painter.setPen(QPen(colour, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, radius, radius)


def paint_grounds(painter: QPainter, boxes: Iterable[QRectF], theme: Theme, strength: float) -> None:
    """Paint the grounds on which names are legible above points."""
    ground = QColor(theme.card)
    ground.setAlphaF(strength)
    for box in boxes:
        # On whole px: the smoothed edges of a hundred boxes take longer than the points.
        painter.fillRect(box.toRect(), ground)


def paint_name(painter: QPainter, box: QRectF, name: QStaticText, ink: QColor, is_pinned: bool) -> None:
    """Paint `name` in its box."""
    painter.setFont(name_font(is_pinned))
    painter.setPen(ink)
    top = box.center().y() - name.size().height() / 2
    painter.drawStaticText(QPointF(round(box.left() + NAME_PADDING_PX), round(top)), name)


def paint_message(painter: QPainter, box: QRectF, theme: Theme, lines: Sequence[str]) -> None:
    """Paint why there is no map: the first of `lines` in ink, the others quietly below it."""
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    room = box.adjusted(16, 0, -16, 0)
    fonts = [font(13, QFont.Weight.Medium), *(font(13) for _ in lines[1:])]
    heights = [
        QFontMetricsF(one).boundingRect(room, int(flags), line).height()
        for one, line in zip(fonts, lines, strict=True)
    ]
    top = box.center().y() - sum(heights) / 2
    for index, (one, line, height) in enumerate(zip(fonts, lines, heights, strict=True)):
        painter.setFont(one)
        painter.setPen(QColor(theme.ink if index == 0 else theme.soft))
        painter.drawText(QRectF(room.left(), top, room.width(), height), int(flags), line)
        top += height


@lru_cache(maxsize=1024)
def _trail_pens(colour: str, card: str, parts: int) -> tuple[QPen, ...]:
    strengths = np.linspace(FAINTEST, STRONGEST, parts).tolist()
    return tuple(QPen(mixed(QColor(colour), QColor(card), one), TRAIL_WIDTH_PX) for one in strengths)


def _thinned(places: Array) -> Array:
    """Return `places` without those that are one to the eye with the last that stays; the ends stay."""
    places = np.asarray(np.clip(places, -FARTHEST_PX, FARTHEST_PX))
    if len(places) < 3:
        return places
    # The way along the trail, cut into pieces of one grain: the first point of each piece stays.
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))])
    _, first = np.unique(np.floor(way / TRAIL_GRAIN_PX), return_index=True)
    thinned: Array = places[np.unique(np.append(first, len(places) - 1))]
    return thinned
