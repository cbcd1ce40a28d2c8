"""Files that mean harm or are broken, each by its name: what writes it, and what the refusal says."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch._utils import _rebuild_tensor_v2

from tests.engine.vectors.makers import TABLE, npy, packed, safetensors, spaced

HEADER = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
PICKLED = pickle.PROTO + b"\x02"
GLOBAL_TENSOR = b"ctorch._utils\n_rebuild_tensor_v2\n"
STORED = TABLE.tobytes()
# Numbers in the millions: a file that claims them is a few kilobytes.
HUGE = 1_000_000


class Evil:
    """What runs a command where it is unpickled."""

    def __reduce__(self):
        return os.system, ("touch /tmp/embviz-was-here",)


class Shaped:
    """A tensor that is pickled with a size and strides of one's own."""

    def __init__(self, size, steps, offset=0):
        self.parts = (offset, size, steps)


class _Shaping(pickle.Pickler):
    def reducer_override(self, thing):
        if not isinstance(thing, Shaped):
            return NotImplemented
        offset, size, steps = thing.parts
        return _rebuild_tensor_v2, (_STORAGE, offset, size, steps, False, {})

    def persistent_id(self, thing):
        return ("storage", torch.FloatStorage, "0", "cpu", 18) if thing is _STORAGE else None


_STORAGE: Any = object()


def state_dict(size, steps, offset=0, stored=STORED):
    """Return torch's archive with one tensor, of any size and strides, over `stored`."""
    data = io.BytesIO()
    _Shaping(data, 2).dump({"weight": Shaped(size, steps, offset)})
    return archive({"a/data.pkl": data.getvalue(), "a/data/0": stored})


def archive(members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return data.getvalue()


def saved(thing: object, **options: Any) -> bytes:
    data = io.BytesIO()
    torch.save(thing, data, **options)
    return data.getvalue()


def pickled(opcodes: bytes) -> bytes:
    return archive({"a/data.pkl": opcodes})


def _bomb(name: str, content: bytes) -> bytes:
    return archive({name: content}, zipfile.ZIP_DEFLATED)


def _torch_bomb() -> bytes:
    numbers = torch.zeros(8_000_000)
    with zipfile.ZipFile(io.BytesIO(saved({"w": numbers.reshape(-1, 10)}))) as file:
        return archive({name: file.read(name) for name in file.namelist()}, zipfile.ZIP_DEFLATED)


def _nested_lists() -> list[Any]:
    nested: list[Any] = [0.0] * 10
    for _ in range(13):
        nested = [nested] * 10
    return nested


def _deep_list() -> bytes:
    return PICKLED + b"]" * 200_000 + b"a" * 199_999 + b"."


def _changed(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new)


def _npy_of(array: np.ndarray) -> bytes:
    data = io.BytesIO()
    np.save(data, array, allow_pickle=True)
    return data.getvalue()


def _tensor(begin: int = 0, end: int = 72, **other: Any) -> dict[str, Any]:
    return {"dtype": "F32", "shape": [6, 3], "data_offsets": [begin, end], **other}


def _safe(header: Any, size: int = 72) -> bytes:
    return safetensors(json.dumps(header).encode(), bytes(size))


def _cut(content: bytes, part: float = 0.6) -> bytes:
    return content[: int(len(content) * part)]


def _many_members() -> bytes:
    return archive({f"{number:040}": b"" for number in range(30_000)})


def _encrypted() -> bytes:
    content = bytearray(archive({"a.npy": _npy_of(TABLE)}))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + at] |= 1
    return bytes(content)


def _spoiled(content: bytes, at: int) -> bytes:
    return content[:at] + bytes(8) + content[at + 8 :]


_MANY = {f"t{number}": _tensor(72 * number, 72 * number + 72) for number in range(20_000)}
_COO = torch.eye(3).to_sparse()

