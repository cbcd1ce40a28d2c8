"""Skip-gram on the text of about 1 MB: pairs a second and quality, against gensim's Word2Vec on one core.

`python wording.py EPOCHS ROUNDS LOSS_ROUNDS`. In turns: gensim, the loop that a learner writes in bare
torch, and the Trainer, with the same corpus, vocabulary, window, negatives, subsampling, dim, lr and epochs.
A second is one of processor time, which knows little of what else the machine does. gensim does not tell how
many pairs it trained; they are counted as its source draws them. Then the ways to write the loss, dense and
sparse, in so many rounds; `one_lookup` is the engine's.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from gensim.models import Word2Vec  # type: ignore[import-untyped]
from torch import Tensor

from embviz.core import resources
from embviz.core.experiment import Corpus, Experiment
from embviz.engine.allocation import keep_freed
from embviz.engine.text.sampling import Use, count_pairs, kept, stream
from embviz.engine.text.similarity import similarity
from embviz.engine.text.text import Text
from embviz.engine.text.tokenize import tokenizer
from embviz.engine.trainer import Trainer

CORPUS = Corpus(text="web")
DIM = 100
# word2vec's own; the loss here is a mean over the pairs of a batch, so that lr is as many times larger.
RATE, LEAST_RATE = 0.025, 0.0001
WARM_UP_STEPS, FORM_STEPS = 20, 200
Way = Callable[[torch.nn.Embedding, Tensor, Tensor, Tensor], Tensor]


class Run(NamedTuple):
    """What one training took, how many pairs it trained, and how well its vectors agree with people."""

    seconds: float
    pairs: float
    rho: float


def two_lookups_bmm(
    embedding: torch.nn.Embedding, centers: Tensor, contexts: Tensor, labels: Tensor
) -> Tensor:
    """The loss by a matrix product of each pair with its negatives."""
    a, b = embedding(centers), embedding(contexts)
    return -F.logsigmoid(labels * (b @ a.unsqueeze(2)).squeeze(2)).sum() / len(a)


def two_lookups(embedding: torch.nn.Embedding, centers: Tensor, contexts: Tensor, labels: Tensor) -> Tensor:
    """The loss by a product and a sum."""
    a, b = embedding(centers), embedding(contexts)
    return -F.logsigmoid(labels * (a.unsqueeze(1) * b).sum(dim=2)).sum() / len(a)


def one_lookup(embedding: torch.nn.Embedding, centers: Tensor, contexts: Tensor, labels: Tensor) -> Tensor:
    """The same of one lookup: two sparse gradients need not be added up."""
    rows = torch.cat([centers.unsqueeze(1), contexts], dim=1)
    a, b = embedding(rows).split([1, contexts.shape[1]], dim=1)
    return -F.logsigmoid(labels * (a * b).sum(dim=2)).sum() / len(a)


def column_lookup(embedding: torch.nn.Embedding, centers: Tensor, contexts: Tensor, labels: Tensor) -> Tensor:
    """The same with the batch last: each part is one stretch of memory."""
    rows = torch.cat([centers.unsqueeze(0), contexts.T])
    a, b = embedding(rows).split([1, contexts.shape[1]])
    return -F.logsigmoid(labels.unsqueeze(1) * (a * b).sum(dim=2)).sum() / len(centers)


WAYS: tuple[Way, ...] = (two_lookups_bmm, two_lookups, one_lookup, column_lookup)


class Loop:
    """A run in bare torch, as a learner writes it."""

    def __init__(self, text: Text, way: Way, steps: int, seed: int = 0, sparse: bool = True) -> None:
        self._text, self._way, self._seed, self._k = text, way, seed, 0
        self._words = len(text.words)
        torch.manual_seed(seed)
        self.embedding = torch.nn.Embedding(2 * self._words, DIM, sparse=sparse)
        with torch.no_grad():
            self.embedding.weight.uniform_(-0.5 / DIM, 0.5 / DIM)
            self.embedding.weight[self._words :] = 0
        self._labels = torch.tensor([1.0] + [-1.0] * text.corpus.negatives)
        self._optimizer = torch.optim.SGD(self.embedding.parameters(), lr=RATE * text.corpus.batch)
        self._schedule = torch.optim.lr_scheduler.LinearLR(self._optimizer, 1.0, LEAST_RATE / RATE, steps)

    def train(self, steps: int) -> None:
        """Train so many batches."""
        for _ in range(steps):
            centers, contexts = self._text.batch(self._seed, self._k)
            self._optimizer.zero_grad()
            loss = self._way(self.embedding, centers, self._words + contexts, self._labels)
            loss.backward()  # type: ignore[no-untyped-call]
            self._optimizer.step()
            self._schedule.step()
            self._k += 1


def gensim(text: Text, lines: list[list[str]], epochs: int, seed: int) -> Run:
    """Train gensim's skip-gram."""
    corpus = text.corpus
    model = Word2Vec(
        vector_size=DIM,
        window=corpus.window,
        min_count=corpus.min_count,
        sample=corpus.subsample,
        negative=corpus.negatives,
        alpha=RATE,
        min_alpha=LEAST_RATE,
        sg=1,
        hs=0,
        workers=1,
        seed=seed,
    )
    model.build_vocab(lines)
    start = time.process_time()
    model.train(lines, total_examples=model.corpus_count, epochs=epochs)
    seconds = time.process_time() - start
    rows = {word: row for row, word in enumerate(model.wv.index_to_key)}
    rho = similarity(torch.tensor(model.wv.vectors), rows, "en").rho
    return Run(seconds, epochs * _pairs_of_gensim(text), rho)


