"""Canvas: a paint device for widgets that hands on to a vector file only what such a file can hold.

QSvgGenerator keeps no clip, no repeating gradient and no digits of one width; QPdfWriter takes an empty
rectangle for a line and a repeating gradient for a few stripes; and on neither does a scroll area cut off
what it hides. Here each shape is cut and laid out in px of the widget, with a plain pen and a plain brush.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTextItem,
    QTransform,
)

from embviz.gui.export.brushes import line_in_px, outline, plain_brush, single_colour, stripes

P = ParamSpec("P")
DPI = 96
MM_PER_INCH = 25.4
Hint = QPainter.RenderHint
Dirty = QPaintEngine.DirtyFlag
Metric = QPaintDevice.PaintDeviceMetric


class Canvas(QPaintDevice):
    """Passes what is painted on it, `size` px large, on to `target`, whose unit is a px of the widget too.

    Where it `keeps_text`, text goes with its font into the file; else as outlines, which look the same
    where nobody has the font. `ratio` is how many pixels of the screen a px has: a cosmetic line is as wide
    in px as it is there.
    """

    def __init__(self, size: QSize, target: QPainter, keeps_text: bool, ratio: float = 1.0) -> None:
        super().__init__()
        self._size = size
        self._engine = _Engine(target, keeps_text, ratio)

    def check(self) -> None:
        """Raise what went wrong while something was painted, if anything did."""
        if self._engine.error is not None:
            raise self._engine.error

    def paintEngine(self) -> QPaintEngine:  # noqa: N802 - Qt names it
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        width, height = self._size.width(), self._size.height()
        return {
            Metric.PdmWidth: width,
            Metric.PdmHeight: height,
            Metric.PdmWidthMM: round(width * MM_PER_INCH / DPI),
            Metric.PdmHeightMM: round(height * MM_PER_INCH / DPI),
            Metric.PdmNumColors: 1 << 24,
            Metric.PdmDepth: 32,
            Metric.PdmDevicePixelRatio: 1,
            Metric.PdmDevicePixelRatioScaled: round(QPaintDevice.devicePixelRatioFScale()),
        }.get(metric, DPI)


def _kept(paint: Callable[P, None]) -> Callable[P, None]:
    """Keep the first error of `paint`: thrown into the middle of Qt's painting it would end the process."""

    @wraps(paint)
    def keeping(*args: P.args, **kwargs: P.kwargs) -> None:
        engine = args[0]
        assert isinstance(engine, _Engine)
        try:
            if engine.error is None:
                paint(*args, **kwargs)
        # Whatever it is: `Canvas.check` raises it again.
        except Exception as error:
            engine.error = error

    return keeping


