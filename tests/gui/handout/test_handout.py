"""A lesson that was gone through becomes a page with pictures, in both languages, as HTML and as PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.handout import to_html
from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.reading import lesson_of
from embviz.gui import language
from embviz.gui import theme as themes
from embviz.gui.classroom import Classroom
from embviz.gui.control.process import end_engine, start_engine
from embviz.gui.control.state import State
from embviz.gui.details.views import make_views
from embviz.gui.files import Files
from embviz.gui.handout.pictures import picture_of
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
    lessons, album = studio.classroom.lessons, studio.classroom.handouts.album
    lessons.open("sign")
    walk = lessons.walk
    qtbot.waitUntil(lambda: walk.attempt is not None and walk.attempt.is_reached, timeout=LIMIT_MS)
    for index, name in list(enumerate(("backward", "step"), 1))[: steps - 1]:
        lessons.go_on()
        if index == 1:
            walk.answer(1)
        studio.window.actions_by_id[f"action_{name}"].trigger()
        qtbot.waitUntil(lambda index=index: index in album.pages["sign"], timeout=LIMIT_MS)


def test_a_finished_lesson_is_written_with_pictures_predictions_and_code(
    live: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    go_through(live, qtbot, 3)
    desk = live.classroom.handouts
    handout = desk.handout
    assert handout is not None
    read, predicted, moved = handout.steps
    assert (read.is_reached, read.pictures) == (True, ())
    assert (predicted.said, predicted.truth, predicted.is_right) == ("positive", "positive", True)
    assert [picture.title for picture in moved.pictures] == ["weight", "grad", "distance"]
    # grad is there from Backward on, and weight moves with Step.
    assert predicted.pictures[0].content != moved.pictures[0].content
    assert "loss.backward()" in handout.code
    assert "optimizer.step()" in handout.code
    path = tmp_path / "sign.html"
    desk.write(str(path))
    assert path.read_text() == to_html(handout)
    assert "Which &lt;b&gt;way&lt;/b&gt;?" in path.read_text()
    assert f"Written: {path}" in live.window.status.text
    # Closed, it is still the one to be written, whatever is done since.
    live.classroom.lessons.close()
    live.controller.train(3)
    qtbot.waitUntil(lambda: live.controller.snapshot.step == 4, timeout=LIMIT_MS)
    assert desk.handout == handout


def test_half_a_lesson_in_japanese_as_pdf_has_text_to_select(
    live: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    go_through(live, qtbot, 2)
    language.switch(live, "ja")
    path = tmp_path / "sign.pdf"
    live.classroom.handouts.write(str(path))
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    whole = "".join(texts)
    for text in ("どちらへ？", "表を見ます。", "Backward を押します。", "上り坂を指します。"):
        assert text in whole
    assert "loss.backward()" in whole
    assert "どちらへ？" in texts[0]


def test_pictures_are_drawn_for_paper_whatever_the_window_has(live: Studio) -> None:
    worn = live.weight.theme
    image = QImage.fromData(picture_of(live.weight).content)
    assert live.weight.theme is worn
    middle = image.pixelColor(image.width() // 2, 6)
    assert middle == QColor(themes.LIGHT.card)


@pytest.fixture
def ready(scene: Scene, store: QSettings) -> Scene:
    """The window with its classroom."""
    scene.studio.take_up_classroom(Classroom)
    return scene


def test_without_a_lesson_there_is_nothing_to_write(ready: Scene) -> None:
    ready.studio.classroom.handouts.ask()
    assert "There is no handout yet" in ready.window.banner.text
    assert ready.window.findChildren(QFileDialog) == []


def test_where_it_cannot_be_written_is_told(ready: Scene, tmp_path: Path) -> None:
    lessons = ready.studio.classroom.lessons
    lessons.open(lessons.lessons[0].id)
    desk = ready.studio.classroom.handouts
    desk.write(str(tmp_path / "none" / "x.html"))
    assert "The handout was not written: There is no folder" in ready.window.banner.text
    desk.write(str(tmp_path))
    assert "is a folder" in ready.window.banner.text


def test_the_dialog_has_an_ending_for_each_kind(ready: Scene) -> None:
    lessons = ready.studio.classroom.lessons
    lessons.open(lessons.lessons[0].id)
    ready.studio.classroom.handouts.ask()
    (dialog,) = ready.window.findChildren(QFileDialog)
    assert dialog.defaultSuffix() == "pdf"
    dialog.selectNameFilter(dialog.nameFilters()[1])
    dialog.filterSelected.emit(dialog.nameFilters()[1])
    assert dialog.defaultSuffix() == "html"
    dialog.reject()
