"""A session's journal: what is told is in the file, soon, and whoever must knows when it is not."""

from __future__ import annotations

import sqlite3
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from embviz.engine.storage import journal as journal_module
from embviz.engine.storage import session_writer
from embviz.engine.storage.journal import (
    Journal,
    Record,
    SessionFileError,
    read,
    survey,
)
from tests.engine.storage.journals import closed, command, files, fill, record, records, until

needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="there are no limits of a file's size")
ACKNOWLEDGED_P99_S = 0.005


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "evening.embviz"


def test_what_was_flushed_is_read_by_anybody_bit_for_bit(path: Path) -> None:
    journal = Journal.create(path)
    assert [journal.append(each) for each in records(5)] == [1, 2, 3, 4, 5]
    journal.set_note(b"here")
    journal.flush()
    assert read(path) == (records(5), b"here", False, False, "")
    assert survey(path)[:4] == (b"here", 5, False, False)
    journal.close(is_finished=True)
    assert read(path) == (records(5), b"here", True, False, "")


def test_what_is_appended_is_committed_soon_without_a_flush(path: Path) -> None:
    journal = Journal.create(path)
    began = time.monotonic()
    journal.append(record(1))
    until(lambda: survey(path).record_count == 1)
    # Ten times the promise, for a machine that is busy.
    assert time.monotonic() - began < 10 * journal_module.DELAY_S
    journal.close(is_finished=True)


def test_a_session_goes_on_where_it_was_left(path: Path) -> None:
    closed(path, 3)
    journal, contents = Journal.open(path)
    assert contents == (records(3), b"note", True, False, "")
    assert not survey(path).is_finished
    assert journal.append(record(4)) == 4
    journal.close(is_finished=False)
    assert read(path) == (records(4), b"note", False, False, "")


def test_a_replaced_record_keeps_its_number(path: Path) -> None:
    journal = Journal.create(path)
    fill(journal, 4)
    journal.replace(2, record(2, version=1))
    journal.append(record(5))
    journal.replace(5, record(5, version=1))
    journal.close(is_finished=True)
    assert read(path).records == (record(1), record(2, 1), record(3), record(4), record(5, 1))


def test_a_number_that_no_record_has_cannot_be_replaced(path: Path) -> None:
    journal = Journal.create(path)
    for number in (0, 1, -1):
        with pytest.raises(IndexError):
            journal.replace(number, record(1))
    journal.close(is_finished=True)


def test_empty_records_and_an_empty_session_are_read_back(path: Path) -> None:
    journal = Journal.create(path)
    journal.flush()
    assert read(path).records == ()
    journal.append(Record(b"", b""))
    journal.close(is_finished=True)
    assert read(path).records == (Record(b"", b""),)


def test_closing_leaves_exactly_one_file(path: Path) -> None:
    journal = Journal.create(path)
    fill(journal, 3)
    assert files(path.parent) == {path.name, f"{path.name}-wal", f"{path.name}-shm"}
    journal.append(record(4))
    journal.close(is_finished=True)
    assert files(path.parent) == {path.name}
    assert len(read(path).records) == 4
    assert files(path.parent) == {path.name}


def test_closing_waits_for_a_reader_and_leaves_exactly_one_file(path: Path) -> None:
    journal = Journal.create(path)
    fill(journal, 3)
    reader = sqlite3.connect(path, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM record").fetchone()
    thread = threading.Thread(target=journal.close, args=(True,))
    thread.start()
    until(lambda: journal._is_closed or journal._writer._beside_bytes > 0)
    reader.close()
    thread.join()
    assert (journal.problem, files(path.parent)) == ("", {path.name})


def test_a_journal_that_is_closed_takes_nothing_more(path: Path) -> None:
    journal = Journal.create(path)
    journal.close(is_finished=True)
    journal.close(is_finished=True)
    journal.flush()
    with pytest.raises(ValueError, match="closed"):
        journal.append(record(1))
    with pytest.raises(ValueError, match="closed"):
        journal.save_as(path.with_name("other.embviz"))


def test_its_thread_ends_with_it(path: Path) -> None:
    before = {*threading.enumerate()}
    journal = Journal.create(path)
    (thread,) = {*threading.enumerate()} - before
    assert thread.name == "journal"
    journal.close(is_finished=True)
    assert not thread.is_alive()


def test_an_append_waits_for_room_when_too_much_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "WAITING_LIMIT_BYTES", 100_000)
    monkeypatch.setattr(journal_module, "BATCH_BYTES", 50_000)
    journal = Journal.create(path)
    most = 0
    for number in range(1, 101):
        journal.append(record(number, size_bytes=30_000))
        most = max(most, journal._waiting_bytes)
    journal.close(is_finished=True)
    assert 60_000 <= most <= 100_000
    assert read(path).records == records(100, size_bytes=30_000)


