"""Series: whatever came in, in whatever pieces, what is drawn is what a walk over all numbers would find."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.gui.curve import series as module
from embviz.gui.curve.series import BUCKETS, Series, turning_points

MOST_POINTS = 4 * BUCKETS + 4
NUMBERS = st.one_of(
    st.floats(-10, 10), st.sampled_from([0.0, float("nan"), float("inf"), float("-inf"), 1e308, -1e308])
)
PIECES = st.lists(
    st.tuples(st.integers(0, 60), st.lists(NUMBERS, min_size=0, max_size=25)), min_size=1, max_size=8
)


def merge(series: Series, start: int, numbers: object) -> None:
    values = np.array(numbers, dtype=np.float64)
    series.merge(np.arange(start, start + values.size), values)


def series_of(numbers: object) -> Series:
    series = Series()
    merge(series, 0, numbers)
    return series


def finite(numbers: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(numbers), numbers, np.nan)


def check_points(
    series: Series, numbers: np.ndarray, start: int, stop: int, only_positive: bool = False
) -> None:
    """Hold what is drawn of [start, stop) against `numbers`, one of each step."""
    steps, drawn = series.points(start, stop, only_positive)
    if only_positive:
        numbers = np.where(numbers > 0, numbers, np.nan)
    start = max(start, 0)
    stop = max(min(stop, numbers.size), start)
    assert steps.size == drawn.size
    assert not np.isinf(drawn).any()
    if steps.size < 2 or steps[0] != steps[1]:
        assert np.array_equal(steps, np.arange(start, stop))
        assert np.array_equal(drawn, finite(numbers[start:stop]), equal_nan=True)
        return
    assert (steps[::2] == steps[1::2]).all()
    width = int(steps[2] - steps[0])
    assert (np.diff(steps[::2]) == width).all()
    assert steps[0] <= start < steps[0] + width
    assert steps[-1] < stop <= steps[-1] + width
    # The line goes up one run and down the next.
    for step, (low, high) in zip(steps[::2].astype(int), np.sort(drawn.reshape(-1, 2)), strict=True):
        bucket = numbers[step : step + width]
        if step < start or step + width > stop:
            # A bucket at the edge may hold more than was asked for.
            inner = bucket[max(start - step, 0) : stop - step]
            assert all(low <= number <= high for number in inner[np.isfinite(inner)])
        elif np.isfinite(bucket).any():
            assert (low, high) == (np.nanmin(finite(bucket)), np.nanmax(finite(bucket)))
        else:
            assert np.isnan(low)
            assert np.isnan(high)


@pytest.mark.parametrize("buckets", [2, 3, 5, 1024])
def test_any_pieces_in_any_order_are_the_numbers_that_were_told_last(buckets: int) -> None:
    @given(PIECES, st.integers(-5, 90), st.integers(-5, 90))
    def check(pieces: list[tuple[int, list[float]]], start: int, stop: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "BUCKETS", buckets)
            patch.setattr(module, "FIRST_CAPACITY", 4)
            series, known = Series(), np.full(0, np.nan)
            for first, numbers in pieces:
                merge(series, first, numbers)
                if numbers:
                    grown = np.full(max(known.size, first + len(numbers)), np.nan)
                    grown[: known.size] = known
                    grown[first : first + len(numbers)] = numbers
                    known = grown
                assert series.size == known.size
                assert np.array_equal(series.numbers, known, equal_nan=True)
                told = known[np.isfinite(known)]
                assert series.bounds() == ((told.min(), told.max()) if told.size else None)
                above = told[told > 0]
                assert series.bounds(True) == ((above.min(), above.max()) if above.size else None)
                check_points(series, known, 0, known.size)
            for only_positive in (False, True):
                check_points(series, known, start, stop, only_positive)

    check()


def test_an_empty_series_draws_nothing_and_has_no_bounds() -> None:
    series = Series()
    assert series.bounds() is None
    assert series.size == 0
    assert [part.size for part in series.points(0, 100)] == [0, 0]
    merge(series, 5, [])
    assert series.size == 0


def test_one_point() -> None:
    series = series_of([2.5])
    steps, numbers = series.points(0, 1)
    assert (steps.tolist(), numbers.tolist()) == ([0.0], [2.5])
    assert series.bounds() == (2.5, 2.5)


@pytest.mark.parametrize("missing", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_finite_is_a_gap(missing: float) -> None:
    series = series_of([1.0, missing, 3.0])
    assert np.array_equal(series.points(0, 3)[1], [1.0, np.nan, 3.0], equal_nan=True)
    assert series.bounds() == (1.0, 3.0)
    assert series_of([missing]).bounds() is None


def test_steps_that_were_never_told_are_a_gap() -> None:
    series = series_of([1.0])
    merge(series, 3, [4.0])
    assert np.array_equal(series.points(0, 4)[1], [1.0, np.nan, np.nan, 4.0], equal_nan=True)


def test_a_gap_in_a_long_curve_shows_nothing_of_what_was_there_at_another_scale() -> None:
    series = series_of(np.zeros(2 * BUCKETS))
    merge(series, 2 * BUCKETS, [0.0])
    merge(series, 4 * BUCKETS - 96, [1.0])
    steps, drawn = series.points(0, series.size)
    in_gap = (steps > 2 * BUCKETS + 1) & (steps < 4 * BUCKETS - 97)
    assert in_gap.sum() > 100
    assert np.isnan(drawn[in_gap]).all()


def test_steps_may_come_in_any_order() -> None:
    series = Series()
    series.merge(np.array([3, 0, 1]), np.array([30.0, 0.0, 10.0]))
    assert np.array_equal(series.numbers, [0.0, 10.0, np.nan, 30.0], equal_nan=True)


@pytest.mark.parametrize("size", [2 * BUCKETS - 1, 2 * BUCKETS, 2 * BUCKETS + 1, 100_000, 1_000_000])
def test_a_curve_of_any_length_is_drawn_from_few_points(size: int) -> None:
    numbers = np.random.default_rng(size).normal(size=size)
    numbers[size // 3], numbers[size // 2] = 50.0, np.nan
    series = series_of(numbers)
    for start, stop in ((0, size), (size // 4, size // 2), (size // 3 - 900, size // 3 + 900), (0, 5000)):
        steps, drawn = series.points(start, stop)
        assert steps.size <= MOST_POINTS
        assert (np.diff(steps) >= 0).all()
        if start <= size // 3 < stop:
            assert np.nanmax(drawn) == 50.0
        check_points(series, numbers, start, stop)


def test_a_long_curve_told_in_bursts_is_that_told_at_once() -> None:
    rng = np.random.default_rng(7)
    numbers = rng.normal(size=300_000)
    bursts = Series()
    edges = np.sort(rng.choice(numbers.size, 400, replace=False))
    for start, stop in zip([0, *edges], [*edges, numbers.size], strict=True):
        merge(bursts, start, numbers[start:stop])
    once = series_of(numbers)
    for start, stop in ((0, numbers.size), (1000, 200_000), (150_000, 151_000)):
        for one, other in zip(bursts.points(start, stop), once.points(start, stop), strict=True):
            assert np.array_equal(one, other, equal_nan=True)
    assert bursts.bounds() == once.bounds()


def test_a_spike_that_is_overwritten_is_gone() -> None:
    series = series_of(np.zeros(50_000))
    merge(series, 20_000, [9.0])
    assert series.bounds() == (0.0, 9.0)
    merge(series, 20_000, [1.0])
    assert series.bounds() == (0.0, 1.0)
    assert np.nanmax(series.points(0, 50_000)[1]) == 1.0


def test_what_is_drawn_is_not_the_series_own_memory() -> None:
    series = series_of([1.0, 2.0])
    steps, drawn = series.points(0, 2)
    drawn[:] = 9
    assert series.numbers.tolist() == [1.0, 2.0]
    assert steps.dtype == np.float64


def test_a_log_axis_gets_what_is_above_zero_and_gaps_for_the_rest() -> None:
    series = series_of([2.0, 0.0, -1.0, 0.5, float("nan"), float("inf"), 8.0])
    assert np.array_equal(
        series.points(0, 7, only_positive=True)[1],
        [2.0, np.nan, np.nan, 0.5, np.nan, np.nan, 8.0],
        equal_nan=True,
    )
    assert series.bounds(only_positive=True) == (0.5, 8.0)
    assert series.bounds() == (-1.0, 8.0)
    assert series_of([0.0, -3.0]).bounds(only_positive=True) is None


def test_a_zero_among_many_steps_does_not_hide_those_beside_it_on_a_log_axis() -> None:
    numbers = np.full(100_000, 3.0)
    numbers[::10] = 0.0
    numbers[55_555] = 0.25
    _, drawn = series_of(numbers).points(0, numbers.size, only_positive=True)
    assert np.isfinite(drawn).all()
    assert (drawn.min(), drawn.max()) == (0.25, 3.0)


class TestTurningPoints:
    @pytest.mark.parametrize(
        ("numbers", "turns"),
        [
            ([], []),
            ([1.0], []),
            ([1.0, 2.0], []),
            ([3.0, 1.0, 2.0], [1]),
            ([3.0, 2.0, 1.0], []),
            ([0.0, 1.0, 0.0, 1.0], [1, 2]),
            # Of numbers alike it is the last, and a rest on the way is no turn.
            ([0.0, 1.0, 1.0, 1.0, 0.0], [3]),
            ([0.0, 1.0, 1.0, 2.0], []),
            ([1.0, 1.0, 0.0], []),
            # There is no direction across a gap.
            ([0.0, 1.0, float("nan"), 1.0, 0.0], []),
            ([0.0, 1.0, 0.5, float("nan")], [1]),
            ([-1e308, 1e308, -1e308], [1]),
        ],
    )
    def test_they_are_where_the_direction_changes(self, numbers: list[float], turns: list[int]) -> None:
        assert turning_points(np.array(numbers)).tolist() == turns

    @given(st.lists(st.integers(-5, 5), max_size=60))
    def test_a_walk_along_the_numbers_finds_the_same(self, numbers: list[int]) -> None:
        found, way = [], 0
        for step in range(1, len(numbers)):
            change = numbers[step] - numbers[step - 1]
            if change * way < 0:
                found.append(step - 1)
            way = change or way
        assert turning_points(np.array(numbers, dtype=np.float64)).tolist() == found


@pytest.mark.long
def test_a_long_run_of_random_merges(make_snapshot: Callable[..., object]) -> None:
    rng = np.random.default_rng(1)
    series, known = Series(), np.full(2_000_000, np.nan)
    size = 0
    for _ in range(3000):
        start, length = int(rng.integers(0, 1_900_000)), int(rng.integers(1, 100_000))
        numbers = rng.normal(size=length)
        merge(series, start, numbers)
        known[start : start + length] = numbers
        size = max(size, start + length)
        first, last = sorted(rng.integers(0, size, 2).tolist())
        check_points(series, known[:size], first, last)
