"""What is drawn has the frequencies of word2vec's formulas, and is a function of its place alone.

The seeds are fixed, and the bounds five standard deviations wide.
"""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.engine.text.sampling import (
    Kept,
    Negatives,
    Pairs,
    Use,
    alias_table,
    count_pairs,
    keeping,
    kept,
    paired,
    stream,
)

SIGMAS = 5
DRAWS = 200_000


def lines(*lengths):
    """A text of different tokens, in lines of these lengths."""
    tokens = np.arange(sum(lengths), dtype=np.int32)
    return Kept(tokens, np.repeat(np.arange(len(lengths), dtype=np.int32), lengths))


def within(count, expected, draws):
    """Whether a binomial count is as near to `expected` as chance leaves it."""
    return abs(count - expected) <= SIGMAS * math.sqrt(expected * (1 - expected / draws)) + 1


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60).filter(lambda weights: sum(weights) > 0))
def test_the_alias_table_gives_each_word_its_probability(weights):
    probabilities = np.array(weights) / sum(weights)
    shares, others = alias_table(probabilities)
    assert ((shares >= 0) & (shares <= 1)).all()
    given_to = shares.copy()
    np.add.at(given_to, others, 1 - shares)
    assert given_to / len(weights) == pytest.approx(probabilities, abs=1e-12)


def test_negatives_are_drawn_by_their_frequency_to_the_power_of_three_quarters():
    counts = np.array([10_000, 3_000, 500, 500, 40, 3, 1])
    drawn = np.bincount(Negatives(counts).draw(DRAWS, stream(1, 0, Use.NEGATIVES)), minlength=7)
    wanted = DRAWS * counts**0.75 / (counts**0.75).sum()
    assert all(map(within, drawn, wanted, [DRAWS] * 7))


def test_a_negative_is_never_the_context_and_the_others_keep_their_proportions():
    counts = np.array([1000, 400, 90, 10])
    words = np.tile(np.arange(4), DRAWS // 20)
    streams = (stream(2, 0, use) for use in (Use.NEGATIVES, Use.AGAIN))
    drawn = Negatives(counts).draw_others(words, 5, *streams)
    assert drawn.shape == (len(words), 5)
    for word in range(4):
        weights = np.where(np.arange(4) == word, 0, counts**0.75)
        found = np.bincount(drawn[words == word].ravel(), minlength=4)
        draws = found.sum()
        assert found[word] == 0
        assert all(map(within, found, draws * weights / weights.sum(), [draws] * 4))


def test_of_two_words_the_negative_is_the_other_however_rare():
    streams = (stream(3, 0, use) for use in (Use.NEGATIVES, Use.AGAIN))
    drawn = Negatives(np.array([1_000_000, 1])).draw_others(np.zeros(3, dtype=np.int64), 4, *streams)
    assert (drawn == 1).all()


def test_frequent_words_are_kept_with_the_probability_of_the_paper():
    counts = np.array([600, 300, 99, 1])
    probabilities = keeping(counts, 0.05)
    assert probabilities.tolist() == pytest.approx(
        [math.sqrt(0.05 / 0.6), math.sqrt(0.05 / 0.3), math.sqrt(0.05 / 0.099), 1]
    )
    assert keeping(counts, 0).tolist() == [1] * 4


def test_a_mask_keeps_each_word_as_often_as_it_should():
    counts = np.array([60_000, 30_000, 9_000, 1_000])
    tokens = np.random.default_rng(0).permutation(np.repeat(np.arange(4, dtype=np.int32), counts))
    whole = Kept(tokens, np.zeros(len(tokens), dtype=np.int32))
    probabilities = keeping(counts, 0.01)
    left = kept(whole, probabilities, stream(4, 0, Use.MASK))
    found = np.bincount(left.tokens, minlength=4)
    assert all(map(within, found, counts * probabilities, counts))
    assert found[3] == counts[3]


def test_each_pass_draws_a_mask_of_its_own_and_keeps_the_order():
    whole, probabilities = lines(1000), np.full(1000, 0.5)
    masks = [kept(whole, probabilities, stream(5, epoch, Use.MASK)).tokens for epoch in range(3)]
    assert not np.array_equal(masks[0], masks[1])
    assert all((np.diff(mask) > 0).all() for mask in masks)


def test_lines_of_one_token_make_no_pairs():
    assert paired(lines(1, 3, 1, 2, 1)).tokens.tolist() == [1, 2, 3, 5, 6]


def test_a_mask_that_leaves_no_pair_is_not_used():
    left = kept(lines(2, 2), np.full(4, 1e-9), stream(6, 0, Use.MASK))
    assert left.tokens.tolist() == [0, 1, 2, 3]


def every_pair(text, window):
    """How often a pass has each pair on average: each token draws a window from 1 to `window`."""
    expected: Counter = Counter()
    for at in range(len(text.tokens)):
        for other in range(max(0, at - window), min(len(text.tokens), at + window + 1)):
            if other != at and text.lines[at] == text.lines[other]:
                within_it = sum(abs(other - at) <= size for size in range(1, window + 1))
                expected[int(text.tokens[at]), int(text.tokens[other])] += within_it / window
    return expected


@pytest.mark.parametrize("window", [1, 2, 5, 20])
def test_the_number_of_pairs_is_that_of_word2vecs_windows(window):
    text = lines(7, 2, 12, 3)
    assert count_pairs(text, window) == pytest.approx(sum(every_pair(text, window).values()))


@pytest.mark.parametrize("window", [1, 3, 5])
def test_pairs_are_drawn_as_often_as_a_pass_has_them_and_never_across_lines(window):
    text = lines(4, 2, 9)
    expected = every_pair(text, window)
    share = DRAWS / sum(expected.values())
    centers, contexts = Pairs(text, window).draw(DRAWS, stream(7, 0, Use.PAIRS))
    found = Counter(zip(centers.tolist(), contexts.tolist(), strict=True))
    assert found.total() == DRAWS
    assert {*found} == {*expected}
    assert all(within(found[pair], expected[pair] * share, DRAWS) for pair in expected)


def test_a_text_that_is_mostly_lines_of_two_gives_as_many_pairs_as_are_asked_for():
    centers, contexts = Pairs(lines(*[2] * 500), 64).draw(1000, stream(8, 0, Use.PAIRS))
    assert len(centers) == 1000
    assert (np.abs(centers - contexts) == 1).all()
    assert (centers // 2 == contexts // 2).all()


def test_fewer_pairs_are_the_first_of_more():
    pairs = Pairs(lines(30, 5), 3)
    few, many = (pairs.draw(count, stream(9, 1, Use.PAIRS, 2)) for count in (50, 5000))
    assert (few[0] == many[0][:50]).all()
    assert (few[1] == many[1][:50]).all()


def test_streams_of_another_seed_pass_use_or_block_are_others():
    places = [(1, 2, Use.PAIRS, 3), (2, 2, Use.PAIRS, 3), (1, 3, Use.PAIRS, 3), (1, 2, Use.AGAIN, 3)]
    drawn = [stream(*place).random_raw(100) for place in [*places, (1, 2, Use.PAIRS, 4)]]
    assert len({number for one in drawn for number in one.tolist()}) == 500
    assert (stream(*places[0]).random_raw(100) == drawn[0]).all()
