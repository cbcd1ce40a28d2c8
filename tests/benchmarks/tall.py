"""A large sparse table in the real window: its opening, zooming in it, and the memory that it takes.

`python tall.py OPENINGS MOVES ROWS`, on a screen of 1920 x 1080. A move is one zoom or pan of the lens, as
by the wheel or the mouse: the viewport goes to the engine, its picture comes back, and is painted. The
opening is held against the time that torch takes to make such a table, in a process of its own.
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from children import measured
from driving import is_ready, measure, rest, until_painted, wait
from PySide6.QtWidgets import QWidget
from running import live
from watching import PaintWatch

from embviz.core.experiment import Experiment
from embviz.gui.app import Program
from embviz.gui.heatmap.lens import Lens, Span
from embviz.gui.studio import Studio

SCREEN = (1920, 1080)
DIM = 300
PLAIN = {"lr": 0.1}
FLOAT_BYTES = 4
MEGABYTE = 1e6
# The engine goes on importing for a while after the buttons are live.
SETTLING_S = 2.5
RUN_S = 2.0
# As the engine has it, which is not imported: it would bring torch.
LEAST_BUDGET_MB, USUAL_BUDGET_MB = 1, 512
WARM_UP_MOVES = 4
# Of the rows that are in view: from half of the table to some hundred cells.
SHARES = (0.5, 0.1, 0.02, 0.0005)
Part = tuple[Span, Span]


def tall(program: Program, studio: Studio, openings: int, moves: int, rows: int) -> dict[str, Any]:
    """Return the seconds of all openings and moves, and the bytes of both processes.

    Those of the engine are of the first run, zoomed in and trained, with next to no history, which has a
    budget of its own; then with that of RUN_S more, and once more after all openings.
    """
    program.window.resize(*SCREEN)
    studio.controller.set_budget(LEAST_BUDGET_MB)
    rest(SETTLING_S)
    idle = _resident(studio.link.process_id)
    told: dict[str, Any] = {"idle_bytes": idle, "table_bytes": rows * DIM * FLOAT_BYTES}
    seconds: dict[str, list[float]] = {"opened": [], "bare": []}
    for turn in range(openings):
        seconds["bare"].append(measured("bare_table.py", rows, DIM, environ=os.environ)["seconds"])
        seconds["opened"].append(
            _opened(studio, Experiment(rows, DIM, turn, sparse=True, optimizer_args=PLAIN))
        )
        if turn == 0:
            told |= _used(studio, moves)
    return told | seconds | {"reopened_bytes": _resident(studio.link.process_id)}


def _used(studio: Studio, moves: int) -> dict[str, Any]:
    live(studio, RUN_S)
    zooms, pans = _moves(studio, moves)
    live(studio, RUN_S)
    told = {
        "zooms": zooms,
        "pans": pans,
        "engine_bytes": _resident(studio.link.process_id),
        "engine_peak_bytes": _peak(studio.link.process_id),
        "window_bytes": _resident(os.getpid()),
    }
    studio.controller.set_budget(USUAL_BUDGET_MB)
    live(studio, RUN_S)
    return told | {"trained_bytes": _resident(studio.link.process_id)}


def _opened(studio: Studio, experiment: Experiment) -> float:
    start = time.perf_counter()
    run = studio.controller.snapshot.run if studio.controller.snapshot is not None else 0
    watch = PaintWatch({"weight": studio.weight.view}, counts=lambda: _run_on_screen(studio) != run)
    studio.begin(experiment)
    wait(watch.painted, lambda: watch.paints["weight"] > 0)
    seconds = time.perf_counter() - start
    watch.stop()
    wait(studio.controller.state_changed, lambda: is_ready(studio))
    return seconds


def _run_on_screen(studio: Studio) -> int:
    assert studio.controller.snapshot is not None
    return studio.controller.snapshot.run


def _moves(studio: Studio, moves: int) -> tuple[list[float], list[float]]:
    random = np.random.default_rng(0)
    lens = studio.sight.lens
    zooms, pans = [], []
    for turn in range(WARM_UP_MOVES + moves):
        share = SHARES[turn % len(SHARES)]
        zooms.append(_move(studio, _part(lens, share, random.random())))
        pans.append(_move(studio, _part(lens, share, random.random())))
    lens.show_all()
    wait(studio.controller.snapshot_changed, lambda: _rows_on_screen(studio) == (0, lens.shape[0]))
    return zooms[WARM_UP_MOVES:], pans[WARM_UP_MOVES:]


def _part(lens: Lens, share: float, place: float) -> Part:
    size = max(1, round(share * lens.shape[0]))
    first = round(place * (lens.shape[0] - size))
    return (first, first + size), (0, lens.shape[1])


def _move(studio: Studio, part: Part) -> float:
    tables: dict[str, QWidget] = {panel.name: panel.view for panel in studio.heatmaps}
    watch = PaintWatch(tables, counts=lambda: _rows_on_screen(studio) == part[0])
    seconds = until_painted(watch, partial(studio.sight.lens.show_part, *part))
    watch.stop()
    return seconds


def _rows_on_screen(studio: Studio) -> Span:
    assert studio.controller.snapshot is not None
    return studio.controller.snapshot.weight.rows


def _resident(process: int) -> int:
    return int(psutil.Process(process).memory_info().rss)


def _peak(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return 1024 * int(kilobytes)


if __name__ == "__main__":
    OPENINGS, MOVES, ROWS = map(int, sys.argv[1:4])
    sys.exit(measure(lambda program, studio: tall(program, studio, OPENINGS, MOVES, ROWS)))
