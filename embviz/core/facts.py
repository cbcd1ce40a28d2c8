"""Facts: all that explains one cell at one moment, as the engine tells it and core/explain.py reads it."""

from __future__ import annotations

from typing import Literal

import msgspec

from embviz.core.recipes import Value
from embviz.core.units import Count, Place


class StepFacts(msgspec.Struct, frozen=True):
    """One cell before a step, with all that the step used.

    `grad` is None where torch's was; `is_in_grad` is False for a row that a sparse grad does not store.
    `state` has the cell of each of the optimizer's tables that was there, `counters` its own scalars,
    `arguments` its arguments. `result` is the cell's weight after it.
    """

    weight: float
    grad: float | None
    state: dict[str, float]
    counters: dict[str, float]
    arguments: dict[str, Value]
    is_in_grad: bool = True
    result: float | None = None


class PairFacts(msgspec.Struct, frozen=True):
    """One pair of a backward pass: the rows `first` and `second`, and the vectors that the lookup gave.

    `label` is 1, or -1 for a negative pair. `first_count` says how often the row `first` was looked up as a
    first one, `second_count` the row `second` as a second one: what `scale_grad_by_freq` divides by.
    """

    first: int
    second: int
    a: tuple[float, ...]
    b: tuple[float, ...]
    label: int = 1
    first_count: int = 1
    second_count: int = 1


class PassFacts(msgspec.Struct, frozen=True):
    """The backward pass behind a cell's grad: the pairs that hold its row, the first few of `pairs_of_row`.

    `positives` and `negatives` say how many pairs the whole pass had, and `loss` is its loss. `grad_before`
    is what grad held before, None where torch's was None. `is_ahead` says that the pass was not done yet: it
    is the one that Backward would do now.
    """

    pairs: tuple[PairFacts, ...]
    pairs_of_row: int
    loss: float
    grad_before: float | None = None
    is_ahead: bool = False
    positives: int = 1
    negatives: int = 0


class CellFacts(msgspec.Struct, frozen=True, tag="cell", kw_only=True):
    """All that explains one cell at one moment; core/explain.py turns it into arithmetic.

    `now` is the cell as it stands, with what the next step would use; `last` is the cell before the last
    step, None where there was none or it is not known. `backward` is the pass behind its grad. `changed_by`
    says what has changed its weight since the last step, if anything has: an edit, or a lookup under
    max_norm. `names` has the labels of the rows that it tells of, where it comes without a snapshot.
    """

    run: Count = 0
    request: Count = 0
    step: Count
    place: Place
    now: StepFacts
    last: StepFacts | None
    backward: PassFacts | None
    changed_by: Literal["", "edit", "max_norm"] = ""
    names: dict[int, str] = {}
