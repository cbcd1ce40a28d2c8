"""Made-up runs, and how a person points at them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from embviz.core.experiment import Experiment
from embviz.core.messages import Action, Bookmark, Branch, Moment, Outline, Snapshot
from embviz.gui.timeline import paint
from embviz.gui.timeline.panel import Timeline

SLOW = Experiment(optimizer_args={"lr": 0.01, "momentum": 0.9})


def done(*kinds: str | int) -> tuple[Action, ...]:
    """Actions in a row: a kind for one moment, a number for a train of so many rounds."""
    actions: list[Action] = []
    moment = step = 0
    for number, kind in enumerate(kinds, 1):
        rounds = kind if isinstance(kind, int) else 0
        moment += rounds or 1
        step += rounds or (kind == "step")
        name = "train" if rounds else str(kind)
        actions.append(Action(number, name, rounds, moment=moment, step=step))  # type: ignore[arg-type]
    return tuple(actions)


# 16 moments: three by hand, a train of ten, three by hand. The steps are 1, 11 and 12.
RUN = done("backward", "step", "zero_grad", 10, "backward", "step", "zero_grad")
ROOT = Branch(0, None, 0, 16, 12, Experiment())
# Branches 1 and 2 leave the root at 8, in the train, and 1 at 12; 3 is a run of its own.
TREE = Outline(
    branches=(
        ROOT,
        Branch(1, Moment(0, 8), 6, 20, 18, Experiment(), {"lr": 0.01}),
        Branch(2, Moment(1, 12), 10, 14, 12, Experiment()),
        Branch(3, None, 0, 30, 30, SLOW),
    )
)


def marked(*bookmarks: Bookmark) -> Outline:
    """The tree with bookmarks."""
    return Outline(branches=TREE.branches, bookmarks=bookmarks)


Tell = Callable[..., Snapshot]
Told = list[tuple[str, object]]
WIDTHS = (700, 1280, 1920)
SHIFT = Qt.KeyboardModifier.ShiftModifier


def place(timeline: Timeline, index: int, row: int = 0) -> QPoint:
    """Where the moment at `index` stands on the canvas, on the track or in a row of the lanes."""
    return QPointF(timeline.canvas.axis.x(index), paint.lane_y(row)).toPoint()


def click(timeline: Timeline, index: int, row: int = 0) -> None:
    QTest.mouseClick(timeline.canvas, Qt.MouseButton.LeftButton, pos=place(timeline, index, row))


def asked(*indices: int, branch: int = 0) -> Told:
    """What is told when these moments are asked for."""
    return [("moment_asked", Moment(branch, index)) for index in indices]
