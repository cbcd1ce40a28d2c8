"""Lookup: what is typed becomes indices or is told why not; what torch gave is on screen with its rows."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from embviz.core.messages import Lookup, Moment, Snapshot, Tile
from embviz.core.numbers import short
from embviz.gui.details.lookup import LookupView
from embviz.gui.details.lookup_figures import OneHot, Rows
from embviz.gui.heatmap.colours import colour_table
from embviz.gui.theme import LIGHT, Theme

MakeSnapshot = Callable[..., Snapshot]
TABLE = np.array([[0.5, -0.25, 1.0], [0.0, 0.75, -1.0]], np.float32)


@pytest.fixture
def view(show: Callable[..., Any], make_snapshot: MakeSnapshot) -> LookupView:
    made: LookupView = show(LookupView(), 434, 210)
    made.set_snapshot(make_snapshot(TABLE))
    return made


def looked_up(table: Any, indices: tuple[int, ...], **others: Any) -> Lookup:
    """What torch itself gives for the table."""
    weight = torch.tensor(np.asarray(table))
    embedding = torch.nn.Embedding.from_pretrained(weight)
    values = embedding(torch.tensor(indices))
    one_hot = torch.nn.functional.one_hot(torch.tensor(indices), len(weight)).to(weight.dtype)
    difference = (one_hot @ weight - values).abs().max().item()
    return Lookup(indices, values.numpy(), **{"difference": difference, **others})


def ask(view: LookupView, text: str) -> None:
    view.field.setFocus()
    view.field.clear()
    QTest.keyClicks(view.field, text)
    QTest.keyClick(view.field, Qt.Key.Key_Return)


class TestAsking:
    @pytest.mark.parametrize(
        ("typed", "indices"),
        [("0", (0,)), ("0, 1", (0, 1)), ("[1, 1, 0]", (1, 1, 0)), ("1 0", (1, 0)), (" (1,0) ", (1, 0))],
    )
    def test_row_numbers_are_asked_for_as_they_are_typed(
        self, typed: str, indices: tuple[int, ...], view: LookupView, qtbot: QtBot
    ) -> None:
        with qtbot.waitSignal(view.asked, timeout=2000) as asked:
            ask(view, typed)
        assert asked.args == [indices]
        assert view.field.text() == typed
        assert not view.message.isVisible()

    def test_the_button_asks_too_and_not_while_nothing_can_be_asked(
        self, view: LookupView, qtbot: QtBot
    ) -> None:
        view.field.setText("1")
        with qtbot.waitSignal(view.asked, timeout=2000) as asked:
            QTest.mouseClick(view.button, Qt.MouseButton.LeftButton)
        assert asked.args == [(1,)]
        view.set_enabled(False)
        with qtbot.assertNotEmitted(view.asked):
            QTest.mouseClick(view.button, Qt.MouseButton.LeftButton)
            QTest.keyClick(view.field, Qt.Key.Key_Return)

    def test_a_row_that_is_not_there_is_left_to_torch(self, view: LookupView, qtbot: QtBot) -> None:
        with qtbot.waitSignal(view.asked, timeout=2000) as asked:
            ask(view, "7")
        assert asked.args == [(7,)]

    @pytest.mark.parametrize("typed", ["", "abc", "[", "1,,2", "0; 1", "<s>", "1e3x", "nan", "0x1"])
    def test_nonsense_is_refused_beside_the_field_and_stays_typed(
        self, typed: str, view: LookupView, qtbot: QtBot
    ) -> None:
        with qtbot.assertNotEmitted(view.asked):
            ask(view, typed)
        assert view.field.text() == typed
        assert view.message.isVisible()
        assert "such as 0, 1" in view.message.text()
        assert view.field.property("wrong") is True
        assert view.field.accessibleDescription() == view.message.text()

    @pytest.mark.parametrize("typed", ["0.5", "[0, 1.5]", "1.0"])
    def test_a_fraction_gets_torch_s_rule(self, typed: str, view: LookupView, qtbot: QtBot) -> None:
        with pytest.raises(RuntimeError, match="scalar types: Long, Int"):
            torch.nn.Embedding(2, 3)(torch.tensor([0.5]))
        with qtbot.assertNotEmitted(view.asked):
            ask(view, typed)
        said = view.message.text()
        assert "scalar types Long or Int" in said
        assert "from 0 to 1" in said

    def test_a_negative_number_gets_torch_s_words(self, view: LookupView, qtbot: QtBot) -> None:
        with pytest.raises(IndexError) as refused:
            torch.nn.Embedding(2, 3)(torch.tensor([-1]))
        with qtbot.assertNotEmitted(view.asked):
            ask(view, "0, -1")
        assert str(refused.value) in view.message.text()
        assert view.message.text().startswith("-1 is no row")
        assert "from 0 to 1" in view.message.text()

    def test_a_number_that_no_tensor_holds_is_refused(self, view: LookupView, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(view.asked):
            ask(view, "9223372036854775808")
        assert "64 bits" in view.message.text()
        with qtbot.waitSignal(view.asked, timeout=2000):
            ask(view, "9223372036854775807")

    def test_a_failure_is_told_beside_the_field_until_something_else_is_typed(
        self, view: LookupView, hostile: str
    ) -> None:
        view.field.setText("7")
        view.set_failure(hostile)
        assert view.message.text() == hostile
        assert view.message.textFormat() == Qt.TextFormat.PlainText
        assert view.message.isVisible()
        assert view.field.text() == "7"
        QTest.keyClicks(view.field, "1")
        assert not view.message.isVisible()


class TestResult:
    def test_the_rows_stand_with_their_numbers_and_the_code_that_gave_them(
        self, view: LookupView, make_snapshot: MakeSnapshot
    ) -> None:
        view.set_snapshot(make_snapshot(TABLE, step=4, lookup=looked_up(TABLE, (1, 1, 0))))
        lines = view.text.splitlines()
        assert lines[0] == "embedding(torch.tensor([1, 1, 0]))   at step 4"
        weight = torch.tensor(TABLE)
        for line, index in zip(lines[1:4], (1, 1, 0), strict=True):
            assert line == f"{index}: " + " ".join(short(x) for x in weight[index].tolist())

    def test_it_is_said_to_be_the_same_as_one_hot_times_weight(
        self, view: LookupView, make_snapshot: MakeSnapshot
    ) -> None:
        view.set_snapshot(make_snapshot(TABLE, lookup=looked_up(TABLE, (1, 0))))
        one_hot = torch.nn.functional.one_hot(torch.tensor([1, 0]), 2)
        rows = "\n".join(" ".join(map(str, row)) for row in one_hot.tolist())
        assert f"{rows}\n· weight (2 × 3)" in view.text
        assert "differs from the rows above by 0." in view.text

    def test_the_largest_difference_is_told(self, view: LookupView, make_snapshot: MakeSnapshot) -> None:
        view.set_snapshot(make_snapshot(TABLE, lookup=looked_up(TABLE, (1,), difference=2.5e-8)))
        assert "at most 2.5e-08" in view.text
        view.set_snapshot(make_snapshot(TABLE, lookup=looked_up(TABLE, (1,), difference=None)))
        assert "too tall" in view.text

    def test_a_tall_table_s_one_hot_rows_are_described(
        self, view: LookupView, make_tile: Callable[..., Tile], make_snapshot: MakeSnapshot
    ) -> None:
        tile = make_tile(np.zeros((200, 3)), shape=(1000, 3))
        view.set_snapshot(make_snapshot(tile, lookup=looked_up(np.zeros((1000, 3), np.float32), (998, 3))))
        assert "one_hot (2 × 1000) · weight (1000 × 3)" in view.text

    def test_rows_that_max_norm_changed_are_named_in_the_colour_of_caution(
        self, view: LookupView, make_snapshot: MakeSnapshot, theme: Theme, picture: Any
    ) -> None:
        view.set_theme(theme)
        view.set_snapshot(make_snapshot(TABLE, lookup=looked_up(TABLE, (1, 0))))
        assert picture(view.sheet).count(theme.caution) == 0
        changed = looked_up(TABLE, (1, 0), changed_rows=(0, 1))
        view.set_snapshot(make_snapshot(TABLE, lookup=changed))
        assert "Rows changed by max_norm in this lookup: 0, 1" in view.text
        assert picture(view.sheet).count(theme.caution) > 20

    def test_the_result_stays_while_the_run_goes_on_and_goes_with_it(
        self, view: LookupView, make_snapshot: MakeSnapshot
    ) -> None:
        found = make_snapshot(TABLE, step=4, lookup=looked_up(TABLE, (1, 0)))
        view.field.setText("1, 0")
        view.set_snapshot(found)
        shown = view.text
        view.set_snapshot(found)
        view.set_snapshot(make_snapshot(TABLE * 2, step=5))
        assert view.text == shown
        view.set_failure("out of range")
        view.set_snapshot(make_snapshot(TABLE, run=2))
        assert "torch.tensor" not in view.text
        assert not view.message.isVisible()
        assert view.field.text() == "1, 0"

    def test_a_result_takes_the_failure_before_it_away(
        self, view: LookupView, make_snapshot: MakeSnapshot
    ) -> None:
        view.set_failure("out of range")
        view.set_snapshot(make_snapshot(TABLE, step=1))
        assert view.message.isVisible()
        view.set_snapshot(make_snapshot(TABLE, step=1, lookup=looked_up(TABLE, (1,))))
        assert not view.message.isVisible()

    def test_each_cell_has_the_colour_of_its_number(
        self, view: LookupView, make_snapshot: MakeSnapshot, picture: Any
    ) -> None:
        view.set_snapshot(make_snapshot(TABLE, lookup=looked_up(TABLE, (1,))))
        table = colour_table(LIGHT.colour_map)
        shown = picture(view.sheet)
        for value in TABLE[1]:
            colour = f"#{int(table[round((value + 1) / 2 * 254)]) & 0xFFFFFF:06x}"
            assert shown.count(colour) > 300, value

    @pytest.mark.parametrize("dim", [1, 5, 64, 300])
    @pytest.mark.parametrize("count", [1, 40])
    def test_of_a_large_result_the_first_cells_are_shown_and_it_is_said_so(
        self, dim: int, count: int, view: LookupView, make_snapshot: MakeSnapshot, picture: Any
    ) -> None:
        table = np.random.default_rng(0).normal(size=(2, dim)).astype(np.float32)
        lookup = looked_up(table, (1,) * count)
        view.set_snapshot(make_snapshot(table, lookup=lookup))
        rows = Rows(lookup.indices, lookup.values, "{rows} of {all_rows}, {columns} of {all_columns}")
        is_part = dim > 8 or count > 32
        assert rows.laid(424).height > min(count, 32) * 22 + 18 * is_part
        assert picture(view).colours() > 10

    @pytest.mark.parametrize(
        "values", [[[np.nan, 1.0]], [[np.inf, -np.inf]], [[0.0, 0.0]], [[1e300, -1e308]], [[5e-324, 0]]]
    )
    def test_whatever_the_table_holds_can_be_shown(
        self, values: Any, view: LookupView, make_snapshot: MakeSnapshot, picture: Any
    ) -> None:
        lookup = Lookup((0,), np.array(values, np.float64), difference=float("nan"))
        view.set_snapshot(make_snapshot(TABLE, lookup=lookup))
        assert picture(view.sheet).colours() > 3
        assert "at most nan" in view.text

    def test_a_result_that_came_while_the_view_was_hidden_is_kept(self) -> None:
        assert LookupView.needs_every_snapshot

    def test_the_digits_of_one_hot_rows_stand_where_their_ones_are(
        self, view: LookupView, make_snapshot: MakeSnapshot, picture: Any
    ) -> None:
        figure = OneHot((1, 0), 2, "")
        assert figure.text == "0 1\n1 0\n"
        view.sheet.set_blocks([figure])
        shown = picture(view.sheet.widget())
        ones = [
            shown.at(16 * column + 3, 4 + 16 * row + 3) == LIGHT.accent for row in (0, 1) for column in (0, 1)
        ]
        assert ones == [False, True, True, False]


class TestPast:
    def test_it_says_beside_the_field_what_asking_does(
        self, view: LookupView, make_snapshot: MakeSnapshot
    ) -> None:
        assert not view.outlook.isVisible()
        view.set_snapshot(make_snapshot(TABLE, moment=Moment(0, 2), last=9))
        assert view.outlook.isVisible()
        assert view.outlook.text() == "Look up continues from here as a new branch."
        view.set_snapshot(make_snapshot(TABLE, moment=Moment(0, 9), last=9))
        assert not view.outlook.isVisible()

    def test_what_was_looked_up_is_shown_from_its_moment_on(
        self, view: LookupView, make_snapshot: MakeSnapshot
    ) -> None:
        found = looked_up(TABLE, (1, 0))
        view.set_snapshot(make_snapshot(TABLE, lookup=found, step=5, moment=Moment(0, 5), last=5))
        told = view.text
        assert "at step 5" in told
        for index, is_shown in ((4, False), (5, True), (0, False), (9, True)):
            view.set_snapshot(make_snapshot(TABLE, moment=Moment(0, index), last=9))
            assert (view.text == told) is is_shown

    def test_indices_are_asked_for_in_the_past_too(
        self, view: LookupView, make_snapshot: MakeSnapshot, qtbot: QtBot
    ) -> None:
        view.set_snapshot(make_snapshot(TABLE, moment=Moment(0, 2), last=9))
        with qtbot.waitSignal(view.asked, timeout=2000) as asked:
            ask(view, "0, 1")
        assert asked.args == [(0, 1)]


LABELS = (
    "king",
    "12",
    "",
    "a" * 10_000,
    "埋め込み",
    "שלום עולם",
    "👩\u200d👩\u200d👧\u200d👦",
    "<img src=/etc/passwd>",
)


@pytest.fixture
def worded(view: LookupView, make_snapshot: MakeSnapshot) -> LookupView:
    """The view of a table whose rows have labels."""
    view.set_snapshot(make_snapshot(TABLE, run=2, has_labels=True, names={0: "<s>", 1: "crown"}))
    return view


class TestWords:
    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("king", ("king",)),
            ("king, queen, 12", ("king", "queen", "12")),
            ('"a, b"', ("a, b",)),
            ('"12"', ('"12"',)),
            ("-1", ("-1",)),
            ("0.5", ("0.5",)),
            ("<s>", ("<s>",)),
            ("埋め込み, שלום", ("埋め込み", "שלום")),
        ],
    )
    def test_they_are_asked_for_as_they_are_typed(
        self, typed: str, words: tuple[str, ...], worded: LookupView, qtbot: QtBot
    ) -> None:
        worded.field.setText(typed)
        with (
            qtbot.assertNotEmitted(worded.asked),
            qtbot.waitSignal(worded.asked_words, timeout=2000) as asked,
        ):
            QTest.keyClick(worded.field, Qt.Key.Key_Return)
        assert asked.args == [words]
        assert worded.field.text() == typed
        assert not worded.message.isVisible()

    @pytest.mark.parametrize(("typed", "indices"), [("0, 1", (0, 1)), ("[1 1]", (1, 1)), ("7", (7,))])
    def test_whole_numbers_are_rows_as_ever(
        self, typed: str, indices: tuple[int, ...], worded: LookupView, qtbot: QtBot
    ) -> None:
        with (
            qtbot.assertNotEmitted(worded.asked_words),
            qtbot.waitSignal(worded.asked, timeout=2000) as asked,
        ):
            ask(worded, typed)
        assert asked.args == [indices]

    @pytest.mark.parametrize("typed", ["", "king,", '"king', "a,,b"])
    def test_what_is_no_list_of_words_is_refused_with_the_rule(
        self, typed: str, worded: LookupView, qtbot: QtBot
    ) -> None:
        with qtbot.assertNotEmitted(worded.asked), qtbot.assertNotEmitted(worded.asked_words):
            ask(worded, typed)
        assert "such as crown, 12." in worded.message.text()
        assert "A label that is a number" in worded.message.text()

    def test_without_labels_a_word_is_refused_by_the_view_itself(
        self, view: LookupView, qtbot: QtBot
    ) -> None:
        with qtbot.assertNotEmitted(view.asked_words):
            ask(view, "king")
        assert "Not row numbers" in view.message.text()
        assert view.field.toolTip() == ""

    def test_the_field_says_what_it_takes(self, worded: LookupView, make_snapshot: MakeSnapshot) -> None:
        assert worded.field.placeholderText() == "words or row numbers, such as crown, 12"
        assert worded.field.accessibleName() == "words or row numbers"
        assert "in quotation marks" in worded.field.toolTip()
        assert "these words or numbers" in worded.text
        assert "in quotation marks" in worded.text
        worded.set_snapshot(make_snapshot(TABLE, run=3))
        assert worded.field.placeholderText() == "row numbers, such as 0, 1"
        assert "in quotation marks" not in worded.text

    def test_a_refusal_of_any_length_does_not_widen_the_card(self, worded: LookupView) -> None:
        wide = worded.minimumSizeHint().width()
        worded.set_failure(f"no row is called {'a' * 10_000}")
        assert len(worded.message.text()) < 700
        assert worded.minimumSizeHint().width() == wide

    def test_the_rows_of_a_result_are_named(self, view: LookupView, make_snapshot: MakeSnapshot) -> None:
        names = {0: "king", 1: "<s>"}
        lookup = looked_up(TABLE, (1, 0), changed_rows=(1,))
        view.set_snapshot(make_snapshot(TABLE, lookup=lookup, has_labels=True, names=names))
        weight = torch.tensor(TABLE)
        for row, name in names.items():
            assert f"{name} (row {row}): " + " ".join(map(short, weight[row].tolist())) in view.text
        assert "<s>: 0 1\nking: 1 0\n" in view.text
        assert "in this lookup: <s>" in view.text
        # As they were called then: what is looked at since has other rows.
        told = view.text
        view.set_snapshot(make_snapshot(TABLE, has_labels=True, names={}))
        assert view.text == told

    @pytest.mark.parametrize("name", LABELS, ids=ascii)
    def test_any_label_stands_at_the_left_of_its_row_and_not_on_its_cells(
        self, name: str, view: LookupView, make_snapshot: MakeSnapshot, theme: Theme, picture: Any
    ) -> None:
        view.set_theme(theme)
        lookup = looked_up(TABLE, (1, 0))
        figures = (
            Rows(lookup.indices, lookup.values, ""),
            Rows(lookup.indices, lookup.values, "", {1: name}),
            OneHot((1, 0), 2, "", {1: name}),
        )
        for figure in figures:
            assert figure.laid(424).height > 30
        plain, named, one_hot = figures
        assert named._gutter - plain._gutter <= 112
        view.sheet.set_blocks([named])
        shown = picture(view.sheet.widget())
        # Ink in the gutter, and none of it from the second row's number to the cells.
        assert np.unique(shown.rgb[4:26, : named._gutter - 24]).size > 2
        assert np.unique(shown.rgb[28:46, : named._gutter - 24]).size == 1
        assert np.unique(shown.rgb[4:26, named._gutter - 8 : named._gutter - 1]).size == 1
        view.sheet.set_blocks([one_hot])
        assert picture(view.sheet.widget()).count(theme.accent) > 100
