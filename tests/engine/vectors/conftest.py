"""What the tests of files of vectors share: reading without a child, which takes a third of a second."""

from __future__ import annotations

import pytest

from embviz.engine.vectors import child, nursery


@pytest.fixture
def in_process(monkeypatch):
    """Do in this process what the child would do, by the same functions."""
    monkeypatch.setattr(nursery, "ask", lambda action, wish, _: child.ACTIONS[action](wish))
