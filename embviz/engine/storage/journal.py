"""Journal: a session's file while the session runs, written by a thread of its own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from embviz.engine.storage import session_errors as words
from embviz.engine.storage.ownership import this_process
from embviz.engine.storage.session_copy import check_name
from embviz.engine.storage.session_errors import DamagedSession as DamagedSession
from embviz.engine.storage.session_errors import SessionFileError, Words, telling
from embviz.engine.storage.session_errors import SessionInUse as SessionInUse
from embviz.engine.storage.session_errors import SessionReadOnly as SessionReadOnly
from embviz.engine.storage.session_file import Contents, claim
from embviz.engine.storage.session_file import Summary as Summary
from embviz.engine.storage.session_file import read as read
from embviz.engine.storage.session_file import survey as survey
from embviz.engine.storage.session_store import RECORD_LIMIT_BYTES, State, TakenOver, lay_out, real
from embviz.engine.storage.session_store import Record as Record
from embviz.engine.storage.session_writer import Records, SessionWriter

# What is told is in the file this soon, without a flush. Half of it is waited for more to come.
DELAY_S = 0.25
# What failed is tried again this often.
RETRY_S = 1.0
# What may wait to be written; then an append waits for room.
WAITING_LIMIT_BYTES = 64 * 2**20
# So much is written without waiting for more.
BATCH_BYTES = 4 * 2**20

_Order = tuple[Callable[[], None], "Future[None]"]


class Journal:
    """The records of a running session, in the file at `path`.

    What is told is written by a thread within DELAY_S; `flush` waits for it. `problem` says in one line why
    something is not in the file, and is empty while all is well. What failed is tried again until it
    succeeds; but once more than WAITING_LIMIT_BYTES wait behind a problem, the file ends there for good.
    """

    def __init__(self, writer: SessionWriter, count: int) -> None:
        """Go on with a file that holds `count` records; `create` and `open` call this."""
        self.path = writer.path
        self.problem = ""
        self._writer = writer
        self._count = count
        # Guards all that follows, and `problem`.
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, Record]] = []
        self._waiting_bytes = 0
        self._note: bytes | None = None
        self._orders: deque[_Order] = deque()
        self._given_up: Words | None = None
        self._is_closed = self._is_ended = False
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    @classmethod
    def create(cls, path: Path) -> Journal:
        """Begin a new file. Raises SessionFileError, also where there is one already."""
        path, state = real(path), State(owner=this_process())
        with telling(words.CREATE, path):
            check_name(path)
            return cls(SessionWriter(path, lay_out(path, state), state), 0)

    @classmethod
    def open(cls, path: Path) -> tuple[Journal, Contents]:
        """Go on with a file, and return what it holds.

        Raises SessionFileError: SessionInUse while another process writes it, DamagedSession where part of it
        is lost, SessionReadOnly where nobody here may write it. These `read` reads all the same.
        """
        path = real(path)
        connection, contents, state = claim(path, this_process())
        return cls(SessionWriter(path, connection, state), state.count), contents

    def append(self, record: Record) -> int:
        """Return the number of the record; it will be written. Raises SessionFileError if it is too large."""
        with self._changed:
            self._await_room(_size_bytes(record))
            self._count += 1
            self._put(self._count, record)
            return self._count

    def replace(self, number: int, record: Record) -> None:
        """Write this record in the place of the one with that number. Raises IndexError if there is none."""
        with self._changed:
            if not 1 <= number <= self._count:
                raise IndexError(f"there is no record {number} among {self._count}")
            self._await_room(_size_bytes(record))
            self._put(number, record)

    def set_note(self, note: bytes) -> None:
        """Write the small note in the place of the one before, with the records that were told until now."""
        with self._changed:
            self._check_is_open()
            if self._given_up is None:
                # The thread is not woken for it: it goes with the records.
                self._note = note

    def flush(self) -> None:
        """Return when all that was told is in the file, or `problem` says why it is not."""
        self._order(_nothing)

    def save_as(self, path: Path, remove_old: bool = False) -> None:
        """Write everything to another file, read it back, and go on there. The old one is closed, or removed.

        Raises SessionFileError, and then the session goes on in the old file, and what was at `path` is as it
        was.
        """
        self._check_is_open()
        self._order(partial(self._move, real(path), remove_old))

    def close(self, is_finished: bool) -> None:
        """Write everything, leave one file, and end the thread. `problem` says what could not be done."""
        self._order(partial(self._finish, is_finished))
        self._thread.join()

    def _check_is_open(self) -> None:
        if self._is_closed:
            raise ValueError("the journal is closed")

    def _await_room(self, size_bytes: int) -> None:
        if size_bytes > RECORD_LIMIT_BYTES:
            raise SessionFileError(words.WRITE, self.path, words.TOO_LARGE)
        self._changed.wait_for(lambda: self._has_room(size_bytes) or self.problem or self._is_closed)
        self._check_is_open()
        if not self._has_room(size_bytes):
            self._give_up(words.TOO_LONG_AGO)

    def _has_room(self, size_bytes: int) -> bool:
        return not self._waiting or self._waiting_bytes + size_bytes <= WAITING_LIMIT_BYTES

    def _put(self, number: int, record: Record) -> None:
        if self._given_up is not None:
            return
        self._waiting.append((number, record))
        self._waiting_bytes += _size_bytes(record)
        # To wake the thread for each would cost a busy run more than the writing does.
        if len(self._waiting) == 1 or self._waiting_bytes >= BATCH_BYTES:
            self._changed.notify_all()

    def _give_up(self, why: Words) -> None:
        self._given_up = why
        self.problem = str(SessionFileError(words.GIVEN_UP, self.path, why))
        self._waiting.clear()
        self._waiting_bytes, self._note = 0, None
        self._changed.notify_all()

    def _order(self, action: Callable[[], None]) -> None:
        """Have the thread do it, after all that was told until now has been tried; raise what it raises."""
        done: Future[None] = Future()
        with self._changed:
            if self._is_ended:
                return
            self._orders.append((action, done))
            self._changed.notify_all()
        done.result()

    def _work(self) -> None:
        try:
            while not self._is_closed:
                order = self._next()
                self._commit()
                if order is not None:
                    _carry_out(*order)
                self._writer.checkpoint()
        finally:
            self._end()

    def _end(self) -> None:
        """Let nobody wait for the thread, or believe that it writes, when it is gone."""
        with self._changed:
            self._is_ended = True
            if not self._is_closed:
                self._give_up(words.STOPPED)
            for _, done in self._orders:
                done.set_result(None)
            self._changed.notify_all()

    def _next(self) -> _Order | None:
        """Wait until there is something to do; return the order, if it is one."""
        with self._changed:
            self._changed.wait_for(lambda: self._orders or self._is_behind())
            if not self._orders:
                self._gather()
            return self._orders.popleft() if self._orders else None

    def _gather(self) -> None:
        if self.problem:
            self._changed.wait_for(lambda: self._orders, RETRY_S)
        else:
            self._changed.wait_for(lambda: self._orders or self._waiting_bytes >= BATCH_BYTES, DELAY_S / 2)

    def _is_behind(self) -> bool:
        is_to_try_again = bool(self.problem) and self._given_up is None
        return bool(self._waiting) or self._note is not None or is_to_try_again

    def _commit(self) -> None:
        with self._changed:
            if not self._is_behind():
                return
            records, note = tuple(self._waiting), self._note
        self._write(records, note)

    def _write(self, records: Records, note: bytes | None) -> None:
        try:
            self._writer.write(records, note)
        except TakenOver:
            with self._changed:
                self._give_up(words.TAKEN_OVER)
        except SessionFileError as error:
            self._report(error)
        else:
            self._forget(records, note)

    def _report(self, error: SessionFileError) -> None:
        with self._changed:
            if self._given_up is None:
                self.problem = str(error)
            # Whoever waits for room learns that there will be none.
            self._changed.notify_all()

    def _forget(self, records: Records, note: bytes | None) -> None:
        """Take what has been written from what waits."""
        with self._changed:
            if self._given_up is not None:
                return
            del self._waiting[: len(records)]
            self._waiting_bytes -= sum(_size_bytes(record) for _, record in records)
            if self._note is note:
                self._note = None
            self.problem = ""
            self._changed.notify_all()

    def _move(self, target: Path, remove_old: bool) -> None:
        with self._changed:
            if self._given_up is not None:
                raise SessionFileError(words.SAVE, target, self._given_up)
            records, note = tuple(self._waiting), self._note
        self._writer.move(target, records, note, remove_old)
        self.path = self._writer.path
        self._forget(records, note)
        # Whether it can be written in its new place is told now, and not at the next action.
        self._write((), None)

    def _finish(self, is_finished: bool) -> None:
        try:
            if not self.problem:
                self._writer.close(is_finished)
        except TakenOver:
            with self._changed:
                self._give_up(words.TAKEN_OVER)
        except SessionFileError as error:
            self._report(error)
        finally:
            self._writer.abandon()
            with self._changed:
                self._is_closed = True
                self._changed.notify_all()


def _carry_out(action: Callable[[], None], done: Future[None]) -> None:
    try:
        action()
    # It is raised where the order was given.
    except Exception as error:
        done.set_exception(error)
    else:
        done.set_result(None)


def _size_bytes(record: Record) -> int:
    return len(record.header) + len(record.body)


def _nothing() -> None:
    """Be an order that asks for no more than what every order begins with."""
