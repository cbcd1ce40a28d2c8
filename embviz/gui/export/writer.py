"""What all writers of animations share: the frames that come in, and the part of a file they go to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

# One picture: (height, width, 3), red, green and blue.
Frame = npt.NDArray[np.uint8]


class EncoderError(Exception):
    """An animation that cannot be written here; the text says why and what to do."""


class Writer(ABC):
    """Puts frames of one size into the file `part`. It holds one or two of them, and never more.

    `sample` are frames from here and there, for what has to be known of all of them beforehand.
    """

    @abstractmethod
    def __init__(self, part: Path, ending: str, fps: int, sample: Sequence[Frame]) -> None: ...

    @abstractmethod
    def add(self, frame: Frame) -> None:
        """Take the next frame."""

    @abstractmethod
    def finish(self, hold_s: float) -> None:
        """Write what is left; the last frame stays for `hold_s` seconds more. The file is whole then."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file, finished or not; a second time does nothing."""


def changed_box(before: Frame | npt.NDArray[Any], after: Frame | npt.NDArray[Any]) -> tuple[slice, slice]:
    """Return the smallest box, rows and columns, with all that differs: one pixel where nothing does."""
    differs = before != after
    if differs.ndim == 3:
        differs = differs.any(axis=2)
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not rows.size:
        return slice(0, 1), slice(0, 1)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
