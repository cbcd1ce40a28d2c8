"""Zooming and panning by hand: wheel, drag, double click and keys, in a table larger than its card."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from embviz.core.messages import Snapshot, Viewport
from embviz.engine.detail import tile
from embviz.gui.heatmap.lens import Lens
from embviz.gui.heatmap.panels import HeatmapPanel
from tests.gui.conftest import Show

Key, Modifier = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
ROWS, DIM = 100_000, 64
TABLE = np.random.default_rng(0).standard_normal((ROWS, DIM), dtype=np.float32)


class Card:
    """The card of weight in front of an engine that answers when it is told to."""

    def __init__(self, panel: HeatmapPanel, make_snapshot: Callable[..., Snapshot]) -> None:
        self.panel, self.view = panel, panel.view
        self.lens = Lens(panel)
        self.lens.set_shape(ROWS, DIM)
        panel.set_lens(self.lens)
        panel.cell_clicked.connect(panel.select)
        self.clicked: list[Any] = []
        panel.cell_clicked.connect(self.clicked.append)
        self._make_snapshot = make_snapshot
        self.answer()

    def answer(self) -> None:
        """Have the engine send what is looked at."""
        fits = self.panel.viewport()
        part = Viewport(fits.height, fits.width, *self.lens.rows, *self.lens.columns)
        self.panel.set_snapshot(self._make_snapshot(tile(TABLE, part)))

    def look(self, rows: tuple[int, int], columns: tuple[int, int] = (0, DIM)) -> None:
        self.lens.show_part(rows, columns)
        self.answer()

    def wheel(
        self, degrees: int, at: QPoint | None = None, held: Modifier = Modifier.NoModifier, *, aside: int = 0
    ) -> bool:
        """Turn the wheel, 15 degrees a notch, and return whether it was taken."""
        point = QPointF(self.middle if at is None else at)
        event = QWheelEvent(
            point,
            self.view.mapToGlobal(point),
            QPoint(),
            QPoint(aside * 8, degrees * 8),
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.view, event)
        return event.isAccepted()

    def drag(self, start: QPoint, end: QPoint) -> None:
        QTest.mousePress(self.view, LEFT, pos=start)
        QTest.mouseMove(self.view, end)
        QTest.mouseRelease(self.view, LEFT, pos=end)

    @property
    def middle(self) -> QPoint:
        return self.view.room.area.center()

    @property
    def sizes(self) -> tuple[int, int]:
        return self.lens.rows[1] - self.lens.rows[0], self.lens.columns[1] - self.lens.columns[0]


@pytest.fixture
def card(show: Show, make_snapshot: Callable[..., Snapshot]) -> Card:
    panel: Any = HeatmapPanel("weight", lambda snapshot: snapshot.weight, is_editable=True)
    return Card(show(panel, 700, 320), make_snapshot)


class TestWheel:
    def test_a_dozen_notches_lead_from_the_whole_table_to_numbers(self, card: Card) -> None:
        notches = 0
        while card.view.grid() is None or not card.view.grid().text_px:  # type: ignore[union-attr]
            assert card.wheel(15)
            card.answer()
            notches += 1
            assert notches <= 12
        assert card.view.is_typed_into is False

    def test_the_row_under_the_mouse_stays_under_it(self, card: Card) -> None:
        point = QPoint(card.middle.x(), card.view.room.area.top() + 30)
        for _ in range(12):
            before = card.view.frame().point_of(QPointF(point))[0]  # type: ignore[union-attr]
            card.wheel(15, point)
            after = card.view.frame().point_of(QPointF(point))[0]  # type: ignore[union-attr]
            assert abs(after - before) <= 1
            card.answer()

    def test_ctrl_zooms_the_rows_alone(self, card: Card) -> None:
        for _ in range(20):
            card.wheel(15, held=Modifier.ControlModifier)
        assert card.sizes[0] <= card.view.room.readable[0]
        assert card.lens.columns == (0, DIM)

    def test_alt_with_plus_and_minus_does_so_by_key(self, card: Card) -> None:
        for _ in range(20):
            QTest.keyClick(card.view, Qt.Key.Key_Plus, Modifier.AltModifier)
            card.answer()
        assert card.sizes[0] <= card.view.room.readable[0]
        assert card.lens.columns == (0, DIM)
        QTest.keyClick(card.view, Qt.Key.Key_Minus, Modifier.AltModifier)
        assert card.sizes[0] > 1
        assert card.lens.columns == (0, DIM)

    def test_shift_pans_the_rows_and_a_turn_to_the_side_the_columns(self, card: Card) -> None:
        card.look((1000, 1080), (10, 42))
        card.wheel(-15, held=Modifier.ShiftModifier)
        assert (card.lens.rows, card.lens.columns) == ((1010, 1090), (10, 42))
        card.wheel(15, held=Modifier.ShiftModifier)
        card.wheel(0, aside=-15)
        assert (card.lens.rows, card.lens.columns) == ((1000, 1080), (14, 46))

    def test_small_turns_of_a_touchpad_add_up_to_a_notch(self, card: Card) -> None:
        for _ in range(4):
            card.wheel(3)
        assert card.lens.is_whole
        card.wheel(3)
        assert not card.lens.is_whole

    def test_the_cell_that_comes_to_be_under_the_mouse_is_told_of_once_it_is_there(self, card: Card) -> None:
        told: list[Any] = []
        card.look((1000, 1010), (0, 10))
        QTest.mouseMove(card.view, card.middle)
        card.panel.cell_hovered.connect(told.append)
        card.lens.pan(30, 0)
        assert told == []
        card.answer()
        assert told == [card.view.frame().place_at(QPointF(card.middle))]  # type: ignore[union-attr]
        assert told[0][0] in range(1030, 1040)
        QApplication.sendEvent(card.view, QEvent(QEvent.Type.Leave))
        card.look((1000, 1010), (0, 10))
        assert told[1:] == [None]

    def test_where_nothing_can_be_zoomed_the_wheel_is_left_to_what_is_around(
        self, card: Card, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        assert not card.wheel(-15)
        card.lens.set_shape(2, 5)
        card.panel.set_snapshot(make_snapshot(TABLE[:2, :5]))
        assert not card.wheel(15)
        assert card.lens.is_whole


class TestDrag:
    def test_a_drag_takes_the_cells_along_and_chooses_nothing(self, card: Card) -> None:
        card.look((1000, 1010), (0, 10))
        grid = card.view.grid()
        assert grid is not None
        start, end = grid.cell(5, 5).center().toPoint(), grid.cell(2, 3).center().toPoint()
        card.drag(start, end)
        assert (card.lens.rows, card.lens.columns) == ((1003, 1013), (2, 12))
        assert card.clicked == []
        card.answer()
        assert card.view.frame().place_at(QPointF(end)) == (1005, 5)  # type: ignore[union-attr]

    def test_a_hand_that_trembles_still_chooses_the_cell(self, card: Card) -> None:
        card.look((1000, 1010), (0, 10))
        grid = card.view.grid()
        assert grid is not None
        point = grid.cell(5, 5).center().toPoint()
        card.drag(point, point + QPoint(2, 2))
        assert card.clicked == [(1005, 5)]
        assert card.lens.rows == (1000, 1010)

    def test_the_whole_table_cannot_be_dragged_and_the_press_chooses(self, card: Card) -> None:
        card.drag(card.middle, card.middle + QPoint(60, 40))
        assert card.lens.is_whole
        assert len(card.clicked) == 1

    def test_the_old_cells_are_where_the_drag_has_brought_them_at_once(
        self, card: Card, picture: Any
    ) -> None:
        card.look((1000, 1010), (0, 10))
        grid = card.view.grid()
        assert grid is not None
        before, here, there = picture(card.view), grid.cell(5, 5), grid.cell(3, 5)
        card.drag(here.center().toPoint(), there.center().toPoint())
        moved = picture(card.view)
        assert (moved.within(there.toRect()) == before.within(here.toRect())).mean() > 0.98
        # What is still on its way is quiet ground, and comes with the answer.
        card.answer()
        arrived = picture(card.view)
        assert (arrived.within(there.toRect()) == before.within(here.toRect())).mean() > 0.98
        last = grid.cell(9, 5).toRect()
        assert moved.colours(last) == 1 < arrived.colours(last)


class TestDoubleClick:
    def test_a_cell_that_stands_for_several_is_zoomed_in_on_until_it_is_one(self, card: Card) -> None:
        point = card.middle + QPoint(31, 17)
        clicks = 0
        while True:
            frame = card.view.frame()
            assert frame is not None
            place = frame.place_at(QPointF(point))
            assert place is not None
            if frame.is_alone(place):
                break
            rows, columns = frame.spans_of(place)  # type: ignore[misc]
            QTest.mouseDClick(card.view, LEFT, pos=point)
            clicks += 1
            assert clicks < 5
            assert card.lens.rows[0] <= rows[0] < rows[1] <= card.lens.rows[1]
            assert card.lens.columns[0] <= columns[0] < columns[1] <= card.lens.columns[1]
            card.answer()
        assert clicks >= 2
        edit = card.view.edit
        assert edit is not None
        assert card.view.grid().text_px  # type: ignore[union-attr]
        assert not edit.isVisible()
        QTest.mouseDClick(card.view, LEFT, pos=point)
        assert edit.isVisible()
        assert np.float32(edit.text()) == TABLE[place]
        # Or Qt takes the next click of another test for the rest of this one.
        QTest.mouseClick(card.view, LEFT, pos=QPoint(2, 2))

    def test_another_part_of_the_table_closes_the_field(self, card: Card) -> None:
        card.look((1000, 1010), (0, 10))
        card.view.begin_edit((1003, 3))
        assert card.view.edit is not None
        assert card.view.edit.isVisible()
        card.wheel(15)
        assert not card.view.edit.isVisible()


class TestKeys:
    def test_plus_and_minus_zoom_around_the_chosen_cell(self, card: Card) -> None:
        card.panel.select((70_000, 40))
        for _ in range(6):
            QTest.keyClicks(card.view, "+")
            assert card.lens.rows[0] <= 70_000 < card.lens.rows[1]
        for _ in range(8):
            QTest.keyClicks(card.view, "-")
        assert card.lens.is_whole

    def test_where_a_number_can_be_typed_a_minus_begins_one(self, card: Card) -> None:
        card.look((1000, 1010), (0, 10))
        card.panel.select((1003, 3))
        QTest.keyClicks(card.view, "-")
        assert card.view.edit is not None
        assert card.view.edit.text() == "-"
        assert card.lens.rows == (1000, 1010)

    def test_page_keys_go_on_by_what_is_in_view(self, card: Card) -> None:
        card.look((1000, 1010), (0, 10))
        QTest.keyClick(card.view, Key.Key_PageDown)
        assert (card.lens.rows, card.lens.columns) == ((1010, 1020), (0, 10))
        for _ in range(200):
            QTest.keyClick(card.view, Key.Key_PageUp)
        assert card.lens.rows == (0, 10)

    def test_home_and_end_stay_the_timeline_s(self, card: Card) -> None:
        card.look((1000, 1010), (0, 10))
        for key in (Key.Key_Home, Key.Key_End):
            QTest.keyClick(card.view, key)
        assert card.lens.rows == (1000, 1010)
        assert card.clicked == []

    def test_the_arrows_take_the_view_along_faster_than_the_engine_answers(self, card: Card) -> None:
        card.look((1000, 1010), (0, 10))
        card.panel.select((1008, 3))
        for _ in range(25):
            QTest.keyClick(card.view, Key.Key_Down)
        assert card.clicked == [(row, 3) for row in range(1009, 1034)]
        assert card.lens.rows == (1024, 1034)
        card.answer()
        for _ in range(12):
            QTest.keyClick(card.view, Key.Key_Right)
        assert card.view.selected == (1033, 15)
        assert card.lens.columns == (6, 16)

    def test_the_arrows_stop_at_the_end_of_the_table(self, card: Card) -> None:
        card.look((ROWS - 10, ROWS), (0, 10))
        card.panel.select((ROWS - 1, 0))
        QTest.keyClick(card.view, Key.Key_Down)
        QTest.keyClick(card.view, Key.Key_Left)
        assert card.clicked == [(ROWS - 1, 0)] * 2


class TestWhatIsSaid:
    def test_the_subtitle_says_where_one_is(self, card: Card) -> None:
        assert card.panel.subtitle.text() == "100,000 × 64 float32 · each cell shows its largest magnitude"
        card.look((49_980, 50_021), (0, 64))
        assert card.panel.subtitle.text() == "rows 49,980–50,020 of 100,000, 64 columns · float32"
        card.look((7, 8), (3, 9))
        assert card.panel.subtitle.text() == "row 7 of 100,000, columns 3–8 of 64 · float32"
        card.lens.show_all()
        assert card.panel.subtitle.text().startswith("100,000 × 64 float32")

    def test_the_word_that_brings_the_whole_back_is_there_while_there_is_more(self, card: Card) -> None:
        card.panel.offer_whole()
        assert card.panel.whole is not None
        assert not card.panel.whole.isVisible()
        card.look((1000, 1010))
        assert card.panel.whole.isVisible()
        card.panel.whole.click()
        assert card.lens.is_whole
        assert not card.panel.whole.isVisible()

    def test_a_screen_reader_is_told_what_is_in_view(self, card: Card) -> None:
        assert card.view.accessibleDescription() == "100000 rows, 64 columns"
        card.look((1000, 1010))
        assert card.view.accessibleDescription() == (
            "100000 rows, 64 columns; in view: rows 1000–1009 of 100,000, 64 columns"
        )

    def test_a_table_of_another_shape_is_shown_as_it_comes(
        self, card: Card, make_snapshot: Callable[..., Snapshot]
    ) -> None:
        card.look((1000, 1010))
        card.panel.set_snapshot(make_snapshot(TABLE[:3, :4]))
        grid = card.view.grid()
        assert grid is not None
        assert (grid.rows, grid.columns) == (3, 4)
