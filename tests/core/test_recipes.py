"""The rows of OPTIMIZERS, SCHEDULES and LOSSES say what torch itself says."""

import inspect
import math

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - as everybody calls it
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.losses import LOSSES
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import LARGEST_FLOAT32, mark
from embviz.core.schedules import SCHEDULES

# What these choose is how torch computes, not what.
WAYS_TO_COMPUTE = {"params", "foreach", "differentiable", "fused", "capturable", "decoupled_weight_decay"}
SCHEDULERS = [row for row in SCHEDULES.values() if row.name != "none"]
RECIPES = [*OPTIMIZERS.values(), *SCHEDULERS]
PARAMETERS = [(row, parameter) for row in RECIPES for parameter in row.parameters]
NUMBERS = [(row, parameter) for row, parameter in PARAMETERS if not parameter.is_flag]


def parameter_id(value):
    return value.name


def made(row, **args):
    """An optimizer of torch's with one parameter, and with a schedule's row the schedule on top of SGD."""
    weight = torch.nn.Parameter(torch.ones(2, 2))
    if row.name in OPTIMIZERS:
        return getattr(torch.optim, row.name)([weight], **row.keywords(row.complete(args)))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    # torch takes a whole number of steps as an int.
    whole = {one.name for one in row.parameters if one.is_integer}
    args = {name: int(value) if name in whole else value for name, value in row.complete(args).items()}
    return getattr(torch.optim.lr_scheduler, row.name)(optimizer, **args)


def one_step(optimizer, steps=1):
    weight = optimizer.param_groups[0]["params"][0]
    for _ in range(steps):
        weight.grad = torch.ones(2, 2)
        if isinstance(optimizer, torch.optim.SparseAdam):
            weight.grad = weight.grad.to_sparse(1)
        optimizer.step()
    return weight


def test_rows_are_found_under_their_names():
    tables = (OPTIMIZERS, SCHEDULES, LOSSES)
    assert all(name == row.name for table in tables for name, row in table.items())


@pytest.mark.parametrize("row", OPTIMIZERS.values(), ids=parameter_id)
def test_an_optimizer_has_every_argument_of_torchs_that_changes_numbers(row):
    signature = inspect.signature(getattr(torch.optim, row.name))
    assert set(row.keywords(row.complete({}))) == set(signature.parameters) - WAYS_TO_COMPUTE


@pytest.mark.parametrize("row", OPTIMIZERS.values(), ids=parameter_id)
def test_an_optimizers_defaults_are_torchs(row):
    signature = inspect.signature(getattr(torch.optim, row.name)).parameters
    keywords = row.keywords(row.complete({}))
    assert keywords == {name: signature[name].default for name in keywords}
    assert all(
        isinstance(keywords[name], bool) == isinstance(signature[name].default, bool) for name in keywords
    )


@pytest.mark.parametrize("row", SCHEDULERS, ids=parameter_id)
def test_a_schedule_has_every_argument_of_torchs(row):
    signature = inspect.signature(getattr(torch.optim.lr_scheduler, row.name)).parameters
    assert {parameter.name for parameter in row.parameters} == set(signature) - {"optimizer", "last_epoch"}


def test_no_schedule_is_a_schedule_without_arguments():
    assert next(iter(SCHEDULES)) == "none"
    assert SCHEDULES["none"].complete({}) == {}


@pytest.mark.parametrize(("row", "parameter"), PARAMETERS, ids=parameter_id)
def test_every_argument_and_doubt_is_explained(row, parameter):
    assert parameter.hint
    assert all(doubt.text for doubt in parameter.doubts)


@pytest.mark.parametrize(("row", "parameter"), PARAMETERS, ids=parameter_id)
def test_a_default_is_taken_and_is_no_matter_for_doubt(row, parameter):
    assert parameter.takes(parameter.default)
    assert not any(doubt.holds(parameter.default) for doubt in parameter.doubts)


@pytest.mark.parametrize("row", RECIPES, ids=parameter_id)
def test_arguments_not_given_are_completed_with_defaults_in_the_order_of_the_form(row):
    first = row.parameters[0].name
    complete = row.complete({first: 0.5})
    assert list(complete) == [parameter.name for parameter in row.parameters]
    assert complete == {**{p.name: p.default for p in row.parameters}, first: 0.5}


