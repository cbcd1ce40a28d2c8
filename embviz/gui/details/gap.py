"""GapView: a number line on which the rows of the first pair stand as beads, with the gap between them."""

from __future__ import annotations

import math
import sys
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from embviz.core.labels import shown
from embviz.core.messages import Beads, Snapshot
from embviz.core.numbers import nice_ceiling, short
from embviz.gui.curve.axis import with_minus
from embviz.gui.heatmap.trim import paint_plate
from embviz.gui.labels import named
from embviz.gui.theme import LIGHT, Theme, font, px
from embviz.gui.widgets.tints import mixed

HEIGHT_PX = 90
TEXT_HEIGHT_PX = 18
LINE_Y_PX = 48
BEAD_PX = 18
START_PX = 13
TEXT_GAP_PX = 12
LANE_PX = 11
BAR_PX = 4
TICKS_ASIDE = 2
TICKS = range(-TICKS_ASIDE, TICKS_ASIDE + 1)
TICK_PX = 4
SIDE_PX = 30
ARROW_PX = 5
# A bead is no wider than a number line can bear.
MOST_OF_LABEL = 16
# Shorter motions than this are all arrow head.
SHORTEST_ARROW_PX = 3
OFF_LINE = 1e-6
BAR_STRENGTH = 0.45
START_STRENGTH = 0.7


class Places(NamedTuple):
    """Where the beads of the first and of the second row are on the line."""

    first: float
    second: float


class _Bead(NamedTuple):
    name: str
    y: int
    colour: QColor
    ink: QColor
    place: float
    start: float | None
    before: float | None

    @property
    def width(self) -> float:
        # A long row number makes a long bead.
        return max(px(BEAD_PX), QFontMetricsF(_bead_font()).horizontalAdvance(self.name) + px(BEAD_PX) / 2)


