"""RecentFiles: which sessions were open last, kept from one start to the next."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from PySide6.QtCore import QLockFile

from embviz.core.files import write_whole
from embviz.gui.sessions.folders import PRIVATE, absolute

MOST = 10
# Ten paths of the longest kind are less; a larger file is not ours.
LARGEST_BYTES = 1 << 18
# Another window writes for a few ms.
LOCK_PATIENCE_MS = 200


class Recent(msgspec.Struct, frozen=True):
    """What is kept: the named sessions, the newest first, and the last one without a name."""

    paths: tuple[str, ...] = ()
    untitled: str = ""


class _File(msgspec.Struct, frozen=True):
    """A file cut in the middle, or changed by a bad disk, does not have the `sum` of its `content`."""

    sum: str
    content: msgspec.Raw


Change = Callable[[Recent], Recent]


class RecentFiles:
    """The last sessions, in a small file at `path` that several windows share.

    Nothing here raises: a file that is missing or damaged is an empty list, and what cannot be written is
    remembered until it can be.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = Recent()
        self._unwritten: list[Change] = []

    @property
    def untitled(self) -> str:
        """The last session that had no name, empty where there was none."""
        return self._now().untitled

    def paths(self) -> tuple[str, ...]:
        """Return the named sessions, the newest first, at most ten; other windows' too."""
        return self._now().paths[:MOST]

    def add(self, path: str) -> None:
        """Put `path` first. A name that cannot be written down is left out."""
        if is_writable_name(path):
            self._change(lambda recent: _with_path(recent, absolute(path)))

    def remove(self, path: str) -> None:
        """Take `path` out."""
        self._change(lambda recent: _without(recent, path))

    def clear(self) -> None:
        """Take all named sessions out."""
        self._change(lambda recent: msgspec.structs.replace(recent, paths=()))

    def set_untitled(self, path: str) -> None:
        """Remember the session at `path`, which has no name yet."""
        if is_writable_name(path):
            self._change(lambda recent: msgspec.structs.replace(recent, untitled=path))

    def _change(self, change: Change) -> None:
        self._unwritten.append(change)
        try:
            self._path.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            with self._locked():
                changed = self._now()
                if changed != self._read():
                    write_whole(self._path, _encoded(changed))
        except OSError:
            return
        self._known = changed
        self._unwritten.clear()

    def _now(self) -> Recent:
        # The file is what all windows have agreed on; what it lacks of ours is added to it anew each time.
        written = self._read()
        recent = self._known if written is None else written
        for change in self._unwritten:
            recent = change(recent)
        return recent

    def _read(self) -> Recent | None:
        try:
            with self._path.open("rb") as file:
                return _decoded(file.read(LARGEST_BYTES + 1))
        except OSError:
            return None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = QLockFile(f"{self._path}.lock")
        # Without it, at worst a path of a window that writes in the same moment is forgotten.
        is_held = lock.tryLock(LOCK_PATIENCE_MS)
        try:
            yield
        finally:
            if is_held:
                lock.unlock()


def is_writable_name(path: str) -> bool:
    """Tell whether `path` can stand in a file or a message: it is text, and could be a file's name."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return bool(path) and "\0" not in path


def _with_path(recent: Recent, path: str) -> Recent:
    others = _without(recent, path).paths
    return msgspec.structs.replace(recent, paths=(path, *others)[:MOST])


def _without(recent: Recent, path: str) -> Recent:
    return msgspec.structs.replace(recent, paths=tuple(one for one in recent.paths if one != path))


def _encoded(recent: Recent) -> bytes:
    content = msgspec.json.encode(recent)
    return msgspec.json.encode(_File(_sum(content), msgspec.Raw(content)))


def _decoded(data: bytes) -> Recent | None:
    if len(data) > LARGEST_BYTES:
        return None
    try:
        file = msgspec.json.decode(data, type=_File)
        content = bytes(file.content)
        recent = msgspec.json.decode(content, type=Recent) if _sum(content) == file.sum else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return recent


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
