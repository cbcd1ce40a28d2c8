"""A session's file: only a session is opened, of today or older, and one process alone writes it."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from embviz.engine.storage import session_file, session_store
from embviz.engine.storage.journal import (
    Journal,
    SessionFileError,
    SessionInUse,
    read,
    survey,
)
from embviz.engine.storage.ownership import OTHER_HOST_S, this_process
from embviz.engine.storage.session_errors import OPEN, Words
from tests.engine.storage.journals import (
    closed,
    command,
    crashed,
    files,
    fill,
    folder_for_all,
    held,
    record,
    records,
    until,
)

IS_ROOT = sys.platform != "win32" and os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can become nobody")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "evening.embviz"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with folder_for_all() as folder:
        yield folder


def as_text(path: Path) -> None:
    path.write_text("weight = 1\n" * 100)


def as_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a", "b" * 1000)


def as_other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE record (number)")
    connection.commit()
    connection.close()


def as_newer(path: Path) -> None:
    closed(path, 2)
    altered(path, "PRAGMA user_version = 2")


def as_view(path: Path) -> None:
    closed(path, 2)
    altered(path, "DROP TABLE record", "CREATE VIEW record AS SELECT 1 AS number, 2 AS header")


def altered(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


OTHER_KINDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (as_text, "no session of embviz"),
    "a short text": (lambda path: path.write_text("x"), "no session of embviz"),
    "zip": (as_zip, "no session of embviz"),
    "another database": (as_other_database, "no session of embviz"),
    "a folder": (Path.mkdir, "a folder or a device"),
    "nothing": (lambda _: None, "not there"),
    "an empty file": (Path.touch, "empty"),
    "a newer version": (as_newer, "newer embviz. Update embviz"),
    "a view": (as_view, "damaged"),
}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_file_that_is_no_session_is_refused_and_left_alone(kind: str, path: Path) -> None:
    make, reason = OTHER_KINDS[kind]
    make(path)
    before = path.read_bytes() if path.is_file() else files(path.parent)
    for door in (read, survey, Journal.open):
        with pytest.raises(SessionFileError, match=reason) as caught:
            door(path)
        assert str(caught.value).splitlines() == [str(caught.value)]
        assert path.name in caught.value.what
        assert caught.value.why
        assert caught.value.remedy
    assert (path.read_bytes() if path.is_file() else files(path.parent)) == before
    assert files(path.parent) <= {path.name}


def test_a_pipe_is_refused_without_waiting_for_it(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("there are no pipes among files")
    os.mkfifo(path)
    with pytest.raises(SessionFileError, match="folder or a device"):
        read(path)


@pytest.mark.parametrize("name", ["a\0b.embviz", "a" * 300, "b" * 250, "nowhere/a.embviz"])
def test_a_name_that_no_file_can_have_is_refused_at_every_door(name: str, tmp_path: Path) -> None:
    for door in (read, survey, Journal.open, Journal.create):
        with pytest.raises(SessionFileError) as caught:
            door(tmp_path / name)
        assert "\0" not in str(caught.value)
    assert files(tmp_path) == set()


def test_a_new_session_never_takes_the_place_of_a_file(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(SessionFileError, match="a file of that name already"):
        Journal.create(path)
    assert path.read_text() == "mine"


@needs_root
def test_what_may_not_be_read_or_written_is_refused_with_that_reason(open_folder: Path) -> None:
    path = closed(open_folder / "evening.embviz", 2)
    path.chmod(0o600)
    assert "not allowed" in command(["read_as_nobody", str(path)])
    path.chmod(0o644)
    assert command(["read_as_nobody", str(path)]) == "2\n"
    created, opened = command(["make_as_nobody", str(path)]).splitlines()
    assert "a file of that name already" in created
    assert opened.startswith("SessionReadOnly")
    assert "may only be read" in opened
    (refused, _) = command(["make_as_nobody", str(open_folder / "other.embviz")]).splitlines()
    assert "not allowed" in refused


@needs_root
def test_one_that_was_not_closed_is_read_in_a_folder_that_may_only_be_read(open_folder: Path) -> None:
    path = crashed(open_folder / "evening.embviz", 3)
    assert command(["read_as_nobody", str(path)]) == "3\n"
    # A copy of the main file alone, as people make it.
    alone = open_folder / "copy.embviz"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    alone.write_bytes(path.read_bytes())
    connection.close()
    assert command(["read_as_nobody", str(alone)]) == "3\n"


@pytest.fixture
def older(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A session of a version 0 that never was: its notes and its state lay in a table of another name."""
    closed(path, 3)
    altered(path, "ALTER TABLE small RENAME TO tiny", "PRAGMA user_version = 0")

    def migrate(connection: sqlite3.Connection) -> None:
        connection.execute(session_store.SCHEMA["small"])
        connection.execute("INSERT INTO small SELECT number, content, digest FROM tiny")
        connection.execute("DROP TABLE tiny")

    monkeypatch.setitem(session_store.MIGRATIONS, 0, migrate)
    return path


