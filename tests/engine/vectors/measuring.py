"""Reads files as the child does, one after the other, and tells what each took: `python measuring.py FOLDER`.

On stdout comes a line of JSON a file: its name, the error's kind and text, the seconds of processor time, and
by how many MB it raised the largest memory that this process ever had.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from embviz.engine.vectors import formats, limits
from embviz.engine.vectors.plan import Wish


def main(folder: Path) -> None:
    """Measure all files in `folder`."""
    limits.limit(300)
    formats.read(Wish(folder / "good.txt", Path(tempfile.mkdtemp(dir=folder.parent))))
    for file in sorted(folder.iterdir()):
        before = resource.getrusage(resource.RUSAGE_SELF)
        start_s = time.process_time()
        kind, text = "", ""
        try:
            formats.read(Wish(file, Path(tempfile.mkdtemp(dir=folder.parent))))
        except Exception as error:
            kind, text = type(error).__name__, str(error)
        took_s = time.process_time() - start_s
        grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before.ru_maxrss) / 1024
        print(json.dumps([file.name, kind, text, took_s, grown_mb]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
