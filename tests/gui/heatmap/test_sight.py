"""What is in sight: one lens for all tables of the window, and the engine asked for no more than it shows."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Request, Snapshot, Viewport
from embviz.core.reports import Found, NamedRow
from embviz.engine.detail import tile
from embviz.gui.heatmap.sight import Sight
from tests.gui.scene import Scene

ROWS, DIM = 5000, 40
TABLE = np.random.default_rng(0).standard_normal((ROWS, DIM), dtype=np.float32)
NAMES = {row: f"word {row}" for row in range(ROWS)}


class Table:
    """The window before a table of 5,000 rows, whose engine answers when it is told to."""

    def __init__(self, scene: Scene, make_snapshot: Callable[..., Snapshot]) -> None:
        self.scene, self.studio, self.sight = scene, scene.studio, scene.studio.sight
        self._make_snapshot = make_snapshot
        self._answered = len(scene.link.sent)
        self.studio.begin(Experiment(rows=ROWS, dim=DIM))
        self.answer_all()

    @property
    def waiting(self) -> list[Request]:
        return list(self.scene.link.sent[self._answered :])

    def answer(self) -> None:
        """Answer the first request that waits, with what it asks for."""
        request = self.waiting[0]
        self._answered += 1
        part = tile(TABLE, request.viewport)
        is_near = part.rows[1] - part.rows[0] <= 256
        known = {row: NAMES[row] for row in range(*part.rows)} if is_near else {}
        self.scene.link.received.emit(
            self._make_snapshot(
                part,
                part,
                run=request.run,
                request=request.request,
                command=request.command,
                names=known,
                has_labels=True,
            )
        )

    def answer_all(self) -> None:
        while self.waiting:
            self.answer()


@pytest.fixture
def table(scene: Scene, make_snapshot: Callable[..., Snapshot]) -> Table:
    return Table(scene, make_snapshot)


def asked(request: Request) -> tuple[Any, ...]:
    viewport = request.viewport
    assert viewport is not None
    return viewport.row_start, viewport.row_stop, viewport.column_start, viewport.column_stop


def test_the_whole_table_is_asked_for_without_bounds(table: Table) -> None:
    viewport = table.sight.viewport
    assert viewport == Viewport(viewport.height, viewport.width)
    assert table.scene.link.sent[-1].viewport == viewport


def test_what_the_lens_looks_at_is_asked_for_and_shown_in_all_tables(table: Table) -> None:
    table.sight.lens.show_part((1000, 1010), (0, DIM))
    assert asked(table.waiting[0]) == (1000, 1010, 0, None)
    table.answer_all()
    for panel in table.studio.heatmaps:
        frame = panel.view.frame()
        assert frame is not None
        assert frame.is_settled
        assert frame.rows == (1000, 1010)
    table.sight.lens.show_part((1000, 1010), (5, 9))
    assert asked(table.waiting[0]) == (1000, 1010, 5, 9)


def test_however_far_one_pans_no_requests_pile_up_and_the_last_is_the_newest(table: Table) -> None:
    table.sight.lens.show_part((0, 10), (0, DIM))
    for _ in range(300):
        table.sight.lens.pan(10, 0)
    assert len(table.waiting) <= 2
    answers = 0
    while table.waiting:
        table.answer()
        answers += 1
    # One more may be due once it is known how wide the names of the rows are.
    assert answers <= 4
    assert table.studio.weight.view.tile.rows == table.sight.lens.rows == (3000, 3010)  # type: ignore[union-attr]


def test_a_new_run_of_the_same_shape_keeps_the_view_and_another_shows_all(table: Table) -> None:
    table.sight.lens.show_part((1000, 1010), (0, DIM))
    table.answer_all()
    table.studio.begin(Experiment(rows=ROWS, dim=DIM, seed=7))
    table.answer_all()
    assert table.sight.lens.rows == (1000, 1010)
    table.studio.begin(Experiment(rows=3, dim=DIM))
    begun = next(one for one in table.waiting if one.command == "begin")
    assert asked(begun) == (0, None, 0, None)


class TestActions:
    def test_they_zoom_around_the_chosen_cell_and_back(self, table: Table) -> None:
        actions = table.scene.window.actions_by_id
        table.studio.selection.select((4000, 3))
        for _ in range(4):
            actions["action_zoom_in"].trigger()
        rows = table.sight.lens.rows
        assert rows[0] <= 4000 < rows[1] <= rows[0] + 2000
        actions["action_zoom_out"].trigger()
        assert table.sight.lens.rows[1] - table.sight.lens.rows[0] > rows[1] - rows[0]
        actions["action_zoom_whole"].trigger()
        assert table.sight.lens.is_whole

    def test_while_it_trains_the_next_burst_brings_the_new_part(self, table: Table) -> None:
        table.scene.press(" ")
        table.scene.window.actions_by_id["action_zoom_in"].trigger()
        table.answer()
        assert table.waiting[-1].command == "train"
        assert asked(table.waiting[-1]) == (*table.sight.lens.rows, 0, None)


class TestJump:
    def jump(self, table: Table, text: str) -> None:
        table.scene.window.actions_by_id["action_go_to_row"].trigger()
        field = table.sight.jump.field
        assert QApplication.focusWidget() is field
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def test_a_number_is_gone_to_chosen_and_the_table_has_the_keyboard(self, table: Table) -> None:
        self.jump(table, "4321")
        assert table.sight.lens.rows[0] <= 4321 < table.sight.lens.rows[1]
        assert table.sight.lens.columns == (0, DIM)
        assert table.studio.selection.selected == (4321, 0)
        assert QApplication.focusWidget() is table.studio.weight.view

    def test_a_label_is_looked_for_by_the_engine(self, table: Table) -> None:
        self.jump(table, "w")
        request = table.waiting[0]
        assert (request.command, request.name) == ("find", "w")
        rows = (NamedRow(77, "word 77"),)
        found = Found(run=request.run, request=request.request, text="w", rows=rows, total=1)
        table.scene.link.received.emit(found)
        assert table.studio.selection.selected == (77, 0)
        assert table.sight.lens.rows[0] <= 77 < table.sight.lens.rows[1]

    def test_the_letters_that_are_typed_are_no_shortcuts(self, table: Table) -> None:
        table.scene.window.actions_by_id["action_go_to_row"].trigger()
        before = len(table.scene.link.sent)
        QTest.keyClicks(table.sight.jump.field, "bst")
        assert {one.command for one in table.scene.link.sent[before:]} == {"find"}


def test_the_cell_under_the_mouse_is_called_by_its_label(table: Table, qtbot: QtBot) -> None:
    table.sight.lens.show_part((1000, 1010), (0, 10))
    table.answer_all()
    table.studio.weight.cell_hovered.emit((1003, 4))
    for panel in table.studio.heatmaps:
        assert panel.view.readout.startswith("word 1003 (row 1003), column 4: ")


def test_only_weight_offers_the_way_back(table: Table) -> None:
    weight, grad = table.studio.heatmaps
    assert isinstance(table.sight, Sight)
    assert weight.whole is not None
    assert grad.whole is None
