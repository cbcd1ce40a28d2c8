"""A frame of two new tables in the window, in turns with pyqtgraph's and matplotlib's image of one of them.

`python scaling.py FRAMES PEER_FRAMES MOST_ROWS`, on a screen of 1920 x 1080. Ours is from the snapshot, with
tiles as the engine sends them and as many cells as have a pixel, until everything in the window is painted
and the screen has it. The others are given one whole table, for two would not fit into memory, and show
nothing else, as large as ours; they are told to show the same part, and have no numbers in the cells. In each
frame all numbers are others, but for the view of TOUCHED rows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pyqtgraph
from driving import begin, measure, rest, until_painted
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from peer import DPI
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from watching import PaintWatch

from embviz.core.experiment import Experiment
from embviz.core.messages import Array, GradStatus, Scalars, Snapshot, Tile
from embviz.engine.detail import mark_changes, tile
from embviz.engine.picture import OVERVIEW
from embviz.gui.app import Program
from embviz.gui.heatmap.lens import Span
from embviz.gui.studio import Studio

SCREEN = (1920, 1080)
SHAPES = ((10_000, 300), (100_000, 300), (1_000_000, 300))
# Rows in view, from the middle of the table on: all, some for each pixel, and few enough for numbers.
TOUCHED = 2
VIEWS = {
    "whole": (None, None),
    "5,000 rows": (5_000, None),
    "20 x 12 cells": (20, None),
    "20 x 12 cells, 2 rows new": (20, TOUCHED),
}
NUMBERED, NUMBERED_COLUMNS = (20,), 12
# Of 1,000,000 x 300, matplotlib's draw takes more than a minute and 21 GB.
MOST_IMSHOW_ROWS = 100_000
# The engine goes on importing for a while after the buttons are live.
SETTLING_S = 2.5
WARM_UP_FRAMES = 3
PLAIN = {"lr": 0.1}
TRACE = np.zeros(1)


class Part(NamedTuple):
    """What is looked at, and how many of its rows are others in each frame; None for all."""

    rows: Span
    columns: Span
    touched: int | None = None


class Ours:
    """The program's own window, given snapshots as its controller gives them."""

    def __init__(self, studio: Studio, tables: tuple[Array, Array], run: int) -> None:
        self._studio, self._tables, self._run = studio, tables, run
        self._turns: list[tuple[Tile, Tile]] = []
        self._turn = 0
        rows, dim = tables[0].shape
        self._experiment = Experiment(rows=rows, dim=dim, sparse=True, optimizer_args=PLAIN)
        self._overviews = [tile(table, OVERVIEW) for table in tables]
        self.look(Part((0, rows), (0, dim)))

    def look(self, part: Part) -> None:
        """Show `part` from now on."""
        sight = self._studio.sight
        sight.lens.set_shape(*self._tables[0].shape)
        sight.lens.show_part(part.rows, part.columns)
        first, second = (tile(table, sight.viewport) for table in self._tables)
        self._turns = [(first, second), (_touched(first, second, part), _touched(second, first, part))]

    def show(self) -> None:
        """Show other numbers."""
        self._turn += 1
        weight, grad = self._turns[self._turn % 2]
        before = self._turns[self._turn % 2 - 1]
        is_part = not self._studio.sight.lens.is_whole
        snapshot = Snapshot(
            run=self._run,
            command="train",
            step=self._turn,
            weight=mark_changes(weight, before[0]),
            grad=mark_changes(grad, before[1]),
            grad_status=GradStatus("stale", 1),
            state={},
            trace=Scalars(np.array([self._turn]), TRACE.copy(), TRACE.copy(), TRACE.copy()),
            overview=msgspec.structs.replace(self._overviews[self._turn % 2]) if is_part else None,
            experiment=self._experiment,
        )
        self._studio.controller.snapshot = snapshot
        self._studio.controller.snapshot_changed.emit(snapshot)


def _touched(tile: Tile, other: Tile, part: Part) -> Tile:
    """Return `tile` with the numbers of `other`: in all its rows, or in those that are touched."""
    values = tile.values.copy()
    values[: part.touched] = other.values[: part.touched]
    return msgspec.structs.replace(tile, values=values)


class Raw:
    """pyqtgraph as it comes: a plot with an ImageItem, in which setImage is called."""

    def __init__(self, tables: tuple[Array, Array], stage: QRect) -> None:
        self._tables = tables
        self.widget: Any = pyqtgraph.GraphicsLayoutWidget()
        self._plot, self._image = self.widget.addPlot(), pyqtgraph.ImageItem(axisOrder="row-major")
        self._plot.addItem(self._image)
        self._plot.hideAxis("left")
        self._plot.hideAxis("bottom")
        self._plot.hideButtons()
        self._image.setColorMap(pyqtgraph.colormap.get("CET-D1"))
        _put(self.widget, stage)
        self._turn = 0

    def look(self, part: Part) -> None:
        """Show `part` from now on."""
        self._plot.setRange(xRange=part.columns, yRange=part.rows, padding=0)

    def show(self) -> None:
        """Show other numbers."""
        self._turn += 1
        self._image.setImage(self._tables[self._turn % 2])


