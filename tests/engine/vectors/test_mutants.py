"""Thousands of mutants of each format: each is read or refused, in no time, and nothing else happens."""

import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from embviz.engine.vectors import formats, mapping, reading, sink
from embviz.engine.vectors.faults import LoadError
from embviz.engine.vectors.plan import Taken, Wish
from tests.engine.vectors.makers import FILES, make
from tests.engine.vectors.mutation import mutant

FEW, MANY = 5_000, 100_000
FIRST_OF_MANY = 1_000_000
# Through a real child each takes as long as Python takes to start.
FEW_CHILDREN, MANY_CHILDREN = 6, 300
MOST_S = 0.5
MEMORY = Path("/dev/shm")
# The others differ in their endings, or are gzipped, which refuses nearly all mutants.
ONCE_EACH = [name for name in FILES if name != "fasttext.vec" and not name.endswith(".gz")] + ["glove.txt.gz"]


def _native(table: np.ndarray) -> np.ndarray:
    """Return the same numbers in the order of bytes that everything is read into."""
    return table.astype(table.dtype.newbyteorder("<"))


# What other programs make of a file that is read here.
ORACLES: dict[str, Callable[[Path, str], np.ndarray]] = {
    "table.npy": lambda path, _: _native(np.load(path)),
    "model.safetensors": lambda path, name: safetensors.numpy.load_file(path)[name],
}


@pytest.fixture
def room(tmp_path):
    """A folder in memory, where there is one: tens of thousands of files are written there."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


def read_or_refused(file: Path, folder: Path) -> Taken | None:
    """Read the file as the child does, and return None for a LoadError; any other error goes on."""
    with suppress(LoadError):
        return formats.read(Wish(file, folder))
    return None


def assert_sound(taken: Taken, file: Path, folder: Path) -> np.ndarray:
    """Assert that what was read can be used, and return its numbers."""
    table, source = taken.table, folder / taken.table.file if taken.table.file else file
    if not table.is_plain:
        table = mapping.settled(table, source, folder, float)
        source = folder / table.file
    values = mapping.mapped(table, source)
    assert values.shape == (table.rows, table.dim)
    assert values.dtype.kind == "f"
    # Each number is there: to look at one past the end of the file would end this process.
    assert len(values.tobytes()) == values.nbytes
    if taken.has_labels:
        labels = sink.labels_in(folder)
        assert len(labels) == table.rows
        "".join(labels).encode()
    return values


def campaign(name: str, folder: Path, numbers: range) -> int:
    """Read so many mutants of the file called `name`, and return how many were not refused."""
    content, kept = make(folder, name).read_bytes(), 0
    file, out = folder / name, folder / "out"
    out.mkdir()
    for number in numbers:
        file.write_bytes(mutant(content, number))
        start_s = time.process_time()
        taken = read_or_refused(file, out)
        assert time.process_time() - start_s < MOST_S, number
        if taken is None:
            continue
        kept += 1
        values = assert_sound(taken, file, out)
        if name in ORACLES:
            assert values.tobytes() == ORACLES[name](file, taken.table.name).tobytes(), number
    return kept


@pytest.mark.parametrize("name", ONCE_EACH)
def test_each_mutant_is_read_or_refused(name, room):
    kept = campaign(name, room, range(FEW))
    # They are neither all nonsense nor all as good as before.
    assert FEW / 50 < kept < FEW / 2


def through_children(folder: Path, numbers: range) -> None:
    for name in ONCE_EACH:
        content = make(folder, name).read_bytes()
        for number in numbers:
            (folder / name).write_bytes(mutant(content, number))
            for ask in (reading.contents, reading.read):
                with suppress(LoadError):
                    ask(str(folder / name))


@pytest.mark.parametrize("number", range(FEW_CHILDREN))
def test_a_real_child_reads_or_refuses_mutants(number, tmp_path):
    name = ONCE_EACH[2 * number % len(ONCE_EACH)]
    path = make(tmp_path, name)
    path.write_bytes(mutant(path.read_bytes(), number))
    with suppress(LoadError):
        assert reading.read(str(path)).values.ndim == 2


@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
def test_hundred_thousand_mutants(name, room):
    campaign(name, room, range(FIRST_OF_MANY, FIRST_OF_MANY + MANY))


@pytest.mark.long
def test_hundreds_of_mutants_through_real_children(tmp_path):
    through_children(tmp_path, range(MANY_CHILDREN // len(ONCE_EACH)))
