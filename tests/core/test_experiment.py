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
from embviz.core.checks import DEVICES, DTYPES, INITIALS, LARGEST_SEED, MOST_PAIRS, MOST_VALUES, ZERO_GRADS
from embviz.core.experiment import FILE_LIMIT_BYTES, Experiment, ExperimentError, doubts
from embviz.core.losses import LOSSES
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.schedules import SCHEDULES
from embviz.core.sources import Corpus, VectorFile


def values_of(parameter):
    """Every value that torch takes for an argument."""
    if parameter.is_flag:
        return st.booleans()
    if parameter.is_integer:
        return st.integers(int(parameter.minimum), int(parameter.maximum))
    taken = st.floats(parameter.minimum, parameter.maximum, exclude_max=parameter.excludes_maximum)
    taken = st.one_of(taken, st.just(math.inf)) if parameter.takes_inf else taken
    return st.one_of(taken, st.just(math.nan)) if parameter.takes_nan else taken


def arguments_of(recipe):
    optional = {parameter.name: values_of(parameter) for parameter in recipe.parameters}
    return st.fixed_dictionaries({}, optional=optional)


@st.composite
def experiments(draw):
    rows, dim = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    index = st.integers(0, rows - 1)
    pairs = st.lists(st.tuples(index, index), max_size=3).map(tuple)
    optimizer, schedule = draw(st.sampled_from(list(OPTIMIZERS))), draw(st.sampled_from(list(SCHEDULES)))
    loss, initial = draw(st.sampled_from(list(LOSSES))), draw(st.sampled_from(INITIALS))
    args = draw(arguments_of(OPTIMIZERS[optimizer]))
    if not (args.get("momentum", 0) > 0 and args.get("dampening", 0) == 0):
        args.pop("nesterov", None)
    row = st.lists(st.floats(), min_size=dim, max_size=dim).map(tuple)
    values = st.lists(row, min_size=rows, max_size=rows).map(tuple)
    file = VectorFile(draw(st.text(min_size=1)).replace("\0", "_")) if initial == "file" else None
    corpora = st.none() | st.builds(Corpus, window=st.integers(1, 9), subsample=st.floats(0, 1))
    return Experiment(
        file=file,
        corpus=draw(corpora) if loss == "skipgram" and file is None else None,
        device=draw(st.sampled_from(DEVICES)),
        rows=rows,
        dim=dim,
        seed=draw(st.integers(0, LARGEST_SEED)),
        dtype=draw(st.sampled_from(list(DTYPES))),
        initial=initial,
        values=draw(values) if initial == "values" else (),
        padding_idx=draw(st.none() | st.integers(-rows, rows - 1)),
        max_norm=draw(st.none() | st.floats(allow_nan=False, allow_infinity=False)),
        norm_type=draw(st.floats(0, math.inf)),
        scale_grad_by_freq=draw(st.booleans()),
        sparse=draw(st.booleans()),
        optimizer=optimizer,
        optimizer_args=args,
        schedule=schedule,
        schedule_args=draw(arguments_of(SCHEDULES[schedule])),
        loss=loss,
        pairs=((draw(index), draw(index)), *draw(pairs)),
        negatives=draw(pairs) if LOSSES[loss].has_negatives else (),
        zero_grad=draw(st.sampled_from(ZERO_GRADS)),
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


NAMES = {
    "optimizer": OPTIMIZERS, "schedule": SCHEDULES, "loss": LOSSES, "dtype": DTYPES, "initial": INITIALS,
    "zero_grad": ZERO_GRADS,
}  # fmt: skip


@pytest.mark.parametrize("field", NAMES)
@pytest.mark.parametrize("value", ["", "sgd", "Adam ", None, 1, True, ["SGD"], {}, b"SGD"], ids=repr)
def test_an_unknown_name_is_answered_with_the_known_ones(field, value):
    error = refused(**{field: value})
    assert error.field == field
    assert f"must be one of {', '.join(NAMES[field])}" in str(error)


NUMBER_ARGUMENTS = ["lr", "momentum", "dampening", "weight_decay"]
NO_NUMBERS = [-math.inf, True, False, None, "0.1", "", [0.1], 1j, np.int64(1), -(10**400)]


@pytest.mark.parametrize("name", NUMBER_ARGUMENTS)
@pytest.mark.parametrize("value", [*NO_NUMBERS, 3.5e38, -3.5e38, 1e308], ids=lambda value: repr(value)[:20])
def test_an_argument_that_is_no_number_is_refused_by_name(name, value):
    error = refused(optimizer_args={name: value})
    assert error.field == name
    assert error.value is value
    assert "must be a number from " in str(error)
    assert " to 3.4e+38" in str(error)


@pytest.mark.parametrize("name", NUMBER_ARGUMENTS)
@pytest.mark.parametrize("value", [math.nan, math.inf, 10**400], ids=lambda value: repr(value)[:20])
def test_of_all_arguments_of_sgd_only_lr_may_be_nan_or_infinite_as_in_torch(name, value):
    if name == "lr":
        assert repr(Experiment(optimizer_args={name: value}).arguments[name]) in ("nan", "inf")
    else:
        assert refused(optimizer_args={name: value}).field == name


@pytest.mark.parametrize("name", ["lr", "momentum", "weight_decay"])
@pytest.mark.parametrize("value", [-1, -0.1, -5e-324, -1e300])
def test_a_negative_argument_is_refused(name, value):
    error = refused(optimizer_args={name: value})
    assert str(error).startswith(f"{name} = {value}: must be a number from 0 to ")


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
    assert str(error).startswith(
        "nesterov = True: nesterov needs a momentum above 0 and a dampening of 0 (torch"
    )
    with pytest.raises(ValueError, match=error.torch_says):
        torch.optim.SGD([torch.zeros(1)], lr=0.1, **{**args, "nesterov": True})


NO_PAIRS = [
    None, 0, "01", ((),), ((0,),), ((0, 1, 1),), ((0, 1), (1,)), (0, 1), {0: 1}, {(0, 1)}, ("01",),
    ((0.0, 1.0),), ((False, True),), ((None, 1),), (("0", "1"),), ((np.int64(0), np.int64(1)),), (None,),
]  # fmt: skip


@pytest.mark.parametrize("pairs", NO_PAIRS, ids=repr)
@pytest.mark.parametrize("field", ["pairs", "negatives"])
def test_what_is_no_pair_is_refused(field, pairs):
    error = refused(loss="skipgram", **{field: pairs})
    assert (error.field, error.allowed) == (field, "must be pairs of row numbers, such as 0, 1")
    assert error.value is pairs


@pytest.mark.parametrize("pairs", [(), []])
def test_there_is_a_pair_at_least_and_no_negative_one_at_all_if_wished(pairs):
    assert refused(pairs=pairs).field == "pairs"
    assert Experiment(loss="skipgram", negatives=pairs).negatives == ()


@pytest.mark.parametrize("field", ["pairs", "negatives"])
def test_of_pairs_there_may_be_many_but_not_endlessly_many(field):
    pairs = ((0, 1),) * MOST_PAIRS
    assert getattr(Experiment(loss="skipgram", **{field: pairs}), field) == pairs
    assert str(MOST_PAIRS) in str(refused(loss="skipgram", **{field: (*pairs, (0, 1))}))


def test_negative_pairs_are_for_the_loss_that_uses_them():
    assert "skipgram" in str(refused(negatives=((0, 1),)))
    assert refused(loss="mse", negatives=((0, 1),)).field == "negatives"


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
    [
        {"rows": 3},
        {"dim": 6},
        {"seed": 0},
        {"pairs": ((1, 0),)},
        {"optimizer_args": {"lr": 0.1}},
        {"dtype": "float64"},
        {"initial": "zeros"},
        {"initial": "values", "values": ((0.0,) * 5,) * 2},
        {"padding_idx": 0},
        {"max_norm": 1.0},
        {"norm_type": 1.0},
        {"scale_grad_by_freq": True},
        {"sparse": True},
        {"optimizer": "Adam"},
        {"schedule": "StepLR"},
        {"loss": "skipgram"},
        {"zero_grad": "zeros"},
        {"pairs": ((0, 1), (0, 1))},
    ],
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
    "[optimizer_args]\nmomentum = nan": "momentum",
    "[schedule_args]\ngamma = 1": "gamma",
    "schedule = 'StepLR'\n[schedule_args]\nstep_size = 1.5": "step_size",
    "dtype = 'int8'": "dtype",
    "initial = 'values'": "values",
    "initial = 'values'\nvalues = [[1]]": "values",
    "values = [[1]]": "values",
    "padding_idx = 2": "padding_idx",
    "max_norm = nan": "max_norm",
    "norm_type = -1": "norm_type",
    "sparse = 1": "sparse",
    "negatives = [[0, 1]]": "negatives",
    "zero_grad = true": "zero_grad",
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
    with pytest.raises(ExperimentError, match="it has rows, dim, seed, dtype, initial, values, p"):
        Experiment.from_toml("colour = 1")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ExperimentError, match=r"file = 'bad\.toml': must be text in UTF-8"):
        Experiment.load(tmp_path / "bad.toml")


