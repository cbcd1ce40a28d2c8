"""The whole program, as a process: it ends in order from every state, and tells of what goes wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from embviz.core.experiment import Experiment

if TYPE_CHECKING:
    from conftest import Driven

Launch = Callable[..., "Driven"]

# The limit for the way from the wish to end to the end.
EXIT_S = 8.0
WAIT_S = 30


def bring_to_opening(program: Driven) -> None:
    """Nothing stands in the window yet; perhaps there is none."""


def bring_to_starting(program: Driven) -> None:
    program.wait_for(state="STARTING")


def bring_to_idle(program: Driven) -> None:
    program.wait_for(state="IDLE")


def bring_to_running(program: Driven) -> None:
    program.wait_for(state="IDLE")
    program.do("controller.run()")
    program.wait_for(state="RUNNING")


def bring_to_busy(program: Driven) -> None:
    """The engine stands still in the middle of what it was asked for."""
    program.wait_for(state="IDLE")
    engine_of(program).suspend()
    program.do("controller.step()")
    program.wait_for(state="BUSY")


def bring_to_dead(program: Driven) -> None:
    program.wait_for(state="IDLE")
    engine_of(program).kill()
    program.wait_for(notice="restart")


def engine_of(program: Driven) -> psutil.Process:
    """The program's engine, waited for."""
    family = psutil.Process(program.process.pid)
    while not (children := family.children()):
        assert program.process.poll() is None, program.errors
    return children[0]


def close(program: Driven) -> None:
    program.do("window.close()")


def interrupt(program: Driven) -> None:
    program.process.send_signal(signal.SIGINT)


def terminate(program: Driven) -> None:
    program.process.send_signal(signal.SIGTERM)


STATUS = {close: 0, interrupt: 130, terminate: 143}


@pytest.mark.parametrize(
    ("bring", "end"),
    [
        (bring_to_starting, close),
        (bring_to_starting, terminate),
        (bring_to_idle, close),
        (bring_to_idle, interrupt),
        (bring_to_running, close),
        (bring_to_running, interrupt),
        (bring_to_running, terminate),
        (bring_to_busy, close),
        (bring_to_busy, interrupt),
        (bring_to_dead, close),
        (bring_to_dead, terminate),
    ],
    ids=lambda verb: verb.__name__.removeprefix("bring_to_"),
)
def test_the_program_ends_from_every_state(
    launch: Launch, tmp_path: Path, bring: Callable[[Driven], None], end: Callable[[Driven], None]
) -> None:
    program = launch()
    engine = engine_of(program)
    bring(program)
    end(program)
    assert program.process.wait(EXIT_S) == STATUS[end]
    assert is_gone(engine)
    assert list(tmp_path.glob("core*")) == []
    assert "Traceback" not in program.errors


def test_a_window_that_is_closed_before_anything_stands_in_it_ends_in_order(launch: Launch) -> None:
    program = launch()
    close(program)
    engine = engine_of(program)
    assert program.process.wait(WAIT_S) == 0
    assert is_gone(engine)
    assert "Traceback" not in program.errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_first_moment_ends_it_too(launch: Launch, number: signal.Signals) -> None:
    program = launch()
    engine = engine_of(program)
    program.process.send_signal(number)
    # Before the event loop is ready to end in order, the signal itself does it: 128 + n to a shell.
    assert program.process.wait(WAIT_S) in (128 + number, -number)
    engine.wait(WAIT_S)
    assert "Traceback" not in program.errors


def test_a_second_interrupt_ends_a_window_that_hangs(launch: Launch) -> None:
    program = launch()
    bring_to_idle(program)
    engine = engine_of(program)
    program.do("[None for _ in iter(int, 1)]")
    status = None
    while status is None:
        interrupt(program)
        try:
            status = program.process.wait(0.1)
        except subprocess.TimeoutExpired:
            status = None
    assert status == 130
    engine.wait(WAIT_S)


def test_an_exception_in_a_slot_is_told_and_the_program_goes_on_and_ends_with_status_1(
    launch: Launch,
) -> None:
    program = launch()
    bring_to_idle(program)
    program.do("1 / 0")
    program.until("studio.window.banner.isVisible()")
    assert "ZeroDivisionError: division by zero" in program.ask("studio.window.banner.text")
    program.ask("studio.window.banner.button.click()")
    assert program.ask("studio.window.banner.isVisible()") is False
    program.do("controller.backward()")
    program.wait_for(state="IDLE")
    close(program)
    assert program.process.wait(EXIT_S) == 1
    assert program.errors.count("Traceback") == 1


