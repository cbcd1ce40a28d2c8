"""What the tests of accessibility share: the events that a screen reader would get."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from embviz.core.messages import Snapshot
from embviz.gui.accessible import voice

MakeSnapshot = Callable[..., Snapshot]


class Heard(NamedTuple):
    """One event: what happened, and the name of what it happened to, or what is to be read out."""

    kind: QAccessible.Event
    text: str


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, qapp: object) -> list[Heard]:
    """What a screen reader that is there hears from the program itself."""
    events: list[Heard] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            events.append(Heard(event.type(), event.message()))
        else:
            part = QAccessible.queryAccessibleInterface(event.object())
            events.append(Heard(event.type(), part.text(QAccessible.Text.Name)))

    monkeypatch.setattr(voice, "is_heard", lambda: True)
    monkeypatch.setattr(voice, "send", hear)
    return events
