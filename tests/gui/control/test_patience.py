"""Patience: a silence is told once it is long, and taken back when the engine has answered after all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Command
from embviz.gui.control import patience
from embviz.gui.control.notice import Notice
from embviz.gui.control.patience import LARGE_CELLS, Patience, would_gain

LARGE = Experiment(rows=LARGE_CELLS // 10, dim=10)
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
    monkeypatch.setattr(patience, "COUNT_MS", SOON_MS)
    made = Told()
    yield made
    made.patience.forget()


def test_a_long_silence_is_told_with_cancel(told: Told, qtbot: QtBot) -> None:
    told.patience.wait(is_ready=True)
    qtbot.waitUntil(lambda: bool(told.notices))
    notice = told.notices[0]
    assert notice is not None
    assert notice.remedy == "cancel"
    assert "has not answered" in notice.what


def test_a_start_is_given_more_time_and_is_told_as_a_start(
    told: Told, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "START_PATIENCE_MS", SOON_MS)
    told.patience.wait(is_ready=False)
    qtbot.waitUntil(lambda: bool(told.notices))
    notice = told.notices[0]
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
    assert told.notices.count(None) == 1
    assert told.notices[-1] is None


def test_of_a_lost_engine_nothing_is_taken_back(told: Told, qtbot: QtBot) -> None:
    told.patience.wait(is_ready=True)
    qtbot.waitUntil(lambda: bool(told.notices))
    told.patience.forget()
    told.patience.end()
    assert None not in told.notices
    count = len(told.notices)
    qtbot.wait(5 * SOON_MS)
    assert len(told.notices) == count


def test_it_counts_the_seconds_until_the_answer(
    told: Told, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = iter(range(100, 200))
    monkeypatch.setattr(patience, "perf_counter", lambda: float(next(now_s)))
    told.patience.about(LARGE, "step")
    told.patience.wait(is_ready=True)
    qtbot.waitUntil(lambda: len(told.notices) >= 3)
    told.patience.end()
    assert [notice.what for notice in told.notices[:3] if notice is not None] == [
        f"PyTorch has been at this Step for {seconds} s" for seconds in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("backward", "at this Backward for"),
        ("train", "at this round of training for"),
        ("begin", "preparing this run for"),
        ("lookup", "has not answered for"),
    ],
)
def test_it_says_what_takes_so_long(told: Told, qtbot: QtBot, command: Command, said: str) -> None:
    told.patience.about(Experiment(), command)
    told.patience.wait(is_ready=True)
    qtbot.waitUntil(lambda: bool(told.notices))
    told.patience.forget()
    assert told.notices[0] is not None
    assert said in told.notices[0].what
    assert "sparse" not in told.notices[0].why


def test_of_a_large_dense_table_sparse_grads_are_suggested(told: Told, qtbot: QtBot) -> None:
    told.patience.about(LARGE, "step")
    told.patience.wait(is_ready=True)
    qtbot.waitUntil(lambda: bool(told.notices))
    told.patience.forget()
    assert told.notices[0] is not None
    assert "all 10,000,000 numbers and cannot be interrupted; with sparse switched on" in told.notices[0].why
    assert "Cancel ends the process" in told.notices[0].why


@pytest.mark.parametrize(
    ("change", "gains"),
    [
        ({}, True),
        ({"optimizer": "Adagrad", "optimizer_args": {}}, True),
        ({"optimizer_args": {"lr": 0.1, "momentum": 1.5}}, True),
        ({"sparse": True}, False),
        ({"rows": LARGE_CELLS // 10 - 1}, False),
        ({"optimizer": "Adam", "optimizer_args": {}}, False),
        ({"optimizer_args": {"lr": 0.1, "weight_decay": 0.1}}, False),
        ({"scale_grad_by_freq": True}, False),
        ({"dtype": "float16"}, False),
    ],
)
def test_they_are_suggested_where_torch_takes_them(change: dict[str, Any], gains: bool) -> None:
    assert would_gain(Experiment(**({"rows": LARGE.rows, "dim": LARGE.dim} | change))) is gains
