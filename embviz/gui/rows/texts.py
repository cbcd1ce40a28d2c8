"""How rows are called and their numbers are told, on one line each."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from embviz.core.labels import shown
from embviz.core.numbers import short

# More than any room shows: what is over is elided where it is painted.
LONGEST = 200
# From how many on which unit is said. Of 999,500 three digits are 1M.
_UNITS = ((999_500_000, 10**9, "G"), (999_500, 10**6, "M"), (10_000, 1000, "k"))


def name_of(row: int, label: str) -> str:
    """Return what a row is called, on one line: its label, or its number where it has none."""
    if label:
        return shown(label, LONGEST)
    return QCoreApplication.translate("rows", "row {row}").format(row=row)


def told(value: float) -> str:
    """Return `value` with 4 decimals and a true minus."""
    return short(value).replace("-", "−")


def cosine(value: float) -> str:
    """Return a cosine with 2 decimals and a true minus; a row of zeros has none."""
    return "nan" if math.isnan(value) else f"{value:.2f}".replace("-", "−")


def grouped(number: int) -> str:
    """Return `number` with a comma between thousands."""
    return f"{number:,}"


def in_short(count: int) -> str:
    """Return `count` in few characters, with 3 digits from ten thousand on: 9,500, 12k, 3.14M."""
    for least, unit, letter in _UNITS:
        if count >= least:
            return f"{count / unit:.3g}{letter}"
    return grouped(count)
