"""Labels say what a row is called, and which row a word means, or that there is none and what there is."""

import pytest

from embviz.engine.labels import UnknownWord, WordLabels, find, row_of, rows_of
from embviz.engine.vectors.labels import Labels

WORDS = ("the", "king", "crown")
BOTH = WordLabels(WORDS)


def test_each_word_is_there_as_it_is_looked_up_and_then_as_a_context():
    assert list(BOTH) == [*WORDS, *(f"{word} (context)" for word in WORDS)]
    assert len(BOTH) == 6
    assert BOTH[1:4] == ["king", "crown", "the (context)"]


@pytest.mark.parametrize("row", [-1, 6])
def test_a_row_that_is_not_there_has_no_label(row):
    with pytest.raises(IndexError):
        BOTH[row]


@pytest.mark.parametrize("labels", [BOTH, Labels.of(list(BOTH))], ids=["text", "file"])
def test_a_word_means_the_row_of_its_label(labels):
    assert [row_of(labels, label, 6) for label in BOTH] == list(range(6))
    assert rows_of(labels, ("crown", "the (context)", "crown"), 6) == (2, 3, 2)
    assert find(labels, "queen") is None


def test_a_number_means_the_row_of_that_number_and_in_quotes_the_label():
    labels = Labels.of(["2", "king", "1984"])
    assert row_of(labels, "2", 3) == 2
    assert row_of(labels, '"2"', 3) == 0
    # There is no such row, but a word.
    assert row_of(labels, "1984", 3) == 2
    assert row_of(None, "2", 3) == 2


def test_of_rows_that_are_called_the_same_the_first_is_meant():
    assert row_of(Labels.of(["a", "b", "b"]), "b", 3) == 1


@pytest.mark.parametrize(
    ("labels", "word", "said"),
    [
        (BOTH, "kign", "no row is called kign; there is king"),
        (BOTH, "zzzzzz", "no row is called zzzzzz"),
        (BOTH, '""', 'no row is called ""'),
        (None, "king", "the rows of this table have no names: use their numbers, 0 to 5"),
        (None, "6", "the rows of this table have no names: use their numbers, 0 to 5"),
    ],
)
def test_a_word_that_is_not_there_is_told_with_what_there_is(labels, word, said):
    with pytest.raises(UnknownWord) as error:
        row_of(labels, word, 6)
    assert str(error.value) == said
