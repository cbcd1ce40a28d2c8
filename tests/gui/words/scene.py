"""What words mean, by hand, as the engine tells it of a table: what the tests of the view share."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot, TextFacts
from embviz.core.reports import Found, Meaning, NamedRow, Neighbours, Similarity
from embviz.core.sources import Corpus

TEXT = """the and of that god his lord israel king people said shall unto house queen son day land came men
woman man father city children went moses before jerusalem servant heart princess"""
WORDS = tuple(TEXT.split())
HOSTILE = (
    "<s>",
    "<img src=/x>",
    "שלום עולם",
    "x" * 10_000,
    "a\nb",
    "🙂🙂",
    "\u202eevil",
    "&amp;",
    "埋め込み",
    "12",
    " ",
)
NEAREST = 10


def table(words: tuple[str, ...] = WORDS, dim: int = 12, seed: int = 5) -> np.ndarray:
    """A table with a row for each word, in which some are alike."""
    random = np.random.default_rng(seed)
    groups = random.normal(size=(5, dim))
    return groups[np.arange(len(words)) % 5] + 0.5 * random.normal(size=(len(words), dim))


def nearest_to(
    vector: np.ndarray, weight: np.ndarray, labels: tuple[str, ...], *but: int
) -> tuple[NamedRow, ...]:
    """The rows with the largest cosine to a vector, as numpy finds them."""
    cosines = weight @ vector / (np.linalg.norm(weight, axis=1) * np.linalg.norm(vector))
    order = [int(row) for row in np.argsort(-cosines, kind="stable") if int(row) not in but]
    return tuple(NamedRow(row, labels[row] if labels else "", float(cosines[row])) for row in order[:NEAREST])


def meaning(
    pins: tuple[int, ...],
    words: tuple[str, ...] = (),
    *,
    labels: tuple[str, ...] = WORDS,
    rho: float | None = 0.41,
    **others: Any,
) -> Meaning:
    """What is to be told of the pinned rows of `table`, and of an analogy."""
    weight = table(labels or WORDS)
    analogy: tuple[NamedRow, ...] = ()
    if words:
        a, b, c = (labels.index(word) for word in words)
        analogy = nearest_to(weight[a] - weight[b] + weight[c], weight, labels, a, b, c)
    return Meaning(
        neighbours=tuple(
            Neighbours(pin, labels[pin] if labels else "", nearest_to(weight[pin], weight, labels, pin))
            for pin in pins
        ),
        analogy=analogy,
        similarity=None if rho is None else Similarity("wordsim", rho, 87, 120),
        **{"run": 1, **others},
    )


def found(text: str, labels: tuple[str, ...] = WORDS, **others: Any) -> Found:
    """The rows whose label is, begins with, or holds a text, in this order."""
    ranks = [
        (label != text, not label.startswith(text), row) for row, label in enumerate(labels) if text in label
    ]
    rows = tuple(NamedRow(row, labels[row]) for _, _, row in sorted(ranks))
    return Found(text=text, rows=rows, total=len(rows), **{"run": 1, **others})


def snapshot_of(
    make_snapshot: Callable[..., Snapshot], labels: tuple[str, ...] = WORDS, **others: Any
) -> Snapshot:
    """A moment of a run on a text whose words are `labels`, or on a table without any."""
    others.setdefault("names", dict(enumerate(labels)))
    corpus = Corpus(fingerprint=str(zlib.crc32("/".join(labels).encode())))
    text = Experiment(initial="word2vec", loss="skipgram", corpus=corpus)
    others.setdefault("experiment", text if labels else Experiment())
    others.setdefault("text", TextFacts(len(labels), 41_230, 1_204_000, 3.42) if labels else None)
    return make_snapshot(table(labels or WORDS), has_labels=bool(labels), **others)
