"""The figures that are asked for, the table that tells them, and the JSON that keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple


class Goal(NamedTuple):
    """One figure: what is asked of it, None where it is only told, and what it is."""

    id: str
    goal: float | None
    better: Literal["higher", "lower"]
    unit: str
    what: str


class Result(NamedTuple):
    """What was measured of one goal, None where it cannot be here; `note` tells what stands behind it."""

    id: str
    value: float | None
    note: str = ""


GOALS: dict[str, Goal] = {
    row.id: row
    for row in (
        Goal("run-vs-bare", 1.5, "higher", "ratio", "steps/s of Run in the window / the bare torch loop"),
        Goal("run-frames", 60, "higher", "frames/s", "pictures with new numbers, painted during Run"),
        Goal("run-lateness-p99-ms", 10, "lower", "ms", "lateness of a 5 ms timer of the window during Run"),
        Goal("press-to-pixels-ms", 10, "lower", "ms", "key S to the new numbers on the screen"),
        Goal(
            "language-switch-ms", 150, "lower", "ms", "from English to Japanese and back, all texts painted"
        ),
        Goal("presenter-ms", 100, "lower", "ms", "key F11 to presenter mode on the screen, and back"),
        Goal("lesson-open-ms", 100, "lower", "ms", "the choice of a lesson to its first text on the screen"),
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
        Goal("frame-10k-ms", 8, "lower", "ms", "a frame of new tables of 10,000 x 300, the slowest zoom"),
        Goal("frame-100k-ms", 8, "lower", "ms", "the same of 100,000 x 300"),
        Goal("frame-1m-ms", 8, "lower", "ms", "the same of 1,000,000 x 300"),
        Goal("frame-vs-setimage", None, "higher", "ratio", "pyqtgraph's setImage of 1M x 300, whole / ours"),
        Goal("frame-vs-imshow", None, "higher", "ratio", "matplotlib's imshow of 100k x 300, whole / ours"),
        Goal("zoom-to-pixels-ms", 50, "lower", "ms", "zoom or pan in 1M x 300 to its picture, painted"),
        Goal("begin-1m-vs-torch", None, "lower", "ratio", "1M x 300 on screen / nn.Embedding made in torch"),
        Goal(
            "engine-memory-1m", 1.1, "lower", "ratio", "the engine's above the idle one / a sparse 1M x 300"
        ),
        Goal("window-mb-1m", 300, "lower", "MB", "of the window's process, with a sparse 1M x 300"),
        Goal("run-sparse-vs-bare", 1, "higher", "ratio", "Run / bare torch, sparse; the least of its tables"),
        Goal("run-1000x64-vs-bare", None, "higher", "ratio", "Run / bare torch, dense 1000 x 64"),
        Goal("run-100k-vs-bare", 3, "higher", "ratio", "Run / bare torch, dense 100,000 x 300"),
        Goal("run-1m-vs-bare", None, "higher", "ratio", "Run / bare torch, dense 1,000,000 x 300"),
        Goal(
            "glove-vs-numpy", 1.5, "lower", "ratio", "a GloVe text of 400,000 x 50 / loadtxt of its numbers"
        ),
        Goal("glove-vs-gensim", None, "lower", "ratio", "the same / gensim's KeyedVectors"),
        Goal("mapped-open-ms", None, "lower", "ms", "safetensors of 1M x 300 read in the engine"),
        Goal("neighbours-vs-torch", None, "higher", "ratio", "torch's cosine and topk / ours; the least"),
        Goal("pairs-vs-gensim", 0.5, "higher", "ratio", "skip-gram's pairs/s on one core / gensim's"),
        Goal("rho-vs-gensim", 0.03, "lower", "rho", "Spearman's rho of skip-gram, away from gensim's"),
        Goal("map-vs-pyqtgraph", None, "higher", "ratio", "pyqtgraph's scatter, without names / our map"),
    )
}


def verdict(result: Result) -> str:
    """Return in a word whether the goal is reached; 'told' without a goal, 'none' without a figure."""
    goal = GOALS[result.id]
    if result.value is None:
        return "none"
    if goal.goal is None:
        return "told"
    is_met = result.value >= goal.goal if goal.better == "higher" else result.value <= goal.goal
    return "met" if is_met else "SHORT"


def table(results: Iterable[Result]) -> str:
    """Return the figures as lines of text."""
    lines = [f"{'id':24} {'value':>9} {'goal':>9}        unit      what was measured"]
    for result in results:
        goal = GOALS[result.id]
        bound = "" if goal.goal is None else f"{'≥' if goal.better == 'higher' else '≤'} {goal.goal:g}"
        value = "" if result.value is None else f"{result.value:.2f}"
        lines.append(f"{goal.id:24} {value:>9} {bound:>9}  {verdict(result):5} {goal.unit:9} {goal.what}")
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
                "value": None if result.value is None else round(result.value, 4),
                "goal": goal.goal,
                "better": goal.better,
                "unit": goal.unit,
            }
        )
    path.write_text(json.dumps({"results": rows}, indent=1) + "\n", encoding="utf-8")
