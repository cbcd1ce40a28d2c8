"""The notice board: the last of each kind is kept, and none covers another for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from embviz.gui.banner import Banner
from embviz.gui.control.notice import Notice, retold
from embviz.gui.noticeboard import NoticeBoard

DEAD = Notice("PyTorch's process has ended", "killed", "restart")
HINT = Notice("The article", "Press Train.", "hint")
LEFT = Notice("A session was not closed", "40 steps", "restore")
FULL = Notice("This session is not written to its file any more", "the disk is full", "save")
REFUSAL = Notice("step failed.", "torch says no", "refusal")


@pytest.fixture
def banner(show: Callable[..., Any]) -> Banner:
    made: Banner = show(Banner(), 700, 60)
    made.hide()
    return made


@pytest.fixture
def board(banner: Banner) -> NoticeBoard:
    return NoticeBoard(banner)


def test_the_last_one_told_is_shown_and_the_one_before_after_it(board: NoticeBoard, banner: Banner) -> None:
    answered: list[str] = []
    board.answered.connect(answered.append)
    board.tell(DEAD)
    board.tell(HINT)
    assert banner.text == "The article: Press Train."
    banner.button.click()
    assert (banner.text, banner.button.text()) == ("PyTorch's process has ended: killed", "Restart")
    banner.button.click()
    assert not banner.isVisible()
    assert answered == ["hint", "restart"]


def test_of_each_kind_only_the_last_is_kept(board: NoticeBoard, banner: Banner) -> None:
    board.tell(REFUSAL)
    board.tell(Notice("train failed.", "torch says no again", "refusal"))
    assert banner.text == "train failed.: torch says no again"
    banner.button.click()
    assert not banner.isVisible()


def test_one_that_counts_up_covers_nothing_that_was_told_since(board: NoticeBoard, banner: Banner) -> None:
    for seconds in (3, 4):
        board.tell(Notice(f"PyTorch has been at this Step for {seconds} s", "a large table", "cancel"))
        assert banner.text == f"PyTorch has been at this Step for {seconds} s: a large table"
    board.tell(REFUSAL)
    board.tell(Notice("PyTorch has been at this Step for 5 s", "a large table", "cancel"))
    assert banner.text == "step failed.: torch says no"
    banner.button.click()
    assert banner.text == "PyTorch has been at this Step for 5 s: a large table"


def test_what_has_passed_is_taken_back_and_nothing_else(board: NoticeBoard, banner: Banner) -> None:
    for notice in (DEAD, REFUSAL, HINT):
        board.tell(notice)
    board.take_back("hint", "refusal")
    assert banner.text == "PyTorch's process has ended: killed"


def test_a_hint_does_not_look_like_an_error(board: NoticeBoard, banner: Banner) -> None:
    board.tell(REFUSAL)
    error = banner.button.styleSheet()
    board.tell(HINT)
    assert banner.button.styleSheet() != error


def test_an_offer_can_be_taken_or_declined(board: NoticeBoard, banner: Banner) -> None:
    answered: list[str] = []
    declined: list[str] = []
    board.answered.connect(answered.append)
    board.dismissed.connect(declined.append)
    for notice, button in ((LEFT, "Restore"), (FULL, "Save as…")):
        board.tell(notice)
        assert (banner.button.text(), banner.dismiss_button.text()) == (button, "Dismiss")
        banner.dismiss_button.click()
        assert not banner.isVisible()
        board.tell(notice)
        banner.button.click()
        assert not banner.isVisible()
    assert declined == answered == ["restore", "save"]


def test_declining_one_shows_the_one_before(board: NoticeBoard, banner: Banner) -> None:
    board.tell(DEAD)
    board.tell(LEFT)
    banner.dismiss_button.click()
    assert banner.text == "PyTorch's process has ended: killed"
    assert not banner.dismiss_button.isVisible()


def test_an_offer_does_not_look_like_an_error_and_a_full_disk_does(
    board: NoticeBoard, banner: Banner
) -> None:
    looks = []
    for notice in (HINT, LEFT, REFUSAL, FULL):
        board.tell(notice)
        looks.append(banner.button.styleSheet())
    hint, left, refusal, full = looks
    assert left == hint
    assert full == refusal
    assert hint != refusal


def test_what_is_about_something_that_has_passed_is_taken_back_in_any_language(
    board: NoticeBoard, banner: Banner
) -> None:
    words = iter(["Not written", "書けませんでした"])
    board.tell(REFUSAL)
    board.tell(retold(lambda: Notice(next(words), "full", "dismiss", topic="handout")))
    board.retranslate()
    assert banner.text == "書けませんでした: full"
    board.take_back_about("handout")
    assert banner.text == "step failed.: torch says no"
    board.tell(Notice("An unexpected error", "ink", "dismiss"))
    board.take_back_about("handout")
    assert banner.text == "An unexpected error: ink"
