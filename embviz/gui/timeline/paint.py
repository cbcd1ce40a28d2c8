"""What the timeline is drawn of: the run's track, its branches, flags and playhead, in px of the canvas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from embviz.core.outline import Bookmark
from embviz.gui.theme import Theme, font, px
from embviz.gui.timeline.axis import Axis
from embviz.gui.timeline.phrases import one_line
from embviz.gui.timeline.tree import Lane
from embviz.gui.widgets.tints import mixed

# Heights of the canvas: the flags, the track, and below it the actions' names or the branches.
FLAG_TOP_PX = 3
TRACK_Y_PX = 26
TRACK_PX = 6
NAMES_TOP_PX = 34
NAMES_PX = 15
NAME_PX = 11
NAMES_APART_PX = 8
LANE_Y_PX = 41
LANE_PITCH_PX = 14
HANDLE_PX = 14
BEND_PX = 8.0
STUB_PX = 6.0
FLAG_PX = 8
FLAG_TEXT_PX = 11
MOST_FLAG_TEXT_PX = 130
LEAST_FLAG_TEXT_PX = 34
BUBBLE_PX = 19
# Where moments are so far apart, each round of a train has its dot.
DOTS_APART_PX = 11
HATCH_PX = 6
PALE = 0.38
KIN, STRANGER = 0.8, 0.4
LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Flag(NamedTuple):
    """A bookmark, its index, where its pole stands, and the box in which it can be clicked.

    `text` is as much of its name as there is room for.
    """

    at: int
    bookmark: Bookmark
    x: float
    text: str
    box: QRectF


class Name(NamedTuple):
    """What an action is called, from where to where it reaches, and whether it made the moment shown."""

    text: str
    left: float
    right: float
    is_shown: bool


def lane_y(row: float) -> float:
    """Return the height at which the lane in `row` lies, 0 being the track."""
    return px(LANE_Y_PX) + (row - 1) * px(LANE_PITCH_PX) if row else px(TRACK_Y_PX)


def lane_end(lane: Lane, axis: Axis) -> float:
    """Return where a lane ends; the shortest has still a stub to be clicked."""
    bend = 0.0 if lane.parent_row is None else BEND_PX
    return max(axis.x(lane.stop), axis.x(lane.start) + bend + STUB_PX)


def flags(bookmarks: Iterable[tuple[int, Bookmark]], axis: Axis) -> list[Flag]:
    """Return the flags of `bookmarks`, which come in order, each with as much of its name as has room."""
    metrics = QFontMetricsF(font(FLAG_TEXT_PX))
    placed: list[Flag] = []
    end = axis.right
    for index, bookmark in reversed(list(bookmarks)):
        x = axis.x(index)
        if placed and placed[-1].x - x < 2:
            continue
        room = min(end - x - FLAG_PX - 6, px(MOST_FLAG_TEXT_PX))
        text = ""
        if room >= px(LEAST_FLAG_TEXT_PX):
            text = metrics.elidedText(one_line(bookmark.name), Qt.TextElideMode.ElideRight, room)
        width = FLAG_PX + (metrics.horizontalAdvance(text) + 6 if text else 0)
        placed.append(Flag(index, bookmark, x, text, QRectF(x - 3, 0, width + 6, px(TRACK_Y_PX) - 8)))
        end = x - 6
    return placed[::-1]


def paint_track(painter: QPainter, axis: Axis, here: int, last: int, theme: Theme) -> None:
    """Paint the run: up to `here` in the accent colour, up to `last` pale, and free behind it."""
    accent = QColor(theme.accent)
    painter.setPen(Qt.PenStyle.NoPen)
    for stop, colour in (
        (axis.right, QColor(theme.line)),
        (axis.x(last), mixed(accent, QColor(theme.ground), PALE)),
        (axis.x(here), accent),
    ):
        if stop > axis.left:
            painter.setBrush(colour)
            painter.drawRoundedRect(_bar(axis.left, stop), TRACK_PX / 2, TRACK_PX / 2)


def paint_thinned(painter: QPainter, axis: Axis, kept_from: int, theme: Theme) -> None:
    """Hatch the part of the track in which not every moment is kept."""
    if not kept_from:
        return
    bar = _bar(axis.left, axis.x(kept_from))
    painter.save()
    painter.setClipRect(bar)
    painter.setPen(QPen(QColor(theme.ground), 1.6))
    painter.drawLines(
        [
            QLineF(left, bar.bottom(), left + TRACK_PX, bar.top())
            for left in range(int(bar.left()) - TRACK_PX, int(bar.right()), HATCH_PX)
        ]
    )
    painter.restore()


def paint_ticks(painter: QPainter, axis: Axis, ends: Sequence[int], last: int, theme: Theme) -> None:
    """Part the track where actions end, and dot it where there is room for each moment."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ground))
    width = 2 if axis.pitch < DOTS_APART_PX else 3
    left, pitch, top = axis.left - width / 2, axis.pitch, px(TRACK_Y_PX) - TRACK_PX // 2 - 1
    painter.drawRects(
        [QRect(round(left + pitch * end), top, width, TRACK_PX + 2) for end in ends if end < last]
    )
    if axis.pitch >= DOTS_APART_PX:
        parted = set(ends)
        for index in range(1, last):
            if index not in parted:
                painter.drawEllipse(QPointF(axis.x(index), px(TRACK_Y_PX)), 1.3, 1.3)


