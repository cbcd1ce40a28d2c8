"""FlatButton: an icon of the timeline, with a word where there is room for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from embviz.gui.theme import ICON_PX, LIGHT, Theme, font, icon, px

SIDE_PX = 28
SPACE_PX = 6
PADDING_PX = 10
RADIUS_PX = 7
DISABLED_OPACITY = 0.35


class FlatButton(QAbstractButton):
    """A button without a ground of its own until the mouse is on it, or filled with the accent colour.

    A click leaves the keyboard where it is; Tab brings it.
    """

    def __init__(self, name: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon_name = icon_name
        self._theme = LIGHT
        self._is_filled = False
        self._is_worded = False
        self.setFont(font(12, QFont.Weight.Medium))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.setIcon(icon(self._icon_name, theme))
        self.update()

    def set_texts(self, text: str, tip: str, key: str = "") -> None:
        """Be called `text`; `tip` says what it does, and `key` which key does the same."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{tip} ({key})" if key else tip)

    def set_filled(self, is_filled: bool) -> None:
        """Be painted in the accent colour, or not."""
        if is_filled != self._is_filled:
            self._is_filled = is_filled
            self.update()

    def set_worded(self, is_worded: bool) -> None:
        """Show the text beside the icon, or the icon alone."""
        self._is_worded = is_worded
        self.update()

    def width_at(self, is_worded: bool) -> int:
        """Return the width in px that it needs, with its text or without."""
        if not is_worded:
            return px(SIDE_PX)
        return 2 * PADDING_PX + px(ICON_PX) + SPACE_PX + self.fontMetrics().horizontalAdvance(self.text())

    def sizeHint(self) -> QSize:
        return QSize(self.width_at(self._is_worded), px(SIDE_PX))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            # Qt's arrows would go to the button beside; here they go through the run.
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(1.0 if self.isEnabled() else DISABLED_OPACITY)
            is_filled = self._is_filled and self.isEnabled()
            self._paint_ground(painter, is_filled)
            mode = QIcon.Mode.Selected if is_filled else QIcon.Mode.Normal
            pixmap = self.icon().pixmap(QSize(px(ICON_PX), px(ICON_PX)), self.devicePixelRatioF(), mode)
            left = PADDING_PX if self._is_worded else (self.width() - px(ICON_PX)) // 2
            painter.drawPixmap(left, (self.height() - px(ICON_PX)) // 2, px(ICON_PX), px(ICON_PX), pixmap)
            if self._is_worded:
                painter.setPen(QColor(self._theme.on_accent if is_filled else self._theme.ink))
                painter.setFont(self.font())
                room = QRectF(self.rect()).adjusted(left + px(ICON_PX) + SPACE_PX, 0, 0, 0)
                painter.drawText(
                    room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text()
                )

    def _paint_ground(self, painter: QPainter, is_filled: bool) -> None:
        is_lit = self.isEnabled() and (self.underMouse() or self.isDown())
        painter.setPen(Qt.PenStyle.NoPen)
        if is_filled:
            accent = QColor(self._theme.accent)
            painter.setBrush(accent.lighter(112) if is_lit else accent)
        elif is_lit or self._is_worded:
            painter.setBrush(QColor(self._theme.button_hover if is_lit else self._theme.button))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.on_accent if is_filled else self._theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), RADIUS_PX - 2, RADIUS_PX - 2)
