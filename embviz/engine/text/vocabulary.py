"""Vocabulary: the words that occur often enough, by falling frequency, and the text as their numbers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from embviz.core.messages import Array
from embviz.engine.text.tokenize import LINE_END

# More different words take gigabytes, and no text has them.
MOST_DIFFERENT = 5_000_000


class TooManyWords(ValueError):
    """There are more than MOST_DIFFERENT different tokens."""


class Vocabulary(NamedTuple):
    """`words` by falling frequency, the first in the text first where that is equal, and their `counts`.

    `tokens` (int32) are the numbers of the words in the order of the text, without what is not in the
    vocabulary; `lines` (int32) has the line that each stands in.
    """

    words: tuple[str, ...]
    counts: Array
    tokens: Array
    lines: Array


class Counting:
    """Takes tokens in, and makes the vocabulary of them."""

    def __init__(self) -> None:
        self._numbers = _Numbers({LINE_END: 0})
        self._taken = array("i")

    def take(self, tokens: Iterable[str]) -> None:
        """Count `tokens`, which go on where the last ones ended.

        Raises:
            TooManyWords: where too many of them are different.
        """
        self._taken.extend(map(self._numbers.__getitem__, tokens))
        if len(self._numbers) > MOST_DIFFERENT:
            raise TooManyWords

    def vocabulary(self, min_count: int, most_words: int) -> Vocabulary:
        """Return the words that occur `min_count` times or more, at most the `most_words` most frequent."""
        taken = np.frombuffer(self._taken, dtype=np.intc)
        counts = np.bincount(taken, minlength=len(self._numbers))
        # No word.
        counts[0] = 0
        frequent = np.flatnonzero(counts >= min_count)
        # Numbers were given as the words came, and a stable sort leaves them so.
        chosen = frequent[np.argsort(-counts[frequent], kind="stable")][:most_words]
        rank = np.full(len(self._numbers), -1, dtype=np.int32)
        rank[chosen] = np.arange(len(chosen), dtype=np.int32)
        tokens = rank[taken]
        is_known = tokens >= 0
        lines = np.cumsum(taken == 0, dtype=np.int32)
        names = list(self._numbers)
        words = tuple(names[number] for number in chosen.tolist())
        return Vocabulary(words, counts[chosen], tokens[is_known], lines[is_known])


class _Numbers(dict[str, int]):
    """The number of each word, given when it is first asked for."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number
