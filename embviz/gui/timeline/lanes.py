"""Lanes: the canvas on which the run is drawn as a track, and on which it is gone through with the mouse."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from embviz.core.outline import Moment
from embviz.gui.theme import LIGHT, Theme, px
from embviz.gui.timeline import paint
from embviz.gui.timeline.axis import Axis, axis_of, ticks
from embviz.gui.timeline.chronicle import Chronicle
from embviz.gui.timeline.phrases import Phrases
from embviz.gui.timeline.tree import Lane
from embviz.gui.widgets.tints import mixed

HEIGHT_PX = 52
MOST_LANES = 4
# Room for half the playhead, and the ring around it, at either end.
MARGIN_PX = 11
# How far beside a lane it can still be clicked, and how far beside its end.
NEAR_PX = 6
LEAST_NAMED_PX = 24


class Spot(NamedTuple):
    """What lies at a place of the canvas: the moment `at` it, and the lane or the bookmark it is on."""

    at: int
    lane: Lane | None = None
    flag: paint.Flag | None = None


class Lanes(QWidget):
    """The track and the branches below it.

    `index_asked` brings the index of the present line's moment that was clicked or dragged to, `branch_asked`
    the Moment that was clicked on another branch.
    """

    index_asked = Signal(int)
    branch_asked = Signal(object)

    def __init__(self, chronicle: Chronicle, phrases: Phrases, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline_lanes")
        self._chronicle, self._phrases = chronicle, phrases
        self._theme = LIGHT
        self._asked: int | None = None
        self._is_live = False
        self._is_dragged = False
        self._spot: Spot | None = None
        self._first_row = 1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # It paints its own ground, so that the bar and the window below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def is_dragged(self) -> bool:
        """True while the mouse holds the playhead."""
        return self._is_dragged

    @property
    def here(self) -> int:
        """The index at which the playhead stands."""
        return self._chronicle.index if self._asked is None else self._asked

    @property
    def last(self) -> int:
        """The index of the last moment to go to."""
        return self._chronicle.last

    @property
    def readout(self) -> str:
        """What is said of the place under the mouse; empty where there is none."""
        return "" if self._spot is None else self._told(self._spot)

    @property
    def axis(self) -> Axis:
        """Where the moments stand."""
        return axis_of(self._chronicle, px(MARGIN_PX), self.width() - 2 * px(MARGIN_PX))

    @property
    def wanted_height(self) -> int:
        """The height in px that the track and its branches need; of many, some are scrolled to."""
        lanes = len(self._chronicle.tree.lanes)
        return px(HEIGHT_PX) + max(0, min(lanes, MOST_LANES) - 1) * px(paint.LANE_PITCH_PX)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def set_live(self, is_live: bool) -> None:
        """Say whether the mouse can go anywhere now; a drag ends where it cannot."""
        # It is not disabled, which would send the keyboard's focus elsewhere.
        self._is_live = is_live
        if not is_live:
            self.drop()

    def drop(self) -> None:
        """Let go of the playhead, and of what the mouse was on."""
        self._is_dragged, self._spot = False, None
        self.update()

    def go(self, index: int) -> None:
        """Ask for the moment at `index`, or the nearest that is kept; nothing while none can be asked for."""
        if self._is_live:
            self._ask(self._chronicle.nearest(max(0, min(index, self.last))))

    def put(self, asked: int | None) -> None:
        """Put the playhead at the index that was asked for; None: where the chronicle says."""
        self._asked = asked
        self.update()

    def follow(self) -> None:
        """Show what the chronicle says now. A playhead that is held stays with the mouse."""
        if not self._is_dragged:
            self._asked = None
        self._first_row = max(1, min(self._first_row, len(self._chronicle.tree.lanes) - MOST_LANES + 1))
        self.update()

    def flags(self) -> list[paint.Flag]:
        """Return the bookmarks of the present line, as they are drawn."""
        return paint.flags(self._chronicle.bookmarks, self.axis)

    def spot_at(self, place: QPointF) -> Spot | None:
        """Return what lies at `place`, None where there is nothing to go to."""
        axis = self.axis
        if place.y() < px(paint.TRACK_Y_PX) - 8:
            for flag in self.flags():
                if flag.box.contains(place):
                    return Spot(flag.at, flag=flag)
        if not self._chronicle.tree.lanes or place.y() < px(paint.TRACK_Y_PX) + paint.HANDLE_PX / 2:
            return Spot(self._chronicle.nearest(axis.nearest(place.x())))
        return next((spot for lane in self._shown() if (spot := self._on_lane(lane, axis, place))), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        spot = self.spot_at(event.position()) if is_left and self._is_live else None
        if spot is None:
            return
        if spot.lane is not None:
            self.branch_asked.emit(Moment(spot.lane.branch.number, spot.at))
            return
        self._is_dragged, self._spot = True, spot
        self._ask(spot.at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragged:
            index = self._chronicle.nearest(self.axis.nearest(event.position().x()))
            self._spot = Spot(index)
            self._ask(index)
        elif self._is_live and (spot := self.spot_at(event.position())) != self._spot:
            self._point_at(spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_dragged = False
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._spot = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        lanes = len(self._chronicle.tree.lanes)
        if lanes > MOST_LANES and event.angleDelta().y():
            turn = -1 if event.angleDelta().y() > 0 else 1
            self._first_row = max(1, min(self._first_row + turn, lanes - MOST_LANES + 1))
            self._spot = None
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), QColor(self._theme.ground))
            axis = self.axis
            self._paint_lanes(painter, axis)
            self._paint_line(painter, axis)
            for flag in self.flags():
                paint.paint_flag(
                    painter, flag, self._theme, self._spot is not None and self._spot.flag == flag
                )
            is_lit = self._is_dragged or self.hasFocus()
            paint.paint_playhead(painter, axis.x(self.here), self._theme, is_lit)
            self._paint_readout(painter, axis)

    def _paint_line(self, painter: QPainter, axis: Axis) -> None:
        last = self._chronicle.last
        ends = ticks(self._chronicle, axis)
        paint.paint_track(painter, axis, self.here, last, self._theme)
        paint.paint_thinned(painter, axis, self._chronicle.kept_from, self._theme)
        paint.paint_ticks(painter, axis, ends, last, self._theme)
        if not self._chronicle.tree.lanes:
            paint.paint_names(painter, self._named(axis, ends), axis, self._theme)

    def _paint_lanes(self, painter: QPainter, axis: Axis) -> None:
        painter.save()
        painter.setClipRect(0, px(paint.TRACK_Y_PX), self.width(), self.height() - px(paint.TRACK_Y_PX))
        lit = None if self._spot is None else self._spot.lane
        for lane in self._shown():
            paint.paint_lane(painter, lane, axis, self._first_row, self._theme, lane == lit)
            for mark in self._chronicle.tree.marks.get(lane.branch.number, ()):
                y = self._y(lane)
                paint.paint_pennant(painter, axis.x(mark.moment.index), y - 9, y, QColor(self._theme.soft))
        painter.restore()
        self._paint_thumb(painter)

    def _paint_thumb(self, painter: QPainter) -> None:
        lanes = len(self._chronicle.tree.lanes)
        if lanes <= MOST_LANES:
            return
        top = paint.LANE_Y_PX - 4
        room = self.height() - top - 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(QColor(self._theme.soft), QColor(self._theme.ground), 0.5))
        thumb = QRectF(
            self.width() - 3, top + room * (self._first_row - 1) / lanes, 3, room * MOST_LANES / lanes
        )
        painter.drawRoundedRect(thumb, 1.5, 1.5)

    def _paint_readout(self, painter: QPainter, axis: Axis) -> None:
        spot = self._spot
        if spot is None:
            return
        x, bottom = axis.x(spot.at), paint.BUBBLE_PX
        if spot.lane is not None:
            bottom = round(self._y(spot.lane)) - 5
        elif not self._is_dragged:
            painter.setPen(QPen(QColor(self._theme.ink), 1.5))
            painter.drawLine(QPointF(x, bottom - 1), QPointF(x, px(paint.TRACK_Y_PX) + 5))
        paint.paint_bubble(painter, self._told(spot), x, bottom, QRectF(self.rect()), self._theme)

    def _named(self, axis: Axis, ends: list[int]) -> list[paint.Name]:
        chronicle = self._chronicle
        shown, least = chronicle.action_at(self.here), px(LEAST_NAMED_PX) / axis.pitch
        named = []
        for before, end in pairwise([0, *ends]):
            # Between two ends that are drawn there may be many that are not.
            if end - before >= least and chronicle.previous_action(end) == before:
                action = chronicle.action_at(end)
                if action is not None:
                    text = self._phrases.action(action, chronicle.names)
                    named.append(paint.Name(text, axis.x(before), axis.x(end), action is shown))
        return named

    def _point_at(self, spot: Spot | None) -> None:
        self._spot = spot
        self.setCursor(Qt.CursorShape.ArrowCursor if spot is None else Qt.CursorShape.PointingHandCursor)
        is_thinned = spot is not None and spot.lane is None and spot.at < self._chronicle.kept_from
        text = self.tr(
            "Here not every moment is kept: one moment of {n}, bookmarks and at first ends of actions, or of"
            " a large table some of each train"
        )
        self.setToolTip(text.format(n=self._chronicle.keyframe_every) if is_thinned else "")
        self.update()

    def _shown(self) -> tuple[Lane, ...]:
        return self._chronicle.tree.lanes[self._first_row - 1 : self._first_row - 1 + MOST_LANES]

    def _y(self, lane: Lane) -> float:
        return paint.lane_y(lane.row - self._first_row + 1)

    def _on_lane(self, lane: Lane, axis: Axis, place: QPointF) -> Spot | None:
        left, right = axis.x(lane.start), paint.lane_end(lane, axis)
        if abs(place.y() - self._y(lane)) > NEAR_PX or not left - 2 <= place.x() <= right + NEAR_PX:
            return None
        for mark in self._chronicle.tree.marks.get(lane.branch.number, ()):
            if abs(axis.x(mark.moment.index) - place.x()) <= NEAR_PX:
                return Spot(mark.moment.index, lane)
        # A lane may be longer than the axis: its end is its last moment all the same.
        index = lane.stop if place.x() >= right - 2 else axis.nearest(place.x())
        return Spot(max(lane.start, min(index, lane.stop)), lane)

    def _told(self, spot: Spot) -> str:
        if spot.lane is not None:
            marks = self._chronicle.tree.marks.get(spot.lane.branch.number, ())
            names = (mark.name for mark in marks if mark.moment.index == spot.at)
            told = self._phrases.lane(spot.lane, self._chronicle)
        else:
            bookmark = self._chronicle.bookmark_at(spot.at)
            names = (mark.name for mark in (bookmark,) if mark is not None)
            told = self._phrases.moment(self._chronicle.words(spot.at))
        return " · ".join((*map(self._phrases.bookmark, names), told))

    def _ask(self, index: int) -> None:
        self.update()
        self.index_asked.emit(index)