def loop(text: Text, epochs: int, seed: int) -> Run:
    """Train in bare torch."""
    steps = epochs * text.batches_a_pass
    run = Loop(text, one_lookup, steps, seed)
    start = time.process_time()
    run.train(steps)
    return Run(time.process_time() - start, steps * text.corpus.batch, _rho(text, run.embedding.weight))


def trainer(text: Text, epochs: int, seed: int) -> Run:
    """Train as the window does."""
    steps = epochs * text.batches_a_pass
    run = Trainer(
        Experiment(
            corpus=text.corpus,
            dim=DIM,
            seed=seed,
            loss="skipgram",
            initial="word2vec",
            sparse=True,
            optimizer_args={"lr": RATE * text.corpus.batch},
            schedule="LinearLR",
            schedule_args={
                "start_factor": 1.0,
                "end_factor": LEAST_RATE / RATE,
                "total_iters": float(steps),
            },
        )
    )
    start = time.process_time()
    run.train(steps)
    return Run(time.process_time() - start, steps * text.corpus.batch, _rho(text, run.weight))


def rate(text: Text, way: Way, sparse: bool, rounds: int) -> float:
    """Return the pairs a second of one way to write the loss: the best of some rounds."""
    run = Loop(text, way, WARM_UP_STEPS + rounds * FORM_STEPS, sparse=sparse)
    run.train(WARM_UP_STEPS)
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        run.train(FORM_STEPS)
        seconds.append(time.process_time() - start)
    return FORM_STEPS * text.corpus.batch / min(seconds)


def main() -> None:
    """Print what each took."""
    # Before torch allocates anything, as the engine does.
    keep_freed()
    torch.set_num_threads(1)
    torch.sparse.check_sparse_tensor_invariants.disable()  # type: ignore[no-untyped-call]
    epochs, rounds, loss_rounds = map(int, sys.argv[1:4])
    text = Text.of(CORPUS)
    tokenize = tokenizer(CORPUS.tokens, CORPUS.lower)
    lines = [tokenize(line) for line in resources.text("texts", f"{CORPUS.text}.txt").splitlines()]
    runs: dict[str, list[Run]] = {"gensim": [], "loop": [], "trainer": []}
    for seed in range(1, rounds + 1):
        runs["gensim"].append(gensim(text, lines, epochs, seed))
        runs["loop"].append(loop(text, epochs, seed))
        runs["trainer"].append(trainer(text, epochs, seed))
    told: dict[str, Any] = {name: [run._asdict() for run in taken] for name, taken in runs.items()}
    told["ways"] = {
        f"{way.__name__} {'sparse' if sparse else 'dense'}": rate(text, way, sparse, loss_rounds)
        for way in (WAYS if loss_rounds else ())
        for sparse in (True, False)
    }
    print(json.dumps(told), flush=True)


def _rho(text: Text, weight: Tensor) -> float:
    rows = {word: row for row, word in enumerate(text.words)}
    return similarity(weight, rows, "en").rho


def _pairs_of_gensim(text: Text) -> float:
    # It keeps a token with the probability sqrt(t / f) + t / f, as word2vec.c does, and not the paper's.
    share = text.corpus.subsample * text.counts.sum() / text.counts
    probabilities = np.minimum(1.0, np.sqrt(share) + share)
    left = kept(text.whole, probabilities, stream(0, 0, Use.MASK))
    return count_pairs(left, text.corpus.window)


if __name__ == "__main__":
    main()
