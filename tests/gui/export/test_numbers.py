"""The panels' numbers as text: every bit of them, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.messages import Tile
from embviz.gui.export.numbers import COMMA, TAB, as_text, curve_csv, table_text


def cells(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def whole(values: np.ndarray) -> Tile:
    rows, columns = values.shape
    return Tile(values=values, shape=(rows, columns), rows=(0, rows), columns=(0, columns))


@pytest.mark.parametrize("separator", [COMMA, TAB])
def test_a_table_has_its_row_and_column_numbers(make_tile: Callable[..., Tile], separator: str) -> None:
    lines = cells(table_text(make_tile([[0.5, -1], [2, 0.1]]), separator), separator)
    assert lines == [["", "0", "1"], ["0", "0.5", "-1.0"], ["1", "2.0", "0.1"]]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(data=st.data())
def test_each_number_of_a_table_reads_back_bit_for_bit(dtype: type, data: st.DataObject) -> None:
    width = 8 * np.dtype(dtype).itemsize
    numbers = data.draw(st.lists(st.floats(width=width), min_size=1, max_size=9))
    row = np.array([numbers], dtype)
    read = np.array(cells(table_text(whole(row)), TAB)[1][1:], dtype)
    assert np.array_equal(read, row[0], equal_nan=True)
    assert (np.signbit(read) == np.signbit(row[0]))[~np.isnan(row[0])].all()


def test_a_float32_has_no_more_digits_than_it_takes() -> None:
    assert "0.1\n" in table_text(whole(np.array([[0.1]], np.float32)))


def test_numbers_that_are_none_are_written_as_such() -> None:
    text = table_text(whole(np.array([[np.nan, np.inf, -np.inf]], np.float32)), COMMA)
    assert text.endswith("0,nan,inf,-inf\n")


def test_a_grad_that_is_none_is_said_in_words() -> None:
    assert table_text(None) == "grad is None\n"


def test_of_a_reduced_table_the_first_line_says_so(make_tile: Callable[..., Tile]) -> None:
    tile = make_tile([[1, 2], [3, 4]], shape=(10, 4))
    first, names, *lines = cells(table_text(tile), TAB)
    assert len(first) == 1
    assert first[0].startswith("reduced")
    assert "10 × 4" in first[0]
    assert names == ["", "0–1", "2–3"]
    assert [line[0] for line in lines] == ["0–4", "5–9"]


def test_the_curve_has_a_line_a_step() -> None:
    numbers = {
        "loss": np.array([0.1, 0.2]),
        "distance": np.array([1e-300, np.nan]),
        "gap": np.array([-1.5, 1 / 3]),
    }
    assert cells(curve_csv(numbers), COMMA) == [
        ["step", "loss", "distance", "gap"],
        ["0", "0.1", "1e-300", "-1.5"],
        ["1", "0.2", "nan", "0.3333333333333333"],
    ]


def test_what_is_not_known_of_a_step_is_nan() -> None:
    text = curve_csv({"distance": np.array([1.0, 2.0]), "loss": np.array([5.0])})
    assert text == "step,loss,distance,gap\n0,5.0,1.0,nan\n1,nan,2.0,nan\n"


def test_before_the_first_step_the_curve_is_its_head() -> None:
    assert curve_csv({}) == "step,loss,distance,gap\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n@"])
def test_words_are_no_formula_to_a_spreadsheet(start: str) -> None:
    words = f"{start}cmd|' /C calc'!A0"
    assert as_text(words) == f"'{words.strip()}"
    assert cells(table_text(None, COMMA, words), COMMA) == [[f"'{words.strip()}"]]
