"""The vocabulary of window and engine, and the frames in which it travels.

A frame is two 4-byte little-endian lengths, a JSON header of the first length and raw little-endian
arrays of the second, each at a multiple of 8 bytes. The header names each array's dtype, shape and
place, so that no number of a table is ever written as text. Each side opens with `Hello`, which carries
the version.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from embviz.core.experiment import Experiment

PROTOCOL_VERSION = 1
HEADER_LIMIT_BYTES = 1 << 20
BODY_LIMIT_BYTES = 1 << 28
LENGTHS = struct.Struct("<II")
ALIGNMENT_BYTES = 8

Array = npt.NDArray[Any]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**62)]
Command = Literal["begin", "forward", "backward", "step", "zero_grad", "train", "snapshot"]


class Viewport(msgspec.Struct, frozen=True):
    """The part of a table that is asked for, and at most how many cells may show it.

    Rows from `row_start` to `row_stop` (None: to the end), columns likewise; `height` by `width` cells
    at most come back.
    """

    height: Annotated[int, msgspec.Meta(ge=1, le=16384)]
    width: Annotated[int, msgspec.Meta(ge=1, le=16384)]
    row_start: Count = 0
    row_stop: Count | None = None
    column_start: Count = 0
    column_stop: Count | None = None


class Tile(msgspec.Struct, frozen=True, eq=False):
    """A table, or what a viewport of it looks like: `values` (float32, 2-D), one number a cell.

    `shape` is the whole table's. Where more than one row or column falls on a cell, it holds the one of
    largest magnitude, with its sign: a mean would hide a gradient of one row among thousands. `changed`
    marks the cells that the last action moved. The tile makes its arrays read-only.
    """

    values: np.ndarray
    shape: tuple[int, int]
    rows: tuple[int, int]
    columns: tuple[int, int]
    changed: np.ndarray | None = None

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.dtype != np.float32:
            raise ValueError("a tile holds a 2-D float32 table")
        axes = zip(self.values.shape, (self.rows, self.columns), self.shape, strict=True)
        if any(not 0 <= first <= last <= size or cells > last - first for cells, (first, last), size in axes):
            raise ValueError("a tile shows rows and columns of its table, no more cells than those")
        self.values.flags.writeable = False
        if self.changed is None:
            return
        if self.changed.shape != self.values.shape or self.changed.dtype != np.bool_:
            raise ValueError("a tile's changed cells are a mask of its values")
        self.changed.flags.writeable = False

    @property
    def is_whole(self) -> bool:
        """True where `values` is the table itself, bit for bit."""
        return self.values.shape == self.shape

    def row_span(self, row: int) -> tuple[int, int]:
        """Return the table's rows, first and past the last, that the tile's `row` stands for."""
        return span(self.rows, self.values.shape[0], row)

    def column_span(self, column: int) -> tuple[int, int]:
        """Return the table's columns, first and past the last, that the tile's `column` stands for."""
        return span(self.columns, self.values.shape[1], column)


def span(bounds: tuple[int, int], cells: int, index: int) -> tuple[int, int]:
    """Return what falls on cell `index` when `bounds` is dealt out evenly over `cells` cells."""
    start, stop = bounds
    return start + (stop - start) * index // cells, start + (stop - start) * (index + 1) // cells


class Scalars(msgspec.Struct, frozen=True, eq=False):
    """Every step's numbers: `steps` (int64), `losses` and `distances` (float64), equally long, 1-D.

    The loss and the distance at step s are those of the weights after s steps. The arrays are made read-only.
    """

    steps: np.ndarray
    losses: np.ndarray
    distances: np.ndarray

    def __post_init__(self) -> None:
        if not self.steps.shape == self.losses.shape == self.distances.shape == (self.steps.size,):
            raise ValueError("steps, losses and distances are equally long lists")
        if self.steps.dtype != np.int64 or not self.losses.dtype == self.distances.dtype == np.float64:
            raise ValueError("steps are int64, losses and distances float64")
        for array in (self.steps, self.losses, self.distances):
            array.flags.writeable = False


class GradStatus(msgspec.Struct, frozen=True):
    """What `weight.grad` holds: nothing, one backward pass, several added up, or one already used by a step.

    `passes` counts the backward passes in it.
    """

    kind: Literal["none", "fresh", "accumulated", "stale"]
    passes: Count = 0


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """The first frame of either side; the engine's says which torch it runs."""

    version: int = PROTOCOL_VERSION
    torch: str = ""


class Snapshot(msgspec.Struct, frozen=True, eq=False, tag="snapshot", kw_only=True):
    """One moment of a run, as copies: what the panels show.

    `grad` is None exactly when torch's is. `state` holds the optimizer's own tensors by torch's names.
    `trace` has every step since the snapshot before and ends with this moment.
    """

    run: Count = 0
    request: Count = 0
    command: Command = "snapshot"
    step: Count
    weight: Tile
    grad: Tile | None
    grad_status: GradStatus
    state: dict[str, Tile]
    trace: Scalars

    def __post_init__(self) -> None:
        if self.trace.steps.size == 0:
            raise ValueError("a snapshot's trace ends with its own step")

    @property
    def distance(self) -> float:
        """The distance of the pair at this moment."""
        return float(self.trace.distances[-1])


