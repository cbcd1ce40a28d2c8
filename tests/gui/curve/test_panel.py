"""The curve: every step of the run is on it, it can be asked about each, and earlier runs lie below it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from embviz.core.messages import Snapshot
from embviz.gui.curve.axis import SMALLEST_DRAWN
from embviz.gui.curve.panel import FORMULA, CurvePanel
from embviz.gui.gate import GateError
from embviz.gui.theme import LIGHT, Theme
from tests.gui.curve.drawn import hover, items, line, place, ranges, ring, scale

MakeSnapshot = Callable[..., Snapshot]
nan, inf = float("nan"), float("inf")
DISTANCES = (2.7101, 2.6101, 2.4201, 2.1491, 1.8052)


def cursor_of(panel: CurvePanel) -> pg.InfiniteLine:
    (found,) = (line for line in items(panel, pg.InfiniteLine) if line.angle == 90)
    return found


def turn_wheel(panel: CurvePanel, at: QPoint, notches: int) -> None:
    viewport = panel.plot.viewport()
    turned = QWheelEvent(
        QPointF(at),
        QPointF(viewport.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, turned)


class TestWhatIsDrawn:
    def test_every_step_is_on_the_curve_though_snapshots_come_seldom(
        self, panel: CurvePanel, make_snapshot: MakeSnapshot
    ) -> None:
        panel.set_snapshot(make_snapshot(distances=[2.7], step=0))
        panel.set_snapshot(make_snapshot(distances=[2.6, 2.4, 2.1], step=3))
        panel.set_snapshot(make_snapshot(distances=[2.0], step=4))
        steps, numbers = line(panel)
        assert steps.tolist() == [0, 1, 2, 3, 4]
        assert numbers.tolist() == [2.7, 2.6, 2.4, 2.1, 2.0]
        assert panel.chip.text() == "2.0000"

    def test_the_same_snapshot_twice_is_the_same_picture(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], picture: Any
    ) -> None:
        snapshot = run_of(DISTANCES)
        panel.set_snapshot(snapshot)
        once = picture(panel)
        panel.set_snapshot(snapshot)
        assert picture(panel) == once
        panel.retranslate()
        assert picture(panel) == once

    def test_each_distance_is_where_the_axes_say(
        self, theme: Theme, panel: CurvePanel, run_of: Callable[..., Snapshot], picture: Any
    ) -> None:
        panel.set_theme(theme)
        panel.set_snapshot(run_of(DISTANCES))
        shown = picture(panel.plot.viewport())
        assert shown.at(200, 4) == theme.card
        for step, distance in enumerate(DISTANCES[:-1]):
            assert shown.at_point(place(panel, step, distance)) == theme.accent
            assert shown.at_point(place(panel, step, distance + 0.3)) in (theme.card, theme.line)

    def test_the_ring_is_at_the_shown_step_and_open(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], make_snapshot: MakeSnapshot, picture: Any
    ) -> None:
        panel.set_snapshot(run_of(DISTANCES))
        assert (ring(panel).x(), ring(panel).y()) == (4, DISTANCES[4])
        centre = QPointF(place(panel, 4, DISTANCES[4]))
        around = QRectF(centre.x() - 9, centre.y() - 9, 18, 18)
        assert picture(panel.plot.viewport()).count(LIGHT.accent, around) > 20

    def test_a_long_curve_is_drawn_from_few_points_and_shows_its_peak(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], picture: Any
    ) -> None:
        distances = np.abs(np.sin(np.arange(300_000) / 7000)) + 1
        distances[123_456] = 9.0
        panel.set_snapshot(run_of(distances))
        steps, numbers = line(panel)
        assert steps.size < 5000
        assert numbers.max() == 9.0
        assert ranges(panel)[3] > 9.0
        assert picture(panel).colours() > 10

    @pytest.mark.parametrize("distances", [[1.5], [0.0], [nan], [inf], [1e300], [5e-324]])
    def test_one_point_of_any_kind(
        self, distances: list[float], panel: CurvePanel, run_of: Callable[..., Snapshot], picture: Any
    ) -> None:
        panel.set_snapshot(run_of(distances))
        picture(panel)
        assert ring(panel).isVisible() is bool(np.isfinite(distances[0]))
        left, right, bottom, top = ranges(panel)
        assert left < 0 < right
        assert bottom <= 0 < top

    @pytest.mark.parametrize(
        "distances",
        [
            [1.0, 1e300],
            [1e300, 1e299, 1.7e308],
            [1e13, 2e13, 0.0],
            [1e-300, 2e-300],
            [5e-324, 1e-323],
            [0.0, 0.0, 0.0],
            [1.0, inf, 3.0],
            [1.0, nan, 1e30],
            [3.0] * 50,
        ],
    )
    def test_all_of_a_curve_is_within_the_axes(
        self, distances: list[float], panel: CurvePanel, run_of: Callable[..., Snapshot], picture: Any
    ) -> None:
        panel.set_snapshot(run_of(distances))
        picture(panel)
        left, right, bottom, top = ranges(panel)
        finite = np.array([number for number in distances if np.isfinite(number)])
        assert left <= 0
        assert right >= len(distances) - 1
        assert bottom <= finite.min()
        assert top >= finite.max()
        # All of it is also on the screen, and uses some of the height.
        viewport = QRectF(panel.plot.viewport().rect())
        for step, number in enumerate(distances):
            if np.isfinite(number):
                assert viewport.contains(QPointF(place(panel, step, number)))
        if finite.max() > SMALLEST_DRAWN:
            base = place(panel, 0, 0.0).y()
            assert base - place(panel, 0, finite.max()).y() > 0.6 * viewport.height()

    @pytest.mark.parametrize("missing", [nan, inf])
    def test_what_is_no_number_is_a_gap_and_not_a_zero(
        self, missing: float, panel: CurvePanel, run_of: Callable[..., Snapshot], picture: Any
    ) -> None:
        panel.set_snapshot(run_of([2.0, 2.0, 2.0, 2.0]))
        boxes = [QRectF(point.x() - 2, point.y() - 4, 5, 8) for point in _between(panel, 2.0, (0.5, 1.5))]
        whole = picture(panel.plot.viewport())
        assert all(_is_crossed(whole, box) for box in boxes)
        panel.set_snapshot(run_of([2.0, 2.0, missing, 2.0]))
        broken = picture(panel.plot.viewport())
        assert [_is_crossed(broken, box) for box in boxes] == [True, False]

    def test_the_shown_step_may_be_no_number(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot]
    ) -> None:
        panel.set_snapshot(run_of([2.0, nan]))
        assert panel.chip.text() == "nan"
        assert not ring(panel).isVisible()
        panel.set_snapshot(run_of([2.0, nan, 1.0]))
        assert ring(panel).isVisible()

    def test_a_new_run_clears_the_curve(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], make_snapshot: MakeSnapshot, picture: Any
    ) -> None:
        fresh = make_snapshot(distances=[1.0], step=0, run=2)
        panel.set_snapshot(fresh)
        expected = picture(panel)
        panel.set_snapshot(run_of(np.linspace(1e15, 1, 5000), run=3))
        panel.set_snapshot(make_snapshot(distances=[1.0], step=0, run=4))
        panel.clear_ghosts()
        assert picture(panel) == expected
        assert line(panel)[0].tolist() == [0]

    def test_before_the_first_snapshot_the_axes_are_those_of_a_young_run(
        self, panel: CurvePanel, make_snapshot: MakeSnapshot
    ) -> None:
        before = ranges(panel)
        panel.set_snapshot(make_snapshot(distances=[1.0], step=0))
        assert ranges(panel) == before

    def test_what_is_no_list_of_numbers_does_not_reach_pyqtgraph(
        self, panel: CurvePanel, make_snapshot: MakeSnapshot
    ) -> None:
        with pytest.raises(GateError):
            panel.set_snapshot(_WithTexts(make_snapshot()))  # type: ignore[arg-type]


class _WithTexts:
    """A snapshot whose distances are texts, which crash pyqtgraph's plot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.run, self.step = snapshot.run, snapshot.step
        self.distance = 1.0
        self.trace = self
        self.steps, self.distances = np.array([0]), np.array(["a"])
        self.losses = self.gaps = self.distances


