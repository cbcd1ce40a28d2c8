"""Album: what the tables and the curve were at the end of each step of a lesson, drawn for paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer

from embviz.core.handout import Picture
from embviz.gui.handout.drawing import Sitting, drawn_curve, drawn_table, on_paper
from embviz.gui.heatmap.optional import StatePanel
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.states import expected_tables
from embviz.gui.panels import CURVE, GRAD, STATES, WEIGHT, grad_card, weight_card

if TYPE_CHECKING:
    from embviz.core.lessons.lesson import Lesson, LessonStep
    from embviz.core.messages import Snapshot
    from embviz.gui.lessons.desk import LessonDesk
    from embviz.gui.studio import Studio
    from embviz.gui.wall.panels import PanelChoice


class Shot(NamedTuple):
    """One picture, a PNG: the panel that it is of, and what that shows, by torch's name or the curve's."""

    panel: str
    name: str
    content: bytes


class Album(QObject):
    """Draws what is in the window of `studio` while a lesson is under way, at the end of each step in which
    something was to be done: the tables and the curve, and the optimizer's own tables where the step points
    at them.

    `pages` has the shots by the lesson's id, then by the index of the step; a new walk begins an empty one.
    What a plan hides, as `panels` knows, is neither drawn nor handed out.
    """

    def __init__(self, studio: Studio, lessons: LessonDesk, panels: PanelChoice) -> None:
        super().__init__(studio)
        self._studio, self._lessons, self._panels = studio, lessons, panels
        self.pages: dict[str, dict[int, tuple[Shot, ...]]] = {}
        self._due: int | None = None
        # Once what has been reached is painted: a picture takes longer than a frame.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._take)
        lessons.opened.connect(self._begin_page)
        lessons.walk.changed.connect(self._look)
        # While solutions lead to a step again, nothing else tells of what is reached.
        studio.controller.snapshot_changed.connect(self._look)

    def pictures_of(self, lesson: Lesson) -> dict[int, tuple[Picture, ...]]:
        """Return the pictures of the steps of `lesson` by their index, called as in the language spoken."""
        # Torch's names stay; the curve's are words.
        titles = self._studio.curve.titles
        return {
            index: tuple(
                Picture(titles.get(shot.name, shot.name), "png", shot.content)
                for shot in shots
                if shot.panel not in self._panels.hidden
            )
            for index, shots in self.pages.get(lesson.id, {}).items()
        }

    def _begin_page(self, lesson: Lesson) -> None:
        self.pages[lesson.id] = {}
        self._due = None
        self._look()

    def _look(self) -> None:
        attempt = self._lessons.walk.attempt
        if attempt is None or not attempt.is_reached or attempt.step.goal is None:
            return
        if attempt.index not in self.pages.get(attempt.lesson.id, {}) and self._due is None:
            self._due = attempt.index
            self._timer.start()

    def _take(self) -> None:
        lesson, due, snapshot = self._lessons.lesson, self._due, self._studio.controller.snapshot
        self._due = None
        if lesson is not None and due is not None and snapshot is not None:
            self.pages.setdefault(lesson.id, {})[due] = tuple(self._shots(lesson.steps[due], snapshot))

    def _shots(self, step: LessonStep, snapshot: Snapshot) -> Iterator[Shot]:
        studio, hidden = self._studio, self._panels.hidden
        theme = on_paper(studio.window.theme)
        sitting = Sitting(snapshot, studio.controller.outline, studio.selection.selected)
        for panel, name, make in _tables(step, snapshot):
            if panel not in hidden:
                yield Shot(panel, name, drawn_table(make, sitting, theme))
        if CURVE not in hidden:
            yield Shot(CURVE, studio.curve.shown, drawn_curve(studio.curve, theme))


def _tables(step: LessonStep, snapshot: Snapshot) -> Iterator[tuple[str, str, Callable[[], HeatmapPanel]]]:
    """Yield each table that `step` is about: the panel it stands in, its name, and what makes its card."""
    yield WEIGHT, "weight", weight_card
    yield GRAD, "grad", grad_card
    pointed_at = {one.table or one.widget for one in step.points_at}
    for name in expected_tables(snapshot.experiment, snapshot.state):
        if pointed_at & {STATES, f"panel_{name}", name}:
            yield STATES, name, partial(StatePanel, name)
