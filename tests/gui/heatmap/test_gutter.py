"""Labels of rows: what a file or a text calls them, whatever that is, beside the rows that they belong to."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from embviz.core.messages import Moment, Other, Snapshot, Tile
from embviz.gui.heatmap.gutter import MOST_NAME_PX, advance, elided, name_room
from embviz.gui.heatmap.lens import Lens
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.theme import LIGHT, Theme
from tests.gui.conftest import HOSTILE, Show

MakeSnapshot = Callable[..., Snapshot]
WORDS = {0: "king", 1: "queen", 2: "apple"}
STRANGE = (
    *HOSTILE,
    "",
    " ",
    "x" * 10_000,
    "שלום עולם",
    "日本語の単語",
    "🙂👨‍👩‍👧",
    "one\ntwo",
    "a\tb",
    "\u202egnp.exe",
    "\ud800",
    "\x00",
)


@pytest.fixture
def show_table(show: Show, make_snapshot: MakeSnapshot) -> Callable[..., HeatmapPanel]:
    """Show a table of as many rows as there are names, or more."""

    def show_table(
        names: dict[int, str], rows: int = 0, *, width: int = 700, theme: Theme = LIGHT
    ) -> HeatmapPanel:
        panel: Any = HeatmapPanel("weight", lambda snapshot: snapshot.weight)
        panel.set_theme(theme)
        show(panel, width, 320)
        values = np.linspace(-1, 1, 5 * (rows or len(names))).reshape(-1, 5)
        panel.set_snapshot(make_snapshot(values, names=names, has_labels=bool(names)))
        return panel  # type: ignore[no-any-return]

    return show_table


def gutter_of(panel: HeatmapPanel) -> QRect:
    area = panel.view.room.area
    return QRect(0, area.top(), area.left() - 4, area.height())


def test_names_stand_beside_their_rows_in_ink_and_the_numbers_quietly(
    show_table: Any, theme: Theme, picture: Any
) -> None:
    panel = show_table(WORDS, theme=theme)
    shown, box = picture(panel.view), gutter_of(panel)
    assert shown.count(theme.ink, box) > 20
    assert shown.count(theme.soft, box) > 3
    plain = picture(show_table({}, 3, theme=theme).view)
    assert plain.count(theme.ink, box) == 0


def test_without_names_the_cells_have_all_the_room(show_table: Any) -> None:
    plain, named = show_table({}, 3), show_table(WORDS)
    assert plain.view.room.area.left() == 20
    assert named.view.room.area.left() > 20 + advance("queen")


def test_a_narrow_card_has_the_names_alone(show_table: Any, picture: Any) -> None:
    panel = show_table(WORDS, width=300)
    assert panel.view.room.number_px == 0
    assert panel.view.room.area.width() > 170
    assert picture(panel.view).count(LIGHT.soft, gutter_of(panel)) == 0


@pytest.mark.parametrize("label", STRANGE, ids=ascii)
def test_a_strange_label_stays_on_its_line_within_the_gutter(
    label: str, show_table: Any, picture: Any
) -> None:
    # The names of the other rows keep their room, so that nothing but the label differs.
    names = {0: "W" * 40, 1: "", 2: "W" * 40}
    without = picture(show_table(names).view)
    panel = show_table(names | {1: label})
    shown, grid = picture(panel.view), panel.view.grid()
    assert grid is not None
    outside = shown.rgb != without.rgb
    row = slice(int(grid.cell(1, 0).top()), int(grid.cell(1, 0).bottom()))
    assert not outside[: row.start].any()
    assert not outside[row.stop :].any()
    assert not outside[:, grid.area.left() :].any()


def test_an_empty_label_is_seen_to_be_one(show_table: Any, picture: Any) -> None:
    panel = show_table({0: "", 1: "", 2: ""})
    assert picture(panel.view).count(LIGHT.ink, gutter_of(panel)) > 0


def test_of_a_long_label_only_its_beginning_is_measured() -> None:
    assert name_room({0: "x" * 10_000_000}, [0], MOST_NAME_PX) == MOST_NAME_PX
    cut = elided("x" * 40, 60)
    assert cut.endswith("…")
    assert advance(cut) <= 60


def test_the_room_for_names_grows_and_does_not_shrink_while_rows_move_by(
    show_table: Any, make_snapshot: MakeSnapshot
) -> None:
    panel = show_table(WORDS, 3)
    before = panel.view.room.area.left()
    panel.set_snapshot(make_snapshot(np.ones((3, 5)), names={0: "i", 1: "i", 2: "i"}, has_labels=True))
    assert panel.view.room.area.left() == before
    panel.set_snapshot(make_snapshot(np.ones((3, 5)), names={0: "coronation"}, has_labels=True))
    assert panel.view.room.area.left() > before
    panel.set_snapshot(make_snapshot(np.ones((3, 5)), run=2))
    assert panel.view.room.area.left() == 20


def test_where_a_picture_of_many_rows_is_shown_there_is_no_room_for_names(
    show: Show, make_snapshot: MakeSnapshot
) -> None:
    panel: Any = show(HeatmapPanel("weight", lambda snapshot: snapshot.weight), 700, 320)
    lens = Lens(panel)
    lens.set_shape(1_000_000, 5)
    panel.set_lens(lens)
    tile = Tile(np.ones((200, 5), np.float32), (1_000_000, 5), (0, 1_000_000), (0, 5))
    panel.set_snapshot(make_snapshot(tile, names=WORDS, has_labels=True))
    wide = panel.view.room.area.left()
    lens.show_part((0, 10), (0, 5))
    assert panel.view.room.area.left() > wide


def test_the_moment_beside_it_has_the_names_too(
    show_table: Any, make_snapshot: MakeSnapshot, make_tile: Callable[..., Tile]
) -> None:
    panel, values = show_table(WORDS), np.ones((3, 5))
    past = Other(moment=Moment(0, 1), step=1, weight=make_tile(values), grad=None, state={}, differences={})
    panel.set_snapshot(make_snapshot(values, names=WORDS, has_labels=True, other=past))
    beside = panel.beside
    assert beside.room.named_px == panel.view.room.named_px > 0
    assert beside.row_name(1) == "queen (row 1)"


class TestReadOut:
    def test_the_row_is_called_by_its_name(self, show_table: Any) -> None:
        panel = show_table(WORDS)
        panel.mark((1, 2))
        assert panel.view.readout.startswith("queen (row 1), column 2: ")
        panel.mark((0, 0))
        assert panel.view.readout == "king (row 0), column 0: -1.0"

    def test_a_screen_reader_is_told_the_name_of_the_chosen_row(self, show_table: Any) -> None:
        panel = show_table(WORDS)
        panel.select((2, 0))
        assert panel.view.accessibleDescription() == "3 rows, 5 columns; chosen: apple (row 2)"

    @pytest.mark.parametrize("label", ["שלום עולם", "שלום עולם " * 9])
    def test_a_name_from_right_to_left_leaves_the_number_at_the_end(
        self, label: str, show_table: Any, make_snapshot: MakeSnapshot, picture: Any
    ) -> None:
        panel = show_table({0: label})
        panel.set_snapshot(make_snapshot([[0.125, 0.625]], names={0: label}, has_labels=True))
        panel.mark((0, 0))
        footer = panel.view.room.footer.toRect()
        number = QRect(footer.left(), footer.top(), footer.width() - 240, footer.height())
        shown = picture(panel.view)
        columns = np.flatnonzero((shown.within(number) != QColor(LIGHT.card).rgb() & 0xFFFFFF).any(axis=0))
        # The same sentence for another number differs only at its end.
        panel.mark((0, 1))
        other = picture(panel.view)
        differs = np.flatnonzero((shown.within(number) != other.within(number)).any(axis=0))
        assert differs.min() > columns.min() + 0.4 * np.ptp(columns)
