"""From a move of the mouse to the arithmetic of the cell that it came to, in the real window.

`python hovering.py MOVES`, on a screen. The mouse goes over the cells of a 64 x 64 weight, each move made
when the cell before is explained and the screen has it. The cells of the pair that is trained have the
longest explanations; the others are measured apart from them.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from driving import begin, measure, train, until_painted
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from watching import PaintWatch

from embviz.core.experiment import Experiment
from embviz.core.messages import Place
from embviz.gui import panels
from embviz.gui.app import Program
from embviz.gui.details.inspector import InspectorView
from embviz.gui.heatmap.view import HeatmapView
from embviz.gui.studio import Studio

SIZE = 64
EXPERIMENT = Experiment(rows=SIZE, dim=SIZE, optimizer_args={"lr": 0.1, "momentum": 0.9})
WARM_UP_MOVES = 10
# So that each move brings other numbers: no two neighbours share a row or a column.
STRIDE = 27


def hover(program: Program, studio: Studio, moves: int) -> dict[str, Any]:
    """Return the seconds of each move over cells of the trained rows, and over cells of the others."""
    begin(studio, EXPERIMENT)
    train(studio, 1)
    studio.details.show_view(panels.INSPECTOR)
    inspector = studio.details.views[panels.INSPECTOR]
    assert isinstance(inspector, InspectorView)
    pair = EXPERIMENT.pairs[0]
    others = tuple(row for row in range(SIZE) if row not in pair)
    return {
        "trained": _moves(studio, inspector, pair, moves),
        "other": _moves(studio, inspector, others, moves),
    }


def _moves(studio: Studio, inspector: InspectorView, rows: tuple[int, ...], moves: int) -> list[float]:
    places = [(rows[number % len(rows)], number * STRIDE % SIZE) for number in range(WARM_UP_MOVES + moves)]
    return [_move(studio, inspector, place) for place in places][WARM_UP_MOVES:]


def _move(studio: Studio, inspector: InspectorView, place: Place) -> float:
    page = inspector.sheet.widget()
    assert page is not None
    watch = PaintWatch({"inspector": page}, counts=lambda: _explained(studio) == place)
    seconds = until_painted(watch, partial(_move_to, studio.weight.view, place))
    watch.stop()
    assert f"row {place[0]}, column {place[1]}" in inspector.text, "another cell is explained"
    return seconds


def _explained(studio: Studio) -> Place | None:
    snapshot = studio.controller.snapshot
    return None if snapshot is None or snapshot.cell is None else snapshot.cell.place


def _move_to(view: HeatmapView, place: Place) -> None:
    grid = view.grid()
    assert grid is not None
    assert (grid.rows, grid.columns) == (SIZE, SIZE), "not every cell has a pixel"
    point = QPointF(grid.cell(*place).center())
    nothing, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, point, view.mapToGlobal(point), nothing, nothing, none)
    QApplication.sendEvent(view, event)


if __name__ == "__main__":
    sys.exit(measure(lambda program, studio: hover(program, studio, int(sys.argv[1]))))
