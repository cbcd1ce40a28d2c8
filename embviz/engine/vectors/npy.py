"""numpy's .npy: its header is read by our own eyes, and the numbers stay where they lie."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import BinaryIO

from embviz.engine.vectors.faults import DAMAGED, NO_TABLE, Fault, quoted
from embviz.engine.vectors.plan import Raw

MAGIC = b"\x93NUMPY"
# numpy itself takes no longer header.
LONGEST_HEADER = 10_000
# By the version: how long the header is.
_LENGTHS = {b"\x01\x00": "<H", b"\x02\x00": "<I", b"\x03\x00": "<I"}

# The header is a dict of three fields as Python writes it. No part of the pattern tries a text twice.
_VALUE = r"(?:'[^'\\]*+'|True|False|\([\d, L]*+\)|\[[^\]]*+\])"
_FIELD = re.compile(rf" *+'(descr|fortran_order|shape)' *+: *+({_VALUE}) *+(?:,|(?=}}))")
_WHOLE = r" *+(?:0|[1-9]\d{0,17}+)L?+"
_SHAPE = re.compile(rf"\((?:{_WHOLE} *+,)*+(?:{_WHOLE})?+ *+\)")
_SIZE = re.compile(r"\d+")
_FLOATS = re.compile(r"'([<>])(f[248])'")
_KINDS = {
    "i": "integers",
    "u": "integers",
    "b": "truth values",
    "c": "complex numbers",
    "U": "texts",
    "S": "texts",
}


class OtherArray(Fault):
    """The array is no table of floats; `found` tells what it is."""

    def __init__(self, place: str, found: str) -> None:
        super().__init__(place, NO_TABLE, found=found)
        self.found = found


def table_in(file: BinaryIO, size: int, start: int = 0, name: str = "") -> Raw:
    """Return the table in the `size` bytes of a .npy that come next; they begin at the byte `start`.

    Raises:
        OtherArray: where it is no table of floats.
        Fault: where it is damaged.
    """
    magic = file.read(8)
    kind = _LENGTHS.get(magic[len(MAGIC) :]) if magic.startswith(MAGIC) else None
    if kind is None:
        raise Fault(_place(name, "byte 0"), DAMAGED, detail="it does not begin as a .npy does")
    (length,) = struct.unpack(kind, _exactly(file, struct.calcsize(kind), name))
    if length > LONGEST_HEADER:
        raise Fault(_place(name, "header"), DAMAGED, detail=f"a header of {length:,} bytes")
    fields = _fields(_exactly(file, length, name), name)
    begin = 8 + struct.calcsize(kind) + length
    table = _table(fields, start + begin, name)
    # Of a whole number of rows; zeros were refused before.
    wanted = table.rows * table.dim * table.item_bytes
    if wanted != size - begin:
        raise Fault(_place(name, f"byte {begin}"), DAMAGED, detail=f"{size - begin:,} bytes of {wanted:,}")
    return table


def tables(file: Path) -> list[Raw]:
    """Return the table in a .npy, as a list. Raises Fault, OSError."""
    with file.open("rb") as data:
        return [table_in(data, file.stat().st_size)]


def _exactly(file: BinaryIO, count: int, name: str) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise Fault(_place(name, "header"), DAMAGED, detail="it ends too soon")
    return data


def _fields(header: bytes, name: str) -> dict[str, str]:
    """Return the three fields as they are written."""
    text = header.decode("latin-1").removesuffix("\n").rstrip(" ")
    fields: dict[str, str] = {}
    at = 1
    while found := _FIELD.match(text, at):
        if found[1] in fields:
            break
        fields[found[1]] = found[2]
        at = found.end()
    if not text.startswith("{") or text[at:].lstrip(" ") != "}" or len(fields) != 3:
        raise Fault(_place(name, "header"), DAMAGED, detail=f"the header {quoted(text)}")
    return fields


def _table(fields: dict[str, str], offset: int, name: str) -> Raw:
    descr, order, shape = fields["descr"], fields["fortran_order"], fields["shape"]
    sizes = [int(size) for size in _SIZE.findall(shape)] if _SHAPE.fullmatch(shape) else []
    if order not in ("True", "False") or not (sizes or shape == "()"):
        raise Fault(_place(name, "header"), DAMAGED, detail=f"the shape {quoted(shape)}")
    dtype = _FLOATS.fullmatch(descr)
    if dtype is None or len(sizes) != 2:
        raise OtherArray(_place(name, "header"), _told(descr, len(sizes)))
    rows, dim = sizes
    if not rows or not dim:
        raise OtherArray(_place(name, "header"), f"an empty one of {rows} x {dim}")
    steps = (1, rows) if order == "True" else (dim, 1)
    return Raw(name=name, dtype=dtype[1] + dtype[2], rows=rows, dim=dim, offset=offset, steps=steps)


def _told(descr: str, axes: int) -> str:
    kind = descr.strip("'<>|=")
    numbers = _KINDS.get(kind[:1], f"the type {quoted(descr)}") if not kind.startswith("f") else "floats"
    return f"{numbers} with {axes} axes"


def _place(name: str, where: str) -> str:
    return f"tensor {quoted(name)}, {where}" if name else where
