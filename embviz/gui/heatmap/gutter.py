"""Gutter: what stands beside the rows of a heatmap: their numbers, and their labels where they have any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from embviz.core.labels import NO_NAMES, shown
from embviz.core.numbers import nice_ceiling
from embviz.gui.heatmap.lens import Span
from embviz.gui.theme import Theme, exact_font, font, px

LABEL_STRIDES = (1.0, 2.0, 5.0, 10.0)
LABEL_HEIGHT_PX = 16
MARGIN_PX = 12
GAP_PX = 8
DIGIT_PX = 8
NUMBER_TEXT_PX = 11
NAME_TEXT_PX = 12
MOST_NAME_PX = 104
# A card may be too narrow for more than the beginning of a name.
NARROW_NAME_PX = 60
# Of more rows in view the engine sends no labels.
MOST_NAMED = 256

# At the right whatever direction the letters have.
LINE_END = int(
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
) | int(Qt.TextFlag.TextSingleLine)


class Gutter(NamedTuple):
    """What there is to write: `names` by row, and `padding`, a row and the word for it, beside its number.

    `name_px` is the room for a name, 0 where none is written, `number_px` that for a number beside it, 0
    where the name alone stands.
    """

    names: Mapping[int, str] = NO_NAMES
    padding: tuple[int, str] | None = None
    name_px: int = 0
    number_px: int = 0


NUMBERS = Gutter()


def paint_rows(painter: QPainter, area: QRect, rows: Span, theme: Theme, gutter: Gutter) -> None:
    """Paint numbers, and names, of as many of `rows` as have room, at the left of `area`."""
    soft, ink = QColor(theme.soft), QColor(theme.ink)
    for row, text, centre in row_places(rows, area.height(), gutter.padding):
        top = area.top() + centre - px(LABEL_HEIGHT_PX) / 2
        beside = QRectF(0, top, area.left() - GAP_PX, px(LABEL_HEIGHT_PX))
        name = gutter.names.get(row) if gutter.name_px else None
        if name is not None:
            painter.setFont(font(NAME_TEXT_PX))
            painter.setPen(ink)
            room = beside.adjusted(max(0.0, beside.width() - gutter.name_px), 0, 0, 0)
            _paint_line(painter, room, elided(shown(name), gutter.name_px))
        if name is None or gutter.number_px:
            painter.setFont(font(NUMBER_TEXT_PX, tabular=True))
            painter.setPen(soft)
            _paint_line(painter, _number_box(beside, gutter), text)


def row_places(
    rows: Span, height_px: int, padding: tuple[int, str] | None = None
) -> list[tuple[int, str, float]]:
    """Return the rows that have room for their number, what is written of each, and where its middle is.

    The padding row, if it is among `rows`, is always named, with the word for it.
    """
    start, stop = rows
    places = index_places(rows, height_px, px(LABEL_HEIGHT_PX))
    if padding is None or not start <= padding[0] < stop:
        return [(row, str(row), centre) for row, centre in places]
    row, word = padding
    there = (row - start + 0.5) * height_px / (stop - start)
    others = [
        (one, str(one), centre)
        for one, centre in places
        if one != row and abs(centre - there) >= px(LABEL_HEIGHT_PX)
    ]
    return [*others, (row, f"{row} {word}", there)]


def index_places(bounds: Span, length_px: float, room_px: float) -> list[tuple[int, float]]:
    """Return the round row or column numbers to name within `bounds`, and where their middle is."""
    start, stop = bounds
    pixels_each = length_px / (stop - start)
    stride = max(1, round(nice_ceiling(room_px / pixels_each, LABEL_STRIDES)))
    first = -(-start // stride) * stride
    return [(index, (index - start + 0.5) * pixels_each) for index in range(first, stop, stride)]


def name_room(names: Mapping[int, str], rows: Iterable[int], most_px: int) -> int:
    """Return how wide the widest name of `rows` is, `most_px` at most; 0 where none has one."""
    widest = 0.0
    for row in rows:
        if row in names and widest < most_px:
            widest = max(widest, advance(shown(names[row])))
    return min(most_px, round(widest + 0.5)) if widest else 0


def advance(text: str) -> float:
    """Return how wide `text` is as a name, in px: with the typefaces that have its letters."""
    return _advance(text, px(NAME_TEXT_PX))


def elided(name: str, room_px: int) -> str:
    """Return `name` as it fits in `room_px`."""
    return _elided(name, room_px, px(NAME_TEXT_PX))


@lru_cache(maxsize=4096)
def _advance(text: str, size_px: int) -> float:
    return QFontMetricsF(exact_font(size_px)).horizontalAdvance(text)


@lru_cache(maxsize=4096)
def _elided(name: str, room_px: int, size_px: int) -> str:
    return QFontMetricsF(exact_font(size_px)).elidedText(name, Qt.TextElideMode.ElideRight, room_px)


def _number_box(beside: QRectF, gutter: Gutter) -> QRectF:
    if not gutter.number_px:
        return beside
    return QRectF(0, beside.top(), beside.right() - gutter.name_px - GAP_PX, beside.height())


def _paint_line(painter: QPainter, box: QRectF, text: str) -> None:
    painter.drawText(box, LINE_END, text)
