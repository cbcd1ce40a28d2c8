"""An Experiment is frozen, refuses what torch cannot train with a reason, and survives being saved."""

import copy
import math
import pickle

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from embviz import Experiment as PublicExperiment
from embviz.core import memory
from embviz.core.experiment import FILE_LIMIT_BYTES, LARGEST_SEED, Experiment, ExperimentError
from embviz.core.recipes import LARGEST_FLOAT32

NUMBERS = st.floats(0, LARGEST_FLOAT32)


@st.composite
def experiments(draw):
    rows = draw(st.integers(1, 1000))
    index = st.integers(0, rows - 1)
    args = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "lr": NUMBERS,
                "momentum": NUMBERS,
                "dampening": st.floats(-LARGEST_FLOAT32, LARGEST_FLOAT32),
                "weight_decay": NUMBERS,
                "maximize": st.booleans(),
            },
        )
    )
    if args.get("momentum", 0) > 0 and args.get("dampening", 0) == 0:
        args["nesterov"] = draw(st.booleans())
    return Experiment(
        rows=rows,
        dim=draw(st.integers(1, 1000)),
        seed=draw(st.integers(0, LARGEST_SEED)),
        optimizer_args=args,
        pairs=((draw(index), draw(index)),),
    )


def refused(**values):
    with pytest.raises(ExperimentError) as caught:
        Experiment(**values)
    return caught.value


def test_it_is_public():
    assert PublicExperiment is Experiment


def test_without_arguments_it_is_the_articles():
    article = Experiment()
    assert (article.rows, article.dim, article.seed) == (2, 5, 42)
    assert (article.optimizer, dict(article.optimizer_args)) == ("SGD", {"lr": 0.1, "momentum": 0.9})
    assert (article.loss, article.pairs, article.cells) == ("euclidean", ((0, 1),), 10)


NO_INTEGERS = [True, False, 2.0, "2", None, math.nan, math.inf, np.int64(2), np.uint8(2), [2], (2,), 2j, b"2"]


@pytest.mark.parametrize("field", ["rows", "dim", "seed"])
@pytest.mark.parametrize("value", [*NO_INTEGERS, -1, -(10**30)], ids=repr)
def test_what_is_no_whole_number_in_range_is_refused_by_name(field, value):
    error = refused(**{field: value})
    assert error.field == field
    assert error.value is value
    assert str(error).startswith(f"{field} = ")
    assert "must be a whole number" in str(error)


@pytest.mark.parametrize("field", ["rows", "dim"])
def test_a_table_has_at_least_one_row_and_one_column(field):
    assert str(refused(**{field: 0})) == f"{field} = 0: must be a whole number, at least 1"


def test_one_cell_is_a_table():
    assert Experiment(rows=1, dim=1, pairs=((0, 0),)).cells == 1


@pytest.mark.parametrize("seed", [0, LARGEST_SEED])
def test_a_seed_has_32_bits(seed):
    assert Experiment(seed=seed).seed == seed


@pytest.mark.parametrize("seed", [-1, LARGEST_SEED + 1, 2**64, 10**100])
def test_a_seed_of_more_bits_is_refused_because_torch_forgets_them(seed):
    assert f"must be a whole number from 0 to {LARGEST_SEED}" in str(refused(seed=seed))


@pytest.mark.parametrize("field", ["rows", "dim", "seed"])
def test_a_number_too_long_to_print_is_refused_all_the_same(field):
    error = refused(**{field: 10**5000})
    assert error.field == field
    assert len(str(error)) < 200


@pytest.mark.parametrize("field", ["optimizer", "loss"])
@pytest.mark.parametrize("value", ["", "sgd", "Adam ", None, 1, True, ["SGD"], {}, b"SGD"], ids=repr)
def test_an_unknown_name_is_answered_with_the_known_ones(field, value):
    error = refused(**{field: value})
    assert error.field == field
    assert error.details["names"] in ("SGD", "euclidean")
    assert f"must be one of {error.details['names']}" in str(error)


NUMBER_ARGUMENTS = ["lr", "momentum", "dampening", "weight_decay"]
NO_NUMBERS = [math.nan, math.inf, -math.inf, True, False, None, "0.1", "", [0.1], 1j, np.int64(1), 10**400]


