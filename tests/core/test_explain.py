"""What the inspector says of a step: its equations as they are written, and the sentences beside them.

That every number is torch's is held in tests/engine/test_explained.py.
"""

import math
import random
import statistics
import time

import msgspec
import pytest

from embviz.core.experiment import Experiment
from embviz.core.explain import explain
from embviz.core.losses import LOSSES
from embviz.core.messages import PassFacts
from embviz.core.optimizers import OPTIMIZERS
from tests.core.cells import (
    ARTICLE,
    FIRST,
    GRAD,
    facts,
    gradient_of,
    lines,
    pair,
    sentences,
    step,
    told,
    with_optimizer,
)


def test_the_first_step_of_the_article_is_its_hand_check() -> None:
    last = step(FIRST[0], GRAD, lr=0.1, momentum=0.9, result=0.31739169359207153)
    now = step(0.31739169359207153, GRAD, {"momentum_buffer": GRAD}, lr=0.1, momentum=0.9)
    explanation = told(ARTICLE, now, last)
    assert lines(explanation.update) == [
        "buf = grad = 0.1930 = 0.1930",
        "w = w − lr · buf = 0.3367 − 0.1 · 0.1930 = 0.3174",
    ]
    assert not explanation.is_ahead
    assert [one.torch for one in explanation.update] == [GRAD, 0.31739169359207153]
    assert explanation.naive is not None
    assert explanation.naive.symbolic == "w − lr · grad"
    assert sentences(explanation.naive_notes).startswith("Right, on the first step alone")


def test_from_the_second_step_on_the_buffer_parts_it_from_the_hand_check() -> None:
    last = step(0.3174, 0.2411, {"momentum_buffer": 0.193}, lr=0.1, momentum=0.9, result=0.2759)
    explanation = told(ARTICLE, step(0.2759, 0.2411, {"momentum_buffer": 0.4148}), last)
    assert lines(explanation.update) == [
        "buf = momentum · buf + grad = 0.9 · 0.1930 + 0.2411 = 0.4148",
        "w = w − lr · buf = 0.3174 − 0.1 · 0.4148 = 0.2759",
    ]
    assert explanation.naive is not None
    assert explanation.naive.value == pytest.approx(0.3174 - 0.1 * 0.2411)
    assert "Momentum carries 0.9 of the buffer" in sentences(explanation.naive_notes)
    assert "Right" not in sentences(explanation.naive_notes)


def test_before_any_step_the_one_that_would_come_is_shown_with_nothing_to_compare() -> None:
    explanation = told(ARTICLE, step(lr=0.1, momentum=0.9))
    assert explanation.is_ahead
    assert [one.target for one in explanation.update] == ["buf", "w"]
    assert {one.torch for one in explanation.update} == {None}


@pytest.mark.parametrize(
    ("name", "args", "state", "symbols"),
    [
        ("SGD", {}, {}, ["w − lr · grad"]),
        ("SGD", {"maximize": True}, {}, ["−grad", "w − lr · g"]),
        ("SGD", {"weight_decay": 0.1}, {}, ["grad + weight_decay · w", "w − lr · g"]),
        (
            "SGD",
            {"momentum": 0.9, "dampening": 0.5},
            {"momentum_buffer": 1.0},
            ["momentum · buf + (1 − dampening) · grad", "w − lr · buf"],
        ),
        (
            "SGD",
            {"momentum": 0.9, "nesterov": True},
            {"momentum_buffer": 1.0},
            ["momentum · buf + grad", "w − lr · (grad + momentum · buf)"],
        ),
        (
            "Adam",
            {},
            {"exp_avg": 0.1, "exp_avg_sq": 0.1},
            [
                "β₁ · m + (1 − β₁) · grad",
                "β₂ · v + (1 − β₂) · grad²",
                "m / (1 − β₁^t)",
                "v / (1 − β₂^t)",
                "w − lr · m̂ / (√v̂ + eps)",
            ],
        ),
        (
            "AdamW",
            {},
            {},
            [
                "w · (1 − lr · weight_decay)",
                "(1 − β₁) · grad",
                "(1 − β₂) · grad²",
                "m / (1 − β₁^t)",
                "v / (1 − β₂^t)",
                "w − lr · m̂ / (√v̂ + eps)",
            ],
        ),
        ("Adagrad", {}, {"sum": 0.0}, ["sum + grad²", "w − lr · grad / (√sum + eps)"]),
        (
            "RMSprop",
            {"centered": True},
            {"square_avg": 1.0, "grad_avg": 0.5},
            [
                "α · v + (1 − α) · grad²",
                "α · m + (1 − α) · grad",
                "w − lr · grad / (√(v − m²) + eps)",
            ],
        ),
    ],
)
def test_terms_that_fall_away_are_not_shown(name, args, state, symbols) -> None:
    explanation = told(with_optimizer(name, **args), step(state=state, **args))
    assert [one.symbolic for one in explanation.update] == symbols


