"""Sizes say which moments there is room for, and how often one of many heavy ones is kept."""

import pytest

from embviz.core.experiment import Experiment
from embviz.engine.past import sizes
from embviz.engine.past.sizes import HEAVY_BYTES, HEAVY_BYTES_A_SECOND, LARGEST_PART, Sizes
from embviz.engine.trainer import Trainer


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def adam():
    """400 x 50: 80,000 bytes a table, four of them once there is a state."""
    made = Trainer(Experiment(rows=400, dim=50, optimizer="Adam", pairs=((3, 7),)))
    made.train(1)
    return made


@pytest.mark.parametrize(("rows", "size"), [(None, 4 * 80_000), ((3, 7), 4 * 400), ((), 0)])
def test_a_moment_fits_where_it_takes_no_more_than_its_part_of_the_budget(adam, rows, size):
    assert Sizes(int(size / LARGEST_PART), Clock()).fits(adam, rows)
    assert Sizes(int(size / LARGEST_PART) - 1, Clock()).fits(adam, rows) is False


def test_before_there_is_a_state_weight_and_grad_are_counted():
    trainer = Trainer(Experiment(rows=400, dim=50, dtype="float64", optimizer="Adam"))
    limit = int(2 * 160_000 / LARGEST_PART)
    assert Sizes(limit, Clock()).fits(trainer, None)
    assert not Sizes(limit - 1, Clock()).fits(trainer, None)


def test_each_round_is_kept_of_light_moments_alone(adam, monkeypatch):
    kept = Sizes(10**9, Clock())
    assert kept.are_all_kept(adam, None)
    monkeypatch.setattr(sizes, "HEAVY_BYTES", 4 * 80_000)
    assert kept.are_all_kept(adam, None)
    monkeypatch.setattr(sizes, "HEAVY_BYTES", 4 * 80_000 - 1)
    assert not kept.are_all_kept(adam, None)
    assert kept.are_all_kept(adam, (3, 7))
    assert HEAVY_BYTES >= 100_000
    assert not Sizes(1000, Clock()).are_all_kept(adam, (3, 7))


def test_of_heavy_moments_as_many_are_due_as_make_so_many_bytes_a_second(adam):
    clock = Clock()
    heavy, due = Sizes(10**9, clock), 0
    for _ in range(10_000):
        due += heavy.is_due(adam, None)
        clock.now += 0.001
    assert due * 4 * 80_000 == pytest.approx(10 * HEAVY_BYTES_A_SECOND, rel=0.05)


def test_what_does_not_fit_is_never_due_and_puts_nothing_off(adam):
    one = Sizes(1000, Clock())
    assert not one.is_due(adam, None)
    one.budget_bytes = 10**9
    assert one.is_due(adam, None)
    assert not one.is_due(adam, None)
