"""The losses are torch's own, corners included (c01, c07 to c10)."""

import math

import pytest
import torch

from embviz.core.recipes import LOSSES
from embviz.engine.losses import LOSS_FUNCTIONS


def loss_and_grads(first, second, name="euclidean"):
    rows = [torch.tensor(row, requires_grad=True) for row in (first, second)]
    loss = LOSS_FUNCTIONS[name](*rows)
    loss.backward()
    return loss.item(), [row.grad.tolist() for row in rows]


def test_every_row_of_the_recipes_has_its_function():
    assert LOSS_FUNCTIONS.keys() == LOSSES.keys()


def test_euclidean_is_the_distance():
    loss, (first, second) = loss_and_grads([0.0, 3.0], [4.0, 0.0])
    assert loss == 5.0
    assert first == pytest.approx([-0.8, 0.6])
    assert second == pytest.approx([0.8, -0.6])


@pytest.mark.parametrize("shape", [(1, 5), (5,), (1, 300), (300,)])
def test_euclidean_is_the_articles_expression_to_the_bit(shape):
    generator = torch.Generator().manual_seed(1)
    first, second = torch.randn(2, *shape, generator=generator)
    assert torch.equal(LOSS_FUNCTIONS["euclidean"](first, second), torch.linalg.norm(first - second))


def test_the_gradient_of_equal_rows_is_zero_and_not_nan():
    assert loss_and_grads([1.0, 2.0], [1.0, 2.0]) == (0.0, [[0.0, 0.0], [0.0, 0.0]])


def test_cells_whose_square_overflows_make_an_infinite_loss_with_no_gradient():
    assert loss_and_grads([1e30, 0.0], [0.0, 0.0]) == (math.inf, [[0.0, 0.0], [0.0, 0.0]])


def test_cells_whose_square_underflows_make_no_loss_and_no_gradient():
    assert loss_and_grads([1e-30, 0.0], [0.0, 0.0]) == (0.0, [[0.0, 0.0], [0.0, 0.0]])


def test_one_nan_makes_every_cell_of_the_gradient_nan():
    loss, (first, second) = loss_and_grads([math.nan, 0.0], [0.0, 1.0])
    assert math.isnan(loss)
    assert all(map(math.isnan, first + second))


def test_one_infinite_cell_makes_its_own_gradient_nan():
    loss, (first, second) = loss_and_grads([math.inf, 0.0], [0.0, 1.0])
    assert loss == math.inf
    assert [math.isnan(cell) for cell in first + second] == [True, False, True, False]
