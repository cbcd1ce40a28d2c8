"""Columns: the numbers of moments, (n, 3): loss, distance and gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from embviz.core.messages import Array, Scalars
from embviz.engine.past.segments import Segment

if TYPE_CHECKING:
    from embviz.engine.trainer import Trainer


def numbers_of_last(trainer: Trainer, segment: Segment) -> Array:
    """Return the numbers of the last moment of `segment`: `trainer` has moved some of the table since."""
    weight = trainer.weight.detach()
    # Not all of it: a second one of a large table may not fit into memory.
    rows = slice(None) if segment.rows is None else [*segment.rows]
    is_kept = segment.holds(segment.last)
    if is_kept:
        now = weight[rows].clone()
        weight[rows] = segment.cut(segment.last).tables["weight"].to(weight.device)
    numbers: Array = columns_of(trainer.moment())[0]
    if is_kept:
        weight[rows] = now
    return numbers


def columns_of(scalars: Scalars) -> Array:
    """Return loss, distance and gap of each of `scalars`, (n, 3)."""
    return np.stack([scalars.losses, scalars.distances, scalars.gaps], axis=1)
