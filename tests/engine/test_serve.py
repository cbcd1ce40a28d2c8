"""The engine answers every request, survives every nonsense, and ends as its window ends."""

import errno
import math
import os
import signal
import subprocess
import sys

import numpy as np
import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.messages import (
    HEADER_LIMIT_BYTES,
    LENGTHS,
    PROTOCOL_VERSION,
    Failure,
    FrameReader,
    GradStatus,
    Hello,
    Request,
    Snapshot,
    Viewport,
    encode,
)
from embviz.engine.serve import Session, serve
from embviz.engine.trainer import Trainer

ARTICLE = Experiment()
COMMANDS = ["forward", "backward", "step", "zero_grad", "train", "snapshot"]


def request(command, number=1, run=1, **fields):
    if command == "begin":
        fields.setdefault("experiment", ARTICLE)
    if command == "train":
        fields.setdefault("until_step", 3)
    return Request(request=number, run=run, command=command, **fields)


def frame(header):
    return LENGTHS.pack(len(header), 0) + header


class Window:
    """A channel in memory: what the window says is given, what the engine says is kept."""

    def __init__(self, *pieces, is_gone_after=math.inf):
        self.pieces = list(pieces)
        self.answers = []
        self.reader = FrameReader()
        self.is_gone_after = is_gone_after

    def read(self):
        return self.pieces.pop(0) if self.pieces else b""

    def write(self, data):
        if len(self.answers) >= self.is_gone_after:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")
        self.reader.feed(data)
        self.answers += self.reader.messages()


@pytest.fixture(autouse=True)
def _threads():
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture
def session():
    session = Session()
    assert isinstance(session.answer(request("begin")), Snapshot)
    return session


class TestARun:
    """Requests are done in torch, and told in snapshots."""

    def test_begin_shows_the_articles_table_before_anything_was_done(self):
        snapshot = Session().answer(request("begin"))
        assert snapshot.weight.values.tobytes() == Trainer(ARTICLE).weight.detach().numpy().tobytes()
        assert (snapshot.step, snapshot.grad, snapshot.state) == (0, None, {})
        assert snapshot.weight.changed is None
        assert round(snapshot.distance, 4) == 2.7101

    @pytest.mark.parametrize("command", COMMANDS)
    def test_each_answer_carries_request_run_and_command(self, session, command):
        answer = session.answer(request(command, number=71, run=9))
        assert (answer.request, answer.run, answer.command) == (71, 9, command)

    def test_commands_are_what_the_trainer_does(self, session):
        trainer = Trainer(ARTICLE)
        for command in ("forward", "backward", "backward", "step", "zero_grad", "step", "backward"):
            answer = session.answer(request(command))
            getattr(trainer, command)()
            expected = trainer.snapshot()
            assert answer.weight.values.tobytes() == expected.weight.values.tobytes()
            assert (answer.grad is None) is (expected.grad is None)
            assert (answer.step, answer.grad_status) == (expected.step, expected.grad_status)

    def test_train_tells_every_pass_and_then_this_moment(self, session):
        answer = session.answer(request("train", until_step=5))
        trainer = Trainer(ARTICLE)
        distances = [*trainer.train(5).distances, trainer.snapshot().distance]
        assert answer.trace.steps.tolist() == [0, 1, 2, 3, 4, 5]
        assert answer.trace.distances.tolist() == answer.trace.losses.tolist() == distances
        assert (answer.step, answer.grad_status) == (5, GradStatus("stale", 1))

    def test_train_goes_on_to_the_step_asked_for(self, session):
        session.answer(request("train", until_step=2))
        assert session.answer(request("train", until_step=4)).trace.steps.tolist() == [2, 3, 4]

    def test_train_stops_at_its_budget(self, session):
        assert session.answer(request("train", until_step=2**62, budget_s=1e-9)).step == 1
        assert session.answer(request("train", until_step=None, budget_s=1e-9)).step == 2

    def test_train_without_an_end_is_refused(self, session):
        answer = session.answer(request("train", until_step=None))
        assert isinstance(answer, Failure)
        assert "never end" in answer.why

    def test_a_viewport_is_answered_with_a_part(self, session):
        answer = session.answer(request("backward", viewport=Viewport(height=1, width=2)))
        assert answer.weight.values.shape == answer.grad.values.shape == (1, 2)

    def test_begin_again_starts_afresh(self, session):
        session.answer(request("train"))
        answer = session.answer(request("begin", run=2, experiment=Experiment(rows=3)))
        assert (answer.run, answer.step, answer.grad, answer.weight.shape) == (2, 0, None, (3, 5))
        assert answer.weight.changed is None

    def test_a_run_goes_on_from_a_snapshot_in_another_engine(self, session):
        shown = session.answer(request("train", until_step=5))
        other = Session()
        resumed = other.answer(request("begin", resume=shown))
        assert (resumed.step, resumed.grad_status) == (5, GradStatus("stale", 1))
        ends = [each.answer(request("train", until_step=15)) for each in (session, other)]
        assert ends[0].weight.values.tobytes() == ends[1].weight.values.tobytes()
        assert ends[0].trace.losses.tolist() == ends[1].trace.losses.tolist()

    def test_torch_has_one_thread_for_a_table_below_100_000_cells_and_its_own_number_above(self):
        torch.set_num_threads(3)
        session = Session()
        for rows, threads in ((1000, 3), (999, 1), (1000, 3), (2, 1)):
            session.answer(request("begin", experiment=Experiment(rows=rows, dim=100)))
            assert torch.get_num_threads() == threads

    def test_warming_up_makes_the_optimizer_and_changes_nothing(self, session):
        before = session.answer(request("snapshot"))
        session.warm_up()
        assert session.answer(request("snapshot")).weight.values.tobytes() == before.weight.values.tobytes()
        Session().warm_up()


