"""LessonMenu: the lessons in their order, each with how far somebody has come in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.record import LessonRecord


class LessonMenu(QObject):
    """The entries of `lessons` at the head of `menu`; `choose` is called with the id of the one chosen."""

    def __init__(self, menu: QMenu, choose: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._menu, self._choose = menu, choose
        self.actions: dict[str, QAction] = {}

    def show_lessons(
        self, lessons: Sequence[Lesson], records: Callable[[Lesson], LessonRecord], language: str
    ) -> None:
        """Have an entry for each of `lessons`, and say in it how far its record has come."""
        if list(self.actions) != [lesson.id for lesson in lessons]:
            self._make(lessons)
        for number, lesson in enumerate(lessons, 1):
            action, record = self.actions[lesson.id], records(lesson)
            title = f"{number}  {lesson.title.of(language)}".replace("&", "&&")
            progress = self._progress(record)
            action.setText(f"{title}\t{progress}" if progress else title)
            action.setChecked(record.is_finished)
            action.setToolTip(lesson.about.of(language))
            action.setStatusTip(lesson.about.of(language))

    def _make(self, lessons: Sequence[Lesson]) -> None:
        for action in self.actions.values():
            self._menu.removeAction(action)
            action.deleteLater()
        before = next(iter(self._menu.actions()), None)
        self.actions = {}
        for lesson in lessons:
            action = self.actions[lesson.id] = QAction(self._menu)
            action.setObjectName(f"lesson_{lesson.id}")
            action.setCheckable(True)
            action.triggered.connect(partial(self._on_chosen, lesson.id))
            self._menu.insertAction(before, action)  # type: ignore[arg-type]
        if before is not None:
            self._menu.insertSeparator(before)
        self._menu.setToolTipsVisible(True)

    def _on_chosen(self, id: str) -> None:
        # The mark says that it is finished, not that it was chosen.
        self.actions[id].setChecked(not self.actions[id].isChecked())
        self._choose(id)

    def _progress(self, record: LessonRecord) -> str:
        if record.is_finished or not record.is_begun:
            return ""
        return self.tr("step {n} of {count}").format(n=record.at + 1, count=len(record.steps))
