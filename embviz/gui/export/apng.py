"""APNG: every colour as it is, and of each frame only what has changed.

Pillow's own `save_all` keeps every frame until the last one is there; here Pillow packs one frame at a time
as a PNG, of which the pixels go into the animation's chunks.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from embviz.gui.export import writer
from embviz.gui.export.writer import Frame, changed_box

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEAD_BYTES = len(SIGNATURE) + 25
MS_PER_S = 1000
LONGEST_MS = 65535


class Writer(writer.Writer):
    """Writes a frame when the next one comes: only then is it known how long it stays."""

    def __init__(self, part: Path, ending: str, fps: int, sample: Sequence[Frame]) -> None:
        self._file = part.open("wb")
        self._fps = fps
        self._shown: Frame | None = None
        self._waiting: Frame | None = None
        self._count = self._chunks = 0

    def add(self, frame: Frame) -> None:
        if self._waiting is not None:
            self._write_waiting(1, self._fps)
        self._waiting = frame.copy()

    def finish(self, hold_s: float) -> None:
        stay_ms = min(round(MS_PER_S * (1 / self._fps + hold_s)), LONGEST_MS)
        self._write_waiting(stay_ms, MS_PER_S)
        self._write_chunk(b"IEND", b"")
        # How many frames there are stands before them.
        self._file.seek(HEAD_BYTES)
        self._write_chunk(b"acTL", struct.pack(">II", self._count, 0))
        self._file.close()

    def close(self) -> None:
        self._file.close()

    def _write_waiting(self, numerator: int, denominator: int) -> None:
        frame = self._waiting
        assert frame is not None
        is_first = self._shown is None
        box = (slice(None), slice(None)) if self._shown is None else changed_box(self._shown, frame)
        cut = frame[box]
        if is_first:
            size = struct.pack(">II", frame.shape[1], frame.shape[0])
            self._file.write(SIGNATURE)
            self._write_chunk(b"IHDR", size + b"\x08\x02\x00\x00\x00")
            self._write_chunk(b"acTL", struct.pack(">II", 0, 0))
        place = (cut.shape[1], cut.shape[0], box[1].start or 0, box[0].start or 0)
        self._write_chunk(
            b"fcTL", self._numbered(struct.pack(">4I2H2B", *place, numerator, denominator, 0, 0))
        )
        for data in _packed(cut):
            if is_first:
                self._write_chunk(b"IDAT", data)
            else:
                self._write_chunk(b"fdAT", self._numbered(data))
        self._shown = frame
        self._count += 1

    def _numbered(self, data: bytes) -> bytes:
        self._chunks += 1
        return struct.pack(">I", self._chunks - 1) + data

    def _write_chunk(self, kind: bytes, data: bytes) -> None:
        head = struct.pack(">I", len(data)) + kind
        self._file.write(head + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind))))


def _packed(pixels: Frame) -> Iterator[bytes]:
    content = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(content, "PNG")
    chunks = memoryview(content.getvalue())[len(SIGNATURE) :]
    while chunks:
        length, kind = struct.unpack(">I4s", chunks[:8])
        if kind == b"IDAT":
            yield bytes(chunks[8 : 8 + length])
        chunks = chunks[12 + length :]
