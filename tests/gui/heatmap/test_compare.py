"""Two moments in one card: beside each other in the same colours, or one minus the other."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Bookmark, Moment, Other, Outline, Snapshot, Tile
from embviz.gui.compare.words import DIFFERENCE, MODES, SIDE_BY_SIDE
from embviz.gui.heatmap.optional import GradPanel
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.states import StateStack
from embviz.gui.heatmap.view import HeatmapView
from embviz.gui.selection import Selection
from embviz.gui.theme import LIGHT, Theme, font

MakeSnapshot = Callable[..., Snapshot]
MakeTile = Callable[..., Tile]
nan, inf = float("nan"), float("inf")
NOW = np.float32([[0.3367, 0.1288, 0.2345, 0.2303, -1.1229], [-0.1863, 2.2082, -0.638, 0.4617, 0.2674]])
THEN = NOW.copy()
THEN[0, 2], THEN[1, 1] = -0.5, 9.5
PAST = Moment(0, 25)
NAMED = Outline(bookmarks=(Bookmark("before", PAST, 12),))


@pytest.fixture
def compared(make_snapshot: MakeSnapshot, make_tile: MakeTile) -> Callable[..., Snapshot]:
    """Make a snapshot of step 40 that is compared with step 12, as the engine does it."""

    def tile(table: Any) -> Tile | None:
        return table if table is None or isinstance(table, Tile) else make_tile(table)

    def compared(now: Any = NOW, then: Any = THEN, grads: Any = (None, None), **others: Any) -> Snapshot:
        now, then, (grad, grad_then) = tile(now), tile(then), map(tile, grads)
        states, past = others.pop("state", {}), others.pop("past", PAST)
        state = {name: tile(table) for name, (table, _) in states.items() if table is not None}
        state_then = {name: tile(table) for name, (_, table) in states.items() if table is not None}
        both = {"weight": (now, then), "grad": (grad, grad_then)}
        both |= {name: (table, state_then.get(name)) for name, table in state.items()}
        differences = {
            name: make_tile(here.values - there.values, shape=here.shape)
            for name, (here, there) in both.items()
            if here is not None and there is not None and here.shape == there.shape
        }
        there = {name: table for name, table in state_then.items() if table is not None}
        other = Other(moment=past, step=12, weight=then, grad=grad_then, state=there, differences=differences)
        fields = {"step": 40, "moment": Moment(0, 81), "last": 81, "outline": NAMED, **others}
        return make_snapshot(now, grad, state=state, other=other, **fields)

    return compared


@pytest.fixture
def card(show: Callable[..., Any]) -> Callable[..., HeatmapPanel]:
    """Put the card of weight, or of grad, on the screen, as wide as in the smallest window."""

    def card(kind: str = "weight", width: int = 560, height: int = 190, theme: Theme = LIGHT) -> Any:
        panel = (
            HeatmapPanel("weight", lambda snapshot: snapshot.weight, is_editable=True)
            if kind == "weight"
            else GradPanel("grad", lambda snapshot: snapshot.grad)
        )
        panel.set_theme(theme)
        return show(panel, width, height)

    return card


def alone(snapshot: Snapshot) -> Snapshot:
    return msgspec.structs.replace(snapshot, other=None)


def in_mode(panel: HeatmapPanel, mode: str, snapshot: Snapshot) -> HeatmapView:
    panel.set_compare_mode(mode)
    panel.set_snapshot(snapshot)
    assert panel.beside is not None
    return panel.beside


def middle(view: HeatmapView, row: int, column: int) -> QPoint:
    grid = view.grid()
    assert grid is not None
    return grid.cell(row, column).center().toPoint()


def corner_colour(view: HeatmapView, row: int, column: int, picture: Any) -> str:
    """The colour of a cell, above its number."""
    grid = view.grid()
    assert grid is not None
    cell = grid.cell(row, column)
    return str(picture(view).at(cell.center().x(), cell.top() + 3))


def coloured(pixels: np.ndarray) -> int:
    """How many pixels are of no grey."""
    channels = np.stack([pixels >> shift & 255 for shift in (16, 8, 0)]).astype(int)
    return int((np.ptp(channels, axis=0) > 80).sum())


class TestNothingCompared:
    def test_there_is_one_view_and_no_caption(self, card: Any, compared: Any, picture: Any) -> None:
        panel = card()
        panel.set_snapshot(alone(compared()))
        assert panel.beside is None
        assert panel.captions == ()
        assert panel.findChildren(HeatmapView) == [panel.view]
        before = picture(panel)
        panel.set_compare_mode(DIFFERENCE)
        assert picture(panel) == before

    @pytest.mark.parametrize("mode", MODES)
    def test_what_was_there_before_is_there_after(
        self, mode: str, card: Any, compared: Any, picture: Any, theme: Theme
    ) -> None:
        panel, snapshot = card(theme=theme), compared()
        panel.set_snapshot(alone(snapshot))
        before = picture(panel)
        in_mode(panel, mode, snapshot)
        assert picture(panel) != before
        panel.set_snapshot(alone(snapshot))
        assert picture(panel) == before
        assert panel.captions == ()
        assert panel.viewport() == panel.view.viewport()


class TestSideBySide:
    def test_each_view_shows_its_own_moment_under_its_name(self, card: Any, compared: Any) -> None:
        panel = card()
        beside = in_mode(panel, SIDE_BY_SIDE, compared())
        assert (panel.view.tile.values == NOW).all()
        assert (beside.tile.values == THEN).all()
        assert panel.captions == ("now · step 40", "compared · step 12 “before”")
        assert panel.view.isVisible()
        assert beside.isVisible()
        assert panel.view.geometry().right() < beside.x()
        assert abs(panel.view.width() - beside.width()) <= 1

    def test_a_past_moment_says_so(self, card: Any, compared: Any) -> None:
        panel = card()
        panel.set_snapshot(compared(last=90))
        assert panel.captions[0] == "past · step 40"

    def test_a_number_has_the_same_colour_in_both(
        self, card: Any, compared: Any, theme: Theme, picture: Any
    ) -> None:
        """Also where one of the two has far larger numbers."""
        panel = card(theme=theme)
        for now, then in ((NOW, 20 * NOW), (20 * NOW, NOW), (NOW, THEN), (0 * NOW, NOW)):
            both = now.copy(), then.copy()
            for table in both:
                table[0, 1] = 0.25
            beside = in_mode(panel, SIDE_BY_SIDE, compared(*both))
            limit = panel.view.scale.limit
            assert limit == beside.scale.limit >= max(np.abs(both[0]).max(), np.abs(both[1]).max())
            assert corner_colour(panel.view, 0, 1, picture) == corner_colour(beside, 0, 1, picture)

    def test_it_follows_when_only_the_other_moment_changes(
        self, card: Any, compared: Any, picture: Any
    ) -> None:
        panel, first = card(), compared(NOW, NOW)
        panel.set_snapshot(first)
        before = corner_colour(panel.view, 1, 1, picture)
        second = compared(first.weight, 20 * NOW)
        assert second.weight is first.weight
        panel.set_snapshot(second)
        assert corner_colour(panel.view, 1, 1, picture) != before
        assert (panel.beside.tile.values == 20 * NOW).all()

    def test_with_another_moment_the_scale_begins_anew(self, card: Any, compared: Any) -> None:
        panel = card()
        panel.set_snapshot(compared(NOW, 3 * NOW))
        wide = panel.view.scale.limit
        panel.set_snapshot(compared(NOW, 3 * NOW, past=Moment(0, 30)))
        assert panel.view.scale.limit == wide
        panel.set_snapshot(compared(NOW, NOW, past=Moment(0, 31)))
        assert panel.view.scale.limit == 2.5

    @pytest.mark.parametrize("height", [190, 119])
    def test_five_columns_show_four_decimals_in_the_smallest_window(
        self, height: int, card: Any, compared: Any, picture: Any
    ) -> None:
        panel = card(height=height)
        beside = in_mode(panel, SIDE_BY_SIDE, compared())
        for view in (panel.view, beside):
            grid = view.grid()
            assert grid is not None
            assert grid.text_px >= 9
            for row in range(2):
                for column in range(5):
                    assert picture(view).colours(grid.cell(row, column).adjusted(4, 2, -4, -2)) > 4
        captions = [child for child in panel.children() if child.property("text") in panel.captions]
        assert len(captions) == 2
        for caption in captions:
            assert panel.subtitle.geometry().bottom() < caption.y()
            assert not any(caption.geometry().intersects(view.geometry()) for view in (panel.view, beside))

    def test_none_on_one_side_is_a_plate_on_that_side(self, card: Any, compared: Any, picture: Any) -> None:
        panel = card("grad")
        beside = in_mode(panel, SIDE_BY_SIDE, compared(grads=(NOW, None)))
        assert beside.absence == ("None", "no gradient then")
        assert picture(beside).count(LIGHT.stripe) > 1000
        assert picture(panel.view).count(LIGHT.stripe) == 0
        panel.set_snapshot(compared(grads=(None, NOW)))
        assert panel.view.absence == ("None", "Backward fills it")
        assert picture(beside).count(LIGHT.stripe) == 0
        assert picture(panel.view).count(LIGHT.stripe) > 1000
        assert panel.chip.text() == "None"
        assert beside.scale.limit == 2.5

    def test_a_table_of_another_shape_stands_beside_it(self, card: Any, compared: Any, picture: Any) -> None:
        panel = card()
        beside = in_mode(panel, SIDE_BY_SIDE, compared(NOW, np.ones((64, 16))))
        assert beside.grid().rows == 64
        assert panel.view.grid().rows == 2
        assert picture(beside).colours() > 3

    def test_only_the_moment_on_screen_can_be_edited(self, card: Any, compared: Any, qtbot: QtBot) -> None:
        panel = card()
        beside = in_mode(panel, SIDE_BY_SIDE, compared())
        QTest.mouseDClick(beside, Qt.MouseButton.LeftButton, pos=middle(beside, 1, 2))
        assert beside.edit is None
        assert panel.view.edit.isHidden()
        told: list[Any] = []
        panel.cell_edited.connect(lambda place, value: told.append((place, value)))
        QTest.mouseDClick(panel.view, Qt.MouseButton.LeftButton, pos=middle(panel.view, 1, 2))
        assert panel.view.edit.isVisible()
        QTest.keyClicks(panel.view.edit, "7")
        QTest.keyClick(panel.view.edit, Qt.Key.Key_Return)
        assert told == [((1, 2), 7.0)]

    def test_the_viewport_fits_each_half_and_another_is_told(
        self, card: Any, compared: Any, qtbot: QtBot
    ) -> None:
        panel, snapshot = card(), compared()
        panel.set_snapshot(alone(snapshot))
        whole = panel.viewport()
        with qtbot.waitSignal(panel.resized, timeout=2000):
            panel.set_snapshot(snapshot)
        half = panel.viewport()
        assert half.width < 0.52 * whole.width
        for view in (panel.view, panel.beside):
            area = view.grid().area
            assert half.width <= area.width()
            assert half.height <= area.height()
        with qtbot.waitSignal(panel.resized, timeout=2000):
            panel.set_snapshot(alone(snapshot))
        assert panel.viewport() == whole


class TestDifference:
    def test_it_is_the_moment_on_screen_minus_the_other(self, card: Any, compared: Any) -> None:
        panel = card()
        difference = in_mode(panel, DIFFERENCE, compared())
        assert (difference.tile.values == NOW - THEN).all()
        assert panel.subtitle.text() == "step 40 minus step 12 “before”"
        assert panel.chip.text() == "2 of 10 cells differ"
        assert not panel.view.isVisible()
        assert panel.captions == ()
        assert difference.width() > 500
        assert panel.viewport() == difference.viewport()

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({}, "no cell differs"),
            ({(1, 1): 4.0}, "1 of 10 cells differs"),
            ({(0, 0): nan, (1, 4): inf}, "2 of 10 cells differ"),
            ({(0, 0): 1e-30}, "1 of 10 cells differs"),
        ],
    )
    def test_the_chip_says_how_many_cells_differ(
        self, change: dict[tuple[int, int], float], said: str, card: Any, compared: Any
    ) -> None:
        panel, then = card(), NOW.copy()
        for place, value in change.items():
            then[place] = value
        in_mode(panel, DIFFERENCE, compared(NOW, then))
        assert panel.chip.text() == said

    def test_what_is_no_number_in_both_does_not_differ(self, card: Any, compared: Any) -> None:
        panel, both = card(), NOW.copy()
        both[0, 0], both[0, 1], both[0, 2] = nan, inf, -inf
        then = both.copy()
        then[1, 0] = 5
        with np.errstate(invalid="ignore"):
            in_mode(panel, DIFFERENCE, compared(both, then))
        assert panel.chip.text() == "1 of 10 cells differs"

    def test_of_a_reduced_table_it_says_whether_any_cell_differs(
        self, card: Any, compared: Any, make_tile: MakeTile
    ) -> None:
        panel = card()
        now, then = (make_tile(values, shape=(1000, 5)) for values in (NOW, THEN))
        in_mode(panel, DIFFERENCE, compared(now, then))
        assert panel.chip.text() == "some cells differ"
        assert "largest magnitude" in panel.subtitle.text()
        panel.set_snapshot(compared(now, now))
        assert panel.chip.text() == "no cell differs"

    def test_zero_is_neutral_and_the_scale_is_its_own(
        self, card: Any, compared: Any, theme: Theme, picture: Any
    ) -> None:
        panel = card(theme=theme)
        then = NOW.copy()
        then[0, 0] += np.float32(0.001)
        difference = in_mode(panel, DIFFERENCE, compared(NOW, then))
        assert 0 < difference.scale.limit <= 0.0025
        neutral = {corner_colour(difference, 1, column, picture) for column in range(5)}
        assert len(neutral) == 1
        assert corner_colour(difference, 0, 0, picture) not in neutral

    def test_where_grad_is_none_it_says_at_which_moment(self, card: Any, compared: Any) -> None:
        panel = card("grad")
        for grads, said in (
            ((NOW, None), "grad is None at step 12 “before”"),
            ((None, NOW), "grad is None at step 40"),
            ((None, None), "grad is None at step 40 and step 12 “before”"),
        ):
            difference = in_mode(panel, DIFFERENCE, compared(grads=grads))
            assert difference.absence == ("nothing to subtract", said)
            assert difference.tile is None
            assert panel.chip.text() == ""

    def test_tables_of_two_shapes_have_none(self, card: Any, compared: Any) -> None:
        panel = card()
        difference = in_mode(panel, DIFFERENCE, compared(NOW, np.ones((64, 16))))
        assert difference.absence == ("different shapes", "2 × 5 and 64 × 16")

    def test_it_cannot_be_edited_and_an_open_field_closes(self, card: Any, compared: Any) -> None:
        panel, snapshot = card(), compared()
        panel.set_snapshot(snapshot)
        panel.view.begin_edit((0, 1))
        assert panel.view.edit.isVisible()
        difference = in_mode(panel, DIFFERENCE, snapshot)
        assert panel.view.edit.isHidden()
        QTest.mouseDClick(difference, Qt.MouseButton.LeftButton, pos=middle(difference, 1, 2))
        assert panel.view.edit.isHidden()

    def test_the_keyboard_goes_with_what_is_shown(self, card: Any, compared: Any) -> None:
        panel, snapshot = card(), compared()
        panel.set_snapshot(alone(snapshot))
        panel.view.setFocus()
        difference = in_mode(panel, DIFFERENCE, snapshot)
        assert difference.hasFocus()
        panel.set_snapshot(alone(snapshot))
        assert panel.view.hasFocus()

    def test_the_way_changes_without_another_snapshot(self, card: Any, compared: Any, picture: Any) -> None:
        panel = card()
        panel.set_snapshot(compared())
        pictures = [picture(panel)]
        for mode in (DIFFERENCE, SIDE_BY_SIDE):
            panel.set_compare_mode(mode)
            pictures.append(picture(panel))
        assert pictures[0] == pictures[2] != pictures[1]


class TestLinks:
    @pytest.mark.parametrize("mode", MODES)
    def test_a_cell_is_marked_and_read_out_in_every_view(
        self, mode: str, card: Any, compared: Any, picture: Any
    ) -> None:
        weight, grad = card(), card("grad")
        selection = Selection([weight, grad])
        for panel in (weight, grad):
            in_mode(panel, mode, compared(grads=(NOW, THEN)))
        shown = [view for panel in (weight, grad) for view in (panel.view, panel.beside) if view.isVisible()]
        plain = [picture(view) for view in shown]
        QTest.mouseMove(weight.beside, middle(weight.beside, 1, 1))
        values = (NOW, THEN) * 2 if mode == SIDE_BY_SIDE else (NOW - THEN,) * 2
        for view, value in zip(shown, values, strict=True):
            assert view.readout == f"row 1, column 1: {value[1, 1]!s}"
        assert all(picture(view) != before for view, before in zip(shown, plain, strict=True))
        QTest.mouseClick(grad.beside, Qt.MouseButton.LeftButton, pos=middle(grad.beside, 0, 3))
        assert selection.selected == (0, 3)

    def test_a_view_that_is_made_later_has_the_marks(self, card: Any, compared: Any, picture: Any) -> None:
        panel = card()
        panel.set_snapshot(alone(compared()))
        panel.select((1, 3))
        beside = in_mode(panel, SIDE_BY_SIDE, compared())
        grid = beside.grid()
        assert picture(beside).count(LIGHT.ink, grid.cell(1, 3).adjusted(-2, -2, 2, 2)) > 100

    def test_a_cell_that_only_the_other_table_has_stays_there(self, card: Any, compared: Any) -> None:
        panel = card()
        selection = Selection([panel])
        told: list[Any] = []
        selection.changed.connect(told.append)
        beside = in_mode(panel, SIDE_BY_SIDE, compared(NOW, np.arange(60).reshape(6, 10)))
        QTest.mouseMove(beside, middle(beside, 5, 9))
        QTest.mouseClick(beside, Qt.MouseButton.LeftButton, pos=middle(beside, 5, 9))
        assert beside.readout == "row 5, column 9: 59.0"
        assert panel.view.readout == ""
        assert told == []
        QTest.mouseMove(beside, middle(beside, 1, 2))
        assert told == [(1, 2)]
        assert panel.view.readout == f"row 1, column 2: {NOW[1, 2]!s}"

    def test_while_a_cell_is_read_out_the_bar_gives_way(self, card: Any, compared: Any, picture: Any) -> None:
        panel = card(height=300)
        beside = in_mode(panel, SIDE_BY_SIDE, compared())
        for view in (panel.view, beside):
            below = view.grid().area.bottom() + 4
            footer = QRect(0, below, view.width(), view.height() - below)
            assert coloured(picture(view).within(footer)) > 200
            panel.mark((1, 1))
            assert coloured(picture(view).within(footer)) == 0
            metrics = QFontMetrics(font(12, tabular=True))
            assert metrics.horizontalAdvance(view.readout) < view.grid().area.width()
            panel.mark(None)


class TestNames:
    def test_a_name_that_is_given_later_is_shown(self, card: Any, compared: Any) -> None:
        panel, snapshot = card(), compared(outline=None)
        panel.set_snapshot(snapshot)
        assert panel.captions[1] == "compared · step 12"
        panel.set_snapshot(msgspec.structs.replace(snapshot, outline=NAMED))
        assert panel.captions[1] == "compared · step 12 “before”"
        panel.set_snapshot(msgspec.structs.replace(snapshot, outline=None))
        assert panel.captions[1] == "compared · step 12 “before”"

    def test_screen_readers_can_tell_the_two_apart(self, card: Any, compared: Any) -> None:
        panel = card()
        beside = in_mode(panel, SIDE_BY_SIDE, compared())
        assert panel.view.accessibleName() == "weight"
        assert beside.accessibleName() == "weight, compared · step 12 “before”"
        assert beside.accessibleDescription() == "2 rows, 5 columns"
        in_mode(panel, DIFFERENCE, compared(NOW, np.ones((3, 3))))
        assert beside.accessibleName() == "weight, step 40 minus step 12 “before”"
        assert beside.accessibleDescription() == "different shapes"


class TestStack:
    TABLES = ("exp_avg", "exp_avg_sq")

    @pytest.fixture
    def column(self, show: Any) -> Callable[..., tuple[QWidget, list[Any]]]:
        """The tables column of the smallest window, below the strip and above the timeline."""

        def column(height: int = 500) -> tuple[QWidget, list[Any]]:
            window = QWidget()
            layout = QVBoxLayout(window)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(12)
            weight = HeatmapPanel("weight", lambda snapshot: snapshot.weight)
            parts = [weight, GradPanel("grad", lambda snapshot: snapshot.grad), StateStack()]
            for part in parts:
                layout.addWidget(part)
            show(window, 560, height)
            return window, parts

        return column

    @pytest.mark.parametrize("settings", [{}, {"amsgrad": True}])
    @pytest.mark.parametrize("mode", MODES)
    def test_all_tables_of_adam_fit_the_smallest_window(
        self, mode: str, settings: dict[str, bool], column: Any, compared: Any, qtbot: QtBot
    ) -> None:
        window, parts = column()
        tables = (*self.TABLES, *(("max_exp_avg_sq",) if settings else ()))
        experiment = Experiment(optimizer="Adam", optimizer_args=settings)
        states = dict.fromkeys(tables, (NOW, THEN))
        snapshot = compared(grads=(NOW, THEN), state=states, experiment=experiment)
        for part in parts:
            part.set_compare_mode(mode)
            part.set_snapshot(snapshot)
        panels = [*parts[:2], *parts[2].panels.values()]
        qtbot.waitUntil(lambda: all(100 < panel.height() < 130 for panel in panels))
        assert (window.width(), window.height()) == (560, 500)
        for panel in panels:
            shown = [view for view in (panel.view, panel.beside) if view.isVisible()]
            assert len(shown) == (2 if mode == SIDE_BY_SIDE else 1)
            for view in shown:
                assert panel.rect().contains(view.geometry())
                grid = view.grid()
                assert grid is not None
                assert grid.has_gaps
                # A card of half the width tells by its colours alone.
                assert grid.text_px >= 9 or (panel.width() < 300 and mode == SIDE_BY_SIDE)

    def test_a_table_that_was_not_made_yet_says_so_on_its_side(self, column: Any, compared: Any) -> None:
        _, (_, _, stack) = column()
        experiment = Experiment(optimizer="Adam")
        stack.set_snapshot(compared(state={"exp_avg": (NOW, None)}, experiment=experiment))
        assert stack.panels["exp_avg"].beside.absence == ("not created", "the optimizer had none then")
        stack.set_compare_mode(DIFFERENCE)
        assert stack.panels["exp_avg"].beside.absence == (
            "nothing to subtract",
            "exp_avg is not there at step 12 “before”",
        )

    def test_tables_that_come_later_know_the_way_and_the_names(self, column: Any, compared: Any) -> None:
        _, (_, _, stack) = column()
        stack.set_compare_mode(DIFFERENCE)
        stack.set_snapshot(compared(experiment=Experiment(optimizer_args={"lr": 0.1})))
        assert not stack.panels
        states = dict.fromkeys(self.TABLES, (NOW, THEN))
        adam = Experiment(optimizer="Adam")
        stack.set_snapshot(compared(state=states, experiment=adam, outline=None))
        for panel in stack.panels.values():
            assert panel.subtitle.text() == "step 40 minus step 12 “before”"

    def test_its_viewports_fit_the_halves(self, column: Any, compared: Any, qtbot: QtBot) -> None:
        _, (_, _, stack) = column()
        snapshot = compared(state={"exp_avg": (NOW, THEN)}, experiment=Experiment(optimizer="Adagrad"))
        stack.set_snapshot(alone(snapshot))
        qtbot.waitUntil(lambda: all(one.width > 480 for one in stack.viewports()))
        stack.set_snapshot(snapshot)
        qtbot.waitUntil(lambda: all(one.width < 260 for one in stack.viewports()))
