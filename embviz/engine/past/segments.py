"""Segment: a stretch of moments of one action, kept as the rows that its run has ever changed."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np
import torch
from torch import Tensor

from embviz.core.checks import Pair
from embviz.core.messages import Action, Array
from embviz.engine.tape import Line

if TYPE_CHECKING:
    from embviz.engine.trainer import Trainer

# Segments of one action grow together up to as many moments: at a slow pace each burst is one step.
JOINED_MOMENTS = 256
# To join is to copy: of larger ones it would cost more than it saves.
JOINED_BYTES = 500_000
# Which rows are kept: these, or None for all.
Rows = tuple[int, ...] | None


@dataclass(frozen=True)
class Meta:
    """What a moment is beside its tables: counts, settings, the optimizer's group and scalars, the schedule.

    `group` is empty where the optimizer, and with it the schedule, is not made yet. `order` names what the
    optimizer's state holds, as torch keeps it; `fills` has, for each of its dense tables, the number that
    stands in every row that is not kept. `random` is the state of the run's
    generator.
    """

    steps: int
    passes: int
    is_stale: bool
    zero_grad: str
    pairs: tuple[Pair, ...]
    line: Line
    group: dict[str, Any]
    counters: dict[str, float]
    order: tuple[str, ...]
    schedule: dict[str, Any] | None
    fills: dict[str, float]
    random: Tensor

    @staticmethod
    def of(trainer: Trainer, rows: Rows) -> Meta:
        """Return what `trainer` is now, copied."""
        outside = _outside(rows, trainer.weight.shape[0])
        tables = trainer.tables()
        return Meta(
            steps=trainer.steps,
            passes=trainer.passes,
            is_stale=trainer.is_stale,
            zero_grad=trainer.zero_grad_mode,
            pairs=trainer.pairs,
            line=trainer.line,
            group=_group_of(trainer),
            counters=trainer.counters(),
            order=(*trainer.state,),
            schedule=_schedule_of(trainer),
            fills={
                name: 0.0 if outside is None else table[outside, 0].item()
                for name, table in tables.items()
                if not table.is_sparse
            },
            random=trainer.generator.get_state(),
        )

    def whole_round(self, before: Meta, rounds: int) -> Meta:
        """Return what it was before the round in whose middle torch refused, `rounds` after `before`."""
        # An optimizer may have counted the step that torch then refused.
        counters = {name: before.counters.get(name, 0.0) + rounds for name in self.counters}
        if self.is_stale:
            return replace(self, counters=counters)
        is_summed = self.zero_grad == "forgotten"
        passes = self.passes - 1 if is_summed else 1
        return replace(self, counters=counters, passes=passes, is_stale=True)

    def earlier(self, rounds: int, rate: float | None) -> Meta:
        """Return what it was so many rounds of the same train before, where the learning rate was `rate`."""
        if not rounds:
            return self
        is_summed = self.zero_grad == "forgotten"
        group = self.group if rate is None else {**self.group, "lr": rate}
        schedule = self.schedule
        if schedule is not None:
            schedule = {
                **schedule,
                "last_epoch": schedule["last_epoch"] - rounds,
                "_step_count": schedule["_step_count"] - rounds,
                "_last_lr": [group["lr"]],
            }
        return replace(
            self,
            steps=self.steps - rounds,
            passes=self.passes - rounds if is_summed else self.passes,
            group=group,
            counters={name: number - rounds for name, number in self.counters.items()},
            schedule=schedule,
        )


class Cut(NamedTuple):
    """One moment in full: `tables`, each (rows, dim) of its `rows`, the sparse ones whole, and the rest."""

    rows: Rows
    tables: dict[str, Tensor]
    sparse: dict[str, Tensor]
    meta: Meta


@dataclass(eq=False)
class Segment:
    """Moments from the `first` on, all of one action.

    `values` holds for each moment that is kept the `rows` of the tables `names`, one table below the other:
    (kept, names x rows, dim). `sparse` has the sparse tables of each. `numbers` are loss, distance and gap of
    every moment, (n, 3), thinned or not; `meta` is the last one's. `rates` are the learning rates, where a
    schedule changes them. `kept` lists the places of the moments that are kept, None for all.
    """

    first: int
    action: Action
    meta: Meta
    rows: Rows
    names: tuple[str, ...]
    values: Tensor
    sparse: dict[str, tuple[Tensor, ...]]
    numbers: Array
    rates: Array | None = None
    kept: Array | None = None
    branch: int = 0
    # Under which numbers the session's file has it.
    records: list[int] = field(default_factory=list)

    def settle(self, trainer: Trainer) -> None:
        """Take the optimizer's group and schedule of `trainer`, where it was not made before; `trainer` has
        done nothing since."""
        if not self.meta.group:
            self.meta = replace(self.meta, group=_group_of(trainer), schedule=_schedule_of(trainer))

    @property
    def count(self) -> int:
        """How many moments there were."""
        return len(self.numbers)

    @property
    def last(self) -> int:
        """The index of its last moment."""
        return self.first + self.count - 1

    @property
    def memory_bytes(self) -> int:
        """About how much memory its arrays take."""
        sparse = sum(_sparse_bytes(tensors) for tensors in self.sparse.values())
        return self.values.nbytes + self.numbers.nbytes + sparse

    def holds(self, index: int) -> bool:
        """Return whether the moment `index` is kept."""
        return self._place(index) is not None

    def nearest(self, index: int) -> int | None:
        """Return the last moment that is kept up to `index`, None where there is none."""
        if self.kept is None:
            return index
        found = int(np.searchsorted(self.kept, index - self.first, side="right")) - 1
        return None if found < 0 else self.first + int(self.kept[found])

    def cut(self, index: int) -> Cut:
        """Return the moment `index`, which must be kept, as views of what is kept."""
        place = self._place(index)
        assert place is not None
        count = len(self.names)
        tables = self.values[place].view(count, -1, self.values.shape[-1]) if count else ()
        return Cut(
            rows=self.rows,
            tables=dict(zip(self.names, tables, strict=True)),
            sparse={name: tensors[place] for name, tensors in self.sparse.items()},
            meta=self.meta_at(index),
        )

    def meta_at(self, index: int) -> Meta:
        """Return what the moment `index` was beside its tables, whether they are kept or not."""
        offset = index - self.first
        rate = None if self.rates is None else float(self.rates[offset])
        return self.meta.earlier(self.count - 1 - offset, rate)

    def action_at(self, index: int) -> Action:
        """Return the action as it stood at the moment `index`: a train with fewer rounds."""
        back = self.last - index
        if not back:
            return self.action
        rounds, step = self.action.rounds - back, self.action.step - back
        return msgspec.structs.replace(self.action, rounds=rounds, moment=index, step=step)

    def thin(self, keep: Iterable[int]) -> None:
        """Forget all moments but those of the indices `keep`; their numbers stay."""
        places = sorted({index - self.first for index in keep if self.holds(index)})
        at = [self._place(self.first + place) for place in places]
        # By a list, which copies: a view would hold on to all the memory.
        self.values = self.values[at]
        self.sparse = {
            name: tuple(tensors[one] for one in at if one is not None)
            for name, tensors in self.sparse.items()
        }
        self.kept = np.array(places, dtype=np.int64)

    def hold_last(
        self, names: tuple[str, ...], values: Tensor, sparse: dict[str, tuple[Tensor, ...]]
    ) -> None:
        """Keep the last moment, which was not: its one row of `values` and of each of `sparse`."""
        assert self.kept is not None
        has_others = self.kept.size > 0
        self.values = torch.cat([self.values, values]) if has_others else values
        self.sparse = {name: (*self.sparse.get(name, ()), *one) for name, one in sparse.items()}
        self.names, self.kept = names, np.append(self.kept, self.count - 1)

    def join(self, other: Segment) -> bool:
        """Take `other`, which follows, in; return False where it is of another kind, or would be too long."""
        mine = (self.action.number, self.rows, self.meta.line, self.kept is None, self.rates is None)
        theirs = (other.action.number, other.rows, other.meta.line, other.kept is None, other.rates is None)
        tables = {(one.names, tuple(one.sparse)) for one in (self, other) if one._holds_any}
        is_alike = mine == theirs and len(tables) < 2
        # Only rounds that all were whole follow each other by the rule of `Meta.earlier`.
        is_plain = self.action.kind == "train" and not other.action.refusal and self._goes_on_in(other)
        is_long = self.count + other.count > JOINED_MOMENTS or self.memory_bytes > JOINED_BYTES
        if not (is_alike and is_plain) or is_long:
            return False
        self._take_tables(other)
        self.numbers = np.concatenate([self.numbers, other.numbers])
        if self.rates is not None and other.rates is not None:
            self.rates = np.concatenate([self.rates, other.rates])
        self.action, self.meta = other.action, other.meta
        self.records += other.records
        return True

    @property
    def _holds_any(self) -> bool:
        return self.kept is None or self.kept.size > 0

    def _take_tables(self, other: Segment) -> None:
        if self._holds_any and other._holds_any:
            self.values = torch.cat([self.values, other.values])
            self.sparse = {name: (*self.sparse[name], *other.sparse[name]) for name in self.sparse}
        elif other._holds_any:
            self.names, self.values, self.sparse = other.names, other.values, other.sparse
        if self.kept is not None and other.kept is not None:
            self.kept = np.concatenate([self.kept, other.kept + self.count])

    def _goes_on_in(self, other: Segment) -> bool:
        before = other.meta.earlier(other.count, None)
        return (before.steps, before.counters, before.zero_grad) == (
            self.meta.steps,
            self.meta.counters,
            self.meta.zero_grad,
        ) and (other.rates is not None or before.group == self.meta.group)

    def _place(self, index: int) -> int | None:
        offset = index - self.first
        if self.kept is None:
            return offset
        found = int(np.searchsorted(self.kept, offset))
        return found if found < self.kept.size and self.kept[found] == offset else None


def _group_of(trainer: Trainer) -> dict[str, Any]:
    if not trainer.has_optimizer:
        return {}
    return {name: value for name, value in trainer.optimizer.param_groups[0].items() if name != "params"}


def _schedule_of(trainer: Trainer) -> dict[str, Any] | None:
    return None if trainer.schedule is None else copy.deepcopy(trainer.schedule.state_dict())


def _outside(rows: Rows, count: int) -> int | None:
    # A row that was never touched stands for all of them: the same was done to each.
    if rows is None or len(rows) == count:
        return None
    kept = set(rows)
    return next(row for row in range(count) if row not in kept)


def _sparse_bytes(tensors: tuple[Tensor, ...]) -> int:
    return sum(one._values().nbytes + one._indices().nbytes + 500 for one in tensors)
