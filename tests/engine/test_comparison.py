"""A comparison holds a moment as it was, and tells what differs from it now: torch's own minus."""

import math

import numpy as np
import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.messages import Moment, Viewport
from embviz.engine.comparison import Comparison
from tests.engine.trainers import quiet_trainer

MOMENT = Moment(0, 4)
LARGE = {"rows": 5000, "dim": 40}
EXPERIMENTS = {
    "the article": {},
    "SGD with momentum": {"optimizer_args": {"lr": 0.1, "momentum": 0.9}},
    "Adam": {"optimizer": "Adam"},
    "Adam, amsgrad": {"optimizer": "Adam", "optimizer_args": {"amsgrad": True}},
    "float64": {"dtype": "float64", "optimizer": "Adam"},
    "bfloat16": {"dtype": "bfloat16"},
    "float16": {"dtype": "float16"},
    "sparse": {"sparse": True, "optimizer_args": {"lr": 0.1}},
    "sparse, float64": {"sparse": True, "optimizer": "SparseAdam", "dtype": "float64"},
    "sparse, bfloat16": {"sparse": True, "dtype": "bfloat16", "optimizer_args": {"lr": 0.1}},
    "large": LARGE,
}


def clones(trainer):
    """Every table of a trainer, by plain torch, dense."""
    grad = {} if trainer.grad is None else {"grad": trainer.grad}
    tables = {"weight": trainer.weight, **grad, **trainer.optimizer.state.get(trainer.weight, {})}
    shape = trainer.weight.shape
    return {
        name: table.detach().to_dense().clone()
        for name, table in tables.items()
        if torch.is_tensor(table) and table.shape == shape
    }


def is_same(tile, table):
    """Whether a tile is a table, bit for bit, every NaN alike."""
    expected = (table if table.dtype == torch.float64 else table.float()).numpy()
    assert tile.values.dtype == expected.dtype
    bits = f"u{expected.itemsize}"
    same = (tile.values.view(bits) == expected.view(bits)) | (np.isnan(tile.values) & np.isnan(expected))
    return tile.is_whole and bool(same.all())


@pytest.fixture
def compared():
    """Make an experiment's trainer of `before` rounds, hold that, and do `after` more."""

    def compared(before=2, after=3, **fields):
        trainer = quiet_trainer(Experiment(**fields))
        trainer.train(before)
        held = clones(trainer)
        comparison = Comparison.of(trainer, MOMENT)
        trainer.train(after)
        return trainer, comparison, held

    return compared


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_difference_is_torch_s_own_subtraction(name, compared):
    trainer, comparison, held = compared(**EXPERIMENTS[name])
    other, now = comparison.other(trainer), clones(trainer)
    assert set(other.differences) == set(held) == set(now)
    for table, difference in other.differences.items():
        assert is_same(difference, now[table] - held[table])


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_what_is_held_stays_whatever_the_trainer_does(name, compared):
    trainer, comparison, held = compared(**EXPERIMENTS[name])
    trainer.edit((0, 0), 7.0)
    trainer.zero_grad()
    other = comparison.other(trainer)
    assert other.grad is not None
    for table, tile in {"weight": other.weight, "grad": other.grad, **other.state}.items():
        assert is_same(tile, held.pop(table))
    assert not held


def test_it_says_which_moment_it_is(compared):
    trainer, comparison, _ = compared(before=2)
    other = comparison.other(trainer)
    assert (other.moment, other.step) == (MOMENT, 2)


@pytest.mark.parametrize("sparse", [False, True])
def test_grad_that_is_none_on_either_side_has_no_difference(sparse, compared):
    trainer, comparison, _ = compared(before=0, sparse=sparse, optimizer_args={"lr": 0.1})
    other = comparison.other(trainer)
    assert other.grad is None
    assert "grad" not in other.differences
    later = Comparison.of(trainer, MOMENT)
    trainer.zero_grad()
    other = later.other(trainer)
    assert other.grad is not None
    assert set(other.differences) == {"weight"}


def test_a_table_that_only_one_moment_has_is_not_in_the_differences(compared):
    trainer, comparison, _ = compared(before=0, optimizer="Adam")
    other = comparison.other(trainer)
    assert other.state == {}
    assert set(other.differences) == {"weight"}