class TestMarks:
    """The cells that the last action changed are marked, until the next action."""

    def test_a_step_marks_the_weights_that_it_moved(self):
        session = Session()
        session.answer(request("begin", experiment=Experiment(rows=3)))
        session.answer(request("backward"))
        answer = session.answer(request("step"))
        assert answer.weight.changed.all(axis=1).tolist() == [True, True, False]
        assert not answer.grad.changed.any()
        assert answer.state["momentum_buffer"].changed.any(axis=1).tolist() == [True, True, False]

    def test_a_first_backward_marks_the_rows_of_the_pair(self):
        session = Session()
        session.answer(request("begin", experiment=Experiment(rows=3)))
        answer = session.answer(request("backward"))
        assert answer.grad.changed.any(axis=1).tolist() == [True, True, False]
        assert not answer.weight.changed.any()

    def test_forward_changes_nothing(self, session):
        session.answer(request("train"))
        answer = session.answer(request("forward"))
        assert not any(tile.changed.any() for tile in (answer.weight, answer.grad, *answer.state.values()))

    def test_a_second_look_keeps_the_marks(self, session):
        for command in ("backward", "step", "snapshot", "snapshot"):
            answer = session.answer(request(command))
        assert answer.weight.changed.all()
        assert not answer.grad.changed.any()

    def test_training_to_a_step_already_reached_changes_nothing_and_keeps_the_marks(self, session):
        session.answer(request("backward"))
        stepped = session.answer(request("step"))
        for until_step in (1, 0):
            answer = session.answer(request("train", until_step=until_step))
            assert answer.weight.values.tobytes() == stepped.weight.values.tobytes()
            assert answer.grad_status == stepped.grad_status
            assert (answer.weight.changed == stepped.weight.changed).all()
            assert (answer.grad.changed == stepped.grad.changed).all()
            assert answer.trace.steps.tolist() == [1]

    def test_the_bursts_towards_one_goal_are_one_action(self, session):
        for _ in range(3):
            answer = session.answer(request("train", until_step=9, budget_s=1e-9))
        assert answer.step == 3
        # The gradient points the same way as in the burst before; before the action there was none.
        assert answer.grad.changed.all()
        assert not session.answer(request("train", until_step=4)).grad.changed.all()

    def test_a_look_through_another_viewport_has_no_marks_and_the_next_action_has(self, session):
        session.answer(request("train"))
        viewport = Viewport(height=1, width=5)
        assert session.answer(request("snapshot", viewport=viewport)).weight.changed is None
        assert session.answer(request("train", until_step=9, viewport=viewport)).weight.changed.all()

    def test_a_failed_request_keeps_the_marks(self, session):
        session.answer(request("train"))
        session.answer(request("train", until_step=None))
        assert session.answer(request("snapshot")).weight.changed.all()


