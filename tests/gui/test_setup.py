"""The form of an experiment: what is typed means what it says, and what is refused is told beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QMainWindow

from embviz.core.experiment import Experiment
from embviz.core.recipes import LOSSES, OPTIMIZERS, Parameter
from embviz.gui.setup import SetupPanel
from embviz.gui.theme import LIGHT, Theme

Applied = list[Experiment]
REFUSED = ("abc", "1,000", "1_000", "０．１", "nan", "inf", "", "1e999", "1e", "--1", "0x10", "1 000", "<s>")


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


def press(panel: SetupPanel, name: str, key: Qt.Key) -> None:
    QTest.keyClick(panel.fields[name].editor, key)


def message(panel: SetupPanel, name: str) -> str:
    """What is said beside a field, empty where nothing is."""
    said = panel.fields[name].message
    return said.text() if said.isVisible() else ""


def check_refused(panel: SetupPanel, name: str) -> None:
    """Hold that exactly this field is refused, with a text under it and for a screen reader."""
    assert message(panel, name)
    assert [other for other in panel.fields if message(panel, other)] == [name]
    field = panel.fields[name]
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
        assert "at least 0" in message(panel, "lr")

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
        said = panel.fields["lr"].message
        assert picture(said).count(theme.error) > 5

    def test_what_was_typed_is_shown_as_it_was_typed(self, panel: SetupPanel, hostile: str) -> None:
        field = editor(panel, "lr")
        field.setText(hostile)
        assert message(panel, "lr")
        assert panel.fields["lr"].message.textFormat() == Qt.TextFormat.PlainText


class TestCaution:
    def test_momentum_above_one_shows_its_caution_and_can_be_applied(
        self, theme: Theme, panel: SetupPanel, applied: Applied, picture: Any
    ) -> None:
        panel.set_theme(theme)
        type_into(panel, "momentum", "1.5")
        field = panel.fields["momentum"]
        assert "cannot settle" in message(panel, "momentum")
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
            assert isinstance(choice, QComboBox)
            assert [choice.itemText(index) for index in range(choice.count())] == list(known)

    def test_a_new_argument_is_a_new_row_and_nothing_else(
        self, monkeypatch: pytest.MonkeyPatch, show: Callable[..., SetupPanel]
    ) -> None:
        sgd = OPTIMIZERS["SGD"]
        warmth = Parameter("warmth", 0.5, "made up", minimum=0.25, caution_from=9, caution="too warm")
        monkeypatch.setitem(
            OPTIMIZERS,
            "SGD",
            type(sgd)(
                name="SGD",
                parameters=(*sgd.parameters, warmth),
                rules=sgd.rules,
                formula=sgd.formula,
                code=sgd.code,
            ),
        )
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
    def test_a_long_message_wraps_and_is_whole(self, name: str, panel: SetupPanel) -> None:
        type_into(panel, name, "9" * 30 if name == "rows" else "-9")
        said = panel.fields[name].message
        assert said.isVisible()
        assert said.height() >= said.heightForWidth(said.width())
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
