"""The form of an experiment: what is typed means what it says, and what is refused is told beside it."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.messages import Snapshot
from embviz.core.numbers import parse_number
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Doubt, Parameter
from embviz.core.schedules import SCHEDULES
from embviz.gui.setup.panel import SetupPanel
from embviz.gui.setup.rows import FIXED, OPTIONS, SOURCES
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.editors import Choice

Applied = list[Experiment]
REFUSED = (
    "abc",
    "1,000",
    "1_000",
    "０．１",
    "-inf",
    "nanx",
    "",
    "1e999",
    "1e",
    "--1",
    "0x10",
    "1 000",
    "<s>",
)


@pytest.fixture
def panel(show: Callable[..., SetupPanel]) -> SetupPanel:
    made = SetupPanel(Experiment())
    made.set_theme(LIGHT)
    return show(made, 220, 620)


@pytest.fixture
def applied(panel: SetupPanel) -> Applied:
    """The experiments that were applied so far."""
    told: Applied = []
    panel.applied.connect(told.append)
    return told


def editor(panel: SetupPanel, name: str) -> QLineEdit:
    found = panel.fields[name].editor
    assert isinstance(found, QLineEdit)
    return found


def type_into(panel: SetupPanel, name: str, text: str) -> None:
    """Replace what stands in a field, as keys where there are keys for it."""
    field = editor(panel, name)
    field.setFocus()
    field.selectAll()
    if not text:
        QTest.keyClick(field, Qt.Key.Key_Backspace)
    elif text.isascii():
        QTest.keyClicks(field, text)
    else:
        field.insert(text)
    assert field.text() == text


def choose(panel: SetupPanel, name: str, value: str) -> None:
    choice = panel.fields[name].editor
    assert isinstance(choice, Choice)
    choice.choose(value)


def switch(panel: SetupPanel, name: str, is_on: bool) -> None:
    found = panel.fields[name].editor
    assert isinstance(found, QCheckBox)
    found.setChecked(is_on)


def present(make_snapshot: Callable[..., Snapshot], **changes: Any) -> Snapshot:
    """A snapshot of an engine that has the article's arguments, but for `changes`."""
    others = {name: changes.pop(name) for name in ("experiment", "pairs") if name in changes}
    return make_snapshot(arguments={**Experiment().arguments, **changes}, **others)


def press(panel: SetupPanel, name: str, key: Qt.Key) -> None:
    QTest.keyClick(panel.fields[name].editor, key)


def message(panel: SetupPanel, name: str) -> str:
    """What is said beside a field, empty where nothing is."""
    said = panel.fields[name].message
    return said.text() if said is not None and said.isVisible() else ""


def check_refused(panel: SetupPanel, name: str) -> None:
    """Hold that exactly this field is refused, with a text under it and for a screen reader."""
    assert message(panel, name)
    assert [other for other in panel.fields if message(panel, other)] == [name]
    field = panel.fields[name]
    assert field.message is not None
    assert field.editor.accessibleDescription() == field.message.text()
    below = field.message.mapTo(panel, QPoint(0, 0)).y() - field.editor.mapTo(panel, QPoint(0, 0)).y()
    assert 0 < below <= field.editor.height() + 12
    assert field.message.objectName() == "error"


class TestNumbersFollowNoLocale:
    @pytest.mark.parametrize(
        ("text", "number"), [("0.1", 0.1), ("0,1", 0.1), ("1e-3", 0.001), ("0.25", 0.25)]
    )
    def test_what_is_typed_means_the_same_everywhere(
        self, locale: QLocale, text: str, number: float, panel: SetupPanel, applied: Applied
    ) -> None:
        type_into(panel, "lr", text)
        assert message(panel, "lr") == ""
        press(panel, "lr", Qt.Key.Key_Return)
        assert applied[-1].arguments["lr"] == number

    @pytest.mark.parametrize("text", REFUSED)
    def test_anything_else_is_refused_beside_the_field(
        self, locale: QLocale, text: str, panel: SetupPanel, applied: Applied
    ) -> None:
        type_into(panel, "lr", text)
        check_refused(panel, "lr")
        press(panel, "lr", Qt.Key.Key_Return)
        assert applied == []

    def test_what_is_trained_is_written_as_it_can_be_typed(
        self, locale: QLocale, show: Callable[..., SetupPanel]
    ) -> None:
        experiment = Experiment(rows=1000, optimizer_args={"lr": 1e-5, "momentum": 0.25})
        shown = show(SetupPanel(experiment), 220, 620)
        texts = {
            name: field.editor.text() for name, field in shown.fields.items() if name in ("rows", "seed")
        }
        assert texts == {"rows": "1000", "seed": "42"}
        assert float(editor(shown, "lr").text()) == 1e-5
        assert editor(shown, "momentum").text() == "0.25"
        told: Applied = []
        shown.applied.connect(told.append)
        press(shown, "rows", Qt.Key.Key_Return)
        assert told == [experiment]


