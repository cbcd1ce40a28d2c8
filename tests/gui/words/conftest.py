"""What the tests of the words share: the view on screen, in a run on a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from embviz.core.messages import Snapshot
from embviz.gui.reporter import Search
from embviz.gui.theme import LIGHT
from embviz.gui.words.view import WordsView
from tests.gui.words import scene

Begin = Callable[..., Snapshot]


@pytest.fixture
def searches() -> list[Search]:
    """What the view has looked for."""
    return []


@pytest.fixture
def view(show: Callable[..., Any], searches: list[Search]) -> WordsView:
    """The view in the usual window's card, before its first snapshot."""
    made: WordsView = show(WordsView(), 422, 203)
    made.set_theme(LIGHT)
    made.find_asked.connect(searches.append)
    return made


@pytest.fixture
def begin(view: WordsView, make_snapshot: Callable[..., Snapshot]) -> Begin:
    """Show a moment of a run: `begin(labels, run=2, step=3)`."""

    def begin(labels: tuple[str, ...] = scene.WORDS, **others: Any) -> Snapshot:
        snapshot = scene.snapshot_of(make_snapshot, labels, **others)
        view.set_snapshot(snapshot)
        return snapshot

    return begin
