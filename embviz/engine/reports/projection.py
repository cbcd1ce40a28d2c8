"""Projection: a table's rows in the plane of its two widest axes, which stay where they are till another fit.

This is principal component analysis, exact: the axes are the two leading eigenvectors of the covariance of
all rows, in float64. Of each the component of largest magnitude is positive, of equal ones the first.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from embviz.core.messages import Array
from embviz.core.reports import WordMap
from embviz.engine.reports.blocks import Progress, blocks, exact, part_of, quiet, threads, widened
from embviz.engine.reports.rankings import Label

MOST_POINTS = 5_000
# A row with a larger number, or one that is not finite, is in no picture.
LARGEST = 1e30
BLOCK_CELLS = 1 << 21
# A covariance of so few products of two numbers is made anew for every picture, to hold the axes against it;
# of a larger table, that of rows at equal distances.
HELD_PRODUCTS = 100_000_000
# With so few, one thread is done before several would have found together.
FEW_PRODUCTS = 1_000_000_000
FEWEST_HELD = 2_048
# How much of the time of a covariance its mean takes.
MEAN_SHARE = 0.2


class Spread(NamedTuple):
    """How so many rows lie: their `mean`, (dim,), and their `covariance`, (dim, dim), in float64."""

    mean: Tensor
    covariance: Tensor

    @property
    def total(self) -> float:
        """The variance in all directions."""
        return float(self.covariance.trace())

    def along(self, axes: Tensor) -> Tensor:
        """Return the variance along each of `axes`, (dim, 2)."""
        return ((self.covariance @ axes) * axes).sum(dim=0)


@dataclass(frozen=True, eq=False)
class Plane:
    """The plane that was fitted at the step `fitted`: through `mean`, (dim,), along `axes`, (dim, 2), in
    float64. In a table of one column the second axis is zero."""

    mean: Tensor
    axes: Tensor
    fitted: int = 0
    # What a fit to the rows that stand for all would gain over one to all of them: no drift.
    _gain: float = 0.0

    @classmethod
    def fit(cls, weight: Tensor, step: int = 0, progress: Progress = quiet) -> Plane:
        """Return the plane of `weight`, (V, dim), as it is now, at `step`. What `progress` raises ends it."""
        spread = spread_of(weight, progress=progress)
        plane = cls(spread.mean, leading(spread.covariance), step)
        held = _held_rows(weight)
        return plane if held is None else replace(plane, _gain=plane._missed(spread_of(weight, held))[1])

    def map(
        self,
        weight: Tensor,
        pinned: Sequence[int],
        label: Label,
        most_points: int = MOST_POINTS,
    ) -> WordMap:
        """Return where the rows of `weight`, (V, dim), stand in the plane: all, or the first `most_points`
        and the `pinned` ones. Rows with a number that cannot be drawn are left out."""
        began = time.perf_counter()
        with threads(1):
            rows = drawn_rows(weight, pinned, most_points)
            points = self.points(weight, rows)
            explained, missed = self._missed(spread_of(weight, _held_rows(weight)))
        return WordMap(
            rows=rows,
            points=points,
            labels=tuple(label(row) for row in rows.tolist()),
            pinned=places_of(pinned, rows),
            fitted=self.fitted,
            explained=explained,
            drift=max(0.0, missed - self._gain),
            took_s=time.perf_counter() - began,
        )

    def points(self, weight: Tensor, rows: Array) -> Array:
        """Return where `rows` (int64, n) of `weight` stand in the plane, float32, (n, 2)."""
        picked = exact(weight.detach().index_select(0, torch.from_numpy(rows).to(weight.device)))
        points: Array = ((picked - self.mean) @ self.axes).float().cpu().numpy()
        return points

    def _missed(self, spread: Spread) -> tuple[tuple[float, float], float]:
        """Return the share of all variance that each axis holds, and that which the best two hold beside."""
        total = spread.total
        if not total > 0:
            return (0.0, 0.0), 0.0
        first, second = (spread.along(self.axes) / total).clamp(min=0).tolist()
        best = float(spread.along(leading(spread.covariance)).sum()) / total
        return (first, second), max(0.0, best - first - second)


def spread_of(weight: Tensor, rows: Tensor | None = None, progress: Progress = quiet) -> Spread:
    """Return how the rows of `weight`, (V, dim), lie, or those that `rows` picks, without those that cannot
    be drawn. Where none is left, all is zero."""
    count, dim = weight.shape[0] if rows is None else rows.shape[0], weight.shape[1]
    like = exact(weight.detach()[:0])
    total, covariance, number = like.new_zeros(dim), like.new_zeros(dim, dim), 0
    many = torch.get_num_threads() if count * dim * dim > FEW_PRODUCTS else 1
    with threads(1):
        for block in _drawable(weight, rows, part_of(progress, 0.0, MEAN_SHARE)):
            total += block.sum(dim=0)
            number += block.shape[0]
        mean = total / max(1, number)
        # A second time: what is left of squares less a square of their mean may be noise.
        for block in _drawable(weight, rows, part_of(progress, MEAN_SHARE, 1.0)):
            block = block - mean
            with threads(many):
                covariance += block.T @ block
    return Spread(mean, covariance / max(1, number))


def _drawable(weight: Tensor, rows: Tensor | None, progress: Progress) -> Iterator[Tensor]:
    height = max(1, BLOCK_CELLS // max(1, weight.shape[1]))
    for _, block in blocks(weight, rows, progress, height):
        is_kept = is_drawable(block)
        yield exact(block if is_kept.all() else block[is_kept])


def is_drawable(block: Tensor) -> Tensor:
    """Return which rows of `block`, (rows, dim), have only numbers that can be drawn."""
    largest: Tensor = torch.linalg.vector_norm(widened(block), ord=torch.inf, dim=1)
    return largest < LARGEST


def leading(covariance: Tensor) -> Tensor:
    """Return the two leading eigenvectors of `covariance`, (dim, dim), (dim, 2) with the sign that is
    stated above."""
    # In the processor: of so small a matrix it is the quickest there, and the same wherever the table is.
    with threads(1):
        vectors = torch.linalg.eigh(covariance.cpu()).eigenvectors[:, -2:].flip(1)
    largest = vectors.gather(0, vectors.abs().argmax(dim=0, keepdim=True))
    axes = torch.zeros(covariance.shape[0], 2, dtype=covariance.dtype)
    axes[:, : vectors.shape[1]] = vectors * torch.where(largest < 0, -1.0, 1.0)
    return axes.to(covariance.device)


def drawn_rows(weight: Tensor, pinned: Sequence[int], most_points: int = MOST_POINTS) -> Array:
    """Return which rows of `weight`, (V, dim), a map shows (int64, rising): the first `most_points`, the most
    frequent ones of a text, and the `pinned` ones, but for those with a number that cannot be drawn."""
    count = weight.shape[0]
    beyond = sorted({row for row in pinned if most_points <= row < count})
    rows = torch.tensor([*range(min(count, most_points)), *beyond], device=weight.device, dtype=torch.int64)
    kept: Array = rows[is_drawable(weight.detach().index_select(0, rows))].cpu().numpy()
    return kept


def places_of(pinned: Sequence[int], rows: Array) -> tuple[int, ...]:
    """Return the places that those of `pinned` which are there have in `rows`, rising numbers."""
    places = np.searchsorted(rows, pinned).tolist()
    return tuple(
        place for row, place in zip(pinned, places, strict=True) if place < rows.size and rows[place] == row
    )


def _held_rows(weight: Tensor) -> Tensor | None:
    """Return the rows that stand for all of `weight`, None for all of them."""
    count, dim = weight.shape
    most = max(FEWEST_HELD, HELD_PRODUCTS // max(1, dim * dim))
    return None if count <= most else torch.linspace(0, count - 1, most).long().to(weight.device)
