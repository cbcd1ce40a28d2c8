"""Sampling: which tokens a pass keeps, which pairs are drawn from it, and the negatives to each of them.

Every number comes from Philox, a generator that is asked by place: what is drawn for a batch depends on the
seed and on the batch's number alone, and not on what was drawn before. The bits are turned into choices here
and not by numpy's own methods, which may change with its version: a session that was saved goes on the same.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from embviz.core.messages import Array

# The power of the frequency by which negatives are drawn: Mikolov et al. 2013, section 2.2.
NEGATIVES_POWER = 0.75
# The bits of a random number that choose a token, and those that choose its distance: 64 together.
_PLACE_BITS, _DISTANCE_BITS = np.uint64(36), np.uint64(28)
_DISTANCE_MASK = np.uint64(2**28 - 1)
# The bits that choose a word, and the share of its column in the alias table.
_WORD_BITS = np.uint64(40)
_WORD_SHIFT, _WORD_MASK = np.uint64(24), np.uint64(2**40 - 1)


class Use(IntEnum):
    """What random numbers are for: each has a stream of its own."""

    MASK = 0
    PAIRS = 1
    NEGATIVES = 2
    AGAIN = 3


def stream(seed: int, epoch: int, use: Use, block: int = 0) -> np.random.Philox:
    """Return the random numbers for a `use` in a `block` of batches of the pass `epoch`."""
    # The first word of the counter is Philox's own to count with.
    return np.random.Philox(key=[seed, epoch], counter=[0, block, use, 0])


def uniform(count: int, random: np.random.Philox) -> Array:
    """Return `count` numbers from 0 to less than 1."""
    # The upper bits: as many as a float64 holds.
    numbers: Array = (random.random_raw(count) >> np.uint64(11)) * 2.0**-53
    return numbers


def keeping(counts: Array, subsample: float) -> Array:
    """Return the probability that a pass keeps a token of each word, sqrt(subsample / f) or 1.

    `f` is the word's share of all tokens: Mikolov et al. 2013, equation 5. All are kept for 0.
    """
    if not subsample:
        return np.ones(len(counts))
    probabilities: Array = np.minimum(1.0, np.sqrt(subsample * counts.sum() / counts))
    return probabilities


class Kept(NamedTuple):
    """The tokens that a pass keeps, in order, and the line that each stands in."""

    tokens: Array
    lines: Array


def kept(whole: Kept, probabilities: Array, random: np.random.Philox) -> Kept:
    """Return what a pass over the `whole` text keeps, without lines of one token, which have no pairs.

    A mask that leaves no pair at all, as it may of a very short text, is not used.
    """
    if (probabilities == 1).all():
        return paired(whole)
    mask = uniform(len(whole.tokens), random) < probabilities[whole.tokens]
    left = paired(Kept(whole.tokens[mask], whole.lines[mask]))
    return left if len(left.tokens) else paired(whole)


def paired(text: Kept) -> Kept:
    """Return `text` without lines of one token."""
    is_next = text.lines[1:] == text.lines[:-1]
    has_neighbour = np.zeros(len(text.tokens), dtype=bool)
    has_neighbour[1:] |= is_next
    has_neighbour[:-1] |= is_next
    return Kept(text.tokens[has_neighbour], text.lines[has_neighbour])


def count_pairs(text: Kept, window: int) -> float:
    """Return how many pairs a pass over `text` has when each token draws its own window from 1 to `window`.

    The expected number: a token `d` places away is within it with the probability (window - d + 1) / window.
    """
    lines = text.lines
    together = (int(np.count_nonzero(lines[d:] == lines[:-d])) for d in range(1, window + 1))
    return sum(2 * count * (window - place) / window for place, count in enumerate(together))


class Pairs:
    """Draws pairs of a token and one near it in the same line, each pair as often as a pass has it."""

    def __init__(self, text: Kept, window: int) -> None:
        self._text = text
        near = np.repeat(np.arange(1, window + 1), np.arange(window, 0, -1))
        # Either side, each distance d so many times: window - d + 1.
        self._offsets = np.concatenate([near, -near])
        # How many of those that are drawn stay in the line.
        self._share = count_pairs(text, window) / (len(text.tokens) * (window + 1))

    def draw(self, count: int, random: np.random.Philox) -> tuple[Array, Array]:
        """Return the first `count` pairs that `random` gives, as their centers and their contexts."""
        centers, contexts, missing = [], [], count
        while missing > 0:
            # Some more than are needed on average, so that one round is nearly always enough.
            center, context = self._candidates(random.random_raw(int(missing / self._share * 1.05) + 64))
            centers.append(center[:missing])
            contexts.append(context[:missing])
            missing -= len(center)
        return np.concatenate(centers), np.concatenate(contexts)

    def _candidates(self, drawn: Array) -> tuple[Array, Array]:
        tokens, lines = self._text
        length, choices = np.uint64(len(tokens)), np.uint64(len(self._offsets))
        place = ((drawn >> _DISTANCE_BITS) * length >> _PLACE_BITS).view(np.int64)
        choice = ((drawn & _DISTANCE_MASK) * choices >> _DISTANCE_BITS).view(np.int64)
        other = place + self._offsets[choice]
        # What leads out of the text is led back into it, and then out of the line.
        inside = np.clip(other, 0, len(tokens) - 1)
        stays = (lines[place] == lines[inside]) & (other == inside)
        return tokens[place[stays]], tokens[inside[stays]]


class Negatives:
    """Draws words by their frequency to the power of 0.75, with Walker's alias table.

    A. J. Walker, "An efficient method for generating discrete random variables with general distributions",
    1977: one word for each column, and another for what is left of it.
    """

    def __init__(self, counts: Array) -> None:
        powers = counts.astype(np.float64) ** NEGATIVES_POWER
        self._probabilities = powers / powers.sum()
        self._ends = np.cumsum(self._probabilities)
        shares, self._others = alias_table(self._probabilities)
        self._shares = np.round(shares * 2.0**40).astype(np.uint64)
        self._words = np.uint64(len(counts))

    def draw(self, count: int, random: np.random.Philox) -> Array:
        """Return `count` words."""
        column = (random.random_raw(count) >> _WORD_SHIFT) * self._words
        word = (column >> _WORD_BITS).view(np.int64)
        column &= _WORD_MASK
        return np.where(column < self._shares[word], word, self._others[word])

    def draw_others(
        self, words: Array, count: int, random: np.random.Philox, again: np.random.Philox
    ) -> Array:
        """Return `count` words for each of `words`, (n, count), none of them the word itself.

        One that is the word is drawn again, from the others alone. word2vec leaves it out: its distribution
        is the same, but the shape would change.
        """
        drawn = self.draw(len(words) * count, random)
        wanted = np.repeat(words, count)
        places = np.flatnonzero(drawn == wanted)
        drawn[places] = self._other(wanted[places], again)
        return drawn.reshape(-1, count)

    def _other(self, words: Array, random: np.random.Philox) -> Array:
        # A point on the line of all words but this one: they follow each other, each as long as it is likely.
        length = self._probabilities[words]
        point = uniform(len(words), random) * (1 - length)
        point += np.where(point < self._ends[words] - length, 0, length)
        found = np.minimum(np.searchsorted(self._ends, point, side="right"), len(self._ends) - 1)
        # By rounding, a point at the end of the word before may lie on this one.
        return np.where(found == words, (words + 1) % len(self._ends), found)


def alias_table(probabilities: Array) -> tuple[Array, Array]:
    """Return for each word its share of its column, from 0 to 1, and the word that has the rest.

    The columns are filled in one sweep: those with less than 1 take what they lack from those with more,
    each in its order; one that has given more than it can spare takes from the next.
    """
    heights = probabilities * len(probabilities)
    low, high = np.flatnonzero(heights < 1), np.flatnonzero(heights >= 1)
    shares, others = np.ones(len(heights)), np.arange(len(heights))
    lacking, spare = np.cumsum(1 - heights[low]), np.cumsum(heights[high] - 1)
    shares[low] = heights[low]
    taken = np.concatenate([[0.0], lacking])
    # Rounding may leave the last ones nobody to take from.
    giver = np.minimum(np.searchsorted(spare, taken[:-1], side="right"), len(high) - 1)
    others[low] = high[giver]
    # What all have given when each of the high ones but the last can spare no more.
    given = taken[np.minimum(np.searchsorted(taken, spare[:-1]), len(low))]
    shares[high[:-1]] = np.clip(1 - (given - spare[:-1]), 0, 1)
    others[high[:-1]] = high[1:]
    return shares, others
