"""What two experiments differ in, in words that fit a legend."""

from dataclasses import dataclass
from typing import Any

import pytest

from embviz.core.differences import differences, later, since
from embviz.core.experiment import Corpus, Experiment, VectorFile
from embviz.core.messages import Action

ARTICLE = Experiment()


def said(other: Experiment, current: Experiment = ARTICLE) -> str:
    return " · ".join(str(one) for one in differences(other, current))


def with_args(**args: float) -> Experiment:
    return Experiment(optimizer_args={"lr": 0.1, "momentum": 0.9} | args)


def on_file(*file: Any, **fields: Any) -> Experiment:
    return Experiment(initial="file", file=VectorFile(*file, **fields))


def on_text(**fields: Any) -> Experiment:
    return Experiment(loss="skipgram", corpus=Corpus(**fields))


@dataclass
class Case:
    other: Experiment
    text: str
    current: Experiment = ARTICLE


CASES = (
    Case(with_args(momentum=0.0), "momentum 0"),
    Case(with_args(lr=0.01, nesterov=True), "lr 0.01 · nesterov"),
    Case(ARTICLE, "no nesterov", with_args(nesterov=True)),
    Case(Experiment(optimizer="Adam", optimizer_args={"lr": 0.1}), "Adam lr 0.1"),
    Case(Experiment(optimizer="Adam", optimizer_args={"beta1": 0.5}), "Adam lr 0.001 · beta1 0.5"),
    Case(ARTICLE, "SGD lr 0.1 · momentum 0.9", Experiment(optimizer="Adam")),
    Case(Experiment(seed=7), "seed 7"),
    Case(Experiment(schedule="StepLR", schedule_args={"gamma": 0.5}), "StepLR · step_size 10 · gamma 0.5"),
    Case(ARTICLE, "no ExponentialLR", Experiment(schedule="ExponentialLR")),
    Case(
        Experiment(schedule="ExponentialLR", schedule_args={"gamma": 0.9}),
        "gamma 0.9",
        Experiment(schedule="ExponentialLR"),
    ),
    Case(Experiment(loss="mse"), "loss mse"),
    Case(Experiment(zero_grad="forgotten"), "zero_grad forgotten"),
    Case(Experiment(rows=3, dim=4), "3 × 4"),
    Case(Experiment(dtype="bfloat16", sparse=True), "dtype bfloat16 · sparse"),
    Case(Experiment(initial="zeros"), "initial zeros"),
    Case(Experiment(padding_idx=0, max_norm=1.0), "padding_idx 0 · max_norm 1"),
    Case(ARTICLE, "no padding_idx", Experiment(padding_idx=1)),
    Case(Experiment(pairs=((1, 0),)), "pair 1, 0"),
    Case(Experiment(pairs=((0, 1), (1, 0))), "2 pairs"),
    Case(Experiment(pairs=((0, 1), (1, 1))), "other pairs", Experiment(pairs=((0, 1), (1, 0)))),
    Case(Experiment(loss="skipgram", negatives=((0, 0),)), "negatives 1", Experiment(loss="skipgram")),
    Case(Experiment(device="cuda"), "device cuda"),
    Case(on_file("/data/glove.txt", most_rows=10), "initial file · file glove.txt · most_rows 10"),
    Case(on_file("/data/glove.txt"), "file glove.txt", on_file("/data/bible.bin")),
    Case(on_file("a.npz", "new"), "tensor new", on_file("a.npz", "old")),
    Case(on_file("a.npy", "", 0, "1f"), "file changed", on_file("a.npy", "", 0, "2e")),
    Case(ARTICLE, "initial normal · no file", on_file("a.npy")),
    Case(on_text(), "loss skipgram · text toy-en"),
    Case(on_text(), "text toy-en", Experiment(loss="skipgram")),
    Case(on_text(text="/data/bible.txt", window=2), "text bible.txt · window 2", on_text()),
    Case(on_text(lower=False, subsample=0.01), "no lower · subsample 0.01", on_text()),
    Case(Experiment(loss="skipgram"), "no text", on_text()),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_what_is_otherwise_is_said_shortly(case: Case) -> None:
    assert said(case.other, case.current) == case.text


def test_other_values_of_a_table_are_told_without_the_table() -> None:
    one, other = (
        Experiment(rows=1, dim=1, initial="values", values=((value,),), pairs=((0, 0),)) for value in (1, 2)
    )
    assert said(one, other) == "other values"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_equal_experiments_differ_in_nothing_and_others_in_something(case: Case) -> None:
    assert differences(case.other, case.other) == ()
    assert differences(case.current, case.other)


def test_a_default_that_is_written_out_is_no_difference() -> None:
    assert differences(with_args(dampening=0.0), ARTICLE) == ()


def test_nan_is_the_same_as_nan() -> None:
    assert differences(with_args(lr=float("nan")), with_args(lr=float("nan"))) == ()
    assert said(with_args(lr=float("nan"))) == "lr nan"


def test_numbers_that_differ_are_never_printed_alike() -> None:
    assert said(with_args(lr=0.1000001)) == "lr 0.1000001"
    assert said(with_args(lr=1e-7)) == "lr 1e-07"


def test_what_was_set_later_is_told_as_later() -> None:
    assert str(later("lr", 0.05)) == "then lr 0.05"
    assert str(later("zero_grad", "zeros")) == "then zero_grad zeros"


FORK = 12
ONE = Action(3, "set", name="lr", value=0.05, moment=5, step=4)
SLOW = Action(9, "set", name="lr", value=0.01, moment=13, step=12)
SLOWER = Action(11, "set", name="lr", value=0.001, moment=40, step=30)
FLAG = Action(10, "set", name="nesterov", value=True, moment=14, step=12)
PLAIN_FLAG = Action(10, "set", name="nesterov", value=False, moment=14, step=12)
OTHER_PAIRS = Action(9, "set", name="pairs", value="1, 0", moment=13, step=12)


@pytest.mark.parametrize(
    ("other", "current", "text"),
    [
        ((SLOW,), (), "lr 0.01 from step 12"),
        ((), (SLOW,), "lr 0.1 from step 12"),
        ((ONE,), (ONE, SLOW), "lr 0.05 from step 12"),
        ((ONE, SLOW), (ONE,), "lr 0.01 from step 12"),
        ((SLOW, FLAG), (), "lr 0.01 from step 12 · nesterov from step 12"),
        ((SLOW, PLAIN_FLAG), (FLAG,), "lr 0.01 from step 12 · no nesterov from step 12"),
        ((SLOW, SLOWER), (SLOW,), "lr 0.001 from step 30"),
        ((SLOWER,), (SLOW,), "lr 0.1 from step 12 · lr 0.001 from step 30"),
        ((SLOW,), (SLOW,), "same settings from step 12"),
        ((ONE,), (ONE,), "same settings from step 12"),
        ((), (OTHER_PAIRS,), "pairs 0, 1 from step 12"),
        ((OTHER_PAIRS,), (), "pairs 1, 0 from step 12"),
    ],
    ids=str,
)
def test_a_branch_is_told_by_what_it_set_since_it_parted(
    other: tuple[Action, ...], current: tuple[Action, ...], text: str
) -> None:
    told = since(FORK, 12, ARTICLE, other, current)
    assert " · ".join(map(str, told)) == text


def test_how_grad_was_cleared_before_is_told_too() -> None:
    zeros = Action(9, "set", name="zero_grad", value="zeros", moment=13, step=12)
    assert [str(one) for one in since(FORK, 12, ARTICLE, (), (zeros,))] == ["zero_grad none from step 12"]


def test_a_source_that_has_not_been_read_yet_is_not_said_to_have_changed() -> None:
    assert said(on_file("a.npy", "", 0, "1f"), on_file("a.npy")) == ""
    assert said(on_text(), on_text(fingerprint="1f")) == ""


def test_the_name_of_a_file_is_one_short_line() -> None:
    text = said(on_file("/data/" + "x" * 300 + "\n.txt"), on_file("a.txt"))
    assert len(text) < 60
    assert text.isprintable()
