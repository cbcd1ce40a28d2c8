"""The past in the engine: a moment shown, an action committed to the file, a session opened, and full clones.

`python revisiting.py SHOWN ACTIONS OPENED`. All but the clones goes through a Session as the window's
requests do. The naive history beside it is a list of clones of every table, one entry a step.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
from recording import Kept
from torch import Tensor

from embviz.core.experiment import Experiment
from embviz.core.messages import Answer, Failure, Moment, Request, Snapshot, Viewport
from embviz.engine.past import travel
from embviz.engine.session import Session
from embviz.engine.storage.keeper import Keeper
from embviz.engine.trainer import Trainer

# What the window's panels show at 1280 x 720.
VIEWPORT = Viewport(height=200, width=420)
PLAIN = {"lr": 0.1}
TABLE = Experiment(rows=1000, dim=64)
SHOWN = {
    "2 x 5": (Experiment(), 1000),
    "1000 x 64": (TABLE, 1000),
    "100k x 300 dense": (Experiment(rows=100_000, dim=300, optimizer_args=PLAIN), 40),
    "100k x 300 sparse": (Experiment(rows=100_000, dim=300, optimizer_args=PLAIN, sparse=True), 40),
}
OPENED_STEPS = 10_000
BURST_STEPS = 200
CLONED_STEPS = 300


class Desk:
    """A session, and requests to it in order."""

    def __init__(self, folder: Path | None = None) -> None:
        self._session = Session(folder)
        self._count = 0

    def ask(self, command: str, **fields: Any) -> Answer:
        """Return the answer. Raises RuntimeError for a failure."""
        self._count += 1
        asked = Request(request=self._count, run=1, command=command, viewport=VIEWPORT, **fields)  # type: ignore[arg-type]
        answer = self._session.answer(asked)
        if isinstance(answer, Failure):
            raise RuntimeError(f"{answer.what} {answer.why}")
        return answer

    def begin(self, experiment: Experiment, steps: int) -> None:
        """Begin a run, and train so many steps in bursts."""
        self.ask("begin", experiment=experiment)
        for last in range(BURST_STEPS, steps + BURST_STEPS, BURST_STEPS):
            self.ask("train", until_step=min(last, steps), press=1)


def shown(count: int) -> dict[str, list[float]]:
    """Return, for each table, the seconds of each of `count` moments shown, anywhere in the run."""
    return {name: _shown(experiment, steps, count) for name, (experiment, steps) in SHOWN.items()}


def _shown(experiment: Experiment, steps: int, count: int) -> list[float]:
    desk, anywhere = Desk(), random.Random(0)
    desk.begin(experiment, steps)
    seconds = []
    for _ in range(count):
        moment = Moment(0, anywhere.randrange(steps + 1))
        start = time.perf_counter()
        answer = desk.ask("go", moment=moment)
        seconds.append(time.perf_counter() - start)
        assert isinstance(answer, Snapshot)
        assert answer.moment == moment, "another moment was shown"
    return seconds


def acted(count: int, folder: Path) -> dict[str, list[float]]:
    """Return the seconds of each of `count` actions, with a file that has it by then, and without."""
    desks = {"file": Desk(folder), "memory": Desk()}
    seconds: dict[str, list[float]] = {name: [] for name in desks}
    for desk in desks.values():
        desk.begin(Experiment(), 1)
    for _ in range(count):
        for name, desk in desks.items():
            start = time.perf_counter()
            desk.ask("step")
            seconds[name].append(time.perf_counter() - start)
    desks["file"].ask("close")
    return seconds


def opened(count: int, folder: Path) -> list[float]:
    """Return the seconds of each of `count` times that a session of 10,000 steps was opened."""
    path = folder / "long.embviz"
    desk = Desk(folder)
    desk.begin(Experiment(rows=1000, dim=64, optimizer_args=PLAIN), OPENED_STEPS)
    desk.ask("save", path=str(path))
    desk.ask("close")
    return [_opened(path) for _ in range(count)]


def _opened(path: Path) -> float:
    desk = Desk()
    start = time.perf_counter()
    answer = desk.ask("open", path=str(path))
    seconds = time.perf_counter() - start
    assert isinstance(answer, Snapshot)
    assert answer.last == OPENED_STEPS, "it was not opened whole"
    desk.ask("close")
    return seconds


class Clones:
    """The naive history: a clone of every table for every step."""

    def __init__(self) -> None:
        self.steps: list[dict[str, Tensor]] = []

    def note(self, trainer: Trainer) -> None:
        """Keep what `trainer` is now."""
        self.steps.append({name: table.clone() for name, table in _tables(trainer).items()})

    def restore(self, trainer: Trainer, step: int) -> None:
        """Make the tables of `trainer` what they were after that step."""
        for name, table in _tables(trainer).items():
            table.copy_(self.steps[step - 1][name])

    @property
    def step_bytes(self) -> float:
        """What one step takes."""
        return sum(table.nbytes for table in self.steps[0].values())


def _tables(trainer: Trainer) -> dict[str, Tensor]:
    assert trainer.grad is not None
    return {"weight": trainer.weight.detach(), "grad": trainer.grad, **trainer.tables()}


def cloned(count: int) -> dict[str, Any]:
    """Return the bytes of a step and the seconds of each of `count` restores, of both histories."""
    ours, theirs, clones = Kept(TABLE, Keeper(None)), Trainer(TABLE), Clones()
    before = ours.history.memory_bytes
    ours.burst(CLONED_STEPS)
    for _ in range(CLONED_STEPS):
        theirs.train(1)
        clones.note(theirs)
    seconds: dict[str, list[float]] = {"history": [], "clones": []}
    anywhere = random.Random(0)
    for _ in range(count):
        step = anywhere.randrange(1, CLONED_STEPS + 1)
        start = time.perf_counter()
        travel.stand(ours.trainer, ours.history, Moment(0, step))
        middle = time.perf_counter()
        clones.restore(theirs, step)
        seconds["clones"].append(time.perf_counter() - middle)
        seconds["history"].append(middle - start)
        assert torch.equal(ours.trainer.weight, theirs.weight), "they are not the same moment"
    kept_bytes = (ours.history.memory_bytes - before) / CLONED_STEPS
    return {
        "history": {"bytes": kept_bytes, "seconds": seconds["history"]},
        "clones": {"bytes": clones.step_bytes, "seconds": seconds["clones"]},
    }


def main() -> None:
    """Print all times."""
    moments, actions, sessions = map(int, sys.argv[1:])
    told: dict[str, Any] = {"shown": shown(moments), "cloned": cloned(moments)}
    # On a disk, as a session is, and not in /tmp, which may be memory.
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        told |= {"acted": acted(actions, Path(folder)), "opened": opened(sessions, Path(folder))}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
