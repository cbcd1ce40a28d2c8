"""numpy's .npz: an archive of .npy, of which the stored ones stay where they lie."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from embviz.engine.vectors import npy
from embviz.engine.vectors.archive import Member, Unpacked, members
from embviz.engine.vectors.faults import BOMB, Fault, quoted
from embviz.engine.vectors.plan import Raw, Taken, Wish, checked, chosen
from embviz.engine.vectors.sink import VALUES
from embviz.engine.vectors.streams import MOST_RATIO

ENDING = ".npy"
COPY_BYTES = 1024 * 1024
# So many arrays are looked into.
MOST_ARRAYS = 4096


def tables(file: Path) -> list[Raw]:
    """Return the tables in an archive, by their names. Raises Fault, OSError."""
    with file.open("rb") as data:
        found, others = _sorted_out(data, members(data))
    return list(checked(found, others))


def _sorted_out(data: BinaryIO, inside: list[Member]) -> tuple[list[Raw], list[str]]:
    """Return the tables, and what else there is."""
    found, others = [], []
    for member in inside[:MOST_ARRAYS]:
        try:
            found.append(_table(data, member))
        except _NoTable as error:
            others.append(f"{quoted(member.name)} ({error})" if str(error) else quoted(member.name))
    return found, others


class _NoTable(Exception):
    """The member is something else."""


def _table(data: BinaryIO, member: Member) -> Raw:
    if not member.name.endswith(ENDING):
        raise _NoTable
    if member.is_bomb:
        raise Fault(f"member {quoted(member.name)}", BOMB, ratio=MOST_RATIO)
    start = 0 if member.is_packed else member.offset
    name = member.name.removesuffix(ENDING)
    try:
        table = npy.table_in(cast(BinaryIO, Unpacked(data, member)), member.size, start, name)
    except npy.OtherArray as error:
        raise _NoTable(error.found) from error
    return msgspec.structs.replace(table, packed=member.packed if member.is_packed else 0)


def read(wish: Wish) -> Taken:
    """Return the table that is wanted, unpacked where it is compressed. Raises Fault, OSError."""
    table = chosen(tables(wish.file), wish.tensor)
    if not table.packed:
        return Taken(table)
    with wish.file.open("rb") as data:
        member = next(one for one in members(data) if one.name == table.name + ENDING)
        source = Unpacked(data, member)
        source.read(table.offset)
        _copy(source, member.size - table.offset, wish)
    return Taken(msgspec.structs.replace(table, file=VALUES, offset=0, packed=0))


def _copy(source: Unpacked, size: int, wish: Wish) -> None:
    done = 0
    with (wish.folder / VALUES).open("wb") as file:
        while piece := source.read(min(COPY_BYTES, size - done)):
            file.write(piece)
            done += len(piece)
            wish.tell(done / size)
