"""MP4 (H.264) and WebM (VP9) by PyAV, the extra `[video]`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from embviz.gui.export import writer
from embviz.gui.export.writer import EncoderError, Frame


class Kind(NamedTuple):
    """A container, the codecs that may fill it, the best first, and their options."""

    container: str
    codecs: tuple[str, ...]
    options: dict[str, str]
    container_options: dict[str, str]


KINDS = {
    # faststart: a page can play it before all of it has come.
    ".mp4": Kind(
        "mp4", ("libx264", "libopenh264"), {"crf": "18", "preset": "medium"}, {"movflags": "+faststart"}
    ),
    ".webm": Kind(
        "webm",
        ("libvpx-vp9",),
        {"crf": "24", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "1"},
        {},
    ),
}


class Writer(writer.Writer):
    """One stream of pictures, half as many colours as pixels across and down, as every player takes it."""

    def __init__(self, part: Path, ending: str, fps: int, sample: Sequence[Frame]) -> None:
        kind = KINDS[ending]
        self._fps = fps
        self._count = 0
        self._last: Frame | None = None
        codec = next((name for name in kind.codecs if name in av.codecs_available), None)
        if codec is None:
            raise EncoderError(f"this PyAV has no {' or '.join(kind.codecs)}, which {ending} needs")
        self._container = av.open(
            str(part), "w", format=kind.container, container_options=kind.container_options
        )
        stream = self._container.add_stream(codec, rate=fps, options=kind.options)
        assert isinstance(stream, av.VideoStream)
        self._stream = stream
        self._stream.pix_fmt = "yuv420p"
        context = self._stream.codec_context
        context.colorspace = Colorspace.ITU709
        context.color_range = ColorRange.MPEG

    def add(self, frame: Frame) -> None:
        self._last = even(frame)
        if not self._count:
            self._stream.height, self._stream.width = self._last.shape[:2]
        self._encode(self._last)

    def finish(self, hold_s: float) -> None:
        assert self._last is not None
        for _ in range(round(hold_s * self._fps)):
            self._encode(self._last)
        self._container.mux(self._stream.encode(None))
        self._container.close()

    def close(self) -> None:
        self._container.close()

    def _encode(self, frame: Frame) -> None:
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")
        picture = picture.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)
        picture.pts = self._count
        self._container.mux(self._stream.encode(picture))
        self._count += 1


def even(frame: Frame) -> Frame:
    """Return `frame` with one more row and column, of the colour in its corner, where they are odd."""
    height, width, _ = frame.shape
    if height % 2 == width % 2 == 0:
        return frame
    whole = np.empty((height + height % 2, width + width % 2, 3), np.uint8)
    whole[:] = frame[-1, -1]
    whole[:height, :width] = frame
    return whole
