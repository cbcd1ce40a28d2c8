"""Lessons: on through a lesson, back, and out of it. The lessons themselves come from their files."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from embviz.gui.actions.action import LESSONS, Action
from embviz.gui.control.state import ALWAYS

LESSON_ACTIONS: tuple[Action, ...] = (
    Action(
        id="action_lesson_next",
        text=str(QT_TRANSLATE_NOOP("actions", "Next step of the lesson")),
        shortcut="N",
        icon="next",
        tip=str(QT_TRANSLATE_NOOP("actions", "Go on in the lesson, once the step is done")),
        verb=lambda studio: studio.classroom.lessons.go_on(),
        states=ALWAYS,
        menu=LESSONS,
        in_toolbar=False,
    ),
    Action(
        id="action_lesson_back",
        text=str(QT_TRANSLATE_NOOP("actions", "Step before")),
        shortcut="Shift+N",
        icon="previous",
        tip=str(QT_TRANSLATE_NOOP("actions", "Read the step before again; the run stays as it is")),
        verb=lambda studio: studio.classroom.lessons.go_back(),
        states=ALWAYS,
        menu=LESSONS,
        in_toolbar=False,
    ),
    Action(
        id="action_lesson_again",
        text=str(QT_TRANSLATE_NOOP("actions", "Start this step again")),
        shortcut="Ctrl+Shift+R",
        icon="reset",
        tip=str(QT_TRANSLATE_NOOP("actions", "Bring the run back to where the step of the lesson begins")),
        verb=lambda studio: studio.classroom.lessons.start_again(),
        states=ALWAYS,
        menu=LESSONS,
        in_toolbar=False,
    ),
    Action(
        id="action_lesson_end",
        text=str(QT_TRANSLATE_NOOP("actions", "End the lesson")),
        shortcut="Ctrl+Shift+E",
        icon="close",
        tip=str(QT_TRANSLATE_NOOP("actions", "End the lesson and leave the run as it is")),
        verb=lambda studio: studio.classroom.lessons.close(),
        states=ALWAYS,
        menu=LESSONS,
        in_toolbar=False,
    ),
)
