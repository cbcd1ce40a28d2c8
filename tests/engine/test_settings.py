"""What is changed in the middle of a run is what torch does with it, or is refused at once."""

import math

import pytest

from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.optimizers import OPTIMIZERS
from embviz.engine.trainer import Trainer
from tests.engine.plain import everything

NUMBERS = [(row.name, parameter) for row in OPTIMIZERS.values() for parameter in row.parameters]


@pytest.mark.parametrize(
    ("optimizer", "parameter"), NUMBERS, ids=[f"{name}-{parameter.name}" for name, parameter in NUMBERS]
)
def test_every_argument_of_every_optimizer_can_be_set_before_the_first_step(both, optimizer, parameter):
    base = {"momentum": 0.9} if optimizer == "SGD" else {}
    experiment = Experiment(optimizer=optimizer, optimizer_args=base, sparse=optimizer == "SparseAdam")
    value = not parameter.default if parameter.is_flag else 0.25
    trainer, plain = both(experiment)
    for run in (trainer, plain):
        run.set_argument(parameter.name, value)
        run.train(4)
    assert everything(trainer) == everything(plain)
    assert trainer.arguments[parameter.name] == value


@pytest.mark.parametrize("optimizer", ["Adam", "AdamW", "RMSprop", "Adagrad"])
def test_a_changed_lr_counts_from_the_next_step(both, optimizer):
    trainer, plain = both(Experiment(optimizer=optimizer))
    for run in (trainer, plain):
        run.train(3)
        run.set_argument("lr", 0.5)
        run.train(3)
    assert everything(trainer) == everything(plain)


def test_a_momentum_switched_off_leaves_a_buffer_that_returns(both):
    trainer, plain = both()
    for run in (trainer, plain):
        for momentum in (0.0, 0.9):
            run.train(2)
            run.set_argument("momentum", momentum)
        run.train(2)
    assert everything(trainer) == everything(plain)


def test_a_momentum_switched_on_later_makes_its_buffer_then(both):
    trainer, plain = both(Experiment(optimizer_args={"lr": 0.1}))
    for run in (trainer, plain):
        run.train(2)
        run.set_argument("momentum", 0.9)
        run.train(5)
    assert everything(trainer) == everything(plain)


@pytest.mark.parametrize(
    ("optimizer", "name", "value", "table"),
    [
        ("Adam", "amsgrad", True, "max_exp_avg_sq"),
        ("AdamW", "amsgrad", True, "max_exp_avg_sq"),
        ("RMSprop", "momentum", 0.5, "momentum_buffer"),
        ("RMSprop", "centered", True, "grad_avg"),
    ],
)
def test_a_table_that_torch_makes_at_the_first_step_alone_cannot_be_asked_for_later(
    both, optimizer, name, value, table, everything
):
    trainer, plain = both(Experiment(optimizer=optimizer))
    for run in (trainer, plain):
        run.train(1)
    before = everything(trainer)
    with pytest.raises(ExperimentError, match=f"torch made no {table} at the first step"):
        trainer.set_argument(name, value)
    assert everything(trainer) == before
    plain.set_argument(name, value)
    with pytest.raises((KeyError, RuntimeError, AttributeError, IndexError)):
        plain.train(1)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("lr", -1.0, "lr = -1.0: must be a number"),
        ("lr", "fast", "lr = 'fast'"),
        ("lr", True, "lr = True"),
        ("nesterov", 1.0, "must be true or false"),
        ("dampening", 0.5, "Nesterov momentum requires a momentum and zero dampening"),
        ("beta1", 0.9, "SGD has no such argument; it has lr, momentum"),
        ("zero_grad", "sometimes", "must be one of none, zeros, forgotten"),
        ("zero_grad", 1.0, "must be one of"),
        ("pairs", "0", "must be pairs of row numbers"),
        ("pairs", "", "must be "),
        ("pairs", "0, 2", "must be row numbers from 0 to 1"),
        ("pairs", 0.0, "must be pairs of row numbers"),
    ],
)
def test_what_is_refused_changes_nothing(name, value, why, everything):
    trainer = Trainer(Experiment(optimizer_args={"lr": 0.1, "momentum": 0.9, "nesterov": True}))
    trainer.train(2)
    before = everything(trainer), trainer.zero_grad_mode, trainer.pairs
    with pytest.raises(ExperimentError) as refused:
        trainer.set_argument(name, value)
    assert why in str(refused.value)
    assert refused.value.field in (name, "nesterov")
    assert (everything(trainer), trainer.zero_grad_mode, trainer.pairs) == before


def test_a_learning_rate_that_is_no_number_is_torchs_own_affair(trainer):
    trainer.set_argument("lr", math.nan)
    trainer.train(1)
    assert trainer.weight.isnan().all()


@pytest.mark.parametrize("mode", ["none", "zeros", "forgotten"])
def test_a_changed_way_to_clear_grad_counts_from_the_next_round(both, mode):
    trainer, plain = both(Experiment(zero_grad="zeros" if mode == "forgotten" else "forgotten"))
    for run in (trainer, plain):
        run.train(2)
        run.set_argument("zero_grad", mode)
        run.train(4)
    assert everything(trainer) == everything(plain)


def test_other_pairs_are_trained_from_the_next_pass_and_their_gap_is_along_their_own_line(both):
    trainer, plain = both(Experiment(rows=4))
    for run in (trainer, plain):
        run.train(3)
        run.set_argument("pairs", "2, 3; 0, 3")
    assert trainer.pairs == ((2, 3), (0, 3))
    shown = trainer.snapshot().trace
    assert shown.gaps.tolist() == pytest.approx(shown.distances.tolist())
    assert shown.distances[0] == pytest.approx((plain.weight[2] - plain.weight[3]).norm().item())
    assert trainer.train(3).losses.tolist() == plain.train(3)
    assert everything(trainer) == everything(plain)
