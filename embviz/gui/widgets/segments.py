"""Small quiet switches for the header of a card: one of several words, and a word that is on or off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from embviz.gui.theme import LIGHT, Theme, font, px
from embviz.gui.widgets.keys import SIDEWAYS, is_claimed

HEIGHT_PX = 22
PADDING_PX = 7
RADIUS_PX = 6
TEXT_PX = 12
DISABLED_OPACITY = 0.45


class Segment(QAbstractButton):
    """A word that can be chosen. A click leaves the keyboard where it is; Tab brings it: Space and Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setCheckable(True)
        self.setFont(font(TEXT_PX, QFont.Weight.Medium))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def set_text(self, text: str) -> None:
        """Show `text`, and be called so by screen readers."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2 * PADDING_PX, px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        # Of several words, the arrows go to the next.
        return (self.group() is not None and is_claimed(event, SIDEWAYS)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(1.0 if self.isEnabled() else DISABLED_OPACITY)
            box = QRectF(self.rect())
            if self.isChecked() or (self.underMouse() and self.isEnabled()):
                ground = self._theme.button if self.isChecked() else self._theme.button_hover
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(ground))
                painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
            if self.hasFocus():
                painter.setPen(QPen(QColor(self._theme.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS_PX - 1, RADIUS_PX - 1)
            painter.setPen(QColor(self._theme.ink if self.isChecked() else self._theme.soft))
            painter.setFont(self.font())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())


class Segments(QWidget):
    """One of several words; `chosen` brings its index. The arrow keys go from one to the next."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.segments = tuple(Segment() for _ in names)
        for index, (name, segment) in enumerate(zip(names, self.segments, strict=True)):
            segment.setObjectName(name)
            self._group.addButton(segment, index)
            layout.addWidget(segment)
        self.segments[0].setChecked(True)
        self._group.idToggled.connect(self._on_toggled)

    @property
    def index(self) -> int:
        """Which word is chosen."""
        return self._group.checkedId()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        for segment in self.segments:
            segment.set_theme(theme)

    def set_texts(self, texts: Sequence[tuple[str, str]]) -> None:
        """Show the short word of each of `texts`; its long one is for tool tips and screen readers."""
        for segment, (short, long) in zip(self.segments, texts, strict=True):
            segment.set_text(short)
            segment.setAccessibleName(long)
            segment.setToolTip(long)

    def _on_toggled(self, index: int, is_chosen: bool) -> None:
        if is_chosen:
            self.chosen.emit(index)
