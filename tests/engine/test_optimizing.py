"""Optimizing: an optimizer's state is told as tables and scalars, by torch's names."""

import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.optimizers import OPTIMIZERS
from embviz.engine.optimizing import counters_of, optimizer_of, schedule_of, tables_of


def stepped(name, shape):
    parameter = torch.nn.Parameter(torch.ones(shape))
    sparse = name == "SparseAdam"
    args = {"lr": 0.1, "momentum": 0.9} if name == "SGD" else {}
    optimizer = optimizer_of(
        Experiment(rows=shape[0], dim=shape[1], pairs=((0, 0),), optimizer=name, optimizer_args=args),
        [parameter],
    )
    grad = torch.ones(shape)
    parameter.grad = grad.to_sparse(1) if sparse else grad
    optimizer.step()
    return optimizer.state[parameter]


@pytest.mark.parametrize("shape", [(3, 2), (1, 1)], ids=str)
@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_what_a_state_holds_is_a_table_or_a_scalar(name, shape):
    state = stepped(name, shape)
    tables, counters = tables_of(state, torch.Size(shape)), counters_of(state)
    there = {name for name, value in state.items() if value is not None}
    assert {*tables, *counters} == there
    assert not {*tables} & {*counters}
    assert all(tables[name] is state[name] for name in tables)
    assert all(counters[name] == float(state[name]) for name in counters)


def test_a_schedule_counts_in_whole_steps():
    experiment = Experiment(schedule="StepLR", schedule_args={"step_size": 2, "gamma": 0.5})
    optimizer = optimizer_of(experiment, [torch.nn.Parameter(torch.ones(2, 2))])
    schedule = schedule_of(experiment, optimizer)
    assert type(schedule) is torch.optim.lr_scheduler.StepLR
    assert type(schedule.step_size) is int
    assert schedule_of(Experiment(), optimizer) is None
