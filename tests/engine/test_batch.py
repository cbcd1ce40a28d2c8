"""A batch looks its pairs up as a learner would."""

import pytest
import torch

from embviz.core.losses import LOSSES
from embviz.engine.batch import Batch
from tests.engine.plain import LOSSES as PLAIN_LOSSES

PAIRS, NEGATIVES = ((0, 1), (2, 3), (0, 2)), ((4, 0), (1, 1))


def table(**options):
    generator = torch.Generator().manual_seed(3)
    return torch.nn.Embedding(5, 4, _weight=torch.randn(5, 4, generator=generator), **options)


def test_pairs_come_first_and_negatives_after():
    batch = Batch(PAIRS, NEGATIVES, "skipgram", torch.float32)
    assert batch.first.tolist() == [0, 2, 0, 4, 1]
    assert batch.second.tolist() == [1, 3, 2, 0, 1]


def test_vectors_are_the_rows_of_both_sides():
    embedding = table()
    a, b = Batch(PAIRS, (), "euclidean", torch.float32).vectors(embedding)
    assert torch.equal(a, embedding.weight[[0, 2, 0]])
    assert torch.equal(b, embedding.weight[[1, 3, 2]])


@pytest.mark.parametrize("max_norm", [None, 1.0, 0.3, 0.0, -1.0])
def test_a_preview_is_the_pass_and_leaves_the_table(max_norm):
    embedding = table(max_norm=max_norm)
    batch = Batch(((0, 0), (1, 2), (2, 0)), (), "euclidean", torch.float32)
    before = embedding.weight.detach().clone()
    ahead = batch.preview(embedding)
    assert torch.equal(embedding.weight, before)
    done = batch.vectors(embedding)
    for seen, looked_up in zip(ahead, done, strict=True):
        assert torch.equal(seen, looked_up)
        assert not seen.requires_grad


@pytest.mark.parametrize("pairs", [PAIRS, ((3, 1),)], ids=len)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_the_loss_is_plain_torchs_to_the_bit(loss, dtype, pairs):
    negatives = NEGATIVES if LOSSES[loss].has_negatives else ()
    embedding = table().to(dtype)
    batch = Batch(pairs, negatives, loss, dtype)
    a, b = batch.vectors(embedding)
    labels = torch.tensor([1] * len(pairs) + [-1] * len(negatives), dtype=dtype)
    assert torch.equal(batch.loss(a, b), PLAIN_LOSSES[loss](a, b, labels, len(pairs)))


@pytest.mark.parametrize(
    ("pairs", "loss", "is_distance"),
    [
        (((0, 1),), "euclidean", True),
        (((0, 1), (2, 3)), "euclidean", False),
        (((0, 1),), "sqrt_sum_square", False),
        (((0, 1),), "l1", False),
    ],
)
def test_only_the_euclidean_loss_of_one_pair_is_the_distance(pairs, loss, is_distance):
    assert Batch(pairs, (), loss, torch.float32).loss_is_distance is is_distance


@pytest.mark.parametrize(
    ("pairs", "has_repeats"),
    [
        (((0, 1),), False),
        (((0, 0),), False),
        (((0, 1), (1, 0)), False),
        (((0, 1), (0, 2)), True),
        (((0, 1), (2, 1)), True),
    ],
)
def test_a_row_twice_on_one_side_is_a_repeat(pairs, has_repeats):
    assert Batch(pairs, (), "euclidean", torch.float32).has_repeats is has_repeats


def test_a_row_is_counted_on_each_side_and_found_in_its_pairs():
    batch = Batch(PAIRS, NEGATIVES, "skipgram", torch.float32)
    assert [batch.count(0, 0), batch.count(1, 0), batch.count(0, 3)] == [2, 1, 0]
    assert batch.holding(0) == [0, 2, 3]
    assert batch.holding(1) == [0, 4]
