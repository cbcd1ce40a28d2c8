"""EmbeddingView: the tables, the curve and the buttons in a program of somebody else's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Hello, Snapshot
from embviz.gui import embedding_view
from embviz.gui import theme as themes
from embviz.gui.control.keeper import EngineKeeper
from embviz.gui.control.state import State
from embviz.gui.embedding_view import EmbeddingView
from tests.gui.conftest import Picture
from tests.gui.scene import WEIGHT, FakeLink

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests" / "examples" / "embedding_view.py"
MakeSnapshot = Callable[..., Snapshot]
MakeView = Callable[..., EmbeddingView]
LIMIT_S = 60

# Runs the example as it is, reads its window once PyTorch has answered, and closes it as a person does.
READER = """
import runpy, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

loop = QApplication.exec

def read():
    (window,) = (one for one in QApplication.topLevelWidgets() if one.layout() and one.isVisible())
    view, label = (window.layout().itemAt(index).widget() for index in range(2))
    if view.snapshot is None:
        QTimer.singleShot(20, read)
        return
    print(label.text(), view._link.process_id, view.experiment.optimizer_args["lr"], flush=True)
    window.close()

def exec_and_read(*_):
    QTimer.singleShot(0, read)
    return loop()

QApplication.exec = exec_and_read
runpy.run_path(sys.argv[1], run_name="__main__")
"""
# A program that ends in some other way, and tells before which process it has started.
ENDING = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
from embviz import EmbeddingView

app = QApplication([])
host = QWidget()
view = EmbeddingView(parent=host)
print(view._link.process_id, flush=True)
{how}
"""


@pytest.fixture
def make_view(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> MakeView:
    """Make a view whose engine is the test."""
    monkeypatch.setattr(embedding_view, "EngineLink", FakeLink)
    monkeypatch.setattr(EngineKeeper, "start", lambda _keeper: None)
    return EmbeddingView


@pytest.fixture
def view(make_view: MakeView, show: Callable[..., Any], make_snapshot: MakeSnapshot) -> EmbeddingView:
    """A view, ready, its first snapshot shown."""
    made: EmbeddingView = show(make_view(Experiment()), 1000, 640)
    link_of(made).received.emit(Hello(torch="2.99"))
    while made.controller.requests_in_flight:
        answer(made, make_snapshot)
    return made


def link_of(view: EmbeddingView) -> Any:
    return view._link


def answer(view: EmbeddingView, make_snapshot: MakeSnapshot, **what: Any) -> None:
    request = link_of(view).sent[-1]
    what = {"weight": WEIGHT, "run": request.run, "command": request.command} | what
    link_of(view).received.emit(make_snapshot(request=request.request, **what))


def press(view: EmbeddingView, name: str) -> None:
    button = view._toolbar.buttons[name]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("action_forward", "forward"),
        ("action_backward", "backward"),
        ("action_step", "step"),
        ("action_train", "train"),
        ("action_zero_grad", "zero_grad"),
        ("action_reset", "begin"),
    ],
)
def test_each_button_asks_for_its_command(view: EmbeddingView, name: str, command: str) -> None:
    press(view, name)
    assert link_of(view).sent[-1].command == command


def test_run_becomes_pause_and_back(view: EmbeddingView, make_snapshot: MakeSnapshot) -> None:
    action = view._actions["action_run"]
    press(view, "action_run")
    assert view.controller.state is State.RUNNING
    assert action.text() == "Pause"
    press(view, "action_run")
    for request in [one for one in link_of(view).sent if one.command == "train"]:
        told = make_snapshot(WEIGHT, run=request.run, command="train", request=request.request)
        link_of(view).received.emit(told)
    assert view.controller.state is State.IDLE
    assert action.text() == "Run"