def _between(panel: CurvePanel, distance: float, steps: tuple[float, ...]) -> list[QPoint]:
    return [place(panel, step, distance) for step in steps]


def _is_crossed(shown: Any, box: QRectF) -> bool:
    """Whether the curve, whose edges are smoothed, runs through a box."""
    pixels = shown.within(box)
    return bool(((pixels & 0xFF) > (pixels >> 16 & 0xFF) + 60).any(axis=0).all())


class TestAxes:
    @pytest.mark.parametrize("most", [1e-300, 1e-7, 0.003, 1.0, 3.0, 1234.5, 9e8, 1e13, 1e300])
    def test_ticks_say_true_numbers_and_are_not_cut(
        self, most: float, panel: CurvePanel, run_of: Callable[..., Snapshot], qtbot: QtBot
    ) -> None:
        panel.set_snapshot(run_of([most, most / 2]))
        axis = panel.plot.getAxis("left")
        qtbot.waitUntil(lambda: axis.width() == axis.fixedWidth, timeout=2000)
        (bottom, top) = panel.plot.getViewBox().viewRange()[1]
        spacing, values = axis.tickValues(bottom, top, axis.height())[0]
        texts = axis.tickStrings(values, axis.scale, spacing)
        assert len(set(texts)) == len(texts) >= 2
        for value, text in zip(values, texts, strict=True):
            assert float(text) == pytest.approx(value * scale(panel), rel=1e-3, abs=top * scale(panel) * 1e-6)
            metrics = pg.QtGui.QFontMetricsF(axis.style["tickFont"])
            assert metrics.horizontalAdvance(text) <= axis.width() - 6

    def test_zero_is_named(self, panel: CurvePanel, run_of: Callable[..., Snapshot], picture: Any) -> None:
        panel.set_snapshot(run_of(DISTANCES))
        zero = place(panel, 0, 0.0)
        shown, card = picture(panel.plot.viewport()), QColor(LIGHT.card).rgb() & 0xFFFFFF
        assert (shown.within(QRectF(20, zero.y() - 5, 20, 10)) != card).sum() > 20

    def test_the_axis_of_steps_is_named(self, panel: CurvePanel) -> None:
        assert panel.plot.getAxis("bottom").labelText == "step"


