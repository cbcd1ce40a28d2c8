"""Soundness: is a segment that was read one that a run of ours could have left?"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from embviz.core import checks
from embviz.core.experiment import Experiment
from embviz.core.messages import Array
from embviz.engine.past.segments import Meta, Segment


def check(segment: Segment, experiment: Experiment) -> None:
    """Raise ValueError, or what torch raises, where a moment of `segment` could not be shown."""
    action, count = segment.action, segment.count
    is_train = action.kind == "train" and not action.refusal
    _ask(segment.numbers.shape == (count, 3) and count > 0, "numbers")
    _ask(count == 1 or (is_train and action.rounds >= count and action.step >= count), "action")
    _ask((action.moment, action.step) == (segment.last, segment.meta.steps), "action")
    _check_tables(segment, experiment)
    _check_meta(segment.meta, segment, experiment)


def _check_tables(segment: Segment, experiment: Experiment) -> None:
    rows, kept, count = segment.rows, segment.kept, segment.count
    if rows is not None:
        _ask(_is_growing(np.array(rows, dtype=np.int64), experiment.rows), "rows")
    if kept is not None:
        _ask(kept.dtype == np.int64 and _is_growing(kept, count), "kept")
    places = count if kept is None else kept.size
    height = len(segment.names) * (experiment.rows if rows is None else len(rows))
    _ask(tuple(segment.values.shape) == (places if segment.names else 0, height, experiment.dim), "values")
    _ask("weight" in segment.names or not places, "names")
    _ask(all(len(tensors) == places for tensors in segment.sparse.values()), "sparse")
    _ask(segment.rates is None or segment.rates.shape == (count,), "rates")


def _check_meta(meta: Meta, segment: Segment, experiment: Experiment) -> None:
    dense = {*segment.names} - {"weight", "grad"}
    known = dense | {*segment.sparse} | {*meta.counters}
    is_kept = segment.kept is None or segment.kept.size > 0
    _ask(not is_kept or {*meta.order} <= known, "order")
    _ask(dense <= {*meta.fills}, "fills")
    _ask(meta.schedule is None or {"last_epoch", "_step_count"} <= {*meta.schedule}, "schedule")
    _ask(all(map(_is_number, (meta.schedule or {}).values())), "schedule")
    checks.check_name("zero_grad", meta.zero_grad, checks.ZERO_GRADS)
    checks.checked_pairs("pairs", meta.pairs, experiment.rows)
    torch.Generator().set_state(meta.random)


def _is_growing(numbers: Array, limit: int) -> bool:
    ends = numbers.ndim == 1 and (not numbers.size or (numbers[0] >= 0 and numbers[-1] < limit))
    return bool(ends and (np.diff(numbers) > 0).all())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | list)


def _ask(is_so: bool, what: str) -> None:
    if not is_so:
        raise ValueError(f"its {what} are not those of its moments")