class Imshow:
    """matplotlib's imshow, drawn in full."""

    def __init__(self, tables: tuple[Array, Array], stage: QRect) -> None:
        self._tables = tables
        figure = Figure(figsize=(stage.width() / DPI, stage.height() / DPI), dpi=DPI)
        self._axes = figure.add_axes((0, 0, 1, 1))
        self._image = self._axes.imshow(tables[0], cmap="RdBu_r", aspect="auto", interpolation="nearest")
        self._axes.set_axis_off()
        self.widget: Any = FigureCanvasQTAgg(figure)  # type: ignore[no-untyped-call]
        _put(self.widget, stage)
        self._turn = 0

    def look(self, part: Part) -> None:
        """Show `part` from now on."""
        self._axes.set(xlim=part.columns, ylim=part.rows)

    def show(self) -> None:
        """Show other numbers."""
        self._turn += 1
        self._image.set_data(self._tables[self._turn % 2])
        self.widget.draw()


def scale(program: Program, studio: Studio, frames: int, peer_frames: int, most_rows: int) -> dict[str, Any]:
    """Return, for each table and each part of it, the seconds of each frame, of ours and of the others'."""
    program.window.resize(*SCREEN)
    rest(SETTLING_S)
    begin(studio, Experiment(optimizer_args=PLAIN))
    # The engine has another table: it must not be asked for a part of this one.
    studio.sight.viewport_changed.disconnect(studio.controller.set_viewport)
    told: dict[str, Any] = {}
    for run, (rows, dim) in enumerate(SHAPES):
        if rows <= most_rows:
            told[f"{rows:,} x {dim}"] = _shape(studio, (rows, dim), 100 + run, frames, peer_frames)
    return told


def _shape(
    studio: Studio, shape: tuple[int, int], run: int, frames: int, peer_frames: int
) -> dict[str, dict[str, list[float]]]:
    random = np.random.default_rng(0)
    weight, grad = (random.standard_normal(shape, dtype=np.float32) for _ in range(2))
    tables = (weight, grad)
    stage = studio.weight.geometry()
    ours, raw = Ours(studio, tables, run), Raw(tables, stage)
    # The curve is painted in the same pass, where there is anything new in it.
    tables_watch = PaintWatch({panel.name: panel.view for panel in studio.heatmaps})
    until_painted(tables_watch, ours.show)
    studio.curve.clear_ghosts()
    sides: dict[str, tuple[Ours | Raw | Imshow, PaintWatch, int]] = {
        "ours": (ours, tables_watch, frames),
        "setImage": (raw, PaintWatch({"plot": raw.widget.viewport()}), peer_frames),
    }
    if shape[0] <= MOST_IMSHOW_ROWS:
        imshow = Imshow(tables, stage)
        sides["imshow"] = (imshow, PaintWatch({"canvas": imshow.widget}), peer_frames)
    alone = {"ours": sides["ours"]}
    told = {
        # Cells with numbers have nothing of the others to stand beside.
        name: _part(alone if view[0] in NUMBERED else sides, _part_of(shape, *view))
        for name, view in VIEWS.items()
    }
    for side, watch, _ in sides.values():
        watch.stop()
        if not isinstance(side, Ours):
            side.widget.close()
            side.widget.deleteLater()
    return told


def _part(
    sides: dict[str, tuple[Ours | Raw | Imshow, PaintWatch, int]], part: Part
) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for side, _, _ in sides.values():
        side.look(part)
    _round(sides, WARM_UP_FRAMES, 1)
    rounds = min(count for _, _, count in sides.values())
    for _ in range(rounds):
        for name, taken in _round(sides, sides["ours"][2] // rounds, 1).items():
            seconds[name] += taken
    return seconds


def _round(
    sides: dict[str, tuple[Ours | Raw | Imshow, PaintWatch, int]], ours: int, others: int
) -> dict[str, list[float]]:
    return {
        name: _frames(watch, side.show, ours if name == "ours" else others)
        for name, (side, watch, _) in sides.items()
    }


def _frames(watch: PaintWatch, show: Callable[[], None], count: int) -> list[float]:
    return [until_painted(watch, partial(show)) for _ in range(count)]


def _part_of(shape: tuple[int, int], rows: int | None, touched: int | None) -> Part:
    if rows is None:
        return Part((0, shape[0]), (0, shape[1]))
    first = (shape[0] - rows) // 2
    columns = NUMBERED_COLUMNS if rows in NUMBERED else shape[1]
    return Part((first, first + rows), (0, columns), touched)


def _put(widget: QWidget, stage: QRect) -> None:
    widget.resize(stage.size())
    # Below our window: what one covers of the other must not be ours.
    widget.show()
    widget.lower()


if __name__ == "__main__":
    FRAMES, PEER_FRAMES, MOST_ROWS = map(int, sys.argv[1:4])
    sys.exit(measure(lambda program, studio: scale(program, studio, FRAMES, PEER_FRAMES, MOST_ROWS)))
