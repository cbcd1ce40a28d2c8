"""Tables where they lie, as arrays: mapped as they are, or set in order block by block first."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import numpy as np

from embviz.engine.vectors.faults import CHANGED, Fault
from embviz.engine.vectors.plan import BFLOAT16, Raw, Tell, plain

SETTLED = "settled"
_BLOCK_BYTES = 4 * 1024 * 1024


def first_rows(table: Raw, most: int) -> Raw:
    """Return the first `most` rows of `table`, all of them for 0."""
    return msgspec.structs.replace(table, rows=min(table.rows, most or table.rows))


def mapped(table: Raw, file: Path) -> np.ndarray:
    """Return the table in `file`, (rows, dim), read-only, without a copy. Raises Fault, OSError."""
    _check(table, file)
    if os.name == "nt" and table.file:
        # Windows keeps a file that is mapped, so that it could not be removed.
        values = np.fromfile(file, dtype=table.dtype, count=table.rows * table.dim, offset=table.offset)
        return values.reshape(table.rows, table.dim)
    return np.asarray(_map(table, file)).reshape(table.rows, table.dim)


def settled(table: Raw, file: Path, folder: Path, tell: Tell) -> Raw:
    """Write a table that numpy cannot take as it lies to `folder`, and return where it is then.

    bfloat16 becomes float32, which holds it exactly; all else keeps its type. Raises Fault, OSError.
    """
    _check(table, file)
    size = table.item_bytes
    row, column = table.steps
    steps = (row * size, column * size)
    dtype = np.dtype("<u2" if table.dtype == BFLOAT16 else table.dtype)
    source = np.ndarray((table.rows, table.dim), dtype, buffer=_map(table, file).data, strides=steps)
    at_once = max(1, _BLOCK_BYTES // (table.dim * size))
    with (folder / SETTLED).open("wb") as target:
        for start in range(0, table.rows, at_once):
            block = source[start : start + at_once]
            if table.dtype == BFLOAT16:
                block = (block.astype("<u4") << np.uint32(16)).view("<f4")
            target.write(block.astype(block.dtype.newbyteorder("<")).tobytes())
            tell(start / table.rows)
    to = "<f4" if table.dtype == BFLOAT16 else "<" + table.dtype[1:]
    return plain(table.name, to, table.rows, table.dim, 0, SETTLED)


def _map(table: Raw, file: Path) -> np.memmap:
    count = table.span_bytes // table.item_bytes
    dtype = "<u2" if table.dtype == BFLOAT16 else table.dtype
    return np.memmap(file, dtype=dtype, mode="r", offset=table.offset, shape=(count,))


def _check(table: Raw, file: Path) -> None:
    # What lies past the end of a file that is mapped ends the process that looks there.
    if table.offset + table.span_bytes > file.stat().st_size:
        raise Fault("the end", CHANGED)
