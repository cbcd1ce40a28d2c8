"""Run with the optimizer's tables shown, in turns with Run without them, in the real window.

`python stating.py ROUNDS SECONDS`, on a screen. Without them they are neither made into pictures nor sent
nor painted; their cards keep their room, so that the other tables are as large as with them. Both sides are
moments of one run, so short that what else the machine does falls on both alike.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from children import HERE
from driving import begin, is_ready, measure, rest, wait
from running import SETTLING_S, Tally

from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot
from embviz.gui import app
from embviz.gui.control.process import start_engine
from embviz.gui.studio import Studio

CASES = {
    "SGD momentum 2 x 5": Experiment(),
    "Adam 64 x 64": Experiment(rows=64, dim=64, optimizer="Adam"),
}
# Of the bursts that were on their way when the side changed.
CHANGING_S = 0.15


class States:
    """The optimizer's tables, to be shown or left out of everything."""

    def __init__(self, studio: Studio, switch: Path) -> None:
        self._studio, self._switch = studio, switch
        self._take = studio.states.set_snapshot

    def show(self, is_shown: bool) -> None:
        """Show them from now on, or not."""
        stack = self._studio.states
        if is_shown:
            self._switch.unlink(missing_ok=True)
        else:
            self._switch.touch()
        policy = stack.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        stack.setSizePolicy(policy)
        stack.set_snapshot = self._take if is_shown else _leave  # type: ignore[method-assign]
        stack.setVisible(is_shown)


def _leave(snapshot: Snapshot) -> None:
    """Show nothing of `snapshot`."""


def state(studio: Studio, switch: Path, rounds: int, seconds: float) -> dict[str, Any]:
    """Return, for each case, the steps a second of each round with the tables and without."""
    states = States(studio, switch)
    return {name: _case(studio, states, experiment, rounds, seconds) for name, experiment in CASES.items()}


def _case(
    studio: Studio, states: States, experiment: Experiment, rounds: int, seconds: float
) -> dict[str, list[float]]:
    rates: dict[str, list[float]] = {"shown": [], "hidden": []}
    begin(studio, experiment)
    studio.curve.clear_ghosts()
    button = studio.window.actions_by_id["action_run"]
    button.trigger()
    rest(SETTLING_S)
    for turn in range(rounds):
        # Each goes first as often as second.
        for is_shown in (turn % 2 == 0, turn % 2 == 1):
            states.show(is_shown)
            rates["shown" if is_shown else "hidden"].append(_rate(studio, seconds))
            assert studio.controller.snapshot is not None
            assert bool(studio.controller.snapshot.state) is is_shown, "the engine sent the wrong side"
    states.show(True)
    button.trigger()
    wait(studio.controller.state_changed, lambda: is_ready(studio))
    return rates


def _rate(studio: Studio, seconds: float) -> float:
    rest(CHANGING_S)
    tally = Tally(studio)
    rest(seconds)
    steps, _pictures = tally.rates()
    tally.stop()
    return steps


def main() -> int:
    """Measure with an engine that can leave the tables out."""
    rounds, seconds = int(sys.argv[1]), float(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        switch = Path(folder) / "hidden"
        command = (sys.executable, "-P", str(HERE / "stateless_engine.py"), str(switch))
        app.start_engine = partial(start_engine, command=command)  # type: ignore[attr-defined]
        return measure(lambda _program, studio: state(studio, switch, rounds, seconds))


if __name__ == "__main__":
    sys.exit(main())