def test_a_file_that_is_too_long_is_refused_unread(tmp_path):
    (tmp_path / "bad.toml").write_bytes(b"#" * (FILE_LIMIT_BYTES + 1))
    with pytest.raises(ExperimentError, match=f"must have at most {FILE_LIMIT_BYTES} bytes"):
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


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_dtype_is_one_of_torchs_and_as_large(dtype):
    assert Experiment(dtype=dtype).dtype == dtype
    assert getattr(torch, dtype).itemsize == DTYPES[dtype]


def test_a_table_of_larger_numbers_takes_more_memory(memory_bytes):
    memory_bytes(4 * 4 * 1000)
    assert Experiment(rows=10, dim=200, dtype="float16").cells == 2000
    assert refused(rows=10, dim=100, dtype="float64").field == "dim"


@pytest.mark.parametrize("padding_idx", [-3, -2, -1, 0, 1, 2, 3])
def test_a_padding_row_is_refused_where_torch_refuses_it_and_in_its_words(padding_idx):
    if padding_idx in range(-2, 2):
        torch.nn.Embedding(2, 5, padding_idx=padding_idx)
        assert Experiment(padding_idx=padding_idx).padding_idx == padding_idx
        return
    error = refused(padding_idx=padding_idx)
    assert error.field == "padding_idx"
    with pytest.raises(AssertionError, match=f"^{error.torch_says}$"):
        torch.nn.Embedding(2, 5, padding_idx=padding_idx)


