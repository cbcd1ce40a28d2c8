"""Inbox: what the window says, read beside the work: long work can be told to end while it is under way."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import Protocol

from embviz.core.frames import FrameError, FrameReader, MessageError
from embviz.core.messages import Message, Request

Item = Message | MessageError


class Source(Protocol):
    """Where the bytes come from."""

    def read(self) -> bytes:
        """Wait for the next bytes; empty at the end."""
        ...


class Inbox:
    """Reads `source` in a thread of its own, which touches nothing else, until it ends.

    `is_cancelled` is True while there is a cancel that has not been taken out yet.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._reader = FrameReader()
        # None ends it; an error is raised where the messages before it have been taken out.
        self._items: queue.SimpleQueue[Item | Exception | None] = queue.SimpleQueue()
        # Counted up by the reading thread alone, and by the other as they are taken out.
        self._come = self._gone = 0
        # Where the process ends in the middle, nobody waits for a window that says nothing.
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    @property
    def is_cancelled(self) -> bool:
        """True while a cancel waits to be taken out."""
        return self._come > self._gone

    @property
    def is_between_frames(self) -> bool:
        """True where the bytes so far end with a whole frame."""
        return self._reader.is_between_frames

    def messages(self) -> Iterator[Item]:
        """Yield what the window says, in order, until it ends. Raises FrameError, ConnectionError."""
        while (item := self._items.get()) is not None:
            if isinstance(item, MessageError):
                yield item
            elif isinstance(item, Exception):
                raise item
            else:
                if _is_cancel(item):
                    self._gone += 1
                yield item

    def _read(self) -> None:
        try:
            while data := self._source.read():
                self._reader.feed(data)
                for item in self._reader.messages():
                    if _is_cancel(item):
                        self._come += 1
                    self._items.put(item)
        except (FrameError, OSError) as error:
            self._items.put(error)
        finally:
            self._items.put(None)


def _is_cancel(item: Item) -> bool:
    return isinstance(item, Request) and item.command == "cancel"
