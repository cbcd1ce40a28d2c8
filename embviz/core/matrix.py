"""Matrices as people paste and save them: read whole, or refused with the place at fault."""

from __future__ import annotations

import io
import math
import re
import tokenize
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from embviz.core.checks import MOST_VALUES, Matrix, shown
from embviz.core.recipes import mark

# Every number may be as long as Python writes one.
MOST_CHARACTERS = 50 * MOST_VALUES
NPY = ".npy"

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|nan|[+-]?inf", re.ASCII | re.IGNORECASE)
_BRACKET = re.compile(r"[\[\]]")
# What print and repr put around the lists: `Parameter containing: tensor(`, `, dtype=torch.float64)`.
_HEAD = re.compile(
    r"\s*([A-Za-z_][\w.]*\s*=\s*)?(Parameter containing:\s*)?([A-Za-z_][\w.]*\(\s*)?", re.ASCII
)
_TAIL = re.compile(r"(\s*,\s*[a-z_]+\s*=[^,\[\]]*)*\s*,?\s*\)?\s*", re.ASCII)

_EMPTY = mark("no numbers yet: paste rows of them, one row a line")
_LONG = mark("too long: a matrix has at most {limit} characters")
_MANY = mark("too many numbers: a matrix has at most {limit}, here are {count}")
_NO_NUMBER = mark("line {line}, word {word}: {text} is no number")
_MIXED = mark(
    "line {line}, word {word}: {text} is no number;"
    " split all numbers of a row alike, and write 0.1 with a point"
)
_MISSING = mark("line {line}, word {word}: a number is missing")
_TOO_LARGE = mark("line {line}, word {word}: {text} is too large for a number")
_LEFT_OUT = mark("line {line}: numbers are left out here (...); torch prints all of them after {remedy}")
_UNEVEN = mark("line {line}: this row holds {count}, the first one {first}; all must be equally long")
_STRAY = mark("line {line}: {text} is no part of a matrix")
_OPEN = mark("line {line}: a bracket is opened and never closed, or closed and never opened")
_DEEP = mark("line {line}: a list in a list in a list; a matrix has two levels")
_NO_TEXT = mark("{name} is no text in UTF-8")
_NO_NPY = mark("{name} is no .npy file that can be read: {why}")
_NO_TABLE = mark("{name} holds {shape} of {dtype}; a matrix is rows x columns of floats or whole numbers")
_FULL_PRINT = 'torch.set_printoptions(profile="full")'


class MatrixError(ValueError):
    """What holds no matrix: `refused` is a template in English that the window translates, `details` its
    blanks."""

    def __init__(self, refused: str, **details: object) -> None:
        self.refused, self.details = refused, details
        super().__init__(refused.format(**details))


class _Part(NamedTuple):
    """One row as it was written, and the line that it starts on."""

    text: str
    line: int


def parse_matrix(text: str) -> Matrix:
    """Return the rows of numbers in `text`.

    A row is a line, its numbers split by spaces, tabs, commas or semicolons, or a list as Python, NumPy and
    torch print them. `nan` and `inf` are numbers.

    Raises:
        MatrixError: with the line and the word at fault.
    """
    if len(text) > MOST_CHARACTERS:
        raise MatrixError(_LONG, limit=f"{MOST_CHARACTERS:,}")
    if "..." in text:
        raise MatrixError(_LEFT_OUT, line=_line_of(text, text.index("...")), remedy=_FULL_PRINT)
    parts = list(_listed(text) if _BRACKET.search(text) else _lines(text))
    rows = tuple(_row(part) for part in parts)
    if not rows:
        raise MatrixError(_EMPTY)
    for part, row in zip(parts, rows, strict=True):
        if len(row) != len(rows[0]):
            raise MatrixError(_UNEVEN, line=part.line, count=len(row), first=len(rows[0]))
    count = len(rows) * len(rows[0])
    if count > MOST_VALUES:
        raise MatrixError(_MANY, limit=f"{MOST_VALUES:,}", count=f"{count:,}")
    return rows


def write_matrix(matrix: Matrix) -> str:
    """Return `matrix` as text that `parse_matrix` reads back to the last bit."""
    return "\n".join("  ".join(repr(value).removesuffix(".0") for value in row) for row in matrix)


