"""What the tests of the curve share: a panel, and a snapshot of a whole run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from embviz.core.messages import Snapshot
from embviz.gui.curve.panel import CurvePanel
from embviz.gui.theme import LIGHT

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def panel(show: Callable[..., CurvePanel]) -> CurvePanel:
    made = CurvePanel()
    made.set_theme(LIGHT)
    return show(made, 460, 300)


@pytest.fixture
def run_of(make_snapshot: MakeSnapshot) -> Callable[..., Snapshot]:
    """A snapshot that tells of a whole run at once."""

    def run_of(distances: Any, **others: Any) -> Snapshot:
        return make_snapshot(distances=distances, step=len(distances) - 1, **others)

    return run_of
