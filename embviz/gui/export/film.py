"""Film: the moments of a run, and the animations that their pictures go into."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from embviz.gui.export.encoders import Encoder
from embviz.gui.export.figure import image
from embviz.gui.export.writer import Frame

SAMPLED_MOMENTS = 3


def spread(last: int, count: int) -> list[int]:
    """Return at most `count` of the indices from 0 to `last`, evenly spread, the first and the last in it.

    For one there is only room for the last.
    """
    if count == 1:
        return [last]
    steps = min(count - 1, last)
    return [last * place // steps for place in range(steps + 1)] if steps else [0]


def frame_of(widget: QWidget, scale: int, ground: str) -> Frame:
    """Return `widget` as it is on the screen, `scale` pixels a px, on the colour `ground`."""
    shown = image(widget, scale)
    shown.setDevicePixelRatio(1)
    made = QImage(shown.size(), QImage.Format.Format_RGB888)
    made.fill(QColor(ground))
    with QPainter(made) as painter:
        painter.drawImage(0, 0, shown)
    lines = np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.bytesPerLine())
    # A copy: the picture, and with it these bytes, is gone after this.
    return lines[:, : 3 * made.width()].reshape(made.height(), made.width(), 3).copy()


class Film:
    """Writes pictures of one run into all of `paths`: first a few samples, then the frames, then `finish`.

    All frames get the size of the largest sample: a panel may grow in the course of a run. Raises
    EncoderError and OSError, as Encoder does; `abandon` leaves no trace.
    """

    def __init__(self, paths: Sequence[Path], fps: int, hold_s: float, ground: str) -> None:
        self.paths = paths
        self._fps, self._hold_s = fps, hold_s
        colour = QColor(ground)
        self._ground = (colour.red(), colour.green(), colour.blue())
        self._samples: list[Frame] = []
        self._encoders: list[Encoder] = []
        self._size = (0, 0)
        self._open = ExitStack()

    def sample(self, frame: Frame) -> None:
        """Take a picture from somewhere in the run, before the first frame."""
        self._samples.append(frame)
        self._size = (max(self._size[0], frame.shape[0]), max(self._size[1], frame.shape[1]))

    def add(self, frame: Frame) -> None:
        """Take the next frame."""
        if not self._encoders:
            self._begin()
        whole = self._fitted(frame)
        for encoder in self._encoders:
            encoder.add(whole)

    def finish(self) -> None:
        """Put all the files into their places."""
        for encoder in self._encoders:
            encoder.finish(self._hold_s)

    def abandon(self) -> None:
        """Leave nothing of what is not finished."""
        self._open.close()

    def _begin(self) -> None:
        # With the ground around them: its colour is to be in a palette too.
        samples, self._samples = [self._fitted(one) for one in self._samples], []
        for path in self.paths:
            self._encoders.append(self._open.enter_context(Encoder(path, self._fps, samples)))

    def _fitted(self, frame: Frame) -> Frame:
        height, width = self._size
        if frame.shape[:2] == self._size:
            return frame
        made = np.empty((height, width, 3), np.uint8)
        made[:] = self._ground
        cut = frame[:height, :width]
        made[: cut.shape[0], : cut.shape[1]] = cut
        return made
