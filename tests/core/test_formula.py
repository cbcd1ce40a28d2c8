"""A formula's symbols, its numbers and its value say the same thing."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.formula import decimals, parse, plain, symbol

NAMES = {"w": 0.5, "g": -0.25, "lr": 0.1, "v": 2.0}
SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def as_python(shown: str) -> str:
    """Read a shown formula as a person would: what is written above the line is a power, and so on."""
    shown = SUPERSCRIPT.sub(lambda found: f"**{found[0].translate(DIGITS)}", shown)
    shown = re.sub(r"√(\w[\w.]*)", r"√(\1)", shown)
    shown = re.sub(r"\|([^|]*)\|", r"abs(\1)", shown)
    for mark, code in (("−", "-"), ("·", "*"), ("√", "sqrt"), ("^", "**")):
        shown = shown.replace(mark, code)
    return shown


def read(shown: str, names: dict[str, float]) -> float:
    with np.errstate(all="ignore"):
        numbers = {name: np.float64(number) for name, number in names.items()}
        return float(eval(as_python(shown), {"sqrt": np.sqrt, "max": np.maximum, "abs": abs}, numbers))


def same(one: float, other: float) -> bool:
    return one == pytest.approx(other, rel=1e-9, abs=1e-9, nan_ok=True)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("(-{})".format, inner),
        st.builds("({})**2".format, inner),
        st.builds("max({}, {})".format, inner, inner),
    )


EXPRESSIONS = st.recursive(st.sampled_from([*NAMES, "2", "0.5", "sqrt(v)"]), grown, max_leaves=8)
ABS = st.builds("abs({})".format, EXPRESSIONS) | EXPRESSIONS


@given(ABS)
def test_brackets_stand_wherever_they_are_needed(expression: str) -> None:
    formula = parse(expression)
    assert same(read(formula.symbolic({}), NAMES), formula.value(NAMES))


@given(ABS)
def test_the_numbers_put_in_come_to_the_value(expression: str) -> None:
    formula = parse(expression)
    # As Python's division by zero raises, and the formula's does not, numbers are read as NumPy's.
    shown = re.sub(
        r"\d+\.\d{4}", lambda found: f"num('{found[0]}')", as_python(formula.numeric(NAMES, {"lr"}))
    )
    with np.errstate(all="ignore"):
        try:
            value = eval(shown, {"sqrt": np.sqrt, "max": np.maximum, "abs": abs, "num": np.float64})
        except ZeroDivisionError:
            return
    assert same(float(value), formula.value(NAMES))


@pytest.mark.parametrize(
    ("expression", "symbolic", "numeric"),
    [
        ("momentum * buf + grad", "momentum · buf + grad", "0.9 · 0.1930 + 0.2411"),
        ("w - lr * buf", "w − lr · buf", "0.3174 − 0.1 · 0.1930"),
        ("w - lr * (grad - m)", "w − lr · (grad − m)", "0.3174 − 0.1 · (0.2411 − (−0.5000))"),
        ("m / (1 - beta1**t)", "m / (1 − β₁^t)", "−0.5000 / (1 − 0.9^3)"),
        ("w / (m / w)", "w / (m / w)", "0.3174 / (−0.5000 / 0.3174)"),
        ("m**2 - (w - m)", "m² − (w − m)", "(−0.5000)² − (0.3174 − (−0.5000))"),
        ("-m * w", "−m · w", "−(−0.5000) · 0.3174"),
        ("-sigmoid(-m)", "−σ(−m)", "−σ(−(−0.5000))"),
        ("sqrt(w) + eps", "√w + eps", "√0.3174 + 1e−8"),
        ("sqrt(w - m**2)", "√(w − m²)", "√(0.3174 − (−0.5000)²)"),
        ("abs(m)", "|m|", "|−0.5000|"),
        ("huge**2", "huge²", "(1.0000e+30)²"),
        ("logsigmoid(w)", "log σ(w)", "log σ(0.3174)"),
    ],
)
def test_formulas_look_as_on_a_blackboard(expression: str, symbolic: str, numeric: str) -> None:
    names = {"momentum": 0.9, "buf": 0.193, "grad": 0.2411, "w": 0.3174, "lr": 0.1, "m": -0.5, "huge": 1e30}
    names |= {"beta1": 0.9, "t": 3.0, "eps": 1e-8}
    formula = parse(expression)
    assert formula.symbolic({"beta1": "β1"}) == symbolic
    assert formula.numeric(names, {"momentum", "lr", "beta1", "t", "eps"}) == numeric


def test_a_sum_shows_all_its_terms_while_they_are_few() -> None:
    vectors = {"a": np.array([0.5, -1.0]), "b": np.array([0.25, 2.0])}
    formula = parse("sqrt(sum((a - b)**2))")
    assert formula.symbolic({}) == "√(Σ (a − b)²)"
    assert formula.numeric(vectors) == "√((0.5000 − 0.2500)² + (−1.0000 − 2.0000)²)"
    assert formula.value(vectors) == math.dist(vectors["a"], vectors["b"])
    assert parse("sum(a * b)").numeric(vectors) == "0.5000 · 0.2500 + (−1.0000 · 2.0000)"
    assert parse("-sum(a) / dim").numeric({**vectors, "dim": 2.0}, {"dim"}) == "−(0.5000 + (−1.0000)) / 2"
    assert parse("sum(a)").numeric({"a": np.array([0.5])}) == "0.5000"


def test_a_long_sum_shows_its_first_terms_and_its_last() -> None:
    a = np.arange(9.0)
    assert parse("sum(a)").numeric({"a": a}) == "0.0000 + 1.0000 + 2.0000 + … + 8.0000"
    assert parse("sum(a)").value({"a": a}) == 36
    assert "…" not in parse("sum(a)").numeric({"a": a[:8]})


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("one / zero", math.inf),
        ("-one / zero", -math.inf),
        ("zero / zero", math.nan),
        ("sqrt(-one)", math.nan),
        ("inf - inf", math.nan),
        ("zero * inf", math.nan),
        ("log(zero)", -math.inf),
        ("huge**2 * huge", math.inf),
        ("max(nan, one)", math.nan),
        ("sign(nan)", 0.0),
        ("sign(-inf)", -1.0),
        ("sigmoid(-inf)", 0.0),
        ("sigmoid(inf)", 1.0),
        ("logsigmoid(-huge)", -1e200),
        ("exp(huge)", math.inf),
    ],
)
def test_arithmetic_is_that_of_ieee_and_raises_nothing(expression: str, value: float) -> None:
    names = {"zero": 0.0, "one": 1.0, "inf": math.inf, "nan": math.nan, "huge": 1e200}
    assert parse(expression).value(names) == pytest.approx(value, nan_ok=True)
    assert parse(expression).numeric(names)


@pytest.mark.parametrize(
    "expression",
    ["", "w +", "w = 1", "w.real", "w[0]", "w if g else v", "open('x')", "sum(w, g)", "~w", "'w'"],
)
def test_what_is_no_arithmetic_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"expression|formula"):
        parse(expression)


def test_a_formula_is_parsed_once() -> None:
    assert parse("w - lr * g") is parse("w - lr * g")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.9, "0.9"), (1.0, "1"), (1e-8, "1e−8"), (True, "1"), (0.097, "0.097"), (1e30, "1e30"), (-2.5, "−2.5")],
)
def test_arguments_are_written_as_people_write_them(value: float, text: str) -> None:
    assert plain(value) == text


def test_numbers_have_four_decimals_and_a_true_minus() -> None:
    assert [decimals(one) for one in (-0.18632, 1e-6, -math.inf)] == ["−0.1863", "1.0000e−06", "−inf"]


def test_digits_of_a_name_are_subscripts() -> None:
    assert symbol("share12", {}) == "share₁₂"
    assert symbol("weight", {"weight": "w"}) == "w"
