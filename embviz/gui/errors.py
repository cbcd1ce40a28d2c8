"""Errors that nobody foresaw: logged on stderr and told, wherever they were raised."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType


class ErrorLog:
    """Takes every uncaught exception of every thread. `count` says how many there were.

    Qt prints an exception of a slot and goes on with status 0; here it is also told to `tell`, and the
    program ends with another status.
    """

    def __init__(self) -> None:
        self.count = 0
        self.tell: Callable[[str], None] | None = None

    def install(self) -> None:
        """Take over the hooks; again after pyqtgraph's import, which wraps one of them."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self.count += 1
        traceback.print_exception(kind, error, trace, file=sys.stderr)
        # A second failure while telling of the first must not tell of itself for ever.
        if (
            self.tell is not None
            and self.count == 1
            and threading.current_thread() is threading.main_thread()
        ):
            self.tell(f"{kind.__name__}: {error}")

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
