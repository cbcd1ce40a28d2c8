"""Going back, and going on elsewhere: what follows is what followed, for all recipes."""

import copy
import math

import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.frames import FrameReader, encode
from embviz.core.messages import Action
from embviz.core.optimizers import OPTIMIZERS
from embviz.engine.trainer import Trainer
from tests.engine.plain import Plain, bits, everything
from tests.engine.sequences import apply, sequences
from tests.engine.trainers import quiet_trainer

SEQUENCES = 40


def told(trainer):
    """All that a trainer holds and says of a moment."""
    status = (trainer.steps, trainer.grad_status, trainer.zero_grad_mode, trainer.pairs)
    shown = trainer.snapshot()
    trace = [getattr(shown.trace, name).tolist() for name in ("losses", "distances", "gaps")]
    return everything(trainer), repr(status), repr(trace), repr(shown.beads)


def followed(trainer, actions):
    """Do `actions`; return what is told after each."""
    return [(repr(apply(trainer, action)), told(trainer)) for action in actions]


def sent(snapshot):
    """The snapshot as it arrives on the other side."""
    reader = FrameReader()
    reader.feed(encode(snapshot))
    (arrived,) = reader.messages()
    return arrived


def halves(count, optimizer):
    """Random runs, each done to its middle, with what is still to be done."""
    for experiment, actions in sequences(count, optimizer):
        trainer, middle = quiet_trainer(experiment), len(actions) // 2
        followed(trainer, actions[:middle])
        yield trainer, actions[middle:]


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_what_follows_a_restore_is_bit_equal_to_what_followed_then(optimizer):
    for trainer, rest in halves(SEQUENCES, optimizer):
        checkpoint, then = trainer.checkpoint(), told(trainer)
        expected = followed(trainer, rest)
        for _ in range(2):
            trainer.restore(checkpoint)
            assert told(trainer) == then
            assert followed(trainer, rest) == expected


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_neither_taking_nor_restoring_shares_memory_with_the_run(optimizer):
    for trainer, rest in halves(SEQUENCES, optimizer):
        checkpoint = trainer.checkpoint()
        before = copy.deepcopy(checkpoint)
        for _ in range(2):
            followed(trainer, rest)
            trainer.restore(checkpoint)
        for name in ("weight", "grad", "optimizer", "schedule"):
            assert bits(getattr(checkpoint, name)) == bits(getattr(before, name)), name


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_what_follows_a_snapshot_that_was_sent_is_bit_equal_for_every_dense_run(optimizer):
    dense = 0
    for trainer, rest in halves(2 * SEQUENCES, optimizer):
        if trainer.experiment.sparse:
            continue
        dense += 1
        other = quiet_trainer(trainer.experiment)
        other.resume(sent(trainer.snapshot()))
        assert everything_that_acts(other) == everything_that_acts(trainer)
        for action in rest:
            assert apply(other, action) == apply(trainer, action)
            assert everything_that_acts(other) == everything_that_acts(trainer), action
        assert told(other)[1] == told(trainer)[1]
    assert dense > 10


def everything_that_acts(trainer):
    """All but the schedule's note of the lr that it gave last, which nothing reads when a step is done."""
    *tables, schedule = everything(trainer)
    return tables, {
        name: one for name, one in schedule.items() if name != "_last_lr"
    } if trainer.schedule else None


def values(trainer):
    """Every number of a sparse run, without where and how often it is stored."""
    tables = [trainer.weight, trainer.grad, *trainer.tables().values()]
    return bits([None if table is None else table.detach().to_dense() + 0.0 for table in tables])


