"""Lines of a label and numbers, whatever stands between them, as tables: blocks at once, odd lines singly."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from embviz.core.recipes import mark
from embviz.engine.vectors import numerals
from embviz.engine.vectors.faults import Fault, quoted
from embviz.engine.vectors.pieces import Pieces
from embviz.engine.vectors.streams import Block, block_of

NEWLINE = ord("\n")
_LINE_ENDS = re.compile(rb"[ \t\r]+\n")

WRONG_COUNT = mark(
    "The line has {found} numbers, and those above have {wanted}. Mend the line, or choose another file."
)
NO_NUMBER = mark("'{text}' is no number. Mend the line, or choose another file.")
_BLANK = mark("The line is empty, and more follow. Take it out, or choose another file.")
_BAD_QUOTES = mark("The quotes in it cannot be understood ({detail}). Mend the line.")


class Layout(NamedTuple):
    """How a text is laid out: `skip` lines of a header, then `fields` fields a line between `delimiter`s.

    The field number `label` is the row's name, None where no field is. `rows` is what the header says, None
    where it says nothing. Fields may stand in quotes where it `is_quoted`.
    """

    fields: int
    label: int | None
    delimiter: bytes = b" "
    skip: int = 0
    rows: int | None = None
    is_quoted: bool = False

    @property
    def dim(self) -> int:
        """How many numbers a row has."""
        return self.fields - (self.label is not None)


class Rows(NamedTuple):
    """Rows of a table: `values` (rows, dim), float64, and as many labels, None for none at all."""

    values: np.ndarray
    labels: Pieces | None


class _Odd(Exception):
    """The block is no grid of fields; it has to be read line by line."""


class Parser:
    """What turns the blocks of a text into rows, one after the other; it counts lines, from 1."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._line = 1
        self._blank: int | None = None
        self._to_skip = layout.skip

    def rows(self, block: Block) -> Rows | None:
        """Return what `block` holds, None for nothing. Raises Fault, which names the line."""
        block = self._without_header(block)
        if block.start == block.stop:
            return None
        try:
            if self._blank is not None:
                raise _Odd
            rows = _grid(block, self._layout)
        except _Odd:
            odd = self._odd(block)
            self._line += block.text.count(b"\n")
            return odd
        self._line += len(rows.values)
        return rows

    def _without_header(self, block: Block) -> Block:
        start = block.start
        while self._to_skip and start < block.stop:
            start = block.buffer.index(b"\n", start) + 1
            self._to_skip -= 1
            self._line += 1
        return block._replace(start=start)

    def _odd(self, block: Block) -> Rows | None:
        text = _LINE_ENDS.sub(b"\n", block.text)
        if self._layout.delimiter == b" ":
            text = text.replace(b"\t", b" ")
        kept = text.rstrip(b"\n")
        if not kept:
            self._blank = self._line if self._blank is None else self._blank
            return None
        if self._blank is not None:
            raise Fault(f"line {self._blank}", _BLANK)
        if len(text) > len(kept) + 1:
            self._blank = self._line + kept.count(b"\n") + 1
        try:
            return _grid(block_of(kept + b"\n"), self._layout)
        except _Odd:
            return self._line_by_line(kept)

    def _line_by_line(self, text: bytes) -> Rows:
        layout = self._layout
        labels: list[bytes] = []
        values: list[list[float]] = []
        for line, fields in _records(text, layout, self._line):
            if not fields and layout.fields > 1:
                raise Fault(f"line {line}", _BLANK)
            if len(fields) != layout.fields:
                raise _wrong_count(line, len(fields), layout)
            if layout.label is not None:
                labels.append(fields.pop(layout.label))
            values.append([_number(field, line) for field in fields])
        named = None if layout.label is None else Pieces.of(labels)
        return Rows(np.array(values, dtype=np.float64), named)


