"""Norms are torch's own, whatever the dtype, and made anew for the rows alone that can have changed."""

from __future__ import annotations

import math

import pytest
import torch

from embviz.engine.reports.blocks import blocks, threads
from embviz.engine.reports.norms import Norms, all_norms, row_norms


def in_float64(table):
    return torch.linalg.vector_norm(table.double(), dim=1)


def test_norms_are_torch_s_of_every_dtype(drawn, dtype, device):
    table = drawn(3000, 100, dtype=dtype).to(device)
    norms = all_norms(table)
    assert norms.device.type == device
    assert norms.dtype == (torch.float64 if dtype == torch.float64 else torch.float32)
    torch.testing.assert_close(norms.double(), in_float64(table), rtol=1e-6, atol=0)


def test_nan_and_infinity_show_and_zero_is_zero():
    norms = row_norms(torch.tensor([[0.0, 0], [math.nan, 1], [math.inf, 1], [-math.inf, 3], [3, 4]]))
    assert norms[0] == 0
    assert norms[1].isnan()
    assert norms[2:].tolist() == [math.inf, math.inf, 5.0]


@pytest.mark.parametrize("size", [1e-40, 1e-25, 1e25, 1e38])
def test_numbers_whose_squares_leave_float32_have_a_norm(size):
    table = torch.tensor([[3 * size / 5, 4 * size / 5], [0.0, 0.0]])
    norms = row_norms(table)
    assert norms[0].item() == pytest.approx(float(in_float64(table)[0]), rel=1e-6)
    assert norms[1] == 0


def test_a_large_half_does_not_overflow():
    assert row_norms(torch.tensor([[60000.0, 60000.0]], dtype=torch.float16)).isfinite().all()


def test_float64_squares_do_not_overflow():
    assert row_norms(torch.tensor([[3e200, 4e200]], dtype=torch.float64)).item() == pytest.approx(5e200)


def test_only_touched_rows_are_made_anew(drawn):
    table, norms = drawn(500, 7), Norms()
    assert torch.equal(norms.of(table, ()), all_norms(table))
    before = table.clone()
    table[3] += 1
    table[9] += 1
    # Row 9 is not named, and so it is not looked at.
    kept = norms.of(table, (3,))
    assert kept[3] == all_norms(table)[3]
    assert kept[9] == all_norms(before)[9]


def test_a_row_that_was_touched_once_is_looked_at_in_the_past_too(drawn):
    table, norms = drawn(50, 7), Norms()
    start = table.clone()
    norms.of(table, ())
    table[3] += 1
    norms.of(table, (3,))
    table.copy_(start)
    assert torch.equal(norms.of(table, ()), all_norms(start))


def test_where_any_row_can_have_changed_all_are_made_anew(drawn):
    table, norms = drawn(50, 7), Norms()
    norms.of(table, ())
    table *= 2
    assert torch.equal(norms.of(table, None), all_norms(table))


def test_blocks_are_the_table_in_order_and_tell_how_far_they_are(drawn):
    table, told = drawn(5000, 300), []
    parts = list(blocks(table, progress=told.append))
    assert len(parts) > 1
    assert torch.equal(torch.cat([block for _, block in parts]), table)
    assert [part.start for part, _ in parts] == [part.stop for part, _ in [(slice(0, 0), None), *parts[:-1]]]
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)


def test_blocks_of_picked_rows_are_these(drawn):
    rows = torch.tensor([4, 2, 2, 9])
    table = drawn(10, 3)
    assert torch.equal(torch.cat([block for _, block in blocks(table, rows)]), table[rows])


def test_torch_has_its_threads_back_afterwards():
    before = torch.get_num_threads()
    with pytest.raises(IndexError), threads(1):
        torch.zeros(1)[torch.get_num_threads()]
    assert torch.get_num_threads() == before
