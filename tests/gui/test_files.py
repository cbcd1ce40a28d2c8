"""Files of a window: an export is written or told why not, a drop is taken, what was left is offered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from embviz.core.experiment import Experiment
from embviz.core.frames import encode
from embviz.core.messages import Branch, Done, Moment, Outline, Survey
from embviz.core.order import Order
from embviz.core.outline import SessionFacts
from embviz.gui import files as files_module
from embviz.gui import geometry
from embviz.gui.control.state import State
from embviz.gui.export.dialog import ExportDialog
from embviz.gui.export.wish import ExportWish
from embviz.gui.sessions.drop import DropTarget
from embviz.gui.sessions.folders import Folder
from tests.gui.scene import Scene

SESSION = "/home/pat/lesson.embviz"
FILED = Outline(
    branches=(Branch(0, None, 0, 10, 10, Experiment()), Branch(1, Moment(0, 4), 4, 9, 9, Experiment())),
    path=SESSION,
    is_untitled=False,
)


class FakeJob(QObject):
    """Stands for a process that draws: it does what the test says."""

    progressed = Signal(int)
    finished = Signal(str)
    failed = Signal(str)
    cancelled = Signal()
    jobs: list[FakeJob]

    def __init__(self, order: Order, parent: QObject) -> None:
        super().__init__(parent)
        self.order = order
        self.cancels = 0
        self.jobs.append(self)

    def cancel(self) -> None:
        self.cancels += 1


class Desk:
    """The files of a scene, and what a person sees of them."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        self.scene = scene
        self.folder = folder
        self.files = scene.studio.files

    @property
    def says(self) -> str:
        """What the status line says."""
        return self.scene.window.status.text

    @property
    def banner(self) -> str:
        banner = self.scene.window.banner
        return banner.text if banner.isVisible() else ""

    @property
    def dialog(self) -> ExportDialog:
        (dialog,) = self.scene.window.findChildren(ExportDialog)
        return dialog

    @property
    def jobs(self) -> list[FakeJob]:
        return FakeJob.jobs

    def export(self, what: str, name: str, **more: Any) -> Path:
        """Ask for an export as a person does who has chosen it in the dialog; return where to."""
        path = self.folder / name
        self.files.ask_export()
        self.dialog.reject()
        self.dialog.chosen.emit(
            ExportWish(**{"what": what, "panel": "", "format": path.suffix[1:], "path": str(path)} | more)
        )
        return path

    def draw(self, name: str = "run.gif", **more: Any) -> FakeJob:
        self.export("animation", name, **more)
        return self.jobs[-1]


