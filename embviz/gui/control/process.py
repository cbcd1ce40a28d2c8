"""The engine's process: how it is started. Nothing else, so that it can be started before all else."""

from __future__ import annotations

import os
import site
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment

import embviz

END_PATIENCE_MS = 300
KILL_PATIENCE_MS = 1000
# -P: a student's own torch.py or random.py in the folder of the day must not be imported instead.
ENGINE_ARGUMENTS = ("-P", "-m", "embviz", "engine")


def start_engine(parent: QObject | None = None, command: tuple[str, ...] | None = None) -> QProcess:
    """Start the engine, or another `command` that speaks its protocol, and return its process."""
    process = QProcess(parent)
    environment = QProcessEnvironment.systemEnvironment()
    home = str(Path(embviz.__file__).parents[1])
    if home not in site.getsitepackages():
        # A checkout: -P takes the current folder off the path, and with it this package.
        paths = [home, environment.value("PYTHONPATH")]
        environment.insert("PYTHONPATH", os.pathsep.join(path for path in paths if path))
    process.setProcessEnvironment(environment)
    process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
    program, *arguments = command or (sys.executable, *ENGINE_ARGUMENTS)
    process.start(program, arguments)
    return process


def end_engine(process: QProcess) -> None:
    """End `process`: kindly, by closing its pipe, and if that is not enough by force."""
    if process.state() == QProcess.ProcessState.NotRunning:
        return
    process.closeWriteChannel()
    if not process.waitForFinished(END_PATIENCE_MS):
        process.kill()
        process.waitForFinished(KILL_PATIENCE_MS)
