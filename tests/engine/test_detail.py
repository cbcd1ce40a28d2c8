"""A tile shows of each cell's rows and columns the value of largest magnitude, with its sign."""

import math

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embviz.core.messages import Viewport
from embviz.engine.detail import mark_changes, tensor_tile, tile

VALUES = st.sampled_from([0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 1e-45, -3e38, math.nan, math.inf, -math.inf])
SIZES = st.integers(1, 25)
TABLES = hnp.arrays(np.float32, st.tuples(SIZES, SIZES), elements=VALUES | st.floats(-5, 5, width=32))
PLACES = st.integers(0, 30)
VIEWPORTS = st.builds(
    Viewport,
    height=st.integers(1, 9),
    width=st.integers(1, 9),
    row_start=PLACES,
    row_stop=st.none() | PLACES,
    column_start=PLACES,
    column_stop=st.none() | PLACES,
)


def signed_extreme(values):
    values = [float(value) for value in values]
    if any(map(math.isnan, values)):
        return math.nan
    extreme = max(map(abs, values))
    return extreme if extreme in values else -extreme


def is_same(first, second):
    return first == second or (math.isnan(first) and math.isnan(second))


@given(TABLES, VIEWPORTS)
def test_each_cell_is_the_signed_extreme_of_the_rows_and_columns_it_stands_for(table, viewport):
    shown = tile(table, viewport)
    height, width = shown.values.shape
    for row in range(height):
        for column in range(width):
            part = table[slice(*shown.row_span(row)), slice(*shown.column_span(column))]
            assert part.size
            assert is_same(shown.values[row, column], signed_extreme(part.flat))


@given(TABLES, VIEWPORTS)
def test_a_tile_has_no_more_cells_than_asked_for_and_no_fewer_than_it_could(table, viewport):
    shown = tile(table, viewport)
    sizes = [stop - start for start, stop in (shown.rows, shown.columns)]
    assert shown.values.shape == (min(sizes[0], viewport.height), min(sizes[1], viewport.width))
    assert shown.shape == table.shape


@given(TABLES, VIEWPORTS)
def test_a_viewport_is_cut_to_the_table(table, viewport):
    shown = tile(table, viewport)
    asked = [(viewport.row_start, viewport.row_stop), (viewport.column_start, viewport.column_stop)]
    for size, bounds, (start, stop) in zip(table.shape, (shown.rows, shown.columns), asked, strict=True):
        inside = [place for place in range(start, size if stop is None else stop) if place < size]
        expected = inside or [min(start, size - 1)]
        assert bounds == (expected[0], expected[-1] + 1)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([1, -3, 2], -3),
        ([1, -3, 3], 3),
        ([-2, -1], -2),
        ([0, -1e-45], -1e-45),
        ([math.inf, -math.inf], math.inf),
        ([-math.inf, 5], -math.inf),
        ([math.inf, math.nan, 1], math.nan),
        ([0, 0], 0),
    ],
    ids=repr,
)
def test_of_many_values_the_largest_is_shown_with_its_sign(values, shown):
    (cell,) = tile(np.float32([values]), Viewport(height=1, width=1)).values.flat
    assert is_same(cell, np.float32(shown))
    assert is_same(tile(np.float32([values]).T, Viewport(height=1, width=1)).values[0, 0], cell)


def test_without_a_viewport_it_is_the_whole_table_bit_for_bit():
    table = np.array([[math.nan, -0.0], [math.inf, 1e-45]], dtype=np.float32)
    shown = tile(table)
    assert shown.is_whole
    assert shown.values.tobytes() == table.tobytes()


def test_a_viewport_larger_than_the_table_shows_it_bit_for_bit():
    table = np.arange(6, dtype=np.float32).reshape(2, 3)
    assert tile(table, Viewport(height=16384, width=16384)).is_whole


def test_a_viewport_beyond_any_table_shows_the_last_cell():
    table = np.arange(6, dtype=np.float32).reshape(2, 3)
    shown = tile(table, Viewport(height=9, width=9, row_start=2**62, column_start=2**62))
    assert (shown.rows, shown.columns, shown.values.tolist()) == ((1, 2), (2, 3), [[5.0]])


def test_a_gradient_of_one_row_among_a_million_is_seen():
    table = np.zeros((1_000_000, 1), dtype=np.float32)
    table[654_321] = -1e-3
    shown = tile(table, Viewport(height=100, width=1))
    (row,) = np.flatnonzero(shown.values)
    first, stop = shown.row_span(row)
    assert first <= 654_321 < stop
    assert shown.values[row, 0] == np.float32(-1e-3)


@pytest.mark.parametrize("viewport", [None, Viewport(height=2, width=2), Viewport(height=1, width=1)])
def test_a_tile_is_a_copy(viewport):
    table = np.ones((2, 2), dtype=np.float32)
    shown = tile(table, viewport)
    table[...] = 7
    assert (shown.values == 1).all()
    assert not shown.values.flags.writeable


