"""torch's .pt and .pth: the tables of a state_dict, found without torch; the numbers stay where they lie.

Both of torch's formats are a pickle that describes tensors, and beside it their numbers: today as members
of a zip archive that are stored uncompressed, before torch 1.6 one after the other behind the pickle.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from embviz.core.recipes import mark
from embviz.engine.vectors import archive, opcodes
from embviz.engine.vectors.archive import Member
from embviz.engine.vectors.faults import DAMAGED, Fault, quoted
from embviz.engine.vectors.opcodes import Storage, Tensor
from embviz.engine.vectors.plan import BFLOAT16, Raw, checked

# The number that old files begin with, as a pickle.
OLD_MAGIC = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
PICKLE = "data.pkl"
LARGEST_PICKLE = 8 * 1024 * 1024
DTYPES = {"FloatStorage": "f4", "DoubleStorage": "f8", "HalfStorage": "f2", "BFloat16Storage": BFLOAT16}
DEEPEST = 16
_SIZE = struct.Struct("<q")

# Where the numbers of each storage lie: the first byte, and how many there are.
Spans = Mapping[str, tuple[int, int]]

_OUTSIDE = mark("It says that it has {size}, which are more numbers than it stores. The file is damaged.")
_REPEATS = mark("Its rows share numbers, as those of an expanded tensor do. Save its contiguous() copy.")
_COMPRESSED = mark("Its numbers are compressed, as torch never does it. Save it again with torch.save().")
_NO_STATE = mark("There is no {name} in it, so torch.save() has not made it. Choose another file.")


def is_checkpoint(beginning: bytes) -> bool:
    """Return whether a file that begins so is one of torch's old format."""
    return beginning.startswith(OLD_MAGIC)


def tables(file: Path) -> list[Raw]:
    """Return the tables in a state_dict, or in what holds one, by their names. Raises Fault, OSError."""
    with file.open("rb") as data:
        is_archive = data.read(4) == archive.MAGIC
        value, spans, order = (_archived if is_archive else _in_row)(data)
    found, others = [], []
    for name, tensor in _tensors(value):
        dtype = DTYPES.get(tensor.storage.kind)
        if dtype is None or len(tensor.size) != 2 or 0 in tensor.size:
            others.append(f"{quoted(name)} ({tensor.storage.kind.removesuffix('Storage')} {tensor.size[:4]})")
        else:
            found.append(_table(name, tensor, dtype if dtype == BFLOAT16 else order + dtype, spans))
    return list(checked(found, others))


def _table(name: str, tensor: Tensor, dtype: str, spans: Spans) -> Raw:
    """Return where the numbers of `tensor` lie. Raises Fault unless each has its place in the storage."""
    place = f"tensor {quoted(name)}"
    storage, (rows, dim), steps = tensor.storage, tensor.size, tensor.steps
    span = spans.get(storage.key)
    item = opcodes.STORAGES[storage.kind]
    if span is None or not 0 < storage.length * item <= span[1]:
        raise Fault(place, DAMAGED, detail="its numbers are missing")
    if len(steps) != 2 or min(rows, dim) < 1 or min(tensor.offset, *steps) < 0:
        raise Fault(place, DAMAGED, detail=f"the size {tensor.size} with the strides {steps[:4]}")
    last = tensor.offset + (rows - 1) * steps[0] + (dim - 1) * steps[1]
    if last >= storage.length:
        raise Fault(place, _OUTSIDE, size=f"{rows:,} x {dim:,}")
    if rows * dim > storage.length or (rows > 1 and not steps[0]) or (dim > 1 and not steps[1]):
        raise Fault(place, _REPEATS)
    # The step of an axis of one is anything.
    steps = (steps[0] if rows > 1 else dim, steps[1] if dim > 1 else 1)
    if dim == 1 and steps[0] == 1:
        steps = (1, 1)
    offset = span[0] + tensor.offset * item
    return Raw(name=name, dtype=dtype, rows=rows, dim=dim, offset=offset, steps=steps)


def _archived(data: BinaryIO) -> tuple[Any, Spans, str]:
    """Return what an archive's pickle holds, where the storages lie, and the order of their bytes."""
    inside = {member.name: member for member in archive.members(data)}
    pickles = [name for name in inside if name.rpartition("/")[2] == PICKLE]
    if len(pickles) != 1:
        raise Fault("list of members", _NO_STATE, name=PICKLE)
    folder = pickles[0].removesuffix(PICKLE)
    value, _ = opcodes.values(_content(data, inside[pickles[0]]))
    order = inside.get(f"{folder}byteorder")
    is_big = order is not None and _content(data, order) == b"big"
    spans = {}
    for name, member in inside.items():
        if name.startswith(f"{folder}data/"):
            if member.is_packed:
                raise Fault(f"member {quoted(name)}", _COMPRESSED)
            spans[name.removeprefix(f"{folder}data/")] = (member.offset, member.size)
    return value, spans, ">" if is_big else "<"


def _content(data: BinaryIO, member: Member) -> bytes:
    if member.is_packed or member.size > LARGEST_PICKLE:
        raise Fault(f"member {quoted(member.name)}", _COMPRESSED)
    data.seek(member.offset)
    return data.read(member.size)


def _in_row(data: BinaryIO) -> tuple[Any, Spans, str]:
    """Return the same of a file of the old format."""
    size = data.seek(0, 2)
    data.seek(0)
    beginning = data.read(LARGEST_PICKLE)
    if not beginning.startswith(OLD_MAGIC):
        raise Fault("byte 0", _NO_STATE, name=PICKLE)
    at, found = len(OLD_MAGIC), []
    for _ in range(4):
        value, length = opcodes.values(beginning[at:])
        at += length
        found.append(value)
    _version, system, value, keys = found
    if not isinstance(keys, list) or not isinstance(system, dict):
        raise Fault(f"byte {at}", DAMAGED, detail="the list of storages is missing")
    kinds = {tensor.storage.key: tensor.storage for _, tensor in _tensors(value)}
    return value, _spans(data, at, size, keys, kinds), "<" if system.get("little_endian", True) else ">"


def _spans(data: BinaryIO, at: int, size: int, keys: list[Any], kinds: Mapping[str, Storage]) -> Spans:
    spans: dict[str, tuple[int, int]] = {}
    for key in keys:
        storage = kinds.get(key) if isinstance(key, str) else None
        data.seek(at)
        head = data.read(_SIZE.size)
        if storage is None or len(head) < _SIZE.size:
            # Where it ends is not known, so that what follows cannot be found either.
            break
        (count,) = _SIZE.unpack(head)
        length = count * opcodes.STORAGES[storage.kind]
        if not 0 <= length <= size - at - _SIZE.size:
            raise Fault(f"byte {at}", DAMAGED, detail=f"a storage of {count:,} numbers")
        spans[key] = (at + _SIZE.size, length)
        at += _SIZE.size + length
    return spans


def _tensors(value: Any) -> Iterator[tuple[str, Tensor]]:
    """Give each tensor in containers with its name: the keys that lead to it, with dots between them."""
    seen: set[int] = set()
    waiting: list[tuple[str, Any, int]] = [("", value, 0)]
    while waiting:
        name, value, depth = waiting.pop()
        if type(value) is Tensor:
            yield name, value
        elif isinstance(value, dict | list | tuple) and id(value) not in seen and depth < DEEPEST:
            # What is reached by many ways is looked into once.
            seen.add(id(value))
            items = list(value.items() if isinstance(value, dict) else enumerate(value))
            waiting += [
                (f"{name}.{key}" if name else str(key), one, depth + 1) for key, one in reversed(items)
            ]
