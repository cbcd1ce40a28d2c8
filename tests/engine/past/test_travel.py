"""Going back to any moment and on from there: every bit as if nobody had ever gone anywhere."""

import math
from random import Random

import msgspec
import pytest

from embviz.core.experiment import Experiment
from embviz.core.messages import Action, Moment, Request
from embviz.core.optimizers import OPTIMIZERS
from embviz.engine.past import travel
from embviz.engine.past.history import History
from tests.engine.past.recorded import Recorded, Uninterrupted, possible, runs, told
from tests.engine.plain import everything
from tests.engine.trainers import quiet_trainer

# Of each optimizer: 6 times 34 random cuts in all.
SMALL_CUTS, LARGE_CUTS = 20, 14
MANY_CUTS = 700
EACH_MOMENT = 20


def go_on(recorded, actions, plain, index):
    """Do what followed the moment `index`, and hold each end of an action against plain torch."""
    start = 0
    for action, end in zip(actions, plain.ends, strict=True):
        if end > index:
            recorded.do(msgspec.structs.replace(action, rounds=max(0, action.rounds - max(0, index - start))))
            assert recorded.here.index == end
            assert told(recorded.trainer) == plain.moments[end], action
        start = end


def recorded_and_plain(experiment, actions):
    """The run with its history, and in plain torch, which was never interrupted."""
    plain, recorded = Uninterrupted(experiment, actions), Recorded(experiment)
    for action in actions:
        recorded.do(action)
    assert recorded.here == Moment(0, len(plain.moments) - 1)
    return recorded, plain


def numbers_kept(history, index):
    """Loss, distance and gap of a moment, as the curve has them."""
    trace = history.trace(0)
    return [column[index].item() for column in (trace.losses, trace.distances, trace.gaps)]


def numbers_now(trainer):
    now = trainer.moment()
    return [column[0].item() for column in (now.losses, now.distances, now.gaps)]


def cut_at_random(optimizer, count, is_large):
    for random, experiment, actions in runs(count, optimizer, is_large):
        recorded, plain = recorded_and_plain(experiment, actions)
        before = recorded.kept()
        cut = Moment(0, random.randrange(len(plain.moments)))
        for number, go in enumerate((recorded.stand, recorded.revisit, recorded.stand)):
            go(cut)
            assert told(recorded.trainer) == plain.moments[cut.index], (experiment, cut)
            recorded.history.fork()
            go_on(recorded, actions, plain, cut.index)
            assert recorded.here == Moment(number + 1, len(plain.moments) - 1)
        after = recorded.kept()
        assert {moment: after[moment] for moment in before} == before


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_a_run_that_is_cut_goes_on_bit_equal_to_plain_torch_that_never_was(optimizer):
    cut_at_random(optimizer, SMALL_CUTS, is_large=False)


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_so_does_a_table_of_which_only_some_rows_are_kept(optimizer):
    cut_at_random(optimizer, LARGE_CUTS, is_large=True)


