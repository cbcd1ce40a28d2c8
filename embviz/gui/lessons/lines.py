"""What a lesson's text is made of: a line with an icon, an option to choose, and the page that holds them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from embviz.gui.theme import ICON_PX, LIGHT, Theme, font, icon, px
from embviz.gui.widgets.panel import label

RADIUS_PX = 8
PADDING_PX = 10
SPACE_PX = 8


def paragraph(size_px: int = 13, weight: QFont.Weight = QFont.Weight.Normal, name: str = "") -> QLabel:
    """Return a label of plain text that goes on in the next line where its room ends."""
    made = label(size_px, weight, name)
    made.setWordWrap(True)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return made


class IconLine(QWidget):
    """A text beside an icon; hidden while it has nothing to say. `tone` is the theme's colour for both, and
    one that `has_ground` stands out."""

    def __init__(
        self,
        name: str,
        icon_name: str,
        tone: str = "ink",
        *,
        has_ground: bool = False,
        is_strong: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._icon_name, self._tone, self._has_ground = icon_name, tone, has_ground
        self._theme = LIGHT
        self._icon = label()
        self._text = paragraph(13, QFont.Weight.Medium if has_ground or is_strong else QFont.Weight.Normal)
        row = QHBoxLayout(self)
        edge = PADDING_PX if has_ground else 0
        row.setContentsMargins(edge, edge - 2 if edge else 0, edge, edge - 2 if edge else 0)
        row.setSpacing(SPACE_PX)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str, icon_name: str = "", tone: str = "") -> None:
        """Show `text`, with another icon and tone where they are given; an empty one hides the line."""
        self._icon_name, self._tone = icon_name or self._icon_name, tone or self._tone
        self._text.setText(text)
        self.set_theme(self._theme)
        self.setVisible(bool(text))

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        ink = QColor(getattr(theme, self._tone))
        side = px(ICON_PX)
        drawn = icon(self._icon_name, theme._replace(ink=ink.name()))
        self._icon.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatioF()))
        palette = self._text.palette()
        palette.setColor(self._text.foregroundRole(), ink)
        self._text.setPalette(palette)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._has_ground:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.button))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)


class Option(QAbstractButton):
    """An answer to choose, as many lines high as its text needs. A click leaves the keyboard where it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = LIGHT
        self.setFont(font(13))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, width - 2 * PADDING_PX, 1 << 14)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        return self.fontMetrics().boundingRect(room, int(flags), self.text()).height() + 2 * 7

    def sizeHint(self) -> QSize:
        width = self.width() or px(200)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(80), px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        is_lit = self.isEnabled() and (self.underMouse() or self.isDown())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            has_focus = self.hasFocus()
            painter.setPen(
                QPen(QColor(theme.accent if has_focus or is_lit else theme.line), 2 if has_focus else 1)
            )
            painter.setBrush(QColor(theme.button_hover if is_lit else theme.button))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
            painter.setPen(QColor(theme.ink))
            room = self.rect().adjusted(PADDING_PX, 0, -PADDING_PX, 0)
            flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, int(flags), self.text())


class Page(QWidget):
    """Lines below each other, as high as they are at `width_px`, which a scroll area does not ask for."""

    def __init__(self, width_px: int) -> None:
        super().__init__()
        self._width_px = width_px
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(10)

    def minimumSizeHint(self) -> QSize:
        width = px(self._width_px)
        return QSize(width, self.lines.totalHeightForWidth(width))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()
