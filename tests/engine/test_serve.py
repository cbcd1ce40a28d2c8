"""The engine answers every request, survives every nonsense, and ends as its window ends."""

import errno
import math
import os
import signal
import subprocess
import sys

import msgspec
import numpy as np
import pytest
import torch

from embviz.core.frames import HEADER_LIMIT_BYTES, LENGTHS, FrameReader, encode
from embviz.core.messages import PROTOCOL_VERSION, Failure, Hello, Snapshot, Viewport
from embviz.engine.serve import serve
from embviz.engine.session import Session
from embviz.engine.trainer import Trainer
from tests.engine.requests import ARTICLE, COMMANDS, request


def frame(header):
    """A frame of any header: of bytes as they are, or of a message that no window would send."""
    content = header if isinstance(header, bytes) else msgspec.msgpack.encode(header)
    return LENGTHS.pack(len(content), 0) + content


class Window:
    """A channel in memory: what the window says is given, what the engine says is kept."""

    def __init__(self, *pieces, is_gone_after=math.inf):
        self.pieces = list(pieces)
        self.answers = []
        self.reader = FrameReader()
        self.is_gone_after = is_gone_after

    def read(self):
        return self.pieces.pop(0) if self.pieces else b""

    def write(self, frame):
        if len(self.answers) >= self.is_gone_after:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")
        self.reader.feed(b"".join(frame))
        self.answers += self.reader.messages()


NONSENSE = [
    frame(b""),
    frame(b"{"),
    frame(b"\xff"),
    frame({"type": "goodbye"}),
    frame({"type": "request"}),
    frame(b"[" * 100_000),
    frame({"type": "request", "request": 1, "run": 1, "command": "fly"}),
    encode(Failure(what="", why="")),
    encode(Session().answer(request("begin"))),
]


class TestServe:
    """The loop, with a window in memory."""

    def test_a_picture_too_large_for_a_frame_is_a_failure_of_that_request(self, monkeypatch):
        monkeypatch.setattr("embviz.core.frames.BODY_LIMIT_BYTES", 60)
        window = Window(encode(request("begin", number=3, run=2)))
        assert serve(window) == 0
        _, answer = window.answers
        assert (type(answer), answer.request, answer.run) == (Failure, 3, 2)
        assert answer.what == "The picture is too large to send."

    def test_it_greets_with_its_version_and_torchs(self):
        window = Window()
        assert serve(window) == 0
        assert window.answers == [Hello(version=PROTOCOL_VERSION, torch=torch.__version__)]

    def test_it_answers_once_and_in_order(self):
        commands = ["begin", "backward", "step", "train", "snapshot"]
        frames = [encode(request(command, number=n)) for n, command in enumerate(commands)]
        window = Window(encode(Hello()) + b"".join(frames))
        assert serve(window) == 0
        hello, *answers = window.answers
        assert isinstance(hello, Hello)
        assert [(answer.command, answer.request) for answer in answers] == [
            (command, n) for n, command in enumerate(commands)
        ]

    def test_requests_may_come_in_pieces(self):
        data = encode(request("begin")) + encode(request("train"))
        window = Window(*(data[place : place + 1] for place in range(len(data))))
        assert serve(window) == 0
        assert [type(answer) for answer in window.answers] == [Hello, Snapshot, Snapshot]

    @pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda data: repr(data[8:40]))
    def test_nonsense_is_answered_with_a_failure_and_the_next_request_with_its_answer(self, nonsense):
        window = Window(nonsense + encode(request("begin")))
        assert serve(window) == 0
        assert [type(answer) for answer in window.answers] == [Hello, Failure, Snapshot]
        assert window.answers[1].what == "The request makes no sense."

    def test_an_experiment_that_is_refused_is_answered_to_its_request(self):
        header = {"type": "request", "request": 5, "run": 2, "command": "begin", "experiment": {"rows": 0}}
        window = Window(frame(header))
        assert serve(window) == 0
        failure = window.answers[-1]
        assert (failure.request, failure.run) == (5, 2)
        assert "rows = 0: must be a whole number, at least 1" in failure.why

    def test_nonsense_of_great_length_is_answered_shortly(self):
        args = b'{"optimizer_args":{"%s":1}}' % (b"x" * (HEADER_LIMIT_BYTES - 200))
        window = Window(
            frame(b'{"type":"request","request":5,"run":2,"command":"begin","experiment":%s}' % args)
        )
        assert serve(window) == 0
        assert len(window.answers[-1].why) < 2000

    @pytest.mark.parametrize("version", [0, PROTOCOL_VERSION + 1, -1])
    def test_a_window_of_another_version_is_told_so_and_left(self, capsys, version):
        window = Window(encode(Hello(version=version)) + encode(request("begin")))
        assert serve(window) == 2
        assert [type(answer) for answer in window.answers] == [Hello, Failure]
        assert f"version {version}" in window.answers[1].why
        assert "install the same embviz for both" in window.answers[1].why
        assert capsys.readouterr().err.count("\n") == 1

    @pytest.mark.parametrize("data", [b"\xff" * 8, b"GET / HTTP/1.1\r\n", LENGTHS.pack(0, 2**31)], ids=repr)
    def test_bytes_that_are_no_frame_are_told_and_end_it(self, capsys, data):
        window = Window(encode(request("begin")) + data + encode(request("step")))
        assert serve(window) == 2
        assert [type(answer) for answer in window.answers] == [Hello, Snapshot, Failure]
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("embviz engine: a frame of ")
        assert captured.err.count("\n") == 1

    @pytest.mark.parametrize("kept", [1, 7, 8, 20, -1])
    def test_a_frame_cut_short_is_told_and_ends_it(self, capsys, kept):
        assert serve(Window(encode(request("begin"))[:kept])) == 2
        assert capsys.readouterr().err == "embviz engine: the last frame is cut short\n"

    @pytest.mark.parametrize("answers", [0, 1, 2])
    def test_a_window_that_is_gone_ends_it_well(self, answers):
        window = Window(encode(request("begin")), encode(request("step")), is_gone_after=answers)
        assert serve(window) == 0

    def test_a_window_that_is_gone_after_no_frame_ends_it_as_told(self, capsys):
        assert serve(Window(b"\xff" * 8, is_gone_after=1)) == 2
        assert "Traceback" not in capsys.readouterr().err

    def test_a_campaign_of_mutated_requests_gets_answers_and_nothing_else(self, capsys):
        random = np.random.default_rng(3)
        begin = encode(request("begin", viewport=Viewport(height=9, width=9)))
        resumed = encode(request("begin", resume=Trainer(ARTICLE).snapshot()))
        data = [begin, resumed, encode(Hello()), *(encode(request(command)) for command in COMMANDS)]
        for round_ in range(1500):
            frames = [begin, data[round_ % len(data)], encode(request("step"))]
            broken = bytearray(frames[1])
            for place in random.integers(len(broken), size=random.integers(1, 4)):
                broken[place] = random.integers(256)
            window = Window(frames[0] + bytes(broken) + frames[2])
            assert serve(window) in (0, 2)
            assert all(isinstance(answer, Hello | Snapshot | Failure) for answer in window.answers)
            assert len(window.answers) >= 2
        assert "Traceback" not in capsys.readouterr().err


