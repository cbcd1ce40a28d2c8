"""The furnished window with an engine that is the test: what its own tests and those of its files share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtTest import QTest

from embviz.core.experiment import Experiment
from embviz.core.messages import Done, Failure, Request, Snapshot, Survey
from embviz.gui.details.views import make_views
from embviz.gui.files import Files
from embviz.gui.studio import Studio
from embviz.gui.window import MainWindow

WEIGHT = [[0.25, -0.5, 0.75, 0.0, 1.0], [-0.25, 0.5, -0.75, 0.125, -1.0]]


class FakeLink(QObject):
    """A link whose engine answers when it is told to."""

    received = Signal(object)
    lost = Signal(str)

    def __init__(self, start: object, process: object, parent: QObject) -> None:
        super().__init__(parent)
        self.is_alive = True
        self.is_released = False
        self.sent: list[Request] = []

    def send(self, request: Request) -> None:
        self.sent.append(request)

    def kill(self) -> None:
        self.is_alive = False

    def restart(self) -> None:
        self.is_alive = True

    def release(self) -> None:
        self.is_released = True


class Scene:
    """A studio whose engine is the test."""

    def __init__(self, window: MainWindow, make_snapshot: Callable[..., Snapshot]) -> None:
        self.window = window
        self._make_snapshot = make_snapshot
        self.studio = Studio(window, None, None, Experiment())  # type: ignore[arg-type]
        self.studio.complete(make_views())
        self.studio.take_up_files(Files)
        self.link: Any = self.studio.link

    def answer(self, **what: Any) -> None:
        """Answer the last request with a snapshot."""
        request = self.link.sent[-1]
        what = {"weight": WEIGHT, "run": request.run, "command": request.command} | what
        self.link.received.emit(self._make_snapshot(request=request.request, **what))

    def fail(self) -> None:
        """Refuse the last request."""
        self.tell(Failure, what="It failed.", why="for a reason")

    def tell(self, kind: type[Done | Failure | Survey], **what: Any) -> None:
        """Answer the last request with what is no snapshot."""
        request = self.link.sent[-1]
        self.link.received.emit(kind(run=request.run, request=request.request, **what))

    def die(self) -> None:
        self.link.kill()
        self.link.lost.emit("it ended with status 7")

    def press(self, key: str) -> None:
        QTest.keyClicks(self.window, key)

    @property
    def commands(self) -> list[str]:
        return [request.command for request in self.link.sent]

    @property
    def enabled(self) -> set[str]:
        return {name for name, action in self.window.actions_by_id.items() if action.isEnabled()}

    @property
    def next_action(self) -> list[str]:
        return [name for name, button in self.window.toolbar.buttons.items() if button.is_next]
