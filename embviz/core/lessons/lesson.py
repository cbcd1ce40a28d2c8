"""Lesson: its steps, each with text in two languages, a goal, and what to think of before."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

import msgspec

from embviz.core.experiment import Experiment
from embviz.core.lessons.conditions import Condition
from embviz.core.lessons.seen import Seen, moved_cells
from embviz.core.lessons.solutions import OPENING_VERBS, TABS, Move
from embviz.core.units import Place

Said = int | float | frozenset[Place]

_CELL = re.compile(r"(weight|grad|state\.(\w+))\[(\d+), *(\d+)\]")
_TAB = re.compile(rf"tab:({'|'.join(TABS)})")
_WIDGET = re.compile(r"[a-z][a-z0-9_]*")


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same in English and in Japanese, plain text."""

    en: str
    ja: str

    def __post_init__(self) -> None:
        if not (self.en.strip() and self.ja.strip()):
            raise ValueError("a text says something in both languages")

    def of(self, language: str) -> str:
        """Return the text in `language`, 'en' or 'ja'."""
        return self.ja if language == "ja" else self.en


class Target(NamedTuple):
    """What a step points at: a widget by its objectName, a tab, or a cell of a table."""

    widget: str = ""
    tab: str = ""
    table: str = ""
    cell: Place = (0, 0)

    @classmethod
    def read(cls, text: str) -> Target:
        """Return what `text` names: `panel_weight`, `tab:gap` or `weight[0, 3]`. Raises ValueError."""
        if cell := _CELL.fullmatch(text):
            return cls(table=cell[2] or cell[1], cell=(int(cell[3]), int(cell[4])))
        if tab := _TAB.fullmatch(text):
            return cls(tab=tab[1])
        if _WIDGET.fullmatch(text):
            return cls(widget=text)
        raise ValueError(
            f"{text!r} is neither a widget, nor tab:NAME ({', '.join(TABS)}), nor table[row, column]"
        )


class Prediction(msgspec.Struct, frozen=True):
    """What is asked before it is seen.

    Of 'choice' the answer is the index of one of `options`, of 'number' a number that may be `within` off, of
    'cells' the cells of `table` that will change. `answer` is worth that once the goal has been reached.
    """

    question: Text
    kind: Literal["choice", "number", "cells"]
    explain: Text
    options: tuple[Text, ...] = ()
    answer: Condition | None = None
    table: str = ""
    within: float = 0.0

    def truth(self, before: Seen, now: Seen) -> Said | None:
        """Return what torch did between the two moments; None where nobody can say."""
        if self.kind == "cells":
            return moved_cells(self.table, before, now)
        assert self.answer is not None
        value = self.answer.value(before, now)
        if not isinstance(value, int | float):
            return None
        return int(value) if self.kind == "choice" else float(value)

    def is_right(self, said: Said, truth: Said | None) -> bool:
        """Return whether `said` is what torch did."""
        if isinstance(said, frozenset) or isinstance(truth, frozenset) or truth is None:
            return said == truth
        return bool(abs(said - truth) <= self.within) if self.kind == "number" else said == truth


class LessonStep(msgspec.Struct, frozen=True):
    """One step: a paragraph, what it points at, and, where something is to be done, what and until when."""

    text: Text
    points_at: tuple[Target, ...] = ()
    ask: Text | None = None
    goal: Condition | None = None
    hint: Text | None = None
    solution: tuple[Move, ...] = ()
    predict: Prediction | None = None

    @property
    def may_open(self) -> bool:
        """True where the step itself asks for another run, or another moment."""
        return any(move.verb in OPENING_VERBS for move in self.solution)

    def is_reached(self, before: Seen, now: Seen) -> bool:
        """Return whether what the step asks for is done; always where it asks for nothing."""
        return self.goal is None or self.goal.holds(before, now)


class Lesson(msgspec.Struct, frozen=True):
    """A lesson: it begins `experiment`, shows its `curve` and goes through its steps."""

    id: str
    title: Text
    about: Text
    experiment: Experiment
    curve: str
    steps: tuple[LessonStep, ...]