@pytest.mark.parametrize("name", NUMBER_ARGUMENTS)
@pytest.mark.parametrize("value", [*NO_NUMBERS, 3.5e38, -3.5e38, 1e308], ids=lambda value: repr(value)[:20])
def test_an_argument_that_is_no_finite_number_is_refused_by_name(name, value):
    error = refused(optimizer_args={name: value})
    assert error.field == name
    assert error.value is value
    assert "must be a finite number, at least" in str(error)
    assert "at most 3.4e+38" in str(error)


@pytest.mark.parametrize("name", ["lr", "momentum", "weight_decay"])
@pytest.mark.parametrize("value", [-1, -0.1, -5e-324, -1e300])
def test_a_negative_argument_is_refused(name, value):
    error = refused(optimizer_args={name: value})
    assert str(error).startswith(f"{name} = {value}: must be a finite number, at least 0 ")


def test_dampening_may_be_negative_as_in_torch():
    assert Experiment(optimizer_args={"dampening": -2}).arguments["dampening"] == -2


@pytest.mark.parametrize("name", NUMBER_ARGUMENTS)
def test_a_whole_number_is_a_number(name):
    value = Experiment(optimizer_args={name: 1}).arguments[name]
    assert (value, type(value)) == (1.0, float)


@pytest.mark.parametrize("name", ["nesterov", "maximize"])
@pytest.mark.parametrize("value", [0, 1, 1.0, None, "true", np.True_], ids=repr)
def test_a_flag_is_true_or_false(name, value):
    error = refused(optimizer_args={"momentum": 0.9, name: value})
    assert (error.field, error.allowed) == (name, "must be true or false")


@pytest.mark.parametrize("name", ["betas", "LR", "", "params", 3])
def test_an_unknown_argument_is_answered_with_the_known_ones(name):
    error = refused(optimizer_args={name: 0.1})
    assert error.field == str(name)
    names = "lr, momentum, dampening, weight_decay, nesterov, maximize"
    assert f"SGD has no such argument; it has {names}" in str(error)


@pytest.mark.parametrize("args", [None, 0.1, "lr", [("lr", 0.1)], ("lr",)], ids=repr)
def test_arguments_come_by_name(args):
    error = refused(optimizer_args=args)
    assert (error.field, error.value) == ("optimizer_args", args)


@pytest.mark.parametrize(
    "args", [{}, {"momentum": 0}, {"momentum": 0.9, "dampening": 0.1}, {"momentum": 0, "dampening": 1}]
)
def test_nesterov_needs_momentum_and_no_dampening(args):
    error = refused(optimizer_args={**args, "nesterov": True})
    assert (error.field, error.value) == ("nesterov", True)
    assert str(error) == "nesterov = True: nesterov needs a momentum above 0 and a dampening of 0"


NO_PAIRS = [
    None, 0, "01", (), [], ((),), ((0,),), ((0, 1, 1),), ((0, 1), (1, 0)), (0, 1), {0: 1}, {(0, 1)}, ("01",),
    ((0.0, 1.0),), ((False, True),), ((None, 1),), (("0", "1"),), ((np.int64(0), np.int64(1)),), (None,),
]  # fmt: skip


@pytest.mark.parametrize("pairs", NO_PAIRS, ids=repr)
def test_what_is_no_single_pair_is_refused(pairs):
    error = refused(pairs=pairs)
    assert (error.field, error.allowed) == ("pairs", "must be one pair of row numbers, such as 0, 1")
    assert error.value is pairs


@pytest.mark.parametrize("pair", [(0, 3), (3, 0), (-1, 0), (0, 10**9), (10**4000, 0)])
def test_a_pair_lies_within_the_table(pair):
    error = refused(rows=3, pairs=(pair,))
    assert error.field == "pairs"
    assert "must be row numbers from 0 to 2, as the table has 3 rows" in str(error)


@pytest.mark.parametrize("pairs", [[[0, 1]], ([0, 1],), [(0, 1)], ((0, 1),)], ids=repr)
def test_a_pair_may_come_in_lists(pairs):
    assert Experiment(pairs=pairs) == Experiment()
    assert Experiment(pairs=pairs).pairs == ((0, 1),)


def test_an_error_is_a_template_for_the_window_to_translate():
    error = refused(rows=1)
    assert error.allowed == "must be row numbers from 0 to {maximum}, as the table has {rows} rows"
    assert error.details == {"maximum": 0, "rows": 1}
    assert isinstance(error, ValueError)


