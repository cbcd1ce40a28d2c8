"""Files dropped on the window: one of a kind that can be opened is taken, all else refused in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from embviz.gui.control.notice import Notice
from embviz.gui.opening.endings import TEXTS, VECTORS
from embviz.gui.sessions.drop import DropTarget
from embviz.gui.theme import Theme

COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
# With Shift the desktop proposes to move the file.
BUTTON, KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
MIDDLE, FIELD = QPoint(300, 200), QPoint(300, 20)


class Hand:
    """Drags things over a window as the desktop does: its events go to the window of the desktop."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.target = DropTarget(window)
        self.sessions: list[str] = []
        self.experiments: list[str] = []
        self.tables: list[str] = []
        self.refusals: list[Notice] = []
        self.target.session_dropped.connect(self.sessions.append)
        self.target.experiment_dropped.connect(self.experiments.append)
        self.target.table_dropped.connect(self.tables.append)
        self.target.refused.connect(self.refusals.append)

    def enter(self, dragged: QMimeData, at: QPoint = MIDDLE) -> bool:
        event = QDragEnterEvent(at, COPY | MOVE, dragged, BUTTON, KEYS)
        return self._send(event)

    def move(self, dragged: QMimeData, at: QPoint = MIDDLE) -> bool:
        return self._send(QDragMoveEvent(at, COPY | MOVE, dragged, BUTTON, KEYS))

    def leave(self) -> None:
        QApplication.sendEvent(self.window.windowHandle(), QDragLeaveEvent())

    def let_go(self, dragged: QMimeData, at: QPoint = MIDDLE) -> Qt.DropAction:
        """What the desktop is told was done with it; the event itself must not outlive what it carries."""
        event = QDropEvent(QPointF(at), COPY | MOVE, dragged, BUTTON, KEYS)
        proposed = event.proposedAction()
        self._send(event)
        assert proposed == MOVE
        return event.dropAction() if event.isAccepted() else Qt.DropAction.IgnoreAction

    def drop(self, *paths: Path | str) -> Qt.DropAction:
        dragged = files(*paths)
        self.enter(dragged)
        self.move(dragged)
        return self.let_go(dragged)

    def _send(self, event: QDropEvent) -> bool:
        QApplication.sendEvent(self.window.windowHandle(), event)
        return event.isAccepted()


def files(*paths: Path | str) -> QMimeData:
    return urls(*(QUrl.fromLocalFile(str(path)) for path in paths))


def urls(*addresses: QUrl) -> QMimeData:
    dragged = QMimeData()
    dragged.setUrls(list(addresses))
    return dragged


@pytest.fixture
def hand(show: Callable[..., QWidget]) -> Iterator[Hand]:
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(QLineEdit("0.1"))
    column.addStretch()
    hand = Hand(window)
    show(window, 600, 400)
    yield hand
    hand.leave()


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.embviz"
    path.touch()
    return path


def test_a_session_is_opened_and_the_file_stays_where_it_is(hand: Hand, lesson: Path) -> None:
    done = hand.drop(lesson)
    assert hand.sessions == [str(lesson)]
    assert hand.experiments == hand.refusals == []
    assert done == COPY


