"""Plan: what a teacher has prepared for the window, and what a learner takes home from a lesson."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from embviz.gui.actions.action import LESSONS, Action
from embviz.gui.control.state import ALWAYS, READY

PLAN_ACTIONS: tuple[Action, ...] = (
    Action(
        id="action_handout",
        text=str(QT_TRANSLATE_NOOP("actions", "Handout…")),
        shortcut="Ctrl+Alt+H",
        icon="handout",
        tip=str(
            QT_TRANSLATE_NOOP(
                "actions", "Write a lesson as a page: its steps, pictures, what you predicted, and the code"
            )
        ),
        verb=lambda studio: studio.classroom.handouts.ask(),
        states=READY,
        menu=LESSONS,
        in_toolbar=False,
    ),
    Action(
        id="action_open_plan",
        text=str(QT_TRANSLATE_NOOP("actions", "Open plan…")),
        shortcut="Ctrl+Alt+P",
        icon="plan",
        tip=str(
            QT_TRANSLATE_NOOP(
                "actions", "Have the window show, fix and offer what a teacher has written down"
            )
        ),
        verb=lambda studio: studio.classroom.plans.ask_open(),
        states=READY,
        menu=LESSONS,
        in_toolbar=False,
    ),
    Action(
        id="action_save_plan",
        text=str(QT_TRANSLATE_NOOP("actions", "Save this as a plan…")),
        shortcut="Ctrl+Alt+S",
        icon="save",
        tip=str(
            QT_TRANSLATE_NOOP(
                "actions", "Write how the window is now to a file that brings it back, and can be edited"
            )
        ),
        verb=lambda studio: studio.classroom.plans.ask_save(),
        states=READY,
        menu=LESSONS,
        in_toolbar=False,
    ),
    Action(
        id="action_leave_plan",
        text=str(QT_TRANSLATE_NOOP("actions", "Leave the plan")),
        shortcut="Ctrl+Alt+L",
        icon="leave",
        tip=str(QT_TRANSLATE_NOOP("actions", "Have everything again that the plan has hidden or fixed")),
        verb=lambda studio: studio.classroom.plans.leave(),
        states=ALWAYS,
        menu=LESSONS,
        in_toolbar=False,
    ),
)
