"""Numbers: what is typed means the same to everyone, and what is printed is what torch prints."""

import locale
import math

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from embviz.core.numbers import (
    COARSE,
    FINE,
    nice_ceiling,
    parse_any_number,
    parse_integer,
    parse_integers,
    parse_number,
    parse_pairs,
    short,
    typed_number,
)

# What Python's own float() or int() would take, or a locale would, and what looks like a number and is none.
REFUSED = (
    "", " ", "abc", "nan", "NaN", "inf", "-inf", "infinity", "1e999", "-1e999", "1,000", "12,345",
    "1,000,000", "1.000.000", "1,000.5", "1.000,5", "1_000", "1 000", "1\u00a0000", "1\u202f000", "1'000",
    "０．１", "０",
    "١٫٥", "١", "१", "1e", "e3", "1e1.5", "1e1,5", ".", ",", "+", "-", "--1", "+-1", "1-", "1+1", "0x10",
    "0b1", "1f", "1j", "1d3", "½", "²", "−1", "1..2", "1.,2", "$1", "1%", "True", "None", "1\n2", "1;2",
    "1/0",
    "1.5/2",
    "1/2/3",
    "/2",
)  # fmt: skip
MEANT = {
    "0.1": 0.1, "0,1": 0.1, "1e-3": 0.001, "1E-3": 0.001, "1e+3": 1000.0, "1,5e3": 1500.0, ".5": 0.5,
    ",5": 0.5,
    "5.": 5.0, "5,": 5.0, "+2": 2.0, "-2": -2.0, "-0,25": -0.25, "007": 7.0, " 0.1 ": 0.1, "\t0.1\n": 0.1,
    "1000": 1000.0, "1.000": 1.0, "0,001": 0.001, "0,100": 0.1, "1,00": 1.0, "1,0000": 1.0, "1e-999": 0.0,
    "12.5": 12.5, "3.4e38": 3.4e38,
}  # fmt: skip


@pytest.mark.parametrize(("text", "number"), MEANT.items())
def test_a_typed_number_means_what_it_says(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", REFUSED)
def test_anything_else_is_refused(text: str) -> None:
    assert parse_number(text) is None
    assert parse_integer(text) is None


@pytest.mark.parametrize("text", ["nan", "NaN", " NAN ", "inf", "+inf", "-inf", "-Inf", "INF"])
def test_where_any_number_may_stand_nan_and_infinity_do(text: str) -> None:
    assert repr(parse_any_number(text)) == repr(float(text))


@pytest.mark.parametrize("text", [text for text in REFUSED if text.lower() not in ("nan", "inf", "-inf")])
def test_any_number_is_no_less_strict_otherwise(text: str) -> None:
    assert parse_any_number(text) is None


@pytest.mark.parametrize(("text", "number"), MEANT.items())
def test_any_number_reads_what_a_number_reads(text: str, number: float) -> None:
    assert parse_any_number(text) == number


@pytest.mark.parametrize("text", ["infinity", "-nan", "+nan", "nan nan", "1inf", "ｎａｎ", "1e999", "in f"])
def test_words_that_only_python_or_c_read_as_numbers_are_refused(text: str) -> None:
    assert parse_any_number(text) is None


def test_a_comma_before_three_digits_is_refused_since_it_is_a_thousand_to_some() -> None:
    for text in ("1,000", "-1,000", "+12,345", "999,999"):
        assert parse_number(text) is None
    # A leading zero makes it a fraction to everyone.
    assert parse_number("0,123") == 0.123


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read_back_exactly(number: float) -> None:
    assert parse_number(repr(number)) == number
    assert parse_number(f"  {number!r} ") == number
    with_comma = repr(number).replace(".", ",")
    assert parse_number(with_comma) in (number, None)


@given(st.text())
def test_no_text_raises_and_nothing_but_a_finite_number_comes_back(text: str) -> None:
    number, integer = parse_number(text), parse_integer(text)
    assert number is None or math.isfinite(number)
    assert integer is None or type(integer) is int
    parse_integers(text)
    pairs = parse_pairs(text)
    assert pairs is None or all(len(pair) == 2 for pair in pairs)


@given(st.text(alphabet="0123456789+-.,eE_ \u0661\uff10", max_size=12))
def test_what_is_read_is_what_python_reads_with_a_point(text: str) -> None:
    number = parse_number(text)
    if number is not None:
        assert number == float(text.replace(",", "."))
        assert text.strip().isascii()
        assert "_" not in text


def test_the_locale_of_c_changes_nothing() -> None:
    before = locale.setlocale(locale.LC_ALL)
    try:
        for name in ("de_DE.UTF-8", "C.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_ALL, name)
            except locale.Error:
                continue
            assert parse_number("0,1") == parse_number("0.1") == 0.1
            assert short(0.5) == "0.5000"
    finally:
        locale.setlocale(locale.LC_ALL, before)


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), (" 2 ", 2), ("+2", 2), ("-2", -2), ("007", 7), ("4294967295", 2**32 - 1), ("0", 0)],
)
def test_a_whole_number_is_read(text: str, number: int) -> None:
    assert parse_integer(text) == number


@pytest.mark.parametrize("text", ["1.0", "1,0", "1e3", "2.", "1" * 31, "9" * 5000])
def test_what_is_not_plainly_whole_is_refused(text: str) -> None:
    assert parse_integer(text) is None


@pytest.mark.parametrize("text", ["0, 1", "0,1", "0 1", "(0, 1)", "[0, 1]", " 0 ,  1 ", "(0 1)", "0\t1"])
def test_a_pair_may_be_typed_in_many_ways(text: str) -> None:
    assert parse_integers(text) == (0, 1)


