"""Sessions in which SQLite's k-th write fails, for every k.

`python -m tests.engine.storage.journal_faults SCENE HOW FOLDER`, where HOW is `once`: only the k-th fails, or
`lasting`: all from there on. It prints a line for each k, and ends when nothing failed.
"""

from __future__ import annotations

import ctypes
import errno
import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from embviz.engine.storage.journal import Journal, Record, SessionFileError, read
from tests.engine.storage.journals import closed, record, records

UNREACHABLE = 77
# In the order in which sqlite3.h has them; they are not called from here.
_METHODS_BEFORE = 13
_SET = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
_LONG, _INT, _POINTER = ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p
# What writes, among the calls that SQLite lets one replace, with C's signature.
CALLS = {
    "write": (_LONG, _INT, _POINTER, ctypes.c_size_t),
    "pwrite": (_LONG, _INT, _POINTER, ctypes.c_size_t, ctypes.c_int64),
    "pwrite64": (_LONG, _INT, _POINTER, ctypes.c_size_t, ctypes.c_int64),
    "ftruncate": (_INT, _INT, ctypes.c_int64),
    "unlink": (_INT, ctypes.c_char_p),
}


class Vfs(ctypes.Structure):
    """SQLite's sqlite3_vfs, as far as the method by which a call to the system is replaced."""

    _fields_ = (
        ("version", _INT),
        ("file_bytes", _INT),
        ("longest_path", _INT),
        ("next", _POINTER),
        ("name", ctypes.c_char_p),
        ("data", _POINTER),
        ("methods", _POINTER * _METHODS_BEFORE),
        ("set_system_call", _SET),
    )


class Faults:
    """Counts what SQLite writes, and has the `fails_at`-th fail, or all from there on."""

    def __init__(self, library: str, is_lasting: bool) -> None:
        sqlite = ctypes.CDLL(library)
        sqlite.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
        self._vfs = sqlite.sqlite3_vfs_find(None)
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._is_lasting = is_lasting
        self.fails_at = self.count = sys.maxsize
        # SQLite calls them for as long as the process lives.
        self._replaced = [self._replace(name, signature) for name, signature in CALLS.items()]

    def begin(self, fails_at: int) -> None:
        self.fails_at, self.count = fails_at, 0

    def end(self) -> bool:
        """Let all succeed again, and tell whether something failed."""
        has_failed, self.fails_at = self.count >= self.fails_at, sys.maxsize
        return has_failed

    def _replace(self, name: str, signature: tuple[Any, ...]) -> Any:
        original = getattr(self._libc, name)
        original.restype, *original.argtypes = signature

        def call(*arguments: Any) -> int:
            self.count += 1
            if self.count == self.fails_at or (self._is_lasting and self.count > self.fails_at):
                ctypes.set_errno(errno.EIO if self.count % 2 else errno.ENOSPC)
                return -1
            return int(original(*arguments))

        replaced = ctypes.CFUNCTYPE(*signature, use_errno=True)(call)
        pointer = ctypes.cast(replaced, _POINTER)
        if self._vfs.contents.set_system_call(self._vfs, name.encode(), pointer) != sqlite3.SQLITE_OK:
            sys.exit(UNREACHABLE)
        return replaced


def write(faults: Faults, path: Path) -> dict[str, object]:
    """Write a session; say what was acknowledged, and whether a failure was told."""
    state: dict[int, Record] = {}
    acknowledged, told = dict(state), []
    try:
        journal = Journal.create(path)
    except SessionFileError as error:
        return {"told": [str(error)], "is_there": path.exists()}
    for number in (1, 2, 3, -2, 4, -1):
        each = record(abs(number), version=int(number < 0), size_bytes=9000 if number == 4 else None)
        if number > 0:
            journal.append(each)
        else:
            journal.replace(-number, each)
        journal.flush()
        state[abs(number)] = each
        told.append(journal.problem)
        acknowledged = acknowledged if journal.problem else dict(state)
    journal.close(is_finished=True)
    told.append(journal.problem)
    faults.end()
    contents = read(path)
    found = dict(enumerate(contents.records, start=1))
    # What was not acknowledged may be there all the same, but nothing else.
    is_kept = all(found.get(number) in (each, state[number]) for number, each in acknowledged.items())
    return {
        "told": told,
        "is_kept": is_kept,
        "is_whole": found == state,
        "damage": contents.damage,
        "goes_on": _goes_on(path, contents.records),
    }


def save(faults: Faults, path: Path) -> dict[str, object]:
    """Save a session onto another; say whether all of it is in the one or the other file."""
    fails_at = faults.fails_at
    faults.end()
    target = closed(path.with_name("target.embviz"), 1)
    before = target.read_bytes()
    journal = Journal.create(path)
    for each in records(3):
        journal.append(each)
    journal.flush()
    faults.begin(fails_at)
    told = []
    try:
        journal.save_as(target)
    except SessionFileError as error:
        told.append(str(error))
    told.append(journal.problem)
    faults.end()
    is_moved = journal.path == target
    is_right = is_moved or (target.read_bytes() == before and journal.path == path)
    parts = [each.name for each in path.parent.iterdir() if each.name.endswith(".part")]
    journal.append(record(4))
    journal.flush()
    last = journal.problem
    journal.close(is_finished=True)
    is_whole = read(journal.path).records == records(4)
    return {
        "told": told,
        "is_moved": is_moved,
        "is_right": is_right,
        "parts": parts,
        "last": last,
        "is_whole": is_whole,
    }


def _goes_on(path: Path, before: tuple[Record, ...]) -> bool:
    journal, contents = Journal.open(path)
    journal.append(record(99))
    journal.close(is_finished=True)
    return contents.records == before and read(path).records == (*before, record(99))


SCENES: dict[str, Callable[[Faults, Path], dict[str, object]]] = {"write": write, "save": save}


def library() -> str:
    """Return the path of the SQLite that Python has loaded, where it is one of its own."""
    maps = Path("/proc/self/maps")
    lines = maps.read_text().splitlines() if maps.exists() else []
    found = next((line.split()[-1] for line in lines if "libsqlite3" in line), "")
    return found or sys.exit(UNREACHABLE)


def campaign(scene: str, how: str, folder: Path) -> None:
    faults = Faults(library(), is_lasting=how == "lasting")
    has_failed, number = True, 0
    while has_failed:
        number += 1
        place = folder / str(number)
        place.mkdir()
        faults.begin(number)
        result = SCENES[scene](faults, place / "a.embviz")
        has_failed = faults.count >= number
        faults.end()
        print(json.dumps({"has_failed": has_failed, **result}), flush=True)


if __name__ == "__main__":
    campaign(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
