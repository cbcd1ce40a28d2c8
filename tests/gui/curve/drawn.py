"""What a curve has drawn, read back for the tests: its items, its line, its ring and its ranges."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from embviz.gui.curve.axis import ValueAxis
from embviz.gui.curve.items import Ring
from embviz.gui.curve.panel import CurvePanel


def items(panel: CurvePanel, kind: type) -> list[Any]:
    return [item for item in panel.plot.getPlotItem().items if isinstance(item, kind)]


def scale(panel: CurvePanel) -> float:
    """By how much a distance is larger than what is drawn."""
    axis = panel.plot.getAxis("left")
    assert isinstance(axis, ValueAxis)
    return 10.0**axis.heights.exponent


def line(panel: CurvePanel) -> tuple[np.ndarray, np.ndarray]:
    """What the curve is drawn from, in its own units."""
    curve, *_ = items(panel, pg.PlotCurveItem)
    steps, numbers = curve.getData()
    return steps, numbers * scale(panel)


def ring(panel: CurvePanel) -> Ring:
    (found,) = items(panel, Ring)
    return found


def place(panel: CurvePanel, step: float, distance: float) -> QPoint:
    """Where a step and a distance are on the plot's viewport."""
    drawn = distance / scale(panel)
    scene = panel.plot.getViewBox().mapViewToScene(QPointF(step, drawn))
    return panel.plot.mapFromScene(scene)


def ranges(panel: CurvePanel) -> tuple[float, float, float, float]:
    """Left, right, bottom and top, in steps and in distances."""
    (left, right), (bottom, top) = panel.plot.getViewBox().viewRange()
    return left, right, bottom * scale(panel), top * scale(panel)


def hover(qtbot: QtBot, panel: CurvePanel, step: float, said: str) -> None:
    """Move the mouse about at a step until the panel says so: pyqtgraph drops moves that are fast."""
    heights = itertools.cycle((1.0, 1.1))

    def is_said() -> bool:
        QTest.mouseMove(panel.plot.viewport(), place(panel, step, next(heights)))
        return panel.readout == said

    qtbot.waitUntil(is_said, timeout=2000)