class TestFailures:
    """What goes wrong is told with the request's own numbers, and the run goes on."""

    @pytest.mark.parametrize("command", COMMANDS)
    def test_without_a_run_there_is_nothing_to_do(self, command):
        answer = Session().answer(request(command, number=4, run=2))
        assert isinstance(answer, Failure)
        assert (answer.request, answer.run) == (4, 2)
        assert "send begin first" in answer.why

    def test_begin_needs_an_experiment(self):
        answer = Session().answer(Request(request=4, run=2, command="begin"))
        assert (type(answer), answer.request, answer.run) == (Failure, 4, 2)
        assert "begin needs an experiment" in answer.why

    def test_a_begin_that_fails_leaves_the_run_and_its_threads(self, session):
        before = session.answer(request("train"))
        threads = torch.get_num_threads()
        large = Experiment(rows=1000, dim=100)
        answer = session.answer(request("begin", number=7, run=2, experiment=large, resume=before))
        assert (type(answer), answer.request, answer.run) == (Failure, 7, 2)
        assert "whole table of 1000 x 100" in answer.why
        after = session.answer(request("snapshot"))
        assert (after.step, after.weight.values.tobytes()) == (3, before.weight.values.tobytes())
        assert torch.get_num_threads() == threads

    def test_an_error_of_torch_is_told_in_its_words(self, session, monkeypatch):
        def fail(_trainer):
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

        monkeypatch.setattr(Trainer, "backward", fail)
        answer = session.answer(request("backward", number=5))
        assert answer.what == "backward failed."
        assert answer.why == "RuntimeError: DefaultCPUAllocator: can't allocate memory"
        assert isinstance(session.answer(request("step")), Snapshot)

    def test_an_endless_error_is_cut(self, session, monkeypatch):
        def fail(_trainer):
            raise RuntimeError("x" * 10 * HEADER_LIMIT_BYTES)

        monkeypatch.setattr(Trainer, "backward", fail)
        assert len(session.answer(request("backward")).why) < 2000

    def test_a_picture_too_large_for_a_frame_is_a_failure_of_that_request(self, monkeypatch):
        monkeypatch.setattr("embviz.core.messages.BODY_LIMIT_BYTES", 60)
        window = Window(encode(request("begin", number=3, run=2)))
        assert serve(window) == 0
        _, answer = window.answers
        assert (type(answer), answer.request, answer.run) == (Failure, 3, 2)
        assert answer.what == "The picture is too large to send."


NONSENSE = [
    frame(b""),
    frame(b"{"),
    frame(b"\xff"),
    frame(b'{"type":"goodbye"}'),
    frame(b'{"type":"request"}'),
    frame(b"[" * 100_000),
    frame(b'{"type":"request","request":1,"run":1,"command":"fly"}'),
    encode(Failure(what="", why="")),
    encode(Session().answer(request("begin"))),
]


class TestServe:
    """The loop, with a window in memory."""

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
        header = b'{"type":"request","request":5,"run":2,"command":"begin","experiment":{"rows":0}}'
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
        engine.send(frame(b'{"type":"goodbye"}'))
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
