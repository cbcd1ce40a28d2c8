"""Solutions: what is to be pressed to reach a goal, in words that a program can do as well as a person."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from typing import NamedTuple

from embviz.core.checks import ZERO_GRADS
from embviz.core.examples import EXAMPLES
from embviz.core.lessons.conditions import Condition
from embviz.core.lessons.seen import ARGUMENTS, STATES
from embviz.core.messages import PAIRS, ZERO_GRAD

TABS = ("inspector", "lookup", "code", "gap", "rows", "words", "map")


class Move(NamedTuple):
    """One thing that is done: a verb of VERBS with its words; `condition` is what a run waits for."""

    verb: str
    words: tuple[str, ...] = ()
    condition: Condition | None = None


class SolutionError(ValueError):
    """What is said to be done and cannot; the text says what can."""


def read_move(text: str) -> Move:
    """Return what `text` says is to be done. Raises SolutionError and ConditionError."""
    verb, _, rest = text.strip().partition(" ")
    if verb not in VERBS:
        raise SolutionError(f"there is no {verb!r} to be done; there are {', '.join(VERBS)}")
    if verb == RUN_UNTIL:
        return Move(verb, (), Condition(rest))
    try:
        words = tuple(shlex.split(rest))
    except ValueError as error:
        raise SolutionError(f"{text!r} cannot be read: {error}") from error
    if not VERBS[verb].takes(words):
        raise SolutionError(f"{text!r}: it has to be {verb} {VERBS[verb].usage}".rstrip())
    return Move(verb, words)


class _Verb(NamedTuple):
    usage: str
    takes: Callable[[tuple[str, ...]], bool]


def _is_count(word: str) -> bool:
    return word.isdecimal() and word.isascii()


def _is_float(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _is_place(words: tuple[str, ...]) -> bool:
    return len(words) == 2 and all(map(_is_count, words))


def _is_setting(words: tuple[str, ...]) -> bool:
    return len(words) == 2 and words[0] in (*ARGUMENTS, ZERO_GRAD, PAIRS)


RUN_UNTIL = "run_until"
_ALONE = _Verb("", lambda words: not words)
_EXAMPLE_IDS = frozenset(example.id for example in EXAMPLES)
VERBS: Mapping[str, _Verb] = {
    **dict.fromkeys(("forward", "backward", "step", "zero_grad", "reset", "undo"), _ALONE),
    RUN_UNTIL: _Verb("CONDITION", bool),
    "train": _Verb("N", lambda words: len(words) == 1 and _is_count(words[0]) and int(words[0]) > 0),
    "lookup": _Verb("INDEX...", lambda words: bool(words)),
    "set": _Verb("NAME VALUE", _is_setting),
    "edit": _Verb(
        "ROW COLUMN VALUE", lambda words: _is_place(words[:2]) and len(words) == 3 and _is_float(words[2])
    ),
    "zeroing": _Verb(" or ".join(ZERO_GRADS), lambda words: len(words) == 1 and words[0] in ZERO_GRADS),
    "select": _Verb(
        "TABLE ROW COLUMN",
        lambda words: len(words) == 3 and words[0] in ("weight", "grad", *STATES) and _is_place(words[1:]),
    ),
    "example": _Verb("ID", lambda words: len(words) == 1 and words[0] in _EXAMPLE_IDS),
    "apply": _Verb("FIELD=VALUE...", lambda words: bool(words) and all("=" in word[1:] for word in words)),
    "tab": _Verb(" or ".join(TABS), lambda words: len(words) == 1 and words[0] in TABS),
}
# These begin another run, or show another moment: where a step asks for one, it is no straying.
OPENING_VERBS = frozenset({"reset", "undo", "example", "apply"})
