"""LessonDesk: the lessons of a window: their menu, their card and what is kept of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from embviz.core.lessons.attempt import Attempt
from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.reading import LessonError
from embviz.core.lessons.record import LessonRecord, fresh
from embviz.core.units import Place
from embviz.gui import geometry
from embviz.gui.actions import LESSONS
from embviz.gui.actions.lessons import LESSON_ACTIONS
from embviz.gui.control.notice import Notice, retold
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.states import StateStack
from embviz.gui.language import spoken
from embviz.gui.lessons import progress
from embviz.gui.lessons.arranging import on_wall, pointed_at
from embviz.gui.lessons.menu import LessonMenu
from embviz.gui.lessons.outline import Outlines
from embviz.gui.lessons.panel import LessonPanel
from embviz.gui.lessons.shelf import Shelf
from embviz.gui.lessons.walk import Walk
from embviz.gui.theme import Theme
from embviz.gui.wall.panels import SETUP
from embviz.gui.wall.presenter import USUAL
from embviz.gui.widgets.order import put_after

if TYPE_CHECKING:
    from embviz.gui.studio import Studio
    from embviz.gui.wall.desk import Wall


class LessonDesk(QObject):
    """All about lessons in the window of `studio` and on its `wall`; what was reached is kept in `store`.

    `opened` and `closed` bring the Lesson that has begun or ended, `recorded` its LessonRecord whenever more
    is known of it.
    """

    opened = Signal(object)
    closed = Signal(object)
    recorded = Signal(object)

    def __init__(self, studio: Studio, wall: Wall, store: QSettings | None = None) -> None:
        super().__init__(studio)
        self._studio, self._wall = studio, wall
        self._store = geometry.settings() if store is None else store
        # The step for which the form was shown or hidden.
        self._arranged: object = None
        self._had_form = True
        # What a teacher's plan offers, None for all.
        self._offered: tuple[str, ...] | None = None
        self._shelf = Shelf(self)
        self._shelf.refused.connect(self._on_refused)
        # The card too is made while nobody waits for it.
        self._shelf.read.connect(self.make_panel)
        self.panel: LessonPanel | None = None
        self.outlines = Outlines(studio)
        self.walk = Walk(studio)
        self.walk.changed.connect(self._show)
        self.walk.recorded.connect(self._keep)
        menu = studio.window.menu(LESSONS)
        self.menu = LessonMenu(menu, self.open, self)
        menu.aboutToShow.connect(self._show_menu)
        tables: list[HeatmapPanel | StateStack] = [*studio.heatmaps, studio.states]
        for table in tables:
            table.cell_pressed.connect(self._on_cell)
        studio.window.add_overlay(self)
        wall.presenter.toggled.connect(self._on_presenter)
        self._show_actions()

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons that are offered, in their order."""
        if self._offered is None:
            return self._shelf.lessons
        by_id = {one.id: one for one in self._shelf.lessons}
        return tuple(by_id[id] for id in self._offered if id in by_id)

    def offer(self, ids: tuple[str, ...] | None) -> None:
        """Offer the lessons called `ids` alone, in that order; for None all of them."""
        self._offered = ids
        if self.menu.actions:
            self._show_menu()
        if self.lesson is not None:
            self._show()

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is under way, None where none is."""
        return None if self.walk.attempt is None else self.walk.attempt.lesson

    def record_of(self, lesson: Lesson) -> LessonRecord:
        """Return how far somebody has come in `lesson`."""
        return progress.record_of(lesson, self._store)

    def open(self, id: str) -> None:
        """Begin the lesson called `id`, or go on where it was left. Raises KeyError where there is none."""
        lesson = {one.id: one for one in self.lessons}[id]
        record = self.record_of(lesson)
        if record.is_finished or not record.is_begun:
            record = fresh(lesson, time.time())
        if self.lesson is None:
            self._had_form = self._has_form
        self._show_panel()
        self._arranged = None
        self.walk.begin(lesson, record)
        self._show_actions()
        self.opened.emit(lesson)

    def close(self) -> None:
        """End the lesson, if one is under way; the run stays."""
        lesson = self.lesson
        if lesson is None or self.panel is None:
            return
        self.walk.end()
        self.outlines.point_at(())
        self.outlines.mark_cells(())
        self.panel.hide()
        self.panel.forget()
        self._veil(is_veiled=False)
        self._show_panels(USUAL, has_form=self._had_form)
        self._show_actions()
        self._studio.window.setFocus()
        self.closed.emit(lesson)

    def go_on(self) -> None:
        """Go to the next step, or from the last one to the next lesson, where this one was reached."""
        if self.walk.go_on():
            return
        following = self._following()
        if following is None:
            self.close()
        else:
            self.open(following.id)

    def go_back(self) -> None:
        """Go to the step before; the run stays as it is."""
        self.walk.go_back()

    def start_again(self) -> None:
        """Bring the run to where the step that is shown begins."""
        self.walk.start_again()

    def make_panel(self) -> None:
        """Make the card, which is hidden until a lesson begins, where it was not made yet."""
        if self.panel is not None:
            return
        panel, window = LessonPanel(), self._studio.window
        panel.hide()
        panel.set_theme(window.theme)
        window.aside.addWidget(panel)
        put_after(window.toolbar.speed, panel)
        for told, verb in (
            (panel.went_on, self.go_on),
            (panel.went_back, self.go_back),
            (panel.started_again, self.start_again),
            (panel.closed, self.close),
            (panel.answered, self.walk.answer),
            (panel.setup_wanted, self._show_form),
        ):
            told.connect(verb)
        self.panel = panel

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.outlines.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        if self.menu.actions:
            self._show_menu()
        if self.lesson is not None:
            self._show()

    def _on_refused(self, error: LessonError) -> None:
        self._studio.notices.tell(
            retold(lambda: Notice(self.tr("A lesson cannot be read"), str(error), "dismiss"))
        )

    def _show_menu(self) -> None:
        self.menu.show_lessons(self.lessons, self.record_of, spoken())

    def _following(self) -> Lesson | None:
        """Return the lesson after the one that is under way, None where there is none."""
        ids = [lesson.id for lesson in self.lessons]
        is_offered = self.lesson is not None and self.lesson.id in ids
        later = self.lessons[ids.index(self.lesson.id) + 1 :] if self.lesson and is_offered else ()
        return later[0] if later else None

    def _keep(self, record: LessonRecord) -> None:
        progress.keep(record, self._store)
        self.recorded.emit(record)

    def _on_cell(self, cell: Place) -> None:
        if self.lesson is not None and self.panel is not None and self.panel.predict.asks_for_cells:
            self.panel.predict.toggle(cell)
            self.outlines.mark_cells(self.panel.predict.cells)

    def _show_panel(self) -> None:
        self.make_panel()
        assert self.panel is not None
        self.panel.show()

    def _show(self) -> None:
        shown, panel = self.walk.shown, self.panel
        if shown is None or panel is None:
            return
        has_next = self._following() is not None
        panel.show_attempt(shown, spoken(), is_busy=self.walk.is_busy, has_next_lesson=has_next)
        self._arrange(shown, panel)
        self._veil(is_veiled=shown.question is not None)
        self.outlines.mark_cells(panel.predict.cells if panel.predict.asks_for_cells else ())

    def _arrange(self, shown: Attempt, panel: LessonPanel) -> None:
        """At the beginning of a step show the form where it points into it, and else leave its room to the
        tables; afterwards it is as somebody wants it. On a wall it goes again once the step is done."""
        points_at = shown.step.points_at
        names = pointed_at(self._studio, points_at)
        is_over = self._wall.presenter.is_on and shown.step.goal is not None and shown.is_reached
        has_form = SETUP in names and not is_over
        step = (shown.lesson.id, shown.index, has_form)
        if step == self._arranged:
            return
        self._arranged = step
        panel.setup.setChecked(has_form)
        self._show_panels(on_wall(names - {SETUP}, points_at), has_form=has_form)
        self.outlines.point_at(points_at)

    @property
    def _has_form(self) -> bool:
        """True where the form is to be seen, or will be after presenter mode."""
        before = self._wall.presenter.shown_before
        return not self._studio.setup.isHidden() if before is None else SETUP in before

    def _show_panels(self, names: frozenset[str], *, has_form: bool) -> None:
        """Show the form or not, and on a wall of all the rest `names` alone."""
        if self._wall.presenter.is_on:
            self._wall.presenter.show(names | {SETUP} if has_form else names)
        else:
            self._studio.setup.setVisible(has_form)

    def _show_form(self, is_wanted: bool) -> None:
        self._show_panels(self._wall.panels.shown - {SETUP}, has_form=is_wanted)

    def _on_presenter(self) -> None:
        self._arranged = None
        if self.lesson is not None:
            self._show()

    def _veil(self, *, is_veiled: bool) -> None:
        views = self._studio.views
        if views is not None:
            views.inspector.set_veiled(is_veiled)

    def _show_actions(self) -> None:
        for row in LESSON_ACTIONS:
            self._studio.window.actions_by_id[row.id].setVisible(self.lesson is not None)
