"""A matrix is read as people paste and save one, to the last bit, or refused with the place at fault."""

import io
import math
import re
import struct

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.checks import MOST_VALUES
from embviz.core.matrix import (
    MOST_CHARACTERS,
    MatrixError,
    parse_matrix,
    read_matrix_text,
    write_matrix,
)

MEANT = ((1.0, -2.5), (0.003, 4.0))
FLOATS = st.floats(width=64)
MATRICES = st.integers(1, 6).flatmap(
    lambda dim: st.lists(st.lists(FLOATS, min_size=dim, max_size=dim).map(tuple), min_size=1).map(tuple)
)


def refused(text):
    with pytest.raises(MatrixError) as caught:
        parse_matrix(text)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "1 -2.5\n3e-3 4",
        "1, -2.5\n0.003, 4\n",
        "1;-2.5\r\n.003;4.",
        "1\t-2.5\n\n  0.003\t4\n",
        "1,-2.5,\n0.003,4,",
        "[[1, -2.5], [0.003, 4]]",
        "[[1, -2.5],\n [0.003, 4],]",
        "[1, -2.5]\n[0.003, 4]",
        "x = [[1, -2.5], [0.003, 4]]",
        "torch.tensor([[1, -2.5], [0.003, 4]], dtype=torch.float64)",
        "np.array([[1, -2.5], [0.003, 4]])",
        "[[ 1.   -2.5 ]\n [ 0.003  4. ]]",
    ],
)
def test_rows_of_numbers_are_read_in_the_ways_that_people_write_them(text):
    assert parse_matrix(text) == MEANT


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.int64])
@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (3, 40), (30, 3)])
def test_what_torch_prints_of_a_tensor_is_read_back(shape, dtype):
    tensor = (torch.randn(shape, generator=torch.Generator().manual_seed(42)) * 10).to(dtype)
    read = torch.tensor(parse_matrix(repr(tensor)), dtype=torch.float64)
    assert read.shape == shape
    # torch prints four decimals.
    assert torch.allclose(read, tensor.double(), rtol=1e-3, atol=6e-5)


def test_what_torch_prints_of_weight_and_of_a_lookup_is_read_back():
    embedding = torch.nn.Embedding(3, 30)
    for tensor in (embedding.weight, embedding.weight.data, embedding(torch.tensor([0, 1]))):
        read = torch.tensor(parse_matrix(repr(tensor)))
        assert torch.allclose(read, tensor.detach(), atol=6e-5)


@given(MATRICES)
def test_what_python_prints_is_read_back_to_the_last_bit(matrix):
    # One NaN is as good as another.
    wanted = [[math.nan if math.isnan(value) else value for value in row] for row in matrix]
    for text in (repr([list(row) for row in matrix]), write_matrix(matrix)):
        assert np.array(parse_matrix(text)).tobytes() == np.array(wanted).tobytes()


@pytest.mark.parametrize("dtype", ["f4", "f8", "i8"])
@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (3, 40)])
def test_what_numpy_prints_is_read_back(shape, dtype):
    table = (np.random.default_rng(42).normal(size=shape) * 10).astype(dtype)
    for text in (str(table), repr(table)):
        assert np.allclose(parse_matrix(text), table, atol=6e-9, rtol=1e-6)


@pytest.mark.parametrize(
    "text", ["nan inf -inf", "[nan, inf, -inf]", "tensor([[nan, inf, -inf]])", "NaN INF -Inf"]
)
def test_nan_and_infinity_are_numbers(text):
    ((nan, *infinities),) = parse_matrix(text)
    assert math.isnan(nan)
    assert infinities == [math.inf, -math.inf]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1 2\n3 x", ("line 2, word 2", "'x'")),
        ("1,2\n\n3,4x", ("line 3, word 2", "'4x'")),
        ("[[1, 2],\n [3, y]]", ("line 2, word 2", "'y'")),
        ("tensor([[1., 2.,\n   3., 4_0.]])", ("line 2, word 2", "'4_0.'")),
        ("[[1 2\n  z 4]]", ("line 2, word 1", "'z'")),
        ("1,,2", ("line 1, word 2", "missing")),
        ("[[1, 2], []]", ("line 1, word 1", "missing")),
        ("1 2 1e999", ("line 1, word 3", "too large")),
        ("0,1;0,2", ("line 1, word 2", "alike")),
        ("0,1 0,2", ("line 1, word 2", "alike")),
        ("1 ２", ("line 1, word 2", "no number")),
        ("1 2\n3", ("line 2", "holds 1, the first one 2")),
        ("[[1, 2],\n [3]]", ("line 2", "holds 1, the first one 2")),
        ("[[1], [2]] + 3", ("line 1", "'+ 3'", "no part")),
        ("weights are\n[[1]]", ("line 1", "no part")),
        ("[[1]\n and [2]]", ("line 1", "'and'")),
        ("[[1, 2]", ("line 1", "bracket")),
        ("1, 2]", ("line 1", "no part")),
        ("[1]]", ("line 1", "bracket")),
        ("[[[1]]]", ("line 1", "two levels")),
        ("tensor([[1, ..., 2]])", ("line 1", "set_printoptions")),
        ("", ("no numbers yet",)),
        (" \n\t", ("no numbers yet",)),
    ],
)  # fmt: skip
def test_what_is_no_matrix_is_refused_with_the_place(text, places):
    said = refused(text)
    assert all(place in said for place in places), said


