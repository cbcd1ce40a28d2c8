"""The rows tab: lists by rank, the curve of all, histograms, and words where there is nothing to list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from embviz.core.messages import Snapshot
from embviz.core.reports import Histogram, NamedRow, Ranking, RowsReport
from embviz.gui.control.wishes import Wish
from embviz.gui.rows.histogram import HistogramPlot
from embviz.gui.rows.list import RowList
from embviz.gui.rows.sorted_curve import SortedCurve
from embviz.gui.rows.view import RowsView
from embviz.gui.theme import LIGHT, Theme
from tests.gui.conftest import HOSTILE
from tests.gui.rows import scene

MakeSnapshot = Callable[..., Snapshot]
MOVED, NORM, GRAD, HISTOGRAM = range(4)
nan, inf = float("nan"), float("inf")
# The rows move by 5, 0 and 13; their norms are 5, 1 and 0; the last has a gradient.
START = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 12.0]])
WEIGHT = np.array([[3.0, 4.0], [1.0, 0.0], [0.0, 0.0]])
GRADIENT = np.array([[0.0, 0.0], [0.0, 0.0], [0.6, 0.8]])


@pytest.fixture
def view(show: Callable[..., Any], make_snapshot: MakeSnapshot) -> RowsView:
    """The view in the usual window's card, before its first report."""
    made: RowsView = show(RowsView(), 422, 203)
    made.set_theme(LIGHT)
    made.set_snapshot(make_snapshot(WEIGHT))
    return made


def choose(view: RowsView, kind: int) -> None:
    QTest.mouseClick(view.kinds.segments[kind], Qt.MouseButton.LeftButton)


def report(labels: tuple[str, ...] = (), grad: Any = GRADIENT, **others: Any) -> RowsReport:
    return scene.of_table(WEIGHT, START, grad, labels, **{"run": 1, **others})


