"""The vocabulary is the words that are frequent enough, in an order that anybody can work out."""

from collections import Counter

import pytest

from embviz.engine.text import vocabulary
from embviz.engine.text.vocabulary import Counting, TooManyWords


def counted(*pieces, min_count=1, most_words=100):
    counting = Counting()
    for piece in pieces:
        counting.take(piece)
    return counting.vocabulary(min_count, most_words)


def test_words_come_by_falling_frequency_and_then_as_they_first_occur():
    text = ["d", "c", "b", "a", "b", "c", "a", "a"]
    assert counted(text).words == ("a", "c", "b", "d")
    assert counted(text).counts.tolist() == [3, 2, 2, 1]


def test_counts_are_those_of_a_counter():
    text = ["the", "cat", "and", "the", "dog", "and", "the", "horse"]
    found = counted(text)
    assert dict(zip(found.words, found.counts.tolist(), strict=True)) == Counter(text)


def test_rare_words_are_left_out_and_their_neighbours_meet():
    found = counted(["a", "x", "b", "a", "b"], min_count=2)
    assert [found.words[token] for token in found.tokens] == ["a", "b", "a", "b"]


def test_only_the_most_frequent_are_kept():
    found = counted(["a", "b", "a", "c", "a", "b"], most_words=2)
    assert found.words == ("a", "b")
    assert len(found.tokens) == 5


def test_a_line_end_is_no_word_and_counts_the_lines():
    found = counted(["a", "\n", "b", "a", "\n", "\n", "b"])
    assert "\n" not in found.words
    assert found.lines.tolist() == [0, 1, 1, 3]


def test_a_line_goes_on_in_the_next_piece():
    assert counted(["a", "\n", "b"], ["c", "\n"], ["d"]).lines.tolist() == [0, 1, 1, 2]


def test_no_word_is_frequent_enough():
    assert counted(["a", "\n"], min_count=2).words == ()
    assert counted([]).words == ()


def test_too_many_different_words_are_refused(monkeypatch):
    monkeypatch.setattr(vocabulary, "MOST_DIFFERENT", 10)
    with pytest.raises(TooManyWords):
        counted([str(number) for number in range(11)])
