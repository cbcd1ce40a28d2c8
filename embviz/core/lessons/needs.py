"""needs: the controls that a lesson cannot be gone through without, by the names that a plan has for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.solutions import RUN_UNTIL

SETUP, DETAILS = "panel_setup", "panel_details"
_PANELS = {"weight": "panel_weight", "grad": "panel_grad"}
_OF_OPTIMIZER = "panel_states"

_Words = tuple[str, ...]


def needs(lesson: Lesson) -> frozenset[str]:
    """Return what the solution of `lesson` presses, types into or opens: 'step', 'setup:lr', 'tab:map'."""
    return frozenset(
        name
        for step in lesson.steps
        for move in step.solution
        for name in _OTHERS.get(move.verb, _itself(move.verb))(move.words)
    )


def _itself(verb: str) -> Callable[[_Words], _Words]:
    return lambda _words: (verb,)


def _lines(words: _Words) -> _Words:
    return (SETUP, *(f"setup:{word.partition('=')[0]}" for word in words))


# Of every other verb the action of the same name is needed.
_OTHERS: Mapping[str, Callable[[_Words], _Words]] = {
    RUN_UNTIL: _itself("run"),
    "lookup": lambda _words: (DETAILS, "tab:lookup"),
    "set": lambda words: _lines(words[:1]),
    "apply": _lines,
    "edit": lambda _words: ("panel_weight",),
    "zeroing": _itself("zero_grad"),
    "select": lambda words: (_PANELS.get(words[0], _OF_OPTIMIZER),),
    "example": lambda _words: (),
    "tab": lambda words: (DETAILS, f"tab:{words[0]}"),
}
