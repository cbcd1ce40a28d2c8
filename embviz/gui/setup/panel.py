"""SetupPanel: the form of an experiment, applied as a new run or, for lr and such, in the middle of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from embviz.core.experiment import Caution, Experiment, ExperimentError, doubts
from embviz.core.matrix import write_matrix
from embviz.core.messages import PAIRS, ZERO_GRAD
from embviz.core.numbers import parse_pairs
from embviz.core.recipes import Value
from embviz.gui.setup.fields import Field, typed_as
from embviz.gui.setup.form import Said, SetupForm
from embviz.gui.setup.matrix import MatrixDialog
from embviz.gui.theme import Theme
from embviz.gui.widgets.panel import PADDING_PX, SETUP_WIDTH_PX, Card, Elided
from embviz.gui.widgets.plates import Plate

if TYPE_CHECKING:
    from embviz.core.messages import Snapshot

# Where an error is shown that is at none of the fields.
SHOWN_AT = {"values": "initial"}

SCROLL_BAR_GAP_PX = 3

Settings = dict[str, Value | str]


class SetupPanel(Card):
    """The card of the experiment.

    `applied` brings an Experiment that was checked and confirmed, for a new run. `set_now` brings a dict of
    the optimizer's arguments, `zero_grad` and `pairs` (as typed) that are to change in the run that is on.
    """

    applied = Signal(object)
    set_now = Signal(object)

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel_setup")
        self.setFixedWidth(SETUP_WIDTH_PX)
        # The experiment that the run began with, and the same with what was set since.
        self._began = self._current = experiment
        # What is set in the engine, as the last snapshot of this run told.
        self._present: Settings = {}
        # What the form says for it, where it asks for no new run.
        self._settable: Settings | None = None
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

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Take what is set in the engine now, if the snapshot is of the run that is on."""
        is_ours = snapshot.experiment in (None, self._began)
        present: Settings = {}
        if is_ours and snapshot.arguments:
            pairs = str(typed_as(snapshot.pairs or self._began.pairs))
            present = {**snapshot.arguments, ZERO_GRAD: snapshot.zero_grad, PAIRS: pairs}
        if present != self._present:
            self._present = present
            self._show_present()

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
        self.form.setFixedWidth(SETUP_WIDTH_PX - 2 * PADDING_PX)
        self.body.setContentsMargins(PADDING_PX, 10, SCROLL_BAR_GAP_PX, 10)
        area.setWidget(self.form)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.setContentsMargins(0, 4, PADDING_PX - SCROLL_BAR_GAP_PX, 0)
        buttons.addWidget(self.apply_button, 1)
        buttons.addWidget(self.set_button)
        self.body.addWidget(area, 1)
        self.body.addLayout(buttons)
        self.body.addWidget(self.note)

    def _connect(self) -> None:
        self.form.changed.connect(self._check)
        self.form.matrix_wanted.connect(self._open_matrix)
        self.apply_button.clicked.connect(self._apply)
        self.set_button.clicked.connect(self._set_now)

    def _fill(self, experiment: Experiment) -> None:
        if experiment.values and experiment.values != self.form.matrix and self.matrix_dialog is not None:
            self.matrix_dialog.set_text(write_matrix(experiment.values))
        self.form.fill(experiment)
        self._check()

    def _check(self) -> Experiment | None:
        said: dict[str, Said] = {}
        experiment = self._read(said)
        for caution in self._doubts() if experiment is None else experiment.cautions:
            text = QCoreApplication.translate("recipes", caution.text)
            before, is_wrong = said.get(caution.field, ("", False))
            said[caution.field] = (f"{before}\n{text}" if before else text, is_wrong)
        self.form.say(said)
        self.apply_button.set_next(experiment is not None and experiment != self._current)
        self._settable = None if experiment is None else self._settings(experiment)
        self._show_present()
        return experiment

    def _read(self, said: dict[str, Said]) -> Experiment | None:
        reading, texts = self.form.read(), self.form.texts
        said |= {row.name: (texts.refusal(row), True) for row in reading.unreadable}
        if said:
            return None
        try:
            return Experiment(**reading.values)  # type: ignore[arg-type]
        except ExperimentError as error:
            text = texts.translated(error.allowed, error.details, error.torch_says)
            said[SHOWN_AT.get(error.field, error.field)] = (text, True)
            return None

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
        return _settings_of(experiment) if same == began else None

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
        self.form.set_notes(
            {
                name: self.tr("now {value}").format(value=_short(value))
                for name, value in moved.items()
                if self._settable is None or value != self._settable.get(name)
            }
        )

    def _apply(self) -> None:
        experiment = self._check()
        if experiment is not None and self.apply_button.isEnabled():
            self._began = self._current = experiment
            self._present = {}
            self._check()
            self.window().setFocus()
            self.applied.emit(experiment)

    def _set_now(self) -> None:
        changes = self._changes()
        current, args = self._current, self._current.arguments
        self._current = msgspec.structs.replace(
            current,
            optimizer_args=args | {name: value for name, value in changes.items() if name in args},
            zero_grad=changes.get(ZERO_GRAD, current.zero_grad),
            pairs=parse_pairs(str(changes[PAIRS])) if PAIRS in changes else current.pairs,
        )
        # Until the engine tells: nothing is to flicker meanwhile.
        self._present |= changes
        self._check()
        self.window().setFocus()
        self.set_now.emit(changes)

    def _open_matrix(self) -> None:
        if self.matrix_dialog is None:
            self.matrix_dialog = MatrixDialog(self)
            self.matrix_dialog.taken.connect(self.form.set_matrix)
            self.matrix_dialog.rejected.connect(self.form.keep_initial)
            self.matrix_dialog.set_theme(self.theme)
            if self.form.matrix:
                self.matrix_dialog.set_text(write_matrix(self.form.matrix))
        self.matrix_dialog.set_table(str(self.form.typed("rows")), str(self.form.typed("dim")))
        self.matrix_dialog.open()


def _settings_of(experiment: Experiment) -> Settings:
    pairs = str(typed_as(experiment.pairs))
    return {**experiment.arguments, ZERO_GRAD: experiment.zero_grad, PAIRS: pairs}


def _short(value: Value | str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
