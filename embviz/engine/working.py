"""Working: long work tells how far it has come, and ends where the window no longer wants it."""

from __future__ import annotations

import time
from collections.abc import Callable

from embviz.core.messages import Progress, Request

# A person is told so often, and not at all of what is done at once.
EVERY_S = 0.1


class Cancelled(Exception):
    """The window no longer wants what is done."""


class Working:
    """Tells of the work on the request `on`, one at a time; `is_cancelled` is asked each time it is told."""

    def __init__(
        self,
        send: Callable[[Progress], object] = lambda _progress: None,
        is_cancelled: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send, self._is_cancelled, self._clock = send, is_cancelled, clock
        self._request: Request | None = None
        self._next_s = 0.0

    def on(self, request: Request) -> None:
        """Work on `request` from now on."""
        self._request = request
        self._next_s = self._clock() + EVERY_S

    def tell(self, key: str, done: float | None) -> None:
        """Tell that what `key` says has come so far, from 0 to 1. Raises Cancelled."""
        if self._is_cancelled():
            raise Cancelled
        self.mention(key, done)

    def mention(self, key: str, done: float | None) -> None:
        """Tell the same of work that is too far on to be ended."""
        now, request = self._clock(), self._request
        if now < self._next_s or request is None:
            return
        self._next_s = now + EVERY_S
        share = None if done is None else min(max(done, 0.0), 1.0)
        self._send(Progress(run=request.run, request=request.request, key=key, done=share))  # type: ignore[arg-type]