class _Engine(QPaintEngine):
    """Qt calls it with shapes in the widget's own px, and says in `updateState` where these lie."""

    def __init__(self, target: QPainter, keeps_text: bool, ratio: float) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.error: Exception | None = None
        self._target = target
        self._keeps_text = keeps_text
        self._ratio = ratio
        self._to_px = QTransform()
        self._pen, self._brush, self._opacity = QPen(), QBrush(), 1.0
        self._brush_origin = QPointF()
        self._hints = Hint(0)
        self._clip: QPainterPath | None = None

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    @_kept
    def updateState(self, state: QPaintEngineState) -> None:  # noqa: N802
        dirty = state.state()
        self._to_px = state.transform()
        self._pen, self._brush, self._opacity = state.pen(), state.brush(), state.opacity()
        self._brush_origin = state.brushOrigin()
        self._hints = state.renderHints()
        if dirty & Dirty.DirtyClipRegion:
            region = QPainterPath()
            region.addRegion(state.clipRegion())
            self._set_clip(region, state.clipOperation())
        if dirty & Dirty.DirtyClipPath:
            self._set_clip(state.clipPath(), state.clipOperation())
        if dirty & Dirty.DirtyClipEnabled and not state.isClipEnabled():
            self._clip = None

    @_kept
    def drawPath(self, path: QPainterPath) -> None:  # noqa: N802
        self._draw(path, self._brush)

    @_kept
    def drawPolygon(self, points: Iterable[QPointF], mode: QPaintEngine.PolygonDrawMode) -> None:  # noqa: N802
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(point) for point in points]))
        if mode == QPaintEngine.PolygonDrawMode.PolylineMode:
            self._draw(path, QBrush())
            return
        path.closeSubpath()
        if mode == QPaintEngine.PolygonDrawMode.WindingMode:
            path.setFillRule(Qt.FillRule.WindingFill)
        self._draw(path, self._brush)

    @_kept
    def drawRects(self, rects: Iterable[QRectF | QRect]) -> None:  # noqa: N802
        for rect in rects:
            path = QPainterPath()
            path.addRect(QRectF(rect))
            self._draw(path, self._brush)

    @_kept
    def drawEllipse(self, rect: QRectF | QRect) -> None:  # noqa: N802
        path = QPainterPath()
        path.addEllipse(QRectF(rect))
        self._draw(path, self._brush)

    @_kept
    def drawLines(self, lines: Iterable[QLineF]) -> None:  # noqa: N802
        for line in lines:
            path = QPainterPath(QPointF(line.p1()))
            path.lineTo(QPointF(line.p2()))
            self._draw(path, QBrush())

    @_kept
    def drawPoints(self, points: Iterable[QPointF]) -> None:  # noqa: N802
        # A point is a line without length, which its pen's caps make visible.
        self.drawLines([QLineF(QPointF(point), QPointF(point)) for point in points])

    @_kept
    def drawPixmap(  # noqa: N802
        self, place: QRectF | QRect, pixmap: QPixmap | QImage, part: QRectF | QRect
    ) -> None:
        self.drawImage(place, pixmap if isinstance(pixmap, QImage) else pixmap.toImage(), part)

    @_kept
    def drawImage(  # noqa: N802
        self,
        place: QRectF | QRect,
        image: QImage,
        part: QRectF | QRect,
        flags: Qt.ImageConversionFlag = Qt.ImageConversionFlag.AutoColor,
    ) -> None:
        place, part = QRectF(place), QRectF(part)
        colour = single_colour(image)
        if colour is not None:
            # Such as the ground of a plot, which pyqtgraph keeps as an image.
            area = QPainterPath()
            area.addRect(place)
            self._fill(area, QBrush(colour))
            return
        box = self._to_px.mapRect(place)
        is_smooth = bool(self._hints & Hint.SmoothPixmapTransform)
        is_enlarged = part.width() < box.width() or part.height() < box.height()
        if self._holds(box) and self._is_upright and (is_smooth or not is_enlarged):
            self._target.setOpacity(self._opacity)
            self._target.setRenderHint(Hint.SmoothPixmapTransform, is_smooth)
            self._target.drawImage(box, image, part)
            return
        # The cells of a table are enlarged here, as crisp as on the screen: a viewer might smooth them.
        self._paint_pixels(box, lambda painter: painter.drawImage(place, image, part))

    @_kept
    def drawTextItem(  # noqa: N802
        self, place: QPointF | QPoint | QPainterPath.Element, item: QTextItem
    ) -> None:
        assert isinstance(place, QPointF)
        ink = QRectF(place.x(), place.y() - item.ascent(), item.width(), item.ascent() + item.descent())
        if not self._keeps_text or not self._holds(self._to_px.mapRect(ink)):
            # Its outlines come back as a path.
            super().drawTextItem(place, item)
            return
        target = self._target
        target.save()
        target.setTransform(self._to_px, True)
        target.setOpacity(self._opacity)
        target.setFont(item.font())
        target.setPen(self._pen)
        target.drawTextItem(place, item)
        target.restore()

    @property
    def _is_upright(self) -> bool:
        return not (self._to_px.m12() or self._to_px.m21()) and self._to_px.isAffine()

    def _set_clip(self, path: QPainterPath, operation: Qt.ClipOperation) -> None:
        path = self._to_px.map(path)
        if operation == Qt.ClipOperation.NoClip:
            self._clip = None
        elif operation == Qt.ClipOperation.ReplaceClip or self._clip is None:
            self._clip = path
        else:
            self._clip = self._clip.intersected(path)

    def _draw(self, path: QPainterPath, brush: QBrush) -> None:
        if brush.style() != Qt.BrushStyle.NoBrush:
            self._fill(path, brush)
        if self._pen.style() != Qt.PenStyle.NoPen:
            self._stroke(path)

    def _fill(self, path: QPainterPath, brush: QBrush) -> None:
        shape = self._to_px.map(path)
        # Of an empty rectangle PDF makes a line.
        if shape.boundingRect().isEmpty() or (shape := self._cut(shape)).isEmpty():
            return
        plain = plain_brush(brush, self._to_px)
        if (areas := stripes(brush, self._to_px, shape)) is not None:
            for area, colour in areas:
                self._hand_on(area, QPen(Qt.PenStyle.NoPen), QBrush(colour))
        elif plain is None:
            self._paint_pixels(shape.boundingRect(), lambda painter: painter.fillPath(path, brush))
        else:
            self._hand_on(shape, QPen(Qt.PenStyle.NoPen), plain)

    def _stroke(self, path: QPainterPath) -> None:
        is_smooth = bool(self._hints & Hint.Antialiasing)
        shape, pen = line_in_px(path, self._pen, self._to_px, self._ratio, is_smooth)
        half = 0.0 if pen is None else pen.widthF() / 2
        if pen is not None and self._holds(shape.boundingRect().adjusted(-half, -half, half, half)):
            self._hand_on(shape, pen, QBrush())
            return
        area = shape if pen is None else outline(shape, pen)
        self._hand_on(self._cut(area), QPen(Qt.PenStyle.NoPen), self._pen.brush())

    def _hand_on(self, shape: QPainterPath, pen: QPen, brush: QBrush) -> None:
        if shape.isEmpty():
            return
        self._target.setOpacity(self._opacity)
        self._target.setPen(pen)
        self._target.setBrush(brush)
        self._target.drawPath(shape)

    def _shown(self) -> QPainterPath | None:
        """Return the outline, in px, outside of which nothing is shown; None where there is none."""
        # What Qt leaves out because a child will cover it may be painted: the child comes later, and covers
        # it without a seam.
        widget = self.systemClip().boundingRect()
        if widget.isEmpty():
            return self._clip
        outline = QPainterPath()
        outline.addRect(QRectF(widget))
        return outline if self._clip is None else outline.intersected(self._clip)

    def _holds(self, box: QRectF) -> bool:
        shown = self._shown()
        return shown is None or shown.contains(box)

    def _cut(self, shape: QPainterPath) -> QPainterPath:
        shown = self._shown()
        if shown is None or shown.contains(shape.boundingRect()):
            return shape
        return shape.intersected(shown)

    def _paint_pixels(self, box: QRectF, paint: Callable[[QPainter], object]) -> None:
        """Have `paint` paint what lies in `box` on an image as fine as the screen, and hand on that."""
        shown = self._shown()
        visible = (box if shown is None else box & shown.boundingRect()).toAlignedRect()
        if visible.isEmpty():
            return
        image = QImage(visible.size() * self._ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        to_image = QTransform.fromTranslate(-visible.left(), -visible.top())
        to_image *= QTransform.fromScale(image.width() / visible.width(), image.height() / visible.height())
        with QPainter(image) as painter:
            if shown is not None:
                painter.setTransform(to_image)
                painter.setClipPath(shown)
            painter.setRenderHints(self._hints)
            painter.setTransform(self._to_px * to_image)
            painter.setBrushOrigin(self._brush_origin)
            paint(painter)
        self._target.setOpacity(self._opacity)
        self._target.setRenderHint(Hint.SmoothPixmapTransform, False)
        self._target.drawImage(QRectF(visible), image)
