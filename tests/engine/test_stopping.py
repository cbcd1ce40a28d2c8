"""A train stops after the step that its rule waits for."""

import math

import pytest

from embviz.core.experiment import Experiment
from embviz.core.messages import StopRule
from embviz.engine.stopping import Watch
from embviz.engine.trainer import Trainer
from tests.engine.plain import everything


def reasons(rule, *distances):
    left = iter(distances)
    watch = Watch(rule, lambda: next(left))
    return [watch.reason() for _ in distances[1:]]


def test_without_a_rule_no_distance_is_asked_for():
    watch = Watch(None, lambda: 1 / 0)
    assert (watch.is_on, watch.reason()) == (False, "")
    assert not Watch(StopRule(), lambda: 1 / 0).is_on


def test_the_first_increase_is_one_from_step_to_step():
    assert reasons(StopRule(first_increase=True), 3, 2, 2, 1, 1.5) == ["", "", "", "first_increase"]


def test_a_distance_at_the_limit_is_not_below_it():
    assert reasons(StopRule(0.5), 3, 0.5, 0.4) == ["", "distance_below"]


def test_a_distance_that_is_no_number_stops_nothing():
    assert reasons(StopRule(0.5, first_increase=True), 3, math.nan, math.nan) == ["", ""]


def test_of_both_rules_the_distance_is_named():
    assert reasons(StopRule(2.0, first_increase=True), 1, 1.5) == ["distance_below"]


@pytest.mark.parametrize(
    ("rule", "step", "reason"),
    [
        (StopRule(first_increase=True), 6, "first_increase"),
        (StopRule(0.1), 5, "distance_below"),
        (StopRule(0.1, first_increase=True), 5, "distance_below"),
        (StopRule(1e-9), 40, ""),
    ],
    ids=repr,
)
def test_the_article_stops_after_the_step_that_its_rule_waits_for(trainer, rule, step, reason):
    whole = Trainer(Experiment())
    scalars = trainer.train(40, stop=rule)
    assert (trainer.steps, trainer.stopped_by) == (step, reason)
    assert scalars.distances.tolist() == whole.train(step).distances.tolist()
    assert everything(trainer) == everything(whole)
    assert trainer.snapshot().stopped_by == reason


def test_a_rule_counts_from_the_step_where_the_train_begins(trainer):
    trainer.train(100, stop=StopRule(first_increase=True))
    trainer.train(100, stop=StopRule(first_increase=True))
    assert trainer.steps == 7


def test_a_distance_already_below_stops_after_one_step(trainer):
    trainer.train(100, stop=StopRule(100.0))
    assert (trainer.steps, trainer.stopped_by) == (1, "distance_below")


def test_the_reason_of_a_train_is_gone_with_the_next(trainer):
    trainer.train(100, stop=StopRule(100.0))
    trainer.train(1)
    assert trainer.stopped_by == ""