class TestLists:
    def test_it_wants_the_report_of_the_rows_once_there_is_a_run(
        self, qapp: object, make_snapshot: MakeSnapshot
    ) -> None:
        view = RowsView()
        assert view.wish() is None
        view.set_snapshot(make_snapshot())
        assert view.wish() == Wish("rows")
        view.deleteLater()

    def test_the_rows_stand_by_rank_each_with_what_numpy_finds(self, view: RowsView) -> None:
        view.set_report(report())
        assert [(row.row, row.value) for row in view.list.rows] == [(2, 13.0), (0, 5.0)]
        choose(view, NORM)
        assert [(row.row, row.value) for row in view.list.rows] == [(0, 5.0), (1, 1.0), (2, 0.0)]
        choose(view, GRAD)
        assert [(row.row, row.value) for row in view.list.rows] == [(2, pytest.approx(1.0))]

    def test_a_row_is_told_by_its_label_and_its_number(self, view: RowsView) -> None:
        view.set_report(report(("king", "queen", "")))
        choose(view, NORM)
        assert view.list.text.split("\n") == [
            "1. king, row 0: 5.0000",
            "2. queen, row 1: 1.0000",
            "3. row 2, row 2: 0.0000",
        ]

    def test_a_click_on_a_row_chooses_it(self, view: RowsView) -> None:
        chosen: list[int] = []
        view.row_chosen.connect(chosen.append)
        view.set_report(report())
        place = view.list.visualRect(view.list.model().index(1, 0)).center()
        QTest.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert chosen == [0]

    def test_the_keyboard_goes_through_the_rows_and_enter_chooses_one(self, view: RowsView) -> None:
        chosen: list[int] = []
        view.row_chosen.connect(chosen.append)
        view.set_report(report())
        view.list.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(view.list, Qt.Key.Key_Down)
        QTest.keyClick(view.list, Qt.Key.Key_Return)
        QTest.keyClick(view.list, Qt.Key.Key_Up)
        QTest.keyClick(view.list, Qt.Key.Key_Space)
        assert chosen == [0, 2]

    def test_a_new_report_of_as_many_rows_keeps_the_place_in_the_list(self, view: RowsView) -> None:
        view.set_report(scene.trained())
        view.list.setCurrentIndex(view.list.model().index(17, 0))
        before = view.list.verticalScrollBar().value()
        assert before > 0
        view.set_report(scene.trained(labels=()))
        assert view.list.currentIndex().row() == 17
        assert view.list.verticalScrollBar().value() == before

    def test_a_shorter_list_after_a_longer_one_is_that_list(self, view: RowsView) -> None:
        view.set_report(scene.trained())
        view.list.setCurrentIndex(view.list.model().index(19, 0))
        view.set_report(report())
        view.list.grab()
        assert len(view.list.rows) == view.list.model().rowCount() == 2

    def test_a_longer_bar_is_a_larger_number(self, view: RowsView, picture: Any, theme: Theme) -> None:
        view.set_theme(theme)
        choose(view, NORM)
        view.set_report(report())
        rows = [view.list.visualRect(view.list.model().index(place, 0)) for place in range(3)]
        shown = picture(view.list.viewport())
        bars = [bar_px(shown, box, theme) for box in rows]
        assert bars[0] > 4 * bars[1] > 0
        assert bars[2] == 0

    def test_nan_has_no_bar_and_infinity_a_whole_one(self, view: RowsView, picture: Any) -> None:
        rows = (NamedRow(4, "", nan), NamedRow(1, "", inf), NamedRow(0, "", 2.0))
        curve = np.array([nan, inf, 2.0])
        view.set_report(RowsReport(rankings={"moved": Ranking(rows, curve, 3)}))
        assert [line.split(": ")[1] for line in view.list.text.split("\n")] == ["nan", "inf", "2.0000"]
        shown = picture(view.list.viewport())
        boxes = [view.list.visualRect(view.list.model().index(place, 0)) for place in range(3)]
        bars = [bar_px(shown, box, LIGHT) for box in boxes]
        assert bars[0] == 0
        assert bars[1] == bars[2] > 0
        assert view.curve.largest == 2.0

    @pytest.mark.parametrize("label", [*HOSTILE, "x" * 10_000, "a\nb", "\u202eevil", "שלום", "🙂" * 50, " "])
    def test_a_hostile_label_is_shown_on_one_line_and_reads_no_file(self, label: str, view: RowsView) -> None:
        view.set_report(report((label, "plain", label)))
        choose(view, NORM)
        lines = view.list.text.split("\n")
        assert len(lines) == 3
        assert lines[1] == "2. plain, row 1: 1.0000"
        assert view.list.grab().height() == view.list.height()
        heights = {view.list.visualRect(view.list.model().index(place, 0)).height() for place in range(3)}
        assert len(heights) == 1

    def test_of_another_run_nothing_is_shown_until_its_report(
        self, view: RowsView, make_snapshot: MakeSnapshot
    ) -> None:
        view.set_report(report())
        view.set_snapshot(make_snapshot(step=1))
        assert view.list.isVisible()
        view.set_snapshot(make_snapshot(run=2))
        assert not view.list.isVisible()
        assert view.note.text() == ""
        view.set_report(report(run=2, step=7))
        assert view.list.isVisible()
        assert view.note.text() == "at step 7"


class TestAbsence:
    def test_before_anything_has_moved_it_says_so(self, view: RowsView) -> None:
        view.set_report(scene.of_table(WEIGHT, WEIGHT))
        assert view.text.startswith("no row has moved yet")
        assert view.plate.isVisible()

    def test_without_a_gradient_it_says_that_grad_is_none(self, view: RowsView) -> None:
        view.set_report(report(grad=None))
        choose(view, GRAD)
        assert view.text == "None\ngrad is None: Backward fills it"

    def test_a_gradient_of_zeros_is_another_thing_than_none(self, view: RowsView) -> None:
        view.set_report(report(grad=np.zeros((3, 2))))
        choose(view, GRAD)
        assert view.text.startswith("no row has a gradient")

    def test_a_start_that_is_not_kept_is_not_taken_for_rest(self, view: RowsView) -> None:
        view.set_report(scene.of_table(WEIGHT))
        assert view.text.startswith("not known")

    def test_a_refusal_is_told_where_no_report_is(self, view: RowsView) -> None:
        view.set_failure("It failed.\n<b>for a reason</b>")
        assert "It failed." in view.text
        assert "<b>for a reason</b>" in view.text
        view.set_report(report())
        shown = view.text
        view.set_failure("It failed.")
        assert view.text == shown


