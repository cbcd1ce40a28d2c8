"""Driving the real program from inside: its window, its engine, its event loop."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from embviz.gui import geometry
from embviz.gui.app import Program
from embviz.gui.curve import CurvePanel
from embviz.gui.state import State
from embviz.gui.studio import Studio

PATIENCE_MS = 60_000


class PaintWatch(QObject):
    """Counts the paints of `widgets`, by name. `painted` comes after each, with the picture handed to X."""

    painted = Signal()

    def __init__(self, widgets: dict[str, QWidget]) -> None:
        super().__init__()
        self._names = {widget: name for name, widget in widgets.items()}
        self.paints = dict.fromkeys(widgets, 0)
        self._is_telling = False
        for widget in widgets.values():
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            assert isinstance(watched, QWidget)
            self.paints[self._names[watched]] += 1
            if not self._is_telling:
                self._is_telling = True
                # Painting and handing over are one event of Qt's: the loop comes back here after both.
                QTimer.singleShot(0, self._tell)
        return False

    def _tell(self) -> None:
        self._is_telling = False
        self.painted.emit()


def measure(work: Callable[[Program, Studio], dict[str, Any]]) -> int:
    """Open the window, wait until its buttons are live, print what `work` returns, and close it."""
    program = Program(None, "light")
    program.window.resize(geometry.USUAL_SIZE)

    def begin(studio: Studio) -> None:
        wait(studio.controller.state_changed, lambda: is_ready(studio))
        print(json.dumps(work(program, studio)), flush=True)
        program.application.exit()

    # From the event loop, not from within the furnishing.
    program.on_furnished = lambda studio: QTimer.singleShot(0, lambda: begin(studio))
    return program.run()


def is_ready(studio: Studio) -> bool:
    """Return whether the buttons are live."""
    return studio.controller.state is State.IDLE and studio.controller.snapshot is not None


def views(studio: Studio) -> dict[str, QWidget]:
    """Return the widgets that draw numbers: two tables and the curve."""
    curve = studio.panels["panel_curve"]
    assert isinstance(curve, CurvePanel)
    tables = {panel.view.objectName(): panel.view for panel in studio.heatmaps}
    return {**tables, "curve": curve.plot.viewport()}


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


def until_painted(watch: PaintWatch, names: Iterable[str], change: Callable[[], object]) -> float:
    """Do `change`, wait until each of `names` was painted and the screen has it. Returns the seconds."""
    wanted = {name: watch.paints[name] + 1 for name in names}
    start = time.perf_counter()
    change()
    wait(watch.painted, lambda: all(watch.paints[name] >= count for name, count in wanted.items()))
    synchronise()
    return time.perf_counter() - start


def synchronise() -> None:
    """Wait until the X server has done all that it was asked: it answers in order."""
    raise NotImplementedError
