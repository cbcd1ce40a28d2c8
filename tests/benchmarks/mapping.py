"""From a new map of words to its pixels, in the map of the window, in pyqtgraph and in matplotlib.

`python mapping.py WHAT POINTS FRAMES`. The same points, moving as they do in training, drawn again at each
step at 450 x 520 px: `view` by the MapView, with 8 pinned words, their trails and as many names as have
room; `scatter` by pyqtgraph's ScatterPlotItem and `matplotlib` by its scatter and FuncAnimation's way of
moving it (`set_offsets`), neither with any names. Prints {"seconds": [each frame]} as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The made-up words are those of the tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import matplotlib
import numpy as np
import pyqtgraph
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PySide6.QtWidgets import QApplication, QWidget

from embviz.core.messages import GradStatus, Scalars, Snapshot, Tile
from embviz.core.reports import WordMap
from embviz.gui import theme as themes
from embviz.gui.map.view import MapView
from tests.gui.map.scene import training

WIDTH, HEIGHT = 450, 520
PINS = tuple(range(0, 40, 5))
WARM_UP = 10
DPI = 100

Draw = Callable[[WordMap], None]


def view() -> Draw:
    """Draw in the view of the window."""
    made = _shown(MapView())
    assert isinstance(made, MapView)
    made.set_theme(themes.LIGHT)
    made.set_snapshot(_snapshot())
    made.set_pins(PINS)

    def draw(report: WordMap) -> None:
        made.set_report(report)
        made.grab()

    return draw


def scatter() -> Draw:
    """Draw with pyqtgraph, as its documentation does where many points have one look."""
    plot = _shown(pyqtgraph.PlotWidget())
    item = pyqtgraph.ScatterPlotItem(size=4, pen=None, brush=pyqtgraph.mkBrush(102, 112, 133, 160))
    plot.addItem(item)
    plot.setAspectLocked(True)

    def draw(report: WordMap) -> None:
        item.setData(pos=report.points)
        plot.grab()

    return draw


def with_matplotlib() -> Draw:
    """Draw with matplotlib, on a canvas of pixels."""
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_aspect("equal")
    axes.set(xlim=(-6, 6), ylim=(-6, 6))
    dots = axes.scatter([], [], s=4, alpha=0.6, linewidths=0)

    def draw(report: WordMap) -> None:
        dots.set_offsets(report.points)
        canvas.draw()  # type: ignore[no-untyped-call]

    return draw


WAYS: dict[str, Callable[[], Draw]] = {"view": view, "scatter": scatter, "matplotlib": with_matplotlib}


def frames(draw: Draw, points: int, count: int) -> Iterator[float]:
    """Yield the seconds that each of `count` frames takes."""
    for number, report in enumerate(training(points, WARM_UP + count, fitted=1)):
        began = perf_counter()
        draw(report)
        if number >= WARM_UP:
            yield perf_counter() - began


def _shown(widget: QWidget) -> Any:
    widget.resize(WIDTH, HEIGHT)
    widget.show()
    return widget


def _snapshot() -> Snapshot:
    values = np.zeros((1, 1), np.float32)
    numbers = np.zeros(1)
    return Snapshot(
        run=1,
        step=0,
        weight=Tile(values, (1, 1), (0, 1), (0, 1)),
        grad=None,
        grad_status=GradStatus("none"),
        state={},
        trace=Scalars(np.zeros(1, np.int64), numbers, numbers, numbers),
    )


if __name__ == "__main__":
    matplotlib.use("agg")
    application = QApplication([])
    themes.load_fonts()
    themes.apply(application, themes.LIGHT)
    way, points, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    print(json.dumps({"seconds": list(frames(WAYS[way](), points, count))}))
