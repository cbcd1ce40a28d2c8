"""The engine's process: started so that nobody's folder disturbs it, and ended in every state."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from embviz.core.frames import FrameReader
from embviz.core.messages import Hello
from embviz.gui.control.process import end_engine, start_engine

LIMIT_MS = 30_000
READY = "import sys; print('ready', flush=True); "
GOOD = READY + "sys.stdin.read()"
DEAF = (
    READY
    + "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); [signal.pause() for _ in iter(int, 1)]"
)


def started(script: str) -> QProcess:
    process = start_engine(command=(sys.executable, "-c", script))
    assert process.waitForReadyRead(LIMIT_MS)
    return process


def test_an_engine_ends_by_itself_when_its_pipe_is_closed(qapp: object) -> None:
    process = started(GOOD)
    end_engine(process)
    assert process.state() == QProcess.ProcessState.NotRunning
    assert (process.exitStatus(), process.exitCode()) == (QProcess.ExitStatus.NormalExit, 0)


@pytest.mark.parametrize("is_stopped", [False, True], ids=["deaf", "stopped"])
def test_an_engine_that_does_not_is_ended_by_force(qapp: object, is_stopped: bool) -> None:
    process = started(DEAF)
    engine = psutil.Process(process.processId())
    if is_stopped:
        engine.suspend()
    end_engine(process)
    assert process.state() == QProcess.ProcessState.NotRunning
    assert not engine.is_running()


def test_ending_an_engine_that_has_ended_is_nothing(qapp: object) -> None:
    process = started(READY)
    process.waitForFinished(LIMIT_MS)
    end_engine(process)
    end_engine(process)
    assert process.exitCode() == 0


def test_the_student_s_own_torch_py_is_not_the_engine_s(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("torch", "random", "numpy", "embviz", "msgspec"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong module')\n")
    monkeypatch.chdir(tmp_path)
    process = start_engine()
    reader = FrameReader()
    messages: list[object] = []

    def has_answered() -> bool:
        reader.feed(bytes(process.readAllStandardOutput().data()))
        messages.extend(reader.messages())
        return bool(messages)

    qtbot.waitUntil(has_answered, timeout=LIMIT_MS)
    (hello,) = messages
    assert isinstance(hello, Hello)
    assert hello.torch
    end_engine(process)
    assert process.exitCode() == 0


def test_it_is_told_where_sessions_are_kept_and_how_much_history(qapp: object, tmp_path: Path) -> None:
    process = start_engine(sessions=tmp_path, history_mb=64)
    try:
        assert process.arguments()[-4:] == ["--sessions", str(tmp_path), "--history-mb", "64"]
    finally:
        end_engine(process)
