"""The job that has an animation drawn elsewhere: told, cancelled, ended; never a half file or a process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.order import Order
from embviz.gui.export.animation import AnimationJob

WAIT_MS = 30_000
# Stands in for `embviz render`: writes a part, tells of 5 % and does what its first argument says.
CHILD = """
import os, sys
from pathlib import Path
from embviz.core.parts import part_of, written_whole
mode, out = sys.argv[1], next(word.partition("=")[2] for word in sys.argv if word.startswith("--out="))
def tell(percent):
    os.write(1, f"progress {percent}\\n".encode())
def wait():
    tell(5)
    sys.stdin.read()
if mode == "fail":
    sys.stderr.write("a warning\\nembviz render: x.gif cannot be written: No space left on device\\n")
    sys.exit(2)
if mode == "die":
    os.kill(os.getpid(), 9)
if mode == "silent":
    sys.exit(3)
if mode == "drip":
    for piece in (b"pro", b"gress 7\\nprogress 8", b"\\nprog"):
        os.write(1, piece)
    sys.stdin.read()
with written_whole(Path(out)) as (part,):
    part.write_bytes(b"whole")
    if mode == "wait":
        wait()
tell(100)
if mode == "linger":
    sys.stdin.read()
"""


class Heard(QObject):
    """What a job has told, in order."""

    def __init__(self, job: AnimationJob) -> None:
        super().__init__()
        self.told: list[tuple[str, object]] = []
        job.progressed.connect(self._on_progressed)
        job.finished.connect(self._on_finished)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    @property
    def ends(self) -> list[tuple[str, object]]:
        return [told for told in self.told if told[0] != "progressed"]

    def _on_progressed(self, percent: int) -> None:
        self.told.append(("progressed", percent))

    def _on_finished(self, path: str) -> None:
        self.told.append(("finished", path))

    def _on_failed(self, why: str) -> None:
        self.told.append(("failed", why))

    def _on_cancelled(self) -> None:
        self.told.append(("cancelled", None))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the animation goes, beside an old one."""
    path = tmp_path / "run.gif"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def start(qapp: QCoreApplication, out: Path) -> Callable[[str], tuple[AnimationJob, Heard]]:
    """Start a job whose process behaves as `mode` says."""

    def start(mode: str) -> tuple[AnimationJob, Heard]:
        job = AnimationJob(Order(outs=(out,)), command=(sys.executable, "-c", CHILD, mode))
        return job, Heard(job)

    return start


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.parent.iterdir()}


def until_over(qtbot: QtBot, heard: Heard) -> None:
    qtbot.waitUntil(lambda: bool(heard.ends), timeout=WAIT_MS)


def test_a_job_that_is_done_tells_of_its_file_once(
    start: Callable[[str], tuple[AnimationJob, Heard]], out: Path, qtbot: QtBot
) -> None:
    job, heard = start("write")
    until_over(qtbot, heard)
    assert heard.told == [("progressed", 100), ("finished", str(out))]
    assert contents(out) == {"run.gif": b"whole"}
    assert job.is_over
    job.cancel()
    job.end()
    assert heard.ends == [("finished", str(out))]


def test_cancel_leaves_the_old_file_and_no_part_and_no_process(
    start: Callable[[str], tuple[AnimationJob, Heard]], out: Path, qtbot: QtBot
) -> None:
    job, heard = start("wait")
    qtbot.waitUntil(lambda: ("progressed", 5) in heard.told, timeout=WAIT_MS)
    assert len(contents(out)) == 2
    process_id = job.process_id
    job.cancel()
    job.cancel()
    until_over(qtbot, heard)
    assert heard.ends == [("cancelled", None)]
    assert contents(out) == {"run.gif": b"old"}
    assert not psutil.pid_exists(process_id)