@pytest.mark.parametrize("value", [0.0, True, "0", (0,)], ids=repr)
def test_a_padding_row_is_a_whole_number(value):
    error = refused(padding_idx=value)
    assert (error.field, error.torch_says) == ("padding_idx", "")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "1", True], ids=repr)
def test_a_largest_norm_is_a_finite_number(value):
    assert refused(max_norm=value).field == "max_norm"


@pytest.mark.parametrize(
    ("value", "is_taken"), [(0, True), (0.5, True), (math.inf, True), (-1, False), (math.nan, False)]
)
def test_a_norm_type_is_a_number_from_zero_on(value, is_taken):
    if is_taken:
        assert Experiment(norm_type=value).norm_type == value
    else:
        assert refused(norm_type=value).field == "norm_type"


@pytest.mark.parametrize("field", ["sparse", "scale_grad_by_freq"])
@pytest.mark.parametrize("value", [0, 1, None, "true"], ids=repr)
def test_an_option_is_on_or_off(field, value):
    assert refused(**{field: value}).allowed == "must be true or false"


BAD_VALUES = [
    None, (), 1, "12", ((1.0,),), ((1.0, 2.0), (3.0,)), ((1.0, 2.0), (3.0, "4")), ((1.0, 2.0), (3.0, None)),
    ((1.0, 2.0), (3.0, True)), ((1.0, 2.0), (3.0, 4.0), (5.0, 6.0)), ((1.0, 2.0), 3.0),
]  # fmt: skip


@pytest.mark.parametrize("values", BAD_VALUES, ids=repr)
def test_first_values_are_as_many_numbers_as_the_table_has(values):
    assert refused(dim=2, initial="values", values=values).field == "values"


def test_first_values_may_come_in_lists_of_whole_numbers_and_be_nan_or_infinite():
    given_values = [[1, math.nan], [-math.inf, 10**400]]
    experiment = Experiment(dim=2, initial="values", values=given_values)
    assert repr(experiment.values) == "((1.0, nan), (-inf, inf))"
    given_values[0][0] = 7
    assert experiment.values[0][0] == 1.0


def test_a_row_that_can_be_changed_is_copied_even_among_numbers_that_need_no_check():
    row = [1.0, 2.0]
    experiment = Experiment(dim=2, initial="values", values=(row, (3.0, 4.0)))
    row[0] = 7.0
    assert experiment.values[0][0] == 1.0


def test_first_values_that_nobody_uses_are_refused():
    assert refused(values=((1.0,) * 5,) * 2).field == "values"


def test_first_values_are_few_enough_to_travel():
    values = ((0.5,),) * (MOST_VALUES + 1)
    assert Experiment(rows=MOST_VALUES, dim=1, initial="values", values=values[1:]).cells == MOST_VALUES
    error = refused(rows=MOST_VALUES + 1, dim=1, initial="values", values=values)
    assert (error.field, error.details["limit"]) == ("values", MOST_VALUES)


