"""A damaged session: what is read of it is a correct beginning, or it is refused. Never garbage."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from embviz.engine.storage import session_store
from embviz.engine.storage.journal import Contents, DamagedSession, Journal, SessionFileError, read, survey
from tests.engine.storage.journals import closed, copied, crashed, files, quick_folder, record, records

FLIPS = 2000
WAL_CUTS = 300
# Opening makes a thread; every so many times it is tried.
OPENED_EVERY = 8


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with quick_folder(tmp_path) as folder:
        yield folder


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make files of many pages, though they are small."""
    monkeypatch.setattr(session_store, "PAGE_BYTES", 512)


def beginning_of(path: Path, count: int) -> Contents | None:
    """Read a damaged file of `count` records and the note `note`, and see that nothing in it is made up."""
    try:
        contents = read(path)
    except SessionFileError:
        return None
    kept = len(contents.records)
    assert contents.records == records(kept)
    assert kept <= count
    assert contents.note in (b"note", b"")
    if not contents.damage:
        assert (kept, contents.note) == (count, b"note")
    return contents


def assert_opened_only_if_whole(path: Path, count: int) -> None:
    """See that a damaged file is refused, and not written into; and that another one goes on."""
    before = {
        each.name: each.read_bytes() for each in path.parent.iterdir() if each.name != f"{path.name}-shm"
    }
    try:
        journal, contents = Journal.open(path)
    except SessionFileError:
        after = {each: (path.parent / each).read_bytes() for each in before}
        assert after == before
        return
    assert (contents.records, contents.damage) == (records(count), "")
    journal.append(record(count + 1))
    journal.close(is_finished=True)
    assert journal.problem == ""
    assert read(path).records == records(count + 1)


def test_a_file_cut_at_any_byte_gives_a_beginning_or_is_refused(folder: Path, small_pages: None) -> None:
    whole = closed(folder / "whole.embviz", 3, size_bytes=900).read_bytes()
    path = folder / "cut.embviz"
    kept = set()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        try:
            contents = read(path)
        except SessionFileError:
            kept.add(0)
            continue
        assert contents.damage
        assert contents.records == records(len(contents.records), size_bytes=900)
        kept.add(len(contents.records))
    # Not all is lost with the first byte.
    assert kept >= {0, 1, 2}


def test_of_a_long_file_that_was_cut_most_is_read(folder: Path) -> None:
    path = closed(folder / "long.embviz", 200)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 4 // 5])
    contents = beginning_of(path, 200)
    assert contents is not None
    assert len(contents.records) > 140
    assert f"After record {len(contents.records)} of 200" in contents.damage
    with pytest.raises(DamagedSession, match="nothing more is written into it"):
        Journal.open(path)
    assert path.read_bytes() == whole[: len(whole) * 4 // 5]


def test_a_file_with_any_bit_flipped_gives_a_beginning_or_is_refused(folder: Path) -> None:
    chance = random.Random(0)
    path = closed(folder / "whole.embviz", 12)
    whole = path.read_bytes()
    results = []
    for turn in range(FLIPS):
        damaged = bytearray(whole)
        bit = chance.randrange(8 * len(whole))
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        contents = beginning_of(path, 12)
        results.append(None if contents is None else bool(contents.damage))
        if turn % OPENED_EVERY == 0:
            assert_opened_only_if_whole(path, 12)
    # Some of all kinds: refused, in part, and whole because the bit was in a place that nobody uses.
    assert {None, True, False} == set(results)
    assert results.count(True) > FLIPS / 3


def test_any_bit_of_the_heads_of_all_pages_may_be_flipped(folder: Path, small_pages: None) -> None:
    path = closed(folder / "whole.embviz", 3, size_bytes=900)
    whole = path.read_bytes()
    heads = [*range(100), *(page + byte for page in range(0, len(whole), 512) for byte in range(16))]
    for place in heads:
        for bit in range(8):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << bit
            path.write_bytes(damaged)
            try:
                contents = read(path)
            except SessionFileError:
                continue
            assert contents.records == records(len(contents.records), size_bytes=900)
            assert contents.damage or len(contents.records) == 3


def test_a_session_that_was_not_closed_and_whose_wal_was_cut_is_one_of_an_earlier_moment(
    folder: Path,
) -> None:
    source, chance = crashed(folder / "crashed.embviz", 12), random.Random(1)
    wal = Path(f"{source}-wal").read_bytes()
    seen = set()
    for turn in range(WAL_CUTS):
        path = copied(source, folder / f"cut {turn}")
        Path(f"{path}-wal").write_bytes(wal[: chance.randrange(len(wal))])
        contents = read(path)
        # A commit that is not there in full was not; this is no damage, but an earlier moment.
        assert (contents.records, contents.damage) == (records(len(contents.records)), "")
        assert contents.note == (b"note" if contents.records else b"")
        seen.add(len(contents.records))
        if turn % OPENED_EVERY == 0:
            assert_opened_only_if_whole(path, len(contents.records))
    assert len(seen) > 8


def test_a_session_that_was_not_closed_may_have_any_bit_flipped(folder: Path) -> None:
    source, chance = crashed(folder / "crashed.embviz", 12), random.Random(2)
    for ending in ("", "-wal"):
        whole = Path(f"{source}{ending}").read_bytes()
        for turn in range(WAL_CUTS):
            path = copied(source, folder / f"flip{ending} {turn}")
            damaged = bytearray(whole)
            bit = chance.randrange(8 * len(whole))
            damaged[bit // 8] ^= 1 << bit % 8
            Path(f"{path}{ending}").write_bytes(damaged)
            try:
                contents = read(path)
            except SessionFileError:
                continue
            assert contents.records == records(len(contents.records))


def test_a_damaged_note_is_lost_and_nothing_else(folder: Path) -> None:
    path = closed(folder / "whole.embviz", 5, note=b"a note to be found")
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"a note to be found", b"a note to be lost!"))
    assert read(path)[:3] == (records(5), b"", True)
    assert "note" in read(path).damage
    assert survey(path).is_damaged
    assert_opened_only_if_whole(path, 5)
    assert files(folder) == {path.name}


def test_records_that_change_places_are_not_taken_for_one_another(folder: Path) -> None:
    path = closed(folder / "whole.embviz", 3, size_bytes=700)
    first, second = (record(number, size_bytes=700).body for number in (1, 2))
    whole = path.read_bytes()
    swapped = whole.replace(first, b"-" * 700).replace(second, first).replace(b"-" * 700, second)
    path.write_bytes(swapped)
    with pytest.raises(SessionFileError, match="nothing in it can be read"):
        read(path)


def test_a_record_that_is_missing_ends_what_is_read(folder: Path) -> None:
    path = closed(folder / "whole.embviz", 5)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DELETE FROM record WHERE number = 3")
    connection.close()
    contents = read(path)
    assert (contents.records, contents.damage) == (records(2), "After record 2 of 5 all is lost.")


def test_damage_where_no_record_lies_is_found_before_anything_is_written(folder: Path) -> None:
    path = closed(folder / "whole.embviz", 5)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE passing (content)")
    connection.execute("INSERT INTO passing VALUES (zeroblob(50000))")
    connection.execute("DROP TABLE passing")
    connection.close()
    damaged = bytearray(path.read_bytes())
    # SQLite's count of its free pages.
    damaged[39] += 1
    path.write_bytes(damaged)
    contents = read(path)
    assert (contents.records, contents.damage) == (
        records(5),
        "The file is damaged; its records are all there.",
    )
    assert_opened_only_if_whole(path, 5)
