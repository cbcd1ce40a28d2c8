"""Facts: what the last step and the last backward pass used, so that any cell can be explained afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from torch import Tensor

from embviz.core.messages import CellFacts, PairFacts, PassFacts, Place, StepFacts
from embviz.core.recipes import Value
from embviz.engine.batch import Batch
from embviz.engine.corpus_batch import CorpusBatch

# Tables up to this size are kept whole from one step to the next; of larger ones, the row that is looked at.
KEPT_CELLS = 100_000
MOST_PAIRS_EXPLAINED = 8


class Kept(NamedTuple):
    """A copy of a table, or of the one row of it that was asked for."""

    table: Tensor
    row: int | None

    def cell(self, place: Place) -> float | None:
        """Return the number at `place`, None where it was not kept."""
        if self.row is None:
            return cell_of(self.table, place)
        return self.table[place[1]].item() if place[0] == self.row else None


class StepInputs(NamedTuple):
    """All that a step used."""

    weight: Kept
    grad: Kept | None
    grad_rows: frozenset[int] | None  # those that a sparse grad stores
    state: dict[str, Kept]
    counters: dict[str, float]
    arguments: dict[str, Value]

    def facts(self, place: Place, result: float | None = None) -> StepFacts | None:
        """Return the facts of one cell, None where it was not kept."""
        weight = self.weight.cell(place)
        if weight is None:
            return None
        state = {name: kept.cell(place) for name, kept in self.state.items()}
        return StepFacts(
            weight=weight,
            grad=None if self.grad is None else self.grad.cell(place),
            state={name: number for name, number in state.items() if number is not None},
            counters=self.counters,
            arguments=self.arguments,
            is_in_grad=self.grad_rows is None or place[0] in self.grad_rows,
            result=result,
        )


class PassInputs(NamedTuple):
    """All that a backward pass used: the vectors of both sides, the loss, and what grad held before."""

    batch: Batch | CorpusBatch
    vectors: tuple[Tensor, Tensor]
    loss: float
    had_grad: bool
    grad_before: Kept | None

    def facts(self, place: Place, is_ahead: bool = False) -> PassFacts | None:
        """Return the facts of one cell, None where what grad held before was not kept."""
        a, b = self.vectors
        before = None if self.grad_before is None else self.grad_before.cell(place)
        if self.had_grad and before is None:
            return None
        holding = self.batch.holding(place[0])
        return PassFacts(
            pairs=tuple(self._pair(index, a, b) for index in holding[:MOST_PAIRS_EXPLAINED]),
            pairs_of_row=len(holding),
            loss=self.loss,
            grad_before=before,
            is_ahead=is_ahead,
            positives=self.batch.positives,
            negatives=self.batch.size - self.batch.positives,
        )

    def _pair(self, index: int, a: Tensor, b: Tensor) -> PairFacts:
        batch = self.batch
        first, second = batch.pair(index)
        of_first, of_second = batch.pair_vectors(index, a, b)
        return PairFacts(
            first=first,
            second=second,
            a=tuple(of_first.tolist()),
            b=tuple(of_second.tolist()),
            label=1 if index < batch.positives else -1,
            first_count=batch.count(0, first),
            second_count=batch.count(1, second),
        )


class Facts:
    """Keeps the inputs of the last step and of the last pass of one run, and what has changed weight since.

    `watched` is the row that is looked at: of a table of more than KEPT_CELLS, only this one is kept.
    """

    def __init__(self) -> None:
        self.watched: int | None = None
        self._step: StepInputs | None = None
        self._pass: PassInputs | None = None
        # Rows as the last step left them, of those that something else has changed since.
        self._left: dict[int, Tensor] = {}
        self._changed_by: dict[int, str] = {}
        self._edited: set[Place] = set()

    def inputs(
        self,
        weight: Tensor,
        state: dict[str, Tensor],
        counters: dict[str, float],
        arguments: dict[str, Value],
    ) -> StepInputs | None:
        """Return copies of all that a step would use now; None for a large table without a watched row."""
        table, grad = self.keep(weight), weight.grad
        if table is None:
            return None
        return StepInputs(
            weight=table,
            grad=None if grad is None else _kept(grad, table.row),
            grad_rows=None if grad is None or not grad.is_sparse else _stored_rows(grad, table.row),
            state={name: _kept(one, table.row) for name, one in state.items()},
            counters=counters,
            arguments=arguments,
        )

    def keep(self, table: Tensor) -> Kept | None:
        """Return a copy of a small table, of the watched row of a large one, None where no row is watched."""
        if table.numel() <= KEPT_CELLS:
            return _kept(table, None)
        return None if self.watched is None else _kept(table, self.watched)

    def took_step(self, inputs: StepInputs | None) -> None:
        """Keep what the step that has just been done used."""
        self._step = inputs
        self._left, self._changed_by, self._edited = {}, {}, set()

    def took_pass(self, inputs: PassInputs) -> None:
        """Keep what the backward pass that has just been done used."""
        self._pass = inputs

    def begin_anew(self) -> None:
        """Forget all: what is there now was not made by a step or a pass that was seen."""
        self._pass = None
        self.took_step(None)

    def forget_pass(self) -> None:
        """Grad has been cleared: it is of no pass any more."""
        self._pass = None

    def edited(self, place: Place, row_before: Tensor) -> None:
        """Remember that a person changed the cell at `place`, in the row that was `row_before`."""
        self._left.setdefault(place[0], row_before)
        self._edited.add(place)

    def renormed(self, rows: dict[int, Tensor]) -> None:
        """Remember that max_norm changed `rows`, given as they were before."""
        for row, before in rows.items():
            self._left.setdefault(row, before)
            self._changed_by[row] = "max_norm"

    def explain(
        self, step: int, place: Place, weight: Tensor, now: StepInputs, ahead: Callable[[], PassInputs]
    ) -> CellFacts:
        """Return the facts of the cell at `place`: as it is `now`, with the pass behind its grad.

        Where there is none, `ahead` is asked for the one that Backward would do.
        """
        row, column = place
        found = now.facts(place)
        assert found is not None
        left = self._left.get(row)
        result = weight[row, column].item() if left is None else left[column].item()
        changed_by = "edit" if place in self._edited else self._changed_by.get(row, "")
        last = None if weight.grad is None else self._pass
        return CellFacts(
            step=step,
            place=place,
            now=found,
            last=None if self._step is None else self._step.facts(place, result),
            backward=ahead().facts(place, is_ahead=True) if last is None else last.facts(place),
            changed_by=changed_by,  # type: ignore[arg-type]
        )


def cell_of(table: Tensor, place: Place) -> float:
    """Return the number at `place` of a dense or a sparse table."""
    row, column = place
    if not table.is_sparse:
        return table[row, column].item()
    stored = table._indices()[0] == row
    return table._values()[stored, column].sum().item()


def _stored_rows(table: Tensor, row: int | None) -> frozenset[int]:
    """Return the rows that a sparse `table` stores, of which only `row` is asked for unless that is None."""
    stored = table._indices()[0]
    return frozenset((stored if row is None else stored[stored == row]).tolist())


def _kept(table: Tensor, row: int | None) -> Kept:
    table = table.detach()
    if row is None:
        return Kept(table.clone(), None)
    if not table.is_sparse:
        return Kept(table[row].clone(), row)
    stored = table._indices()[0] == row
    return Kept(table._values()[stored].sum(dim=0), row)
