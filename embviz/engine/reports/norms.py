"""Norms: the Euclidean norm of each row of a table, made anew only for the rows that can have changed."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from embviz.engine.reports.blocks import Progress, blocks, exact, quiet, threads, widened

# Squares of smaller or larger numbers leave float32: such rows are worked out in float64.
SMALLEST, LARGEST = 1e-15, 1e15


def row_norms(block: Tensor) -> Tensor:
    """Return the norm of each row of `block`, (rows, dim), as float64 for float64 and float32 for others.

    A row with a NaN has NaN, one with an infinity and no NaN has infinity, and one with numbers that can be
    told from zero has no norm of zero.
    """
    wide = widened(block)
    norms: Tensor = torch.linalg.vector_norm(wide, dim=1)
    odd = (~((norms > SMALLEST) & (norms < LARGEST))).nonzero().squeeze(1)
    if odd.numel():
        rows = wide[odd]
        if rows.count_nonzero():
            norms[odd] = _scaled_norms(rows).to(norms.device, norms.dtype)
    return norms


def _scaled_norms(rows: Tensor) -> Tensor:
    rows = exact(rows)
    largest = rows.abs().amax(dim=1, keepdim=True)
    scale = torch.where((largest > 0) & largest.isfinite(), largest, 1.0)
    norms: Tensor = torch.linalg.vector_norm(rows / scale, dim=1) * scale.squeeze(1)
    return norms


def all_norms(table: Tensor, rows: Tensor | None = None, progress: Progress = quiet) -> Tensor:
    """Return the norms of all rows of `table`, (rows, dim), or of those that `rows` picks, as `row_norms`."""
    count = table.shape[0] if rows is None else rows.shape[0]
    dtype = torch.float64 if table.dtype == torch.float64 else torch.float32
    norms = torch.empty(count, dtype=dtype, device=table.device)
    with threads(1):
        for part, block in blocks(table, rows, progress):
            norms[part] = row_norms(block)
    return norms


class Norms:
    """The norms of the rows of one table, through one run."""

    def __init__(self) -> None:
        self._norms: Tensor | None = None
        # All that have ever differed from the start of the run: at another moment they may be as they were.
        self._rows: set[int] = set()

    def of(self, table: Tensor, touched: Sequence[int] | None = None, progress: Progress = quiet) -> Tensor:
        """Return the norms of now, on the table's device; they are this object's own, to be read alone.

        Only the rows `touched` can differ from those of the run's start, None where any can.
        """
        if touched is None:
            return all_norms(table, progress=progress)
        self._rows.update(touched)
        if self._norms is None or self._norms.shape[0] != table.shape[0]:
            self._norms = all_norms(table, progress=progress)
        elif self._rows:
            rows = torch.tensor(sorted(self._rows), device=table.device)
            self._norms[rows] = all_norms(table, rows, progress)
        return self._norms
