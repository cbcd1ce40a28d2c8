"""Targets: where in the window that lies which a step points at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QScrollArea, QWidget

from embviz.core.lessons.lesson import Target

if TYPE_CHECKING:
    from embviz.gui.studio import Studio

# A lesson may say setup_lr for the field of lr, whose widget is called field_lr.
SETUP, FIELD = "setup_", "field_"


class Spot(NamedTuple):
    """A part of a widget, in px of its own."""

    widget: QWidget
    box: QRect


def spot_of(studio: Studio, target: Target) -> Spot | None:
    """Return where `target` is now, None where it is not in the window or not to be seen."""
    if target.table:
        return _cell(studio, target)
    found = studio.details.tabs.get(target.tab) if target.tab else widget_of(studio, target.widget)
    return None if found is None or not found.isVisible() else Spot(found, found.rect())


def box_in(window: QWidget, spot: Spot) -> QRect:
    """Return the part of `spot` that is to be seen, in px of `window`; empty where there is none."""
    box, widget = QRect(spot.box), spot.widget
    while widget is not window and not box.isEmpty():
        box = box.intersected(widget.rect()).translated(widget.pos())
        parent = widget.parentWidget()
        if parent is None:
            return QRect()
        widget = parent
    return box.intersected(window.rect())


def bring_into_view(spot: Spot) -> None:
    """Scroll what `spot` stands in, if it can be scrolled, until it is seen."""
    widget = spot.widget.parentWidget()
    while widget is not None:
        if isinstance(widget, QScrollArea):
            widget.ensureWidgetVisible(spot.widget, 0, 24)
        widget = widget.parentWidget()


def widget_of(studio: Studio, name: str) -> QWidget | None:
    """Return what a lesson calls `name`, seen or not, None where there is none."""
    # The button of an action has no name of its own.
    if name in studio.window.toolbar.buttons:
        return studio.window.toolbar.buttons[name]
    for one in (name, _field_name(name)):
        found = studio.window.findChild(QWidget, one) if one else None
        if found is not None:
            return found
    return None


def _field_name(name: str) -> str:
    return FIELD + name.removeprefix(SETUP) if name.startswith(SETUP) else ""


def _cell(studio: Studio, target: Target) -> Spot | None:
    panels = {panel.name: panel for panel in (*studio.heatmaps, *studio.states.panels.values())}
    if target.table not in panels or not panels[target.table].isVisible():
        return None
    view = panels[target.table].view
    frame = view.frame()
    box = None if frame is None else frame.box_of(target.cell)
    # A table that is not there has a plate where its cells will be.
    return Spot(view, view.rect()) if box is None else Spot(view, box.toAlignedRect())
