"""The drawing of a map: what is where, and what mouse, wheel and keys do to it."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from embviz.gui.map.picture import Scene
from embviz.gui.map.plot import MapPlot
from embviz.gui.theme import LIGHT, Theme
from tests.gui.map.scene import clusters, map_of, words

CORNERS = ((-1.0, 1.0), (1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (0.5, 0.0))
PIN = QColor("#8135c2")


def scene_of(points: Any, names: Any = None, pins: Any = (), trails: Any = None) -> Scene:
    points = np.array(points, dtype=float)
    names = tuple(str(row) for row in range(len(points))) if names is None else names
    return Scene(points, names, dict.fromkeys(pins, PIN), {} if trails is None else trails)


@pytest.fixture
def plot(show: Callable[..., MapPlot]) -> MapPlot:
    made = MapPlot()
    made.set_theme(LIGHT)
    show(made, 400, 300)
    made.set_scene(scene_of(CORNERS), is_other=True)
    return made


def wheel(plot: MapPlot, at: QPointF, notches: int) -> None:
    event = QWheelEvent(
        at,
        QPointF(plot.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QGuiApplication.sendEvent(plot, event)


def at(plot: MapPlot, index: int) -> QPoint:
    return QPointF(*plot.places()[index]).toPoint()


class TestWhereThingsAre:
    def test_each_point_is_painted_at_its_place(self, theme: Theme, plot: MapPlot, picture: Any) -> None:
        plot.set_theme(theme)
        shown = picture(plot)
        for x, y in plot.places():
            assert shown.at(x, y) != theme.card
        assert shown.at(190, 40) == theme.card
        assert plot.places()[0][1] < plot.places()[3][1], "y points upwards"

    def test_a_pinned_one_is_in_its_colour_above_the_others(self, plot: MapPlot, picture: Any) -> None:
        plot.set_scene(scene_of([*CORNERS, CORNERS[4]], pins=[4]))
        assert picture(plot).at(*plot.places()[4]) == PIN.name()

    def test_a_trail_leads_to_the_pinned_one_and_fades(self, plot: MapPlot, picture: Any) -> None:
        way = np.stack([np.linspace(-0.8, 0.5, 40), np.full(40, 0.3)], axis=1)
        plot.set_scene(scene_of(CORNERS, pins=[4], trails={4: way}))
        shown = picture(plot)
        x, y = plot.plane.to_px(way).T

        def strength(index: int) -> int:
            column = [QColor(shown.at(x[index], y[index] + off)) for off in (-1, 0, 1)]
            return max(765 - sum(one.getRgb()[:3]) for one in column)

        assert strength(35) > strength(20) > strength(5) > 20
        plot.set_scene(scene_of(CORNERS, pins=[4]))
        assert picture(plot) != shown

    def test_nothing_is_painted_of_points_that_are_no_numbers(self, plot: MapPlot) -> None:
        nan, inf = float("nan"), float("inf")
        plot.set_scene(scene_of([*CORNERS, (nan, 0), (inf, 0), (0, -inf)]), is_other=True)
        plot.grab()
        assert set(plot.picture.named) <= set(range(5))
        assert plot.point_at(QPointF(200, 150)) is None

    def test_a_thousand_words_are_named_as_far_as_there_is_room(self, plot: MapPlot) -> None:
        table = clusters(1000)
        plot.set_scene(scene_of(map_of(table).points, words(1000), pins=[40, 41]), is_other=True)
        plot.places()
        named = plot.picture.named
        assert {40, 41} <= set(named)
        free = [box for index, box in named.items() if index not in (40, 41)]
        assert 10 < len(free) < 100
        assert all(not one.intersects(other) for one, other in combinations(free, 2))
        # The most frequent one asks before all others but the pinned ones.
        assert 0 in named

    def test_more_words_are_named_when_zoomed_in(self, plot: MapPlot) -> None:
        table = clusters(1000)
        plot.set_scene(scene_of(map_of(table).points, words(1000)), is_other=True)
        middle = QPointF(*plot.places()[0])
        before = set(plot.picture.named)
        wheel(plot, middle, 8)
        plot.places()
        in_sight = [index for index in range(1000) if plot.picture.is_in_sight(index)]
        assert len(in_sight) < 200
        after = set(plot.picture.named)
        assert after - before
        assert len(after) / len(in_sight) > 5 * len(before) / 1000

    def test_names_stay_at_a_small_move(self, plot: MapPlot) -> None:
        points = map_of(clusters(600)).points.astype(float)
        plot.set_scene(scene_of(points, words(600)), is_other=True)
        plot.places()
        before = set(plot.picture.named)
        moved = points + np.random.default_rng(2).normal(size=points.shape) * 0.01
        plot.set_scene(scene_of(moved, words(600)))
        plot.places()
        assert len(before & set(plot.picture.named)) > 0.7 * len(before)

    def test_a_message_stands_in_place_of_the_map(self, plot: MapPlot, picture: Any) -> None:
        shown = picture(plot)
        plot.set_message("No map yet", "for a reason")
        assert picture(plot) != shown
        assert plot.point_at(QPointF(at(plot, 0))) is None
        plot.set_message()
        assert picture(plot) == shown

    def test_it_is_drawn_once_however_often_it_is_painted(
        self, plot: MapPlot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plot.grab()
        drawn: list[bool] = []
        monkeypatch.setattr(plot.picture, "draw", lambda *_: drawn.append(True))
        plot.grab()
        QTest.mouseMove(plot, at(plot, 0))
        plot.grab()
        assert drawn == []


class TestPointing:
    def test_the_point_under_the_mouse_is_told_and_its_name_shown(self, plot: MapPlot, picture: Any) -> None:
        told: list[int | None] = []
        plot.hovered.connect(told.append)
        before = picture(plot)
        QTest.mouseMove(plot, at(plot, 4) + QPoint(3, 2))
        hovered = picture(plot)
        QTest.mouseMove(plot, QPoint(200, 60))
        assert told == [4, None]
        assert hovered != before
        assert picture(plot) == before

    def test_a_click_chooses_and_a_drag_does_not(self, plot: MapPlot) -> None:
        chosen: list[int] = []
        plot.chosen.connect(chosen.append)
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=at(plot, 1))
        QTest.mouseClick(plot, Qt.MouseButton.RightButton, pos=at(plot, 1))
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
        place = at(plot, 4)
        QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseMove(plot, place + QPoint(40, 20))
        QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=place + QPoint(40, 20))
        assert chosen == [1]
        assert at(plot, 4) == place + QPoint(40, 20)

    def test_of_two_in_one_place_the_first_is_told(self, plot: MapPlot) -> None:
        plot.set_scene(scene_of([(0, 0), (1, 1), (1, 1)]), is_other=True)
        assert plot.point_at(QPointF(at(plot, 2))) == 1

    def test_the_ring_goes_with_its_point(self, plot: MapPlot, picture: Any) -> None:
        plain = picture(plot)
        plot.ring(4)
        assert picture(plot) != plain
        plot.ring(None)
        assert picture(plot) == plain


class TestMoving:
    def test_the_wheel_zooms_at_the_mouse_and_a_double_click_shows_all(self, plot: MapPlot) -> None:
        moved: list[bool] = []
        plot.moved.connect(lambda: moved.append(plot.plane.is_whole))
        before = plot.places().copy()
        place = at(plot, 4)
        wheel(plot, QPointF(place), 3)
        assert (at(plot, 4) - place).manhattanLength() <= 1
        assert plot.plane.magnification > 1.5
        wheel(plot, QPointF(10, 10), -2)
        QTest.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
        assert plot.places() == pytest.approx(before)
        assert moved == [False, False, True]

    def test_the_keys_move_zoom_and_show_all(self, plot: MapPlot) -> None:
        before = plot.places().copy()
        for key, axis, sign in (
            (Qt.Key.Key_Left, 0, 1),
            (Qt.Key.Key_Right, 0, -1),
            (Qt.Key.Key_Up, 1, 1),
            (Qt.Key.Key_Down, 1, -1),
        ):
            start = plot.places().copy()
            QTest.keyClick(plot, key)
            assert np.sign(plot.places() - start)[0, axis] == sign
        assert plot.places() == pytest.approx(before)
        for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            start_scale = plot.plane.scale
            QTest.keyClick(plot, key)
            assert plot.plane.scale > start_scale
        QTest.keyClick(plot, Qt.Key.Key_Minus)
        assert plot.plane.scale == pytest.approx(start_scale)
        QTest.keyClick(plot, Qt.Key.Key_0)
        assert plot.plane.is_whole

    def test_its_keys_are_no_shortcuts_while_it_has_the_keyboard(
        self, plot: MapPlot, show: Callable[..., QWidget]
    ) -> None:
        window = QWidget()
        QVBoxLayout(window).addWidget(plot)
        ran: list[str] = []
        for key in ("Left", "T"):
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.activated.connect(lambda key=key: ran.append(key))
        show(window, 420, 320)
        plot.setFocus(Qt.FocusReason.TabFocusReason)
        for key in (Qt.Key.Key_Left, Qt.Key.Key_T):
            QTest.keyClick(plot, key)
        assert ran == ["T"]
        assert not plot.plane.is_whole

    def test_who_comes_by_tab_sees_where_he_is(self, plot: MapPlot, picture: Any) -> None:
        plot.clearFocus()
        before = picture(plot)
        plot.setFocus(Qt.FocusReason.TabFocusReason)
        assert picture(plot).at(200, 1) == LIGHT.accent
        plot.clearFocus()
        assert picture(plot) == before

    def test_a_map_of_something_else_is_seen_as_a_whole(self, plot: MapPlot) -> None:
        wheel(plot, QPointF(50, 50), 4)
        plot.set_scene(scene_of(CORNERS))
        assert not plot.plane.is_whole
        plot.set_scene(scene_of(np.array(CORNERS) * 1e6), is_other=True)
        assert plot.plane.is_whole
        assert plot.places().max() < 400

    def test_a_larger_window_shows_it_larger(self, plot: MapPlot) -> None:
        scale = plot.plane.scale
        plot.resize(800, 600)
        assert plot.plane.scale > 2 * scale
        assert plot.places()[:, 0].max() > 500
