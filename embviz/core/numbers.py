"""Numbers as people type them and as the window prints them, the same in every locale."""

from __future__ import annotations

import math
import re

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,30}", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
COARSE = (1.0, 2.0, 2.5, 4.0, 5.0, 10.0)
FINE = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
SMALLEST_FIXED = 0.00005
LARGEST_FIXED = 1e5


def parse_number(text: str) -> float | None:
    """Return the number that `text` says (`0.1`, `0,1`, `1e-3`), or None for anything else.

    `1,000` is refused: it is a thousand to some and one to others.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text) or _THOUSANDS.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None


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
