"""The furnished window with its classroom, in a home of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from embviz.gui import theme as themes
from embviz.gui.classroom import Classroom
from embviz.gui.wall.desk import Wall
from tests.gui.scene import Scene


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    """The file in which what was chosen is kept."""
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    monkeypatch.setattr("embviz.gui.geometry.settings", lambda: kept)
    return kept


@pytest.fixture
def wall(scene: Scene, store: QSettings, qapp: QApplication) -> Iterator[Wall]:
    """The wall of the window of `scene`."""
    scene.studio.take_up_classroom(Classroom)
    yield scene.studio.classroom.wall
    themes.apply(qapp, themes.LIGHT)
