"""PANELS: the views of the window, one row each: where they stand and how they are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from embviz.gui.curve.panel import CurvePanel
from embviz.gui.details.tabs import TabbedCard
from embviz.gui.heatmap.optional import GradPanel
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.states import StateStack
from embviz.gui.widgets.panel import Panel


class PanelRow(NamedTuple):
    """One view: its objectName, the column of the window it stands in, and what makes it."""

    id: str
    column: str
    make: Callable[[], Panel]


WEIGHT, GRAD, STATES = "panel_weight", "panel_grad", "panel_states"
CURVE, DETAILS = "panel_curve", "panel_details"
INSPECTOR = "inspector"


def weight_card() -> HeatmapPanel:
    """Return a card of the table itself, into whose cells numbers can be typed."""
    return HeatmapPanel("weight", lambda snapshot: snapshot.weight, is_editable=True)


def grad_card() -> HeatmapPanel:
    """Return a card of the gradient."""
    return GradPanel("grad", lambda snapshot: snapshot.grad)


PANELS: tuple[PanelRow, ...] = (
    PanelRow(WEIGHT, "tables", weight_card),
    PanelRow(GRAD, "tables", grad_card),
    PanelRow(STATES, "tables", StateStack),
    PanelRow(CURVE, "curves", CurvePanel),
    PanelRow(
        DETAILS,
        "curves",
        lambda: TabbedCard((INSPECTOR, "lookup", "code", "gap", "rows", "words", "map")),
    ),
)
