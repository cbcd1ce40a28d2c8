"""The losses are torch's own, corners included (c01, c07 to c10)."""

import math

import pytest
import torch

from embviz.core.losses import LOSSES
from embviz.engine.losses import LOSS_FUNCTIONS, skipgram


def loss_and_grads(first, second, name="euclidean"):
    rows = [torch.tensor([row], requires_grad=True) for row in (first, second)]
    loss = LOSS_FUNCTIONS[name].of_one(*rows)
    loss.backward()
    return loss.item(), [row.grad[0].tolist() for row in rows]


def vectors(pairs, dim, dtype):
    generator = torch.Generator().manual_seed(pairs * dim)
    return torch.randn(2, pairs, dim, generator=generator).to(dtype).unbind()


def written_out(code, a, b, **names):
    """The value of a row's code, as a learner would run it."""
    return eval(code, {"torch": torch, "F": torch.nn.functional, "a": a, "b": b, **names})


def test_every_row_of_the_recipes_has_its_function():
    assert {*LOSS_FUNCTIONS, "skipgram"} == LOSSES.keys()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.float16])
@pytest.mark.parametrize("name", LOSS_FUNCTIONS)
def test_the_functions_are_the_code_of_their_rows_to_the_bit(name, dtype):
    row, functions = LOSSES[name], LOSS_FUNCTIONS[name]
    for dim in (1, 2, 5, 17, 64, 300):
        one, many = vectors(1, dim, dtype), vectors(7, dim, dtype)
        assert torch.equal(functions.of_one(*one), written_out(row.code_of_one or row.code, *one))
        assert torch.equal(functions.of_one(*one), functions.of_many(*one))
        assert torch.equal(functions.of_many(*many), written_out(row.code, *many))


def test_skipgram_is_the_code_of_its_row_to_the_bit():
    a, b = vectors(5, 16, torch.float32)
    labels = torch.tensor([1.0, 1, -1, -1, -1])
    code = LOSSES["skipgram"].code.format(positives=2)
    assert torch.equal(skipgram(labels, 2)(a, b), written_out(code, a, b, labels=labels))


def test_skipgram_is_the_objective_of_negative_sampling():
    a, b = vectors(3, 4, torch.float64)
    dots = [
        sum(x * y for x, y in zip(*rows, strict=True)) for rows in zip(a.tolist(), b.tolist(), strict=True)
    ]
    sigmoid = [1 / (1 + math.exp(-sign * dot)) for sign, dot in zip((1, 1, -1), dots, strict=True)]
    loss = skipgram(torch.tensor([1.0, 1, -1], dtype=torch.float64), 2)(a, b)
    assert loss.item() == pytest.approx(-sum(map(math.log, sigmoid)) / 2)


def test_the_hand_written_distance_has_no_gradient_at_equal_rows():
    loss, (first, second) = loss_and_grads([1.0, 2.0], [1.0, 2.0], "sqrt_sum_square")
    assert loss == 0
    assert all(map(math.isnan, first + second))


def test_euclidean_is_the_distance():
    loss, (first, second) = loss_and_grads([0.0, 3.0], [4.0, 0.0])
    assert loss == 5.0
    assert first == pytest.approx([-0.8, 0.6])
    assert second == pytest.approx([0.8, -0.6])


@pytest.mark.parametrize("shape", [(1, 5), (5,), (1, 300), (300,)])
def test_euclidean_is_the_articles_expression_to_the_bit(shape):
    generator = torch.Generator().manual_seed(1)
    first, second = torch.randn(2, *shape, generator=generator)
    assert torch.equal(LOSS_FUNCTIONS["euclidean"].of_one(first, second), torch.linalg.norm(first - second))


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
