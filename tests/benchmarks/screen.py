"""The screen that is measured on: an X server of our own, so that no desktop's compositor is measured too."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

SIZE = "1920x1080x24"


class NoScreen(Exception):
    """There is nothing to open a window on; the text says what to do."""


@contextmanager
def screen(display: str | None) -> Iterator[str]:
    """Give the name of `display`, or of a new Xvfb that lives as long as this. Raises NoScreen."""
    if display is not None:
        yield display
        return
    if shutil.which("Xvfb") is None:
        raise NoScreen("Xvfb is not installed: install it, or name a screen by --display")
    # Without -noreset it starts anew whenever its last window goes, which no desktop does.
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        if not number:
            raise NoScreen(f"Xvfb ended with status {server.wait()}")
        try:
            yield f":{number}"
        finally:
            server.terminate()
