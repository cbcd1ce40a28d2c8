"""Wall: what is shown to a room full of people, and how large."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from embviz.gui.actions.action import HELP, VIEW, Action
from embviz.gui.control.state import ALIVE

WALL_ACTIONS: tuple[Action, ...] = (
    Action(
        id="action_presenter",
        text=str(QT_TRANSLATE_NOOP("actions", "Presenter mode")),
        shortcut="F11",
        icon="presenter",
        tip=str(QT_TRANSLATE_NOOP("actions", "Large numbers and few panels, for a wall; Esc ends it")),
        verb=lambda studio: studio.classroom.wall.presenter.toggle(),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
    ),
    Action(
        id="action_spotlight",
        text=str(QT_TRANSLATE_NOOP("actions", "Spotlight")),
        shortcut="L",
        icon="spotlight",
        tip=str(QT_TRANSLATE_NOOP("actions", "Dim the window but for the chosen cell and its reason")),
        verb=lambda studio: studio.classroom.wall.spotlight.toggle(),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
    ),
    Action(
        id="action_text_larger",
        text=str(QT_TRANSLATE_NOOP("actions", "Larger text")),
        shortcut="Ctrl+PgUp",
        icon="text_larger",
        tip=str(QT_TRANSLATE_NOOP("actions", "Make everything in the window larger")),
        verb=lambda studio: studio.classroom.wall.resize_text(1),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
    ),
    Action(
        id="action_text_smaller",
        text=str(QT_TRANSLATE_NOOP("actions", "Smaller text")),
        shortcut="Ctrl+PgDown",
        icon="text_smaller",
        tip=str(QT_TRANSLATE_NOOP("actions", "Make everything in the window smaller")),
        verb=lambda studio: studio.classroom.wall.resize_text(-1),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
    ),
    Action(
        id="action_keys",
        text=str(QT_TRANSLATE_NOOP("actions", "Keys")),
        shortcut="?",
        icon="keys",
        tip=str(QT_TRANSLATE_NOOP("actions", "Show all keys on one sheet")),
        verb=lambda studio: studio.classroom.wall.sheet.toggle(),
        states=ALIVE,
        menu=HELP,
        in_toolbar=False,
    ),
)
