"""handout_of: a lesson, its record and what was on screen, as a Handout in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from embviz.core.handout import WORDS, Handout, HandoutStep, Picture
from embviz.core.lessons.lesson import Lesson, LessonStep, Prediction, Text
from embviz.core.lessons.record import Kept, LessonRecord, StepRecord


def handout_of(
    lesson: Lesson,
    record: LessonRecord,
    language: str,
    pictures: Mapping[int, Sequence[Picture]],
    code: str,
    torch: str,
    date: str,
) -> Handout:
    """Return the handout of `lesson` in `language`, with the `pictures` of its steps by their index."""
    steps = tuple(
        _step(step, one, language, tuple(pictures.get(index, ())))
        for index, (step, one) in enumerate(zip(lesson.steps, record.steps, strict=True))
    )
    title, about = lesson.title.of(language), lesson.about.of(language)
    return Handout(language, title, about, steps, code, torch, date)


def words() -> dict[str, str]:
    """Return the page's own words in the language that is spoken."""
    return {name: QCoreApplication.translate("core", text) for name, text in WORDS.items()}


def _step(step: LessonStep, record: StepRecord, language: str, pictures: tuple[Picture, ...]) -> HandoutStep:
    def of(text: Text | None) -> str:
        return "" if text is None else text.of(language)

    made = HandoutStep(of(step.text), of(step.ask), is_reached=record.is_reached, pictures=pictures)
    if step.predict is None:
        return made
    return made._replace(
        question=step.predict.question.of(language),
        options=tuple(option.of(language) for option in step.predict.options),
        said=_in_words(step.predict, record.said, language),
        truth=_in_words(step.predict, record.truth, language),
        is_right=record.is_right,
        explain=step.predict.explain.of(language),
    )


def _in_words(prediction: Prediction, kept: Kept | None, language: str) -> str:
    if kept is None:
        return ""
    if isinstance(kept, tuple):
        return ", ".join(f"{prediction.table}[{row}, {column}]" for row, column in kept) or "–"
    if prediction.kind == "choice":
        index = int(kept)
        is_there = 0 <= index < len(prediction.options)
        return prediction.options[index].of(language) if is_there else f"{index}"
    return f"{kept:.4g}"
