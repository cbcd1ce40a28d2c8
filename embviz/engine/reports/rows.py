"""Rows: which rows of a table moved most, are longest and have the largest gradient, and how its numbers lie.

Nothing of a table is done again that cannot have changed: of a large one of which a run has touched few rows,
the norms and the counts of all others are kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import msgspec
import torch
from torch import Tensor

from embviz.core.reports import Histogram, Ranking, RowsReport
from embviz.engine.reports.blocks import Progress, block_height, blocks, part_of, quiet, threads, widened
from embviz.engine.reports.histogram import Cells
from embviz.engine.reports.norms import Norms, all_norms, row_norms
from embviz.engine.reports.rankings import Label, ranking

# Gives the rows of the table (int64, 1-D, on its device; None for all) as they were at the start of the run,
# or None where that is not known. Of many rows it is asked for a few at a time.
Start = Callable[[Tensor | None], Tensor | None]


class RowsReporter:
    """Reports on the rows of one table, through one run."""

    def __init__(self) -> None:
        self._norms = Norms()
        # The numbers of the rows that are at any moment as at the start of the run, and which are not in it.
        self._still: Cells | None = None
        self._rows: set[int] = set()

    def report(
        self,
        weight: Tensor,
        grad: Tensor | None,
        start: Start | None,
        touched: Sequence[int] | None,
        label: Label,
        progress: Progress = quiet,
    ) -> RowsReport:
        """Return the report on `weight`, (rows, dim), and its `grad`, dense, sparse or None.

        Only the rows `touched` can differ from those of the run's start, None where any can. `start` gives
        these as they were, on any device; without it nothing is said of what moved. What
        `progress` raises ends the work and leaves nothing half done.
        """
        began = time.perf_counter()
        with threads(1):
            report = self._report(weight.detach(), grad, start, touched, label, progress)
        return msgspec.structs.replace(report, took_s=time.perf_counter() - began)

    def _report(
        self,
        weight: Tensor,
        grad: Tensor | None,
        start: Start | None,
        touched: Sequence[int] | None,
        label: Label,
        progress: Progress,
    ) -> RowsReport:
        norms = self._norms.of(weight, touched, part_of(progress, 0.0, 0.2))
        rankings = {"norm": ranking(norms.cpu().numpy(), None, label)}
        cells = self._cells(weight, start, touched, part_of(progress, 0.2, 0.6))
        histograms = {"weight": cells.histogram()}
        moved = _moved(weight, start, touched, label, part_of(progress, 0.6, 0.7))
        if moved is not None:
            rankings["moved"] = moved
        if grad is not None:
            told = part_of(progress, 0.7, 1.0)
            rankings["grad"], histograms["grad"] = _of_grad(grad.detach(), label, told)
        return RowsReport(rankings=rankings, histograms=histograms)

    def _cells(
        self, weight: Tensor, start: Start | None, touched: Sequence[int] | None, progress: Progress
    ) -> Cells:
        if touched is None:
            return _cells(weight, None, progress)
        still = self._without(weight, start, touched)
        if still is None:
            now = _cells(weight, None, progress)
            rows = self._rows.union(touched)
            moving = _cells(weight, _indices(rows, weight), progress)
            self._still, self._rows = now - moving, rows
            return now
        return still + _cells(weight, _indices(self._rows, weight), progress)

    def _without(self, weight: Tensor, start: Start | None, touched: Sequence[int]) -> Cells | None:
        """Return the numbers of all rows but `touched` and those touched before, None where they are to be
        counted anew."""
        new = set(touched) - self._rows
        if self._still is None or not new:
            return self._still
        before = Cells(weight.dtype)
        rows = _indices(new, weight)
        for first in range(0, rows.shape[0], block_height(weight)):
            values = None if start is None else start(rows[first : first + block_height(weight)])
            if values is None:
                return None
            before.add(values.to(weight.dtype))
        self._still, self._rows = self._still - before, self._rows | new
        return self._still


def rows_report(
    weight: Tensor,
    grad: Tensor | None,
    start: Start | None,
    touched: Sequence[int] | None,
    label: Label,
    progress: Progress = quiet,
) -> RowsReport:
    """Return what `RowsReporter.report` does, once."""
    return RowsReporter().report(weight, grad, start, touched, label, progress)


def _indices(rows: set[int], table: Tensor) -> Tensor:
    return torch.tensor(sorted(rows), dtype=torch.int64, device=table.device)


def _cells(table: Tensor, rows: Tensor | None, progress: Progress) -> Cells:
    cells = Cells(table.dtype)
    cells.add(table, rows, progress)
    return cells


def _moved(
    weight: Tensor, start: Start | None, touched: Sequence[int] | None, label: Label, progress: Progress
) -> Ranking | None:
    rows = None if touched is None else _indices(set(touched), weight)
    before = _before(start, rows)
    if before is None:
        return None
    count = weight.shape[0] if rows is None else rows.shape[0]
    distances = torch.empty(count, dtype=widened(weight[:0]).dtype, device=weight.device)
    for part, block in blocks(weight, rows, progress):
        then = before(part)
        if then is None:
            return None
        distances[part] = row_norms(widened(block) - widened(then.to(weight.device)))
    return _of_some(distances, rows, label)


def _before(start: Start | None, rows: Tensor | None) -> Callable[[slice], Tensor | None] | None:
    """Return what gives a part of `rows`, of all for None, as they were at the start of the run."""
    if start is None:
        return None
    if rows is not None:
        return lambda part: start(rows[part])
    whole = start(None)
    return None if whole is None else whole.__getitem__


def _of_grad(grad: Tensor, label: Label, progress: Progress) -> tuple[Ranking, Histogram]:
    if grad.is_sparse:
        grad = grad.coalesce()
        values = grad.values()
        stored = grad.indices()[0].cpu().numpy()
        return ranking(all_norms(values).cpu().numpy(), stored, label), _cells(
            values, None, progress
        ).histogram()
    norms = all_norms(grad, progress=part_of(progress, 0.0, 0.5))
    rows = (norms != 0).nonzero().squeeze(1)
    # Most rows of a dense gradient are zeros: these are known.
    is_full = 2 * rows.shape[0] > grad.shape[0]
    cells = _cells(grad, None if is_full else rows, part_of(progress, 0.5, 1.0))
    if not is_full:
        cells.add_zeros((grad.shape[0] - rows.shape[0]) * grad.shape[1])
    return _of_some(norms, None, label), cells.histogram()


def _of_some(values: Tensor, rows: Tensor | None, label: Label) -> Ranking:
    """Return the ranking of those whose value is not zero."""
    places = (values != 0).nonzero().squeeze(1)
    numbers = places if rows is None else rows[places]
    return ranking(values[places].cpu().numpy(), numbers.cpu().numpy(), label)