class TestWhatIsRefused:
    @pytest.mark.parametrize("text", ["abc", "2.0", "2,0", "1e3", "", "２", "0", "-1"])
    @pytest.mark.parametrize("name", ["rows", "dim"])
    def test_a_size_is_a_whole_number_from_one_up(
        self, name: str, text: str, panel: SetupPanel, applied: Applied
    ) -> None:
        type_into(panel, name, text)
        check_refused(panel, name)
        press(panel, name, Qt.Key.Key_Return)
        assert applied == []

    @pytest.mark.parametrize("text", ["-1", "4294967296", "1.5"])
    def test_a_seed_beyond_its_range(self, text: str, panel: SetupPanel) -> None:
        type_into(panel, "seed", text)
        check_refused(panel, "seed")

    @pytest.mark.parametrize("text", ["0, 2", "-1, 0", "7 8", "0", "0, 1, 0", "a, b", ""])
    def test_a_pair_that_is_not_two_rows_of_the_table(
        self, text: str, panel: SetupPanel, applied: Applied
    ) -> None:
        type_into(panel, "pairs", text)
        check_refused(panel, "pairs")
        press(panel, "pairs", Qt.Key.Key_Return)
        assert applied == []

    def test_a_pair_out_of_a_smaller_table_is_told_at_the_pair(self, panel: SetupPanel) -> None:
        type_into(panel, "rows", "1")
        check_refused(panel, "pairs")
        assert "0" in message(panel, "pairs")

    @pytest.mark.parametrize("text", ["999999999999", "9" * 30])
    def test_a_table_that_does_not_fit_the_memory_is_refused_at_once(
        self, text: str, panel: SetupPanel, applied: Applied
    ) -> None:
        type_into(panel, "rows", text)
        check_refused(panel, "rows")
        assert "memory" in message(panel, "rows")
        press(panel, "rows", Qt.Key.Key_Return)
        assert applied == []

    def test_a_negative_learning_rate_is_refused_with_the_range(self, panel: SetupPanel) -> None:
        type_into(panel, "lr", "-0.1")
        check_refused(panel, "lr")
        assert "from 0 to" in message(panel, "lr")

    def test_nesterov_without_momentum_is_refused_beside_the_switch(
        self, panel: SetupPanel, applied: Applied
    ) -> None:
        type_into(panel, "momentum", "0")
        switch = panel.fields["nesterov"].editor
        assert isinstance(switch, QCheckBox)
        switch.setChecked(True)
        check_refused(panel, "nesterov")
        press(panel, "momentum", Qt.Key.Key_Return)
        assert applied == []

    def test_two_fields_may_be_wrong_at_once(self, panel: SetupPanel) -> None:
        type_into(panel, "lr", "abc")
        type_into(panel, "rows", "x")
        assert message(panel, "lr")
        assert message(panel, "rows")

    def test_a_corrected_field_is_forgiven(self, panel: SetupPanel, picture: Any) -> None:
        before = picture(panel)
        type_into(panel, "lr", "abc")
        assert picture(panel) != before
        type_into(panel, "lr", "0.1")
        assert all(message(panel, name) == "" for name in panel.fields)
        assert editor(panel, "lr").accessibleDescription() == ""

    def test_a_wrong_field_has_a_border_in_the_error_colour(
        self, theme: Theme, panel: SetupPanel, picture: Any
    ) -> None:
        panel.set_theme(theme)
        field = editor(panel, "lr")
        assert picture(field).count(theme.error) == 0
        type_into(panel, "lr", "abc")
        panel.setFocus()
        assert picture(field).count(theme.error) > field.width()
        assert picture(panel.fields["lr"].message).count(theme.error) > 5

    def test_what_was_typed_is_shown_as_it_was_typed(self, panel: SetupPanel, hostile: str) -> None:
        field = editor(panel, "lr")
        field.setText(hostile)
        assert message(panel, "lr")
        said = panel.fields["lr"].message
        assert said is not None
        assert said.textFormat() == Qt.TextFormat.PlainText


class TestCaution:
    def test_momentum_above_one_shows_its_caution_and_can_be_applied(
        self, theme: Theme, panel: SetupPanel, applied: Applied, picture: Any
    ) -> None:
        panel.set_theme(theme)
        type_into(panel, "momentum", "1.5")
        field = panel.fields["momentum"]
        assert "cannot settle" in message(panel, "momentum")
        assert field.message is not None
        assert field.message.objectName() == "caution"
        assert picture(field.message).count(theme.caution) > 5
        panel.setFocus()
        assert picture(field.editor).count(theme.error) == 0
        press(panel, "momentum", Qt.Key.Key_Return)
        assert applied[-1].arguments["momentum"] == 1.5

    def test_an_error_after_a_caution_looks_like_an_error(self, panel: SetupPanel, picture: Any) -> None:
        type_into(panel, "momentum", "1.5")
        type_into(panel, "momentum", "-1")
        check_refused(panel, "momentum")
        assert picture(panel.fields["momentum"].message).count(LIGHT.error) > 5

    def test_below_one_there_is_none(self, panel: SetupPanel) -> None:
        type_into(panel, "momentum", "0.99")
        assert message(panel, "momentum") == ""


