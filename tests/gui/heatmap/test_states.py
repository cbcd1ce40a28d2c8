"""The optimizer's own tables: those that torch keeps are there, from before it makes them, and no others."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot, Tile
from embviz.core.optimizers import OPTIMIZERS
from embviz.gui.heatmap.optional import GradPanel, StatePanel
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.states import StateStack, expected_tables
from embviz.gui.theme import DARK, LIGHT, Theme

MakeSnapshot = Callable[..., Snapshot]
MakeTile = Callable[..., Tile]
TABLE = np.linspace(-1, 1, 10).reshape(2, 5)
SETTINGS: dict[str, dict[str, Any]] = {
    "SGD": {"optimizer_args": {"lr": 0.1}},
    "SGD with momentum": {"optimizer_args": {"lr": 0.1, "momentum": 0.9}},
    "Adam": {"optimizer": "Adam"},
    "Adam with amsgrad": {"optimizer": "Adam", "optimizer_args": {"amsgrad": True}},
    "AdamW": {"optimizer": "AdamW"},
    "Adagrad": {"optimizer": "Adagrad"},
    "RMSprop": {"optimizer": "RMSprop"},
    "RMSprop, all of it": {"optimizer": "RMSprop", "optimizer_args": {"centered": True, "momentum": 0.9}},
    "SparseAdam": {"optimizer": "SparseAdam", "sparse": True},
}


def torch_s_tables(experiment: Experiment) -> set[str]:
    """Which tensors of the table's shape torch holds after one step."""
    embedding = torch.nn.Embedding(experiment.rows, experiment.dim, sparse=experiment.sparse)
    keywords = OPTIMIZERS[experiment.optimizer].keywords(experiment.arguments)
    optimizer = getattr(torch.optim, experiment.optimizer)(embedding.parameters(), **keywords)
    torch.linalg.norm(embedding(torch.tensor([0])) - embedding(torch.tensor([1]))).backward()
    optimizer.step()
    state = optimizer.state[embedding.weight]
    return {
        name
        for name, value in state.items()
        if torch.is_tensor(value) and value.shape == embedding.weight.shape
    }


@pytest.fixture
def column(show: Callable[..., Any]) -> Callable[..., tuple[StateStack, list[QWidget]]]:
    """Weight, grad and the stack below each other, as the window stacks them."""

    def column(width: int = 560, height: int = 590) -> tuple[StateStack, list[QWidget]]:
        window = QWidget()
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        cards = [
            HeatmapPanel("weight", lambda snapshot: snapshot.weight),
            GradPanel("grad", lambda snapshot: snapshot.grad),
        ]
        for card in cards:
            layout.addWidget(card)
        stack = StateStack()
        layout.addWidget(stack)
        show(window, width, height)
        return stack, [*cards]

    return column


@pytest.mark.parametrize("name", SETTINGS)
def test_the_tables_expected_are_those_that_torch_makes(name: str, make_snapshot: MakeSnapshot) -> None:
    experiment = Experiment(**SETTINGS[name])
    assert set(expected_tables(experiment)) == torch_s_tables(experiment)


def test_a_table_that_is_there_is_shown_whatever_was_expected(
    make_snapshot: MakeSnapshot, make_tile: MakeTile
) -> None:
    """A buffer stays after momentum was set to 0 in the middle of a run."""
    state = {"momentum_buffer": make_tile(TABLE)}
    snapshot = make_snapshot(TABLE, state=state, experiment=Experiment(optimizer_args={"lr": 0.1}))
    assert expected_tables(snapshot.experiment, snapshot.state) == ("momentum_buffer",)
    assert expected_tables(None, state) == ("momentum_buffer",)


