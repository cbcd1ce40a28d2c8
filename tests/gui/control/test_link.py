"""The link: whatever an engine says, in whatever pieces, is a message or a loss that is told once."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator

import psutil
import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from embviz.core.messages import PROTOCOL_VERSION, Failure, Hello, Request
from embviz.gui.control.link import EngineLink
from embviz.gui.control.process import start_engine

LIMIT_MS = 30_000
# What the little engines below have at hand.
PREAMBLE = """
import os, signal, struct, sys
from embviz.core.frames import *
from embviz.core.messages import *

def say(message):
    os.write(1, encode(message))

def hear():
    while data := os.read(0, 65536):
        reader.feed(data)
        yield from reader.messages()

reader = FrameReader()
"""
NONSENSE = {
    "bytes that are no frame": ("os.write(1, b'Traceback (most recent call last):' * 9)", "no message"),
    "a length past every limit": ("os.write(1, struct.pack('<II', 1 << 30, 0))", "too large"),
    "a header that is no JSON": ("os.write(1, struct.pack('<II', 4, 0) + b'nope')", "makes no sense"),
    "an unknown message": (
        "os.write(1, struct.pack('<II', 14, 0) + b'{\"type\":\"fly\"}')",
        "makes no sense",
    ),
    "a request": ("say(Request(request=1, run=1, command='step'))", "makes no sense"),
    "the version after this one": ("say(Hello(version=PROTOCOL_VERSION + 1))", "version"),
    "half a frame, and its end": ("os.write(1, encode(Hello())[:-3])", "ended with status 0"),
    "nothing, and its end": ("", "ended with status 0"),
    "a status": ("sys.exit(3)", "ended with status 3"),
    "a signal": ("os.kill(os.getpid(), signal.SIGSEGV)", "signal 11"),
}


def command(script: str) -> tuple[str, ...]:
    return (sys.executable, "-P", "-c", PREAMBLE + script)


class Ear:
    """A link, and all that it has told."""

    def __init__(self, qtbot: QtBot, start: Callable[[], QProcess], process: QProcess) -> None:
        self._qtbot = qtbot
        self.link = EngineLink(start, process)
        self.messages: list[object] = []
        self.losses: list[str] = []
        self.link.received.connect(self.messages.append)
        self.link.lost.connect(self.losses.append)

    def until(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=LIMIT_MS)


Connect = Callable[[str], Ear]


@pytest.fixture
def connect(qtbot: QtBot) -> Iterator[Connect]:
    """Connect to a little engine: `connect("say(Hello())")`."""
    ears: list[Ear] = []

    def connect(script: str) -> Ear:
        def start() -> QProcess:
            return start_engine(command=command(script))

        ears.append(Ear(qtbot, start, start()))
        return ears[-1]

    yield connect
    for ear in ears:
        ear.link.kill()
        ear.link.deleteLater()


def test_messages_arrive_in_their_order(connect: Connect) -> None:
    ear = connect(
        "os.write(1, b''.join(encode(Failure(what=str(n), why='')) for n in range(100))); next(hear())"
    )
    ear.until(lambda: len(ear.messages) == 100)
    assert [message.what for message in ear.messages if isinstance(message, Failure)] == [
        str(number) for number in range(100)
    ]


def test_a_message_that_comes_byte_by_byte_is_whole(connect: Connect) -> None:
    ear = connect(
        "for byte in encode(Hello(torch='2.99')): os.write(1, bytes([byte]))\nfor _ in hear(): pass"
    )
    ear.until(lambda: ear.messages)
    assert ear.messages == [Hello(torch="2.99")]


def test_the_window_opens_with_its_version_and_requests_follow(connect: Connect) -> None:
    ear = connect("for message in hear(): say(Failure(what=repr(message), why=''))")
    ear.link.send(Request(request=5, run=2, command="step"))
    ear.until(lambda: len(ear.messages) == 2)
    greeting, request = (message.what for message in ear.messages if isinstance(message, Failure))
    assert greeting.startswith(f"Hello(version={PROTOCOL_VERSION}")
    assert request.startswith("Request(request=5, run=2, command='step'")


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_an_engine_that_talks_nonsense_or_ends_is_lost_once(connect: Connect, nonsense: str) -> None:
    script, reason = NONSENSE[nonsense]
    ear = connect(script)
    ear.until(lambda: ear.losses)
    (loss,) = ear.losses
    assert reason in loss
    assert not ear.link.is_alive
    assert ear.link.process_id == 0


def test_an_engine_that_floods_the_link_with_nonsense_is_ended(connect: Connect) -> None:
    ear = connect("while True: os.write(1, b'x' * 65536)")
    engine = psutil.Process(ear.link.process_id)
    ear.until(lambda: ear.losses)
    ear.until(lambda: not engine.is_running())
    assert len(ear.losses) == 1


def test_what_was_said_before_the_nonsense_still_counts(connect: Connect) -> None:
    ear = connect("os.write(1, encode(Hello(torch='2.99')) + b'x' * 99)")
    ear.until(lambda: ear.losses)
    assert ear.messages == [Hello(torch="2.99")]


def test_what_is_said_after_the_nonsense_does_not(connect: Connect) -> None:
    ear = connect("os.write(1, encode(Request(request=1, run=1, command='step')) + encode(Hello()))")
    ear.until(lambda: ear.losses)
    assert ear.messages == []


def test_what_was_said_in_the_last_moment_is_heard(connect: Connect) -> None:
    ear = connect("say(Failure(what='last words', why='')); sys.exit(2)")
    ear.until(lambda: ear.losses)
    assert ear.messages == [Failure(what="last words", why="")]
    assert ear.losses == ["it ended with status 2"]


@pytest.mark.parametrize(
    ("script", "messages", "losses"),
    [
        ("say(Hello(torch='2.99')); os.read(0, 1)", [Hello(torch="2.99")], []),
        ("say(Hello(torch='2.99'))", [Hello(torch="2.99")], ["it ended with status 0"]),
        ("sys.exit(1)", [], ["it ended with status 1"]),
    ],
    ids=["speaks", "speaks and ends", "ends"],
)
def test_what_an_engine_did_before_anybody_listened_is_told_to_who_comes(
    qtbot: QtBot, script: str, messages: list[object], losses: list[str]
) -> None:
    # The engine starts before the panels are imported, which takes longer than a torch that is not there.
    process = start_engine(command=command(script))
    qtbot.waitUntil(
        lambda: process.bytesAvailable() > 0 or process.state() == QProcess.ProcessState.NotRunning,
        timeout=LIMIT_MS,
    )
    if losses:
        process.waitForFinished(LIMIT_MS)
    ear = Ear(qtbot, start_engine, process)
    ear.until(lambda: (ear.messages, ear.losses) == (messages, losses))
    ear.link.kill()
    ear.link.deleteLater()


def test_a_program_that_does_not_exist_is_named(qtbot: QtBot) -> None:
    process = start_engine(command=("/no/such/engine",))
    ear = Ear(qtbot, lambda: start_engine(command=("/no/such/engine",)), process)
    ear.until(lambda: ear.losses)
    ear.link.restart()
    ear.until(lambda: len(ear.losses) == 2)
    assert all("No such file" in loss for loss in ear.losses)
    ear.link.deleteLater()


def test_kill_ends_the_engine_at_once_and_tells_nobody(connect: Connect) -> None:
    ear = connect("signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsay(Hello())\nwhile True: signal.pause()")
    ear.until(lambda: ear.messages)
    engine = psutil.Process(ear.link.process_id)
    ear.link.kill()
    ear.link.kill()
    assert not ear.link.is_alive
    ear.until(lambda: not engine.is_running())
    assert ear.losses == []


def test_without_an_engine_requests_go_nowhere(connect: Connect) -> None:
    ear = connect("")
    ear.link.kill()
    ear.link.send(Request(request=1, run=1, command="step"))
    assert ear.link.process_id == 0


def test_a_request_to_an_engine_that_has_just_died_is_only_a_loss(connect: Connect) -> None:
    ear = connect("say(Hello()); os.read(0, 1 << 16); signal.pause()")
    ear.until(lambda: ear.messages)
    os.kill(ear.link.process_id, signal.SIGKILL)
    for number in range(100):
        ear.link.send(Request(request=number, run=1, command="step"))
    ear.until(lambda: ear.losses)
    assert ear.losses == ["it was killed or crashed (signal 9)"]


def test_restart_ends_the_old_engine_and_hears_the_new_one_from_its_first_byte(connect: Connect) -> None:
    ear = connect("os.write(1, encode(Hello(torch=str(os.getpid()))) + b'half a'); signal.pause()")
    ear.until(lambda: ear.messages)
    old = psutil.Process(ear.link.process_id)
    ear.link.restart()
    ear.until(lambda: len(ear.messages) == 2)
    assert ear.messages == [Hello(torch=str(old.pid)), Hello(torch=str(ear.link.process_id))]
    ear.until(lambda: not old.is_running())


def test_release_hands_the_process_back_alive_and_silent(connect: Connect) -> None:
    ear = connect("say(Hello())\nfor message in hear(): say(Hello())")
    ear.until(lambda: ear.messages)
    process = ear.link.release()
    assert process is not None
    assert process.state() == QProcess.ProcessState.Running
    assert not ear.link.is_alive
    process.closeWriteChannel()
    assert process.waitForFinished(LIMIT_MS)
    assert ear.losses == []
