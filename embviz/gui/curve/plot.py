"""CurvePlot: the drawing of a curve over the steps, with ring, turning points, ghosts and read-out line."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPaintEvent

from embviz.core.messages import Array
from embviz.core.numbers import FINE, nice_ceiling
from embviz.gui.curve.axis import Heights, Range, ValueAxis, linear, logarithmic
from embviz.gui.curve.ghosts import Ghost, GhostLegend, colour_of
from embviz.gui.curve.items import Ring, Stroke, draw_line, stroke
from embviz.gui.curve.keys import KEYS, CurveKeys
from embviz.gui.curve.series import Series, turning_points
from embviz.gui.theme import LIGHT, Theme, font
from embviz.gui.widgets.keys import is_claimed
from embviz.gui.widgets.tints import mixed

DOTS_UNTIL = 60
SMOOTH_UNTIL = 400
# A run that turns at every step would be all marks.
MOST_TURNS = 24
LEAST_STEPS = 10
LEAST_VISIBLE_STEPS = 4
# Room for the ring at the first and the last step, in the narrowest window too.
SIDE_MARGIN = 0.035
# Where each pixel stands for many steps the line becomes a band, paler by as much of the card. A pen that
# the card shows through would look the same and take thirty times as long.
BAND_STRENGTH = 0.6
# By how much of its colour the curve is drawn after a past moment, as a line and as a band.
AFTER_STRENGTH = 0.38
AFTER_BAND_STRENGTH = 0.3
ZERO_LINE_STRENGTH = 0.55
# By how much earlier runs may stretch the axes beyond what the run itself needs; on a log axis, by its cube.
GHOST_STRETCH = 4.0
LOG_STRETCH = 1e4
# Beyond as many heights of the plot a ghost is out of sight, and Qt's arithmetic soon out of range.
FAR = 1000.0
_NOWHERE: Array = np.empty(0, dtype=np.int64)


class Kind(NamedTuple):
    """What the curve tells: a name for its ghosts' points, and how it is drawn."""

    name: str
    is_signed: bool = False
    has_turns: bool = False
    is_log: bool = False


class CurvePlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A curve of numbers over the steps. The wheel zooms into the steps and a drag moves them; a double click
    shows the whole run again.

    `step_hovered` brings the step under the mouse, None beside the run; `ghost_hovered` the ghost that its
    legend points at, by its place among them.
    """

    step_hovered = Signal(object)
    ghost_hovered = Signal(object)

    def __init__(self) -> None:
        self._axis = ValueAxis()
        super().__init__(background=None, enableMenu=False, axisItems={"left": self._axis})
        self.setObjectName("plot_distance")
        self.turns: frozenset[int] = frozenset()
        self._theme = LIGHT
        self._series = Series()
        self._kind = Kind("")
        self._shown: tuple[int, float] = (0, math.nan)
        self._is_whole = True
        self._ranges: tuple[Range, Range, Range] | None = None
        self._ghosts: tuple[Ghost, ...] = ()
        self._ghosts_drawn_as: object = None
        self._lit: int | None = None
        self._legend_for: object = None
        # What came after a past moment has a stroke of its own.
        self._until, self._after = stroke(), stroke()
        self._is_past = False
        self._marked = _NOWHERE
        self._drawn: tuple[Array, Array] = np.empty(0), np.empty(0)
        self._ring = Ring()
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._zero = pg.InfiniteLine(angle=0, movable=False)
        self._ghost_lines: list[pg.PlotCurveItem] = []
        self.legend = GhostLegend(self.viewport())
        self._keys = CurveKeys(self)
        self._build()

    @property
    def is_empty(self) -> bool:
        """True where there is nothing that the axis has a place for."""
        return self._series.bounds(self._kind.is_log) is None

    @property
    def shown(self) -> tuple[int, float]:
        """Where the ring is: a step and its number, nan before there is one."""
        return self._shown

    @property
    def step_count(self) -> int:
        """How many steps there are, with the start."""
        return self._series.size

    def zoom(self, factor: float, step: int | None = None) -> None:
        """Show `factor` times fewer steps around `step`, or around the middle."""
        left, right = self._x_range()
        centre = (left + right) / 2 if step is None else step
        self.getViewBox().scaleBy(x=1 / factor, center=QPointF(centre, 0))
        self._on_zoomed()

    def pan(self, share: float) -> None:
        """Show later steps, by `share` of those in view; earlier ones by a negative share."""
        left, right = self._x_range()
        self.getViewBox().translateBy(x=share * (right - left))
        self._on_zoomed()

    def unzoom(self) -> None:
        """Show all steps again, at once."""
        self.show_whole()
        self._draw()

    def show_step(self, step: int) -> None:
        """Bring `step` into view."""
        left, right = self._x_range()
        if not left <= step <= right:
            self.getViewBox().translateBy(x=step - (left + right) / 2)
            self._on_zoomed()

    def show_whole(self) -> None:
        """Show all steps, however it was zoomed."""
        self._is_whole = True

    def show_curve(self, series: Series, kind: Kind, shown: tuple[int, float], is_past: bool = False) -> None:
        """Draw `series` as `kind` says, with the ring at `shown`, a step and its number.

        Where that `is_past`, what came after it is paler.
        """
        self._series, self._kind, self._shown = series, kind, shown
        if is_past != self._is_past:
            self._is_past = is_past
            self._after.set_visible(is_past)
        self._draw()

    def show_ghosts(self, ghosts: Sequence[Ghost]) -> None:
        """Draw these earlier runs below the curve from the next `show_curve` on."""
        for line in self._ghost_lines:
            self.removeItem(line)
        self._ghosts, self._lit = tuple(ghosts), None
        self._ghosts_drawn_as = self._legend_for = None
        self._ghost_lines = [pg.PlotCurveItem() for _ in ghosts]
        for line in self._ghost_lines:
            line.setZValue(-0.5)
            self.addItem(line)

    def mark(self, step: int | None) -> None:
        """Put the line of the read-out at `step`, or take it away."""
        self._cursor.setVisible(step is not None)
        if step is not None:
            self._cursor.setPos(step)

    def name_steps(self, text: str) -> None:
        """Call the axis of steps `text`."""
        # pyqtgraph reads a label as HTML.
        self.setLabel("bottom", html.escape(text), color=self._theme.soft)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        accent, card, soft = QColor(theme.accent), QColor(theme.card), QColor(theme.soft)
        self._until.set_colours(accent, card)
        self._after.set_colours(mixed(accent, card, AFTER_STRENGTH), card)
        self._ring.setPen(pg.mkPen(accent, width=2))
        self._ring.setBrush(card)
        self._cursor.setPen(pg.mkPen(soft, width=1, style=Qt.PenStyle.DashLine))
        self._zero.setPen(pg.mkPen(mixed(soft, card, ZERO_LINE_STRENGTH), width=1))
        self.setBackground(card)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setTextPen(soft)
            axis.setPen(pg.mkPen(QColor(theme.line)))
            axis.setTickPen(pg.mkPen(QColor(theme.line)))
            axis.setStyle(tickFont=font(11, tabular=True))
            axis.label.setFont(font(12))
        self._axis.fit_text()
        self._ring.fit_text()
        self.legend.set_theme(theme)
        self._ghosts_drawn_as = None
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.step_hovered.emit(None)
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self.unzoom()
        return super().eventFilter(watched, event)  # type: ignore[no-any-return]

    def event(self, event: QEvent) -> bool:
        # With the keyboard here, the arrows go from step to step; elsewhere they are the timeline's.
        return is_claimed(event, KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._keys.come(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._keys.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._keys.paint(self._theme.accent)

    def _build(self) -> None:
        self.setMinimumSize(200, 110)
        self.hideButtons()
        self.showGrid(x=False, y=True, alpha=1.0)
        box = self.getViewBox()
        box.setMouseEnabled(x=True, y=False)
        box.setDefaultPadding(0)
        box.disableAutoRange()
        box.sigRangeChangedManually.connect(self._on_zoomed)
        box.sigResized.connect(self._place_legend)
        self._cursor.hide()
        for item in (self._zero, *self._until, *self._after, self._cursor, self._ring):
            self.addItem(item)
        self._after.set_visible(False)
        self._zero.setZValue(-0.7)
        for item in self._after:
            item.setZValue(-0.1)
        self._ring.setZValue(10)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setStyle(tickLength=0, tickTextOffset=6, maxTickLevel=0)
            axis.enableAutoSIPrefix(False)
            # Its grid lies below the curve, not across it.
            axis.setZValue(-1)
        self.scene().sigMouseMoved.connect(self._on_mouse)
        self.viewport().installEventFilter(self)
        self.legend.lit.connect(self._on_lit)

    def _draw(self) -> None:
        heights = self._fit()
        self._draw_ghosts(heights)
        if not self._series.size:
            return
        self._draw_curve(heights)
        step, number = self._shown
        height = heights.of_one(number)
        self._ring.setVisible(math.isfinite(height))
        if math.isfinite(height):
            self._ring.setPos(step, height)
        self._place_legend()

    def _draw_curve(self, heights: Heights) -> None:
        start, stop = (0, self._series.size) if self._is_whole else self._visible()
        steps, numbers = self._series.points(start, stop, self._kind.is_log)
        numbers = heights.of(numbers)
        self._drawn = steps, numbers
        self._note_turns(steps, numbers)
        is_band = steps.size < stop - start
        strength = BAND_STRENGTH if is_band else 1.0
        if not self._is_past:
            self._draw_part(self._until, slice(None), strength)
            return
        past = int(np.searchsorted(steps, self._shown[0], side="right"))
        self._draw_part(self._until, slice(past), strength)
        # From the shown step on, so that the two meet there.
        after = AFTER_BAND_STRENGTH if is_band else AFTER_STRENGTH
        self._draw_part(self._after, slice(max(past - 1, 0), None), after)

    def _note_turns(self, steps: Array, heights: Array) -> None:
        places = _NOWHERE
        if self._kind.has_turns and steps.size <= SMOOTH_UNTIL:
            places = turning_points(heights)
        self.turns = frozenset(steps[places].astype(int).tolist())
        self._marked = places if places.size <= MOST_TURNS else _NOWHERE

    def _draw_part(self, part: Stroke, which: slice, strength: float) -> None:
        """Draw `which` of the points as `part`, by so much of its colour."""
        all_steps, all_heights = self._drawn
        steps, heights = all_steps[which], all_heights[which]
        theme, is_smooth = self._theme, all_steps.size <= SMOOTH_UNTIL
        colour = mixed(QColor(theme.accent), QColor(theme.card), strength)
        width = theme.curve_px if is_smooth else theme.curve_px / 2
        draw_line(part.line, steps, heights, colour, width, is_smooth)
        with_dots = steps.size if all_steps.size <= DOTS_UNTIL else 0
        part.dots.set_places(steps[:with_dots], heights[:with_dots])
        first, past, _ = which.indices(all_steps.size)
        marked = self._marked[(self._marked >= first) & (self._marked < past)]
        part.turns.set_places(all_steps[marked], all_heights[marked])

    def _draw_ghosts(self, heights: Heights) -> None:
        drawn_as = (self._kind.name, heights, self._lit)
        if drawn_as == self._ghosts_drawn_as:
            return
        self._ghosts_drawn_as = drawn_as
        far = FAR * (heights.top - heights.bottom)
        for index, (ghost, line) in enumerate(zip(self._ghosts, self._ghost_lines, strict=True)):
            steps, numbers = ghost.points[self._kind.name, heights.is_log]
            is_lit, is_smooth = index == self._lit, steps.size <= SMOOTH_UNTIL
            colour = colour_of(ghost, self._theme, is_lit)
            line.setZValue(-0.4 if is_lit else -0.5)
            places = np.clip(heights.of(numbers), -far, far)
            width = self._theme.curve_px if is_smooth else self._theme.curve_px / 2
            draw_line(line, steps, places, colour, width, is_smooth)

    def _fit(self) -> Heights:
        own = nice_ceiling(max(LEAST_STEPS, self._series.size - 1), FINE)
        longest = max((ghost.last_step for ghost in self._ghosts), default=0)
        right = nice_ceiling(max(own, min(longest, GHOST_STRETCH * own)), FINE)
        bounds = self._bounds(right)
        kind = self._kind
        heights = logarithmic(bounds) if kind.is_log else linear(bounds, kind.is_signed)
        self._axis.set_heights(heights)
        whole = (-SIDE_MARGIN * right, right * (1 + SIDE_MARGIN))
        self._zero.setVisible(not kind.is_log and heights.bottom < -0.5 * heights.top)
        shown = whole if self._is_whole else self._x_range()
        self._set_ranges(whole, shown, (heights.bottom, heights.top))
        return heights

    def _bounds(self, right: float) -> Range | None:
        own = self._series.bounds(self._kind.is_log)
        found = [ghost.bounds(self._kind.name, self._kind.is_log, right) for ghost in self._ghosts]
        ghosts = [bounds for bounds in found if bounds is not None]
        if not ghosts:
            return own
        low, high = min(low for low, _ in ghosts), max(high for _, high in ghosts)
        if own is None:
            return low, high
        if self._kind.is_log:
            least, most = own[0] / LOG_STRETCH, own[1] * LOG_STRETCH
        else:
            most = GHOST_STRETCH * max(abs(own[0]), abs(own[1])) or math.inf
            least = -most
        return min(own[0], max(low, least)), max(own[1], min(high, most))

    def _set_ranges(self, whole: Range, shown: Range, height: Range) -> None:
        ranges = (whole, shown, height)
        if ranges != self._ranges:
            self._ranges = ranges
            self.getViewBox().setLimits(xMin=whole[0], xMax=whole[1], minXRange=LEAST_VISIBLE_STEPS)
            self.setRange(xRange=shown, yRange=height, padding=0, disableAutoRange=True)

    def _x_range(self) -> Range:
        left, right = self.getViewBox().viewRange()[0]
        return left, right

    def _visible(self) -> tuple[int, int]:
        left, right = self._x_range()
        size = self._series.size
        return min(max(math.floor(left), 0), size), min(max(math.ceil(right) + 1, 0), size)

    def _place_legend(self) -> None:
        if not self._ghosts or not self._series.size:
            return
        box = self.getViewBox()
        area = self.mapFromScene(box.mapRectToScene(box.rect())).boundingRect()
        (left, right), (bottom, top) = box.viewRange()
        steps, heights = self._drawn
        steps, heights = np.append(steps, self._ring.x()), np.append(heights, self._ring.y())
        across = area.left() + (steps - left) / (right - left) * area.width()
        down = area.bottom() - (heights - bottom) / (top - bottom) * area.height()
        self.legend.place(area, np.stack([across, down], axis=1), self._legend_for != self._ranges)
        self._legend_for = self._ranges

    def _on_zoomed(self) -> None:
        self._is_whole = False
        self._draw()

    def _on_mouse(self, point: QPointF) -> None:
        step = round(self.getViewBox().mapSceneToView(point).x())
        self.step_hovered.emit(step if 0 <= step < self._series.size else None)

    def _on_lit(self, index: int | None) -> None:
        self._lit = index
        self._draw()
        self.ghost_hovered.emit(index)