def test_panels_that_cannot_be_imported_end_the_program_with_status_1(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pyqtgraph.py").write_text("raise ImportError('not today')\n")
    program = launch(PYTHONPATH=str(tmp_path / "broken"))
    engine = engine_of(program)
    assert program.process.wait(WAIT_S) == 1
    assert is_gone(engine)
    assert program.errors.rstrip().endswith("ImportError: not today")


def test_a_killed_engine_is_told_and_the_restart_button_brings_its_run_back(launch: Launch) -> None:
    program = launch()
    bring_to_idle(program)
    program.do("controller.train(10)")
    program.wait_for(step=10)
    before = program.ask("controller.snapshot.weight.values.tolist()")
    engine_of(program).kill()
    program.wait_for(notice="restart")
    assert program.ask("studio.window.banner.button.text()") == "Restart"
    assert program.ask("studio.panels['panel_weight'].view.tile.values.tolist()") == before
    program.ask("studio.window.banner.button.click()")
    program.wait_for(state="IDLE")
    assert program.ask("studio.window.banner.isVisible()") is False
    assert program.ask("controller.snapshot.weight.values.tolist()") == before
    program.do("controller.train(1)")
    program.wait_for(step=11)
    assert program.ask("studio.panels['panel_curve'].series.size") == 12
    close(program)
    assert program.process.wait(EXIT_S) == 0


def test_a_home_in_which_no_session_can_be_kept_is_told_at_once(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, and no folder")
    program = launch(XDG_DATA_HOME=str(tmp_path / "data"))
    program.wait_for(state="IDLE")
    program.until("studio.window.banner.isVisible()")
    assert "only in memory" in program.ask("studio.window.banner.text")
    program.do("controller.train(3)")
    program.wait_for(step=3)
    assert program.ask("controller.outline.path") == ""
    program.do("window.close()")
    assert program.process.wait(EXIT_S) == 0
    assert program.complaints == []


def test_the_window_comes_back_where_it_was(launch: Launch) -> None:
    # The platform without a screen has one of 800 x 800, and no frames around windows.
    wanted = "(60, 70, 720, 560)"
    program = launch()
    program.do(f"window.setGeometry{wanted}")
    program.until(f"window.geometry().getRect() == {wanted}")
    close(program)
    assert program.process.wait(WAIT_S) == 0
    again = launch()
    assert again.ask(f"window.geometry().getRect() == {wanted}")
    again.ask("window.setGeometry(50, 20, 720, 580)")
    close(again)
    assert again.process.wait(WAIT_S) == 0
    assert launch().ask("window.geometry().getRect()") == [50, 20, 720, 580]


def test_a_settings_file_that_is_rubbish_is_no_obstacle(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "embviz").mkdir()
    (tmp_path / "embviz" / "window.ini").write_bytes(b"\x00\xff[geometry\ngeometry=@Rect(a b c)\n" * 9)
    program = launch()
    assert program.ask("window.isVisible()")
    close(program)
    assert program.process.wait(WAIT_S) == 0


def test_an_experiment_from_a_file_is_what_is_trained(launch: Launch, tmp_path: Path) -> None:
    wanted = Experiment(rows=3, dim=4, seed=9, optimizer_args={"lr": 0.5}, pairs=((2, 0),))
    wanted.save(tmp_path / "mine.toml")
    program = launch("--experiment", "mine.toml", "--theme", "dark")
    bring_to_idle(program)
    assert Experiment.from_toml(program.ask("controller.experiment.to_toml()")) == wanted
    assert program.ask("controller.snapshot.weight.shape") == [3, 4]
    assert program.ask("studio.setup.fields['pairs'].editor.text()") == "2, 0"


@pytest.mark.parametrize(
    "content",
    [
        b"rows = ",
        b"\x00\x01\x02",
        b"\xff\xfe\x00r",
        b"rows = 0\n",
        b"rows = 'two'\n",
        b"rows = 1e300\n",
        b"rows = 4000000000\ndim = 4000000000\n",
        b"layers = 3\n",
        b"[optimizer_args]\nmomentum = nan\n",
        b"pairs = [[0, 9]]\n",
        b"pairs = " + b"[" * 100_000,
        b"seed = " + b"9" * 5000,
        b"# " + b"x" * 4_000_000,
    ],
    ids=range(13),
)
def test_a_file_that_holds_no_experiment_is_one_line_and_status_2(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "embviz", "--experiment", "mine.toml"],
        cwd=tmp_path,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=WAIT_S,
    )
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert line.startswith("embviz: mine.toml holds no experiment: ")
    assert len(line) < 500


def is_gone(process: psutil.Process) -> bool:
    """True where `process` has ended, though nobody may have asked for its status yet."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
