"""The losses of core/recipes.py, written in torch: two rows in, a scalar out."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

LossFunction = Callable[[Tensor, Tensor], Tensor]


def euclidean(first: Tensor, second: Tensor) -> Tensor:
    """Return the Euclidean distance of two rows, as the article writes it; its gradient at 0 is 0."""
    return torch.linalg.norm(first - second)  # type: ignore[no-any-return]


LOSS_FUNCTIONS: dict[str, LossFunction] = {"euclidean": euclidean}
