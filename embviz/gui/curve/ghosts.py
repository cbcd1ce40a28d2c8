"""Ghosts: up to six earlier runs or other branches, thinned once and kept as pale lines, and their legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from embviz.core.differences import Difference
from embviz.core.messages import Array
from embviz.gui.curve.course import Course, Parting
from embviz.gui.curve.series import Series
from embviz.gui.theme import LIGHT, Theme, font, px
from embviz.gui.widgets.segments import Segment
from embviz.gui.widgets.tints import mixed

MOST_GHOSTS = 6
# Okabe and Ito's colours, which the colour-blind tell apart, without the blue that is the run's own.
HUES = ("#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8c8c8c")
PALE = 0.58
LINE_PX = 16
SWATCH_PX = 14
PADDING_PX = 6
MOST_WIDTH = 0.55
MOST_HEIGHT = 0.75
CORNER_GAP_PX = 4
RING_GAP_PX = 12
CLEAR_LEFT_PX = 19
GROUND_STRENGTH = 0.88
SAMPLED = 64

Points = tuple[Array, Array]


class Ghost(NamedTuple):
    """An earlier run, or another branch of the one on screen: its last step, and what to draw of it, by what
    that tells and whether it is all above zero.

    `sample` is its distance at some of its steps, as they were told: by it the run is known again.
    """

    course: Course
    last_step: int
    points: dict[tuple[str, bool], Points]
    sample: Points
    hue: int = 0

    @property
    def run(self) -> int:
        """The number of the run."""
        return self.course.run

    def since(self, step: int) -> Ghost:
        """Return what there is to draw of it from `step` on."""
        points = {
            key: (steps[steps >= step], numbers[steps >= step])
            for key, (steps, numbers) in self.points.items()
        }
        return self._replace(points=points)

    def agrees(self, series: Series, before: int) -> bool:
        """Return whether the distances in `series` are the ghost's own, at all steps `before` one."""
        steps, numbers = self.sample
        both = steps < min(before, series.size)
        expected, found = numbers[both], series.numbers[steps[both]]
        return bool(((expected == found) | np.isnan(expected) | np.isnan(found)).all())

    def bounds(self, name: str, only_positive: bool, last_step: float) -> tuple[float, float] | None:
        """Return the least and greatest of what is drawn up to `last_step`, None where there is nothing."""
        steps, numbers = self.points[name, only_positive]
        known = numbers[(steps <= last_step) & np.isfinite(numbers)]
        return (float(known.min()), float(known.max())) if known.size else None


def ghost_of(course: Course, curves: dict[str, Series]) -> Ghost:
    """Return the run whose numbers are in `curves`, by what they tell."""
    size = max(series.size for series in curves.values())
    points = {
        (name, only_positive): series.points(0, size, only_positive)
        for name, series in curves.items()
        for only_positive in (False, True)
    }
    steps = np.unique(np.linspace(0, size - 1, SAMPLED, dtype=np.int64))
    return Ghost(course, size - 1, points, (steps, curves["distance"].numbers[steps].copy()))


def without(ghosts: tuple[Ghost, ...], shown: Course, series: Series) -> tuple[Ghost, ...]:
    """Return `ghosts` but for the branch that is `shown`, with its distances in `series`."""
    return tuple(
        ghost
        for ghost in ghosts
        # Its last step may have been told anew since.
        if not (ghost.course.is_branch_of(shown) and ghost.agrees(series, ghost.last_step))
    )


def parting_of(ghost: Ghost, shown: Course, series: Series) -> Parting | None:
    """Return where `ghost` and the run that is `shown` parted, None where they are no branches of one."""
    parting = ghost.course.parting(shown)
    # Numbers of branches are those of a session: in another one they mean other branches.
    return parting if parting is not None and ghost.agrees(series, parting.step) else None


def remembered(ghosts: tuple[Ghost, ...], new: Ghost) -> tuple[Ghost, ...]:
    """Return `ghosts` and `new`, the newest last, each in its own colour; of too many the oldest goes.

    A run that its follower went over again, with the same settings and the same numbers as far as both went,
    would only lie below it: the longer of the two stands for both.
    """
    for old in ghosts:
        if _is_repeated(old, new):
            kept = new if new.last_step >= old.last_step else old
            rest = tuple(ghost for ghost in ghosts if ghost is not old)
            return (*rest, kept._replace(hue=old.hue))
    kept_ghosts = ghosts[-(MOST_GHOSTS - 1) :]
    taken = {ghost.hue for ghost in kept_ghosts}
    return (*kept_ghosts, new._replace(hue=next(hue for hue in range(MOST_GHOSTS) if hue not in taken)))


def colour_of(ghost: Ghost, theme: Theme, is_lit: bool) -> QColor:
    """Return the ghost's colour: pale, or whole where it is looked at."""
    return mixed(QColor(HUES[ghost.hue]), QColor(theme.card), 1.0 if is_lit else PALE)


def _is_repeated(old: Ghost, new: Ghost) -> bool:
    one, other = old.course, new.course
    if one.experiment is None or one.experiment != other.experiment or one.later != other.later:
        return False
    for key, (steps, numbers) in new.points.items():
        old_steps, old_numbers = old.points[key]
        both = min(steps.size, old_steps.size)
        if not np.array_equal(steps[:both], old_steps[:both]):
            return False
        if not np.array_equal(numbers[:both], old_numbers[:both], equal_nan=True):
            return False
    return True


