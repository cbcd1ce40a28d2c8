"""What the tests of sessions share: a controller that only listens, and a window with its banner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from embviz.core.messages import Survey
from embviz.core.outline import Outline, SessionFacts
from embviz.gui.banner import Banner
from embviz.gui.noticeboard import NoticeBoard
from embviz.gui.sessions.desk import SessionDesk
from embviz.gui.sessions.recent import RecentFiles

# Wherever the test runs, it is a quarter to eleven there.
NOW_S = datetime(2026, 10, 15, 10, 45).timestamp()


class Listener(QObject):
    """Stands for the controller: keeps what it was asked, and says what a test has it say."""

    snapshot_changed = Signal(object)
    surveyed = Signal(object)
    saved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Any, ...]] = []

    def open(self, path: str, is_read_only: bool) -> None:
        self.asked.append(("open", path, is_read_only))

    def save_as(self, path: str) -> None:
        self.asked.append(("save", path))

    def survey(self, paths: tuple[str, ...]) -> None:
        self.asked.append(("survey", *paths))

    def take_asked(self) -> list[tuple[Any, ...]]:
        asked, self.asked = self.asked, []
        return asked


class Bench:
    """A window with a desk. `show(path="...")` has the engine say where the session stands."""

    def __init__(self, folder: Path, make_snapshot: Callable[..., Any], settings: Path) -> None:
        self.folder = folder
        self._make_snapshot = make_snapshot
        self.window = QWidget()
        self.banner = Banner()
        column = QVBoxLayout(self.window)
        column.addWidget(self.banner)
        column.addStretch()
        self.controller = Listener()
        self.recent = RecentFiles(settings)
        self.notices = NoticeBoard(self.banner, self.window)
        self.desk = SessionDesk(self.window, self.controller, self.recent, self.notices, clock=lambda: NOW_S)

    def file(self, name: str) -> str:
        """A file of that name, which holds nothing: the window never reads it."""
        path = self.folder / name
        path.touch()
        return str(path)

    def show(self, **outline: Any) -> None:
        outline = {"is_untitled": False, **outline}
        self.controller.snapshot_changed.emit(self._make_snapshot(outline=Outline(**outline)))

    def find(self, *sessions: SessionFacts) -> None:
        """Have the engine tell what it has found."""
        self.controller.surveyed.emit(Survey(sessions=sessions))

    @property
    def told(self) -> str:
        return self.banner.text


@pytest.fixture
def make_bench(
    show: Callable[..., QWidget], tmp_path: Path, make_snapshot: Callable[..., Any]
) -> Callable[[], Bench]:
    """Put windows with desks on the screen, which share one list of recent files."""

    def make() -> Bench:
        (tmp_path / "files").mkdir(exist_ok=True)
        bench = Bench(tmp_path / "files", make_snapshot, tmp_path / "settings" / "recent.json")
        show(bench.window, 900, 300)
        return bench

    return make


@pytest.fixture
def bench(make_bench: Callable[[], Bench]) -> Bench:
    return make_bench()


@pytest.fixture
def left() -> Callable[..., SessionFacts]:
    """Make the facts of a session that was not closed, five minutes ago."""

    def left(path: str, **others: Any) -> SessionFacts:
        facts = {
            "modified_s": NOW_S - 300,
            "steps": 40,
            "actions": 12,
            "is_untitled": True,
            "is_unfinished": True,
        }
        return SessionFacts(path=path, **{**facts, **others})

    return left
