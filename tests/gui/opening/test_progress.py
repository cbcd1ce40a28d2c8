"""The strip of long work: it comes late, says what is done, lies where nothing moves, and can end it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.reports import Progress
from embviz.gui.control.notice import Notice
from embviz.gui.opening import progress as strips
from embviz.gui.opening.progress import WorkStrip, is_cancelled
from embviz.gui.status import StatusLine
from embviz.gui.theme import Theme

SOON_MS = 20


class Bench:
    """A window with a line at its foot, and the strip over that."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.subject = ("glove.6B.50d.txt", 300_000_000)
        self.status = StatusLine()
        self.page = QWidget()
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page, 1)
        column.addWidget(self.status)
        self.strip = WorkStrip(self.status, lambda: self.subject)
        self.cancels: list[None] = []
        self.strip.cancelled.connect(lambda: self.cancels.append(None))

    def work(self, key: Any = "reading", done: float | None = 0.434) -> None:
        self.strip.set_progress(Progress(key=key, done=done))


@pytest.fixture
def bench(show: Callable[..., QWidget], monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setattr(strips, "SHOW_AFTER_MS", SOON_MS)
    made = Bench(QWidget())
    show(made.window, 700, 300)
    return made


def appear(bench: Bench, qtbot: QtBot, **work: Any) -> str:
    bench.work(**work)
    qtbot.waitUntil(bench.strip.isVisible, timeout=2000)
    return bench.strip.text


def test_work_that_is_soon_over_is_not_shown(bench: Bench, qtbot: QtBot) -> None:
    bench.work()
    assert not bench.strip.isVisible()
    bench.strip.set_progress(None)
    qtbot.wait(3 * SOON_MS)
    assert not bench.strip.isVisible()


@pytest.mark.parametrize(
    ("work", "said"),
    [
        ({"key": "reading"}, "Reading glove.6B.50d.txt … 43 %"),
        ({"key": "drawing", "done": 0.129}, "Drawing 300,000,000 numbers … 12 %"),
        ({"key": "counting", "done": None}, "Counting the words of glove.6B.50d.txt …"),
        ({"key": "fitting", "done": None}, "Fitting …"),
        ({"key": "starting", "done": 0.0}, "Starting … 0 %"),
        ({"key": "reading", "done": 1.0}, "Reading glove.6B.50d.txt … 100 %"),
    ],
)
def test_it_says_what_is_done_and_how_far_it_is(
    bench: Bench, qtbot: QtBot, work: dict[str, Any], said: str
) -> None:
    assert appear(bench, qtbot, **work) == said
    assert bench.strip.accessibleName() == said
    assert bench.strip.bar.isVisible() is (work.get("done", 0) is not None)


@pytest.mark.parametrize(
    ("key", "said"),
    [("reading", "Reading …"), ("counting", "Counting words …"), ("drawing", "Drawing the table …")],
)
def test_what_is_not_known_is_left_out(bench: Bench, qtbot: QtBot, key: str, said: str) -> None:
    bench.subject = ("", 0)
    assert appear(bench, qtbot, key=key, done=None) == said


def test_nothing_moves_as_it_comes_and_goes(bench: Bench, qtbot: QtBot) -> None:
    before = bench.page.geometry()
    appear(bench, qtbot)
    assert bench.page.geometry() == before
    assert bench.strip.geometry() == bench.status.rect()
    bench.window.resize(500, 260)
    qtbot.waitUntil(lambda: bench.strip.width() == 500, timeout=2000)
    bench.strip.set_progress(None)
    assert not bench.strip.isVisible()


def test_cancel_is_asked_for_once_and_shown(bench: Bench, qtbot: QtBot) -> None:
    appear(bench, qtbot)
    for _ in range(2):
        QTest.mouseClick(bench.strip.button, Qt.MouseButton.LeftButton)
    assert len(bench.cancels) == 1
    assert bench.strip.text == "Cancelling… 43 %"
    bench.strip.set_progress(None)
    assert appear(bench, qtbot) == "Reading glove.6B.50d.txt … 43 %"
    assert bench.strip.button.isEnabled()


def test_a_name_is_shown_as_it_is_written(bench: Bench, qtbot: QtBot, hostile: str) -> None:
    bench.subject = (hostile, 0)
    assert appear(bench, qtbot, done=None) == f"Reading {hostile} …"


def test_the_bar_grows_with_the_work(theme: Theme, bench: Bench, qtbot: QtBot, picture: Any) -> None:
    bench.strip.set_theme(theme)
    appear(bench, qtbot, done=0.25)
    some = picture(bench.strip.bar).count(theme.accent)
    bench.work(done=0.75)
    assert picture(bench.strip.bar).count(theme.accent) > 2 * some > 0


def test_what_was_cancelled_is_told_apart_from_what_failed() -> None:
    assert is_cancelled(Notice("Cancelled", "", "refusal"))
    assert not is_cancelled(Notice("The file cannot be read", "Cancelled", "refusal"))
