"""Meaning: what the vectors of words say of these: their neighbours, an analogy, and whether people agree."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from embviz.core.reports import Meaning, NamedRow, Neighbours, Similarity
from embviz.engine.reports.neighbours import NO_ROW, Nearest, analogy, directions
from embviz.engine.reports.rankings import Label

# Gives the row of a word, or raises a LookupError whose text says that there is none.
RowOf = Callable[[str], int]


def meaning(
    nearest: Nearest,
    weight: Tensor,
    pinned: Sequence[int],
    words: Sequence[str],
    row_of: RowOf,
    label: Label,
    similarity: Callable[[], Similarity | None] | None = None,
    touched: Sequence[int] | None = None,
    k: int = 10,
) -> Meaning:
    """Return the `k` nearest of each of the rows `pinned` of `weight`, (V, dim), and of the analogy of three
    `words`, first minus second plus third, where there are as many.

    With a text, `weight` has the words as they are looked up alone: `embedding.weight[:V]`. Pinned rows that
    it does not have are left out. `nearest` and `touched` are those of the table's run.
    """
    began = time.perf_counter()
    pinned = [row for row in pinned if 0 <= row < weight.shape[0]]
    rows, problem = _analogy_rows(words, row_of, weight.shape[0])
    targets = directions(weight, pinned)
    if rows:
        targets = torch.cat([targets, analogy(weight, *rows).unsqueeze(0)])
    without = [*((row,) for row in pinned), *([rows] if rows else [])]
    cosines, places = nearest.nearest(weight, targets, without, k, touched) if without else ((), ())
    named = [_named(*found, label) for found in zip(cosines, places, strict=True)]
    return Meaning(
        neighbours=tuple(
            Neighbours(row, label(row), found) for row, found in zip(pinned, named, strict=False)
        ),
        analogy=named[-1] if rows else (),
        analogy_problem=problem,
        similarity=None if similarity is None else similarity(),
        took_s=time.perf_counter() - began,
    )


def _analogy_rows(words: Sequence[str], row_of: RowOf, count: int) -> tuple[tuple[int, ...], str]:
    if len(words) != 3:
        return (), ""
    try:
        rows = tuple(row_of(word) for word in words)
    except LookupError as error:
        return (), str(error)
    outside = [word for word, row in zip(words, rows, strict=True) if row >= count]
    return ((), f"{outside[0]!r} is not among the {count} words that are compared") if outside else (rows, "")


def _named(cosines: Tensor, rows: Tensor, label: Label) -> tuple[NamedRow, ...]:
    pairs = zip(rows.tolist(), cosines.tolist(), strict=True)
    return tuple(NamedRow(row, label(row), cosine) for row, cosine in pairs if row != NO_ROW)
