"""The strip of the whole table: where one is, and the way elsewhere."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from embviz.core.messages import Snapshot, Tile
from embviz.gui.heatmap.colours import colour_table
from embviz.gui.heatmap.lens import Lens
from embviz.gui.heatmap.minimap import Minimap, squeezed
from embviz.gui.heatmap.optional import GradPanel
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.theme import LIGHT
from tests.gui.conftest import Show

LEFT = Qt.MouseButton.LeftButton
ROWS = 1_000_000


def tile_of(values: Any, shape: tuple[int, int] = (ROWS, 300), **where: tuple[int, int]) -> Tile:
    rows, columns = where.get("rows", (0, shape[0])), where.get("columns", (0, shape[1]))
    return Tile(np.float32(values), shape, rows, columns)


@pytest.fixture
def panel(show: Show) -> HeatmapPanel:
    panel: Any = show(HeatmapPanel("weight", lambda snapshot: snapshot.weight), 700, 320)
    lens = Lens(panel)
    lens.set_shape(ROWS, 300)
    panel.set_lens(lens)
    return panel


@pytest.fixture
def strip(panel: HeatmapPanel, make_snapshot: Callable[..., Snapshot]) -> Minimap:
    """The strip while rows in the middle are looked at."""
    panel.view.lens.show_part((500_000, 500_010), (0, 10))  # type: ignore[union-attr]
    overview = np.zeros((256, 8))
    overview[64] = 1.0
    part = tile_of(np.ones((10, 10)), rows=(500_000, 500_010), columns=(0, 10))
    panel.set_snapshot(make_snapshot(part, overview=tile_of(overview)))
    return panel.view.minimap


def lens_of(strip: Minimap) -> Lens:
    lens: Any = strip._lens
    return lens  # type: ignore[no-any-return]


def test_it_is_there_only_while_a_part_is_looked_at(panel: HeatmapPanel, strip: Minimap) -> None:
    assert strip.isVisible()
    area = panel.view.room.area
    assert not strip.geometry().intersects(area)
    assert panel.view.rect().contains(strip.geometry())
    lens_of(strip).show_all()
    assert not strip.isVisible()
    assert panel.view.room.area.width() > area.width()


def test_it_leaves_a_narrow_view_to_the_cells(panel: HeatmapPanel, strip: Minimap) -> None:
    panel.resize(300, 320)
    assert not strip.isVisible()
    panel.resize(700, 320)
    assert strip.isVisible()


def test_it_shows_the_whole_table_in_the_colours_of_the_heatmap(strip: Minimap, picture: Any) -> None:
    shown = picture(strip)
    table = colour_table(LIGHT.colour_map)
    y = strip.height() * 64.5 / 256
    red = QColor(shown.at(7, y))
    assert red.red() > red.blue() + 60
    assert QColor(shown.at(7, y + 20)).lightness() > 200
    assert table.size > 0


def test_without_an_overview_there_is_the_frame_on_plain_ground(
    show: Show, make_snapshot: Callable[..., Snapshot], picture: Any
) -> None:
    panel: Any = show(GradPanel("grad", lambda snapshot: snapshot.grad), 700, 320)
    panel.set_lens(Lens(panel))
    panel.view.lens.set_shape(ROWS, 300)
    panel.view.lens.show_part((0, 10), (0, 300))
    part = tile_of(np.ones((10, 300)), rows=(0, 10))
    panel.set_snapshot(make_snapshot(part, part, overview=tile_of(np.ones((256, 8)))))
    strip = panel.view.minimap
    shown = picture(strip)
    assert shown.count(LIGHT.accent) > 20
    assert shown.colours() < 40
    assert shown.colours(strip.rect().adjusted(0, 30, 0, 0)) == 1


@pytest.mark.parametrize("rows", [(0, 3), (ROWS - 3, ROWS), (250_000, 750_000), (123_456, 123_457)])
def test_the_frame_is_where_one_is_and_never_too_low_to_be_seen(
    strip: Minimap, rows: tuple[int, int]
) -> None:
    lens_of(strip).show_part(rows, (0, 300))
    frame, height = strip.frame, strip.height()
    assert frame.top() >= 0
    assert frame.bottom() <= height
    assert frame.height() >= 6
    assert frame.top() - 4 <= sum(rows) / 2 / ROWS * height <= frame.bottom() + 4


def test_a_press_beside_the_frame_goes_there_and_a_drag_goes_on(strip: Minimap) -> None:
    lens, x = lens_of(strip), strip.width() // 2
    columns = lens.columns
    y = strip.height() // 4
    QTest.mousePress(strip, LEFT, pos=QPoint(x, y))
    assert abs(sum(lens.rows) / 2 / ROWS - y / strip.height()) < 2 / strip.height()
    assert strip.frame.top() <= y <= strip.frame.bottom()
    QTest.mouseMove(strip, QPoint(x, strip.height() - 1))
    assert lens.rows[0] > 0.98 * ROWS
    QTest.mouseMove(strip, QPoint(x, -500))
    assert lens.rows == (0, 10)
    QTest.mouseRelease(strip, LEFT, pos=QPoint(x, -500))
    QTest.mouseMove(strip, QPoint(x, y))
    assert lens.rows == (0, 10)
    assert lens.columns == columns


def test_the_frame_is_taken_where_it_is_and_does_not_jump(strip: Minimap) -> None:
    lens = lens_of(strip)
    lens.show_part((400_000, 600_000), (0, 300))
    start = QPoint(3, int(strip.frame.top()) + 4)
    QTest.mousePress(strip, LEFT, pos=start)
    assert lens.rows == (400_000, 600_000)
    QTest.mouseMove(strip, start + QPoint(0, 10))
    moved = 10 / strip.height() * ROWS
    assert abs(lens.rows[0] - 400_000 - moved) < 0.6 / strip.height() * ROWS
    QTest.mouseRelease(strip, LEFT)


def test_of_a_wide_table_with_few_rows_the_columns_are_moved(strip: Minimap) -> None:
    lens = lens_of(strip)
    lens.set_shape(5, 5000)
    lens.show_part((0, 5), (0, 100))
    QTest.mouseClick(strip, LEFT, pos=QPoint(strip.width() - 1, 60))
    assert lens.rows == (0, 5)
    assert lens.columns[0] > 4000


@given(
    arrays.arrays(np.float32, (23, 9), elements=st.floats(-100, 100, width=32)),
    st.integers(1, 30),
    st.integers(1, 12),
)
def test_squeezing_keeps_the_largest_magnitude_of_each_part(
    values: np.ndarray, rows: int, columns: int
) -> None:
    small = squeezed(values, rows, columns)
    assert small.shape == (min(rows, 23), min(columns, 9))
    assert np.abs(small).max() == np.abs(values).max()
    assert np.isin(small, values).all()
