"""The door to files of vectors: what is in one, and its table with the labels of its rows.

Whatever parses bytes that nobody trusts runs in a child process of limited memory and time. Only the strict
headers of .npy and .safetensors are read here, and the numbers themselves, which nobody has to parse.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np

from embviz.core.reports import Contents
from embviz.engine.vectors import formats, nursery
from embviz.engine.vectors.faults import CHANGED, NO_FILE, Fault, one_kind
from embviz.engine.vectors.faults import LoadError as LoadError
from embviz.engine.vectors.limits import LOOK_S, seconds_for
from embviz.engine.vectors.mapping import first_rows, mapped, settled
from embviz.engine.vectors.plan import Taken, Wish
from embviz.engine.vectors.sink import labels_in

WHOLE_BYTES = 16 * 1024 * 1024
_SAMPLES, _SAMPLE_BYTES = 64, 64 * 1024


class Vectors(NamedTuple):
    """A table: `values` (rows, dim), float32, float64 or float16, which may be mapped from the file and is
    read-only; the `labels` of its rows, None where the file has none; and the file's `fingerprint`."""

    values: np.ndarray
    labels: Sequence[str] | None
    fingerprint: str


def contents(path: str) -> Contents:
    """Return what the file at `path` holds, by a quick look.

    Raises:
        LoadError: where it is no file of vectors, or cannot be read.
    """
    file = Path(path)
    with one_kind(file), _folder() as folder:
        _check_file(file)
        if formats.strict_format(file) is not None:
            name, look = formats.look(file)
            return Contents(path=path, format=name, tensors=tuple(look.tables))
        seen = nursery.looked(Wish(file, folder), LOOK_S)
        return Contents(
            path=path, format=seen.format, tensors=seen.tables, has_labels=seen.has_labels, sample=seen.sample
        )


def read(
    path: str, tensor: str = "", most_rows: int = 0, progress: Callable[[float], None] | None = None
) -> Vectors:
    """Return the table in the file at `path`.

    Of several, that is the one called `tensor`, or the largest; at most its first `most_rows` rows, all of
    them for 0. `progress` hears a few times a second in this thread how far it is, from 0 to 1. What it
    raises goes on, and nothing is left behind.

    Raises:
        LoadError: where it is no file of vectors, or cannot be read.
    """
    file = Path(path)
    hearer = _Hearer(progress)
    try:
        with one_kind(file), _folder() as folder:
            return _read(Wish(file, folder, tensor, most_rows, hearer))
    except LoadError:
        if hearer.raised is not None:
            raise hearer.raised from None
        raise


def fingerprint(path: str) -> str:
    """Return what tells the bytes of the file at `path` from others: all of a small one, samples of a large.

    Raises:
        LoadError: where it cannot be read.
    """
    file = Path(path)
    with one_kind(file):
        _check_file(file)
        with file.open("rb") as data:
            size = os.fstat(data.fileno()).st_size
            digest = hashlib.blake2b(str(size).encode(), digest_size=16)
            if size < WHOLE_BYTES:
                digest.update(data.read(WHOLE_BYTES))
                return digest.hexdigest()
            for sample in range(_SAMPLES):
                data.seek((size - _SAMPLE_BYTES) * sample // (_SAMPLES - 1))
                digest.update(data.read(_SAMPLE_BYTES))
            return digest.hexdigest()


def _read(wish: Wish) -> Vectors:
    file, folder = wish.file, wish.folder
    before = _check_file(file)
    taken = _taken(wish, before.st_size)
    table = first_rows(taken.table, wish.most_rows)
    source = folder / table.file if table.file else file
    if not table.is_plain:
        table = settled(table, source, folder, wish.tell)
        source = folder / table.file
    values = mapped(table, source)
    labels = labels_in(folder) if taken.has_labels else None
    after = file.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Fault("", CHANGED)
    wish.tell(1.0)
    return Vectors(values, labels, fingerprint(str(file)))


def _taken(wish: Wish, size: int) -> Taken:
    if formats.strict_format(wish.file) is not None:
        return formats.read(wish)
    return nursery.read(wish, seconds_for(size))


def _check_file(file: Path) -> os.stat_result:
    """Return what the system says of `file`. Raises Fault where it is none: to open a pipe takes for ever."""
    found = file.stat()
    if not stat.S_ISREG(found.st_mode):
        raise Fault("", NO_FILE)
    return found


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder that nobody else may look into; what is mapped from it stays there till it is let go."""
    folder = tempfile.mkdtemp(prefix="embviz-vectors-")
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Hearer:
    """Tells `progress`, and remembers what that raised: it is no error of the file."""

    def __init__(self, progress: Callable[[float], None] | None) -> None:
        self._progress = progress
        self.raised: BaseException | None = None

    def __call__(self, done: float) -> None:
        if self._progress is None:
            return
        try:
            self._progress(done)
        except BaseException as error:
            self.raised = error
            raise
