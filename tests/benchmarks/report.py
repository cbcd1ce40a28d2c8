"""The figures that are asked for, the table that tells them, and the JSON that keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple


class Goal(NamedTuple):
    """One figure: what is asked of it, and what it is."""

    id: str
    goal: float
    better: Literal["higher", "lower"]
    unit: str
    what: str


class Result(NamedTuple):
    """What was measured of one goal; `note` tells what stands behind the figure."""

    id: str
    value: float
    note: str = ""


GOALS: dict[str, Goal] = {
    row.id: row
    for row in (
        Goal("run-vs-bare", 1.5, "higher", "ratio", "steps/s of Run in the window / the bare torch loop"),
        Goal("run-frames", 60, "higher", "frames/s", "pictures with new numbers, painted during Run"),
        Goal("run-lateness-p99-ms", 10, "lower", "ms", "lateness of a 5 ms timer of the window during Run"),
        Goal("press-to-pixels-ms", 10, "lower", "ms", "key S to the new numbers on the screen"),
        Goal("first-paint-vs-bare-qt", 1.3, "lower", "ratio", "window on screen / an empty PySide6 window"),
        Goal("panels-vs-bare-qt", 4, "lower", "ratio", "all panels on screen / an empty PySide6 window"),
        Goal("ready-vs-import-torch", 1.6, "lower", "ratio", "buttons live / import torch alone"),
        Goal("frame-vs-matplotlib", 12, "higher", "ratio", "matplotlib's full draw / a whole update"),
        Goal("curve-1m-vs-1k", 1.5, "lower", "ratio", "frame of a curve of 1,000,000 points / of 1,000"),
        Goal("hover-hz", 60, "higher", "cells/s", "cells explained as the mouse comes to them, 64 x 64"),
        Goal("state-cost", 15, "lower", "%", "of Run's steps/s, for showing the optimizer's tables"),
        Goal("transcript-ms", 5, "lower", "ms", "one more action under 1,000, with the code shown"),
        Goal("history-cost", 10, "lower", "%", "of a step's time, for keeping it"),
        Goal("history-mb-10k", 15, "lower", "MB", "of 10,000 steps of 1000 x 64 by SGD"),
        Goal("bytes-vs-clones", 100, "higher", "ratio", "bytes of a step as full clones / as it is kept"),
        Goal("restore-vs-clones", 2, "lower", "ratio", "time to restore a step / from full clones"),
        Goal("show-ms", 20, "lower", "ms", "any moment of the run, shown by the engine"),
        Goal("append-p99-ms", 5, "lower", "ms", "one action done and committed to the file"),
        Goal("open-ms", 500, "lower", "ms", "a session of 10,000 steps opened"),
        Goal("scrub-hz-2x5", 60, "higher", "pictures/s", "moments painted as the playhead is dragged, 2 x 5"),
        Goal("scrub-hz-1000x64", 30, "higher", "pictures/s", "the same of 1000 x 64"),
        Goal("gif-vs-pillow", 5, "higher", "ratio", "Pillow's GIF of 90 frames, a palette for each / ours"),
    )
}


def is_met(result: Result) -> bool:
    """Return whether the figure reaches its goal."""
    goal = GOALS[result.id]
    return result.value >= goal.goal if goal.better == "higher" else result.value <= goal.goal


def table(results: Iterable[Result]) -> str:
    """Return the figures as lines of text."""
    lines = [f"{'id':24} {'value':>9} {'goal':>9}        unit      what was measured"]
    for result in results:
        goal = GOALS[result.id]
        bound = f"{'≥' if goal.better == 'higher' else '≤'} {goal.goal:g}"
        verdict = "met" if is_met(result) else "SHORT"
        lines.append(f"{goal.id:24} {result.value:9.2f} {bound:>9}  {verdict:5} {goal.unit:9} {goal.what}")
        lines += [f"{'':24} {line}" for line in result.note.splitlines()]
    return "\n".join(lines)


def save(results: Iterable[Result], path: Path) -> None:
    """Write the figures to `path` as JSON."""
    rows = []
    for result in results:
        goal = GOALS[result.id]
        rows.append(
            {
                "id": goal.id,
                "value": round(result.value, 4),
                "goal": goal.goal,
                "better": goal.better,
                "unit": goal.unit,
            }
        )
    path.write_text(json.dumps({"results": rows}, indent=1) + "\n", encoding="utf-8")
