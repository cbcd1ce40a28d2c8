"""The heatmap panels: what is on screen is the table, and absence looks like absence."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from embviz.core.messages import Snapshot, Tile
from embviz.gui.heatmap.colours import MINUS_INF_COLOUR, NAN_COLOUR, PLUS_INF_COLOUR
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.view import HeatmapView
from embviz.gui.panels import PANELS
from embviz.gui.theme import LIGHT, Theme

ARTICLE = (
    (0.3367, 0.1288, 0.2345, 0.2303, -1.1229),
    (-0.1863, 2.2082, -0.6380, 0.4617, 0.2674),
)
nan, inf = float("nan"), float("inf")
TABLES = {
    "article": ARTICLE,
    "nan": [[nan, 1.0], [0.5, nan]],
    "all nan": [[nan, nan]],
    "infinities": [[inf, -inf, 0.25]],
    "all inf": [[inf]],
    "constant": np.full((3, 4), 0.7),
    "zeros": np.zeros((2, 5)),
    "minus zeros": -np.zeros((2, 5)),
    "huge": [[1e30, -2e30], [3e38, 0.0]],
    "tiny": [[1e-30, -2e-30], [1e-44, 0.0]],
    "huge and tiny": [[1e30, 1e-30]],
    "one cell": [[0.5]],
    "one row": np.linspace(-1, 1, 300)[None],
    "one column": np.linspace(-1, 1, 300)[:, None],
    "1000 x 300": np.random.default_rng(0).normal(size=(1000, 300)),
    "0 x 5": np.zeros((0, 5)),
    "5 x 0": np.zeros((5, 0)),
}

Pictured = Any
ShowPanel = Callable[..., HeatmapPanel]


@pytest.fixture
def show_panel(show: Callable[..., HeatmapPanel]) -> ShowPanel:
    """Put the panel of `weight` or `grad` on the screen."""

    def show_panel(name: str = "weight", theme: Theme = LIGHT, width: int = 700, height: int = 300) -> Any:
        panel = next(row.make() for row in PANELS if row.id == f"panel_{name}")
        panel.set_theme(theme)
        return show(panel, width, height)

    return show_panel


def inner(view: HeatmapView, row: int, column: int) -> QPointF:
    """A point within a cell, left of its number."""
    grid = view.grid()
    assert grid is not None
    cell = grid.cell(row, column)
    return QPointF(cell.left() + min(5, cell.width() / 2), cell.center().y())


def channels(colour: str) -> np.ndarray:
    return np.array(QColor(colour).getRgb()[:3])


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("panel_name", ["weight", "grad"])
def test_every_table_can_be_shown_twice_and_looks_the_same(
    name: str,
    panel_name: str,
    make_snapshot: Callable[..., Snapshot],
    show_panel: ShowPanel,
    picture: Pictured,
) -> None:
    panel = show_panel(panel_name)
    snapshot = make_snapshot(TABLES[name], TABLES[name])
    panel.set_snapshot(snapshot)
    once = picture(panel)
    panel.set_snapshot(snapshot)
    assert picture(panel) == once
    assert once.colours() > 3


@pytest.mark.parametrize("name", ["article", "constant", "zeros", "huge", "tiny", "one cell"])
def test_each_cell_has_the_colour_of_its_number(
    name: str, theme: Theme, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
) -> None:
    panel = show_panel(theme=theme)
    values = np.array(TABLES[name], np.float32)
    panel.set_snapshot(make_snapshot(values))
    limit = panel.view.scale.limit
    assert np.abs(values).max().item() <= limit
    colour_map, shown = pg.colormap.get(theme.colour_map), picture(panel.view)
    for (row, column), value in np.ndenumerate(values.astype(np.float64)):
        expected = colour_map.map((value / limit + 1) / 2)[:3].astype(int)
        there = channels(shown.at_point(inner(panel.view, row, column)))
        assert np.abs(there - expected).max() <= 3, (row, column, value)


def test_zeros_are_the_middle_of_the_map_and_not_its_end(
    theme: Theme, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
) -> None:
    panel = show_panel(theme=theme)
    panel.set_snapshot(make_snapshot(np.zeros((2, 5))))
    there = channels(picture(panel.view).at_point(inner(panel.view, 1, 3)))
    assert np.abs(there - pg.colormap.get(theme.colour_map).map(0.5)[:3]).max() <= 3


def test_a_standing_number_keeps_its_colour_while_others_move(
    make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
) -> None:
    panel = show_panel()
    colours = set()
    for other in (0.9, 0.7, -0.4, 0.95):
        panel.set_snapshot(make_snapshot([[0.5, other]]))
        colours.add(picture(panel.view).at_point(inner(panel.view, 0, 0)))
    assert len(colours) == 1


def test_one_cell_of_a_hundred_in_a_large_table_of_zeros_leaves_the_zeros_neutral(
    make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
) -> None:
    values = np.zeros((120, 100), np.float32)
    values[60, 50] = 100
    panel = show_panel(width=900, height=500)
    panel.set_snapshot(make_snapshot(values))
    shown, view = picture(panel.view), panel.view
    neutral = pg.colormap.get(LIGHT.colour_map).map(0.5)[:3]
    assert np.abs(channels(shown.at_point(inner(view, 20, 20))) - neutral).max() <= 3
    assert np.abs(channels(shown.at_point(inner(view, 60, 50))) - neutral).max() > 80


class TestAbsence:
    def test_none_differs_at_a_glance_from_zeros(
        self, theme: Theme, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
    ) -> None:
        panel = show_panel("grad", theme)
        panel.set_snapshot(make_snapshot(ARTICLE, np.zeros((2, 5))))
        zeros = picture(panel.view)
        panel.set_snapshot(make_snapshot(ARTICLE, None))
        none = picture(panel.view)
        # Half of all the pixels have another colour, and the hatching is nowhere in the zeros.
        assert (zeros.rgb != none.rgb).mean() > 0.5
        assert none.count(theme.stripe) > 5000
        assert zeros.count(theme.stripe) == 0

    def test_none_says_none_on_the_plate_the_chip_and_to_a_screen_reader(
        self, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel
    ) -> None:
        panel = show_panel("grad")
        panel.set_snapshot(make_snapshot(ARTICLE, None))
        assert panel.view.absence is not None
        assert panel.view.absence[0] == "None"
        assert panel.chip.text() == "None"
        assert panel.view.accessibleDescription() == "None"
        assert panel.view.grid() is None

    def test_the_plate_says_what_fills_it(
        self, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel
    ) -> None:
        panel = show_panel("grad")
        panel.set_snapshot(make_snapshot(ARTICLE, None))
        assert panel.view.absence == ("None", "Backward fills it")

    def test_before_the_first_snapshot_neither_a_table_nor_none_is_claimed(
        self, show_panel: ShowPanel, picture: Pictured
    ) -> None:
        for name in ("weight", "grad"):
            panel = show_panel(name)
            assert picture(panel.view).colours() == 1

    @pytest.mark.parametrize("shape", [(0, 5), (5, 0), (0, 0)])
    def test_an_empty_table_is_a_plate_of_its_own(
        self,
        shape: tuple[int, int],
        make_snapshot: Callable[..., Snapshot],
        show_panel: ShowPanel,
        picture: Any,
    ) -> None:
        panel = show_panel()
        panel.set_snapshot(make_snapshot(np.zeros(shape)))
        shown = picture(panel.view)
        assert panel.view.grid() is None
        assert shown.count(LIGHT.stripe) > 5000
        assert shown.count(LIGHT.soft) > 50
        assert panel.subtitle.text() == f"{shape[0]} × {shape[1]} float32"

    def test_none_comes_and_goes(
        self, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
    ) -> None:
        panel = show_panel("grad")
        none, some = make_snapshot(ARTICLE, None), make_snapshot(ARTICLE, ARTICLE)
        pictures = []
        for snapshot in (none, some, none, some):
            panel.set_snapshot(snapshot)
            pictures.append(picture(panel))
        assert pictures[0] == pictures[2] != pictures[1] == pictures[3]

    @pytest.mark.parametrize(
        ("kind", "said"), [("fresh", "fresh"), ("stale", "stale"), ("accumulated", "accumulated × 2")]
    )
    def test_the_chip_says_what_grad_is(
        self, kind: str, said: str, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel
    ) -> None:
        panel = show_panel("grad")
        panel.set_snapshot(make_snapshot(ARTICLE, ARTICLE, grad_status=kind))
        assert panel.chip.text() == said
        assert panel.chip.isVisible()


class TestWhatIsNoNumber:
    @pytest.mark.parametrize(
        ("value", "colour"), [(nan, NAN_COLOUR), (inf, PLUS_INF_COLOUR), (-inf, MINUS_INF_COLOUR)]
    )
    @pytest.mark.parametrize("shape", [(2, 5), (40, 60), (1000, 300)])
    def test_it_has_a_mark_of_its_own_in_small_and_large_tables(
        self,
        value: float,
        colour: str,
        shape: tuple[int, int],
        make_snapshot: Callable[..., Snapshot],
        show_panel: ShowPanel,
        picture: Pictured,
    ) -> None:
        values = np.random.default_rng(0).uniform(-1, 1, shape)
        panel = show_panel(width=900, height=500)
        grid = panel.view.grid
        panel.set_snapshot(make_snapshot(values))
        area = QRectF(grid().area)
        assert picture(panel.view).count(colour, area) == 0
        values[shape[0] // 2, shape[1] // 2] = value
        panel.set_snapshot(make_snapshot(values))
        shown = picture(panel.view)
        # A cell smaller than a pixel may fall between the pixels; the legend tells of it all the same.
        if shape != (1000, 300):
            assert shown.count(colour, area) >= 20
        footer = QRectF(0, area.bottom() + 2, panel.view.width(), panel.view.height())
        assert shown.count(colour, footer) >= 50

    def test_the_other_cells_keep_their_colours(
        self, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
    ) -> None:
        panel = show_panel()
        panel.set_snapshot(make_snapshot(ARTICLE))
        place = inner(panel.view, 1, 1)
        before = picture(panel.view).at_point(place)
        broken = np.array(ARTICLE)
        broken[0, 0], broken[0, 1], broken[1, 4] = nan, inf, -inf
        panel.set_snapshot(make_snapshot(broken))
        assert picture(panel.view).at_point(place) == before

    def test_it_is_hatched_where_cells_are_large(
        self, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
    ) -> None:
        panel = show_panel()
        panel.set_snapshot(make_snapshot([[nan, 0.5]]))
        grid = panel.view.grid()
        assert grid is not None
        shown = picture(panel.view)
        left, right = (grid.cell(0, column).adjusted(10, 10, -10, -10) for column in (0, 1))
        corner = 24
        for cell, is_hatched in ((left, True), (right, False)):
            box = QRectF(cell.left(), cell.top(), corner, corner)
            assert (shown.colours(box) > 1) is is_hatched


class TestChanged:
    def test_changed_cells_are_outlined_in_the_accent_and_others_are_not(
        self, theme: Theme, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
    ) -> None:
        changed = np.array([[1, 0, 0, 0, 1], [0, 0, 1, 0, 0]], bool)
        panel = show_panel(theme=theme)
        panel.set_snapshot(make_snapshot(ARTICLE, changed=changed))
        shown, grid = picture(panel.view), panel.view.grid()
        assert grid is not None
        for (row, column), is_changed in np.ndenumerate(changed):
            count = shown.count(theme.accent, grid.cell(row, column))
            assert (count > 100) if is_changed else (count == 0), (row, column)

    def test_nothing_is_outlined_where_nothing_changed(
        self, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
    ) -> None:
        panel = show_panel()
        panel.set_snapshot(make_snapshot(ARTICLE, changed=np.zeros((2, 5))))
        none = picture(panel.view)
        panel.set_snapshot(make_snapshot(ARTICLE))
        assert picture(panel.view) == none

    def test_a_touched_row_among_thousands_is_seen(
        self,
        make_tile: Callable[..., Tile],
        make_snapshot: Callable[..., Snapshot],
        show_panel: ShowPanel,
        picture: Any,
    ) -> None:
        """Two rows of 50,000, as the engine reduces them to 250 cells' height."""
        values, changed = np.zeros((250, 300)), np.zeros((250, 300), bool)
        values[[10, 170]], changed[[10, 170]] = 0.5, True
        panel = show_panel("grad", width=900, height=500)
        tile = make_tile(values, changed=changed, shape=(50_000, 300))
        panel.set_snapshot(make_snapshot(make_tile(values, shape=(50_000, 300)), tile))
        grid = panel.view.grid()
        assert grid is not None
        outlined = picture(panel.view)
        panel.set_snapshot(make_snapshot(ARTICLE, make_tile(values, shape=(50_000, 300))))
        differs = outlined.within(grid.area) != picture(panel.view).within(grid.area)
        rows = np.flatnonzero(differs.sum(axis=1) > 400) / grid.cell_height
        for changed_row in (10, 170):
            assert (abs(rows - changed_row) < 4).any()
        assert (np.minimum(abs(rows - 10), abs(rows - 170)) < 4).all()