class TestReadOut:
    def test_the_step_under_the_mouse_is_read_out(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], qtbot: QtBot
    ) -> None:
        panel.set_snapshot(run_of([2.5, 1 / 3, 1e-7]))
        hover(qtbot, panel, 1, "step 1: distance 0.333333333")
        hover(qtbot, panel, 0, "step 0: distance 2.5")
        assert panel.subtitle.text() == panel.readout
        cursor = cursor_of(panel)
        assert cursor.isVisible()
        assert cursor.value() == 0

    def test_between_two_steps_the_nearer_is_read_out(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], qtbot: QtBot
    ) -> None:
        panel.set_snapshot(run_of(DISTANCES))
        hover(qtbot, panel, 2.3, "step 2: distance 2.4201")
        hover(qtbot, panel, 2.7, "step 3: distance 2.1491")

    def test_beyond_the_last_step_there_is_nothing_to_read(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], qtbot: QtBot
    ) -> None:
        panel.set_snapshot(run_of(DISTANCES))
        hover(qtbot, panel, 2, "step 2: distance 2.4201")
        hover(qtbot, panel, 7, "")
        assert panel.subtitle.text() == FORMULA

    def test_what_is_no_number_is_read_out_as_what_it_is(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], qtbot: QtBot
    ) -> None:
        panel.set_snapshot(run_of([1.0, nan, inf, 4.0]))
        hover(qtbot, panel, 1, "step 1: distance nan")
        hover(qtbot, panel, 2, "step 2: distance inf")

    def test_a_new_run_has_nothing_read_out_yet(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], make_snapshot: MakeSnapshot, qtbot: QtBot
    ) -> None:
        panel.set_snapshot(run_of(DISTANCES))
        hover(qtbot, panel, 3, "step 3: distance 2.1491")
        panel.set_snapshot(make_snapshot(distances=[9.0], step=0, run=2))
        assert panel.readout == ""
        assert panel.subtitle.text() == FORMULA

    def test_when_the_mouse_leaves_the_read_out_goes(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], qtbot: QtBot
    ) -> None:
        panel.set_snapshot(run_of(DISTANCES))
        hover(qtbot, panel, 3, "step 3: distance 2.1491")
        QApplication.sendEvent(panel.plot.viewport(), QEvent(QEvent.Type.Leave))
        assert panel.readout == ""
        cursor = cursor_of(panel)
        assert not cursor.isVisible()