def paint_names(painter: QPainter, names: Sequence[Name], axis: Axis, theme: Theme) -> None:
    """Paint the names of actions below the track, where they have room; the one that is shown is not quiet.

    Of the actions of one moment, which are all of one length, all are named or none.
    """
    metrics = QFontMetricsF(font(NAME_PX))
    widths = [metrics.horizontalAdvance(name.text) + NAMES_APART_PX for name in names]
    least = axis.pitch + 1
    short = (width for width, name in zip(widths, names, strict=True) if name.right - name.left <= least)
    are_short_named = max(short, default=0.0) <= least
    painter.setFont(font(NAME_PX))
    for width, name in zip(widths, names, strict=True):
        room = name.right - name.left
        if width <= room and (are_short_named or room > least):
            painter.setPen(QColor(theme.ink if name.is_shown else theme.soft))
            box = QRectF(name.left, px(NAMES_TOP_PX), room, px(NAMES_PX))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name.text)


def paint_lane(painter: QPainter, lane: Lane, axis: Axis, first_row: int, theme: Theme, is_lit: bool) -> None:
    """Paint a branch, and the bend by which it leaves its parent; `first_row` is the uppermost in view."""
    x, y = axis.x(lane.start), lane_y(lane.row - first_row + 1)
    path = QPainterPath()
    if lane.parent_row is None:
        path.moveTo(x, y)
    else:
        above = lane_y(lane.parent_row - first_row + 1) if lane.parent_row else px(TRACK_Y_PX)
        path.moveTo(x, above)
        path.lineTo(x, y - BEND_PX)
        path.quadTo(x, y, x + BEND_PX, y)
    end = lane_end(lane, axis)
    path.lineTo(end, y)
    colour = mixed(QColor(theme.soft), QColor(theme.ground), KIN if lane.is_kin else STRANGER)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(QColor(theme.accent) if is_lit else colour, 3 if is_lit else 2, c=Qt.PenCapStyle.RoundCap)
    )
    painter.drawPath(path)
    painter.setBrush(painter.pen().color())
    if lane.stop <= axis.last:
        painter.drawEllipse(QPointF(end, y), 2, 2)


def paint_flag(painter: QPainter, flag: Flag, theme: Theme, is_lit: bool) -> None:
    """Paint a bookmark on the track."""
    colour = QColor(theme.ink if is_lit else theme.soft)
    paint_pennant(painter, flag.x, px(FLAG_TOP_PX), px(TRACK_Y_PX) - TRACK_PX / 2, colour)
    painter.setFont(font(FLAG_TEXT_PX))
    painter.setPen(colour)
    painter.drawText(flag.box.adjusted(FLAG_PX + 7, 0, 8, -1), LEFT_MIDDLE, flag.text)


def paint_pennant(painter: QPainter, x: float, top: float, foot: float, colour: QColor) -> None:
    """Paint a small flag whose pole stands at `x`."""
    painter.setPen(QPen(colour, 1.4))
    painter.drawLine(QPointF(x, top), QPointF(x, foot))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    corners = ((0, 0), (FLAG_PX, 0), (FLAG_PX - 2.5, 4), (FLAG_PX, 8), (0, 8))
    painter.drawPolygon(QPolygonF([QPointF(x + right, top + down) for right, down in corners]))


def paint_playhead(painter: QPainter, x: float, theme: Theme, is_lit: bool) -> None:
    """Paint the handle that is dragged."""
    middle, radius = QPointF(x, px(TRACK_Y_PX)), HANDLE_PX / 2
    painter.setPen(QPen(QColor(theme.ground), 2))
    painter.setBrush(QColor(theme.accent))
    painter.drawEllipse(middle, radius, radius)
    if is_lit:
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius + 1.5, radius + 1.5)


def paint_bubble(painter: QPainter, text: str, x: float, bottom: float, room: QRectF, theme: Theme) -> None:
    """Paint `text` on a dark ground above a place, within `room`, with an ellipsis where it is too long."""
    metrics = QFontMetricsF(font(12, tabular=True))
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - 16)
    width = metrics.horizontalAdvance(text) + 16
    left = max(room.left(), min(x - width / 2, room.right() - width))
    box = QRectF(left, max(0.0, bottom - px(BUBBLE_PX)), width, px(BUBBLE_PX))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ink))
    painter.drawRoundedRect(box, 5, 5)
    painter.setFont(font(12, tabular=True))
    painter.setPen(QColor(theme.card))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _bar(left: float, right: float) -> QRectF:
    # The round ends lie around the first and the last moment.
    return QRectF(left - TRACK_PX / 2, px(TRACK_Y_PX) - TRACK_PX / 2, right - left + TRACK_PX, TRACK_PX)
