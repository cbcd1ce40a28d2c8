"""The pace of a run: the mean rate is right, and what was missed does not come in a leap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.gui.control.pace import CATCH_UP_S, PAINTS_PER_S, Pace

RATES = [1.0, 2.0, 5.0, 10.0, 20.0, 60.0, 200.0, 1000.0, 10_000.0]
each = pytest.mark.parametrize("rate", RATES)


def rounds_in(pace: Pace, start_s: float, seconds: float, tick_s: float) -> list[int]:
    """What is taken when somebody looks every `tick_s` seconds."""
    ticks = round(seconds / tick_s)
    return [pace.take(start_s + tick * tick_s) for tick in range(ticks)]


def started(rate: float, now_s: float = 100.0) -> Pace:
    pace = Pace(rate)
    pace.start(now_s)
    return pace


@each
@pytest.mark.parametrize("tick_s", [0.0007, 0.004])
def test_the_mean_rate_is_right_however_often_one_looks(rate: float, tick_s: float) -> None:
    assert sum(rounds_in(started(rate), 100.0, 20.0, tick_s)) == pytest.approx(
        20 * rate, abs=2 + rate * 0.025
    )


@each
def test_one_that_waits_as_long_as_it_is_told_keeps_the_rate(rate: float) -> None:
    pace, now_s, rounds = started(rate), 100.0, 0
    while now_s < 103.0:
        rounds += pace.take(now_s)
        now_s += pace.wait_s(now_s) + 1e-4
    assert rounds == pytest.approx(3 * rate, abs=2 + rate * 0.025)


@pytest.mark.parametrize("rate", [rate for rate in RATES if rate <= PAINTS_PER_S])
def test_up_to_sixty_a_second_each_step_is_one_by_itself(rate: float) -> None:
    assert set(rounds_in(started(rate), 100.0, 5.0, 0.004)) == {0, 1}


@pytest.mark.parametrize("rate", [rate for rate in RATES if rate > PAINTS_PER_S])
def test_above_that_those_of_a_paint_come_together(rate: float) -> None:
    pace = started(rate)
    assert 0 < pace.wait_s(100.0) <= 1 / PAINTS_PER_S
    assert pace.take(100.0) == 0
    assert pace.take(100.0 + 1 / PAINTS_PER_S) == pytest.approx(rate / PAINTS_PER_S, abs=1.5)


def test_the_first_step_comes_at_once_and_the_next_after_its_time() -> None:
    pace = started(1.0)
    assert pace.wait_s(100.0) == 0
    assert pace.take(100.0) == 1
    assert pace.take(100.0) == 0
    assert pace.wait_s(100.25) == pytest.approx(0.75)


@each
def test_a_window_that_was_held_up_catches_up_on_a_few_alone(rate: float) -> None:
    pace = started(rate)
    pace.take(100.1)
    after = [pace.take(160.0) for _ in range(1000)]
    assert 1 <= sum(after) <= 1 + CATCH_UP_S * rate + 1


def test_a_faster_pace_takes_effect_at_once_and_gives_no_step_away() -> None:
    pace = started(1.0)
    assert pace.take(100.0) == 1
    pace.change(10.0)
    assert pace.wait_s(100.0) == pytest.approx(0.1)
    for _ in range(5):
        pace.change(2.0)
        pace.change(10.0)
    assert pace.take(100.05) == 0
    assert pace.take(100.11) == 1


@given(st.lists(st.tuples(st.sampled_from(RATES), st.floats(0, 0.5)), max_size=30))
def test_whatever_the_slider_does_there_are_never_more_steps_than_the_fastest_pace_allows(
    moves: list[tuple[float, float]],
) -> None:
    pace, now_s, rounds = started(1.0), 100.0, 0
    for rate, seconds in moves:
        pace.change(rate)
        now_s += seconds
        rounds += pace.take(now_s)
        assert pace.wait_s(now_s) >= 0
    fastest = max([rate for rate, _ in moves], default=1.0)
    assert rounds <= 1 + len(moves) + fastest * (now_s - 100.0 + CATCH_UP_S * len(moves))
