"""Rankings are the sorted list, NaN first, and of equal ones the first row first."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embviz.engine.reports.rankings import CURVE_POINTS, TOP, ranking

# Few different ones, so that many are equal.
NUMBERS = st.sampled_from([0.0, 1.0, 2.0, math.inf, math.nan]) | st.floats(0, 4)


def by_hand(values):
    """The rows from the largest value to the smallest."""

    def key(row):
        value = values[row]
        return (False, 0.0, row) if math.isnan(value) else (True, -value, row)

    return sorted(range(len(values)), key=key)


@given(st.lists(NUMBERS, max_size=60))
def test_the_top_is_that_of_the_sorted_list(values):
    found = ranking(np.array(values, dtype=np.float32), None, str)
    narrow = np.array(values, dtype=np.float32).tolist()
    assert [named.row for named in found.top] == by_hand(narrow)[:TOP]
    assert all(named.label == str(named.row) for named in found.top)
    assert np.array_equal(
        [named.value for named in found.top], [narrow[row] for row in by_hand(narrow)[:TOP]], equal_nan=True
    )


@given(st.lists(NUMBERS, max_size=60))
def test_a_short_curve_has_every_value(values):
    found = ranking(np.array(values), None, str)
    assert found.count == len(values)
    assert np.array_equal(found.curve, [values[row] for row in by_hand(values)], equal_nan=True)


def test_a_long_curve_has_the_largest_the_smallest_and_falls():
    values = np.random.default_rng(0).random(100_000)
    found = ranking(values, None, str)
    assert found.curve.shape == (CURVE_POINTS,)
    assert found.curve.dtype == np.float64
    assert (found.curve[0], found.curve[-1]) == (values.max(), values.min())
    assert (np.diff(found.curve) <= 0).all()
    assert found.count == 100_000


def test_the_middle_of_the_curve_is_the_median():
    values = np.random.default_rng(1).random(CURVE_POINTS * 100 + 1)
    middle = ranking(values, None, str).curve[CURVE_POINTS // 2 - 1 : CURVE_POINTS // 2 + 1]
    assert middle[1] <= np.median(values) <= middle[0]


def test_rows_are_told_by_their_own_numbers():
    found = ranking(np.array([1.0, 3.0, 2.0]), np.array([10, 20, 30]), lambda row: f"row {row}")
    assert [(named.row, named.label, named.value) for named in found.top] == [
        (20, "row 20", 3.0),
        (30, "row 30", 2.0),
        (10, "row 10", 1.0),
    ]


def test_of_a_million_equal_values_the_first_rows_are_at_the_top():
    assert [named.row for named in ranking(np.ones(1_000_000), None, str).top] == list(range(TOP))


def test_no_rows_are_no_ranking_but_no_error():
    found = ranking(np.empty(0), None, str)
    assert (found.top, found.curve.size, found.count) == ((), 0, 0)
