"""A whole update of the window, in turns with the same figure in matplotlib.

`python updating.py FRAMES`, on a screen. New numbers for both tables and for each of the curve's 10,000
points, until they are painted and the screen has them. Ours starts at the tables, so that what the engine
does to reduce them to the screen's size counts; matplotlib's is the same tables, curve and colour bars in
a QtAgg canvas as large as our panels together (the form and the buttons are left out), drawn in full.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import msgspec
import numpy as np
from driving import begin, measure, rest, until_painted
from numpy.random import Generator
from peer import Peer
from PySide6.QtCore import QRect
from watching import PaintWatch, views

from embviz.core.experiment import Experiment
from embviz.core.messages import Array, GradStatus, Scalars, Snapshot, Viewport
from embviz.engine.detail import mark_changes, tile
from embviz.gui.app import Program
from embviz.gui.studio import Studio

SHAPES = ((2, 5), (1000, 300))
POINTS = 10_000
# No tables of the optimizer's own: matplotlib draws none either.
PLAIN = Experiment(optimizer_args={"lr": 0.1})
WARM_UP_FRAMES = 3
# The engine goes on importing for a while after the buttons are live.
SETTLING_S = 2.5


class Ours:
    """The program's own window, given snapshots as its controller gives them."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._before: Snapshot | None = None
        assert studio.controller.snapshot is not None
        self._run = studio.controller.snapshot.run
        self._shape = (0, 0)
        fitting = [panel.view.viewport() for panel in studio.heatmaps]
        self._viewport = Viewport(
            height=min(one.height for one in fitting), width=min(one.width for one in fitting)
        )

    def show(self, weight: Array, grad: Array, distances: Array) -> None:
        """Show the numbers."""
        is_other = weight.shape != self._shape
        if is_other:
            self._shape, self._before, self._run = weight.shape, None, self._run + 1
        before = (None, None) if self._before is None else (self._before.weight, self._before.grad)
        tiles = [tile(table, self._viewport) for table in (weight, grad)]
        marked = [mark_changes(now, then) for now, then in zip(tiles, before, strict=True)]
        self._before = Snapshot(
            run=self._run,
            command="train",
            step=POINTS - 1,
            weight=marked[0],
            grad=marked[1],
            grad_status=GradStatus("stale", 1),
            state={},
            trace=Scalars(np.arange(POINTS), distances, distances, distances),
            experiment=msgspec.structs.replace(PLAIN, rows=weight.shape[0], dim=weight.shape[1]),
        )
        self._studio.controller.snapshot = self._before
        self._studio.controller.snapshot_changed.emit(self._before)
        if is_other:
            # The curve of the shape before would stay beside this one.
            self._studio.curve.clear_ghosts()


def update(program: Program, studio: Studio, frames: int) -> dict[str, Any]:
    """Return, for each shape, the seconds of each frame of ours and of matplotlib's."""
    rest(SETTLING_S)
    begin(studio, PLAIN)
    random = np.random.default_rng(0)
    return {f"{rows} x {dim}": _shape(studio, random, rows, dim, frames) for rows, dim in SHAPES}


def _shape(studio: Studio, random: Generator, rows: int, dim: int, frames: int) -> dict[str, list[float]]:
    peer = Peer(rows, dim, POINTS, _stage(studio))
    ours = Ours(studio)
    sides: dict[str, tuple[Ours | Peer, PaintWatch]] = {
        "ours": (ours, PaintWatch(views(studio.window))),
        "matplotlib": (peer, PaintWatch({"canvas": peer.canvas})),
    }
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(frames + WARM_UP_FRAMES):
        numbers = _numbers(random, rows, dim)
        for name, (side, watch) in sides.items():
            seconds[name].append(until_painted(watch, partial(side.show, *numbers)))
    peer.close()
    for _, watch in sides.values():
        watch.stop()
    return {name: taken[WARM_UP_FRAMES:] for name, taken in seconds.items()}


def _numbers(random: Generator, rows: int, dim: int) -> tuple[Array, Array, Array]:
    weight, grad = (random.normal(size=(rows, dim)).astype(np.float32) for _ in range(2))
    return weight, grad, np.abs(random.normal(size=POINTS)) + 3 * np.exp(-np.arange(POINTS) / 1000)


def _stage(studio: Studio) -> QRect:
    stage = QRect()
    for panel in studio.panels.values():
        stage = stage.united(panel.geometry())
    return stage


if __name__ == "__main__":
    sys.exit(measure(lambda program, studio: update(program, studio, int(sys.argv[1]))))
