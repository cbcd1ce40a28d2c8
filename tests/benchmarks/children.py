"""Child processes: each measurement is one, so that none inherits what another has imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LIMIT_S = 900
# What a developer's shell may hold. Where no bytecode may be written, our modules would be compiled at each
# start, which an installed program's are not.
FOREIGN = (
    *("QT_SCALE_FACTOR", "QT_AUTO_SCREEN_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "WAYLAND_DISPLAY"),
    "PYTHONDONTWRITEBYTECODE",
)
Environ = Mapping[str, str]


class ChildFailed(Exception):
    """A child ended without saying what was asked of it."""


def environment(display: str, home: Path) -> dict[str, str]:
    """Return the environment of every child: the screen, and a `home` without anybody's own files."""
    mine = dict(os.environ)
    for name in FOREIGN:
        mine.pop(name, None)
    return mine | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "MPLCONFIGDIR": str(home),
    }


def measured(script: str, *arguments: object, environ: Environ) -> dict[str, Any]:
    """Run `script` to its end and return the JSON that it printed last. Raises ChildFailed."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, env=environ, text=True, timeout=LIMIT_S)
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise ChildFailed(f"{script} ended with status {done.returncode}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def moments(script: str, environ: Environ) -> dict[str, float]:
    """Run `script` and return how many seconds after its start each thing happened that it tells of."""
    start = time.monotonic()
    told = measured(script, environ=environ)
    return {name: moment - start for name, moment in told.items()}


@contextmanager
def bare_loop(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Give the process of bare_loop.py, warmed up and waiting."""
    command = [sys.executable, str(HERE / "bare_loop.py"), *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        rate_of(child, 1.0)
        try:
            yield child
        finally:
            assert child.stdin is not None
            child.stdin.close()


def rate_of(child: subprocess.Popen[str], seconds: float) -> float:
    """Let the bare loop run for `seconds` and return its steps a second."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(f"{seconds}\n")
    child.stdin.flush()
    return float(child.stdout.readline())
