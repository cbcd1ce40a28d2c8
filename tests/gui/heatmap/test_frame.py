"""The frame: each cell of a tile lies where the lens looks at it, on the way to the next tile too."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect

from embviz.core.messages import Tile, Viewport, span
from embviz.engine.detail import tile as tile_of
from embviz.gui.heatmap.frame import Frame, cell_in, is_all, is_reduced

AREA = QRect(40, 20, 300, 200)
TABLE = np.arange(1000 * 40, dtype=np.float32).reshape(1000, 40)


def part(rows: tuple[int, int], columns: tuple[int, int] = (0, 40), height: int = 200) -> Tile:
    """What the engine sends of the table."""
    return tile_of(TABLE, Viewport(height, 300, rows[0], rows[1], columns[0], columns[1]))


def test_a_tile_that_shows_what_is_looked_at_fills_the_area() -> None:
    frame = Frame(part((100, 120)), AREA, (100, 120), (0, 40))
    assert frame.is_settled
    assert frame.grid is not None
    assert (frame.grid.area, frame.grid.rows, frame.grid.columns) == (AREA, 20, 40)
    assert frame.place_at(QPointF(41, 21)) == (100, 0)
    assert frame.place_at(QPointF(339, 219)) == (119, 39)


@given(
    st.tuples(st.integers(0, 990), st.integers(1, 60)),
    st.tuples(st.integers(0, 990), st.integers(1, 60)),
    st.integers(0, 199),
    st.integers(0, 299),
)
def test_under_each_point_is_the_cell_that_will_be_there(
    had: tuple[int, int], looked: tuple[int, int], y: int, x: int
) -> None:
    """Cells of an old tile, one to one, are where the new tile will have them, to the pixel of a rounding."""
    shown, rows = ((first, min(first + count, 1000)) for first, count in (had, looked))
    old = Frame(part(shown), AREA, rows, (0, 40))
    new = Frame(part(rows), AREA, rows, (0, 40))
    point = QPointF(AREA.left() + x + 0.5, AREA.top() + y + 0.5)
    place, expected = old.place_at(point), new.place_at(point)
    assert expected is not None
    if place is None:
        near = {new.place_at(QPointF(point.x(), point.y() + by)) for by in (-1.5, 0, 1.5)}
        assert any(one is None or not shown[0] <= one[0] < shown[1] for one in near)
    else:
        assert abs(place[0] - expected[0]) <= 1 + (rows[1] - rows[0]) / 200
        box, there = old.box_of(place), new.box_of(place)
        assert box is not None
        if there is not None:
            assert abs(box.top() - there.top()) <= 1.5


def test_what_the_old_tile_does_not_have_is_ground() -> None:
    tile = part((0, 1000))
    painted = np.arange(tile.values.size, dtype=np.uint32).reshape(tile.values.shape)
    ground = 2**32 - 1
    frame = Frame(tile, AREA, (800, 1000), (20, 40))
    shown = frame.stretched(painted, ground)
    assert frame.grid is None
    assert shown.shape == (200, 300)
    for y in (0, 57, 199):
        for x in (0, 148, 299):
            row, column = 800 + y, 20 + x * 20 // 300
            assert shown[y, x] == painted[row * 200 // 1000, column]
    beside = Frame(part((0, 800), height=100), AREA, (600, 1000), (0, 40))
    shown = beside.stretched(np.zeros((100, 40), np.uint32), ground)
    assert (shown[:100] == 0).all()
    assert (shown[100:] == ground).all()


def test_a_tile_from_elsewhere_has_nothing_to_show() -> None:
    frame = Frame(part((0, 20)), AREA, (500, 520), (0, 40))
    assert frame.grid is None
    assert frame.place_at(QPointF(100, 100)) is None
    assert frame.box_of((510, 3)) is None


@given(st.integers(1, 500), st.integers(1, 10**6), st.integers(0, 10**6), st.data())
def test_each_row_finds_the_cell_that_spans_it(
    cells: int, more: int, start: int, data: st.DataObject
) -> None:
    bounds = (start, start + max(cells, more))
    index = data.draw(st.integers(bounds[0], bounds[1] - 1))
    cell = cell_in(bounds, cells, index)
    assert cell is not None
    first, past = span(bounds, cells, cell)
    assert first <= index < past
    assert cell_in(bounds, cells, bounds[1]) is None


@pytest.mark.parametrize(
    ("place", "down", "right", "expected"),
    [
        (None, 1, 0, (100, 0)),
        ((5, 5), 1, 0, (100, 0)),
        ((100, 0), -1, -1, (99, 0)),
        ((119, 39), 1, 1, (120, 39)),
        ((110, 3), 0, 1, (110, 4)),
    ],
)
def test_the_cell_beside_may_lie_beyond_the_view_but_not_beyond_the_table(
    place: tuple[int, int] | None, down: int, right: int, expected: tuple[int, int]
) -> None:
    frame = Frame(part((100, 120)), AREA, (100, 120), (0, 40))
    assert frame.beside(place, down, right, is_bounded=False) == expected


def test_beside_a_cell_of_many_rows_is_the_next_cell_and_at_the_end_none() -> None:
    frame = Frame(part((0, 500), height=100), AREA, (0, 500), (0, 40))
    assert frame.beside((7, 0), 1, 0, is_bounded=False) == (10, 0)
    assert frame.beside((499, 0), 1, 0, is_bounded=False) == (500, 0)
    assert frame.beside((499, 0), 1, 0, is_bounded=True) == (495, 0)
    last = Frame(part((500, 1000), height=100), AREA, (500, 1000), (0, 40))
    assert last.beside((999, 0), 1, 0, is_bounded=False) == (995, 0)


def test_while_the_picture_is_on_its_way_the_arrows_go_on_row_by_row() -> None:
    frame = Frame(part((0, 20)), AREA, (15, 35), (0, 40))
    assert frame.beside((30, 2), 1, 0, is_bounded=False) == (31, 2)
    assert frame.beside((34, 2), 1, 0, is_bounded=False) == (35, 2)


def test_a_tile_says_whether_it_is_reduced_and_whether_it_is_all() -> None:
    assert not is_reduced(part((10, 20)))
    assert not is_all(part((10, 20)))
    assert is_reduced(part((0, 1000)))
    assert is_all(part((0, 1000)))
