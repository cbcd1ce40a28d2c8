"""Run in the real window, in turns with the bare loop: steps, painted pictures, and how late the window is.

`python running.py ROUNDS SECONDS`, on a screen. A picture counts when both tables and the curve were
painted with numbers that were not there before.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from children import bare_loop, rate_of
from driving import is_ready, measure, rest, wait
from PySide6.QtCore import QObject, Qt, QTimer
from watching import PaintWatch, moving

from embviz.core.messages import Snapshot
from embviz.gui.app import Program
from embviz.gui.studio import Studio

BEAT_MS = 5
SETTLING_S = 0.7


class Heartbeat(QObject):
    """A timer of the window, and by how much each of its beats came after the due time."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(BEAT_MS)

    def stop(self) -> None:
        """End it."""
        self._timer.stop()

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._last) * 1000 - BEAT_MS))
        self._last = now


class Tally(QObject):
    """What came and what was painted since it was made."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._watch = PaintWatch(moving(studio.window))
        self._came: list[tuple[float, int]] = []
        self._painted_steps: set[int] = set()
        self._start = time.perf_counter()
        self._watch.painted.connect(self._on_painted)
        studio.controller.snapshot_changed.connect(self._on_snapshot)

    def rates(self) -> tuple[float, float]:
        """Return steps and pictures a second."""
        (first, step), (last, last_step) = self._came[0], self._came[-1]
        pictures = min(len(self._painted_steps), *self._watch.paints.values())
        return (last_step - step) / (last - first), pictures / (time.perf_counter() - self._start)

    def stop(self) -> None:
        """Count no more."""
        self._watch.stop()
        self._studio.controller.snapshot_changed.disconnect(self._on_snapshot)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._came.append((time.perf_counter(), snapshot.step))

    def _on_painted(self) -> None:
        assert self._studio.controller.snapshot is not None
        self._painted_steps.add(self._studio.controller.snapshot.step)


def run(program: Program, studio: Studio, rounds: int, seconds: float) -> dict[str, Any]:
    """Return one figure a round of each kind, and the lateness of every beat."""
    steps: list[float] = []
    frames: list[float] = []
    bare: list[float] = []
    late_ms: list[float] = []
    with bare_loop() as loop:
        live(studio, 1.0)
        for turn in range(rounds):
            if turn % 2 == 0:
                bare.append(rate_of(loop, seconds))
            rate, pictures, late = live(studio, seconds)
            steps.append(rate)
            frames.append(pictures)
            late_ms += late
            if turn % 2 == 1:
                bare.append(rate_of(loop, seconds))
    return {"steps": steps, "bare": bare, "frames": frames, "late_ms": late_ms}


def live(studio: Studio, seconds: float) -> tuple[float, float, list[float]]:
    """Run for `seconds`. Returns steps and pictures a second, and by how many ms each beat was late."""
    button = studio.window.actions_by_id["action_run"]
    button.trigger()
    rest(SETTLING_S)
    tally, heart = Tally(studio), Heartbeat()
    rest(seconds)
    rates = tally.rates()
    heart.stop()
    tally.stop()
    button.trigger()
    wait(studio.controller.state_changed, lambda: is_ready(studio))
    return *rates, heart.late_ms


if __name__ == "__main__":
    sys.exit(measure(lambda program, studio: run(program, studio, int(sys.argv[1]), float(sys.argv[2]))))
