"""The selection: one cell, marked in every table alike, and the one to explain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from embviz.core.messages import Snapshot
from embviz.gui.heatmap.optional import GradPanel
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.selection import Selection

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def tables(show: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Two tables that note what they are told to mark and to select."""
    made: list[Any] = [
        show(HeatmapPanel("weight", lambda snapshot: snapshot.weight), 500, 200),
        show(GradPanel("grad", lambda snapshot: snapshot.grad), 500, 200),
    ]
    for table in made:
        table.told = []
        monkeypatch.setattr(table, "mark", lambda place, told=table.told: told.append(("mark", place)))
        monkeypatch.setattr(table, "select", lambda place, told=table.told: told.append(("select", place)))
    return made


@pytest.fixture
def selection(tables: list[Any]) -> Selection:
    made = Selection(tables)
    made.asked = []  # type: ignore[attr-defined]
    made.changed.connect(made.asked.append)  # type: ignore[attr-defined]
    return made


def test_the_first_cell_is_selected_from_the_start(selection: Selection, tables: list[Any]) -> None:
    assert selection.place == (0, 0)
    assert all(table.told == [("select", (0, 0))] for table in tables)


def test_a_click_in_one_table_selects_the_cell_in_all(selection: Selection, tables: list[Any]) -> None:
    tables[1].cell_clicked.emit((1, 2))
    assert all(table.told[-1] == ("select", (1, 2)) for table in tables)
    assert selection.asked == [(1, 2)]  # type: ignore[attr-defined]


def test_the_cell_under_the_mouse_is_explained_and_then_again_the_selected_one(
    selection: Selection, tables: list[Any]
) -> None:
    tables[0].cell_clicked.emit((1, 2))
    for place in ((0, 1), (0, 1), None):
        tables[0].cell_hovered.emit(place)
    assert selection.asked == [(1, 2), (0, 1), (1, 2)]  # type: ignore[attr-defined]
    assert all(table.told[-2:] == [("mark", (0, 1)), ("mark", None)] for table in tables)


def test_a_smaller_table_of_a_new_run_takes_the_selection_back_to_its_first_cell(
    selection: Selection, tables: list[Any], make_snapshot: MakeSnapshot
) -> None:
    tables[0].cell_clicked.emit((1, 2))
    selection.set_snapshot(make_snapshot(run=2))
    assert selection.selected == (1, 2)
    selection.set_snapshot(make_snapshot([[0.5, 1.0]], run=3))
    assert selection.selected == (0, 0)
