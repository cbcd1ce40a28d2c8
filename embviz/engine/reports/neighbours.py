"""Neighbours: which rows of a table point the same way as others, by the cosine of the angle between them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from embviz.engine.reports.blocks import exact, threads, widened
from embviz.engine.reports.norms import Norms, row_norms

# So many numbers of the table are multiplied at once.
BLOCK_CELLS = 1 << 22
# Where fewer rows than asked for point anywhere, these fill the places that are left.
NO_ROW, NO_COSINE = -1, -torch.inf


class Nearest:
    """The nearest rows in one table, through one run; the norms of its rows are kept."""

    def __init__(self) -> None:
        self._norms = Norms()

    def neighbours(
        self, weight: Tensor, rows: Sequence[int], k: int = 10, touched: Sequence[int] | None = None
    ) -> tuple[Tensor, Tensor]:
        """Return the cosines and the rows of the `k` nearest to each of `rows`, without the row itself.

        `weight` is (V, dim). Both are (rows, at most k) on the CPU, float64 and int64, nearest first, equal
        ones in the order of rows. A row of zeros, or with a number that is not finite, points nowhere: it is
        near to none, and none is near to it; NO_COSINE and NO_ROW fill the places that are left. Only the
        rows `touched` can differ from those of the run's start, None where any can.

        Raises:
            IndexError: for a row that the table does not have.
        """
        return self.nearest(weight, directions(weight, rows), [(row,) for row in rows], k, touched)

    def nearest(
        self,
        weight: Tensor,
        targets: Tensor,
        excluded: Sequence[Sequence[int]],
        k: int = 10,
        touched: Sequence[int] | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Return what `neighbours` does for `targets`, unit vectors as of `directions`, each without the
        rows `excluded` for it."""
        weight = weight.detach()
        most = k + max((len(rows) for rows in excluded), default=0)
        norms = self._norms.of(weight, touched)
        targets = targets.to(weight.device, norms.dtype)
        with threads(1):
            cosines, rows = _best(weight, norms, targets, most)
        return _chosen(cosines.cpu().double(), rows.cpu(), excluded, min(k, weight.shape[0]))


def neighbours(weight: Tensor, rows: Sequence[int], k: int = 10) -> tuple[Tensor, Tensor]:
    """Return what `Nearest.neighbours` does, once."""
    return Nearest().neighbours(weight, rows, k)


def directions(weight: Tensor, rows: Sequence[int]) -> Tensor:
    """Return `rows` of `weight` as unit vectors, (rows, dim) in float64; of one that points nowhere, NaN.

    Raises:
        IndexError: for a row that the table does not have.
    """
    for row in rows:
        if not 0 <= row < weight.shape[0]:
            raise IndexError(f"row {row}: the table has rows 0 to {weight.shape[0] - 1}")
    picked = torch.tensor(rows, dtype=torch.int64, device=weight.device)
    return _unit(exact(weight.detach().index_select(0, picked)))


def analogy(weight: Tensor, a: int, b: int, c: int) -> Tensor:
    """Return the direction of a - b + c, of the unit vectors of these rows, (dim,) in float64.

    This is 3CosAdd of Mikolov, Yih and Zweig (2013), Linguistic Regularities in Continuous Space Word
    Representations: for king - man + woman, what is nearest is to be queen. NaN where one of the three, or
    the sum, points nowhere.
    """
    first, second, third = directions(weight, (a, b, c))
    return _unit((first - second + third).unsqueeze(0))[0]


def _unit(rows: Tensor) -> Tensor:
    norms = row_norms(rows)
    norms[(norms == 0) | ~norms.isfinite()] = torch.nan
    return rows / norms.unsqueeze(1)


def _best(weight: Tensor, norms: Tensor, targets: Tensor, most: int) -> tuple[Tensor, Tensor]:
    """Return the cosines and the rows of the `most` nearest to each target, (at most `most`, targets)."""
    height = max(1, BLOCK_CELLS // max(1, weight.shape[1]))
    found = []
    for first in range(0, weight.shape[0], height):
        part = slice(first, first + height)
        cosines = _cosines(widened(weight[part]), norms[part], targets)
        best = cosines.topk(min(most, cosines.shape[0]), dim=0)
        found.append((best.values, best.indices + first))
    values, rows = (torch.cat(parts) for parts in zip(*found, strict=True))
    best = values.topk(min(most, values.shape[0]), dim=0)
    return best.values, rows.gather(0, best.indices)


def _cosines(block: Tensor, norms: Tensor, targets: Tensor) -> Tensor:
    # A norm of 0 makes NaN or infinity of it, one that is not finite is no direction either.
    lengths = torch.where((norms > 0) & norms.isfinite(), norms, torch.nan)
    cosines = (block @ targets.T).div_(lengths.unsqueeze(1)).clamp_(-1, 1)
    return cosines.nan_to_num_(nan=NO_COSINE)


def _chosen(
    cosines: Tensor, rows: Tensor, excluded: Sequence[Sequence[int]], k: int
) -> tuple[Tensor, Tensor]:
    values = torch.full((len(excluded), k), NO_COSINE, dtype=torch.float64)
    places = torch.full((len(excluded), k), NO_ROW, dtype=torch.int64)
    for query, without in enumerate(excluded):
        pairs = zip(cosines[:, query].tolist(), rows[:, query].tolist(), strict=True)
        best = sorted((-value, row) for value, row in pairs if row not in without and value != NO_COSINE)[:k]
        for place, (value, row) in enumerate(best):
            values[query, place], places[query, place] = -value, row
    return values, places
