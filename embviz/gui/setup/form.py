"""SetupForm: the lines of an experiment in their sections, and all that was typed into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from embviz.core.checks import Matrix
from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Optimizer, Parameter, Schedule
from embviz.core.schedules import SCHEDULES
from embviz.gui.setup import fields as lines
from embviz.gui.setup.fields import Field, Row, Typed, row_of, typed_as
from embviz.gui.setup.texts import SetupTexts
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.editors import Choice
from embviz.gui.widgets.panel import label
from embviz.gui.widgets.plates import Fold, Plate

SPACING_PX = 4
SECTION_GAP_PX = 8
# A choice whose arguments stand below it.
RECIPES: Mapping[str, Mapping[str, Optimizer] | Mapping[str, Schedule]] = {
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
}

# What is said beside a field, and whether it is wrong or only to be considered.
Said = tuple[str, bool]


class Reading(NamedTuple):
    """What the form says: the values of an Experiment, the arguments of its recipes among them, and the lines
    that say nothing."""

    values: dict[str, object]
    arguments: tuple[tuple[Parameter, object], ...]
    unreadable: tuple[Row, ...]


class SetupForm(QWidget):
    """The lines of the form. `fields` has those that were built; `changed` tells that something was typed.

    What is typed is kept under its name while its line is folded away or belongs to another optimizer: a
    line is only how it is seen.
    """

    changed = Signal()
    matrix_wanted = Signal()

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.matrix: Matrix = ()
        self.texts = SetupTexts(self)
        self.fold = Fold(self)
        self.fold.setObjectName("fold_options")
        self.matrix_button: Plate | None = None
        self._theme = LIGHT
        self._typed: dict[str, Typed] = {}
        # The recipe whose arguments are built, and the widget that they stand in.
        self._built: dict[str, tuple[Optimizer | Schedule, QWidget]] = {}
        self._places = {name: _place() for name in ("loss", *RECIPES)}
        self._table_heading = label(13, QFont.Weight.Medium)
        self.fold_message = lines.message_label()
        self._options = QWidget(self)
        self._initial_before = ""
        self._take(experiment)
        self._build()
        self.fold.toggled.connect(self._on_folded)
        self.fold.setChecked(bool(self._unusual()))

    def fill(self, experiment: Experiment) -> None:
        """Have `experiment` stand in the form; what is folded away stays so."""
        self._take(experiment)
        self._follow_choices()
        for field in self.fields.values():
            field.fill(self.typed(field.row.name))
        self._show_options()

    def typed(self, name: str) -> Typed:
        """Return what is typed or chosen under `name`; for an argument not touched, torch's default."""
        if name in self._typed:
            return self._typed[name]
        return typed_as({one.name: one.default for one in self._parameters()}[name])

    def set_typed(self, name: str, typed: Typed) -> None:
        """Type `typed` into the field `name`, without a word to anybody."""
        self._typed[name] = typed
        if name in self.fields:
            self.fields[name].fill(typed)

    def read(self) -> Reading:
        """Return what the lines that matter now say."""
        read: dict[str, object] = {}
        unreadable = []
        for row in self._rows():
            try:
                read[row.name] = row.read(self.typed(row.name))
            except lines.Unreadable:
                unreadable.append(row)
        values = {row.name: read[row.name] for row in lines.FIXED if row.name in read}
        for name, recipe in self._recipes().items():
            # What is torch's own is left out: another optimizer then brings its own.
            values[f"{name}_args"] = {
                one.name: read[one.name]
                for one in recipe.parameters
                if one.name in read and read[one.name] != one.default
            }
        if values.get("initial") == "values":
            values["values"] = self.matrix
        arguments = tuple((one, read[one.name]) for one in self._parameters() if one.name in read)
        return Reading(values, arguments, tuple(unreadable))

    def say(self, said: Mapping[str, Said]) -> None:
        """Show beside each field what is `said` of it, and nothing beside the others."""
        for name, field in self.fields.items():
            field.say(*said.get(name, ("", True)))
        folded = {} if self.fold.isChecked() else {row.name: said.get(row.name) for row in lines.OPTIONS}
        shown = [(name, *one) for name, one in folded.items() if one is not None]
        text = "\n".join(f"{name}: {text}" for name, text, _ in shown)
        name = "error" if any(is_wrong for _, _, is_wrong in shown) else "caution"
        lines.show_message(self.fold_message, text, name)

    def set_notes(self, notes: Mapping[str, str]) -> None:
        """Show quietly what is so now under the fields in `notes`, and under no other."""
        for name, field in self.fields.items():
            field.set_note(notes.get(name, ""))

    def set_matrix(self, matrix: Matrix) -> None:
        """Start the table from `matrix`, with its rows and dim."""
        self.matrix = matrix
        self._initial_before = ""
        self.set_typed("rows", str(len(matrix)))
        self.set_typed("dim", str(len(matrix[0])))
        self._show_options()
        self.changed.emit()

    def keep_initial(self) -> None:
        """Take back the choice of a matrix: none was given."""
        if self._initial_before:
            self.set_typed("initial", self._initial_before)
            self._initial_before = ""
            self._show_options()
            self.changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        if self.matrix_button is not None:
            self.matrix_button.set_theme(theme)

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

    def _recipes(self) -> dict[str, Optimizer | Schedule]:
        return {name: table[str(self._typed[name])] for name, table in RECIPES.items()}

    def _parameters(self) -> list[Parameter]:
        return [one for recipe in self._recipes().values() for one in recipe.parameters]

    def _rows(self) -> list[Row]:
        rows = [row for row in lines.FIXED if row is not lines.NEGATIVES or self._has_negatives()]
        return rows + [row_of(one) for one in self._parameters()]

    def _has_negatives(self) -> bool:
        return LOSSES[str(self._typed["loss"])].has_negatives

    def _unusual(self) -> list[str]:
        usual = Experiment()
        names = (row.name for row in lines.OPTIONS)
        return [name for name in names if self._typed[name] != typed_as(getattr(usual, name))]

    def _take(self, experiment: Experiment) -> None:
        # No default is typed: another optimizer, or schedule, then brings its own.
        self._typed = {row.name: typed_as(getattr(experiment, row.name)) for row in lines.FIXED}
        self._initial_before = ""
        if experiment.values:
            self.matrix = experiment.values
        given = {**experiment.optimizer_args, **experiment.schedule_args}
        for one in self._parameters():
            if one.name in given and given[one.name] != one.default:
                self._typed[one.name] = typed_as(given[one.name])

    def _build(self) -> None:
        page = _stack(self)
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
        for name, recipe in self._recipes().items():
            if name not in self._built or self._built[name][0] is not recipe:
                self._rebuild(name, recipe)
        if self._has_negatives() and "negatives" not in self.fields:
            self._add(self._places["loss"], lines.NEGATIVES)
            self._explain(["negatives"])
        elif "negatives" in self.fields:
            self.fields["negatives"].set_visible(self._has_negatives())
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
        self.matrix_button.clicked.connect(self.matrix_wanted)
        self.fields["initial"].addWidget(self.matrix_button)
        self._explain([row.name for row in lines.OPTIONS])
        self._order_keys()

    def _order_keys(self) -> None:
        """Have Tab go through the lines as they stand, whatever was built last."""
        rows = [*lines.TABLE, lines.LOSS, lines.PAIRS, lines.NEGATIVES]
        for heading, others in ((lines.OPTIMIZER, [lines.ZERO_GRAD]), (lines.SCHEDULE, [])):
            rows += [heading, *map(row_of, self._built[heading.name][0].parameters), *others]
        editors: list[QWidget] = [self.fields[row.name].editor for row in rows if row.name in self.fields]
        editors.append(self.fold)
        for row in lines.OPTIONS:
            if row.name in self.fields:
                editors.append(self.fields[row.name].editor)
            if row is lines.INITIAL and self.matrix_button is not None:
                editors.append(self.matrix_button)
        for before, after in pairwise(editors):
            QWidget.setTabOrder(before, after)

    def _explain(self, names: Iterable[str]) -> None:
        loss = LOSSES[str(self._typed["loss"])]
        hints = {**self.texts.hints(), "loss": f"{self.texts.loss(loss)}: {loss.formula}"}
        hints |= {one.name: self.texts.hint(one) for one in self._parameters()}
        for name in names:
            field = self.fields[name]
            field.editor.setToolTip(hints[name])
            field.name.setToolTip(hints[name])
            if isinstance(field.editor, Choice):
                field.editor.set_titles(self.texts.titles(field.row))

    def _show_options(self) -> None:
        self.fold.set_summary(", ".join(self._unusual()))
        if self.matrix_button is not None:
            is_used = self._typed["initial"] == "values" and bool(self.matrix)
            self.matrix_button.setVisible(is_used)
            if is_used:
                self.matrix_button.setText(self.texts.matrix(len(self.matrix), len(self.matrix[0])))

    def _on_typed(self, field: Field) -> None:
        name, before = field.row.name, self._typed.get(field.row.name, "")
        self._typed[name] = field.typed
        if name in (lines.LOSS.name, *RECIPES):
            self._follow_choices()
            self._explain([name])
        if field.row in lines.OPTIONS:
            self._show_options()
        self.changed.emit()
        if name == "initial" and field.typed == "values":
            self._initial_before = str(before)
            self.matrix_wanted.emit()

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
