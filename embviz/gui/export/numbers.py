"""What the panels show as text: tables and the curve, for a spreadsheet or another program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication

from embviz.core.messages import Array, Tile

NO_GRAD = "grad is None"
COMMA, TAB = ",", "\t"
CURVE_COLUMNS = ("loss", "distance", "gap")
NO_NUMBER = "nan"
# A spreadsheet takes what begins like this for a formula.
FORMULA_STARTS = ("=", "+", "-", "@")


def table_text(tile: Tile | None, separator: str = TAB, absence: str = NO_GRAD) -> str:
    """Return `tile` as lines of numbers, its row and column numbers before them; for None the `absence`.

    Each number has the digits that it takes to read the same float32 (or float64) back. A first line says
    where the table is reduced; rows and columns are then named by the first and the last of them.
    """
    if tile is None:
        return _written([[as_text(absence)]], separator)
    rows, columns = tile.values.shape
    head = [] if tile.is_whole else [[as_text(_reduced(tile))]]
    names = ["", *(_span(tile.column_span(column)) for column in range(columns))]
    # str() of a numpy number is the shortest text that reads back as the same number.
    lines = ([_span(tile.row_span(row)), *map(str, tile.values[row])] for row in range(rows))
    return _written([*head, names, *lines], separator)


def curve_csv(series: Mapping[str, Array]) -> str:
    """Return the numbers of each step (float64, 1-D, from step 0 on) as CSV: step, loss, distance, gap.

    `series` has them by these names. What is not known of a step is `nan`.
    """
    size = max((numbers.size for numbers in series.values()), default=0)
    columns = [_texts(series.get(name), size) for name in CURVE_COLUMNS]
    lines = ([str(step), *numbers] for step, numbers in enumerate(zip(*columns, strict=True)))
    return _written([["step", *CURVE_COLUMNS], *lines], COMMA)


def as_text(words: str) -> str:
    """Return `words` on one line, such that no spreadsheet takes them for a formula."""
    words = " ".join(words.split())
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words


def _texts(numbers: Array | None, size: int) -> list[str]:
    known = [] if numbers is None else [str(number) for number in numbers]
    return known + [NO_NUMBER] * (size - len(known))


def _written(lines: Iterable[Iterable[str]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(lines)
    return text.getvalue()


def _reduced(tile: Tile) -> str:
    rows, columns = tile.shape
    text = QCoreApplication.translate(
        "export",
        "reduced: of a table of {rows} × {columns}, each number is that of largest magnitude "
        "in the rows and columns that it stands for",
    )
    return text.format(rows=rows, columns=columns)


def _span(bounds: tuple[int, int]) -> str:
    first, past = bounds
    # Not with a hyphen: a spreadsheet would read a date.
    return str(first) if past - first <= 1 else f"{first}–{past - 1}"
