"""PANELS: the views of the window, one row each: where they stand and how they are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from embviz.gui.curve import CurvePanel
from embviz.gui.heatmap import GradPanel, HeatmapPanel
from embviz.gui.panel import Panel


class PanelRow(NamedTuple):
    """One view: its objectName, the column of the window it stands in, and what makes it."""

    id: str
    column: str
    make: Callable[[], Panel]


PANELS: tuple[PanelRow, ...] = (
    PanelRow("panel_weight", "tables", lambda: HeatmapPanel("weight", lambda snapshot: snapshot.weight)),
    PanelRow("panel_grad", "tables", lambda: GradPanel("grad", lambda snapshot: snapshot.grad)),
    PanelRow("panel_curve", "curves", CurvePanel),
)
