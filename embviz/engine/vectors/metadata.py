"""The labels of a projector's vectors, which stand in a file beside them."""

from __future__ import annotations

from pathlib import Path

from embviz.core.recipes import mark
from embviz.engine.vectors.faults import Fault, quoted
from embviz.engine.vectors.streams import blocks, opened

# What stands for the vectors in a file's name, and for their labels in that of the file beside it.
VECTORS, METADATA = ("vectors", "tensors", "tensor"), "metadata"
# Of several columns, the first that is called so, else the first one.
COLUMNS = (b"label", b"word", b"token", b"name")

_OTHER_COUNT = mark(
    "{name} beside it names {found} rows, and the table has {wanted:,}. Put the labels right, or elsewhere."
)


def path_of(vectors: Path) -> Path | None:
    """Return the file of labels beside that of `vectors`, None where there is none.

    That is NAME_metadata.tsv of NAME.tsv, and metadata.tsv of vectors.tsv, also after a common beginning.
    """
    stem = vectors.stem
    names = [f"{stem}_{METADATA}"]
    names += [stem.removesuffix(word) + METADATA for word in VECTORS if stem.endswith(word)]
    paths = [vectors.with_name(f"{name}{vectors.suffix}") for name in names]
    return next((path for path in paths if path.is_file()), None)


def sample_of(file: Path, most: int) -> list[bytes]:
    """Return the first labels in `file`, at most `most`. Raises OSError."""
    lines = _lines(file, most + 1)
    return _labels(lines, _has_columns(lines))[:most]


def labels_in(file: Path, rows: int, is_all: bool) -> list[bytes]:
    """Return the labels in `file` of the first `rows` rows, which are all of the table where it `is_all`.

    Then there is a header where the file has one line more than that; else where it has several columns, as
    the projector wants it.

    Raises:
        Fault: where the labels are not one for each row.
        OSError: where the file cannot be read.
    """
    lines = _lines(file, rows + 2)
    labels = _labels(lines, len(lines) == rows + 1 if is_all else _has_columns(lines))
    if len(labels) < rows or (is_all and len(labels) > rows):
        found = len(labels) if len(labels) < rows else f"more than {rows:,}"
        raise Fault("", _OTHER_COUNT, name=quoted(file.name), found=found, wanted=rows)
    return labels[:rows]


def _has_columns(lines: list[bytes]) -> bool:
    return bool(lines) and b"\t" in lines[0]


def _labels(lines: list[bytes], has_header: bool) -> list[bytes]:
    columns = lines[0].split(b"\t") if has_header else []
    column = next((columns.index(name) for name in COLUMNS if name in columns), 0)
    fields = [line.split(b"\t") for line in lines[has_header:]]
    return [row[column] if column < len(row) else b"" for row in fields]


def _lines(file: Path, most: int) -> list[bytes]:
    lines: list[bytes] = []
    with opened(file) as stream:
        for block in blocks(stream):
            lines += [line.removesuffix(b"\r") for line in block.text.split(b"\n")[:-1]]
            if len(lines) >= most:
                break
    return lines[:most]
