"""The words tab: neighbours of the pinned rows, the analogy, agreement with people, and its looks."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.messages import Snapshot, TextFacts
from embviz.core.reports import NamedRow
from embviz.gui.control.wishes import Wish
from embviz.gui.reporter import Search
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.words.chip import PinChip
from embviz.gui.words.columns import Nearest
from embviz.gui.words.quality import MOST_POINTS, Sparkline
from embviz.gui.words.view import WordsView
from tests.gui.words import scene

Begin = Callable[..., Snapshot]
WORDS = scene.WORDS
nan = float("nan")


def row_of(word: str) -> NamedRow:
    return NamedRow(WORDS.index(word), word)


def fill(view: WordsView, *words: str) -> None:
    """Choose the words of the analogy."""
    for field, word in zip(view.analogy.fields, words, strict=True):
        field.set_row(row_of(word))
        field.chosen.emit(row_of(word))


class TestNeighbours:
    def test_each_pinned_row_has_its_own_by_cosine(self, view: WordsView, begin: Begin) -> None:
        begin()
        report = scene.meaning(view.pins)
        view.set_report(report)
        for one in report.neighbours:
            assert view.columns.columns[one.row].nearest.rows == one.nearest

    def test_what_is_shown_stays_until_the_next_report_and_changes_with_it(
        self, view: WordsView, begin: Begin, picture: Any
    ) -> None:
        begin()
        view.set_report(scene.meaning(view.pins))
        nearest = view.columns.columns[view.pins[0]].nearest
        before, text = picture(nearest), nearest.accessibleDescription()
        begin(step=1)
        assert picture(nearest) == before
        other = scene.meaning(tuple(reversed(range(10))))
        view.set_report(
            msgspec.structs.replace(
                other,
                neighbours=[
                    msgspec.structs.replace(one, nearest=one.nearest[3:]) for one in other.neighbours
                ],
            )
        )
        assert picture(nearest) != before
        assert nearest.accessibleDescription() != text

    def test_of_another_run_none_are_shown(self, view: WordsView, begin: Begin) -> None:
        begin()
        view.set_report(scene.meaning(view.pins))
        begin(run=2)
        assert all(column.nearest.rows == () for column in view.columns.columns.values())

    def test_a_row_that_is_pinned_no_more_is_not_told_of(self, view: WordsView, begin: Begin) -> None:
        begin()
        late = scene.meaning(view.pins)
        view.unpin(view.pins[0])
        view.set_report(late)
        assert len(view.columns.columns) == 2

    def test_the_report_brings_the_name_of_a_row_that_is_out_of_sight(
        self, view: WordsView, begin: Begin
    ) -> None:
        begin(names={3: "that"})
        view.pin(20)
        assert view.columns.columns[20].chip.row.label == ""
        view.set_report(scene.meaning(view.pins))
        assert view.columns.columns[20].chip.accessibleName() == f"pinned: {WORDS[20]}"

    def test_a_larger_cosine_has_a_longer_bar_and_one_below_zero_has_none(
        self, show: Callable[..., Any], picture: Any, theme: Theme
    ) -> None:
        nearest: Nearest = show(Nearest(), 160, 90)
        nearest.set_theme(theme)
        values = (0.9, 0.3, -0.4, nan)
        nearest.set_rows("x", tuple(NamedRow(row, "w", value) for row, value in enumerate(values)))
        shown = picture(nearest)
        height = 90 / 4
        lines = [shown.rgb[round((place + 1) * height) - 3] for place in range(4)]
        lengths = [int((line != line[-1]).sum()) for line in lines]
        assert lengths[0] > 2 * lengths[1] > 0
        assert lengths[2] == lengths[3] == 0
        assert nearest.accessibleDescription() == "w 0.90, w 0.30, w −0.40, w nan"


class TestAdding:
    def test_a_word_that_is_typed_and_found_is_pinned_and_the_field_is_free_again(
        self, view: WordsView, begin: Begin, searches: list[Search]
    ) -> None:
        begin()
        view.field.setFocus()
        QTest.keyClicks(view.field, "princess")
        QTest.keyClick(view.field, Qt.Key.Key_Return)
        view.set_found(scene.found(searches[-1].text))
        assert view.pins[-1] == WORDS.index("princess")
        assert view.field.text() == ""

    def test_a_problem_stands_in_words_where_the_quality_was(
        self, view: WordsView, begin: Begin, searches: list[Search]
    ) -> None:
        begin()
        view.set_report(scene.meaning(view.pins))
        assert view.quality.isVisible()
        QTest.keyClicks(view.field, "999")
        QTest.keyClick(view.field, Qt.Key.Key_Return)
        assert view.message.text() == f"There is no row 999: type a number from 0 to {len(WORDS) - 1}"
        assert view.message.isVisible()
        assert not view.quality.isVisible()
        view.set_report(scene.meaning(view.pins, step=1))
        assert view.message.isVisible()
        QTest.keyClick(view.field, Qt.Key.Key_Backspace)
        assert not view.message.isVisible()
        assert view.quality.isVisible()


class TestAnalogy:
    def test_it_is_asked_once_all_three_words_are_there(self, view: WordsView, begin: Begin) -> None:
        begin()
        changes: list[bool] = []
        view.wish_changed.connect(lambda: changes.append(True))
        fields = view.analogy.fields
        for field, word in zip(fields[:2], ("king", "man"), strict=True):
            field.set_row(row_of(word))
        assert view.wish() == Wish("meaning", indices=view.pins)
        fill(view, "king", "man", "woman")
        assert view.wish() == Wish("meaning", indices=view.pins, words=("king", "man", "woman"))
        assert changes

    def test_the_answers_are_those_that_numpy_finds(self, view: WordsView, begin: Begin) -> None:
        begin()
        fill(view, "king", "man", "woman")
        report = scene.meaning(view.pins, ("king", "man", "woman"))
        view.set_report(report)
        assert view.analogy.answers.rows == report.analogy
        best = view.analogy.answers.accessibleDescription().split(", ")[0]
        assert best == f"{report.analogy[0].label} {report.analogy[0].value:.2f}"

    def test_another_letter_takes_the_answers_away(self, view: WordsView, begin: Begin) -> None:
        begin()
        fill(view, "king", "man", "woman")
        view.set_report(scene.meaning(view.pins, ("king", "man", "woman")))
        view.analogy.fields[1].setFocus()
        QTest.keyClicks(view.analogy.fields[1], "x")
        assert view.analogy.answers.rows == ()
        assert view.wish() == Wish("meaning", indices=view.pins)

    def test_rows_without_labels_are_asked_by_number(self, view: WordsView, begin: Begin) -> None:
        begin(())
        for field, number in zip(view.analogy.fields, ("3", "1", "2"), strict=True):
            QTest.keyClicks(field, number)
            QTest.keyClick(field, Qt.Key.Key_Return)
        assert view.analogy.words() == ("3", "1", "2")

    def test_what_is_wrong_with_it_is_said_and_passes(self, view: WordsView, begin: Begin) -> None:
        begin()
        report = scene.meaning(view.pins)
        problem = "no row is called 'kingg'\n<b>there</b> is 'king'"
        view.set_report(msgspec.structs.replace(report, analogy_problem=problem))
        assert "no row is called 'kingg'" in view.message.text()
        assert "<b>there</b>" in view.message.text()
        assert "\n" not in view.message.text()
        view.set_report(report)
        assert not view.message.isVisible()


class TestQuality:
    def test_it_says_rho_and_over_how_many_pairs(self, view: WordsView, begin: Begin) -> None:
        begin()
        view.set_report(scene.meaning(view.pins, rho=-0.413))
        assert view.quality.text.text() == "Spearman ρ −0.41 over 87 of 120 pairs"
        assert "wordsim" in view.quality.text.toolTip()

    def test_too_few_pairs_have_no_rho(self, view: WordsView, begin: Begin) -> None:
        begin()
        view.set_report(scene.meaning(view.pins, rho=nan))
        assert view.quality.text.text() == "Spearman ρ: too few words known, 87 of 120 pairs"
        assert view.quality.spark.points == {}
        assert not view.quality.spark.isVisible()

    def test_without_a_list_there_is_no_line(self, view: WordsView, begin: Begin) -> None:
        begin()
        view.set_report(scene.meaning(view.pins, rho=None))
        assert not view.quality.isVisible()

    def test_the_line_has_rho_at_the_steps_that_were_seen(self, view: WordsView, begin: Begin) -> None:
        begin()
        for step, rho in ((0, 0.0), (40, 0.3), (20, 0.2)):
            view.set_report(scene.meaning(view.pins, rho=rho, step=step))
        assert view.quality.spark.points == {0: 0.0, 20: 0.2, 40: 0.3}
        assert list(view.quality.spark.points) == [0, 20, 40]
        assert view.quality.spark.accessibleDescription() == "ρ 0.00 at step 0, ρ 0.30 at step 40"

    def test_another_run_begins_another_line_and_a_branch_goes_on_from_its_fork(
        self, view: WordsView, begin: Begin
    ) -> None:
        begin()
        for step in (0, 10, 20):
            view.set_report(scene.meaning(view.pins, step=step))
        begin(run=2, step=10, command="fork")
        assert list(view.quality.spark.points) == [0, 10]
        begin(run=3)
        assert view.quality.spark.points == {}

    def test_a_long_run_keeps_a_line_of_bounded_length_from_its_start_to_its_end(
        self, show: Callable[..., Any]
    ) -> None:
        spark: Sparkline = show(Sparkline(), 110, 20)
        for step in range(0, 100_000, 20):
            spark.add(step, math.tanh(step / 50_000))
        steps = list(spark.points)
        assert MOST_POINTS / 2 <= len(steps) <= MOST_POINTS
        assert (steps[0], steps[-1]) == (0, 99_980)
        spark.grab()

    def test_the_dot_is_where_the_moment_shown_is(self, show: Callable[..., Any], picture: Any) -> None:
        spark: Sparkline = show(Sparkline(), 110, 20)
        for step in (0, 10, 20):
            spark.add(step, 0.3)
        at_the_end = picture(spark)
        spark.add(0, 0.3)
        at_the_start = picture(spark)
        half = spark.width() // 2
        left, right = (QRect(0, 0, half, 20), QRect(half, 0, half, 20))
        accent = LIGHT.accent
        assert at_the_end.count(accent, left) < at_the_end.count(accent, right)
        assert at_the_start.count(accent, left) > at_the_start.count(accent, right)

    @pytest.mark.parametrize("rhos", [[0.5], [-1.0, 1.0], [0.0, 0.0], [-0.2, -0.1]])
    def test_any_course_can_be_drawn(self, rhos: list[float], show: Callable[..., Any], picture: Any) -> None:
        spark: Sparkline = show(Sparkline(), 110, 20)
        for step, rho in enumerate(rhos):
            spark.add(step, rho)
        assert picture(spark).colours() > 2


class TestLooks:
    def test_facts_of_the_text_stand_above(self, view: WordsView, begin: Begin) -> None:
        begin(text=TextFacts(7800, 812_345, 1_204_000, 3.42))
        assert view.facts.text() == "7,800 words · 812k tokens · 1.2M pairs · 3.42 passes"

    @pytest.mark.parametrize("size", [(422, 203), (672, 366), (422, 90), (190, 150)])
    def test_no_part_covers_another_and_all_can_be_scrolled_to(
        self, size: tuple[int, int], view: WordsView, begin: Begin
    ) -> None:
        begin()
        view.set_report(scene.meaning(view.pins))
        view.resize(*size)
        view.grab()
        parts = (view.facts, view.field, view.columns, view.analogy, view.quality)
        inside = view.columns.parentWidget()
        boxes = [rect_in(part, inside) for part in parts]
        assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)
        assert all(inside.rect().contains(box) for box in boxes)

    def test_it_makes_no_card_larger(self, view: WordsView, begin: Begin) -> None:
        begin()
        for row in range(12):
            view.pin(row)
        view.set_report(scene.meaning(view.pins))
        assert view.minimumSizeHint().width() <= 200
        assert view.minimumSizeHint().height() <= 90

    def test_many_pins_are_scrolled_to_by_the_keyboard(
        self, view: WordsView, begin: Begin, qtbot: QtBot
    ) -> None:
        begin()
        for row in range(12):
            view.pin(row)
        qtbot.waitUntil(lambda: view.columns.horizontalScrollBar().maximum() > 0, timeout=2000)
        view.columns.columns[view.pins[-2]].chip.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(view.columns.columns[view.pins[-2]].chip, Qt.Key.Key_Tab)
        last = view.columns.columns[view.pins[-1]].chip
        assert last.hasFocus()
        seen = view.columns.viewport()
        assert seen.rect().contains(rect_in(last, seen))

    def test_the_tab_key_reaches_every_field_and_chip(self, view: WordsView, begin: Begin) -> None:
        begin()
        reached: list[QWidget] = []
        view.field.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(7):
            focused = view.window().focusWidget()
            assert focused is not None
            reached.append(focused)
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        wanted = [view.field, *(one.chip for one in view.columns.columns.values()), *view.analogy.fields]
        assert reached[: len(wanted)] == wanted

    def test_everything_that_takes_keys_or_clicks_has_a_name(self, view: WordsView, begin: Begin) -> None:
        begin()
        for kind in (QAbstractButton, QLineEdit, PinChip):
            found = [one for one in view.findChildren(kind) if one.isVisible()]
            assert found
            assert all(one.accessibleName() for one in found)

    @pytest.mark.parametrize("label", scene.HOSTILE)
    def test_a_hostile_label_is_shown_as_it_is_and_moves_nothing(
        self, label: str, view: WordsView, begin: Begin
    ) -> None:
        begin()
        view.set_report(scene.meaning(view.pins))
        view.grab()
        before = [rect_in(part, view) for part in (view.field, view.columns, view.analogy)]
        labels = (label, *WORDS[1:])
        begin(labels, run=2)
        view.pin(0)
        view.set_report(scene.meaning(view.pins, labels=labels, run=2))
        view.grab()
        assert [rect_in(part, view) for part in (view.field, view.columns, view.analogy)] == before
        assert view.columns.columns[0].chip.row.label == label

    def test_both_themes_paint_and_differ(
        self, view: WordsView, begin: Begin, theme: Theme, picture: Any
    ) -> None:
        view.set_theme(theme)
        begin()
        view.set_report(scene.meaning(view.pins))
        assert picture(view).count(theme.ink) > 10
        assert picture(view.quality.spark).count(theme.accent) > 0

    def test_it_follows_the_language(
        self, view: WordsView, begin: Begin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        begin(())
        monkeypatch.setattr(WordsView, "tr", lambda _self, text: f"«{text}»")
        view.retranslate()
        assert view.facts.text().startswith("«")
        assert view.field.placeholderText() == "«pin a word»"


def rect_in(part: QWidget, whole: QWidget) -> QRect:
    return part.rect().translated(part.mapTo(whole, QPoint(0, 0)))
