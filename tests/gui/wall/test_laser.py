"""The laser: there while Ctrl is held and the mouse points, and never in the way of a click or a key."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from embviz.gui.wall.desk import Wall
from embviz.gui.wall.laser import HOLD_MS
from tests.gui.scene import Scene

CONTROL = Qt.Key.Key_Control


def point(scene: Scene, x: int, y: int) -> None:
    QCursor.setPos(scene.window.mapToGlobal(QPoint(x, y)))


def hold(wall: Wall, scene: Scene, qtbot: QtBot) -> None:
    """Hold Ctrl long enough, and then move the mouse."""
    point(scene, 300, 300)
    QTest.keyPress(scene.window, CONTROL)
    qtbot.wait(HOLD_MS + 50)
    assert wall.laser.isHidden(), "nobody has pointed at anything yet"
    point(scene, 400, 320)
    qtbot.waitUntil(wall.laser.isVisible)


def test_it_follows_the_mouse_until_ctrl_is_let_go(wall: Wall, scene: Scene, qtbot: QtBot) -> None:
    hold(wall, scene, qtbot)
    for x, y in ((400, 320), (700, 80), (1270, 700)):
        point(scene, x, y)
        qtbot.waitUntil(lambda x=x, y=y: wall.laser.geometry().contains(QPoint(x, y)))
        centre = wall.laser.geometry().center()
        assert abs(centre.x() - x) <= 1
        assert abs(centre.y() - y) <= 1
    QTest.keyRelease(scene.window, CONTROL)
    assert wall.laser.isHidden()


def test_another_key_is_a_shortcut_and_no_pointing(wall: Wall, scene: Scene, qtbot: QtBot) -> None:
    name = scene.window.theme.name
    hold(wall, scene, qtbot)
    QTest.keyClick(scene.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert scene.window.theme.name != name
    assert wall.laser.isHidden()
    point(scene, 500, 400)
    qtbot.wait(60)
    assert wall.laser.isHidden()


def test_a_quick_ctrl_shows_nothing(wall: Wall, scene: Scene, qtbot: QtBot) -> None:
    point(scene, 300, 300)
    QTest.keyPress(scene.window, CONTROL)
    point(scene, 400, 300)
    QTest.keyRelease(scene.window, CONTROL)
    qtbot.wait(HOLD_MS + 100)
    assert wall.laser.isHidden()


def test_a_click_goes_to_what_is_below_it(wall: Wall, scene: Scene, qtbot: QtBot) -> None:
    hold(wall, scene, qtbot)
    button = scene.window.toolbar.buttons["action_backward"]
    place = button.mapTo(scene.window, button.rect().center())
    point(scene, place.x(), place.y())
    qtbot.waitUntil(lambda: wall.laser.geometry().contains(place))
    assert scene.window.childAt(place) is button
    assert wall.laser.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_it_goes_when_another_window_gets_the_keyboard(wall: Wall, scene: Scene, qtbot: QtBot) -> None:
    hold(wall, scene, qtbot)
    QApplication.sendEvent(scene.window, QEvent(QEvent.Type.WindowDeactivate))
    assert wall.laser.isHidden()
