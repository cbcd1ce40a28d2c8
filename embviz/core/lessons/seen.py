"""Seen: what a lesson can ask about at one moment, by the names that its conditions use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from embviz.core.messages import Action, Snapshot, Tile
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.units import Place

Fact = float | str | bool | tuple[object, ...] | None

NOTHING_DONE = Action(number=0, kind="begin")


class Seen(NamedTuple):
    """One moment of the run as the window shows it: the snapshot, what was done last, the cell and the tab
    that are chosen, and the rows that were looked up last."""

    snapshot: Snapshot
    last: Action = NOTHING_DONE
    selected: Place = (0, 0)
    tab: str = ""
    looked_up: tuple[int, ...] = ()

    def table(self, name: str) -> Tile | None:
        """Return the table 'weight', 'grad' or one of the optimizer's own, None where it is not there."""
        named = {"weight": self.snapshot.weight, "grad": self.snapshot.grad}
        return named[name] if name in named else self.snapshot.state.get(name)

    def cell(self, name: str, row: int, column: int) -> float | None:
        """Return one number of a table, None where the table or the cell is not there, or not alone."""
        tile = self.table(name)
        if tile is None:
            return None
        at = (
            _index(tile.rows, tile.values.shape[0], row),
            _index(tile.columns, tile.values.shape[1], column),
        )
        return None if None in at else float(tile.values[at])

    def changed(self, name: str) -> int:
        """Return how many cells of a table the last action changed."""
        tile = self.table(name)
        return 0 if tile is None or tile.changed is None else int(tile.changed.sum())


def moved_cells(name: str, before: Seen, now: Seen) -> frozenset[Place]:
    """Return the cells of the table `name` whose number is another one `now`; a table that was not there
    counts as zeros."""
    here, there = now.table(name), before.table(name)
    if here is None:
        return frozenset()
    alike = there is not None and there.values.shape == here.values.shape
    old = there.values if there is not None and alike else np.zeros_like(here.values)
    # NaN that stays NaN has not moved.
    moved = (here.values != old) & ~(np.isnan(here.values) & np.isnan(old))
    return frozenset((int(row), int(column)) for row, column in np.argwhere(moved))


def _index(bounds: tuple[int, int], cells: int, index: int) -> int | None:
    start, stop = bounds
    return index - start if start <= index < stop and cells == stop - start else None


def _of_experiment(name: str) -> Callable[[Seen], Fact]:
    return lambda seen: getattr(seen.snapshot.experiment, name, None)


# What stands in a condition by its bare name.
FACTS: Mapping[str, Callable[[Seen], Fact]] = {
    "step": lambda seen: seen.snapshot.step,
    "loss": lambda seen: float(seen.snapshot.trace.losses[-1]),
    "distance": lambda seen: seen.snapshot.distance,
    "gap": lambda seen: float(seen.snapshot.trace.gaps[-1]),
    "grad_status": lambda seen: seen.snapshot.grad_status.kind,
    "passes": lambda seen: seen.snapshot.grad_status.passes,
    "sparse_rows": lambda seen: seen.snapshot.grad_status.sparse_rows,
    "command": lambda seen: seen.last.kind,
    "rounds": lambda seen: seen.last.rounds,
    "refusal": lambda seen: seen.last.refusal,
    "zero_grad": lambda seen: seen.snapshot.zero_grad,
    "pairs": lambda seen: seen.snapshot.trained_pairs,
    "selected": lambda seen: seen.selected,
    "tab": lambda seen: seen.tab,
    "lookup": lambda seen: seen.looked_up,
    "moment": lambda seen: seen.snapshot.moment.index,
    "branch": lambda seen: seen.snapshot.moment.branch,
    "is_past": lambda seen: seen.snapshot.is_past,
    "loss_name": _of_experiment("loss"),
    **{
        name: _of_experiment(name)
        for name in (
            *("optimizer", "schedule", "rows", "dim", "seed", "dtype", "initial", "sparse"),
            *("padding_idx", "max_norm", "norm_type", "scale_grad_by_freq"),
        )
    },
}
# The optimizers' arguments; of one that this run's optimizer does not have a condition sees None.
ARGUMENTS = frozenset(row.name for recipe in OPTIMIZERS.values() for row in recipe.parameters)
# The optimizers' own tables, under every argument that may ask for one.
STATES = frozenset(
    name
    for recipe in OPTIMIZERS.values()
    for is_on in (False, True)
    for name in recipe.tables({row.name: is_on if row.is_flag else float(is_on) for row in recipe.parameters})
)