class TestCurve:
    def test_it_says_in_words_what_it_shows(self, view: RowsView) -> None:
        view.set_report(report())
        choose(view, NORM)
        assert view.curve.text == "3 rows, from 5.0000 over 1.0000 in the middle to 0.0000"
        assert view.curve.accessibleDescription() == view.curve.text

    def test_it_falls_from_the_left_to_the_right(self, show: Callable[..., Any], picture: Any) -> None:
        curve: SortedCurve = show(SortedCurve(), 200, 120)
        values = np.linspace(1.0, 0.0, 300)
        curve.set_ranking(Ranking((NamedRow(0, "", 1.0),), values, 300))
        shown = picture(curve)
        tops = [first_of(shown.rgb[:, x], LIGHT.accent) for x in (10, 100, 180)]
        assert tops == sorted(tops)
        assert tops[2] - tops[0] > 40

    @pytest.mark.parametrize(
        "values", [[0.0], [3.0], [nan], [nan, inf, 1.0], [1e308, 1.0], [0.0, 0.0], [inf, inf]]
    )
    def test_any_numbers_can_be_shown(self, values: list[float], show: Callable[..., Any]) -> None:
        curve: SortedCurve = show(SortedCurve(), 200, 120)
        curve.set_ranking(Ranking((NamedRow(0, "", values[0]),), np.array(values), len(values)))
        curve.grab()
        assert f"{len(values)} rows" in curve.text


class TestHistograms:
    def test_weight_and_grad_stand_side_by_side(self, view: RowsView) -> None:
        view.set_report(report())
        choose(view, HISTOGRAM)
        boxes = [plot.geometry() for plot in view.plots.values()]
        assert all(plot.isVisible() for plot in view.plots.values())
        assert boxes[0].right() < boxes[1].left()
        assert boxes[0].width() == pytest.approx(boxes[1].width(), abs=1)
        assert view.plots["weight"].text == "6 numbers from −4 to 4; 3 exactly 0"

    def test_where_grad_is_none_a_plate_says_so_beside_weight(self, view: RowsView) -> None:
        view.set_report(report(grad=None))
        choose(view, HISTOGRAM)
        assert view.plots["grad"].text == "None grad is None: Backward fills it"
        assert "6 numbers" in view.plots["weight"].text

    def test_what_is_no_number_is_told_of(self, show: Callable[..., Any]) -> None:
        plot: HistogramPlot = show(HistogramPlot("weight"), 200, 140)
        plot.set_histogram(scene.counted(np.array([[nan, inf, -inf, 0.0, 1.0]])), is_log=False)
        assert plot.note == "3 not finite · 1 exactly 0"
        plot.set_histogram(scene.counted(np.array([[1.0, 2.0]])), is_log=False)
        assert plot.note == "none is 0, all are finite"

    def test_bars_are_as_high_as_their_counts_or_as_their_logarithm(self, show: Callable[..., Any]) -> None:
        plot: HistogramPlot = show(HistogramPlot("weight"), 200, 140)
        histogram = Histogram(np.array([-1.0, 0.0, 1.0, 2.0]), np.array([0, 9, 99]))
        plot.set_histogram(histogram, is_log=False)
        assert plot.heights().tolist() == [0.0, pytest.approx(9 / 99), 1.0]
        plot.set_histogram(histogram, is_log=True)
        assert plot.heights().tolist() == [0.0, pytest.approx(0.5), 1.0]

    def test_a_bar_stands_where_its_numbers_are(self, show: Callable[..., Any], picture: Any) -> None:
        plot: HistogramPlot = show(HistogramPlot("weight"), 220, 140)
        plot.set_theme(LIGHT)
        counts = np.zeros(4, dtype=np.int64)
        counts[3] = 5
        plot.set_histogram(Histogram(np.linspace(-1, 1, 5), counts), is_log=False)
        shown = picture(plot)
        assert shown.colours(QRectF(40, 40, 100, 60)) == 1
        assert shown.at(195, 80) != shown.at(50, 80)

    def test_the_switch_for_the_logarithm_is_there_for_histograms_alone(self, view: RowsView) -> None:
        view.set_report(report())
        assert not view.log.isVisible()
        choose(view, HISTOGRAM)
        assert view.log.isVisible()
        before = view.plots["weight"].heights()
        QTest.mouseClick(view.log, Qt.MouseButton.LeftButton)
        assert not np.array_equal(view.plots["weight"].heights(), before)

    @pytest.mark.parametrize("table", [np.zeros((2, 2)), np.full((1, 1), nan)])
    def test_any_table_can_be_shown(self, table: np.ndarray, view: RowsView) -> None:
        choose(view, HISTOGRAM)
        view.set_report(scene.of_table(table))
        view.log.setChecked(True)
        view.grab()
        assert view.plots["weight"].text

    def test_the_largest_numbers_there_are_have_their_places(
        self, show: Callable[..., Any], picture: Any
    ) -> None:
        plot: HistogramPlot = show(HistogramPlot("weight"), 220, 140)
        largest = np.finfo(np.float64).max
        plot.set_histogram(Histogram(np.array([-largest, 0.0, largest]), np.array([0, 5])), is_log=False)
        shown = picture(plot)
        assert shown.at(50, 80) == LIGHT.ground != shown.at(180, 80)
        assert plot.text == "5 numbers from −1.8e+308 to 1.8e+308; none is 0, all are finite"


