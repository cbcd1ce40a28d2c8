"""Tables with commas or tabs between the fields: .csv, and the pair of files of TensorBoard's projector."""

from __future__ import annotations

import csv
from pathlib import Path

from embviz.core.recipes import mark
from embviz.engine.vectors import metadata, numerals
from embviz.engine.vectors.faults import EMPTY, Fault
from embviz.engine.vectors.lines import Layout, first_lines
from embviz.engine.vectors.pieces import Pieces
from embviz.engine.vectors.plan import SAMPLE, Look, Taken, Wish, listed
from embviz.engine.vectors.sink import write_labels
from embviz.engine.vectors.spaced import glance, read_rows
from embviz.engine.vectors.streams import BOM, Cut, check_line, head, last_line_end, opened

TAB = b"\t"
DELIMITERS = (TAB, b",", b";")
# A column of whole numbers that is called so, or not at all, names the rows.
LABEL_NAMES = ("", "label", "word", "token", "name", "id", "index", "key")
# So many rows say which column is none of numbers.
LOOKED_AT = 32

_TWO_TEXTS = mark(
    "More than one column is text: {names}. Keep one column of names, and numbers in all others."
)
_ONLY_TEXT = mark(
    "It has no column of numbers; it may be the labels of a projector. Choose the file of vectors beside it."
)
_ONE_FIELD = mark("The line has another count of fields than the first one. Mend it, or choose another file.")


def is_separated(beginning: bytes) -> bool:
    """Return whether text that begins so has fields with a tab, comma or semicolon between them."""
    lines = [line for line in first_lines(beginning.removeprefix(BOM), is_whole=False) if line][:2]
    return bool(lines) and any(_is_table(lines, delimiter) for delimiter in DELIMITERS)


def _is_table(lines: list[bytes], delimiter: bytes) -> bool:
    fields = _fields(lines[-1], delimiter)
    numbers = sum(map(numerals.is_number, fields))
    return len(fields) > 1 and numbers >= max(1, len(fields) - 1)


def layout_of(beginning: bytes, is_whole: bool) -> Layout:
    """Return how the text that begins so is laid out. Raises Fault."""
    check_line(beginning, is_whole)
    text = beginning.removeprefix(BOM)
    lines = [line for line in first_lines(_whole_records(text, is_whole), is_whole=True) if line]
    if not lines:
        raise Fault("", EMPTY)
    delimiter = _delimiter(lines)
    rows = _first_rows(lines, delimiter)
    skip = 1 if _is_header(rows) else 0
    if len(rows) == skip:
        raise Fault("", EMPTY)
    label = _label_column(rows[skip:], rows[0] if skip else [])
    if len(rows[skip]) == (label is not None):
        raise Fault("", _ONLY_TEXT)
    return Layout(len(rows[skip]), label, delimiter, skip, is_quoted=delimiter != TAB)


def _whole_records(text: bytes, is_whole: bool) -> bytes:
    cut = last_record_end(bytearray(text), 0, len(text))
    return text if is_whole or not cut else text[:cut]


def _delimiter(lines: list[bytes]) -> bytes:
    """Return what stands between the fields of the last line, which is no header: the most common one."""
    return max(DELIMITERS, key=lambda delimiter: len(_fields(lines[-1], delimiter)))


def _first_rows(lines: list[bytes], delimiter: bytes) -> list[list[bytes]]:
    source = (line.decode("latin-1") + "\n" for line in lines)
    if delimiter == TAB:
        return [line.split(TAB) for line in lines[: LOOKED_AT + 1]]
    reader = csv.reader(source, delimiter=delimiter.decode(), strict=True)
    rows: list[list[bytes]] = []
    try:
        for row in reader:
            rows.append([field.encode("latin-1") for field in row])
            if len(rows) > LOOKED_AT:
                break
    except csv.Error:
        # It is told of when its line is read.
        pass
    if not rows:
        raise Fault("line 1", _ONE_FIELD)
    return rows


def _is_header(rows: list[list[bytes]]) -> bool:
    """Return whether the first of `rows` has words over the second one's numbers, or counts columns."""
    first = rows[0]
    if len(rows) == 1:
        return not any(map(numerals.is_number, first))
    if len(first) > 1 and first[1:] == [b"%d" % column for column in range(len(first) - 1)]:
        return not numerals.is_number(first[0])
    above = [above for above, below in zip(first, rows[1], strict=False) if numerals.is_number(below)]
    return 2 * sum(not numerals.is_number(field) for field in above) > len(above)


def _label_column(rows: list[list[bytes]], header: list[bytes]) -> int | None:
    """Return which column is none of numbers, None where all are. Raises Fault for several."""
    columns = range(len(rows[0]))
    texts = [column for column in columns if not _has_number(rows, column)]
    if len(texts) > 1:
        names = [header[column] if column < len(header) else b"%d" % (column + 1) for column in texts]
        if len(texts) == len(rows[0]):
            raise Fault("", _ONLY_TEXT)
        raise Fault("", _TWO_TEXTS, names=listed([name.decode(errors="replace") for name in names]))
    if texts:
        return texts[0]
    is_named = header and header[0].decode(errors="replace").strip().lower() in LABEL_NAMES
    return 0 if is_named and len(rows[0]) > 1 else None


def _has_number(rows: list[list[bytes]], column: int) -> bool:
    """Return whether the first field of `column` is a number, and more than half of them are."""
    fields = [row[column] for row in rows if column < len(row)]
    return 2 * sum(map(numerals.is_number, fields)) > len(fields)


def _fields(line: bytes, delimiter: bytes) -> list[bytes]:
    if delimiter == TAB or b'"' not in line:
        return line.split(delimiter)
    try:
        (fields,) = csv.reader([line.decode("latin-1")], delimiter=delimiter.decode())
    except (csv.Error, ValueError):
        return line.split(delimiter)
    return [field.encode("latin-1") for field in fields]


def last_record_end(buffer: bytearray, start: int, stop: int) -> int:
    """Return past which line end the last whole record ends: in quotes a line end is a letter."""
    end = stop
    is_inside = bool(buffer.count(b'"', start, stop) % 2)
    while True:
        quote = buffer.rfind(b'"', start, end)
        found = -1 if is_inside else buffer.rfind(b"\n", max(start, quote), end)
        if found >= 0:
            return found + 1
        if quote < 0:
            return 0
        end, is_inside = quote, not is_inside


def look(file: Path) -> Look:
    """Return what the table holds, by its beginning. Raises Fault, OSError."""
    layout, beginning = _opened(file)
    seen = glance(beginning, layout, _cut(layout))
    beside = None if layout.label is not None else metadata.path_of(file)
    if beside is None:
        return seen
    sample = metadata.sample_of(beside, SAMPLE)
    return Look(seen.tables, True, Pieces.of(sample).texts())


def read(wish: Wish) -> Taken:
    """Read the whole table, and the labels beside it. Raises Fault, OSError."""
    layout, _ = _opened(wish.file)
    taken = read_rows(wish, layout, _cut(layout))
    beside = None if layout.label is not None else metadata.path_of(wish.file)
    if beside is None:
        return taken
    rows = taken.table.rows
    labels = metadata.labels_in(beside, rows, is_all=rows != wish.most_rows)
    write_labels(wish.folder, Pieces.of(labels))
    return Taken(taken.table, has_labels=True)


def _opened(file: Path) -> tuple[Layout, bytes]:
    with opened(file) as stream:
        beginning = head(stream)
        return layout_of(beginning, is_whole=not stream.read(1)), beginning


def _cut(layout: Layout) -> Cut:
    return last_record_end if layout.is_quoted else last_line_end
