"""Plate and Fold: the buttons of a form, painted in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from embviz.gui.theme import LIGHT, Theme, font, px

PLATE_HEIGHT_PX = 34
PLATE_RADIUS_PX = 8
PLATE_PADDING_PX = 12
FOLD_HEIGHT_PX = 24
CHEVRON_PX = 16


class Plate(QPushButton):
    """A button of a form. The next one to press is in the accent colour; a quiet one is an outline."""

    def __init__(self, is_quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._is_quiet = is_quiet
        self._is_next = False
        self.setFont(font(weight=QFont.Weight.Medium))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def set_next(self, is_next: bool) -> None:
        """Say whether this is the button to press next."""
        if is_next != self._is_next:
            self._is_next = is_next
            self.update()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * PLATE_PADDING_PX
        return QSize(width, px(PLATE_HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, is_live = self._theme, self.isEnabled()
        is_next = self._is_next and is_live
        ink = theme.on_accent if is_next else theme.ink if is_live else theme.soft
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._edge(is_next))
            painter.setBrush(QColor(self._ground(is_next)))
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1) if self.hasFocus() else QRectF(self.rect())
            if self._is_quiet:
                box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, PLATE_RADIUS_PX, PLATE_RADIUS_PX)
            painter.setPen(QColor(ink))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _ground(self, is_next: bool) -> str:
        if is_next:
            return self._theme.accent
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            return self._theme.button_hover
        return self._theme.card if self._is_quiet else self._theme.button

    def _edge(self, is_next: bool) -> QPen | Qt.PenStyle:
        if self.hasFocus():
            return QPen(QColor(self._theme.ink if is_next else self._theme.accent), 2)
        return QPen(QColor(self._theme.line), 1) if self._is_quiet else Qt.PenStyle.NoPen


class Fold(QAbstractButton):
    """The heading of what can be folded away: checked while it is open. `summary` says what is inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = ""
        self.setCheckable(True)
        self.setFont(font(13, QFont.Weight.Medium))
        self.setFixedHeight(px(FOLD_HEIGHT_PX))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_summary(self, summary: str) -> None:
        """Say beside the heading what is inside, while it is folded."""
        if summary != self.summary:
            self.summary = summary
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        role, align = QPalette.ColorRole, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            soft, ink = (self.palette().color(one) for one in (role.PlaceholderText, role.WindowText))
            painter.setPen(QPen(self.palette().color(role.Accent) if self.hasFocus() else soft, 1.5))
            painter.drawPolyline(self._chevron())
            painter.setPen(ink)
            room = self.rect().adjusted(px(CHEVRON_PX), 0, 0, 0)
            painter.drawText(room, align, self.text())
            if self.summary and not self.isChecked():
                painter.setPen(soft)
                room.adjust(self.fontMetrics().horizontalAdvance(self.text()) + 8, 0, 0, 0)
                self._paint_summary(painter, room)

    def _paint_summary(self, painter: QPainter, room: QRect) -> None:
        painter.setFont(font(12))
        text = painter.fontMetrics().elidedText(self.summary, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _chevron(self) -> list[QPointF]:
        x, y = 5.0, self.height() / 2
        if self.isChecked():
            return [QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)]
        return [QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)]
