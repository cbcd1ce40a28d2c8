"""What the tests of the map share: the view with the first snapshot of run 1."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from embviz.core.messages import Snapshot
from embviz.gui.map.view import MapView
from embviz.gui.theme import LIGHT


@pytest.fixture
def view(show: Callable[..., MapView], make_snapshot: Callable[..., Snapshot]) -> MapView:
    made = MapView()
    made.set_theme(LIGHT)
    show(made, 450, 320)
    made.set_snapshot(make_snapshot(run=1))
    return made
