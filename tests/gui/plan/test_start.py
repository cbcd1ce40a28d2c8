"""The plan that the program is started with: what is asked for counts for more than the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from embviz.gui import language
from embviz.gui.plan.desk import PlanDesk
from embviz.gui.plan.dress import Dress
from embviz.gui.plan.start import PlanStart
from tests.gui.scene import Scene

BEFORE = Dress("en", "light", "", 1.0)
PLAN = "language = 'en'\ntheme = 'dark'\ntext_scale = 150\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A plan that says how the window looks."""
    made = tmp_path / "monday.toml"
    made.write_text(PLAN)
    return made


def test_what_is_not_asked_for_is_as_the_plan_says(path: Path) -> None:
    start = PlanStart.read(path, BEFORE, {"language": None, "theme": None}, begins=True)
    assert start.dress == Dress("en", "dark", "", 1.5)


def test_what_is_asked_for_holds_while_the_plan_says_the_same(
    scene: Scene, desk: PlanDesk, path: Path
) -> None:
    PlanStart.read(path, BEFORE, {"language": "ja", "theme": "contrast"}, begins=True).enter(scene.studio)
    wall = scene.studio.classroom.wall
    assert (language.spoken(), wall.look.theme, wall.look.text_scale) == ("ja", "contrast", 1.5)
    path.write_text(PLAN + "hide = ['step']\n")
    desk.reload()
    assert not scene.window.actions_by_id["action_step"].isVisible()
    assert (language.spoken(), wall.look.theme) == ("ja", "contrast")
    path.write_text(PLAN.replace("dark", "light"))
    desk.reload()
    assert (language.spoken(), wall.look.theme) == ("ja", "light")
    desk.leave()
    assert Dress.of(scene.studio) == BEFORE
