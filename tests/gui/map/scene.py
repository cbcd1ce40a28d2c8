"""Maps as they come from a table of words: clusters that tighten while they train, projected by numpy."""

from __future__ import annotations

from typing import Any

import numpy as np

from embviz.core.reports import WordMap

HOSTILE_LABELS = (
    "<s>",
    "<img src=/etc/hostname>",
    "ملكة",
    "שָׁלוֹם",
    "埋め込み",
    "👩‍👩‍👧 family",
    "x" * 10_000,
    "two\nlines\tand a tab",
    "",
    "&amp; &File",
    "</s>",
    "{step} %1",
    "\x00\x07",
)


def clusters(count: int, dim: int = 16, groups: int = 7, spread: float = 0.45, seed: int = 3) -> np.ndarray:
    """Return a table in which the rows stand in groups, (count, dim) float64."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(groups, dim))
    return centres[random.integers(groups, size=count)] + spread * random.normal(size=(count, dim))


def axes_of(table: np.ndarray) -> np.ndarray:
    """Return the two directions of largest variance, (dim, 2), or (1, 2) of a line."""
    centred = table - table.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    axes = np.zeros((table.shape[1], 2))
    held = directions[:2].T
    axes[:, : held.shape[1]] = held
    return axes


def map_of(table: np.ndarray, axes: np.ndarray | None = None, **others: Any) -> WordMap:
    """Return the map of all rows of `table`, by its own axes where none are given."""
    axes = axes_of(table) if axes is None else axes
    points = ((table - table.mean(axis=0)) @ axes).astype(np.float32)
    share = points.var(axis=0) / max(table.var(axis=0).sum(), 1e-30)
    what: dict[str, Any] = {
        "run": 1,
        "rows": np.arange(len(table)),
        "points": points,
        "labels": ("",) * len(table),
        "explained": (float(share[0]), float(share[1])),
    }
    return WordMap(**(what | others))


def words(count: int, seed: int = 5) -> tuple[str, ...]:
    """Return made-up words, the frequent ones short."""
    random = np.random.default_rng(seed)
    ends, starts = ("ba", "do", "ri", "ke", "lu", "mos", "tan", "vel"), ("s", "th", "k", "m", "", "gr", "w")
    made = []
    for index in range(count):
        syllables = random.integers(len(ends), size=1 + int(np.log10(index + 1)))
        made.append(starts[int(random.integers(len(starts)))] + "".join(ends[int(one)] for one in syllables))
    return tuple(made)


def training(count: int, steps: int, **others: Any) -> list[WordMap]:
    """Return the maps of `steps` steps, on the axes of the last: each row drifts towards its group."""
    table, labels = clusters(count), words(count)
    start = np.random.default_rng(9).normal(size=table.shape) * 0.8
    axes = axes_of(table)
    return [
        map_of(
            start + (table - start) * (step / steps) ** 0.7,
            axes,
            step=step,
            labels=labels,
            **others,
        )
        for step in range(1, steps + 1)
    ]
