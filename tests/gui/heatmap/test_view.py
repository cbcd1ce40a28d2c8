"""Choosing and editing: a cell is chosen with mouse or keys, and typed into where it is one cell alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import GradStatus, Snapshot, Tile
from embviz.gui.heatmap.optional import GradPanel
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.theme import LIGHT

ARTICLE = (
    (0.3367, 0.1288, 0.2345, 0.2303, -1.1229),
    (-0.1863, 2.2082, -0.6380, 0.4617, 0.2674),
)
MakeSnapshot = Callable[..., Snapshot]
MakeTile = Callable[..., Tile]
Show = Callable[..., Any]
Key = Qt.Key


def weight_panel(is_editable: bool = True) -> HeatmapPanel:
    return HeatmapPanel("weight", lambda snapshot: snapshot.weight, is_editable=is_editable)


@pytest.fixture
def panel(show: Show, make_snapshot: MakeSnapshot) -> HeatmapPanel:
    panel: HeatmapPanel = show(weight_panel(), 560, 190)
    panel.set_snapshot(make_snapshot(ARTICLE))
    # As the window does it: what is chosen is shown as chosen.
    panel.cell_clicked.connect(panel.select)
    return panel


def middle(panel: HeatmapPanel, row: int, column: int) -> QPoint:
    grid = panel.view.grid()
    assert grid is not None
    return grid.cell(row, column).center().toPoint()


def edit_of(panel: HeatmapPanel) -> QLineEdit:
    assert panel.view.edit is not None
    return panel.view.edit


def heard(panel: HeatmapPanel) -> list[tuple[Any, float]]:
    told: list[tuple[Any, float]] = []
    panel.cell_edited.connect(lambda place, value: told.append((place, value)))
    return told


def end_double_click(panel: HeatmapPanel) -> None:
    """Click elsewhere, or Qt takes what another test does with the mouse for the rest of the double click."""
    QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def float64_tile(values: Any) -> Tile:
    table = np.array(values, np.float64)
    return Tile(values=table, shape=table.shape, rows=(0, table.shape[0]), columns=(0, table.shape[1]))


class TestChoosing:
    def test_a_click_tells_which_cell_was_chosen(self, panel: HeatmapPanel, qtbot: QtBot) -> None:
        for place in ((0, 0), (1, 4), (1, 2)):
            with qtbot.waitSignal(panel.cell_clicked, timeout=2000) as clicked:
                QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=middle(panel, *place))
            assert clicked.args == [place]

    def test_a_click_beside_the_cells_chooses_nothing(self, panel: HeatmapPanel, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(panel.cell_clicked):
            QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
            QTest.mouseClick(panel.view, Qt.MouseButton.RightButton, pos=middle(panel, 0, 0))

    def test_the_arrow_keys_walk_from_cell_to_cell_and_stop_at_the_border(
        self, panel: HeatmapPanel, qtbot: QtBot
    ) -> None:
        walked: list[object] = []
        panel.cell_clicked.connect(walked.append)
        panel.view.setFocus()
        for key in (Key.Key_Right, Key.Key_Right, Key.Key_Down, Key.Key_Down, Key.Key_Left, Key.Key_Up):
            QTest.keyClick(panel.view, key)
        assert walked == [(0, 0), (0, 1), (1, 1), (1, 1), (1, 0), (0, 0)]

    def test_ctrl_space_presses_the_chosen_cell_as_a_click_does_and_the_arrows_do_not(
        self, panel: HeatmapPanel
    ) -> None:
        pressed: list[object] = []
        panel.cell_pressed.connect(pressed.append)
        panel.select((0, 1))
        QTest.keyClick(panel.view, Key.Key_Down)
        assert pressed == []
        QTest.keyClick(panel.view, Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
        assert pressed == [(1, 1)]
        box = panel.view.frame().box_of((0, 0))  # type: ignore[union-attr]
        assert box is not None
        QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
        assert pressed == [(1, 1), (0, 0)]

    @pytest.mark.parametrize("key", [Key.Key_Left, Key.Key_Right])
    def test_the_arrows_of_a_table_with_the_keyboard_do_not_travel_in_time(
        self, panel: HeatmapPanel, key: Qt.Key
    ) -> None:
        travelled: list[object] = []
        for keys in (QKeySequence(key), QKeySequence(Qt.Modifier.SHIFT | key)):
            QShortcut(keys, panel).activated.connect(lambda keys=keys: travelled.append(keys))
        panel.select((0, 2))
        panel.view.setFocus()
        QTest.keyClick(panel.view, key)
        assert travelled == []
        QTest.keyClick(panel.view, key, Qt.KeyboardModifier.ShiftModifier)
        assert len(travelled) == 1
        panel.setFocus()
        QTest.keyClick(panel, key)
        assert len(travelled) == 2

    def test_in_a_reduced_table_the_keys_walk_from_one_painted_cell_to_the_next(
        self, panel: HeatmapPanel, make_tile: MakeTile, make_snapshot: MakeSnapshot
    ) -> None:
        panel.set_snapshot(make_snapshot(make_tile(np.zeros((4, 5)), shape=(1000, 5))))
        walked: list[object] = []
        panel.cell_clicked.connect(walked.append)
        panel.select((260, 2))
        QTest.keyClick(panel.view, Key.Key_Down)
        assert walked == [(500, 2)]

    def test_an_empty_or_absent_table_has_nothing_to_choose(
        self, show: Show, make_snapshot: MakeSnapshot, qtbot: QtBot
    ) -> None:
        panel = show(GradPanel("grad", lambda snapshot: snapshot.grad))
        for grad in (None, np.zeros((0, 5))):
            panel.set_snapshot(make_snapshot(ARTICLE, grad))
            with qtbot.assertNotEmitted(panel.cell_clicked):
                QTest.keyClick(panel.view, Key.Key_Down)
                QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=QPoint(100, 50))

    def test_who_comes_by_tab_sees_where_the_keyboard_is(self, panel: HeatmapPanel, picture: Any) -> None:
        panel.view.clearFocus()
        before = picture(panel.view)
        panel.view.setFocus(Qt.FocusReason.TabFocusReason)
        assert picture(panel.view).count(LIGHT.accent) > before.count(LIGHT.accent) + 300
        panel.view.setFocus(Qt.FocusReason.MouseFocusReason)
        panel.view.clearFocus()
        panel.view.setFocus(Qt.FocusReason.MouseFocusReason)
        assert picture(panel.view) == before


class TestEditing:
    def test_a_double_click_opens_the_full_number_over_its_cell(
        self, panel: HeatmapPanel, make_snapshot: MakeSnapshot
    ) -> None:
        panel.set_snapshot(make_snapshot([[1 / 3, 0.5]]))
        QTest.mouseDClick(panel.view, Qt.MouseButton.LeftButton, pos=middle(panel, 0, 0))
        edit = edit_of(panel)
        assert edit.isVisible()
        assert np.float32(edit.text()) == np.float32(1 / 3)
        assert edit.selectedText() == edit.text()
        assert edit.geometry().contains(middle(panel, 0, 0))
        end_double_click(panel)

    def test_enter_edits_the_chosen_cell_and_enter_again_tells_its_number(self, panel: HeatmapPanel) -> None:
        told = heard(panel)
        panel.select((1, 2))
        panel.view.setFocus()
        QTest.keyClick(panel.view, Key.Key_Return)
        edit = edit_of(panel)
        edit.selectAll()
        QTest.keyClicks(edit, "-1e-3")
        QTest.keyClick(edit, Key.Key_Return)
        assert told == [((1, 2), -1e-3)]
        assert not edit.isVisible()
        assert panel.view.hasFocus()

    @pytest.mark.parametrize("typed", ["7", "-", "."])
    def test_a_digit_begins_a_new_number(self, typed: str, panel: HeatmapPanel) -> None:
        panel.select((0, 1))
        QTest.keyClicks(panel.view, typed)
        QTest.keyClicks(edit_of(panel), "5")
        assert edit_of(panel).text() == f"{typed}5"

    @pytest.mark.parametrize(("typed", "value"), [("nan", float("nan")), ("-INF", -np.inf), ("0,5", 0.5)])
    def test_what_torch_holds_is_taken(self, typed: str, value: float, panel: HeatmapPanel) -> None:
        told = heard(panel)
        panel.view.begin_edit((0, 0))
        edit_of(panel).setText(typed)
        QTest.keyClick(edit_of(panel), Key.Key_Enter)
        assert len(told) == 1
        assert np.array_equal([told[0][1]], [value], equal_nan=True)

    @pytest.mark.parametrize("typed", ["", "abc", "1,000", "0.1.2", "<s>", "1e", "--1"])
    def test_nonsense_is_refused_beside_it_and_stays(self, typed: str, panel: HeatmapPanel) -> None:
        told = heard(panel)
        panel.view.begin_edit((0, 0))
        edit = panel.view.edit
        assert edit is not None
        edit.setText(typed)
        QTest.keyClick(edit, Key.Key_Return)
        assert not told
        assert edit.isVisible()
        assert edit.text() == typed
        assert edit.message.isVisible()
        assert "Not a number" in edit.message.text()
        assert panel.view.rect().contains(edit.message.geometry())
        assert not edit.message.geometry().intersects(edit.geometry())
        QTest.keyClicks(edit, "2")
        assert not edit.message.isVisible()

    def test_escape_and_the_loss_of_the_focus_leave_the_cell_as_it_was(
        self, panel: HeatmapPanel, qtbot: QtBot
    ) -> None:
        told = heard(panel)
        panel.view.begin_edit((0, 0), "9")
        QTest.keyClick(edit_of(panel), Key.Key_Escape)
        assert not edit_of(panel).isVisible()
        panel.view.begin_edit((0, 0), "9")
        edit_of(panel).clearFocus()
        qtbot.waitUntil(lambda: not edit_of(panel).isVisible())
        assert not told

    def test_letters_and_space_are_typed_and_fire_no_shortcut(
        self, show: Show, make_snapshot: MakeSnapshot, qtbot: QtBot
    ) -> None:
        window = QWidget()
        layout = QVBoxLayout(window)
        panel = weight_panel()
        layout.addWidget(panel)
        fired: list[str] = []
        for key in ("N", "A", "Space"):
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.activated.connect(lambda key=key: fired.append(key))
        show(window, 560, 220)
        panel.set_snapshot(make_snapshot(ARTICLE))
        panel.view.begin_edit((0, 0), "1")
        for key in (Key.Key_N, Key.Key_A, Key.Key_N, Key.Key_Space):
            QTest.keyClick(edit_of(panel), key)
        assert fired == []
        assert edit_of(panel).text() == "1nan "
        # The same keys are the window's again once the cell is left.
        QTest.keyClick(edit_of(panel), Key.Key_Escape)
        QTest.keyClick(panel.view, Key.Key_N)
        assert fired == ["N"]

    def test_the_arrows_of_the_field_do_not_move_the_cell_below(
        self, panel: HeatmapPanel, qtbot: QtBot
    ) -> None:
        panel.view.begin_edit((0, 0))
        with qtbot.assertNotEmitted(panel.cell_clicked):
            for key in (Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right):
                QTest.keyClick(edit_of(panel), key)

    def test_only_a_cell_that_shows_one_number_of_the_table_can_be_edited(
        self, panel: HeatmapPanel, make_tile: MakeTile, make_snapshot: MakeSnapshot
    ) -> None:
        panel.set_snapshot(make_snapshot(make_tile(np.zeros((4, 5)), shape=(1000, 5))))
        panel.view.begin_edit((0, 0))
        assert not edit_of(panel).isVisible()
        panel.set_snapshot(make_snapshot(make_tile(np.zeros((4, 5)), shape=(1000, 5), rows=(10, 14))))
        panel.view.begin_edit((0, 0))
        assert not edit_of(panel).isVisible()
        panel.view.begin_edit((12, 0))
        assert edit_of(panel).isVisible()

    def test_grad_cannot_be_edited(self, show: Show, make_snapshot: MakeSnapshot) -> None:
        panel = show(GradPanel("grad", lambda snapshot: snapshot.grad))
        panel.set_snapshot(make_snapshot(ARTICLE, ARTICLE))
        panel.select((0, 0))
        QTest.keyClick(panel.view, Key.Key_Return)
        QTest.mouseDClick(panel.view, Qt.MouseButton.LeftButton, pos=middle(panel, 0, 0))
        assert not panel.findChildren(QLineEdit)
        end_double_click(panel)

    def test_a_step_leaves_the_field_open_and_a_new_run_closes_it(
        self, panel: HeatmapPanel, make_snapshot: MakeSnapshot
    ) -> None:
        panel.view.begin_edit((0, 0), "9")
        panel.set_snapshot(make_snapshot(np.array(ARTICLE) * 2, step=1))
        assert edit_of(panel).text() == "9"
        assert edit_of(panel).isVisible()
        panel.set_snapshot(make_snapshot(ARTICLE, run=2))
        assert not edit_of(panel).isVisible()

    @pytest.mark.parametrize("size", [(560, 100), (200, 90), (900, 500)])
    def test_the_field_stays_over_its_cell_at_every_size(
        self, size: tuple[int, int], panel: HeatmapPanel, qtbot: QtBot
    ) -> None:
        panel.view.begin_edit((1, 4))
        panel.resize(*size)
        qtbot.waitUntil(lambda: edit_of(panel).geometry().contains(middle(panel, 1, 4)))
        assert panel.view.rect().contains(edit_of(panel).geometry())


class TestWhatIsSaid:
    def test_lit_rows_are_framed_until_the_light_is_out(self, panel: HeatmapPanel, picture: Any) -> None:
        plain = picture(panel.view)
        panel.light((1, 1))
        lit, grid = picture(panel.view), panel.view.grid()
        assert grid is not None
        around = grid.cell(1, 0).united(grid.cell(1, 4)).adjusted(-2, -2, 2, 2)
        assert lit.count(LIGHT.accent, around) > 600
        assert (lit.within(grid.cell(0, 2)) == plain.within(grid.cell(0, 2))).all()
        panel.light((99,))
        assert picture(panel.view) == plain
        panel.light(())
        assert picture(panel.view) == plain

    @pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16", "float16"])
    def test_the_dtype_is_the_table_s(
        self, dtype: str, panel: HeatmapPanel, make_snapshot: MakeSnapshot
    ) -> None:
        panel.set_snapshot(make_snapshot(ARTICLE, experiment=Experiment(dtype=dtype)))
        assert panel.subtitle.text() == f"2 × 5 {dtype}"

    def test_float64_is_read_out_to_its_last_digit(
        self, panel: HeatmapPanel, make_snapshot: MakeSnapshot
    ) -> None:
        panel.set_snapshot(make_snapshot(float64_tile([[0.1 + 0.2, 1e300]])))
        panel.mark((0, 0))
        assert panel.view.readout == "row 0, column 0: 0.30000000000000004"
        panel.mark((0, 1))
        assert panel.view.readout == "row 0, column 1: 1e+300"
        panel.view.begin_edit((0, 0))
        assert edit_of(panel).text() == "0.30000000000000004"

    @pytest.mark.parametrize("padding_idx", [1, -1])
    def test_the_padding_row_is_named_and_only_it(
        self, padding_idx: int, panel: HeatmapPanel, make_snapshot: MakeSnapshot, picture: Any
    ) -> None:
        panel.set_snapshot(make_snapshot(ARTICLE, experiment=Experiment()))
        gutter = panel.view.grid().area.left()  # type: ignore[union-attr]
        plain = picture(panel.view)
        panel.set_snapshot(make_snapshot(ARTICLE, experiment=Experiment(padding_idx=padding_idx)))
        area = panel.view.grid().area  # type: ignore[union-attr]
        assert area.left() > gutter
        named = picture(panel.view)
        half = area.height() // 2
        ink = [
            (shown.rgb[area.top() + row * half : area.top() + (row + 1) * half, :left] != 0xFFFFFF).sum()
            for shown, left in ((plain, gutter), (named, area.left()))
            for row in (0, 1)
        ]
        assert ink[2] == ink[0]
        assert ink[3] > 2 * ink[1]

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            (None, "d loss / d weight"),
            (1, "d loss / d weight · sparse, 1 row stored"),
            (3, "d loss / d weight · sparse, 3 rows stored"),
        ],
    )
    def test_a_sparse_grad_says_how_many_rows_it_stores(
        self, rows: int | None, said: str, show: Show, make_snapshot: MakeSnapshot
    ) -> None:
        panel = show(GradPanel("grad", lambda snapshot: snapshot.grad))
        panel.set_snapshot(make_snapshot(ARTICLE, ARTICLE, grad_status=GradStatus("fresh", 1, rows)))
        assert panel.subtitle.text() == said

    def test_the_same_tables_with_other_facts_are_not_painted_again(
        self, panel: HeatmapPanel, make_tile: MakeTile, make_snapshot: MakeSnapshot, monkeypatch: Any
    ) -> None:
        tile = make_tile(ARTICLE)
        experiment = Experiment()
        panel.set_snapshot(make_snapshot(tile, experiment=experiment, step=3))
        updates: list[str] = []
        monkeypatch.setattr(panel.view, "update", lambda: updates.append("view"))
        monkeypatch.setattr(panel.subtitle, "setText", updates.append)
        again = make_snapshot(tile, experiment=experiment, step=3, distances=(7.5,))
        panel.set_snapshot(again)
        assert updates == []
        assert panel.snapshot is again
        # The same numbers came once more, as grad does with a Step.
        panel.set_snapshot(make_snapshot(make_tile(ARTICLE), experiment=experiment, step=4))
        assert "view" not in updates
        marked = make_tile(ARTICLE, changed=np.ones((2, 5), dtype=np.bool_))
        panel.set_snapshot(make_snapshot(marked, experiment=experiment, step=5))
        assert "view" in updates
        updates.clear()
        panel.set_snapshot(make_snapshot(make_tile(2 * ARTICLE), experiment=experiment, step=6))
        assert "view" in updates

    def test_low_cards_keep_their_digits(self, show: Show, make_snapshot: MakeSnapshot, picture: Any) -> None:
        """As low and as narrow as three tables of an optimizer make them at 1280 x 720."""
        panel = show(weight_panel(), 274, 132)
        panel.set_snapshot(make_snapshot(ARTICLE))
        grid = panel.view.grid()
        assert grid is not None
        assert grid.text_px >= 9
        shown = picture(panel.view)
        for row in range(2):
            for column in range(5):
                assert shown.colours(grid.cell(row, column).adjusted(4, 4, -4, -4)) > 5
