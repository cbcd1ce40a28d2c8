"""The menu of recent sessions: what is there, what is not, and nothing that moves under the mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

Bench = Any
Left = Callable[..., Any]

no_keyboard = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)


@pytest.fixture
def menu(bench: Bench) -> Iterator[QMenu]:
    made = QMenu("Open recent", bench.window)
    bench.desk.fill_menu(made)
    yield made
    made.close()


def rows(menu: QMenu) -> list[str]:
    """Its texts, `-` for a line between them, and in brackets what cannot be chosen."""
    return [
        "-" if action.isSeparator() else action.text() if action.isEnabled() else f"[{action.text()}]"
        for action in menu.actions()
    ]


def row(menu: QMenu, text: str) -> QAction:
    (found,) = (action for action in menu.actions() if action.text() == text)
    return found


def test_at_first_it_says_that_there_is_nothing(menu: QMenu) -> None:
    assert rows(menu) == ["[Nothing yet]"]


def test_it_has_the_named_ones_and_those_without_a_name(bench: Bench, menu: QMenu, left: Left) -> None:
    for name in ("old.embviz", "lesson.embviz"):
        bench.recent.add(bench.file(name))
    bench.find(
        left(bench.file("1")),
        left(bench.file("2"), is_unfinished=False, modified_s=left("").modified_s - 86400, steps=7),
    )
    assert rows(menu) == [
        "lesson.embviz",
        "old.embviz",
        "-",
        "Unfinished, today 10:40 (40 steps)",
        "Untitled, yesterday 10:40 (7 steps)",
        "-",
        "Clear this list",
    ]


def test_the_session_on_screen_is_not_in_it(bench: Bench, menu: QMenu, left: Left) -> None:
    here, there = bench.file("here.embviz"), bench.file("there.embviz")
    bench.recent.add(there)
    bench.show(path=here)
    bench.find(left(here, is_untitled=False))
    assert rows(menu) == ["there.embviz", "-", "Clear this list"]
    untitled = bench.file("1")
    bench.show(path=untitled, is_untitled=True)
    bench.find(left(untitled))
    assert rows(menu) == ["here.embviz", "there.embviz", "-", "Clear this list"]


def test_untitled_ones_in_which_nothing_was_done_are_left_out_and_ten_are_shown(
    bench: Bench, menu: QMenu, left: Left
) -> None:
    bench.find(
        left(bench.file("empty"), steps=0, actions=0),
        *(left(bench.file(str(number)), steps=number) for number in range(2, 14)),
    )
    assert rows(menu) == [f"Unfinished, today 10:40 ({number} steps)" for number in range(2, 12)]


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"is_open": True}, "lesson.embviz (open in another window)"),
        ({"is_unfinished": True}, "lesson.embviz (unfinished, today 10:40)"),
        ({"why": "it is damaged"}, "lesson.embviz (cannot be opened)"),
        ({"is_unfinished": False}, "lesson.embviz"),
    ],
)
def test_what_is_known_of_a_named_one_stands_beside_it(
    bench: Bench, menu: QMenu, left: Left, facts: dict[str, Any], text: str
) -> None:
    path = bench.file("lesson.embviz")
    bench.recent.add(path)
    bench.find(left(path, is_untitled=False, **facts))
    assert rows(menu)[0] == text


def test_a_missing_file_is_shown_and_cannot_be_chosen_until_it_is_back(bench: Bench, menu: QMenu) -> None:
    path = bench.folder / "lesson.embviz"
    bench.recent.add(str(path))
    menu.aboutToShow.emit()
    assert rows(menu)[0] == "[lesson.embviz (not there)]"
    path.touch()
    menu.aboutToShow.emit()
    assert rows(menu)[0] == "lesson.embviz"
    path.unlink()
    path.mkdir()
    menu.aboutToShow.emit()
    assert rows(menu)[0] == "[lesson.embviz (not there)]"


def test_two_of_one_name_are_told_apart_by_their_folders(bench: Bench, menu: QMenu) -> None:
    for folder in ("week 1", "week 2"):
        (bench.folder / folder).mkdir()
        bench.recent.add(bench.file(f"{folder}/lesson.embviz"))
    menu.aboutToShow.emit()
    assert rows(menu)[:2] == ["lesson.embviz · week 2", "lesson.embviz · week 1"]


def test_it_is_cleared_of_names_and_what_has_none_stays(bench: Bench, menu: QMenu, left: Left) -> None:
    bench.recent.add(bench.file("lesson.embviz"))
    bench.find(left(bench.file("1")))
    row(menu, "Clear this list").trigger()
    menu.aboutToShow.emit()
    assert rows(menu) == ["Unfinished, today 10:40 (40 steps)"]
    assert bench.recent.paths() == ()


def test_the_one_that_is_chosen_is_opened(bench: Bench, menu: QMenu) -> None:
    first, second = bench.file("first.embviz"), bench.file("second.embviz")
    bench.recent.add(first)
    bench.recent.add(second)
    menu.aboutToShow.emit()
    bench.controller.take_asked()
    row(menu, "first.embviz").trigger()
    assert bench.controller.asked == [("open", first, False)]


@no_keyboard
def test_each_opening_asks_anew_what_is_in_the_files(bench: Bench, menu: QMenu) -> None:
    path = bench.file("lesson.embviz")
    bench.recent.add(path)
    bench.recent.set_untitled("/data/1.embviz")
    menu.popup(bench.window.mapToGlobal(QPoint(10, 10)))
    assert bench.controller.asked == [("survey", path, "/data/1.embviz")]


@no_keyboard
def test_nothing_comes_or_goes_while_it_is_open_but_texts_are_brought_up_to_date(
    bench: Bench, menu: QMenu, left: Left, qtbot: QtBot
) -> None:
    lesson, untitled = bench.file("lesson.embviz"), bench.file("1")
    bench.recent.add(lesson)
    menu.popup(bench.window.mapToGlobal(QPoint(10, 10)))
    qtbot.waitUntil(menu.isVisible)
    bench.find(left(untitled), left(lesson, is_untitled=False))
    assert rows(menu) == ["lesson.embviz (unfinished, today 10:40)", "-", "Clear this list"]
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    bench.controller.take_asked()
    menu.aboutToShow.emit()
    assert "Unfinished, today 10:40 (40 steps)" in rows(menu)


def test_a_name_is_shown_as_it_is_written(bench: Bench, menu: QMenu, hostile: str) -> None:
    """Neither a mark of a key, nor a second column, nor HTML in the tool tip."""
    name = hostile.replace("/", "_").replace("\n", " ") + ".embviz"
    folder = bench.folder / name
    folder.mkdir()
    path = folder / name
    path.touch()
    bench.recent.add(str(path))
    menu.aboutToShow.emit()
    action = menu.actions()[0]
    shown = name if len(name) <= 40 else f"{name[:25]}…{name[-14:]}"
    assert action.text() == shown.replace("&", "&&")
    first_line, rest = action.toolTip().split("\n", 1)
    assert first_line == "In the folder"
    assert rest == str(folder)


def test_strange_letters_in_a_name_do_not_break_the_line(bench: Bench, menu: QMenu) -> None:
    bench.recent.add(bench.file("a\tCtrl+Q\nb.embviz"))
    menu.aboutToShow.emit()
    assert rows(menu)[0] == "a�Ctrl+Q�b.embviz"
