"""Presenter mode: large enough for the last row, all of it by key, and afterwards all is as it was."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from embviz.gui.looks import CONTRAST, THICK
from embviz.gui.wall.desk import Wall
from tests.gui.scene import Scene

# Of a digit as it is painted, in px, in a window of 1280 x 720.
LEAST_DIGIT_PX = 32


def press(scene: Scene, key: Qt.Key) -> None:
    QTest.keyClick(scene.window, key)


def settled(scene: Scene, qtbot: QtBot) -> None:
    """Wait until all is where the layouts want it."""
    qtbot.waitUntil(lambda: scene.studio.weight.view.height() == scene.studio.heatmaps[1].view.height())


def looks(widgets: list[QWidget]) -> list[tuple[Any, ...]]:
    """All that presenter mode changes, of each of `widgets`."""
    return [
        (
            widget.objectName(),
            widget.isVisible(),
            widget.mapTo(widget.window(), widget.rect().topLeft()) if widget.isVisible() else None,
            widget.size() if widget.isVisible() else None,
            widget.font().pixelSize(),
            widget.minimumSize(),
            widget.maximumSize(),
        )
        for widget in widgets
    ]


def digit_height(scene: Scene, picture: Any, cell: tuple[int, int]) -> int:
    """How many rows of pixels the ink of the number in `cell` of weight has."""
    view = scene.studio.weight.view
    frame = view.frame()
    assert frame is not None
    box = frame.box_of(cell)
    assert box is not None
    pixels = picture(view).within(box.adjusted(8, 8, -8, -8))
    ground = pixels[0, 0]
    is_ink = np.abs((pixels >> 8 & 255).astype(int) - int(ground >> 8 & 255)) > 96
    rows = np.flatnonzero(is_ink.any(axis=1))
    return int(rows[-1] - rows[0] + 1)


@pytest.mark.parametrize("cell", [(0, 0), (1, 4)])
def test_the_digits_of_the_article_s_table_are_seen_from_the_last_row(
    wall: Wall, scene: Scene, qtbot: QtBot, picture: Any, cell: tuple[int, int]
) -> None:
    before = digit_height(scene, picture, cell)
    press(scene, Qt.Key.Key_F11)
    settled(scene, qtbot)
    assert scene.window.height() == 720
    assert before < LEAST_DIGIT_PX <= digit_height(scene, picture, cell)


def test_it_leaves_setup_menus_and_timeline_away_and_draws_a_thick_curve(wall: Wall, scene: Scene) -> None:
    studio = scene.studio
    press(scene, Qt.Key.Key_F11)
    away = (scene.window.menuBar(), studio.setup, studio.timeline, studio.curve, studio.details)
    assert not any(part.isVisible() for part in away)
    assert studio.weight.isVisible()
    press(scene, Qt.Key.Key_4)
    assert studio.curve.isVisible()
    assert scene.window.theme.curve_px == THICK
    assert scene.window.toolbar.isVisible()
    assert scene.window.status.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_F11, Qt.Key.Key_Escape])
def test_afterwards_every_widget_is_as_it_was(wall: Wall, scene: Scene, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.wait(1)
    widgets = scene.window.findChildren(QWidget)
    before, theme = looks(widgets), scene.window.theme
    press(scene, Qt.Key.Key_F11)
    assert looks(widgets) != before
    press(scene, key)
    assert not wall.presenter.is_on
    qtbot.wait(50)
    assert looks(widgets) == before
    assert scene.window.theme == theme


def test_it_comes_back_to_the_panels_that_were_to_be_seen(wall: Wall, scene: Scene) -> None:
    wall.panels.show_alone("panel_curve")
    press(scene, Qt.Key.Key_F11)
    assert scene.studio.weight.isVisible()
    press(scene, Qt.Key.Key_F11)
    assert scene.studio.curve.isVisible()
    assert not scene.studio.weight.isVisible()


def test_everything_still_works_by_key(wall: Wall, scene: Scene) -> None:
    press(scene, Qt.Key.Key_F11)
    # Larger cells ask for another picture, and so does the last of the tables that grew.
    scene.answer()
    scene.answer()
    for key, command in (("b", "backward"), ("s", "step"), ("z", "zero_grad")):
        scene.press(key)
        assert scene.commands[-1] == command
        scene.answer()


def test_the_theme_that_was_chosen_is_shown_on_the_wall_too(wall: Wall, scene: Scene) -> None:
    wall.choose_theme("contrast")
    press(scene, Qt.Key.Key_F11)
    assert scene.window.theme.card == CONTRAST.card
    wall.choose_theme("dark")
    assert wall.presenter.is_on
    assert scene.window.theme.curve_px == THICK
    press(scene, Qt.Key.Key_Escape)
    assert scene.window.theme.name == "dark"
    assert scene.window.theme.text_scale == 1


def test_the_window_does_not_grow(wall: Wall, scene: Scene, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_F11, Qt.Key.Key_5, Qt.Key.Key_0, Qt.Key.Key_F11):
        press(scene, key)
        qtbot.wait(1)
        assert scene.window.size().toTuple() == (1280, 720)
