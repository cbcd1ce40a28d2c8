"""Sizes: what a moment of a trainer would take, and which of them there is room for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from embviz.engine.past.segments import Rows

if TYPE_CHECKING:
    from embviz.engine.trainer import Trainer

# Of a table whose every moment takes more than this part of the budget none is kept.
LARGEST_PART = 0.25
# Of moments that are larger a train keeps but some: as many as make so many bytes in a second.
HEAVY_BYTES = 1_000_000
HEAVY_BYTES_A_SECOND = 2_000_000


class Sizes:
    """Weighs moments against `budget_bytes`; `clock` tells seconds."""

    def __init__(self, budget_bytes: int, clock: Callable[[], float]) -> None:
        self.budget_bytes = budget_bytes
        self._clock = clock
        # When the next moment of a train with heavy ones is kept.
        self._next_s = 0.0

    def fits(self, trainer: Trainer, rows: Rows) -> bool:
        """Return whether a moment of `trainer` that keeps `rows` may be kept at all."""
        return _moment_bytes(trainer, rows) <= LARGEST_PART * self.budget_bytes

    def are_all_kept(self, trainer: Trainer, rows: Rows) -> bool:
        """Return whether each round of a train is kept."""
        return _moment_bytes(trainer, rows) <= HEAVY_BYTES and self.fits(trainer, rows)

    def is_due(self, trainer: Trainer, rows: Rows) -> bool:
        """Return whether a moment of a train whose rounds are not all kept is to be kept now; then it is not
        for a while."""
        now = self._clock()
        if now < self._next_s or not self.fits(trainer, rows):
            return False
        self._next_s = now + _moment_bytes(trainer, rows) / HEAVY_BYTES_A_SECOND
        return True


def _moment_bytes(trainer: Trainer, rows: Rows) -> int:
    count = trainer.weight.shape[0] if rows is None else len(rows)
    tables = 2 + len(trainer.tables())
    return count * trainer.weight.shape[1] * trainer.weight.element_size() * tables
