"""Report: how far a rendering is, for a person at a terminal and for a program that listens."""

from __future__ import annotations

import os
import sys

WHOLE = 100


class Report:
    """Tells each new percent once: on stderr where that is a terminal, on stdout where `tells_progress`.

    On stdout each is a line, `progress 37`, and 100 says that all files are in their places. To
    tell nobody, who has gone, raises OSError.
    """

    def __init__(self, tells_progress: bool) -> None:
        self._tells_progress = tells_progress
        self._is_watched = sys.stderr.isatty()
        self._percent = -1

    def tell(self, fraction: float) -> None:
        """Tell of `fraction`, from 0 to 1; the whole is told by `end`. Raises OSError."""
        self._say(min(int(WHOLE * fraction), WHOLE - 1))

    def end(self) -> None:
        """Tell that all is done. Raises OSError."""
        self._say(WHOLE)
        self.clear()

    def clear(self) -> None:
        """Take the line on the terminal away, for other words."""
        if self._is_watched and self._percent >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _say(self, percent: int) -> None:
        if percent <= self._percent:
            return
        self._percent = percent
        if self._is_watched:
            sys.stderr.write(f"\rembviz render: {percent} %")
            sys.stderr.flush()
        if self._tells_progress:
            write_to_stdout(f"progress {percent}\n".encode())


def write_to_stdout(content: bytes) -> None:
    """Write `content` at once. Raises OSError."""
    # Not through sys.stdout: what it could not write it would try once more at exit, with a traceback.
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(sys.stdout.fileno(), rest) :]
