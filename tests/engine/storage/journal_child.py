"""A process of its own for the tests: `python -m tests.engine.storage.journal_child VERB ...`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from embviz.engine.storage.journal import Journal, SessionFileError, read
from tests.engine.storage.journals import fill, record, records

NOBODY = 65534
LIMIT_BYTES = 400_000
LARGE_BYTES = 100_000


def crash(path: str, count: str) -> None:
    """Write records, each a commit, and end without a word."""
    journal = Journal.create(Path(path))
    for number in range(1, int(count) + 1):
        journal.append(record(number))
        journal.set_note(b"note")
        journal.flush()
    os._exit(0)


def hold(path: str) -> None:
    """Append a record for each line `append`, and close the session at `close`."""
    journal, contents = (
        Journal.open(Path(path)) if Path(path).exists() else (Journal.create(Path(path)), None)
    )
    number = len(contents.records) if contents else 0
    for line in sys.stdin:
        if line.strip() == "close":
            journal.close(is_finished=True)
        else:
            number = journal.append(record(number + 1))
            journal.flush()
        print(number, flush=True)


def save_as_nobody(source: str, target: str) -> None:
    """As a user without rights, save a session into a folder that belongs to somebody else."""
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    _refused(source, target)


def make_as_nobody(target: str) -> None:
    """As a user without rights, begin a session there, and open the one that is there."""
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    for door in (Journal.create, Journal.open):
        try:
            door(Path(target))
        except SessionFileError as error:
            print(type(error).__name__, error)


def read_as_nobody(path: str) -> None:
    """As a user without rights, read a session."""
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    try:
        print(len(read(Path(path)).records))
    except SessionFileError as error:
        print(error)


def save_on_a_full_disk(source: str, target: str) -> None:
    """Save a session where no file may grow beyond a limit that it exceeds."""
    import resource

    journal = Journal.create(Path(source))
    fill(journal, 6, size_bytes=LARGE_BYTES)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, limits[1]))
    _save(journal, target)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    _go_on(journal, 7)


def write_on_a_full_disk(path: str) -> None:
    """Write beyond the limit of a file's size, and go on when it is lifted."""
    import resource

    journal = Journal.create(Path(path))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, limits[1]))
    for each in records(8, size_bytes=LARGE_BYTES):
        journal.append(each)
        journal.flush()
        print(journal.problem)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    journal.flush()
    print("then", journal.problem)
    journal.close(is_finished=True)


def give_up(path: str) -> None:
    """Go on beyond what may wait while nothing can be written, and say what becomes of it."""
    import resource

    from embviz.engine.storage import journal as module

    module.WAITING_LIMIT_BYTES = 2 * LARGE_BYTES
    journal = Journal.create(Path(path))
    fill(journal, 2, size_bytes=LARGE_BYTES)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGE_BYTES, LARGE_BYTES))
    for number in range(3, 9):
        assert journal.append(record(number, size_bytes=LARGE_BYTES)) == number
        journal.flush()
        print(journal.problem)
    _save(journal, f"{path}.saved")
    journal.close(is_finished=True)


def _refused(source: str, target: str) -> None:
    journal = Journal.create(Path(source))
    fill(journal, 3)
    _save(journal, target)
    _go_on(journal, 4)


def _save(journal: Journal, target: str) -> None:
    try:
        journal.save_as(Path(target))
    except SessionFileError as error:
        print(error)


def _go_on(journal: Journal, number: int) -> None:
    journal.append(record(number))
    journal.flush()
    print(journal.path, journal.problem)
    journal.close(is_finished=False)


VERBS = {
    verb.__name__: verb
    for verb in (
        crash,
        hold,
        save_as_nobody,
        make_as_nobody,
        read_as_nobody,
        save_on_a_full_disk,
        write_on_a_full_disk,
        give_up,
    )
}

if __name__ == "__main__":
    VERBS[sys.argv[1]](*sys.argv[2:])
