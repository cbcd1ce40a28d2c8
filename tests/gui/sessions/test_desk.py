"""The desk: opening, saving and restoring sessions, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from embviz.core.messages import Done
from embviz.core.outline import Outline
from embviz.gui.control.notice import Notice
from embviz.gui.sessions.recent import RecentFiles

Bench = Any
Left = Callable[..., Any]
OFFER = "A session was not closed: 40 steps, 12 actions, 5 minutes ago"
PROBLEM = "This session is not written to its file"


def answer(bench: Bench, qtbot: QtBot, name: str) -> None:
    """Answer the dialog that is open with the file `name`, and wait until it is gone."""
    (dialog,) = bench.window.findChildren(QFileDialog)
    dialog.selectFile(name)
    with qtbot.waitSignal(dialog.destroyed, timeout=5000):
        dialog.accept()


def decline(bench: Bench, qtbot: QtBot) -> None:
    (dialog,) = bench.window.findChildren(QFileDialog)
    with qtbot.waitSignal(dialog.destroyed, timeout=5000):
        dialog.reject()


class TestTheTitle:
    def test_it_stays_until_the_engine_has_told_of_a_session(self, bench: Bench) -> None:
        bench.window.setWindowTitle("embviz")
        bench.controller.snapshot_changed.emit(bench._make_snapshot())
        assert bench.window.windowTitle() == "embviz"

    def test_it_follows_the_session(self, bench: Bench) -> None:
        bench.show(path="/data/1.embviz", is_untitled=True)
        assert bench.window.windowTitle() == "Untitled · embviz"
        bench.show(path="/a/lesson.embviz")
        assert bench.window.windowTitle() == "lesson.embviz · embviz"
        bench.show(path="/a/lesson.embviz", is_read_only=True)
        assert bench.window.windowTitle() == "lesson.embviz (read-only) · embviz"

    def test_the_system_gets_any_name_as_it_is_written(self, bench: Bench, hostile: str) -> None:
        name = hostile.replace("/", "_").replace("\n", " ")[:40]
        bench.show(path=f"/a/{name}")
        assert bench.window.windowHandle().title() == f"{name} · embviz"

    @pytest.mark.parametrize("name", ["a[*].embviz", "[*][*]", "[*] · [*]"])
    def test_so_is_what_qt_has_for_the_mark_of_changes(self, bench: Bench, name: str) -> None:
        bench.show(path=f"/a/{name}")
        assert bench.window.windowHandle().title() == f"{name} · embviz"

    def test_it_is_said_again_in_another_language(self, bench: Bench) -> None:
        bench.desk.retranslate()
        assert bench.window.windowTitle() == ""
        bench.show(path="/a/lesson.embviz")
        bench.window.setWindowTitle("embviz")
        bench.desk.retranslate()
        assert bench.window.windowTitle() == "lesson.embviz · embviz"


class TestOpening:
    def test_a_file_is_asked_for_and_opened(self, bench: Bench, qtbot: QtBot) -> None:
        path = bench.file("lesson.embviz")
        bench.desk.ask_open()
        answer(bench, qtbot, path)
        assert bench.controller.asked == [("open", path, False)]

    def test_a_dialog_that_is_closed_opens_nothing(self, bench: Bench, qtbot: QtBot) -> None:
        bench.desk.ask_open()
        decline(bench, qtbot)
        assert bench.controller.asked == []

    def test_it_begins_where_the_session_lies_or_the_last_one_did(
        self, bench: Bench, qtbot: QtBot, tmp_path: Path
    ) -> None:
        bench.recent.add(bench.file("lesson.embviz"))
        bench.desk.ask_open()
        (dialog,) = bench.window.findChildren(QFileDialog)
        assert dialog.directory().absolutePath() == str(bench.folder)
        decline(bench, qtbot)
        bench.show(path=str(tmp_path / "other.embviz"))
        bench.desk.ask_open()
        (dialog,) = bench.window.findChildren(QFileDialog)
        assert dialog.directory().absolutePath() == str(tmp_path)
        decline(bench, qtbot)

    def test_it_is_remembered_once_it_is_on_screen_and_not_before(self, bench: Bench) -> None:
        path = bench.file("lesson.embviz")
        bench.desk.open(path)
        assert bench.recent.paths() == ()
        bench.show(path=path)
        assert bench.recent.paths() == (path,)
        assert bench.recent.untitled == ""

    def test_an_untitled_one_is_remembered_apart_and_not_at_once(self, bench: Bench, qtbot: QtBot) -> None:
        """It comes with the first press of a button, whose picture must not wait for a disk."""
        bench.show(path="/data/1.embviz", is_untitled=True)
        assert bench.recent.untitled == ""
        bench.show(path="/a/lesson.embviz")
        qtbot.waitUntil(lambda: bench.recent.untitled == "/data/1.embviz", timeout=5000)
        assert bench.recent.paths() == ("/a/lesson.embviz",)

    def test_the_engine_is_told_the_whole_path(self, bench: Bench, monkeypatch: Any) -> None:
        bench.file("lesson.embviz")
        monkeypatch.chdir(bench.folder)
        bench.desk.open("lesson.embviz")
        assert bench.controller.asked == [("open", str(bench.folder / "lesson.embviz"), False)]

    def test_the_one_on_screen_is_not_opened_again(self, bench: Bench) -> None:
        path = bench.file("lesson.embviz")
        bench.show(path=path)
        link = bench.folder / "link.embviz"
        link.symlink_to(path)
        for same in (path, str(link)):
            bench.desk.open(same)
        assert bench.controller.asked == []
        assert bench.told == "link.embviz is open here: It is the session on screen."

    @pytest.mark.parametrize("name", ["", "a\0b.embviz", "/a/\udcff.embviz"])
    def test_a_name_that_is_no_text_is_refused_in_words(self, bench: Bench, name: str) -> None:
        bench.desk.open(name)
        bench.desk.save_as(name)
        assert bench.controller.asked == []
        assert "cannot be used: its name is not text" in bench.told
        bench.banner.grab()

    def test_after_another_has_come_the_files_are_looked_at_again(self, bench: Bench) -> None:
        bench.show(path="/data/1.embviz", is_untitled=True)
        assert bench.controller.asked == []
        bench.show(path="/a/lesson.embviz")
        assert bench.controller.asked == [("survey", "/a/lesson.embviz")]
        bench.show(path="/a/lesson.embviz")
        assert len(bench.controller.asked) == 1


class TestSaving:
    def test_a_session_without_a_name_asks_for_one(self, bench: Bench, qtbot: QtBot) -> None:
        bench.recent.add(bench.file("other.embviz"))
        bench.show(path="/data/1.embviz", is_untitled=True)
        bench.desk.ask_save()
        answer(bench, qtbot, "mine")
        assert bench.controller.asked == [("save", str(bench.folder / "mine.embviz"))]

    @pytest.mark.parametrize(
        "outline", [{}, {"path": "/x", "is_read_only": True}, {"path": "/x", "problem": "?"}]
    )
    def test_so_does_one_that_is_written_nowhere(
        self, bench: Bench, qtbot: QtBot, outline: dict[str, Any]
    ) -> None:
        bench.show(**outline)
        bench.desk.ask_save()
        decline(bench, qtbot)

    def test_so_does_one_that_nothing_is_known_of_yet(self, bench: Bench, qtbot: QtBot) -> None:
        bench.desk.ask_save()
        decline(bench, qtbot)
        assert bench.told == ""

    def test_a_session_with_a_name_is_always_saved(self, bench: Bench) -> None:
        bench.show(path=bench.file("lesson.embviz"))
        bench.desk.ask_save()
        assert bench.window.findChildren(QFileDialog) == []
        assert bench.controller.asked == []
        assert bench.told.startswith("Everything is saved in lesson.embviz: ")
        assert bench.banner.button.text() == "OK"

    def test_save_as_suggests_the_name_it_has(self, bench: Bench, qtbot: QtBot) -> None:
        bench.show(path=bench.file("lesson.embviz"))
        bench.desk.ask_save_as()
        (dialog,) = bench.window.findChildren(QFileDialog)
        assert dialog.selectedFiles() == [str(bench.folder / "lesson.embviz")]
        answer(bench, qtbot, "copy")
        assert bench.controller.asked == [("save", str(bench.folder / "copy.embviz"))]

    def test_onto_itself_is_no_copy(self, bench: Bench) -> None:
        path = bench.file("lesson.embviz")
        bench.show(path=path)
        bench.desk.save_as(path)
        assert bench.controller.asked == []
        assert bench.told.startswith("Everything is saved in lesson.embviz: ")

    def test_once_it_is_done_the_window_has_the_name(self, bench: Bench) -> None:
        bench.show(path="/data/1.embviz", is_untitled=True)
        path = bench.file("lesson.embviz")
        bench.controller.saved.emit(Done(path=path, outline=Outline(path=path, is_untitled=False)))
        assert bench.window.windowTitle() == "lesson.embviz · embviz"
        assert bench.recent.paths() == (path,)
        assert bench.told.startswith("Saved as lesson.embviz: ")

    def test_the_new_outline_may_come_with_the_next_snapshot(self, bench: Bench) -> None:
        path = bench.file("lesson.embviz")
        bench.controller.saved.emit(Done(path=path))
        assert bench.recent.paths() == (path,)
        bench.show(path=path)
        assert bench.window.windowTitle() == "lesson.embviz · embviz"


class TestWhatIsNotWritten:
    def test_a_session_of_another_window_is_read_only_and_says_so_once(self, bench: Bench) -> None:
        bench.show(path="/a/lesson.embviz", is_read_only=True)
        assert bench.told == (
            "This session is read-only: It is open in another window, or its file may only be read: you can "
            "look, branch and export, but nothing is written. Save as… makes a copy of your own."
        )
        bench.banner.button.click()
        bench.show(path="/a/lesson.embviz", is_read_only=True)
        assert bench.told == ""
        bench.show(path="/a/other.embviz", is_read_only=True)
        assert bench.told != ""

    def test_of_a_damaged_one_it_is_told_what_is_lost(self, bench: Bench) -> None:
        bench.show(path="/a/lesson.embviz", is_read_only=True, problem="Its second half is lost.")
        assert bench.told == (
            f"{PROBLEM}: Its second half is lost. What could be read is in this window: "
            "Save as… puts it somewhere else."
        )
        bench.banner.dismiss_button.click()
        assert bench.told == ""

    def test_a_full_disk_is_told_once_with_what_to_do(self, bench: Bench, qtbot: QtBot) -> None:
        bench.show(path="/a/lesson.embviz")
        bench.show(path="/a/lesson.embviz", problem="The disk is full.")
        assert bench.told == (
            f"{PROBLEM}: The disk is full. All that was done is in this window: "
            "Save as… puts it somewhere else."
        )
        bench.banner.dismiss_button.click()
        bench.show(path="/a/lesson.embviz", problem="The disk is full.")
        assert bench.told == ""
        bench.show(path="/a/lesson.embviz", problem="The folder is gone")
        assert "The folder is gone. All" in bench.told

    def test_it_is_gone_when_it_has_passed(self, bench: Bench) -> None:
        bench.show(path="/a/lesson.embviz", problem="The disk is full")
        bench.show(path="/a/lesson.embviz")
        assert bench.told == ""

    def test_its_button_asks_where_else(self, bench: Bench, qtbot: QtBot) -> None:
        bench.show(path="/a/lesson.embviz", problem="The disk is full")
        assert bench.banner.button.text() == "Save as…"
        bench.banner.button.click()
        answer(bench, qtbot, str(bench.folder / "elsewhere"))
        assert bench.controller.take_asked() == [("save", str(bench.folder / "elsewhere.embviz"))]
        assert bench.told == ""

    def test_who_asks_and_then_does_not_save_is_told_again(self, bench: Bench, qtbot: QtBot) -> None:
        bench.show(path="/a/lesson.embviz", problem="The disk is full")
        bench.banner.button.click()
        assert bench.told == ""
        decline(bench, qtbot)
        assert bench.told.startswith(PROBLEM)

    def test_a_session_in_memory_alone_is_told_until_it_is_saved(self, bench: Bench) -> None:
        bench.desk.warn_of_memory("Read-only file system")
        bench.show(path="", is_untitled=True)
        assert bench.told == (
            "This session is only in memory: Read-only file system: there is no folder to write it to. "
            "Save as… keeps it in a file."
        )
        path = bench.file("lesson.embviz")
        bench.controller.saved.emit(Done(path=path, outline=Outline(path=path, is_untitled=False)))
        assert bench.told.startswith("Saved as lesson.embviz")
        bench.banner.button.click()
        assert bench.told == ""

    def test_another_error_does_not_cover_it_for_good(self, bench: Bench) -> None:
        bench.show(path="/a/lesson.embviz", problem="The disk is full")
        bench.notices.tell(Notice("This cannot be opened here", "it is a folder", "dismiss"))
        bench.banner.button.click()
        assert bench.told.startswith(PROBLEM)


class TestAfterACrash:
    @pytest.fixture
    def started(self, bench: Bench) -> Bench:
        """A window that has its first snapshot, and an untitled session of its own."""
        bench.show(path="/data/now.embviz", is_untitled=True)
        bench.recent.add("/a/lesson.embviz")
        bench.recent.set_untitled("/old/1.embviz")
        bench.desk.look_for_unfinished()
        return bench

    def test_the_files_are_asked_for(self, started: Bench) -> None:
        assert started.controller.asked == [("survey", "/a/lesson.embviz", "/old/1.embviz")]
        assert started.told == ""

    def test_the_newest_is_offered_and_restored(self, started: Bench, left: Left) -> None:
        started.controller.take_asked()
        started.find(left("/data/2.embviz"), left("/data/1.embviz", steps=3))
        assert started.told == f"{OFFER}. 1 more: File, Open recent."
        assert (started.banner.button.text(), started.banner.dismiss_button.text()) == ("Restore", "Dismiss")
        started.banner.button.click()
        assert started.controller.asked == [("open", "/data/2.embviz", False)]
        assert started.told == ""

    def test_it_works_where_the_window_is_in_use_and_the_session_there_is_kept(
        self, bench: Bench, left: Left
    ) -> None:
        menu = QMenu(bench.window)
        bench.desk.fill_menu(menu)
        now, crashed = bench.file("now"), bench.file("crashed")
        bench.show(path=now, is_untitled=True)
        bench.desk.look_for_unfinished()
        bench.find(left(crashed))
        bench.show(path=now, is_untitled=True)
        bench.banner.button.click()
        bench.show(path=crashed, is_untitled=True)
        bench.find(left(crashed), left(now, steps=3, is_unfinished=False))
        assert [action.text() for action in menu.actions()] == ["Untitled, today 10:40 (3 steps)"]

    @pytest.mark.parametrize(
        "facts",
        [
            {"is_unfinished": False},
            {"is_open": True},
            {"why": "it is damaged"},
            {"actions": 0, "steps": 0},
            {"path": "/data/now.embviz"},
        ],
    )
    def test_what_was_closed_or_is_in_use_or_empty_is_not_offered(
        self, started: Bench, left: Left, facts: dict[str, Any]
    ) -> None:
        started.find(left(**{"path": "/data/1.embviz", **facts}))
        assert started.told == ""

    def test_where_that_is_the_newest_the_next_one_is_offered(self, started: Bench, left: Left) -> None:
        started.find(left("/data/2.embviz", is_open=True), left("/data/1.embviz"))
        assert started.told == OFFER

    def test_one_that_is_declined_is_not_offered_again_and_stays_in_the_menu(
        self, started: Bench, left: Left
    ) -> None:
        menu = QMenu(started.window)
        started.desk.fill_menu(menu)
        path = started.file("1")
        started.find(left(path))
        started.banner.dismiss_button.click()
        assert started.told == ""
        for _ in range(2):
            started.desk.look_for_unfinished()
            started.find(left(path))
        assert started.told == ""
        assert "Unfinished, today 10:40 (40 steps)" in [action.text() for action in menu.actions()]

    def test_a_survey_that_nobody_asked_for_offers_nothing(self, bench: Bench, left: Left) -> None:
        bench.show(path="/data/now.embviz", is_untitled=True)
        bench.find(left("/data/1.embviz"))
        assert bench.told == ""

    def test_what_is_opened_by_another_way_is_not_offered_any_more(self, started: Bench, left: Left) -> None:
        started.find(left("/data/1.embviz"))
        started.show(path="/data/1.embviz", is_untitled=True)
        assert started.told == ""

    def test_other_notices_do_not_take_the_offer_away(self, started: Bench, left: Left) -> None:
        started.find(left("/data/1.embviz"))
        started.show(path="/data/now.embviz", is_untitled=True, problem="The disk is full")
        started.banner.dismiss_button.click()
        assert started.told == OFFER

    def test_a_named_one_is_told_by_its_name(self, started: Bench, left: Left) -> None:
        started.find(left("/a/lesson.embviz", is_untitled=False))
        assert started.told == OFFER.replace("40", "lesson.embviz: 40")

    def test_any_name_is_shown_as_it_is_written_and_does_not_widen_the_window(
        self, started: Bench, left: Left, hostile: str
    ) -> None:
        name = (hostile * 10).replace("/", "_")[:200]
        started.find(left(f"/a/{name}", is_untitled=False))
        assert started.banner.minimumSizeHint().width() < 700


def test_two_windows_share_the_list(make_bench: Callable[[], Bench]) -> None:
    one, other = make_bench(), make_bench()
    first, second = one.file("first.embviz"), one.file("second.embviz")
    one.show(path=first)
    other.show(path=second)
    menu = QMenu(one.window)
    one.desk.fill_menu(menu)
    menu.aboutToShow.emit()
    assert menu.actions()[0].text() == "second.embviz"
    assert one.recent.paths() == (second, first)


def test_a_desk_that_can_keep_no_list_still_opens(bench: Bench) -> None:
    bench.desk._recent = RecentFiles(bench.folder)
    bench.show(path=bench.file("lesson.embviz"))
    bench.desk.open(bench.file("other.embviz"))
    assert bench.controller.asked == [("open", str(bench.folder / "other.embviz"), False)]
