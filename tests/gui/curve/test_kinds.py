"""What the curve can show: distance, loss or gap, on a linear or a log axis, with its turning points."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot
from embviz.gui.curve.axis import ValueAxis, log_ticks
from embviz.gui.curve.items import Marks
from embviz.gui.curve.panel import FORMULA, CurvePanel
from embviz.gui.theme import Theme
from tests.gui.curve.drawn import hover, items, line, place, ranges, ring

MakeSnapshot = Callable[..., Snapshot]
nan, inf = float("nan"), float("inf")
GAPS = (2.0, 1.0, -1.5, -1.0, 0.5)
LOSSES = (4.0, 0.25, 0.0, 0.001, 2.0)


def zero_line(panel: CurvePanel) -> pg.InfiniteLine:
    (found,) = (line for line in items(panel, pg.InfiniteLine) if line.angle == 0)
    return found


def turns(panel: CurvePanel) -> list[list[float]]:
    """Where the hollow marks of the turning points are, in what is drawn."""
    _, marks, *_ = items(panel, Marks)
    return marks.places.tolist() if marks.isVisible() else []


def choose(panel: CurvePanel, name: str) -> None:
    (segment,) = (one for one in panel.choice.segments if one.objectName() == name)
    segment.click()


@pytest.fixture
def told(panel: CurvePanel, make_snapshot: MakeSnapshot) -> CurvePanel:
    """The panel, shown a run whose distance, loss and gap are all different."""
    panel.set_snapshot(make_snapshot(distances=np.abs(GAPS) * 3, losses=LOSSES, gaps=GAPS, step=4))
    return panel


class TestChoice:
    def test_the_curve_shows_what_is_chosen_of_all_that_was_told(self, told: CurvePanel) -> None:
        for name, numbers, title, chip in (
            ("loss", LOSSES, "loss", "2.0000"),
            ("gap", GAPS, "signed gap", "0.5000"),
            ("distance", [3 * abs(gap) for gap in GAPS], "distance", "1.5000"),
        ):
            choose(told, name)
            assert line(told)[1].tolist() == list(numbers)
            assert (told.title.text(), told.chip.text()) == (title, chip)
            assert ring(told).y() == numbers[-1]
            assert told.accessibleName() == title
            assert told.plot.accessibleName() == f"{title} at each step"

    def test_what_came_while_another_was_shown_is_there(
        self, told: CurvePanel, make_snapshot: MakeSnapshot
    ) -> None:
        choose(told, "loss")
        told.set_snapshot(make_snapshot(distances=[7.0], losses=[8.0], gaps=[-7.0], step=5))
        assert line(told)[1].tolist() == [*LOSSES, 8.0]
        choose(told, "gap")
        assert line(told)[1].tolist() == [*GAPS, -7.0]
        assert told.chip.text() == "−7.0000"
        # What render prints is the distance, whatever is shown.
        assert told.series.numbers.tolist() == [*(3 * abs(gap) for gap in GAPS), 7.0]

    def test_the_read_out_tells_what_is_shown(self, told: CurvePanel, qtbot: QtBot) -> None:
        choose(told, "gap")
        hover(qtbot, told, 1, "step 1: signed gap 1")
        choose(told, "loss")
        assert told.readout == ""
        hover(qtbot, told, 3, "step 3: loss 0.001")

    def test_arrow_keys_choose_and_screen_readers_hear_the_whole_word(self, told: CurvePanel) -> None:
        first = told.choice.segments[0]
        first.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(first, Qt.Key.Key_Right)
        assert told.title.text() == "loss"
        assert [one.accessibleName() for one in told.choice.segments] == ["distance", "loss", "signed gap"]

    @pytest.mark.parametrize(
        ("experiment", "subtitles"),
        [
            (None, (FORMULA, "", "negative: they passed each other")),
            (
                Experiment(),
                (FORMULA, "Euclidean distance · √(Σ (a - b)²)", "negative: they passed each other"),
            ),
            (
                Experiment(loss="l1", rows=9, pairs=((7, 3), (0, 1))),
                (
                    f"rows 7 and 3 · {FORMULA}",
                    "L1: mean absolute error · Σ |a - b| / dim",
                    "rows 7 and 3 · negative: they passed each other",
                ),
            ),
        ],
    )
    def test_the_subtitle_says_what_it_is_and_of_which_rows(
        self,
        experiment: Experiment | None,
        subtitles: tuple[str, ...],
        panel: CurvePanel,
        make_snapshot: MakeSnapshot,
    ) -> None:
        panel.set_snapshot(make_snapshot(experiment=experiment))
        for name, subtitle in zip(("distance", "loss", "gap"), subtitles, strict=True):
            choose(panel, name)
            assert panel.subtitle.text() == subtitle

    def test_the_same_trace_again_costs_nothing(
        self, told: CurvePanel, make_snapshot: MakeSnapshot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert told.snapshot is not None
        drawn: list[object] = []
        monkeypatch.setattr(told.plot, "show_curve", lambda *args: drawn.append(args))
        again = make_snapshot(step=4, distances=[1.0])
        again = msgspec.structs.replace(again, trace=told.snapshot.trace)
        told.set_snapshot(again)
        assert told.snapshot is again
        assert drawn == []


class TestGap:
    def test_its_axis_is_as_high_below_zero_as_above(self, told: CurvePanel) -> None:
        choose(told, "gap")
        _, _, bottom, top = ranges(told)
        assert bottom < -2.0 < 2.0 < top
        assert bottom == pytest.approx(-top, rel=0.1)
        assert zero_line(told).isVisible()
        choose(told, "distance")
        assert not zero_line(told).isVisible()

    def test_a_loss_below_zero_is_within_the_axes(
        self, panel: CurvePanel, make_snapshot: MakeSnapshot
    ) -> None:
        choose(panel, "loss")
        panel.set_snapshot(make_snapshot(distances=[1.0] * 3, losses=[-1.0, -30.0, 2e13], step=2))
        assert ranges(panel)[2] < -30.0
        panel.set_snapshot(make_snapshot(distances=[1.0] * 3, losses=[-1.0, -30.0, -4e13], step=2, run=2))
        panel.clear_ghosts()
        _, _, bottom, top = ranges(panel)
        assert bottom < -4e13 < 0 < top < 1e13

    def test_turning_points_are_marked_and_read_out(self, told: CurvePanel, qtbot: QtBot) -> None:
        choose(told, "gap")
        assert turns(told) == [[2, -1.5]]
        hover(qtbot, told, 2, "step 2: signed gap −1.5 · turning point")
        choose(told, "distance")
        assert turns(told) == [[1, 3.0], [2, 4.5]]
        choose(told, "loss")
        assert turns(told) == []

    def test_a_turning_point_is_a_hollow_mark(self, theme: Theme, told: CurvePanel, picture: Any) -> None:
        told.set_theme(theme)
        choose(told, "gap")
        shown = picture(told.plot.viewport())
        centre = place(told, 2, -1.5)
        assert shown.at_point(centre) == theme.card
        assert shown.count(theme.accent, QRectF(centre.x() - 5, centre.y() - 5, 10, 10)) > 5

    @pytest.mark.parametrize(("steps", "is_marked"), [(20, True), (90, False), (5000, False)])
    def test_a_curve_that_is_all_turns_has_no_marks(
        self, steps: int, is_marked: bool, panel: CurvePanel, run_of: Callable[..., Snapshot]
    ) -> None:
        panel.set_snapshot(run_of(np.arange(steps) % 2 + 1.0))
        assert bool(turns(panel)) is is_marked


class TestLogAxis:
    def shown(self, panel: CurvePanel) -> tuple[list[float], tuple[float, float]]:
        curve, *_ = items(panel, pg.PlotCurveItem)
        return curve.getData()[1].tolist(), panel.plot.getViewBox().viewRange()[1]

    def test_what_is_above_zero_is_at_its_logarithm_and_the_rest_is_a_gap(self, told: CurvePanel) -> None:
        choose(told, "loss")
        told.log_button.setChecked(True)
        heights, (bottom, top) = self.shown(told)
        assert np.allclose(heights, [np.log10(4), np.log10(0.25), nan, -3, np.log10(2)], equal_nan=True)
        assert bottom < -3 < np.log10(4) < top
        assert ring(told).y() == pytest.approx(np.log10(2))
        told.log_button.setChecked(False)
        assert line(told)[1].tolist() == list(LOSSES)

    def test_the_ring_of_a_zero_has_no_place(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot]
    ) -> None:
        panel.log_button.setChecked(True)
        panel.set_snapshot(run_of([1.0, 0.0]))
        assert not ring(panel).isVisible()
        panel.log_button.setChecked(False)
        assert ring(panel).isVisible()

    def test_the_gap_has_none_and_says_why(self, told: CurvePanel) -> None:
        told.log_button.setChecked(True)
        choose(told, "gap")
        assert not told.log_button.isEnabled()
        assert "negative" in told.log_button.toolTip()
        assert line(told)[1].tolist() == list(GAPS)
        choose(told, "loss")
        assert told.log_button.isEnabled()
        assert self.shown(told)[0][0] == pytest.approx(np.log10(4))

    def test_where_nothing_is_above_zero_it_says_so(
        self, panel: CurvePanel, make_snapshot: MakeSnapshot, picture: Any
    ) -> None:
        choose(panel, "loss")
        panel.log_button.setChecked(True)
        panel.set_snapshot(make_snapshot(distances=[1.0, 1.0], losses=[0.0, -3.0], step=1))
        picture(panel)
        assert panel.subtitle.text() == "no number above zero, which a log axis needs"

    @pytest.mark.parametrize(
        "numbers",
        [[1.0], [3.0, 2.5], [5e-324, 1.7e308], [1e-3, 1e-2], [1e-45, 1.0], [7.0, 0.0, nan, inf, 7.1], [9.99]],
    )
    def test_ticks_name_true_numbers_that_have_room(
        self, numbers: list[float], panel: CurvePanel, run_of: Callable[..., Snapshot], picture: Any
    ) -> None:
        panel.log_button.setChecked(True)
        panel.set_snapshot(run_of(numbers))
        picture(panel)
        axis = panel.plot.getAxis("left")
        bottom, top = panel.plot.getViewBox().viewRange()[1]
        ((_, values),) = axis.tickValues(bottom, top, axis.height())
        texts = axis.tickStrings(values, 1.0, 1.0)
        assert len(set(texts)) == len(texts) >= 2
        assert np.diff(values).min() * axis.height() / (top - bottom) >= 15
        metrics = pg.QtGui.QFontMetricsF(axis.style["tickFont"])
        for value, text in zip(values, texts, strict=True):
            assert np.log10(float(text)) == pytest.approx(value, abs=1e-4)
            assert metrics.horizontalAdvance(text) <= axis.fixedWidth - 6
        finite = [number for number in numbers if 0 < number < inf]
        assert bottom <= np.log10(min(finite)) <= np.log10(max(finite)) <= top

    def test_ticks_of_decades_are_short(self) -> None:
        axis = ValueAxis()
        axis.set_heights(axis.heights._replace(is_log=True))
        ticks = log_ticks(-4.1, 3.1, 200)
        assert axis.tickStrings(ticks, 1, 1) == ["1e-4", "1e-3", "0.01", "0.1", "1", "10", "100", "1000"]

    def test_a_million_points_are_drawn_from_few(
        self, panel: CurvePanel, run_of: Callable[..., Snapshot]
    ) -> None:
        panel.log_button.setChecked(True)
        numbers = np.abs(np.sin(np.arange(1_000_000)))
        numbers[::1000] = 0.0
        panel.set_snapshot(run_of(numbers))
        heights, (bottom, _) = self.shown(panel)
        assert len(heights) < 5000
        assert min(heights) == pytest.approx(np.log10(numbers[numbers > 0].min()))
        assert bottom <= min(heights)

    @pytest.mark.parametrize(
        ("names", "subtitle"),
        [
            ({0: "king", 1: "crown"}, f"king × crown · {FORMULA}"),
            ({1: "שלום"}, f"0 × \u2068שלום\u2069 · {FORMULA}"),
            ({0: "a" * 10_000, 1: "<s>"}, f"{'a' * 39}… × <s> · {FORMULA}"),
            ({7: "king"}, FORMULA),
        ],
        ids=["both", "one", "long", "another"],
    )
    def test_the_subtitle_names_rows_by_their_labels(
        self, names: dict[int, str], subtitle: str, panel: CurvePanel, make_snapshot: MakeSnapshot
    ) -> None:
        panel.set_snapshot(make_snapshot(experiment=Experiment(), names=names))
        assert panel.subtitle.text() == subtitle
