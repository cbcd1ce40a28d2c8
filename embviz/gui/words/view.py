"""WordsView: what the pinned rows have come to mean: their neighbours, an analogy, agreement with people."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from embviz.core.labels import shown
from embviz.core.messages import Report, Snapshot, TextFacts
from embviz.core.reports import Found, Meaning, NamedRow
from embviz.gui.control.wishes import Wish
from embviz.gui.reporter import Search
from embviz.gui.rows.texts import LONGEST, grouped, in_short
from embviz.gui.sayings import in_words
from embviz.gui.theme import Theme, px
from embviz.gui.widgets.panel import Elided
from embviz.gui.words.analogy import AnalogyLine
from embviz.gui.words.columns import Columns
from embviz.gui.words.pins import MOST_PINS, first_pins, kept_pins, named, renamed_pins, row_count, vocabulary
from embviz.gui.words.quality import QualityLine
from embviz.gui.words.word_field import WordField

ADD_PX = 100
SPACING_PX = 4
PIN = "pin_word"


class WordsView(QWidget):
    """The pinned rows with the rows nearest to them, an analogy, and Spearman's ρ; above, facts of the text.

    `pins_changed` brings the numbers of the pinned rows, a tuple, in their order. `find_asked` brings a
    Search, whose Found is to come by `set_found`. It wants a Meaning for as long as it is visible.
    """

    # A new run has its pins though nobody looks here: the map shows them too.
    needs_every_snapshot = True
    pins_changed = Signal(object)
    find_asked = Signal(object)
    wish_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = Elided(12)
        self.field = WordField(PIN)
        self.columns, self.analogy, self.quality = Columns(), AnalogyLine(), QualityLine()
        # In the place of the last line: there is no room for one that is seldom there.
        self.message = Elided(12, "error")
        self.message.hide()
        self._pins: tuple[NamedRow, ...] = ()
        self._are_first = True
        self._sought: tuple[str, ...] = ()
        self._snapshot: Snapshot | None = None
        self._build()
        self.field.asked.connect(self.find_asked)
        self.field.chosen.connect(self._on_chosen)
        self.analogy.asked.connect(self.find_asked)
        self.analogy.changed.connect(self.wish_changed)
        for part in (self.field, self.analogy):
            part.problem_changed.connect(self._say)
        self.columns.removed.connect(self.unpin)
        self.retranslate()

    @property
    def pins(self) -> tuple[int, ...]:
        """The numbers of the pinned rows, in their order."""
        return tuple(pin.row for pin in self._pins)

    def pin(self, row: int) -> None:
        """Pin `row`; nothing where it is, where there is no such row, or MOST_PINS are pinned."""
        snapshot = self._snapshot
        if snapshot is not None and row < row_count(snapshot):
            self._pin(NamedRow(row, snapshot.names.get(row, "")))

    def unpin(self, row: int) -> None:
        """Pin `row` no more; the keyboard goes on to the next."""
        had_focus = row in self.columns.columns and self.columns.columns[row].chip.hasFocus()
        place = self.pins.index(row) if row in self.pins else 0
        self._set_pins(tuple(pin for pin in self._pins if pin.row != row), is_own=True)
        if had_focus and self._pins:
            next_row = self.pins[min(place, len(self._pins) - 1)]
            self.columns.columns[next_row].chip.setFocus()
        elif had_focus:
            self.field.setFocus()

    def wish(self) -> Wish | None:
        """Return what is to be asked for: what the pinned rows mean, and the analogy once it is whole."""
        if self._snapshot is None:
            return None
        return Wish("meaning", indices=self.pins, words=self.analogy.words())

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Take the table of `snapshot` for what the next report is of; what is shown stays until then."""
        before, self._snapshot = self._snapshot, snapshot
        if before is None or before.run != snapshot.run:
            self._begin(snapshot, before)
        else:
            self._call(snapshot.names)
        self._show_facts()

    def set_report(self, report: Report) -> None:
        """Show `report`, which is a Meaning."""
        assert isinstance(report, Meaning)
        self._call({one.row: one.label for one in report.neighbours if one.label})
        self.columns.set_neighbours(report.neighbours)
        self.analogy.set_answers(report.analogy)
        self.quality.set_similarity(report.similarity, report.step)
        self._tell_problem(report.analogy_problem)

    def set_failure(self, text: str) -> None:
        """Say why there is no report; what is shown stays."""
        self._say(shown(text, LONGEST))

    def set_found(self, found: Found) -> None:
        """Take what was found for a field, or for a pin of the run before."""
        self.field.set_found(found)
        self.analogy.set_found(found)
        if found.text in self._sought:
            self._sought = tuple(text for text in self._sought if text != found.text)
            exact = [row for row in found.rows if row.label == found.text]
            if exact and exact[0].row not in self.pins:
                self._set_pins((*self._pins, exact[0]), is_own=True)
            if not self._pins and not self._sought and self._snapshot is not None:
                self._set_pins(first_pins(self._snapshot))

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.columns.set_theme(theme)
        self.analogy.set_theme(theme)
        self.quality.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.field.setAccessibleName(self.tr("word to pin, or row number"))
        self.field.setPlaceholderText(self.tr("pin a word"))
        self.columns.setAccessibleName(self.tr("pinned rows and what is nearest to them"))
        self.columns.retranslate()
        self.analogy.retranslate()
        self.quality.retranslate()
        self._show_facts()

    def sizeHint(self) -> QSize:
        return QSize(420, 200)

    def minimumSizeHint(self) -> QSize:
        # In less, it is scrolled.
        return QSize(180, 90)

    def _build(self) -> None:
        self.field.setFixedWidth(px(ADD_PX))
        header = QHBoxLayout()
        header.setSpacing(8)
        header.addWidget(self.facts, 1)
        header.addWidget(self.field)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 2, 0, 0)
        rows.setSpacing(SPACING_PX)
        rows.addLayout(header)
        rows.addWidget(self.columns, 1)
        rows.addWidget(self.analogy)
        rows.addWidget(self.quality)
        rows.addWidget(self.message)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _begin(self, snapshot: Snapshot, before: Snapshot | None) -> None:
        """Show nothing of the run `before`, and pin in this one what can be of what was pinned."""
        for field in (self.field, *self.analogy.fields):
            field.set_table(row_count(snapshot), snapshot.has_labels)
        self.columns.clear_neighbours()
        self.analogy.set_answers(())
        # A branch of the run before has come the same way up to its fork.
        self.quality.keep(snapshot.step if snapshot.command == "fork" else None)
        self._sought = ()
        pins: tuple[NamedRow, ...] = ()
        if before is None or (self._are_first and not snapshot.has_labels):
            pass
        elif vocabulary(before) == vocabulary(snapshot):
            pins = kept_pins(self._pins, snapshot)
        elif snapshot.has_labels and not self._are_first:
            pins, self._sought = renamed_pins(self._pins, snapshot)
        if pins or self._sought:
            self._set_pins(pins, is_own=not self._are_first)
        else:
            self._set_pins(first_pins(snapshot))
        for label in self._sought:
            self.find_asked.emit(Search(label, label))
        self.wish_changed.emit()

    def _call(self, names: dict[int, str]) -> None:
        """Call the pinned rows as `names` say, where they say something new."""
        pins = tuple(named(pin, names) for pin in self._pins)
        if pins != self._pins:
            self._pins = pins
            self.columns.set_pins(pins)

    def _on_chosen(self, row: NamedRow) -> None:
        self._pin(row)
        self.field.set_row(None)
        if row.row not in self.pins:
            text = self.tr("{count} rows are pinned, as many as can be: take one away first")
            self._say(text.format(count=MOST_PINS))

    def _pin(self, row: NamedRow) -> None:
        if row.row not in self.pins and len(self._pins) < MOST_PINS:
            self._set_pins((*self._pins, row), is_own=True)

    def _set_pins(self, pins: tuple[NamedRow, ...], *, is_own: bool = False) -> None:
        """Pin `pins`, which a person has chosen or are those to begin with."""
        before = self.pins
        self._pins, self._are_first = pins, not is_own
        self.columns.set_pins(pins)
        # The keyboard goes on from left to right and downwards.
        chips = [column.chip for column in self.columns.columns.values()]
        for one, following in pairwise([self.field, *chips, *self.analogy.fields]):
            self.setTabOrder(one, following)
        if self.pins != before:
            self.pins_changed.emit(self.pins)
            self.wish_changed.emit()

    def _say(self, problem: str) -> None:
        self.message.setText(problem)
        self.message.setToolTip(problem)
        self.message.setVisible(bool(problem))
        self.quality.setVisible(not problem and self.quality.is_known)

    def _tell_problem(self, problem: str) -> None:
        """Say what is wrong with the analogy; what a field says is not taken back by it."""
        fields = (self.field, *self.analogy.fields)
        problems = (problem and shown(in_words(problem), LONGEST), *(field.problem for field in fields))
        self._say(next((one for one in problems if one), ""))

    def _show_facts(self) -> None:
        snapshot = self._snapshot
        text = ""
        if snapshot is not None and snapshot.text is not None:
            text = self._told(snapshot.text)
        elif snapshot is not None and not snapshot.has_labels:
            text = self.tr("The rows have no names: they go by number")
        if text != self.facts.text():
            self.facts.setText(text)
            self.facts.setToolTip(text)

    def _told(self, facts: TextFacts) -> str:
        return self.tr("{words} words · {tokens} tokens · {pairs} pairs · {epochs} passes").format(
            words=grouped(facts.words),
            tokens=in_short(facts.tokens),
            pairs=in_short(facts.pairs),
            epochs=f"{facts.epochs:.3g}",
        )
