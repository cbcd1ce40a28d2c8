"""What values are typed and chosen in: numbers that follow no locale, switches and choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from embviz.core.numbers import parse_integer
from embviz.gui.theme import px

SWITCH_SIZE = QSize(36, 20)
CHOICE_PADDING_PX = 9
CHOICE_ARROW_PX = 21
POPUP_PADDING_PX = 28


def set_wrong(edit: QLineEdit, is_wrong: bool) -> None:
    """Give `edit` the border of a wrong value, or take it away."""
    if bool(edit.property("wrong")) != is_wrong:
        edit.setProperty("wrong", is_wrong)
        # A style sheet looks at properties only when the widget is polished.
        edit.style().unpolish(edit)
        edit.style().polish(edit)


class IntegerEdit(QLineEdit):
    """A whole number from 1 to `maximum`; letters pass through to the window's shortcuts."""

    def __init__(self, value: int, maximum: int = 1_000_000_000, parent: QWidget | None = None) -> None:
        super().__init__(str(value), parent)
        self.maximum = maximum
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.textChanged.connect(self._show_validity)

    @property
    def value(self) -> int | None:
        """The number, or None while what is typed is none in range."""
        value = parse_integer(self.text())
        return value if value is not None and 1 <= value <= self.maximum else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and _is_letter(event):
            # An edit claims every letter for itself; here T is to train and Space to run.
            if event.type() == QEvent.Type.ShortcutOverride:
                event.ignore()
                return False
            # Where the button of a letter waits for the engine, the letter is still no number.
            return True
        return super().event(event)

    def _show_validity(self) -> None:
        set_wrong(self, self.value is None)


class Switch(QCheckBox):
    """An on and off, painted in the palette's colours: the style's own box all but vanishes in the dark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(SWITCH_SIZE)

    def sizeHint(self) -> QSize:
        return SWITCH_SIZE

    def hitButton(self, point: QPoint) -> bool:
        # The style would listen only where its own, smaller box would be.
        return self.rect().contains(point)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            palette = self.palette()
            box = QRectF(self.rect())
            # It grows with the text.
            unit = box.height() / SWITCH_SIZE.height()
            radius, knob_px = 9 * unit, 14 * unit
            is_on, role = self.isChecked(), QPalette.ColorRole
            painter.setPen(QPen(palette.color(role.Accent if is_on else role.PlaceholderText), 1.5))
            painter.setBrush(palette.color(role.Accent if is_on else role.Base))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
            left = box.right() - 3 * unit - knob_px if is_on else box.left() + 3 * unit
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role.Base if is_on else role.PlaceholderText))
            painter.drawEllipse(QRectF(left, box.top() + 3 * unit, knob_px, knob_px))
            if self.hasFocus():
                painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)


class Choice(QComboBox):
    """One of several names, shown under titles where they have any, with a mark that there are more."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = tuple(names)
        self.addItems(names)
        # It may be narrower than its longest name: what is cut ends in an ellipsis.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def value(self) -> str:
        """The name that is chosen."""
        return self.names[self.currentIndex()]

    def choose(self, name: str) -> None:
        """Choose `name`."""
        self.setCurrentIndex(self.names.index(name))

    def set_titles(self, titles: Sequence[str]) -> None:
        """Show each name as its title."""
        for index, title in enumerate(titles):
            if self.itemText(index) != title:
                self.setItemText(index, title)

    def showPopup(self) -> None:  # noqa: N802 - Qt names it
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(self.itemText(index)) for index in range(self.count()))
        self.view().setMinimumWidth(widest + POPUP_PADDING_PX)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel scrolls what the choice stands in: it must not choose something on its way.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        with QPainter(self) as painter:
            self.style().drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option, painter, self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self.palette().color(QPalette.ColorRole.PlaceholderText)), 1.5))
            tip = QPointF(self.width() - 13, self.height() / 2 + 2)
            painter.drawPolyline([tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)])
            room = self.rect().adjusted(CHOICE_PADDING_PX, 0, -px(CHOICE_ARROW_PX), 0)
            text = self.fontMetrics().elidedText(
                self.currentText(), Qt.TextElideMode.ElideRight, room.width()
            )
            role = QPalette.ColorRole.Text if self.isEnabled() else QPalette.ColorRole.PlaceholderText
            painter.setPen(self.palette().color(role))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _is_letter(event: QKeyEvent) -> bool:
    is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
    return is_plain and (event.text() == " " or event.text().isalpha())