@pytest.mark.parametrize("is_large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_each_moment_of_a_run_in_any_order_is_what_plain_torch_held(optimizer, is_large):
    for random, experiment, actions in runs(EACH_MOMENT, optimizer, is_large):
        recorded, plain = recorded_and_plain(experiment, actions)
        for index in random.sample(range(len(plain.moments)), len(plain.moments)):
            recorded.stand(Moment(0, index))
            assert told(recorded.trainer) == plain.moments[index], (experiment, index)
            assert repr(numbers_kept(recorded.history, index)) == repr(numbers_now(recorded.trainer))


# What makes a table of which some rows are kept into one of which all are, or nearly does.
EDGES = {
    "one pair": {"optimizer_args": {"lr": 0.1, "momentum": 0.9}},
    "weight decay": {"optimizer": "AdamW"},
    "decay that moves nothing": {"optimizer_args": {"lr": 0.0, "momentum": 0.9, "weight_decay": 0.1}},
    "maximize": {"optimizer_args": {"lr": 0.1, "momentum": 0.9, "maximize": True}},
    "initial accumulator": {"optimizer": "Adagrad", "optimizer_args": {"initial_accumulator_value": 0.1}},
    "max_norm": {"max_norm": 1.0},
    "forgotten": {"zero_grad": "forgotten", "optimizer": "RMSprop"},
    "no eps": {"optimizer": "Adam", "optimizer_args": {"eps": 0.0}},
    "infinite lr": {"optimizer_args": {"lr": math.inf, "momentum": 0.9}},
    "half, large lr": {"dtype": "float16", "optimizer": "Adam", "optimizer_args": {"lr": 60_000.0}},
    "nan lr in time": {"schedule": "ExponentialLR", "schedule_args": {"gamma": math.nan}},
    "lr of both signs": {"schedule": "ExponentialLR", "schedule_args": {"gamma": -0.5}},
    "lr to infinity": {"schedule": "ExponentialLR", "schedule_args": {"gamma": 1e20}},
    "lr to minus infinity": {"schedule": "ExponentialLR", "schedule_args": {"gamma": -1e20}},
    "sparse": {"sparse": True, "optimizer_args": {"lr": 0.1, "momentum": 0.9}},
    "SparseAdam": {"sparse": True, "optimizer": "SparseAdam"},
}
# Zeros of both signs, which a step by nothing may tell apart.
NUMBERS = [[(-0.0, 0.0, 1.5, -2.0)[(row + column) % 4] for column in range(8)] for row in range(300)]
THINGS = [
    Action(1, "backward"),
    Action(2, "step"),
    Action(3, "train", rounds=5),
    Action(4, "edit", place=(200, 3), value=math.nan),
    Action(5, "lookup", indices=(250, 3, 250)),
    Action(6, "forward"),
    Action(7, "train", rounds=3),
    Action(8, "set", name="pairs", value="7, 8; 9, 7"),
    Action(9, "train", rounds=5),
    Action(10, "edit", place=(7, 0), value=1e30),
    Action(11, "set", name="lr", value=0.01),
    Action(12, "backward"),
    Action(13, "train", rounds=4),
    Action(14, "set", name="weight_decay", value=0.1),
    Action(15, "train", rounds=2),
    Action(16, "zero_grad", name="none"),
]


@pytest.mark.parametrize("initial", ["normal", "values"])
@pytest.mark.parametrize("edge", EDGES)
def test_each_row_is_what_it_was_whichever_of_them_are_kept(edge, initial):
    fields = {"initial": initial, "values": NUMBERS if initial == "values" else ()}
    experiment = Experiment(rows=300, dim=8, pairs=((3, 4),), **fields, **EDGES[edge])
    actions = possible(experiment, tuple(THINGS))
    recorded, plain = recorded_and_plain(experiment, actions)
    order = Random(edge).sample(range(len(plain.moments)), len(plain.moments))
    for index in order:
        recorded.stand(Moment(0, index))
        assert told(recorded.trainer) == plain.moments[index], index
    recorded.stand(Moment(0, order[0]))
    recorded.history.fork()
    go_on(recorded, actions, plain, order[0])


def test_of_a_large_table_only_the_rows_that_ever_changed_are_kept():
    recorded = Recorded(Experiment(rows=300, dim=8, pairs=((3, 4),), max_norm=2.0))
    rows = []
    for kind, fields in (
        ("forward", {}),
        ("lookup", {"indices": (9, 9, 5)}),
        ("edit", {"place": (200, 0), "value": 1.0}),
        ("train", {}),
    ):
        recorded.act(kind, **fields)
        rows.append(recorded.history.rows)
    assert rows == [(3, 4), (3, 4, 5, 9), (3, 4, 5, 9, 200), (3, 4, 5, 9, 200)]
    recorded.act("set", name="weight_decay", value=0.1)
    assert recorded.history.rows is not None
    recorded.act("train")
    assert recorded.history.rows is None


def test_a_lookup_outside_the_table_is_refused_and_keeps_no_row():
    recorded = Recorded(Experiment(rows=300, dim=8, pairs=((3, 4),), max_norm=1.0))
    for index in (-1, 300, 10**12):
        recorded.act("lookup", indices=(index,))
        assert recorded.history.rows == ()
    recorded.act("train", 3)
    assert recorded.history.rows == (3, 4)


def test_going_elsewhere_and_back_leaves_the_run_where_it_was():
    recorded = Recorded(Experiment(rows=300, dim=8, pairs=((3, 4),)))
    recorded.act("train", 9)
    before, here, rows = told(recorded.trainer), recorded.here, recorded.history.rows
    with travel.elsewhere(recorded.history, Moment(0, 4)) as other:
        assert other.steps == 4
        assert other is not recorded.trainer
        other.train(3)
    assert (told(recorded.trainer), recorded.here, recorded.history.rows) == (before, here, rows)
    recorded.stand(Moment(0, 7))
    assert everything(other) == everything(recorded.trainer)


def test_a_run_begun_beside_another_is_reached_from_its_own_start():
    recorded = Recorded(Experiment(rows=300, dim=8, pairs=((3, 4),)))
    recorded.act("train", 5)
    then = told(recorded.trainer)
    recorded.begin(Experiment(optimizer="Adam"))
    recorded.act("train", 5)
    recorded.trainer = travel.at_start(recorded.history, 0)
    recorded.stand(Moment(0, 5))
    assert told(recorded.trainer) == then


def test_a_run_that_goes_on_from_a_snapshot_begins_with_all_its_rows():
    first = quiet_trainer(Experiment(rows=300, dim=8, pairs=((3, 4),)))
    first.train(5)
    history, trainer = History(), quiet_trainer(first.experiment)
    trainer.resume(first.snapshot())
    history.begin(trainer, first.snapshot())
    then = told(trainer)
    history.prepare(trainer, Request(request=1, run=1, command="train"))
    trainer.train(3)
    history.record(trainer, Action(1, "train", rounds=3), trainer.rounds)
    later = told(trainer)
    travel.stand(trainer, history, Moment(0, 0))
    assert told(trainer) == then
    trainer.train(3)
    assert told(trainer) == later


@pytest.mark.long
@pytest.mark.parametrize("is_large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_thousands_of_cuts(optimizer, is_large):
    cut_at_random(optimizer, MANY_CUTS, is_large)
