"""Archive: a history as the records of a session's file, and back."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import numpy as np
import torch
from torch import Tensor

from embviz.core.experiment import Experiment
from embviz.core.messages import Action, Array, Count, Moment
from embviz.core.packing import PackingError, pack, unpack
from embviz.engine.past.history import History
from embviz.engine.past.limbs import WHOLE_CELLS, Base, Limb
from embviz.engine.past.segments import Meta, Segment
from embviz.engine.past.soundness import check
from embviz.engine.starting import StartError
from embviz.engine.storage.session_store import Record
from embviz.engine.table import DTYPES
from embviz.engine.tape import Line
from embviz.engine.text.reading import TextError
from embviz.engine.trainer import ExperimentWarning, Trainer
from embviz.engine.vectors.faults import LoadError


class ArchiveError(ValueError):
    """Records that make no history; the text says why."""


# Why there may be no history: the records make none, or its run cannot begin again.
ERRORS = (ArchiveError, StartError, LoadError, TextError)


class BranchRecord(msgspec.Struct, frozen=True, eq=False, tag="branch"):
    """A branch begins. `start` is the table at the start of a run of its own, or every so many rows of it."""

    number: Count
    fork: Moment | None
    experiment: Experiment
    start: np.ndarray | None


class SegmentRecord(msgspec.Struct, frozen=True, eq=False, tag="segment", kw_only=True):
    """A stretch of moments; see segments.py. `sparse` has indices and values of each sparse
    table, and whether torch has coalesced it.

    `line` is the middle and the direction of the gap's line, `random` the state of the run's generator where
    that is not as it was at the start.
    """

    branch: Count
    first: Count
    action: Action
    rows: tuple[Count, ...] | None
    names: tuple[str, ...]
    values: np.ndarray
    sparse: dict[str, tuple[tuple[np.ndarray, np.ndarray, bool], ...]]
    numbers: np.ndarray
    rates: np.ndarray | None
    kept: np.ndarray | None
    steps: Count
    passes: Count
    is_stale: bool
    zero_grad: str
    pairs: tuple[tuple[Count, Count], ...]
    line: np.ndarray
    group: dict[str, Any]
    counters: dict[str, float]
    order: tuple[str, ...]
    schedule: dict[str, Any] | None
    fills: dict[str, float]
    random: np.ndarray | None


class BookmarkRecord(msgspec.Struct, frozen=True, tag="bookmark"):
    """A moment got a name, or lost it."""

    moment: Moment
    name: str


class GoneRecord(msgspec.Struct, frozen=True, tag="gone"):
    """What stood here stands in another record now."""


class Note(msgspec.Struct, frozen=True):
    """Where the session stands, and what a list of sessions tells of it."""

    branch: Count = 0
    steps: Count = 0
    actions: Count = 0
    branches: Count = 0


AnyRecord = BranchRecord | SegmentRecord | BookmarkRecord | GoneRecord
GONE = GoneRecord()


def packed(record: AnyRecord) -> Record:
    """Return `record` as a session's file keeps it."""
    header, body, _ = pack(record)
    return Record(header, b"".join(body))


def records_of(history: History) -> Iterator[tuple[Record, Segment | None]]:
    """Yield all of `history`, each record with the segment that it holds."""
    for limb in history.limbs.values():
        yield branch_record(limb), None
        for segment in limb.segments:
            yield segment_record(history, segment), segment
    for moment, name in history.bookmarks.items():
        yield packed(BookmarkRecord(moment, name)), None


def branch_record(limb: Limb) -> Record:
    """Return the record of a branch that begins."""
    start = None
    if limb.fork is None:
        start = _array(limb.base.whole if limb.base.sample is None else limb.base.sample)
    return packed(BranchRecord(limb.number, limb.fork, limb.experiment, start))


def segment_record(history: History, segment: Segment) -> Record:
    """Return the record of `segment`."""
    meta = segment.meta
    start = history.limbs[segment.branch].base.random
    return packed(
        SegmentRecord(
            branch=segment.branch,
            first=segment.first,
            action=segment.action,
            rows=segment.rows,
            names=segment.names,
            values=_array(segment.values),
            sparse={
                name: tuple(
                    (_array(one._indices()), _array(one._values()), one.is_coalesced()) for one in tensors
                )
                for name, tensors in segment.sparse.items()
            },
            numbers=segment.numbers,
            rates=segment.rates,
            kept=segment.kept,
            steps=meta.steps,
            passes=meta.passes,
            is_stale=meta.is_stale,
            zero_grad=meta.zero_grad,
            pairs=meta.pairs,
            line=meta.line.numbers,
            group=meta.group,
            counters=meta.counters,
            order=meta.order,
            schedule=meta.schedule,
            fills=meta.fills,
            random=None if torch.equal(meta.random, start) else _array(meta.random),
        )
    )


