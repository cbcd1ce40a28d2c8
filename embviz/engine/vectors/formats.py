"""FORMATS: the kinds of files that are known, by their content and their endings, and what reads each."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from embviz.engine.vectors import checkpoint, npy, npz, packed, safe, separated, spaced
from embviz.engine.vectors.archive import MAGIC as ZIP
from embviz.engine.vectors.faults import EMPTY, UNKNOWN, Fault, one_kind
from embviz.engine.vectors.plan import Look, Raw, Taken, Wish, chosen
from embviz.engine.vectors.streams import GZIP, head, opened

# A zip's first member begins with a header of so many bytes, and then its name, as long as the header says.
_ZIP_HEADER, _ZIP_NAME_BYTES = 30, slice(26, 28)
GZIP_ENDING = ".gz"
_FIRST_BYTES = 16


class Beginning(NamedTuple):
    """The first bytes of a file, unpacked where it `is_packed`, and its ending without .gz, in lower case."""

    data: bytes
    ending: str
    is_packed: bool


class Format(NamedTuple):
    """A kind of file: its name in reports, the endings it is known by, how its content is known, and what
    looks at it and reads it. The headers of those that are `is_strict` are checked by plain code in the
    reader's own process; all others are read in a child."""

    name: str
    endings: tuple[str, ...]
    is_it: Callable[[Beginning], bool]
    look: Callable[[Path], Look]
    read: Callable[[Wish], Taken]
    is_strict: bool = False


def _held(tables: Callable[[Path], Sequence[Raw]]) -> tuple[Callable[[Path], Look], Callable[[Wish], Taken]]:
    """Return how files are looked at and read whose tables lie in them as they are."""

    def look(file: Path) -> Look:
        return Look([table.facts for table in tables(file)])

    def read(wish: Wish) -> Taken:
        return Taken(chosen(tables(wish.file), wish.tensor))

    return look, read


def _is_npy(beginning: Beginning) -> bool:
    return not beginning.is_packed and beginning.data.startswith(npy.MAGIC)


def _is_npz(beginning: Beginning) -> bool:
    data = beginning.data
    if beginning.is_packed or not data.startswith(ZIP) or len(data) < _ZIP_HEADER:
        return False
    (length,) = struct.unpack("<H", data[_ZIP_NAME_BYTES])
    return data[_ZIP_HEADER : _ZIP_HEADER + length].endswith(npz.ENDING.encode())


def _is_checkpoint(beginning: Beginning) -> bool:
    data = beginning.data
    return not beginning.is_packed and (data.startswith(ZIP) or checkpoint.is_checkpoint(data))


def _is_safetensors(beginning: Beginning) -> bool:
    return not beginning.is_packed and safe.is_safetensors(beginning.data)


def _is_packed(beginning: Beginning) -> bool:
    return packed.is_packed(beginning.data)


def _is_tsv(beginning: Beginning) -> bool:
    return _is_text(beginning) and b"\t" in beginning.data and _is_table(beginning)


def _is_csv(beginning: Beginning) -> bool:
    return _is_text(beginning) and _is_table(beginning)


def _is_table(beginning: Beginning) -> bool:
    return beginning.ending in (".csv", ".tsv", ".tab") or separated.is_separated(beginning.data)


def _is_headed(beginning: Beginning) -> bool:
    lines = beginning.data.split(b"\n", 2)[:2]
    return _is_text(beginning) and spaced.header_of([line.rstrip() for line in lines]) is not None


def _is_text(beginning: Beginning) -> bool:
    return b"\0" not in beginning.data


_TEXT = (spaced.look, spaced.read)
_TABLE = (separated.look, separated.read)
# The first whose content it is; where there is none, the first of the ending.
FORMATS: tuple[Format, ...] = (
    Format("npy", (".npy",), _is_npy, *_held(npy.tables), is_strict=True),
    Format("npz", (".npz",), _is_npz, _held(npz.tables)[0], npz.read),
    Format("pt", (".pt", ".pth", ".ckpt"), _is_checkpoint, *_held(checkpoint.tables)),
    Format("safetensors", (".safetensors",), _is_safetensors, *_held(safe.tables), is_strict=True),
    Format("word2vec", (".vec",), _is_headed, *_TEXT),
    Format("word2vec binary", (".bin",), _is_packed, packed.look, packed.read),
    Format("tsv", (".tsv", ".tab"), _is_tsv, *_TABLE),
    Format("csv", (".csv",), _is_csv, *_TABLE),
    Format("glove", (".txt", ".glove"), _is_text, *_TEXT),
)
# Their content is anything, so that the ending decides.
_NO_MAGIC = ("glove",)


def recognised(file: Path) -> Format:
    """Return what kind of file it is, by its content, else by its ending. Raises Fault, OSError."""
    beginning = _beginning(file)
    if not beginning.data:
        raise Fault("", EMPTY)
    by_content = next((row for row in FORMATS if row.is_it(beginning)), None)
    by_ending = next((row for row in FORMATS if beginning.ending in row.endings), None)
    if by_content is not None and (by_content.name not in _NO_MAGIC or by_ending is None):
        return by_content
    if by_ending is None:
        raise Fault("", UNKNOWN)
    return by_ending


def strict_format(file: Path) -> Format | None:
    """Return what kind of file it is, where that is one whose header may be read anywhere. Raises OSError."""
    with file.open("rb") as data:
        first = data.read(_FIRST_BYTES)
    beginning = Beginning(first, file.suffix.lower(), first.startswith(GZIP))
    return next((row for row in FORMATS if row.is_strict and row.is_it(beginning)), None)


def look(file: Path) -> tuple[str, Look]:
    """Return the name of the format of `file`, and what is in it.

    Raises:
        LoadError: whatever is wrong with it.
    """
    with one_kind(file):
        row = recognised(file)
        return row.name, row.look(file)


def read(wish: Wish) -> Taken:
    """Read what is wanted.

    Raises:
        LoadError: whatever is wrong with the file.
    """
    with one_kind(wish.file, wish.folder):
        return recognised(wish.file).read(wish)


def _beginning(file: Path) -> Beginning:
    name = file.name.lower()
    with opened(file) as stream:
        ending = Path(name.removesuffix(GZIP_ENDING) if stream.is_packed else name).suffix
        return Beginning(head(stream), ending, stream.is_packed)
