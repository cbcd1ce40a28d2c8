"""What a lesson points at is outlined where it is, and can be pressed as if it were not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.lessons.lesson import Target
from embviz.gui.lessons.desk import LessonDesk
from embviz.gui.lessons.outline import RING_PX, Ring
from tests.gui.scene import Scene


@pytest.fixture
def ring_around(scene: Scene, desk: LessonDesk) -> Callable[[str], Ring | None]:
    """Point at one thing, and return the ring around it, None where there is none."""

    def ring_around(name: str) -> Ring | None:
        desk.outlines.point_at([Target.read(name)])
        desk.outlines.place()
        (ring,) = desk.outlines.rings
        return ring if ring.isVisible() else None

    return ring_around


@pytest.mark.parametrize(
    "name",
    ["panel_weight", "action_backward", "train_count", "setup_lr", "field_momentum", "tab:gap", "apply"],
)
def test_a_ring_surrounds_a_widget_by_its_name(
    scene: Scene, ring_around: Callable[[str], Ring | None], name: str
) -> None:
    ring = ring_around(name)
    assert ring is not None
    widget = _widget(scene, name)
    box = QRect(widget.mapTo(scene.window, QPoint(0, 0)), widget.size())
    assert ring.geometry().contains(box.intersected(scene.window.rect()).adjusted(1, 1, -1, -1))
    assert ring.width() <= box.width() + 4 * RING_PX + 4


def test_a_ring_surrounds_a_cell_and_one_that_is_not_there_its_table(
    scene: Scene, ring_around: Callable[[str], Ring | None]
) -> None:
    ring = ring_around("weight[1, 3]")
    assert ring is not None
    grid = scene.studio.weight.view.grid()
    assert grid is not None
    cell = grid.cell(1, 3).toAlignedRect()
    cell.moveTopLeft(scene.studio.weight.view.mapTo(scene.window, cell.topLeft()))
    assert ring.geometry() == cell.adjusted(-RING_PX, -RING_PX, RING_PX, RING_PX)
    width = ring.width()
    absent = ring_around("grad[0, 0]")
    assert absent is not None
    assert absent.width() > 2 * width


def test_what_is_not_in_the_window_has_no_ring(
    scene: Scene, ring_around: Callable[[str], Ring | None]
) -> None:
    scene.studio.setup.hide()
    assert ring_around("setup_lr") is None
    assert ring_around("nobody") is None
    assert ring_around("state.exp_avg[0, 0]") is None


def test_a_ring_follows_what_it_surrounds(
    scene: Scene, ring_around: Callable[[str], Ring | None], qtbot: QtBot
) -> None:
    ring = ring_around("panel_grad")
    assert ring is not None
    before = ring.geometry()
    scene.window.resize(1000, 600)
    qtbot.waitUntil(lambda: ring.geometry().width() < before.width())
    scene.studio.panels["panel_grad"].hide()
    qtbot.waitUntil(ring.isHidden)


def test_a_ring_takes_neither_mouse_nor_keys(scene: Scene, ring_around: Callable[[str], Ring | None]) -> None:
    ring = ring_around("action_backward")
    assert ring is not None
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert ring.focusPolicy() is Qt.FocusPolicy.NoFocus
    button = scene.window.toolbar.buttons["action_backward"]
    centre = button.mapToGlobal(button.rect().center())
    assert QApplication.widgetAt(centre) is button
    # It has no inside that would have to be painted with what lies below.
    assert not ring.mask().contains(ring.rect().center())


def _widget(scene: Scene, name: str) -> QWidget:
    if name in scene.window.toolbar.buttons:
        return scene.window.toolbar.buttons[name]
    name = name.replace("setup_", "field_").replace("tab:", "tab_")
    found = scene.window.findChild(QWidget, name)
    assert found is not None
    return found