@pytest.mark.parametrize("text", ["", "0,,1", ",0,1", "0,1,", "a, b", "0.5, 1", "0; 1", "1e3 2", "0 - 1"])
def test_what_is_no_list_of_whole_numbers_is_refused(text: str) -> None:
    assert parse_integers(text) is None


def test_a_list_is_as_long_as_what_was_typed() -> None:
    assert parse_integers("7") == (7,)
    assert parse_integers("1 2 3") == (1, 2, 3)


TWO_PAIRS = (
    "0, 1; 2, 3", "0 1;2 3", "0,1\n2,3", "0, 1; 2, 3;", "(0, 1), (2, 3)", "(0, 1) (2, 3)", "(0,1);(2,3)",
    "[(0, 1), (2, 3)]", "[[0, 1], [2, 3]]", "((0, 1), (2, 3))", "[(0, 1), (2, 3),]", " [ 0 , 1 ] , ( 2 3 ) ",
)  # fmt: skip


@pytest.mark.parametrize("text", TWO_PAIRS)
def test_pairs_may_be_typed_in_many_ways(text: str) -> None:
    assert parse_pairs(text) == ((0, 1), (2, 3))


@pytest.mark.parametrize("text", ["0, 1", "(0, 1)", "[0, 1]", "[[0, 1]]", "((0, 1),)", "0 1;"])
def test_one_pair_is_one(text: str) -> None:
    assert parse_pairs(text) == ((0, 1),)


NO_PAIRS = (
    "", ";", "0", "0, 1, 2", "0, 1; 2", "0, 1;; 2, 3", "; 0, 1", "()", "(0), (1)", "(0, 1", "((0, 1)",
    "(0, 1))",
    "(0, 1), 2", "2 (0, 1)", "x (0, 1)", "(0, 1) and (2, 3)", "[[[0, 1]]]", "(0, 1),,(2, 3)", "0.5, 1",
    "(0, 1)(2, )", "a, b",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_PAIRS)
def test_what_is_no_list_of_pairs_is_refused(text: str) -> None:
    assert parse_pairs(text) is None


@given(
    st.lists(
        st.tuples(st.integers(), st.integers()).filter(lambda pair: max(map(abs, pair)) < 10**30), min_size=1
    )
)
def test_pairs_as_python_prints_them_are_read_back(pairs: list[tuple[int, int]]) -> None:
    assert parse_pairs(str(pairs)) == tuple(pairs)
    assert parse_pairs("; ".join(f"{one}, {other}" for one, other in pairs)) == tuple(pairs)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0.0000"),
        (0.2303, "0.2303"),
        (-1.1229, "-1.1229"),
        (0.00005, "0.0001"),
        (0.00004, "4.0000e-05"),
        (1e-30, "1.0000e-30"),
        (99999.0, "99999.0000"),
        (1e5, "1.0000e+05"),
        (-1e30, "-1.0000e+30"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (math.nan, "nan"),
    ],
)
def test_a_number_is_printed_with_four_decimals(number: float, text: str) -> None:
    assert short(number) == text


@given(st.floats(-9999, 9999, width=32))
def test_a_number_is_printed_as_torch_prints_it(number: float) -> None:
    assume(number == 0 or abs(number) >= 0.001)
    assume(number != int(number))
    printed = repr(torch.tensor(number)).removeprefix("tensor(").removesuffix(")")
    assert short(number) == printed


@given(st.one_of(st.floats(-1e307, 1e307), st.sampled_from([math.nan, math.inf, -math.inf])))
def test_a_printed_number_says_the_number(number: float) -> None:
    said = float(short(number))
    if math.isnan(number):
        assert math.isnan(said)
    elif math.isinf(number):
        assert said == number
    else:
        assert math.isclose(said, number, rel_tol=1e-4, abs_tol=5.001e-5) or abs(number) < 1e-300
        assert number == 0 or said != 0 or abs(number) < 1e-320


@given(st.floats(1e-300, 1e300), st.sampled_from([COARSE, FINE]))
def test_a_nice_ceiling_is_above_and_not_far(value: float, nice_numbers: tuple[float, ...]) -> None:
    nice = nice_ceiling(value, nice_numbers)
    assert value <= nice <= 2.6 * value
    mantissa = float(f"{nice:e}".partition("e")[0])
    assert any(math.isclose(mantissa, allowed) for allowed in (*nice_numbers, 1.0))


@pytest.mark.parametrize("nice", [1.0, 2.0, 2.5, 4.0, 5.0, 10.0, 1e-7, 2.5e-7, 4e30])
def test_a_nice_number_is_its_own_ceiling(nice: float) -> None:
    assert nice_ceiling(nice) == nice


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, -math.inf])
def test_what_is_not_above_zero_has_the_ceiling_one(value: float) -> None:
    assert nice_ceiling(value) == 1.0


@pytest.mark.parametrize("value", [5e-324, 1e-310, 9.9e307])
def test_the_ends_of_float64_have_a_ceiling_too(value: float) -> None:
    assert value <= nice_ceiling(value) < math.inf


@pytest.mark.parametrize(
    ("text", "value"), [("1/3", 1 / 3), (" -2 / 7 ", -2 / 7), ("1/2", 0.5), ("0/5", 0.0)]
)
def test_a_fraction_of_whole_numbers_is_a_number(text, value):
    assert parse_number(text) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_a_person_would_type_is_read_to_the_bit(value):
    assert parse_number(typed_number(value)) == value


def test_a_long_number_is_typed_as_the_fraction_that_it_is():
    assert [typed_number(value) for value in (1 / 3, 2 / 7, 0.1, 1e-5, 2.0, 0.1 + 0.2)] == [
        "1/3",
        "2/7",
        "0.1",
        "1e-05",
        "2",
        "0.30000000000000004",
    ]
