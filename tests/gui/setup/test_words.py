"""Words in place of row numbers are read as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.gui.setup.words import pair_words, written


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("king, queen", ("king", "queen")),
        (" king ,queen ", ("king", "queen")),
        ("king, queen; man, woman", ("king", "queen", "man", "woman")),
        ("king, queen;", ("king", "queen")),
        ("王, 女王", ("王", "女王")),
        ("<s>, </s>", ("<s>", "</s>")),
        ('"a, b", c', ("a, b", "c")),
        ('";", c', (";", "c")),
        ("king, 12", ("king", "12")),
        ("king", ()),
        ("king,", ()),
        ("a, b, c", ()),
        ("a, b; c", ()),
        ("", ()),
        (";", ()),
    ],
)
def test_two_words_are_a_pair(text: str, words: tuple[str, ...]) -> None:
    assert pair_words(text) == words


@given(st.text(min_size=1), st.text())
def test_what_is_written_for_a_pair_reads_as_that_pair(first: str, second: str) -> None:
    assert pair_words(written((first, second))) == (first, second)