class TestApply:
    def test_all_fields_reach_the_experiment(self, panel: SetupPanel, applied: Applied) -> None:
        for name, text in {
            "rows": "7", "dim": "3", "seed": "11", "lr": "0,5", "momentum": "0.5",
            "dampening": "0", "weight_decay": "1e-2", "pairs": "2 6",
        }.items():  # fmt: skip
            type_into(panel, name, text)
        for name in ("nesterov", "maximize"):
            switch = panel.fields[name].editor
            assert isinstance(switch, QCheckBox)
            QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
        QTest.mouseClick(panel.apply_button, Qt.MouseButton.LeftButton)
        args = {
            "lr": 0.5, "momentum": 0.5, "dampening": 0.0, "weight_decay": 0.01,
            "nesterov": True, "maximize": True,
        }  # fmt: skip
        assert applied == [Experiment(rows=7, dim=3, seed=11, optimizer_args=args, pairs=((2, 6),))]

    @pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
    @pytest.mark.parametrize("name", ["rows", "lr", "pairs", "nesterov", "optimizer"])
    def test_return_applies_from_any_field(
        self, key: Qt.Key, name: str, panel: SetupPanel, applied: Applied
    ) -> None:
        type_into(panel, "dim", "4")
        press(panel, name, key)
        assert applied == [Experiment(dim=4)]

    def test_escape_brings_back_what_is_trained(self, panel: SetupPanel, applied: Applied) -> None:
        type_into(panel, "dim", "4")
        type_into(panel, "lr", "abc")
        press(panel, "lr", Qt.Key.Key_Escape)
        assert editor(panel, "dim").text() == "5"
        assert editor(panel, "lr").text() == "0.1"
        assert all(message(panel, name) == "" for name in panel.fields)
        assert applied == []

    def test_escape_after_apply_brings_back_what_was_applied(self, panel: SetupPanel) -> None:
        type_into(panel, "dim", "4")
        press(panel, "dim", Qt.Key.Key_Return)
        type_into(panel, "dim", "9")
        press(panel, "dim", Qt.Key.Key_Escape)
        assert editor(panel, "dim").text() == "4"

    @pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
    def test_afterwards_the_window_has_the_keys_again(
        self, key: Qt.Key, show: Callable[..., QMainWindow]
    ) -> None:
        window, panel = QMainWindow(), SetupPanel(Experiment())
        window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        window.setCentralWidget(panel)
        show(window, 300, 620)
        window.activateWindow()
        type_into(panel, "dim", "4")
        assert editor(panel, "dim").hasFocus()
        press(panel, "dim", key)
        assert not editor(panel, "dim").hasFocus()

    def test_without_an_engine_nothing_is_applied(self, panel: SetupPanel, applied: Applied) -> None:
        panel.set_enabled(False)
        type_into(panel, "dim", "4")
        press(panel, "dim", Qt.Key.Key_Return)
        QTest.mouseClick(panel.apply_button, Qt.MouseButton.LeftButton)
        assert applied == []
        panel.set_enabled(True)
        press(panel, "dim", Qt.Key.Key_Return)
        assert applied == [Experiment(dim=4)]

    def test_what_could_not_begin_stays_in_the_form(self, panel: SetupPanel, applied: Applied) -> None:
        type_into(panel, "dim", "4")
        press(panel, "dim", Qt.Key.Key_Return)
        panel.set_applied(Experiment())
        assert editor(panel, "dim").text() == "4"
        press(panel, "dim", Qt.Key.Key_Escape)
        assert editor(panel, "dim").text() == "5"

    def test_apply_is_the_next_thing_to_press_while_the_form_differs(
        self, theme: Theme, panel: SetupPanel, picture: Any
    ) -> None:
        def ground() -> str:
            return str(picture(panel.apply_button).at(8, 17))

        panel.set_theme(theme)
        assert ground() == theme.button
        type_into(panel, "dim", "4")
        assert ground() == theme.accent
        type_into(panel, "dim", "abc")
        assert ground() == theme.button
        type_into(panel, "dim", "5")
        assert ground() == theme.button

    def test_another_look_keeps_what_is_next(self, panel: SetupPanel, theme: Theme, picture: Any) -> None:
        type_into(panel, "dim", "4")
        panel.set_theme(theme)
        assert picture(panel.apply_button).at(8, 17) == theme.accent


