"""What the tests of lessons share: a window with a small lesson, whose engine is the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings

from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.reading import lesson_of
from embviz.gui.classroom import Classroom
from embviz.gui.lessons import desk as desks
from embviz.gui.lessons import shelf
from embviz.gui.lessons.desk import LessonDesk
from tests.core.lessons.texts import LESSON
from tests.gui.scene import WEIGHT, Scene

GRAD = [[1.0, 0.0, 0.0, 0.0, 0.0], [-1.0, 0.0, 0.0, 0.0, 0.0]]


@pytest.fixture
def lesson() -> Lesson:
    return lesson_of(LESSON, "01-small.toml")


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    """Where a person's settings are."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def desk(
    scene: Scene, tmp_path: Path, store: QSettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LessonDesk]:
    """The lessons of a window, two alike but for their names."""
    for number, name in enumerate(("small", "later"), 1):
        path = tmp_path / f"{number:02}-{name}.toml"
        path.write_text(LESSON.replace('"small"', f'"{name}"'), encoding="utf-8")
    monkeypatch.setattr(shelf, "lesson_files", lambda: sorted(tmp_path.glob("*.toml")))
    monkeypatch.setattr(desks.geometry, "settings", lambda: store)
    scene.studio.take_up_classroom(Classroom)
    yield scene.studio.classroom.lessons
    scene.studio.classroom.lessons.close()


@pytest.fixture
def begun(scene: Scene, desk: LessonDesk) -> LessonDesk:
    """The small lesson, its run on screen."""
    desk.open("small")
    settle(scene)
    return desk


@pytest.fixture
def do_backward(scene: Scene) -> Callable[[], None]:
    """Press Backward, and have the engine answer."""

    def do_backward() -> None:
        scene.window.actions_by_id["action_backward"].trigger()
        settle(scene, grad=GRAD)

    return do_backward


def settle(scene: Scene, **what: Any) -> bool:
    """Answer all that the engine was asked, by what is now: a card that comes or goes asks for pictures."""
    while scene.studio.controller.requests_in_flight:
        for request in scene.link.sent[-4:]:
            told = {"weight": WEIGHT, "run": request.run, "command": request.command} | what
            scene.link.received.emit(scene._make_snapshot(request=request.request, **told))
    return False
