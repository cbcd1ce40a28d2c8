"""The map takes the room of the curve while it is wanted and seen, in the whole window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.scene import Scene


def test_the_curve_gives_way_and_comes_back(scene: Scene, qtbot: QtBot) -> None:
    studio = scene.studio
    assert studio.views is not None
    controls = studio.views.map.controls

    def click() -> None:
        QTest.mouseClick(controls.enlarge_button, Qt.MouseButton.LeftButton)

    studio.details.show_view("map")
    usual = studio.details.height()
    click()
    assert not studio.curve.isVisible()
    qtbot.waitUntil(lambda: studio.details.height() > 1.5 * usual)
    # The curve belongs to what the other views tell.
    studio.details.show_view("inspector")
    assert studio.curve.isVisible()
    studio.details.show_view("map")
    assert not studio.curve.isVisible()
    click()
    assert studio.curve.isVisible()
    qtbot.waitUntil(lambda: studio.details.height() == usual)
