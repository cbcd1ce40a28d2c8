"""Laser: a soft dot that follows the mouse over the whole window while Ctrl is held, and points at things."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QPainter, QPaintEvent, QRadialGradient
from PySide6.QtWidgets import QWidget

SIZE_PX = 44
# Who presses Ctrl+S is faster than that.
HOLD_MS = 300
FOLLOW_MS = 15
# So far the mouse has to go before it is taken to point at something.
SET_OUT_PX = 3
COLOUR = "#ff2d2d"
ENDS = (QEvent.Type.WindowDeactivate, QEvent.Type.Hide)


class Laser(QWidget):
    """The dot. It takes no clicks, and is gone when Ctrl is let go or any other key is pressed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("laser")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(SIZE_PX, SIZE_PX)
        self.hide()
        self._window = window
        self._start = QPoint()
        self._hold, self._follow = QTimer(self), QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(self._follow.start)
        # Over a widget that does not ask for it, the mouse sends no word of its moves.
        self._follow.setInterval(FOLLOW_MS)
        self._follow.timeout.connect(self._go)
        # The frame of the desktop has the keyboard where nothing inside has it.
        window.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            self._hear(event)
        elif event.type() in ENDS:
            self._stop()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        middle = self.rect().toRectF().center()
        glow = QRadialGradient(middle, SIZE_PX / 2)
        for place, opacity in ((0.0, 1.0), (0.28, 0.95), (0.36, 0.45), (1.0, 0.0)):
            colour = QColor(COLOUR)
            colour.setAlphaF(opacity)
            glow.setColorAt(place, colour)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(glow)
            painter.drawEllipse(self.rect())

    def _hear(self, event: QKeyEvent) -> None:
        # Qt asks whose key it is before it is pressed: a shortcut sends no press at all.
        is_press = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        is_control = event.key() == Qt.Key.Key_Control
        is_let_go = event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat()
        if (is_let_go and is_control) or (is_press and not is_control):
            self._stop()
        elif event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            held = event.modifiers() & ~Qt.KeyboardModifier.ControlModifier
            if held == Qt.KeyboardModifier.NoModifier:
                self._start = QCursor.pos()
                self._hold.start()

    def _go(self) -> None:
        place, window = QCursor.pos(), self._window
        if self.isHidden() and (place - self._start).manhattanLength() <= SET_OUT_PX:
            return
        here = window.mapFromGlobal(place)
        self.move(here - self.rect().center())
        is_in = window.rect().contains(here)
        if self.isVisible() is not is_in:
            self.setVisible(is_in)
            self.raise_()

    def _stop(self) -> None:
        self._hold.stop()
        self._follow.stop()
        self.hide()
