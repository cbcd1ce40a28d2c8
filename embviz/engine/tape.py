"""Tape: loss, distance and gap of every round of training, kept while it runs and worked out at its end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from embviz.core.messages import Array, Beads, Scalars

# Of both sides: one tensor (2, pairs, dim), or two of (pairs, dim).
Vectors = Tensor | tuple[Tensor, Tensor]


class Line:
    """The straight line through the first pair's vectors at the start, on which a Euclidean run stays.

    Positions are measured from the middle of the two, in the direction from the second to the first.
    """

    def __init__(self, first: Tensor, second: Tensor) -> None:
        a, b = numbers_of(first), numbers_of(second)
        with np.errstate(all="ignore"):
            self._middle = (a + b) / 2
            self._direction = (a - b) / np.linalg.norm(a - b)

    @classmethod
    def of(cls, numbers: Array) -> Line:
        """Return the line whose `numbers` these are."""
        line = cls.__new__(cls)
        line._middle, line._direction = numbers
        return line

    @property
    def numbers(self) -> Array:
        """Its middle and its direction, (2, dim)."""
        return np.stack([self._middle, self._direction])

    def gaps(self, differences: Array) -> Array:
        """Return the signed distance of each of `differences`, (n, dim); NaN without a direction."""
        with np.errstate(all="ignore"):
            # Not with @, which rounds otherwise for one row than for many: a step would have two gaps.
            gaps: Array = (differences * self._direction).sum(axis=1)
        return gaps

    def beads(self, first: Tensor, second: Tensor) -> Beads:
        """Return where the two vectors stand, and how far they are off the line."""
        with np.errstate(all="ignore"):
            places, off = [], 0.0
            for vector in (first, second):
                along = numbers_of(vector) - self._middle
                place = float(along @ self._direction)
                places.append(place)
                off = max(off, float(np.linalg.norm(along - place * self._direction)))
        return Beads(places[0], places[1], off)


class Tape:
    """What rounds of training went by. The round's numbers belong to the step that it started from."""

    def __init__(self, line: Line, loss_is_distance: bool) -> None:
        self._line = line
        self._loss_is_distance = loss_is_distance
        self._losses: list[float] = []
        self._distances: list[Array] = []
        self._gaps: list[Array] = []

    @property
    def rounds(self) -> int:
        """How many rounds there have been."""
        return len(self._losses)

    def extend(self, vectors: Sequence[Vectors], losses: Sequence[float]) -> None:
        """Take in rounds that are done: the vectors of both sides of each, and its loss."""
        if not losses:
            return
        self._losses += losses
        with torch.no_grad():
            first, second = _first_pairs(vectors)
            if not self._loss_is_distance:
                self._distances.append(numbers_of(torch.linalg.norm(first - second, dim=1)))
            differences = difference_of(first, second)
        self._gaps.append(self._line.gaps(differences))

    def scalars(self, first_step: int) -> Scalars:
        """Return the numbers of all rounds, the first of which started from `first_step`."""
        losses = np.array(self._losses, dtype=np.float64)
        distances = np.concatenate([np.empty(0), *self._distances])
        return Scalars(
            steps=np.arange(first_step, first_step + self.rounds, dtype=np.int64),
            losses=losses,
            # For one pair the Euclidean loss is the distance, to the bit.
            distances=losses.copy() if self._loss_is_distance else distances,
            gaps=np.concatenate([np.empty(0), *self._gaps]),
        )


def _first_pairs(vectors: Sequence[Vectors]) -> tuple[Tensor, Tensor]:
    """Return both sides of the first pair of each round, (rounds, dim) each."""
    if isinstance(vectors[0], tuple):
        first, second = (torch.stack([_first(one) for one in side]) for side in zip(*vectors, strict=True))
        return first[:, 0], second[:, 0]
    both = torch.stack([_of_first(one) for one in vectors if isinstance(one, Tensor)])[:, :, 0]
    return both[:, 0], both[:, 1]


def _first(side: Tensor) -> Tensor:
    # To take a part of a tensor costs more than to copy it whole.
    return side if len(side) == 1 else side[:1]


def _of_first(sides: Tensor) -> Tensor:
    return sides if sides.shape[1] == 1 else sides[:, :1]


def single(step: int, loss: float, distance: float, gap: float) -> Scalars:
    """Return the numbers of one moment."""
    return Scalars(
        np.array([step]), *(np.array([number], dtype=np.float64) for number in (loss, distance, gap))
    )


def joined(parts: Sequence[Scalars]) -> Scalars:
    """Return the numbers of all `parts`, one after the other."""
    return Scalars(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("steps", "losses", "distances", "gaps")
        )
    )


NO_SCALARS = Scalars(np.empty(0, dtype=np.int64), *(np.empty(0) for _ in range(3)))


def numbers_of(tensor: Tensor) -> Array:
    """Return a copy of `tensor` in float64, which numpy has."""
    # On some devices torch has no float64.
    numbers: Array = tensor.detach().cpu().double().numpy()
    return numbers


def difference_of(first: Tensor, second: Tensor) -> Array:
    """Return `first - second` in float64."""
    with np.errstate(all="ignore"):
        difference: Array = numbers_of(first) - numbers_of(second)
    return difference
