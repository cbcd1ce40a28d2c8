"""Whatever is done with a Trainer, in whatever order, plain torch does the same, bit for bit."""

import math
import warnings

import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from embviz.core.experiment import LARGEST_SEED, Experiment
from embviz.engine.trainer import ExperimentWarning, Trainer


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

    def __init__(self, experiment, make_plain, everything, bits):
        self.make_plain, self.everything, self.bits = make_plain, everything, bits
        self.experiment = experiment
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ExperimentWarning)
            self.trainer = Trainer(experiment)
        self.plain = self.make_plain(experiment)
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
        assert self.everything(self.trainer) == self.everything(self.plain)

    def replay(self):
        # Plain torch goes back by doing it all once more.
        self.plain, self.done = self.make_plain(self.experiment), list(self.done_then)
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
                with torch.no_grad():
                    who.weight[row % rows, column % dim] = value
            case "equal rows":
                i, j = self.experiment.pairs[0]
                with torch.no_grad():
                    who.weight[j] = who.weight[i]
            case "lookup":
                index = values[0] % rows
                look_up = who.embedding if who is self.plain else who.lookup
                return self.bits(look_up(torch.tensor([index])))
            case "snapshot":
                if who is self.plain:
                    return self.bits(who.weight), self.bits(who.grad), repr(who.forward())
                shown = who.snapshot()
                grad = shown.grad and self.bits(shown.grad.values)
                return self.bits(shown.weight.values), grad, repr(shown.distance)
            case _:
                return repr(getattr(who, verb)())
        return None


@settings(max_examples=max(200, settings.default.max_examples))
@given(experiments(), st.lists(ACTIONS, max_size=15))
@example(Experiment(), [("backward",), ("checkpoint",), ("step",), ("train", 3), ("restore",), ("train", 3)])
def test_any_sequence_of_actions_is_bit_equal_to_plain_torch_after_each(
    make_plain, everything, bits, experiment, actions
):
    twins = Twins(experiment, make_plain, everything, bits)
    for action in actions:
        twins.act(action)