def history_of(records: Iterable[Record]) -> History:
    """Return the history that `records` hold; its segments know their numbers.

    Raises:
        ArchiveError: where they make none.
        StartError, LoadError, TextError: where the run cannot begin again: its file or text is another one.
    """
    history = History()
    for number, record in enumerate(records, start=1):
        try:
            _take(history, number, unpack(record.header, record.body, AnyRecord))  # type: ignore[arg-type]
        except (StartError, LoadError, TextError):
            raise
        # What no history of ours would hold: a branch of no parent, a table of another shape.
        except (PackingError, LookupError, ValueError, RuntimeError, TypeError) as error:
            raise ArchiveError(f"record {number} makes no sense: {error}") from error
    if not history.limbs:
        raise ArchiveError("it holds no run")
    return history


def _take(history: History, number: int, record: AnyRecord) -> None:
    if isinstance(record, BranchRecord):
        _take_branch(history, record)
    elif isinstance(record, SegmentRecord):
        limb = history.limbs[record.branch]
        if limb.segments and record.first + len(record.numbers) - 1 <= limb.last:
            # Killed between writing a longer record in an older one's place, and taking this one away.
            return
        segment = _segment(limb, record)
        check(segment, limb.experiment)
        segment.records = [number]
        history.add(record.branch, segment)
    elif isinstance(record, BookmarkRecord):
        if record.moment.index > history.limbs[record.moment.branch].last:
            raise ValueError(f"there is no moment {record.moment}")
        history.bookmark(record.moment, record.name)


def _take_branch(history: History, record: BranchRecord) -> None:
    if record.number != len(history.limbs):
        raise ValueError(f"branch {record.number} after {len(history.limbs)} branches")
    if record.fork is not None:
        parent = history.limbs[record.fork.branch]
        if record.fork.index > parent.last:
            raise ValueError(f"branch {record.number} grows from nowhere")
        base, experiment = parent.base, parent.experiment
    else:
        base, experiment = _start(record), record.experiment
    history.limbs[record.number] = Limb(record.number, record.fork, experiment, base)


def _start(record: BranchRecord) -> Base:
    """Return the start of a run, to the bit."""
    with warnings.catch_warnings():
        # They were told when it began.
        warnings.simplefilter("ignore", ExperimentWarning)
        trainer = Trainer(record.experiment)
    if record.start is None:
        raise ValueError("a run without a table")
    start, weight = _tensor(record.start, record.experiment.dtype), trainer.weight.detach()
    if weight.numel() <= WHOLE_CELLS:
        weight.copy_(start)
    base = Base(weight, trainer.generator)
    if base.sample is not None and not torch.equal(base.sample, start):
        raise ValueError("this PyTorch draws another table from the seed than the one that wrote it")
    return base


def _segment(limb: Limb, record: SegmentRecord) -> Segment:
    dtype, shape = limb.experiment.dtype, (limb.experiment.rows, limb.experiment.dim)
    if record.first != (limb.last + 1 if limb.segments or limb.fork is not None else 0):
        raise ValueError(f"moment {record.first} after moment {limb.last}")
    return Segment(
        first=record.first,
        action=record.action,
        meta=_meta(limb, record),
        rows=record.rows,
        names=record.names,
        values=_tensor(record.values, dtype),
        sparse={
            name: tuple(
                torch.sparse_coo_tensor(
                    _whole(indices),
                    _tensor(values, dtype),
                    shape,
                    is_coalesced=is_coalesced,
                    check_invariants=True,
                )
                for indices, values, is_coalesced in tensors
            )
            for name, tensors in record.sparse.items()
        },
        numbers=record.numbers,
        rates=record.rates,
        kept=record.kept,
    )


def _meta(limb: Limb, record: SegmentRecord) -> Meta:
    if record.line.shape != (2, limb.experiment.dim):
        raise ValueError("its line is not one of its table")
    line = Line.of(record.line)
    # One and the same line is told from another by its identity.
    if limb.segments and np.array_equal(limb.segments[-1].meta.line.numbers, line.numbers, equal_nan=True):
        line = limb.segments[-1].meta.line
    group = {name: tuple(one) if isinstance(one, list) else one for name, one in record.group.items()}
    return Meta(
        steps=record.steps,
        passes=record.passes,
        is_stale=record.is_stale,
        zero_grad=record.zero_grad,
        pairs=record.pairs,
        line=line,
        group=group,
        counters=record.counters,
        order=record.order,
        schedule=record.schedule,
        fills=record.fills,
        random=limb.base.random if record.random is None else torch.from_numpy(record.random.copy()),
    )


def _array(tensor: Tensor | None) -> Array:
    assert tensor is not None
    # numpy has no bfloat16: its bits travel.
    plain = tensor.view(torch.int16) if tensor.dtype == torch.bfloat16 else tensor
    array: Array = plain.numpy()
    return array


def _tensor(array: Array, dtype: str) -> Tensor:
    # A copy: what was read is read-only.
    tensor = torch.from_numpy(array.copy())
    return tensor.view(torch.bfloat16) if dtype == "bfloat16" else tensor.to(DTYPES[dtype])


def _whole(array: Array) -> Tensor:
    return torch.from_numpy(array.copy())