class GhostLegend(QWidget):
    """The names of the ghosts beside their colours, in a corner of the plot that is its parent.

    `lit` brings the index of the ghost that is pointed at, or None; `cleared` says that all are to go.
    """

    lit = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._entries: tuple[tuple[str, Ghost], ...] = ()
        self._lit: int | None = None
        self._hidden = 0
        self.clear_button = Segment(self)
        self.clear_button.setCheckable(False)
        self.clear_button.setObjectName("clear_ghosts")
        self.clear_button.clicked.connect(self.cleared)
        self.setMouseTracking(True)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.clear_button.set_theme(theme)
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.clear_button.set_text(self.tr("clear"))
        self.clear_button.setAccessibleName(self.tr("clear the earlier runs"))
        self.setAccessibleName(self.tr("earlier runs"))

    def set_ghosts(self, ghosts: Sequence[Ghost], told: Sequence[Sequence[Difference]]) -> None:
        """Name each of `ghosts`, the oldest first, by what is `told` of it, or by its number."""
        names = (self._name(ghost, one) for ghost, one in zip(ghosts, told, strict=True))
        self._entries = tuple(zip(names, ghosts, strict=True))
        self._lit = None
        self.setAccessibleDescription(", ".join(self.names))
        self.setVisible(bool(ghosts))
        self.update()

    @property
    def names(self) -> tuple[str, ...]:
        """What the ghosts are called, the oldest first."""
        return tuple(name for name, _ in self._entries)

    def place(self, area: QRect, points: Array, is_new_view: bool) -> None:
        """Lie in the corner of `area` that covers least of the curve, and never its end.

        `points`, (n, 2) in px, are those of the curve; the last is that of the ring. It stays where it is
        until the ring comes near, or `is_new_view`: the axes show something else.
        """
        if not self._entries:
            return
        widths = (int(MOST_WIDTH * area.width()), area.width() // 2 - CORNER_GAP_PX - RING_GAP_PX - 1)
        # In the narrower ones one of the sides is always free.
        boxes = [box for width in widths for box in _corners(area, self._fitted(width, area.height()))]
        if self.geometry() in boxes and not is_new_view and not _hidden_by(self.geometry(), points[-1:]):
            return
        free = [box for box in boxes if not _hidden_by(box, points[-1:])]
        box = min(free[: len(boxes) // 2] or boxes, key=lambda box: _hidden_by(box, points))
        self.setGeometry(box)
        size = self.clear_button.sizeHint()
        self.clear_button.setGeometry(QRect(QPoint(px(CLEAR_LEFT_PX), box.height() - size.height()), size))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QColor(self._theme.card)
            ground.setAlphaF(GROUND_STRENGTH)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(self.rect()), PADDING_PX, PADDING_PX)
            painter.setFont(font(11))
            for index in range(self._hidden, len(self._entries)):
                self._paint_entry(painter, index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() - PADDING_PX) // px(LINE_PX) + self._hidden
        self._light(row if self._hidden <= row < len(self._entries) else None)
        # What is below is not what is pointed at.
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._light(None)

    def _name(self, ghost: Ghost, told: Sequence[Difference]) -> str:
        if not told:
            return self.tr("run {run}").format(run=ghost.run)
        return " · ".join(QCoreApplication.translate("core", one.text).format(**one.details) for one in told)

    def _light(self, index: int | None) -> None:
        if index != self._lit:
            self._lit = index
            self.update()
            self.lit.emit(index)

    def _paint_entry(self, painter: QPainter, index: int) -> None:
        name, ghost = self._entries[index]
        is_lit = index == self._lit
        top = PADDING_PX + (index - self._hidden) * px(LINE_PX)
        middle = top + px(LINE_PX) / 2
        painter.setPen(QPen(colour_of(ghost, self._theme, is_lit), 3, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(PADDING_PX + 1, round(middle), PADDING_PX + px(SWATCH_PX) - 2, round(middle))
        left = PADDING_PX + px(SWATCH_PX) + PADDING_PX
        box = QRectF(left, top, self.width() - left - PADDING_PX, px(LINE_PX))
        painter.setPen(QColor(self._theme.ink if is_lit else self._theme.soft))
        text = QFontMetricsF(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _fitted(self, most_width: int, height: int) -> QSize:
        metrics = QFontMetricsF(font(11))
        longest = max(metrics.horizontalAdvance(name) for name in self.names)
        width = min(int(longest) + 2 + px(SWATCH_PX) + 3 * PADDING_PX, most_width)
        button = self.clear_button.sizeHint()
        # Where there is no room for all, the newest are named.
        room = int(MOST_HEIGHT * height - PADDING_PX - button.height()) // px(LINE_PX)
        self._hidden = max(0, len(self._entries) - max(room, 1))
        lines = len(self._entries) - self._hidden
        return QSize(
            max(width, px(CLEAR_LEFT_PX) + button.width()), PADDING_PX + lines * px(LINE_PX) + button.height()
        )


def _hidden_by(box: QRect, points: Array) -> int:
    spared = box.adjusted(-RING_GAP_PX, -RING_GAP_PX, RING_GAP_PX, RING_GAP_PX)
    x, y = points.T
    is_within = (x >= spared.left()) & (x <= spared.right()) & (y >= spared.top()) & (y <= spared.bottom())
    return int(is_within.sum())


def _corners(area: QRect, size: QSize) -> tuple[QRect, ...]:
    left, top = area.left() + CORNER_GAP_PX, area.top() + CORNER_GAP_PX
    right = area.right() + 1 - CORNER_GAP_PX - size.width()
    bottom = area.bottom() + 1 - CORNER_GAP_PX - size.height()
    # A curve that falls comes from the upper left.
    return tuple(
        QRect(QPoint(x, y), size) for x, y in ((right, top), (right, bottom), (left, bottom), (left, top))
    )
