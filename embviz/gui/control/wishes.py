"""What was asked for and waits to be sent: presses in their order, and what goes between two bursts."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from embviz.core.messages import Command, Moment, Place
from embviz.core.recipes import Value

# Presses that come faster than the engine answers wait here; more than these are a stuck key.
QUEUE = 8
# These bring another run to the window, which was promised to it.
OPENERS: frozenset[Command] = frozenset({"begin", "fork", "open", "visit"})
READ_ONLY = "read-only"
# These only ask what there is to tell: a person need not know of it.
INQUIRIES: frozenset[Command] = frozenset({"peek", "find", "rows", "meaning", "map"})
# A refusal of these is no reason to end a train, or to forget what was pressed.
ASIDES = frozenset(
    {
        *("lookup", "edit", "set", "inspect", "go", "bookmark", "budget", "survey"),
        *("save", "export", "close", "cancel", *INQUIRIES),
    }
)
# A refusal of these has changed nothing in the run on screen.
LOOKS = frozenset(
    {
        *(*OPENERS, "snapshot", "inspect", "go", "bookmark", "budget", "survey"),
        *("save", "export", "close", "cancel", *INQUIRIES),
    }
)


class Wish(NamedTuple):
    """One command to come, with what it takes; a train without `rounds` goes on until Pause."""

    command: Command
    rounds: int | None = None
    indices: tuple[int, ...] = ()
    place: Place | None = None
    name: str = ""
    value: Value | str | None = None
    moment: Moment | None = None
    path: str = ""
    paths: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


ENDLESS = Wish("train")
LOOK = Wish("snapshot")


class Wishes:
    """The two queues of what waits: `presses`, done in their order, and `asides`, which do not wait for a
    train to end."""

    def __init__(self) -> None:
        self.presses: deque[Wish] = deque()
        self.asides: deque[Wish] = deque()

    def __bool__(self) -> bool:
        return bool(self.presses or self.asides)

    def press(self, wish: Wish) -> None:
        """Put `wish` behind what waits, while there is room."""
        if len(self.presses) < QUEUE:
            self.presses.append(wish)

    def interject(self, wish: Wish) -> None:
        """Have `wish` done between two bursts, while there is room."""
        if len(self.asides) < QUEUE:
            self.asides.append(wish)

    def begin(self, wish: Wish) -> None:
        """Let `wish`, for another run, be all that waits."""
        self.clear()
        self.presses.append(wish)

    def drop(self) -> None:
        """Forget the presses, but for the run that was promised to the window: it begins all the same."""
        self.presses = deque(wish for wish in self.presses if wish.command in OPENERS)

    def clear(self) -> None:
        """Forget all."""
        self.presses.clear()
        self.asides.clear()
