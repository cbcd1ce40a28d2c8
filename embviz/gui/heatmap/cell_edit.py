"""CellEdit: the field that opens over a cell of a heatmap, to type another number into it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from embviz.core.numbers import parse_any_number
from embviz.gui.theme import Theme, font, px
from embviz.gui.widgets.editors import set_wrong
from embviz.gui.widgets.panel import label

HEIGHT_PX = 28
LEAST_WIDTH_PX = 112
# Focus that leaves for these comes back: a menu of the field itself, another program.
PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class CellEdit(QLineEdit):
    """A number over a cell of its parent: `accepted` brings it, once Enter is pressed and it is one.

    Escape and the loss of the focus close it; `closed` tells of each end.
    """

    accepted = Signal(float)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        self.message = label(12, name="error")
        self.message.setParent(parent)
        self.message.setWordWrap(True)
        self.message.setContentsMargins(6, 2, 6, 2)
        self.message.hide()
        self.setObjectName("cell_edit")
        self.setFont(font(14, tabular=True))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # The style's own padding is for a form; a cell may be lower than that.
        self.setStyleSheet("padding: 0 4px;")
        self.textEdited.connect(lambda: self._say(""))
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        ground, line = QColor(theme.card).name(), QColor(theme.error).name()
        self.message.setStyleSheet(
            f"color: {line}; background: {ground}; border: 1px solid {line}; border-radius: 6px;"
        )

    def open(self, cell: QRectF, text: str, typed: str = "") -> None:
        """Open over `cell`, a box of the parent, with `text` selected, or with what was `typed` first."""
        self.setText(typed or text)
        if not typed:
            self.selectAll()
        self._say("")
        self.place(cell)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self, cell: QRectF) -> None:
        """Move over `cell`, within the parent."""
        room = self._below.rect()
        box = cell.toRect()
        width = min(max(box.width(), px(LEAST_WIDTH_PX)), room.width())
        height = min(px(HEIGHT_PX), room.height())
        box = QRect(box.center().x() - width // 2, box.center().y() - height // 2, width, height)
        self.setGeometry(_moved_into(box, room))
        self._place_message()

    def close_edit(self) -> None:
        """Close, and forget what is typed."""
        if self.isHidden():
            return
        # What hides loses the focus, which closes it again: by then it is hidden already.
        had_focus = self.hasFocus()
        self.hide()
        self.message.hide()
        if had_focus:
            self._below.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_edit()
        else:
            super().keyPressEvent(event)
        # The view below would move its cell with what is left over.
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in PASSING:
            self.close_edit()

    def _accept(self) -> None:
        value = parse_any_number(self.text())
        if value is None:
            self._say(
                self.tr("Not a number. Type one such as 0.5, -1e-3, nan or inf; Escape leaves the cell.")
            )
            return
        self.close_edit()
        self.accepted.emit(value)

    def _say(self, text: str) -> None:
        set_wrong(self, bool(text))
        self.setAccessibleDescription(text)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.message.raise_()
        self._place_message()

    def _place_message(self) -> None:
        room = self._below.rect()
        width = min(300, room.width())
        height = self.message.heightForWidth(width)
        below = QRect(self.x(), self.geometry().bottom() + 4, width, height)
        above = QRect(self.x(), self.y() - 4 - height, width, height)
        self.message.setGeometry(_moved_into(below if below.bottom() <= room.bottom() else above, room))


def _moved_into(box: QRect, room: QRect) -> QRect:
    left = max(room.left(), min(box.left(), room.right() - box.width() + 1))
    top = max(room.top(), min(box.top(), room.bottom() - box.height() + 1))
    return QRect(left, top, box.width(), box.height())
