"""Inquiries: what the window asks about the table, its words and files, beside training."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Literal, cast

import msgspec
from torch import Tensor

from embviz.core.experiment import ExperimentError
from embviz.core.messages import Report, Request
from embviz.core.reports import Contents, Found, Meaning, RowsReport, Similarity, WordMap
from embviz.core.sources import Corpus
from embviz.engine.labels import find, row_of
from embviz.engine.past.history import History
from embviz.engine.past.limbs import Base
from embviz.engine.reports.find import Finder
from embviz.engine.reports.layouts import map_by
from embviz.engine.reports.meaning import meaning
from embviz.engine.reports.neighbours import Nearest
from embviz.engine.reports.projection import Plane
from embviz.engine.reports.rows import RowsReporter, Start
from embviz.engine.text.reading import TextError
from embviz.engine.text.similarity import LISTS, load, similarity
from embviz.engine.text.text import Text
from embviz.engine.trainer import Trainer
from embviz.engine.vectors.faults import LoadError
from embviz.engine.vectors.reading import contents
from embviz.engine.working import Working

# What may be a text where it is no file of vectors.
TEXT_ENDINGS = frozenset({".txt", ".text", ".md", ""})
SAMPLE_WORDS = 8


class Subject:
    """One run that is asked about, with what was worked out about it before."""

    def __init__(self, trainer: Trainer, history: History, working: Working) -> None:
        self._trainer, self._history = trainer, history
        self._fitting = partial(working.tell, "fitting")
        self._reporter, self._nearest = RowsReporter(), Nearest()
        self._plane: Plane | None = None

    def rows(self, request: Request) -> RowsReport:
        """Tell of the rows that moved most, are longest, and of the numbers in them."""
        trainer, rows = self._trainer, self._history.rows
        start = _start_of(self._history.limb.base)
        return self._reporter.report(trainer.weight, trainer.grad, start, rows, self._label, self._fitting)

    def meaning(self, request: Request) -> Meaning:
        """Tell the neighbours of some rows, and the answer to an analogy."""
        began = time.perf_counter()
        labels, words = self._trainer.labels, self._words
        named = partial(row_of, labels, rows=len(words))
        pinned = [row for row in request.indices if row < len(words)]
        report = meaning(
            self._nearest,
            words,
            pinned,
            request.words,
            named,
            self._label,
            self._similarity if self._known else None,
            self._history.rows,
        )
        return msgspec.structs.replace(report, took_s=time.perf_counter() - began)

    def map(self, request: Request) -> WordMap:
        """Tell where the rows lie in the plane."""
        words, step = self._words, self._trainer.steps
        pinned = [row for row in request.indices if row < len(words)]
        if request.name in ("tsne", "umap"):
            method = cast(Literal["tsne", "umap"], request.name)
            return map_by(method, words, pinned, self._label, step, self._fitting)
        if self._plane is None or request.value:
            self._plane = Plane.fit(words, step, self._fitting)
        return self._plane.map(words, pinned, self._label)

    def find(self, request: Request) -> Found:
        """Tell which rows are called so."""
        return self._finder.find(request.name)

    @property
    def _words(self) -> Tensor:
        # Of a text's table the words as they are looked up, without the same as contexts.
        weight, text = self._trainer.weight.detach(), self._trainer.text
        return weight if text is None else weight[: len(text.words)]

    def _label(self, row: int) -> str:
        labels = self._trainer.labels
        return "" if labels is None else labels[row]

    def _similarity(self) -> Similarity | None:
        return similarity(self._words, self._known)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._trainer.labels, self._trainer.weight.shape[0])

    @cached_property
    def _known(self) -> dict[str, int]:
        """The rows of the words that people have judged."""
        listed = {word for name in LISTS for pair in load(name) for word in (pair.first, pair.second)}
        found = {word: find(self._trainer.labels, word) for word in listed}
        return {word: row for word, row in found.items() if row is not None and row < len(self._words)}


class Inquiries:
    """Answers what is asked about the run that `begin` names last, and about files."""

    def __init__(self, working: Working) -> None:
        self._working = working
        self._subject: Subject | None = None

    def begin(self, trainer: Trainer, history: History) -> None:
        """Answer about `trainer` from now on."""
        self._subject = Subject(trainer, history, self._working)

    def end(self) -> None:
        """Let go of the run, whose table may be large."""
        self._subject = None

    def answer(self, request: Request, step: int) -> Report:
        """Return the report that `request` asks for, of the run that is at `step`."""
        if request.command == "peek":
            return _addressed(peeked(request.path, partial(self._working.tell, "counting")), request)
        if self._subject is None:
            raise ValueError("there is no run yet; send begin first")
        report = REPORTS[request.command](self._subject, request)
        if not isinstance(report, Found):
            report = msgspec.structs.replace(report, step=step)
        return _addressed(report, request)


def peeked(path: str, tell: Callable[[float], None] | None = None) -> Contents:
    """Return what the file at `path` holds: vectors, or a text; `tell` hears how far a text has been read.

    Raises:
        LoadError: where it is neither.
    """
    try:
        return contents(path)
    except LoadError as error:
        # What begins with rows of numbers is a broken file of vectors: as a text it would be trained on.
        words = () if _is_behind_the_first(error) else _words_in(path, tell)
        if not words:
            raise
        return Contents(path=path, format="text", has_labels=True, sample=words)


def _is_behind_the_first(error: LoadError) -> bool:
    """Return whether the lines before the one that is wrong, at least two, were read as vectors."""
    kind, _, number = error.place.partition(" ")
    return kind == "line" and number.isdecimal() and int(number) > 2


def _words_in(path: str, tell: Callable[[float], None] | None) -> tuple[str, ...]:
    """Return the most frequent words of a text, none where it is no text."""
    if Path(path).suffix.lower() not in TEXT_ENDINGS:
        return ()
    try:
        return Text.of(Corpus(text=path, min_count=1), tell).words[:SAMPLE_WORDS]
    # A Corpus takes no name that none could have.
    except (TextError, ExperimentError):
        return ()


def _start_of(base: Base) -> Start | None:
    if not base.is_known:
        return None

    def start(rows: Tensor | None) -> Tensor | None:
        if rows is None:
            return base.whole
        return base.values(rows.tolist())

    return start


def _addressed(report: Report, request: Request) -> Report:
    return msgspec.structs.replace(report, run=request.run, request=request.request)


REPORTS: dict[str, Callable[[Subject, Request], Report]] = {
    "rows": Subject.rows,
    "meaning": Subject.meaning,
    "map": Subject.map,
    "find": Subject.find,
}
