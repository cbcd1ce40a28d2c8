"""From the key S to the new numbers on the screen, in the real window.

`python pressing.py PRESSES`, on a screen. The key goes in where the windowing system puts keys in; the
clock stops when weight and the curve were painted after the answer and the X server has the pixels.
"""

from __future__ import annotations

import sys
from typing import Any

from driving import is_ready, measure, rest, until_painted, wait
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from watching import PaintWatch, moving

from embviz.gui.app import Program
from embviz.gui.studio import Studio

WARM_UP_PRESSES = 20
PAUSE_S = 0.03


def press(program: Program, studio: Studio, presses: int) -> dict[str, Any]:
    """Return the seconds of each press."""
    # Keys reach the window that is active, and without a window manager nobody makes it so.
    program.window.activateWindow()
    QTest.qWaitForWindowActive(program.window)
    _key(program, studio, Qt.Key.Key_B)
    for _ in range(WARM_UP_PRESSES):
        _key(program, studio, Qt.Key.Key_S)
    first = _step(studio)
    seconds = [_key(program, studio, Qt.Key.Key_S) for _ in range(presses)]
    assert _step(studio) == first + presses, "a press did not step"
    return {"seconds": seconds}


def _step(studio: Studio) -> int:
    assert studio.controller.snapshot is not None
    return studio.controller.snapshot.step


def _key(program: Program, studio: Studio, key: Qt.Key) -> float:
    before = studio.controller.snapshot
    wait(studio.controller.state_changed, lambda: is_ready(studio))
    # What was left over of the last press is no part of this one.
    rest(PAUSE_S)
    watch = PaintWatch(moving(studio.window), counts=lambda: studio.controller.snapshot is not before)
    seconds = until_painted(watch, lambda: QTest.keyClick(program.window, key))
    watch.stop()
    return seconds


if __name__ == "__main__":
    sys.exit(measure(lambda program, studio: press(program, studio, int(sys.argv[1]))))
