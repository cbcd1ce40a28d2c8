"""SetupPanel: the form of an experiment, built from the rows of core/recipes.py."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QPushButton, QScrollArea, QWidget

from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.numbers import parse_integer, parse_integers, parse_number
from embviz.core.recipes import LOSSES, OPTIMIZERS, Parameter
from embviz.gui.editors import Choice, Switch, set_wrong
from embviz.gui.panel import SETUP_WIDTH_PX, Card, label
from embviz.gui.theme import Theme, font

INTEGERS = ("rows", "dim", "seed")


class Field:
    """One line of the form: its name, the widget in which it is typed, and what is wrong with it."""

    def __init__(self, name: str, editor: QWidget) -> None:
        self.editor = editor
        self._said = ("", True)
        self.name = label(13, name="soft")
        self.name.setText(name)
        self.message = label(12, name="error")
        self.message.setWordWrap(True)
        self.message.hide()
        editor.setObjectName(f"field_{name}")
        editor.setAccessibleName(name)

    def say(self, text: str, is_wrong: bool = True) -> None:
        """Show `text` below the editor, as an error or as a caution; an empty one takes it away."""
        if (text, is_wrong) == self._said:
            # Every letter typed anywhere checks all fields, and giving a label its style is dear.
            return
        self._said = (text, is_wrong)
        self.message.setObjectName("error" if is_wrong else "caution")
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.editor.setAccessibleDescription(text)
        if isinstance(self.editor, QLineEdit):
            set_wrong(self.editor, bool(text) and is_wrong)


class SetupPanel(Card):
    """The card of the experiment. `applied` brings an Experiment that was checked and confirmed."""

    applied = Signal(object)

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel_setup")
        self.setFixedWidth(SETUP_WIDTH_PX)
        self.fields: dict[str, Field] = {}
        self._applied = experiment
        self._is_next = False
        self.apply_button = QPushButton()
        self.apply_button.setObjectName("apply")
        self.apply_button.setFont(font(weight=QFont.Weight.Medium))
        self.apply_button.setMinimumHeight(34)
        self.apply_button.clicked.connect(self._apply)
        self._note = label(12, name="soft")
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._build()
        self.set_experiment(experiment)
        self.retranslate()

    def set_experiment(self, experiment: Experiment) -> None:
        """Fill the form with what is trained now."""
        texts: dict[str, Any] = {name: getattr(experiment, name) for name in INTEGERS}
        texts |= {"optimizer": experiment.optimizer, "loss": experiment.loss}
        texts |= {name: _typed(value) for name, value in experiment.arguments.items()}
        texts["pairs"] = ", ".join(str(index) for index in experiment.pairs[0])
        for name, value in texts.items():
            editor = self.fields[name].editor
            # All of it is checked once, when it is there.
            with QSignalBlocker(editor):
                _fill(editor, value)
        self.set_applied(experiment)

    def set_applied(self, experiment: Experiment) -> None:
        """Say what is trained now, and leave in the form what is typed."""
        self._applied = experiment
        self._check()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._paint_button(self._is_next)

    def set_enabled(self, is_enabled: bool) -> None:
        """Say whether a new run can be started now."""
        self.apply_button.setEnabled(is_enabled)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Setup"))
        self.setAccessibleName(self.tr("Setup"))
        self.apply_button.setText(self.tr("Apply"))
        self.apply_button.setToolTip(self.tr("Start a new run with these settings"))
        self._note.setText(self.tr("Apply starts a new run"))
        for parameter in OPTIMIZERS[self._applied.optimizer].parameters:
            tip = QCoreApplication.translate("recipes", parameter.hint)
            self.fields[parameter.name].editor.setToolTip(tip)
        self._check()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._apply()
        elif event.key() == Qt.Key.Key_Escape:
            self.set_experiment(self._applied)
            self.window().setFocus()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 4, 0, 0)
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFormAlignment(Qt.AlignmentFlag.AlignTop)
        for name in INTEGERS:
            self._add(form, name, QLineEdit())
        self._add(form, "optimizer", Choice(list(OPTIMIZERS)))
        for parameter in OPTIMIZERS[self._applied.optimizer].parameters:
            self._add(form, parameter.name, Switch() if parameter.is_flag else QLineEdit())
        self._add(form, "loss", Choice(list(LOSSES)))
        self._add(form, "pairs", QLineEdit(), shown_name="pair")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.apply_button)
        self.body.addWidget(self._note)

    def _add(self, form: QFormLayout, name: str, editor: QWidget, shown_name: str | None = None) -> None:
        field = self.fields[name] = Field(shown_name or name, editor)
        editor.setObjectName(f"field_{name}")
        if isinstance(editor, QLineEdit):
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
            editor.setFont(font(13, tabular=True))
            editor.textChanged.connect(self._check)
        elif isinstance(editor, QComboBox):
            # It may be narrower than its longest name, where a scroll bar takes its share.
            editor.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            editor.setMinimumContentsLength(4)
            editor.currentIndexChanged.connect(self._check)
        elif isinstance(editor, QCheckBox):
            editor.toggled.connect(self._check)
        form.addRow(field.name, editor)
        form.addRow(field.message)

    def _check(self) -> Experiment | None:
        for field in self.fields.values():
            field.say("")
        experiment = self._read()
        if experiment is not None:
            for caution in experiment.cautions:
                self.fields[caution.field].say(
                    QCoreApplication.translate("recipes", caution.text), is_wrong=False
                )
        self._paint_button(experiment is not None and experiment != self._applied)
        return experiment

    def _read(self) -> Experiment | None:
        recipe = OPTIMIZERS[self._text("optimizer")]
        values: dict[str, object] = {name: parse_integer(self._text(name)) for name in INTEGERS}
        args = {parameter.name: self._argument(parameter) for parameter in recipe.parameters}
        pair = parse_integers(self._text("pairs"))
        refused = [
            (name, self.tr("a whole number, such as 2")) for name, value in values.items() if value is None
        ]
        refused += [
            (name, self.tr("a number: 0.1, 0,1 or 1e-3")) for name, value in args.items() if value is None
        ]
        if pair is None:
            refused.append(("pairs", self.tr("two row numbers, such as 0, 1")))
        for name, text in refused:
            self.fields[name].say(text)
        if refused:
            return None
        try:
            return Experiment(
                **values,  # type: ignore[arg-type]
                optimizer=recipe.name,
                optimizer_args={name: value for name, value in args.items() if value is not None},
                loss=self._text("loss"),
                pairs=(pair,),  # type: ignore[arg-type]
            )
        except ExperimentError as error:
            text = QCoreApplication.translate("experiment", error.allowed)
            self.fields[error.field].say(text.format(**error.details))
            return None

    def _text(self, name: str) -> str:
        editor = self.fields[name].editor
        if isinstance(editor, QComboBox):
            return editor.currentText()
        assert isinstance(editor, QLineEdit)
        return editor.text()

    def _argument(self, parameter: Parameter) -> float | bool | None:
        editor = self.fields[parameter.name].editor
        if isinstance(editor, QCheckBox):
            return editor.isChecked()
        return parse_number(self._text(parameter.name))

    def _apply(self) -> None:
        experiment = self._check()
        if experiment is not None and self.apply_button.isEnabled():
            self._applied = experiment
            self._paint_button()
            self.window().setFocus()
            self.applied.emit(experiment)

    def _paint_button(self, is_next: bool = False) -> None:
        self._is_next = is_next
        ground, ink = (
            (self.theme.accent, self.theme.on_accent) if is_next else (self.theme.button, self.theme.ink)
        )
        self.apply_button.setStyleSheet(
            f"QPushButton {{ background: {ground}; color: {ink}; border: 0; border-radius: 8px; }}"
            f"QPushButton:hover {{ background: {ground if is_next else self.theme.button_hover}; }}"
            f"QPushButton:focus {{ border: 2px solid {self.theme.ink if is_next else self.theme.accent}; }}"
            f"QPushButton:disabled {{ color: {self.theme.soft}; background: {self.theme.button}; }}"
        )


def _typed(value: float | bool) -> object:
    return value if isinstance(value, bool) else repr(value).removesuffix(".0")


def _fill(editor: QWidget, value: object) -> None:
    if isinstance(editor, QCheckBox):
        editor.setChecked(bool(value))
    elif isinstance(editor, QComboBox):
        editor.setCurrentText(str(value))
    elif isinstance(editor, QLineEdit):
        editor.setText(str(value))
