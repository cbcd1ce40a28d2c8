"""Voice: the one door through which the program raises events for screen readers, and its pace."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

# What changes with every picture of a Run is told no more often: nobody hears sixty numbers a second.
PACE_MS = 1000


def is_heard() -> bool:
    """Return whether a screen reader, or anything like it, is there."""
    return QAccessible.isActive()


def send(event: QAccessibleEvent) -> None:
    """Hand `event` to Qt, and so to screen readers."""
    QAccessible.updateAccessibility(event)


def raise_event(target: QObject, kind: QAccessible.Event) -> None:
    """Tell screen readers that `kind` has happened to `target`."""
    if is_heard():
        send(QAccessibleEvent(target, kind))


def announce(target: QObject, text: str, *, is_urgent: bool = False) -> None:
    """Have `text` read out, on behalf of `target`; what `is_urgent` interrupts what is being read."""
    if not is_heard() or not text:
        return
    event = QAccessibleAnnouncementEvent(target, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if is_urgent else politeness.Polite)
    send(event)


class Pace(QObject):
    """Calls `tell` when asked to: at once where it has been silent for `rest_ms`, else at their end, once."""

    def __init__(self, tell: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self.rest_ms = PACE_MS
        self._tell = tell
        self._is_asked = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rested)

    def ask(self) -> None:
        """Tell, now or soon."""
        if self._rest.isActive():
            self._is_asked = True
        else:
            self._rest.start(self.rest_ms)
            self._tell()

    def _on_rested(self) -> None:
        if self._is_asked:
            self._is_asked = False
            self.ask()
