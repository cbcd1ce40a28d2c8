"""Files that are too large to be written at once: each in a part beside it, which then takes its place."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


def part_of(path: Path, process_id: int) -> Path:
    """Return where the process writes what is to become `path`; a killed one leaves it there."""
    # A link stays a link: what it points to is replaced.
    target = Path(os.path.realpath(path))
    # Always the same for both, and short: the name of the file may be as long as the system allows.
    name = hashlib.blake2b(os.fsencode(f"{process_id} {target}"), digest_size=16).hexdigest()
    return target.with_name(f".{name}.part")


@contextmanager
def written_whole(*paths: Path) -> Iterator[tuple[Path, ...]]:
    """Give the parts to write in place of `paths`; they take their places together, after the block.

    Where the block or the disk fails, the old files stay as they are and no part is left. Raises OSError.
    """
    parts = tuple(part_of(path, os.getpid()) for path in paths)
    try:
        yield parts
        for part in parts:
            _sync(part)
        _replace([Path(os.path.realpath(path)) for path in paths], parts)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _sync(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _replace(targets: list[Path], parts: tuple[Path, ...]) -> None:
    for target in targets:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    old = [part.with_suffix(".old") for part in parts[:-1]]
    # Nothing replaces two files at once: where the second one fails, the first gets its old content back.
    with ExitStack() as undo:
        for target, part, kept in zip(targets, parts, old, strict=False):
            if target.exists():
                target.replace(kept)
                undo.callback(kept.replace, target)
            else:
                undo.callback(target.unlink, missing_ok=True)
            part.replace(target)
        parts[-1].replace(targets[-1])
        undo.pop_all()
    for kept in old:
        kept.unlink(missing_ok=True)
