"""What values are typed and chosen in: no locale, no key taken from the window, visible in both looks."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from embviz.gui.theme import Theme
from embviz.gui.widgets.editors import Choice, IntegerEdit, Switch, set_wrong
from embviz.gui.widgets.plates import Fold, Plate

Show = Callable[..., Any]


class TestIntegerEdit:
    @pytest.mark.parametrize(
        ("text", "value"), [("1", 1), ("10", 10), (" 7 ", 7), ("+3", 3), ("007", 7), ("1000000000", 10**9)]
    )
    def test_a_whole_number_is_its_value_in_every_locale(
        self, locale: QLocale, text: str, value: int, show: Show
    ) -> None:
        edit = show(IntegerEdit(5), 60, 30)
        edit.setText(text)
        assert edit.value == value
        assert not edit.property("wrong")

    @pytest.mark.parametrize(
        "text", ["", "0", "-1", "1.5", "1,5", "1,000", "1e3", "1_0", "１", "١", "abc", "1000000001", "9" * 40]
    )
    def test_anything_else_is_none_and_looks_wrong(
        self, locale: QLocale, text: str, theme: Theme, show: Show, picture: Any
    ) -> None:
        edit = show(IntegerEdit(5), 60, 30)
        assert picture(edit).count(theme.error) == 0
        edit.setText(text)
        assert edit.value is None
        edit.clearFocus()
        assert picture(edit).count(theme.error) > 60
        edit.setText("5")
        assert edit.value == 5
        assert picture(edit).count(theme.error) == 0

    def test_it_starts_with_its_value_in_plain_digits(self, locale: QLocale, show: Show) -> None:
        assert show(IntegerEdit(12345), 60, 30).text() == "12345"

    def test_its_limit_is_its_own(self, show: Show) -> None:
        edit = show(IntegerEdit(5, maximum=9), 60, 30)
        edit.setText("10")
        assert edit.value is None

    def test_letters_and_space_go_to_the_window_while_a_number_is_typed(self, show: Show) -> None:
        window, edit = QWidget(), IntegerEdit(5)
        QVBoxLayout(window).addWidget(edit)
        show(window, 200, 80)
        window.activateWindow()
        pressed: list[str] = []
        for key in ("T", "Space", "7"):
            QShortcut(QKeySequence(key), window).activated.connect(lambda key=key: pressed.append(key))
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, "1t 7")
        assert pressed == ["T", "Space"]
        assert edit.text() == "17"

    def test_a_letter_whose_button_waits_is_not_typed_instead(self, show: Show) -> None:
        edit = show(IntegerEdit(5), 60, 30)
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, "1tb 7S")
        assert edit.text() == "17"

    def test_keys_of_an_edit_stay_its_own(self, show: Show) -> None:
        edit = show(IntegerEdit(123), 60, 30)
        edit.setFocus()
        QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert edit.selectedText() == "123"
        QTest.keyClick(edit, Qt.Key.Key_Backspace)
        assert edit.text() == ""


class TestSwitch:
    @pytest.mark.parametrize("point", [(2, 10), (18, 10), (33, 10), (18, 2), (18, 17)])
    def test_a_press_anywhere_on_it_flips_it(self, point: tuple[int, int], show: Show) -> None:
        switch = show(Switch(), 36, 20)
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(*point))
        assert switch.isChecked()
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(*point))
        assert not switch.isChecked()

    def test_on_and_off_differ_at_a_glance(self, theme: Theme, show: Show, picture: Any) -> None:
        switch = show(Switch(), 36, 20)
        off = picture(switch)
        switch.setChecked(True)
        on = picture(switch)
        assert (on.rgb != off.rgb).mean() > 0.5
        assert on.count(theme.accent) > 250
        assert off.count(theme.accent) == 0

    def test_it_stands_off_its_card(self, theme: Theme, show: Show, picture: Any) -> None:
        switch = show(Switch(), 36, 20)
        for is_on in (False, True):
            switch.setChecked(is_on)
            assert picture(switch).count(theme.accent if is_on else theme.soft) > 40

    def test_the_focus_is_seen(self, theme: Theme, show: Show, picture: Any) -> None:
        holder, switch = QWidget(), Switch()
        QVBoxLayout(holder).addWidget(switch)
        show(holder, 100, 60)
        holder.activateWindow()
        holder.setFocus()
        without = picture(switch)
        switch.setFocus()
        assert picture(switch) != without


class TestChoice:
    def test_its_names_are_shown_as_they_are_written(self, hostile: str, show: Show) -> None:
        choice = show(Choice([hostile, "SGD"]), 150, 30)
        assert choice.itemText(0) == hostile
        assert choice.currentText() == hostile

    def test_a_mark_says_that_there_are_more(self, theme: Theme, show: Show, picture: Any) -> None:
        choice = show(Choice(["a"]), 96, 30)
        shown = picture(choice)
        tip = shown.rgb[10:22, 96 - 20 : 96 - 6]
        ground = shown.at(60, 15)
        assert (tip != int(ground[1:], 16)).sum() > 6

    def test_what_is_too_long_ends_in_an_ellipsis_before_the_mark(
        self, theme: Theme, show: Show, picture: Any
    ) -> None:
        long, short = show(Choice(["M" * 40]), 96, 30), show(Choice([""]), 96, 30)
        mark = slice(96 - 20, 96 - 2)
        assert (picture(long).rgb[:, mark] == picture(short).rgb[:, mark]).all()
        assert picture(long).count(theme.ink) > 50

    def test_a_title_is_shown_and_the_name_is_the_value(self, show: Show) -> None:
        choice = show(Choice(["none", "zeros"]), 96, 30)
        choice.set_titles(["None", "0"])
        choice.choose("zeros")
        assert (choice.value, choice.currentText()) == ("zeros", "0")
        choice.set_titles(["Nichts", "Null"])
        assert (choice.value, choice.currentText()) == ("zeros", "Null")

    @pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
    def test_its_list_is_as_wide_as_its_longest_title(self, show: Show) -> None:
        choice = show(Choice(["short", "a title that is far longer than the choice itself"]), 96, 30)
        choice.showPopup()
        longest = choice.fontMetrics().horizontalAdvance(choice.itemText(1))
        assert choice.view().width() >= longest + 16
        choice.hidePopup()


class TestPlate:
    def test_the_next_one_to_press_is_in_the_accent_colour(
        self, theme: Theme, show: Show, picture: Any
    ) -> None:
        plate = show(Plate(), 90, 34)
        plate.setText("Apply")
        plate.set_theme(theme)
        assert picture(plate).at(8, 17) == theme.button
        plate.set_next(True)
        assert picture(plate).at(8, 17) == theme.accent
        plate.setEnabled(False)
        assert picture(plate).at(8, 17) == theme.button

    def test_a_quiet_one_is_an_outline(self, theme: Theme, show: Show, picture: Any) -> None:
        holder, plate = QWidget(), Plate(is_quiet=True)
        QVBoxLayout(holder).addWidget(plate)
        show(holder, 120, 60)
        holder.setFocus()
        plate.clearFocus()
        plate.set_theme(theme)
        assert picture(plate).at(8, 17) == theme.card
        assert picture(plate).count(theme.line) > 100

    def test_its_words_fit_and_its_focus_is_seen(self, theme: Theme, show: Show, picture: Any) -> None:
        holder, plate = QWidget(), Plate()
        plate.setText("A button with many words")
        QVBoxLayout(holder).addWidget(plate)
        show(holder, 300, 60)
        assert plate.sizeHint().width() > plate.fontMetrics().horizontalAdvance(plate.text()) + 10
        plate.set_theme(theme)
        holder.activateWindow()
        holder.setFocus()
        before = picture(plate)
        plate.setFocus()
        assert picture(plate) != before
        assert picture(plate).count(theme.accent) > 100


class TestFold:
    def test_space_and_a_press_open_and_close_it(self, show: Show) -> None:
        fold = show(Fold(), 190, 24)
        fold.setText("Table options")
        QTest.keyClick(fold, Qt.Key.Key_Space)
        assert fold.isChecked()
        QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
        assert not fold.isChecked()

    def test_what_is_inside_is_told_while_it_is_folded(self, theme: Theme, show: Show, picture: Any) -> None:
        fold = show(Fold(), 190, 24)
        fold.setText("Table options")
        folded = picture(fold)
        fold.set_summary("max_norm, sparse")
        assert picture(fold) != folded
        fold.setChecked(True)
        opened = picture(fold)
        fold.set_summary("")
        assert picture(fold) == opened


def test_the_border_of_a_wrong_value_comes_and_goes(theme: Theme, show: Show, picture: Any) -> None:
    edit = show(QLineEdit("5"), 60, 30)
    edit.clearFocus()
    before = picture(edit)
    set_wrong(edit, True)
    assert picture(edit).count(theme.error) > 60
    set_wrong(edit, False)
    assert picture(edit) == before