@pytest.fixture
def memory_bytes(monkeypatch):
    def have(available):
        monkeypatch.setattr(memory, "available_bytes", lambda: available)

    return have


def test_a_table_of_a_quarter_of_the_memory_is_taken_and_one_cell_more_refused(memory_bytes):
    memory_bytes(4 * 4 * 1000)
    assert Experiment(rows=10, dim=100).cells == 1000
    error = refused(rows=7, dim=143)
    assert (error.field, error.value) == ("dim", 143)
    assert str(error).startswith("dim = 143: the table is too large: ")
    assert str(error).endswith("a quarter of the memory available holds 1,000 cells")


@pytest.mark.parametrize(
    ("rows", "dim", "field"),
    [(10**12, 1, "rows"), (1, 10**12, "dim"), (2**62, 2**62, "rows"), (3, 10**5000, "dim")],
    ids=["tall", "wide", "huge", "endless"],
)
def test_a_table_too_large_is_refused_by_arithmetic_before_any_allocation(monkeypatch, rows, dim, field):
    def fail(*_args, **_kwargs):
        raise AssertionError("something was allocated")

    monkeypatch.setattr(torch, "empty", fail)
    monkeypatch.setattr(np, "empty", fail)
    assert refused(rows=rows, dim=dim, pairs=((0, 0),)).field == field


@pytest.mark.parametrize("name", Experiment.__struct_fields__)
def test_no_field_can_be_set(name):
    experiment = Experiment()
    with pytest.raises(AttributeError):
        setattr(experiment, name, getattr(experiment, name))


def test_the_arguments_cannot_be_changed():
    with pytest.raises(TypeError):
        Experiment().optimizer_args["lr"] = 0.5
    with pytest.raises(TypeError):
        del Experiment().optimizer_args["lr"]


def test_the_arguments_cannot_be_changed_through_the_dict_that_was_given():
    given_args = {"lr": 0.1}
    experiment = Experiment(optimizer_args=given_args)
    given_args["lr"] = math.nan
    assert experiment.arguments["lr"] == 0.1


def test_the_arguments_cannot_be_changed_through_those_that_were_returned():
    experiment = Experiment()
    experiment.arguments["lr"] = math.nan
    assert experiment.arguments["lr"] == 0.1


def test_pairs_cannot_be_changed_through_the_list_that_was_given():
    pairs = [[0, 1]]
    experiment = Experiment(pairs=pairs)
    pairs[0][1] = 7
    assert experiment.pairs == ((0, 1),)


def test_an_argument_given_as_torchs_default_makes_no_other_experiment():
    spelled_out = Experiment(optimizer_args=Experiment().arguments)
    assert spelled_out == Experiment()
    assert not spelled_out != Experiment()  # noqa: SIM202 - `!=` is an operator of its own
    assert hash(spelled_out) == hash(Experiment())


@pytest.mark.parametrize(
    "other",
    [{"rows": 3}, {"dim": 6}, {"seed": 0}, {"pairs": ((1, 0),)}, {"optimizer_args": {"lr": 0.1}}],
    ids=repr,
)
def test_experiments_that_ask_for_something_else_are_not_equal(other):
    assert Experiment(**other) != Experiment()
    assert not Experiment(**other) == Experiment()  # noqa: SIM201


def test_an_experiment_is_equal_to_nothing_else():
    assert Experiment() != "Experiment()"


COPIES = [copy.copy, copy.deepcopy, msgspec.structs.replace]
COPIES += [
    lambda value, protocol=protocol: pickle.loads(pickle.dumps(value, protocol))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
]


@pytest.mark.parametrize("copied", COPIES)
def test_a_copy_is_equal_and_frozen_too(copied):
    experiment = Experiment(rows=3, seed=7, optimizer_args={"lr": 0.25, "nesterov": False}, pairs=((2, 0),))
    twin = copied(experiment)
    assert twin == experiment
    assert dict(twin.optimizer_args) == {"lr": 0.25, "nesterov": False}
    with pytest.raises(TypeError):
        twin.optimizer_args["lr"] = 0.5


def test_a_replaced_field_is_checked():
    with pytest.raises(ExperimentError, match="rows = 0"):
        msgspec.structs.replace(Experiment(), rows=0)


