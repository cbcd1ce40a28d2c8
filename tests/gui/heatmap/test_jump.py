"""Going to a row: by its number or its label, without ever asking more than one thing at a time."""

from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.reports import Found, NamedRow
from embviz.gui.heatmap.jump import Jump
from embviz.gui.theme import Theme
from tests.gui.conftest import HOSTILE, Show

Key = Qt.Key
ROWS = 1_000_000
WORDS = ("king", "kingdom", "kin", "queen", "2023")


class Field:
    """The field over a window, and what it asked for and chose."""

    def __init__(self, window: QWidget, other: QLineEdit) -> None:
        self.window, self.other = window, other
        self.jump = Jump(window)
        self.asked: list[str] = []
        self.chosen: list[int] = []
        self.jump.wanted.connect(self.asked.append)
        self.jump.chosen.connect(self.chosen.append)
        self.jump.set_table(1, ROWS, has_labels=True)
        self.open()

    def open(self) -> None:
        self.jump.open(QRect(40, 40, 400, 200))

    def type(self, text: str) -> None:
        self.jump.field.selectAll()
        QTest.keyClicks(self.jump.field, text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.jump.field, key)

    def answer(self, text: str | None = None, total: int | None = None) -> None:
        """Tell what there is of what was asked for last."""
        text = self.asked[-1] if text is None else text
        rows = tuple(NamedRow(row * 7, word) for row, word in enumerate(WORDS) if word.startswith(text))
        self.jump.set_found(Found(text=text, rows=rows, total=len(rows) if total is None else total))

    @property
    def listed(self) -> list[str]:
        return [self.jump.matches.item(row).text() for row in range(self.jump.matches.count())]

    @property
    def said(self) -> str:
        return "" if self.jump.message.isHidden() else self.jump.message.text()


@pytest.fixture
def field(show: Show) -> Field:
    window, other = QWidget(), QLineEdit()
    QVBoxLayout(window).addWidget(other)
    show(window, 640, 480)
    return Field(window, other)


class TestNumbers:
    @pytest.mark.parametrize(("text", "row"), [("12", 12), ("0", 0), ("999,999", 999_999), (" 7 ", 7)])
    def test_a_number_goes_to_its_row_without_waiting_for_labels(
        self, text: str, row: int, field: Field
    ) -> None:
        field.type(text)
        field.press(Key.Key_Return)
        assert field.chosen == [row]
        assert field.jump.isHidden()

    @pytest.mark.parametrize("text", ["1000000", "1,000,000", "9" * 20, "-1", "1.5", "1,00", "x"])
    def test_without_labels_anything_else_is_told_beside_the_field(self, text: str, field: Field) -> None:
        field.jump.set_table(2, ROWS, has_labels=False)
        field.asked.clear()
        field.type(text)
        field.press(Key.Key_Return)
        assert field.chosen == field.asked == []
        assert field.said == "rows are 0 to 999,999"
        assert field.jump.field.property("wrong")
        assert field.jump.isVisible()
        field.type("3")
        assert field.said == ""
        assert not field.jump.field.property("wrong")

    def test_a_label_that_is_a_number_stands_below_the_row_of_that_number(self, field: Field) -> None:
        field.type("2023")
        field.answer("2")
        field.answer("2023")
        assert field.listed == ["row 2023", "2023   row 28"]


