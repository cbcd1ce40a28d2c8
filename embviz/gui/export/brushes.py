"""Brushes and pens as vector files know them: one colour or one gradient, a width in px, no repetition."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGradient,
    QImage,
    QLinearGradient,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPolygonF,
    QTransform,
)

# The share of a gradient in which nobody sees how one colour becomes another.
HARD_STEP = 0.01
# A gradient that repeats more often is no gradient to the eye.
MOST_REPEATS = 500
LONGEST_SNAPPED = 5


def plain_brush(brush: QBrush, to_px: QTransform) -> QBrush | None:
    """Return `brush` in px; None where only pixels can show it."""
    if brush.style() == Qt.BrushStyle.SolidPattern:
        return QBrush(brush.color())
    gradient = brush.gradient()
    if not isinstance(gradient, QLinearGradient) or not brush.transform().isIdentity():
        return None
    if gradient.coordinateMode() != QGradient.CoordinateMode.LogicalMode or _scale(to_px) is None:
        return None
    start, stop = to_px.map(gradient.start()), to_px.map(gradient.finalStop())
    if gradient.spread() == QGradient.Spread.PadSpread:
        return _gradient(start, stop, gradient.stops())
    return None


def stripes(
    brush: QBrush, to_px: QTransform, shape: QPainterPath
) -> list[tuple[QPainterPath, QColor]] | None:
    """Return the areas, one on the other, that show `shape` in the stripes of `brush`; None for another one.

    As a gradient of many steps they would not do: some readers of PDF know only 256 places of one.
    """
    gradient = brush.gradient()
    if not isinstance(gradient, QLinearGradient) or gradient.spread() != QGradient.Spread.RepeatSpread:
        return None
    bands = _hard_bands(gradient.stops())
    start, way = to_px.map(gradient.start()), to_px.map(gradient.finalStop()) - to_px.map(gradient.start())
    length = QPointF.dotProduct(way, way)
    if not bands or not length or _scale(to_px) is None or not brush.transform().isIdentity():
        return None
    box = shape.boundingRect()
    corners = (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight())
    places = [QPointF.dotProduct(corner - start, way) / length for corner in corners]
    turns = range(math.floor(min(places)), math.ceil(max(places)))
    if len(turns) > MOST_REPEATS:
        return None
    # Beyond the box to both sides, whatever it is: what is outside the shape is cut off.
    aside = QPointF(-way.y(), way.x())
    aside *= max(abs(QPointF.dotProduct(corner - start, aside)) / length for corner in corners) + 1
    # The first colour lies below all others: between neighbours a light seam would show.
    areas = [(shape, bands[0][2])]
    for first, past, colour in bands[1:]:
        area = QPainterPath()
        for turn in turns:
            near, far = start + way * (turn + first), start + way * (turn + past)
            area.addPolygon(QPolygonF([near - aside, near + aside, far + aside, far - aside, near - aside]))
        areas.append((area.intersected(shape), colour))
    return areas


def single_colour(image: QImage) -> QColor | None:
    """Return the colour of all pixels of `image`, None where there are several."""
    pixels = image.convertToFormat(QImage.Format.Format_ARGB32)
    # Four bytes a pixel leave no gap at the end of a line.
    words = np.frombuffer(pixels.constBits(), np.uint32)
    return QColor.fromRgba(int(words[0])) if words.size and (words == words[0]).all() else None


def line_in_px(
    path: QPainterPath, pen: QPen, to_px: QTransform, ratio: float, is_smooth: bool
) -> tuple[QPainterPath, QPen | None]:
    """Return what to draw in px, and with which pen, for it to look as `path` drawn with `pen` does.

    `ratio` is how many pixels of the screen a px has, `is_smooth` whether the line is smoothed there. The pen
    is None where no pen can do it: the path is then the outline of the line, to be filled.
    """
    # A cosmetic pen is as wide in pixels as it says, whatever a px is.
    scale = 1 / ratio if pen.isCosmetic() or pen.widthF() == 0 else _scale(to_px)
    if scale is None:
        return to_px.map(outline(path, pen)), None
    plain = QPen(pen)
    plain.setCosmetic(False)
    plain.setWidthF((pen.widthF() or 1.0) * scale)
    shape = to_px.map(path)
    return (shape if is_smooth else _snapped(shape, plain.widthF(), ratio)), plain


def outline(path: QPainterPath, pen: QPen) -> QPainterPath:
    """Return the outline of `path` drawn with `pen`, to be filled."""
    made = QPainterPathStroker(pen).createStroke(path)
    made.setFillRule(Qt.FillRule.WindingFill)
    return made


def _snapped(shape: QPainterPath, width_px: float, ratio: float) -> QPainterPath:
    """Return `shape` with its lines, if they are level or upright, in the middle of the pixels they cover.

    There they are on a screen without smoothing; between two pixels they would be pale and twice as wide.
    """
    points = [shape.elementAt(index) for index in range(min(shape.elementCount(), LONGEST_SNAPPED + 1))]
    is_straight = all(one.x == other.x or one.y == other.y for one, other in pairwise(points))
    if width_px * ratio > 1 or len(points) > LONGEST_SNAPPED or not is_straight:
        return shape
    snapped = QPainterPath(shape)
    for index, point in enumerate(points):
        x, y = ((math.floor(at * ratio) + 0.5) / ratio for at in (point.x, point.y))
        snapped.setElementPositionAt(index, x, y)
    return snapped


def _gradient(start: QPointF, stop: QPointF, stops: Iterable[tuple[float, QColor]]) -> QBrush:
    gradient = QLinearGradient(start, stop)
    gradient.setStops(list(stops))
    return QBrush(gradient)


def _hard_bands(stops: Sequence[tuple[float, QColor]]) -> list[tuple[float, float, QColor]] | None:
    """Return from where to where a gradient is of which colour, None where it goes over softly."""
    bands: list[tuple[float, float, QColor]] = []
    for (first, colour), (past, next_colour) in pairwise(stops):
        if colour == next_colour:
            bands.append((first, past, colour))
        elif past - first <= HARD_STEP and bands:
            begin, _, before = bands.pop()
            bands.append((begin, past, before))
        else:
            return None
    return bands


def _scale(to_px: QTransform) -> float | None:
    """Return by how much `to_px` enlarges, None where it does so more in one direction than in another."""
    across, down = math.hypot(to_px.m11(), to_px.m12()), math.hypot(to_px.m21(), to_px.m22())
    skew = to_px.m11() * to_px.m21() + to_px.m12() * to_px.m22()
    is_even = math.isclose(across, down, rel_tol=1e-6) and abs(skew) <= 1e-6 * across * down
    return across if is_even and to_px.isAffine() else None
