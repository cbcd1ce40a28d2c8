"""The engine's process: how it is started. Nothing else, so that it can be started before all else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QProcess

from embviz.gui.control.child import RUN_EMBVIZ, new_child

# To close a session's file in good order; nobody sees it, the window is gone by then.
END_PATIENCE_MS = 3000
KILL_PATIENCE_MS = 1000


def start_engine(
    parent: QObject | None = None,
    command: tuple[str, ...] | None = None,
    sessions: Path | None = None,
    history_mb: int | None = None,
) -> QProcess:
    """Start the engine, or another `command` that speaks its protocol, and return its process.

    It keeps sessions in the folder `sessions`, without one in memory alone, and of their history what fits
    into `history_mb`.
    """
    process = new_child(parent)
    process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
    options = [] if sessions is None else ["--sessions", str(sessions)]
    options += [] if history_mb is None else ["--history-mb", str(history_mb)]
    program, *arguments = command or (*RUN_EMBVIZ, "engine", *options)
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
