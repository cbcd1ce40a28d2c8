"""Panels alone, beside each other, or all, by their numbers; and numbers are still typed where one types."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from embviz.gui.wall.desk import Wall
from embviz.gui.wall.panels import ALL, PANEL_KEYS
from tests.gui.scene import Scene

ALT = Qt.KeyboardModifier.AltModifier


def seen(scene: Scene) -> set[str]:
    panels = {**scene.studio.panels, "panel_setup": scene.studio.setup}
    return {name for name, panel in panels.items() if panel.isVisible()}


@pytest.mark.parametrize("row", PANEL_KEYS, ids=lambda row: row.id)
def test_a_digit_shows_its_panel_alone_and_zero_all_of_them(wall: Wall, scene: Scene, row) -> None:
    QTest.keyClicks(scene.window, row.key)
    assert seen(scene) == {row.id}
    QTest.keyClicks(scene.window, "0")
    assert seen(scene) == ALL


def test_the_same_digit_again_brings_the_others_back(wall: Wall, scene: Scene) -> None:
    QTest.keyClicks(scene.window, "44")
    assert seen(scene) == ALL


def test_with_alt_a_panel_comes_beside_the_others_and_goes(wall: Wall, scene: Scene) -> None:
    QTest.keyClicks(scene.window, "1")
    QTest.keyClick(scene.window, Qt.Key.Key_4, ALT)
    assert seen(scene) == {"panel_weight", "panel_curve"}
    QTest.keyClick(scene.window, Qt.Key.Key_1, ALT)
    QTest.keyClick(scene.window, Qt.Key.Key_4, ALT)
    assert seen(scene) == {"panel_curve"}, "the last one stays"


def test_new_numbers_bring_no_panel_back(wall: Wall, scene: Scene) -> None:
    QTest.keyClicks(scene.window, "1")
    scene.press("s")
    scene.answer(step=1)
    assert seen(scene) == {"panel_weight"}


def test_a_panel_alone_has_the_width_of_the_window(wall: Wall, scene: Scene, qtbot) -> None:
    QTest.keyClicks(scene.window, "4")
    qtbot.waitUntil(lambda: scene.studio.curve.width() > 1200)


@pytest.mark.parametrize("name", ["train_count", "seed"])
def test_digits_are_typed_into_the_field_that_has_the_keyboard(wall: Wall, scene: Scene, name: str) -> None:
    fields = [edit for edit in scene.window.findChildren(QLineEdit) if edit.isVisible()]
    chosen = {"train_count": scene.window.toolbar.count, "seed": scene.studio.setup.fields["seed"].editor}
    field = chosen[name]
    assert field in fields
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, "123")
    assert field.text() == "123"
    assert seen(scene) == ALL


def test_a_digit_is_typed_into_the_chosen_cell_of_a_table_that_has_the_keyboard(
    wall: Wall, scene: Scene
) -> None:
    view = scene.studio.weight.view
    view.setFocus()
    QTest.keyClicks(view, "3")
    assert view.edit is not None
    assert view.edit.isVisible()
    assert seen(scene) == ALL
