"""What a session's file is made of: numbered records, a note and a state, in SQLite, each with a digest."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec

from embviz.core.units import Count
from embviz.engine.storage.ownership import Owner

# "embv": by this the file is known among the databases of all programs.
APPLICATION_ID = 0x656D6276
VERSION = 1
PAGE_BYTES = 4096
DIGEST_BYTES = 16
# SQLite stores no row of more than 1,000,000,000 bytes.
RECORD_LIMIT_BYTES = 900_000_000
# How long one waits for another process that is in the middle of a write or a look.
BUSY_S = 5.0
_ASK_AGAIN_S = 0.02
# What SQLite keeps beside a file while it is written; the last is memory and no content.
JOURNALS = ("-wal", "-journal")
BESIDE = (*JOURNALS, "-shm")

# From each older version of the schema to the next one; run inside a transaction.
MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {}
SCHEMA = {
    "record": "CREATE TABLE record"
    " (number INTEGER PRIMARY KEY, header BLOB NOT NULL, body BLOB NOT NULL, digest BLOB NOT NULL)",
    "small": "CREATE TABLE small (number INTEGER PRIMARY KEY, content BLOB NOT NULL, digest BLOB NOT NULL)",
}
# The rows of `small`.
_STATE, _NOTE = 1, 2


class TakenOver(Exception):
    """The file's state is not the one that its writer left: another process writes it."""


class Record(NamedTuple):
    """What the engine tells: a `header`, and raw arrays as the `body`."""

    header: bytes
    body: bytes


class State(msgspec.Struct, frozen=True):
    """How many records there are, whether the session was closed in good order, and who is writing it."""

    count: Count = 0
    is_finished: bool = False
    owner: Owner | None = None


def lay_out(path: Path, state: State) -> sqlite3.Connection:
    """Make a new file, ready to be written. Raises OSError or sqlite3.Error, and then none is left."""
    # The system itself sees to it that of two processes only one makes the file.
    path.touch(exist_ok=False)
    try:
        connection = connected(path)
        try:
            _lay_out(connection, state)
            go_on(connection)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        remove(path)
        raise
    return connection


def connected(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """Open the file, which must exist. Its transactions begin and end only where told."""
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_S,
        isolation_level=None,
        check_same_thread=False,
    )
    # A text in the place of bytes is damage, and no reason to stumble over its letters.
    connection.text_factory = bytes
    return connection


def go_on(connection: sqlite3.Connection) -> None:
    """Set how the file is written while the session runs: its readers and its writer never wait."""
    _patiently(connection, "PRAGMA journal_mode=WAL")
    # With WAL, NORMAL hands each commit to the system before it returns, and no kill of the process takes it
    # back from there. Only a loss of power can, which leaves an earlier commit, whole. FULL would wait for
    # the disk at every commit.
    connection.execute("PRAGMA synchronous=NORMAL")
    # The writer itself says when, so that nobody who is told of a commit waits for the disk.
    connection.execute("PRAGMA wal_autocheckpoint=0")


def settle(connection: sqlite3.Connection) -> None:
    """Bring everything into the one file and close it; what lay beside it is gone. Raises sqlite3.Error."""
    try:
        _patiently(connection, "PRAGMA journal_mode=DELETE")
    finally:
        connection.close()


def put(
    connection: sqlite3.Connection,
    before: State,
    after: State,
    records: Iterable[tuple[int, Record]] = (),
    note: bytes | None = None,
) -> None:
    """Write all of it in one transaction, or nothing. A record takes the place of one with its number.

    The file must be in the state `before`, or in `after`, where the same was written and only the answer got
    lost. Raises TakenOver where it is not, and sqlite3.Error.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        if state_of(connection) not in (before, after):
            raise TakenOver
        put_state(connection, after)
        rows = ((number, *record, record_digest(number, record)) for number, record in records)
        connection.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", rows)
        if note is not None:
            _put_small(connection, _NOTE, note)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def put_state(connection: sqlite3.Connection, state: State) -> None:
    """Write the state, in the transaction that is open."""
    _put_small(connection, _STATE, msgspec.json.encode(state))


def state_of(connection: sqlite3.Connection) -> State | None:
    """Return the state, or None where it is damaged. Raises sqlite3.Error."""
    content = _small(connection, _STATE)
    with suppress(msgspec.DecodeError):
        return None if content is None else msgspec.json.decode(content, type=State)
    return None


def note_of(connection: sqlite3.Connection) -> bytes | None:
    """Return the note, or None where it is damaged. Raises sqlite3.Error."""
    return _small(connection, _NOTE)


def right_records(connection: sqlite3.Connection) -> Iterator[Record]:
    """Give the records from number 1 on, up to the first that is not there or not as it was written."""
    # What damage makes SQLite raise is the end of what can be read.
    with suppress(sqlite3.Error):
        rows = connection.execute("SELECT number, header, body, digest FROM record ORDER BY number")
        for expected, (number, header, body, digest) in enumerate(rows, start=1):
            is_typed = isinstance(header, bytes) and isinstance(body, bytes)
            if number != expected or not is_typed or digest != record_digest(number, Record(header, body)):
                return
            yield Record(header, body)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether the whole file hangs together, whatever the records say."""
    with suppress(sqlite3.Error):
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == (b"ok",))
    return False


