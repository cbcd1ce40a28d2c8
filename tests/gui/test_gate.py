"""The gate: what crashes or fools the painter stops here."""

from collections.abc import Callable

import numpy as np
import pytest

from embviz.gui import gate

REFUSED_AS_PICTURE = {
    "1-D, a crash of pyqtgraph's image": np.zeros(5, np.float32),
    "0-d": np.float32(1).reshape(()),
    "a numpy scalar": np.float32(1),
    "3-D": np.zeros((2, 5, 7), np.float32),
    "objects": np.array([[1, None]], dtype=object),
    "texts": np.array([["a", "b"]]),
    "complex": np.zeros((2, 2), np.complex64),
    "dates": np.zeros((2, 2), "datetime64[s]"),
    "a record": np.zeros((2, 2), [("x", "f4")]),
    "truths": np.zeros((2, 2), np.bool_),
    "a list": [[1.0, 2.0]],
    "None": None,
    "a text": "abc",
}
REFUSED_AS_LINE = {
    "2-D": np.zeros((2, 5)),
    "0-d": np.float64(1).reshape(()),
    "texts, a crash of pyqtgraph's plot": np.array(["a", "b"]),
    "a list of texts": ["a", "b"],
    "objects": np.array([1, None], dtype=object),
    "complex": np.zeros(3, np.complex128),
    "a list": [1.0, 2.0],
    "None": None,
}


@pytest.mark.parametrize("values", REFUSED_AS_PICTURE.values(), ids=REFUSED_AS_PICTURE)
def test_what_is_no_table_is_refused_as_a_picture(values: object) -> None:
    with pytest.raises(gate.GateError, match="a heatmap takes a 2-D array of real numbers, not "):
        gate.picture(values)


@pytest.mark.parametrize("values", REFUSED_AS_LINE.values(), ids=REFUSED_AS_LINE)
def test_what_is_no_list_of_numbers_is_refused_as_a_line(values: object) -> None:
    with pytest.raises(gate.GateError, match="a curve takes a 1-D array of real numbers, not "):
        gate.line(values)


@pytest.mark.parametrize("let_in", [gate.picture, gate.line])
def test_the_refusal_names_what_came(let_in: Callable[[object], object]) -> None:
    with pytest.raises(gate.GateError, match="3-D complex64"):
        let_in(np.zeros((1, 1, 1), np.complex64))
    with pytest.raises(gate.GateError, match="list"):
        let_in([1])


@pytest.mark.parametrize("kind", ["f2", "f4", "f8", ">f4", ">f8", "i1", "i8", "u8"])
def test_every_real_number_comes_out_in_rows_as_float64_where_it_was_that_and_else_as_float32(
    kind: str,
) -> None:
    values = np.array([[0, 1, 2], [3, 4, 5]], dtype=kind)
    picture = gate.picture(values.T)
    assert picture.dtype == (np.float64 if kind in ("f8", ">f8") else np.float32)
    assert picture.dtype.isnative
    assert picture.flags.c_contiguous
    assert (picture == [[0, 3], [1, 4], [2, 5]]).all()


@pytest.mark.parametrize("kind", ["f4", "f8"])
def test_what_nobody_can_write_to_is_not_copied(kind: str) -> None:
    table = np.zeros((2, 5), kind)
    table.flags.writeable = False
    assert gate.picture(table) is table
    assert gate.picture(table.T).flags.c_contiguous


@pytest.mark.parametrize("shape", [(0, 5), (5, 0), (0, 0)])
def test_an_empty_table_passes(shape: tuple[int, int]) -> None:
    assert gate.picture(np.zeros(shape)).shape == shape


def test_what_passed_is_a_copy_of_its_own() -> None:
    table, line = np.zeros((2, 2), np.float32), np.zeros(3)
    picture, drawn = gate.picture(table), gate.line(line)
    table[:], line[:] = 7, 7
    assert not picture.any()
    assert not drawn.any()


def test_float64_keeps_numbers_that_float32_does_not_hold() -> None:
    values = np.array([[1e300, -1e-300, 1 + 2**-50]])
    assert (gate.picture(values) == values).all()


def test_numbers_too_large_for_float64_become_infinite_without_a_word() -> None:
    values = np.array([["1e4000"]]).astype(np.longdouble)
    assert (gate.picture(values) == np.inf).all()


def test_nan_and_infinities_pass() -> None:
    values = np.array([np.nan, np.inf, -np.inf])
    assert np.array_equal(gate.line(values), values, equal_nan=True)
    assert np.array_equal(gate.picture(values[None]), values[None], equal_nan=True)
