"""A Pyramid shows any part of a tall table as a reduction of the table itself would, to the bit."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.core.messages import Viewport
from embviz.engine.detail import edges_of, tensor_tile
from embviz.engine.pyramid import Pyramid


def drawn(pyramid, first, past, height):
    edges = torch.from_numpy(edges_of((first, past), min(height, past - first)))
    return pyramid.cells(edges[:-1], edges[1:], slice(None))


def expected(table, first, past, height):
    viewport = Viewport(height=height, width=table.shape[1], row_start=first, row_stop=past)
    return tensor_tile(table, viewport).values


def table_of(rows, dim=3, seed=0):
    return torch.randn(rows, dim, generator=torch.Generator().manual_seed(seed))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), rows=st.integers(1, 40_000))
def test_any_part_at_any_height_is_what_the_table_shows(data, rows):
    table = table_of(rows)
    first = data.draw(st.integers(0, rows - 1))
    past = data.draw(st.integers(first + 1, rows))
    height = data.draw(st.integers(1, 900))
    found = drawn(Pyramid(table), first, past, height)
    assert np.array_equal(found.numpy(), expected(table, first, past, height))


@settings(max_examples=30, deadline=None)
@given(data=st.data(), rows=st.integers(1025, 40_000))
def test_rows_that_changed_are_seen_once_they_were_told_of(data, rows):
    table = table_of(rows)
    pyramid = Pyramid(table)
    changed = data.draw(st.lists(st.integers(0, rows - 1), min_size=1, max_size=8))
    for row in changed:
        table[row] = data.draw(st.sampled_from([0.0, 9.0, -9.0, float("inf"), float("nan")]))
    pyramid.update(changed)
    found = drawn(pyramid, 0, rows, 200)
    assert np.array_equal(found.numpy(), expected(table, 0, rows, 200), equal_nan=True)


def test_one_number_among_a_hundred_thousand_is_seen_with_its_sign():
    table = torch.zeros(100_000, 2)
    table[77_777, 1] = -1e-30
    found = drawn(Pyramid(table), 0, 100_000, 100)
    assert found[77, 1].item() == table[77_777, 1].item()
    assert found.count_nonzero() == 1


def test_of_two_as_large_the_positive_one_is_shown():
    table = torch.zeros(5000, 1)
    table[100], table[4000] = -2.0, 2.0
    assert drawn(Pyramid(table), 0, 5000, 1).item() == 2.0


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16])
def test_every_dtype_comes_through_as_it_is(dtype):
    table = table_of(9000).to(dtype)
    found = drawn(Pyramid(table), 11, 8999, 300)
    assert found.dtype is dtype
    assert np.array_equal(found.double().numpy(), expected(table.double(), 11, 8999, 300))


def test_a_part_of_the_columns_is_that_part():
    table = table_of(5000, dim=7)
    edges = torch.from_numpy(edges_of((0, 5000), 50))
    ends = edges[:-1], edges[1:]
    assert torch.equal(
        Pyramid(table).cells(*ends, slice(2, 5)), Pyramid(table).cells(*ends, slice(None))[:, 2:5]
    )


def test_its_levels_take_a_thirtieth_of_the_table_at_most():
    pyramid = Pyramid(table_of(50_000))
    sizes = [level.numel() for level in pyramid._levels]
    assert sum(sizes[1:]) <= sizes[0] / 31 + sizes[0] / 1000


def test_who_hears_of_it_can_end_it():
    def refuse(_done):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        Pyramid(table_of(5000), refuse)


def test_to_be_told_of_no_row_changes_nothing():
    table = table_of(5000)
    pyramid = Pyramid(table)
    before = [level.clone() for level in pyramid._levels]
    pyramid.update(())
    assert all(torch.equal(*levels) for levels in zip(before, pyramid._levels, strict=True))


@pytest.mark.parametrize("at_once", [32, 64, 1 << 17])
def test_it_is_the_same_however_many_rows_are_reduced_at_once(at_once, monkeypatch):
    table = table_of(9000)
    usual = Pyramid(table)
    monkeypatch.setattr("embviz.engine.pyramid.ROWS_AT_ONCE", at_once)
    other = Pyramid(table)
    assert all(torch.equal(*levels) for levels in zip(usual._levels, other._levels, strict=True))
    for first, past, height in ((0, 9000, 700), (11, 8000, 3), (17, 40, 5)):
        assert torch.equal(drawn(usual, first, past, height), drawn(other, first, past, height))
