"""A lesson that was gone through becomes a page with pictures, in both languages, as HTML and as PDF."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.handout import to_html
from embviz.gui import language
from embviz.gui.plan.hiding import Hiding
from embviz.gui.studio import Studio
from tests.gui.handout.conftest import LIMIT_MS, go_through
from tests.gui.scene import Scene


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


def test_without_a_lesson_there_is_nothing_to_write(ready: Scene) -> None:
    ready.studio.classroom.handouts.ask()
    assert "There is no handout yet" in ready.window.banner.text
    assert ready.window.findChildren(QFileDialog) == []


def test_in_another_language_all_but_the_pictures_themselves_is_in_that_one(
    live: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    go_through(live, qtbot, 3)
    language.switch(live, "ja")
    handout = live.classroom.handouts.handout
    assert handout is not None
    assert [picture.title for picture in handout.steps[2].pictures] == ["weight", "grad", "距離"]
    assert (handout.steps[1].said, handout.steps[2].text) == ("正", "動かします。")
    path = tmp_path / "sign.html"
    live.classroom.handouts.write(str(path))
    assert "<figcaption>距離</figcaption>" in path.read_text()
    assert "<figcaption>distance</figcaption>" not in path.read_text()


@pytest.fixture
def begun(ready: Scene) -> Scene:
    """The window with its classroom, and a lesson under way."""
    lessons = ready.studio.classroom.lessons
    lessons.open(lessons.lessons[0].id)
    return ready


def test_where_it_cannot_be_written_is_told_until_it_was(begun: Scene, tmp_path: Path) -> None:
    desk, banner = begun.studio.classroom.handouts, begun.window.banner
    desk.write(str(tmp_path / "none" / "x.html"))
    assert "The handout was not written: There is no folder" in banner.text
    desk.write(str(tmp_path))
    assert "is a folder" in banner.text
    desk.write(str(tmp_path / "x.html"))
    assert not banner.isVisible()


def test_what_others_have_told_stays_when_a_handout_is_written(begun: Scene, tmp_path: Path) -> None:
    begun.studio.show_error("out of ink")
    told = begun.window.banner.text
    begun.studio.classroom.handouts.write(str(tmp_path / "x.html"))
    assert begun.window.banner.isVisible()
    assert begun.window.banner.text == told


@pytest.mark.parametrize("name", ["lesson.v2", "y.txt", "lesson", ".pdf"])
def test_a_file_that_is_neither_a_pdf_nor_a_page_is_refused(begun: Scene, tmp_path: Path, name: str) -> None:
    begun.studio.classroom.handouts.write(str(tmp_path / name))
    assert "have its name end in .pdf or .html" in begun.window.banner.text
    assert list(tmp_path.glob("*[!i]")) == []


@pytest.mark.parametrize(("name", "beginning"), [("a.PDF", b"%PDF"), ("a.v2.HTM", b"<!DOCTYPE html>")])
def test_the_ending_says_what_is_written(begun: Scene, tmp_path: Path, name: str, beginning: bytes) -> None:
    begun.studio.classroom.handouts.write(str(tmp_path / name))
    assert (tmp_path / name).read_bytes().startswith(beginning)


def test_without_its_code_on_screen_a_handout_has_none(begun: Scene) -> None:
    begun.answer(experiment=Experiment())
    desk = begun.studio.classroom.handouts
    assert desk.handout is not None
    assert "import torch" in desk.handout.code
    for name in ("tab:code", "panel_details"):
        hiding = Hiding(begun.studio)
        hiding.hide(frozenset({name}))
        assert desk.handout.code == ""
        hiding.show_all()
        assert "import torch" in desk.handout.code