def test_a_snapshot_is_shown_told_and_kept(view: EmbeddingView, make_snapshot: MakeSnapshot) -> None:
    told: list[Snapshot] = []
    view.snapshot_changed.connect(told.append)
    press(view, "action_backward")
    answer(view, make_snapshot, grad=WEIGHT, step=0)
    assert view.snapshot is told[-1]
    assert told[-1].grad is not None
    assert view._grad.view.tile is told[-1].grad
    assert view._status.text.startswith("step 0")


def test_before_torch_is_there_it_has_no_snapshot_and_its_buttons_wait(
    make_view: MakeView, show: Callable[..., Any]
) -> None:
    view = show(make_view(), 900, 600)
    assert view.snapshot is None
    assert view.experiment == Experiment()
    assert not view._toolbar.buttons["action_step"].isEnabled()


def test_another_experiment_begins_a_run_of_it(view: EmbeddingView, make_snapshot: MakeSnapshot) -> None:
    other = Experiment(rows=7, dim=3, optimizer="Adam", optimizer_args={})
    view.set_experiment(other)
    answer(view, make_snapshot)
    assert (link_of(view).sent[-1].command, link_of(view).sent[-1].experiment) == ("begin", other)
    assert view.experiment == other
    assert tuple(view._states.panels) == ("exp_avg", "exp_avg_sq")


def test_a_dead_engine_is_told_and_restart_brings_another(view: EmbeddingView) -> None:
    link_of(view).kill()
    link_of(view).lost.emit("it ended with status 7")
    assert view._banner.isVisible()
    QTest.mouseClick(view._banner.button, Qt.MouseButton.LeftButton)
    assert link_of(view).is_alive
    assert not view._banner.isVisible()


def test_closing_it_ends_its_engine(view: EmbeddingView) -> None:
    view.close()
    assert not link_of(view).is_alive


def test_the_program_around_it_keeps_its_own_look_and_keys(
    make_view: MakeView, show: Callable[..., Any], qapp: QApplication
) -> None:
    before = (qapp.palette(), qapp.styleSheet(), qapp.font(), qapp.style())
    host, pressed = QWidget(), []
    column = QVBoxLayout(host)
    own = [QPushButton("one"), QLineEdit("two"), QComboBox(), QLabel("three")]
    for one in own:
        column.addWidget(one)
    action = QAction(host, shortcut="S", triggered=lambda: pressed.append("S"))
    host.addAction(action)
    show(host, 900, 700)
    palettes = [(one.palette(), one.font(), one.styleSheet()) for one in own]
    view = make_view()
    column.insertWidget(0, view, 1)
    for name in ("dark", "contrast", "light", "dark"):
        view.set_theme(name)
    assert (qapp.palette(), qapp.styleSheet(), qapp.font(), qapp.style()) == before
    assert [(one.palette(), one.font(), one.styleSheet()) for one in own] == palettes
    own[0].setFocus()
    QTest.keyClick(own[0], Qt.Key.Key_S)
    view._weight.view.setFocus()
    QTest.keyClick(view._weight.view, Qt.Key.Key_S)
    assert pressed == ["S", "S"]


def test_two_of_them_keep_apart(
    make_view: MakeView, show: Callable[..., Any], make_snapshot: MakeSnapshot
) -> None:
    host = QWidget()
    column = QVBoxLayout(host)
    one, other = make_view(), make_view(Experiment(rows=3))
    for view in (one, other):
        column.addWidget(view)
    show(host, 1000, 1100)
    one.set_theme("dark")
    other.set_theme("light")
    link_of(one).received.emit(Hello(torch="2.99"))
    answer(one, make_snapshot)
    assert one.snapshot is not None
    assert other.snapshot is None
    for view, theme in ((one, themes.DARK), (other, themes.LIGHT)):
        assert Picture(view).at(3, view.height() - 3) == theme.card


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_its_words_can_be_read_in_each_theme_whatever_the_program_looks_like(
    name: str, view: EmbeddingView, contrast: Callable[[str, str], float]
) -> None:
    view.set_theme(name)
    theme = themes.THEMES[name]
    for label in view.findChildren(QLabel):
        if label.isVisible() and label.text():
            ink = label.palette().color(label.foregroundRole()).name()
            assert contrast(ink, theme.card) >= 4.5, (label.objectName(), label.text(), ink)
    assert QColor(theme.ink).name() == view._weight.title.palette().color(label.foregroundRole()).name()


