"""Field: how a line of the setup form stands there: its name, where it is typed, what is said of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from embviz.gui.setup.rows import LOSS, TEXT, Kind, Row, Typed
from embviz.gui.theme import font, px
from embviz.gui.widgets.editors import Choice, Switch, set_wrong
from embviz.gui.widgets.panel import label

NUMBER_WIDTH_PX = 80
CHOICE_WIDTH_PX = 122
LINE_PX = 28
# What is left of the form beside a number and a scroll bar.
LABEL_WIDTH_PX = 96
NOTE_HEIGHT_PX = 16
# Choices whose titles are long: each has a line of its own, below its name.
WIDE = (LOSS, TEXT)

Editor = QLineEdit | Choice | Switch


class Field(QVBoxLayout):
    """One line of the form: its name, the widget in which it is typed, and what is to be said of it.

    A `heading` is a choice that a whole section stands under.
    """

    def __init__(self, row: Row, parent: QWidget, is_heading: bool = False) -> None:
        super().__init__()
        self.row = row
        # A widget that is born where it belongs is given its style once.
        self.editor = _editor(row, parent)
        self.editor.setObjectName(f"field_{row.name}")
        self.editor.setAccessibleName(row.field)
        self.name = label(13, QFont.Weight.Medium) if is_heading else label(13, name="soft")
        self.name.setParent(parent)
        self.name.setText(row.field)
        # On Linux a choice is called by what is chosen: what for, screen readers take from its label.
        self.name.setBuddy(self.editor)
        self.message: QLabel | None = None
        self.note: QLabel | None = None
        self._said = ("", True)
        self.setSpacing(2)
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        width = self.name.fontMetrics().horizontalAdvance(self.row.field)
        is_long = width > px(LABEL_WIDTH_PX) and not isinstance(self.editor, Switch)
        if is_long or self.row in WIDE:
            self.addWidget(self.name)
        else:
            line.addWidget(self.name)
        if self.row.kind is Kind.PAIRS or self.row in WIDE:
            line.addWidget(self.editor, 1)
        else:
            line.addStretch(1)
            line.addWidget(self.editor)
        self.addLayout(line)

    @property
    def typed(self) -> Typed:
        """What is typed or chosen now."""
        if isinstance(self.editor, QLineEdit):
            return self.editor.text()
        return self.editor.value if isinstance(self.editor, Choice) else self.editor.isChecked()

    def fill(self, typed: Typed) -> None:
        """Have `typed` stand in the editor, without a word to anybody."""
        with QSignalBlocker(self.editor):
            if isinstance(self.editor, QLineEdit):
                self.editor.setText(str(typed))
                # Of many pairs the first are seen.
                self.editor.setCursorPosition(0)
            elif isinstance(self.editor, Choice):
                self.editor.choose(str(typed))
            else:
                self.editor.setChecked(bool(typed))

    def show_decided(self, text: str) -> None:
        """Show `text` where something else decides what stands here, and let nothing be typed."""
        self.editor.setEnabled(False)
        if isinstance(self.editor, QLineEdit):
            with QSignalBlocker(self.editor):
                self.editor.setText(text)

    def connect_to(self, slot: Callable[[Field], None]) -> None:
        """Have `slot` called with this field whenever something else is typed or chosen."""
        if isinstance(self.editor, QLineEdit):
            self.editor.textChanged.connect(lambda: slot(self))
        elif isinstance(self.editor, Choice):
            self.editor.currentIndexChanged.connect(lambda: slot(self))
        else:
            self.editor.toggled.connect(lambda: slot(self))

    def say(self, text: str, is_wrong: bool = True) -> None:
        """Show `text` below the editor, as an error or as a caution; an empty one takes it away."""
        if (text, is_wrong) == self._said:
            return
        self._said = (text, is_wrong)
        if self.message is None:
            # Most fields never have one, and each label costs the window's start.
            self.message = message_label()
            self.addWidget(self.message)
        show_message(self.message, text, "error" if is_wrong else "caution")
        self.editor.setAccessibleDescription(text)
        if isinstance(self.editor, QLineEdit):
            set_wrong(self.editor, bool(text) and is_wrong)

    def set_note(self, text: str) -> None:
        """Show `text` quietly right below the editor, as what is so now; an empty one takes it away."""
        if self.note is None:
            if not text:
                return
            self.note = label(12, name="soft")
            self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            # With a fixed size, a number that changes at every frame has nothing laid out anew.
            self.note.setFixedSize(px(CHOICE_WIDTH_PX), px(NOTE_HEIGHT_PX))
            self.insertWidget(self.count() - (self.message is not None), self.note)
            self.setAlignment(self.note, Qt.AlignmentFlag.AlignRight)
        room = self.note.width()
        self.note.setText(self.note.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
        self.note.setVisible(bool(text))

    def set_visible(self, is_visible: bool) -> None:
        """Show or hide the whole line."""
        self.name.setVisible(is_visible)
        self.editor.setVisible(is_visible)
        if self.message is not None:
            self.message.setVisible(is_visible and bool(self._said[0]))
        if self.note is not None:
            self.note.setVisible(is_visible and bool(self.note.text()))


def message_label() -> QLabel:
    """Return a label for what is wrong, or to be considered, empty and hidden."""
    made = label(12)
    made.setWordWrap(True)
    made.hide()
    return made


def show_message(message: QLabel, text: str, name: str) -> None:
    """Show `text` as 'error', 'caution' or 'soft', as the style sheet calls them; an empty one hides it."""
    if message.objectName() != name:
        message.setObjectName(name)
        message.style().unpolish(message)
        message.style().polish(message)
    message.setText(text)
    message.setVisible(bool(text))


def _editor(row: Row, parent: QWidget) -> Editor:
    if row.kind is Kind.FLAG:
        return Switch(parent)
    if row.kind is Kind.CHOICE:
        choice = Choice(row.names, parent)
        choice.setFixedHeight(px(LINE_PX))
        if row not in WIDE:
            choice.setFixedWidth(px(CHOICE_WIDTH_PX))
        return choice
    edit = QLineEdit(parent)
    edit.setAlignment(Qt.AlignmentFlag.AlignRight)
    edit.setFont(font(13, tabular=True))
    edit.setFixedHeight(px(LINE_PX))
    if row.kind is not Kind.PAIRS:
        edit.setFixedWidth(px(NUMBER_WIDTH_PX))
    if row.may_be_empty:
        edit.setPlaceholderText(repr(row.empty) if row.empty is None else "")
    return edit
