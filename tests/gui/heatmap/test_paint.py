"""How a heatmap is drawn: where cells lie, what is written on them, what is outlined, what stands around."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from embviz.gui.heatmap.colours import MINUS_INF_COLOUR, NAN_COLOUR, colour_table, colours
from embviz.gui.heatmap.gutter import Gutter, index_places
from embviz.gui.heatmap.paint import (
    Cells,
    Grid,
    _bands,
    fitted,
    paint_lit,
    paint_ring,
    paint_strong_ring,
)
from embviz.gui.heatmap.trim import paint_bar, paint_labels, paint_legend, paint_plate
from embviz.gui.theme import LIGHT, Theme, font

SIZES = st.tuples(st.integers(1, 900), st.integers(1, 700))
COUNTS = st.integers(1, 400)


class Canvas:
    """A picture to paint on, in the colour of a card."""

    def __init__(self, width: int = 600, height: int = 300, theme: Theme = LIGHT) -> None:
        self.theme = theme
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        self.image.fill(QColor(theme.card))

    def paint(self, paint: Callable[..., None], *arguments: object) -> "Canvas":
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter, *arguments)
        painter.end()
        return self

    def at(self, x: float, y: float) -> str:
        return self.image.pixelColor(int(x), int(y)).name()

    @property
    def rgb(self) -> np.ndarray:
        words = np.frombuffer(self.image.constBits(), np.uint32)
        return words.reshape(self.image.height(), self.image.width()) & 0xFFFFFF

    def is_ground(self) -> np.ndarray:
        return self.rgb == QColor(self.theme.card).rgb() & 0xFFFFFF


pytestmark = pytest.mark.usefixtures("qapp")


def cells_of(values: object, changed: object = None, limit: float = 1.0) -> Cells:
    table = np.array(values, np.float32)
    mask = None if changed is None else np.array(changed, np.bool_)
    return Cells(table, colours(table, limit, colour_table("CET-D1A")), mask)


class TestGrid:
    @given(SIZES, COUNTS, COUNTS)
    def test_cells_lie_side_by_side_and_fill_the_area(
        self, size: tuple[int, int], rows: int, columns: int
    ) -> None:
        grid = Grid(QRect(7, 11, *size), rows, columns)
        lefts = [grid.left(column) for column in range(columns + 1)]
        tops = [grid.top(row) for row in range(rows + 1)]
        assert (lefts[0], lefts[-1]) == (7, 7 + size[0])
        assert (tops[0], tops[-1]) == (11, 11 + size[1])
        assert lefts == sorted(lefts)
        assert tops == sorted(tops)
        last = grid.cell(rows - 1, columns - 1)
        assert QRectF(grid.area).contains(last) or last.isEmpty()

    @given(SIZES, COUNTS, COUNTS, st.data())
    def test_the_middle_of_a_cell_is_that_cell(
        self, size: tuple[int, int], rows: int, columns: int, data: st.DataObject
    ) -> None:
        grid = Grid(QRect(7, 11, *size), rows, columns)
        row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
        middle = QPointF(7 + (column + 0.5) * grid.cell_width, 11 + (row + 0.5) * grid.cell_height)
        assert grid.cell_at(middle) == (row, column)

    @pytest.mark.parametrize("point", [(6.9, 50), (50, 10.9), (107.1, 50), (50, 111.1), (-1e6, 1e6)])
    def test_beside_the_cells_there_is_none(self, point: tuple[float, float]) -> None:
        assert Grid(QRect(7, 11, 100, 100), 2, 2).cell_at(QPointF(*point)) is None

    def test_large_cells_stand_apart_by_two_px_and_small_ones_touch(self) -> None:
        large, small = Grid(QRect(0, 0, 100, 100), 2, 2), Grid(QRect(0, 0, 100, 100), 2, 50)
        assert large.cell(0, 1).left() - large.cell(0, 0).right() == 2
        assert small.cell(0, 1).left() - small.cell(0, 0).right() == 0

    @given(SIZES, st.integers(1, 40), st.integers(1, 40))
    def test_a_usual_number_fits_the_cell_it_is_written_in(
        self, size: tuple[int, int], rows: int, columns: int
    ) -> None:
        grid = Grid(QRect(0, 0, *size), rows, columns)
        if grid.text_px:
            metrics = QFontMetricsF(font(grid.text_px, tabular=True))
            assert metrics.horizontalAdvance("-0.0000") <= grid.cell(0, 0).width()
            assert metrics.height() <= grid.cell_height


class TestNumbers:
    def ink_in(self, value: float, limit: float = 1.0) -> np.ndarray:
        grid = Grid(QRect(0, 0, 200, 100), 1, 1)
        canvas = Canvas(200, 100).paint(cells_of([[value]], limit=limit).paint, grid, LIGHT)
        inside = canvas.rgb[8:-8, 8:-8]
        return inside != inside[0, 0]

    def test_the_number_is_in_the_middle_and_not_cut(self) -> None:
        rows, columns = np.nonzero(self.ink_in(-0.25))
        assert abs(columns.min() + columns.max() - 182) <= 8
        assert abs(rows.min() + rows.max() - 82) <= 8

    @pytest.mark.parametrize("value", [-1e30, 1e-30, 123456.0, -12345.678, 3.4e38])
    def test_a_long_number_is_written_smaller_but_whole(self, value: float) -> None:
        ink = self.ink_in(value, limit=1e30)
        assert ink.any()
        assert not ink[:, :4].any()
        assert not ink[:, -4:].any()

    @given(st.floats(width=32), st.integers(9, 40), st.floats(20, 300))
    def test_what_is_written_fits_its_cell_and_reads_back_as_the_number(
        self, value: float, text_px: int, width: float
    ) -> None:
        text, size = fitted(value, text_px, width)
        if not size:
            return
        assert 9 <= size <= text_px
        metrics = QFontMetricsF(font(size, QFont.Weight.Medium, tabular=True))
        assert metrics.horizontalAdvance(text) <= width - 2
        read = float(text)
        assert np.isnan(read) if np.isnan(value) else read == pytest.approx(value, rel=0.05, abs=5.1e-5)

    def test_a_number_too_long_for_a_narrow_cell_is_written_with_one_decimal(self) -> None:
        assert fitted(3.7249e-5, 10, 46) == ("3.7e-05", 10)
        assert fitted(3.7249e-5, 10, 100) == ("3.7249e-05", 10)
        assert fitted(-0.1234, 10, 46)[0] == "-0.1234"
        assert fitted(-1.5e-300, 10, 46)[1] == 0

    def test_cells_of_half_a_column_have_numbers(self) -> None:
        """Two tables of 2 x 5 beside each other, in a column of 560 px."""
        assert Grid(QRect(0, 0, 224, 56), 2, 5).text_px >= 9

    def test_float64_is_written_to_its_own_digits(self) -> None:
        table = np.array([[1e-60]])
        grid = Grid(QRect(0, 0, 200, 100), 1, 1)
        painted = colours(table, 1.0, colour_table("CET-D1A"))
        tiny = Canvas(200, 100).paint(Cells(table, painted, None).paint, grid, LIGHT)
        zero = Canvas(200, 100).paint(Cells(table * 0, painted, None).paint, grid, LIGHT)
        assert (tiny.rgb != zero.rgb).sum() > 50

    def test_different_numbers_of_one_colour_look_different(self) -> None:
        assert not np.array_equal(self.ink_in(0.5001), self.ink_in(0.5002))

    def test_ink_is_black_on_light_cells_and_white_on_dark_ones(self) -> None:
        grid = Grid(QRect(0, 0, 400, 80), 1, 2)
        canvas = Canvas(400, 80).paint(cells_of([[0.0, -1.0]]).paint, grid, LIGHT)
        brightness = (canvas.rgb >> 8 & 255)[10:-10]
        assert brightness[:, 10:190].min() < 40
        assert brightness[:, 210:390].max() > 215

    def test_no_number_is_written_where_it_does_not_fit(self) -> None:
        values = np.full((10, 10), 0.5)
        canvas = Canvas(300, 300).paint(cells_of(values).paint, Grid(QRect(0, 0, 300, 300), 10, 10), LIGHT)
        assert np.unique(canvas.rgb[34:54, 34:54]).size == 1


class TestManyCells:
    def test_each_of_many_cells_has_its_own_colour(self) -> None:
        values = np.linspace(-1, 1, 30 * 50).reshape(30, 50)
        grid = Grid(QRect(10, 10, 500, 300), 30, 50)
        canvas = Canvas(520, 320).paint(cells_of(values).paint, grid, LIGHT)
        expected = colours(values.astype(np.float32), 1.0, colour_table("CET-D1A")) & 0xFFFFFF
        painted = canvas.rgb[14 : 14 + 300 : 10, 14 : 14 + 500 : 10]
        assert (painted == expected).all()
        assert canvas.is_ground()[18 : 18 + 300 : 10].all()

    def test_a_pixel_for_each_cell_is_the_table_itself(self) -> None:
        values = np.random.default_rng(1).uniform(-1, 1, (200, 400)).astype(np.float32)
        canvas = Canvas(400, 200).paint(cells_of(values).paint, Grid(QRect(0, 0, 400, 200), 200, 400), LIGHT)
        assert (canvas.rgb == colours(values, 1.0, colour_table("CET-D1A")) & 0xFFFFFF).all()

    def test_what_is_painted_does_not_change_with_the_array_it_came_from(self) -> None:
        values = np.zeros((200, 400), np.float32)
        painted = colours(values, 1.0, colour_table("CET-D1A"))
        cells, grid = Cells(values, painted, None), Grid(QRect(0, 0, 400, 200), 200, 400)
        once = Canvas(400, 200).paint(cells.paint, grid, LIGHT).rgb.copy()
        del painted
        assert (Canvas(400, 200).paint(cells.paint, grid, LIGHT).rgb == once).all()


class TestOutlines:
    def test_a_changed_cell_has_an_outline_and_its_neighbours_have_none(self) -> None:
        grid = Grid(QRect(0, 0, 300, 100), 1, 3)
        canvas = Canvas(300, 100)
        canvas.paint(cells_of([[0, 0, 0]], changed=[[False, True, False]]).paint, grid, LIGHT)
        plain = Canvas(300, 100).paint(cells_of([[0, 0, 0]]).paint, grid, LIGHT)
        differs = canvas.rgb != plain.rgb
        assert not differs[:, :100].any()
        assert not differs[:, 200:].any()
        assert canvas.at(100.5, 50) == LIGHT.accent
        assert plain.at(100.5, 50) != LIGHT.accent

    @pytest.mark.parametrize("row", [0, 1, 500, 998, 999])
    def test_one_changed_row_among_a_thousand_is_seen(self, row: int) -> None:
        changed = np.zeros((1000, 300), np.bool_)
        changed[row, 17] = True
        grid = Grid(QRect(20, 20, 560, 260), 1000, 300)
        canvas, plain = Canvas(), Canvas()
        canvas.paint(cells_of(np.zeros((1000, 300)), changed).paint, grid, LIGHT)
        plain.paint(cells_of(np.zeros((1000, 300))).paint, grid, LIGHT)
        rows, columns = np.nonzero(canvas.rgb != plain.rgb)
        assert columns.size > 500
        assert abs(rows.mean() - (20 + 260 * (row + 0.5) / 1000)) < 3
        assert np.ptp(rows) < 8

    def test_a_table_that_changed_everywhere_keeps_its_colours(self) -> None:
        grid = Grid(QRect(20, 20, 560, 260), 1000, 300)
        canvas, plain = Canvas(), Canvas()
        values = np.random.default_rng(1).uniform(-1, 1, (1000, 300))
        canvas.paint(cells_of(values, np.ones_like(values, np.bool_)).paint, grid, LIGHT)
        plain.paint(cells_of(values).paint, grid, LIGHT)
        assert (canvas.rgb == plain.rgb)[24:276, 24:576].all()

    @pytest.mark.parametrize("apart", [2, 3, 7, 30, 60])
    def test_many_changed_rows_do_not_hide_the_table(self, apart: int) -> None:
        """An outline for each of many thin rows would be all there is to see."""
        values = np.random.default_rng(1).uniform(-1, 1, (1000, 300))
        changed = np.zeros_like(values, np.bool_)
        changed[::apart] = True
        grid = Grid(QRect(20, 20, 560, 260), 1000, 300)
        canvas, plain = Canvas(), Canvas()
        canvas.paint(cells_of(values, changed).paint, grid, LIGHT)
        plain.paint(cells_of(values).paint, grid, LIGHT)
        kept = (canvas.rgb == plain.rgb)[24:276, 24:576].mean()
        assert kept > 0.5

    @given(arrays.arrays(np.bool_, st.integers(0, 40)))
    def test_bands_are_the_runs_of_changed_rows(self, changed: np.ndarray) -> None:
        bands = _bands(changed)
        rebuilt = np.zeros_like(changed)
        for first, past in bands:
            assert first < past
            rebuilt[first:past] = True
        assert (rebuilt == changed).all()
        assert all(past < first for (_, past), (first, _) in pairwise(bands))


class TestRing:
    @pytest.mark.parametrize("paint", [paint_ring, paint_strong_ring])
    def test_a_ring_is_around_the_cell_and_leaves_its_middle(self, paint: Callable[..., None]) -> None:
        canvas = Canvas(200, 100).paint(paint, QRectF(50, 20, 100, 60), LIGHT)
        assert canvas.is_ground()[24:76, 54:146].all()
        assert (~canvas.is_ground()).sum() > 300

    def test_the_ring_of_a_chosen_cell_is_stronger_than_the_one_under_the_mouse(self) -> None:
        box = QRectF(50, 20, 100, 60)
        light, strong = (
            int((255 - Canvas(200, 100).paint(paint, box, LIGHT).rgb % 256).sum())
            for paint in (paint_ring, paint_strong_ring)
        )
        assert strong > 1.5 * light


class TestLit:
    def test_lit_rows_are_framed_in_the_accent_and_no_cell_is_covered(self) -> None:
        grid = Grid(QRect(30, 10, 300, 120), 3, 4)
        canvas = Canvas(400, 140).paint(paint_lit, grid, np.array([False, True, True]), LIGHT)
        accent = QColor(LIGHT.accent).rgb() & 0xFFFFFF
        rows = np.flatnonzero((canvas.rgb == accent).any(axis=1))
        assert grid.top(1) - 3 <= rows.min() <= grid.top(1)
        assert grid.top(3) - 4 <= rows.max() <= grid.top(3)
        inside = grid.cell(1, 0).adjusted(2, 2, -2, -2).toRect()
        assert canvas.is_ground()[inside.top() : inside.bottom(), inside.left() : inside.right()].all()

    def test_beside_lit_rows_there_is_a_bar(self) -> None:
        grid = Grid(QRect(30, 10, 300, 120), 3, 4)
        canvas = Canvas(400, 140).paint(paint_lit, grid, np.array([True, False, False]), LIGHT)
        assert canvas.at(26, 30) == LIGHT.accent
        assert canvas.is_ground()[60:, :].all()

    def test_one_lit_row_of_a_thousand_is_seen(self) -> None:
        lit = np.zeros(1000, np.bool_)
        lit[500] = True
        canvas = Canvas().paint(paint_lit, Grid(QRect(20, 20, 560, 260), 1000, 300), lit, LIGHT)
        rows = np.flatnonzero((~canvas.is_ground()).sum(axis=1) > 400)
        assert rows.size
        assert abs(rows.mean() - 150) < 3


class TestLabels:
    @given(st.integers(0, 10**6), st.integers(1, 10**6), st.floats(1, 2000), st.floats(8, 90))
    def test_labels_are_round_numbers_with_room_between_them(
        self, start: int, count: int, length: float, room: float
    ) -> None:
        places = index_places((start, start + count), length, room)
        assert all(start <= index < start + count for index, _ in places)
        assert all(0 < place < length for _, place in places)
        steps = {later[0] - earlier[0] for earlier, later in pairwise(places)}
        assert len(steps) <= 1
        for (_, earlier), (_, later) in pairwise(places):
            assert later - earlier >= 0.99 * room
        for stride in steps:
            assert str(stride).rstrip("0") in ("1", "2", "5")
            assert all(index % stride == 0 for index, _ in places)

    def test_every_row_and_column_of_a_small_table_has_its_number(self) -> None:
        canvas = Canvas().paint(paint_labels, QRect(20, 20, 560, 260), (0, 2), (0, 5), LIGHT)
        inked = ~canvas.is_ground()
        assert not inked[20:, 20:].any()
        above, beside = inked[:20].any(axis=0), inked[:, :20].any(axis=1)
        for column in range(5):
            assert above[20 + column * 112 : 20 + (column + 1) * 112].any()
        for row in range(2):
            assert beside[20 + row * 130 : 20 + (row + 1) * 130].any()

    def test_labels_of_a_part_are_those_of_the_table(self) -> None:
        area = QRect(60, 20, 500, 260)
        pictures = [
            Canvas().paint(paint_labels, area, rows, (0, 5), LIGHT).rgb for rows in ((0, 2), (700, 702))
        ]
        assert (pictures[0][:20] == pictures[1][:20]).all()
        assert (pictures[0][:, :60] != pictures[1][:, :60]).any()

    def test_the_padding_row_has_its_word_and_keeps_it_where_few_rows_are_named(self) -> None:
        for rows, padding in ((2, 1), (1000, 777)):
            area = QRect(70, 20, 500, 260)
            plain = Canvas().paint(paint_labels, area, (0, rows), (0, 5), LIGHT)
            gutter = Gutter(padding=(padding, "pad"))
            marked = Canvas().paint(paint_labels, area, (0, rows), (0, 5), LIGHT, gutter)
            differs = np.flatnonzero((plain.rgb != marked.rgb).any(axis=1))
            there = 20 + 260 * (padding + 0.5) / rows
            assert abs(differs.mean() - there) < 16
            assert (plain.rgb[:, 70:] == marked.rgb[:, 70:]).all()

    def test_a_padding_row_beyond_the_part_that_is_shown_has_no_label(self) -> None:
        part = (QRect(70, 20, 500, 260), (700, 702), (0, 5), LIGHT)
        plain = Canvas().paint(paint_labels, *part)
        assert (Canvas().paint(paint_labels, *part, Gutter(padding=(3, "pad"))).rgb == plain.rgb).all()


class TestLegend:
    def test_each_kind_that_is_no_number_has_its_colour_and_its_count(self) -> None:
        values = np.array([[np.nan, 1.0, -np.inf, np.nan]])
        canvas = Canvas(400, 30).paint(paint_legend, QRectF(0, 0, 400, 26), values, LIGHT)
        assert canvas.at(5, 13) == NAN_COLOUR
        assert (canvas.rgb == QColor(MINUS_INF_COLOUR).rgb() & 0xFFFFFF).sum() >= 80

    def test_numbers_alone_have_no_legend(self) -> None:
        canvas = Canvas(400, 30).paint(paint_legend, QRectF(0, 0, 400, 26), np.ones((2, 2)), LIGHT)
        assert canvas.is_ground().all()


class TestBar:
    def test_without_numbers_the_bar_takes_a_small_box(self) -> None:
        table = colour_table("CET-D1A")
        box = QRectF(20, 2, 88, 14)
        canvas = Canvas(120, 20).paint(paint_bar, box, 2.5, table, LIGHT, False)
        columns = np.flatnonzero((~canvas.is_ground()).any(axis=0))
        assert columns.min() >= 20
        assert columns.max() <= 108
        assert columns.size >= 70

    @pytest.mark.parametrize("limit", [1e-30, 0.5, 1.0, 2.5, 1e30])
    @pytest.mark.parametrize("width", [230, 160])
    def test_the_bar_runs_through_the_whole_map_and_stays_in_its_box(self, limit: float, width: int) -> None:
        table = colour_table("CET-D1A")
        canvas = Canvas(300, 40).paint(paint_bar, QRectF(300 - width, 10, width, 20), limit, table, LIGHT)
        inked = ~canvas.is_ground()
        assert not inked[:, : 300 - width - 1].any()
        hues = canvas.image.convertToFormat(QImage.Format.Format_RGB32)
        middle = [hues.pixelColor(x, 22) for x in range(300)]
        coloured = [x for x, colour in enumerate(middle) if colour.saturation() > 60]
        assert middle[coloured[0] + 3].blue() > middle[coloured[0] + 3].red()
        assert middle[coloured[-1] - 3].red() > middle[coloured[-1] - 3].blue()


class TestPlate:
    @pytest.mark.parametrize("size", [(246, 80), (246, 48), (520, 90), (180, 60)])
    def test_the_text_stays_within_a_small_plate(self, size: tuple[int, int]) -> None:
        box = QRectF(20, 20, *size)
        said = Canvas().paint(paint_plate, box, LIGHT, "not created yet", "the first Step makes it")
        mute = Canvas().paint(paint_plate, box, LIGHT, "", "")
        rows, columns = np.nonzero(said.rgb != mute.rgb)
        assert rows.min() > 22
        assert rows.max() < 18 + size[1]
        assert columns.min() > 22
        assert columns.max() < 18 + size[0]

    def test_the_plate_is_hatched_and_says_its_text(self) -> None:
        box = QRectF(10, 10, 580, 280)
        said = Canvas().paint(paint_plate, box, LIGHT, "None", "Backward fills it")
        mute = Canvas().paint(paint_plate, box, LIGHT, "", "")
        stripes = mute.rgb[100, 100:400]
        assert set(np.unique(stripes)) >= {QColor(c).rgb() & 0xFFFFFF for c in (LIGHT.stripe, LIGHT.card)}
        # Both colours come back again and again: it is a hatching, not two halves.
        assert np.count_nonzero(np.diff((stripes == stripes[0]).astype(int))) > 20
        assert (said.rgb != mute.rgb).sum() > 500

    @pytest.mark.parametrize("size", [(1, 1), (40, 12), (5000, 3)])
    def test_a_plate_of_any_size_can_be_painted(self, size: tuple[int, int]) -> None:
        Canvas().paint(paint_plate, QRectF(0, 0, *size), LIGHT, "None", "Backward fills it")
