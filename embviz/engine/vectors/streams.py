"""Texts in blocks of whole lines, from plain and gzipped files, with the traps of either."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from embviz.core.recipes import mark
from embviz.engine.vectors.faults import BOMB, Fault
from embviz.engine.vectors.numerals import MARGIN

GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"
# What a block's numbers need fits into the processor's second cache.
BLOCK_BYTES = 192 * 1024
HEAD_BYTES = 64 * 1024
# 65,536 numbers and a token of any sensible length.
LONGEST_LINE_BYTES = 4 * 1024 * 1024
# Vectors hardly shrink; a small file may be anything.
MOST_RATIO = 100
RATIO_FREE_BYTES = 2 * 1024 * 1024
# A word of a number may reach past the end by so much.
_TAIL = 8

_LONG_LINE = mark("The line is longer than {most} MB, as no vectors are. Choose a text with one row a line.")

# Where the last whole record ends in bytes of the buffer, as bytes.rfind would tell; 0 for nowhere.
Cut = Callable[[bytearray, int, int], int]


class Block(NamedTuple):
    """Whole lines: those of `buffer` from `start` to `stop`, the last of them with its line end."""

    buffer: bytearray
    start: int
    stop: int

    @property
    def text(self) -> bytes:
        """The lines."""
        return bytes(self.buffer[self.start : self.stop])


class Stream:
    """The bytes of a file, unpacked where it is gzipped. Raises Fault where it unpacks to too much."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.size = os.fstat(raw.fileno()).st_size
        self.is_packed = raw.read(len(GZIP)) == GZIP
        raw.seek(0)
        self._file = cast(BufferedIOBase, gzip.GzipFile(fileobj=raw) if self.is_packed else raw)
        self.count = 0

    @property
    def done(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self._raw.tell() / max(1, self.size)

    def read(self, most: int) -> bytes:
        """Return the next bytes, fewer than `most` only at the end."""
        data = self._file.read(most)
        self._check(len(data))
        return data

    def fill(self, room: memoryview) -> int:
        """Put the next bytes into `room`, and return how many; 0 at the end."""
        count = int(self._file.readinto(room))
        self._check(count)
        return count

    def _check(self, count: int) -> None:
        self.count += count
        if self.is_packed and self.count > RATIO_FREE_BYTES + MOST_RATIO * self._raw.tell():
            raise Fault("", BOMB, ratio=MOST_RATIO)


@contextmanager
def opened(path: Path) -> Iterator[Stream]:
    """Give the bytes of the file at `path`."""
    with path.open("rb") as file:
        yield Stream(file)


def head(stream: Stream, lines: int = 2) -> bytes:
    """Return the beginning of a stream: some of it, and so many lines where it has them."""
    data = stream.read(HEAD_BYTES)
    while data.count(b"\n") < lines and len(data) < LONGEST_LINE_BYTES and (more := stream.read(len(data))):
        data += more
    return data


def check_line(beginning: bytes, is_whole: bool) -> None:
    """Raise Fault where a text begins with a line longer than any."""
    if not is_whole and b"\n" not in beginning:
        raise Fault("line 1", _LONG_LINE, most=LONGEST_LINE_BYTES >> 20)


def last_line_end(buffer: bytearray, start: int, stop: int) -> int:
    """Return past which line end the last whole line of the buffer's part ends, 0 for none."""
    return buffer.rfind(b"\n", start, stop) + 1


def blocks(stream: Stream, cut: Cut = last_line_end) -> Iterator[Block]:
    """Give all of a stream as whole lines; a mark of the byte order is left out, a last line end added.

    A block is good until the next one is asked for. Raises Fault for a line without an end.
    """
    buffer, have = bytearray(MARGIN + BLOCK_BYTES + _TAIL), 0
    is_first = True
    while count := _filled(stream, buffer, MARGIN + have):
        have += count
        end = cut(buffer, MARGIN, MARGIN + have)
        if not end:
            buffer = _larger(buffer, have, stream.count)
            continue
        start = MARGIN + (len(BOM) if is_first and buffer.startswith(BOM, MARGIN) else 0)
        yield Block(buffer, start, end)
        rest = bytes(buffer[end : MARGIN + have])
        have, is_first = len(rest), False
        buffer[MARGIN : MARGIN + have] = rest
    if have:
        text = bytes(buffer[MARGIN : MARGIN + have])
        yield block_of((text.removeprefix(BOM) if is_first else text) + b"\n")


def block_of(text: bytes) -> Block:
    """Return `text`, whole lines, as a block."""
    buffer = bytearray(MARGIN) + text + bytes(_TAIL)
    return Block(buffer, MARGIN, MARGIN + len(text))


def _filled(stream: Stream, buffer: bytearray, start: int) -> int:
    # The view ends here: while there is one, the buffer cannot be let go.
    with memoryview(buffer) as whole, whole[start:-_TAIL] as room:
        return stream.fill(room)


def _larger(buffer: bytearray, have: int, count: int) -> bytearray:
    """Return a buffer with the same bytes, the last of `count`, and room for more."""
    if have >= LONGEST_LINE_BYTES:
        raise Fault(f"byte {count - have}", _LONG_LINE, most=LONGEST_LINE_BYTES >> 20)
    if MARGIN + have + _TAIL < len(buffer):
        return buffer
    return buffer + bytes(len(buffer))
