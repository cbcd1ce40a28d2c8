"""Similarity: do the vectors find those words alike that people do? Spearman's rank correlation says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor

from embviz.core import resources
from embviz.core.messages import Array
from embviz.core.reports import Similarity

# The lists in resources/similarity.
LISTS = ("en", "ja")


class Judged(NamedTuple):
    """Two words, and how alike people find them, from 0 to 10."""

    first: str
    second: str
    score: float


@cache
def load(name: str) -> tuple[Judged, ...]:
    """Return the pairs of the list called `name`, one of LISTS."""
    lines = resources.text("similarity", f"{name}.tsv").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple(Judged(first, second, float(score)) for first, second, score in rows)


def fitting(rows: Mapping[str, int]) -> str:
    """Return the name of the list of which most pairs are among the words in `rows`."""
    return max(LISTS, key=lambda name: len(_known(load(name), rows)))


def similarity(weight: Tensor, rows: Mapping[str, int], name: str = "") -> Similarity:
    """Hold the cosines of the rows of `weight`, (rows, dim), against the judgements of a list.

    `rows` has the row of each word; the list is the one called `name`, or the one that fits best. A row of
    zeros, such as one that was never trained, is like no other: its cosines are 0.
    """
    name = name or fitting(rows)
    pairs = load(name)
    known = _known(pairs, rows)
    cosines = np.empty(0)
    if known:
        table = weight.detach()
        first = table[[rows[pair.first] for pair in known]].double()
        second = table[[rows[pair.second] for pair in known]].double()
        cosines = F.cosine_similarity(first, second).cpu().numpy()
    rho = spearman(cosines, np.array([pair.score for pair in known]))
    return Similarity(name=name, rho=rho, pairs=len(known), known=len(pairs))


def spearman(x: Array, y: Array) -> float:
    """Return Spearman's rank correlation of `x` and `y`, (n,) each: Pearson's of their ranks.

    Equal numbers share the mean of their ranks. NaN for fewer than two, where all of one side are equal,
    and where one is NaN.
    """
    if len(x) < 2 or np.isnan(x).any() or np.isnan(y).any():
        return math.nan
    a, b = (ranks - ranks.mean() for ranks in (_ranks(x), _ranks(y)))
    scale = math.sqrt((a @ a) * (b @ b))
    return float(a @ b) / scale if scale else math.nan


def _ranks(numbers: Array) -> Array:
    _, places, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means: Array = last - (counts - 1) / 2
    return means[places]


def _known(pairs: tuple[Judged, ...], rows: Mapping[str, int]) -> list[Judged]:
    return [pair for pair in pairs if pair.first in rows and pair.second in rows]
