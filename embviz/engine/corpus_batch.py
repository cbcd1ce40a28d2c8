"""CorpusBatch: what one pass of skip-gram with negative sampling looks up, and its loss."""

from __future__ import annotations

from functools import cached_property

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor

from embviz.core.checks import Pair
from embviz.engine.text.text import Text


class CorpusBatch:
    """The `number`-th batch of `text`: centers and contexts, each context one true and the rest drawn.

    The loss is that of Mikolov et al. 2013, "Distributed representations of words and phrases and their
    compositionality", equation 4, a mean over the pairs. A batch is a function of its number and the seed
    alone, so that a run that goes on from any step trains what it would have trained.
    """

    loss_is_distance = False
    has_repeats = True

    def __init__(self, text: Text, seed: int, number: int, dtype: torch.dtype, device: str) -> None:
        centers, contexts = text.batch(seed, number)
        self.number = number
        # The rows of words as contexts stand below those of words.
        rows = torch.cat([centers.unsqueeze(1), len(text.words) + contexts], dim=1)
        self.indices = rows.to(device)
        self._sides = [1, contexts.shape[1]]
        labels = torch.full((contexts.shape[1],), -1.0, dtype=dtype)
        labels[0] = 1.0
        self._labels = labels.to(device)

    def vectors(self, embedding: torch.nn.Embedding) -> tuple[Tensor, Tensor]:
        """Look up (batch, 1, dim) centers and (batch, 1 + negatives, dim) contexts, all in one call."""
        a, b = torch.split(embedding(self.indices), self._sides, dim=1)
        return a, b

    def loss(self, a: Tensor, b: Tensor) -> Tensor:
        """Return the mean over the pairs of the loss of each with its negatives."""
        return -F.logsigmoid(self._labels * (a * b).sum(dim=2)).sum() / len(a)

    def preview(self, embedding: torch.nn.Embedding) -> tuple[Tensor, Tensor]:
        """Return what `vectors` would, without a graph and without the marks that max_norm leaves."""
        with torch.no_grad():
            if embedding.max_norm is None:
                found = F.embedding(self.indices, embedding.weight)
            else:
                rows, places = torch.unique(self.indices, return_inverse=True)
                table = embedding.weight[rows]
                found = F.embedding(places, table, None, embedding.max_norm, embedding.norm_type)
            a, b = torch.split(found, self._sides, dim=1)
            return a, b

    @cached_property
    def rows(self) -> frozenset[int]:
        """The rows that a pass looks up."""
        return frozenset(self.indices.flatten().tolist())

    @property
    def positives(self) -> int:
        """How many pairs belong together."""
        return len(self.indices)

    @property
    def size(self) -> int:
        """How many pairs there are, with those that do not: the negatives of the first center come first."""
        return len(self.indices) * (self.indices.shape[1] - 1)

    def pair(self, place: int) -> Pair:
        """Return the rows of a pair; negatives come after all that belong together."""
        line, column = self._at(place)
        return int(self.indices[line, 0]), int(self.indices[line, column])

    def pair_vectors(self, place: int, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
        """Return the two vectors of a pair out of those of a pass; negatives come after all pairs."""
        line, column = self._at(place)
        return a[line, 0], b[line, column - 1]

    def _at(self, place: int) -> tuple[int, int]:
        """Return the line of `indices` that has a pair, and the column of its context."""
        count = len(self.indices)
        if place < count:
            return place, 1
        line, drawn = divmod(place - count, self.indices.shape[1] - 2)
        return line, 2 + drawn

    def count(self, side: int, row: int) -> int:
        """Return how often `row` is looked up on `side`, 0 or 1."""
        looked_up = self.indices[:, 1:] if side else self.indices[:, 0]
        return int((looked_up == row).sum())

    def holding(self, row: int) -> list[int]:
        """Return the places of the pairs that hold `row`."""
        is_held = (self.indices[:, 1:] == row) | (self.indices[:, :1] == row)
        positives = is_held[:, 0].nonzero().flatten()
        negatives = is_held[:, 1:].flatten().nonzero().flatten() + len(self.indices)
        return torch.cat([positives, negatives]).tolist()