class TestBuiltFromRecipes:
    def test_every_argument_of_the_optimizer_has_a_field(self, panel: SetupPanel) -> None:
        for parameter in OPTIMIZERS["SGD"].parameters:
            field = panel.fields[parameter.name]
            assert isinstance(field.editor, QCheckBox if parameter.is_flag else QLineEdit)
            assert field.editor.toolTip() == parameter.hint
            assert field.name.text() == parameter.name

    def test_every_optimizer_and_loss_can_be_chosen(self, panel: SetupPanel) -> None:
        for name, known in (("optimizer", OPTIMIZERS), ("loss", LOSSES)):
            choice = panel.fields[name].editor
            assert isinstance(choice, Choice)
            assert choice.names == tuple(known)
            assert choice.count() == len(known)

    def test_a_new_argument_is_a_new_row_and_nothing_else(
        self, monkeypatch: pytest.MonkeyPatch, show: Callable[..., SetupPanel]
    ) -> None:
        sgd = OPTIMIZERS["SGD"]
        doubt = Doubt(lambda value: value > 9, "too warm")
        warmth = Parameter("warmth", 0.5, "made up", minimum=0.25, doubts=(doubt,))
        row = msgspec.structs.replace(sgd, parameters=(*sgd.parameters, warmth))
        monkeypatch.setitem(OPTIMIZERS, "SGD", row)
        panel = show(SetupPanel(Experiment()), 220, 680)
        assert editor(panel, "warmth").text() == "0.5"
        type_into(panel, "warmth", "0.1")
        check_refused(panel, "warmth")
        type_into(panel, "warmth", "10")
        assert message(panel, "warmth") == "too warm"

    def test_each_field_has_a_name_of_its_own_for_tests_and_screen_readers(self, panel: SetupPanel) -> None:
        names = [field.editor.objectName() for field in panel.fields.values()]
        assert names == [f"field_{name}" for name in panel.fields]
        assert all(field.editor.accessibleName() for field in panel.fields.values())
        assert panel.objectName() == "panel_setup"
        assert panel.accessibleName()
        assert panel.apply_button.text()


class TestLayout:
    def test_nothing_is_cut_at_its_usual_size(self, panel: SetupPanel) -> None:
        for field in panel.fields.values():
            for widget in (field.name, field.editor):
                left = widget.mapTo(panel, QPoint(0, 0)).x()
                assert left >= 0
                assert left + widget.width() <= panel.width()
            assert field.name.width() >= field.name.sizeHint().width()

    @pytest.mark.parametrize("name", ["rows", "lr", "pairs"])
    def test_a_long_message_wraps_and_is_whole(self, name: str, panel: SetupPanel, qtbot: QtBot) -> None:
        type_into(panel, name, "9" * 30 if name == "rows" else "-9")
        said = panel.fields[name].message
        assert said is not None
        assert said.isVisible()
        # It is laid out anew once the keys are done.
        qtbot.waitUntil(lambda: said.height() >= said.heightForWidth(said.width()))
        assert said.mapTo(panel, QPoint(0, 0)).x() + said.width() <= panel.width()