@pytest.mark.parametrize("optimizer", ["SGD", "Adagrad", "SparseAdam"])
def test_a_sparse_run_that_was_sent_holds_the_same_values_and_goes_on_with_them(optimizer):
    experiment = Experiment(
        rows=6,
        dim=4,
        sparse=True,
        optimizer=optimizer,
        loss="squared_euclidean",
        pairs=((0, 1), (2, 3), (0, 4)),
    )
    for verbs in ([], ["backward"], ["backward", "step"], ["backward", "step", "backward"]):
        first, second = Trainer(experiment), Trainer(experiment)
        first.train(3)
        for verb in verbs:
            getattr(first, verb)()
        second.resume(sent(first.snapshot()))
        assert values(second) == values(first)
        assert (second.counters(), second.arguments) == (first.counters(), first.arguments)
        for trainer in (first, second):
            trainer.step()
            trainer.train(4)
        assert torch.allclose(first.weight, second.weight, rtol=1e-5, atol=1e-7)


SCHEDULED = Experiment(
    schedule="StepLR", schedule_args={"step_size": 3, "gamma": 0.5}, rows=4, pairs=((0, 1), (2, 3))
)
CHANGES = (
    Action(1, "train", rounds=4, name="none"),
    Action(2, "set", name="lr", value=0.7),
    Action(3, "set", name="zero_grad", value="forgotten"),
    Action(4, "set", name="pairs", value="3, 0"),
    Action(5, "train", rounds=2, name="forgotten"),
)


@pytest.fixture
def changed():
    """A run with a schedule, whose lr, way to clear grad and pairs were changed."""
    trainer = Trainer(SCHEDULED)
    followed(trainer, CHANGES)
    return trainer


def test_schedule_changed_lr_zero_grad_mode_and_pairs_are_all_restored(changed):
    plain = Plain(SCHEDULED)
    followed_by_torch = [apply(plain, action) for action in CHANGES]
    assert not any(action.refusal for action in followed_by_torch)
    checkpoint = changed.checkpoint()
    changed.restore(Trainer(SCHEDULED).checkpoint())
    assert (changed.arguments["lr"], changed.zero_grad_mode, changed.pairs) == (0.1, "none", SCHEDULED.pairs)
    assert changed.schedule_steps == 0
    changed.restore(checkpoint)
    assert (changed.arguments["lr"], changed.zero_grad_mode, changed.pairs) == (
        plain.group["lr"],
        "forgotten",
        ((3, 0),),
    )
    changed.train(5)
    plain.train(5)
    assert everything(changed) == everything(plain)


def test_schedule_changed_lr_zero_grad_mode_and_pairs_are_all_resumed(changed):
    other = Trainer(SCHEDULED)
    other.resume(sent(changed.snapshot()))
    assert other.zero_grad_mode == "forgotten"
    assert other.pairs == ((3, 0),)
    for trainer in (changed, other):
        trainer.train(5)
    assert everything(other) == everything(changed)


def test_a_schedule_keeps_the_lr_that_it_was_made_with_however_soon_lr_is_set(both):
    for trainer in both(SCHEDULED):
        trainer.set_argument("lr", 0.5)
    trainer, plain = both(SCHEDULED)
    for each in (trainer, plain):
        each.set_argument("lr", 0.5)
        each.train(4)
    assert everything(trainer) == everything(plain)


def test_the_gap_keeps_its_sign_when_the_run_goes_back_past_other_pairs():
    trainer = Trainer(Experiment(rows=4))
    trainer.train(6)
    gap, checkpoint = trainer.snapshot().trace.gaps[-1], trainer.checkpoint()
    assert gap < 0
    trainer.set_argument("pairs", "2, 3")
    trainer.restore(checkpoint)
    assert trainer.snapshot().trace.gaps[-1] == gap


def test_nan_and_infinity_in_arguments_and_values_go_on():
    odd = (math.nan, math.inf, -0.0)
    experiment = Experiment(rows=2, dim=3, initial="values", values=(odd, odd[::-1]))
    first, second = quiet_trainer(experiment), quiet_trainer(experiment)
    first.set_argument("lr", math.nan)
    second.resume(sent(first.snapshot()))
    for trainer in (first, second):
        trainer.train(3)
    assert everything(second) == everything(first)
    assert math.isnan(second.arguments["lr"])
