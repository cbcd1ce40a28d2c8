"""Text: the words of a corpus, and every batch of pairs that skip-gram trains on, by its number."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from embviz.core.recipes import mark
from embviz.core.sources import Corpus
from embviz.engine.text.reading import Reading
from embviz.engine.text.sampling import (
    Kept,
    Negatives,
    Pairs,
    Use,
    count_pairs,
    keeping,
    kept,
    paired,
    stream,
)
from embviz.engine.text.tokenize import tokenizer
from embviz.engine.text.vocabulary import MOST_DIFFERENT, Counting, TooManyWords, Vocabulary

# So many pairs are drawn at once, for as many batches as they fill: one alone would be all call overhead.
PAIRS_A_BLOCK = 16_384

_WHAT = mark("The text {name} cannot be trained on.")
_FEW_WORDS = mark("{words} of its words occur {min_count} times or more; two are needed.")
_SMALLER = mark("Make min_count smaller, or take a longer text.")
_NO_PAIRS = mark("No two of its words stand in the same line.")
_JOIN_LINES = mark("Put several words into a line: only words of the same line make pairs.")
_MANY_WORDS = mark("It has more than {limit} different words.")
_OTHER_TOKENS = mark("Take a text with spaces between its words, or characters as tokens.")

Told = Callable[[float], None]


class _Block(NamedTuple):
    seed: int
    epoch: int
    number: int
    centers: Tensor
    contexts: Tensor


class Text:
    """A text that has been read: its vocabulary, and the batches of pairs that are drawn from it.

    `words` are the vocabulary by falling frequency, and of those with the same the first in the text first;
    `counts` (int64) is how often each occurs. `tokens` is how many of them the text has, `fingerprint` the
    SHA-256 of its bytes; `whole` is the text itself, in numbers. `batches_a_pass` batches are one pass, in
    which `pairs_a_pass` pairs are expected.
    """

    def __init__(self, corpus: Corpus, vocabulary: Vocabulary, fingerprint: str) -> None:
        self.corpus, self.fingerprint = corpus, fingerprint
        self.words, self.counts = vocabulary.words, vocabulary.counts
        self.tokens = len(vocabulary.tokens)
        self.whole = Kept(vocabulary.tokens, vocabulary.lines)
        self._keeping = keeping(self.counts, corpus.subsample)
        self._is_masked = bool((self._keeping < 1).any())
        self._negatives = Negatives(self.counts)
        # By one mask, the same for every seed: where a run stands in its pass is not to depend on that.
        usual = kept(self.whole, self._keeping, stream(0, 0, Use.MASK))
        self.pairs_a_pass = max(1, round(count_pairs(usual, corpus.window)))
        self.batches_a_pass = -(-self.pairs_a_pass // corpus.batch)
        self._pairs: tuple[int, int, Pairs] | None = None
        self._block: _Block | None = None

    @classmethod
    def of(cls, corpus: Corpus, progress: Told | None = None) -> Text:
        """Read the text of `corpus`; `progress` is told how much of it has been read, from 0 to 1.

        Raises:
            TextError: where it cannot be read, is not the one of the fingerprint, or has too few words.
        """
        reading = Reading(corpus.text, corpus.fingerprint)
        tokenize, counting = tokenizer(corpus.tokens, corpus.lower), Counting()
        try:
            for piece, done in reading.pieces():
                counting.take(tokenize(piece))
                if progress is not None:
                    progress(done)
        except TooManyWords:
            raise reading.error(_MANY_WORDS, _OTHER_TOKENS, _WHAT, limit=MOST_DIFFERENT) from None
        vocabulary = counting.vocabulary(corpus.min_count, corpus.most_words)
        _check(vocabulary, corpus, reading)
        return cls(corpus, vocabulary, reading.fingerprint)

    def batch(self, seed: int, k: int) -> tuple[Tensor, Tensor]:
        """Return the batch number `k`, from 0, of a run with `seed`: two int64 tensors of word numbers.

        The centers, (batch,), and the contexts, (batch, 1 + negatives): first the word that stood near the
        center, then the negatives. The same for the same corpus, seed and k, whatever was asked for before.

        A pass draws its mask, and then pairs one by one, each as likely as word2vec has it in such a pass.
        """
        epoch, place = divmod(k, self.batches_a_pass)
        number, at = divmod(place, self._batches_a_block)
        block = self._block
        if block is None or (block.seed, block.epoch, block.number) != (seed, epoch, number):
            block = self._block = self._drawn(seed, epoch, number)
        return block.centers[at].clone(), block.contexts[at].clone()

    @property
    def _batches_a_block(self) -> int:
        return max(1, PAIRS_A_BLOCK // self.corpus.batch)

    def _drawn(self, seed: int, epoch: int, number: int) -> _Block:
        pairs, batch = self._pairs_of(seed, epoch), self.corpus.batch
        batches = min(self._batches_a_block, self.batches_a_pass - number * self._batches_a_block)
        centers, near = pairs.draw(batches * batch, stream(seed, epoch, Use.PAIRS, number))
        streams = (stream(seed, epoch, use, number) for use in (Use.NEGATIVES, Use.AGAIN))
        negatives = self._negatives.draw_others(near, self.corpus.negatives, *streams)
        contexts = np.concatenate([near[:, None], negatives], axis=1, dtype=np.int64)
        return _Block(
            seed,
            epoch,
            number,
            torch.from_numpy(centers.astype(np.int64)).view(batches, batch),
            torch.from_numpy(contexts).view(batches, batch, -1),
        )

    def _pairs_of(self, seed: int, epoch: int) -> Pairs:
        if self._pairs is None or (self._is_masked and self._pairs[:2] != (seed, epoch)):
            text = kept(self.whole, self._keeping, stream(seed, epoch, Use.MASK))
            self._pairs = (seed, epoch, Pairs(text, self.corpus.window))
        return self._pairs[2]


def _check(vocabulary: Vocabulary, corpus: Corpus, reading: Reading) -> None:
    words = len(vocabulary.words)
    if words < 2:
        raise reading.error(_FEW_WORDS, _SMALLER, _WHAT, words=words, min_count=corpus.min_count)
    if not len(paired(Kept(vocabulary.tokens, vocabulary.lines)).tokens):
        raise reading.error(_NO_PAIRS, _JOIN_LINES, _WHAT)
