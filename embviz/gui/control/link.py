"""EngineLink: bytes of the engine's process to messages, and back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

from embviz.core.frames import FrameError, FrameReader, MessageError, encode
from embviz.core.messages import (
    PROTOCOL_VERSION,
    Hello,
    Message,
    Request,
)

# Of what an engine says that makes no sense.
MOST_LETTERS = 300


class EngineLink(QObject):
    """The way to one engine: `received` brings its messages, `lost` says once that it is gone, and why.

    Takes a process that is already on its way, since torch needs most of the time until the first
    picture; `start` makes the next one after a loss.
    """

    received = Signal(object)
    lost = Signal(str)

    def __init__(
        self, start: Callable[[], QProcess], process: QProcess, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._start = start
        self._process: QProcess | None = None
        self._reader = FrameReader()
        self._attach(process)

    @property
    def process_id(self) -> int:
        """The engine's process id, 0 where there is none."""
        return 0 if self._process is None else self._process.processId()

    @property
    def is_alive(self) -> bool:
        """True until the engine is lost."""
        return self._process is not None

    def send(self, request: Request) -> None:
        """Send `request`; without an engine it goes nowhere."""
        if self._process is not None:
            self._process.write(encode(request))

    def restart(self) -> None:
        """Start a new engine in place of the one that was lost."""
        self.kill()
        self._attach(self._start())

    def kill(self) -> None:
        """End the engine by force, at once, and forget it; `lost` is not emitted."""
        process = self._detach()
        if process is None:
            return
        # The application keeps it until it has ended: to destroy it before is to wait, and waiting for a
        # process stuck in the kernel would freeze the window.
        process.setParent(QCoreApplication.instance())
        if process.state() == QProcess.ProcessState.NotRunning:
            process.deleteLater()
        else:
            process.finished.connect(process.deleteLater)
            process.kill()

    def release(self) -> QProcess | None:
        """Hand back the process, for the program's end to wait for it; the link is done with it."""
        return self._detach()

    def _attach(self, process: QProcess) -> None:
        self._process = process
        self._reader = FrameReader()
        process.readyReadStandardOutput.connect(self._on_bytes)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        if process.state() != QProcess.ProcessState.NotRunning:
            process.write(encode(Hello()))
        # What it said before, or that it has ended before, is told once somebody listens to this link.
        QTimer.singleShot(0, self, self._catch_up)

    def _detach(self) -> QProcess | None:
        process, self._process = self._process, None
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._on_bytes)
            process.finished.disconnect(self._on_finished)
            process.errorOccurred.disconnect(self._on_error)
        return process

    def _catch_up(self) -> None:
        if self._process is not None and self._process.state() == QProcess.ProcessState.NotRunning:
            self._on_finished()
        else:
            self._on_bytes()

    def _on_bytes(self) -> None:
        process = self._process
        if process is None:
            return
        self._reader.feed(bytes(process.readAllStandardOutput().data()))
        try:
            for message in self._reader.messages():
                self._take(message)
                if self._process is not process:
                    return
        except FrameError as error:
            self._lose(self.tr("it sent bytes that are no message: {why}").format(why=error))

    def _take(self, message: Message | MessageError) -> None:
        if isinstance(message, Hello) and message.version != PROTOCOL_VERSION:
            self._lose(self.tr("it speaks version {version} of the protocol").format(version=message.version))
        elif isinstance(message, MessageError | Request):
            why = str(message)[:MOST_LETTERS]
            self._lose(self.tr("it sent a message that makes no sense: {why}").format(why=why))
        else:
            self.received.emit(message)

    def _on_finished(self) -> None:
        self._on_bytes()
        if self._process is not None:
            self._lose(self._reason_of_end())

    def _on_error(self, error: QProcess.ProcessError) -> None:
        # What died while running is told by finished(), with its exit status.
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._lose(self._reason_of_end())

    def _reason_of_end(self) -> str:
        assert self._process is not None
        if self._process.error() == QProcess.ProcessError.FailedToStart:
            return self._process.errorString()
        if self._process.exitStatus() == QProcess.ExitStatus.CrashExit:
            return self.tr("it was killed or crashed (signal {number})").format(
                number=self._process.exitCode()
            )
        return self.tr("it ended with status {status}").format(status=self._process.exitCode())

    def _lose(self, why: str) -> None:
        self.kill()
        self.lost.emit(why)