@given(experiments())
def test_toml_and_back_is_the_same_experiment_to_the_last_bit(experiment):
    twin = Experiment.from_toml(experiment.to_toml())
    assert twin == experiment
    assert repr(twin) == repr(experiment)


def test_a_saved_experiment_is_loaded_equal(tmp_path):
    experiment = Experiment(rows=7, pairs=((6, 0),))
    experiment.save(tmp_path / "run.toml")
    assert Experiment.load(tmp_path / "run.toml") == experiment
    assert Experiment.load(str(tmp_path / "run.toml")) == experiment


def test_toml_is_for_people_to_read():
    text = Experiment().to_toml()
    assert "rows = 2\n" in text
    assert "[optimizer_args]\nlr = 0.1\nmomentum = 0.9\n" in text


def test_fields_left_out_of_the_file_are_the_articles():
    assert Experiment.from_toml("seed = 7") == Experiment(seed=7)
    assert Experiment.from_toml("") == Experiment()


BAD_TOML = {
    "rows = ": "file",
    "rows": "file",
    "rows = 2\nrows = 3": "file",
    "rows = 1e": "file",
    "\x00": "file",
    "rows = " + "9" * 5000: "file",
    "a = " + "[" * 100_000: "file",
    "colour = 1": "colour",
    "rows = '2'": "rows",
    "rows = 2.0": "rows",
    "rows = true": "rows",
    "rows = 2020-01-01": "rows",
    "rows = 0x" + "f" * 5000: "rows",
    "seed = -1": "seed",
    "pairs = 1": "pairs",
    "pairs = [[0, 2]]": "pairs",
    "loss = ['euclidean']": "loss",
    "optimizer_args = 1": "optimizer_args",
    "[optimizer_args]\nlr = nan": "lr",
    "[optimizer_args]\nlr = -inf": "lr",
    "[optimizer_args]\nlr = '0.1'": "lr",
    "[optimizer_args]\nmomentum = true": "momentum",
    "[optimizer_args]\nfused = true": "fused",
    "[optimizer_args.lr]\na = 1": "lr",
    "[[optimizer_args]]\nlr = 1": "optimizer_args",
}


@pytest.mark.parametrize("text", BAD_TOML, ids=lambda text: repr(text[:30]))
def test_a_bad_file_is_refused_with_the_field_at_fault(tmp_path, text):
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ExperimentError) as caught:
        Experiment.load(tmp_path / "bad.toml")
    assert caught.value.field == BAD_TOML[text]
    assert len(str(caught.value)) < 300


def test_an_unknown_field_is_answered_with_the_known_ones():
    with pytest.raises(ExperimentError, match="it has rows, dim, seed, optimizer, optimizer_args, loss, p"):
        Experiment.from_toml("colour = 1")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ExperimentError, match=r"file = 'bad\.toml': must be text in UTF-8"):
        Experiment.load(tmp_path / "bad.toml")


def test_a_file_that_is_too_long_is_refused_unread(tmp_path):
    (tmp_path / "bad.toml").write_bytes(b"#" * (FILE_LIMIT_BYTES + 1))
    with pytest.raises(ExperimentError, match="must have at most 1000000 bytes"):
        Experiment.load(tmp_path / "bad.toml")


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(tmp_path):
    (tmp_path / "run.toml").write_bytes(b"\xef\xbb\xbfrows = 3\r\nseed = 1\r\n")
    assert Experiment.load(tmp_path / "run.toml") == Experiment(rows=3, seed=1)


def test_a_missing_file_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        Experiment.load(tmp_path / "none.toml")


def test_nothing_of_the_articles_experiment_is_a_matter_for_caution():
    assert Experiment().cautions == ()


@pytest.mark.parametrize("momentum", [1.0, 1.5, 100])
def test_a_momentum_from_1_on_is_taken_with_a_caution(momentum):
    (caution,) = Experiment(optimizer_args={"momentum": momentum}).cautions
    assert (caution.field, caution.value) == ("momentum", momentum)
    assert str(caution).startswith(f"momentum = {float(momentum)}: torch takes it, but ")


def test_a_momentum_just_below_1_needs_no_caution():
    assert Experiment(optimizer_args={"momentum": math.nextafter(1, 0)}).cautions == ()