@given(st.text(alphabet="0123456789.,;-+e \n\t[]()naixf\u0661", max_size=40))
def test_no_text_is_half_read(text):
    try:
        matrix = parse_matrix(text)
    except MatrixError:
        return
    assert {len(row) for row in matrix} == {len(matrix[0])}
    assert all(type(value) is float for row in matrix for value in row)
    assert sum(map(len, matrix)) == len(re.findall(r"[^\s,;()\[\]]+", text))


def test_a_matrix_has_no_more_numbers_than_an_experiment_may():
    assert len(parse_matrix("1\n" * MOST_VALUES)) == MOST_VALUES
    assert f"{MOST_VALUES:,}" in refused("1\n" * (MOST_VALUES + 1))
    assert "too long" in refused("1" * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize("dtype", ["f2", "f4", "<f8", ">f8", "i1", "u2", "i8"])
def test_a_npy_file_is_read_to_the_last_bit(dtype, tmp_path):
    table = np.array([[1.1, -2, 3], [4, 5, 60]]).astype(dtype)
    np.save(tmp_path / "table.npy", table)
    assert parse_matrix(read_matrix_text(tmp_path / "table.npy")) == tuple(map(tuple, table.tolist()))


def test_a_npy_file_in_fortrans_order_is_read_row_by_row(tmp_path):
    np.save(tmp_path / "table.npy", np.asfortranarray([[1.0, 2.0], [3.0, 4.0]]))
    assert parse_matrix(read_matrix_text(tmp_path / "table.npy")) == ((1.0, 2.0), (3.0, 4.0))


@pytest.mark.parametrize("name", ["table.csv", "table.TSV", "table.txt"])
def test_a_text_file_is_read_as_what_was_pasted(name, tmp_path):
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf1,2\r\n3,4\r\n")
    assert parse_matrix(read_matrix_text(tmp_path / name)) == ((1.0, 2.0), (3.0, 4.0))


def npy(header):
    text = header.encode() + b" " * 10 + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


NO_NPY = {
    "objects": (np.array([[1, None]], dtype=object), "object"),
    "complex": (np.array([[1j]]), "complex128"),
    "words": (np.array([["a"]]), "<U1"),
    "truths": (np.array([[True]]), "bool"),
    "a list": (np.zeros(3), "3 of float64"),
    "a cube": (np.zeros((1, 2, 3)), "1 x 2 x 3"),
    "nothing": (np.zeros((0, 5)), "0 x 5"),
    "too much": (np.zeros((200, 101), "i1"), "too many"),
}


@pytest.mark.parametrize("what", NO_NPY)
def test_a_npy_file_of_anything_but_a_matrix_is_refused(what, tmp_path):
    table, said = NO_NPY[what]
    np.save(tmp_path / "table.npy", table, allow_pickle=True)
    with pytest.raises(MatrixError, match=said):
        read_matrix_text(tmp_path / "table.npy")


BAD_FILES = [
    b"",
    b"1 2\n3 4",
    b"\x93NUMPY",
    b"\x93NUMPY\x09\x00",
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)}") + bytes(31),
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (100000, 100000)}"),
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -1)}"),
    npy("{'descr': '<q9', 'fortran_order': False, 'shape': (2, 2)}"),
    npy("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2)}"),
    npy("__import__('os')"),
    npy("(" * 500),
]


@pytest.mark.parametrize("content", BAD_FILES, ids=lambda content: repr(content[10:60]))
def test_a_broken_npy_file_is_refused_before_anything_is_allocated(content, tmp_path):
    (tmp_path / "bad.npy").write_bytes(content)
    with pytest.raises(MatrixError) as caught:
        read_matrix_text(tmp_path / "bad.npy")
    assert len(str(caught.value)) < 300


@given(data=st.data())
def test_a_npy_file_with_wrong_bytes_is_refused_or_read_and_nothing_else(data, tmp_path_factory):
    stream = io.BytesIO()
    np.save(stream, np.array([[1.0, 2.0], [3.0, 4.0]]))
    content = bytearray(stream.getvalue())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "mutated.npy"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        text = read_matrix_text(path)
    except MatrixError:
        return
    parse_matrix(text)


def test_a_file_that_is_no_text_or_too_long_or_missing_is_refused(tmp_path):
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe1")
    with pytest.raises(MatrixError, match="UTF-8"):
        read_matrix_text(tmp_path / "bad.csv")
    (tmp_path / "long.csv").write_bytes(b"1" * (MOST_CHARACTERS + 1))
    with pytest.raises(MatrixError, match="too long"):
        read_matrix_text(tmp_path / "long.csv")
    with pytest.raises(FileNotFoundError):
        read_matrix_text(tmp_path / "none.csv")
