"""GloVe and word2vec as text: a token, then its numbers, with spaces between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from embviz.core.recipes import mark
from embviz.core.reports import TensorFacts
from embviz.engine.vectors import numerals
from embviz.engine.vectors.faults import EMPTY, Fault
from embviz.engine.vectors.lines import Layout, Parser, first_lines
from embviz.engine.vectors.plan import SAMPLE, Look, Taken, Wish, plain
from embviz.engine.vectors.sink import VALUES, Sink
from embviz.engine.vectors.streams import BOM, Cut, block_of, blocks, check_line, head, last_line_end, opened

HEADER = re.compile(rb"[ \t]*(\d{1,12})[ \t]+(\d{1,7})[ \t\r]*")
# So many lines say how many numbers a line has: the most common count.
COUNTED_LINES = 64
DTYPE = "float32"

NOT_ALL = mark("Its header says {wanted:,} rows, and there are {found:,}. Get the whole file again.")
_NO_VECTOR = mark(
    "There is no token with numbers after it. Choose a file with one token and its numbers a line."
)


def layout_of(beginning: bytes, is_whole: bool) -> Layout:
    """Return how the text that begins so is laid out; it is all of it where it `is_whole`. Raises Fault."""
    check_line(beginning, is_whole)
    lines = first_lines(beginning.removeprefix(BOM), is_whole)
    header = header_of(lines)
    body = [line for line in lines[header is not None :] if line][:COUNTED_LINES]
    if not body:
        raise Fault("", EMPTY)
    rows, skip = (None, 0) if header is None else (header[0], 1)
    if header is None and all(_is_decimal(line.split()[:1]) for line in body):
        # numpy's savetxt: numbers alone.
        return Layout(fields=_most_common([len(line.split()) for line in body]), label=None)
    dim = header[1] if header is not None else _most_common([_numbers_at_end(line) for line in body])
    if dim < 1:
        raise Fault(f"line {1 + skip}", _NO_VECTOR)
    return Layout(fields=dim + 1, label=0, skip=skip, rows=rows)


def header_of(lines: Sequence[bytes]) -> tuple[int, int] | None:
    """Return rows and dim where the first of `lines` says them and the second one agrees, else None."""
    found = HEADER.fullmatch(lines[0]) if lines else None
    if found is None:
        return None
    rows, dim = int(found[1]), int(found[2])
    if len(lines) == 1 or not lines[1]:
        return (rows, dim) if not rows else None
    return (rows, dim) if dim and _numbers_at_end(lines[1], dim) == dim else None


def look(file: Path) -> Look:
    """Return what the text holds, by its beginning. Raises Fault, OSError."""
    with opened(file) as stream:
        beginning = head(stream)
        layout = layout_of(beginning, is_whole=not stream.read(1))
    return glance(beginning, layout)


def glance(beginning: bytes, layout: Layout, cut: Cut = last_line_end) -> Look:
    """Return what is seen of a text by its beginning."""
    facts = TensorFacts("", layout.rows or 0, layout.dim, DTYPE)
    text = beginning if beginning.endswith(b"\n") or b"\n" in beginning else beginning + b"\n"
    buffer = bytearray(text)
    lines = bytes(buffer[: cut(buffer, 0, len(buffer))]).removeprefix(BOM).split(b"\n")[:-1]
    wanted = b"\n".join(lines[: layout.skip + SAMPLE]) + b"\n"
    rows = Parser(layout).rows(block_of(wanted))
    labels = None if rows is None else rows.labels
    return Look([facts], layout.label is not None, labels.texts() if labels is not None else ())


def read(wish: Wish) -> Taken:
    """Read the whole text. Raises Fault, OSError."""
    with opened(wish.file) as stream:
        beginning = head(stream)
        layout = layout_of(beginning, is_whole=not stream.read(1))
    return read_rows(wish, layout)


def read_rows(wish: Wish, layout: Layout, cut: Cut = last_line_end) -> Taken:
    """Read the rows of a text that is laid out so. Raises Fault, OSError."""
    parser, most = Parser(layout), wish.most_rows
    has_labels = layout.label is not None
    with opened(wish.file) as stream, Sink(wish.folder, layout.dim, has_labels) as sink:
        for block in blocks(stream, cut):
            rows = parser.rows(block)
            if rows is not None:
                count = len(rows.values) if not most else min(len(rows.values), most - sink.rows)
                sink.add(rows.values[:count], None if rows.labels is None else rows.labels.first(count))
            if most and sink.rows >= most:
                break
            wish.tell(stream.done)
    if layout.rows is not None and sink.rows < (min(most, layout.rows) if most else layout.rows):
        raise Fault("the end", NOT_ALL, wanted=layout.rows, found=sink.rows)
    if layout.rows is not None and sink.rows > layout.rows:
        raise Fault(f"line {layout.rows + 2}", NOT_ALL, wanted=layout.rows, found=sink.rows)
    if not sink.rows:
        raise Fault("", EMPTY)
    return Taken(plain("", "<f4", sink.rows, layout.dim, 0, VALUES), has_labels)


def _numbers_at_end(line: bytes, most: int = 0) -> int:
    """Return how many numbers end `line`, after at least one field that is none or the first one.

    With `most` only that many are looked for.
    """
    fields = line.rsplit(None, most) if most else line.split()
    # An empty token leaves the space after it.
    has_token = most > 0 or not line[:1].isspace()
    if most and len(fields) == most and line[:1].isspace():
        has_token = False
    count = 0
    for field in reversed(fields[1:] if has_token else fields):
        if not numerals.is_number(field):
            break
        count += 1
    return count


def _most_common(counts: list[int]) -> int:
    return Counter(counts).most_common(1)[0][0]


def _is_decimal(first: list[bytes]) -> bool:
    """Return whether a line's first field is a number with a dot or an exponent."""
    return bool(first) and numerals.is_number(first[0]) and not first[0].lstrip(b"+-").isdigit()
