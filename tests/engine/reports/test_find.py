"""Rows are found as a plain search through all labels finds them, in the order that is promised."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.reports import Found, NamedRow
from embviz.engine.reports.find import Finder, find

# Few letters, so that labels hold each other; some whose other case has another length in UTF-8.
LETTERS = "abAB12 \n\0éÉßİıſあ漢🙂\ud800"
LABELS = st.lists(st.text(LETTERS, max_size=6), max_size=30)


def by_hand(labels, text):
    """The rows in order, by Python's own str."""

    def rank(row, label):
        cases = ((label, text, 0), (label.casefold(), text.casefold(), 1))
        ranks = []
        for one, wanted, other_case in cases:
            if one == wanted:
                ranks.append(0 + other_case)
            elif wanted and one.startswith(wanted):
                ranks.append(3 + other_case)
            elif wanted and wanted in one:
                ranks.append(5 + other_case)
        if text.strip().isdecimal() and int(text) == row:
            ranks.append(2)
        return min(ranks, default=None)

    ranked = [(rank(row, label), row) for row, label in enumerate(labels)]
    return [row for one, row in sorted(pair for pair in ranked if pair[0] is not None)]


def rows(found):
    return [named.row for named in found.rows]


@given(LABELS, st.text(LETTERS, max_size=3))
def test_it_is_a_plain_search(labels, text):
    found = find(tuple(labels), text)
    expected = by_hand(labels, text)
    assert rows(found) == expected[:50]
    assert found.total == len(expected)
    assert [named.label for named in found.rows] == [labels[row] for row in rows(found)]
    assert found.text == text


@given(LABELS.filter(bool), st.data())
def test_every_part_of_a_label_finds_it(labels, data):
    row = data.draw(st.integers(0, len(labels) - 1))
    first = data.draw(st.integers(0, len(labels[row])))
    last = data.draw(st.integers(first, len(labels[row])))
    part = labels[row][first:last]
    assert (row in rows(find(labels, part))) == (part != "" or labels[row] == "")


@given(st.lists(st.text("ab", max_size=4), min_size=100, max_size=200), st.sampled_from(["a", "ab", "bab"]))
def test_among_many_that_hold_it_too(labels, text):
    found = Finder(labels, len(labels)).find(text, most=1000)
    assert rows(found) == by_hand(labels, text)


def test_the_order_is_exact_number_beginning_within_and_each_in_the_same_case_first():
    labels = ("a 2", "2a", "A2", "2", "a2", "22", "2A")
    assert rows(find(labels, "2")) == [3, 2, 1, 5, 6, 0, 4]
    labels = ("aKing", "aking", "KINGS", "kings", "KING", "king")
    assert rows(find(labels, "king")) == [5, 4, 3, 2, 1, 0]


def test_the_list_ends_and_the_total_does_not():
    found = find([f"word {row}" for row in range(200)], "word", most=3)
    assert rows(found) == [0, 1, 2]
    assert found.total == 200


def test_a_label_does_not_run_into_the_next():
    assert find(("ab", "cd"), "bc").total == 0
    assert rows(find(("ab", "", "cd"), "ab")) == [0]


def test_an_empty_text_is_an_empty_label():
    assert rows(find(("a", "", "b", ""), "")) == [1, 3]
    assert find(("a",), "") == Found(text="", rows=(), total=0)


class TestNumbers:
    def test_a_table_without_labels_is_searched_by_number(self):
        assert find(None, "7", rows=10) == Found(text="7", rows=(NamedRow(7, ""),), total=1)
        assert find(None, " 7 ", rows=10).total == 1

    @pytest.mark.parametrize("text", ["10", "-1", "7.0", "1e0", "x", "", "²", "9" * 5000])
    def test_what_is_no_row_is_not_found(self, text):
        assert find(None, text, rows=10).total == 0

    def test_the_row_and_a_label_of_that_number_are_told_apart(self):
        assert rows(find(("1", "0", "x"), "0")) == [1, 0]

    def test_a_row_that_is_called_by_its_own_number_is_told_once(self):
        assert find(("0", "1"), "1").total == 1


def test_hostile_labels_are_found_as_they_are():
    labels = ("<img src=/x>", "a\nb", "x" * 10_000, "שלום", "👩‍👩‍👧", "", "\x00", "İstanbul")
    for row, label in enumerate(labels):
        assert rows(find(labels, label))[0] == row
    assert rows(find(labels, "x" * 9_999)) == [2]


def test_a_million_labels_are_searched_while_a_person_types():
    labels = tuple(f"{row * 7919 % 1_000_003:x}" for row in range(1_000_000))
    finder = Finder(labels, len(labels))
    finder.find("first")
    start = time.thread_time()
    found = finder.find("beef")
    # 10 ms on a quiet machine.
    assert time.thread_time() - start < 0.1
    assert found.total == sum("beef" in label for label in labels)