def read_matrix_text(path: Path) -> str:
    """Return the text of the matrix in the file at `path`, which may be text or NumPy's .npy.

    What a text holds is not looked at yet.

    Raises:
        OSError: where the file cannot be read.
        MatrixError: for a file that is too large, no text in UTF-8, or a .npy of anything but a matrix.
    """
    with path.open("rb") as file:
        content = file.read(MOST_CHARACTERS + 1)
    if len(content) > MOST_CHARACTERS:
        raise MatrixError(_LONG, limit=f"{MOST_CHARACTERS:,}")
    if path.suffix.lower() == NPY:
        return write_matrix(_npy_matrix(content, path.name))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MatrixError(_NO_TEXT, name=path.name) from error


def _lines(text: str) -> Iterator[_Part]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _Part(line, number)


def _listed(text: str) -> Iterator[_Part]:
    depth, before, was_open = 0, 0, False
    for bracket in _BRACKET.finditer(text):
        is_open, between = bracket[0] == "[", text[before : bracket.start()]
        if was_open and not is_open:
            yield _Part(between, _line_of(text, before))
        elif before == 0:
            _check_around(_HEAD, between, 1)
        elif between.strip() not in ("", ","):
            raise MatrixError(_STRAY, line=_line_of(text, before), text=shown(between.strip()))
        depth += 1 if is_open else -1
        line = _line_of(text, bracket.start())
        if depth > 2:
            raise MatrixError(_DEEP, line=line)
        if depth < 0:
            raise MatrixError(_OPEN, line=line)
        before, was_open = bracket.end(), is_open
    if depth:
        raise MatrixError(_OPEN, line=_line_of(text, before))
    _check_around(_TAIL, text[before:], _line_of(text, before))


def _check_around(pattern: re.Pattern[str], text: str, line: int) -> None:
    if not pattern.fullmatch(text):
        raise MatrixError(_STRAY, line=line, text=shown(text.strip()))


def _row(part: _Part) -> tuple[float, ...]:
    separator = next((one for one in ",;" if one in part.text), None)
    words = part.text.split(separator)
    # Python takes a comma after the last number, and tables are saved with one.
    if separator and not words[-1].strip():
        words.pop()
    if not words:
        raise MatrixError(_MISSING, line=part.line, word=1)
    return tuple(_number(part, words, index, separator) for index in range(len(words)))


def _number(part: _Part, words: list[str], index: int, separator: str | None) -> float:
    word = words[index].strip()
    if not _NUMBER.fullmatch(word):
        why = _MISSING if not word else _MIXED if re.search(r"[\s,;]", word) else _NO_NUMBER
        raise _error_at(part, words, index, separator, why)
    value = float(word)
    if math.isinf(value) and word[-1] not in "fF":
        raise _error_at(part, words, index, separator, _TOO_LARGE)
    return value


def _error_at(part: _Part, words: list[str], index: int, separator: str | None, why: str) -> MatrixError:
    if separator is None:
        start = [match.start() for match in re.finditer(r"\S+", part.text)][index]
    else:
        start = sum(len(word) + 1 for word in words[:index])
        start += len(words[index]) - len(words[index].lstrip())
    # A list may go over several lines: words are counted from the start of theirs.
    before = part.text[:start].split("\n")
    place = sum(1 for _ in re.finditer(r"[^\s,;]+", before[-1])) if words[index].strip() else index
    return MatrixError(
        why, line=part.line + len(before) - 1, word=place + 1, text=shown(words[index].strip())
    )


def _line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _npy_matrix(content: bytes, name: str) -> Matrix:
    shape, dtype = _npy_header(content, name)
    if len(shape) != 2 or dtype.kind not in "fiu" or min(shape) < 1:
        raise MatrixError(_NO_TABLE, name=name, shape=" x ".join(map(str, shape)) or "one", dtype=dtype)
    count = shape[0] * shape[1]
    if count > MOST_VALUES:
        raise MatrixError(_MANY, limit=f"{MOST_VALUES:,}", count=f"{count:,}")
    try:
        table = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise MatrixError(_NO_NPY, name=name, why=error) from error
    return tuple(tuple(map(float, row)) for row in table.tolist())


def _npy_header(content: bytes, name: str) -> tuple[tuple[int, ...], np.dtype[np.generic]]:
    """Return shape and dtype before anything is allocated: a short file may announce 150 GB."""
    file = io.BytesIO(content)
    readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    try:
        version = np.lib.format.read_magic(file)
        if version not in readers:
            raise ValueError(f"version {version}")
        with warnings.catch_warnings():
            # Files of Python 2 are read as well; numpy says that it takes longer.
            warnings.simplefilter("ignore", UserWarning)
            shape, _, dtype = readers[version](file)
    except (ValueError, TypeError, SyntaxError, RecursionError, tokenize.TokenError) as error:
        raise MatrixError(_NO_NPY, name=name, why=shown(str(error))) from error
    return shape, dtype
