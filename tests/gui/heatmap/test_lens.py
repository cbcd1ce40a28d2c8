"""The lens: always whole rows and columns of the table, never none, and what is aimed at stays in view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from embviz.gui.heatmap.lens import Lens

MILLION = (1_000_000, 300)
# How many rows and columns can be read as numbers, in a card of the smallest window and in a large one.
READABLE = (9, 15)
SHAPES = st.tuples(st.integers(1, 10**6), st.integers(1, 2000))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["in", "out", "in rows", "out rows", "pan", "row", "cell", "to"]),
        st.floats(0, 1),
        st.floats(0, 1),
        st.floats(1.1, 8),
    ),
    max_size=25,
)


def lens_of(shape: tuple[int, int]) -> Lens:
    lens = Lens()
    lens.set_shape(*shape)
    return lens


def sizes(lens: Lens) -> tuple[int, int]:
    return lens.rows[1] - lens.rows[0], lens.columns[1] - lens.columns[0]


def step(lens: Lens, verb: str, down: float, right: float, factor: float) -> None:
    row, column = down * (lens.shape[0] - 1), right * (lens.shape[1] - 1)
    place = (int(row), int(column))
    if verb.startswith(("in", "out")):
        factor = factor if verb.startswith("in") else 1 / factor
        lens.zoom(factor, (row, column), READABLE, is_rows_alone=verb.endswith("rows"))
    elif verb == "pan":
        lens.pan(int((down - 0.5) * 2 * lens.shape[0]), int((right - 0.5) * 2 * lens.shape[1]))
    elif verb == "row":
        lens.show_row(place[0], READABLE[0])
    elif verb == "cell":
        lens.show_cell(place)
    else:
        lens.zoom_to((place[0], place[0] + 1), (place[1], place[1] + 1), READABLE)


@given(SHAPES, STEPS)
def test_whatever_is_done_some_of_the_table_is_in_view_and_nothing_beyond_it(
    shape: tuple[int, int], steps: list[tuple[str, float, float, float]]
) -> None:
    lens = lens_of(shape)
    for one in steps:
        step(lens, *one)
        for (first, past), size in zip((lens.rows, lens.columns), shape, strict=True):
            assert 0 <= first < past <= size
            assert isinstance(first, int)
            assert isinstance(past, int)


@given(SHAPES, STEPS, st.floats(0, 1), st.floats(0, 1))
def test_the_row_and_the_cell_that_are_asked_for_are_in_view(
    shape: tuple[int, int], steps: list[tuple[str, float, float, float]], down: float, right: float
) -> None:
    lens = lens_of(shape)
    for one in steps:
        step(lens, *one)
    row, column = int(down * (shape[0] - 1)), int(right * (shape[1] - 1))
    before = sizes(lens)
    lens.show_cell((row, column))
    assert lens.rows[0] <= row < lens.rows[1]
    assert lens.columns[0] <= column < lens.columns[1]
    assert sizes(lens) == before
    lens.show_row(shape[0] - 1 - row, 5)
    assert lens.rows[0] <= shape[0] - 1 - row < lens.rows[1]
    assert sizes(lens)[0] <= 5


def test_columns_are_zoomed_only_once_the_rows_are_as_near_to_their_numbers() -> None:
    lens = lens_of(MILLION)
    seen = []
    while sizes(lens)[0] > READABLE[0]:
        lens.zoom(1.6, (500_000, 150), READABLE)
        seen.append(sizes(lens))
    assert seen[5][1] == 300
    # From there on both come to the size of numbers together.
    assert sizes(lens)[1] <= READABLE[1] + 2
    crowded = [rows / READABLE[0] for rows, columns in seen if columns < 300]
    beside = [columns / READABLE[1] for rows, columns in seen if columns < 300]
    assert all(abs(one - other) <= 0.15 * one + 0.2 for one, other in zip(crowded, beside, strict=True))


def test_of_a_wide_table_the_columns_come_first() -> None:
    lens = lens_of((5, 5000))
    lens.zoom(1.6, (2, 100), READABLE)
    assert sizes(lens) == (5, 3125)


def test_zooming_out_again_comes_back_to_the_whole() -> None:
    lens = lens_of(MILLION)
    for _ in range(40):
        lens.zoom(1.6, (123_456, 7), READABLE)
    for _ in range(40):
        lens.zoom(1 / 1.6, (123_456, 7), READABLE)
    assert lens.is_whole


def test_the_deepest_view_has_a_few_large_cells() -> None:
    lens = lens_of(MILLION)
    for _ in range(60):
        lens.zoom(1.6, (123_456.5, 7.5), READABLE)
    rows, columns = sizes(lens)
    assert 1 <= rows <= READABLE[0] / 2
    assert 1 <= columns <= READABLE[1] / 2
    assert lens.rows[0] <= 123_456 < lens.rows[1]
    assert lens.columns[0] <= 7 < lens.columns[1]


def test_what_is_under_the_mouse_stays_there() -> None:
    lens = lens_of(MILLION)
    for _ in range(12):
        lens.zoom(1.6, (700_000.5, 200.5), READABLE)
        share = (700_000.5 - lens.rows[0]) / sizes(lens)[0]
        assert abs(share - 0.7) < 0.1 + 1 / sizes(lens)[0]


def test_a_table_whose_numbers_can_all_be_read_is_not_zoomed() -> None:
    lens = lens_of((2, 5))
    lens.zoom(1.6, (0.5, 0.5), READABLE)
    assert lens.is_whole


def test_rows_alone_leave_the_columns_as_they_are() -> None:
    lens = lens_of(MILLION)
    for _ in range(40):
        lens.zoom(1.6, (10.0, 10.0), READABLE, is_rows_alone=True)
    assert sizes(lens)[0] <= READABLE[0]
    assert lens.columns == (0, 300)
    # And out again from there no faster than in.
    rows = sizes(lens)[0]
    lens.zoom(1 / 1.6, (10.0, 10.0), READABLE)
    assert rows < sizes(lens)[0] <= 2 * rows + 1


@pytest.mark.parametrize(("rows", "columns"), [((333, 666), (10, 11)), ((0, 1), (299, 300))])
def test_a_cell_that_stands_for_several_is_looked_into(
    rows: tuple[int, int], columns: tuple[int, int]
) -> None:
    lens = lens_of(MILLION)
    lens.zoom_to(rows, columns, READABLE)
    assert lens.rows[0] <= rows[0] < rows[1] <= lens.rows[1]
    assert lens.columns[0] <= columns[0] < columns[1] <= lens.columns[1]
    assert sizes(lens)[0] <= max(READABLE[0], rows[1] - rows[0])
    lens.zoom_to((400, 401), (10, 11), READABLE)
    assert sizes(lens)[0] <= READABLE[0]
    assert sizes(lens)[1] <= READABLE[1]


def test_a_run_of_the_same_shape_keeps_the_view_and_another_shape_shows_all(qtbot: QtBot) -> None:
    lens = lens_of(MILLION)
    lens.show_part((10, 20), (0, 300))
    with qtbot.assertNotEmitted(lens.changed):
        lens.set_shape(*MILLION)
    assert lens.rows == (10, 20)
    with qtbot.waitSignal(lens.changed, timeout=1000):
        lens.set_shape(2, 5)
    assert lens.is_whole
    assert (lens.rows, lens.columns) == ((0, 2), (0, 5))


def test_what_changes_nothing_is_not_told(qtbot: QtBot) -> None:
    lens = lens_of(MILLION)
    with qtbot.assertNotEmitted(lens.changed):
        lens.show_all()
        lens.pan(5, 5)
        lens.zoom(1 / 1.6, (5, 5), READABLE)
        lens.show_cell((999_999, 299))
