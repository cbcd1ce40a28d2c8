"""LookupView: a field for row numbers, and what `embedding(torch.tensor([...]))` gives for them."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

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
LARGEST_INT64 = 2**63 - 1
SOFT, CAUTION = attrgetter("soft"), attrgetter("caution")
NOTE = Style(NOTE_PX, colour=SOFT)


class LookupView(QWidget):
    """The field, the button and the result. `asked` brings the indices, a tuple of whole numbers from 0 up.

    The result stays until a new run begins, but is not shown at moments before it; what is typed stays for
    ever. At a past moment it says what asking does.
    """

    # A result comes with one snapshot only.
    needs_every_snapshot = True
    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setObjectName("field_lookup")
        self.field.setFont(font(13, tabular=True))
        self.button = Plate()
        self.button.setObjectName("look_up")
        self.message = label(NOTE_PX, name="error")
        self.message.setWordWrap(True)
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
        if self._known_now is not self._shown:
            self._show()

    def set_failure(self, text: str) -> None:
        """Say beside the field why the rows were not looked up; what is typed stays."""
        self._say(text)

    def set_enabled(self, is_enabled: bool) -> None:
        """Say whether rows can be looked up now."""
        self.button.setEnabled(is_enabled)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.button.set_theme(theme)
        self.sheet.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.field.setAccessibleName(self.tr("row numbers"))
        self.field.setPlaceholderText(self.tr("row numbers, such as 0, 1"))
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
        wrong = self._wrong(text, indices)
        self._say(wrong)
        if not wrong:
            self.asked.emit(indices)

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
            self.sheet.set_blocks([Paragraph((Span(text, NOTE),), above_px=4)])
        else:
            self.sheet.set_blocks([*self._result(found, found.lookup), *self._one_hot(found, found.lookup)])

    def _result(self, snapshot: Snapshot, lookup: Lookup) -> Iterator[Block]:
        code = f"embedding(torch.tensor([{_named(lookup.indices)}]))"
        when = self.tr("at step {step}").format(step=snapshot.step)
        yield Paragraph((Span(code, Style(14, QFont.Weight.Medium)), Span(f"   {when}", NOTE)), hang_px=16)
        part = self.tr("the first {rows} rows and {columns} columns of {all_rows} × {all_columns}")
        yield Rows(lookup.indices, lookup.values, part)
        if lookup.changed_rows:
            text = self.tr("Rows changed by max_norm in this lookup: {rows}").format(
                rows=_named(lookup.changed_rows)
            )
            yield Paragraph((Span(text, Style(NOTE_PX, QFont.Weight.Medium, CAUTION)),), above_px=2)

    def _one_hot(self, snapshot: Snapshot, lookup: Lookup) -> Iterator[Block]:
        rows, dim = snapshot.weight.shape
        count = len(lookup.indices)
        title = self.tr("The same as one-hot · weight")
        yield Paragraph((Span(title, Style(13, QFont.Weight.DemiBold)),), above_px=6)
        shapes = f"one_hot ({count} × {rows}) · weight ({rows} × {dim})"
        if rows <= MOST_ONE_HOT_COLUMNS and count <= MOST_ONE_HOT_ROWS:
            yield OneHot(lookup.indices, rows, f"· weight ({rows} × {dim})")
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


def _named(numbers: tuple[int, ...]) -> str:
    """Return `numbers` with commas between, the first of many."""
    shown = ", ".join(map(str, numbers[:MOST_NAMED]))
    return f"{shown}, …" if len(numbers) > MOST_NAMED else shown
