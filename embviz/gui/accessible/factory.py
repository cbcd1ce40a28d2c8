"""install: from then on Qt asks here first what a screen reader is to find of a widget.

Qt has one list of such factories for the whole process, and takes none back; it asks them only once a screen
reader is there. What a factory returns belongs to Qt, until the object goes of which it tells.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface

from embviz.gui.accessible.pictures import (
    CurvePart,
    Line,
    LinePart,
    MinimapPart,
    SheetPart,
    StatusPart,
    TimelinePart,
)
from embviz.gui.accessible.table import Cell, CellPart, TablePart
from embviz.gui.accessible.words import SegmentPart, TabPart
from embviz.gui.curve.plot import CurvePlot
from embviz.gui.details.sheet import Sheet
from embviz.gui.details.tab_row import Tab
from embviz.gui.heatmap.minimap import Minimap
from embviz.gui.heatmap.view import HeatmapView
from embviz.gui.status import StatusLine
from embviz.gui.timeline.lanes import Lanes
from embviz.gui.widgets.segments import Segment

# What tells of which: any other widget is told of by Qt itself.
PARTS: tuple[tuple[type[QObject], Callable[[Any], QAccessibleInterface]], ...] = (
    (Cell, CellPart),
    (Line, LinePart),
    (HeatmapView, TablePart),
    (Minimap, MinimapPart),
    (CurvePlot, CurvePart),
    (Lanes, TimelinePart),
    (Sheet, SheetPart),
    (Tab, TabPart),
    (Segment, SegmentPart),
    (StatusLine, StatusPart),
)


@cache
def install() -> None:
    """Have screen readers find the tables, the curve, the timeline and the formulas as what they are."""
    QAccessible.installFactory(_part_of)


def _part_of(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    return next((make(thing) for kind, make in PARTS if isinstance(thing, kind)), None)