def test_cancel_at_once_is_a_cancel_too(
    start: Callable[[str], tuple[AnimationJob, Heard]], out: Path, qtbot: QtBot
) -> None:
    job, heard = start("wait")
    job.cancel()
    until_over(qtbot, heard)
    assert heard.ends == [("cancelled", None)]
    assert contents(out) == {"run.gif": b"old"}


def test_what_was_whole_when_cancel_came_is_finished(
    start: Callable[[str], tuple[AnimationJob, Heard]], out: Path, qtbot: QtBot
) -> None:
    job, heard = start("linger")
    qtbot.waitUntil(lambda: ("progressed", 100) in heard.told, timeout=WAIT_MS)
    job.cancel()
    until_over(qtbot, heard)
    assert heard.ends == [("finished", str(out))]
    assert contents(out) == {"run.gif": b"whole"}


@pytest.mark.parametrize(
    ("mode", "why"),
    [
        ("fail", "x.gif cannot be written: No space left on device"),
        ("die", "it was killed or crashed (signal 9)"),
        ("silent", "it ended with status 3"),
    ],
)
def test_a_process_that_fails_is_told_in_its_own_words(
    mode: str, why: str, start: Callable[[str], tuple[AnimationJob, Heard]], out: Path, qtbot: QtBot
) -> None:
    _job, heard = start(mode)
    until_over(qtbot, heard)
    assert heard.told == [("failed", why)]
    assert contents(out) == {"run.gif": b"old"}


def test_a_program_that_cannot_be_started_is_told(qapp: QCoreApplication, out: Path, qtbot: QtBot) -> None:
    job = AnimationJob(Order(outs=(out,)), command=(str(out.parent / "no-such-program"),))
    heard = Heard(job)
    until_over(qtbot, heard)
    ((kind, why),) = heard.told
    assert kind == "failed"
    assert "No such file" in str(why)


def test_lines_that_come_in_pieces_are_read_whole(
    start: Callable[[str], tuple[AnimationJob, Heard]], qtbot: QtBot
) -> None:
    job, heard = start("drip")
    qtbot.waitUntil(lambda: ("progressed", 8) in heard.told, timeout=WAIT_MS)
    job.end()
    assert heard.told[-1] == ("progressed", 8)


def test_the_end_of_the_program_ends_the_process_without_a_word(
    start: Callable[[str], tuple[AnimationJob, Heard]], out: Path, qtbot: QtBot
) -> None:
    job, heard = start("wait")
    qtbot.waitUntil(lambda: ("progressed", 5) in heard.told, timeout=WAIT_MS)
    process_id = job.process_id
    application = QCoreApplication.instance()
    assert application is not None
    application.aboutToQuit.emit()
    assert not psutil.pid_exists(process_id)
    assert contents(out) == {"run.gif": b"old"}
    assert heard.ends == []
    assert job.is_over


def test_a_real_animation_is_drawn_by_another_process(
    qapp: QCoreApplication, out: Path, qtbot: QtBot
) -> None:
    experiment = out.with_name("lesson.toml")
    Experiment(rows=3).save(experiment)
    job = AnimationJob(Order(experiment=experiment, steps=4, outs=(out,), size=(1100, 760), frames=3))
    heard = Heard(job)
    until_over(qtbot, heard)
    assert heard.ends == [("finished", str(out))]
    percents = [percent for _, percent in heard.told[:-1]]
    assert percents == sorted({int(str(percent)) for percent in percents})
    assert percents[-1] == 100
    assert out.read_bytes().startswith(b"GIF89a")
    assert sorted(os.listdir(out.parent)) == ["lesson.toml", "run.gif"]  # noqa: PTH208 - hidden ones too


def test_a_real_one_that_cannot_be_written_says_why(
    qapp: QCoreApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    job = AnimationJob(Order(outs=(tmp_path / "nowhere" / "run.gif",)))
    heard = Heard(job)
    until_over(qtbot, heard)
    ((kind, why),) = heard.told
    assert kind == "failed"
    assert "there is no folder" in str(why)
