"""SessionWriter: a session's file that is open for writing; one thread at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from embviz.engine.storage import session_errors as words
from embviz.engine.storage.session_copy import save_copy
from embviz.engine.storage.session_errors import SessionFileError, telling
from embviz.engine.storage.session_store import (
    PAGE_BYTES,
    Record,
    State,
    TakenOver,
    connected,
    go_on,
    put,
    remove,
    settle,
)

# How much is written beside the file before it is moved into it.
CHECKPOINT_BYTES = 16 * 2**20
# SQLite writes whole pages: at least the state's, the record's and those above it.
_COMMIT_BYTES = 4 * PAGE_BYTES

Records = Sequence[tuple[int, Record]]


class SessionWriter:
    """Writes records into the file at `path`, which is in a known state, and may move to another file."""

    def __init__(self, path: Path, connection: sqlite3.Connection, state: State) -> None:
        """Go on with a connection that lay_out or claim has made."""
        self.path = path
        self._connection: sqlite3.Connection | None = connection
        self._state = state
        self._identity = _identity(path)
        self._beside_bytes = 0

    def write(self, records: Records, note: bytes | None) -> None:
        """Write all of it, or nothing. Raises SessionFileError; TakenOver where another has the file now."""
        with telling(words.WRITE, self.path):
            after = self._after(records)
            put(self._ready(), self._state, after, records, note)
        self._state = after
        self._beside_bytes += _COMMIT_BYTES + sum(len(record.body) for _, record in records)

    def checkpoint(self) -> None:
        """Move what lies beside the file into it, once it is much: this waits for the disk."""
        if self._connection is None or self._beside_bytes < CHECKPOINT_BYTES:
            return
        self._beside_bytes = 0
        # What cannot be moved is as safe where it is, and a full disk is told by the next write.
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def move(self, target: Path, records: Records, note: bytes | None, remove_old: bool) -> None:
        """Copy the session to `target`, with what could not be written yet, and go on there.

        Raises SessionFileError, and then nothing has changed.
        """
        with telling(words.SAVE, target):
            if _identity(target) == self._identity:
                self.write(records, note)
                return
            after = self._after(records)
            connection = self._ready(is_in_place=False)
            save_copy(connection, target, self._state, after, records, note)
        old_path, old_state, old_identity = self.path, self._state, self._identity
        self.path, self._state, self._identity = target, after, _identity(target)
        self._connection, self._beside_bytes = None, 0
        _leave(connection, old_state, old_path if _identity(old_path) == old_identity else None, remove_old)

    def close(self, is_finished: bool) -> None:
        """Write that nobody has the file open, and leave one file. Raises SessionFileError, and TakenOver."""
        with telling(words.CLOSE, self.path):
            connection = self._ready()
            put(connection, self._state, replace(self._state, is_finished=is_finished, owner=None))
            settle(connection)

    def abandon(self) -> None:
        """Let go of the file as it is. It may be closed already."""
        if self._connection is not None:
            # As the last one SQLite would tidy up, which may fail as the writing did.
            with suppress(sqlite3.Error):
                self._connection.close()

    def _after(self, records: Records) -> State:
        return replace(self._state, count=max([self._state.count, *(number for number, _ in records)]))

    def _ready(self, is_in_place: bool = True) -> sqlite3.Connection:
        """Return the connection, made anew after a move. But for a copy, the file must still be there."""
        if is_in_place and _identity(self.path) != self._identity:
            raise SessionFileError(words.WRITE, self.path, words.MOVED)
        if self._connection is None:
            connection = connected(self.path)
            try:
                go_on(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another that has its name later, or None where there is none."""
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return None
    return facts.st_dev, facts.st_ino


def _leave(connection: sqlite3.Connection, state: State, path: Path | None, is_removed: bool) -> None:
    """Close the file that the session has moved from; without a path it is not there any more."""
    # The session is safe in its new place. The old one may be what made it move: a disk that is full or gone.
    with suppress(sqlite3.Error, OSError, TakenOver):
        try:
            if not is_removed:
                put(connection, state, replace(state, is_finished=True, owner=None))
                settle(connection)
        finally:
            connection.close()
        if is_removed and path is not None:
            remove(path)
