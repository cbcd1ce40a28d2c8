"""A teacher's plan, from the command line to the window: README's own, a broken one, and one that is left."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.scenarios.person import Person

# The one that README shows.
README = Path(__file__).parents[2] / "README.md"
PLAN = README.read_text("utf-8").split("<!-- plan -->\n```toml\n")[1].split("```")[0]

# The program, which ends with its first numbers, and tells what was painted until then.
PAINTED = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QApplication
from embviz.gui import app
from embviz.gui.plan.start import PlanStart

class Watch(QObject):
    painted = set()
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            is_button = isinstance(watched, QAbstractButton)
            self.painted |= {watched.objectName(), watched.text() if is_button else ''}
        return False

def enter(start, studio):
    QApplication.instance().installEventFilter(watch)
    whole(start, studio)
    studio.controller.snapshot_changed.connect(lambda _: QApplication.exit())

watch, whole, PlanStart.enter = Watch(), PlanStart.enter, enter
build = app.Program._build
def _build(program):
    QApplication.instance().installEventFilter(watch)
    build(program)
app.Program._build = _build
status = app.run(None, None, plan=Path(sys.argv[1]))
print(sorted(watch.painted))
sys.exit(status)
"""


def test_the_window_goes_by_the_plan_until_it_is_left(
    sit_down: Callable[..., Person], tmp_path: Path
) -> None:
    path = tmp_path / "monday.toml"
    path.write_text(PLAN)
    person = sit_down("--plan", path)
    person.wait_for("studio.classroom.plans.plan is not None and 'A small step' in studio.window.banner.text")
    assert person.ask("controller.experiment.optimizer_args['lr']") == 0.01
    assert person.ask("studio.window.theme.name") == "dark"
    hidden = "[studio.window.actions_by_id[f'action_{one}'].isVisible() for one in ('train', 'run', 'step')]"
    assert person.ask(hidden) == [False, False, True]
    person.ask("studio.classroom.plans.leave()")
    assert person.ask(hidden) == [True, True, True]
    assert person.ask("studio.window.theme.name") == "light"
    assert person.program.complaints == []


def test_a_word_on_the_command_line_counts_for_more_than_the_plan(
    sit_down: Callable[..., Person], tmp_path: Path
) -> None:
    path = tmp_path / "monday.toml"
    path.write_text(PLAN)
    person = sit_down("--plan", path, "--language", "ja", "--theme", "contrast")
    person.wait_for("studio.classroom.plans.plan is not None")
    assert person.ask("studio.window.theme.name") == "contrast"
    assert person.ask("studio.window.actions_by_id['action_japanese'].isChecked()")
    assert person.program.complaints == []


def test_a_broken_plan_is_told_of_line_by_line_and_no_window_opens(tmp_path: Path) -> None:
    path = tmp_path / "monday.toml"
    path.write_text("hide = ['stpe']\n\ntheme = 'drak'\n")
    command = [sys.executable, "-m", "embviz", "--plan", str(path)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=50,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[1:] == [
        "monday.toml, line 1: 'stpe' is no control; did you mean 'step'?",
        "monday.toml, line 3: 'drak' is no theme; did you mean 'dark'?",
    ]


def test_what_a_plan_hides_is_not_seen_for_a_moment(tmp_path: Path) -> None:
    path = tmp_path / "monday.toml"
    path.write_text(PLAN)
    done = subprocess.run(
        [sys.executable, "-c", PAINTED, str(path)],
        capture_output=True,
        text=True,
        timeout=50,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    painted = set(ast.literal_eval(done.stdout))
    assert {"Step", "view_weight", "Inspector"} <= painted
    assert not {"Train", "Run", "train_count", "panel_momentum_buffer", "Map", "field_seed"} & painted
