"""Where the window keeps what is its own: sessions that nobody has named yet, and which files it had open."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStandardPaths

APPLICATION = "embviz"
PRIVATE = 0o700


class Folder(NamedTuple):
    """A folder that is there and can be written to, or None and why not, in the system's words."""

    path: Path | None
    why: str = ""


def sessions_folder() -> Folder:
    """Return the folder of untitled sessions, made where it is missing, readable by its owner alone."""
    # Generic: the same in every program of ours, whatever it calls itself.
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return made(Path(data) / APPLICATION / "sessions")


def recent_file() -> Path:
    """Return where the list of recent sessions is kept; nothing need be there."""
    config = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(config) / APPLICATION / "recent.json"


def absolute(path: str) -> str:
    """Return `path` from the root on, without detours, and by the names of links."""
    return os.path.normpath(Path(path).absolute())


def is_file(path: str) -> bool:
    """Tell whether a file is there; a folder that may not be entered, or no possible name, has none."""
    return stat.S_ISREG(_mode(path))


def is_folder(path: str) -> bool:
    """Tell whether a folder is there."""
    return stat.S_ISDIR(_mode(path))


def made(path: Path) -> Folder:
    """Return the folder at `path`, made where it is missing, readable by its owner alone."""
    try:
        path.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    except OSError as error:
        return Folder(None, error.strerror or str(error))
    if not os.access(path, os.W_OK | os.X_OK):
        return Folder(None, os.strerror(errno.EACCES))
    return Folder(path)


def _mode(path: str) -> int:
    try:
        return Path(path).stat().st_mode
    # No file can have such a name, with a NUL in it or half a letter.
    except (OSError, ValueError):
        return 0
