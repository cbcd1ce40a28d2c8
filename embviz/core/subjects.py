"""Subjects: which rows an action is about, so that it can be told by their labels."""

from __future__ import annotations

from collections.abc import Iterator

from embviz.core.messages import PAIRS, Action
from embviz.core.numbers import parse_pairs


def rows_of(action: Action) -> Iterator[int]:
    """Yield the rows that an action names: those looked up, edited, or set to be trained."""
    yield from action.indices
    if action.place is not None:
        yield action.place[0]
    if action.name == PAIRS:
        yield from (row for pair in parse_pairs(str(action.value)) or () for row in pair)
