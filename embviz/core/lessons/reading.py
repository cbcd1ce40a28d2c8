"""Reading lessons: a TOML file to a Lesson, or one clear error with the file, the line and the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from embviz.core import resources
from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.lessons.conditions import Condition, ConditionError
from embviz.core.lessons.lesson import Lesson, LessonStep, Prediction, Target, Text
from embviz.core.lessons.solutions import SolutionError, read_move

FOLDER = "lessons"
# Larger than any lesson that somebody reads to its end.
FILE_LIMIT_BYTES = 300_000
_NAME = re.compile(r"\d\d-([a-z][a-z0-9_]*)\.toml")
_LINE = re.compile(r"line (\d+)")
_PLACE = re.compile(r"^(.*?) - at `\$?\.?(.*)`$", re.DOTALL)
_FIELD = re.compile(r"unknown field `(\w+)`")

T = TypeVar("T")


class LessonError(ValueError):
    """A file that holds no lesson: `file`, `line` (0 where that is not known), `key` and `why`."""

    def __init__(self, file: str, line: int, key: str, why: str) -> None:
        self.file, self.line, self.key, self.why = file, line, key, why
        place = file + (f", line {line}" if line else "") + (f", {key}" if key else "")
        super().__init__(f"{place}: {why}")


class _RawPrediction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: Text
    kind: Literal["choice", "number", "cells"]
    answer: str
    explain: Text
    options: tuple[Text, ...] = ()
    within: float = 0.0


class _RawStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Text
    points_at: tuple[str, ...] = ()
    ask: Text | None = None
    goal: str = ""
    hint: Text | None = None
    solution: tuple[str, ...] = ()
    predict: _RawPrediction | None = None


class _RawLesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    title: Text
    about: Text
    steps: tuple[_RawStep, ...]
    curve: Literal["distance", "loss", "gap"] = "distance"
    experiment: dict[str, object] = {}


class _Wrong(ValueError):
    def __init__(self, key: str, why: object) -> None:
        super().__init__(str(why))
        self.key = key


def lesson_files() -> tuple[Path, ...]:
    """Return the shipped lessons' files, in the order of the lessons."""
    return tuple(sorted(resources.path(FOLDER).glob("*.toml")))


