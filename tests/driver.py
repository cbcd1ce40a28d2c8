"""The real program, driven: it does lines of Python from stdin and tells in lines of JSON what happens.

    python tests/driver.py [arguments of embviz]

`{"state": "IDLE"}` tells a state, `{"step": 3, "index": 4, "command": "train", "at_s": ...}` of snapshots,
`{"notice": "restart"}` of a banner, and `{"value": ...}` answers each line of stdin: an expression over
`program`, `window` (the shell), `studio`, `controller`, `surveys`, which has each Survey that came, and the
functions `painted`, `entry`, `press`, `tables`, `beside`, `cell` and `spot`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSocketNotifier, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QMenu

from embviz.__main__ import main
from embviz.gui import app

# The program imports its panels only once the bare window is on screen; so does this.
if TYPE_CHECKING:
    from embviz.core.messages import Snapshot
    from embviz.gui.control.notice import Notice
    from embviz.gui.control.state import State
    from embviz.gui.studio import Studio

STDIN = 0
# By the heatmap: from where on each text is painted, down and to the right.
texts: dict[str, list[tuple[float, float, str]]] = {}


class Recorder(QPainter):
    """Paints, and notes which texts a heatmap paints."""

    def __init__(self, view: Any) -> None:
        super().__init__(view)
        self._texts = texts[view.objectName()] = []

    def drawText(self, *args: Any) -> None:  # noqa: N802 - Qt names it
        place = args[0].topLeft() if isinstance(args[0], QRect | QRectF) else args[0]
        self._texts.append((place.y(), place.x(), args[-1]))
        super().drawText(*args)


def painted(name: str) -> list[str]:
    """Return the texts that the heatmap `name` painted last, line by line; they are painted ink by ink."""
    return [text for _, _, text in sorted(texts.get(f"view_{name}", []))]


def press(studio: Studio, name: str) -> None:
    """Choose the entry called `name`, such as 'example_article', from the menus of the window."""
    entries = [entry for menu in studio.window.menuBar().actions() for entry in menu.menu().actions()]
    (entry,) = (entry for entry in entries if entry.objectName() == name)
    assert entry.isEnabled(), f"{name} cannot be chosen now"
    entry.trigger()


def tables(studio: Studio) -> dict[str, list[list[float]] | None]:
    """Return the numbers of each table that stands in the window, None where there is none."""
    shown = {panel.name: panel.view.tile for panel in [*studio.heatmaps, *studio.states.panels.values()]}
    return {name: None if tile is None else tile.values.tolist() for name, tile in shown.items()}


def cell(studio: Studio, name: str, row: int, column: int) -> tuple[int, ...]:
    """Return where on the screen the cell of the heatmap `name` has its middle."""
    (view,) = (
        panel.view
        for panel in [*studio.heatmaps, *studio.states.panels.values()]
        if panel.view.objectName() == f"view_{name}"
    )
    middle = view.grid().cell(row, column).center().toPoint()
    return tuple(view.mapToGlobal(middle).toTuple())


def beside(studio: Studio) -> dict[str, list[list[float]] | None]:
    """Return the numbers of each view of another moment, or of a difference, that is in the window."""
    panels = [*studio.heatmaps, *studio.states.panels.values()]
    shown = {panel.name: panel.beside for panel in panels if panel.beside is not None}
    return {
        name: None if view.tile is None else view.tile.values.tolist()
        for name, view in shown.items()
        if view.isVisible()
    }


def spot(studio: Studio, index: int, branch: int | None = None) -> tuple[int, ...]:
    """Return where on the screen the moment at `index` lies on the timeline: on the line, or on `branch`."""
    from embviz.gui.timeline import paint

    canvas, row = studio.timeline.canvas, 0
    if branch is not None:
        lanes = studio.timeline.chronicle.tree.lanes
        (row,) = (lane.row for lane in lanes if lane.branch.number == branch)
    place = QPoint(round(canvas.axis.x(index)), round(paint.lane_y(row)))
    return tuple(canvas.mapToGlobal(place).toTuple())


def entry(text: str) -> tuple[int, ...] | None:
    """Return where on the screen the entry of an open menu has its middle that says `text`; None for none."""
    menus = (one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible())
    for menu in menus:
        for action in menu.actions():
            if action.text() == text and action.isEnabled():
                return tuple(menu.mapToGlobal(menu.actionGeometry(action).center()).toTuple())
    return None


def say(**what: object) -> None:
    """Write one line."""
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


class DrivenProgram(app.Program):
    """The program with the two ends of the conversation."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.names: dict[str, Any] = {
            "program": self,
            "window": self.window,
            "painted": painted,
            "entry": entry,
            "surveys": [],
        }
        self._heard = b""
        self._ear = QSocketNotifier(STDIN, QSocketNotifier.Type.Read, self.application)
        self._ear.activated.connect(self._on_bytes)
        self.on_furnished = self._on_furnished

    def _on_furnished(self, studio: Studio) -> None:
        from embviz.gui.heatmap import painting
        from embviz.gui.heatmap import view as heatmap_view

        heatmap_view.QPainter = Recorder  # type: ignore[misc]
        # Without the picture that is kept, in which no text can be seen any more.
        painting.is_on_pixels = lambda _painter: False  # type: ignore[assignment]
        controller = studio.controller
        self.names |= {"studio": studio, "controller": controller}
        self.names |= {verb.__name__: partial(verb, studio) for verb in (press, tables, beside, cell, spot)}
        controller.state_changed.connect(self._on_state)
        controller.snapshot_changed.connect(self._on_snapshot)
        controller.noticed.connect(self._on_notice)
        controller.surveyed.connect(self.names["surveys"].append)
        self._on_state(controller.state)

    def _on_bytes(self) -> None:
        heard = os.read(STDIN, 1 << 16)
        self._ear.setEnabled(bool(heard))
        *lines, self._heard = (self._heard + heard).split(b"\n")
        for line in lines:
            QTimer.singleShot(0, partial(self._do, line))

    def _do(self, line: bytes) -> None:
        # A test's own words; what they raise is an exception in a slot like any other.
        say(value=eval(line, self.names))

    def _on_state(self, state: State) -> None:
        say(state=state.name)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        index, command = snapshot.moment.index, snapshot.command
        say(step=snapshot.step, index=index, command=command, at_s=time.monotonic())

    def _on_notice(self, notice: Notice | None) -> None:
        say(notice=notice and notice.remedy)


app.Program = DrivenProgram  # type: ignore[misc]
if __name__ == "__main__":
    sys.exit(main())
