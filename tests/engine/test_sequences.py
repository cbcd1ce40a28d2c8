"""Whatever is done with a Trainer, in whatever order, plain torch does the same, bit for bit."""

import math

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from embviz.core.checks import LARGEST_SEED
from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.optimizers import OPTIMIZERS
from embviz.engine.trainer import Trainer
from tests.engine.plain import Plain, bits, everything
from tests.engine.sequences import apply, sequences
from tests.engine.trainers import is_refused_beforehand, quiet_trainer

SEQUENCES = 60


def run_both(experiment, actions):
    """Do `actions` to a Trainer and to plain torch, and hold the two together after each."""
    trainer, plain = quiet_trainer(experiment), Plain(experiment)
    for number, action in enumerate(actions):
        if is_refused_beforehand(trainer, action):
            continue
        ours, theirs = apply(trainer, action), apply(plain, action)
        assert ours == theirs
        assert everything(trainer) == everything(plain), action
        assert trainer.steps == plain.steps
        # What a viewer asks for in between changes no bit.
        trainer.snapshot(place=(number % experiment.rows, number % experiment.dim))
        assert everything(trainer) == everything(plain), "a look changed it"
    return trainer, plain


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_any_sequence_of_any_recipe_is_bit_equal_to_plain_torch_after_each_action(optimizer):
    for experiment, actions in sequences(SEQUENCES, optimizer):
        run_both(experiment, actions)


@pytest.mark.parametrize("zero_grad", ["none", "zeros", "forgotten"])
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_every_loss_is_trained_bit_equal_for_one_pair_and_for_many(loss, zero_grad):
    negatives = ((0, 3), (2, 4)) if LOSSES[loss].has_negatives else ()
    for pairs in (((0, 1),), ((0, 1), (2, 3)), ((0, 1), (2, 3), (4, 4)), ((0, 1), (0, 1), (1, 0))):
        experiment = Experiment(
            rows=5, dim=17, loss=loss, pairs=pairs, negatives=negatives, zero_grad=zero_grad
        )
        trainer, plain = Trainer(experiment), Plain(experiment)
        # As text, in which NaN is equal to NaN.
        assert repr(trainer.train(30).losses.tolist()) == repr(plain.train(30))
        assert everything(trainer) == everything(plain)


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_what_a_snapshot_shows_is_what_plain_torch_holds(optimizer):
    for experiment, actions in sequences(12, optimizer):
        trainer, plain = run_both(experiment, actions)
        shown, state = trainer.snapshot(), plain.optimizer.state_dict()["state"].get(0, {})
        assert bits_of_tile(shown.weight) == bits_of_table(plain.weight)
        assert bits_of_tile(shown.grad) == bits_of_table(plain.grad)
        tables = {name: one for name, one in state.items() if torch.is_tensor(one) and one.dim() == 2}
        assert {name: bits_of_tile(tile) for name, tile in shown.state.items()} == {
            name: bits_of_table(table) for name, table in tables.items()
        }
        counters = {name: float(one) for name, one in state.items() if name not in tables and one is not None}
        assert (shown.counters, shown.step) == (counters, plain.steps)
        assert shown.schedule_steps == (plain.schedule.last_epoch if plain.schedule else 0)
        assert shown.arguments["lr"] == pytest.approx(plain.group["lr"], rel=0, nan_ok=True)


def bits_of_tile(tile):
    return None if tile is None else bits(torch.tensor(tile.values))


def bits_of_table(table):
    if table is None:
        return None
    return bits(table.detach().to_dense().to(torch.promote_types(table.dtype, torch.float32)))


@st.composite
def experiments(draw):
    rows = draw(st.integers(1, 5))
    index = st.integers(0, rows - 1)
    fraction = st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0, 1.5]) | st.floats(0, 2)
    args = {"lr": draw(fraction), "momentum": draw(fraction), "weight_decay": draw(fraction)}
    args["dampening"] = draw(st.sampled_from([0.0, 0.0, 0.5, 1.0, -1.0]))
    args["maximize"] = draw(st.booleans())
    args["nesterov"] = draw(st.booleans()) and args["momentum"] > 0 and args["dampening"] == 0
    return Experiment(
        rows=rows,
        dim=draw(st.integers(1, 20)),
        seed=draw(st.integers(0, LARGEST_SEED)),
        optimizer_args=args,
        pairs=((draw(index), draw(index)),),
    )


PLACES = st.integers(0, 99)
ODD_VALUES = st.sampled_from([0.0, -0.0, 1e30, -1e30, 1e-30, math.inf, math.nan])
ACTIONS = st.one_of(
    st.sampled_from([("forward",), ("backward",), ("step",), ("zero_grad",), ("snapshot",)]),
    st.sampled_from([("backward",), ("step",), ("checkpoint",), ("restore",), ("equal rows",)]),
    st.tuples(st.just("train"), st.integers(0, 6)),
    st.tuples(st.just("lookup"), PLACES),
    st.tuples(st.just("poke"), PLACES, PLACES, ODD_VALUES),
)


class Twins:
    """A Trainer and plain torch that do the same, compared after each action."""

    def __init__(self, experiment):
        self.experiment = experiment
        self.trainer, self.plain = quiet_trainer(experiment), Plain(experiment)
        self.done = []
        self.checkpoint = self.trainer.checkpoint()
        self.done_then = []

    def act(self, action):
        verb, *values = action
        if verb == "checkpoint":
            self.checkpoint, self.done_then = self.trainer.checkpoint(), list(self.done)
        elif verb == "restore":
            self.trainer.restore(self.checkpoint)
            self.replay()
        else:
            self.done.append(action)
            assert self.result(self.trainer, verb, values) == self.result(self.plain, verb, values)
        assert everything(self.trainer) == everything(self.plain)

    def replay(self):
        # Plain torch goes back by doing it all once more.
        self.plain, self.done = Plain(self.experiment), list(self.done_then)
        for verb, *values in self.done:
            self.result(self.plain, verb, values)

    def result(self, who, verb, values):
        rows, dim = self.experiment.rows, self.experiment.dim
        match verb:
            case "train":
                losses = who.train(*values)
                # As text, in which NaN is equal to NaN.
                return repr(losses if who is self.plain else losses.losses.tolist())
            case "poke":
                row, column, value = values
                who.edit((row % rows, column % dim), value)
            case "equal rows":
                i, j = self.experiment.pairs[0]
                with torch.no_grad():
                    who.weight[j] = who.weight[i]
            case "lookup":
                return bits(who.lookup((values[0] % rows,)))
            case "snapshot":
                if who is self.plain:
                    return bits_of_table(who.weight), bits_of_table(who.grad), repr(who.forward())
                shown = who.snapshot()
                return bits_of_tile(shown.weight), bits_of_tile(shown.grad), repr(shown.distance)
            case _:
                return repr(getattr(who, verb)())
        return None


@settings(max_examples=max(200, settings.default.max_examples))
@given(experiments(), st.lists(ACTIONS, max_size=15))
@example(Experiment(), [("backward",), ("checkpoint",), ("step",), ("train", 3), ("restore",), ("train", 3)])
def test_any_sequence_with_going_back_is_bit_equal_to_plain_torch_after_each(experiment, actions):
    twins = Twins(experiment)
    for action in actions:
        twins.act(action)
