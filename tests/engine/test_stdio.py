"""A Channel carries frames and nothing else, whatever is printed beside it."""

import errno
import os
import signal
import subprocess
import sys

import pytest

from embviz.engine.stdio import Channel

ECHO = """
import os, sys
from embviz.engine.stdio import Channel
channel = Channel()
print("a stray print")
os.write(1, b"a stray write\\n")
os.system("echo a stray child")
while data := channel.read():
    channel.write([data])
print("a last print")
"""

WRITE_TO_NOBODY = """
from embviz.engine.stdio import Channel
channel = Channel()
try:
    channel.write([channel.read()])
except BrokenPipeError:
    print("gone")
"""


def start(code):
    pipe = subprocess.PIPE
    # Python holds back what is printed into a pipe, unless it is told not to.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-c", code]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environ)


def test_bytes_go_through_unchanged_and_strays_go_to_stderr():
    data = bytes(range(256)) * 2000
    out, err = start(ECHO).communicate(data)
    assert out == data
    assert err.decode().splitlines() == ["a stray print", "a stray write", "a stray child", "a last print"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal to a child")
def test_an_interrupt_of_the_terminal_is_left_to_the_window():
    with start(ECHO) as process:
        process.stdin.write(b"a")
        process.stdin.flush()
        assert process.stdout.read(1) == b"a"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(b"b")
    assert (out, process.returncode) == (b"b", 0)
    assert b"KeyboardInterrupt" not in err


def test_a_window_that_is_gone_is_a_broken_pipe():
    with start(WRITE_TO_NOBODY) as process:
        process.stdout.close()
        _, err = process.communicate(b"a")
    assert err.decode().split() == ["gone"]


@pytest.fixture
def channel():
    """One that does not touch the test's own streams."""
    made = Channel.__new__(Channel)
    made._output = -1
    return made


def test_windows_way_to_say_so_is_a_broken_pipe_too(channel, monkeypatch):
    def fail(_file, _data):
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(BrokenPipeError):
        channel.write([b"a"])


def test_other_errors_are_told(channel):
    with pytest.raises(OSError, match="Bad file descriptor"):
        channel.write([b"a"])


def test_a_frame_is_sent_whole_though_the_pipe_takes_parts(channel, monkeypatch):
    sent = bytearray()

    def write_some(_file, data):
        sent.extend(data[:3])
        return len(data[:3])

    monkeypatch.setattr(os, "write", write_some)
    channel.write([bytes(range(60)), bytes(range(60, 100))])
    assert sent == bytes(range(100))
