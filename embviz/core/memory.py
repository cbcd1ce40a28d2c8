"""How much memory there is to take."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.platform != "linux":
    import psutil

MEMORY_TABLE = Path("/proc/meminfo")


def available_bytes() -> int:
    """Return how many bytes a program can be given without another having to yield."""
    if sys.platform != "linux":
        return int(psutil.virtual_memory().available)
    # What psutil reads as well; to import it would cost the window 9 ms of its start.
    fields = dict(line.split(":") for line in MEMORY_TABLE.read_text(encoding="ascii").splitlines())
    return int(fields.get("MemAvailable", fields["MemFree"]).removesuffix("kB")) * 1024
