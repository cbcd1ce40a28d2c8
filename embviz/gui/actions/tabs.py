"""Tabs: from one view of the card of details to the next, wherever the keyboard is."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from embviz.gui.actions.action import VIEW, Action
from embviz.gui.control.state import ALWAYS

TAB_ACTIONS: tuple[Action, ...] = (
    Action(
        id="action_next_tab",
        text=str(QT_TRANSLATE_NOOP("actions", "Next tab")),
        shortcut="Ctrl+Tab",
        icon="next",
        tip=str(QT_TRANSLATE_NOOP("actions", "Show the next view: inspector, lookup, code and the rest")),
        verb=lambda studio: studio.details.show_beside(1),
        states=ALWAYS,
        menu=VIEW,
        in_toolbar=False,
    ),
    Action(
        id="action_previous_tab",
        text=str(QT_TRANSLATE_NOOP("actions", "Tab before")),
        shortcut="Ctrl+Shift+Tab",
        icon="previous",
        tip=str(QT_TRANSLATE_NOOP("actions", "Show the view before, and before the first one the last")),
        verb=lambda studio: studio.details.show_beside(-1),
        states=ALWAYS,
        menu=VIEW,
        in_toolbar=False,
    ),
)