@pytest.mark.parametrize("row", OPTIMIZERS.values(), ids=parameter_id)
def test_torchs_own_arguments_come_back_under_the_names_of_the_form(row):
    args = {one.name: one.default if one.is_flag else 0.25 for one in row.parameters}
    assert row.flat(made(row, **args).param_groups[0]) == args


@pytest.mark.parametrize(("row", "parameter"), NUMBERS, ids=parameter_id)
def test_what_a_row_takes_torch_takes(row, parameter):
    """The ends of the range, and NaN and infinity where the row says so."""
    values = [parameter.minimum, parameter.maximum]
    if parameter.excludes_maximum:
        values[1] = math.nextafter(parameter.maximum, 0)
    values += [math.inf] * parameter.takes_inf + [math.nan] * parameter.takes_nan
    for value in values:
        assert parameter.takes(value)
        made(row, **{parameter.name: value})


@pytest.mark.parametrize(("row", "parameter"), NUMBERS, ids=parameter_id)
def test_below_its_minimum_torch_refuses_too(row, parameter):
    below = math.nextafter(parameter.minimum, -math.inf)
    assert not parameter.takes(below)
    if parameter.minimum > -LARGEST_FLOAT32 and row.name in OPTIMIZERS:
        with pytest.raises(ValueError, match=r"Invalid|must be"):
            made(row, **{parameter.name: below})


@pytest.mark.parametrize("value", [math.nan, math.inf])
@pytest.mark.parametrize(("row", "parameter"), NUMBERS, ids=parameter_id)
def test_nan_and_infinity_that_a_row_refuses_torch_refuses_or_cannot_train_with(row, parameter, value):
    assert not parameter.takes(-math.inf)
    if parameter.takes(value) or row.name not in OPTIMIZERS:
        return
    # Without momentum dampening is idle; a weight decay would move the table by itself.
    busy = {"momentum": 0.5, "weight_decay": 0.0}
    args = {one.name: busy.get(one.name, one.default) for one in row.parameters} | {parameter.name: value}
    try:
        optimizer = made(row, **args)
    except ValueError:
        return
    first = one_step(optimizer).detach().clone()
    second = one_step(optimizer)
    assert not second.isfinite().any() or (second == first).all()


@pytest.mark.parametrize(("row", "parameter"), NUMBERS, ids=parameter_id)
def test_torch_refuses_a_maximum_that_is_excluded(row, parameter):
    assert parameter.takes(parameter.maximum) is not parameter.excludes_maximum
    if parameter.excludes_maximum:
        with pytest.raises(ValueError, match="Invalid"):
            made(row, **{parameter.name: parameter.maximum})


@pytest.mark.parametrize(("row", "parameter"), NUMBERS, ids=parameter_id)
def test_a_whole_number_is_whole(row, parameter):
    between = parameter.default + 0.25
    assert parameter.takes(between) is (not parameter.is_integer and between <= parameter.maximum)


def test_linear_lr_goes_along_a_line_as_its_arguments_say():
    args = {"start_factor": 0.25, "end_factor": 0.75, "total_iters": 4}
    schedule = made(SCHEDULES["LinearLR"], **args)
    rates = []
    for _ in range(6):
        rates.append(schedule.optimizer.param_groups[0]["lr"])
        one_step(schedule.optimizer)
        schedule.step()
    assert rates == pytest.approx([0.1 * factor for factor in (0.25, 0.375, 0.5, 0.625, 0.75, 0.75)])


def test_linear_lr_has_torchs_own_defaults():
    signature = inspect.signature(torch.optim.lr_scheduler.LinearLR).parameters
    defaults = SCHEDULES["LinearLR"].complete({})
    assert defaults == {name: signature[name].default for name in defaults}


@pytest.mark.parametrize(
    ("name", "sign"), [("lr", 1), ("weight_decay", 1), ("dampening", 1), ("dampening", -1)]
)
def test_torch_cannot_step_with_more_than_a_float32_holds(name, sign):
    args = {"lr": 0.1, "momentum": 0.9, name: sign * LARGEST_FLOAT32}
    optimizer = made(OPTIMIZERS["SGD"], **args)
    one_step(optimizer, steps=2)
    optimizer.param_groups[0][name] = math.nextafter(args[name], sign * math.inf) * 1.1
    with pytest.raises(RuntimeError, match="overflow"):
        one_step(optimizer)


