"""SetupForm: the lines of an experiment in their sections, and all that was typed into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from embviz.core.checks import Matrix
from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.recipes import Optimizer, Schedule
from embviz.core.sources import VectorFile
from embviz.gui.setup import rows as lines
from embviz.gui.setup.draft import RECIPES, Draft, Reading
from embviz.gui.setup.fields import Field, message_label, show_message
from embviz.gui.setup.rows import CORPUS, FILE, Row, Typed, row_of
from embviz.gui.setup.sources import SourceSection
from embviz.gui.setup.texts import SetupTexts
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.editors import Choice
from embviz.gui.widgets.panel import label
from embviz.gui.widgets.plates import Fold, Plate

SPACING_PX = 4
SECTION_GAP_PX = 8
CPU = "cpu"

# What is said beside a field, and whether it is wrong or only to be considered.
Said = tuple[str, bool]


class SetupForm(QWidget):
    """The lines of the form; `fields` has those that were built. `changed` tells that something was typed,
    `filled` that it was shown anew, `wanted` what a choice needs besides: 'matrix', 'vectors' or 'text'."""

    changed = Signal()
    filled = Signal()
    wanted = Signal(str)

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.draft = Draft(experiment)
        self.devices: tuple[str, ...] = (CPU,)
        self.texts = SetupTexts(self)
        self.fold = Fold(self)
        self.fold.setObjectName("fold_options")
        self.matrix_button: Plate | None = None
        self._theme = LIGHT
        # The recipe whose arguments are built, and the widget that they stand in.
        self._built: dict[str, tuple[Optimizer | Schedule, QWidget]] = {}
        self._places = {name: _place() for name in (*lines.SOURCES, "loss", *RECIPES)}
        self._sections: dict[str, SourceSection] = {}
        self._table_heading = label(13, QFont.Weight.Medium)
        self.fold_message = message_label()
        self._options = QWidget(self)
        # What was chosen before something that is still wanted.
        self._before: dict[str, str] = {}
        self._build()
        self.fold.toggled.connect(self._on_folded)
        self.fold.setChecked(bool(self.draft.unusual))

    def fill(self, experiment: Experiment) -> None:
        """Have `experiment` stand in the form; what is folded away stays so."""
        self._before.clear()
        self.draft.take(experiment)
        self.show_draft()

    def show_draft(self) -> None:
        """Have what the draft holds stand in the form, in the lines that it asks for."""
        self._follow_choices()
        for field in self.fields.values():
            if not field.row.source or field.row.source in self.draft.sources:
                field.fill(self.typed(field.row.name))
        self._show_options()
        self._show_sources()
        self.filled.emit()

    def typed(self, name: str) -> Typed:
        """Return what is typed or chosen under `name`; for an argument not touched, torch's default."""
        return self.draft.typed(name)

    def set_typed(self, name: str, typed: Typed) -> None:
        """Type `typed` into the field `name`, without a word to anybody."""
        self.draft.set_typed(name, typed)
        if name in self.fields:
            self.fields[name].fill(typed)

    def read(self) -> Reading:
        """Return what the lines that matter now say."""
        return self.draft.read()

    def say(self, said: Mapping[str, Said]) -> None:
        """Show beside each field what is `said` of it, and nothing beside the others."""
        for name, field in self.fields.items():
            field.say(*said.get(name, ("", True)))
        folded = {} if self.fold.isChecked() else {row.name: said.get(row.name) for row in lines.OPTIONS}
        shown = [(name, *one) for name, one in folded.items() if one is not None]
        text = "\n".join(f"{name}: {text}" for name, text, _ in shown)
        name = "error" if any(is_wrong for _, _, is_wrong in shown) else "caution"
        show_message(self.fold_message, text, name)

    def set_notes(self, notes: Mapping[str, str]) -> None:
        """Show quietly what is so now under the fields in `notes`, and under no other."""
        told = {}
        for source in self.draft.sources:
            told[lines.ROWS.name] = self.texts.decided(source, self.draft.shape[0])
        for name, field in self.fields.items():
            field.set_note({**notes, **told}.get(name, ""))

    def set_matrix(self, matrix: Matrix) -> None:
        """Start the table from `matrix`, with its rows and dim."""
        self.draft.matrix = matrix
        self._before.clear()
        self.set_typed(lines.ROWS.name, str(len(matrix)))
        self.set_typed(lines.DIM.name, str(len(matrix[0])))
        self._show_options()
        self.changed.emit()

    def set_file(self, file: VectorFile, rows: int, dim: int) -> None:
        """Start the table from `file`, which has so many `rows`, 0 where that is not known yet."""
        self._before.clear()
        self.draft.take_file(file)
        if rows:
            self.draft.tell_shape(rows, dim)
        else:
            self.draft.set_typed(lines.DIM.name, str(dim))
        self._show_taken()

    def set_text(self, path: str) -> None:
        """Train on the text at `path`."""
        self._before.clear()
        self.draft.take_text(path)
        self._show_taken()

    def tell_shape(self, rows: int, dim: int) -> None:
        """Show how large a table the file, or the text, in the form has given."""
        self.draft.tell_shape(rows, dim)
        self._show_sources()

    def keep_choice(self) -> None:
        """Take back the choice of what was wanted: none was given."""
        for name, before in self._before.items():
            self.set_typed(name, before)
        if self._before:
            self._before.clear()
            self._show_options()
            self._show_sources()
            self.changed.emit()

    def set_devices(self, names: tuple[str, ...]) -> None:
        """Offer the devices `names`, which torch has on this machine."""
        self.devices = names
        self._show_options()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        if self.matrix_button is not None:
            self.matrix_button.set_theme(theme)
        for section in self._sections.values():
            section.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        headings = self.texts.headings()
        self._table_heading.setText(headings["table"])
        for name in ("loss", "optimizer", "schedule"):
            self.fields[name].name.setText(headings[name])
        self.fold.setText(self.tr("Table options"))
        self.fold.setToolTip(self.tr("What is rarely changed: first values, dtype, padding, norms, sparse"))
        self._explain(self.fields)
        self._show_options()
        self._show_sources()
        self.filled.emit()

    def _build(self) -> None:
        page = _stack(self)
        for name in lines.SOURCES:
            page.addLayout(self._places[name])
        page.addWidget(self._table_heading)
        for row in lines.TABLE:
            self._add(page, row)
        for heading, others in ((lines.LOSS, (lines.PAIRS,)), (lines.OPTIMIZER, ()), (lines.SCHEDULE, ())):
            page.addSpacing(SECTION_GAP_PX)
            self._add(page, heading, is_heading=True)
            for row in others:
                self._add(page, row)
            page.addLayout(self._places[heading.name])
            if heading is lines.OPTIMIZER:
                self._add(page, lines.ZERO_GRAD)
        page.addSpacing(SECTION_GAP_PX)
        for widget in (self.fold, self.fold_message, self._options):
            page.addWidget(widget)
        page.addStretch(1)
        self._options.hide()
        self._follow_choices()

    def _add(self, layout: QVBoxLayout, row: Row, is_heading: bool = False) -> None:
        field = self.fields[row.name] = Field(row, layout.parentWidget() or self, is_heading)
        field.fill(self.typed(row.name))
        field.connect_to(self._on_typed)
        layout.addLayout(field)
        if self.isVisible():
            # A layout would wait for the next turn of the loop.
            field.set_visible(True)

    def _follow_choices(self) -> None:
        """Build the lines that the loss, the optimizer and the schedule ask for now."""
        for name, recipe in self.draft.recipes.items():
            if name not in self._built or self._built[name][0] is not recipe:
                self._rebuild(name, recipe)
        if self.draft.has_negatives and "negatives" not in self.fields:
            self._add(self._places["loss"], lines.NEGATIVES)
            self._explain(["negatives"])
        elif "negatives" in self.fields:
            self.fields["negatives"].set_visible(self.draft.has_negatives)
        self._follow_sources()
        self._order_keys()

    def _follow_sources(self) -> None:
        """Build the lines of the file, or the text, that there is now."""
        for name in self.draft.sources:
            if name not in self._sections:
                self._build_source(name)
        for name, section in self._sections.items():
            section.setVisible(name in self.draft.sources)

    def _build_source(self, name: str) -> None:
        section = self._sections[name] = SourceSection(name, self)
        for row in lines.SOURCES[name]:
            is_heading = row is lines.TEXT
            self._add(section.head if is_heading else section.lines, row, is_heading)
            section.add_editor(self.fields[row.name].editor, is_heading)
        section.wanted.connect(self._on_other_text if name == CORPUS else self._on_other_file)
        section.set_theme(self._theme)
        self._places[name].addWidget(section)
        self._explain([row.name for row in lines.SOURCES[name]])
        self._order_keys()

    def _rebuild(self, name: str, recipe: Optimizer | Schedule) -> None:
        if name in self._built:
            former, widget = self._built.pop(name)
            for one in former.parameters:
                del self.fields[one.name]
            widget.hide()
            widget.deleteLater()
        widget = QWidget(self)
        layout = _stack(widget)
        for one in recipe.parameters:
            self._add(layout, row_of(one))
        self._places[name].addWidget(widget)
        widget.setVisible(bool(recipe.parameters))
        self._built[name] = (recipe, widget)
        self._explain([one.name for one in recipe.parameters])

    def _build_options(self) -> None:
        layout = _stack(self._options)
        for row in lines.OPTIONS:
            self._add(layout, row)
        self.matrix_button = Plate(is_quiet=True)
        self.matrix_button.setObjectName("matrix")
        self.matrix_button.set_theme(self._theme)
        self.matrix_button.clicked.connect(self._on_matrix)
        self.fields["initial"].addWidget(self.matrix_button)
        self._explain([row.name for row in lines.OPTIONS])
        self._order_keys()

    def _order_keys(self) -> None:
        """Have Tab go through the lines as they stand, whatever was built last."""
        rows = [*lines.TABLE, lines.LOSS, lines.PAIRS, lines.NEGATIVES]
        for heading, others in ((lines.OPTIMIZER, [lines.ZERO_GRAD]), (lines.SCHEDULE, [])):
            rows += [heading, *map(row_of, self._built[heading.name][0].parameters), *others]
        editors = [editor for section in self._sections.values() for editor in section.editors]
        editors += [self.fields[row.name].editor for row in rows if row.name in self.fields]
        editors.append(self.fold)
        for row in lines.OPTIONS:
            if row.name in self.fields:
                editors.append(self.fields[row.name].editor)
            if row is lines.INITIAL and self.matrix_button is not None:
                editors.append(self.matrix_button)
        for before, after in pairwise(editors):
            QWidget.setTabOrder(before, after)

    def _explain(self, names: Iterable[str]) -> None:
        loss = LOSSES[str(self.typed("loss"))]
        hints = {**self.texts.hints(), "loss": f"{self.texts.loss(loss)}: {loss.formula}"}
        hints |= {one.name: self.texts.hint(one) for one in self.draft.parameters}
        if self.draft.has_corpus:
            hints["pairs"] = self.texts.watched_hint()
        for name in names:
            field = self.fields[name]
            field.editor.setToolTip(hints[name])
            field.name.setToolTip(hints[name])
            if isinstance(field.editor, Choice):
                field.editor.set_titles(self.texts.titles(field.row))

    def _show_options(self) -> None:
        self.fold.set_summary(", ".join(self.draft.unusual))
        if self.matrix_button is not None:
            matrix = self.draft.matrix
            is_used = self.typed("initial") == "values" and bool(matrix)
            self.matrix_button.setVisible(is_used)
            if is_used:
                self.matrix_button.setText(self.texts.matrix(len(matrix), len(matrix[0])))
        if lines.DEVICE.name in self.fields:
            is_offered = len(self.devices) > 1 or self.typed(lines.DEVICE.name) != CPU
            self.fields[lines.DEVICE.name].set_visible(is_offered)

    def _show_sources(self) -> None:
        """Say what the sources are, and what they decide of the table."""
        self._follow_sources()
        decided = {row.name for name in self.draft.sources for row in lines.DECIDED[name]}
        is_told = any(self.draft.shape)
        for row in (lines.ROWS, lines.DIM):
            field, typed = self.fields[row.name], self.typed(row.name)
            if row.name in decided:
                # How many numbers a vector has is known as soon as a file is looked into.
                is_known = is_told or row is lines.DIM
                field.show_decided(f"{int(str(typed)):,}" if is_known else "…")
            elif not field.editor.isEnabled():
                field.editor.setEnabled(True)
                field.fill(typed)
        self.fields["loss"].editor.setEnabled(not self.draft.has_corpus)
        pairs = self.tr("watched pair") if self.draft.has_corpus else lines.PAIRS.name
        self.fields[lines.PAIRS.name].name.setText(pairs)
        self._show_files()

    def _show_files(self) -> None:
        headings, other = self.texts.headings(), self.tr("Open another…")
        file = self.draft.file
        if FILE in self._sections and file is not None:
            section = self._sections[FILE]
            section.set_heading(headings[FILE])
            section.show_file(file.path, self.texts.shape(*self.draft.shape, file.tensor))
            section.button.setText(other)
        if CORPUS in self._sections:
            is_own = self.draft.has_own_text
            self.fields[lines.TEXT.name].name.setText(headings[lines.TEXT.name])
            self._sections[CORPUS].show_file(self.draft.text_path if is_own else "", "")
            self._sections[CORPUS].button.setText(other if is_own else self.tr("Open…"))

    def _show_taken(self) -> None:
        self._follow_sources()
        for name in (lines.INITIAL.name, *(row.name for row in self.draft.rows() if row.source)):
            if name in self.fields:
                self.fields[name].fill(self.typed(name))
        self._show_options()
        self._show_sources()
        self.changed.emit()

    def _on_typed(self, field: Field) -> None:
        name, before = field.row.name, self.typed(field.row.name)
        self.draft.set_typed(name, field.typed)
        if name in (lines.LOSS.name, *RECIPES):
            self._follow_choices()
            self._explain([name])
        if field.row in lines.OPTIONS:
            self._show_options()
        if field.row is lines.INITIAL or field.row.source:
            self._show_sources()
        self.changed.emit()
        wanted = lines.WANTED.get((name, str(field.typed)))
        if wanted is not None:
            self._before[name] = str(before)
            self.wanted.emit(wanted)

    def _on_matrix(self) -> None:
        self.wanted.emit(lines.MATRIX)

    def _on_other_file(self) -> None:
        self.wanted.emit(lines.VECTORS)

    def _on_other_text(self) -> None:
        self.wanted.emit(lines.OWN_TEXT)

    def _on_folded(self, is_open: bool) -> None:
        if is_open and lines.INITIAL.name not in self.fields:
            self._build_options()
        self._options.setVisible(is_open)
        self._show_options()
        self.changed.emit()


def _place() -> QVBoxLayout:
    place = QVBoxLayout()
    place.setSpacing(SPACING_PX)
    return place


def _stack(widget: QWidget) -> QVBoxLayout:
    """Return a layout of `widget` in which the lines of a form stand below each other."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACING_PX)
    return layout
