"""Stopping: a button and what opens below it, in which it is said where Run and Train end by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QEvent, QMargins, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from embviz.core.numbers import parse_integer, parse_number
from embviz.gui.theme import GAP_PX, LIGHT, Theme, font, px
from embviz.gui.widgets.editors import Switch, set_wrong
from embviz.gui.widgets.panel import label

N = TypeVar("N", int, float)
HEIGHT_PX = 36
PADDING_PX = 12
SPACE_PX = 7
SIGN_PX = 14
FIELD_PX = 92
MESSAGE_PX = 190
LARGEST_STEPS = 1_000_000_000
# The corners of a stop sign, as shares of its width.
OCTAGON = ((0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3))


class StopAt(NamedTuple):
    """Where training ends: a Run after so many steps; Run and Train below a distance or at a rise of it."""

    after_steps: int | None = None
    distance_below: float | None = None
    first_increase: bool = False


class Stopping(QToolButton):
    """The button. `changed` brings the StopAt that holds from now on."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stopping")
        self._theme = LIGHT
        self._is_wide = True
        self._idle_text = ""
        self.popup = StopPopup(self)
        self.setFont(font(weight=QFont.Weight.Medium))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        self.popup.changed.connect(self._on_changed)
        self.retranslate()

    @property
    def stop_at(self) -> StopAt:
        """What holds now."""
        return self.popup.stop_at

    @property
    def conditions(self) -> tuple[str, ...]:
        """What holds now, in a few letters each."""
        after_steps, below, first_increase = self.stop_at
        texts = (
            "" if after_steps is None else self.tr("{n} steps").format(n=f"{after_steps:,}"),
            "" if below is None else self.tr("d < {distance}").format(distance=f"{below:g}"),
            self.tr("a rise") if first_increase else "",
        )
        return tuple(text for text in texts if text)

    def set_wide(self, is_wide: bool) -> None:
        """Show the text, or the sign alone."""
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self.updateGeometry()
            self.update()

    def width_at(self, is_wide: bool) -> int:
        """Return the width in px that it needs, with its text or without."""
        width = 2 * PADDING_PX + px(SIGN_PX)
        # The text of the button at rest keeps the room of all others: nothing beside it moves.
        return width + (SPACE_PX + self._text_width() if is_wide else 0)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.popup.set_theme(theme)
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self._idle_text = self.tr("Stop at…")
        self.popup.retranslate()
        self._tell()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.width_at(self._is_wide), px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            is_lit = self.underMouse() or self.isDown() or self.popup.isVisible()
            painter.setPen(QPen(QColor(self._theme.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.button_hover if is_lit else self._theme.button))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
            self._paint_sign(painter)
            if self._is_wide:
                painter.setPen(QColor(self._theme.ink))
                left = PADDING_PX + px(SIGN_PX) + SPACE_PX
                painter.drawText(
                    QRectF(left, 0, self._text_width() + 1, self.height()),
                    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                    self.fontMetrics().elidedText(
                        self.text(), Qt.TextElideMode.ElideRight, self._text_width()
                    ),
                )

    def _paint_sign(self, painter: QPainter) -> None:
        corner = QPointF(PADDING_PX, (self.height() - px(SIGN_PX)) / 2)
        is_on = bool(self.conditions)
        painter.setPen(QPen(QColor(self._theme.accent if is_on else self._theme.ink), 1.5))
        painter.setBrush(QColor(self._theme.accent) if is_on else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([corner + QPointF(x, y) * px(SIGN_PX) for x, y in OCTAGON]))

    def _text_width(self) -> int:
        # 8 is among the widest digits.
        texts = (self._idle_text, self.tr("{n} steps").format(n="8,888"))
        # In a width of whole pixels a text may be cut that just fits.
        return 1 + max(self.fontMetrics().horizontalAdvance(text) for text in texts)

    def _open(self) -> None:
        self.popup.open_below(self)
        self.update()

    def _on_changed(self, stop_at: StopAt) -> None:
        self._tell()
        self.changed.emit(stop_at)

    def _tell(self) -> None:
        held = " · ".join(self.conditions)
        self.setText(held or self._idle_text)
        tip = self.tr("Say where Run and Train end by themselves")
        self.setToolTip(self.tr("Training ends at: {conditions}").format(conditions=held) if held else tip)
        self.setAccessibleName(self._idle_text)
        self.setAccessibleDescription(held)
        self.update()


class Line(NamedTuple):
    """One condition: its switch, its name, its field where it has one, and what is wrong with that."""

    switch: Switch
    name: QLabel
    field: QLineEdit | None
    message: QLabel


class StopPopup(QWidget):
    """Three switches, two of them with a field. What is typed stays, whether it can be used or not."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("stop_popup")
        self._theme = LIGHT
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GAP_PX + 2, GAP_PX, GAP_PX + 2, GAP_PX)
        self._grid.setHorizontalSpacing(GAP_PX)
        self._grid.setVerticalSpacing(GAP_PX)
        self._grid.setColumnMinimumWidth(3, px(MESSAGE_PX))
        self.steps = self._line("steps", "100")
        self.distance = self._line("distance", "0.1")
        self.increase = self._line("increase", None)
        self._told = StopAt()
        self.retranslate()

    @property
    def stop_at(self) -> StopAt:
        """What is switched on and can be used."""
        return StopAt(
            after_steps=_value(self.steps, _as_steps),
            distance_below=_value(self.distance, _as_distance),
            first_increase=self.increase.switch.isChecked(),
        )

    def open_below(self, button: QWidget) -> None:
        """Show it below `button`, within the screen, ready for typing."""
        self.adjustSize()
        # It is polished, and then a little larger, only once it is shown.
        room = button.screen().availableGeometry().marginsRemoved(QMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX))
        place = button.mapToGlobal(QPoint(0, button.height() + 4))
        self.move(
            max(room.left(), min(place.x(), room.right() - self.width())),
            max(room.top(), min(place.y(), room.bottom() - self.height())),
        )
        self.show()
        self.steps.switch.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        for line, text in (
            (self.steps, self.tr("after this many steps of a Run")),
            (self.distance, self.tr("when the distance falls below")),
            (self.increase, self.tr("when the distance rises for the first time")),
        ):
            line.name.setText(text)
            line.switch.setAccessibleName(text)
            if line.field is not None:
                line.field.setAccessibleName(text)
        self._check()

    def event(self, event: QEvent) -> bool:
        # While it is open its keys are its own: Space is a switch's, and not Run.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.setBrush(QColor(self._theme.card))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _line(self, name: str, text: str | None) -> Line:
        row = self._grid.rowCount()
        line = Line(Switch(), label(), None if text is None else QLineEdit(text), label(12, name="error"))
        line.switch.setObjectName(f"stop_{name}")
        line.switch.toggled.connect(self._check)
        for column, widget in enumerate((line.switch, line.name)):
            self._grid.addWidget(widget, row, column)
        if line.field is not None:
            line.field.setObjectName(f"stop_{name}_field")
            line.field.setFixedWidth(px(FIELD_PX))
            line.field.textEdited.connect(lambda: line.switch.setChecked(True))
            line.field.textChanged.connect(self._check)
            self._grid.addWidget(line.field, row, 2)
            self._grid.addWidget(line.message, row, 3)
        return line

    def _check(self) -> None:
        for line, read, allowed in (
            (
                self.steps,
                _as_steps,
                self.tr("must be a whole number from 1 to {maximum}").format(maximum=f"{LARGEST_STEPS:,}"),
            ),
            (self.distance, _as_distance, self.tr("must be a number above 0, such as 0.1")),
        ):
            assert line.field is not None
            is_wrong = line.switch.isChecked() and read(line.field.text()) is None
            line.message.setText(allowed if is_wrong else "")
            line.field.setAccessibleDescription(allowed if is_wrong else "")
            set_wrong(line.field, is_wrong)
        if self.stop_at != self._told:
            self._told = self.stop_at
            self.changed.emit(self._told)


def _value(line: Line, read: Callable[[str], N | None]) -> N | None:
    assert line.field is not None
    return read(line.field.text()) if line.switch.isChecked() else None


def _as_steps(text: str) -> int | None:
    value = parse_integer(text)
    return value if value is not None and 1 <= value <= LARGEST_STEPS else None


def _as_distance(text: str) -> float | None:
    value = parse_number(text)
    return value if value is not None and value > 0 else None
