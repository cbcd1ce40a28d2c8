"""Reach: which rows a request may change, given those that have been changed before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embviz.core.messages import Request
from embviz.engine.past.segments import Rows
from embviz.engine.past.stillness import Stillness

if TYPE_CHECKING:
    from embviz.engine.trainer import Trainer

# Tables of as few cells are kept whole: to pick their rows would cost more.
SMALL_CELLS = 256


class Reach:
    """Knows of each set of an optimizer's arguments whether a step leaves other rows alone."""

    def __init__(self) -> None:
        self._stillness = Stillness()

    def rows_after(self, trainer: Trainer, request: Request, rows: Rows) -> Rows:
        """Return `rows` and those that `request` may change, in order; None for all, or for so many."""
        experiment, command = trainer.experiment, request.command
        # A text comes to all of its words in no time.
        if rows is None or experiment.cells <= SMALL_CELLS or experiment.corpus is not None:
            return None
        if command in ("step", "train") and self._stillness.moves_all(trainer):
            return None
        found = {*rows, *_looked_up(trainer, request)}
        if command == "edit" and request.place is not None and request.place[0] < experiment.rows:
            found.add(request.place[0])
        return None if 2 * len(found) > experiment.rows else tuple(sorted(found))


def _looked_up(trainer: Trainer, request: Request) -> frozenset[int]:
    """Return the rows that `request` gives a grad, or rewrites under max_norm."""
    experiment, command = trainer.experiment, request.command
    if command in ("backward", "train") or (command == "forward" and experiment.max_norm is not None):
        return trainer.batch.rows
    if command == "lookup" and experiment.max_norm is not None:
        return frozenset(row for row in request.indices if 0 <= row < experiment.rows)
    return frozenset()
