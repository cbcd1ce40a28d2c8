"""Which steps leave the rows alone that no gradient has reached: what is said is what plain torch does."""

import math
from random import Random

import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.optimizers import OPTIMIZERS
from embviz.engine.past import stillness
from embviz.engine.past.stillness import Stillness
from tests.engine.plain import Plain, bits
from tests.engine.sequences import random_experiment
from tests.engine.trainers import quiet_trainer

RATES = (0.0, 1e-3, 1.0, 60_000.0, 1e5, 1e29, 3e38, math.inf)


def moves_all(experiment):
    trainer = quiet_trainer(experiment)
    _ = trainer.optimizer
    return Stillness().moves_all(trainer)


def is_moved_in_torch(experiment, rounds=3):
    """Whether rounds change weight, or make a state that differs, in rows that are not trained."""
    plain = Plain(experiment)
    before = bits(plain.weight[2:])
    try:
        plain.train(rounds)
    except RuntimeError:
        return None
    state = plain.optimizer.state.get(plain.weight, {})
    tables = [
        one[2:] for one in state.values() if torch.is_tensor(one) and one.dim() == 2 and not one.is_sparse
    ]
    is_uneven = any(bits(table) != bits(table[:1, :1].expand_as(table)) for table in tables)
    return bits(plain.weight[2:]) != before or is_uneven


def table_of(**fields):
    # Of either sign, large and small, and both zeros.
    values = [[1.0, 2.0]] * 2 + [[0.0, -0.0], [3e4, -1e-7], [1e-3, 1.0]]
    return Experiment(rows=5, dim=2, initial="values", values=values, **fields)


@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16", "float16"])
@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("optimizer", sorted(set(OPTIMIZERS) - {"SparseAdam"}))
def test_a_learning_rate_that_makes_nan_of_nothing_is_known(optimizer, rate, dtype):
    experiment = table_of(optimizer=optimizer, optimizer_args={"lr": rate}, dtype=dtype)
    assert moves_all(experiment) or is_moved_in_torch(experiment) is False


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_rows_that_are_said_to_stay_do_stay_whatever_the_arguments(optimizer):
    random, still = Random(optimizer), 0
    for _ in range(150):
        drawn = random_experiment(random, optimizer, "mse")
        table = table_of(
            optimizer=optimizer,
            optimizer_args=drawn.optimizer_args,
            schedule=drawn.schedule,
            schedule_args=drawn.schedule_args,
            zero_grad=drawn.zero_grad,
            sparse=drawn.sparse,
        )
        if not moves_all(table):
            still += 1
            assert not is_moved_in_torch(table, rounds=12), table
    assert still > 5


@pytest.mark.parametrize("gamma", [1.0001, math.nan, -0.5, -3.0])
def test_a_rate_that_grows_changes_its_sign_or_is_no_number_may_move_all(gamma):
    experiment = table_of(schedule="ExponentialLR", schedule_args={"gamma": gamma})
    assert moves_all(experiment)
    if not gamma > 0:
        assert is_moved_in_torch(experiment, rounds=20)


def test_weight_decay_moves_all_though_the_rate_is_zero():
    args = {"lr": 0.0, "momentum": 0.9, "weight_decay": 0.1}
    assert moves_all(table_of(optimizer_args=args))
    assert is_moved_in_torch(table_of(optimizer_args=args))


def test_what_torch_refuses_may_move_all_and_raises_nothing():
    assert moves_all(table_of(optimizer_args={"lr": 1e5}, dtype="float16"))
    assert moves_all(table_of(optimizer="SparseAdam"))


def test_usual_runs_keep_still_and_a_sparse_one_too():
    for optimizer in sorted(set(OPTIMIZERS) - {"AdamW", "SparseAdam"}):
        assert not moves_all(table_of(optimizer=optimizer))
    for optimizer in ("SGD", "Adagrad", "SparseAdam"):
        assert not moves_all(table_of(optimizer=optimizer, sparse=True))
    # Its usual arguments have a decay.
    assert moves_all(table_of(optimizer="AdamW"))


def test_a_falling_rate_is_not_tried_at_each_step(monkeypatch):
    tried = []
    real = stillness._tried
    monkeypatch.setattr(stillness, "_tried", lambda *args: tried.append(args) or real(*args))
    trainer = quiet_trainer(table_of(schedule="ExponentialLR", schedule_args={"gamma": 0.97}))
    one = Stillness()
    for _ in range(100):
        assert not one.moves_all(trainer)
        trainer.train(1)
    assert len(tried) <= 6


def test_arguments_that_are_set_in_the_middle_are_asked_of_anew():
    trainer, one = quiet_trainer(table_of()), Stillness()
    assert not one.moves_all(trainer)
    trainer.set_argument("weight_decay", 0.1)
    assert one.moves_all(trainer)
    trainer.set_argument("weight_decay", 0.0)
    assert not one.moves_all(trainer)
