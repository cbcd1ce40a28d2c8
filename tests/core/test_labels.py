"""Labels of any kind are shown as they are, on one short line, and are asked for by what is typed."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.core import labels
from embviz.core.labels import (
    MOST_SHOWN,
    brief,
    isolated,
    meant,
    named,
    pair_named,
    parse_words,
    row_texts,
    shown,
    told,
    word_of,
)

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
ANYTHING = st.text(st.characters(), max_size=60)

AS_THEY_ARE = (
    "king",
    "<s>",
    "<img src=/etc/passwd>",
    "&lt;s&gt;",
    "=cmd|x",
    "{row} %1 %n",
    "a b",
    "שלום",
    "مرحبا بالعالم",
    FAMILY,
    "می\u200cخواهم",
    "埋め込み",
    "e\u0301",
    '"',
)


class TestShown:
    @pytest.mark.parametrize("label", AS_THEY_ARE)
    def test_what_has_a_picture_is_shown_as_it_is(self, label: str) -> None:
        assert shown(label) == label

    @pytest.mark.parametrize(
        ("label", "text"),
        [
            ("", '""'),
            ("\n", "\\n"),
            ("a\tb", "a\\tb"),
            ("\0", "\\x00"),
            ("a\r\nb", "a\\r\\nb"),
            ("\u2028", "\\u2028"),
            ("\u202egnirts", "\\u202egnirts"),
            ("a\u2066b", "a\\u2066b"),
            ("\u200b", "\\u200b"),
            ("\ufeffa", "\\ufeffa"),
            ("\ud800x", "\ufffdx"),
            (" the", "␣the"),
            ("the ", "the␣"),
            (" ", "␣"),
            ("\u3000", "␣"),
        ],
    )
    def test_what_has_none_is_made_visible(self, label: str, text: str) -> None:
        assert shown(label) == text

    def test_no_more_is_looked_at_than_is_shown(self) -> None:
        assert shown("a" * 10_000) == "a" * (MOST_SHOWN - 1) + "…"
        assert shown("abcdef", 4) == "abc…"
        huge = "\n" * 30_000_000
        started = time.perf_counter()
        assert shown(huge) == "\\n" * 19 + "…"
        # A look at all of it takes seconds.
        assert time.perf_counter() - started < 0.1

    def test_a_cut_parts_no_letter_from_its_accent_and_no_family(self) -> None:
        assert shown("e\u0301" * 30, 6) == "e\u0301e\u0301…"
        assert shown(FAMILY * 4, 12) == FAMILY + "…"
        # Where one picture is wider than all the room, a part of it is better than nothing.
        assert len(shown("e" + "\u0301" * 10_000, 6)) == 6

    @given(ANYTHING, st.integers(1, 60))
    def test_it_is_one_line_as_long_as_asked_for_and_hides_nothing(self, label: str, most: int) -> None:
        text = shown(label, max(most, 2))
        assert 0 < len(text) <= max(most, 2)
        assert len(text.splitlines()) == 1
        hidden = {one for one in text if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp", "Cf")}
        assert hidden <= labels._JOINERS


class TestSentences:
    def test_letters_from_right_to_left_turn_nothing_around(self) -> None:
        for label in ("שלום", "مرحبا", "a שלום"):
            assert isolated(label) == f"\u2068{label}\u2069"
        for label in ("king", "埋め込み", FAMILY, "é"):
            assert isolated(label) == label
        assert told("\u202eשלום") == "\u2068\\u202eשלום\u2069"

    @given(ANYTHING)
    def test_what_is_isolated_ends_where_it_ends(self, label: str) -> None:
        text = told(label)
        assert text.count("\u2068") == text.count("\u2069") <= 1
        assert text.strip("\u2068\u2069") == shown(label)

    def test_a_row_is_named_by_its_label_and_its_number(self) -> None:
        names = {12: "king", 0: "", 3: "{row}"}
        assert named(12, names) == "king (row 12)"
        assert named(7, names) == "row 7"
        assert named(0, names) == '"" (row 0)'
        assert named(3, names) == "{row} (row 3)"
        assert brief(12, names) == "king"
        assert brief(7, names) == "7"
        text, blanks = row_texts(12, names)
        assert text.format(**blanks) == "king (row 12)"

    def test_a_pair_is_told_by_its_labels_as_far_as_there_are_any(self) -> None:
        assert pair_named(12, 40, {}) == "12, 40"
        assert pair_named(12, 40, {12: "king", 40: "crown"}) == "king × crown"
        assert pair_named(12, 40, {12: "king"}) == "king × 40"


class TestWords:
    @pytest.mark.parametrize(
        ("typed", "asked"),
        [
            ("king", ("king",)),
            ("king, queen, 12", ("king", "queen", 12)),
            (" new york ,12 ", ("new york", 12)),
            ('"12", 12', ("12", 12)),
            ('"a, b",c', ("a, b", "c")),
            ('" the"', (" the",)),
            ('""', ("",)),
            ('"say ""hi"""', ('say "hi"',)),
            ('a"b', ('a"b',)),
            ('"', ('"',)),
            ('", "', (", ",)),
            ("-1, 0.5, 1e3", ("-1", "0.5", "1e3")),
            ("<s>, [UNK], (", ("<s>", "[UNK]", "(")),
            ("埋め込み,שלום", ("埋め込み", "שלום")),
            ("１２", ("１２",)),
        ],
    )
    def test_what_is_typed_asks_for_labels_and_rows(self, typed: str, asked: tuple[object, ...]) -> None:
        words = parse_words(typed)
        assert words is not None
        assert tuple(map(meant, words)) == asked

    @pytest.mark.parametrize("typed", ["", " ", ",", "a,", ",a", "a,,b", '"a', '"a" b', '"a"b', '"""'])
    def test_a_word_that_is_missing_or_not_closed_is_not_guessed(self, typed: str) -> None:
        assert parse_words(typed) is None

    @given(ANYTHING)
    def test_every_label_has_a_word(self, label: str) -> None:
        assert meant(word_of(label)) == label

    @given(st.lists(ANYTHING, min_size=1, max_size=5))
    def test_any_labels_can_be_typed_in_quotation_marks(self, several: list[str]) -> None:
        typed = ", ".join('"{}"'.format(one.replace('"', '""')) for one in several)
        words = parse_words(typed)
        assert words is not None
        assert list(map(meant, words)) == several

    @given(ANYTHING)
    def test_anything_typed_is_words_or_is_none(self, typed: str) -> None:
        words = parse_words(typed)
        assert words is None or all(words)

    def test_a_number_that_no_table_has_a_row_for_is_a_label(self) -> None:
        assert meant("9" * 31) == "9" * 31
        assert meant("9" * 30) == int("9" * 30)

    def test_a_long_line_is_read_at_once(self) -> None:
        started = time.perf_counter()
        for typed in ('"' + "a" * 30_000, "a " * 15_000, '"' * 30_001, ", ".join(["a"] * 10_000)):
            parse_words(typed)
        assert time.perf_counter() - started < 1
