"""The code of a handout is that of all runs of the lesson, and of none before or after it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.gui.control.state import State
from embviz.gui.studio import Studio
from tests.gui.handout.conftest import LIMIT_MS, go_through


def do(studio: Studio, qtbot: QtBot, name: str) -> None:
    """Press the button `name` and wait for what comes of it."""
    before = studio.controller.snapshot
    studio.window.actions_by_id[f"action_{name}"].trigger()
    qtbot.waitUntil(lambda: studio.controller.snapshot is not before, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: studio.controller.state is State.IDLE, timeout=LIMIT_MS)


def code_of(studio: Studio) -> str:
    """The code of the handout as it would be written now."""
    handout = studio.classroom.handouts.handout
    assert handout is not None
    return handout.code


def test_what_was_done_before_reset_and_apply_stays(live: Studio, qtbot: QtBot) -> None:
    do(live, qtbot, "forward")
    go_through(live, qtbot, 3)
    assert "# Run" not in code_of(live)
    do(live, qtbot, "reset")
    do(live, qtbot, "zero_grad")
    live.begin(Experiment(optimizer_args={"lr": 0.5, "momentum": 0.9}))
    qtbot.waitUntil(lambda: live.controller.snapshot.experiment.arguments["lr"] == 0.5, timeout=LIMIT_MS)
    do(live, qtbot, "backward")
    code = code_of(live)
    headings = [line for line in code.split("\n") if line.startswith("# Run")]
    assert headings == ["# Run 1: SGD lr 0.1, momentum 0.9", "# Run 2: once more", "# Run 3: lr 0.5"]
    places = [code.index(one) for one in ("optimizer.step()", "optimizer.zero_grad()", "lr=0.5")]
    assert places == sorted(places)
    # Of the run before the lesson there is nothing.
    assert "# Forward" not in code


def test_a_lesson_that_is_begun_again_forgets_its_runs(live: Studio, qtbot: QtBot) -> None:
    go_through(live, qtbot, 3)
    do(live, qtbot, "reset")
    do(live, qtbot, "forward")
    live.classroom.lessons.close()
    before = code_of(live)
    assert "# Run 2: once more" in before
    do(live, qtbot, "backward")
    assert code_of(live) == before
    go_through(live, qtbot, 2)
    assert "# Run" not in code_of(live)
