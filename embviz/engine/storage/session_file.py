"""The doors to a session's file: read it, glance at it, or take it over to go on writing."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from embviz.core.recipes import mark
from embviz.engine.storage import session_errors as words
from embviz.engine.storage.ownership import Owner
from embviz.engine.storage.session_errors import (
    DamagedSession,
    SessionFileError,
    SessionInUse,
    SessionReadOnly,
    telling,
)
from embviz.engine.storage.session_store import (
    JOURNALS,
    MIGRATIONS,
    VERSION,
    Record,
    State,
    beside,
    connected,
    go_on,
    has_schema,
    is_sound,
    migrate,
    note_of,
    put_state,
    real,
    right_records,
    state_of,
    version_of,
)

_UNKNOWN = State()
_Value = TypeVar("_Value")


class Contents(NamedTuple):
    """All records that can be trusted, from the first on, and the note.

    `is_finished`: the file was closed in good order. `is_owned`: another process, which lives, is writing it.
    `damage` says what is lost, and is empty for a sound file.
    """

    records: tuple[Record, ...]
    note: bytes
    is_finished: bool
    is_owned: bool
    damage: str


class Summary(NamedTuple):
    """What can be told of a file at a glance. `modified_s` counts from 1970.

    Of a damaged file the note may be empty and all else false or 0; damage among the records is not seen.
    """

    note: bytes
    record_count: int
    is_finished: bool
    is_owned: bool
    modified_s: float
    is_damaged: bool


def read(path: Path) -> Contents:
    """Return what the file holds, as of one moment, also while another process writes it.

    Of a damaged file it is the longest beginning that is right. Raises SessionFileError where there is none.
    """
    path = real(path)
    with telling(words.READ, path):
        return _read(path)[0]


def survey(path: Path) -> Summary:
    """Return a summary without reading the records. Raises SessionFileError."""
    path = real(path)
    with telling(words.READ, path), looking(path) as connection:
        state, note = _tried(state_of, connection), _tried(note_of, connection)
        known, modified_s = state or _UNKNOWN, _modified_s(path)
        is_owned, is_damaged = _is_owned(known, modified_s), state is None or note is None
        return Summary(note or b"", known.count, known.is_finished, is_owned, modified_s, is_damaged)


def claim(path: Path, owner: Owner) -> tuple[sqlite3.Connection, Contents, State]:
    """Make `owner` the one that writes the file.

    Raises SessionFileError: SessionInUse while another process that lives is writing it, DamagedSession where
    part of it is lost, SessionReadOnly. A file that is refused has not been written into.
    """
    with telling(words.OPEN, path):
        contents, seen = _read(path)
        if contents.is_owned:
            raise SessionInUse(words.OPEN, path, words.IN_USE)
        if seen is None or contents.damage:
            raise DamagedSession(words.OPEN, path, words.PARTLY_DAMAGED)
        if not all(os.access(each, os.W_OK) for each in (path, path.parent)):
            raise SessionReadOnly(words.OPEN, path, words.READ_ONLY)
        connection = connected(path)
        try:
            go_on(connection)
            return connection, contents, _take(connection, path, seen, owner)
        except BaseException:
            connection.close()
            raise


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a session's file for a look at one moment of it, in today's schema.

    Raises SessionFileError for a file of another kind or of a newer version, OSError and sqlite3.Error.
    """
    _check_is_file(path)
    with closing(_reader(path)) as connection, closing(_today(connection, path)) as today:
        # In a table's place a view could run whatever a stranger wrote into it.
        if not has_schema(today):
            raise DamagedSession(words.READ, path, words.DAMAGED)
        yield today


def _read(path: Path) -> tuple[Contents, State | None]:
    with looking(path) as connection:
        state, note = _tried(state_of, connection), _tried(note_of, connection)
        records = tuple(right_records(connection))
        damage = _damage(connection, len(records), state, note)
        if damage and not records:
            raise DamagedSession(words.READ, path, words.DAMAGED)
        known = state or _UNKNOWN
        is_owned = _is_owned(known, _modified_s(path))
        return Contents(records, note or b"", known.is_finished, is_owned, damage), state


