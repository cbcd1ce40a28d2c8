"""Histograms hold every number once, in the bin where numpy has it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from embviz.engine.reports.histogram import MOST_BINS_A_SIDE, Cells


def counted(table, rows=None):
    cells = Cells(table.dtype)
    cells.add(table, rows)
    return cells


def expected(values, edges):
    """What numpy counts, by magnitude: its bins hold their lower edge, ours the one nearer to zero."""
    values = values[np.isfinite(values) & (values != 0)]
    upper = edges[edges >= 0]
    above, _ = np.histogram(values[values > 0], upper)
    below, _ = np.histogram(-values[values < 0], upper)
    return np.concatenate([below[::-1], above])


def check(table):
    histogram = counted(table).histogram()
    values = table.double().cpu().numpy().ravel()
    assert np.array_equal(histogram.counts, expected(values, histogram.edges))
    assert histogram.counts.dtype == np.int64
    assert histogram.zeros == (values == 0).sum()
    assert histogram.not_finite == (~np.isfinite(values)).sum()
    assert histogram.counts.sum() + histogram.zeros + histogram.not_finite == values.size
    assert (np.diff(histogram.edges) > 0).all()
    assert np.array_equal(histogram.edges, -histogram.edges[::-1])
    return histogram


def test_it_is_numpy_s_for_every_dtype(drawn, dtype, device):
    check(drawn(2000, 50, dtype=dtype).to(device))


@pytest.mark.parametrize("scale", [1e-42, 1e-30, 1e-3, 0.7, 1.0, 100.0, 1e30, 3e37])
def test_it_is_numpy_s_at_every_size(drawn, scale):
    histogram = check(drawn(200, 30) * scale)
    assert 60 <= histogram.counts.size <= 2 * MOST_BINS_A_SIDE


def test_it_is_numpy_s_at_the_sizes_of_float64_alone(drawn):
    for scale in (1e-310, 1e-200, 1e200, 1e306):
        check(drawn(200, 30, dtype=torch.float64) * scale)
    check(torch.full((3, 2), np.finfo(np.float64).max, dtype=torch.float64))


@given(
    st.lists(st.floats(width=32), min_size=1, max_size=40),
    st.sampled_from([torch.float32, torch.float64, torch.bfloat16, torch.float16]),
)
def test_it_is_numpy_s_of_any_numbers(numbers, dtype):
    check(torch.tensor([numbers], dtype=torch.float64).to(dtype))


def test_numbers_on_an_edge_are_in_the_bin_farther_from_zero():
    histogram = check(torch.tensor([[0.5, -0.5, 1.0, -1.0]]))
    assert np.array_equal(histogram.counts, histogram.counts[::-1])
    place = np.flatnonzero(histogram.counts[histogram.counts.size // 2 :])[0]
    assert histogram.edges[histogram.edges >= 0][place] <= 0.5


def test_zeros_of_both_signs_and_the_smallest_numbers_are_kept_apart():
    histogram = check(torch.tensor([[0.0, -0.0, 1e-45, -1e-45, 1e-42, -3e-41]]))
    assert histogram.zeros == 2
    assert histogram.counts.sum() == 4


def test_nothing_but_zeros_nan_and_infinity_is_a_histogram_too():
    for numbers in ([0.0], [math.nan, math.inf, -math.inf], []):
        assert check(torch.tensor([numbers])).counts.sum() == 0


def test_rows_are_taken_out_and_put_in_again(drawn):
    table = drawn(300, 20)
    table[5, 3] = 0
    rows = torch.tensor([5, 17, 200])
    others = counted(table) - counted(table, rows)
    table[rows] *= 1000
    now = (others + counted(table, rows)).histogram()
    whole = counted(table).histogram()
    assert np.array_equal(now.counts, whole.counts)
    assert np.array_equal(now.edges, whole.edges)
    assert now.zeros == whole.zeros == 1


def test_a_part_of_a_table_that_is_not_in_one_piece(drawn):
    check(drawn(30, 20)[:, 3:9])
