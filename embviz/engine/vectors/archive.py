"""Zip archives, as numpy and torch write them: their members are found, never extracted by their names."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from embviz.core.recipes import mark
from embviz.engine.vectors.faults import BOMB, DAMAGED, Fault, quoted
from embviz.engine.vectors.streams import MOST_RATIO, RATIO_FREE_BYTES

MAGIC = b"PK\x03\x04"
# The list of members takes about 100 bytes for each, and far more in memory.
LARGEST_LIST_BYTES = 2 * 1024 * 1024
_LOCAL = struct.Struct("<4s22xHH")
_END, _END_64, _LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_END_BYTES, _LONGEST_COMMENT = 22, 65_535
_UNPACK_BYTES = 1024 * 1024
_ENCRYPTED = 1

_CRYPTIC = mark("It is encrypted. Save it without a password.")
_METHOD = mark("It is compressed in a way that neither numpy nor torch uses. Save it again with one of them.")
_MANY = mark("It lists more members than any file of vectors has. Choose another file.")


class Member(NamedTuple):
    """A member of an archive: `packed` bytes from `offset` on, which are `size` bytes; `is_packed` says that
    these are compressed."""

    name: str
    offset: int
    packed: int
    size: int
    is_packed: bool

    @property
    def is_bomb(self) -> bool:
        """True where it says that it unpacks to more than vectors do."""
        return self.size > RATIO_FREE_BYTES + MOST_RATIO * self.packed


def members(file: BinaryIO) -> list[Member]:
    """Return the members of the archive, each checked to lie in the file. Raises Fault."""
    size = file.seek(0, 2)
    _check_list(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error) as error:
        raise Fault("list of members", DAMAGED, detail=quoted(str(error), 60)) from error
    if len({info.filename for info in infos}) < len(infos):
        raise Fault("list of members", DAMAGED, detail="a name occurs twice")
    return [_member(file, info, size) for info in infos if not info.filename.endswith("/")]


def _check_list(file: BinaryIO, size: int) -> None:
    """Raise Fault where the list of members is too long, before anybody reads it."""
    tail_bytes = min(size, _END_BYTES + _LONGEST_COMMENT)
    file.seek(size - tail_bytes)
    tail = file.read(tail_bytes)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise Fault("the end", DAMAGED, detail="the list of members is missing")
    (length,) = struct.unpack_from("<I", tail, at + 12)
    locator = tail.rfind(_LOCATOR, 0, at)
    if locator >= 0 and at - locator == 20:
        file.seek(min(struct.unpack_from("<Q", tail, locator + 8)[0], size))
        end = file.read(56)
        if len(end) == 56 and end.startswith(_END_64):
            length = max(struct.unpack_from("<Q", end, 40)[0], 0 if length == 0xFFFFFFFF else length)
    if length > LARGEST_LIST_BYTES:
        raise Fault("list of members", _MANY)


def _member(file: BinaryIO, info: zipfile.ZipInfo, size: int) -> Member:
    place = f"member {quoted(info.filename)}"
    if info.flag_bits & _ENCRYPTED:
        raise Fault(place, _CRYPTIC)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Fault(place, _METHOD)
    file.seek(max(0, min(info.header_offset, size)))
    local = file.read(_LOCAL.size)
    if len(local) < _LOCAL.size or not local.startswith(MAGIC):
        raise Fault(place, DAMAGED, detail="it is not where the list says")
    _, name_bytes, extra_bytes = _LOCAL.unpack(local)
    offset = info.header_offset + _LOCAL.size + name_bytes + extra_bytes
    is_packed = info.compress_type == zipfile.ZIP_DEFLATED
    if offset + info.compress_size > size or (not is_packed and info.compress_size != info.file_size):
        raise Fault(place, DAMAGED, detail="it ends outside the file")
    return Member(info.filename, offset, info.compress_size, info.file_size, is_packed)


class Unpacked:
    """A member's bytes, unpacked as they are read, and never more than it says."""

    def __init__(self, file: BinaryIO, member: Member) -> None:
        self._chunks = _chunks(file, member)
        self._data = b""

    def read(self, count: int) -> bytes:
        """Return the next bytes, fewer than `count` only at the end. Raises Fault."""
        while len(self._data) < count and (more := next(self._chunks, b"")):
            self._data += more
        data, self._data = self._data[:count], self._data[count:]
        return data


def _chunks(file: BinaryIO, member: Member) -> Iterator[bytes]:
    place = f"member {quoted(member.name)}"
    if member.is_bomb:
        raise Fault(place, BOMB, ratio=MOST_RATIO)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.is_packed else None
    left, room, at = member.packed, member.size, member.offset
    pending = b""
    while room and (pending or left):
        if not pending:
            file.seek(at)
            pending = file.read(min(left, _UNPACK_BYTES))
            at, left = at + len(pending), left - len(pending)
        try:
            data = pending if inflate is None else inflate.decompress(pending, min(room, _UNPACK_BYTES))
        except zlib.error as error:
            raise Fault(place, DAMAGED, detail=str(error)) from error
        before, pending = len(pending), b"" if inflate is None else inflate.unconsumed_tail
        room -= len(data)
        if data:
            yield data
        elif len(pending) == before:
            break
    if room:
        raise Fault(place, DAMAGED, detail=f"{room:,} bytes are missing")
