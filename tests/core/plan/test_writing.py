"""A plan that is written and read is the same, and tells a teacher what each part does."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.examples import EXAMPLES
from embviz.core.experiment import Experiment
from embviz.core.plan.plan import Begin, Plan, Ready, lacking
from embviz.core.plan.reading import read_plan
from embviz.core.plan.writing import COMMENTS, fields_of, write_plan
from tests.core.plan.known import KNOWN, WHOLE

TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TEXTS = st.one_of(
    TITLES.map(lambda text: {"": text} if text else {}),
    st.fixed_dictionaries({"en": TITLES, "ja": TITLES}),
)
READY = st.builds(
    Ready,
    id=st.text(min_size=1, max_size=5).filter(lambda text: text not in KNOWN.examples).map(repr),
    title=TEXTS.filter(lambda texts: bool(texts) and all(text.strip() for text in texts.values())),
    look_for=TEXTS,
    fields=st.sampled_from(
        [{}, {"dim": 3}, {"optimizer": "Adam", "optimizer_args": {"lr": 0.5}}, {"pairs": [[1, 0]]}]
    ),
    curve=st.sampled_from(["distance", "loss", "gap"]),
)
PLANS = st.builds(
    Plan,
    name=st.just("plan.toml"),
    language=st.sampled_from([None, "en", "ja"]),
    theme=st.sampled_from([None, "dark"]),
    text_scale=st.sampled_from([None, 100, 300]),
    presenter=st.sampled_from([None, True, False]),
    hide=st.lists(st.sampled_from([one for one in KNOWN.controls if one != "tab:map"]), unique=True).map(
        tuple
    ),
    fixed=st.dictionaries(st.sampled_from(["weight_decay", "sparse"]), st.just(0), max_size=1).map(
        lambda fixed: {name: False if name == "sparse" else 0.0 for name in fixed}
    ),
    lessons=st.none() | st.lists(st.sampled_from(list(KNOWN.lessons)), unique=True).map(tuple),
    examples=st.none() | st.lists(st.sampled_from(["article", "no_momentum"]), unique=True).map(tuple),
    experiments=st.lists(READY, max_size=3, unique_by=lambda ready: ready.id).map(tuple),
).filter(lambda plan: not any(lacking(KNOWN.lessons[one].needs, plan) for one in plan.lessons or ()))


def again(plan: Plan) -> Plan:
    return read_plan(write_plan(plan, KNOWN), plan.name, KNOWN)


@given(PLANS)
def test_a_plan_written_and_read_is_the_same(plan: Plan) -> None:
    assert again(plan) == plan


def test_what_a_person_wrote_is_kept() -> None:
    plan = read_plan(WHOLE, "monday.toml", KNOWN)
    assert plan.begin == Begin("experiment", "small")
    assert again(plan) == plan


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_every_experiment_can_be_put_into_a_plan(example: object) -> None:
    experiment = example.experiment  # type: ignore[attr-defined]
    ready = Ready("now", {"": "Now"}, {}, fields_of(experiment))
    plan = again(Plan(name="p", experiments=(ready,)))
    assert plan.experiment_of(plan.experiments[0]) == experiment


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(optimizer_args={}),
        Experiment(optimizer="Adam"),
        Experiment(optimizer="SGD", optimizer_args={"lr": 0.1}),
        Experiment(padding_idx=1, max_norm=2.5),
        Experiment(initial="values", values=((1.0, 2.0), (3.0, 4.0)), dim=2),
    ],
)
def test_arguments_left_out_stay_left_out(experiment: Experiment) -> None:
    plan = again(Plan(name="p", experiments=(Ready("a", {"": "A"}, {}, fields_of(experiment)),)))
    assert plan.experiment_of(plan.experiments[0]) == experiment


def test_every_part_is_told_of_also_where_the_plan_says_nothing() -> None:
    text = write_plan(Plan(), KNOWN)
    assert tomllib.loads(text) == {}
    for name in set(COMMENTS) - {"plan", "experiments"}:
        assert re.search(rf"(?m)^# (\[{name}\]|{name} = )", text)
    for control in KNOWN.controls:
        assert control in text


def test_the_lines_that_say_nothing_are_a_plan_once_their_marks_are_taken_away() -> None:
    text = write_plan(Plan(), KNOWN)
    parts = "|".join(name for name in COMMENTS if name not in ("plan", "experiments"))
    awake = re.sub(rf"(?m)^# (?=({parts}) = |\[fixed\]|optimizer = )", "", text)
    plan = read_plan(awake, "plan.toml", KNOWN)
    assert (plan.language, plan.text_scale, plan.fixed) == ("en", 150, {"optimizer": "SGD"})
    assert plan.lessons == ("lookup", "momentum")


def test_the_comments_can_be_in_another_language() -> None:
    comments = {**COMMENTS, "hide": "隠すもの: {controls}"}
    assert "# 隠すもの: backward, step" in write_plan(Plan(), KNOWN, comments)