class TestLooks:
    @pytest.mark.parametrize("size", [(422, 203), (672, 366), (240, 120), (158, 98)])
    @pytest.mark.parametrize("kind", [MOVED, HISTOGRAM])
    def test_nothing_sticks_out_or_overlaps_at_any_size(
        self, size: tuple[int, int], kind: int, view: RowsView
    ) -> None:
        view.resize(*size)
        view.set_report(scene.trained())
        choose(view, kind)
        view.grab()
        header = (view.kinds, view.note, view.log)
        boxes = [part.geometry() for part in header if part.isVisible()]
        assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)
        parts = (view.list, view.curve) if kind == MOVED else tuple(view.plots.values())
        tops = [part.mapTo(view, QPoint(0, 0)).y() for part in parts]
        assert min(tops) > max(box.bottom() for box in boxes) - 1

    def test_it_needs_no_more_room_than_the_view_that_needs_most_of_it(self, view: RowsView) -> None:
        view.set_report(scene.trained())
        assert view.minimumSizeHint().height() <= 110

    def test_both_themes_paint_and_differ(self, view: RowsView, theme: Theme, picture: Any) -> None:
        view.set_theme(theme)
        view.set_report(scene.trained())
        assert picture(view).count(theme.accent) > 20

    def test_everything_has_a_name(self, view: RowsView) -> None:
        view.set_report(report())
        for one in [*view.findChildren(QAbstractButton), *view.findChildren(RowList), view.curve]:
            assert one.accessibleName() or not one.isVisible()

    def test_it_follows_the_language(self, view: RowsView, monkeypatch: pytest.MonkeyPatch) -> None:
        view.set_report(scene.of_table(WEIGHT, WEIGHT))
        monkeypatch.setattr(RowsView, "tr", lambda _self, text: f"«{text}»")
        view.retranslate()
        assert view.text.startswith("«no row has moved yet»")
        assert view.kinds.segments[0].text() == "«Moved»"


def bar_px(shown: Any, box: Any, theme: Theme) -> int:
    """How long the bar in a row is: the pixels in the row's middle between label and number."""
    y = int(box.center().y())
    line = shown.rgb[y, box.left() + 90 : box.right() - 70]
    return int((line != shown.rgb[y, box.right()]).sum())


def first_of(column: np.ndarray, colour: str) -> int:
    """The first pixel from above that is nearly of this colour."""
    wanted = int(colour[1:], 16)
    parts = [((column >> shift) & 255).astype(int) - ((wanted >> shift) & 255) for shift in (16, 8, 0)]
    near = np.abs(parts).sum(axis=0) < 90
    return int(np.flatnonzero(near)[0])