def test_without_a_grad_step_does_nothing() -> None:
    explanation = told(ARTICLE, step(grad=None))
    assert explanation.update == ()
    assert explanation.naive is None
    assert "grad is None: Step skips" in sentences(explanation.update_notes)


@pytest.mark.parametrize("name", ["SGD", "Adagrad", "SparseAdam"])
def test_a_row_that_the_sparse_grad_does_not_store_stays(name: str) -> None:
    experiment = msgspec.structs.replace(with_optimizer(name, lr=0.1), sparse=True)
    explanation = told(experiment, step(grad=0.0, is_in_grad=False, lr=0.1))
    assert explanation.update == ()
    assert "leaves it as it is" in sentences(explanation.update_notes)


def test_a_row_that_the_sparse_grad_does_not_store_coasts_on_its_buffer() -> None:
    experiment = msgspec.structs.replace(ARTICLE, sparse=True)
    now = step(grad=0.0, state={"momentum_buffer": 1.0}, is_in_grad=False, lr=0.1, momentum=0.9)
    explanation = told(experiment, now)
    assert [one.symbolic for one in explanation.update] == ["momentum · buf", "w − lr · buf"]
    assert "only its buffer moves it" in sentences(explanation.update_notes)


@pytest.mark.parametrize("name", ["Adam", "AdamW", "RMSprop"])
def test_a_step_that_torch_will_refuse_is_not_worked_out(name: str) -> None:
    explanation = told(Experiment(optimizer=name, sparse=True), step())
    assert explanation.update == ()
    assert "torch refuses it at Step" in sentences(explanation.update_notes)


@pytest.mark.parametrize(("changed_by", "words"), [("edit", "was edited"), ("max_norm", "max_norm rewrote")])
def test_what_has_changed_the_cell_since_its_step_is_told(changed_by: str, words: str) -> None:
    last = step(result=0.475, lr=0.1)
    text = sentences(told(ARTICLE, step(0.75), last, changed_by=changed_by).update_notes)
    assert words in text
    assert "0.7500 now" in text
    assert words not in sentences(told(ARTICLE, step(0.75), None, changed_by=changed_by).update_notes)


# The hand check


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("SGD", {"weight_decay": 0.5}, "weight_decay adds 0.5 · w"),
        ("SGD", {"maximize": True}, "the step climbs"),
        ("SGD", {"momentum": 0.9, "nesterov": True}, "looks ahead"),
        ("Adam", {}, "divided by the root of a mean"),
        ("AdamW", {}, "shrinks w by the share lr · 0.01"),
        ("Adagrad", {}, "sum of all squared gradients"),
        ("Adagrad", {"lr_decay": 0.1}, "made lr smaller"),
        ("RMSprop", {}, "root of a mean of the squared gradients"),
        ("RMSprop", {"centered": True}, "standard deviation"),
        ("SparseAdam", {}, "divided by the root of a mean"),
    ],
)
def test_the_reason_why_the_hand_check_parts_is_told(name: str, args: dict, words: str) -> None:
    explanation = told(with_optimizer(name, **args), step(step=3, **args))
    assert words in sentences(explanation.naive_notes)
    assert "Right" not in sentences(explanation.naive_notes)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_cause_that_is_not_at_work_is_not_told(name: str) -> None:
    text = sentences(told(with_optimizer(name), step()).naive_notes)
    for word in ("climbs", "ahead", "Momentum", "Dampening", "made lr smaller"):
        assert word not in text


def test_plain_sgd_is_the_hand_check_at_every_step() -> None:
    explanation = told(with_optimizer("SGD", lr=0.1), step(step=7, lr=0.1))
    assert (
        sentences(explanation.naive_notes)
        == "Right: without momentum this is the whole rule of SGD, at every step."
    )


