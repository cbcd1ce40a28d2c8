"""What is said of sessions: names in one line, times as a person tells them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication

from embviz.core.outline import Outline, SessionFacts
from embviz.gui.control.notice import Notice
from embviz.gui.sessions.words import SessionWords, name_of, plain

NOW_S = datetime(2026, 10, 15, 10, 45).timestamp()


@pytest.fixture
def words(qapp: QApplication) -> Iterator[SessionWords]:
    made = SessionWords(clock=lambda: NOW_S)
    yield made
    made.deleteLater()


@pytest.mark.parametrize(
    ("outline", "title"),
    [
        (Outline(), "Untitled · embviz"),
        (Outline(path="/data/1.embviz", is_untitled=True), "Untitled · embviz"),
        (Outline(path="/a/lesson.embviz", is_untitled=False), "lesson.embviz · embviz"),
        (
            Outline(path="/a/lesson.embviz", is_untitled=False, is_read_only=True),
            "lesson.embviz (read-only) · embviz",
        ),
        (Outline(path="/data/1.embviz", is_read_only=True), "Untitled (read-only) · embviz"),
    ],
)
def test_the_title_says_which_session_it_is(words: SessionWords, outline: Outline, title: str) -> None:
    assert words.title(outline) == title


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines", "two�lines"),
        ("\x1b[31m\t\0", "�[31m��"),
        ("evil\N{RIGHT-TO-LEFT OVERRIDE}zivbme.embviz", "evil�zivbme.embviz"),
        ("line\N{LINE SEPARATOR}s", "line�s"),
        ("\udcff.embviz", "�.embviz"),
        (
            "埋め込み\N{IDEOGRAPHIC SPACE}🙂 a\N{NO-BREAK SPACE}b",
            "埋め込み\N{IDEOGRAPHIC SPACE}🙂 a\N{NO-BREAK SPACE}b",
        ),
        ("👩\N{ZERO WIDTH JOINER}🏫", "👩\N{ZERO WIDTH JOINER}🏫"),
    ],
)
def test_a_name_is_one_line_that_reads_as_it_is(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_long_name_loses_its_middle_and_keeps_its_ending() -> None:
    assert name_of("/a/" + "n" * 200 + "2.embviz") == "n" * 25 + "…nnnnnn2.embviz"
    assert len(name_of("/a/" + "n" * 200 + "2.embviz")) == 40
    assert name_of("/a/" + "n" * 40) == "n" * 40


@pytest.mark.parametrize(
    ("ago_s", "said"),
    [
        (-5000, "just now"),
        (0, "just now"),
        (59.9, "just now"),
        (60, "1 minute ago"),
        (300, "5 minutes ago"),
        (3599, "59 minutes ago"),
        (3600, "1 hour ago"),
        (2 * 3600, "2 hours ago"),
        (86400, "yesterday 10:45"),
        (30 * 86400, "2026-09-15 10:45"),
    ],
)
def test_how_long_ago_it_was(words: SessionWords, ago_s: float, said: str) -> None:
    assert words.age(NOW_S - ago_s) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 10, 15, 0, 0), "today 00:00"),
        (datetime(2026, 10, 14, 23, 59), "yesterday 23:59"),
        (datetime(2026, 10, 13, 23, 59), "2026-10-13 23:59"),
        (datetime(2026, 10, 16, 9, 5), "2026-10-16 09:05"),
    ],
)
def test_when_it_was(words: SessionWords, moment: datetime, said: str) -> None:
    assert words.when(moment.timestamp()) == said


@pytest.mark.parametrize("moment_s", [float("nan"), float("-inf"), 1e300, -1e17])
def test_a_time_that_no_calendar_has_is_said_to_be_unknown(words: SessionWords, moment_s: float) -> None:
    assert words.when(moment_s) == "at an unknown time"
    assert words.age(moment_s) in ("at an unknown time", "just now")


def test_a_session_without_a_name_is_told_by_its_time(words: SessionWords) -> None:
    facts = SessionFacts(path="/data/1.embviz", modified_s=NOW_S - 300, steps=40, actions=3, is_untitled=True)
    assert words.entry(facts) == "Untitled, today 10:40 (40 steps)"
    unfinished = SessionFacts(path="/1", modified_s=NOW_S - 300, steps=1, actions=1, is_unfinished=True)
    assert words.entry(unfinished) == "Unfinished, today 10:40 (1 step)"


def test_the_offer_says_what_is_in_it_and_how_many_more_there_are(words: SessionWords) -> None:
    facts = SessionFacts(path="/1", modified_s=NOW_S - 300, steps=40, actions=12, is_untitled=True)
    assert words.offer(facts, 0) == Notice(
        "A session was not closed", "40 steps, 12 actions, 5 minutes ago", "restore"
    )
    named = SessionFacts(path="/a/lesson.embviz", modified_s=NOW_S, steps=12345, actions=1)
    assert words.offer(named, 2).why == (
        "lesson.embviz: 12,345 steps, 1 action, just now. 2 more: File, Open recent."
    )