def test_experiments_with_the_same_nan_are_equal_and_with_other_values_not():
    one, same, other = (
        Experiment(rows=1, dim=2, pairs=((0, 0),), initial="values", values=((value, math.nan),))
        for value in (1.0, 1.0, 2.0)
    )
    assert one == same
    assert hash(one) == hash(same)
    assert one != other


def test_the_largest_experiment_can_be_saved_and_loaded(tmp_path):
    rng = np.random.default_rng(42)
    pairs = tuple(map(tuple, rng.integers(10_000, MOST_VALUES, (MOST_PAIRS, 2)).tolist()))
    values = tuple(map(tuple, (-rng.random((MOST_VALUES, 1)) * 1e-300).tolist()))
    experiment = Experiment(
        rows=MOST_VALUES,
        dim=1,
        initial="values",
        values=values,
        loss="skipgram",
        pairs=pairs,
        negatives=pairs,
    )
    experiment.save(tmp_path / "run.toml")
    assert Experiment.load(tmp_path / "run.toml") == experiment


def test_another_optimizer_without_a_word_about_its_arguments_is_torchs_own():
    for name, row in OPTIMIZERS.items():
        if name != "SGD":
            assert Experiment(optimizer=name).arguments == row.complete({})


@pytest.mark.parametrize("name", ["gamma", "lr"])
def test_without_a_schedule_there_are_no_arguments_for_it(name):
    error = refused(schedule_args={name: 0.5})
    assert (error.field, str(error)) == (name, f"{name} = 0.5: none has no such argument; it has none")


CAUTIONS = {
    "lr": [{"optimizer_args": {"lr": math.nan}}, {"optimizer_args": {"lr": math.inf}}],
    "momentum": [{"optimizer_args": {"momentum": 1.5}}],
    "alpha": [{"optimizer": "RMSprop", "optimizer_args": {"alpha": 1.5}}],
    "gamma": [
        {"schedule": "ExponentialLR", "schedule_args": {"gamma": 1.5}},
        {"schedule": "StepLR", "schedule_args": {"gamma": math.nan}},
    ],
    "max_norm": [{"max_norm": -1.0}, {"max_norm": 0.0}],
    "optimizer": [{"optimizer": "SparseAdam"}, {"optimizer": "Adam", "sparse": True}],
    "weight_decay": [{"sparse": True, "optimizer_args": {"weight_decay": 0.1}}],
    "scale_grad_by_freq": [{"sparse": True, "scale_grad_by_freq": True}],
    "dtype": [{"sparse": True, "dtype": "float16"}],
}


@pytest.mark.parametrize(
    ("field", "values"), [(f, v) for f, values in CAUTIONS.items() for v in values], ids=repr
)
def test_what_torch_takes_in_silence_or_refuses_later_is_a_matter_for_caution(field, values):
    (caution,) = Experiment(**values).cautions
    assert caution.field == field
    assert "torch " in caution.text
    assert str(caution).startswith(f"{field} = ")


# torch tells once a process that it does not check what a sparse grad holds.
@pytest.mark.filterwarnings("ignore:Sparse invariant checks")
@given(experiments())
def test_a_combination_is_cautioned_against_exactly_where_torch_refuses_to_go_through(experiment):
    """One Backward and one Step in plain torch, on finite numbers."""
    recipe = OPTIMIZERS[experiment.optimizer]
    embedding = torch.nn.Embedding(
        4, 3, scale_grad_by_freq=experiment.scale_grad_by_freq, sparse=experiment.sparse,
        dtype=getattr(torch, experiment.dtype),
    )  # fmt: skip
    args = recipe.complete({name: value for name, value in experiment.arguments.items() if value is True})
    args |= {name: 0.5 for name in ("weight_decay", "momentum") if experiment.arguments.get(name)}
    if "nesterov" in args:
        args["nesterov"] = False
    optimizer = getattr(torch.optim, recipe.name)(embedding.parameters(), **recipe.keywords(args))
    asked = msgspec.structs.replace(experiment, optimizer_args=args)
    cautions = {one.field for one in asked.cautions} & {
        "optimizer",
        "weight_decay",
        "scale_grad_by_freq",
        "dtype",
    }
    try:
        (embedding(torch.tensor([0, 1])) - embedding(torch.tensor([2, 1]))).square().sum().backward()
        optimizer.step()
    except RuntimeError:
        assert cautions
    else:
        assert not cautions


def test_what_is_to_be_said_of_one_argument_can_be_asked_alone():
    (lr, momentum, *_) = OPTIMIZERS["SGD"].parameters
    assert [doubt.field for doubt in doubts(lr, math.nan)] == ["lr"]
    assert list(doubts(momentum, 0.9)) == []
