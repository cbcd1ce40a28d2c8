"""Reports: what the engine tells of a table beside its pictures: rows, words, maps, files, and how far it is.

A row is told by its number and its label, where the table has labels: that of a file of vectors, or the word.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
import numpy as np

from embviz.core.units import Count

Method = Literal["pca", "tsne", "umap"]


class NamedRow(msgspec.Struct, frozen=True):
    """A row with its label and a number that is told of it."""

    row: Count
    label: str = ""
    value: float = 0.0


class Histogram(msgspec.Struct, frozen=True, eq=False):
    """How often numbers occur: `counts` (int64, n) between the `edges` (float64, n + 1), which rise.

    `not_finite` counts NaN and infinities, which are in no bin; `zeros` those that are exactly 0.
    """

    edges: np.ndarray
    counts: np.ndarray
    not_finite: Count = 0
    zeros: Count = 0


class Ranking(msgspec.Struct, frozen=True, eq=False):
    """Rows by a number: the `top` ones, largest first, and the whole curve.

    `curve` (float64, at most 512) has the numbers of all `count` rows, sorted down, at equal distances.
    """

    top: tuple[NamedRow, ...]
    curve: np.ndarray
    count: Count


class RowsReport(msgspec.Struct, frozen=True, eq=False, tag="rows", kw_only=True):
    """What there is to say of the rows of a table at `step`: rankings by name, histograms by table.

    `rankings` has 'moved' (the Euclidean distance of each row from the start of the run; only rows that
    moved), 'norm' (of weight) and 'grad' (the norm of its gradient; only rows with one), as far as they are
    known. `histograms` has 'weight' and, where there is one, 'grad'. `took_s` is how long it took.
    """

    run: Count = 0
    request: Count = 0
    step: Count = 0
    rankings: dict[str, Ranking] = {}
    histograms: dict[str, Histogram] = {}
    took_s: float = 0.0


class Neighbours(msgspec.Struct, frozen=True):
    """The rows that are nearest to `row` by cosine, nearest first, without itself."""

    row: Count
    label: str
    nearest: tuple[NamedRow, ...]


class Similarity(msgspec.Struct, frozen=True):
    """Spearman's rank correlation of the cosines with what people said, over the `pairs` whose words both
    are in the vocabulary, of `known` in the list called `name`. `rho` is NaN for fewer than two pairs."""

    name: str
    rho: float
    pairs: Count
    known: Count


class Meaning(msgspec.Struct, frozen=True, eq=False, tag="meaning", kw_only=True):
    """The neighbours of each pinned row, the answer to an analogy, and how well it all agrees with people.

    `analogy` has the rows nearest to a - b + c, without these three; `analogy_problem` says which word there
    is not.
    """

    run: Count = 0
    request: Count = 0
    step: Count = 0
    neighbours: tuple[Neighbours, ...] = ()
    analogy: tuple[NamedRow, ...] = ()
    analogy_problem: str = ""
    similarity: Similarity | None = None
    took_s: float = 0.0


class WordMap(msgspec.Struct, frozen=True, eq=False, tag="map", kw_only=True):
    """A picture of rows in the plane: `points` (float32, (n, 2)) of the rows `rows` (int64, n).

    `labels` are theirs, `pinned` the places in `rows` of the pinned ones. For 'pca' the axes stay those of
    the last fit, `fitted` at which step, until another is asked for; `explained` is the share of the variance
    that each of the two axes holds, and `drift` how much of the variance of now they miss that those of a new
    fit would hold.
    """

    run: Count = 0
    request: Count = 0
    step: Count = 0
    method: Method = "pca"
    rows: np.ndarray = msgspec.field(default_factory=lambda: np.empty(0, dtype=np.int64))
    points: np.ndarray = msgspec.field(default_factory=lambda: np.empty((0, 2), dtype=np.float32))
    labels: tuple[str, ...] = ()
    pinned: tuple[Count, ...] = ()
    fitted: Count = 0
    explained: tuple[float, float] = (0.0, 0.0)
    drift: float = 0.0
    took_s: float = 0.0


class Found(msgspec.Struct, frozen=True, tag="found", kw_only=True):
    """The rows whose label is, begins with, or holds what was looked for, in this order, `total` in all."""

    run: Count = 0
    request: Count = 0
    text: str = ""
    rows: tuple[NamedRow, ...] = ()
    total: Count = 0


class TensorFacts(msgspec.Struct, frozen=True):
    """One table in a file: its name there, empty where the format has none, its shape and its dtype."""

    name: str
    rows: Count
    dim: Count
    dtype: str


class Contents(msgspec.Struct, frozen=True, tag="contents", kw_only=True):
    """What a file of vectors or a text holds, without all of it having been read.

    `format` is 'glove', 'word2vec', 'word2vec binary', 'npy', 'npz', 'safetensors', 'pt', 'tsv', 'csv' or
    'text'. A row count of 0 is one that is not known yet. `sample` has the first labels, or words.
    """

    run: Count = 0
    request: Count = 0
    path: str = ""
    format: str = ""
    tensors: tuple[TensorFacts, ...] = ()
    has_labels: bool = False
    sample: tuple[str, ...] = ()


class Progress(msgspec.Struct, frozen=True, tag="progress", kw_only=True):
    """How far the work on a request has come, from 0 to 1; `done` is None where that is not known.

    It is no answer: that is still to come. `what` is what is done now, `key` which text says so.
    """

    run: Count = 0
    request: Count = 0
    key: Literal["reading", "drawing", "counting", "fitting", "starting"] = "starting"
    done: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


class TextFacts(msgspec.Struct, frozen=True):
    """The text that is trained on: how many `words` are in the vocabulary, how many `tokens` of them in the
    text, and how many `pairs` have been trained, which is so many passes, `epochs`, over the text."""

    words: Count
    tokens: Count
    pairs: Count
    epochs: float


Report = RowsReport | Meaning | WordMap | Found | Contents
