"""A frame of a live curve of a million points, in turns with one of a thousand, in the real window.

`python lengthening.py FRAMES`, on a screen. A frame is a burst of new steps appended to the curve, until
it is painted and the screen has it. The numbers are those that the article's training gives.
"""

from __future__ import annotations

import math
import sys
from functools import partial
from typing import Any

import numpy as np
from driving import measure, rest, until_painted
from watching import PaintWatch, views

from embviz.core.messages import Array, GradStatus, Scalars, Snapshot, Tile
from embviz.gui.app import Program
from embviz.gui.curve.panel import CurvePanel
from embviz.gui.studio import Studio

LENGTHS = (1_000, 1_000_000)
# What a burst of Run brings.
BURST = 300
WARM_UP_FRAMES = 3
SETTLING_S = 2.5
LR, MOMENTUM, START = 0.1, 0.9, 3.07


def lengthen(program: Program, studio: Studio, frames: int) -> dict[str, Any]:
    """Return, for each length, the seconds of each frame."""
    rest(SETTLING_S)
    distances = _distances(max(LENGTHS))
    panel = studio.curve
    watch = PaintWatch({"curve": views(studio.window)["curve"]})
    seconds: dict[int, list[float]] = {length: [] for length in LENGTHS}
    run = studio.controller.experiment.seed
    for _ in range(frames + WARM_UP_FRAMES):
        for length in LENGTHS:
            run += 1
            until_painted(watch, partial(_begin, panel, run, distances[: length - BURST]))
            burst = partial(_show, panel, run, length - BURST, distances[length - BURST : length])
            seconds[length].append(until_painted(watch, burst))
    return {str(length): taken[WARM_UP_FRAMES:] for length, taken in seconds.items()}


def _begin(panel: CurvePanel, run: int, distances: Array) -> None:
    _show(panel, run, 0, distances)
    # The run before would stay beside this one.
    panel.clear_ghosts()


def _show(panel: CurvePanel, run: int, start: int, distances: Array) -> None:
    steps = np.arange(start, start + distances.size)
    panel.set_snapshot(
        Snapshot(
            run=run,
            command="train",
            step=int(steps[-1]),
            weight=Tile(np.zeros((2, 5), np.float32), (2, 5), (0, 2), (0, 5)),
            grad=None,
            grad_status=GradStatus("none"),
            state={},
            trace=Scalars(steps, *(distances.copy() for _ in range(3))),
        )
    )


def _distances(count: int) -> Array:
    # Both rows move along the line between them, so that the distance is a walk on a line.
    place, speed = START, 0.0
    walked = np.empty(count)
    for step in range(count):
        walked[step] = abs(place)
        speed = MOMENTUM * speed + math.copysign(1.0, place)
        place -= 2 * LR * speed
    return walked


if __name__ == "__main__":
    sys.exit(measure(lambda program, studio: lengthen(program, studio, int(sys.argv[1]))))
