"""A heatmap as a screen reader finds it: cells with their place and number, and the chosen one in focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from embviz.core.messages import Snapshot, Tile
from embviz.gui.accessible.factory import install
from embviz.gui.accessible.table import MOST_CELLS, CellWatch
from embviz.gui.accessible.voice import Pace
from embviz.gui.heatmap.lens import Lens
from embviz.gui.heatmap.optional import GradPanel, StatePanel
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.view import HeatmapView
from tests.gui.accessible.conftest import Heard
from tests.gui.scene import WEIGHT

NAME = QAccessible.Text.Name
Event, Role = QAccessible.Event, QAccessible.Role
MakeSnapshot = Callable[..., Snapshot]
Show = Callable[..., Any]


@pytest.fixture
def panel(show: Show, make_snapshot: MakeSnapshot) -> HeatmapPanel:
    """The card of weight, with five columns and two rows, and the first cell chosen."""
    install()
    made: HeatmapPanel = show(HeatmapPanel("weight", lambda snapshot: snapshot.weight, is_editable=True))
    made.set_snapshot(make_snapshot(WEIGHT))
    made.select((0, 0))
    made.cell_clicked.connect(made.select)
    return made


def read(view: HeatmapView) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(view)


def cells(view: HeatmapView) -> list[str]:
    part = read(view)
    found = [part.child(index) for index in range(part.childCount())]
    return [one.text(NAME) for one in found if one.role() == Role.Cell]


def test_each_cell_says_where_it_is_and_its_number(panel: HeatmapPanel) -> None:
    assert read(panel.view).role() == Role.Table
    assert cells(panel.view) == [
        f"weight, row {row}, column {column}, {number:.4f}"
        for row, numbers in enumerate(WEIGHT)
        for column, number in enumerate(numbers)
    ]


def test_a_row_that_has_a_name_is_called_by_it(panel: HeatmapPanel, make_snapshot: MakeSnapshot) -> None:
    panel.set_snapshot(make_snapshot(WEIGHT, names={1: "king"}, has_labels=True))
    assert cells(panel.view)[5] == "weight, king (row 1), column 0, -0.2500"


@pytest.mark.parametrize(
    ("number", "said"), [(np.nan, "nan"), (-np.inf, "-inf"), (0.0, "0.0000"), (3.7e-9, "3.7000e-09")]
)
def test_any_number_is_read_as_it_is_written(
    number: float, said: str, panel: HeatmapPanel, make_snapshot: MakeSnapshot
) -> None:
    panel.set_snapshot(make_snapshot([[number]]))
    assert cells(panel.view) == [f"weight, row 0, column 0, {said}"]


def test_a_table_that_is_absent_says_why(show: Show, make_snapshot: MakeSnapshot) -> None:
    install()
    grad = show(GradPanel("grad", lambda snapshot: snapshot.grad))
    state = show(StatePanel("momentum_buffer"))
    for panel in (grad, state):
        panel.set_snapshot(make_snapshot(WEIGHT))
    assert cells(grad.view) == ["grad is None"]
    assert cells(state.view) == ["momentum_buffer is not created yet"]
    grad.set_snapshot(make_snapshot(WEIGHT, grad=WEIGHT))
    assert cells(grad.view)[0] == "grad, row 0, column 0, 0.2500"


def test_the_chosen_cell_is_the_child_that_has_the_keyboard(panel: HeatmapPanel) -> None:
    panel.view.setFocus()
    panel.select((1, 3))
    focused = read(panel.view).focusChild()
    assert focused.text(NAME) == "weight, row 1, column 3, 0.1250"
    assert focused.state().focused
    assert focused.state().selected
    assert focused.state().editable
    others = [read(panel.view).child(index) for index in range(10) if index != 8]
    assert not any(one.state().focused for one in others)


def test_the_cell_at_a_point_of_the_screen_is_found(panel: HeatmapPanel) -> None:
    part = read(panel.view)
    for index in (0, 4, 5, 9):
        middle: QPoint = part.child(index).rect().center()
        assert part.childAt(middle.x(), middle.y()).text(NAME) == part.child(index).text(NAME)
        assert panel.view.rect().contains(panel.view.mapFromGlobal(middle))


def test_moving_by_keys_tells_of_the_focus_of_each_cell(
    panel: HeatmapPanel, heard: list[Heard], qtbot: QtBot
) -> None:
    read(panel.view)
    panel.view.setFocus()
    said = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(panel.view, key)
        said.append(cells(panel.view)[panel.view.selected[0] * 5 + panel.view.selected[1]])
        qtbot.waitUntil(lambda: bool(heard) and heard[-1] == (Event.Focus, said[-1]))
    assert said[-1] == "weight, row 1, column 0, -0.2500"
    assert {one.kind for one in heard} == {Event.Focus}


def test_a_new_number_in_the_chosen_cell_is_told_at_once(
    panel: HeatmapPanel, heard: list[Heard], make_snapshot: MakeSnapshot, qtbot: QtBot
) -> None:
    read(panel.view)
    panel.view.setFocus()
    qtbot.waitUntil(lambda: bool(heard))
    panel.set_snapshot(make_snapshot([[9.0] * 5, WEIGHT[1]]))
    assert heard[-1] == (Event.NameChanged, "weight, row 0, column 0, 9.0000")
    panel.set_snapshot(make_snapshot([[9.0, 1.0, 1.0, 1.0, 1.0], WEIGHT[1]]))
    assert len(heard) == 2


def test_a_run_tells_of_few_of_its_numbers_and_of_the_last(
    panel: HeatmapPanel, heard: list[Heard], make_snapshot: MakeSnapshot, qtbot: QtBot
) -> None:
    read(panel.view)
    (watch,) = panel.view.findChildren(CellWatch)
    (pace,) = watch.findChildren(Pace)
    pace.rest_ms = 50
    panel.view.setFocus()
    qtbot.waitUntil(lambda: bool(heard))
    for step in range(2000):
        panel.set_snapshot(make_snapshot([[float(step)] * 5, WEIGHT[1]], step=step))
    last = (Event.NameChanged, "weight, row 0, column 0, 1999.0000")
    qtbot.waitUntil(lambda: heard[-1] == last)
    assert len(heard) < 200


def test_nothing_is_told_of_a_table_without_the_keyboard(
    panel: HeatmapPanel, heard: list[Heard], make_snapshot: MakeSnapshot
) -> None:
    read(panel.view)
    panel.view.clearFocus()
    panel.select((1, 1))
    panel.set_snapshot(make_snapshot([[9.0] * 5] * 2))
    assert heard == []


def test_of_very_many_cells_there_is_the_chosen_one(panel: HeatmapPanel, make_snapshot: MakeSnapshot) -> None:
    rows = MOST_CELLS // 10 + 1
    panel.set_snapshot(make_snapshot(np.arange(rows * 10.0).reshape(rows, 10)))
    panel.select((3, 4))
    assert cells(panel.view) == ["weight, row 3, column 4, 34.0000"]


def test_a_cell_that_stands_for_several_says_so(panel: HeatmapPanel, make_snapshot: MakeSnapshot) -> None:
    tile = Tile(np.array([[2.0, -7.0]], np.float32), (20, 2), (0, 20), (0, 2))
    panel.set_snapshot(make_snapshot(tile))
    panel.select((7, 1))
    assert cells(panel.view) == ["weight, row 0–19, column 1, -7.0000"]


def test_cells_that_went_out_of_view_are_let_go(panel: HeatmapPanel, make_snapshot: MakeSnapshot) -> None:
    lens = Lens(panel)
    panel.set_lens(lens)
    lens.set_shape(100, 4)
    numbers = np.arange(400.0, dtype=np.float32).reshape(100, 4)
    (watch,) = [read(panel.view)] and panel.view.findChildren(CellWatch)
    for first in range(0, 90, 10):
        lens.move_to(first, 0)
        tile = Tile(numbers[first : first + 10], (100, 4), (first, first + 10), (0, 4))
        panel.set_snapshot(make_snapshot(tile))
        panel.select((first, 0))
        assert len(cells(panel.view)) <= 41
        assert watch.kept <= 41


def test_the_field_over_a_cell_and_the_map_are_among_what_is_in_the_table(panel: HeatmapPanel) -> None:
    panel.view.begin_edit((0, 2))
    part = read(panel.view)
    last = part.child(part.childCount() - 1)
    assert panel.view.edit is not None
    assert last.object() is panel.view.edit
    assert last.text(NAME) == "weight, row 0, column 2"
    assert part.indexOfChild(last) == part.childCount() - 1