class Engine:
    """The real program in a process of its own."""

    def __init__(self):
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "embviz", "engine"]
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
        self.reader = FrameReader()

    def send(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def ask(self, message):
        self.send(encode(message))
        return self.next()

    def next(self):
        while True:
            for message in self.reader.messages():
                return message
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            assert data, self.process.stderr.read().decode()
            self.reader.feed(data)

    def end(self, data=b""):
        """Say the last words, and return what it says to them, its exit status and its stderr."""
        out, err = self.process.communicate(data)
        self.reader.feed(out)
        return list(self.reader.messages()), self.process.returncode, err.decode()


@pytest.fixture
def start():
    engines = []

    def start():
        engines.append(Engine())
        return engines[-1]

    yield start
    for engine in engines:
        with engine.process:
            engine.process.kill()


class TestTheProcess:
    """`python -m embviz engine`, as the window starts it."""

    def test_it_trains_the_article_survives_nonsense_and_interrupts_and_ends_with_its_window(self, start):
        engine = start()
        assert engine.next() == Hello(torch=torch.__version__)
        assert round(engine.ask(request("begin")).distance, 4) == 2.7101
        engine.send(frame({"type": "goodbye"}))
        assert isinstance(engine.next(), Failure)
        if sys.platform != "win32":
            engine.process.send_signal(signal.SIGINT)
        trainer = Trainer(ARTICLE)
        trainer.train(1000)
        answer = engine.ask(request("train", number=2, until_step=1000))
        assert answer.weight.values.tobytes() == trainer.weight.detach().numpy().tobytes()
        assert engine.end() == ([], 0, "")

    def test_bytes_that_are_no_frame_end_it_with_status_2_and_one_line(self, start):
        messages, status, err = start().end(encode(Hello()) + b"\xff" * 1000)
        assert [type(message) for message in messages] == [Hello, Failure]
        assert (status, err.count("\n")) == (2, 1)
        assert err.startswith("embviz engine: ")

    def test_a_window_that_stops_reading_ends_it_with_status_0(self, start):
        engine = start()
        engine.next()
        engine.process.stdout.close()
        _, err = engine.process.communicate(encode(request("begin")))
        assert (engine.process.returncode, err) == (0, b"")
