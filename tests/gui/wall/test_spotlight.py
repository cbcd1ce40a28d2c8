"""The spotlight: the chosen cell is as bright as ever in every table, all else is dim, and it moves along."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from embviz.gui.wall.desk import Wall
from embviz.gui.wall.spotlight import AROUND_PX, DIMNESS
from tests.gui.scene import WEIGHT, Scene


def brightness(picture: Any, point: QPoint) -> int:
    colour = picture.at_point(point)
    return sum(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def middle(scene: Scene, view: Any, cell: tuple[int, int]) -> QPoint:
    frame = view.frame()
    assert frame is not None
    box = frame.box_of(cell)
    assert box is not None
    return view.mapTo(scene.window, box.topLeft().toPoint() + QPoint(9, 9))


def test_the_chosen_cell_is_lit_and_the_rest_is_dim(wall: Wall, scene: Scene, picture: Any) -> None:
    scene.press("b")
    scene.answer(grad=WEIGHT)
    views = [panel.view for panel in scene.studio.heatmaps]
    before = picture(scene.window)
    QTest.keyClicks(scene.window, "l")
    after = picture(scene.window)
    for view in views:
        lit, dim = middle(scene, view, (0, 0)), middle(scene, view, (1, 1))
        assert after.at_point(lit) == before.at_point(lit)
        assert brightness(after, dim) == pytest.approx((1 - DIMNESS) * brightness(before, dim), abs=4)


def test_it_goes_along_with_the_choice(wall: Wall, scene: Scene, picture: Any) -> None:
    before = picture(scene.window)
    QTest.keyClicks(scene.window, "l")
    scene.studio.selection.select((1, 3))
    view, after = scene.studio.weight.view, picture(scene.window)
    lit, dim = middle(scene, view, (1, 3)), middle(scene, view, (0, 0))
    assert brightness(after, lit) == brightness(before, lit)
    assert brightness(after, dim) < brightness(before, dim)


def test_what_is_scrolled_away_lights_nothing_else(wall: Wall, scene: Scene) -> None:
    """At 300 % the tables lie above what is in sight once the end is, where menus and buttons stand."""
    scene.press("b")
    scene.answer(grad=WEIGHT)
    wall.choose_text_scale(3.0)
    QTest.keyClicks(scene.window, "l")
    (area,) = (one for one in scene.window.findChildren(QScrollArea) if one.isAncestorOf(scene.studio.weight))
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum())
    hidden = middle(scene, scene.studio.weight.view, (0, 0))
    sight = QRectF(area.viewport().rect().translated(area.viewport().mapTo(scene.window, QPoint(0, 0))))
    lit = wall.spotlight.lit()
    assert lit
    assert not sight.contains(QPointF(hidden))
    around = sight.adjusted(-AROUND_PX, -AROUND_PX, AROUND_PX, AROUND_PX)
    assert all(around.contains(box) for box in lit)


def test_it_takes_no_click_and_covers_a_window_that_grows(wall: Wall, scene: Scene) -> None:
    QTest.keyClicks(scene.window, "l")
    view = scene.studio.weight.view
    assert scene.window.childAt(middle(scene, view, (1, 1))) is view
    scene.window.resize(1400, 800)
    assert wall.spotlight.size() == scene.window.size()


def test_the_same_key_and_esc_take_it_away(wall: Wall, scene: Scene, picture: Any) -> None:
    before = picture(scene.window)
    for key in (Qt.Key.Key_L, Qt.Key.Key_Escape):
        QTest.keyClicks(scene.window, "l")
        assert wall.spotlight.is_on
        QTest.keyClick(scene.window, key)
        assert not wall.spotlight.is_on
    assert picture(scene.window) == before