class TestKeys:
    def test_letters_typed_into_a_field_press_no_button(self, show: Callable[..., QMainWindow]) -> None:
        window, panel = QMainWindow(), SetupPanel(Experiment())
        window.setCentralWidget(panel)
        show(window, 300, 620)
        window.activateWindow()
        steps: list[None] = []
        QShortcut(QKeySequence("E"), window).activated.connect(lambda: steps.append(None))
        type_into(panel, "lr", "1e-3")
        assert steps == []

    def test_tab_goes_down_the_form_whatever_was_built_last(self, panel: SetupPanel) -> None:
        panel.form.fold.setChecked(True)
        choose(panel, "loss", "skipgram")
        choose(panel, "schedule", "StepLR")
        choose(panel, "optimizer", "RMSprop")
        panel.window().activateWindow()
        panel.fields["rows"].editor.setFocus()
        heights = []
        for _ in range(len(panel.fields)):
            focused = QApplication.focusWidget()
            assert focused is not None
            heights.append(focused.mapTo(panel.form, QPoint(0, 0)).y())
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert heights == sorted(heights)
        assert len(set(heights)) == len(panel.fields)

    def test_the_wheel_over_a_choice_chooses_nothing(self, panel: SetupPanel) -> None:
        choice = panel.fields["optimizer"].editor
        centre = choice.rect().center()
        turned = QWheelEvent(
            QPointF(centre), QPointF(choice.mapToGlobal(centre)), QPoint(0, 0), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(choice, turned)
        assert panel.form.typed("optimizer") == "SGD"


class TestOtherOptimizers:
    @pytest.mark.parametrize("name", OPTIMIZERS)
    def test_each_has_its_arguments_and_can_be_applied_as_torch_has_it(
        self, name: str, show: Callable[..., SetupPanel]
    ) -> None:
        panel = show(SetupPanel(Experiment(optimizer_args={})), 220, 620)
        told: Applied = []
        panel.applied.connect(told.append)
        choose(panel, "optimizer", name)
        names = {parameter.name for parameter in OPTIMIZERS[name].parameters}
        others = {parameter.name for row in OPTIMIZERS.values() for parameter in row.parameters} - names
        assert names <= set(panel.fields)
        assert not others & set(panel.fields)
        press(panel, "optimizer", Qt.Key.Key_Return)
        assert told == [Experiment(optimizer=name, optimizer_args={})]

    def test_what_was_typed_for_an_argument_of_the_same_name_is_kept(self, panel: SetupPanel) -> None:
        type_into(panel, "lr", "0.25")
        type_into(panel, "momentum", "abc")
        choose(panel, "optimizer", "Adam")
        assert editor(panel, "lr").text() == "0.25"
        choose(panel, "optimizer", "RMSprop")
        assert editor(panel, "momentum").text() == "abc"
        check_refused(panel, "momentum")

    def test_what_was_never_typed_is_torchs_own(self, panel: SetupPanel) -> None:
        assert editor(panel, "weight_decay").text() == "0"
        choose(panel, "optimizer", "AdamW")
        assert editor(panel, "weight_decay").text() == "0.01"
        type_into(panel, "weight_decay", "0")
        choose(panel, "optimizer", "Adam")
        choose(panel, "optimizer", "AdamW")
        assert editor(panel, "weight_decay").text() == "0"

    @pytest.mark.parametrize("name", [*OPTIMIZERS, *SCHEDULES])
    def test_no_name_and_no_number_is_cut(
        self, name: str, show: Callable[..., SetupPanel], qtbot: QtBot
    ) -> None:
        panel = show(SetupPanel(Experiment(sparse=True)), 220, 620)
        choose(panel, "optimizer" if name in OPTIMIZERS else "schedule", name)
        names = [line.name for line in panel.fields.values()]
        qtbot.waitUntil(
            lambda: all(one.width() >= one.fontMetrics().horizontalAdvance(one.text()) for one in names)
        )
        for line in panel.fields.values():
            metrics = line.name.fontMetrics()
            right = line.editor.mapTo(panel, QPoint(0, 0)).x() + line.editor.width()
            assert right <= panel.width() - 14, line.row.name
            if isinstance(line.editor, Choice) and line.row.name != "loss":
                assert metrics.horizontalAdvance(line.editor.currentText()) <= line.editor.width() - 30, name
            if isinstance(line.editor, QLineEdit):
                assert metrics.horizontalAdvance(line.editor.text()) < line.editor.width() - 18, line.row.name

    def test_a_schedule_brings_its_arguments(self, panel: SetupPanel, applied: Applied) -> None:
        assert "gamma" not in panel.fields
        choose(panel, "schedule", "StepLR")
        type_into(panel, "step_size", "2.5")
        check_refused(panel, "step_size")
        type_into(panel, "step_size", "3")
        type_into(panel, "gamma", "0.5")
        press(panel, "gamma", Qt.Key.Key_Return)
        args = {"step_size": 3, "gamma": 0.5}
        assert applied == [Experiment(schedule="StepLR", schedule_args=args)]
        choose(panel, "schedule", "none")
        assert "gamma" not in panel.fields

    def test_no_two_lines_have_one_name(self) -> None:
        for optimizer in OPTIMIZERS.values():
            for schedule in SCHEDULES.values():
                rows = [*FIXED, *SOURCES["file"], *SOURCES["corpus"]]
                names = [row.name for row in (*rows, *optimizer.parameters, *schedule.parameters)]
                assert len(set(names)) == len(names)

    @pytest.mark.parametrize("text", ["nan", "inf", "NaN", " INF "])
    def test_sgd_takes_an_lr_that_is_none_with_a_caution(
        self, text: str, panel: SetupPanel, applied: Applied
    ) -> None:
        type_into(panel, "lr", text)
        assert "torch takes it" in message(panel, "lr")
        press(panel, "lr", Qt.Key.Key_Return)
        assert repr(applied[-1].arguments["lr"]) == text.strip().lower()
        assert editor(panel, "lr").text() == text

    def test_a_number_that_must_be_one_takes_no_nan(self, panel: SetupPanel) -> None:
        type_into(panel, "weight_decay", "nan")
        check_refused(panel, "weight_decay")

    def test_what_torch_says_is_told_with_it(self, panel: SetupPanel) -> None:
        type_into(panel, "momentum", "0")
        switch(panel, "nesterov", True)
        check_refused(panel, "nesterov")
        assert "torch: Nesterov momentum requires a momentum" in message(panel, "nesterov")

    def test_a_caution_is_told_while_another_field_is_wrong(self, panel: SetupPanel) -> None:
        type_into(panel, "momentum", "1.5")
        type_into(panel, "rows", "x")
        assert "cannot settle" in message(panel, "momentum")
        assert message(panel, "rows")

    def test_a_combination_that_torch_refuses_later_is_told_at_once_and_can_be_applied(
        self, panel: SetupPanel, applied: Applied
    ) -> None:
        choose(panel, "optimizer", "SparseAdam")
        assert "sparse" in message(panel, "optimizer")
        press(panel, "optimizer", Qt.Key.Key_Return)
        assert applied[-1].optimizer == "SparseAdam"


class TestLossAndPairs:
    @pytest.mark.parametrize("text", ["0, 1; 2, 3", "(0, 1), (2, 3)", "[[0, 1], [2, 3]]", "0 1;2 3"])
    def test_several_pairs_are_typed_in_many_ways(
        self, text: str, panel: SetupPanel, applied: Applied
    ) -> None:
        type_into(panel, "rows", "4")
        type_into(panel, "pairs", text)
        press(panel, "pairs", Qt.Key.Key_Return)
        assert applied[-1].pairs == ((0, 1), (2, 3))

    def test_negatives_are_shown_for_skipgram_only_and_kept_meanwhile(
        self, panel: SetupPanel, applied: Applied
    ) -> None:
        choose(panel, "loss", "skipgram")
        assert panel.fields["negatives"].editor.isVisible()
        type_into(panel, "negatives", "1, 0; 0, 0")
        choose(panel, "loss", "l1")
        assert not panel.fields["negatives"].editor.isVisible()
        press(panel, "pairs", Qt.Key.Key_Return)
        assert applied[-1] == Experiment(loss="l1")
        choose(panel, "loss", "skipgram")
        press(panel, "pairs", Qt.Key.Key_Return)
        assert applied[-1] == Experiment(loss="skipgram", negatives=((1, 0), (0, 0)))

    def test_what_is_wrong_with_negatives_is_told_while_they_are_shown(self, panel: SetupPanel) -> None:
        choose(panel, "loss", "skipgram")
        type_into(panel, "negatives", "0, 9")
        check_refused(panel, "negatives")
        choose(panel, "loss", "l1")
        assert all(message(panel, name) == "" for name in panel.fields)

    def test_losses_go_by_their_titles(self, panel: SetupPanel) -> None:
        choice = panel.fields["loss"].editor
        assert isinstance(choice, Choice)
        titles = [choice.itemText(index) for index in range(choice.count())]
        assert titles == [row.title for row in LOSSES.values()]
        choose(panel, "loss", "mse")
        assert LOSSES["mse"].formula in choice.toolTip()


class TestTableOptions:
    def test_they_are_folded_away_until_one_is_unusual(self, show: Callable[..., SetupPanel]) -> None:
        plain = show(SetupPanel(Experiment()), 220, 620)
        assert not plain.form.fold.isChecked()
        assert not {row.name for row in OPTIONS} & set(plain.fields)
        capped = show(SetupPanel(Experiment(max_norm=1.0)), 220, 620)
        assert capped.form.fold.isChecked()
        assert editor(capped, "max_norm").text() == "1"

    def test_a_press_or_space_folds_them(self, panel: SetupPanel) -> None:
        QTest.mouseClick(panel.form.fold, Qt.MouseButton.LeftButton)
        assert editor(panel, "max_norm").isVisible()
        QTest.keyClick(panel.form.fold, Qt.Key.Key_Space)
        assert not editor(panel, "max_norm").isVisible()

    def test_another_experiment_leaves_them_folded_or_not(self, panel: SetupPanel) -> None:
        panel.set_experiment(Experiment(padding_idx=1))
        assert not panel.form.fold.isChecked()
        assert panel.form.fold.summary == "padding_idx"
        panel.form.fold.setChecked(True)
        assert editor(panel, "padding_idx").text() == "1"
        panel.set_experiment(Experiment())
        assert panel.form.fold.isChecked()
        assert editor(panel, "padding_idx").text() == ""

    def test_all_of_them_reach_the_experiment(self, panel: SetupPanel, applied: Applied) -> None:
        panel.form.fold.setChecked(True)
        for name, text in {"padding_idx": "-1", "max_norm": "1,5", "norm_type": "inf"}.items():
            type_into(panel, name, text)
        for name in ("scale_grad_by_freq", "sparse"):
            switch(panel, name, True)
        choose(panel, "dtype", "bfloat16")
        choose(panel, "initial", "uniform")
        press(panel, "max_norm", Qt.Key.Key_Return)
        wanted = Experiment(
            padding_idx=-1, max_norm=1.5, norm_type=float("inf"), scale_grad_by_freq=True, sparse=True,
            dtype="bfloat16", initial="uniform",
        )  # fmt: skip
        assert applied == [wanted]

    @pytest.mark.parametrize("text", ["", " ", "None", "none"])
    @pytest.mark.parametrize("name", ["padding_idx", "max_norm"])
    def test_empty_means_none(self, name: str, text: str, panel: SetupPanel, applied: Applied) -> None:
        panel.form.fold.setChecked(True)
        assert editor(panel, name).placeholderText() == "None"
        type_into(panel, name, "1")
        type_into(panel, name, text)
        press(panel, name, Qt.Key.Key_Return)
        assert applied == [Experiment()]

    def test_a_padding_row_that_torch_refuses_is_told_in_its_words(self, panel: SetupPanel) -> None:
        panel.form.fold.setChecked(True)
        type_into(panel, "padding_idx", "2")
        check_refused(panel, "padding_idx")
        assert "torch: Padding_idx must be within num_embeddings" in message(panel, "padding_idx")

    def test_a_negative_norm_is_a_caution(self, panel: SetupPanel, applied: Applied) -> None:
        panel.form.fold.setChecked(True)
        type_into(panel, "max_norm", "-1")
        said = panel.fields["max_norm"].message
        assert said is not None
        assert said.objectName() == "caution"
        press(panel, "max_norm", Qt.Key.Key_Return)
        assert applied == [Experiment(max_norm=-1.0)]

    def test_what_is_wrong_with_one_that_is_folded_away_is_told_at_the_fold(
        self, panel: SetupPanel, applied: Applied
    ) -> None:
        panel.set_experiment(Experiment(padding_idx=1, rows=3))
        type_into(panel, "rows", "1")
        type_into(panel, "pairs", "0, 0")
        said = panel.form.fold_message
        assert said.isVisible()
        assert said.text().startswith("padding_idx: ")
        assert said.objectName() == "error"
        panel.form.fold.setChecked(True)
        assert not said.isVisible()
        check_refused(panel, "padding_idx")


class TestSetNow:
    @pytest.fixture
    def set_now(self, panel: SetupPanel) -> list[dict[str, object]]:
        told: list[dict[str, object]] = []
        panel.set_now.connect(told.append)
        return told

    def test_before_the_engine_has_answered_nothing_can_be_set(
        self, panel: SetupPanel, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        type_into(panel, "lr", "0.5")
        assert not panel.set_button.isEnabled()
        panel.set_snapshot(make_snapshot())
        assert not panel.set_button.isEnabled()
        panel.set_snapshot(present(make_snapshot))
        assert panel.set_button.isEnabled()

    def test_only_what_was_changed_is_set(
        self,
        panel: SetupPanel,
        make_snapshot: Callable[..., Snapshot],
        set_now: list[dict[str, object]],
        applied: Applied,
    ) -> None:
        panel.set_snapshot(present(make_snapshot))
        assert not panel.set_button.isEnabled()
        type_into(panel, "lr", "0.5")
        choose(panel, "zero_grad", "forgotten")
        switch(panel, "nesterov", True)
        QTest.mouseClick(panel.set_button, Qt.MouseButton.LeftButton)
        assert set_now == [{"lr": 0.5, "nesterov": True, "zero_grad": "forgotten"}]
        assert applied == []
        assert not panel.set_button.isEnabled()

    def test_other_pairs_are_set_as_they_are_typed(
        self, panel: SetupPanel, make_snapshot: Callable[..., Snapshot], set_now: list[dict[str, object]]
    ) -> None:
        panel.set_snapshot(present(make_snapshot))
        type_into(panel, "pairs", "(1,0)")
        QTest.mouseClick(panel.set_button, Qt.MouseButton.LeftButton)
        assert set_now == [{"pairs": "1, 0"}]
        panel.set_snapshot(present(make_snapshot, pairs=((1, 0),)))
        assert not panel.set_button.isEnabled()
        type_into(panel, "pairs", "0, 1")
        assert panel.set_button.isEnabled()

    def test_another_run_s_arguments_are_not_compared_with_those_of_the_form(
        self, panel: SetupPanel, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        panel.set_snapshot(present(make_snapshot))
        panel.set_experiment(Experiment(optimizer="Adam"))
        assert not panel.set_button.isEnabled()

    def test_what_was_set_is_what_escape_brings_back(
        self, panel: SetupPanel, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        panel.set_snapshot(present(make_snapshot))
        type_into(panel, "lr", "0.5")
        QTest.mouseClick(panel.set_button, Qt.MouseButton.LeftButton)
        panel.set_snapshot(present(make_snapshot, lr=0.5))
        # As the window does on every notice, with the experiment that the run began with.
        panel.set_applied(Experiment())
        type_into(panel, "lr", "0.7")
        press(panel, "lr", Qt.Key.Key_Escape)
        assert editor(panel, "lr").text() == "0.5"
        assert not panel.set_button.isEnabled()

    @pytest.mark.parametrize(("name", "text"), [("dim", "4"), ("lr", "abc"), ("seed", "7")])
    def test_what_needs_a_new_run_cannot_be_set(
        self, name: str, text: str, panel: SetupPanel, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        panel.set_snapshot(present(make_snapshot))
        type_into(panel, "momentum", "0.5")
        assert panel.set_button.isEnabled()
        type_into(panel, name, text)
        assert not panel.set_button.isEnabled()

    def test_another_optimizer_needs_a_new_run(
        self, panel: SetupPanel, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        panel.set_snapshot(present(make_snapshot))
        choose(panel, "optimizer", "Adam")
        assert not panel.set_button.isEnabled()

    def test_after_apply_the_old_runs_values_count_no_more(
        self, panel: SetupPanel, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        panel.set_snapshot(present(make_snapshot, experiment=Experiment()))
        type_into(panel, "dim", "4")
        press(panel, "dim", Qt.Key.Key_Return)
        type_into(panel, "lr", "0.5")
        panel.set_snapshot(present(make_snapshot, experiment=Experiment()))
        assert not panel.set_button.isEnabled()
        panel.set_snapshot(present(make_snapshot, experiment=Experiment(dim=4)))
        assert panel.set_button.isEnabled()

    def test_an_lr_that_a_schedule_moved_is_noted_quietly(
        self, panel: SetupPanel, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        panel.set_snapshot(present(make_snapshot, lr=0.1 * 0.97**3))
        note = panel.fields["lr"].note
        assert note is not None
        assert note.isVisible()
        assert note.text() == "now 0.09127"
        assert editor(panel, "lr").text() == "0.1"
        panel.set_snapshot(present(make_snapshot))
        assert not note.isVisible()

    def test_what_a_schedule_moved_is_not_put_back_along_with_something_else(
        self, panel: SetupPanel, make_snapshot: Callable[..., Snapshot], set_now: list[dict[str, object]]
    ) -> None:
        panel.set_snapshot(present(make_snapshot, lr=0.05))
        type_into(panel, "momentum", "0.5")
        QTest.mouseClick(panel.set_button, Qt.MouseButton.LeftButton)
        # Alone, it can be.
        QTest.mouseClick(panel.set_button, Qt.MouseButton.LeftButton)
        assert set_now == [{"momentum": 0.5}, {"lr": 0.1}]

    def test_without_an_engine_nothing_is_set(
        self, panel: SetupPanel, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        panel.set_snapshot(present(make_snapshot))
        type_into(panel, "lr", "0.5")
        panel.set_enabled(False)
        assert not panel.set_button.isEnabled()
        panel.set_enabled(True)
        assert panel.set_button.isEnabled()


class TestMatrix:
    def test_choosing_a_matrix_asks_for_one_and_takes_its_size(
        self, panel: SetupPanel, applied: Applied
    ) -> None:
        panel.form.fold.setChecked(True)
        choose(panel, "initial", "values")
        dialog = panel.matrix_dialog
        assert dialog is not None
        assert dialog.isVisible()
        assert dialog.windowModality() == Qt.WindowModality.WindowModal
        dialog.set_text("1 2 3\n4 5 nan")
        dialog.accept()
        assert editor(panel, "dim").text() == "3"
        press(panel, "dim", Qt.Key.Key_Return)
        nan = float("nan")
        assert applied == [Experiment(dim=3, initial="values", values=((1.0, 2.0, 3.0), (4.0, 5.0, nan)))]
        type_into(panel, "dim", "4")
        check_refused(panel, "initial")

    def test_to_give_none_takes_the_choice_back(self, panel: SetupPanel) -> None:
        panel.form.fold.setChecked(True)
        choose(panel, "initial", "zeros")
        choose(panel, "initial", "values")
        assert panel.matrix_dialog is not None
        panel.matrix_dialog.set_text("1 2 x")
        panel.matrix_dialog.reject()
        assert panel.form.typed("initial") == "zeros"
        choose(panel, "initial", "values")
        assert panel.matrix_dialog.edit.toPlainText() == "1 2 x"
        panel.matrix_dialog.reject()

    def test_the_matrix_of_an_experiment_can_be_changed(self, show: Callable[..., SetupPanel]) -> None:
        values = ((1.0, 2.0), (3.0, 4.5))
        panel = show(SetupPanel(Experiment(dim=2, initial="values", values=values)), 220, 620)
        button = panel.form.matrix_button
        assert button is not None
        assert button.text() == "2 x 2 numbers…"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert panel.matrix_dialog is not None
        assert panel.matrix_dialog.matrix == values
        panel.matrix_dialog.reject()
        assert panel.form.typed("initial") == "values"
        other = ((5.0, 6.0), (7.0, 8.0))
        panel.set_experiment(Experiment(dim=2, initial="values", values=other))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert panel.matrix_dialog.matrix == other
        panel.matrix_dialog.reject()


def test_what_is_filled_in_is_read_back_the_same(panel: SetupPanel, applied: Applied) -> None:
    """Every optimizer, schedule and loss, with values that no default has."""
    for experiment in (
        Experiment(
            rows=4, optimizer=name, schedule="StepLR", schedule_args={"gamma": -0.25, "step_size": 7},
            loss="skipgram", pairs=((0, 1), (2, 3)), negatives=((3, 0),), zero_grad="zeros", padding_idx=-4,
            optimizer_args={
                one.name: True if one.is_flag else 0.125
                for one in row.parameters
                if one.name not in ("nesterov", "amsgrad")
            },
        )
        for name, row in OPTIMIZERS.items()
    ):  # fmt: skip
        panel.set_experiment(experiment)
        press(panel, "rows", Qt.Key.Key_Return)
        assert applied[-1] == experiment
        assert all(message(panel, name) == "" for name in panel.fields if name != "optimizer")
        assert parse_number(editor(panel, "lr").text()) == 0.125
