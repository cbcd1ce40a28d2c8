"""A burst lasts as long as it was asked to, or so long that showing it is the smaller part of the work."""

import pytest

from embviz.engine.bursts import LONGEST_S, PARTS, Bursts
from tests.engine.requests import request


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def after(beside_s):
    clock = Clock()
    bursts = Bursts(clock)
    with bursts.beside():
        clock.now += beside_s
    return bursts


TRAIN = request("train", budget_s=0.014)


@pytest.mark.parametrize(
    ("beside_s", "budget_s"), [(0.0, 0.014), (0.001, 0.014), (0.01, 0.01 * PARTS), (5.0, LONGEST_S)]
)
def test_its_time_grows_with_what_is_done_beside_it(beside_s, budget_s):
    assert after(beside_s).stretched(TRAIN).budget_s == pytest.approx(budget_s)


def test_the_first_is_as_it_was_asked():
    assert Bursts().stretched(TRAIN) is TRAIN


def test_what_was_given_more_time_or_has_no_limit_stays():
    bursts = after(0.01)
    trains = (request("train", budget_s=1.0), request("train", budget_s=1e-6), request("train"))
    for asked in (*trains, request("step")):
        assert bursts.stretched(asked) is asked