def _tried(
    look: Callable[[sqlite3.Connection], _Value | None], connection: sqlite3.Connection
) -> _Value | None:
    # What cannot be read is lost, and the rest is looked at all the same.
    with suppress(sqlite3.Error):
        return look(connection)
    return None


def _damage(connection: sqlite3.Connection, kept: int, state: State | None, note: bytes | None) -> str:
    if state is None:
        return mark("After record {kept} all may be lost; how many there were cannot be read.").format(
            kept=kept
        )
    if kept != state.count:
        return mark("After record {kept} of {count} all is lost.").format(kept=kept, count=state.count)
    if note is None:
        return mark("The note about the session is lost; its records are all there.")
    return "" if is_sound(connection) else mark("The file is damaged; its records are all there.")


def _is_owned(state: State, modified_s: float) -> bool:
    owner = state.owner
    return owner is not None and not owner.is_this_process and owner.is_alive(modified_s)


def _take(connection: sqlite3.Connection, path: Path, seen: State, owner: Owner) -> State:
    connection.execute("BEGIN IMMEDIATE")
    migrate(connection, _version(connection, path))
    # Somebody else may have taken it since it was read.
    if state_of(connection) != seen:
        raise SessionInUse(words.OPEN, path, words.IN_USE)
    state = State(seen.count, is_finished=False, owner=owner)
    put_state(connection, state)
    connection.execute("COMMIT")
    return state


def _check_is_file(path: Path) -> None:
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise SessionFileError(words.READ, path, words.NO_FILE)
    if facts.st_size == 0:
        raise SessionFileError(words.READ, path, words.EMPTY)
    # Not by opening it: closing any handle of a file drops the locks that SQLite holds on it in this process.
    if not os.access(path, os.R_OK):
        raise PermissionError(errno.EACCES, "may not be read")


def _reader(path: Path) -> sqlite3.Connection:
    try:
        return _beginning(path, "ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_READONLY_ROLLBACK:
            # A crash while it was begun or closed left a write half done, which a look must first take back.
            _beginning(path, "rw").close()
            return _beginning(path, "ro")
        # Of a session that was not closed only the main file is here, in a folder that may only be read:
        # there is nobody who writes it, and no room for what SQLite wants beside it.
        if os.access(path.parent, os.W_OK) or any(each.exists() for each in beside(path, JOURNALS)):
            raise
        return _beginning(path, "ro&immutable=1")


def _beginning(path: Path, mode: str) -> sqlite3.Connection:
    connection = connected(path, mode)
    try:
        # Otherwise SQLite refuses a file that was cut, all of it. What is read is checked by us.
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("BEGIN")
        # With the first look the moment that is seen is fixed.
        connection.execute("PRAGMA application_id").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = version_of(connection)
    if version is None:
        raise SessionFileError(words.READ, path, words.OTHER_KIND)
    if version > VERSION:
        raise SessionFileError(words.READ, path, words.NEWER)
    if version < VERSION and version not in MIGRATIONS:
        raise SessionFileError(words.READ, path, words.TOO_OLD)
    return version


def _today(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Return the connection, or one to a migrated copy in memory: a look leaves an older file as it is."""
    version = _version(connection, path)
    if version == VERSION:
        return connection
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        copy.text_factory = bytes
        connection.backup(copy)
        migrate(copy, version)
    except BaseException:
        copy.close()
        raise
    return copy


def _modified_s(path: Path) -> float:
    modified_s = path.stat().st_mtime
    for each in beside(path, JOURNALS):
        # It goes when the one who writes it closes the file.
        with suppress(FileNotFoundError):
            modified_s = max(modified_s, each.stat().st_mtime)
    return modified_s
