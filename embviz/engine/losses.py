"""The losses of core/losses.py, written in torch: the vectors of the pairs in, a scalar out."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor

LossFunction = Callable[[Tensor, Tensor], Tensor]


class LossFunctions(NamedTuple):
    """One loss of `a` and `b`, (pairs, dim) each: the mean over pairs, and the same for one pair, sooner."""

    of_many: LossFunction
    of_one: LossFunction


def _alike(function: LossFunction) -> LossFunctions:
    return LossFunctions(function, function)


LOSS_FUNCTIONS: dict[str, LossFunctions] = {
    "euclidean": LossFunctions(
        lambda a, b: torch.linalg.norm(a - b, dim=1).mean(),
        lambda a, b: torch.linalg.norm(a - b),
    ),
    "squared_euclidean": LossFunctions(
        lambda a, b: (a - b).square().sum(dim=1).mean(),
        lambda a, b: (a - b).square().sum(),
    ),
    "mse": _alike(F.mse_loss),
    "l1": _alike(F.l1_loss),
    "cosine_distance": _alike(lambda a, b: (1 - F.cosine_similarity(a, b)).mean()),
    "negative_dot": LossFunctions(
        lambda a, b: -(a * b).sum(dim=1).mean(),
        lambda a, b: -(a * b).sum(),
    ),
    "sqrt_sum_square": LossFunctions(
        lambda a, b: (a - b).square().sum(dim=1).sqrt().mean(),
        lambda a, b: (a - b).square().sum().sqrt(),
    ),
}


def skipgram(labels: Tensor, positives: int) -> LossFunction:
    """Return the loss of pairs that belong together (label 1) and pairs that do not (label -1).

    Negative sampling of Mikolov et al. 2013, "Distributed representations of words and phrases and their
    compositionality", equation 4, a mean over the `positives` pairs, with one table for both vectors.
    """
    return lambda a, b: -F.logsigmoid(labels * (a * b).sum(dim=1)).sum() / positives