class TestReadOut:
    def test_the_cell_under_the_mouse_is_read_out_in_full(
        self, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, qtbot: QtBot, picture: Pictured
    ) -> None:
        panel = show_panel()
        values = np.array([[1 / 3, -1.1228563785552979]], np.float32)
        panel.set_snapshot(make_snapshot(values))
        panel.mark((0, 0))
        name, _, number = panel.view.readout.partition(": ")
        assert name == "row 0, column 0"
        assert np.float32(number) == values[0, 0]
        panel.mark((0, 1))
        assert panel.view.readout == "row 0, column 1: -1.1228564"
        panel.mark(None)
        assert panel.view.readout == ""

    def test_the_mouse_tells_which_cell_it_is_on(
        self, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, qtbot: QtBot
    ) -> None:
        panel = show_panel()
        panel.set_snapshot(make_snapshot(ARTICLE))
        for row, column in ((0, 0), (1, 4), (0, 2)):
            with qtbot.waitSignal(panel.view.cell_hovered, timeout=2000) as hovered:
                QTest.mouseMove(panel.view, inner(panel.view, row, column).toPoint())
            assert hovered.args == [(row, column)]
        with qtbot.waitSignal(panel.view.cell_hovered, timeout=2000) as hovered:
            QTest.mouseMove(panel.view, QPoint(2, 2))
        assert hovered.args == [None]

    def test_what_is_read_out_follows_the_next_snapshot(
        self, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel
    ) -> None:
        panel = show_panel("grad")
        panel.set_snapshot(make_snapshot(ARTICLE, ARTICLE))
        panel.mark((1, 1))
        assert panel.view.readout == "row 1, column 1: 2.2082"
        panel.set_snapshot(make_snapshot(ARTICLE, np.zeros((2, 5))))
        assert panel.view.readout == "row 1, column 1: 0.0"
        panel.set_snapshot(make_snapshot(ARTICLE, None))
        assert panel.view.readout == ""

    def test_a_mark_beyond_a_smaller_table_is_no_mark(
        self, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
    ) -> None:
        panel = show_panel()
        panel.set_snapshot(make_snapshot([[0.5]]))
        plain = picture(panel.view)
        panel.mark((7, 7))
        assert panel.view.readout == ""
        assert picture(panel.view) == plain

    def test_the_chosen_cell_has_a_strong_ring_and_the_one_under_the_mouse_a_light_one(
        self, theme: Theme, make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel, picture: Pictured
    ) -> None:
        panel = show_panel(theme=theme)
        panel.set_snapshot(make_snapshot(ARTICLE))
        plain = picture(panel.view)
        panel.mark((0, 3))
        panel.select((1, 0))
        marked, grid = picture(panel.view), panel.view.grid()
        assert grid is not None
        chosen, hovered = (grid.cell(*place).adjusted(-2, -2, 2, 2) for place in ((1, 0), (0, 3)))
        assert marked.count(theme.ink, chosen) > plain.count(theme.ink, chosen) + 150
        differs = marked.within(hovered) != plain.within(hovered)
        assert 150 < differs.sum() < 1000
        assert marked.count(theme.ink, hovered) == plain.count(theme.ink, hovered)
        assert (marked.within(grid.cell(1, 1)) == plain.within(grid.cell(1, 1))).all()

    def test_a_cell_of_a_reduced_tile_names_the_rows_it_stands_for(
        self, make_tile: Callable[..., Tile], make_snapshot: Callable[..., Snapshot], show_panel: ShowPanel
    ) -> None:
        tile = make_tile(np.arange(20).reshape(4, 5), shape=(1000, 5))
        panel = show_panel()
        panel.set_snapshot(make_snapshot(tile))
        panel.mark((250, 0))
        assert panel.view.readout == "row 250–499, column 0: 5.0"
        panel.mark((499, 4))
        assert panel.view.readout == "row 250–499, column 4: 9.0"
        assert "largest magnitude" in panel.subtitle.text()

    @pytest.mark.parametrize("width", [500, 380])
    def test_a_long_read_out_leaves_the_colour_bar_alone(
        self,
        width: int,
        make_tile: Callable[..., Tile],
        make_snapshot: Callable[..., Snapshot],
        show_panel: ShowPanel,
        picture: Pictured,
    ) -> None:
        tile = make_tile(np.full((250, 300), -1.1754944e-38), shape=(999_999, 90_000))
        panel = show_panel(width=width)
        panel.set_snapshot(make_snapshot(tile))
        before = picture(panel.view)
        panel.mark((987_654, 89_000))
        bar = QRectF(panel.view.width() - 200, panel.view.height() - 22, 200, 22)
        assert (picture(panel.view).within(bar) == before.within(bar)).all()
        assert panel.view.readout.endswith("-1.1754944e-38")