class GapView(QWidget):
    """The rows of the first pair on the line through both at the start of the run, from their middle.

    The first row's bead runs above the line and the second one's below it, so that they can pass each other.
    Hollow beads are where they started, arrows what the last motion was: none where the moment shown was
    leapt to. The scale grows with the run.
    """

    needs_every_snapshot = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.limit = 1.0
        self.start: Places | None = None
        self.places: Places | None = None
        self.before: Places | None = None
        self._snapshot: Snapshot | None = None
        self._names: tuple[str, str] = ("i", "j")
        self._theme = LIGHT
        # It paints its own ground, so that the card below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show where the beads of `snapshot` are, and how they came there from the one before."""
        previous = self._snapshot
        self._snapshot = snapshot
        names, self._names = self._names, _names(snapshot)
        if previous is not None and snapshot.run == previous.run and snapshot.trace is previous.trace:
            if names != self._names:
                self._describe()
                self.update()
            return
        if previous is None or snapshot.run != previous.run:
            self._begin(snapshot)
        self._move(_places(snapshot.beads), snapshot.step)
        if _is_leap(previous, snapshot):
            self.before = None
        self._describe()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.setAccessibleName(self.tr("the first pair on its line"))
        self._describe()
        self.update()

    @property
    def text(self) -> str:
        """What is written above the line: the signed distance."""
        if self._snapshot is None or self.places is None:
            return ""
        gap = float(self._snapshot.trace.gaps[-1])
        return self.tr("signed distance {gap}").format(gap=with_minus(short(gap)))

    @property
    def note(self) -> str:
        """What is written quietly beside it: how far the motion has left the line, if it has."""
        beads = None if self._snapshot is None else self._snapshot.beads
        if beads is None or self.places is None or not beads.off_line > OFF_LINE * self.limit:
            return ""
        return self.tr("the motion leaves this line by {off}; this is its projection").format(
            off=f"{beads.off_line:.3g}"
        )

    @property
    def pair(self) -> str:
        """Which rows the beads are, where these have labels: a bead has room for a short one only."""
        snapshot = self._snapshot
        if snapshot is None or self.places is None or not snapshot.trained_pairs:
            return ""
        first, second = snapshot.trained_pairs[0]
        if first not in snapshot.names and second not in snapshot.names:
            return ""
        return self.tr("{first} above the line, {second} below it").format(
            first=named(first, snapshot.names), second=named(second, snapshot.names)
        )

    @property
    def absence(self) -> str:
        """Why there are no beads; empty where there are, and before the first snapshot."""
        snapshot = self._snapshot
        if snapshot is None or self.places is not None:
            return ""
        if not math.isfinite(snapshot.distance):
            return self.tr("a row of the pair holds nan or inf")
        pairs = snapshot.trained_pairs
        if pairs and pairs[0][0] == pairs[0][1]:
            return self.tr("the pair is one row with itself")
        return self.tr("both rows started at one place: no line leads through them")

    def x_of(self, place: float) -> float:
        """Return where `place` is, in px from the left."""
        return self.width() / 2 + place / self.limit * self._half()

    def sizeHint(self) -> QSize:
        return QSize(320, px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, px(HEIGHT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        # An error while a painter is at work ends the process, unless the painter is ended first.
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), QColor(self._theme.card))
            if self.absence:
                box = QRectF(self.rect()).adjusted(1, 4, -1, -4)
                paint_plate(painter, box, self._theme, self.tr("no line"), self.absence)
            elif self.places is not None:
                self._paint(painter)

    def _describe(self) -> None:
        told = "\n".join(text for text in (self.text, self.pair, self.note, self.absence) if text)
        self.setAccessibleDescription(told)
        # In a narrow window the note is cut, and in a bead a long label.
        self.setToolTip("\n".join(text for text in (self.pair, self.note) if text))

    def _begin(self, snapshot: Snapshot) -> None:
        self.places = self.before = None
        # A branch of the run before has the same start, and is seen at the same scale.
        if snapshot.command != "fork":
            self.start, self.limit = None, 0.0

    def _move(self, places: Places | None, step: int) -> None:
        if places != self.places:
            self.before, self.places = self.places, places
        if places is None:
            return
        if self.start is None and step == 0:
            self.start = places
        farthest = max(abs(place) for place in places)
        if farthest > self.limit or not self.limit:
            self.limit = min(nice_ceiling(farthest), sys.float_info.max)

    def _paint(self, painter: QPainter) -> None:
        self._paint_texts(painter)
        self._paint_scale(painter)
        first, second = self._beads()
        self._paint_bar(painter, first.place, second.place)
        for bead in (first, second):
            self._paint_start(painter, bead)
        for bead in (first, second):
            self._paint_arrow(painter, bead)
            self._paint_bead(painter, bead)

    def _half(self) -> float:
        return max(self.width() / 2 - px(SIDE_PX), 1.0)

    def _beads(self) -> tuple[_Bead, _Bead]:
        assert self.places is not None
        theme = self._theme
        looks = ((-px(LANE_PX), theme.accent, theme.on_accent), (px(LANE_PX), theme.ink, theme.card))
        first, second = (
            _Bead(name, px(LINE_Y_PX) + lane, QColor(colour), QColor(ink), place, start, before)
            for name, (lane, colour, ink), place, start, before in zip(
                self._names,
                looks,
                self.places,
                self.start or (None, None),
                self.before or (None, None),
                strict=True,
            )
        )
        return first, second

    def _paint_texts(self, painter: QPainter) -> None:
        painter.setFont(font(12, QFont.Weight.Medium, tabular=True))
        painter.setPen(QColor(self._theme.ink))
        room = QRectF(0, 0, self.width(), px(TEXT_HEIGHT_PX))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text)
        room.setLeft(painter.fontMetrics().horizontalAdvance(self.text) + px(TEXT_GAP_PX))
        painter.setFont(font(12))
        painter.setPen(QColor(self._theme.soft))
        note = painter.fontMetrics().elidedText(self.note, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, note)

    def _paint_scale(self, painter: QPainter) -> None:
        painter.setFont(font(11, tabular=True))
        left, right = self.x_of(-self.limit), self.x_of(self.limit)
        painter.setPen(QPen(QColor(self._theme.line), 1.5))
        painter.drawLine(QPointF(left, px(LINE_Y_PX)), QPointF(right, px(LINE_Y_PX)))
        texts = [with_minus(f"{self.limit * tick / TICKS_ASIDE:g}") for tick in TICKS]
        is_roomy = max(map(painter.fontMetrics().horizontalAdvance, texts)) < self._half() / TICKS_ASIDE
        for tick, text in zip(TICKS, texts, strict=True):
            place = self.limit * tick / TICKS_ASIDE
            x = self.x_of(place)
            painter.setPen(QPen(QColor(self._theme.line if tick else self._theme.soft), 1.5))
            painter.drawLine(QPointF(x, px(LINE_Y_PX) - TICK_PX), QPointF(x, px(LINE_Y_PX) + TICK_PX))
            painter.setPen(QColor(self._theme.soft))
            side, height = px(SIDE_PX), px(TEXT_HEIGHT_PX)
            box = QRectF(x - side, px(HEIGHT_PX) - height, 2 * side, height)
            if is_roomy or tick % TICKS_ASIDE == 0:
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_bar(self, painter: QPainter, first: float, second: float) -> None:
        # The second row is the one from which the gap is measured: beyond it, the two have passed each other.
        colour = QColor(self._theme.accent if first >= second else self._theme.caution)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(colour, QColor(self._theme.card), BAR_STRENGTH))
        ends = sorted((self.x_of(first), self.x_of(second)))
        painter.drawRect(QRectF(ends[0], px(LINE_Y_PX) - BAR_PX / 2, ends[1] - ends[0], BAR_PX))

    def _paint_start(self, painter: QPainter, bead: _Bead) -> None:
        if bead.start is not None:
            painter.setPen(QPen(mixed(bead.colour, QColor(self._theme.card), START_STRENGTH), 1.5))
            painter.setBrush(QColor(self._theme.card))
            painter.drawEllipse(QPointF(self.x_of(bead.start), bead.y), px(START_PX) / 2, px(START_PX) / 2)

    def _paint_arrow(self, painter: QPainter, bead: _Bead) -> None:
        """Paint where the bead came from, up to its edge."""
        if bead.before is None:
            return
        tail, middle = self.x_of(bead.before), self.x_of(bead.place)
        way = math.copysign(1.0, middle - tail)
        tip = middle - way * bead.width / 2
        if (tip - tail) * way < SHORTEST_ARROW_PX:
            return
        painter.setPen(QPen(bead.colour, 2))
        painter.drawLine(QPointF(tail, bead.y), QPointF(tip - way * ARROW_PX, bead.y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(bead.colour)
        wings = (QPointF(tip - way * ARROW_PX, bead.y + side) for side in (-ARROW_PX, ARROW_PX))
        painter.drawPolygon(QPolygonF([QPointF(tip, bead.y), *wings]))

    def _paint_bead(self, painter: QPainter, bead: _Bead) -> None:
        painter.setFont(_bead_font())
        # A long bead at the end of the line stays within the view, and its place within the bead.
        left = max(1.0, min(self.x_of(bead.place) - bead.width / 2, self.width() - 1 - bead.width))
        box = QRectF(left, bead.y - px(BEAD_PX) / 2, bead.width, px(BEAD_PX))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(bead.colour)
        painter.drawRoundedRect(box, px(BEAD_PX) / 2, px(BEAD_PX) / 2)
        painter.setPen(bead.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, bead.name)


def _is_leap(previous: Snapshot | None, snapshot: Snapshot) -> bool:
    """Return whether `snapshot` came another way than by the one motion that led there."""
    if snapshot.command != "go":
        return False
    return previous is None or snapshot.moment.index != previous.moment.index + 1


def _names(snapshot: Snapshot) -> tuple[str, str]:
    """Return what stands in the beads: labels, or row numbers where there are none."""
    if not snapshot.trained_pairs:
        return "i", "j"
    first, second = (
        shown(snapshot.names[row], MOST_OF_LABEL) if row in snapshot.names else str(row)
        for row in snapshot.trained_pairs[0]
    )
    return first, second


def _bead_font() -> QFont:
    return font(11, QFont.Weight.DemiBold, tabular=True)


def _places(beads: Beads | None) -> Places | None:
    if beads is None or not (math.isfinite(beads.first) and math.isfinite(beads.second)):
        return None
    return Places(beads.first, beads.second)
