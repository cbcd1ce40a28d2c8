"""Speed: how many steps a second Run does, from one that can be followed to as fast as it goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip, QWidget

from embviz.gui.theme import LIGHT, Theme, font, px
from embviz.gui.widgets.keys import SIDEWAYS, is_claimed

# Steps a second from left to right; None is as fast as it goes.
RATES: tuple[float | None, ...] = (1.0, 2.0, 5.0, 10.0, 20.0, 60.0, 200.0, 1000.0, 10_000.0, None)
HEIGHT_PX = 36
LINE_PX = 110
SHORT_LINE_PX = 56
LINE_HEIGHT_PX = 4
HANDLE_PX = 12
SPACE_PX = 8
# Room for the handle at either end of the line, and for the ring of the focus around it.
MARGIN_PX = HANDLE_PX // 2 + 2
SLIDER_KEYS = SIDEWAYS | {Qt.Key.Key_Home, Qt.Key.Key_End}


class Speed(QAbstractSlider):
    """The word 'speed' and a line with a handle. `changed` brings the steps a second, or None."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("speed")
        self._theme = LIGHT
        self._is_short = False
        self._word = ""
        self.setRange(0, len(RATES) - 1)
        self.setSingleStep(1)
        self.setPageStep(3)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setValue(self.maximum())
        self.setFont(font())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._on_value)
        self.retranslate()

    @property
    def rate(self) -> float | None:
        """Steps a second, None for as fast as it goes."""
        return RATES[self.value()]

    @property
    def text(self) -> str:
        """The rate in words."""
        if self.rate is None:
            return self.tr("as fast as it goes")
        if self.rate == 1:
            return self.tr("1 step/s")
        return self.tr("{rate} steps/s").format(rate=f"{self.rate:,.0f}")

    def set_rate(self, rate: float | None) -> None:
        """Move the handle to `rate`, one of RATES."""
        self.setValue(RATES.index(rate))

    def set_short(self, is_short: bool) -> None:
        """Leave the word away and make the line short, or show both in full."""
        if is_short != self._is_short:
            self._is_short = is_short
            self.updateGeometry()
            self.update()

    def width_at(self, is_short: bool) -> int:
        """Return the width in px that it needs, in short or in full."""
        if is_short:
            return SHORT_LINE_PX + 2 * MARGIN_PX
        return self.fontMetrics().horizontalAdvance(self._word) + SPACE_PX + LINE_PX + 2 * MARGIN_PX

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self._word = self.tr("speed")
        self._tell()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.width_at(self._is_short), px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        # With the keyboard's focus these move the handle; elsewhere they go through the history.
        if is_claimed(event, SLIDER_KEYS):
            return True
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._move_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line, handle = self._line(), self.handle()
            if not self._is_short:
                painter.setPen(QColor(self._theme.soft))
                painter.setFont(self.font())
                painter.drawText(
                    QRectF(0, 0, line.left(), self.height()), Qt.AlignmentFlag.AlignVCenter, self._word
                )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.line))
            painter.drawRoundedRect(line, LINE_HEIGHT_PX / 2, LINE_HEIGHT_PX / 2)
            painter.setBrush(QColor(self._theme.accent))
            line.setRight(handle.x())
            painter.drawRoundedRect(line, LINE_HEIGHT_PX / 2, LINE_HEIGHT_PX / 2)
            self._paint_handle(painter, handle)

    def handle(self) -> QPointF:
        """Return the middle of the handle, in px."""
        line = self._line()
        return QPointF(line.left() + line.width() * self.value() / self.maximum(), self.height() / 2)

    def _paint_handle(self, painter: QPainter, middle: QPointF) -> None:
        radius = HANDLE_PX / 2
        painter.setPen(QPen(QColor(self._theme.card), 1.5))
        painter.drawEllipse(middle, radius, radius)
        if self.hasFocus() or self.underMouse() or self.isSliderDown():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
            painter.drawEllipse(middle, radius + 1, radius + 1)

    def _line(self) -> QRectF:
        length = SHORT_LINE_PX if self._is_short else LINE_PX
        left = self.width() - MARGIN_PX - length
        return QRectF(left, (self.height() - LINE_HEIGHT_PX) / 2, length, LINE_HEIGHT_PX)

    def _move_to(self, place: QPointF) -> None:
        line = self._line()
        share = (place.x() - line.left()) / line.width()
        self.setValue(round(share * self.maximum()))
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.text, self)

    def _on_value(self) -> None:
        self._tell()
        self.update()
        self.changed.emit(self.rate)

    def _tell(self) -> None:
        # A screen reader would read the value of a slider as a number from 0 to 9.
        self.setAccessibleName(self.tr("Speed: {rate}").format(rate=self.text))
        self.setToolTip(self.tr("Speed of Run and Train: {rate}").format(rate=self.text))