def test_the_largest_number_is_float32s():
    assert torch.finfo(torch.float32).max == LARGEST_FLOAT32


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_an_lr_that_is_none_makes_the_doubt_come_true(value):
    (lr, *_) = OPTIMIZERS["SGD"].parameters
    (doubt,) = (doubt for doubt in lr.doubts if doubt.holds(value))
    assert doubt.text
    assert not one_step(made(OPTIMIZERS["SGD"], lr=value)).isfinite().any()


def test_an_alpha_above_1_makes_nan_as_its_doubt_says():
    row = OPTIMIZERS["RMSprop"]
    (alpha,) = (one for one in row.parameters if one.name == "alpha")
    assert [doubt.holds(1.5) for doubt in alpha.doubts] == [True]
    assert one_step(made(row, alpha=1.5)).isnan().all()


@given(
    st.fixed_dictionaries(
        {
            "momentum": st.sampled_from([0.0, 0.5]),
            "dampening": st.sampled_from([0.0, 0.5, -1.0]),
            "nesterov": st.booleans(),
        }
    )
)
def test_the_rules_refuse_exactly_what_torch_refuses(args):
    try:
        made(OPTIMIZERS["SGD"], **args)
    except ValueError:
        with pytest.raises(ExperimentError, match=r"nesterov = True: .*momentum above 0 .*dampening of 0"):
            Experiment(optimizer_args=args)
    else:
        assert Experiment(optimizer_args=args).arguments == {**OPTIMIZERS["SGD"].complete({}), **args}


@pytest.mark.parametrize("row", OPTIMIZERS.values(), ids=parameter_id)
@pytest.mark.parametrize("is_on", [False, True])
def test_the_tables_are_those_that_torch_keeps_in_its_order(row, is_on):
    args = {one.name: is_on if one.is_flag else one.default for one in row.parameters}
    if "momentum" in args:
        args["momentum"] = 0.5 if is_on else 0.0
    optimizer = made(row, **args)
    weight = one_step(optimizer)
    shown = [
        name
        for name, value in optimizer.state[weight].items()
        if torch.is_tensor(value) and value.shape == weight.shape
    ]
    assert tuple(shown) == row.tables(args)


PAIRS = torch.arange(12.0).reshape(2, 2, 3).sin()
PAIR = PAIRS[:, :1]


@pytest.mark.parametrize("row", LOSSES.values(), ids=parameter_id)
@pytest.mark.parametrize("pairs", [PAIR, PAIRS], ids=["one pair", "two pairs"])
def test_a_losss_code_is_one_number_and_the_shorter_one_gives_the_same_bits(row, pairs):
    a, b = pairs
    names = {"torch": torch, "F": F, "a": a, "b": b, "labels": torch.ones(len(a))}
    loss = eval(row.code.format(positives=len(a)), names)
    assert loss.shape == ()
    if row.code_of_one and len(a) == 1:
        assert eval(row.code_of_one, names).item() == loss.item()


def test_a_loss_of_two_pairs_is_the_mean_of_theirs():
    for row in LOSSES.values():
        one, other, both = (
            eval(
                row.code.format(positives=part.shape[1]),
                {"torch": torch, "F": F, "a": part[0], "b": part[1], "labels": torch.ones(part.shape[1])},
            )
            for part in (PAIRS[:, :1], PAIRS[:, 1:], PAIRS)
        )
        assert both.item() == pytest.approx((one + other).item() / 2, rel=1e-6)


def test_skipgram_is_the_negative_log_likelihood_of_its_pairs():
    a, b = PAIRS
    names = {"F": F, "a": a, "b": b, "labels": torch.tensor([1.0, -1.0])}
    loss = eval(LOSSES["skipgram"].code.format(positives=1), names)
    first, second = (a * b).sum(dim=1).tolist()
    wanted = -math.log(1 / (1 + math.exp(-first))) - math.log(1 / (1 + math.exp(second)))
    assert loss.item() == pytest.approx(wanted)


def test_only_skipgram_has_negatives():
    assert [row.name for row in LOSSES.values() if row.has_negatives] == ["skipgram"]


def test_titles_and_formulas_tell_losses_apart():
    assert len({row.title for row in LOSSES.values()}) == len(LOSSES)
    assert all(row.formula for row in LOSSES.values())


def test_marking_a_text_for_translation_leaves_it_as_it_is():
    assert mark("learning rate") == "learning rate"
