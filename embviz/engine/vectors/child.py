"""The process that reads one file that nobody trusts, and ends: `python -m embviz.engine.vectors.child`.

It takes what is to be done, the file, a tensor's name, a count of rows, a folder and seconds as arguments. On
stdout it says how far it is, a number a line, and at last an Answer as JSON. What it read is in the folder.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from embviz.core.reports import TensorFacts
from embviz.engine.vectors import formats, limits
from embviz.engine.vectors.faults import LoadError
from embviz.engine.vectors.plan import Taken, Wish

SAY_EVERY_S = 0.1


class Seen(msgspec.Struct, frozen=True):
    """What a look at a file found."""

    format: str
    tables: tuple[TensorFacts, ...]
    has_labels: bool
    sample: tuple[str, ...]


class Wrong(msgspec.Struct, frozen=True):
    """Where and why the file cannot be read."""

    place: str
    reason: str


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The one of these that there is."""

    seen: Seen | None = None
    taken: Taken | None = None
    wrong: Wrong | None = None


def looked(wish: Wish) -> Answer:
    """Look at the file. Raises LoadError."""
    name, look = formats.look(wish.file)
    return Answer(seen=Seen(name, tuple(look.tables), look.has_labels, tuple(look.sample)))


def done(wish: Wish) -> Answer:
    """Read the file. Raises LoadError."""
    return Answer(taken=formats.read(wish))


ACTIONS: dict[str, Callable[[Wish], Answer]] = {"look": looked, "read": done}


class _Teller:
    """Says how far the work is, but not all the time."""

    def __init__(self) -> None:
        self._next_s = 0.0

    def __call__(self, done: float) -> None:
        if (now_s := time.monotonic()) >= self._next_s:
            self._next_s = now_s + SAY_EVERY_S
            sys.stdout.buffer.write(b"%.4f\n" % done)
            sys.stdout.buffer.flush()


def main(arguments: list[str]) -> int:
    """Do what the arguments say, once."""
    action, file, tensor, most_rows, folder, seconds = arguments
    limits.limit(float(seconds))
    wish = Wish(Path(file), Path(folder), tensor, int(most_rows), _Teller())
    try:
        answer = ACTIONS[action](wish)
    except LoadError as error:
        answer = Answer(wrong=Wrong(error.place, error.reason))
    sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
