"""Into presenter mode and out of it, from the key to the last pixel, in the real window.

`python presenting.py SWITCHES`, on a screen. The clock stops when all that is then to be seen was painted
and the X server has the pixels.
"""

from __future__ import annotations

import sys
from typing import Any

from driving import is_ready, measure, rest, until_painted, wait
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from watching import PaintWatch, views

from embviz.gui.app import Program
from embviz.gui.studio import Studio

WARM_UP_SWITCHES = 4
PAUSE_S = 0.3


def present(program: Program, studio: Studio, switches: int) -> dict[str, Any]:
    """Return the seconds of each switch."""
    program.window.activateWindow()
    QTest.qWaitForWindowActive(program.window)
    QTest.keyClick(program.window, Qt.Key.Key_B)
    wait(studio.controller.state_changed, lambda: is_ready(studio))
    seconds = [_switch(program, studio) for _ in range(WARM_UP_SWITCHES + switches)]
    assert not studio.classroom.wall.presenter.is_on, "an even number of switches ends where it began"
    return {"seconds": seconds[WARM_UP_SWITCHES:]}


def _switch(program: Program, studio: Studio) -> float:
    was_on = studio.classroom.wall.presenter.is_on
    # Cells of another size bring other pictures, which are no part of the next switch.
    rest(PAUSE_S)
    wait(studio.controller.state_changed, lambda: is_ready(studio))
    # The curve is not to be seen in presenter mode.
    tables = {name: view for name, view in views(studio.window).items() if name != "curve"}
    watch = PaintWatch(tables)
    seconds = until_painted(watch, lambda: QTest.keyClick(program.window, Qt.Key.Key_F11))
    watch.stop()
    assert studio.classroom.wall.presenter.is_on is not was_on, "the key did nothing"
    return seconds


if __name__ == "__main__":
    sys.exit(measure(lambda program, studio: present(program, studio, int(sys.argv[1]))))
