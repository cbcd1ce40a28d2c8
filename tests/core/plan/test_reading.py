"""A plan is read whole, or everything that is wrong with it is told with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from embviz.core.experiment import Experiment
from embviz.core.plan.faults import PlanError
from embviz.core.plan.plan import Begin, Plan, Ready
from embviz.core.plan.reading import FILE_LIMIT_BYTES, load_plan, read_plan
from tests.core.plan.known import KNOWN, WHOLE

ERROR_LINE = re.compile(r"monday\.toml, line [1-9]\d*: \S.*")


def read(text: str) -> Plan:
    return read_plan(text, "monday.toml", KNOWN)


def faults(text: str) -> list[str]:
    with pytest.raises(PlanError) as caught:
        read(text)
    return str(caught.value).split("\n")


def test_a_plan_is_what_it_says() -> None:
    plan = read(WHOLE)
    assert plan == Plan(
        name="monday.toml",
        language="ja",
        theme="dark",
        text_scale=150,
        presenter=True,
        hide=("train", "panel_grad", "tab:map", "setup:seed"),
        fixed={"optimizer": "SGD", "loss": "euclidean"},
        lessons=("momentum", "lookup"),
        examples=("no_momentum",),
        experiments=(
            Ready(
                id="small",
                title={"en": "A small step", "ja": "小さな一歩"},
                look_for={"": "It takes long."},
                fields={"optimizer_args": {"lr": 0.01, "momentum": 0.0}},
                curve="gap",
            ),
            Ready("wide", {"": "A wide table"}, {}, {"dim": 12, "pairs": [[0, 1]]}),
        ),
        begin=Begin("experiment", "small"),
    )
    small, wide = (plan.experiment_of(ready) for ready in plan.experiments)
    assert small == Experiment(optimizer_args={"lr": 0.01, "momentum": 0.0})
    assert wide == Experiment(dim=12)


def test_an_empty_plan_leaves_all_as_it_is() -> None:
    assert read("") == Plan(name="monday.toml")


@pytest.mark.parametrize("name", ["step", "action_step"])
def test_a_control_has_its_own_name_or_that_of_its_widget(name: str) -> None:
    assert read(f"hide = ['{name}', 'tab_map', 'field_lr']").hide == ("step", "tab:map", "setup:lr")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n\nhide = ['stpe']", "line 3: 'stpe' is no control; did you mean 'step'?"),
        ("hide = [\n'step',\n'tab:mpa']", "line 3: 'tab:mpa' is no control; did you mean 'tab:map'?"),
        ("hide = ['step', 'action_step']", "line 1: 'step' stands here twice"),
        ("hide = 'step'", "line 1: 'hide' must be a list of texts, not 'step'"),
        ("hide = [3]", "line 1: 'hide' is a list of texts, and 3 is none"),
        ("hide = ['tab:map', 'tab:inspector']", "line 1: all tabs are hidden: hide 'panel_details' instead"),
        ("\nlangage = 'en'", "line 2: 'langage' is no part of a plan; did you mean 'language'?"),
        ("language = 'xx'", "line 1: 'xx' is no language of embviz; there are en, ja"),
        ("language = 1", "line 1: 'language' must be a text, not 1"),
        ("theme = 'drak'", "line 1: 'drak' is no theme; did you mean 'dark'?"),
        ("text_scale = 99", "line 1: 'text_scale' must be one of 100, 150, 300, not 99"),
        ("text_scale = true", "line 1: 'text_scale' must be one of 100, 150, 300, not True"),
        ("presenter = 1", "line 1: 'presenter' must be true or false, not 1"),
        ("lessons = ['lokup']", "line 1: 'lokup' is no lesson; did you mean 'lookup'?"),
        ("lessons = ['lookup', 'lookup']", "line 1: 'lookup' stands here twice"),
        ("examples = ['artcle']", "line 1: 'artcle' is no ready experiment; did you mean 'article'?"),
        ("fixed = 3", "line 1: 'fixed' must be a table, not 3"),
        ("[fixed]\nlr = -1", "line 2: lr = -1: must be a number from 0 to 3.4e+38"),
        ("[fixed]\nlearning = 1", "line 2: 'learning' is no setting that can be fixed; there are rows,"),
        ("[fixed]\nlr = 1\nhide = ['step']", "line 3: 'hide' stands under [fixed], and belongs above it"),
        ("[fixed]\nbegin.lesson = 'lookup'", "line 2: 'begin' stands under [fixed], and belongs above it"),
        ("[fixed]\nrows = 0", "line 2: rows = 0: must be a whole number, at least 1"),
        ("[fixed]\noptimizer = 'Adam'\nmomentum = 0.9", "line 3: momentum = 0.9: Adam has no such argument"),
        ("[fixed]\npairs = [[0, 9]]", "line 2: pairs = [[0, 9]]: must be row numbers from 0 to 1"),
        ("[fixed]\ninitial = 'file'", "line 2: initial = 'file': a plan cannot fix what comes from a file"),
        ("experiments = [1]", "line 1: 'experiments' must be a table, not 1"),
        (
            "[experiments]\nid = 'a'",
            "line 1: 'experiments' must be a list of tables, each under [[experiments]]",
        ),
        ("[[experiments]]\nid = 'a'", "line 1: 'title' is missing here"),
        ("[[experiments]]\ntitle = 'a'", "line 1: 'id' is missing here"),
        ("[[experiments]]\ntitle = 'a'\nid = ''", "line 3: 'id' is empty"),
        ("[[experiments]]\nid = 'a'\ntitle = ''", "line 3: 'title' is empty"),
        ("[[experiments]]\nid = 'a'\ntitle = ' '", "line 3: 'title' is empty"),
        ("[[experiments]]\nid = 'a'\ntitle = {}", "line 3: 'title' is empty"),
        ("[[experiments]]\nid = 'a'\ntitle.en = 'a'\ntitle.ja = ''", "line 4: 'title' is empty"),
        ("[[experiments]]\ntitle = 'a'\nid = 'article'", "line 3: 'article' is the id of another ready"),
        ("[[experiments]]\nid = 'a'\ntitle = { fr = 'a' }", "line 3: 'fr' is no language of embviz"),
        ("[[experiments]]\nid = 'a'\ntitle = 3", "line 3: 'title' must be a text, or a table of one"),
        ("[[experiments]]\nid='a'\ntitle='a'\ncurve='gpa'", "line 4: 'gpa' is no curve; did you mean 'gap'?"),
        ("begin = { lesson = 'lokup' }", "line 1: 'lokup' is no lesson; did you mean 'lookup'?"),
        ("begin = {}", "line 1: a plan begins with one lesson, or with one experiment"),
        (
            "lessons = ['lookup']\nbegin = { lesson = 'adam' }",
            "line 2: the plan begins with 'adam', but does not offer it",
        ),
        (
            "lessons = [\n'lookup',\n'adam']\n[fixed]\noptimizer = 'SGD'",
            "line 3: 'adam' has optimizer = 'Adam', but the plan fixes it to 'SGD'",
        ),
        (
            "hide = ['step']\nlessons = [\n'lookup',\n'momentum']",
            "line 4: 'momentum' needs step, which the plan hides or fixes",
        ),
        (
            "lessons = ['momentum']\n[fixed]\nlr = 0.1",
            "line 1: 'momentum' needs setup:lr, which the plan hides or fixes",
        ),
        (
            "hide = ['step']\nbegin = { lesson = 'momentum' }",
            "line 2: the plan begins with 'momentum', but does not offer it",
        ),
        (
            "examples = ['no_momentum']\n[fixed]\nmomentum = 0.9",
            "line 1: 'no_momentum' has momentum = 0.0, but the plan fixes it to 0.9",
        ),
        ("a = \n", "line 1: this is no TOML: Invalid value"),
        ("a = 1\na = 2", "line 2: this is no TOML: Cannot overwrite a value"),
        ("a = 1\n[b", "line 2: this is no TOML:"),
        ("\na = " + "9" * 5000, "line 2: this is no TOML: Exceeds the limit"),
        ("a = " + "[" * 5000, "line 1: this is no TOML: maximum recursion depth"),
    ],
)
def test_a_fault_is_told_with_its_line_and_its_reason(text: str, told: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith(f"monday.toml, {told}")


READY = "[[experiments]]\nid = 'a'\ntitle = 'a'\n[experiments.experiment]\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ros = 3", "line 5: an experiment has no 'ros'; did you mean 'rows'?"),
        ("dim = 0", "line 5: dim = 0: must be a whole number, at least 1"),
        ("dim = 3\noptimizer_args = { lr = 'x' }", "line 6: lr = 'x': must be a number from 0 to 3.4e+38"),
        ("[experiments.experiment.optimizer_args]\n\nlr = -1", "line 7: lr = -1: must be a number"),
        ("dim = 3\nloss = 'euclidaen'", "line 6: loss = 'euclidaen': must be one of "),
        ("initial = 'values'\nvalues = [[1, 2], [3]]", "line 6: values = [[1, 2], [3]]: must be "),
        ("initial = 'values'", "line 4: values = (): needs a matrix"),
        ("seed = 1\n[fixed]\nseed = 2", "line 5: the plan fixes seed = 2, and this has another"),
        ("corpus = { window = 0 }\nloss = 'skipgram'", "line 5: window = 0: must be a whole number"),
    ],
)
def test_a_fault_of_an_experiment_is_told_where_it_stands(text: str, told: str) -> None:
    (fault,) = faults(READY + text)
    assert fault.startswith(f"monday.toml, {told}")


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = "hide = ['stpe']\npresenter = 3\nlessons = ['adam', 'x']\n[fixed]\nlr = -1\nrows = 0\ndim = 0\n"
    told = faults(text + READY + "dim = 0\nseed = -1\n")
    lines = [int(fault.split("line ")[1].split(":")[0]) for fault in told]
    assert lines == [1, 2, 3, 5, 6, 7, 12, 13]


def test_a_fixed_argument_goes_to_whichever_optimizer_has_it() -> None:
    plan = read("[fixed]\nlr = 0.5")
    assert plan.usual == Experiment(optimizer_args={"lr": 0.5, "momentum": 0.9})
    adam = Plan(fixed={"optimizer": "Adam", "lr": 0.5, "beta1": 0.5})
    assert adam.usual.optimizer_args == {"lr": 0.5, "beta1": 0.5}


def test_nothing_is_written_as_none_in_toml_and_meant_as_none() -> None:
    assert read("[fixed]\npadding_idx = 'none'").fixed == {"padding_idx": None}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"language = 'en'\n\xff", "line 2: a plan is text in UTF-8"),
        (b"#" * (FILE_LIMIT_BYTES + 1), "line 1: a plan has at most"),
    ],
)
def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "monday.toml"
    path.write_bytes(content)
    with pytest.raises(PlanError, match=f"monday.toml, {told}"):
        load_plan(path, KNOWN)


def test_a_file_that_is_not_there_is_the_callers_to_tell(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_plan(tmp_path / "none.toml", KNOWN)


def loads_or_tells(text: str) -> None:
    try:
        read(text)
    except PlanError as error:
        told = str(error).split("\n")
        lines = [fault.line for fault in error.faults]
    else:
        told, lines = [], []
    assert all(ERROR_LINE.fullmatch(line) for line in told), told
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


PLACES = st.integers(0, len(WHOLE))
JUNK = st.sampled_from(
    ['"', "'", "[", "]", "{", "}", "=", ",", "\n", "#", ".", "-1", "nan", "true", "{x=1}", "\0"]
)


@example(0, 0, "[[hide]]\n")
@given(PLACES, st.integers(0, 12), JUNK | st.text(max_size=6))
def test_a_plan_with_a_hole_or_a_smudge_loads_or_is_told_of(place: int, length: int, junk: str) -> None:
    loads_or_tells(WHOLE[:place] + junk + WHOLE[place + length :])


VALUES = st.sampled_from(
    (
        *("1", "-1", "nan", "inf", "1e400", "99999999999999999999", "true", "''", "'x'", "1979-05-27"),
        *("[]", "{}", "[1]", "['x']", "[{}]", "[[1, 2]]", "{ x = 1 }", "{ lesson = 'adam' }", "{ lr = {} }"),
    )
)
PARTS = re.findall(r"(?m)^[a-z_]+ = .*?(?=\n[a-z\[\n]|\Z)", WHOLE, re.DOTALL)


@given(st.lists(st.tuples(st.sampled_from(PARTS), VALUES), min_size=1, max_size=4))
def test_a_plan_with_other_values_loads_or_is_told_of(changes: list[tuple[str, str]]) -> None:
    text = WHOLE
    for part, value in changes:
        text = text.replace(part, f"{part.split(' = ')[0]} = {value}", 1)
    loads_or_tells(text)
