"""LookupView: a field for rows, by numbers or words, and what `embedding(torch.tensor([...]))` gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from embviz.core.labels import ELLIPSIS, brief, parse_words
from embviz.core.messages import Lookup, Snapshot
from embviz.core.numbers import parse_any_number, parse_integers
from embviz.gui.details.lookup_figures import OneHot, Rows
from embviz.gui.details.sheet import Block, Paragraph, Sheet, Span, Style
from embviz.gui.theme import Theme, font
from embviz.gui.widgets.editors import set_wrong
from embviz.gui.widgets.panel import label
from embviz.gui.widgets.plates import Plate

NOTE_PX = 12
MOST_ONE_HOT_COLUMNS = 16
MOST_ONE_HOT_ROWS = 8
MOST_NAMED = 12
# A refusal names what was typed, and that may be anything.
LONGEST_MESSAGE = 600
LONGEST_EXAMPLE = 12
LARGEST_INT64 = 2**63 - 1
SOFT, CAUTION = attrgetter("soft"), attrgetter("caution")
NOTE = Style(NOTE_PX, colour=SOFT)


class LookupView(QWidget):
    """The field, the button and the result. `asked` brings the indices, a tuple of whole numbers from 0 up.

    Where rows have labels, words are taken too: `asked_words` brings a tuple of them, of which
    `core.labels.meant` says what each asks for. The result stays until a new run begins, but is not shown at
    moments before it; what is typed stays for ever. At a past moment it says what asking does.
    """

    # A result comes with one snapshot only.
    needs_every_snapshot = True
    asked = Signal(object)
    asked_words = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setObjectName("field_lookup")
        self.field.setFont(font(13, tabular=True))
        self.button = Plate()
        self.button.setObjectName("look_up")
        self.message = label(NOTE_PX, name="error")
        self.message.setWordWrap(True)
        # A word that is longer than the card must not widen it.
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.message.hide()
        self.outlook = label(NOTE_PX, name="soft")
        self.outlook.setWordWrap(True)
        self.outlook.hide()
        self.sheet = Sheet()
        self.sheet.setObjectName("lookup_sheet")
        self._snapshot: Snapshot | None = None
        self._found: Snapshot | None = None
        self._shown: Snapshot | None = None
        self.field.returnPressed.connect(self._ask)
        self.field.textEdited.connect(lambda: self._say(""))
        self.button.clicked.connect(self._ask)
        self._build()
        self.retranslate()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the lookup of `snapshot`, if it has one; a new run takes the one before away."""
        before, self._snapshot = self._snapshot, snapshot
        if before is not None and before.run != snapshot.run:
            self._say("")
            self._found = None
        known = None if self._found is None else self._found.lookup
        if snapshot.lookup is not None and snapshot.lookup is not known:
            self._say("")
            self._found = snapshot
        self.outlook.setVisible(snapshot.is_past)
        if before is None or (before.run, before.has_labels) != (snapshot.run, snapshot.has_labels):
            self.retranslate()
        elif self._known_now is not self._shown:
            self._show()

    def set_failure(self, text: str) -> None:
        """Say beside the field why the rows were not looked up; what is typed stays."""
        self._say(text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + ELLIPSIS)

    def set_enabled(self, is_enabled: bool) -> None:
        """Say whether rows can be looked up now."""
        self.button.setEnabled(is_enabled)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.button.set_theme(theme)
        self.sheet.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self._explain_field()
        self.button.setText(self.tr("Look up"))
        self.outlook.setText(self.tr("Look up continues from here as a new branch."))
        self.sheet.setAccessibleName(self.tr("Lookup"))
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.field.hasFocus():
            self.window().setFocus()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    @property
    def text(self) -> str:
        """All that is shown of the result, as Ctrl+C copies it."""
        return self.sheet.text

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        self.button.setFixedHeight(self.field.sizeHint().height())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(row)
        whole.addWidget(self.outlook)
        whole.addWidget(self.message)
        whole.addWidget(self.sheet, 1)

    def _ask(self) -> None:
        if not self.button.isEnabled():
            return
        text = self.field.text()
        indices = parse_integers(text)
        # With a sign it is no row's number, but it may be a row's label.
        if self._has_labels and (indices is None or min(indices) < 0):
            self._ask_words(parse_words(text))
            return
        wrong = self._wrong(text, indices)
        self._say(wrong)
        if not wrong:
            self.asked.emit(indices)

    def _ask_words(self, words: tuple[str, ...] | None) -> None:
        if words is None:
            self._say(
                self.tr(
                    "Not words or row numbers. Type them with commas between, such as {word}, 12. {rule}"
                ).format(word=self._example, rule=self._rule())
            )
            return
        self._say("")
        self.asked_words.emit(words)

    def _wrong(self, text: str, indices: tuple[int, ...] | None) -> str:
        """Return what is wrong with what is typed, why, and what to do; nothing where it can be asked."""
        last = self._last_row
        if indices is None:
            words = text.strip().strip("()[]").replace(",", " ").split()
            number = next(
                (word for word in words if "." in word and parse_any_number(word) is not None), None
            )
            if number is None:
                return self.tr(
                    "Not row numbers. Type whole numbers with commas between, such as 0, 1 or [1, 1, 0]."
                )
            return self.tr(
                "{number} is no row: torch looks up whole numbers only, of the scalar types Long or Int. "
                "Type a number from 0 to {last}."
            ).format(number=number, last=last)
        negative = next((index for index in indices if index < 0), None)
        if negative is not None:
            return self.tr(
                "{number} is no row: torch does not count lookups from the end, and says “index out of range "
                "in self”. Type a number from 0 to {last}."
            ).format(number=negative, last=last)
        if max(indices) > LARGEST_INT64:
            return self.tr(
                "The number is too large for an index of torch, which has 64 bits. "
                "Type a number from 0 to {last}."
            ).format(last=last)
        return ""

    def _explain_field(self) -> None:
        """Say what can be typed: the words, as long as there are any, or row numbers alone."""
        self.field.setToolTip(self._rule() if self._has_labels else "")
        if self._has_labels:
            self.field.setAccessibleName(self.tr("words or row numbers"))
            text = self.tr("words or row numbers, such as {word}, 12").format(word=self._example)
        else:
            self.field.setAccessibleName(self.tr("row numbers"))
            text = self.tr("row numbers, such as 0, 1")
        self.field.setPlaceholderText(text)

    def _rule(self) -> str:
        return self.tr(
            "A whole number is a row. A label that is a number, or has a comma in it, stands in quotation "
            'marks: "12".'
        )

    @property
    def _example(self) -> str:
        """A label of this table that can be typed as it is."""
        names = {} if self._snapshot is None else self._snapshot.names
        words = (name for _, name in sorted(names.items()) if name.isalpha() and len(name) <= LONGEST_EXAMPLE)
        return next(words, "king")

    @property
    def _has_labels(self) -> bool:
        return self._snapshot is not None and self._snapshot.has_labels

    @property
    def _known_now(self) -> Snapshot | None:
        """What was looked up, as far as that is known at the moment shown."""
        found, snapshot = self._found, self._snapshot
        if found is None or snapshot is None or found.moment.index > snapshot.moment.index:
            return None
        return found

    @property
    def _last_row(self) -> int:
        return 0 if self._snapshot is None else self._snapshot.weight.shape[0] - 1

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.field.setAccessibleDescription(text)
        set_wrong(self.field, bool(text))

    def _show(self) -> None:
        found = self._shown = self._known_now
        if found is None or found.lookup is None:
            text = self.tr("Rows of the table, as the embedding gives them for these numbers.")
            if self._has_labels:
                text = self.tr("Rows of the table, as the embedding gives them for these words or numbers.")
            texts = [text, self._rule()] if self._has_labels else [text]
            self.sheet.set_blocks([Paragraph((Span(one, NOTE),), above_px=4) for one in texts])
        else:
            self.sheet.set_blocks([*self._result(found, found.lookup), *self._one_hot(found, found.lookup)])

    def _result(self, snapshot: Snapshot, lookup: Lookup) -> Iterator[Block]:
        code = f"embedding(torch.tensor([{_listed(map(str, lookup.indices))}]))"
        when = self.tr("at step {step}").format(step=snapshot.step)
        yield Paragraph((Span(code, Style(14, QFont.Weight.Medium)), Span(f"   {when}", NOTE)), hang_px=16)
        part = self.tr("the first {rows} rows and {columns} columns of {all_rows} × {all_columns}")
        yield Rows(lookup.indices, lookup.values, part, snapshot.names)
        if lookup.changed_rows:
            text = self.tr("Rows changed by max_norm in this lookup: {rows}").format(
                rows=_listed(brief(row, snapshot.names) for row in lookup.changed_rows)
            )
            yield Paragraph((Span(text, Style(NOTE_PX, QFont.Weight.Medium, CAUTION)),), above_px=2)

    def _one_hot(self, snapshot: Snapshot, lookup: Lookup) -> Iterator[Block]:
        rows, dim = snapshot.weight.shape
        count = len(lookup.indices)
        title = self.tr("The same as one-hot · weight")
        yield Paragraph((Span(title, Style(13, QFont.Weight.DemiBold)),), above_px=6)
        shapes = f"one_hot ({count} × {rows}) · weight ({rows} × {dim})"
        if rows <= MOST_ONE_HOT_COLUMNS and count <= MOST_ONE_HOT_ROWS:
            yield OneHot(lookup.indices, rows, f"· weight ({rows} × {dim})", snapshot.names)
        else:
            text = self.tr("{shapes}: in each of the {count} rows one 1, in the column of its index").format(
                shapes=shapes, count=count
            )
            yield Paragraph((Span(text, NOTE),), hang_px=16)
        yield Paragraph((Span(self._difference(lookup), NOTE),))

    def _difference(self, lookup: Lookup) -> str:
        if lookup.difference is None:
            return self.tr("Not multiplied here: the table is too tall for it.")
        if lookup.difference == 0:
            return self.tr("Multiplied by torch, it differs from the rows above by 0.")
        difference = f"{lookup.difference:.1e}"
        return self.tr("Multiplied by torch, it differs from the rows above by at most {difference}.").format(
            difference=difference
        )


def _listed(rows: Iterable[str]) -> str:
    """Return `rows` with commas between, the first of many."""
    first = list(islice(rows, MOST_NAMED + 1))
    return ", ".join([*first[:MOST_NAMED], *([ELLIPSIS] if len(first) > MOST_NAMED else [])])
