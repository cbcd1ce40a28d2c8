"""Limb: a branch of a session with its own moments, and the start of the run that it grew from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import torch
from torch import Tensor

from embviz.core.experiment import Experiment
from embviz.core.messages import Moment
from embviz.core.recipes import Value
from embviz.engine.past.segments import Rows, Segment

# Of tables of as few cells the start is kept whole.
WHOLE_CELLS = 1 << 20
SAMPLE_ROWS = 256


class Base:
    """The start of a run: a small table whole, of a large one the rows that have changed since.

    All of it is on the CPU. `sample` is a part of a large one, `random` the state of the run's generator.
    """

    def __init__(self, weight: Tensor, generator: torch.Generator) -> None:
        self.rows: dict[int, Tensor] = {}
        is_small = weight.numel() <= WHOLE_CELLS
        self.whole = weight.to("cpu", copy=True) if is_small else None
        # Of a large one: whether torch draws the same table again, a few rows tell.
        self.sample = None if is_small else weight[:: -(-weight.shape[0] // SAMPLE_ROWS)].to("cpu", copy=True)
        self.random = generator.get_state()
        # False where there was no room to remember it.
        self.is_known = True

    def forget(self) -> None:
        """Remember no row any more."""
        self.rows, self.is_known = {}, False

    def cover(self, rows: Rows, weight: Tensor) -> None:
        """Remember `rows`, all for None, which in `weight` are still as they were unless known already."""
        if self.whole is not None:
            return
        if rows is None:
            self.whole = weight.to("cpu", copy=True)
            for row, values in self.rows.items():
                self.whole[row] = values
            self.rows = {}
            return
        for row in rows:
            if row not in self.rows:
                self.rows[row] = weight[row].to("cpu", copy=True)

    def values(self, rows: Sequence[int]) -> Tensor:
        """Return `rows`, which are known, as (rows, dim)."""
        if self.whole is not None:
            return self.whole[list(rows)]
        return torch.stack([self.rows[row] for row in rows])


class Made(NamedTuple):
    """A new segment, and the one that holds its moments now: an older one may have taken it in."""

    piece: Segment
    holder: Segment


@dataclass
class Limb:
    """A branch with its own segments, those from its fork on."""

    number: int
    fork: Moment | None
    experiment: Experiment
    base: Base
    segments: list[Segment] = field(default_factory=list)
    # Where each of them begins.
    firsts: list[int] = field(default_factory=list)
    # Before this index not every moment is kept.
    kept_from: int = 0

    @property
    def last(self) -> int:
        """The index of its last moment."""
        return self.segments[-1].last if self.segments else 0 if self.fork is None else self.fork.index

    @property
    def settings(self) -> dict[str, Value | str]:
        """What was set at its fork, before anything else was done in it."""
        found: dict[str, Value | str] = {}
        for segment in self.segments if self.fork is not None else ():
            action = segment.action
            if action.kind != "set" or action.value is None:
                break
            found[action.name] = action.value
        return found


def path_to(limbs: Mapping[int, Limb], number: int) -> list[tuple[Limb, int]]:
    """Return the branches that lead to the end of one, the root first, each up to its last on the way."""
    limb = limbs[number]
    path = [(limb, limb.last)]
    while limb.fork is not None:
        last = limb.fork.index
        limb = limbs[limb.fork.branch]
        path.append((limb, last))
    return path[::-1]
