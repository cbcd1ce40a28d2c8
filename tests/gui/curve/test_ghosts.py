"""Ghosts: earlier runs that stay to be compared with, and the legend that names them."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Action, Snapshot
from embviz.gui.curve.ghosts import HUES, LINE_PX, MOST_GHOSTS, colour_of
from embviz.gui.curve.panel import CurvePanel
from embviz.gui.curve.plot import GHOST_STRETCH
from embviz.gui.theme import LIGHT, Theme

MakeSnapshot = Callable[..., Snapshot]
Run = Callable[..., None]


@pytest.fixture
def panel(show: Callable[..., CurvePanel]) -> CurvePanel:
    made = CurvePanel()
    made.set_theme(LIGHT)
    return show(made, 460, 300)


@pytest.fixture
def run(panel: CurvePanel, make_snapshot: MakeSnapshot) -> Run:
    """Show a whole run: `run(2, [3.0, 2.0, 1.0], Experiment(seed=7))`."""

    def run(number: int, distances: Any, experiment: Experiment | None = None, **others: Any) -> None:
        panel.set_snapshot(
            make_snapshot(
                distances=distances, step=len(distances) - 1, run=number, experiment=experiment, **others
            )
        )

    return run


def with_seeds(run: Run, seeds: Sequence[int]) -> None:
    for number, seed in enumerate(seeds):
        run(number, [seed + 1.0, seed + 0.5], Experiment(seed=seed))


def names(panel: CurvePanel) -> list[str]:
    return list(panel.plot.legend.names)


def drawn(panel: CurvePanel) -> list[list[float]]:
    return [line.getData()[1].tolist() for line in panel.plot._ghost_lines]


def x_range(panel: CurvePanel) -> tuple[float, float]:
    left, right = panel.plot.getViewBox().viewRange()[0]
    return left, right


def y_range(panel: CurvePanel) -> tuple[float, float]:
    bottom, top = panel.plot.getViewBox().viewRange()[1]
    return bottom, top


def ring_place(panel: CurvePanel) -> QPoint:
    ring = panel.plot._ring
    return panel.plot.mapFromScene(panel.plot.getViewBox().mapViewToScene(ring.pos()))


class TestWhatBecomesAGhost:
    def test_a_run_of_one_step_or_more(self, run: Run, panel: CurvePanel) -> None:
        run(1, [3.0])
        run(2, [3.0, 2.0])
        assert panel.ghosts == ()
        run(3, [3.0])
        assert [(ghost.run, ghost.last_step) for ghost in panel.ghosts] == [(2, 1)]
        assert drawn(panel) == [[3.0, 2.0]]

    def test_all_of_it_whatever_bursts_it_came_in(
        self, run: Run, panel: CurvePanel, make_snapshot: MakeSnapshot
    ) -> None:
        run(1, [3.0])
        panel.set_snapshot(make_snapshot(distances=[2.0, 1.0], step=2, run=1))
        run(2, [3.0])
        assert drawn(panel) == [[3.0, 2.0, 1.0]]

    def test_six_are_kept_and_the_oldest_goes(self, run: Run, panel: CurvePanel) -> None:
        with_seeds(run, range(9))
        assert names(panel) == [f"seed {seed}" for seed in range(2, 8)]
        assert len(panel.ghosts) == MOST_GHOSTS
        assert sorted(ghost.hue for ghost in panel.ghosts) == list(range(MOST_GHOSTS))

    def test_a_ghost_keeps_its_colour_while_others_go(self, run: Run, panel: CurvePanel) -> None:
        with_seeds(run, range(7))
        before = {ghost.run: ghost.hue for ghost in panel.ghosts}
        run(20, [5.0, 4.0], Experiment(seed=20))
        run(21, [5.0], Experiment(seed=21))
        after = {ghost.run: ghost.hue for ghost in panel.ghosts}
        both = before.keys() & after.keys()
        assert both
        assert {number: before[number] for number in both} == {number: after[number] for number in both}

    def test_a_run_that_was_gone_over_again_is_one_ghost(self, run: Run, panel: CurvePanel) -> None:
        article = Experiment()
        run(1, [3.0, 2.0, 1.0], article)
        run(2, [3.0, 2.0], article)
        run(3, [3.0, 2.0, 1.0, 0.5], article)
        assert drawn(panel) == [[3.0, 2.0, 1.0]]
        run(4, [3.0], article)
        assert drawn(panel) == [[3.0, 2.0, 1.0, 0.5]]

    def test_the_same_settings_with_other_numbers_are_two(self, run: Run, panel: CurvePanel) -> None:
        article = Experiment()
        run(1, [3.0, 2.0], article)
        run(2, [3.0, 2.5], article)
        run(3, [3.0], article)
        assert drawn(panel) == [[3.0, 2.0], [3.0, 2.5]]
        assert names(panel) == ["same settings", "same settings"]

    def test_a_long_run_is_thinned_once(self, run: Run, panel: CurvePanel) -> None:
        numbers = np.abs(np.sin(np.arange(300_000) / 7000)) + 1
        numbers[123_456] = 9.0
        run(1, numbers)
        run(2, [1.0, 0.9])
        (ghost,) = drawn(panel)
        assert len(ghost) < 5000
        assert max(ghost) == 9.0

    def test_clear_takes_all_away(self, run: Run, panel: CurvePanel, picture: Any) -> None:
        run(1, [3.0, 2.0, 1.0, 0.5])
        never = picture(panel)
        run(2, [9.0, 8.0], Experiment(seed=2))
        run(3, [3.0, 2.0, 1.0, 0.5], Experiment())
        assert picture(panel) != never
        panel.plot.legend.clear_button.click()
        assert panel.ghosts == ()
        assert not panel.plot.legend.isVisible()
        assert picture(panel) == never


class TestNames:
    def test_each_says_what_it_did_otherwise_than_the_run_now(self, run: Run, panel: CurvePanel) -> None:
        slow = Experiment(optimizer_args={"lr": 0.1})
        run(1, [3.0, 2.0], slow)
        run(2, [3.0, 1.0], Experiment(optimizer="Adam", optimizer_args={"lr": 0.1}))
        run(3, [3.0], Experiment())
        assert names(panel) == ["momentum 0", "Adam lr 0.1"]
        run(4, [3.0], slow)
        assert names(panel) == ["same settings", "Adam lr 0.1"]

    def test_what_was_set_in_the_middle_is_named(self, run: Run, panel: CurvePanel) -> None:
        run(1, [3.0], Experiment())
        changes = (
            Action(number=1, kind="set", name="lr", value=0.5),
            Action(number=2, kind="set", name="lr", value=0.05),
        )
        run(1, [3.0, 2.0], Experiment(), actions=changes)
        run(2, [3.0, 2.5], Experiment())
        assert names(panel) == ["same settings · then lr 0.05"]
        run(3, [3.0], Experiment())
        assert names(panel)[1:] == ["same settings"]

    def test_without_an_experiment_it_is_a_number(self, run: Run, panel: CurvePanel) -> None:
        run(5, [3.0, 2.0])
        run(6, [3.0])
        assert names(panel) == ["run 5"]


class TestDrawing:
    def test_ghosts_follow_the_choice_and_the_log_axis(self, run: Run, panel: CurvePanel) -> None:
        run(1, [3.0, 2.0], losses=[9.0, 0.0], gaps=[3.0, -2.0])
        run(2, [3.0, 1.0])
        panel.choice.segments[2].click()
        assert drawn(panel) == [[3.0, -2.0]]
        panel.choice.segments[1].click()
        assert drawn(panel) == [[9.0, 0.0]]
        panel.log_button.setChecked(True)
        assert np.allclose(drawn(panel), [[np.log10(9.0), np.nan]], equal_nan=True)

    def test_a_ghost_longer_than_the_run_is_shown_whole(self, run: Run, panel: CurvePanel) -> None:
        run(1, np.linspace(3, 1, 41))
        run(2, np.linspace(3, 2, 12))
        assert x_range(panel)[1] >= 40

    def test_a_very_long_ghost_leaves_the_run_room(self, run: Run, panel: CurvePanel) -> None:
        run(1, np.linspace(3, 1, 100_000))
        run(2, np.linspace(3, 2, 11))
        assert 10 * GHOST_STRETCH <= x_range(panel)[1] < 10 * GHOST_STRETCH * 1.1

    def test_a_ghost_higher_than_the_run_is_shown_whole(self, run: Run, panel: CurvePanel) -> None:
        run(1, [9.0, 1.0])
        run(2, [3.0, 2.0])
        assert y_range(panel)[1] >= 9.0

    def test_a_ghost_that_ran_away_leaves_the_run_legible(
        self, run: Run, panel: CurvePanel, picture: Any
    ) -> None:
        run(1, [3.0, 1e300, 1.7e308])
        run(2, [3.0, 2.0])
        top = y_range(panel)[1]
        assert top <= 3.0 * GHOST_STRETCH * 1.1
        assert all(abs(number) < 1e6 for number in drawn(panel)[0])
        assert picture(panel).count(LIGHT.accent) > 20

    def test_a_ghost_of_no_number_is_no_trouble(self, run: Run, panel: CurvePanel, picture: Any) -> None:
        run(1, [float("nan"), float("inf")])
        run(2, [3.0, 2.0])
        for log in (False, True):
            panel.log_button.setChecked(log)
            assert picture(panel).count(LIGHT.accent) > 20
        run(3, [float("nan")])
        picture(panel)

    def test_each_has_a_pale_colour_of_its_own(
        self, theme: Theme, run: Run, panel: CurvePanel, contrast: Callable[[str, str], float]
    ) -> None:
        panel.set_theme(theme)
        with_seeds(run, range(7))
        colours = [colour_of(ghost, theme, False).name() for ghost in panel.ghosts]
        assert len(set(colours)) == len(HUES) == MOST_GHOSTS
        for colour in colours:
            assert 1.15 < contrast(colour, theme.card) < contrast(theme.accent, theme.card)

    def test_a_ghost_is_drawn_below_the_run(
        self, theme: Theme, run: Run, panel: CurvePanel, picture: Any
    ) -> None:
        panel.set_theme(theme)
        run(1, [3.0, 3.0, 3.0, 1.0])
        run(2, [3.0, 3.0, 1.0])
        shown = picture(panel.plot.viewport())
        box = panel.plot.getViewBox()
        crossing, beyond = (
            panel.plot.mapFromScene(box.mapViewToScene(QPointF(step, 3.0))) for step in (0.5, 1.8)
        )
        assert shown.at_point(crossing) == theme.accent
        assert shown.at_point(beyond) == colour_of(panel.ghosts[0], theme, False).name()

    def test_a_ghost_is_not_drawn_anew_with_every_frame(
        self, run: Run, panel: CurvePanel, make_snapshot: MakeSnapshot
    ) -> None:
        run(1, [3.0, 2.0])
        run(2, [3.0])
        (line,) = panel.plot._ghost_lines
        before = line.getData()[1]
        panel.set_snapshot(make_snapshot(distances=[2.5], step=1, run=2))
        assert line.getData()[1] is before


class TestLegend:
    @pytest.mark.parametrize("size", [(230, 220), (460, 300), (700, 500)])
    def test_it_never_covers_the_ring(
        self, size: tuple[int, int], run: Run, panel: CurvePanel, make_snapshot: MakeSnapshot
    ) -> None:
        panel.resize(*size)
        with_seeds(run, range(7))
        run(9, [7.0], Experiment(optimizer="Adam", seed=9))
        legend = panel.plot.legend
        for step in range(1, 60):
            height = 3.5 + 3.5 * np.cos(step / 5)
            panel.set_snapshot(make_snapshot(distances=[height], step=step, run=9))
            assert not legend.geometry().contains(ring_place(panel))
            assert panel.plot.viewport().rect().contains(legend.geometry())

    def test_it_lies_where_it_hides_least_of_the_curve(self, run: Run, panel: CurvePanel) -> None:
        run(1, [3.0, 2.0])
        run(2, np.geomspace(3.0, 0.001, 30))
        assert panel.plot.legend.y() < panel.plot.height() / 2
        panel.choice.segments[0].click()
        panel.log_button.setChecked(True)
        # A straight line down to the lower right leaves the upper right and the lower left.
        centre = panel.plot.legend.geometry().center()
        middle = panel.plot.viewport().rect().center()
        assert (centre.x() > middle.x()) == (centre.y() < middle.y())

    def test_pointing_at_a_name_lights_its_line_and_says_it_whole(
        self, run: Run, panel: CurvePanel, qtbot: QtBot
    ) -> None:
        run(1, [3.0, 2.0, 1.0], Experiment(seed=7))
        run(2, [3.0, 1.5], Experiment(seed=8))
        run(3, [3.0], Experiment())
        legend, (first, second) = panel.plot.legend, panel.plot._ghost_lines
        QTest.mouseMove(legend, QPoint(40, 12))
        qtbot.waitUntil(lambda: panel.readout == "seed 7 · up to step 2", timeout=2000)
        whole = [line.opts["pen"].color().name() for line in (first, second)]
        assert whole == [HUES[0], colour_of(panel.ghosts[1], LIGHT, False).name()]
        QTest.mouseMove(panel.plot.viewport(), QPoint(5, 5))
        qtbot.waitUntil(lambda: first.opts["pen"].color().name() != HUES[0], timeout=2000)
        assert panel.readout == ""

    def test_it_can_be_reached_by_keys_and_has_names(self, run: Run, panel: CurvePanel) -> None:
        run(1, [3.0, 2.0], Experiment(seed=7))
        run(2, [3.0], Experiment())
        legend = panel.plot.legend
        assert legend.accessibleName() == "earlier runs"
        assert legend.accessibleDescription() == "seed 7"
        legend.clear_button.setFocus(Qt.FocusReason.TabFocusReason)
        assert legend.clear_button.hasFocus()
        assert legend.clear_button.accessibleName() == "clear the earlier runs"
        QTest.keyClick(legend.clear_button, Qt.Key.Key_Return)
        assert panel.ghosts == ()

    def test_where_there_is_no_room_the_newest_are_named(
        self, run: Run, panel: CurvePanel, qtbot: QtBot
    ) -> None:
        panel.resize(240, 230)
        with_seeds(run, range(7))
        legend = panel.plot.legend
        assert panel.plot.viewport().rect().contains(legend.geometry())
        # The last line is the newest's: what is pointed at there is it.
        QTest.mouseMove(legend, QPoint(40, legend.clear_button.y() - LINE_PX // 2))
        qtbot.waitUntil(lambda: panel.readout == "seed 5 · up to step 1", timeout=2000)
