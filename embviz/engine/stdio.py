"""The engine's two pipes: frames in on stdin, frames out on what was stdout, and nothing else there."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

CHUNK_BYTES = 1 << 16
# What a pipe of Linux may hold at most without privileges. A picture of a large table has about as much: the
# engine trains on where the window has yet to read it.
PIPE_BYTES = 1 << 20


class Channel:
    """The way to the window. Made before torch is imported, so that no stray print reaches the window."""

    def __init__(self) -> None:
        # The window decides when the engine ends: a Ctrl+C in the terminal reaches both of them.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._input = sys.stdin.fileno()
        self._output = os.dup(sys.stdout.fileno())
        _widen(self._output)
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        sys.stdout = sys.stderr
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there is none elsewhere

            msvcrt.setmode(self._input, os.O_BINARY)
            msvcrt.setmode(self._output, os.O_BINARY)

    def read(self) -> bytes:
        """Wait for the next bytes; empty at the end."""
        return os.read(self._input, CHUNK_BYTES)

    def write(self, frame: Sequence[bytes | memoryview]) -> None:
        """Send all pieces of a frame, none of them empty. Raises BrokenPipeError once the window is gone."""
        for piece in frame:
            rest = memoryview(piece).cast("B")
            while rest:
                try:
                    rest = rest[os.write(self._output, rest) :]
                except OSError as error:
                    # This is how Windows says that nobody reads any more.
                    if error.errno == errno.EINVAL:
                        raise BrokenPipeError from error
                    raise


def _widen(pipe: int) -> None:
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 - there is none elsewhere

        # It may be no pipe, or one that may not grow: then it is as it is.
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
