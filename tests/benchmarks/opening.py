"""The program as the command line starts it: prints when its window, its panels and its buttons were there.

`painted`: the window is on screen. `panels`: the form, both tables and the curve are. `ready`: the buttons
are live and the first numbers have come. Then it ends. What it takes to notice these is imported as late
as can be: it would count as the program's own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from embviz.__main__ import main
from embviz.core import startup

if TYPE_CHECKING:
    from embviz.gui.studio import Studio

MOMENTS = ("painted", "panels", "ready")
moments: dict[str, float] = {}


def listen() -> None:
    """Have the program note its moments."""
    from embviz.gui import app
    from embviz.gui.shell import Shell

    class TellingShell(Shell):
        def __init__(self, ground: str) -> None:
            super().__init__(ground)
            # Before the program's own connection, which goes on with its work.
            self.painted.connect(lambda: note("painted"))

    class TellingProgram(app.Program):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            self.on_furnished = watch

    app.Shell = TellingShell  # type: ignore[attr-defined]
    app.Program = TellingProgram  # type: ignore[misc, assignment]


def watch(studio: Studio) -> None:
    """Note when the panels of `studio` were painted, and when its buttons are live."""
    from watching import PaintWatch, views

    from embviz.gui.control.state import State

    # The form is there when its last field is.
    paints = PaintWatch(views(studio.window) | {"setup": studio.setup.fields["pairs"].editor})
    paints.setParent(studio)
    controller = studio.controller

    def ask(*_: object) -> None:
        if all(paints.paints.values()):
            note("panels")
        if controller.state is State.IDLE and controller.snapshot is not None:
            note("ready")

    paints.painted.connect(ask)
    controller.state_changed.connect(ask)


def note(name: str) -> None:
    """Remember when `name` was first; print all and end when there are all."""
    from PySide6.QtWidgets import QApplication

    moments.setdefault(name, time.monotonic())
    if len(moments) == len(MOMENTS):
        print(json.dumps(moments), flush=True)
        QApplication.exit()


def begin(program_begins: Callable[[], None] = startup.begin) -> None:
    """What the command line calls when it is about to import the program and Qt."""
    program_begins()
    listen()


if __name__ == "__main__":
    startup.begin = begin
    sys.exit(main([]))
