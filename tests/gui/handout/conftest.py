"""A window with a real engine and one short lesson, for what is handed out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.reading import lesson_of
from embviz.gui import language
from embviz.gui import theme as themes
from embviz.gui.classroom import Classroom
from embviz.gui.control.process import end_engine, start_engine
from embviz.gui.control.state import State
from embviz.gui.details.views import make_views
from embviz.gui.files import Files
from embviz.gui.lessons.desk import LessonDesk
from embviz.gui.studio import Studio
from embviz.gui.window import MainWindow
from tests.gui.scene import Scene

LIMIT_MS = 20_000
LESSON = """
id = "sign"
title = { en = "Which <b>way</b>?", ja = "どちらへ？" }
about = { en = "About.", ja = "説明。" }
[[steps]]
text = { en = "Look at the table.", ja = "表を見ます。" }
[[steps]]
text = { en = "Fill grad.", ja = "grad を埋めます。" }
ask = { en = "Press Backward.", ja = "Backward を押します。" }
goal = "grad_status == 'fresh'"
solution = ["backward"]
[steps.predict]
question = { en = "Which sign has grad[0, 0]?", ja = "grad[0, 0] の符号は？" }
kind = "choice"
options = [ { en = "negative", ja = "負" }, { en = "positive", ja = "正" } ]
answer = "1 if grad[0, 0] > 0 else 0"
explain = { en = "It points uphill.", ja = "上り坂を指します。" }
[[steps]]
text = { en = "Move.", ja = "動かします。" }
ask = { en = "Press Step.", ja = "Step を押します。" }
goal = "step == 1"
solution = ["step"]
"""


@pytest.fixture
def lesson() -> Lesson:
    """A lesson of three steps, with one prediction."""
    return lesson_of(LESSON, "01-sign.toml")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    """The file in which what was chosen is kept."""
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    monkeypatch.setattr("embviz.gui.geometry.settings", lambda: kept)
    return kept


@pytest.fixture
def live(
    show: Callable[..., QWidget],
    lesson: Lesson,
    store: QSettings,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Studio]:
    """The window with a real engine, in which the lesson is the only one."""
    window = MainWindow(themes.DARK)
    studio = Studio(window, start_engine, start_engine(), Experiment())
    studio.complete(make_views())
    studio.take_up_files(Files)
    studio.take_up_classroom(Classroom)
    monkeypatch.setattr(LessonDesk, "lessons", (lesson,))
    show(window, 1280, 720)
    qtbot.waitUntil(lambda: studio.controller.state is State.IDLE, timeout=LIMIT_MS)
    yield studio
    language.speak("en")
    themes.apply(qapp, themes.LIGHT)
    process = studio.release()
    if process is not None:
        end_engine(process)


def go_through(studio: Studio, qtbot: QtBot, steps: int) -> None:
    """Do so many steps of the lesson, with a prediction that is right."""
    lessons = studio.classroom.lessons
    lessons.open("sign")
    walk = lessons.walk
    qtbot.waitUntil(lambda: walk.attempt is not None and walk.attempt.is_reached, timeout=LIMIT_MS)
    for _ in range(steps - 1):
        go_on(studio, qtbot)


def go_on(studio: Studio, qtbot: QtBot) -> None:
    """Go to the next step of the lesson and do it."""
    lessons, album = studio.classroom.lessons, studio.classroom.handouts.album
    lessons.go_on()
    attempt = lessons.walk.attempt
    assert attempt is not None
    if attempt.question is not None:
        lessons.walk.answer(1)
    name = {1: "backward", 2: "step"}[attempt.index]
    studio.window.actions_by_id[f"action_{name}"].trigger()
    qtbot.waitUntil(lambda: attempt.index in album.pages["sign"], timeout=LIMIT_MS)


@pytest.fixture
def ready(scene: Scene, store: QSettings) -> Scene:
    """The window with its classroom."""
    scene.studio.take_up_classroom(Classroom)
    return scene
