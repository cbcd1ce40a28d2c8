"""kill -9 of the real engine: each action that was answered is in the file, to the bit, and most of a Run."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from embviz.core.experiment import Experiment
from embviz.core.frames import FrameReader, encode
from embviz.core.messages import Failure, Hello, Moment, Request, Snapshot
from embviz.engine.session import Session

KILLS, MANY_KILLS = 4, 150
TOGETHER = 2
LONGEST_S = 0.4
# So many moments of each are looked at, the last ones among them.
LOOKED_AT = 16
# Of a Run at most one second may be lost.
LOST_S = 1.0
WAIT_S = 40.0
OPTIMIZERS = ("SGD", "Adam", "RMSprop")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


class Answered(NamedTuple):
    """A moment as it was told, and when; `is_done` where its action was then finished."""

    snapshot: Snapshot
    at_s: float
    is_done: bool


class Victim:
    """An engine process that is asked one thing after the other until it is killed."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder, self.random, self.answered = folder, random, list[Answered]()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "embviz", "engine", "--sessions", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self.reader, self.number, self.press, self.left = FrameReader(), 0, 0, 0
        self.send(Hello())
        optimizer = random.choice(OPTIMIZERS)
        rows = random.choice((2, 60))
        self.ask("begin", experiment=Experiment(rows=rows, optimizer=optimizer))
        # From its second answer on: with the first, torch makes its optimizer, which takes it a second.
        self.dies_s: float | None = None
        self.killed_s = 0.0

    def send(self, message: Hello | Request) -> None:
        os.write(self.process.stdin.fileno(), encode(message))

    def ask(self, command: str, **fields: object) -> None:
        self.number += 1
        self.asked = Request(request=self.number, run=1, command=command, **fields)  # type: ignore[arg-type]
        self.send(self.asked)

    def ask_next(self) -> None:
        """Something, as a person would: a press, or a Run of several bursts."""
        if self.left:
            self.left -= 1
            self.ask("train", budget_s=0.016, press=self.press)
            return
        command = self.random.choice(
            ("backward", "step", "zero_grad", "lookup", "edit", "set", "train", "run")
        )
        if command == "run":
            self.press, self.left = self.number + 1, self.random.randint(3, 30)
            self.ask_next()
            return
        fields: dict[str, object] = {
            "lookup": {"indices": (0, 1)},
            "edit": {"place": (0, 1), "value": self.random.random()},
            "set": {"name": "lr", "value": self.random.choice((0.1, 0.01))},
            "train": {"until_step": self.answered[-1].snapshot.step + 5},
        }.get(command, {})
        self.ask(command, **fields)

    def hear(self) -> None:
        self.reader.feed(os.read(self.process.stdout.fileno(), 1 << 20))
        for message in self.reader.messages():
            assert not isinstance(message, Failure), message
            if isinstance(message, Snapshot):
                is_done = self.asked.budget_s is None
                self.answered.append(Answered(message, time.monotonic(), is_done))
                if len(self.answered) == 2:
                    self.dies_s = time.monotonic() + self.random.uniform(0.0, LONGEST_S)
                self.ask_next()

    def kill(self) -> None:
        self.killed_s = time.monotonic()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def killed(folder: Path, seeds: range) -> list[Victim]:
    """Run a process for each seed, all at once, and kill each at a moment of its own."""
    victims = [Victim(folder / str(seed), Random(seed)) for seed in seeds]
    alive, limit_s = list(victims), time.monotonic() + WAIT_S
    while alive:
        assert time.monotonic() < limit_s
        ready, _, _ = select.select([one.process.stdout for one in alive], [], [], 0.01)
        for victim in [one for one in alive if one.process.stdout in ready]:
            victim.hear()
        for victim in [one for one in alive if one.dies_s is not None and time.monotonic() >= one.dies_s]:
            victim.kill()
            alive.remove(victim)
    return victims


def shown(snapshot: Snapshot) -> str:
    tables = {"weight": snapshot.weight, "grad": snapshot.grad, **snapshot.state}
    values = {name: None if tile is None else tile.values.tobytes() for name, tile in tables.items()}
    return repr((snapshot.step, values, snapshot.counters, snapshot.arguments, snapshot.grad_status))


def lost_in(victim: Victim) -> str:
    """Return what was answered and is not in the file, empty where all of it is."""
    done = [one for one in victim.answered if one.is_done and one.snapshot.last]
    must = done + [
        one for one in victim.answered if victim.killed_s - one.at_s > LOST_S and one.snapshot.last
    ]
    files = list(victim.folder.glob("*.embviz"))
    if not must:
        return ""
    if len(files) != 1:
        return f"there are {files}"
    session = Session(victim.folder)
    try:
        (found,) = session.answer(Request(request=1, run=1, command="survey")).sessions
        if not found.is_unfinished or found.is_open or found.why:
            return f"the survey says {found}"
        opened = session.answer(Request(request=1, run=1, command="open", path=str(files[0])))
        if isinstance(opened, Failure):
            return opened.why
        if opened.outline is None or opened.outline.problem or opened.outline.is_read_only:
            return f"it opens as {opened.outline}"
        for one in (must[-1], *Random(0).sample(must, min(LOOKED_AT, len(must)))):
            moment = Moment(0, one.snapshot.moment.index)
            past = session.answer(Request(request=1, run=1, command="go", moment=moment))
            if isinstance(past, Failure) or past.moment != moment or shown(past) != shown(one.snapshot):
                return f"{moment} of {opened.last} is not as it was told"
    finally:
        session.end()
    return ""


def assert_nothing_is_lost(folder: Path, kills: int) -> None:
    answered = 0
    for first in range(0, kills, TOGETHER):
        for victim in killed(folder, range(first, first + TOGETHER)):
            answered += len(victim.answered)
            assert lost_in(victim) == "", victim.folder
    # They were killed while they worked.
    assert answered > 5 * kills


@pytest.mark.timeout(240)
def test_what_was_answered_is_there_when_the_engine_has_been_killed(tmp_path):
    assert_nothing_is_lost(tmp_path, KILLS)


@pytest.mark.long
def test_nothing_is_lost_in_many_kills_of_the_engine(tmp_path):
    assert_nothing_is_lost(tmp_path, MANY_KILLS)
