"""The furnished window: every press reaches the controller, every answer reaches what shows it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Action, Branch, Hello, Moment, Other, Outline, Tile
from embviz.gui import theme as themes
from embviz.gui.actions import ACTIONS
from embviz.gui.control.state import State
from embviz.gui.panels import PANELS
from tests.conftest import MakeTile
from tests.gui.scene import WEIGHT, Scene

SLOW = Experiment(optimizer_args={"lr": 0.01, "momentum": 0.9})
TRAINED = (Action(1, "train", 10, moment=10, step=10), Action(2, "backward", 0, moment=11, step=10))
TREE = Outline(
    branches=(
        Branch(0, None, 0, 11, 10, Experiment()),
        Branch(1, Moment(0, 4), 4, 9, 9, Experiment()),
        Branch(2, None, 0, 5, 5, SLOW),
    )
)


def test_every_panel_and_every_action_has_its_stable_name(scene: Scene) -> None:
    for row in PANELS:
        assert scene.window.findChild(QObject, row.id) is scene.studio.panels[row.id]
    assert scene.window.findChild(QObject, "panel_setup") is scene.studio.setup
    for row in ACTIONS:
        assert scene.window.findChild(QObject, row.id) is scene.window.actions_by_id[row.id]


def test_while_torch_is_loading_the_buttons_wait_and_the_window_says_so(starting: Scene) -> None:
    assert starting.enabled == {row.id for row in ACTIONS if State.STARTING in row.states}
    assert "action_backward" not in starting.enabled
    assert starting.window.toolbar.engine.text() == "Starting PyTorch…"
    assert not starting.studio.setup.apply_button.isEnabled()
    starting.press("BSTFZR ")
    assert starting.link.sent == []


def test_once_torch_is_there_its_version_is_told_and_the_buttons_are_live(scene: Scene) -> None:
    assert scene.window.toolbar.engine.text() == "PyTorch 2.99"
    assert scene.enabled == {row.id for row in ACTIONS if State.IDLE in row.states}
    assert scene.studio.setup.apply_button.isEnabled()


@pytest.mark.parametrize(
    ("key", "command"),
    [
        ("F", "forward"),
        ("B", "backward"),
        ("S", "step"),
        ("T", "train"),
        ("Z", "zero_grad"),
        (" ", "train"),
        ("R", "begin"),
    ],
)
def test_each_key_asks_for_its_command(scene: Scene, key: str, command: str) -> None:
    scene.press(key)
    assert scene.commands[1] == command


def test_the_letter_of_a_shortcut_typed_in_the_form_is_only_a_letter(scene: Scene) -> None:
    editor = scene.studio.setup.fields["lr"].editor
    editor.setFocus()
    QTest.keyClicks(editor, "bst")
    assert scene.commands == ["begin"]


def test_train_does_as_many_rounds_as_the_field_says(scene: Scene) -> None:
    scene.window.toolbar.count.setText("25")
    scene.press("T")
    assert scene.link.sent[-1].until_step == 25


@pytest.mark.parametrize("text", ["", "0", "-3", "1.5", "many", "99999999999"])
def test_a_wrong_number_of_rounds_is_told_beside_the_field_and_nothing_is_trained(
    scene: Scene, qtbot: QtBot, text: str
) -> None:
    scene.window.toolbar.count.setText(text)
    scene.press("T")
    assert scene.commands == ["begin"]
    assert "whole number" in QToolTip.text()
    assert QApplication.focusWidget() is scene.window.toolbar.count
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_run_becomes_pause_and_back(scene: Scene) -> None:
    run = scene.window.actions_by_id["action_run"]
    scene.press(" ")
    assert (run.text(), scene.enabled >= {"action_run", "action_reset"}) == ("Pause", True)
    assert "action_step" not in scene.enabled
    assert scene.next_action == ["action_run"]
    scene.press(" ")
    assert run.text() == "Run"


def test_an_answer_is_shown_everywhere_at_once(scene: Scene) -> None:
    scene.press("B")
    scene.answer(grad=WEIGHT, grad_status="fresh", step=0, distances=[2.5])
    weight, grad = scene.studio.heatmaps
    assert weight.view.tile is not None
    assert grad.view.tile is not None
    assert scene.studio.panels["panel_curve"].chip.text() == "2.5000"  # type: ignore[attr-defined]
    assert "2.5000" in scene.window.status.text


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("none", "action_backward"),
        ("fresh", "action_step"),
        ("accumulated", "action_step"),
        ("stale", "action_zero_grad"),
    ],
)
def test_the_next_button_to_press_follows_from_the_state_of_grad(
    scene: Scene, status: str, action: str
) -> None:
    scene.press("B")
    scene.answer(grad=None if status == "none" else WEIGHT, grad_status=status)
    assert scene.next_action == [action]


def test_pointing_at_a_cell_marks_it_in_every_table(scene: Scene) -> None:
    scene.press("B")
    scene.answer(grad=WEIGHT)
    weight, grad = scene.studio.heatmaps
    grid = weight.view.grid()
    assert grid is not None
    QTest.mouseMove(weight.view, grid.cell(1, 3).center().toPoint())
    QApplication.processEvents()
    assert weight.view.readout == grad.view.readout == "row 1, column 3: 0.125"
    QTest.mouseMove(scene.window.toolbar, QPoint(5, 5))
    QApplication.processEvents()
    assert weight.view.readout == grad.view.readout == ""


def test_a_larger_window_asks_for_a_finer_picture_of_both_tables(scene: Scene, qtbot: QtBot) -> None:
    before = scene.link.sent[-1].viewport
    scene.window.resize(1280, 1100)
    qtbot.waitUntil(lambda: scene.commands[-1] == "snapshot")
    wanted = scene.link.sent[-1].viewport
    assert wanted.height > before.height
    for panel in scene.studio.heatmaps:
        assert wanted.height <= panel.view.height()


def test_a_dead_engine_is_told_with_restart_and_restart_greets_the_next_one(scene: Scene) -> None:
    scene.die()
    banner = scene.window.banner
    assert banner.isVisible()
    assert "it ended with status 7" in banner.text
    assert banner.button.text() == "Restart"
    assert scene.enabled == {row.id for row in ACTIONS if State.STOPPED in row.states}
    assert scene.studio.heatmaps[0].view.tile is not None
    assert scene.next_action == []
    banner.button.click()
    assert not banner.isVisible()
    assert scene.window.toolbar.engine.text() == "Starting PyTorch…"
    scene.link.received.emit(Hello(torch="3.0"))
    shown = scene.studio.controller.snapshot
    assert shown is not None
    assert scene.link.sent[-1].resume.weight is shown.weight


def test_the_banner_goes_when_what_it_told_of_has_passed_however_that_came(scene: Scene) -> None:
    scene.die()
    scene.studio.controller.restart()
    assert not scene.window.banner.isVisible()


def test_an_unexpected_error_never_covers_restart_for_good(scene: Scene) -> None:
    scene.die()
    scene.studio.show_error("ValueError: no")
    banner = scene.window.banner
    assert banner.button.text() == "OK"
    banner.button.click()
    assert banner.button.text() == "Restart"
    banner.button.click()
    assert not banner.isVisible()
    assert scene.studio.controller.state is State.STARTING


def test_an_error_stays_until_it_is_read_whatever_the_engine_does(scene: Scene) -> None:
    scene.studio.show_error("ValueError: no")
    scene.die()
    scene.window.banner.button.click()
    assert "ValueError: no" in scene.window.banner.text
    scene.window.banner.button.click()
    assert not scene.window.banner.isVisible()


def test_the_keys_go_on_working_after_the_banner_was_clicked(scene: Scene) -> None:
    scene.die()
    QTest.mouseClick(scene.window.banner.button, Qt.MouseButton.LeftButton)
    scene.link.received.emit(Hello(torch="2.99"))
    scene.answer()
    assert not isinstance(QApplication.focusWidget(), QLineEdit)
    QTest.keyClicks(QApplication.focusWidget() or scene.window, "B")
    assert scene.commands[-1] == "backward"


def test_an_engine_that_does_not_answer_can_be_cancelled_by_the_banner(
    scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embviz.gui.control.patience.ANSWER_PATIENCE_MS", 10)
    scene.press("B")
    qtbot.waitUntil(scene.window.banner.isVisible)
    assert scene.window.banner.button.text() == "Cancel"
    scene.window.banner.button.click()
    assert scene.window.banner.button.text() == "Restart"
    assert not scene.link.is_alive


def test_an_answer_that_comes_late_takes_the_banner_away(
    scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embviz.gui.control.patience.ANSWER_PATIENCE_MS", 10)
    scene.press("B")
    qtbot.waitUntil(scene.window.banner.isVisible)
    scene.answer()
    assert not scene.window.banner.isVisible()


def test_what_could_not_begin_stays_in_the_form_to_be_changed_and_applied(scene: Scene) -> None:
    setup = scene.studio.setup
    editor = setup.fields["rows"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText("1000000")
    setup.apply_button.click()
    assert scene.link.sent[-1].experiment == Experiment(rows=1_000_000)
    scene.fail()
    assert "It failed." in scene.window.banner.text
    assert editor.text() == "1000000"
    assert scene.studio.controller.experiment == Experiment()
    # Escape gives what is trained now.
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.text() == "2"


def test_apply_begins_the_experiment_of_the_form(scene: Scene) -> None:
    editor = scene.studio.setup.fields["lr"].editor
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    editor.setText("1e-3")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert scene.link.sent[-1].experiment.arguments["lr"] == 0.001
    scene.answer()
    assert scene.link.sent[-1].run == 2


def test_one_key_goes_from_light_to_dark_and_to_high_contrast(scene: Scene, qapp: QApplication) -> None:
    scene.studio.toggle_theme()
    assert scene.window.theme == themes.DARK
    assert qapp.palette().window().color().lightness() < 128
    scene.studio.toggle_theme()
    assert scene.window.theme == themes.CONTRAST
    scene.studio.toggle_theme()
    assert scene.window.theme == themes.LIGHT


def test_quit_closes_the_whole_window(scene: Scene) -> None:
    scene.window.actions_by_id["action_quit"].trigger()
    assert not scene.window.window().isVisible()


def train(scene: Scene) -> None:
    """Have a train of ten and a backward pass behind the run, and two branches beside it."""
    scene.press("B")
    scene.answer(
        step=10,
        distances=[2.5] * 11,
        actions=TRAINED,
        action_count=2,
        moment=Moment(0, 11),
        last=11,
        outline=TREE,
    )


@pytest.mark.parametrize(
    ("key", "modifier", "index"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 10),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 10),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, 10),
    ],
)
def test_keys_of_the_window_ask_for_another_moment(
    scene: Scene, key: Qt.Key, modifier: Qt.KeyboardModifier, index: int
) -> None:
    train(scene)
    QTest.keyClick(scene.window, key, modifier)
    asked = scene.link.sent[-1]
    assert (asked.command, asked.moment) == ("go", Moment(0, index))


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_Home])
def test_keys_of_the_slider_of_speed_move_its_handle_and_not_the_history(scene: Scene, key: Qt.Key) -> None:
    train(scene)
    sent = len(scene.link.sent)
    speed = scene.window.toolbar.speed
    speed.setFocus()
    QTest.keyClick(speed, key)
    assert speed.rate is not None
    assert "go" not in scene.commands[sent:]


@pytest.mark.parametrize("name", ["distance", "tab_inspector"])
def test_arrows_go_from_word_to_word_where_several_stand_to_choose_from(scene: Scene, name: str) -> None:
    train(scene)
    sent = len(scene.link.sent)
    word = scene.window.findChild(QAbstractButton, name)
    assert word is not None
    word.setFocus()
    QTest.keyClick(word, Qt.Key.Key_Right)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QAbstractButton)
    assert focused is not word
    assert focused.isChecked()
    assert "go" not in scene.commands[sent:]


def test_a_key_that_is_held_goes_on_from_where_the_one_before_wanted_to_be(scene: Scene) -> None:
    train(scene)
    for _ in range(4):
        QTest.keyClick(scene.window, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    scene.answer(step=9, moment=Moment(0, 10), last=11)
    assert scene.link.sent[-1].moment == Moment(0, 7)


@pytest.mark.parametrize(
    ("signal", "value", "command"),
    [
        ("moment_asked", Moment(0, 3), "go"),
        ("branch_asked", Moment(1, 7), "visit"),
        ("forked", Moment(0, 3), "fork"),
        ("compare_asked", Moment(1, 7), "snapshot"),
        ("budget_asked", 128, "budget"),
    ],
)
def test_what_the_timeline_asks_for_reaches_the_engine(
    scene: Scene, signal: str, value: object, command: str
) -> None:
    train(scene)
    getattr(scene.studio.timeline, signal).emit(value)
    asked = scene.link.sent[-1]
    assert asked.command == command
    assert value in (asked.moment, asked.against, asked.value)


def test_a_bookmark_reaches_the_engine_with_its_name(scene: Scene) -> None:
    train(scene)
    scene.studio.timeline.bookmark_named.emit(Moment(0, 3), "before")
    asked = scene.link.sent[-1]
    assert (asked.command, asked.moment, asked.name) == ("bookmark", Moment(0, 3), "before")


def test_the_past_is_told_by_the_timeline_and_an_action_there_goes_on_as_a_branch(scene: Scene) -> None:
    train(scene)
    scene.studio.timeline.go_first()
    scene.answer(step=0, moment=Moment(0, 0), last=11)
    assert scene.studio.timeline.chronicle.is_past
    assert "past" in scene.studio.timeline.standing.text
    scene.press("B")
    asked = scene.link.sent[-1]
    assert (asked.command, asked.moment) == ("fork", Moment(0, 0))


def test_a_moment_that_does_not_come_is_forgotten_by_the_timeline(scene: Scene) -> None:
    train(scene)
    timeline = scene.studio.timeline
    timeline.go_first()
    assert timeline.canvas.here == 0
    scene.fail()
    assert timeline.canvas.here == 11
    assert not timeline.fork_button.isEnabled()


def test_while_it_runs_the_timeline_is_inert(scene: Scene) -> None:
    train(scene)
    scene.press(" ")
    sent = len(scene.link.sent)
    QTest.keyClick(scene.window, Qt.Key.Key_Left)
    scene.studio.timeline.go_first()
    assert {one.command for one in scene.link.sent[sent:]} <= {"train"}
    assert not scene.studio.timeline.first.isEnabled()


def test_what_is_compared_is_told_above_the_panels_until_it_is_stopped(
    scene: Scene, make_tile: MakeTile
) -> None:
    train(scene)
    tile: Tile = make_tile(WEIGHT)
    other = Other(moment=Moment(1, 7), step=7, weight=tile, grad=None, state={}, differences={"weight": tile})
    scene.studio.timeline.compare_asked.emit(other.moment)
    scene.answer(step=10, moment=Moment(0, 11), last=11, other=other)
    assert scene.studio.compare.isVisible()
    assert "step 7" in scene.studio.compare.sentence.text()
    assert scene.studio.timeline.menu.compared == other.moment
    scene.studio.compare.stop.click()
    # The strip has made the panels smaller: a picture of that size is on its way, with the other moment.
    scene.answer(step=10, moment=Moment(0, 11), last=11, other=other)
    assert scene.link.sent[-1].against is None
    scene.answer(step=10, moment=Moment(0, 11), last=11)
    assert not scene.studio.compare.isVisible()


@pytest.mark.parametrize("command", ["open", "visit"])
def test_the_experiment_of_a_session_or_a_branch_stands_in_the_form(scene: Scene, command: str) -> None:
    train(scene)
    controller = scene.studio.controller
    if command == "open":
        controller.open("/home/pat/lesson.embviz")
    else:
        controller.visit(Moment(2, 5))
    scene.answer(step=5, moment=Moment(2, 5), last=5, outline=TREE)
    editor = scene.studio.setup.fields["lr"].editor
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "0.01"
    assert controller.experiment == SLOW


def test_the_session_is_closed_before_the_engine_is_handed_back(scene: Scene) -> None:
    scene.studio.release()
    assert scene.commands[-1] == "close"
    assert scene.link.is_released


def test_of_a_dead_engine_nothing_is_asked_at_the_end(scene: Scene) -> None:
    scene.die()
    sent = len(scene.link.sent)
    scene.studio.release()
    assert len(scene.link.sent) == sent
    assert scene.link.is_released
