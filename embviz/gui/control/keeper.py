"""EngineKeeper: the engine's process of a widget that may go at any time, in a program that goes on.

It belongs to the application and not to the widget: a QProcess that goes while its process runs complains,
and to wait for a process would freeze the program of somebody else.
"""

from __future__ import annotations

import atexit

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer
from shiboken6 import isValid

from embviz.gui.control.process import END_PATIENCE_MS, end_engine, start_engine


class EngineKeeper(QObject):
    """Starts engines, one after the other, and sees to it that none outlives the program.

    After `end` it goes by itself, once the last process has.
    """

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._processes: list[QProcess] = []
        self._is_over = False
        application.aboutToQuit.connect(self.end_now)
        # Of a program that never had an event loop, or whose loop was left by an exception.
        atexit.register(self.end_now)

    def start(self) -> QProcess:
        """Start an engine, which keeps its sessions in memory alone."""
        process = start_engine(self)
        self._processes.append(process)
        process.destroyed.connect(self._forget)
        return process

    def end(self) -> None:
        """End what runs, without waiting: by closing its pipe, and if that is not enough by force."""
        self._is_over = True
        for process in self._living():
            if process.state() == QProcess.ProcessState.NotRunning:
                process.deleteLater()
            else:
                process.finished.connect(process.deleteLater)
                process.closeWriteChannel()
                patience = QTimer(process, singleShot=True, interval=END_PATIENCE_MS)
                patience.timeout.connect(process.kill)
                patience.start()
        self._forget()

    def end_now(self) -> None:
        """End what runs, and wait for that: the program is about to end."""
        for process in self._living():
            end_engine(process)
        atexit.unregister(self.end_now)

    def _living(self) -> list[QProcess]:
        return [process for process in self._processes if isValid(process)]

    def _forget(self) -> None:
        self._processes = self._living()
        if self._is_over and not self._processes:
            atexit.unregister(self.end_now)
            self.deleteLater()
