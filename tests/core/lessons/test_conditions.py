"""The language of conditions says what a snapshot holds, and nothing that it has no words for."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.experiment import Experiment
from embviz.core.lessons.conditions import Condition, ConditionError
from embviz.core.lessons.seen import Seen
from embviz.core.messages import Action, Snapshot

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def ask(make_snapshot: MakeSnapshot, make_tile: Callable[..., Any]) -> Callable[[str], Any]:
    """Ask what an expression is worth after one step of a small run."""
    before = Seen(make_snapshot([[1.0, 2.0], [3.0, 4.0]], distances=(2.0,)))
    tile = make_tile([[0.5, 2.0], [3.0, float("nan")]], changed=[[True, False], [False, True]])
    now = Seen(
        make_snapshot(
            tile,
            [[5.0, -1.0], [0.0, 0.0]],
            step=1,
            distances=(2.0, 0.25),
            losses=(4.0, 0.5),
            state={"momentum_buffer": make_tile([[7.0, 8.0], [9.0, 10.0]])},
            arguments={"lr": 0.1, "momentum": 0.9, "nesterov": False},
            experiment=Experiment(dim=2, max_norm=2.0),
        ),
        Action(number=3, kind="train", rounds=4),
        (1, 0),
        "gap",
        (0, 1),
    )
    return lambda text: Condition(text).value(before, now)


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("step", 1),
        ("before.step + 1 == step", True),
        ("distance", 0.25),
        ("loss < 1 < before.distance", True),
        ("grad_status", "fresh"),
        ("before.grad_status == 'none'", True),
        ("passes", 1),
        ("command == 'train' and rounds == 4", True),
        ("lr * 10", 1.0),
        ("close(lr, 0.1)", True),
        ("close(lr, 0.11)", False),
        ("close(lr, 0.11, 0.02)", True),
        ("not nesterov", True),
        ("optimizer in ('SGD', 'Adam')", True),
        ("rows * dim", 4),
        ("max_norm", 2.0),
        ("padding_idx is None", True),
        ("selected == (1, 0)", True),
        ("selected[0]", 1),
        ("tab", "gap"),
        ("lookup == (0, 1) and len(lookup) == 2", True),
        ("lookup[5]", None),
        ("weight[0, 0] - before.weight[0, 0]", -0.5),
        ("sign(grad[0, 1])", -1),
        ("state.momentum_buffer[1, 0]", 9.0),
        ("before.state.momentum_buffer[1, 0]", None),
        ("state.momentum_buffer[1, 0] is not None", True),
        ("changed.weight", 2),
        ("changed.grad", 0),
        ("abs(min(1, -2)) + max(3, 4)", 6),
        ("sqrt(3 ** 2 + 4 ** 2)", 5.0),
        ("isnan(weight[1, 1])", True),
        ("1 if step > 3 else 0", 0),
        ("moment", 0),
        ("is_past", False),
        ("7 % 4", 3),
        ("-step", -1),
    ],
)
def test_an_expression_is_worth_what_the_snapshots_hold(
    ask: Callable[[str], Any], text: str, worth: object
) -> None:
    assert ask(text) == worth


@pytest.mark.parametrize(
    "text", ["weight[0, 9]", "weight[9, 0] + 1", "-beta1", "abs(eps)", "'a' + 1", "len(step)"]
)
def test_what_is_not_there_is_none(ask: Callable[[str], Any], text: str) -> None:
    assert ask(text) is None


@pytest.mark.parametrize(
    "text", ["beta1 < 1", "beta1 >= 0", "weight[0, 9] < 1", "'a' < 1", "weight[1, 1] < 1"]
)
def test_nothing_is_smaller_or_larger_than_what_is_not_there(ask: Callable[[str], Any], text: str) -> None:
    assert ask(text) is False


def test_what_has_no_number_is_nan_and_no_error(ask: Callable[[str], Any]) -> None:
    assert math.isnan(ask("1 / 0"))
    assert math.isnan(ask("sqrt(-1)"))
    assert math.isnan(ask("1e300 ** 8"))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "stp == 1",
            "before.nothing",
            "state.nothing[0, 0]",
            "weight",
            "weight[0]",
            "weight[-1, 0]",
            "weight[True, 0]",
        ),
        *(
            "step()",
            "abs()",
            "abs(1, 2)",
            "len(step, 1)",
            "abs(x=1)",
            "weight.shape",
            "changed.loss",
            "lr[0]",
        ),
        *(
            "__import__('os')",
            "().__class__",
            "[x for x in (1, 2)]",
            "lambda: 1",
            "f'{step}'",
            "{1: 2}",
            "step := 1",
        ),
        *(
            "step @ 1",
            "step // 2",
            "1 << 99",
            "step and",
            "",
            "a" * 600,
            "before",
            "before.before.step",
            "*step",
        ),
    ],
)
def test_what_the_language_has_no_word_for_is_refused_when_it_is_read(text: str) -> None:
    with pytest.raises(ConditionError):
        Condition(text)


def test_an_unknown_name_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ConditionError, match=r"'stp'.*distance.*changed\.grad"):
        Condition("stp == 1")


@given(st.text(alphabet="()[]{}.,:+-*/%<>=!'\"\\ \x000123abefgilnoprstw_", max_size=60))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        condition = Condition(text)
    except ConditionError:
        return
    assert isinstance(hash(condition), int)
