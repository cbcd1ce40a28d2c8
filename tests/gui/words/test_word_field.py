"""The field for one row: by its label or its number, with matches to choose from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from embviz.core.reports import Found, NamedRow
from embviz.gui.reporter import Search
from embviz.gui.words.word_field import WordField
from tests.gui.words import scene

# What the platform without a screen says of every popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagateSizeHints)")
WORDS = scene.WORDS


class Typing:
    """A person at a field, and what the field has told."""

    def __init__(self, field: WordField) -> None:
        self.field = field
        self.asked: list[Search] = []
        self.chosen: list[NamedRow] = []
        self.problems: list[str] = []
        field.asked.connect(self.asked.append)
        field.chosen.connect(self.chosen.append)
        field.problem_changed.connect(self.problems.append)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.field, text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.field.list if self.field.list.isVisible() else self.field, key)

    def find(self, labels: tuple[str, ...] = WORDS) -> None:
        """Answer the last search."""
        self.field.set_found(scene.found(self.asked[-1].text, labels))

    @property
    def offered(self) -> list[str]:
        model = self.field.list.model()
        return [str(model.index(place, 0).data()) for place in range(model.rowCount())]


@pytest.fixture
def page(show: Callable[..., Any]) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    for name in ("field", "next"):
        layout.addWidget(WordField(name))
    return show(made, 300, 200)  # type: ignore[no-any-return]


@pytest.fixture
def typing(page: QWidget) -> Typing:
    """At the first of two fields, of a table with labels."""
    field = page.findChild(WordField, "field")
    assert field is not None
    field.set_table(len(WORDS), has_labels=True)
    field.setFocus()
    return Typing(field)


class TestByLabel:
    def test_what_is_typed_is_looked_for_letter_by_letter(self, typing: Typing) -> None:
        typing.type("kin")
        assert [search.text for search in typing.asked] == ["k", "ki", "kin"]
        assert {search.asker for search in typing.asked} == {"field"}

    def test_matches_are_offered_the_best_of_them_first_and_enter_takes_it(self, typing: Typing) -> None:
        typing.type("ma")
        typing.find()
        assert typing.offered == ["man", "woman"]
        assert typing.field.list.isVisible()
        typing.press(Qt.Key.Key_Return)
        assert [row.label for row in typing.chosen] == ["man"]
        assert typing.field.text() == "man"
        assert not typing.field.list.isVisible()

    def test_rows_behind_those_that_can_be_taken_are_not_offered(self, typing: Typing) -> None:
        typing.field.set_table(21, has_labels=True)
        typing.type("ma")
        typing.find()
        assert typing.offered == ["woman"]

    def test_the_arrow_goes_to_the_next_match(self, typing: Typing) -> None:
        typing.type("ma")
        typing.find()
        typing.press(Qt.Key.Key_Down)
        typing.press(Qt.Key.Key_Return)
        assert [row.label for row in typing.chosen] == ["woman"]

    def test_a_click_takes_a_match(self, typing: Typing) -> None:
        typing.type("ma")
        typing.find()
        matches = typing.field.list
        place = matches.visualRect(matches.model().index(1, 0)).center()
        QTest.mouseClick(matches.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert [row.label for row in typing.chosen] == ["woman"]

    def test_enter_before_the_matches_are_there_takes_the_exact_one_once_they_are(
        self, typing: Typing
    ) -> None:
        typing.type("man")
        typing.press(Qt.Key.Key_Return)
        assert typing.chosen == []
        typing.find(("mankind", "woman", "man"))
        assert [row.label for row in typing.chosen] == ["man"]

    def test_going_on_takes_what_is_typed(self, typing: Typing, page: QWidget) -> None:
        typing.type("king")
        typing.find()
        typing.press(Qt.Key.Key_Tab)
        assert [row.label for row in typing.chosen] == ["king"]

    def test_matches_of_another_text_are_not_offered(self, typing: Typing) -> None:
        typing.type("ki")
        late = scene.found("k")
        typing.field.set_found(late)
        assert not typing.field.list.isVisible()

    def test_a_word_that_there_is_not_is_said(self, typing: Typing) -> None:
        typing.type("kingg")
        typing.press(Qt.Key.Key_Return)
        typing.find()
        assert typing.chosen == []
        assert typing.field.problem == typing.problems[-1] == "No row is called kingg"
        assert typing.field.property("wrong")
        typing.type("x")
        assert typing.problems[-1] == ""
        assert not typing.field.property("wrong")

    def test_escape_closes_the_matches_and_leaves_what_is_typed(self, typing: Typing) -> None:
        typing.type("ma")
        typing.find()
        typing.press(Qt.Key.Key_Escape)
        assert not typing.field.list.isVisible()
        assert typing.field.text() == "ma"

    def test_another_letter_drops_the_row(self, typing: Typing) -> None:
        dropped: list[bool] = []
        typing.field.row_dropped.connect(lambda: dropped.append(True))
        typing.field.set_row(NamedRow(8, "king"))
        typing.field.setCursorPosition(99)
        typing.type("d")
        assert dropped == [True]
        assert typing.field.row is None

    @pytest.mark.parametrize("label", scene.HOSTILE[:-1])
    def test_a_hostile_label_can_be_chosen_and_is_one_line_in_the_list(
        self, label: str, typing: Typing
    ) -> None:
        typing.field.set_table(len(scene.HOSTILE), has_labels=True)
        typing.field.setText(label[:1])
        typing.field.textEdited.emit(label[:1])
        typing.find(scene.HOSTILE)
        place = [row.label for row in scene.found(label[:1], scene.HOSTILE).rows].index(label)
        texts = typing.offered
        assert all("\n" not in text and len(text) < 300 for text in texts)
        matches = typing.field.list
        # Above them the row of a number may stand.
        index = matches.model().index(place + len(texts) - len(scene.found(label[:1], scene.HOSTILE).rows), 0)
        matches.clicked.emit(index)
        assert typing.chosen[0].label == label


class TestByNumber:
    def test_a_number_is_a_row(self, typing: Typing) -> None:
        typing.type("12")
        typing.press(Qt.Key.Key_Return)
        assert [row.row for row in typing.chosen] == [12]

    def test_it_stands_before_the_labels_that_begin_so(self, typing: Typing) -> None:
        typing.type("1")
        typing.find(("1st", "a", "b"))
        assert typing.offered == ["row 1", "1st"]

    def test_the_row_of_that_number_is_offered_once_and_with_its_name(self, typing: Typing) -> None:
        typing.type("1")
        rows = (NamedRow(2, "1"), NamedRow(1, "king"), NamedRow(0, "1st"))
        typing.field.set_found(Found(text="1", rows=rows, total=3))
        assert typing.offered == ["row 1: king", "1", "1st"]
        typing.press(Qt.Key.Key_Return)
        assert typing.chosen == [NamedRow(1, "king")]

    def test_in_quotation_marks_it_is_a_label(self, typing: Typing) -> None:
        typing.type('"12"')
        typing.find(("a", "12"))
        assert typing.asked[-1].text == "12"
        typing.press(Qt.Key.Key_Return)
        assert [(row.row, row.label) for row in typing.chosen] == [(1, "12")]

    def test_a_row_that_there_is_not_is_said(self, typing: Typing) -> None:
        typing.type("99")
        typing.press(Qt.Key.Key_Return)
        assert typing.chosen == []
        assert typing.field.problem == f"There is no row 99: type a number from 0 to {len(WORDS) - 1}"

    def test_without_labels_a_word_is_no_row_and_nothing_is_looked_for(self, typing: Typing) -> None:
        typing.field.set_table(5, has_labels=False)
        typing.type("king")
        typing.press(Qt.Key.Key_Return)
        assert typing.asked == []
        assert typing.field.problem == "The rows have no names: type a number from 0 to 4"