class Request(msgspec.Struct, frozen=True, tag="request", kw_only=True):
    """One command to the engine, answered by one `Snapshot` or one `Failure` with the same number.

    `begin` takes an experiment and, after a restart, the snapshot to go on from. `train` works until
    `until_step` is reached or `budget_s` is spent, whichever is first; it needs one of the two.
    """

    request: Count
    run: Count
    command: Command
    until_step: Count | None = None
    budget_s: Annotated[float, msgspec.Meta(gt=0, le=3600)] | None = None
    viewport: Viewport | None = None
    experiment: Experiment | None = None
    resume: Snapshot | None = None


class Failure(msgspec.Struct, frozen=True, tag="failure", kw_only=True):
    """What could not be done: what happened, why, and what to do."""

    what: str
    why: str
    remedy: str = ""
    run: Count | None = None
    request: Count | None = None


Message = Hello | Request | Snapshot | Failure


class MessageError(ValueError):
    """A frame whose content makes no sense; the frames after it can still be read.

    `request` and `run` are the ones it names, where that much of it can be read.
    """

    def __init__(self, why: str, request: int | None = None, run: int | None = None) -> None:
        super().__init__(why)
        self.request, self.run = request, run


class FrameError(ValueError):
    """Bytes that are no frame; nothing after them can be read."""


def encode(message: Message) -> bytes:
    """Return `message` as one frame. Raises FrameError where it is larger than a frame may be."""
    arrays: list[bytes | memoryview] = []
    place = 0

    def describe(value: object) -> object:
        nonlocal place
        if isinstance(value, Mapping):
            return dict(value)
        if not isinstance(value, np.ndarray):
            raise TypeError(f"{type(value)} does not travel")
        array = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
        described = {"dtype": array.dtype.str, "shape": value.shape, "place": place}
        padding = -array.nbytes % ALIGNMENT_BYTES
        arrays.extend([array.data, bytes(padding)])
        place += array.nbytes + padding
        return described

    header = msgspec.json.encode(message, enc_hook=describe)
    if len(header) > HEADER_LIMIT_BYTES or place > BODY_LIMIT_BYTES:
        raise FrameError(f"a frame of {len(header):,} + {place:,} bytes is too large")
    return b"".join([LENGTHS.pack(len(header), place), header, *arrays])


class _ArrayPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    dtype: Literal["<f4", "<f8", "<i8", "|b1"]
    shape: Annotated[tuple[Count, ...], msgspec.Meta(max_length=2)]
    place: Count


def decode(header: bytes, body: bytes) -> Message:
    """Return the message of one frame; its arrays are read-only views of `body`. Raises MessageError."""

    def build(kind: type, value: object) -> object:
        if kind is not np.ndarray:
            raise TypeError(f"{kind} does not travel")
        array = msgspec.convert(value, type=_ArrayPlace)
        count = math.prod(array.shape)
        if array.place + count * np.dtype(array.dtype).itemsize > len(body):
            raise ValueError("an array reaches past the end of its frame")
        values = np.frombuffer(body, array.dtype, count, array.place).reshape(array.shape)
        if values.dtype == np.bool_ and (values.view(np.uint8) > 1).any():
            raise ValueError("a mask has a byte that is neither 0 nor 1")
        return values

    try:
        return msgspec.json.decode(header, type=Message, dec_hook=build)  # type: ignore[no-any-return]
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        address = _address(header)
        raise MessageError(f"{error}", address.request, address.run) from error


class _Address(msgspec.Struct, frozen=True):
    request: Count | None = None
    run: Count | None = None


def _address(header: bytes) -> _Address:
    try:
        return msgspec.json.decode(header, type=_Address)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _Address()


class FrameReader:
    """Turns bytes, in whatever pieces they come, into messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def is_between_frames(self) -> bool:
        """True where the bytes so far end with a whole frame."""
        return not self._buffer

    def feed(self, data: bytes) -> None:
        """Add `data` to what was read."""
        self._buffer += data

    def messages(self) -> Iterator[Message | MessageError]:
        """Yield the messages that are complete, and a MessageError in place of one that makes no sense.

        Raises FrameError at bytes that are no frame.
        """
        while len(self._buffer) >= LENGTHS.size:
            header_bytes, body_bytes = LENGTHS.unpack_from(self._buffer)
            if header_bytes > HEADER_LIMIT_BYTES or body_bytes > BODY_LIMIT_BYTES:
                raise FrameError(f"a frame of {header_bytes:,} + {body_bytes:,} bytes is too large")
            start = LENGTHS.size + header_bytes
            stop = start + body_bytes
            if len(self._buffer) < stop:
                return
            header, body = bytes(self._buffer[LENGTHS.size : start]), bytes(self._buffer[start:stop])
            del self._buffer[:stop]
            try:
                yield decode(header, body)
            except MessageError as error:
                yield error