# By the name of the file: its content, and a part of what is said of it.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    # torch
    "evil.pt": (lambda: saved({"w": Evil()}), "run posix.system"),
    "evil old.pt": (lambda: saved({"w": Evil()}, _use_new_zipfile_serialization=False), "run posix.system"),
    "evil raw.pt": (lambda: pickle.dumps(Evil()), "no data.pkl"),
    "evil by stack.pt": (lambda: pickled(pickle.dumps(Evil(), 4)), "run the opcode STACK_GLOBAL"),
    "module.pt": (lambda: saved(torch.nn.Embedding(3, 2)), "run torch.nn.modules.sparse.Embedding"),
    "script.pt": (lambda: pickled(PICKLED + b"c__torch__\nModule\n)\x81."), "run __torch__.Module"),
    "inst.pt": (lambda: pickled(PICKLED + b"(ios\nsystem\n."), "run the opcode INST"),
    "build.pt": (lambda: pickled(PICKLED + GLOBAL_TENSOR + b"}X\x01\x00\x00\x00ak\x01sb."), "broken"),
    "call of a tensor.pt": (lambda: pickled(PICKLED + GLOBAL_TENSOR + b")R."), "broken"),
    "zip bomb.pt": (_torch_bomb, "compressed"),
    "pickle bomb.pt": (lambda: _bomb("a/data.pkl", bytes(50_000_000)), "compressed"),
    "forged size.pt": (lambda: state_dict((HUGE, HUGE), (HUGE, 1)), "more numbers than it stores"),
    "stride 0.pt": (lambda: state_dict((HUGE, HUGE), (0, 0)), "share numbers"),
    "stride 0 in rows.pt": (lambda: state_dict((6, 3), (0, 1)), "share numbers"),
    "overlap.pt": (lambda: state_dict((9, 9), (1, 1)), "share numbers"),
    "negative stride.pt": (lambda: state_dict((6, 3), (-3, 1), 15), "strides"),
    "negative offset.pt": (lambda: state_dict((6, 3), (3, 1), -1), "strides"),
    "past the end.pt": (lambda: state_dict((6, 3), (3, 1), 1), "more numbers than it stores"),
    "cut storage.pt": (
        lambda: state_dict((6, 3), (3, 1), stored=STORED[:-1]),
        "numbers are missing",
    ),
    "odd size.pt": (lambda: state_dict((6, True), (1, 1)), "broken"),
    "cut.pt": (lambda: _cut(saved({"w": torch.zeros(99, 99)})), "damaged"),
    "cut old.pt": (
        lambda: _cut(saved({"w": torch.zeros(9, 9)}, _use_new_zipfile_serialization=False)),
        "damaged",
    ),
    "meta.pt": (lambda: saved({"w": torch.zeros(HUGE, HUGE, device="meta")}), "meta"),
    "sparse.pt": (lambda: saved({"w": _COO}), "sparse"),
    "nested lists.pt": (lambda: saved(_nested_lists()), "no table"),
    "deep list.pt": (lambda: pickled(_deep_list()), "steps"),
    "less deep list.pt": (lambda: pickled(PICKLED + b"]" * 70_000 + b"a" * 69_999 + b"."), "no table"),
    "only numbers.pt": (lambda: saved({"a": torch.zeros(3), "b": torch.zeros(2, 2, 2), "c": 1}), "no table"),
    "integers.pt": (lambda: saved({"ids": torch.zeros(3, 3, dtype=torch.long)}), "no table"),
    "empty.pt": (lambda: saved({"w": torch.zeros(0, 5)}), "no table"),
    "no pickle.pt": (lambda: archive({"x": b""}), "no data.pkl"),
    "many members.pt": (_many_members, "more members"),
    "twice.pt": (
        lambda: _changed(archive({"a/data.pkl": b"1", "a/data.pkk": b"2"}), b"data.pkk", b"data.pkl"),
        "twice",
    ),
    "no list.pt": (lambda: _changed(saved({}), b"PK\x05\x06", b"PK\x05\x07"), "missing"),
    # numpy
    "objects.npy": (lambda: _npy_of(np.array([[Evil()]])), "no table"),
    "long header.npy": (lambda: npy(HEADER % ("<f4", "(6, 3)") + " " * 20_000), "header of"),
    "nested header.npy": (lambda: npy("(" * 9_000), "header"),
    "code.npy": (lambda: npy(HEADER % ("<f4", "(6, __import__('os'))")), "header"),
    "forged shape.npy": (lambda: npy(HEADER % ("<f4", "(40000000000, 3)"), bytes(72)), "72 bytes of"),
    "endless shape.npy": (lambda: npy(HEADER % ("<f4", f"({'9' * 5000}, 3)"), bytes(72)), "shape"),
    "negative.npy": (lambda: npy(HEADER % ("<f4", "(-6, 3)"), bytes(72)), "header"),
    "complex.npy": (lambda: _npy_of(TABLE.astype(complex)), "complex numbers with 2 axes"),
    "times.npy": (lambda: _npy_of(TABLE.astype("datetime64[s]")), "no table"),
    "struct.npy": (lambda: _npy_of(np.zeros((2, 3), dtype=[("a", "<f4")])), "no table"),
    "texts.npy": (lambda: _npy_of(np.array([["a", "b"]])), "texts with 2 axes"),
    "integers.npy": (lambda: _npy_of(np.arange(6).reshape(2, 3)), "integers with 2 axes"),
    "long double.npy": (lambda: _npy_of(TABLE.astype(np.longdouble)), "no table"),
    "three axes.npy": (lambda: _npy_of(TABLE.reshape(3, 2, 3)), "floats with 3 axes"),
    "one axis.npy": (lambda: _npy_of(TABLE[0]), "floats with 1 axes"),
    "no rows.npy": (lambda: _npy_of(TABLE[:0]), "empty"),
    "cut.npy": (lambda: _cut(_npy_of(TABLE), 0.9), "bytes of"),
    "cut header.npy": (lambda: _npy_of(TABLE)[:40], "too soon"),
    "more.npy": (lambda: _npy_of(TABLE) + b"x", "bytes of"),
    "bomb.npz": (lambda: _bomb("w.npy", _npy_of(np.zeros((1_000_000, 20), np.float32))), "unpacks"),
    "forged shape.npz": (
        lambda: archive({"w.npy": npy(HEADER % ("<f4", "(99, 3)"), bytes(72))}),
        "72 bytes of",
    ),
    "objects.npz": (lambda: archive({"w.npy": _npy_of(np.array([[Evil()]]))}), "no table"),
    "no arrays.npz": (lambda: archive({"w.txt": b"x", "v.npy": _npy_of(np.arange(3))}), "no table|data.pkl"),
    "cut member.npz": (lambda: _spoiled(_bomb("w.npy", _npy_of(TABLE)), 60), "damaged"),
    "encrypted.npz": (_encrypted, "encrypted"),
    "bzip.npz": (lambda: archive({"w.npy": _npy_of(TABLE)}, zipfile.ZIP_BZIP2), "compressed in a way"),
    # safetensors
    "huge header.safetensors": (lambda: struct.pack("<Q", 2**59) + b"{}", "a header of"),
    "over 1 MB.safetensors": (lambda: _safe(_MANY, 72 * 20_000), "a header of"),
    "cut.safetensors": (lambda: _cut(_safe({"w": _tensor()})), "damaged"),
    "overlap.safetensors": (lambda: _safe({"a": _tensor(), "b": _tensor(71, 143)}, 143), "begins at 71"),
    "hole.safetensors": (lambda: _safe({"a": _tensor(), "b": _tensor(80, 152)}, 152), "begins at 80"),
    "trailing.safetensors": (lambda: _safe({"a": _tensor()}, 73), "73 bytes"),
    "wrong size.safetensors": (lambda: _safe({"a": _tensor(0, 71)}, 71), "71 bytes for F32"),
    "overflow.safetensors": (lambda: _safe({"a": _tensor(shape=[2**59, 2**59])}), "72 bytes for F32"),
    "beyond.safetensors": (lambda: _safe({"a": _tensor(shape=[2**64, 3])}), "another kind"),
    "negative.safetensors": (lambda: _safe({"a": _tensor(shape=[-6, -3])}), "another kind"),
    "truth.safetensors": (lambda: _safe({"a": _tensor(0, 12, shape=[True, 3])}, 12), "another kind"),
    "fraction.safetensors": (lambda: _safe({"a": _tensor(shape=[6.0, 3])}), "another kind"),
    "bad JSON.safetensors": (lambda: safetensors(b"{'a': 1}"), "no JSON"),
    "list.safetensors": (lambda: safetensors(b'[{"a": 1}]'), "no object"),
    "deep.safetensors": (lambda: safetensors(b'{"a":' + b"[" * 100_000), "no JSON"),
    "digits.safetensors": (lambda: safetensors(b'{"a":' + b"1" * 5_000 + b"}"), "no JSON"),
    "twice.safetensors": (lambda: safetensors(_TWICE, bytes(72)), "twice"),
    "surrogate.safetensors": (lambda: _safe({"\ud800": _tensor()}), "no text"),
    "bytes.safetensors": (lambda: safetensors(b'{"\xff": 1}'), "no JSON"),
    "BOM.safetensors": (lambda: safetensors(b"\xef\xbb\xbf{}"), "no JSON"),
    "fields.safetensors": (lambda: _safe({"a": _tensor(more=1)}), "needs dtype"),
    "integers.safetensors": (lambda: _safe({"a": _tensor(dtype="I32")}), "no table"),
    "nothing.safetensors": (lambda: _safe({}, 0), "no table"),
    # texts
    "empty.txt": (lambda: b"", "no vectors"),
    "blank.txt": (lambda: b"\n\n \n", "no vectors"),
    "mark.csv": (lambda: b"\xef\xbb\xbf", "no vectors"),
    "words.txt": (lambda: b"to be or not to be\nthat is the question\n", "no token"),
    "few numbers.txt": (lambda: b"a 1 2\nb 3\nc 4 5\n", "has 1 numbers, and those above have 2"),
    "many numbers.txt": (lambda: b"a 1 2\nb 3 4 5.5\nc 4 5\n", "has 3 numbers"),
    "many whole numbers.txt": (lambda: b"a 1 2\nb 3 4 5\nc 4 5\n", "has 3 numbers"),
    "no number.txt": (lambda: b"a 1 2\nb 3 x\nc 4 5\n", "'x' is no number"),
    "underscore.txt": (lambda: b"a 1 2\nb 3 1_000\n", "'1_000' is no number"),
    "blank line.txt": (lambda: b"a 1 2\n\nb 3 4\n", "empty"),
    "header.vec": (lambda: b"7 3\n" + spaced(), "says 7 rows, and there are 6"),
    "small header.vec": (lambda: b"5 3\n" + spaced(), "says 5 rows, and there are 6"),
    "endless header.vec": (lambda: b"999999999999 3\n" + spaced(), "999,999,999,999 rows"),
    "noise.txt": (lambda: bytes(range(256)) * 300, "know|number|token"),
    "one line.txt": (lambda: b"a " + b"1 " * 4_000_000, "longer than"),
    "gzip bomb.txt.gz": (lambda: gzip.compress(spaced() + b"a 0 0 0\n" * 4_000_000, 9), "unpacks"),
    "cut.txt.gz": (lambda: _cut(gzip.compress(spaced())), "cut short"),
    "damaged.txt.gz": (lambda: gzip.compress(spaced())[:-8] + bytes(8), "damaged"),
    "cut.bin": (lambda: packed()[:-2], "too soon"),
    "more.bin": (lambda: packed() + b"x", "More follows"),
    "endless.bin": (lambda: packed().replace(b"6 3", b"999999999999 3", 1), "damaged"),
    "wide.bin": (lambda: packed().replace(b"6 3", b"6 9999999", 1), "larger than embviz takes"),
    "token.bin": (lambda: b"6 3\n" + bytes(3_000_000), "sensible length"),
    "no header.bin": (lambda: packed()[4:], "rows and dim"),
    "quote.csv": (lambda: b'a,1,2\n"b,3,4\n' + b"c,5,6\n" * 900_000, "longer than"),
    "odd quote.csv": (lambda: b'a,1,2\n"b"x,3,4\n', "quotes"),
    "long field.csv": (lambda: b'a,1,2\n"' + b"x" * 200_000 + b'",3,4\n', "quotes"),
    "two texts.csv": (lambda: b"a,b,1\nc,d,2\n", "More than one column"),
    "only text.csv": (lambda: b"a,b\nc,d\n", "no column of numbers"),
    "fields.csv": (lambda: b"a,1,2\nb,3\n", "has 1 numbers"),
    "no kind.xyz": (lambda: b"\x00\x01\x02", "no file of vectors"),
}
_TWICE = (f'{{"a":{json.dumps(_tensor())},"a":{json.dumps(_tensor())}}}').encode()


def write_all(folder: Path) -> None:
    """Write all of them to `folder`."""
    for name, (make, _) in HOSTILE.items():
        (folder / name).write_bytes(make())