def test_an_older_session_is_read_and_looked_at_without_being_changed(older: Path) -> None:
    before = older.read_bytes()
    assert read(older) == (records(3), b"note", True, False, "")
    assert survey(older).note == b"note"
    assert older.read_bytes() == before
    assert files(older.parent) == {older.name}


def test_an_older_session_becomes_one_of_today_when_it_is_gone_on_with(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, contents = Journal.open(older)
    assert contents.records == records(3)
    journal.append(record(4))
    journal.close(is_finished=True)
    monkeypatch.delitem(session_store.MIGRATIONS, 0)
    assert read(older).records == records(4)


def test_an_older_session_that_nobody_knows_is_refused(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(session_store.MIGRATIONS, 0)
    with pytest.raises(SessionFileError, match="does not know"):
        read(older)


def test_a_second_process_is_refused_and_reads_what_is_committed(path: Path) -> None:
    with held(path, 3) as holder:
        with pytest.raises(SessionInUse, match="Another window has it open"):
            Journal.open(path)
        assert survey(path).is_owned
        for number in range(4, 30):
            assert holder.tell("append") == str(number)
            assert read(path) == (records(number), b"", False, True, "")
        assert holder.tell("close") == "29"
        assert read(path) == (records(29), b"", True, False, "")


def test_only_what_is_committed_is_read(path: Path) -> None:
    journal = Journal.create(path)
    fill(journal, 3)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM record WHERE number > 1")
    assert read(path).records == records(3)
    connection.execute("ROLLBACK")
    connection.close()
    journal.close(is_finished=True)


def test_a_process_that_was_killed_is_taken_over_even_before_it_is_buried(path: Path) -> None:
    with held(path, 3) as holder:
        holder.process.kill()
        # It is dead, and its number still taken, until it is waited for.
        until(lambda: not survey(path).is_owned)
        journal, contents = Journal.open(path)
        assert contents.records == records(3)
        assert not contents.is_finished
        journal.append(record(4))
        journal.close(is_finished=True)
    assert read(path).records == records(4)


def test_of_two_that_open_a_session_at_once_one_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(path, 2)
    connected, others = session_file.connected, []

    def overtaken(*arguments: Any) -> sqlite3.Connection:
        # The first has read the file, and is about to take it.
        if arguments == (path,):
            monkeypatch.undo()
            others.append(Journal.open(path)[0])
        return connected(*arguments)

    monkeypatch.setattr(session_file, "connected", overtaken)
    with pytest.raises(SessionInUse):
        Journal.open(path)
    (other,) = others
    other.append(record(3))
    other.close(is_finished=True)
    assert (other.problem, read(path).records) == ("", records(3))


def test_an_error_is_one_line_whatever_the_file_is_called() -> None:
    words = Words("The system\nsays no.", "Ask\r\nit.")
    error = SessionFileError(OPEN, Path("two\nlines\udcff.embviz"), words)
    assert str(error) == "The session two?lines?.embviz cannot be opened. The system says no. Ask it."


def test_a_number_that_another_process_has_now_is_no_owner() -> None:
    mine = this_process()
    parent = type(mine)(os.getppid(), mine.born_s + 1000, mine.host, mine.token)
    assert not parent.is_alive(time.time())
    assert mine.is_alive(0)
    assert mine.is_this_process


def test_a_process_of_another_host_counts_as_alive_for_a_minute() -> None:
    mine = this_process()
    other = type(mine)(mine.pid, mine.born_s, "elsewhere", mine.token)
    assert other.is_alive(time.time() - OTHER_HOST_S / 2)
    assert not other.is_alive(time.time() - OTHER_HOST_S * 2)
    assert not other.is_this_process


def test_one_whose_file_another_has_taken_over_writes_no_more_into_it(path: Path) -> None:
    first = Journal.create(path)
    fill(first, 2)
    # The same process may take what it has: nobody can tell that it was not left behind.
    second, contents = Journal.open(path)
    assert contents.records == records(2)
    second.append(record(3))
    second.flush()
    first.append(record(3, version=1))
    first.flush()
    assert "taken the file over" in first.problem
    with pytest.raises(SessionFileError, match="taken the file over"):
        first.save_as(path.with_name("other.embviz"))
    first.close(is_finished=True)
    second.append(record(4))
    second.close(is_finished=True)
    assert (second.problem, read(path).records) == ("", records(4))
    assert files(path.parent) == {path.name}
