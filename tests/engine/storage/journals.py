"""What the tests of the journal share: made-up records, files of them, and processes that write them."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from embviz.engine.storage.journal import Journal, Record

ROOT = Path(__file__).parents[3]
WAIT_S = 30.0
MOST_BYTES = 3000


def record(number: int, version: int = 0, size_bytes: int | None = None) -> Record:
    """Return record `number`, always the same; of another `version` it is another one."""
    chance = random.Random(f"{number}.{version}")
    size = chance.randrange(MOST_BYTES) if size_bytes is None else size_bytes
    return Record(b"%d.%d" % (number, version), chance.randbytes(size))


def records(count: int, **options: int) -> tuple[Record, ...]:
    return tuple(record(number, **options) for number in range(1, count + 1))


def fill(journal: Journal, count: int, **options: int) -> None:
    """Append records until there are `count`, which started from none, and see that they are written."""
    for each in records(count, **options):
        journal.append(each)
    journal.flush()
    assert journal.problem == ""


def closed(path: Path, count: int, note: bytes = b"note", **options: int) -> Path:
    """Make a session of `count` records that was closed in good order."""
    journal = Journal.create(path)
    journal.set_note(note)
    fill(journal, count, **options)
    journal.close(is_finished=True)
    return path


def crashed(path: Path, count: int) -> Path:
    """Make a session of `count` records, each a commit, whose process died; the -wal lies beside it."""
    command(["crash", str(path), str(count)])
    return path


@contextmanager
def quick_folder(folder: Path) -> Iterator[Path]:
    """Give a folder in memory, where the system has one, for campaigns that would wait for the disk most of
    the time; otherwise `folder`."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield folder
        return
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


def copied(path: Path, folder: Path) -> Path:
    """Copy a session that nobody has open, with what lies beside it, and return the copy's path."""
    folder.mkdir(exist_ok=True)
    for each in path.parent.glob(f"{path.name}*"):
        # SQLite finds out by itself what is in the -wal.
        if not each.name.endswith("-shm"):
            shutil.copyfile(each, folder / each.name)
    return folder / path.name


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that another thread or process does."""
    deadline = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@contextmanager
def folder_for_all() -> Iterator[Path]:
    """Give a folder that everybody may look into; pytest closes its own to others whenever it starts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def files(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def command(arguments: list[str]) -> str:
    """Run a verb of journal_child to its end, and return what it said."""
    result = subprocess.run(_child(arguments), cwd=ROOT, capture_output=True, text=True, timeout=2 * WAIT_S)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


class Holder:
    """Another process that has a session open, and appends a record for each line that it is sent."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def tell(self, line: str) -> str:
        """Send a word, and return what is answered."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextmanager
def held(path: Path, count: int) -> Iterator[Holder]:
    """Have another process open the session at `path` and append `count` records; it is killed at the end."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(_child(["hold", str(path)]), cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    with process:
        try:
            holder = Holder(process)
            for number in range(1, count + 1):
                assert holder.tell("append") == str(number)
            yield holder
        finally:
            process.kill()


def _child(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "tests.engine.storage.journal_child", *arguments]
