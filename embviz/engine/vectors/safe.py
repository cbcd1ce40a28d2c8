"""safetensors: the header is checked to the last byte, and the numbers stay where they lie."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

from embviz.engine.vectors.faults import DAMAGED, Fault, quoted
from embviz.engine.vectors.plan import BFLOAT16, Raw, checked, plain

LARGEST_HEADER = 1024 * 1024
METADATA = "__metadata__"
TAKEN = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": BFLOAT16}
# How many bits a number takes.
_BITS = {
    **dict.fromkeys(("F64", "I64", "U64", "C64"), 64),
    **dict.fromkeys(("F32", "I32", "U32"), 32),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 16),
    **dict.fromkeys(("I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"), 8),
    **dict.fromkeys(("F6_E2M3", "F6_E3M2"), 6),
    "F4": 4,
}
_LARGEST = 2**60


def is_safetensors(beginning: bytes) -> bool:
    """Return whether a file that begins so is one."""
    if len(beginning) < 9 or beginning[8:9] != b"{":
        return False
    # Printable text of eight letters would be a length beyond any file.
    return bool(struct.unpack("<Q", beginning[:8])[0] < _LARGEST)


def tables(file: Path) -> list[Raw]:
    """Return the tables in a file, by their names. Raises Fault, OSError."""
    size = file.stat().st_size
    with file.open("rb") as data:
        first = data.read(8)
        length = struct.unpack("<Q", first)[0] if len(first) == 8 else size
        if length > min(LARGEST_HEADER, size - 8):
            raise _damaged("header", f"a header of {length:,} bytes in a file of {size:,}")
        header = _parsed(data.read(length))
    entries = [(name, *_entry(name, fields)) for name, fields in header.items() if name != METADATA]
    _check_whole([(begin, end, name) for name, _, _, begin, end in entries], size - 8 - length)
    found = [
        plain(name, TAKEN[dtype], shape[0], shape[1], 8 + length + begin)
        for name, dtype, shape, begin, end in entries
        if dtype in TAKEN and len(shape) == 2 and begin < end
    ]
    others = [f"{quoted(name)} ({dtype} {shape})" for name, dtype, shape, _, _ in entries]
    return list(checked(sorted(found, key=lambda table: table.name), others))


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise _damaged("header", f"the header is no JSON of it: {quoted(str(error), 60)}") from error
    if not isinstance(header, dict):
        raise _damaged("header", "the header is no object")
    return header


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of `pairs`; the library takes the last of two with one name in silence."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _entry(name: str, fields: object) -> tuple[str, list[int], int, int]:
    """Return dtype, shape and bounds of a tensor. Raises Fault."""
    place = f"tensor {quoted(name)}"
    if not _is_text(name):
        # A lone surrogate, which no message can carry.
        raise _damaged(place, "its name is no text")
    if not isinstance(fields, dict) or fields.keys() != {"dtype", "shape", "data_offsets"}:
        raise _damaged(place, "it needs dtype, shape and data_offsets")
    dtype, shape, bounds = fields["dtype"], fields["shape"], fields["data_offsets"]
    if not isinstance(dtype, str) or not _are_sizes(shape) or not _are_sizes(bounds) or len(bounds) != 2:
        raise _damaged(place, "its dtype, shape or data_offsets are of another kind")
    begin, end = bounds
    count = 1
    for size in shape:
        count = min(_LARGEST, count * size)
    if dtype not in _BITS or 8 * (end - begin) != count * _BITS[dtype]:
        raise _damaged(place, f"{end - begin:,} bytes for {quoted(dtype)} {shape[:4]}")
    return dtype, shape, begin, end


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _are_sizes(value: object) -> bool:
    if not isinstance(value, list):
        return False
    return all(type(one) is int and 0 <= one < _LARGEST for one in value)


def _check_whole(bounds: list[tuple[int, int, str]], size: int) -> None:
    """Raise Fault unless the tensors fill the bytes after the header, without a gap or an overlap."""
    at = 0
    for begin, end, name in sorted(bounds):
        if begin != at:
            raise _damaged(
                f"tensor {quoted(name)}", f"it begins at {begin:,}, and the one before ends at {at:,}"
            )
        at = end
    if at != size:
        raise _damaged("the end", f"{size:,} bytes of numbers, and the header says {at:,}")


def _damaged(place: str, detail: str) -> Fault:
    return Fault(place, DAMAGED, detail=detail)
