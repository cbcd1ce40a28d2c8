"""Signals of the system end the program in order; signals of Qt, however many, do not end it at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

WAIT_S = 30
PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from embviz.gui.signals import SignalEnd

def wait():
    print("ready", flush=True)

def hang():
    print("ready", flush=True)
    while True:
        pass

application = QCoreApplication([])
end = SignalEnd(application)
QTimer.singleShot(0, {begin})
status = application.exec()
print("in order", flush=True)
end.remove()
sys.exit(status)
"""
EMITS = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication

class Source(QObject):
    flagged = Signal(bool)
    told = Signal(object)

application = QGuiApplication([])
source, action, heard = Source(), QAction(checkable=True), []
for signal in (source.flagged, source.told, action.triggered, action.toggled):
    signal.connect(lambda value: heard.append(value))
for number in range(5000):
    source.flagged.emit(True)
    source.told.emit(None)
    action.trigger()
print(len(heard), heard.count(True), heard.count(None))
"""


@contextmanager
def program(begin: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run PROGRAM until it is ready; its end is waited for, or brought about."""
    command = [sys.executable, "-c", PROGRAM.format(begin=begin)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_wakes_an_idle_loop_and_ends_it_in_order(number: signal.Signals, tmp_path: Path) -> None:
    with program("wait", tmp_path) as process:
        process.send_signal(number)
        said, errors = process.communicate(timeout=WAIT_S)
    assert (process.returncode, said, errors) == (128 + number, b"in order\n", b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_hangs_is_ended_by_the_second_signal(number: signal.Signals, tmp_path: Path) -> None:
    with program("hang", tmp_path) as process:
        # Two that come before Python looks are one to it: so they are sent until it has seen two.
        while (status := status_within(0.1, process)) is None:
            process.send_signal(number)
        said, errors = process.communicate(timeout=WAIT_S)
    assert (status, said, errors) == (128 + number, b"", b"")


def status_within(seconds: float, process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def test_5000_emits_do_not_kill_the_interpreter(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EMITS], cwd=tmp_path, capture_output=True, text=True, timeout=WAIT_S
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["20000", "10000", "5000"], "")