def has_schema(connection: sqlite3.Connection) -> bool:
    """Tell whether the file has today's tables, to the letter, and nothing else. Raises sqlite3.Error."""
    found = set(connection.execute("SELECT type, name, sql FROM sqlite_schema"))
    return found == {(b"table", name.encode(), sql.encode()) for name, sql in SCHEMA.items()}


def version_of(connection: sqlite3.Connection) -> int | None:
    """Return the version of the schema, or None for the database of another program. Raises sqlite3.Error."""
    (kind,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version) if kind == APPLICATION_ID else None


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring the file from `version` to today's, in the transaction that is open."""
    while version < VERSION:
        MIGRATIONS[version](connection)
        version += 1
        connection.execute(f"PRAGMA user_version={version}")


def record_digest(number: int, record: Record) -> bytes:
    """Return the 16 bytes by which a record is known to be the one that was written under its number."""
    return _digest(b"record", number, *record)


def real(path: Path) -> Path:
    """Return the path without links, beside which SQLite keeps what it needs."""
    # With a NUL it is the path of nothing, and refused where it is used.
    return path if "\0" in str(path) else Path(os.path.realpath(path))


def beside(path: Path, endings: tuple[str, ...] = BESIDE) -> list[Path]:
    """Return the paths of what SQLite keeps beside the file."""
    return [Path(f"{path}{ending}") for ending in endings]


def remove(path: Path) -> None:
    """Remove the file and what lies beside it, as far as it is there. Raises OSError."""
    for each in (path, *beside(path)):
        each.unlink(missing_ok=True)


def _lay_out(connection: sqlite3.Connection, state: State) -> None:
    connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
    # There is nothing yet that a loss of power could take, and the first action is not to wait for the disk.
    connection.execute("PRAGMA synchronous=OFF")
    # Where pages move about, less can be read of a file that was cut.
    connection.execute("PRAGMA auto_vacuum=NONE")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={VERSION}")
    for sql in SCHEMA.values():
        connection.execute(sql)
    put_state(connection, state)
    _put_small(connection, _NOTE, b"")
    connection.execute("COMMIT")


def _patiently(connection: sqlite3.Connection, pragma: str) -> None:
    """Change the mode once nobody looks into the file: SQLite itself does not wait for that."""
    deadline = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute(pragma)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(_ASK_AGAIN_S)


def _small(connection: sqlite3.Connection, number: int) -> bytes | None:
    row = connection.execute("SELECT content, digest FROM small WHERE number = ?", (number,)).fetchone()
    if row is None or not isinstance(row[0], bytes) or row[1] != _digest(b"small", number, row[0]):
        return None
    return row[0]


def _put_small(connection: sqlite3.Connection, number: int, content: bytes) -> None:
    row = (number, content, _digest(b"small", number, content))
    connection.execute("INSERT OR REPLACE INTO small VALUES (?, ?, ?)", row)


def _digest(table: bytes, number: int, *parts: bytes) -> bytes:
    # With the lengths, so that no byte of one part passes for one of the next.
    frame = b"".join(size.to_bytes(8, "little") for size in (number, *map(len, parts)))
    digest = blake2b(frame, digest_size=DIGEST_BYTES, person=table)
    for part in parts:
        digest.update(part)
    return digest.digest()
