"""Numbers as people type them and as the window prints them, the same in every locale."""

from __future__ import annotations

import math
import re
from fractions import Fraction

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,30}", re.ASCII)
_FRACTION = re.compile(r"([+-]?\d{1,9})\s*/\s*([1-9]\d{0,8})", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_NOT_FINITE = re.compile(r"nan|[+-]?inf", re.ASCII | re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BRACKETS = re.compile(r"\(\)([,;]?\(\))*[,;]?")
COARSE = (1.0, 2.0, 2.5, 4.0, 5.0, 10.0)
FINE = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
# A longer number is typed as a fraction, where it is one of small numbers.
LONGEST_TYPED = 12
LARGEST_DENOMINATOR = 99
SMALLEST_FIXED = 0.00005
LARGEST_FIXED = 1e5


def parse_number(text: str) -> float | None:
    """Return the number that `text` says (`0.1`, `0,1`, `1e-3`, `1/3`), or None for anything else.

    `1,000` is refused: it is a thousand to some and one to others.
    """
    text = text.strip()
    if fraction := _FRACTION.fullmatch(text):
        return int(fraction[1]) / int(fraction[2])
    if not _NUMBER.fullmatch(text) or _THOUSANDS.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None


def parse_any_number(text: str) -> float | None:
    """Return the number that `text` says, where `nan`, `inf` and `-inf` are numbers too, or None."""
    text = text.strip()
    return float(text) if _NOT_FINITE.fullmatch(text) else parse_number(text)


def parse_integer(text: str) -> int | None:
    """Return the whole number that `text` says in plain digits, or None for anything else."""
    text = text.strip()
    return int(text) if _INTEGER.fullmatch(text) else None


def parse_integers(text: str) -> tuple[int, ...] | None:
    """Return the whole numbers in `text`, between commas or spaces, or None for anything else."""
    numbers = tuple(
        parse_integer(word) for word in re.split(r"\s*,\s*|\s+", text.strip().strip("()[]").strip())
    )
    return None if None in numbers else tuple(number for number in numbers if number is not None)


def parse_pairs(text: str) -> tuple[tuple[int, int], ...] | None:
    """Return the pairs of whole numbers in `text`, or None for anything else.

    They stand between semicolons, `0, 1; 2, 3`, or in brackets, `(0, 1), (2, 3)`, as Python writes them.
    """
    found = tuple(parse_integers(part) for part in _split_pairs(text.strip()))
    pairs = tuple((pair[0], pair[1]) for pair in found if pair is not None and len(pair) == 2)
    return pairs if pairs and len(pairs) == len(found) else None


def _split_pairs(text: str) -> list[str]:
    if "(" not in text and "[" not in text:
        # The last semicolon may wait for its pair.
        return re.split(r"[;\n]", text.removesuffix(";"))
    skeleton = "".join(_IN_BRACKETS.sub("()", text).split())
    if skeleton[:1] + skeleton[-1:] in ("[]", "()") and len(skeleton) > 2 and skeleton[1] == "(":
        skeleton = skeleton[1:-1]
    return _IN_BRACKETS.findall(text) if _BRACKETS.fullmatch(skeleton) else []


def typed_number(value: float) -> str:
    """Return how a person would type `value`, so that `parse_number` gives it back to the bit."""
    exact = repr(value).removesuffix(".0")
    if len(exact) <= LONGEST_TYPED or not math.isfinite(value):
        return exact
    near = Fraction(value).limit_denominator(LARGEST_DENOMINATOR)
    is_it = near.denominator > 1 and near.numerator / near.denominator == value
    return f"{near.numerator}/{near.denominator}" if is_it else exact


def short(value: float) -> str:
    """Return `value` with 4 decimals, as torch prints it: `0.2303`, `1.0000e+30`, `nan`, `-inf`."""
    size = abs(value)
    if size < LARGEST_FIXED and (size >= SMALLEST_FIXED or size == 0):
        return f"{value:.4f}"
    return f"{value:.4e}" if math.isfinite(value) else f"{value}"


def nice_ceiling(value: float, nice_numbers: tuple[float, ...] = COARSE) -> float:
    """Return the least of `nice_numbers` times a power of ten that is not below `value` (0 or less: 1)."""
    if not value > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    for nice in nice_numbers:
        if nice * power >= value:
            return nice * power
    return value
