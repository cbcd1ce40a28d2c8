"""Animations as files: frames in, one at a time, and a whole file out or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType

import numpy as np

from embviz.core.formats import ANIMATIONS, animation_problem
from embviz.core.parts import written_whole
from embviz.gui.export import apng, gif
from embviz.gui.export.writer import EncoderError, Frame, Writer

try:
    from embviz.gui.export.video import Writer as VideoWriter
except ImportError:
    # The extra [video] is not installed, which `animation_problem` tells whoever asks for it.
    VideoWriter = None  # type: ignore[assignment,misc]

WRITERS: dict[str, type[Writer]] = {
    ".gif": gif.Writer,
    ".apng": apng.Writer,
    ".mp4": VideoWriter,
    ".webm": VideoWriter,
}


class Encoder:
    """An animation that is being written to `path`, in the format of its ending. Use it in a `with`.

    Nothing stands at `path` before `finish`; a block that is left without it leaves no trace.

    Raises:
        EncoderError: for an ending that is not known, or that needs a package that is not installed.
        OSError: where the file cannot be written.
    """

    def __init__(self, path: Path, fps: int, sample: Sequence[Frame] = ()) -> None:
        ending = path.suffix.lower()
        if ending not in ANIMATIONS:
            raise EncoderError(f"an animation ends in {', '.join(ANIMATIONS)}, not in {ending!r}")
        if (why := animation_problem(ending)) is not None:
            raise EncoderError(why)
        self.path = path
        self.count = 0
        self._size: tuple[int, ...] = ()
        with ExitStack() as failing:
            (part,) = failing.enter_context(written_whole(path))
            self._writer = WRITERS[ending](part, ending, fps, sample)
            self._whole = failing.pop_all()

    def add(self, frame: Frame) -> None:
        """Take the next frame, of the same size as the first. Raises ValueError for another one."""
        if frame.ndim != 3 or frame.shape[2] != 3 or frame.dtype != np.uint8:
            raise ValueError("a frame is (height, width, 3) of uint8")
        if self._size and frame.shape != self._size:
            raise ValueError(f"the frames are {self._size}, and this one {frame.shape}")
        self._size = frame.shape
        self._writer.add(frame)
        self.count += 1

    def finish(self, hold_s: float = 0.0) -> None:
        """Put the animation into its place; its last frame stays for `hold_s` more. Needs a frame."""
        if not self.count:
            raise ValueError("an animation has at least one frame")
        self._writer.finish(hold_s)
        self._whole.close()

    def abandon(self) -> None:
        """Leave no trace of an animation that is not finished."""
        # What is thrown away need not have been written.
        with suppress(OSError):
            self._writer.close()
        # As an error would end it: what is left in good order takes its place.
        self._whole.__exit__(_Abandoned, _Abandoned(), None)

    def __enter__(self) -> Encoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abandon()


class _Abandoned(Exception):
    """Ends the writing of a part without its taking the place of anything."""


def write_animation(
    frames: Iterable[Frame],
    path: Path,
    fps: int,
    on_progress: Callable[[int], object],
    sample: Sequence[Frame] = (),
    hold_s: float = 0.0,
) -> None:
    """Write `frames`, each (height, width, 3) of uint8, as an animation of `fps` frames a second.

    The ending of `path` decides the format, one of ANIMATIONS. The frames are taken one by one, and
    `on_progress` is called with how many have been, after each; what it or `frames` raises ends the writing
    and leaves no file. A GIF has one palette, of the colours in `sample`, or of the first frame.

    Raises what `Encoder` raises.
    """
    with Encoder(path, fps, sample) as encoder:
        for frame in frames:
            encoder.add(frame)
            on_progress(encoder.count)
        encoder.finish(hold_s)