class TestReducedTiles:
    @pytest.mark.parametrize("shape", [(1000, 300), (999_999, 7), (7, 5), (250, 301)])
    def test_every_row_and_column_of_the_table_finds_its_cell(
        self,
        shape: tuple[int, int],
        make_tile: Callable[..., Tile],
        show_panel: ShowPanel,
        make_snapshot: Any,
    ) -> None:
        cells = (min(shape[0], 250), min(shape[1], 300))
        tile = make_tile(np.arange(cells[0] * cells[1]).reshape(cells), shape=shape)
        panel = show_panel()
        panel.set_snapshot(make_snapshot(tile))
        for row in {0, 1, shape[0] // 2, shape[0] // 3, shape[0] - 1}:
            for column in (0, shape[1] // 2, shape[1] - 1):
                expected = next(
                    tile.values[i, j]
                    for i in range(cells[0])
                    if tile.row_span(i)[0] <= row < tile.row_span(i)[1]
                    for j in range(cells[1])
                    if tile.column_span(j)[0] <= column < tile.column_span(j)[1]
                )
                found = panel.view.value_at((row, column))
                assert found is not None
                assert found[1] == expected

    def test_a_part_of_a_table_knows_only_its_rows(
        self, make_tile: Callable[..., Tile], show_panel: ShowPanel, make_snapshot: Any
    ) -> None:
        tile = make_tile(np.zeros((10, 5)), shape=(1000, 5), rows=(500, 600))
        panel = show_panel()
        panel.set_snapshot(make_snapshot(tile))
        assert panel.view.value_at((499, 0)) is None
        assert panel.view.value_at((600, 0)) is None
        assert panel.view.value_at((599, 0)) is not None


class TestSize:
    @pytest.mark.parametrize("size", [(1, 1), (10, 10), (22, 46), (40, 46), (60, 60), (2000, 50), (50, 1500)])
    @pytest.mark.parametrize("name", ["article", "1000 x 300", "one row", "0 x 5", "nan"])
    def test_a_view_of_any_size_can_be_painted_and_pointed_at(
        self, size: tuple[int, int], name: str, make_tile: Callable[..., Tile], show: Any, picture: Pictured
    ) -> None:
        view = HeatmapView()
        view.setMinimumSize(1, 1)
        show(view, *size)
        view.set_tile(make_tile(TABLES[name]), run=1)
        picture(view)
        for x, y in ((0, 0), (size[0] // 2, size[1] // 2), (size[0] - 1, size[1] - 1)):
            QTest.mouseMove(view, QPoint(x, y))
        assert view.viewport().height >= 1
        assert view.viewport().width >= 1

    def test_the_viewport_has_no_more_cells_than_pixels(
        self, show_panel: ShowPanel, make_snapshot: Any
    ) -> None:
        panel = show_panel(width=900, height=500)
        panel.set_snapshot(make_snapshot(ARTICLE))
        grid = panel.view.grid()
        assert grid is not None
        viewport = panel.view.viewport()
        assert grid.area.height() - 16 < viewport.height <= grid.area.height()
        assert grid.area.width() - 16 < viewport.width <= grid.area.width()

    def test_another_size_is_told(self, show_panel: ShowPanel, qtbot: QtBot) -> None:
        panel = show_panel()
        with qtbot.waitSignal(panel.view.resized, timeout=2000):
            panel.resize(900, 500)


class TestPanel:
    def test_the_name_shape_and_place_are_told_to_everyone(
        self, show_panel: ShowPanel, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        panel = show_panel()
        panel.set_snapshot(make_snapshot(ARTICLE))
        assert panel.title.text() == "weight"
        assert panel.subtitle.text() == "2 × 5 float32"
        assert panel.accessibleName() == panel.view.accessibleName() == "weight"
        assert panel.view.accessibleDescription() == "2 rows, 5 columns"

    def test_retranslating_changes_nothing_in_the_same_language(
        self, show_panel: ShowPanel, make_snapshot: Callable[..., Snapshot], picture: Pictured
    ) -> None:
        panel = show_panel("grad")
        panel.retranslate()
        panel.set_snapshot(make_snapshot(ARTICLE, ARTICLE))
        before = picture(panel)
        panel.retranslate()
        assert picture(panel) == before

    def test_another_look_repaints_the_cells(
        self, show_panel: ShowPanel, make_snapshot: Callable[..., Snapshot], theme: Theme, picture: Pictured
    ) -> None:
        panel = show_panel()
        panel.set_snapshot(make_snapshot(ARTICLE))
        panel.set_theme(theme)
        assert picture(panel).at(300, 3) == theme.card
        there = channels(picture(panel.view).at_point(inner(panel.view, 0, 4)))
        expected = pg.colormap.get(theme.colour_map).map((-1.1229 / panel.view.scale.limit + 1) / 2)[:3]
        assert np.abs(there - expected).max() <= 3
