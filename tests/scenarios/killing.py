"""kill -9 for the two processes of a window."""

from __future__ import annotations

import random
from collections.abc import Iterable

import psutil

from tests.scenarios.person import WAIT_S, Person

WINDOW, ENGINE = "window", "engine"
BOTH = (WINDOW, ENGINE)


def kill(person: Person, victims: Iterable[str] = BOTH, chance: random.Random | None = None) -> None:
    """Kill the window, the engine or both, in any order, and see that none is left that should be gone."""
    window = psutil.Process(person.program.process.pid)
    processes = {WINDOW: window, ENGINE: engine_of(person)}
    victims = list(victims)
    if chance is not None:
        chance.shuffle(victims)
    for victim in victims:
        processes[victim].kill()
    if WINDOW in victims:
        assert person.program.process.wait(WAIT_S) < 0
        # It ends by itself where the window has gone.
        assert not psutil.wait_procs([processes[ENGINE]], WAIT_S)[1]


def engine_of(person: Person) -> psutil.Process:
    """Return the engine's process."""
    children = psutil.Process(person.program.process.pid).children()
    (engine,) = (child for child in children if "engine" in child.cmdline())
    return engine