def test_what_torch_has_not_made_yet_says_so_and_what_makes_it(
    column: Any, make_snapshot: MakeSnapshot, make_tile: MakeTile, picture: Any
) -> None:
    stack, _ = column()
    experiment = Experiment()
    stack.set_snapshot(make_snapshot(TABLE, experiment=experiment))
    panel = stack.panels["momentum_buffer"]
    assert panel.view.absence == ("not created yet", "the first Step makes it")
    assert panel.view.accessibleDescription() == "not created yet"
    assert picture(panel.view).count(LIGHT.stripe) > 3000
    assert (panel.title.text(), panel.subtitle.text()) == ("momentum_buffer", "SGD state")
    stack.set_snapshot(
        make_snapshot(TABLE, experiment=experiment, state={"momentum_buffer": make_tile(TABLE)})
    )
    assert stack.panels["momentum_buffer"] is panel
    assert picture(panel.view).count(LIGHT.stripe) == 0
    assert panel.view.value_at((1, 4)) == ("row 1, column 4", np.float32(1))


def test_without_momentum_there_is_no_table_and_no_room_is_taken(
    column: Any, make_snapshot: MakeSnapshot, qtbot: QtBot
) -> None:
    stack, (weight, grad) = column()
    stack.set_snapshot(make_snapshot(TABLE, experiment=Experiment(optimizer_args={"lr": 0.1})))
    assert not stack.panels
    qtbot.waitUntil(lambda: not stack.isVisible() and weight.height() + grad.height() >= 576)
    stack.set_snapshot(make_snapshot(TABLE, experiment=Experiment()))
    qtbot.waitUntil(lambda: stack.isVisible() and stack.panels["momentum_buffer"].height() > 100)


def test_a_stack_without_a_window_does_not_open_one(qtbot: QtBot, make_snapshot: MakeSnapshot) -> None:
    stack = StateStack()
    qtbot.addWidget(stack)
    stack.set_snapshot(make_snapshot(TABLE, experiment=Experiment()))
    assert not stack.isVisible()


@pytest.mark.parametrize("name", SETTINGS)
def test_all_tables_of_2_x_5_fit_the_column_with_digits_in_every_cell(
    name: str, column: Any, make_snapshot: MakeSnapshot, make_tile: MakeTile, qtbot: QtBot
) -> None:
    stack, cards = column()
    experiment = Experiment(**SETTINGS[name])
    probe = make_snapshot(TABLE, TABLE, experiment=experiment)
    state = {name: make_tile(TABLE) for name in expected_tables(probe.experiment, probe.state)}
    snapshot = make_snapshot(TABLE, TABLE, experiment=experiment, state=state)
    for panel in (stack, *cards):
        panel.set_snapshot(snapshot)
    shown = [*cards, *stack.panels.values()]
    window = stack.window()
    qtbot.waitUntil(lambda: all(panel.height() > 90 for panel in shown))
    assert window.size().height() == 590
    boxes = [
        panel.geometry().translated(panel.parentWidget().mapTo(window, panel.pos()) - panel.pos())
        for panel in shown
    ]
    for index, box in enumerate(boxes):
        assert window.rect().contains(box)
        assert not any(box.intersects(other) for other in boxes[:index])
    for panel in shown:
        grid = panel.view.grid()
        assert grid is not None
        assert grid.text_px >= 9


def test_three_tables_pair_up_and_two_stand_below_each_other(
    column: Any, make_snapshot: MakeSnapshot, qtbot: QtBot
) -> None:
    stack, _ = column()
    stack.set_snapshot(make_snapshot(TABLE, experiment=Experiment(optimizer="Adam")))
    first, second = stack.panels.values()
    qtbot.waitUntil(lambda: second.y() > first.geometry().bottom())
    assert first.width() == second.width() == stack.width()
    assert stack.sizePolicy().verticalStretch() == 2
    settings = SETTINGS["RMSprop, all of it"]
    stack.set_snapshot(make_snapshot(TABLE, experiment=Experiment(**settings)))
    one, two, three = stack.panels.values()
    qtbot.waitUntil(lambda: two.x() > one.geometry().right() and three.y() > one.geometry().bottom())
    assert one.y() == two.y()
    assert three.width() == stack.width()