def test_a_record_that_no_file_can_hold_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "RECORD_LIMIT_BYTES", 1000)
    journal = Journal.create(path)
    with pytest.raises(SessionFileError, match="larger than a session's file can hold"):
        journal.append(record(1, size_bytes=1001))
    assert journal.append(record(1, size_bytes=900)) == 1
    journal.close(is_finished=True)
    assert read(path).records == (record(1, size_bytes=900),)


def test_a_record_is_acknowledged_in_milliseconds(path: Path) -> None:
    journal = Journal.create(path)
    body = record(1, size_bytes=1000)

    def seconds() -> float:
        began = time.perf_counter()
        journal.append(body)
        journal.flush()
        return time.perf_counter() - began

    # In the best of some rounds, as the machine may have others to serve.
    rounds = [[seconds() for _ in range(100)] for _ in range(10)]
    journal.close(is_finished=True)
    assert min(statistics.quantiles(times, n=100)[98] for times in rounds) < ACKNOWLEDGED_P99_S


def test_a_note_that_is_set_while_one_is_written_comes_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, notes = session_writer.put, [b"second"]

    def interrupted(*arguments: Any) -> None:
        put(*arguments)
        if notes:
            journal.set_note(notes.pop())

    monkeypatch.setattr(session_writer, "put", interrupted)
    journal = Journal.create(path)
    journal.set_note(b"first")
    journal.flush()
    assert read(path).note == b"first"
    journal.close(is_finished=True)
    assert read(path).note == b"second"


def test_what_lies_beside_the_file_does_not_grow_for_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_writer, "CHECKPOINT_BYTES", 200_000)
    journal = Journal.create(path)
    for number in range(1, 301):
        journal.append(record(number))
        journal.flush()
    assert path.with_name(f"{path.name}-wal").stat().st_size < 400_000
    journal.close(is_finished=True)
    assert read(path).records == records(300)


@needs_limits
def test_a_full_disk_is_told_and_what_waited_is_written_when_there_is_room(path: Path) -> None:
    *problems, last = command(["write_on_a_full_disk", str(path)]).splitlines()
    acknowledged = problems.index(next(filter(None, problems)))
    assert 1 <= acknowledged <= 3
    assert problems[:acknowledged] == [""] * acknowledged
    assert all("not in the file evening.embviz yet" in each for each in problems[acknowledged:])
    assert all("Make room" in each for each in problems[acknowledged:])
    assert last == "then "
    assert read(path) == (records(8, size_bytes=100_000), b"", True, False, "")
    assert files(path.parent) == {path.name}


@needs_limits
def test_one_that_waited_too_long_says_so_and_keeps_what_it_had(path: Path) -> None:
    *problems, refusal = command(["give_up", str(path)]).splitlines()
    assert all(problems)
    assert "does not follow the session any more" in problems[-1]
    assert "too long" in refusal
    assert read(path).records == records(2, size_bytes=100_000)
    assert not (path.parent / "evening.embviz.saved").exists()


def test_a_file_that_was_moved_away_is_told_and_saved_elsewhere(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a file that is open cannot be moved")
    journal = Journal.create(path)
    fill(journal, 3)
    path.rename(path.with_name("moved.embviz"))
    journal.append(record(4))
    journal.flush()
    assert "was moved" in journal.problem
    journal.save_as(path.with_name("saved.embviz"))
    assert journal.problem == ""
    journal.append(record(5))
    journal.close(is_finished=True)
    assert read(path.with_name("saved.embviz")) == (records(5), b"", True, False, "")
