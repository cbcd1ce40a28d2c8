"""Batch: the pairs of rows that every pass looks up, and the loss of their vectors."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor

from embviz.core.checks import Pair
from embviz.core.losses import LOSSES
from embviz.engine.losses import LOSS_FUNCTIONS, skipgram


class Batch:
    """Index tensors for the first and the second rows of `pairs` and then `negatives`, and their loss."""

    def __init__(
        self,
        pairs: tuple[Pair, ...],
        negatives: tuple[Pair, ...],
        loss: str,
        dtype: torch.dtype,
        device: str = "cpu",
    ) -> None:
        self.pairs, self.negatives = pairs, negatives
        both = (*pairs, *negatives)
        # (2, pairs), so that one lookup can bring both sides.
        self.indices = torch.tensor(both).T.contiguous().to(device)
        self.first, self.second = self.indices
        if LOSSES[loss].has_negatives:
            labels = torch.tensor([1.0] * len(pairs) + [-1.0] * len(negatives), dtype=dtype)
            self.loss = skipgram(labels.to(device), len(pairs))
        else:
            functions = LOSS_FUNCTIONS[loss]
            self.loss = functions.of_one if len(both) == 1 else functions.of_many
        self.loss_is_distance = loss == "euclidean" and len(both) == 1

    @cached_property
    def rows(self) -> frozenset[int]:
        """The rows that a pass looks up."""
        return frozenset(self.indices.flatten().tolist())

    @property
    def has_repeats(self) -> bool:
        """True where a row is looked up more than once on one side."""
        return any(torch.unique(side).numel() < side.numel() for side in self.indices)

    def vectors(self, embedding: torch.nn.Embedding) -> tuple[Tensor, Tensor]:
        """Look up both sides, (pairs, dim) each, as a learner would: with two calls."""
        return embedding(self.first), embedding(self.second)

    def preview(self, embedding: torch.nn.Embedding) -> tuple[Tensor, Tensor]:
        """Return what `vectors` would, without a graph and without the marks that max_norm leaves."""
        with torch.no_grad():
            if embedding.max_norm is None:
                both = F.embedding(self.indices, embedding.weight)
                return both[0], both[1]
            # One side after the other, as in a pass: the second may change a row again.
            rows, places = torch.unique(self.indices, return_inverse=True)
            table, norm, norm_type = embedding.weight[rows], embedding.max_norm, embedding.norm_type
            first, second = (F.embedding(side, table, None, norm, norm_type) for side in places)
            return first, second

    @property
    def positives(self) -> int:
        """How many pairs belong together."""
        return len(self.pairs)

    @property
    def size(self) -> int:
        """How many pairs there are, with those that do not."""
        return len(self.pairs) + len(self.negatives)

    def pair(self, place: int) -> Pair:
        """Return the rows of a pair; negatives come after all that belong together."""
        count = len(self.pairs)
        return self.pairs[place] if place < count else self.negatives[place - count]

    def pair_vectors(self, place: int, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
        """Return the two vectors of a pair out of those of a pass; negatives come after all pairs."""
        return a[place], b[place]

    def count(self, side: int, row: int) -> int:
        """Return how often `row` is looked up on `side`, 0 or 1."""
        return self._counts[side][row]

    def holding(self, row: int) -> list[int]:
        """Return the places of the pairs that hold `row`."""
        return self._holding.get(row, [])

    # Asked for with each picture: tensors would take longer than all the rest.
    @cached_property
    def _counts(self) -> tuple[Counter[int], Counter[int]]:
        return Counter(self.first.tolist()), Counter(self.second.tolist())

    @cached_property
    def _holding(self) -> dict[int, list[int]]:
        holding: dict[int, list[int]] = {}
        for place, pair in enumerate((*self.pairs, *self.negatives)):
            for row in set(pair):
                holding.setdefault(row, []).append(place)
        return holding