@pytest.fixture
def desk(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(files_module, "AnimationJob", FakeJob)
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    monkeypatch.setattr(geometry, "settings", lambda: settings)
    FakeJob.jobs = []
    made = Desk(scene, tmp_path)
    yield made
    FakeJob.jobs = []


@pytest.fixture
def filed(desk: Desk) -> Desk:
    """The same, once the session has a file."""
    desk.scene.press("B")
    desk.scene.answer(step=0, moment=Moment(1, 9), last=9, outline=FILED)
    return desk


class TestFiguresAndNumbers:
    """What the window itself has is written at once."""

    @pytest.mark.parametrize(("scale", "name"), [(1, "window.png"), (2, "window.PNG")])
    def test_the_whole_window_as_a_picture(self, desk: Desk, scale: int, name: str) -> None:
        path = desk.export("window", name, scale=scale)
        assert QImage(str(path)).size() == desk.scene.window.size() * scale
        assert desk.says == f"Written: {path}"

    def test_a_panel_as_a_picture_has_the_size_of_the_panel(self, desk: Desk) -> None:
        path = desk.export("panel", "curve.png", panel="panel_curve")
        assert QImage(str(path)).size() == desk.scene.studio.curve.size()

    @pytest.mark.parametrize(("name", "start"), [("a.pdf", b"%PDF-"), ("a.svg", b"<?xml")])
    def test_a_drawing_of_shapes(self, desk: Desk, name: str, start: bytes) -> None:
        assert desk.export("window", name).read_bytes().startswith(start)

    def test_the_numbers_of_the_curve(self, desk: Desk) -> None:
        desk.scene.press("B")
        desk.scene.answer(step=2, distances=[2.5, 2.25, 2.125])
        path = desk.export("curve", "curve.csv")
        lines = path.read_text().split()
        assert lines[0].split(",")[0] == "step"
        assert [line.split(",")[2] for line in lines[1:]] == ["2.5", "2.25", "2.125"]

    @pytest.mark.parametrize("what", ["window", "curve"])
    def test_what_cannot_be_written_is_told_in_the_dialog_with_all_that_was_chosen(
        self, desk: Desk, what: str
    ) -> None:
        ending = "png" if what == "window" else "csv"
        desk.export(what, f"gone/a.{ending}")
        assert desk.dialog.isVisible()
        assert "No such file or directory" in desk.dialog.feedback.text()
        assert "Written" not in desk.says
        desk.dialog.reject()

    def test_a_file_that_is_there_stays_whole_where_its_folder_refuses(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = desk.export("curve", "curve.csv")
        before = path.read_bytes()

        def refuse(*_: object) -> None:
            raise OSError(28, os.strerror(28))

        monkeypatch.setattr(files_module, "write_whole", refuse)
        desk.export("curve", "curve.csv")
        assert "No space left on device" in desk.dialog.feedback.text()
        assert path.read_bytes() == before
        desk.dialog.reject()

    def test_the_dialog_has_the_look_that_the_window_has_now(self, desk: Desk, qapp: QApplication) -> None:
        desk.files.ask_export()
        light = desk.dialog.styleSheet()
        desk.dialog.reject()
        desk.scene.studio.toggle_theme()
        desk.files.ask_export("curve")
        assert desk.dialog.styleSheet() != light
        assert desk.dialog.what.value == "curve"
        desk.dialog.reject()
        desk.scene.studio.toggle_theme()


class TestTable:
    """The engine writes the table: it alone has all of it."""

    def test_it_is_asked_for_and_told_when_it_is_there(self, desk: Desk) -> None:
        path = desk.export("table", "table.npy")
        asked = desk.scene.link.sent[-1]
        assert (asked.command, asked.path, asked.name) == ("export", str(path), "npy")
        assert "Written" not in desk.says
        desk.scene.tell(Done, path=str(path))
        assert desk.says == f"Written: {path}"

    def test_a_refusal_is_told(self, desk: Desk) -> None:
        desk.export("table", "table.npy")
        desk.scene.fail()
        assert "It failed." in desk.banner

    def test_a_name_that_is_no_text_is_told_and_the_window_goes_on(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(desk.scene.link, "send", encode)
        desk.export("table", "half.npy", path="/home/pat/\udc80.npy")
        assert desk.dialog.isVisible()
        assert desk.dialog.feedback.text()
        desk.dialog.reject()
        assert desk.scene.studio.controller.requests_in_flight == 0


class TestAnimation:
    """Another process draws it from the session's file."""

    def test_of_a_session_without_a_file_there_is_none(self, desk: Desk) -> None:
        desk.export("animation", "run.gif")
        assert desk.jobs == []
        assert "train first" in desk.dialog.feedback.text()
        desk.dialog.reject()

    def test_the_order_is_what_was_chosen_and_what_is_on_screen(self, filed: Desk) -> None:
        job = filed.draw(scale=2, seconds=3, fps=20)
        size = filed.scene.window.size()
        assert job.order == Order(
            session=Path(SESSION),
            branch=2,
            outs=(filed.folder / "run.gif",),
            size=(size.width(), size.height()),
            theme="light",
            scale=2,
            frames=60,
            fps=20,
        )

    def test_it_is_drawn_in_the_look_of_the_window(self, filed: Desk) -> None:
        filed.scene.studio.toggle_theme()
        assert filed.draw().order.theme == "dark"
        filed.scene.studio.toggle_theme()

    def test_how_far_it_has_come_is_shown_until_it_is_there(self, filed: Desk) -> None:
        job, strip = filed.draw(), filed.files.progress
        assert strip.isVisible()
        assert strip.text == "Drawing run.gif"
        job.progressed.emit(40)
        assert strip.bar.percent == 40
        job.finished.emit(str(filed.folder / "run.gif"))
        assert not strip.isVisible()
        assert filed.says == f"Written: {filed.folder / 'run.gif'}"

    def test_one_is_drawn_at_a_time(self, filed: Desk) -> None:
        job = filed.draw()
        filed.export("animation", "second.gif")
        assert filed.jobs == [job]
        assert "Another animation is being drawn" in filed.dialog.feedback.text()
        filed.dialog.reject()
        job.finished.emit("run.gif")
        assert filed.draw("third.gif") is not job

    def test_cancel_is_told_when_it_is_done(self, filed: Desk) -> None:
        job, strip = filed.draw(), filed.files.progress
        strip.button.click()
        strip.button.click()
        assert job.cancels == 1
        assert strip.isVisible()
        job.cancelled.emit()
        assert not strip.isVisible()
        assert "no file was left" in filed.says

    def test_cancel_after_the_end_does_nothing(self, filed: Desk) -> None:
        job = filed.draw()
        job.finished.emit("run.gif")
        filed.files.progress.cancelled.emit()
        assert job.cancels == 0

    def test_why_it_was_not_drawn_stays_until_it_is_read(self, filed: Desk) -> None:
        filed.draw().failed.emit("No space left on device")
        assert not filed.files.progress.isVisible()
        assert "No space left on device" in filed.banner
        filed.scene.press("B")
        filed.scene.answer()
        assert "No space left on device" in filed.banner


class TestPanels:
    """Each panel's own menu."""

    def test_what_was_copied_is_told(self, desk: Desk) -> None:
        desk.files.panel_menu.copied.emit("Copied")
        assert desk.says == "Copied"

    def test_a_figure_of_a_panel_opens_the_dialog_with_the_panel_chosen(self, desk: Desk) -> None:
        desk.files.panel_menu.figure_asked.emit("panel_curve")
        assert desk.dialog.isVisible()
        assert desk.dialog.what.value == "panel_curve"
        desk.dialog.reject()


class TestDrop:
    """One file that is let go over the window."""

    @pytest.fixture
    def target(self, desk: Desk) -> DropTarget:
        (target,) = desk.scene.window.findChildren(DropTarget)
        return target

    def test_a_session_is_opened(self, desk: Desk, target: DropTarget) -> None:
        target.session_dropped.emit(SESSION)
        asked = desk.scene.link.sent[-1]
        assert (asked.command, asked.path) == ("open", SESSION)

    def test_an_experiment_begins_and_stands_in_the_form(self, desk: Desk, target: DropTarget) -> None:
        path = desk.folder / "lesson.toml"
        path.write_text("rows = 7\nseed = 3\n")
        target.experiment_dropped.emit(str(path))
        assert desk.scene.link.sent[-1].experiment == Experiment(rows=7, seed=3)
        assert desk.scene.studio.setup.fields["rows"].editor.text() == "7"  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("content", "why"), [("rows = 0", "rows"), ("rows = [", "TOML"), (None, "No such file")]
    )
    def test_what_holds_none_is_told_and_the_run_goes_on(
        self, desk: Desk, target: DropTarget, content: str | None, why: str
    ) -> None:
        path = desk.folder / "lesson.toml"
        if content is not None:
            path.write_text(content)
        sent = len(desk.scene.link.sent)
        target.experiment_dropped.emit(str(path))
        assert "lesson.toml holds no experiment" in desk.banner
        assert why in desk.banner
        assert len(desk.scene.link.sent) == sent

    def test_what_is_neither_is_refused_in_words(self, desk: Desk, target: DropTarget) -> None:
        target.refused.emit(files_module.Notice("A picture cannot be opened", "It is a PNG.", "dismiss"))
        assert "A picture cannot be opened" in desk.banner


class TestLookAround:
    """What there is to tell at the start."""

    @staticmethod
    def keep_in(monkeypatch: pytest.MonkeyPatch, folder: Folder) -> None:
        monkeypatch.setattr(files_module, "sessions_folder", lambda: folder)

    def test_a_session_that_was_not_closed_is_offered_and_opened(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.keep_in(monkeypatch, Folder(desk.folder))
        left = desk.folder / "left.embviz"
        facts = SessionFacts(path=str(left), steps=12, actions=3, is_untitled=True, is_unfinished=True)
        desk.files.look_around()
        assert desk.scene.commands[-1] == "survey"
        desk.scene.tell(Survey, sessions=(facts,))
        assert "12 steps, 3 actions" in desk.banner
        desk.scene.window.banner.button.click()
        asked = desk.scene.link.sent[-1]
        assert (asked.command, asked.path) == ("open", str(left))

    def test_where_nothing_was_left_nothing_is_said(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.keep_in(monkeypatch, Folder(desk.folder))
        desk.files.look_around()
        desk.scene.tell(Survey)
        assert desk.banner == ""

    def test_that_nothing_can_be_kept_is_told_with_a_way_out(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.keep_in(monkeypatch, Folder(None, "Read-only file system"))
        desk.files.look_around()
        assert "only in memory" in desk.banner
        assert "Read-only file system" in desk.banner
        assert desk.scene.window.banner.button.text() == "Save as…"
        assert desk.scene.studio.controller.state is not State.STOPPED

    def test_the_memory_for_history_that_was_chosen_last_is_the_one_that_is_ticked(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.keep_in(monkeypatch, Folder(desk.folder))
        desk.scene.studio.timeline.budget_asked.emit(2048)
        assert desk.scene.studio.timeline.menu.budget_mb != 2048
        desk.files.look_around()
        assert desk.scene.studio.timeline.menu.budget_mb == 2048


def test_the_session_that_is_saved_names_the_window(desk: Desk) -> None:
    desk.files.desk.save_as(str(desk.folder / "lesson.embviz"))
    asked = desk.scene.link.sent[-1]
    assert (asked.command, Path(asked.path).name) == ("save", "lesson.embviz")
    desk.scene.tell(Done, path=asked.path, outline=Outline(path=asked.path, is_untitled=False))
    assert desk.scene.window.windowTitle() == "lesson.embviz · embviz"
