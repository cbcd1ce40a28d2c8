"""Reports of rows by hand, as the engine makes them of a table: what the tests of the view share."""

from __future__ import annotations

import numpy as np

from embviz.core.reports import Histogram, NamedRow, Ranking, RowsReport

TOP = 20
TEXT = """the and of that god his lord israel king people said shall unto house son day land came men hand
father city children went before jerusalem moses servant heart"""
WORDS = tuple(TEXT.split())


def ranked(values: np.ndarray, labels: tuple[str, ...] = (), is_all: bool = False) -> Ranking:
    """The ranking of the rows whose number is not 0, or of all, as numpy sorts them."""
    order = np.argsort(-values, kind="stable")
    order = order if is_all else order[values[order] != 0]
    places = np.linspace(0, max(order.size - 1, 0), min(order.size, 512)).round().astype(int)
    top = tuple(
        NamedRow(int(row), labels[row % len(labels)] if labels else "", float(values[row]))
        for row in order[:TOP]
    )
    return Ranking(top=top, curve=values[order][places].astype(np.float64), count=int(order.size))


def lengths(table: np.ndarray) -> np.ndarray:
    """The Euclidean length of each row."""
    with np.errstate(over="ignore"):
        return np.linalg.norm(table, axis=1)


def counted(table: np.ndarray, bins: int = 64) -> Histogram:
    """The histogram of a table, as numpy counts it."""
    finite = table[np.isfinite(table)].astype(np.float64)
    largest = float(np.abs(finite).max(initial=0.0)) or 1.0
    counts, edges = np.histogram(finite, bins, (-largest, largest))
    return Histogram(edges, counts.astype(np.int64), int(table.size - finite.size), int((table == 0).sum()))


def of_table(
    weight: np.ndarray,
    start: np.ndarray | None = None,
    grad: np.ndarray | None = None,
    labels: tuple[str, ...] = (),
    **others: int,
) -> RowsReport:
    """What there is to say of a table that began as `start`."""
    rankings = {"norm": ranked(lengths(weight), labels, is_all=True)}
    histograms = {"weight": counted(weight)}
    if start is not None:
        moved = lengths(weight - start)
        rankings["moved"] = ranked(moved, labels)
    if grad is not None:
        norms = lengths(grad)
        rankings["grad"] = ranked(norms, labels)
        histograms["grad"] = counted(grad)
    return RowsReport(rankings=rankings, histograms=histograms, **others)


def trained(rows: int = 5000, dim: int = 64, labels: tuple[str, ...] = WORDS) -> RowsReport:
    """A report of a table in training, with a sparse gradient."""
    random = np.random.default_rng(3)
    start = random.normal(size=(rows, dim))
    weight = start + random.normal(size=(rows, dim)) * (random.pareto(2.5, size=(rows, 1)) * 0.1)
    grad = np.where(random.random((rows, 1)) < 0.05, random.normal(size=(rows, dim)) * 0.01, 0.0)
    return of_table(weight, start, grad, labels, step=1234, run=1)