def test_where_the_buffer_holds_nothing_the_hand_check_happens_to_agree() -> None:
    explanation = told(ARTICLE, step(state={"momentum_buffer": 0.0}, lr=0.1, momentum=0.9))
    assert sentences(explanation.naive_notes).startswith("The same number here, but not in general:")


def test_a_learning_rate_that_is_no_longer_the_first_is_told() -> None:
    text = sentences(told(with_optimizer("SGD", lr=0.1), step(lr=0.05)).naive_notes)
    assert "lr is 0.05 in this step; it began with 0.1" in text


# Beside torch's own number


@pytest.mark.parametrize(
    ("dtype", "torchs", "digits"),
    [
        ("float32", 0.47500002, 7),
        ("float64", 0.475 + 2e-16, 16),
        ("bfloat16", 0.4746, 3),
        ("float16", 0.4751, 4),
    ],
)
def test_a_difference_of_rounding_is_explained_by_the_digits_of_the_dtype(dtype, torchs, digits) -> None:
    last = step(result=torchs, lr=0.1)
    explanation = told(msgspec.structs.replace(with_optimizer("SGD", lr=0.1), dtype=dtype), step(), last)
    difference = f"{abs(explanation.update[-1].value - torchs):.1e}"
    text = sentences(explanation.update_notes)
    assert f"differs by {difference}. It computes in {dtype}, which keeps about {digits} digits" in text


@pytest.mark.parametrize("torchs", [0.475, None])
def test_without_a_difference_nothing_is_said_of_rounding(torchs) -> None:
    explanation = told(with_optimizer("SGD", lr=0.1), step(), step(result=torchs, lr=0.1))
    assert explanation.update_notes == ()


def test_nan_agrees_with_nan() -> None:
    explanation = told(with_optimizer("SGD", lr=0.1), step(), step(grad=math.nan, lr=0.1, result=math.nan))
    assert math.isnan(explanation.update[-1].value)
    assert explanation.update_notes == ()


@pytest.mark.parametrize("torchs", [math.inf, math.nan, 0.0])
def test_a_number_beyond_the_range_of_the_dtype_is_not_called_rounding(torchs) -> None:
    # Cells of 1e30 whose squares overflow make torch's grad 0; see TORCH_FACTS c07.
    held = pair(a=(1e30, 0.0), b=(0.0, 0.0))
    explanation = gradient_of(held, now=step(grad=torchs), loss=math.inf)
    text = sentences(explanation.gradient_notes)
    assert "too large or too small for it" in text
    assert "rounds" not in text


def test_a_difference_that_rounding_does_not_make_is_not_called_rounding() -> None:
    explanation = told(with_optimizer("SGD", lr=0.1), step(), step(result=0.5, lr=0.1))
    assert "more than rounding" in sentences(explanation.update_notes)


# All of it


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_sentence_finds_what_stands_in_its_blanks(name: str, loss: str) -> None:
    args = {one.name: True if one.is_flag else one.default for one in OPTIMIZERS[name].parameters}
    args |= {key: 0.5 for key in ("momentum", "weight_decay", "lr_decay") if key in args}
    experiment = msgspec.structs.replace(with_optimizer(name, **args), loss=loss)
    tables = dict.fromkeys(OPTIMIZERS[name].tables(args), 0.5)
    last = step(state=tables, step=2, result=9.0, **args)
    done = PassFacts((pair(), pair(0, 0)), 2, 1.0, grad_before=0.5)
    explanation = explain(experiment, facts(step(state=tables), last, done, changed_by="edit"))
    text = sentences(
        explanation.update_notes
        + explanation.naive_notes
        + explanation.gradient_notes
        + explanation.distance_notes
    )
    assert text
    assert "{" not in text


@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_a_cell_of_64_is_explained_within_2_ms(name: str) -> None:
    draw = random.Random(1)
    a, b = ([draw.gauss(0, 1) for _ in range(64)] for _ in range(2))
    experiment = Experiment(dim=64, optimizer=name)
    state = dict.fromkeys(OPTIMIZERS[name].tables(experiment.arguments), 0.25)
    done = PassFacts((pair(a=a, b=b),), 1, 1.0)
    cell = facts(step(state=state), step(state=state, result=0.5), done)
    spans_ms = []
    for _ in range(60):
        start = time.perf_counter()
        explain(experiment, cell)
        spans_ms.append(1000 * (time.perf_counter() - start))
    assert statistics.median(spans_ms) < 2
