"""Notes: copies of the rows that matter, the same ones whether taken one by one or in a training loop."""

import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.optimizers import OPTIMIZERS
from embviz.engine.past.notes import FEW_ROWS, Notes
from tests.engine.plain import Plain, bits
from tests.engine.trainers import quiet_trainer

ROUNDS = 7
# Each with the grads that torch takes there.
RECIPES = [(name, False) for name in sorted(OPTIMIZERS) if name != "SparseAdam"]
RECIPES += [(name, True) for name in ("SGD", "Adagrad", "SparseAdam")]
# One way each: all rows, views of a few, an index of more.
ROWS = [None, (0, 1), (0, 1, 2, 5), tuple(range(FEW_ROWS + 2))]


def expected(plain, rows):
    """What plain torch holds now: the rows of its dense tables one below the other, the sparse ones whole."""
    state = plain.optimizer.state.get(plain.weight, {})
    tables = {"weight": plain.weight, "grad": plain.grad, **state}
    tables = {name: one for name, one in tables.items() if torch.is_tensor(one) and one.dim() == 2}
    dense = {name: one for name, one in tables.items() if not one.is_sparse}
    parts = [one if rows is None else one[list(rows)] for one in dense.values()]
    return (
        tuple(dense),
        bits(torch.cat(parts)),
        {name: bits(one) for name, one in tables.items() if one.is_sparse},
    )


@pytest.mark.parametrize("rows", ROWS, ids=["all", "two", "few", "many"])
@pytest.mark.parametrize("schedule", ["none", "ExponentialLR"])
@pytest.mark.parametrize(("optimizer", "sparse"), RECIPES)
def test_a_note_of_each_round_is_what_plain_torch_held_after_it(optimizer, sparse, schedule, rows):
    args = {"lr": 0.1, "momentum": 0.9} if optimizer == "SGD" else {}
    experiment = Experiment(
        rows=9, optimizer=optimizer, optimizer_args=args, sparse=sparse, schedule=schedule
    )
    trainer, plain = quiet_trainer(experiment), Plain(experiment)
    trainer.notes = notes = Notes(rows)
    trainer.train(ROUNDS)
    assert len(notes.taken) == ROUNDS
    for number in range(ROUNDS):
        plain.round()
        names, dense, sparse_ones = expected(plain, rows)
        assert notes.names == names
        assert bits(notes.taken[number]) == dense
        assert {name: bits(tables[number]) for name, tables in notes.sparse.items()} == sparse_ones
    assert len(notes.rates) == (ROUNDS if schedule != "none" else 0)


@pytest.mark.parametrize("mode", ["none", "zeros", "forgotten"])
@pytest.mark.parametrize("rows", ROWS, ids=["all", "two", "few", "many"])
def test_no_note_shares_memory_with_the_run(rows, mode):
    trainer = quiet_trainer(Experiment(rows=9, zero_grad=mode))
    trainer.notes = notes = Notes(rows)
    trainer.train(ROUNDS)
    before = bits(notes.taken)
    trainer.notes = None
    trainer.train(ROUNDS)
    assert bits(notes.taken) == before
    assert len(notes.taken) == ROUNDS


def test_the_learning_rate_of_each_round_is_the_one_after_it():
    trainer = quiet_trainer(Experiment(schedule="StepLR", schedule_args={"step_size": 2, "gamma": 0.5}))
    trainer.notes = notes = Notes(None)
    trainer.train(4)
    assert notes.rates == [0.1, 0.05, 0.05, 0.025]


def test_of_a_round_that_torch_refuses_no_note_is_taken():
    schedule = {"schedule": "ExponentialLR", "schedule_args": {"gamma": 1e10}}
    trainer = quiet_trainer(Experiment(optimizer_args={"lr": 1e20}, **schedule))
    trainer.notes = notes = Notes(None)
    with pytest.raises(RuntimeError, match="overflow"):
        trainer.train(9)
    assert len(notes.taken) == trainer.steps == trainer.rounds.steps.size == 2


def test_a_trainer_without_notes_takes_none():
    trainer = quiet_trainer(Experiment())
    trainer.train(ROUNDS)
    assert trainer.notes is None


def test_tables_of_no_rows_are_noted_as_such():
    trainer = quiet_trainer(Experiment())
    notes = Notes(())
    notes.take(trainer)
    assert notes.names == ("weight",)
    assert notes.taken[0].shape == (0, 5)
