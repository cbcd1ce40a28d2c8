"""The window's figure as matplotlib draws it: two tables with colour bars, and the curve."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from PySide6.QtCore import QRect

from embviz.core.messages import Array

DPI = 100
# As in our window, the number is printed in each cell while it fits.
MOST_PRINTED = 400
# Shares of the window's columns.
WIDTHS = (5, 4)


class Peer:
    """A canvas of the size of `stage` with a figure for tables of rows x dim and a curve of `points`."""

    def __init__(self, rows: int, dim: int, points: int, stage: QRect) -> None:
        self._steps = np.arange(points)
        figure = Figure(figsize=(stage.width() / DPI, stage.height() / DPI), dpi=DPI)
        grid = figure.add_gridspec(2, 2, width_ratios=WIDTHS, left=0.04, right=0.97, top=0.94, bottom=0.08)
        self._tables = [
            _Table(figure, figure.add_subplot(grid[row, 0]), title, rows, dim)
            for row, title in enumerate(("weight", "grad"))
        ]
        self._plot = figure.add_subplot(grid[:, 1], title="distance", xlabel="step")
        self._plot.grid(axis="y")
        (self._curve,) = self._plot.plot(self._steps, np.zeros(points), linewidth=1)
        self.canvas: Any = FigureCanvasQTAgg(figure)  # type: ignore[no-untyped-call]
        self.canvas.resize(stage.size())
        # Below our window: what one covers of the other must not be ours.
        self.canvas.show()
        self.canvas.lower()

    def show(self, weight: Array, grad: Array, distances: Array) -> None:
        """Show the numbers."""
        for table, values in zip(self._tables, (weight, grad), strict=True):
            table.show(values)
        self._curve.set_data(self._steps, distances)
        self._plot.relim()
        self._plot.autoscale_view()
        self.canvas.draw()

    def close(self) -> None:
        """Take the canvas away."""
        self.canvas.close()
        self.canvas.deleteLater()


class _Table:
    def __init__(self, figure: Figure, axes: Any, title: str, rows: int, dim: int) -> None:
        axes.set_title(title)
        blank = np.zeros((rows, dim))
        self._image = axes.imshow(blank, cmap="RdBu_r", aspect="auto", interpolation="nearest")
        figure.colorbar(self._image, ax=axes)
        cells = [(row, column) for row in range(rows) for column in range(dim)]
        self._texts = {
            (row, column): axes.text(column, row, "", ha="center", va="center")
            for row, column in (cells if len(cells) <= MOST_PRINTED else [])
        }

    def show(self, values: Array) -> None:
        limit = float(np.abs(values).max())
        self._image.set_data(values)
        self._image.set_clim(-limit, limit)
        for (row, column), text in self._texts.items():
            text.set_text(f"{values[row, column]:.4f}")
