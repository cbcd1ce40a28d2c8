"""Save as: the session moves whole, and goes on there; or everything is as it was."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from embviz.engine.storage import session_writer
from embviz.engine.storage.journal import (
    DamagedSession,
    Journal,
    SessionFileError,
    SessionInUse,
    read,
)
from tests.engine.storage.journal_child import NOBODY
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
)

IS_ROOT = sys.platform != "win32" and os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can become nobody")
needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="there are no limits of a file's size")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "evening.embviz"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with folder_for_all() as folder:
        yield folder


@pytest.mark.parametrize("remove_old", [True, False])
def test_save_as_moves_the_session_and_goes_on_there(remove_old: bool, path: Path) -> None:
    journal, target = Journal.create(path), path.with_name("named.embviz")
    journal.set_note(b"here")
    fill(journal, 20)
    journal.append(record(21))
    journal.save_as(target, remove_old=remove_old)
    assert journal.path == target
    assert read(target) == (records(21), b"here", False, False, "")
    journal.append(record(22))
    journal.close(is_finished=True)
    assert read(target) == (records(22), b"here", True, False, "")
    assert files(path.parent) == {target.name} | (set() if remove_old else {path.name})
    if not remove_old:
        assert read(path) == (records(21), b"here", True, False, "")


def test_save_as_takes_the_place_of_an_older_file(path: Path) -> None:
    target = closed(path.with_name("named.embviz"), 40, note=b"old")
    journal = Journal.create(path)
    fill(journal, 2)
    journal.save_as(target, remove_old=True)
    journal.close(is_finished=True)
    assert read(target).records == records(2)
    assert files(path.parent) == {target.name}


def test_save_as_takes_the_place_of_one_that_was_not_closed(path: Path) -> None:
    target = crashed(path.with_name("named.embviz"), 40)
    assert target.with_name("named.embviz-wal").exists()
    journal = Journal.create(path)
    fill(journal, 2)
    journal.save_as(target, remove_old=True)
    journal.close(is_finished=True)
    assert read(target).records == records(2)
    assert files(path.parent) == {target.name}


def test_saving_under_its_own_name_writes_what_there_is(path: Path) -> None:
    journal = Journal.create(path)
    fill(journal, 2)
    journal.append(record(3))
    journal.save_as(path, remove_old=True)
    assert read(path).records == records(3)
    journal.append(record(4))
    journal.close(is_finished=True)
    assert read(path).records == records(4)


def test_save_as_follows_a_link_to_the_file_it_stands_for(path: Path) -> None:
    target, link = path.with_name("named.embviz"), path.with_name("link.embviz")
    closed(target, 1)
    link.symlink_to(target)
    journal = Journal.create(path)
    fill(journal, 3)
    journal.save_as(link, remove_old=True)
    journal.close(is_finished=True)
    assert link.is_symlink()
    assert read(target).records == records(3)


# Where a session cannot be saved, and why. What must be there for that, the test makes.
UNSAVABLE = {
    "folder.embviz": "a folder or a device",
    "a" * 300: "too long",
    # Alone it is not, but with what lies beside it.
    "a" * 250: "too long",
    "a\0b.embviz": "characters that no file may have",
    "gone/a.embviz": "not there",
    "evening.embviz/a.embviz": "not there",
    "left.embviz": "what a crash left",
}


@pytest.mark.parametrize("name", UNSAVABLE)
def test_a_save_that_fails_leaves_everything_as_it_was(name: str, path: Path) -> None:
    journal = Journal.create(path)
    fill(journal, 3)
    path.with_name("folder.embviz").mkdir()
    path.with_name("left.embviz-wal").write_bytes(b"left")
    before = files(path.parent)
    with pytest.raises(SessionFileError, match=UNSAVABLE[name]) as caught:
        journal.save_as(path.parent / name, remove_old=True)
    assert caught.value.remedy
    assert files(path.parent) == before
    goes_on(journal, path)


def goes_on(journal: Journal, path: Path) -> None:
    assert journal.path == path
    journal.append(record(4))
    journal.flush()
    assert journal.problem == ""
    journal.close(is_finished=True)
    assert read(path).records == records(4)


@needs_limits
def test_a_save_on_a_full_disk_leaves_the_old_file_and_the_target(path: Path) -> None:
    target = closed(path.with_name("named.embviz"), 1)
    before = target.read_bytes()
    refusal, then = command(["save_on_a_full_disk", str(path), str(target)]).splitlines()
    assert "cannot be saved as named.embviz" in refusal
    assert "Make room" in refusal
    assert then == f"{path} "
    assert target.read_bytes() == before
    assert files(path.parent) == {path.name, target.name}
    assert read(path).records == (*records(6, size_bytes=100_000), record(7))


@needs_root
def test_a_save_into_a_folder_that_may_only_be_read_leaves_both_files(open_folder: Path) -> None:
    target = closed(open_folder / "named.embviz", 1)
    own = open_folder / "own"
    own.mkdir()
    os.chown(own, NOBODY, NOBODY)
    before = target.read_bytes()
    for name in ("named.embviz", "new.embviz"):
        path = own / f"for {name}"
        refusal, then = command(["save_as_nobody", str(path), str(open_folder / name)]).splitlines()
        assert f"cannot be saved as {name}" in refusal
        assert then == f"{path} "
        assert read(path).records == records(4)
    assert target.read_bytes() == before
    assert files(open_folder) == {"named.embviz", "own"}


@needs_root
def test_a_file_that_is_protected_is_not_replaced(open_folder: Path) -> None:
    target = closed(open_folder / "named.embviz", 1)
    for each, mode in ((target, 0o444), (open_folder, 0o755)):
        os.chown(each, NOBODY, NOBODY)
        each.chmod(mode)
    before = target.read_bytes()
    path = open_folder / "evening.embviz"
    refusal, then = command(["save_as_nobody", str(path), str(target)]).splitlines()
    assert "may only be read" in refusal
    assert then == f"{path} "
    assert target.read_bytes() == before


def test_one_that_cannot_be_written_in_its_new_place_says_so_at_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = path.with_name("named.embviz")
    journal = Journal.create(path)
    fill(journal, 3)

    def fail(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("no room")

    with monkeypatch.context() as context:
        context.setattr(session_writer, "go_on", fail)
        journal.save_as(target)
        assert "no room" in journal.problem
    assert read(target).records == records(3)
    goes_on(journal, target)


def test_a_save_onto_a_file_that_another_window_has_open_is_refused(path: Path) -> None:
    target = path.with_name("named.embviz")
    with held(target, 2) as holder:
        journal = Journal.create(path)
        fill(journal, 3)
        with pytest.raises(SessionInUse, match="Another window has that file open"):
            journal.save_as(target)
        goes_on(journal, path)
        assert holder.tell("append") == "3"
        assert holder.tell("close") == "3"
        assert read(target).records == records(3)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_save_whose_last_steps_fail_leaves_everything_as_it_was(
    call: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = closed(path.with_name("named.embviz"), 1)
    before = target.read_bytes()
    journal = Journal.create(path)
    fill(journal, 3)

    def fail(*arguments: object, **options: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), fail)
    with pytest.raises(SessionFileError, match="The disk refuses"):
        journal.save_as(target)
    monkeypatch.undo()
    assert target.read_bytes() == before
    assert files(path.parent) == {target.name, path.name, f"{path.name}-wal", f"{path.name}-shm"}
    goes_on(journal, path)


def test_a_copy_that_is_not_what_was_written_is_not_put_in_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.create(path)
    fill(journal, 3)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE record SET body = x'00' WHERE number = 2")
    connection.close()
    with pytest.raises(SessionFileError, match="read back"):
        journal.save_as(path.with_name("named.embviz"))
    journal.close(is_finished=True)
    assert files(path.parent) == {path.name}
    assert "After record 1 of 3" in read(path).damage
    with pytest.raises(DamagedSession):
        Journal.open(path)
