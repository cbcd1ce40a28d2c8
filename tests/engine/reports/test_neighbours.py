"""Neighbours are those of torch's cosine_similarity, sorted; rows that point nowhere are nobody's."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn import functional

from embviz.engine.reports import neighbours as module
from embviz.engine.reports.neighbours import NO_COSINE, NO_ROW, Nearest, analogy, directions, neighbours


def cosines(weight, target):
    """The cosine of each row with `target`, in float64."""
    return functional.cosine_similarity(
        weight.double().cpu(), target.double().cpu().unsqueeze(0), dim=1, eps=0
    )


def check(found, weight, row, k):
    values, places = found
    expected = cosines(weight, weight[row])
    expected[row] = -math.inf
    order = expected.argsort(descending=True, stable=True)[:k]
    torch.testing.assert_close(values, expected[order], rtol=0, atol=1e-6)
    # Rows whose cosines are equal to the last digits of float32 may change places.
    torch.testing.assert_close(expected[places], expected[order], rtol=0, atol=1e-6)
    assert len(set(places.tolist())) == len(order)
    assert row not in places


def test_they_are_the_argsort_of_cosine_similarity(drawn, dtype, device):
    weight = drawn(3000, 40, dtype=dtype).to(device)
    rows = (0, 17, 2999)
    values, places = neighbours(weight, rows, k=10)
    assert (values.device.type, values.dtype, places.dtype) == ("cpu", torch.float64, torch.int64)
    for row, *found in zip(rows, values, places, strict=True):
        check(found, weight, row, 10)


def test_in_float64_they_are_exact_to_its_last_digits(drawn):
    weight = drawn(500, 20, dtype=torch.float64)
    values, places = neighbours(weight, [3])
    torch.testing.assert_close(values[0], cosines(weight, weight[3])[places[0]], rtol=0, atol=1e-14)


def test_a_table_of_many_blocks_is_one_table(drawn, monkeypatch):
    weight = drawn(1000, 8)
    whole = neighbours(weight, [1, 999], k=25)
    monkeypatch.setattr(module, "BLOCK_CELLS", 7 * 8)
    parts = neighbours(weight, [1, 999], k=25)
    assert torch.equal(whole[1], parts[1])
    torch.testing.assert_close(whole[0], parts[0])


def test_zero_rows_nan_and_infinity_are_near_to_none(drawn):
    weight = drawn(6, 3)
    weight[1], weight[2, 0], weight[3, 1] = 0, math.nan, math.inf
    values, places = neighbours(weight, range(6), k=5)
    for row in (0, 4, 5):
        assert set(places[row].tolist()) == {0, 4, 5} - {row} | {NO_ROW}
        assert values[row, :2].isfinite().all()
        assert (values[row, 2:] == NO_COSINE).all()
        assert (places[row, 2:] == NO_ROW).all()
    for row in (1, 2, 3):
        assert (places[row] == NO_ROW).all()


def test_equal_rows_come_in_their_order():
    weight = torch.tensor([[1.0, 0], [0, 1], [2, 0], [3, 0], [-1, 0]])
    values, places = neighbours(weight, [0])
    assert places.tolist() == [[2, 3, 1, 4, NO_ROW]]
    assert values[0, :4].tolist() == [1, 1, 0, -1]


@pytest.mark.parametrize("size", [1e-30, 1e25, 1e38])
def test_the_length_of_a_row_does_not_matter(size):
    weight = torch.tensor([[0.6, 0.8], [0.6, 0.8], [0.8, 0.6], [0.0, -1.0]]) * torch.tensor(
        [[1.0], [size], [size], [1.0]]
    )
    values, places = neighbours(weight, [0, 2])
    assert places[:, :3].tolist() == [[1, 2, 3], [0, 1, 3]]
    torch.testing.assert_close(
        values[0, :3], torch.tensor([1, 0.96, -0.8], dtype=torch.float64), rtol=0, atol=1e-6
    )


def test_no_cosine_is_above_one(drawn):
    weight = drawn(1, 300).repeat(50, 1) * torch.rand(50, 1)
    assert neighbours(weight, range(50))[0].max() <= 1


@pytest.mark.parametrize(("rows", "dim"), [(1, 1), (1, 4), (2, 1), (2, 4)])
def test_the_smallest_tables(drawn, rows, dim):
    values, places = neighbours(drawn(rows, dim), [0])
    assert places.tolist() == [[NO_ROW] if rows == 1 else [1, NO_ROW]]
    assert values[0, -1] == NO_COSINE


def test_no_rows_asked_for_are_none_told(drawn):
    values, places = neighbours(drawn(5, 2), [])
    assert values.shape[0] == places.shape[0] == 0


@pytest.mark.parametrize("row", [-1, 5])
def test_a_row_that_is_not_there_is_named(drawn, row):
    with pytest.raises(IndexError, match=f"row {row}: the table has rows 0 to 4"):
        neighbours(drawn(5, 2), [row])


class TestNearest:
    def test_it_follows_the_touched_rows(self, drawn):
        weight, nearest = drawn(200, 10), Nearest()
        nearest.neighbours(weight, [0], touched=())
        weight[5] = weight[0] * 7
        weight[6] *= 1000
        values, places = nearest.neighbours(weight, [0], touched=(5, 6))
        assert places[0, 0] == 5
        check((values[0], places[0]), weight, 0, 10)

    def test_norms_of_other_rows_are_kept(self, drawn):
        weight, nearest = drawn(200, 10), Nearest()
        first = nearest.neighbours(weight, [0], touched=())
        best = int(first[1][0, 0])
        weight[best] *= 0.5
        # It was not said to have changed: with its old norm it seems half as near.
        assert int(nearest.neighbours(weight, [0], touched=())[1][0, 0]) != best
        assert int(nearest.neighbours(weight, [0], touched=None)[1][0, 0]) == best

    def test_a_weight_that_learns_is_taken_as_it_is(self):
        embedding = torch.nn.Embedding(20, 4)
        assert neighbours(embedding.weight, [0])[1].shape == (1, 10)


class TestAnalogy:
    def test_it_is_a_less_b_plus_c_of_unit_vectors(self, drawn):
        weight = drawn(100, 12)
        a, b, c = (functional.normalize(weight[row].double(), dim=0) for row in (3, 5, 8))
        expected = functional.normalize(a - b + c, dim=0)
        torch.testing.assert_close(analogy(weight, 3, 5, 8), expected)

    def test_nearest_leaves_the_three_out(self, drawn):
        weight = drawn(100, 12)
        target = analogy(weight, 3, 5, 8)
        values, places = Nearest().nearest(weight, target.unsqueeze(0), [(3, 5, 8)], k=6)
        expected = cosines(weight, target)
        expected[[3, 5, 8]] = -math.inf
        assert places[0].tolist() == expected.argsort(descending=True)[:6].tolist()
        torch.testing.assert_close(values[0], expected[places[0]], rtol=0, atol=1e-6)

    def test_a_word_that_points_nowhere_makes_it_point_nowhere(self, drawn):
        weight = drawn(10, 4)
        weight[5] = 0
        assert analogy(weight, 3, 5, 8).isnan().all()
        assert (Nearest().nearest(weight, analogy(weight, 3, 5, 8)[None], [()])[1] == NO_ROW).all()

    def test_the_length_of_the_three_does_not_matter(self, drawn):
        weight = drawn(10, 4)
        longer = weight * torch.rand(10, 1).add(0.1)
        torch.testing.assert_close(analogy(weight, 3, 5, 8), analogy(longer, 3, 5, 8), rtol=0, atol=1e-6)


def test_directions_are_unit_vectors_or_nan(drawn):
    weight = drawn(4, 3)
    weight[1], weight[2, 0] = 0, math.inf
    found = directions(weight, [0, 1, 2, 3])
    torch.testing.assert_close(found[[0, 3]], functional.normalize(weight[[0, 3]].double(), dim=1))
    assert found[[1, 2]].isnan().any(dim=1).all()
