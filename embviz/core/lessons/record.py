"""LessonRecord: how far somebody has come in a lesson, and what was predicted there, to be kept as text."""

from __future__ import annotations

import msgspec

from embviz.core.lessons.lesson import Lesson, Said
from embviz.core.outline import Moment
from embviz.core.units import Count, Place

Kept = int | float | tuple[Place, ...]


class StepRecord(msgspec.Struct, frozen=True):
    """One step: whether it was reached, and at which moment of the session.

    `said` is what was predicted and `truth` what torch then did: the index of an option, a number or cells,
    (row, column); None where nothing was asked, or is known yet. `is_right` compares the two.
    """

    is_reached: bool = False
    moment: Moment | None = None
    said: Kept | None = None
    truth: Kept | None = None
    is_right: bool | None = None


class LessonRecord(msgspec.Struct, frozen=True):
    """One lesson: its id, when it was `started`, in seconds after 1970, and the step `at` which it stands."""

    lesson: str
    started: float = 0.0
    at: Count = 0
    steps: tuple[StepRecord, ...] = ()

    @property
    def is_finished(self) -> bool:
        """True once every step has been reached."""
        return bool(self.steps) and all(step.is_reached for step in self.steps)

    @property
    def is_begun(self) -> bool:
        """True once a step has been reached."""
        return any(step.is_reached for step in self.steps)

    def to_text(self) -> str:
        """Return the record as one line of text, which `from_text` reads."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_text(cls, text: str, lesson: Lesson) -> LessonRecord:
        """Return the record that `text` holds; a fresh one where it holds none of this `lesson`."""
        try:
            record = msgspec.json.decode(text, type=cls)
        # A file that anybody may have edited.
        except (msgspec.DecodeError, ValueError, RecursionError):
            return fresh(lesson)
        is_same = record.lesson == lesson.id and len(record.steps) == len(lesson.steps)
        return record if is_same and record.at < len(lesson.steps) else fresh(lesson)


def fresh(lesson: Lesson, started: float = 0.0) -> LessonRecord:
    """Return the record of a lesson in which nothing was done yet."""
    return LessonRecord(lesson.id, started, 0, (StepRecord(),) * len(lesson.steps))


def kept(said: Said | None) -> Kept | None:
    """Return what was said as it is kept: cells in their order."""
    return tuple(sorted(said)) if isinstance(said, frozenset) else said
