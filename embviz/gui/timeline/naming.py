"""NamePopup: the small field in which a moment is given a name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from embviz.gui.theme import GAP_PX, LIGHT, Theme, px
from embviz.gui.timeline.phrases import LONGEST_NAME
from embviz.gui.widgets.editors import set_wrong
from embviz.gui.widgets.panel import label

FIELD_PX = 250
DISTANCE_PX = 6


class NamePopup(QWidget):
    """A field that opens above a place: `accepted` brings the name, once Enter is pressed and there is one.

    Escape, or a press beside it, closes it.
    """

    accepted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._beside = parent
        self.setObjectName("name_popup")
        self._theme = LIGHT
        self.title = label(12, name="soft")
        self.field = QLineEdit()
        self.field.setObjectName("bookmark_name")
        self.field.setMaxLength(LONGEST_NAME)
        self.field.setFixedWidth(px(FIELD_PX))
        self.message = label(12, name="soft")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GAP_PX, 10, GAP_PX, 10)
        rows.setSpacing(6)
        for part in (self.title, self.field, self.message):
            rows.addWidget(part)
        self.field.textChanged.connect(self._on_typed)
        self.retranslate()

    def open_above(self, place: QPoint, text: str) -> None:
        """Open above `place`, in px of the screen, with `text` selected."""
        self.field.setText(text)
        self.field.selectAll()
        self._say("")
        self.adjustSize()
        screen = self._beside.screen().availableGeometry()
        room = screen.marginsRemoved(QMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX))
        left, top = place.x() - self.width() // 2, place.y() - DISTANCE_PX - self.height()
        self.move(
            max(room.left(), min(left, room.right() - self.width())),
            max(room.top(), min(top, room.bottom() - self.height())),
        )
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.title.setText(self.tr("Name of this moment"))
        self.field.setAccessibleName(self.title.text())
        self._say("")

    def event(self, event: QEvent) -> bool:
        # While it is open its keys are its own: a letter is no button of the window's.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.setBrush(QColor(self._theme.card))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _accept(self) -> None:
        name = " ".join(self.field.text().split())
        if not name:
            self._say(self.tr("Type a name, such as 'before lr 0.01'"))
            return
        self.hide()
        self.accepted.emit(name)

    def _on_typed(self) -> None:
        self._say("")

    def _say(self, problem: str) -> None:
        self.message.setText(problem or self.tr("Enter keeps it, Escape leaves it"))
        self.message.setObjectName("error" if problem else "soft")
        # A style sheet looks at names only when the widget is polished.
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.field.setAccessibleDescription(problem)
        set_wrong(self.field, bool(problem))
