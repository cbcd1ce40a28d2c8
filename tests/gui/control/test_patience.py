"""Patience: a silence is told once it is long, and taken back when the engine has answered after all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from embviz.gui.control import patience
from embviz.gui.control.notice import Notice
from embviz.gui.control.patience import Patience

SOON_MS, LATE_MS = 10, 60_000


class Told:
    """A patience, and what it has told."""

    def __init__(self) -> None:
        self.patience = Patience()
        self.notices: list[Notice | None] = []
        self.patience.noticed.connect(self.notices.append)


@pytest.fixture
def told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """One that is patient with a start, and not with an answer."""
    monkeypatch.setattr(patience, "START_PATIENCE_MS", LATE_MS)
    monkeypatch.setattr(patience, "ANSWER_PATIENCE_MS", SOON_MS)
    made = Told()
    yield made
    made.patience.forget()


def test_a_long_silence_is_told_with_cancel(told: Told, qtbot: QtBot) -> None:
    told.patience.wait(is_ready=True)
    qtbot.waitUntil(lambda: bool(told.notices))
    (notice,) = told.notices
    assert notice is not None
    assert notice.remedy == "cancel"
    assert "has not answered" in notice.what


def test_a_start_is_given_more_time_and_is_told_as_a_start(
    told: Told, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "START_PATIENCE_MS", SOON_MS)
    told.patience.wait(is_ready=False)
    qtbot.waitUntil(lambda: bool(told.notices))
    (notice,) = told.notices
    assert notice is not None
    assert "has been starting" in notice.what


def test_to_wait_again_does_not_begin_the_time_anew(told: Told, qtbot: QtBot) -> None:
    told.patience.wait(is_ready=True)
    while not told.notices:
        told.patience.wait(is_ready=True)
        qtbot.wait(1)
    assert len(told.notices) >= 1


def test_an_answer_in_time_is_nothing_to_tell(told: Told, qtbot: QtBot) -> None:
    told.patience.wait(is_ready=True)
    told.patience.end()
    with qtbot.assertNotEmitted(told.patience.noticed, wait=5 * SOON_MS):
        pass
    assert told.notices == []


def test_an_answer_after_all_takes_it_back_once(told: Told, qtbot: QtBot) -> None:
    told.patience.wait(is_ready=True)
    qtbot.waitUntil(lambda: bool(told.notices))
    told.patience.end()
    told.patience.end()
    assert told.notices[1:] == [None]


def test_of_a_lost_engine_nothing_is_taken_back(told: Told, qtbot: QtBot) -> None:
    told.patience.wait(is_ready=True)
    qtbot.waitUntil(lambda: bool(told.notices))
    told.patience.forget()
    told.patience.end()
    assert len(told.notices) == 1
