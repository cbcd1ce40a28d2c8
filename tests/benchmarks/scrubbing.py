"""The playhead dragged over a run, in the real window: pictures of other moments, painted a second.

`python scrubbing.py ROUNDS SECONDS`, on a screen. The mouse goes to and fro over the timeline and moves as
often as a mouse does; the window shows as many of the moments on its way as it comes to. A picture counts
when both tables and the curve were painted with a moment that was not the one before.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from driving import begin, is_ready, measure, rest, train, wait
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from watching import PaintWatch, moving

from embviz.core.experiment import Experiment
from embviz.core.messages import Moment
from embviz.gui.studio import Studio
from embviz.gui.timeline.paint import TRACK_Y_PX

SHAPES = ((2, 5), (1000, 64))
STEPS = 2_000
MOUSE_HZ = 125
# How far it comes between two of its moves; the bar is some hundred wide.
STRIDE_PX = 1.7
SETTLING_S = 0.5


class Drag(QObject):
    """The left button held on the bar, and the mouse on its way; it ends with `stop`."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._canvas = studio.timeline.canvas
        self._moves = 0
        self._send(QEvent.Type.MouseButtonPress)
        assert self._canvas.is_dragged, "the playhead was not taken"
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(1000 // MOUSE_HZ)

    def stop(self) -> None:
        """Let go."""
        self._timer.stop()
        self._send(QEvent.Type.MouseButtonRelease)

    def _on_beat(self) -> None:
        self._moves += 1
        self._send(QEvent.Type.MouseMove)

    def _send(self, kind: QEvent.Type) -> None:
        axis = self._canvas.axis
        left, right = axis.x(0), axis.x(STEPS)
        turn, way = divmod(self._moves * STRIDE_PX, right - left)
        point = QPointF(right - way if turn % 2 else left + way, TRACK_Y_PX)
        held = Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, point, self._canvas.mapToGlobal(point), held, held, none)
        QApplication.sendEvent(self._canvas, event)


class Pictures(QObject):
    """Counts the moments that were painted since it was made."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._watch = PaintWatch(moving(studio.window))
        self._shown: Moment | None = None
        self._count = 0
        self._start = time.perf_counter()
        self._watch.painted.connect(self._on_painted)

    @property
    def rate(self) -> float:
        """How many a second."""
        return min(self._count, *self._watch.paints.values()) / (time.perf_counter() - self._start)

    def stop(self) -> None:
        """Count no more."""
        self._watch.stop()

    def _on_painted(self) -> None:
        assert self._studio.controller.snapshot is not None
        moment = self._studio.controller.snapshot.moment
        self._count += moment != self._shown
        self._shown = moment


def scrub(studio: Studio, rounds: int, seconds: float) -> dict[str, Any]:
    """Return, for each shape, the pictures a second of each round."""
    told: dict[str, Any] = {}
    for rows, dim in SHAPES:
        begin(studio, Experiment(rows=rows, dim=dim))
        studio.curve.clear_ghosts()
        train(studio, STEPS)
        rest(SETTLING_S)
        told[f"{rows}x{dim}"] = [_round(studio, seconds) for _ in range(rounds)]
    return told


def _round(studio: Studio, seconds: float) -> float:
    drag = Drag(studio)
    rest(SETTLING_S)
    pictures = Pictures(studio)
    rest(seconds)
    rate = pictures.rate
    pictures.stop()
    drag.stop()
    wait(studio.controller.state_changed, lambda: is_ready(studio))
    return rate


if __name__ == "__main__":
    sys.exit(measure(lambda _program, studio: scrub(studio, int(sys.argv[1]), float(sys.argv[2]))))
