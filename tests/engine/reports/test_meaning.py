"""Meaning tells the neighbours of pinned words, an analogy or what is wrong with it, and the similarity."""

from __future__ import annotations

import math

import pytest
import torch

from embviz.core.reports import Similarity
from embviz.engine.reports.meaning import meaning
from embviz.engine.reports.neighbours import Nearest, analogy, neighbours

WORDS = ("king", "man", "woman", "queen", "apple", "<s>")


def row_of(word):
    if word not in WORDS:
        raise LookupError(f"no row is called {word!r}")
    return WORDS.index(word)


def label(row):
    return WORDS[row]


@pytest.fixture
def weight():
    """Royal, male and female directions, an apple beside them, and a token that points nowhere."""
    return torch.tensor([[1.0, 1, 0], [0, 1, 0], [0, -1, 0], [1.0, -1, 0], [0, 0.1, 1], [0, 0, 0]])


def told(weight, pinned=(), words=(), **others):
    return meaning(Nearest(), weight, pinned, words, row_of, label, **others)


def test_the_analogy_of_the_books(weight):
    report = told(weight, words=("king", "man", "woman"))
    assert report.analogy[0].label == "queen"
    assert {named.label for named in report.analogy} == {"queen", "apple"}
    assert report.analogy_problem == ""
    target = analogy(weight, 0, 1, 2)
    assert report.analogy[0].value == pytest.approx(
        torch.cosine_similarity(weight[3].double(), target, dim=0).item(), abs=1e-6
    )


def test_the_neighbours_are_those_of_each_pinned_row(weight):
    report = told(weight, pinned=(3, 0), words=("king", "man", "woman"), k=2)
    values, places = neighbours(weight, (3, 0), k=2)
    assert [one.row for one in report.neighbours] == [3, 0]
    assert [one.label for one in report.neighbours] == ["queen", "king"]
    for one, row_values, row_places in zip(report.neighbours, values, places, strict=True):
        assert [named.row for named in one.nearest] == row_places.tolist()
        assert [named.label for named in one.nearest] == [WORDS[row] for row in row_places]
        assert [named.value for named in one.nearest] == pytest.approx(row_values.tolist(), abs=1e-6)


def test_a_word_that_is_not_there_is_told(weight):
    report = told(weight, pinned=(0,), words=("king", "man", "wumman"))
    assert report.analogy == ()
    assert report.analogy_problem == "no row is called 'wumman'"
    assert report.neighbours[0].row == 0


def test_a_row_beyond_the_words_is_told(weight):
    report = told(weight[:4], words=("king", "man", "apple"))
    assert report.analogy_problem == "'apple' is not among the 4 words that are compared"


@pytest.mark.parametrize("words", [(), ("king",), ("king", "man")])
def test_fewer_than_three_words_are_no_analogy(weight, words):
    report = told(weight, words=words)
    assert (report.analogy, report.analogy_problem, report.neighbours) == ((), "", ())


def test_pinned_rows_that_are_no_words_are_left_out(weight):
    assert [one.row for one in told(weight[:3], pinned=(1, 4, 0)).neighbours] == [1, 0]


def test_a_word_that_points_nowhere_has_no_neighbours(weight):
    report = told(weight, pinned=(5,), words=("king", "man", "<s>"))
    assert report.neighbours[0].nearest == ()
    assert report.analogy == ()


def test_the_similarity_is_taken_along(weight):
    similarity = Similarity("list", math.nan, 0, 10)
    report = told(weight, pinned=(0,), similarity=lambda: similarity)
    assert report.similarity is similarity
    assert told(weight, similarity=lambda: None).similarity is None
    assert told(weight).similarity is None
    assert report.took_s > 0


def test_what_is_kept_between_two_is_the_run_s(weight):
    nearest = Nearest()
    meaning(nearest, weight, (0,), (), row_of, label, touched=())
    weight[4] = weight[0] * 3
    report = meaning(nearest, weight, (0,), (), row_of, label, touched=(4,))
    assert report.neighbours[0].nearest[0].label == "apple"
