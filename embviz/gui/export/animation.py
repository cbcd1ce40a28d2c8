"""AnimationJob: an animation that another process draws, while the window stays live."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, Signal

from embviz.core.order import Order
from embviz.core.parts import part_of
from embviz.gui.control.child import RUN_EMBVIZ, new_child

END_PATIENCE_MS = 1000
PROGRESS = re.compile(rb"progress ([0-9]{1,3})\n")
WHOLE = 100
# What `embviz render` begins its one line with.
NAME = "embviz render: "


class AnimationJob(QObject):
    """Has `embviz render` do one `order` with one file to write. Exactly one signal ends it.

    `progressed` brings each new percent, `finished` the file that is whole, `failed` why there is none, and
    `cancelled` says that there is none because nobody wanted it any more. The process ends with the program;
    whoever destroys the job before its end calls `end` first. No part of a file is left.
    """

    progressed = Signal(int)
    finished = Signal(str)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(
        self, order: Order, parent: QObject | None = None, command: Sequence[str] = (*RUN_EMBVIZ, "render")
    ) -> None:
        super().__init__(parent)
        (self.path,) = order.outs
        self._heard = b""
        self._percent = -1
        self._is_over = self._is_cancelled = False
        self._part: Path | None = None
        self._process = new_child(self)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._process.started.connect(self._on_started)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self.end)
        program, *arguments = command
        self._process.start(program, [*arguments, *order._replace(tells_progress=True).arguments()])

    @property
    def is_over(self) -> bool:
        """True once the signal that ends the job has been sent, or the program has ended it."""
        return self._is_over

    @property
    def process_id(self) -> int:
        """The id of the process that draws, 0 where it has ended."""
        return self._process.processId()

    def cancel(self) -> None:
        """Stop drawing. `cancelled` follows, or `finished` where the file was whole by then."""
        if not self._is_over and not self._is_cancelled:
            self._is_cancelled = True
            self._process.kill()

    def end(self) -> None:
        """Stop drawing, without a signal, and wait until the process is gone."""
        if self._is_over:
            return
        self._is_over = True
        self._process.kill()
        self._process.waitForFinished(END_PATIENCE_MS)
        self._remove_part()

    def _on_started(self) -> None:
        # To be known while it lives: a killed process leaves its part behind.
        self._part = part_of(self.path, self._process.processId())

    def _on_output(self) -> None:
        self._heard += bytes(self._process.readAllStandardOutput().data())
        told = PROGRESS.findall(self._heard)
        self._heard = self._heard[self._heard.rfind(b"\n") + 1 :]
        if told and not self._is_over and int(told[-1]) > self._percent:
            self._percent = int(told[-1])
            self.progressed.emit(self._percent)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        # What died while running is told by finished().
        if error == QProcess.ProcessError.FailedToStart and not self._is_over:
            self._is_over = True
            self.failed.emit(self._process.errorString())

    def _on_finished(self) -> None:
        self._on_output()
        if self._is_over:
            return
        self._is_over = True
        self._remove_part()
        if self._percent == WHOLE:
            self.finished.emit(str(self.path))
        elif self._is_cancelled:
            self.cancelled.emit()
        else:
            self.failed.emit(self._reason())

    def _reason(self) -> str:
        lines = bytes(self._process.readAllStandardError().data()).decode(errors="replace").splitlines()
        if self._process.exitStatus() == QProcess.ExitStatus.CrashExit:
            number = self._process.exitCode()
            return self.tr("it was killed or crashed (signal {number})").format(number=number)
        if not lines:
            status = self._process.exitCode()
            return self.tr("it ended with status {status}").format(status=status)
        return lines[-1].removeprefix(NAME)

    def _remove_part(self) -> None:
        # Where it cannot be removed, it could not have been made.
        if self._part is not None:
            with suppress(OSError):
                self._part.unlink(missing_ok=True)
