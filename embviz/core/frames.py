"""The frames in which messages travel between window and engine.

A frame is two 4-byte little-endian lengths, a header of the first length and raw arrays of the second, as
packing.py makes them. Each side opens with `Hello`, which carries the version.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from embviz.core.messages import Message
from embviz.core.packing import PackingError, pack, unpack
from embviz.core.units import Count

# A long session tells all its actions at once.
HEADER_LIMIT_BYTES = 1 << 24
BODY_LIMIT_BYTES = 1 << 28
LENGTHS = struct.Struct("<II")


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
    return b"".join(pieces(message))


def pieces(message: Message) -> list[bytes | memoryview]:
    """Return the frame of `message` in pieces: its arrays are not copied. Raises FrameError as `encode`."""
    header, arrays, body_bytes = pack(message)
    if len(header) > HEADER_LIMIT_BYTES or body_bytes > BODY_LIMIT_BYTES:
        raise FrameError(f"a frame of {len(header):,} + {body_bytes:,} bytes is too large")
    return [LENGTHS.pack(len(header), body_bytes) + header, *filter(len, arrays)]


def decode(header: bytes, body: bytes) -> Message:
    """Return the message of one frame; its arrays are read-only views of `body`. Raises MessageError."""
    try:
        return unpack(header, body, Message)  # type: ignore[arg-type]
    except PackingError as error:
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