def read_lesson(path: Path) -> Lesson:
    """Read the lesson in the file at `path`. Raises LessonError, and OSError where it cannot be read."""
    content = path.read_bytes()
    if len(content) > FILE_LIMIT_BYTES:
        raise LessonError(path.name, 0, "", f"a lesson has at most {FILE_LIMIT_BYTES} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LessonError(path.name, content[: error.start].count(b"\n") + 1, "", "is no UTF-8") from error
    lesson = lesson_of(text, path.name)
    named = _NAME.fullmatch(path.name)
    if named is None or named[1] != lesson.id:
        raise LessonError(
            path.name, _line_of(text, "id"), "id", f"the file has to be called NN-{lesson.id}.toml"
        )
    return lesson


def lesson_of(text: str, file: str) -> Lesson:
    """Return the lesson that `text` holds; an error names `file`. Raises LessonError."""
    try:
        raw = msgspec.convert(msgspec.toml.decode(text), _RawLesson)
        return _lesson(raw)
    except _Wrong as error:
        raise LessonError(file, _line_of(text, error.key), error.key, str(error)) from error
    except msgspec.ValidationError as error:
        key, why = _explained(str(error))
        raise LessonError(file, _line_of(text, key), key, why) from error
    # A plain ValueError too: Python reads no number of more than 4,300 digits.
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        found = _LINE.search(str(error))
        raise LessonError(file, int(found[1]) if found else 0, "", f"is no TOML: {error}") from error


def _lesson(raw: _RawLesson) -> Lesson:
    if not raw.steps:
        raise _Wrong("steps", "a lesson has at least one step")
    try:
        experiment = Experiment(**raw.experiment)  # type: ignore[arg-type]
    except TypeError as error:
        raise _Wrong("experiment", error) from error
    except ExperimentError as error:
        raise _Wrong(f"experiment.{error.field}", error) from error
    steps = tuple(_step(step, f"steps[{index}]") for index, step in enumerate(raw.steps))
    return Lesson(raw.id, raw.title, raw.about, experiment, raw.curve, steps)


def _step(raw: _RawStep, key: str) -> LessonStep:
    _demand(
        bool(raw.goal) == (raw.ask is not None), f"{key}.ask", "what is asked needs a goal, and a goal an ask"
    )
    _demand(
        bool(raw.goal) == bool(raw.solution), f"{key}.solution", "a goal needs a solution, and only a goal"
    )
    _demand(raw.hint is None or raw.ask is not None, f"{key}.hint", "there is nothing to give a hint for")
    return LessonStep(
        text=raw.text,
        points_at=tuple(_each(Target.read, raw.points_at, f"{key}.points_at")),
        ask=raw.ask,
        goal=_read(Condition, raw.goal, f"{key}.goal") if raw.goal else None,
        hint=raw.hint,
        solution=tuple(_each(read_move, raw.solution, f"{key}.solution")),
        predict=None if raw.predict is None else _prediction(raw.predict, f"{key}.predict"),
    )


def _prediction(raw: _RawPrediction, key: str) -> Prediction:
    is_choice, is_number = raw.kind == "choice", raw.kind == "number"
    _demand(
        len(raw.options) >= 2 if is_choice else not raw.options,
        f"{key}.options",
        "a choice has two or more options, and only a choice",
    )
    _demand(raw.within >= 0, f"{key}.within", "must be at least 0")
    made = Prediction(raw.question, raw.kind, raw.explain, raw.options, within=raw.within)
    if is_choice or is_number:
        return msgspec.structs.replace(made, answer=_read(Condition, raw.answer, f"{key}.answer"))
    changed, _, table = raw.answer.partition(".")
    _demand(
        changed == "changed" and table in ("weight", "grad"),
        f"{key}.answer",
        "cells are those of changed.weight or of changed.grad",
    )
    return msgspec.structs.replace(made, table=table)


def _demand(is_so: bool, key: str, why: str) -> None:
    if not is_so:
        raise _Wrong(key, why)


def _each(read: Callable[[str], T], texts: tuple[str, ...], key: str) -> Iterator[T]:
    for text in texts:
        yield _read(read, text, key)


def _read(read: Callable[[str], T], text: str, key: str) -> T:
    try:
        return read(text)
    except (ConditionError, SolutionError, ValueError) as error:
        raise _Wrong(key, error) from error


def _explained(message: str) -> tuple[str, str]:
    """Return the key and the reason in a message of msgspec's."""
    found = _PLACE.match(message)
    key, why = (found[2], found[1]) if found else ("", message)
    field = _FIELD.search(why)
    return (f"{key}.{field[1]}".lstrip(".") if field else key), why


def _line_of(text: str, key: str) -> int:
    """Return the line of `text` in which `key`, such as `steps[2].predict.answer`, stands; of a key that is
    left out the line of what it is missing in; 0 where that is nowhere either."""
    best, depth = 0, 0
    for number, path in _lines(text):
        shared = _shared(path, key)
        if shared > depth:
            best, depth = number, shared
    return best


def _shared(path: str, key: str) -> int:
    """Return how much of `key` the `path` of a line stands for, 0 where it is another one."""
    is_in = key == path or key.startswith((f"{path}.", f"{path}["))
    return len(path) if is_in else 0


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the path of each line that begins a table or a value."""
    table, counts = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        if array := re.match(r"\s*\[\[\s*([\w.]+)\s*\]\]", line):
            counts[array[1]] = counts.get(array[1], -1) + 1
            table = f"{array[1]}[{counts[array[1]]}]"
            yield number, table
        elif header := re.match(r"\s*\[\s*([\w.]+)\s*\]", line):
            first, _, rest = header[1].partition(".")
            table = f"{first}[{counts[first]}].{rest}" if first in counts else header[1]
            yield number, table
        elif value := re.match(r"\s*(\w+)\s*=", line):
            yield number, f"{table}.{value[1]}".lstrip(".")
