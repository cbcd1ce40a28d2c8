"""How much memory and time the child that reads a file may take; it sets both itself, before it looks."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

# Blocks, a pickle, a list of members: no reader holds a whole table.
MOST_BYTES = 512 * 1024 * 1024
LOOK_S, READ_S = 20.0, 30.0
# No reader is slower, on the slowest machine; of a packed file more than its own bytes are read.
LEAST_BYTES_A_SECOND = 500_000


def seconds_for(size: int) -> float:
    """Return how long it may take to read a file of `size` bytes."""
    return READ_S + size / LEAST_BYTES_A_SECOND


def limit(seconds: float) -> None:
    """Hold this process to so many seconds of processor time, and to the memory that it has and MOST_BYTES.

    Where the system has no such limits, the time that the parent waits is the only one.
    """
    if sys.platform == "win32":
        return
    _lower(resource.RLIMIT_CPU, int(seconds) + 1)
    _lower(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + MOST_BYTES)


if sys.platform != "win32":

    def _lower(kind: int, value: int) -> None:
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
