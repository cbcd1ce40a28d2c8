"""Everything that the window offers can be had with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from embviz.core.messages import Snapshot
from embviz.core.outline import Moment
from embviz.gui.control.notice import Notice
from embviz.gui.curve.panel import CurvePanel
from embviz.gui.map.picture import Scene as MapScene
from embviz.gui.map.plot import MapPlot
from tests.gui.accessible.conftest import Heard
from tests.gui.scene import Scene

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
MakeSnapshot = Callable[..., Snapshot]
# What the keyboard reaches in another way than by Tab, and how.
REACHED = {
    "_Arrow": "the arrows of the tabs beside reach those without room",
    "_Cross": "Delete on the pinned row",
}
# A ring through the window is no longer than this.
MOST_STOPS = 200


def ring(window: QWidget) -> list[QWidget]:
    """Press Tab until the keyboard comes to where it has been; return where it was."""
    stops: list[QWidget] = []
    for _ in range(MOST_STOPS):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in stops:
            return stops
        stops.append(focused)
    raise AssertionError("Tab never came round")


@pytest.mark.parametrize("tab", ["inspector", "lookup", "code", "gap", "rows", "words", "map"])
def test_tab_reaches_every_button_and_field_on_screen(tab: str, scene: Scene) -> None:
    scene.studio.details.show_view(tab)
    stops = ring(scene.window)
    groups = {button.group() for button in stops if isinstance(button, QAbstractButton)}
    missed = [
        one
        for one in scene.window.findChildren(QWidget)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        if one not in stops and one.focusProxy() is None and one is not scene.window
        # Within a group the arrows go from one to the next.
        if not (isinstance(one, QAbstractButton) and one.group() is not None and one.group() in groups)
    ]
    assert [(type(one).__name__, one.objectName()) for one in missed] == []
    presses = [
        one
        for one in scene.window.findChildren(QAbstractButton)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() == Qt.FocusPolicy.NoFocus
        if one.group() is None or one.group() not in groups
    ]
    assert {type(one).__name__ for one in presses} <= set(REACHED)


def test_ctrl_tab_goes_through_the_tabs_in_a_ring_wherever_the_keyboard_is(scene: Scene) -> None:
    names = list(scene.studio.details.tabs)
    scene.studio.weight.view.setFocus()
    seen = []
    for _ in names:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, CTRL)
        seen.append(scene.studio.details.shown)
    assert seen == [*names[1:], names[0]]
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        QTest.keyClick(QApplication.focusWidget(), key, CTRL | SHIFT)
    assert scene.studio.details.shown == names[-2]


def test_the_banner_is_dismissed_with_tab_and_space(scene: Scene) -> None:
    scene.studio.notices.tell(Notice("what", "why", "dismiss"))
    button = scene.window.banner.button
    assert button in ring(scene.window)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not scene.window.banner.isVisible()


def test_a_cell_is_chosen_and_edited_with_keys(scene: Scene) -> None:
    view = scene.studio.weight.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.edit is not None
    QTest.keyClicks(view.edit, "1.5")
    QTest.keyClick(view.edit, Qt.Key.Key_Return)
    request = scene.link.sent[-1]
    assert (request.command, request.place, request.value) == ("edit", (0, 1), 1.5)
    assert view.hasFocus()


def test_columns_are_paged_through_with_shift(scene: Scene, make_snapshot: MakeSnapshot) -> None:
    scene.answer(weight=np.zeros((4, 400)))
    lens, view = scene.studio.sight.lens, scene.studio.weight.view
    lens.set_shape(4, 400)
    lens.zoom_to((0, 4), (0, 40), (4, 40))
    width = lens.columns[1] - lens.columns[0]
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_PageDown, SHIFT)
    assert lens.columns == (width, 2 * width)
    QTest.keyClick(view, Qt.Key.Key_PageUp, SHIFT)
    assert lens.columns == (0, width)
    assert lens.rows == (0, 4)


class TestCurve:
    """The keys of a curve that has the keyboard."""

    @pytest.fixture
    def panel(self, show: Callable[..., Any], make_snapshot: MakeSnapshot) -> CurvePanel:
        made: CurvePanel = show(CurvePanel())
        made.set_snapshot(make_snapshot(step=100, distances=np.linspace(2.0, 1.0, 101)))
        made.plot.setFocus(Qt.FocusReason.TabFocusReason)
        return made

    def test_left_and_right_read_each_step(self, panel: CurvePanel) -> None:
        for key, read in (
            (Qt.Key.Key_Left, "step 99: distance 1.01"),
            (Qt.Key.Key_Left, "step 98: distance 1.02"),
            (Qt.Key.Key_Right, "step 99: distance 1.01"),
            (Qt.Key.Key_Home, "step 0: distance 2"),
            (Qt.Key.Key_Left, "step 0: distance 2"),
            (Qt.Key.Key_End, "step 100: distance 1"),
            (Qt.Key.Key_Right, "step 100: distance 1"),
        ):
            QTest.keyClick(panel.plot, key)
            assert panel.readout == read

    def test_what_is_read_is_read_out(self, panel: CurvePanel, heard: list[Heard]) -> None:
        QTest.keyClick(panel.plot, Qt.Key.Key_Home)
        assert [one.text for one in heard] == ["step 0: distance 2"]

    def test_plus_zooms_around_the_step_that_is_read_and_zero_shows_all(self, panel: CurvePanel) -> None:
        plot = panel.plot
        whole = plot.getViewBox().viewRange()[0]
        QTest.keyClick(plot, Qt.Key.Key_End)
        QTest.keyClick(plot, Qt.Key.Key_Left)
        for _ in range(6):
            QTest.keyClick(plot, Qt.Key.Key_Plus)
        left, right = plot.getViewBox().viewRange()[0]
        assert right - left < (whole[1] - whole[0]) / 5
        assert left < 99 < right
        QTest.keyClick(plot, Qt.Key.Key_PageUp)
        assert plot.getViewBox().viewRange()[0][1] == pytest.approx(right - 0.8 * (right - left))
        QTest.keyClick(plot, Qt.Key.Key_Home)
        assert plot.getViewBox().viewRange()[0][0] <= 0
        QTest.keyClick(plot, Qt.Key.Key_0)
        assert plot.getViewBox().viewRange()[0] == pytest.approx(whole)

    def test_the_read_out_goes_with_the_keyboard(self, panel: CurvePanel) -> None:
        QTest.keyClick(panel.plot, Qt.Key.Key_Left)
        panel.plot.clearFocus()
        assert panel.readout == ""

    def test_who_comes_with_tab_sees_where_the_keyboard_is(self, panel: CurvePanel, picture: Any) -> None:
        ringed = picture(panel.plot)
        panel.plot.clearFocus()
        assert picture(panel.plot).count(panel.theme.accent) < ringed.count(panel.theme.accent) - 500

    def test_before_there_is_a_run_no_key_does_anything(self, show: Callable[..., Any]) -> None:
        panel = show(CurvePanel())
        panel.plot.setFocus()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_0):
            QTest.keyClick(panel.plot, key)
        assert panel.readout == ""

    def test_in_the_window_its_arrows_are_not_the_timelines(self, scene: Scene) -> None:
        scene.press("B")
        scene.answer(step=3, distances=[4.0, 3.0, 2.0, 1.0], moment=Moment(0, 3), last=3)
        scene.studio.curve.plot.setFocus()
        count = len(scene.commands)
        QTest.keyClick(scene.studio.curve.plot, Qt.Key.Key_Left)
        assert len(scene.commands) == count
        assert scene.studio.curve.readout == "step 2: distance 2"


class TestMap:
    """The keys of a map that has the keyboard."""

    @pytest.fixture
    def plot(self, show: Callable[..., Any]) -> MapPlot:
        made: MapPlot = show(MapPlot(), 400, 300)
        points = np.array([[0.0, 0.0], [1.0, 1.0], [np.nan, 0.0], [2.0, 0.5]])
        made.set_scene(MapScene(points, ("a", "b", "c", "d"), {}, {}))
        made.setFocus(Qt.FocusReason.TabFocusReason)
        return made

    def test_page_keys_go_from_point_to_point_in_a_ring_past_what_is_nowhere(self, plot: MapPlot) -> None:
        told: list[int | None] = []
        plot.hovered.connect(told.append)
        for _ in range(4):
            QTest.keyClick(plot, Qt.Key.Key_PageDown)
        QTest.keyClick(plot, Qt.Key.Key_PageUp)
        assert told == [0, 1, 3, 0, 3]

    def test_enter_chooses_the_point_it_came_to(self, plot: MapPlot) -> None:
        chosen: list[int] = []
        plot.chosen.connect(chosen.append)
        QTest.keyClick(plot, Qt.Key.Key_Return)
        QTest.keyClick(plot, Qt.Key.Key_PageUp)
        QTest.keyClick(plot, Qt.Key.Key_Return)
        assert chosen == [3]

    def test_without_points_the_keys_do_nothing(self, show: Callable[..., Any]) -> None:
        plot = show(MapPlot())
        plot.setFocus()
        told: list[object] = []
        plot.chosen.connect(told.append)
        for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Return):
            QTest.keyClick(plot, key)
        assert told == []


def test_the_stop_menu_opens_is_gone_through_and_closes_with_keys(scene: Scene) -> None:
    button = scene.window.toolbar.stopping
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    stops = ring(popup)
    assert {one.objectName() for one in stops} >= {"stop_steps", "stop_steps_field", "stop_increase"}
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_bookmark_menu_and_the_ways_to_clear_grad_open_with_keys(scene: Scene) -> None:
    for name in ("timeline_more", "zeroing"):
        button = scene.window.findChild(QWidget, name)
        assert button in ring(scene.window)


def test_a_menu_of_a_card_opens_with_the_menu_key(scene: Scene) -> None:
    view = scene.studio.weight.view
    view.setFocus()
    reason = QContextMenuEvent.Reason.Keyboard
    middle = view.rect().center()
    QApplication.sendEvent(view, QContextMenuEvent(reason, middle, view.mapToGlobal(middle)))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
