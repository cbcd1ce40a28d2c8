"""Which rows are pinned: at first, by a person, and after the run has become another."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot, TextFacts
from embviz.core.reports import NamedRow
from embviz.gui.control.wishes import Wish
from embviz.gui.reporter import Search
from embviz.gui.words.pins import AT_FIRST, MOST_PINS, vocabulary
from embviz.gui.words.view import WordsView
from tests.gui.words import scene

Begin = Callable[..., Snapshot]
WORDS = scene.WORDS
# The first of WORDS with more than three letters.
FIRST = tuple(WORDS.index(word) for word in ("that", "lord", "israel"))


@pytest.fixture
def changes(view: WordsView) -> list[tuple[int, ...]]:
    """What `pins_changed` has brought."""
    told: list[tuple[int, ...]] = []
    view.pins_changed.connect(told.append)
    return told


class TestAtFirst:
    def test_the_most_frequent_words_that_mean_something(
        self, view: WordsView, begin: Begin, changes: list[tuple[int, ...]]
    ) -> None:
        assert view.wish() is None
        begin()
        assert view.pins == FIRST
        assert changes == [FIRST]
        assert view.wish() == Wish("meaning", indices=FIRST)
        assert [column.chip.row.label for column in view.columns.columns.values()] == [
            "that",
            "lord",
            "israel",
        ]

    def test_where_few_words_are_long_the_shorter_ones_too(self, view: WordsView, begin: Begin) -> None:
        begin(("の", "に", "埋め込み", "を", "は"))
        assert view.pins == (0, 1, 2)

    def test_rows_without_labels_by_their_numbers(self, view: WordsView, begin: Begin) -> None:
        begin(())
        assert view.pins == (0, 1, 2)
        assert "no names" in view.facts.text()

    def test_no_more_than_there_are(self, view: WordsView, make_snapshot: Callable[..., Snapshot]) -> None:
        view.set_snapshot(make_snapshot([[1.0], [2.0]]))
        assert view.pins == (0, 1)

    def test_of_names_that_are_on_show_by_chance_none_is_taken(self, view: WordsView, begin: Begin) -> None:
        begin(names={0: "the", 17: "day", 20: "woman", 21: "children"})
        assert view.pins == (0, 1, 2)
        begin(step=1)
        assert view.pins == (0, 1, 2)
        assert view.columns.columns[1].chip.row.label == "and"

    def test_contexts_are_no_words(self, view: WordsView, begin: Begin) -> None:
        words = ("a", "b", "children", "d")
        labels = (*words, *(f"{word} (context)" for word in words))
        begin(labels, text=TextFacts(4, 100, 0, 0.0))
        assert view.pins == (0, 1, 2)
        view.pin(4)
        assert view.pins == (0, 1, 2)

    def test_a_step_pins_nothing_anew(
        self, view: WordsView, begin: Begin, changes: list[tuple[int, ...]]
    ) -> None:
        begin()
        for step in range(1, 4):
            begin(step=step, names=dict.fromkeys(range(20, 25), "other"))
        assert changes == [FIRST]


class TestByHand:
    def test_pinned_from_outside_the_row_has_its_label(
        self, view: WordsView, begin: Begin, changes: list[tuple[int, ...]]
    ) -> None:
        begin()
        view.pin(WORDS.index("king"))
        assert changes[-1] == (*FIRST, WORDS.index("king"))
        assert view.columns.columns[WORDS.index("king")].chip.row.label == "king"

    def test_twice_is_as_good_as_once_and_no_row_is_no_pin(
        self, view: WordsView, begin: Begin, changes: list[tuple[int, ...]]
    ) -> None:
        view.pin(3)
        begin()
        view.pin(FIRST[0])
        view.pin(len(WORDS))
        assert changes == [FIRST]

    def test_there_is_a_most(self, view: WordsView, begin: Begin) -> None:
        begin()
        for row in range(len(WORDS)):
            view.pin(row)
        assert len(view.pins) == MOST_PINS

    def test_a_word_that_finds_no_room_is_told_of(self, view: WordsView, begin: Begin) -> None:
        begin()
        for row in range(len(WORDS)):
            view.pin(row)
        view.field.chosen.emit(NamedRow(view.pins[0]))
        assert view.message.text() == ""
        (left_out, *_) = set(range(len(WORDS))) - set(view.pins)
        view.field.chosen.emit(NamedRow(left_out))
        assert left_out not in view.pins
        assert f"{MOST_PINS} rows are pinned" in view.message.text()

    @pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
    def test_delete_on_a_chip_takes_it_away_and_goes_on_to_the_next(
        self, key: Qt.Key, view: WordsView, begin: Begin, changes: list[tuple[int, ...]]
    ) -> None:
        begin()
        view.columns.columns[FIRST[1]].chip.setFocus()
        QTest.keyClick(view.columns.columns[FIRST[1]].chip, key)
        assert changes[-1] == (FIRST[0], FIRST[2])
        assert view.columns.columns[FIRST[2]].chip.hasFocus()
        QTest.keyClick(view.columns.columns[FIRST[2]].chip, key)
        QTest.keyClick(view.columns.columns[FIRST[0]].chip, key)
        assert view.pins == ()
        assert view.field.hasFocus()
        assert view.wish() == Wish("meaning")

    def test_a_name_that_comes_later_moves_the_cross_behind_it(self, view: WordsView, begin: Begin) -> None:
        begin(names={})
        chip = view.columns.columns[0].chip
        before = chip._cross.x()
        begin(step=1, names={0: "jerusalem and israel"})
        assert chip._cross.x() > before
        assert chip._cross.geometry().right() < chip.sizeHint().width()

    def test_its_cross_takes_it_away(self, view: WordsView, begin: Begin) -> None:
        begin()
        chip = view.columns.columns[FIRST[0]].chip
        QTest.mouseClick(chip._cross, Qt.MouseButton.LeftButton)
        assert view.pins == FIRST[1:]

    def test_the_columns_stand_in_the_order_of_the_pins(self, view: WordsView, begin: Begin) -> None:
        begin()
        view.unpin(FIRST[0])
        view.pin(1)
        view.columns.grab()
        lefts = [view.columns.columns[row].x() for row in view.pins]
        assert lefts == sorted(lefts)
        assert list(view.columns.columns) == list(view.pins) == [FIRST[1], FIRST[2], 1]


class TestInAnotherRun:
    def test_the_same_text_keeps_the_pins(self, view: WordsView, begin: Begin) -> None:
        begin()
        view.pin(8)
        before = view.pins
        begin(run=2)
        assert view.pins == before

    def test_the_same_names_are_known_as_the_same_whatever_is_done_with_them(
        self, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        one = scene.snapshot_of(make_snapshot)
        assert one.experiment is not None
        assert one.experiment.corpus is not None
        same = msgspec.structs.replace(one.experiment.corpus, window=2, negatives=3)
        other = msgspec.structs.replace(one.experiment.corpus, min_count=9)
        for corpus, is_same in ((same, True), (other, False)):
            experiment = msgspec.structs.replace(one.experiment, corpus=corpus, seed=9)
            run = msgspec.structs.replace(one, experiment=experiment, run=2)
            assert (vocabulary(run) == vocabulary(one)) is is_same

    def test_another_text_takes_the_pins_that_it_has_and_looks_for_the_others(
        self, view: WordsView, begin: Begin, searches: list[Search]
    ) -> None:
        begin()
        for row in FIRST:
            view.unpin(row)
        for word in ("king", "queen", "princess"):
            view.pin(WORDS.index(word))
        others = ("zero", "one", "two", "queen", "king")
        begin(others, run=2, names={0: "zero", 1: "one", 4: "king"})
        assert view.pins == (4,)
        assert [search.text for search in searches] == ["queen", "princess"]
        view.set_found(scene.found("queen", others))
        view.set_found(scene.found("princess", others))
        assert view.pins == (4, 3)

    def test_where_none_is_left_it_begins_anew(
        self, view: WordsView, begin: Begin, searches: list[Search]
    ) -> None:
        begin()
        view.unpin(FIRST[0])
        others = ("zero", "four", "seven", "eight")
        begin(others, run=2)
        assert view.pins == ()
        assert len(searches) == AT_FIRST - 1
        for search in list(searches):
            view.set_found(scene.found(search.text, others))
        assert view.pins == (0, 1, 2)

    def test_pins_that_nobody_chose_are_not_looked_for_in_another_text(
        self, view: WordsView, begin: Begin, searches: list[Search]
    ) -> None:
        begin()
        begin(("alpha", "beta", "gamma", "delta"), run=2)
        assert view.pins == (0, 1, 2)
        assert [column.chip.row.label for column in view.columns.columns.values()] == [
            "alpha",
            "beta",
            "gamma",
        ]
        assert searches == []

    def test_a_smaller_table_without_labels_keeps_the_pins_that_it_has(
        self, view: WordsView, begin: Begin, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        begin(())
        view.pin(20)
        view.unpin(0)
        view.set_snapshot(make_snapshot([[1.0]] * 5, run=2, experiment=Experiment(rows=5, dim=1)))
        assert view.pins == (1, 2)

    def test_after_a_text_a_table_without_labels_begins_anew(
        self, view: WordsView, begin: Begin, searches: list[Search]
    ) -> None:
        begin()
        view.pin(8)
        begin((), run=2)
        assert view.pins == (0, 1, 2)
        assert searches == []
        assert [column.chip.row.label for column in view.columns.columns.values()] == ["", "", ""]
