"""The lists hold sound judgements, and the correlation is Spearman's."""

import math
from itertools import combinations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.sources import Corpus
from embviz.engine.text import similarity as module
from embviz.engine.text.similarity import LISTS, Judged, fitting, load, similarity, spearman
from embviz.engine.text.text import Text

NUMBERS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=12)


def ranks(numbers):
    """The mean of the ranks that each number has among all, counted one by one."""
    return [
        sum(one < number for one in numbers) + (sum(one == number for one in numbers) + 1) / 2
        for number in numbers
    ]


@given(NUMBERS)
def test_spearman_is_pearsons_correlation_of_the_ranks(pairs):
    x, y = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    if len({*x}) == 1 or len({*y}) == 1:
        assert math.isnan(spearman(x, y))
    else:
        assert spearman(x, y) == pytest.approx(np.corrcoef(ranks(x), ranks(y))[0, 1], abs=1e-12)


def test_spearman_without_ties_is_the_formula_of_the_textbooks():
    x, y = np.array([86, 97, 99, 100, 101, 103.0]), np.array([2, 20, 28, 27, 50, 29.0])
    differences = np.array(ranks(x)) - ranks(y)
    n = len(x)
    assert spearman(x, y) == pytest.approx(1 - 6 * (differences**2).sum() / (n * (n * n - 1)))


def test_only_the_order_counts():
    x = np.array([0.1, -0.5, 0.9, 0.3])
    assert spearman(x, np.exp(10 * x)) == pytest.approx(1)
    assert spearman(x, -x) == pytest.approx(-1)


@pytest.mark.parametrize("x", [[], [1.0], [1.0, 1.0], [1.0, math.nan]])
def test_there_may_be_no_correlation(x):
    assert math.isnan(spearman(np.array(x), np.arange(float(len(x)))))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_each_pair_once_and_judges_from_0_to_10(name):
    pairs = load(name)
    assert len({frozenset(pair[:2]) for pair in pairs}) == len(pairs)
    assert all(0 <= pair.score <= 10 and pair.first != pair.second for pair in pairs)
    assert {round(pair.score) for pair in pairs} >= {0, 6, 8}


@pytest.mark.parametrize(
    ("text", "min_count", "name", "least"),
    [("web", 5, "en", 100), ("toy-en", 2, "en", 60), ("toy-ja", 1, "ja", 40)],
)
def test_the_texts_have_most_of_the_words_that_are_judged(text, min_count, name, least):
    corpus = Text.of(Corpus(text=text, min_count=min_count))
    rows = {word: row for row, word in enumerate(corpus.words)}
    found = similarity(torch.zeros(len(rows), 2), rows)
    assert (found.name, found.known) == (name, len(load(name)))
    assert found.pairs >= least


def test_vectors_that_stand_as_people_say_correlate_and_others_do_not(monkeypatch):
    judged = [Judged("a", "b", 9.0), Judged("c", "d", 5.0), Judged("e", "f", 1.0), Judged("a", "x", 3.0)]
    monkeypatch.setattr(module, "load", lambda _: judged)
    rows = {word: row for row, word in enumerate("abcdef")}
    angles = torch.tensor([0.0, 0.1, 0.0, 0.5, 0.0, 2.0])
    weight = torch.stack([angles.cos(), angles.sin()], dim=1)
    found = similarity(weight, rows, "en")
    assert (found.pairs, found.known) == (3, 4)
    assert found.rho == pytest.approx(1)
    assert similarity(weight[[0, 5, 2, 3, 4, 1]], rows, "en").rho == pytest.approx(-1)


def test_the_length_of_a_vector_and_its_dtype_do_not_matter():
    rows = {word: row for row, word in enumerate({word for pair in load("en") for word in pair[:2]})}
    weight = torch.randn(len(rows), 8, generator=torch.Generator().manual_seed(1))
    scale = torch.rand(len(rows), 1, generator=torch.Generator().manual_seed(2)) + 0.5
    rho = similarity(weight, rows).rho
    assert similarity(weight.double() * scale, rows).rho == pytest.approx(rho)
    assert similarity(weight.bfloat16(), rows).rho == pytest.approx(rho, abs=0.02)


def test_without_known_words_there_is_no_number_and_nothing_breaks():
    found = similarity(torch.zeros(0, 3), {}, "ja")
    assert found.pairs == 0
    assert math.isnan(found.rho)


def test_the_list_that_fits_is_that_of_the_language():
    assert fitting({"king": 0, "queen": 1, "王様": 2}) == "en"
    assert fitting({"王様": 0, "女王": 1}) == "ja"


def test_no_word_of_a_list_is_misspelt_with_capitals_or_spaces():
    for name, other in combinations(LISTS, 2):
        words = {word for pair in (*load(name), *load(other)) for word in pair[:2]}
        assert all(word == word.strip().lower() for word in words)
