"""Run in the real window, in turns with the bare loop, from a small table to one of 1.2 GB, dense and sparse.

`python racing.py ROUNDS SECONDS MOST_ROWS`, on a screen. The window paints meanwhile. A step
of the largest dense table takes a second or more: its rounds are two, and as long as some steps are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from children import bare_loop, rate_of
from driving import begin, is_ready, measure, rest, wait
from running import Tally, live

from embviz.core.experiment import Experiment
from embviz.gui.studio import Studio

# The largest dense one last: it leaves the least memory to others.
CASES = (
    (1000, 64, "sparse"),
    (1000, 64, "dense"),
    (100_000, 300, "sparse"),
    (100_000, 300, "dense"),
    (1_000_000, 300, "sparse"),
    (1_000_000, 300, "dense"),
)
SLOW_CELLS = 100_000_000
SLOW_ROUNDS, SLOW_STEPS, SLOW_SECONDS = 2, 4, 8.0
WARM_UP_S = 1.0
Run = Callable[[Studio, float], tuple[float, float]]
# The engine goes on importing for a while after the buttons are live.
SETTLING_S = 2.5


def race(studio: Studio, rounds: int, seconds: float, most_rows: int) -> dict[str, Any]:
    """Return, for each table of at most `most_rows`, steps a second of each round, and pictures of ours."""
    rest(SETTLING_S)
    told: dict[str, Any] = {}
    for rows, dim, kind in CASES:
        if rows <= most_rows:
            is_slow = kind == "dense" and rows * dim > SLOW_CELLS
            effort = (SLOW_ROUNDS, SLOW_SECONDS) if is_slow else (rounds, seconds)
            ours = _stepwise if is_slow else _live
            told[f"{kind} {rows:,} x {dim}"] = _case(studio, (rows, dim, kind), ours, *effort)
    return told


def _case(
    studio: Studio, case: tuple[int, int, str], ours: Run, rounds: int, seconds: float
) -> dict[str, list[float]]:
    rows, dim, kind = case
    rule = {"lr": 0.1} if kind == "sparse" else {"lr": 0.1, "momentum": 0.9}
    begin(studio, Experiment(rows=rows, dim=dim, sparse=kind == "sparse", optimizer_args=rule))
    studio.curve.clear_ghosts()
    told: dict[str, list[float]] = {"steps": [], "bare": [], "frames": []}
    with bare_loop(*case) as loop:
        # The first steps make grad and the optimizer's table, page by page.
        ours(studio, WARM_UP_S)
        for turn in range(rounds):
            if turn % 2 == 0:
                told["bare"].append(rate_of(loop, seconds))
            steps, frames = ours(studio, seconds)
            told["steps"].append(steps)
            told["frames"].append(frames)
            if turn % 2 == 1:
                told["bare"].append(rate_of(loop, seconds))
    return told


def _live(studio: Studio, seconds: float) -> tuple[float, float]:
    steps, frames, _late = live(studio, seconds)
    return steps, frames


def _stepwise(studio: Studio, _seconds: float) -> tuple[float, float]:
    """Run for SLOW_STEPS after the first. Returns steps and pictures a second."""
    controller = studio.controller
    controller.run()
    _until(studio, _step(studio) + 1)
    tally = Tally(studio)
    _until(studio, _step(studio) + SLOW_STEPS)
    rates = tally.rates()
    tally.stop()
    controller.pause()
    wait(controller.state_changed, lambda: is_ready(studio))
    return rates


def _until(studio: Studio, step: int) -> None:
    wait(studio.controller.snapshot_changed, lambda: _step(studio) >= step)


def _step(studio: Studio) -> int:
    assert studio.controller.snapshot is not None
    return studio.controller.snapshot.step


if __name__ == "__main__":
    ROUNDS, SECONDS, MOST_ROWS = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    sys.exit(measure(lambda _program, studio: race(studio, ROUNDS, SECONDS, MOST_ROWS)))
