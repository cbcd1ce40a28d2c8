"""Driving the real program from inside: its window, its engine, its event loop."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from watching import PaintWatch

from embviz.core.experiment import Experiment
from embviz.gui import geometry
from embviz.gui.app import Program
from embviz.gui.control.state import State
from embviz.gui.sessions.folders import sessions_folder
from embviz.gui.studio import Studio

PATIENCE_MS = 60_000
# Cards that come or go make other viewports fit, and these bring other pictures.
LAYING_OUT_S = 0.3


def measure(work: Callable[[Program, Studio], dict[str, Any]]) -> int:
    """Open the window, wait until its buttons are live, print what `work` returns, and close it."""
    program = Program(None, "light", sessions=sessions_folder())
    program.window.resize(geometry.USUAL_SIZE)

    def begin(studio: Studio) -> None:
        try:
            wait(studio.controller.state_changed, lambda: is_ready(studio))
            print(json.dumps(work(program, studio)), flush=True)
        finally:
            program.application.exit()

    # From the event loop, not from within the furnishing.
    program.on_furnished = lambda studio: QTimer.singleShot(0, lambda: begin(studio))
    return program.run()


def is_ready(studio: Studio) -> bool:
    """Return whether the buttons are live."""
    return studio.controller.state is State.IDLE and studio.controller.snapshot is not None


def begin(studio: Studio, experiment: Experiment) -> None:
    """Start a run of `experiment`, and wait until its numbers stand in their places."""
    studio.begin(experiment)
    rest(LAYING_OUT_S)
    wait(studio.controller.state_changed, lambda: is_ready(studio))


def train(studio: Studio, rounds: int) -> None:
    """Train `rounds` rounds, and wait until they are done."""
    assert studio.controller.snapshot is not None
    last = studio.controller.snapshot.step + rounds

    def is_done() -> bool:
        snapshot = studio.controller.snapshot
        return is_ready(studio) and snapshot is not None and snapshot.step >= last

    studio.controller.train(rounds)
    wait(studio.controller.state_changed, is_done)


def wait(signal: Any, until: Callable[[], bool]) -> None:
    """Let the event loop run until `until` holds, which is asked now and at each `signal`."""
    if until():
        return
    loop = QEventLoop()
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(lambda: loop.exit(1))
    limit.start(PATIENCE_MS)

    def ask(*_: object) -> None:
        if until():
            loop.exit(0)

    signal.connect(ask)
    status = loop.exec()
    signal.disconnect(ask)
    if status:
        raise TimeoutError(f"nothing came for {PATIENCE_MS / 1000:g} s")


def rest(seconds: float) -> None:
    """Let the event loop run for `seconds`."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def until_painted(watch: PaintWatch, change: Callable[[], object]) -> float:
    """Do `change`, wait until all that is watched was painted and the screen has it. Returns the seconds."""
    before = dict(watch.paints)
    start = time.perf_counter()
    change()
    wait(watch.painted, lambda: all(count > before[name] for name, count in watch.paints.items()))
    synchronise(watch)
    return time.perf_counter() - start


def synchronise(watch: PaintWatch) -> None:
    """Wait until the screen has drawn all that it was given: it is asked for a pixel, and answers in turn."""
    window = watch.window
    window.screen().grabWindow(window.winId(), 0, 0, 1, 1)
