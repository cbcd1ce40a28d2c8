"""What stands in the window beside what plain torch has, to the last bit."""

from __future__ import annotations

import torch

from tests.engine.plain import Plain
from tests.scenarios.person import Looker, Tables

Table = list[list[float]]
Expected = dict[str, Table]


def assert_shows(window: Looker, tables: Expected) -> None:
    """Hold the tables in the window against those of plain torch, to the last bit, and what its cells say."""
    assert same(window.tables(), tables)
    assert window.numbers("weight") == printed(tables["weight"])


def printed(table: Table) -> str:
    """Return the numbers of a table as they stand in the cells."""
    return " ".join(f"{number:.4f}" for row in table for number in row)


def tables_of(plain: Plain) -> Expected:
    """Weight, grad and the optimizer's own tables that are there, as numbers."""
    tables = {"weight": plain.weight, "grad": plain.grad, **plain.optimizer.state.get(plain.weight, {})}
    return {
        name: table.detach().to_dense().double().tolist()
        for name, table in tables.items()
        if isinstance(table, torch.Tensor) and table.dim() == 2
    }


def same(shown: Tables, expected: Expected) -> bool:
    """Tell whether both hold the same tables, bit for bit; of a NaN only that it is one."""
    # repr tells -0.0 from 0.0, and takes every NaN for the same.
    return {name: repr(table) for name, table in shown.items() if table is not None} == {
        name: repr(table) for name, table in expected.items()
    }