def test_panels_come_and_go_with_the_optimizer_and_none_is_left_behind(
    column: Any, make_snapshot: MakeSnapshot
) -> None:
    stack, _ = column()
    rows = [Experiment(**setting) for setting in SETTINGS.values()]
    for experiment in rows * 3:
        before = dict(stack.panels)
        snapshot = make_snapshot(TABLE, experiment=experiment)
        stack.set_snapshot(snapshot)
        assert tuple(stack.panels) == expected_tables(snapshot.experiment, snapshot.state)
        for name in set(before) & set(stack.panels):
            assert stack.panels[name] is before[name]
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert set(stack.findChildren(StatePanel)) == set(stack.panels.values())
        assert all(panel.isVisible() for panel in stack.panels.values())


def test_the_subtitle_names_the_optimizer_of_this_run(column: Any, make_snapshot: MakeSnapshot) -> None:
    stack, _ = column()
    for name in ("Adam", "AdamW"):
        stack.set_snapshot(make_snapshot(TABLE, experiment=Experiment(optimizer=name)))
        assert stack.panels["exp_avg"].subtitle.text() == f"{name} state"


def test_marks_and_looks_reach_all_tables_and_those_that_come_later(
    column: Any, make_snapshot: MakeSnapshot, make_tile: MakeTile, theme: Theme, picture: Any
) -> None:
    stack, _ = column()
    stack.set_theme(theme)
    stack.set_snapshot(make_snapshot(TABLE, experiment=Experiment()))
    stack.mark((1, 3))
    stack.select((0, 0))
    adam = Experiment(optimizer="Adam")
    state = {name: make_tile(TABLE) for name in ("exp_avg", "exp_avg_sq")}
    stack.set_snapshot(make_snapshot(TABLE, experiment=adam, state=state))
    for panel in stack.panels.values():
        grid = panel.view.grid()
        assert panel.view.readout.startswith("row 1, column 3: ")
        assert picture(panel.view).count(theme.ink, grid.cell(0, 0).adjusted(-2, -2, 2, 2)) > 100
        assert picture(panel).at(280, 2) == theme.card


def test_what_is_done_with_any_table_is_told(
    column: Any, make_snapshot: MakeSnapshot, make_tile: MakeTile, qtbot: QtBot
) -> None:
    stack, _ = column()
    state = {name: make_tile(TABLE) for name in ("exp_avg", "exp_avg_sq")}
    stack.set_snapshot(make_snapshot(TABLE, experiment=Experiment(optimizer="Adam"), state=state))
    first, second = stack.panels.values()
    # A card makes room for the header of another only when it is low: then all have found their places.
    qtbot.waitUntil(lambda: all(50 < panel.view.height() < 110 for panel in (first, second)))
    for panel in (first, second):
        place = panel.view.grid().cell(1, 2).center().toPoint()
        # The table that the mouse leaves tells of no cell first.
        there = {"timeout": 2000, "check_params_cb": lambda place: place == (1, 2)}
        with qtbot.waitSignal(stack.cell_hovered, **there):
            QTest.mouseMove(panel.view, place)
        with qtbot.waitSignal(stack.cell_clicked, **there):
            QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=place)
    assert len(stack.viewports()) == 2
    with qtbot.waitSignal(stack.resized, timeout=2000):
        stack.window().resize(600, 620)


def test_it_has_no_ground_of_its_own(column: Any, make_snapshot: MakeSnapshot, picture: Any) -> None:
    stack, _ = column()
    stack.set_theme(DARK)
    stack.set_snapshot(make_snapshot(TABLE, experiment=Experiment(optimizer="Adam")))
    first, _ = stack.panels.values()
    gap = stack.mapTo(stack.window(), first.geometry().bottomLeft())
    assert picture(stack.window()).at(gap.x() + 200, gap.y() + 6) != DARK.card
