"""A copy of a session's file under another name: whole and read back, or not made at all."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from embviz.engine.storage import session_errors as words
from embviz.engine.storage.session_errors import SessionFileError, SessionInUse, telling
from embviz.engine.storage.session_file import looking, survey
from embviz.engine.storage.session_store import (
    JOURNALS,
    Record,
    State,
    beside,
    connected,
    is_sound,
    note_of,
    put,
    remove,
    right_records,
    settle,
    state_of,
)


def save_copy(
    connection: sqlite3.Connection,
    target: Path,
    before: State,
    after: State,
    records: Iterable[tuple[int, Record]],
    note: bytes | None,
) -> None:
    """Put what the connection's file holds in the state `before`, with what is not in it yet, at `target`.

    Raises SessionFileError, and then what was at `target` is as it was, and no other file is left.
    """
    with telling(words.SAVE, target):
        _prepare(target)
        with _part(target) as part:
            connection.execute("VACUUM INTO ?", (str(part),))
            with closing(connected(part)) as copy:
                # The disk is waited for once, when all is there.
                copy.execute("PRAGMA synchronous=OFF")
                put(copy, before, after, records, note)
            _check(part, target, after)
            _sync(part)
            part.replace(target)
    if os.name == "posix":
        # The name, too, is to outlast a loss of power. The file is there already, whatever comes of it.
        with suppress(OSError):
            _sync(target.parent)


def check_name(path: Path) -> None:
    """Raise OSError or ValueError where no file can have that name, or its folder is not there."""
    path.parent.stat()
    for each in (path, *beside(path)):
        with suppress(FileNotFoundError):
            each.lstat()


def _prepare(target: Path) -> None:
    check_name(target)
    if target.exists() and not target.is_file():
        raise SessionFileError(words.SAVE, target, words.NO_FILE)
    if target.exists() and not os.access(target, os.W_OK):
        raise SessionFileError(words.SAVE, target, words.PROTECTED)
    _settle_old(target)
    # SQLite would take them for the new file's own, and play them into it.
    if any(each.exists() for each in beside(target, JOURNALS)):
        raise SessionFileError(words.SAVE, target, words.LEFTOVER)


def _settle_old(target: Path) -> None:
    """Bring a session that was not closed, and is about to be replaced, into one file."""
    try:
        summary = survey(target)
    except SessionFileError:
        # Some other file, or none; the person who chose the name was asked.
        return
    if summary.is_owned:
        raise SessionInUse(words.SAVE, target, words.TARGET_IN_USE)
    if any(each.exists() for each in beside(target)):
        settle(connected(target))


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        yield part
    finally:
        remove(part)


def _check(part: Path, target: Path, state: State) -> None:
    with looking(part) as connection:
        count = sum(1 for _ in right_records(connection))
        is_same = count == state.count and state_of(connection) == state and note_of(connection) is not None
        if not (is_same and is_sound(connection)):
            raise SessionFileError(words.SAVE, target, words.NOT_WHOLE)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
