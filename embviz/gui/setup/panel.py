"""SetupPanel: the form of an experiment, applied as a new run or, for lr and such, in the middle of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from embviz.core.experiment import Caution, Experiment, ExperimentError, VectorFile, doubts
from embviz.core.matrix import write_matrix
from embviz.core.messages import PAIRS, ZERO_GRAD
from embviz.core.numbers import parse_pairs
from embviz.core.recipes import Value
from embviz.gui.setup import rows as lines
from embviz.gui.setup.fields import Field
from embviz.gui.setup.form import Said, SetupForm
from embviz.gui.setup.making import experiment_of, has_sources_of
from embviz.gui.setup.matrix import MatrixDialog
from embviz.gui.setup.rows import typed_as
from embviz.gui.setup.words import pair_words, written
from embviz.gui.theme import Theme, px
from embviz.gui.widgets.panel import PADDING_PX, SETUP_WIDTH_PX, Card, Elided
from embviz.gui.widgets.plates import Plate

if TYPE_CHECKING:
    from embviz.core.messages import Snapshot

# Where an error is shown that is at none of the fields.
SHOWN_AT = {"values": "initial", "file": "initial", "file_path": "initial", "file_tensor": "initial"}

SCROLL_BAR_GAP_PX = 3

Settings = dict[str, Value | str]


class SetupPanel(Card):
    """The card of the experiment.

    `applied` brings an Experiment that was checked and confirmed, for a new run. `set_now` brings a dict of
    the optimizer's arguments, `zero_grad` and `pairs` (as typed) that are to change in the run that is on.
    `file_wanted` asks for a file of 'vectors' or for a 'text'; `take_file`, `take_text` or `keep_choice` is
    the answer.
    """

    applied = Signal(object)
    set_now = Signal(object)
    file_wanted = Signal(str)

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel_setup")
        self.setFixedWidth(px(SETUP_WIDTH_PX))
        # The experiment that the run began with, and the same with what was set since.
        self._began = self._current = experiment
        # What is set in the engine, as the last snapshot of this run told.
        self._present: Settings = {}
        # What the form says for it, where it asks for no new run.
        self._settable: Settings | None = None
        # The words that stand in place of pairs, and those that the first pair of this run goes by.
        self._words: tuple[str, ...] = ()
        self._pair_names: tuple[str, ...] = ()
        self._has_labels = False
        self._is_enabled = True
        self.matrix_dialog: MatrixDialog | None = None
        self._area = QScrollArea(self)
        # A form that is born where it belongs is given its style once.
        self.form = SetupForm(experiment, self._area.viewport())
        self.apply_button, self.set_button = Plate(parent=self), Plate(is_quiet=True, parent=self)
        self.note = Elided(parent=self)
        self._build()
        self._connect()
        self.retranslate()

    @property
    def fields(self) -> Mapping[str, Field]:
        """The lines of the form that were built, by name."""
        return self.form.fields

    def set_experiment(self, experiment: Experiment) -> None:
        """Fill the form with what is trained now."""
        self._begin(experiment)
        self._fill(experiment)

    def show_run(self, snapshot: Snapshot) -> None:
        """Fill the form with the run that `snapshot` tells the whole of, and with what was set in it."""
        experiment = snapshot.experiment
        if experiment is None:
            return
        self._begin(experiment)
        said = {action.name: action.value for action in snapshot.actions if action.kind == "set"}
        args = {name: value for name, value in said.items() if name in experiment.arguments}
        now: dict[str, Any] = {"optimizer_args": {**experiment.optimizer_args, **args}}
        if PAIRS in said:
            now["pairs"] = parse_pairs(str(said[PAIRS])) or experiment.pairs
        if ZERO_GRAD in said:
            now["zero_grad"] = said[ZERO_GRAD]
        self._fill(msgspec.structs.replace(experiment, **now))

    def set_applied(self, experiment: Experiment) -> None:
        """Say what is trained now, and leave in the form what is typed."""
        if experiment != self._began:
            self._begin(experiment)
            self._check()

    def take_file(self, file: VectorFile, rows: int, dim: int) -> None:
        """Start the table from `file`, once it is applied; 0 `rows` are not known yet."""
        self.form.set_file(file, rows, dim)

    def take_text(self, path: str) -> None:
        """Train on the text at `path`, once it is applied."""
        self.form.set_text(path)

    def keep_choice(self) -> None:
        """Take back the choice of a file: none was given."""
        self.form.keep_choice()

    def set_devices(self, names: tuple[str, ...]) -> None:
        """Offer the devices `names`, which torch has on this machine."""
        if names != self.form.devices:
            self.form.set_devices(names)
            self._check()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Take what is set in the engine now, if the snapshot is of the run that is on."""
        self._learn_sources(snapshot)
        is_ours = snapshot.experiment in (None, self._began)
        present: Settings = {}
        if is_ours and snapshot.arguments:
            pairs = str(typed_as(snapshot.pairs or self._began.pairs))
            present = {**snapshot.arguments, ZERO_GRAD: snapshot.zero_grad, PAIRS: pairs}
        has_learned = self._learn_names(snapshot, is_ours)
        if present != self._present:
            self._present = present
            self._show_present()
        if has_learned:
            self._check()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.apply_button.set_theme(theme)
        self.set_button.set_theme(theme)
        self.form.set_theme(theme)
        if self.matrix_dialog is not None:
            self.matrix_dialog.set_theme(theme)

    def set_enabled(self, is_enabled: bool) -> None:
        """Say whether a run can be started, or changed, now."""
        self._is_enabled = is_enabled
        self.apply_button.setEnabled(is_enabled)
        self._show_present()

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Setup"))
        self.setAccessibleName(self.tr("Setup"))
        self.apply_button.setText(self.tr("Apply"))
        self.apply_button.setToolTip(self.tr("Start a new run with these settings"))
        self.set_button.setText(self.tr("Set now"))
        self.form.retranslate()
        if self.matrix_dialog is not None:
            self.matrix_dialog.retranslate()
        self._check()

    def _learn_sources(self, snapshot: Snapshot) -> None:
        """Take over how large a table the file, or the text, of a run that begins has given."""
        known = snapshot.experiment
        if snapshot.command != "begin" or known is None or known == self._began:
            return
        if known.file is None and known.corpus is None:
            return
        if has_sources_of(self.form.read(), known):
            self.form.tell_shape(known.rows, known.dim)
        self._began = self._current = known
        self._check()

    def _learn_names(self, snapshot: Snapshot, is_ours: bool) -> bool:
        """Take the words that the first pair goes by; tell whether they are others than before."""
        pair = snapshot.trained_pairs[0] if is_ours and snapshot.trained_pairs else ()
        names = tuple(snapshot.names[row] for row in pair if row in snapshot.names)
        before = (self._has_labels, self._pair_names)
        self._has_labels, self._pair_names = is_ours and snapshot.has_labels, names
        return before != (self._has_labels, self._pair_names)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._apply()
        elif event.key() == Qt.Key.Key_Escape:
            self._fill(self._current)
            self.window().setFocus()
        else:
            super().keyPressEvent(event)

    def _begin(self, experiment: Experiment) -> None:
        if experiment != self._began:
            # What the engine holds is still of the run before.
            self._present = {}
        self._began = self._current = experiment

    def _build(self) -> None:
        self.apply_button.setObjectName("apply")
        self.set_button.setObjectName("set_now")
        area = self._area
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Its scroll bar stands in the card's padding: the lines are as wide without it.
        self.form.setFixedWidth(px(SETUP_WIDTH_PX) - 2 * PADDING_PX)
        self.body.setContentsMargins(PADDING_PX, 10, SCROLL_BAR_GAP_PX, 10)
        area.setWidget(self.form)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.setContentsMargins(0, 4, PADDING_PX - SCROLL_BAR_GAP_PX, 3)
        buttons.addWidget(self.apply_button, 1)
        buttons.addWidget(self.set_button)
        self.body.addWidget(area, 1)
        self.body.addLayout(buttons)
        self.body.addWidget(self.note)

    def _connect(self) -> None:
        self.form.changed.connect(self._check)
        self.form.wanted.connect(self._on_wanted)
        self.apply_button.clicked.connect(self._apply)
        self.set_button.clicked.connect(self._set_now)

    def _fill(self, experiment: Experiment) -> None:
        values = experiment.values
        if values and values != self.form.draft.matrix and self.matrix_dialog is not None:
            self.matrix_dialog.set_text(write_matrix(values))
        self.form.fill(experiment)
        self._check()

    def _check(self) -> Experiment | None:
        said: dict[str, Said] = {}
        experiment = self._read(said)
        for caution in self._doubts() if experiment is None else experiment.cautions:
            text = QCoreApplication.translate("core", caution.text)
            before, is_wrong = said.get(caution.field, ("", False))
            said[caution.field] = (f"{before}\n{text}" if before else text, is_wrong)
        self._settable = None if experiment is None else self._settings(experiment)
        if self._words and experiment is not None and self._settable is None:
            said[PAIRS] = (self.form.texts.needs_numbers(), True)
            experiment = None
        self.form.say(said)
        self.apply_button.set_next(experiment is not None and experiment != self._current)
        self._show_present()
        return experiment

    def _read(self, said: dict[str, Said]) -> Experiment | None:
        reading, texts = self.form.read(), self.form.texts
        is_named = self._has_labels and lines.PAIRS in reading.unreadable
        self._words = pair_words(str(self.form.typed(PAIRS))) if is_named else ()
        if self._words:
            # They mean rows of the run that is on: the rest is read as if its pairs stood here.
            reading.values[PAIRS] = self._current.pairs
            reading.unreadable.remove(lines.PAIRS)
        said |= {row.name: (texts.refusal(row), True) for row in reading.unreadable}
        if said:
            return None
        try:
            experiment = experiment_of(reading, self._began)
        except ExperimentError as error:
            text = texts.translated(error.allowed, error.details, error.torch_says)
            said[SHOWN_AT.get(error.field, error.field)] = (text, True)
            return None
        if experiment.device not in self.form.devices:
            said["device"] = (texts.device(", ".join(self.form.devices)), False)
        return experiment

    def _doubts(self) -> Iterator[Caution]:
        """Yield what can be said of single arguments, while the whole is no experiment yet."""
        for parameter, value in self.form.read().arguments:
            if isinstance(value, float | int) and parameter.takes(value):
                yield from doubts(parameter, value)

    def _settings(self, experiment: Experiment) -> Settings | None:
        """Return what `experiment` would set in the run that is on, None where it needs a new one."""
        began = self._began
        # Another optimizer's arguments, and a taller table's pairs, may be nothing for this experiment.
        if (experiment.optimizer, experiment.rows) != (began.optimizer, began.rows):
            return None
        same = msgspec.structs.replace(
            experiment, optimizer_args=began.optimizer_args, zero_grad=began.zero_grad, pairs=began.pairs
        )
        if same != began:
            return None
        settings = _settings_of(experiment)
        if self._words:
            is_set = self._words == self._pair_names
            settings[PAIRS] = self._present.get(PAIRS, "") if is_set else written(self._words)
        return settings

    def _changes(self) -> Settings:
        """Return what Set now would set."""
        if self._settable is None or not self._present:
            return {}
        given = _settings_of(self._current)
        differing = {name: value for name, value in self._settable.items() if value != self._present[name]}
        # What a schedule moved is not put back along with something else that a person changed.
        typed = {name: value for name, value in differing.items() if value != given[name]}
        return typed or differing

    def _show_present(self) -> None:
        changes = self._changes() if self._is_enabled else {}
        self.set_button.setEnabled(bool(changes))
        text = ", ".join(f"{name} = {value}" for name, value in changes.items())
        self.set_button.setToolTip(
            self.tr("Go on with this run, with {changes}").format(changes=text)
            if changes
            else self.tr("For lr and what else can change in the middle of a run")
        )
        self.note.setText(
            self.tr("Set now goes on with this run") if changes else self.tr("Apply starts a new run")
        )
        self._show_moved()

    def _show_moved(self) -> None:
        """Show what the engine has in place of what it was given, such as the lr of a schedule."""
        given = _settings_of(self._current)
        moved = {name: value for name, value in self._present.items() if value != given.get(name)}
        notes = {
            name: self.tr("now {value}").format(value=_short(value))
            for name, value in moved.items()
            if self._settable is None or value != self._settable.get(name)
        }
        if self._pair_names and self._present:
            now = self._present[PAIRS] if self._words else written(self._pair_names)
            notes.setdefault(PAIRS, str(now))
        self.form.set_notes(notes)

    def _apply(self) -> None:
        experiment = self._check()
        if experiment is not None and self._words:
            # A run to come knows no words: what they mean is asked of the one that is on.
            self._set_now()
        elif experiment is not None and self.apply_button.isEnabled():
            experiment = experiment.anew()
            self._began = self._current = experiment
            self._present = {}
            self._check()
            self.window().setFocus()
            self.applied.emit(experiment)

    def _set_now(self) -> None:
        changes = self._changes() if self._is_enabled else {}
        if not changes:
            return
        pairs = parse_pairs(str(changes[PAIRS])) if PAIRS in changes else None
        current, args = self._current, self._current.arguments
        self._current = msgspec.structs.replace(
            current,
            optimizer_args=args | {name: value for name, value in changes.items() if name in args},
            zero_grad=changes.get(ZERO_GRAD, current.zero_grad),
            pairs=pairs or current.pairs,
        )
        # Until the engine tells: nothing is to flicker meanwhile.
        self._present |= changes
        self._check()
        self.window().setFocus()
        self.set_now.emit(changes)

    def _on_wanted(self, what: str) -> None:
        if what == lines.MATRIX:
            self._open_matrix()
        else:
            self.file_wanted.emit(what)

    def _open_matrix(self) -> None:
        if self.matrix_dialog is None:
            self.matrix_dialog = MatrixDialog(self)
            self.matrix_dialog.taken.connect(self.form.set_matrix)
            self.matrix_dialog.rejected.connect(self.form.keep_choice)
            self.matrix_dialog.set_theme(self.theme)
            if self.form.draft.matrix:
                self.matrix_dialog.set_text(write_matrix(self.form.draft.matrix))
        self.matrix_dialog.set_table(str(self.form.typed("rows")), str(self.form.typed("dim")))
        self.matrix_dialog.open()


def _settings_of(experiment: Experiment) -> Settings:
    pairs = str(typed_as(experiment.pairs))
    return {**experiment.arguments, ZERO_GRAD: experiment.zero_grad, PAIRS: pairs}


def _short(value: Value | str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
