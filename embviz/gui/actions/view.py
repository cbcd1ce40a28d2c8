"""View: how the tables are looked at."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from embviz.gui.actions.action import VIEW, Action
from embviz.gui.control.state import ALIVE, ALWAYS

VIEW_ACTIONS: tuple[Action, ...] = (
    Action(
        id="action_theme",
        text=str(QT_TRANSLATE_NOOP("actions", "Next look")),
        shortcut="Ctrl+D",
        icon="theme",
        tip=str(
            QT_TRANSLATE_NOOP("actions", "Go on from light to dark, from there to high contrast, and back")
        ),
        verb=lambda studio: studio.toggle_theme(),
        states=ALWAYS,
        menu=VIEW,
        in_toolbar=False,
    ),
    Action(
        id="action_go_to_row",
        text=str(QT_TRANSLATE_NOOP("actions", "Go to row…")),
        shortcut="Ctrl+G",
        icon="search",
        tip=str(QT_TRANSLATE_NOOP("actions", "Look at a row, by its number or the beginning of its label")),
        verb=lambda studio: studio.sight.ask_row(),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
    ),
    Action(
        id="action_zoom_in",
        text=str(QT_TRANSLATE_NOOP("actions", "Zoom in")),
        shortcut="Ctrl++",
        icon="zoom_in",
        tip=str(QT_TRANSLATE_NOOP("actions", "Look closer at the tables, around the chosen cell")),
        verb=lambda studio: studio.sight.zoom(1),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
        repeats=True,
    ),
    Action(
        id="action_zoom_out",
        text=str(QT_TRANSLATE_NOOP("actions", "Zoom out")),
        shortcut="Ctrl+-",
        icon="zoom_out",
        tip=str(QT_TRANSLATE_NOOP("actions", "Look at more of the tables")),
        verb=lambda studio: studio.sight.zoom(-1),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
        repeats=True,
    ),
    Action(
        id="action_zoom_whole",
        text=str(QT_TRANSLATE_NOOP("actions", "Whole table")),
        shortcut="Ctrl+0",
        icon="whole",
        tip=str(QT_TRANSLATE_NOOP("actions", "Look at all rows and columns of the tables again")),
        verb=lambda studio: studio.sight.lens.show_all(),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
    ),
)
