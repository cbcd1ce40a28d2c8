"""Classroom: what a window needs for teaching: lessons, the wall, the language, a teacher's plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from embviz.gui.handout.desk import HandoutDesk
from embviz.gui.language import LabelWatch
from embviz.gui.lessons.desk import LessonDesk
from embviz.gui.plan.desk import PlanDesk
from embviz.gui.wall.desk import Wall

if TYPE_CHECKING:
    from embviz.gui.studio import Studio


class Classroom(QObject):
    """Everything for teaching in the window of `studio`, each part a desk of its own.

    It is made once the panels stand and the first numbers have come: nothing of it delays the first picture.
    """

    # Told here, since the verbs of the actions speak of it.
    wall: Wall
    lessons: LessonDesk
    plans: PlanDesk
    handouts: HandoutDesk

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self.labels = LabelWatch(studio)
        self.wall = Wall(studio)
        self.lessons = LessonDesk(studio, self.wall)
        self.plans = PlanDesk(studio)
        self.handouts = HandoutDesk(studio, self.lessons, self.wall.panels)
