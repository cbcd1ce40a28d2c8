"""The rows of OPTIMIZERS and LOSSES say what torch itself says."""

import inspect
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.recipes import LARGEST_FLOAT32, LOSSES, OPTIMIZERS, mark

# What these choose is how torch computes, not what.
WAYS_TO_COMPUTE = {"params", "foreach", "differentiable", "fused"}
PARAMETERS = [(row, parameter) for row in OPTIMIZERS.values() for parameter in row.parameters]


def parameter_id(value):
    return value.name


def one_step(**args):
    weight = torch.nn.Parameter(torch.ones(2))
    weight.grad = torch.ones(2)
    optimizer = torch.optim.SGD([weight], **args)
    optimizer.step()
    return weight, optimizer


def test_rows_are_found_under_their_names():
    assert all(name == row.name for table in (OPTIMIZERS, LOSSES) for name, row in table.items())


@pytest.mark.parametrize("row", OPTIMIZERS.values(), ids=parameter_id)
def test_an_optimizer_has_every_argument_of_torchs_that_changes_numbers(row):
    signature = inspect.signature(getattr(torch.optim, row.name))
    assert {parameter.name for parameter in row.parameters} == set(signature.parameters) - WAYS_TO_COMPUTE


@pytest.mark.parametrize(("row", "parameter"), PARAMETERS, ids=parameter_id)
def test_defaults_are_torchs(row, parameter):
    torchs = inspect.signature(getattr(torch.optim, row.name)).parameters[parameter.name].default
    assert parameter.default == torchs
    assert parameter.is_flag is isinstance(torchs, bool)


@pytest.mark.parametrize(("row", "parameter"), PARAMETERS, ids=parameter_id)
def test_every_argument_is_explained(row, parameter):
    assert parameter.hint
    assert parameter.caution or parameter.caution_from == math.inf


@pytest.mark.parametrize("row", OPTIMIZERS.values(), ids=parameter_id)
def test_arguments_not_given_are_completed_with_torchs_defaults_in_the_order_of_the_form(row):
    complete = row.complete({"momentum": 0.5})
    assert list(complete) == [parameter.name for parameter in row.parameters]
    assert complete == {**{p.name: p.default for p in row.parameters}, "momentum": 0.5}


@pytest.mark.parametrize("name", ["lr", "momentum", "weight_decay"])
def test_torch_refuses_what_is_below_the_minimum(name):
    with pytest.raises(ValueError, match="Invalid"):
        one_step(**{name: -5e-324})
    one_step(**{name: 0.0})


@pytest.mark.parametrize(
    ("name", "sign"), [("lr", 1), ("weight_decay", 1), ("dampening", 1), ("dampening", -1)]
)
def test_torch_cannot_step_with_more_than_a_float32_holds(name, sign):
    args = {"lr": 0.1, "momentum": 0.9, name: sign * LARGEST_FLOAT32}
    _, optimizer = one_step(**args)
    optimizer.step()
    optimizer.param_groups[0][name] = math.nextafter(args[name], sign * math.inf) * 1.1
    with pytest.raises(RuntimeError, match="overflow"):
        optimizer.step()


def test_the_largest_number_is_float32s():
    assert torch.finfo(torch.float32).max == LARGEST_FLOAT32


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
        one_step(**args)
    except ValueError:
        with pytest.raises(ExperimentError, match=r"nesterov = True: .*momentum above 0 .*dampening of 0"):
            Experiment(optimizer_args=args)
    else:
        assert Experiment(optimizer_args=args).arguments == {**OPTIMIZERS["SGD"].complete({}), **args}


def test_the_optimizers_code_is_what_it_says():
    embedding = torch.nn.Embedding(2, 5)
    args = OPTIMIZERS["SGD"].complete({"lr": 0.1})
    code = OPTIMIZERS["SGD"].code.format(args=", ".join(f"{name}={value}" for name, value in args.items()))
    optimizer = eval(code, {"torch": torch, "embedding": embedding})
    assert type(optimizer) is torch.optim.SGD
    assert optimizer.defaults["lr"] == 0.1


def test_the_losss_code_is_what_it_says():
    embedding = torch.nn.Embedding(2, 5)
    names = {"torch": torch, "embedding": embedding, "i": torch.tensor([0]), "j": torch.tensor([1])}
    distance = math.dist(*embedding.weight.tolist())
    assert eval(LOSSES["euclidean"].code, names).item() == pytest.approx(distance)


def test_marking_a_text_for_translation_leaves_it_as_it_is():
    assert mark("learning rate") == "learning rate"
