"""The engine's two pipes: frames in on stdin, frames out on what was stdout, and nothing else there."""

from __future__ import annotations

import errno
import os
import signal
import sys

CHUNK_BYTES = 1 << 16


class Channel:
    """The way to the window. Made before torch is imported, so that no stray print reaches the window."""

    def __init__(self) -> None:
        # The window decides when the engine ends: a Ctrl+C in the terminal reaches both of them.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._input = sys.stdin.fileno()
        self._output = os.dup(sys.stdout.fileno())
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        sys.stdout = sys.stderr
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there is none elsewhere

            msvcrt.setmode(self._input, os.O_BINARY)
            msvcrt.setmode(self._output, os.O_BINARY)

    def read(self) -> bytes:
        """Wait for the next bytes; empty at the end."""
        return os.read(self._input, CHUNK_BYTES)

    def write(self, frame: bytes) -> None:
        """Send a frame whole. Raises BrokenPipeError once the window is gone."""
        rest = memoryview(frame)
        while rest:
            try:
                rest = rest[os.write(self._output, rest) :]
            except OSError as error:
                # This is how Windows says that nobody reads any more.
                if error.errno == errno.EINVAL:
                    raise BrokenPipeError from error
                raise
