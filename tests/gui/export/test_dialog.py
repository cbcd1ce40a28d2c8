"""The dialog asks what is to be taken away; it says beside the field what is wrong, and loses nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from embviz.core import formats
from embviz.gui.export import dialog as dialogs
from embviz.gui.export import wish as wishes
from embviz.gui.export.dialog import FORMATS_BY_KIND, ExportDialog
from embviz.gui.export.wish import ExportWish, with_ending
from embviz.gui.studio import Studio


@pytest.fixture
def dialog(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExportDialog]:
    # Whether PyAV is installed here is not the question.
    monkeypatch.setattr(dialogs, "animation_problem", lambda _ending: None)
    made = ExportDialog(studio.panels, tmp_path, studio.window)
    made.set_theme(studio.window.theme)
    made.ask()
    yield made
    made.close()


def choose(dialog: ExportDialog, what: str, ending: str) -> None:
    dialog.what.choose(what)
    kind = dialog._kind
    dialog.formats[kind].segments[FORMATS_BY_KIND[kind].index(ending)].click()


def type_path(dialog: ExportDialog, path: object) -> None:
    dialog.file.selectAll()
    QTest.keyClicks(dialog.file, str(path))


@pytest.mark.parametrize(
    ("what", "panel", "ending"),
    [
        ("window", "", "png"),
        ("window", "", "pdf"),
        ("panel", "panel_curve", "svg"),
        ("curve", "", "csv"),
        *[("table", "", ending) for ending in ("npy", "safetensors", "pt", "tsv")],
        *[("animation", "", ending) for ending in ("gif", "apng", "mp4", "webm")],
    ],
)
def test_what_is_chosen_is_told(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path, what: str, panel: str, ending: str
) -> None:
    choose(dialog, panel or what, ending)
    type_path(dialog, "mine")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.export_button.click()
    wish = chosen.args[0]
    assert wish[:4] == (what, panel, ending, str(tmp_path / f"mine.{ending}"))
    assert not dialog.isVisible()


def test_the_formats_are_those_of_the_program() -> None:
    assert {f".{one}" for of in FORMATS_BY_KIND.values() for one in of} == set(formats.FORMATS)


def test_a_png_and_an_animation_have_a_scale_and_a_drawing_has_none(dialog: ExportDialog) -> None:
    dialog.scale.segments[2].click()
    assert dialog.wish.scale == 3
    choose(dialog, "window", "svg")
    assert dialog.wish.scale == 1
    assert not dialog.scale.isVisible()
    choose(dialog, "animation", "gif")
    assert dialog.scale.isVisible()
    assert dialog.wish.scale == 3


def test_an_animation_has_a_length(dialog: ExportDialog) -> None:
    choose(dialog, "animation", "gif")
    dialog.seconds.setText("4")
    dialog.fps.setText("20")
    assert (dialog.wish.seconds, dialog.wish.fps, dialog.wish.frames) == (4, 20, 80)


@pytest.mark.parametrize(("seconds", "fps"), [("0", "10"), ("", "10"), ("5", "51"), ("600", "50")])
def test_a_length_that_cannot_be_is_told_and_nothing_is_chosen(
    dialog: ExportDialog, qtbot: QtBot, seconds: str, fps: str
) -> None:
    choose(dialog, "animation", "gif")
    dialog.seconds.setText(seconds)
    dialog.fps.setText(fps)
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.export_button.click()
    assert dialog.feedback.objectName() == "error"
    assert "frames" in dialog.feedback.text()
    assert dialog.isVisible()


def test_the_name_follows_what_is_chosen_until_one_is_typed(dialog: ExportDialog) -> None:
    assert dialog.file.text() == "embviz-window.png"
    choose(dialog, "panel_weight", "svg")
    assert dialog.file.text() == "embviz-weight.svg"
    type_path(dialog, "mine.svg")
    choose(dialog, "table", "npy")
    assert dialog.file.text() == "mine.npy"


@pytest.mark.parametrize(
    ("name", "ending", "told"),
    [
        ("a", "png", "a.png"),
        ("a.svg", "png", "a.png"),
        ("a.PNG", "png", "a.PNG"),
        ("v1.2", "pdf", "v1.2.pdf"),
        ("", "png", ""),
        ("a.b/c", "svg", "a.b/c.svg"),
    ],
)
def test_a_name_gets_the_ending_of_its_format(name: str, ending: str, told: str) -> None:
    assert with_ending(name, ending) == told


def test_a_missing_folder_is_told_beside_the_field_and_nothing_is_lost(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "nowhere" / "a.png"
    type_path(dialog, path)
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.export_button.click()
    assert dialog.feedback.objectName() == "error"
    assert str(path.parent) in dialog.feedback.text()
    assert dialog.file.text() == str(path)
    assert dialog.isVisible()
    path.parent.mkdir()
    with qtbot.waitSignal(dialog.chosen):
        dialog.export_button.click()


def test_a_folder_that_may_not_be_written_into_is_told(
    dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not by its mode: root may write everywhere.
    monkeypatch.setattr(wishes.os, "access", lambda _path, mode: mode != os.W_OK)
    type_path(dialog, "a.png")
    assert "may not write" in dialog.feedback.text()


@pytest.mark.parametrize("name", ["", "   ", "folder", "n" * 300 + "/a", "a\0b"])
def test_a_name_that_no_file_can_have_is_told(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder.png").mkdir()
    dialog.file.setText(name)
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.export_button.click()
    assert dialog.feedback.objectName() == "error"
    assert dialog.feedback.text()


def test_a_file_that_will_be_replaced_is_told_of(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"old")
    type_path(dialog, "a.png")
    assert dialog.feedback.objectName() == "caution"
    assert "replaced" in dialog.feedback.text()


def test_the_folder_of_the_last_export_is_remembered(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "figures").mkdir()
    type_path(dialog, tmp_path / "figures" / "a.png")
    with qtbot.waitSignal(dialog.chosen):
        dialog.export_button.click()
    dialog.ask("table")
    type_path(dialog, "b")
    assert dialog.wish.path == str(tmp_path / "figures" / "b.npy")


def test_a_failure_opens_it_again_with_all_that_was_chosen(dialog: ExportDialog, qtbot: QtBot) -> None:
    choose(dialog, "panel_curve", "pdf")
    type_path(dialog, "mine.pdf")
    with qtbot.waitSignal(dialog.chosen):
        dialog.export_button.click()
    before = dialog.wish
    dialog.show_failure("No space left on device")
    assert dialog.isVisible()
    assert (dialog.feedback.text(), dialog.feedback.objectName()) == ("No space left on device", "error")
    assert dialog.wish == before
    # The disk may have room by now.
    with qtbot.waitSignal(dialog.chosen):
        dialog.export_button.click()


def test_without_pyav_a_video_is_refused_with_what_to_install(
    dialog: ExportDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "animation_problem", lambda ending: f"{ending} needs PyAV")
    choose(dialog, "animation", "mp4")
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.export_button.click()
    assert dialog.feedback.text() == ".mp4 needs PyAV"


def test_choose_asks_the_system_for_a_folder_and_a_name(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    dialog.choose_button.click()
    files = dialog.findChild(QFileDialog)
    assert files is not None
    assert files.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert files.defaultSuffix() == "png"
    files.fileSelected.emit(str(tmp_path / "there" / "b.png"))
    files.close()
    assert dialog.wish == ExportWish("window", "", "png", str(tmp_path / "there" / "b.png"))


def test_escape_closes_it_and_chooses_nothing(dialog: ExportDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.chosen):
        QTest.keyClick(dialog.file, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_no_text_is_cut(dialog: ExportDialog) -> None:
    for what in dialog.what.names:
        dialog.ask(what)
        for widget in dialog.findChildren(QWidget):
            assert not widget.isVisible() or widget.width() >= widget.minimumSizeHint().width()
