"""Which panels a step of a lesson is about, and with which of them a wall tells it best."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from embviz.core.lessons.lesson import Target
from embviz.gui.lessons.targets import widget_of
from embviz.gui.panels import CURVE, DETAILS, GRAD, STATES, WEIGHT
from embviz.gui.wall.panels import SETUP
from embviz.gui.wall.presenter import TIMELINE, USUAL

if TYPE_CHECKING:
    from embviz.gui.studio import Studio

_OF_TABLE = {"weight": WEIGHT, "grad": GRAD}
_TABLES = frozenset({WEIGHT, GRAD, STATES})
_BESIDE = frozenset({CURVE, DETAILS})
_NAMED = frozenset({*_TABLES, *_BESIDE, SETUP, TIMELINE})
# What they tell of a table of a thousand rows fills the room that the table would have.
_LARGE_TABS = frozenset({"words", "map"})


def pointed_at(studio: Studio, targets: Iterable[Target]) -> frozenset[str]:
    """Return the objectNames of the panels, the form and the timeline in which `targets` stand."""
    return frozenset(name for one in targets if (name := _place_of(studio, one)))


def on_wall(names: frozenset[str], targets: Iterable[Target]) -> frozenset[str]:
    """Return which panels a wall shows for a step that points at `targets`, which stand in `names`.

    Beside the text of a step there is room for the usual tables, or for what is pointed at alone.
    """
    beside = names & _BESIDE
    if not beside:
        return names | USUAL
    if beside == _BESIDE:
        # Of both together neither has the height that it needs.
        names -= {CURVE}
    is_full = any(one.tab in _LARGE_TABS for one in targets)
    return names if names & _TABLES or is_full else names | {WEIGHT}


def _place_of(studio: Studio, target: Target) -> str:
    if target.table:
        return _OF_TABLE.get(target.table, STATES)
    if target.tab:
        return DETAILS
    widget: QWidget | None = widget_of(studio, target.widget)
    while widget is not None and widget.objectName() not in _NAMED:
        widget = widget.parentWidget()
    return "" if widget is None else widget.objectName()
