"""GIF: one palette for all frames, and of each frame only what has changed.

Pillow's own `save_all` keeps every frame until the last one is there; here each is written as it comes, and
only its pixels are packed by Pillow.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import GifImagePlugin, Image

from embviz.gui.export import writer
from embviz.gui.export.writer import Frame, changed_box

COLOURS = 256
# So many of the commonest colours are kept exactly: the ground and the cards of a window must not shimmer.
EXACT_COLOURS, CANDIDATES = 32, 128
# Pillow's search looks at 6 bits of each channel: nearer neighbours it would confuse.
APART = 8
TICKS_PER_S = 100
LONGEST_TICKS = 65535
FOR_EVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
GLOBAL_PALETTE = 0xF7
TRAILER = b";"

Indices = npt.NDArray[np.uint8]


class Writer(writer.Writer):
    """Writes a frame when the next one comes: only then is it known how long it stays."""

    def __init__(self, part: Path, ending: str, fps: int, sample: Sequence[Frame]) -> None:
        self._file = part.open("wb")
        self._fps = fps
        self._palette = palette_of(sample) if sample else None
        self._shown: Indices | None = None
        self._waiting: Indices | None = None
        self._count = 0

    def add(self, frame: Frame) -> None:
        if self._palette is None:
            self._palette = palette_of([frame])
        indices = np.asarray(_image(frame).quantize(palette=self._palette, dither=Image.Dither.NONE))
        if self._waiting is None:
            self._write_head(frame.shape[1], frame.shape[0])
        else:
            self._write_waiting(0.0)
        self._waiting = indices
        self._count += 1

    def finish(self, hold_s: float) -> None:
        self._write_waiting(hold_s)
        self._file.write(TRAILER)
        self._file.close()

    def close(self) -> None:
        self._file.close()

    def _write_head(self, width: int, height: int) -> None:
        assert self._palette is not None
        palette = bytes(self._palette.getpalette() or [])
        self._file.write(b"GIF89a" + struct.pack("<HHBBB", width, height, GLOBAL_PALETTE, 0, 0))
        self._file.write(palette.ljust(3 * COLOURS, b"\0") + FOR_EVER)

    def _write_waiting(self, hold_s: float) -> None:
        frame = self._waiting
        assert frame is not None
        box = (slice(None), slice(None)) if self._shown is None else changed_box(self._shown, frame)
        ticks = min(self._ticks() + round(hold_s * TICKS_PER_S), LONGEST_TICKS)
        # What was drawn before stays below: disposal 1.
        self._file.write(b"\x21\xf9\x04\x04" + struct.pack("<HBB", ticks, 0, 0))
        offset = (box[1].start or 0, box[0].start or 0)
        for piece in GifImagePlugin.getdata(_indexed(frame[box]), offset):
            self._file.write(piece)
        self._shown = frame

    def _ticks(self) -> int:
        # Hundredths of a second, such that rounding never adds up.
        first, past = (round(TICKS_PER_S * count / self._fps) for count in (self._count - 1, self._count))
        return past - first


def palette_of(sample: Sequence[Frame]) -> Image.Image:
    """Return an image with the palette of all the frames in `sample`: the commonest colours and a spread."""
    pixels = np.concatenate([frame.reshape(-1, 3) for frame in sample])
    exact = _commonest(pixels)
    spread = _image(pixels[None]).quantize(COLOURS - len(exact), Image.Quantize.MAXCOVERAGE)
    others = np.array(spread.getpalette(), np.uint8).reshape(-1, 3)
    palette = Image.new("P", (1, 1))
    palette.putpalette(np.concatenate([exact, others[_is_apart(others, exact)]]).tobytes())
    return palette


def _commonest(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    colours, counts = np.unique(packed, return_counts=True)
    packed = colours[np.argsort(-counts, kind="stable")[:CANDIDATES]]
    candidates = np.stack([packed >> 16, packed >> 8 & 0xFF, packed & 0xFF], axis=1).astype(np.uint8)
    kept = candidates[:1]
    for candidate in candidates[1:]:
        if len(kept) < EXACT_COLOURS and _is_apart(candidate[None], kept).all():
            kept = np.concatenate([kept, candidate[None]])
    return kept


def _is_apart(colours: npt.NDArray[np.uint8], others: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    distances = np.abs(colours[:, None].astype(int) - others[None].astype(int)).max(axis=2)
    return np.asarray(distances.min(axis=1) >= APART)


def _image(pixels: npt.NDArray[Any]) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(pixels))


def _indexed(indices: Indices) -> Image.Image:
    # As shades of grey: the palette is the file's own, and what is packed are only the indices.
    return _image(indices)
