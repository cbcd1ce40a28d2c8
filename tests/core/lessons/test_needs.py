"""needs: what a lesson's own solution uses, by the names under which a plan could hide it."""

from __future__ import annotations

import msgspec
import pytest

from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.needs import needs
from embviz.core.lessons.reading import lesson_of
from embviz.core.lessons.solutions import VERBS, read_move
from tests.core.lessons.texts import LESSON

MOVES = {
    "run_until step > 3": {"run"},
    "train 5": {"train"},
    "lookup 0 1": {"panel_details", "tab:lookup"},
    "set lr 0.01": {"panel_setup", "setup:lr"},
    "edit 0 1 2.5": {"panel_weight"},
    "zeroing zeros": {"zero_grad"},
    "select momentum_buffer 0 1": {"panel_states"},
    "select grad 0 1": {"panel_grad"},
    "example article": set(),
    "apply lr=0.1 momentum=0": {"panel_setup", "setup:lr", "setup:momentum"},
    "tab map": {"panel_details", "tab:map"},
    **{name: {name} for name in ("forward", "backward", "step", "zero_grad", "reset", "undo")},
}


@pytest.fixture
def lesson() -> Lesson:
    return lesson_of(LESSON, "01-small.toml")


@pytest.mark.parametrize("text", MOVES)
def test_each_verb_needs_what_it_is_done_with(lesson: Lesson, text: str) -> None:
    step = msgspec.structs.replace(lesson.steps[0], solution=(read_move(text),))
    assert needs(msgspec.structs.replace(lesson, steps=(step,))) == MOVES[text]


def test_no_verb_is_forgotten() -> None:
    assert {text.partition(" ")[0] for text in MOVES} == set(VERBS)


def test_a_lesson_needs_what_any_of_its_steps_does(lesson: Lesson) -> None:
    assert needs(lesson) == {"backward", "step"}