@pytest.mark.parametrize("name", ["a.toml", "B.TOML", "埋め込み.toml"])
def test_an_experiment_is_begun(hand: Hand, tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    hand.drop(tmp_path / name)
    assert hand.experiments == [str(tmp_path / name)]
    assert hand.sessions == hand.refusals == []


@pytest.mark.parametrize("ending", [*VECTORS, *TEXTS, ".TXT", ".txt.gz"])
def test_vectors_and_texts_are_looked_into(hand: Hand, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"glove{ending}"
    path.touch()
    hand.enter(files(path))
    assert hand.target.overlay.text == f"Begin a run with glove{ending}"
    hand.let_go(files(path))
    assert hand.tables == [str(path)]
    assert hand.sessions == hand.experiments == hand.refusals == []


def test_while_it_is_over_the_window_it_says_what_letting_go_would_do(hand: Hand, lesson: Path) -> None:
    overlay = hand.target.overlay
    assert not overlay.isVisible()
    assert hand.enter(files(lesson))
    assert overlay.isVisible()
    assert overlay.text == "Open lesson.embviz"
    assert overlay.geometry() == hand.window.rect()
    hand.leave()
    assert not overlay.isVisible()
    assert hand.sessions == []


def test_it_stays_on_all_the_way_over_the_window(hand: Hand, lesson: Path) -> None:
    """The overlay takes the drag over from the window below, which Qt tells the window as a leaving."""
    dragged = files(lesson)
    hand.enter(dragged)
    for x in range(10, 500, 10):
        assert hand.move(dragged, QPoint(x, 100))
        assert hand.target.overlay.isVisible()


def test_the_file_is_taken_though_its_program_is_gone_by_then(hand: Hand, lesson: Path) -> None:
    hand.enter(files(lesson))
    gone = QMimeData()
    gone.setData("text/uri-list", b"")
    hand.let_go(gone)
    assert hand.sessions == [str(lesson)]
    assert hand.refusals == []


def test_a_field_under_the_mouse_does_not_swallow_the_file(hand: Hand, lesson: Path) -> None:
    """A file manager gives the path as a text too, which a field would insert into a number."""
    dragged = files(lesson)
    dragged.setText(str(lesson))
    hand.enter(dragged)
    hand.move(dragged, FIELD)
    hand.let_go(dragged, FIELD)
    assert hand.sessions == [str(lesson)]
    (field,) = hand.window.findChildren(QLineEdit)
    assert field.text() == "0.1"


def test_a_text_is_none_of_its_business(hand: Hand) -> None:
    dragged = QMimeData()
    dragged.setText("0.25")
    assert not hand.enter(dragged)
    assert not hand.target.overlay.isVisible()
    hand.leave()
    assert hand.enter(dragged, FIELD)
    assert hand.refusals == []


class TestWhatIsRefused:
    def refused(self, hand: Hand, dragged: QMimeData) -> str:
        hand.enter(dragged)
        seen = hand.target.overlay.text
        hand.let_go(dragged)
        assert hand.sessions == hand.experiments == []
        assert not hand.target.overlay.isVisible()
        (notice,) = hand.refusals
        assert (notice.what, notice.why, notice.remedy) == ("This cannot be opened here", seen, "dismiss")
        return seen

    def test_several_files(self, hand: Hand, lesson: Path) -> None:
        assert self.refused(hand, files(lesson, lesson)) == "2 files at once; drop a single one"

    def test_a_huge_list(self, hand: Hand) -> None:
        dragged = files(*(f"/a/{number}.embviz" for number in range(50_000)))
        assert self.refused(hand, dragged) == "50,000 files at once; drop a single one"

    def test_a_file_of_another_kind(self, hand: Hand, tmp_path: Path) -> None:
        (tmp_path / "cat.png").touch()
        assert self.refused(hand, files(tmp_path / "cat.png")) == (
            "cat.png is no session, no experiment, and neither vectors nor a text"
        )

    def test_a_folder_even_of_that_name(self, hand: Hand, tmp_path: Path) -> None:
        (tmp_path / "all.embviz").mkdir()
        assert self.refused(hand, files(tmp_path / "all.embviz")) == "all.embviz is a folder"

    def test_a_file_that_is_gone(self, hand: Hand) -> None:
        assert self.refused(hand, files("/nowhere/a.embviz")) == "a.embviz is not there any more"

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("https://name:secret@example.org/a.embviz?x=1", "example.org is not a file of this computer"),
            ("data:text/html,<img src=x>", "data is not a file of this computer"),
            ("sftp://host/a.embviz", "host is not a file of this computer"),
            ("about:blank", "about is not a file of this computer"),
            ("file://host/share/a.embviz", "a.embviz is not there any more"),
        ],
    )
    def test_what_is_elsewhere(self, hand: Hand, address: str, words: str) -> None:
        assert self.refused(hand, urls(QUrl(address))) == words

    @pytest.mark.parametrize("data", [b"", b"# a remark\r\n", b"\0", b"\xff\xfe", b"%00%ff\r\n", b":::\r\n"])
    def test_nonsense(self, hand: Hand, data: bytes) -> None:
        dragged = QMimeData()
        dragged.setData("text/uri-list", data)
        assert "file" in self.refused(hand, dragged)

    def test_a_name_is_shown_as_it_is_written(self, hand: Hand, tmp_path: Path, hostile: str) -> None:
        name = hostile.replace("/", "_").replace("\n", " ")[:20]
        (tmp_path / name).mkdir()
        assert self.refused(hand, files(tmp_path / name)) == f"{name} is a folder"


def test_a_drag_whose_end_nobody_told_does_not_lock_the_window(hand: Hand, lesson: Path) -> None:
    hand.enter(files(lesson))
    QTest.mouseClick(hand.target.overlay, BUTTON, pos=MIDDLE)
    assert not hand.target.overlay.isVisible()
    hand.enter(files(lesson))
    QTest.mouseMove(hand.target.overlay, QPoint(20, 30))
    assert not hand.target.overlay.isVisible()


def test_the_overlay_follows_the_size_of_the_window(hand: Hand, lesson: Path, qtbot: QtBot) -> None:
    hand.enter(files(lesson))
    hand.window.resize(700, 500)
    qtbot.waitUntil(lambda: hand.target.overlay.size() == hand.window.size(), timeout=2000)


def test_what_is_welcome_looks_so(theme: Theme, hand: Hand, lesson: Path, picture: Any) -> None:
    overlay = hand.target.overlay
    hand.enter(files(lesson))
    assert picture(overlay).count(theme.accent) > 1000
    assert picture(overlay).count(theme.ink) > 50
    hand.leave()
    hand.enter(files("/nowhere/cat.png"))
    assert picture(overlay).count(theme.accent) == 0
    assert picture(overlay).count(theme.soft) > 1000


def test_a_long_text_stays_within_the_plate(hand: Hand, tmp_path: Path, picture: Any, theme: Theme) -> None:
    hand.window.resize(320, 240)
    hand.enter(files(tmp_path / ("n" * 100 + ".png")))
    shown = picture(hand.target.overlay)
    for beside in (QRect(8, 30, 12, 180), QRect(300, 30, 12, 180)):
        assert shown.colours(beside) == 1