def marked(now, before):
    return mark_changes(tile(np.float32([now])), None if before is None else tile(np.float32([before])))


def test_the_cells_that_differ_are_marked():
    assert marked([1, 2, 3], [1, 5, 3]).changed.tolist() == [[False, True, False]]


def test_a_number_that_becomes_nan_is_marked_and_one_that_stays_nan_is_not():
    assert marked([math.nan, math.nan], [1, math.nan]).changed.tolist() == [[True, False]]


def test_of_a_table_that_was_not_there_the_cells_that_are_not_zero_are_marked():
    assert marked([0, -0.0, 1, math.nan], None).changed.tolist() == [[False, False, True, True]]


def test_marking_leaves_the_values():
    before, now = tile(np.float32([[1, 2]])), tile(np.float32([[1, 3]]))
    assert mark_changes(now, before).values is now.values
    assert now.changed is None


@pytest.mark.parametrize(
    "viewport", [Viewport(height=9, width=9, row_start=1), Viewport(height=1, width=9)], ids=repr
)
def test_where_another_part_was_shown_before_nothing_is_marked(viewport):
    table = np.ones((2, 2), dtype=np.float32)
    assert mark_changes(tile(table), tile(table * 2, viewport)).changed is None


def test_marks_of_before_do_not_matter():
    before = msgspec.structs.replace(tile(np.float32([[1, 2]])), changed=np.ones((1, 2), np.bool_))
    assert mark_changes(tile(np.float32([[1, 3]])), before).changed.tolist() == [[False, True]]


@st.composite
def sparse_tables(draw):
    """Rows in any order, some more than once, and some not at all."""
    rows, columns = draw(st.integers(1, 25)), draw(st.integers(1, 6))
    stored = draw(st.lists(st.integers(0, rows - 1), max_size=8))
    values = draw(hnp.arrays(np.float32, (len(stored), columns), elements=VALUES))
    return torch.sparse_coo_tensor(
        torch.tensor([stored], dtype=torch.long), torch.from_numpy(values.copy()), (rows, columns)
    )


@given(sparse_tables(), st.none() | VIEWPORTS)
def test_a_sparse_table_looks_like_the_same_table_dense(table, viewport):
    shown, dense = tensor_tile(table, viewport), tile(table.to_dense().numpy(), viewport)
    assert (shown.shape, shown.rows, shown.columns) == (dense.shape, dense.rows, dense.columns)
    # As numbers: which zero a cell shows that no row is stored for means nothing.
    assert np.array_equal(shown.values, dense.values, equal_nan=True)


def test_a_look_at_a_sparse_table_leaves_it_as_torch_had_it():
    for stored in ([0], [2, 0, 2]):
        table = torch.sparse_coo_tensor([stored], torch.ones(len(stored), 4), (3, 4))
        flag, nnz = table.is_coalesced(), table._nnz()
        tensor_tile(table)
        assert (table.is_coalesced(), table._nnz()) == (flag, nnz)
        # torch clears a sparse grad by making its memory smaller, which .numpy() would forbid.
        table.zero_()
        table += torch.sparse_coo_tensor([[1]], torch.ones(1, 4), (3, 4))
        assert table.to_dense().sum() == 4


def test_a_sparse_table_that_stores_nothing_is_all_zeros():
    table = torch.sparse_coo_tensor(torch.empty(1, 0, dtype=torch.long), torch.empty(0, 4), (3, 4))
    assert tensor_tile(table).values.tolist() == [[0] * 4] * 3
    assert tensor_tile(table, Viewport(height=2, width=2)).values.tolist() == [[0, 0]] * 2


def test_a_huge_sparse_table_is_not_made_dense():
    table = torch.sparse_coo_tensor([[10**9, 5]], torch.tensor([[1.0], [-2.0]]), (2 * 10**9, 1))
    shown = tensor_tile(table, Viewport(height=2, width=1))
    assert shown.values.tolist() == [[-2], [1]]


@pytest.mark.parametrize("is_sparse", [False, True])
@pytest.mark.parametrize(
    ("dtype", "shown_as"),
    [
        (torch.float32, np.float32),
        (torch.float64, np.float64),
        (torch.bfloat16, np.float32),
        (torch.float16, np.float32),
    ],
    ids=str,
)
def test_every_dtype_is_shown_exactly(dtype, shown_as, is_sparse):
    numbers = torch.tensor([[1 / 3, 6e-8, -0.0, math.nan], [math.inf, -65504.0, 1e-45, 2.5]], dtype=dtype)
    shown = tensor_tile(numbers.to_sparse(1) if is_sparse else numbers)
    assert shown.values.dtype == shown_as
    assert np.array_equal(shown.values, numbers.double().numpy(), equal_nan=True)