class TestZoom:
    def test_the_wheel_shows_a_part_and_a_double_click_the_whole(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], make_snapshot: MakeSnapshot
    ) -> None:
        panel.set_snapshot(run_of(np.linspace(3, 1, 10_000)))
        whole = ranges(panel)
        turn_wheel(panel, place(panel, 5000, 2.0), 8)
        left, right, bottom, top = ranges(panel)
        assert whole[0] < left < 5000 < right < whole[1]
        assert (bottom, top) == whole[2:]
        # Of the part, more is drawn than of the whole: every step of it.
        steps, _ = line(panel)
        assert steps[0] <= max(left, 0) + 1
        assert steps[-1] >= right - 1
        # The run goes on, and what is looked at stays.
        panel.set_snapshot(make_snapshot(distances=[1.0], step=10_000))
        assert ranges(panel)[:2] == (left, right)
        QTest.mouseDClick(panel.plot.viewport(), Qt.MouseButton.LeftButton, pos=place(panel, 5000, 2.0))
        assert ranges(panel) == whole

    def test_a_drag_moves_the_steps_and_not_the_distances(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot]
    ) -> None:
        panel.set_snapshot(run_of(np.linspace(3, 1, 1000)))
        turn_wheel(panel, place(panel, 500, 2.0), 5)
        before = ranges(panel)
        start = place(panel, 500, 2.0)
        viewport, left_button = panel.plot.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(viewport, left_button, pos=start)
        for moved in (10, 20, 40):
            QTest.mouseMove(viewport, start - QPoint(moved, moved))
        QTest.mouseRelease(viewport, left_button, pos=start - QPoint(40, 40))
        after = ranges(panel)
        assert after[0] > before[0]
        assert after[2:] == before[2:]

    def test_a_new_run_is_shown_whole(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot], make_snapshot: MakeSnapshot
    ) -> None:
        panel.set_snapshot(make_snapshot(distances=[1.0], step=0))
        young = ranges(panel)
        panel.set_snapshot(run_of(np.linspace(3, 1, 1000)))
        turn_wheel(panel, place(panel, 500, 2.0), 5)
        panel.set_snapshot(make_snapshot(distances=[1.0], step=0, run=2))
        panel.clear_ghosts()
        assert ranges(panel) == young

    @pytest.mark.parametrize("notches", [100, -100])
    def test_no_zoom_is_too_far(
        self, notches: int, panel: CurvePanel, run_of: Callable[..., Snapshot], picture: Any
    ) -> None:
        panel.set_snapshot(run_of(np.linspace(3, 1, 1000)))
        whole = ranges(panel)
        for _ in range(6):
            turn_wheel(panel, place(panel, *_middle(panel)), notches)
        picture(panel)
        left, right = ranges(panel)[:2]
        assert 1 < right - left <= 2 * (whole[1] - whole[0])


def _middle(panel: CurvePanel) -> tuple[float, float]:
    left, right, bottom, top = ranges(panel)
    return (left + right) / 2, (bottom + top) / 2


class TestPanel:
    def test_the_plot_has_a_name_for_screen_readers(self, panel: CurvePanel) -> None:
        assert panel.accessibleName() == "distance"
        assert panel.plot.accessibleName() == "distance at each step"

    @pytest.mark.parametrize("size", [(230, 190), (300, 900), (1500, 200)])
    def test_it_can_be_drawn_at_any_size(
        self, size: tuple[int, int], panel: CurvePanel, run_of: Callable[..., Snapshot], picture: Any
    ) -> None:
        panel.resize(*size)
        panel.set_snapshot(run_of(DISTANCES))
        assert picture(panel).count(LIGHT.accent) > 20

    def test_there_is_no_menu_and_no_button_of_pyqtgraph_s(self, panel: CurvePanel) -> None:
        assert not panel.plot.getPlotItem().menuEnabled()
        assert not panel.plot.getViewBox().menuEnabled()