def test_a_sparse_grad_is_compared_with_rows_that_only_one_of_the_two_stores():
    trainer = quiet_trainer(Experiment(rows=9, sparse=True, pairs=((1, 5),), optimizer_args={"lr": 0.1}))
    trainer.train(1)
    comparison, held = Comparison.of(trainer, MOMENT), clones(trainer)
    trainer.set_argument("pairs", "5, 7")
    trainer.train(1)
    difference = comparison.other(trainer).differences["grad"]
    assert is_same(difference, trainer.grad.to_dense() - held["grad"])
    assert np.flatnonzero(difference.values.any(axis=1)).tolist() == [1, 5, 7]


def test_a_sparse_grad_that_zero_grad_has_emptied_counts_as_zeros(compared):
    trainer, comparison, held = compared(sparse=True, optimizer_args={"lr": 0.1})
    trainer.zero_grad(set_to_none=False)
    assert is_same(comparison.other(trainer).differences["grad"], -held["grad"])


def test_what_is_no_number_differs_as_torch_says():
    values = ((math.inf, math.inf, math.nan, 1.0, 2.0), (0.0, -math.inf, 1.0, 1.0, -0.0))
    trainer = quiet_trainer(Experiment(initial="values", values=values, rows=2, dim=5))
    comparison = Comparison.of(trainer, MOMENT)
    assert np.isnan(comparison.other(trainer).differences["weight"].values).sum() == 4
    trainer.edit((0, 1), 1.0)
    trainer.edit((0, 3), math.inf)
    held = torch.tensor(values)
    assert is_same(comparison.other(trainer).differences["weight"], trainer.weight.detach() - held)


def test_one_changed_row_of_a_large_table_is_seen_in_a_small_picture():
    trainer = quiet_trainer(Experiment(rows=100_000, dim=30))
    comparison = Comparison.of(trainer, MOMENT)
    viewport = Viewport(height=64, width=16)
    assert not comparison.other(trainer, viewport).differences["weight"].values.any()
    before = trainer.weight[70_000, 3].item()
    trainer.edit((70_000, 3), before + 0.125)
    tile = comparison.other(trainer, viewport).differences["weight"]
    ((row, column),) = np.argwhere(tile.values)
    assert tile.row_span(row)[0] <= 70_000 < tile.row_span(row)[1]
    assert tile.column_span(column)[0] <= 3 < tile.column_span(column)[1]
    changed = np.float32(trainer.weight[70_000, 3].item()) - np.float32(before)
    assert tile.values[row, column] == changed


def test_all_tiles_show_the_viewport_of_the_snapshot(compared):
    trainer, comparison, _ = compared(**LARGE)
    for viewport in (Viewport(height=64, width=16), Viewport(8, 8, 100, 108, 3, 9), None):
        snapshot, other = trainer.snapshot(viewport), comparison.other(trainer, viewport)
        assert other.grad is not None
        for tile in (other.weight, other.grad, *other.state.values(), *other.differences.values()):
            wanted = snapshot.weight
            assert (tile.rows, tile.columns, tile.shape) == (wanted.rows, wanted.columns, wanted.shape)
            assert tile.values.shape == wanted.values.shape


@pytest.mark.parametrize("shape", [{"rows": 64, "dim": 16}, {"rows": 3, "dim": 5}, {"rows": 2, "dim": 1}])
def test_a_moment_of_another_shape_is_shown_without_differences(shape, compared):
    _, comparison, held = compared()
    trainer = quiet_trainer(Experiment(**shape))
    trainer.train(1)
    for viewport in (None, Viewport(2, 2, row_start=40, row_stop=60, column_start=9)):
        other = comparison.other(trainer, viewport)
        assert other.differences == {}
        assert other.weight.shape == (2, 5)
    assert is_same(comparison.other(trainer).weight, held["weight"])


def test_another_optimizer_s_tables_are_shown_and_not_subtracted(compared):
    _, comparison, _ = compared(optimizer="Adam")
    trainer = quiet_trainer(Experiment())
    trainer.train(1)
    other = comparison.other(trainer)
    assert set(other.state) == {"exp_avg", "exp_avg_sq"}
    assert set(other.differences) == {"weight", "grad"}


def test_a_float64_run_is_compared_with_a_float32_one_in_float64(compared):
    _, comparison, held = compared()
    trainer = quiet_trainer(Experiment(dtype="float64"))
    difference = comparison.other(trainer).differences["weight"]
    assert is_same(difference, trainer.weight.detach() - held["weight"])


def test_a_difference_that_was_told_stays(compared):
    trainer, comparison, held = compared()
    first = comparison.other(trainer).differences
    now = clones(trainer)
    trainer.train(5)
    comparison.other(trainer)
    assert all(is_same(tile, now[name] - held[name]) for name, tile in first.items())
