"""Shelf: the shipped lessons, read one at a time while nothing else is to be done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.reading import LessonError, lesson_files, read_lesson

# Once the window stands; and between two files, each of which takes some ms.
QUIET_MS, BETWEEN_MS = 1500, 50


class Shelf(QObject):
    """The lessons in their order. `refused` brings the LessonError of a file that holds none, and `read` says
    once that all are there."""

    refused = Signal(object)
    read = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lessons: list[Lesson] = []
        self._files: list[Path] | None = None
        self._turn = QTimer(self, interval=QUIET_MS)
        self._turn.timeout.connect(self._read_one)
        self._turn.start()

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """All of them: those that were not read yet are read now."""
        while self._turn.isActive():
            self._read_one()
        return tuple(self._lessons)

    def _read_one(self) -> None:
        if self._files is None:
            self._files = list(lesson_files())
            self._turn.setInterval(BETWEEN_MS)
        if not self._files:
            self._turn.stop()
            self.read.emit()
            return
        try:
            self._lessons.append(read_lesson(self._files.pop(0)))
        except LessonError as error:
            self.refused.emit(error)
