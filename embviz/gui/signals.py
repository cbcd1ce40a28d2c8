"""SIGINT and SIGTERM: they end the event loop at once and in order."""

from __future__ import annotations

import os
import signal
import socket

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier

STATUS_BASE = 128
CAUGHT = (signal.SIGINT, signal.SIGTERM)


class SignalEnd(QObject):
    """Ends the application with status 128 + n when signal n comes; a second one ends it on the spot.

    Python runs a handler only once Python code runs again, which an idle event loop does not; the byte
    that it writes to a socket wakes Qt at once.
    """

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._application = application
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._is_ending = False
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)
        for number in CAUGHT:
            signal.signal(number, self._on_signal)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)

    def remove(self) -> None:
        """Give the signals back to Python's defaults."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number in CAUGHT:
            signal.signal(number, signal.SIG_DFL)
        self._reader.close()
        self._writer.close()

    def _on_signal(self, number: int, frame: object) -> None:
        # Here and not in the event loop: a loop that hangs is what the second one is for.
        if self._is_ending:
            os._exit(STATUS_BASE + number)
        self._is_ending = True

    def _on_byte(self) -> None:
        for number in self._reader.recv(64):
            if number in CAUGHT:
                self._application.exit(STATUS_BASE + number)
