"""The frames in which messages travel between window and engine.

A frame is two 4-byte little-endian lengths, a header of the first length in MessagePack, which unlike JSON
has nan and infinity, and raw little-endian arrays of the second, each at a multiple of 8 bytes. The header
names each array's dtype, shape and place. Each side opens with `Hello`, which carries the version.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import msgspec
import numpy as np

from embviz.core.messages import Count, Message

HEADER_LIMIT_BYTES = 1 << 20
BODY_LIMIT_BYTES = 1 << 28
LENGTHS = struct.Struct("<II")
ALIGNMENT_BYTES = 8


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

    header = msgspec.msgpack.encode(message, enc_hook=describe)
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
        return msgspec.msgpack.decode(header, type=Message, dec_hook=build)  # type: ignore[no-any-return]
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        address = _address(header)
        raise MessageError(f"{error}", address.request, address.run) from error


class _Address(msgspec.Struct, frozen=True):
    request: Count | None = None
    run: Count | None = None


def _address(header: bytes) -> _Address:
    try:
        return msgspec.msgpack.decode(header, type=_Address)
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
