"""Asked: what a request asks of a run, as the run's own numbers."""

from __future__ import annotations

import msgspec

from embviz.core.messages import Moment, Place, Request
from embviz.engine.labels import rows_of
from embviz.engine.trainer import Trainer


def in_numbers(trainer: Trainer, request: Request) -> Request:
    """Return `request` with the numbers of the rows that its words mean. Raises UnknownWord."""
    if not request.words:
        return request
    rows = rows_of(trainer.labels, request.words, trainer.weight.shape[0])
    if request.command == "lookup":
        return msgspec.structs.replace(request, indices=rows, words=())
    if request.command == "set":
        pairs = (", ".join(map(str, rows[at : at + 2])) for at in range(0, len(rows), 2))
        return msgspec.structs.replace(request, value="; ".join(pairs), words=())
    return request


def is_going_on(trainer: Trainer, request: Request) -> bool:
    """Return whether more bursts of the same train are to come."""
    if request.command != "train" or trainer.stopped_by:
        return False
    return request.until_step is None or trainer.steps < request.until_step


def cell_of(trainer: Trainer, request: Request) -> Place | None:
    """Return the cell that is to be explained, None where there is no such cell."""
    # A cell that this run's table does not have is no reason to refuse an action.
    rows, dim = trainer.weight.shape
    is_there = request.cell is not None and request.cell[0] < rows and request.cell[1] < dim
    return request.cell if is_there else None


def place_of(request: Request) -> Place:
    """Return the request's place. Raises ValueError where it has none."""
    if request.place is None:
        raise ValueError(f"{request.command} needs a place")
    return request.place


def moment_of(request: Request) -> Moment:
    """Return the request's moment. Raises ValueError where it has none."""
    if request.moment is None:
        raise ValueError(f"{request.command} needs a moment")
    return request.moment