@pytest.mark.parametrize("name", ["mauve", "Dark", ""])
def test_a_theme_that_there_is_not_is_refused(view: EmbeddingView, name: str) -> None:
    before = view.theme
    with pytest.raises(ValueError, match=f"no theme {name!r}: choose one of 'light', 'dark', 'contrast', or"):
        view.set_theme(name)
    with pytest.raises(TypeError, match="takes the name of a theme, such as 'dark', not a value of type int"):
        view.set_theme(3)  # type: ignore[arg-type]
    assert view.theme is before


@pytest.mark.parametrize("wrong", [{}, 2, "SGD", Experiment])
def test_what_is_no_experiment_is_refused_and_the_run_goes_on(view: EmbeddingView, wrong: Any) -> None:
    before, sent = view.experiment, len(link_of(view).sent)
    told = f"not a value of type {type(wrong).__qualname__}: make one, such as Experiment"
    with pytest.raises(TypeError, match=told):
        view.set_experiment(wrong)
    with pytest.raises(TypeError, match=told):
        EmbeddingView(wrong)
    assert view.experiment is before
    assert len(link_of(view).sent) == sent


def test_a_wrong_number_of_rounds_trains_nothing(view: EmbeddingView) -> None:
    view._toolbar.count.setText("0")
    count = len(link_of(view).sent)
    press(view, "action_train")
    assert len(link_of(view).sent) == count


def test_a_view_that_goes_with_what_it_stands_in_leaves_no_process(qtbot: QtBot) -> None:
    host = QWidget()
    view = EmbeddingView(parent=host)
    process = psutil.Process(view._link.process_id)
    host.deleteLater()
    del view, host
    qtbot.waitUntil(lambda: not process.is_running(), timeout=10_000)


@pytest.mark.parametrize("how", ["sys.exit(0)", "del host, view", "host.show(); view.close()"])
def test_a_program_that_ends_leaves_no_process_and_says_nothing(how: str) -> None:
    ended = run("-c", ENDING.format(how=how))
    assert ended.returncode == 0
    assert ended.stderr == ""
    assert not psutil.pid_exists(int(ended.stdout))


def test_importing_embviz_imports_no_qt() -> None:
    ended = run("-c", "import sys, embviz; print('PySide6' in sys.modules, 'EmbeddingView' in dir(embviz))")
    assert ended.stdout.split() == ["False", "True"]


def test_without_an_application_it_says_what_is_missing() -> None:
    ended = run("-c", "from embviz import EmbeddingView; EmbeddingView()")
    assert "RuntimeError: An EmbeddingView needs a QApplication" in ended.stderr


def test_the_example_shows_a_view_and_ends_in_order() -> None:
    ended = run("-c", READER, str(EXAMPLE))
    assert (ended.returncode, ended.stderr) == (0, "")
    told = re.fullmatch(r"loss: (\d+\.\d{4}) (\d+) 0\.05", ended.stdout.strip())
    assert told is not None, ended.stdout
    assert not psutil.pid_exists(int(told[2]))


def test_the_example_has_fifteen_lines_and_stands_in_the_readme_as_it_is() -> None:
    code = EXAMPLE.read_text(encoding="utf-8").partition('"""\n\n')[2]
    assert len([line for line in code.splitlines() if line.strip()]) <= 15
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listings = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert all(listing == code for listing in listings if "EmbeddingView(" in listing)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    remark = "This plugin does not support propagateSizeHints()\n"
    ended = subprocess.run(
        [sys.executable, *arguments], env=environ, capture_output=True, text=True, timeout=LIMIT_S
    )
    ended.stderr = ended.stderr.replace(remark, "")
    return ended
