"""The wall: one key goes through the looks, and text grows with all that stands around it."""

from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from embviz.gui import theme as themes
from embviz.gui.looks import THEMES
from embviz.gui.wall.desk import Wall
from embviz.gui.wall.look import COLOUR_BLIND_MAP, OWN_MAP, PRINT_MAP, TEXT_SCALES
from tests.gui.scene import Scene

CONTROL = Qt.KeyboardModifier.ControlModifier


def press(scene: Scene, key: Qt.Key) -> None:
    QTest.keyClick(scene.window, key, CONTROL)


def test_one_key_goes_through_all_looks_and_each_is_kept(wall: Wall, scene: Scene, store: QSettings) -> None:
    seen = []
    for _ in THEMES:
        press(scene, Qt.Key.Key_D)
        seen.append(scene.window.theme.name)
        assert store.value("theme") == seen[-1]
    assert seen == ["dark", "contrast", "light"]


@pytest.mark.parametrize(
    ("entry", "chosen"),
    [
        ("look_dark", "dark"),
        ("look_contrast", "contrast"),
        (f"colours_{PRINT_MAP}", PRINT_MAP),
        ("text_2.0", 2.0),
    ],
)
def test_what_is_chosen_in_the_menu_is_worn(wall: Wall, scene: Scene, entry: str, chosen: object) -> None:
    action = scene.window.findChild(QAction, entry)
    assert action is not None
    action.trigger()
    theme = scene.window.theme
    assert chosen in (theme.name, theme.colour_map, theme.text_scale)
    assert action.isChecked()


def test_another_look_leaves_the_size_of_text(wall: Wall, scene: Scene) -> None:
    """With larger text, on a wall, and when that is left again."""
    sizes = texts(scene.window)
    wall.choose_text_scale(2.0)
    large = texts(scene.window)
    assert large != sizes
    press(scene, Qt.Key.Key_D)
    assert texts(scene.window) == large
    wall.choose_text_scale(1.0)
    assert texts(scene.window) == sizes
    wall.presenter.toggle()
    on_wall = texts(scene.window)
    press(scene, Qt.Key.Key_D)
    assert texts(scene.window) == on_wall
    wall.presenter.toggle()
    assert texts(scene.window) == sizes


def texts(window: QWidget) -> dict[QWidget, int]:
    """How high the text is, in px, of each thing that shows one."""
    kinds = (QLabel, QAbstractButton, QLineEdit, QComboBox)
    found = [one for kind in kinds for one in window.findChildren(kind)]
    return {one: one.font().pixelSize() for one in found}


def test_a_colour_map_stays_through_the_looks(wall: Wall, scene: Scene) -> None:
    wall.choose_colour_map(COLOUR_BLIND_MAP)
    press(scene, Qt.Key.Key_D)
    assert scene.window.theme.colour_map == COLOUR_BLIND_MAP
    wall.choose_colour_map(OWN_MAP)
    assert scene.window.theme == themes.DARK


def test_other_colours_of_the_tables_are_seen_at_once(wall: Wall, scene: Scene, picture: Any) -> None:
    view = scene.studio.weight.view
    seen = {picture(view).rgb.tobytes()}
    for name in (COLOUR_BLIND_MAP, PRINT_MAP):
        wall.choose_colour_map(name)
        seen.add(picture(view).rgb.tobytes())
    assert len(seen) == 3


def test_what_was_chosen_has_a_mark_in_the_menu(wall: Wall, scene: Scene) -> None:
    wall.choose_text_scale(1.5)
    press(scene, Qt.Key.Key_D)
    checked = {
        action.objectName()
        for menu in scene.window.menu("View").findChildren(type(scene.window.menu("View")))
        for action in menu.actions()
        if action.isChecked()
    }
    assert checked == {"look_dark", "colours_", "text_1.5"}


def test_two_keys_go_through_the_sizes_and_stop_at_the_ends(wall: Wall, scene: Scene) -> None:
    sizes = []
    for _ in range(len(TEXT_SCALES)):
        press(scene, Qt.Key.Key_PageUp)
        sizes.append(scene.window.theme.text_scale)
    assert sizes == [*TEXT_SCALES[1:], TEXT_SCALES[-1]]
    for _ in range(len(TEXT_SCALES)):
        press(scene, Qt.Key.Key_PageDown)
    assert scene.window.theme.text_scale == 1


def sizes(widgets: list[QWidget]) -> list[tuple[Any, ...]]:
    return [
        (widget.font().pixelSize(), widget.minimumSize().toTuple(), widget.maximumSize().toTuple())
        for widget in widgets
    ]


@pytest.mark.parametrize("scale", TEXT_SCALES[1:])
def test_all_text_grows_and_is_afterwards_as_it_was(
    wall: Wall, scene: Scene, qtbot: QtBot, scale: float
) -> None:
    widgets = [w for w in scene.window.findChildren(QWidget) if w.isVisible()]
    fonts = [w.font().pixelSize() for w in widgets]
    before = sizes(widgets)
    wall.choose_text_scale(scale)
    for widget, font in zip(widgets, fonts, strict=True):
        assert widget.font().pixelSize() == round(font * scale), widget
    wall.choose_text_scale(1.0)
    assert sizes(widgets) == before


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_no_text_is_cut(wall: Wall, scene: Scene, qtbot: QtBot, scale: float) -> None:
    scene.window.resize(1920, 1080)
    wall.choose_text_scale(scale)
    qtbot.wait(30)
    assert scene.window.size().toTuple() == (1920, 1080)
    parts = [
        part
        for kind in (QLabel, QLineEdit, QComboBox, QAbstractButton)
        for part in scene.window.findChildren(kind)
        if part.isVisible() and not isinstance(part, QLineEdit | QComboBox) and part.text()
    ]
    assert len(parts) > 30
    for part in parts:
        assert part.height() >= part.fontMetrics().ascent(), part.objectName()
    for part in scene.window.findChildren(QLineEdit) + scene.window.findChildren(QComboBox):
        if part.isVisible():
            assert part.height() >= part.fontMetrics().height(), part.objectName()


def test_a_panel_that_comes_later_is_as_large_as_the_rest(wall: Wall, scene: Scene) -> None:
    wall.choose_text_scale(2.0)
    scene.studio.states.expect(("exp_avg",))
    assert scene.studio.states.panels["exp_avg"].title.font().pixelSize() == 26


def test_what_has_no_room_can_be_scrolled_to(wall: Wall, scene: Scene, qtbot: QtBot) -> None:
    wall.choose_text_scale(3.0)
    qtbot.wait(30)
    status = scene.window.status
    assert status.mapTo(scene.window, status.rect().bottomLeft()).y() <= scene.window.height()
    wall.choose_text_scale(1.0)
    assert scene.window.size().toTuple() == (1280, 720)
