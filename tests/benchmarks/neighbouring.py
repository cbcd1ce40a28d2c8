"""Neighbours of pinned rows, in turns with torch's own cosine written out; the plane's fit; the rows' report.

`python neighbouring.py ROUNDS MOST_ROWS`. What is asked of the engine for a picture: six rows' ten nearest,
and with a few rows touched since the picture before. Torch's own way norms the whole table each time.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from embviz.engine.reports.neighbours import Nearest
from embviz.engine.reports.projection import Plane
from embviz.engine.reports.rows import RowsReporter

SHAPES = {"10k x 100": (10_000, 100), "100k x 300": (100_000, 300), "1M x 300": (1_000_000, 300)}
PINNED = tuple(range(6))
K = 10
# As after some steps of a sparse run.
TOUCHED = tuple(range(0, 10_000, 20))
# A fit of the largest table takes seconds: it is done so many times less often.
SELDOM = 5
ALIKE = 1e-5


def table(shape: tuple[int, int]) -> Tensor:
    """Return the numbers that a run of this shape begins with."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def neighbours(weight: Tensor, rounds: int) -> dict[str, Any]:
    """Return the seconds of each round, of ours and of torch's own, and how many neighbours each tells."""
    nearest = Nearest()
    nearest.neighbours(weight, PINNED, K, TOUCHED)
    seconds: dict[str, list[float]] = {"ours": [], "torch": []}
    for _ in range(rounds):
        taken, (ours, _) = _timed(lambda: nearest.neighbours(weight, PINNED, K, TOUCHED))
        seconds["ours"].append(taken)
        taken, theirs = _timed(lambda: _plain(weight))
        seconds["torch"].append(taken)
        assert (ours - theirs).abs().max() < ALIKE, "they are not the same neighbours"
    return {"seconds": seconds, "told": len(PINNED) * K}


def _plain(weight: Tensor) -> Tensor:
    unit = functional.normalize(weight, dim=1)
    cosines = unit[list(PINNED)] @ unit.T
    cosines[range(len(PINNED)), list(PINNED)] = -torch.inf
    return cosines.topk(K, dim=1).values


def fits(weight: Tensor, rounds: int) -> list[float]:
    """Return the seconds of each fit of the plane."""
    return [_timed(lambda: Plane.fit(weight))[0] for _ in range(max(1, rounds // SELDOM))]


def reports(weight: Tensor, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each first report on the rows of a run, and of each after it."""
    before = weight[list(TOUCHED)]
    places = {row: place for place, row in enumerate(TOUCHED)}

    def start(rows: Tensor | None) -> Tensor | None:
        return None if rows is None else before[[places[row] for row in rows.tolist()]]

    seconds: dict[str, list[float]] = {"first": [], "next": []}
    for _ in range(max(1, rounds // SELDOM)):
        report = partial(RowsReporter().report, weight, None, start, TOUCHED, str)
        for taken in seconds.values():
            taken.append(_timed(report)[0])
    return seconds


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


def main() -> None:
    """Print all times."""
    rounds, most_rows = map(int, sys.argv[1:3])
    told: dict[str, Any] = {}
    for name, shape in SHAPES.items():
        if shape[0] > most_rows:
            continue
        weight = table(shape)
        told[name] = {
            "neighbours": neighbours(weight, rounds),
            "fits": fits(weight, rounds),
            "reports": reports(weight, rounds),
        }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
