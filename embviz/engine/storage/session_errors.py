"""SessionFileError: what is wrong with a session's file, why, and what to do, in words for a person."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from embviz.core.recipes import mark

CREATE = mark("The session {name} cannot be made.")
OPEN = mark("The session {name} cannot be opened.")
READ = mark("The session {name} cannot be read.")
SAVE = mark("The session cannot be saved as {name}.")
WRITE = mark("What was done last is not in the file {name} yet.")
CLOSE = mark("The session {name} could not be closed in good order; what was done is in it.")
GIVEN_UP = mark("The file {name} does not follow the session any more.")


class Words(NamedTuple):
    """Why something failed, and what can be done."""

    why: str
    remedy: str


class SessionFileError(Exception):
    """`what` failed, `why`, and the `remedy`: sentences in English. As text they are one line."""

    def __init__(self, what: str, path: Path, words: Words) -> None:
        # Names may hold line ends, and bytes that are no text.
        name = "".join(letter if letter.isprintable() else "?" for letter in path.name)
        self.what = what.format(name=name)
        self.why, self.remedy = words
        super().__init__(" ".join(" ".join((self.what, *words)).split()))


class SessionInUse(SessionFileError):
    """Another process that lives is writing the file; it can be read."""


class SessionReadOnly(SessionFileError):
    """The file, or its folder, may not be written by this person; the file can be read."""


class DamagedSession(SessionFileError):
    """The file is damaged, and is not written into; what is left of it can be read."""


READ_ONLY = Words(
    mark("The file or its folder may only be read."), mark("Use a folder that you may write to.")
)
OTHER_KIND = Words(mark("It is no session of embviz."), mark("Open a file that embviz has saved."))
NO_FILE = Words(mark("It is a folder or a device, not a file."), mark("Choose a file."))
EMPTY = Words(mark("The file is empty."), mark("Open another one; there is nothing in it to save."))
NEWER = Words(mark("It was written by a newer embviz."), mark("Update embviz to open it."))
TOO_OLD = Words(mark("It was written by an embviz that this one does not know."), mark("Update embviz."))
DAMAGED = Words(
    mark("The file is damaged, and nothing in it can be read."), mark("Take a copy of it, if there is one.")
)
PARTLY_DAMAGED = Words(
    mark("Part of the file is damaged, so nothing more is written into it."),
    mark("Open it to look only, and save what is left under another name."),
)
IN_USE = Words(
    mark("Another window has it open, and writes it."), mark("Close it there, or open it to look only.")
)
TARGET_IN_USE = Words(
    mark("Another window has that file open."), mark("Close it there, or choose another name.")
)
TAKEN_OVER = Words(
    mark("Another window has taken the file over, and writes it now."),
    mark("Go on there; what was done here since is not in the file."),
)
MOVED = Words(
    mark("The file was moved, replaced or removed while it was being written."),
    mark("Save the session under another name."),
)
LEFTOVER = Words(
    mark("Beside it lies what a crash left of an older file with that name, ending in -wal or -journal."),
    mark("Choose another name, or remove that file."),
)
TOO_LONG_AGO = Words(
    mark("It could not be written for too long, and too much was done since."),
    mark("Begin a new session, or go on without one: nothing more is kept in this file."),
)
STOPPED = Words(mark("What writes it has broken down."), mark("Save the session anew."))
PROTECTED = Words(mark("There is a file of that name that may only be read."), mark("Choose another name."))
TOO_LARGE = Words(
    mark("One moment of this table is larger than a session's file can hold."),
    mark("Make rows or dim smaller, or go on without a session."),
)
NOT_WHOLE = Words(
    mark("The copy was read back, and is not the same."), mark("Try again, or save it on another disk.")
)
ODD_NAME = Words(mark("The name holds characters that no file may have."), mark("Choose another name."))

_FULL = Words(mark("The disk is full."), mark("Make room on it, or save the session on another disk."))
_REFUSES = Words(
    mark("The disk refuses to take it; it may be full, at its limit, or gone."),
    mark("Make room on it, or save the session on another disk."),
)
_NOT_ALLOWED = Words(
    mark("You are not allowed to use the file or its folder."), mark("Choose a folder of your own.")
)
_GONE = Words(mark("The file or its folder is not there."), mark("Choose another place."))
_NO_MEMORY = Words(mark("There is not enough memory for it."), mark("Close other programs, and try again."))

# By SQLite's primary result code.
_SQLITE_WORDS = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _REFUSES,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: _NOT_ALLOWED,
    sqlite3.SQLITE_AUTH: _NOT_ALLOWED,
    sqlite3.SQLITE_CANTOPEN: Words(
        mark("The file, or one that is needed beside it, cannot be opened."),
        mark("Look whether you may write to its folder, or choose another one."),
    ),
    sqlite3.SQLITE_BUSY: IN_USE,
    sqlite3.SQLITE_LOCKED: IN_USE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: OTHER_KIND,
    sqlite3.SQLITE_NOMEM: _NO_MEMORY,
    sqlite3.SQLITE_TOOBIG: TOO_LARGE,
}
_OS_WORDS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _REFUSES,
    errno.EIO: _REFUSES,
    errno.EROFS: READ_ONLY,
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.EISDIR: NO_FILE,
    errno.ENAMETOOLONG: Words(mark("The name is too long."), mark("Choose a shorter one.")),
    errno.EEXIST: Words(mark("There is a file of that name already."), mark("Choose another name.")),
}


def words_of(error: Exception) -> Words:
    """Return why SQLite or the system refused."""
    if isinstance(error, sqlite3.Error):
        # Errors that Python's module finds by itself have no code.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return _SQLITE_WORDS.get(code, _unknown(error))
    if isinstance(error, OSError):
        return _OS_WORDS.get(error.errno or 0, _unknown(error))
    return _NO_MEMORY if isinstance(error, MemoryError) else ODD_NAME


@contextmanager
def telling(what: str, path: Path) -> Iterator[None]:
    """Raise what SQLite or the system raises inside as a SessionFileError."""
    try:
        yield
    # ValueError: a NUL in a name, or bytes that are no text.
    except (sqlite3.Error, OSError, MemoryError, ValueError) as error:
        raise SessionFileError(what, path, words_of(error)) from error


def _unknown(error: Exception) -> Words:
    return Words(mark("The system says: {message}.").format(message=" ".join(str(error).split())), "")