def _grid(block: Block, layout: Layout) -> Rows:
    """Read lines of which each has all its fields, with one delimiter after each. Raises _Odd."""
    buffer, start, stop = block
    if layout.is_quoted and buffer.find(b'"', start, stop) >= 0:
        raise _Odd
    letters = np.frombuffer(buffer, dtype=np.uint8)[start:stop]
    is_end = letters == NEWLINE
    marks = np.flatnonzero(is_end | (letters == layout.delimiter[0]))
    if marks.size % layout.fields:
        raise _Odd
    grid = marks.reshape(-1, layout.fields)
    if np.count_nonzero(is_end) != len(grid) or not is_end[grid[:, -1]].all():
        raise _Odd
    starts = np.empty_like(marks)
    starts[0] = 0
    np.add(marks[:-1], 1, out=starts[1:])
    first, last = starts.reshape(grid.shape), grid
    labels = None
    if layout.label is not None:
        labels = Pieces.cut(letters, first[:, layout.label], last[:, layout.label])
        first, last = (_without(bounds, layout.label) for bounds in (first, last))
    try:
        values = numerals.parse(buffer, first.ravel() + start, last.ravel() + start)
    except numerals.BadNumber as error:
        # It may be a second space, or a space before a number, as well.
        raise _Odd from error
    return Rows(values.reshape(first.shape), labels)


def _without(grid: np.ndarray, column: int) -> np.ndarray:
    return grid[:, 1:] if column == 0 else np.delete(grid, column, axis=1)


def _records(text: bytes, layout: Layout, line: int) -> list[tuple[int, list[bytes]]]:
    """Return the fields of each line with its number, the first of which is `line`."""
    if layout.is_quoted and b'"' in text:
        return _quoted_records(text, layout, line)
    split = SPLITS.get(layout.delimiter, _by_delimiter)
    return [(line + index, split(one, layout)) for index, one in enumerate(text.split(b"\n"))]


def _quoted_records(text: bytes, layout: Layout, line: int) -> list[tuple[int, list[bytes]]]:
    # Latin-1 takes any byte and gives it back.
    source = re.split("(?<=\n)", text.decode("latin-1"))
    reader = csv.reader(source, delimiter=layout.delimiter.decode(), strict=True)
    records = []
    try:
        while True:
            at = line + reader.line_num
            records.append((at, [field.encode("latin-1") for field in next(reader)]))
    except StopIteration:
        return records
    except csv.Error as error:
        raise Fault(f"line {line + reader.line_num - 1}", _BAD_QUOTES, detail=error) from error


def _by_delimiter(line: bytes, layout: Layout) -> list[bytes]:
    return line.split(layout.delimiter) if line else []


def _by_spaces(line: bytes, layout: Layout) -> list[bytes]:
    """Split a line whose label may be empty or hold spaces itself."""
    if layout.label is None:
        return line.split()
    fields = line.rsplit(None, layout.dim)
    if len(fields) == layout.dim and line[:1].isspace():
        return [b"", *fields]
    if len(fields) == layout.fields and _ends_with_number(fields[0]):
        # One number too many: no token with spaces ends like that.
        return line.split()
    return fields


# By the delimiter, where lines are not simply split at it.
SPLITS: dict[bytes, Callable[[bytes, Layout], list[bytes]]] = {b" ": _by_spaces}


def _ends_with_number(label: bytes) -> bool:
    words = label.split()
    # 'nan' is a word as well.
    return len(words) > 1 and numerals.is_number(words[-1]) and not words[-1].isalpha()


def _number(field: bytes, line: int) -> float:
    if not numerals.is_number(field):
        raise Fault(f"line {line}", NO_NUMBER, text=quoted(field))
    return float(field)


def _wrong_count(line: int, found: int, layout: Layout) -> Fault:
    has_label = layout.label is not None
    return Fault(f"line {line}", WRONG_COUNT, found=max(0, found - has_label), wanted=layout.dim)


def first_lines(head: bytes, is_whole: bool) -> Sequence[bytes]:
    """Return the lines of a text's beginning, without those that may be cut off and the ends of lines."""
    lines = [line.rstrip(b" \t\r") for line in head.split(b"\n")]
    return lines if is_whole or len(lines) == 1 else lines[:-1]
