"""How long the program takes to open, in turns with an empty Qt window and with `import torch` alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from children import moments


class Start(NamedTuple):
    """The seconds of one round, from the start of each process."""

    bare_window: float
    bare_import: float
    painted: float
    panels: float
    ready: float


def starts(rounds: int, environ: Mapping[str, str]) -> list[Start]:
    """Return `rounds` rounds, after one that only warms the file cache."""
    return [_round(environ, turn) for turn in range(rounds + 1)][1:]


def _round(environ: Mapping[str, str], turn: int) -> Start:
    scripts = ["bare_window.py", "opening.py", "bare_import.py"]
    # Each goes first, second and last equally often.
    order = scripts[turn % 3 :] + scripts[: turn % 3]
    seen: dict[str, float] = {}
    for script in order:
        told = moments(script, environ)
        seen |= {f"{script}:{name}": seconds for name, seconds in told.items()}
    return Start(
        bare_window=seen["bare_window.py:painted"],
        bare_import=seen["bare_import.py:imported"],
        painted=seen["opening.py:painted"],
        panels=seen["opening.py:panels"],
        ready=seen["opening.py:ready"],
    )
