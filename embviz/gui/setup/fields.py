"""Row and Field: what each line of the setup form takes, and how it stands there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from embviz.core.checks import DTYPES, INITIALS, ZERO_GRADS
from embviz.core.losses import LOSSES
from embviz.core.numbers import parse_any_number, parse_integer, parse_number, parse_pairs
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Parameter
from embviz.core.schedules import SCHEDULES
from embviz.gui.theme import font
from embviz.gui.widgets.editors import Choice, Switch, set_wrong
from embviz.gui.widgets.panel import label

NUMBER_WIDTH_PX = 80
CHOICE_WIDTH_PX = 122
LINE_PX = 28
# What is left of the form beside a number and a scroll bar.
LABEL_WIDTH_PX = 96
NOTE_HEIGHT_PX = 16

Typed = str | bool
Editor = QLineEdit | Choice | Switch


class Kind(Enum):
    """What can be typed or chosen in a field."""

    INTEGER = "integer"
    NUMBER = "number"
    ANY_NUMBER = "any number"
    PAIRS = "pairs"
    FLAG = "flag"
    CHOICE = "choice"


PARSERS: Mapping[Kind, Callable[[str], object | None]] = {
    Kind.INTEGER: parse_integer,
    Kind.NUMBER: parse_number,
    Kind.ANY_NUMBER: parse_any_number,
    Kind.PAIRS: parse_pairs,
}
EMPTY_WORDS = ("", "none")


class Unreadable(ValueError):
    """What is typed says nothing that the field takes."""


class Row(NamedTuple):
    """One line of the form. `names` are those of a choice; where `may_be_empty`, that means `empty`."""

    name: str
    kind: Kind
    names: tuple[str, ...] = ()
    may_be_empty: bool = False
    empty: object = None

    def read(self, typed: Typed) -> object:
        """Return what `typed` means. Raises Unreadable."""
        if isinstance(typed, bool) or self.kind is Kind.CHOICE:
            return typed
        if self.may_be_empty and typed.strip().lower() in EMPTY_WORDS:
            return self.empty
        value = PARSERS[self.kind](typed)
        if value is None:
            raise Unreadable(typed)
        return value


TABLE = tuple(Row(name, Kind.INTEGER) for name in ("rows", "dim", "seed"))
LOSS = Row("loss", Kind.CHOICE, tuple(LOSSES))
PAIRS = Row("pairs", Kind.PAIRS)
NEGATIVES = Row("negatives", Kind.PAIRS, may_be_empty=True, empty=())
OPTIMIZER = Row("optimizer", Kind.CHOICE, tuple(OPTIMIZERS))
ZERO_GRAD = Row("zero_grad", Kind.CHOICE, ZERO_GRADS)
SCHEDULE = Row("schedule", Kind.CHOICE, tuple(SCHEDULES))
INITIAL = Row("initial", Kind.CHOICE, INITIALS)
OPTIONS = (
    INITIAL,
    Row("dtype", Kind.CHOICE, tuple(DTYPES)),
    Row("padding_idx", Kind.INTEGER, may_be_empty=True),
    Row("max_norm", Kind.NUMBER, may_be_empty=True),
    Row("norm_type", Kind.ANY_NUMBER),
    Row("scale_grad_by_freq", Kind.FLAG),
    Row("sparse", Kind.FLAG),
)
# All but the arguments of optimizer and schedule.
FIXED = (*TABLE, LOSS, PAIRS, NEGATIVES, OPTIMIZER, ZERO_GRAD, SCHEDULE, *OPTIONS)


def row_of(parameter: Parameter) -> Row:
    """Return the line in which an argument of an optimizer or a schedule is typed."""
    if parameter.is_flag:
        return Row(parameter.name, Kind.FLAG)
    if parameter.is_integer:
        return Row(parameter.name, Kind.INTEGER)
    takes_any = parameter.takes_inf or parameter.takes_nan
    return Row(parameter.name, Kind.ANY_NUMBER if takes_any else Kind.NUMBER)


def typed_as(value: object) -> Typed:
    """Return how a person would type `value`: `0.1`, `2`, an empty text for None, `0, 1; 2, 3` for pairs."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, tuple):
        return "; ".join(f"{first}, {second}" for first, second in value)
    return "" if value is None else repr(value).removesuffix(".0")


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
        self.editor.setAccessibleName(row.name)
        self.name = label(13, QFont.Weight.Medium) if is_heading else label(13, name="soft")
        self.name.setParent(parent)
        self.name.setText(row.name)
        self.message: QLabel | None = None
        self.note: QLabel | None = None
        self._said = ("", True)
        self.setSpacing(2)
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        width = self.name.fontMetrics().horizontalAdvance(self.row.name)
        is_long = width > LABEL_WIDTH_PX and not isinstance(self.editor, Switch)
        if is_long or self.row is LOSS:
            self.addWidget(self.name)
        else:
            line.addWidget(self.name)
        if self.row.kind is Kind.PAIRS or self.row is LOSS:
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
            self.note.setFixedSize(CHOICE_WIDTH_PX, NOTE_HEIGHT_PX)
            self.insertWidget(self.count() - (self.message is not None), self.note)
            self.setAlignment(self.note, Qt.AlignmentFlag.AlignRight)
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def set_visible(self, is_visible: bool) -> None:
        """Show or hide the whole line."""
        self.name.setVisible(is_visible)
        self.editor.setVisible(is_visible)
        if self.message is not None:
            self.message.setVisible(is_visible and bool(self._said[0]))


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
        choice.setFixedHeight(LINE_PX)
        if row is not LOSS:
            choice.setFixedWidth(CHOICE_WIDTH_PX)
        return choice
    edit = QLineEdit(parent)
    edit.setAlignment(Qt.AlignmentFlag.AlignRight)
    edit.setFont(font(13, tabular=True))
    edit.setFixedHeight(LINE_PX)
    if row.kind is not Kind.PAIRS:
        edit.setFixedWidth(NUMBER_WIDTH_PX)
    if row.may_be_empty:
        edit.setPlaceholderText(repr(row.empty) if row.empty is None else "")
    return edit
