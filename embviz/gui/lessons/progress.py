"""Progress: the record of each lesson, kept among the settings of a person."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.record import LessonRecord

KEY = "lessons/{id}"


def record_of(lesson: Lesson, store: QSettings) -> LessonRecord:
    """Return how far somebody has come in `lesson`."""
    return LessonRecord.from_text(str(store.value(KEY.format(id=lesson.id), "")), lesson)


def keep(record: LessonRecord, store: QSettings) -> None:
    """Keep `record` for the next time."""
    store.setValue(KEY.format(id=record.lesson), record.to_text())
