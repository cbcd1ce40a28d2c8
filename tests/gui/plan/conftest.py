"""The furnished window with its classroom, in a home of its own, and plans for it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from embviz.core.plan.plan import Plan
from embviz.core.plan.reading import read_plan
from embviz.gui import language
from embviz.gui import theme as themes
from embviz.gui.classroom import Classroom
from embviz.gui.plan.desk import PlanDesk
from embviz.gui.plan.known import known
from tests.gui.scene import Scene

Enter = Callable[[str], Plan]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    """The file in which what was chosen is kept."""
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    monkeypatch.setattr("embviz.gui.geometry.settings", lambda: kept)
    return kept


@pytest.fixture
def desk(scene: Scene, store: QSettings, qapp: QApplication) -> Iterator[PlanDesk]:
    """The plans of the window of `scene`."""
    scene.studio.take_up_classroom(Classroom)
    yield scene.studio.classroom.plans
    language.speak("en")
    themes.apply(qapp, themes.LIGHT)


@pytest.fixture
def enter(desk: PlanDesk) -> Enter:
    """Have the window go by a plan that is given as text."""

    def enter(text: str) -> Plan:
        plan = read_plan(text, "monday.toml", known())
        desk.enter(plan)
        return plan

    return enter
