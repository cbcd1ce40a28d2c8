"""PinChip: the name of a pinned row, which can be taken away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from embviz.core.reports import NamedRow
from embviz.gui.rows.paint import paint_text
from embviz.gui.rows.texts import name_of
from embviz.gui.theme import LIGHT, Theme, font, px
from embviz.gui.widgets.keys import is_claimed

HEIGHT_PX = 22
PADDING_PX = 9
CROSS_PX = 20
KEYS = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class _Cross(QAbstractButton):
    """Takes the chip away; the keyboard does so with Delete on the chip itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle, arm = QRectF(self.rect()).center(), 3.5
            painter.setPen(QPen(QColor(self.theme.ink if self.underMouse() else self.theme.soft), 1.4))
            for way in (-1, 1):
                painter.drawLine(middle + QPointF(-arm, -arm * way), middle + QPointF(arm, arm * way))


class PinChip(QWidget):
    """The name of `row` on a rounded ground, with a cross: `removed` says that it is to go. Delete and
    Backspace say so too."""

    removed = Signal()

    def __init__(self, row: NamedRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._theme = LIGHT
        self._cross = _Cross(self)
        self._cross.clicked.connect(self.removed)
        self.setObjectName(f"pin_{row.row}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_row(row)

    def set_row(self, row: NamedRow) -> None:
        """Be called as `row` is."""
        self.row = row
        name = name_of(row.row, row.label)
        self.setAccessibleName(self.tr("pinned: {name}").format(name=name))
        self.setAccessibleDescription(self.tr("Delete takes it away"))
        self._cross.setAccessibleName(self.tr("unpin {name}").format(name=name))
        self._place_cross()
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = self._cross.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(_font())
        text = metrics.horizontalAdvance(name_of(self.row.row, self.row.label))
        return QSize(PADDING_PX + text + 2 + px(CROSS_PX), px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * px(CROSS_PX), px(HEIGHT_PX))

    def event(self, event: QEvent) -> bool:
        return is_claimed(event, KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in KEYS:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cross()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        box = QRectF(0, 0, self._width(), px(HEIGHT_PX))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = QPen(QColor(theme.accent), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
            painter.setPen(edge)
            painter.setBrush(QColor(theme.button))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(HEIGHT_PX) / 2 - 1, px(HEIGHT_PX) / 2 - 1)
            painter.setFont(_font())
            name = name_of(self.row.row, self.row.label)
            paint_text(painter, box.adjusted(PADDING_PX, 0, -px(CROSS_PX), 0), name, theme.ink)

    def _place_cross(self) -> None:
        self._cross.setGeometry(self._width() - px(CROSS_PX) - 1, 0, px(CROSS_PX), px(HEIGHT_PX))

    def _width(self) -> int:
        """The chip is as wide as its word, within the room that there is."""
        return min(self.sizeHint().width(), self.width())


def _font() -> QFont:
    return font(12, QFont.Weight.DemiBold)
