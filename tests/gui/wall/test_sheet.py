"""The sheet of keys: every action's key is on it, in the language of the window, and none is cut."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from embviz.gui import theme as themes
from embviz.gui.actions import ACTIONS
from embviz.gui.wall.desk import Wall
from embviz.gui.wall.sheet import TEXT_PX
from tests.gui.scene import Scene


def test_every_key_of_an_action_is_on_it(wall: Wall) -> None:
    said = {(line.key, line.text) for line in wall.sheet.lines}
    native = QKeySequence.SequenceFormat.NativeText
    assert {
        (QKeySequence(row.shortcut).toString(native), row.text) for row in ACTIONS if row.shortcut
    } <= said


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Question])
def test_a_question_mark_shows_it_and_a_key_takes_it_away(wall: Wall, scene: Scene, key: Qt.Key) -> None:
    view = scene.studio.weight.view
    view.setFocus()
    QTest.keyClick(scene.window, Qt.Key.Key_Question)
    assert wall.sheet.isVisible()
    assert wall.sheet.hasFocus()
    QTest.keyClick(wall.sheet, key)
    assert wall.sheet.isHidden()
    assert view.hasFocus(), "the keyboard is where it was"


def test_what_has_no_room_is_reached_by_key(wall: Wall, scene: Scene, qtbot: QtBot) -> None:
    wall.choose_text_scale(3.0)
    wall.sheet.toggle()
    bar = wall.sheet._area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    for key, moves in ((Qt.Key.Key_Down, True), (Qt.Key.Key_PageDown, True), (Qt.Key.Key_PageUp, False)):
        before = bar.value()
        QTest.keyClick(wall.sheet, key)
        assert (bar.value() > before) is moves


def test_a_click_takes_it_away(wall: Wall, scene: Scene) -> None:
    wall.sheet.toggle()
    QTest.mouseClick(wall.sheet, Qt.MouseButton.LeftButton)
    assert wall.sheet.isHidden()


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_no_line_is_cut_and_none_lies_on_another(
    wall: Wall, scene: Scene, qtbot: QtBot, scale: float
) -> None:
    scene.window.resize(1920, 1080)
    wall.choose_text_scale(scale)
    wall.sheet.toggle()
    columns = wall.sheet._columns
    qtbot.waitUntil(lambda: columns.width() > 1000)
    placed = columns.places()
    assert [line for line, _ in placed] == list(wall.sheet.lines)
    metrics, keys = QFontMetrics(themes.font(TEXT_PX)), columns._key_room()
    for line, box in placed:
        assert columns.rect().contains(box)
        assert metrics.horizontalAdvance(line.text) <= box.width() - (keys if line.key else 0)
        assert metrics.height() <= box.height()
    boxes: list[QRect] = [box for _, box in placed]
    assert not any(one.intersects(other) for i, one in enumerate(boxes) for other in boxes[:i])
