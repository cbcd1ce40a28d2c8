"""What it costs to keep every step, in turns with training that keeps none; and what 10,000 steps take.

`python recording.py PAIRS`. Bursts as Run has them, of two trainers of one experiment: one whose moments go
into a history and its file, one bare. A step costs its thread's processor time, which knows nothing of what
else the machine does; that of the whole process, with the thread that writes the file, is told beside it.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from embviz.core.experiment import Experiment
from embviz.core.messages import Action, Request
from embviz.engine.past.history import History
from embviz.engine.storage.keeper import Keeper
from embviz.engine.trainer import Trainer

TABLE = Experiment(rows=1000, dim=64)
CASES = {"2 x 5": Experiment(), "1000 x 64": TABLE}
SIZES = {"SGD": Experiment(rows=1000, dim=64, optimizer_args={"lr": 0.1}), "SGD momentum": TABLE}
CLOCKS: dict[str, Callable[[], float]] = {
    "thread": time.thread_time,
    "process": time.process_time,
    "wall": time.perf_counter,
}
# About what Run does in its 14 ms.
BURST_ROUNDS = {"2 x 5": 300, "1000 x 64": 200}
WARM_UP_PAIRS = 3
Costs = dict[str, dict[str, list[float]]]
SIZED_STEPS = 10_000
SIZED_ROUNDS = 200


class Bare:
    """A trainer that goes on."""

    def __init__(self, experiment: Experiment) -> None:
        self.trainer = Trainer(experiment)

    def burst(self, rounds: int) -> None:
        """Train so many rounds."""
        self.trainer.train(rounds)


class Kept(Bare):
    """A trainer whose every step goes into a history, as a session does it, and by `keeper` into a file."""

    def __init__(self, experiment: Experiment, keeper: Keeper) -> None:
        super().__init__(experiment)
        self.history = History()
        self.history.begin(self.trainer)
        self._keeper = keeper
        keeper.branch(self.history, self.history.limb)

    def burst(self, rounds: int) -> None:
        until_step = self.trainer.steps + rounds
        self.history.prepare(self.trainer, Request(request=1, run=1, command="train", until_step=until_step))
        told = self.trainer.train(rounds)
        action = Action(number=1, kind="train", rounds=until_step, name=self.trainer.zero_grad_mode)
        made = self.history.record(self.trainer, action, told)
        self._keeper.keep(self.history, made, is_going_on=True)
        self._keeper.thinned(self.history, self.history.thin())


def costs(experiment: Experiment, rounds: int, pairs: int, folder: Path) -> Costs:
    """Return, by each clock, the seconds of each burst of both sides."""
    keeper = Keeper(folder)
    sides = {"kept": Kept(experiment, keeper), "bare": Bare(experiment)}
    taken: Costs = {clock: {name: [] for name in sides} for clock in CLOCKS}
    for turn in range(pairs + WARM_UP_PAIRS):
        # Each goes first as often as second.
        for name in list(sides)[:: 1 if turn % 2 else -1]:
            before = {clock: now() for clock, now in CLOCKS.items()}
            sides[name].burst(rounds)
            for clock, now in CLOCKS.items():
                taken[clock][name].append(now() - before[clock])
    keeper.close(is_finished=True)
    return {
        clock: {name: seconds[WARM_UP_PAIRS:] for name, seconds in both.items()}
        for clock, both in taken.items()
    }


def size(experiment: Experiment, folder: Path) -> dict[str, float]:
    """Return the MB that 10,000 steps take: as Python and the history count them, and of the file."""
    keeper = Keeper(folder)
    kept = Kept(experiment, keeper)
    for _ in range(WARM_UP_PAIRS):
        kept.burst(SIZED_ROUNDS)
    counted = kept.history.memory_bytes
    tracemalloc.start()
    for _ in range(SIZED_STEPS // SIZED_ROUNDS):
        kept.burst(SIZED_ROUNDS)
    held, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    told = {"counted_mb": (kept.history.memory_bytes - counted) / 1e6, "held_mb": held / 1e6}
    keeper.close(is_finished=True)
    written = Path(keeper.path).stat().st_size
    return told | {"file_mb": written / 1e6 * SIZED_STEPS / kept.trainer.steps}


def main() -> None:
    """Print the times and the sizes."""
    torch.set_num_threads(1)
    pairs = int(sys.argv[1])
    told: dict[str, dict[str, Any]] = {"sizes": {}, "costs": {}}
    for name, experiment in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            told["sizes"][name] = size(experiment, Path(folder))
    for name, experiment in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            told["costs"][name] = costs(experiment, BURST_ROUNDS[name], pairs, Path(folder))
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
