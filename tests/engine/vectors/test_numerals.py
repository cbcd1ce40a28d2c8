"""Numbers from text are bit for bit what float() gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from embviz.engine.vectors import numerals

ODD = [
    "0",
    "-0",
    "1.",
    ".5",
    "-.5",
    "+3.25",
    "12345678",
    "123456789",
    "1234567.",
    "12345678.",
    ".12345678",
    "0.1234567890123",
    "nan",
    "-inf",
    "1.5E-300",
    "-0.12345678901234",
    "9007199254740992",
    "9007199254740993",
    "99999999999999.9",
    "1e5",
    "00000000.0000001",
    "1e999",
]
NONE = [b"", b".", b"-", b"-.", b"+", b"1_0", b"1..2", b"1.2.3", b"1234.5678.9", b"a", b"0x10", b"1-2"]
NONE += [
    b"12345678-1",
    b"/5",
    b":5",
    b"\xb2",
    b"1,5",
    b"--1",
    b"1e",
    b"1.0.",
    b"\x00",
    b"12345678901234567890x",
]


def parsed(texts):
    buffer, starts, ends = bytearray(numerals.MARGIN), [], []
    for text in texts:
        starts.append(len(buffer))
        buffer += text
        ends.append(len(buffer))
        buffer += b" "
    return numerals.parse(buffer + bytes(8), np.array(starts), np.array(ends))


def assert_same(texts):
    told, found = np.array([float(text) for text in texts]), parsed(texts)
    # One NaN is as good as another.
    for numbers in (told, found):
        numbers[np.isnan(numbers)] = np.nan
    assert found.tobytes() == told.tobytes()


def test_odd_numbers_are_what_float_says():
    assert_same([text.encode() for text in ODD])


def test_numbers_of_all_lengths_are_what_float_says():
    rng = np.random.default_rng(5)
    texts = []
    for _ in range(20_000):
        scale = 10.0 ** rng.integers(-8, 9)
        number = rng.normal() * scale
        texts += [b"%.*f" % (int(rng.integers(0, 15)), number), b"%.*g" % (int(rng.integers(1, 18)), number)]
        texts.append(repr(float(number)).encode())
    assert_same(texts)


@given(some.lists(some.from_regex(rb"\A[+-]?(\d{0,18}\.\d{1,18}|\d{1,18})(e[+-]?\d{1,3})?\Z"), min_size=1))
def test_any_numeral_is_what_float_says(texts):
    assert_same(texts)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(numerals.BadNumber) as caught:
        parsed([b"1", text, b"2"])
    assert caught.value.index == 1


@given(some.binary(max_size=20).filter(lambda text: not text.isspace() and text.strip() == text))
def test_any_bytes_are_what_float_says_or_refused(text):
    if numerals.is_number(text):
        assert_same([text])
        return
    with pytest.raises(numerals.BadNumber):
        parsed([text])