class TestLabels:
    def test_the_beginning_of_a_label_lists_the_rows_and_enter_takes_the_first(self, field: Field) -> None:
        field.type("k")
        field.answer()
        assert field.listed == ["king   row 0", "kingdom   row 7", "kin   row 14"]
        field.press(Key.Key_Return)
        assert field.chosen == [0]

    def test_the_arrows_choose_another_and_a_click_goes_there_at_once(self, field: Field) -> None:
        field.type("k")
        field.answer()
        for _ in range(9):
            field.press(Key.Key_Down)
        field.press(Key.Key_Up)
        field.press(Key.Key_Return)
        assert field.chosen == [7]
        field.open()
        matches = field.jump.matches
        QTest.mouseClick(
            matches.viewport(),
            Qt.MouseButton.LeftButton,
            pos=matches.visualItemRect(matches.item(2)).center(),
        )
        assert field.chosen == [7, 14]

    def test_fast_typing_asks_one_thing_at_a_time_and_last_for_the_newest(self, field: Field) -> None:
        field.type("kingdom")
        assert field.asked == ["k"]
        field.answer()
        assert field.asked == ["k", "kingdom"]
        field.type("queen")
        assert field.asked == ["k", "kingdom"]
        field.answer()
        field.answer()
        assert field.asked == ["k", "kingdom", "queen"]
        assert field.listed == ["queen   row 21"]

    def test_enter_waits_for_the_answer_to_what_is_typed(self, field: Field) -> None:
        field.type("ki")
        field.press(Key.Key_Return)
        assert field.chosen == []
        field.answer("k")
        assert field.chosen == []
        field.answer("ki")
        assert field.chosen == [0]

    def test_a_label_that_there_is_not_is_told_beside_the_field(self, field: Field) -> None:
        field.type("z")
        field.answer()
        field.press(Key.Key_Return)
        assert field.said == "no row is called z"
        assert field.chosen == []

    def test_more_rows_than_are_listed_are_counted(self, field: Field) -> None:
        field.type("k")
        field.answer(total=12_345)
        assert field.said == "the first 3 of 12,345"

    def test_a_question_that_is_refused_holds_up_no_other(self, field: Field) -> None:
        field.type("ki")
        field.jump.give_up()
        field.type("q")
        assert field.asked == ["k", "q"]

    def test_answers_to_others_are_not_listed(self, field: Field) -> None:
        field.type("k")
        field.answer("q")
        assert field.listed == []

    def test_another_run_forgets_what_was_found(self, field: Field) -> None:
        field.type("k")
        field.answer()
        field.press(Key.Key_Escape)
        field.jump.set_table(2, 10, has_labels=True)
        field.open()
        assert field.asked == ["k", "k"]

    @pytest.mark.parametrize("label", [*HOSTILE, "", "x" * 10_000, "a\nb", "שלום", "\ud800"], ids=ascii)
    def test_a_strange_label_is_one_line_of_the_list(self, label: str, field: Field) -> None:
        field.type("k")
        field.jump.set_found(Found(text="k", rows=(NamedRow(5, label),), total=1))
        (text,) = field.listed
        assert "\n" not in text
        assert len(text) < 60
        assert "row 5" in text
        field.press(Key.Key_Return)
        assert field.chosen == [5]


class TestTheField:
    def test_escape_closes_it_and_what_was_typed_is_there_again(self, field: Field, qtbot: QtBot) -> None:
        field.type("ki")
        with qtbot.waitSignal(field.jump.closed, timeout=1000):
            field.press(Key.Key_Escape)
        assert field.jump.isHidden()
        field.open()
        assert field.jump.field.selectedText() == "ki"
        assert field.jump.field.hasFocus()

    def test_who_goes_elsewhere_is_not_called_back(self, field: Field, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(field.jump.closed):
            field.other.setFocus()
        assert field.jump.isHidden()
        assert field.other.hasFocus()

    @pytest.mark.parametrize("size", [(640, 480), (300, 160), (1280, 720)])
    def test_it_stays_within_the_window_with_all_its_matches(
        self, size: tuple[int, int], field: Field, theme: Theme, qtbot: QtBot
    ) -> None:
        field.window.resize(*size)
        field.jump.set_theme(theme)
        field.open()
        field.type("k")
        field.jump.set_found(
            Found(text="k", rows=tuple(NamedRow(row, f"k{row}") for row in range(30)), total=99)
        )
        assert field.window.rect().contains(field.jump.geometry())
        assert field.jump.rect().contains(field.jump.field.geometry())
        if size[1] > 400:
            assert field.jump.matches.geometry().bottom() <= field.jump.rect().bottom() - 4
            assert field.jump.matches.height() >= 8 * 26

    def test_the_hint_says_what_can_be_typed(self, field: Field) -> None:
        hint: Any = field.jump.field.placeholderText
        assert hint() == "0 to 999,999, or the beginning of a label"
        field.jump.set_table(2, 2, has_labels=False)
        assert hint() == "0 to 1"
