"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import uuid
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, so that a reader sees the old file or the new one and never a part.

    Raises OSError where the folder is missing, read-only or full; the old file is then untouched.
    """
    # A link stays a link: what it points to is replaced.
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
