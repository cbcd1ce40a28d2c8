"""The furnished window: every press reaches the controller, every answer reaches what shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Failure, Hello, Request, Snapshot
from embviz.gui import studio as studios
from embviz.gui import theme as themes
from embviz.gui.actions import ACTIONS
from embviz.gui.control.state import State
from embviz.gui.details.views import make_views
from embviz.gui.panels import PANELS
from embviz.gui.studio import Studio
from embviz.gui.window import MainWindow

WEIGHT = [[0.25, -0.5, 0.75, 0.0, 1.0], [-0.25, 0.5, -0.75, 0.125, -1.0]]


class FakeLink(QObject):
    """A link whose engine answers when it is told to."""

    received = Signal(object)
    lost = Signal(str)

    def __init__(self, start: object, process: object, parent: QObject) -> None:
        super().__init__(parent)
        self.is_alive = True
        self.sent: list[Request] = []

    def send(self, request: Request) -> None:
        self.sent.append(request)

    def kill(self) -> None:
        self.is_alive = False

    def restart(self) -> None:
        self.is_alive = True


class Scene:
    """A studio whose engine is the test."""

    def __init__(self, window: MainWindow, make_snapshot: Callable[..., Snapshot]) -> None:
        self.window = window
        self._make_snapshot = make_snapshot
        self.studio = Studio(window, None, None, Experiment())  # type: ignore[arg-type]
        self.studio.complete(make_views())
        self.link: Any = self.studio.link

    def answer(self, **what: Any) -> None:
        """Answer the last request with a snapshot."""
        request = self.link.sent[-1]
        what = {"weight": WEIGHT, "run": request.run, "command": request.command} | what
        self.link.received.emit(self._make_snapshot(request=request.request, **what))

    def fail(self) -> None:
        """Refuse the last request."""
        request = self.link.sent[-1]
        failure = Failure(what="It failed.", why="for a reason", run=request.run, request=request.request)
        self.link.received.emit(failure)

    def die(self) -> None:
        self.link.kill()
        self.link.lost.emit("it ended with status 7")

    def press(self, key: str) -> None:
        QTest.keyClicks(self.window, key)

    @property
    def commands(self) -> list[str]:
        return [request.command for request in self.link.sent]

    @property
    def enabled(self) -> set[str]:
        return {name for name, action in self.window.actions_by_id.items() if action.isEnabled()}

    @property
    def next_action(self) -> list[str]:
        return [name for name, button in self.window.toolbar.buttons.items() if button.is_next]


@pytest.fixture
def starting(
    show: Callable[..., MainWindow], make_snapshot: Callable[..., Snapshot], monkeypatch: pytest.MonkeyPatch
) -> Scene:
    """The window while its engine is still starting."""
    monkeypatch.setattr(studios, "EngineLink", FakeLink)
    window = MainWindow()
    scene = Scene(window, make_snapshot)
    show(window, 1280, 720)
    window.setFocus()
    return scene


@pytest.fixture
def scene(starting: Scene) -> Scene:
    """The window, ready, its first snapshot shown."""
    starting.link.received.emit(Hello(torch="2.99"))
    starting.answer()
    assert starting.studio.controller.state is State.IDLE
    return starting


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
    monkeypatch.setattr("embviz.gui.control.controller.ANSWER_PATIENCE_MS", 10)
    scene.press("B")
    qtbot.waitUntil(scene.window.banner.isVisible)
    assert scene.window.banner.button.text() == "Cancel"
    scene.window.banner.button.click()
    assert scene.window.banner.button.text() == "Restart"
    assert not scene.link.is_alive


def test_an_answer_that_comes_late_takes_the_banner_away(
    scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embviz.gui.control.controller.ANSWER_PATIENCE_MS", 10)
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


def test_light_and_dark_change_places(scene: Scene, qapp: QApplication) -> None:
    scene.studio.toggle_theme()
    assert scene.window.theme is themes.DARK
    assert qapp.palette().window().color().lightness() < 128
    scene.studio.toggle_theme()
    assert scene.window.theme is themes.LIGHT


def test_quit_closes_the_whole_window(scene: Scene) -> None:
    scene.window.actions_by_id["action_quit"].trigger()
    assert not scene.window.window().isVisible()
