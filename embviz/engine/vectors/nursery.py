"""The child that reads a file: started afresh, listened to, and ended whatever happens."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TypeVar

import msgspec

import embviz
from embviz.engine.vectors.child import Answer, Seen, Wrong
from embviz.engine.vectors.faults import BROKE_OFF, TOO_LONG, LoadError
from embviz.engine.vectors.plan import Taken, Wish

# -P: a student's own random.py in the folder of the day must not be imported instead.
COMMAND = (sys.executable, "-P", "-m", "embviz.engine.vectors.child")
CALM = {
    # Threads that add nothing would cost memory.
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    # glibc keeps what was freed: to get it from the system anew, as zeros, nearly doubles the time of a text.
    "MALLOC_MMAP_THRESHOLD_": str(64 * 1024 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(64 * 1024 * 1024),
}
# So often it is asked whether somebody wants to stop.
BEAT_S = 0.1
Part = TypeVar("Part")

LONGEST_ANSWER_BYTES = 16 * 1024 * 1024


def ask(action: str, wish: Wish, seconds: float) -> Answer:
    """Have a child do `action`, 'look' or 'read', and return what it answers.

    `wish.tell` is called in this thread; what it raises ends the child.

    Raises:
        LoadError: for all that is wrong with the file, also where the child broke off or took too long.
    """
    where = (wish.tensor, str(wish.most_rows), str(wish.folder), str(seconds))
    child = subprocess.Popen(
        [*COMMAND, action, str(wish.file.absolute()), *where],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        cwd=wish.folder,
    )
    assert child.stdout is not None
    lines: queue.Queue[bytes | None] = queue.Queue()
    listener = threading.Thread(target=_listen, args=(child.stdout, lines), daemon=True)
    listener.start()
    try:
        answer = _heard(lines, wish, time.monotonic() + seconds)
    finally:
        child.kill()
        child.wait()
        listener.join()
        child.stdout.close()
    if answer.wrong is not None:
        raise LoadError(wish.file, answer.wrong.place, answer.wrong.reason)
    return answer


def looked(wish: Wish, seconds: float) -> Seen:
    """Have a child look at the file; the rest as in `ask`."""
    return _there(ask("look", wish, seconds).seen, wish)


def read(wish: Wish, seconds: float) -> Taken:
    """Have a child read the file; the rest as in `ask`."""
    return _there(ask("read", wish, seconds).taken, wish)


def _there(part: Part | None, wish: Wish) -> Part:
    if part is None:
        raise LoadError(wish.file, "", BROKE_OFF)
    return part


def _heard(lines: queue.Queue[bytes | None], wish: Wish, end_s: float) -> Answer:
    done = 0.0
    while time.monotonic() < end_s:
        try:
            line = lines.get(timeout=BEAT_S)
        except queue.Empty:
            wish.tell(done)
            continue
        if line is None:
            return Answer(wrong=Wrong("", BROKE_OFF))
        if line.startswith(b"{"):
            return _decoded(line)
        try:
            done = min(1.0, max(done, float(line)))
        except ValueError:
            return Answer(wrong=Wrong("", BROKE_OFF))
        wish.tell(done)
    return Answer(wrong=Wrong("", TOO_LONG))


def _decoded(line: bytes) -> Answer:
    try:
        return msgspec.json.decode(line, type=Answer)
    except msgspec.DecodeError:
        return Answer(wrong=Wrong("", BROKE_OFF))


def _listen(pipe: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
    while line := pipe.readline(LONGEST_ANSWER_BYTES):
        lines.put(line)
    lines.put(None)


def _environment() -> Mapping[str, str]:
    # -P takes the current folder off the path, and with it a checkout.
    paths = (str(Path(embviz.__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **CALM}
