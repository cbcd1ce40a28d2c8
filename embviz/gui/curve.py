"""CurvePanel: the distance of the pair at every step of the run."""

from __future__ import annotations

import html
import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsEllipseItem, QStyleOptionGraphicsItem, QWidget

from embviz.core.messages import Snapshot
from embviz.core.numbers import FINE, nice_ceiling, short
from embviz.gui import gate
from embviz.gui.panel import Panel
from embviz.gui.series import Series
from embviz.gui.theme import Theme, font

DOTS_UNTIL = 60
RING_PX = 13
SMOOTH_UNTIL = 400
LEAST_STEPS = 10
LEAST_VISIBLE_STEPS = 4
# pyqtgraph's ranges give up near 1e12, and its arithmetic near 1e308: what is larger is drawn divided by
# a power of ten. Where all is smaller than the smallest, it is drawn on the axis of zeros.
LARGEST_DRAWN = 1e9
SMALLEST_DRAWN = 1e-290
AXIS_WIDTH_PX = 44
WIDE_AXIS_WIDTH_PX = 62
TICK_OVERHANG_PX = 8
HEADROOM = 1.06
MARGIN = 0.02
# Room for the ring at the first and the last step, in the narrowest window too.
SIDE_MARGIN = 0.035
# Where each pixel stands for many steps the line becomes a band, paler by as much of the card. A pen that
# the card shows through would look the same and take thirty times as long.
BAND_STRENGTH = 0.6
Range = tuple[float, float]
FORMULA = "linalg.norm(emb(i) - emb(j))"


class DistanceAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The axis of a curve that is drawn divided by 10 to the power of `exponent`."""

    def __init__(self) -> None:
        super().__init__("left")
        self.exponent = 0
        self.setWidth(AXIS_WIDTH_PX)

    def set_exponent(self, exponent: int) -> None:
        """Name what is drawn as 1 as 10 to the power of `exponent`."""
        if exponent != self.exponent:
            self.exponent = exponent
            self.setWidth(WIDE_AXIS_WIDTH_PX if exponent else AXIS_WIDTH_PX)
            self.picture = None
            self.update()

    def boundingRect(self) -> QRectF:
        # Half of the zero hangs below the end of the axis; without room there pyqtgraph leaves it out.
        grown: QRectF = super().boundingRect().adjusted(0, -TICK_OVERHANG_PX, 0, TICK_OVERHANG_PX)
        return grown

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if not self.exponent:
            return super().tickStrings(values, scale, spacing)  # type: ignore[no-any-return]
        return [f"{value:g}e+{self.exponent}" if value else "0" for value in values]


class Ring(QGraphicsEllipseItem):
    """A ring of one size at any zoom. A scatter plot, made for many, takes ten times as long for one."""

    def __init__(self) -> None:
        super().__init__(QRectF(-RING_PX / 2, -RING_PX / 2, RING_PX, RING_PX))
        self.setFlag(QGraphicsEllipseItem.GraphicsItemFlag.ItemIgnoresTransformations)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


class CurvePanel(Panel):
    """The card of the distance curve: a ring at the shown step, a read-out under the mouse.

    The wheel zooms into the steps and a drag moves them; a double click shows the whole run again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.series = Series()
        self.readout = ""
        self._run: int | None = None
        self._divisor = 1.0
        self._shown: tuple[int, float] = (0, math.nan)
        self._is_whole = True
        self._ranges: tuple[Range, Range, Range] | None = None
        self._axis = DistanceAxis()
        self.plot = pg.PlotWidget(background=None, enableMenu=False, axisItems={"left": self._axis})
        self.plot.setObjectName("plot_distance")
        self._line = pg.PlotCurveItem()
        self._dots = pg.ScatterPlotItem(size=6)
        self._ring = Ring()
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._build()
        self.retranslate()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        super().set_snapshot(snapshot)
        if snapshot.run != self._run:
            self._run, self.series, self._is_whole = snapshot.run, Series(), True
            self._show_readout(None)
        trace = snapshot.trace
        self.series.merge(trace.steps, gate.line(trace.distances))
        self._shown = (snapshot.step, snapshot.distance)
        self.chip.set_text(short(snapshot.distance))
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        accent, soft = QColor(theme.accent), QColor(theme.soft)
        self._dots.setBrush(accent)
        self._dots.setPen(None)
        self._ring.setPen(pg.mkPen(accent, width=2))
        self._ring.setBrush(QColor(theme.card))
        self._cursor.setPen(pg.mkPen(soft, width=1, style=Qt.PenStyle.DashLine))
        self.plot.setBackground(QColor(theme.card))
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setTextPen(soft)
            axis.setPen(pg.mkPen(QColor(theme.line)))
            axis.setTickPen(pg.mkPen(QColor(theme.line)))
        # setPen gives the label the colour of the axis.
        self._label_axis()
        self._draw()

    def retranslate(self) -> None:
        self.title.setText(self.tr("distance"))
        self.subtitle.setText(FORMULA)
        self.setAccessibleName(self.tr("distance"))
        self.plot.setAccessibleName(self.tr("distance at each step"))
        self._label_axis()
        super().retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._show_readout(None)
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self._is_whole = True
            self._draw()
        return super().eventFilter(watched, event)

    def _label_axis(self) -> None:
        # pyqtgraph reads a label as HTML.
        self.plot.setLabel("bottom", html.escape(self.tr("step")), color=self.theme.soft)

    def _build(self) -> None:
        self.body.addWidget(self.plot, 1)
        self.plot.setMinimumSize(200, 140)
        self.plot.hideButtons()
        self.plot.showGrid(x=False, y=True, alpha=1.0)
        box = self.plot.getViewBox()
        box.setMouseEnabled(x=True, y=False)
        box.setDefaultPadding(0)
        box.disableAutoRange()
        box.sigRangeChangedManually.connect(self._on_zoomed)
        self._cursor.hide()
        for item in (self._line, self._dots, self._cursor, self._ring):
            self.plot.addItem(item)
        self._ring.setZValue(10)
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setStyle(tickFont=font(11, tabular=True), tickLength=0, tickTextOffset=6, maxTickLevel=0)
            axis.enableAutoSIPrefix(False)
            # Its grid lies below the curve, not across it.
            axis.setZValue(-1)
            axis.label.setFont(font(12))
        self.plot.scene().sigMouseMoved.connect(self._on_mouse)
        self.plot.viewport().installEventFilter(self)

    def _draw(self) -> None:
        self._fit()
        if not self.series.size:
            return
        start, stop = (0, self.series.size) if self._is_whole else self._visible()
        steps, numbers = self.series.points(start, stop)
        numbers = numbers / self._divisor
        is_smooth = steps.size <= SMOOTH_UNTIL
        strength = 1.0 if steps.size == stop - start else BAND_STRENGTH
        colour = _mixed(QColor(self.theme.accent), QColor(self.theme.card), strength)
        has_gaps = bool(np.isnan(numbers).any())
        # A wide, smooth pen is several times as dear: it is for curves of few points.
        self._line.setData(
            steps,
            numbers,
            pen=pg.mkPen(colour, width=2 if is_smooth else 1),
            antialias=is_smooth,
            connect="finite" if has_gaps else "all",
        )
        has_dots = steps.size <= DOTS_UNTIL
        self._dots.setVisible(has_dots)
        if has_dots:
            finite = np.isfinite(numbers)
            self._dots.setData(steps[finite], numbers[finite])
        step, distance = self._shown
        self._ring.setVisible(math.isfinite(distance))
        if math.isfinite(distance):
            self._ring.setPos(step, distance / self._divisor)

    def _fit(self) -> None:
        low, high = self.series.bounds or (0.0, 1.0)
        largest = max(abs(low), abs(high))
        exponent = math.floor(math.log10(largest)) if largest > LARGEST_DRAWN else 0
        self._axis.set_exponent(exponent)
        self._divisor = 10.0**exponent
        right = nice_ceiling(max(LEAST_STEPS, self.series.size - 1), FINE)
        top = nice_ceiling(high / self._divisor, FINE) if high > SMALLEST_DRAWN else 1.0
        whole = (-SIDE_MARGIN * right, right * (1 + SIDE_MARGIN))
        self._set_ranges(whole, whole if self._is_whole else self._x_range(), (-MARGIN * top, top * HEADROOM))

    def _set_ranges(self, whole: Range, shown: Range, height: Range) -> None:
        ranges = (whole, shown, height)
        if ranges != self._ranges:
            self._ranges = ranges
            self.plot.getViewBox().setLimits(xMin=whole[0], xMax=whole[1], minXRange=LEAST_VISIBLE_STEPS)
            self.plot.setRange(xRange=shown, yRange=height, padding=0, disableAutoRange=True)

    def _x_range(self) -> Range:
        left, right = self.plot.getViewBox().viewRange()[0]
        return left, right

    def _visible(self) -> tuple[int, int]:
        left, right = self._x_range()
        size = self.series.size
        return min(max(math.floor(left), 0), size), min(max(math.ceil(right) + 1, 0), size)

    def _on_zoomed(self) -> None:
        self._is_whole = False
        self._draw()

    def _on_mouse(self, point: QPointF) -> None:
        inside = self.plot.getViewBox().mapSceneToView(point)
        step = round(inside.x())
        self._show_readout(step if 0 <= step < self.series.size else None)

    def _show_readout(self, step: int | None) -> None:
        self._cursor.setVisible(step is not None)
        if step is None:
            self.readout = ""
            self.subtitle.setText(FORMULA)
            return
        self._cursor.setPos(step)
        distance = float(self.series.numbers[step])
        self.readout = self.tr("step {step}: distance {distance}").format(
            step=step, distance=f"{distance:.9g}"
        )
        self.subtitle.setText(self.readout)


def _mixed(colour: QColor, ground: QColor, strength: float) -> QColor:
    above, below = ((of.red(), of.green(), of.blue()) for of in (colour, ground))
    return QColor(*(round(low + strength * (high - low)) for high, low in zip(above, below, strict=True)))
