"""Rankings: rows by a number, the largest first, and the curve of all of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from embviz.core.messages import Array
from embviz.core.reports import NamedRow, Ranking

TOP = 20
CURVE_POINTS = 512
Label = Callable[[int], str]


def ranking(values: Array, rows: Array | None, label: Label) -> Ranking:
    """Return the ranking of `rows` (whole numbers, rising; None for all there are) by their `values`, both
    1-D. NaN comes before any number, and of equal ones the first row."""
    order = np.sort(values)[::-1]
    places = np.linspace(0, max(order.size - 1, 0), min(order.size, CURVE_POINTS)).round().astype(np.int64)
    return Ranking(
        top=tuple(_named(values, rows, place, label) for place in _largest(values, order)),
        curve=order[places].astype(np.float64),
        count=values.size,
    )


def _named(values: Array, rows: Array | None, place: int, label: Label) -> NamedRow:
    row = place if rows is None else int(rows[place])
    return NamedRow(row, label(row), float(values[place]))


def _largest(values: Array, order: Array) -> list[int]:
    if not order.size:
        return []
    # Where NaN is the last that has a place, there is nothing after it.
    last = order[min(TOP, order.size) - 1]
    is_nan = np.isnan(values)
    above = np.flatnonzero(is_nan | (values > last))
    # Of a million equal ones only the first are sorted.
    found = np.concatenate([above, np.flatnonzero(values == last)[:TOP]])
    by_value = np.where(is_nan[found], -np.inf, -values[found])
    best: list[int] = found[np.lexsort((found, by_value, ~is_nan[found]))][:TOP].tolist()
    return best
