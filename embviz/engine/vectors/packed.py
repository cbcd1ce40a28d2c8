"""word2vec's binary file: a header of rows and dim, then each token and its float32 numbers as they are."""

from __future__ import annotations

from pathlib import Path

from embviz.core.recipes import mark
from embviz.core.reports import TensorFacts
from embviz.engine.vectors.faults import DAMAGED, EMPTY, TOO_LARGE, Fault
from embviz.engine.vectors.pieces import Pieces
from embviz.engine.vectors.plan import SAMPLE, Look, Taken, Wish, plain
from embviz.engine.vectors.sink import VALUES, Sink
from embviz.engine.vectors.spaced import DTYPE, HEADER
from embviz.engine.vectors.streams import Stream, head, opened

READ_BYTES = 1024 * 1024
MOST_TOKEN_BYTES = 100_000
LARGEST_DIM = 65_536

_NO_TOKEN = mark(
    "There is no token of sensible length. The file is damaged, or another kind; choose another."
)
_MORE = mark("More follows than the {wanted:,} rows of its header. Get the file again.")

# No token holds these; among a few hundred bytes of float32 numbers there are some.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")


def is_packed(beginning: bytes) -> bool:
    """Return whether `beginning` is a header of rows and dim, and then no text."""
    line, _, rest = beginning.partition(b"\n")
    return HEADER.fullmatch(line) is not None and len(rest.translate(None, _CONTROLS)) < len(rest)


def _header(beginning: bytes) -> tuple[int, int, int]:
    """Return rows, dim, and where the first token begins. Raises Fault."""
    line, end, _ = beginning.partition(b"\n")
    found = HEADER.fullmatch(line)
    if found is None or not end:
        raise Fault("byte 0", DAMAGED, detail="no line with rows and dim")
    rows, dim = int(found[1]), int(found[2])
    if not rows or not dim:
        raise Fault("byte 0", EMPTY)
    if dim > LARGEST_DIM:
        raise Fault("byte 0", TOO_LARGE, rows=rows, dim=dim)
    return rows, dim, len(line) + 1


class _Tape:
    """A stream from which tokens and numbers are taken, one after the other."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._data, self._at = b"", 0
        self._gone = 0

    @property
    def place(self) -> int:
        """How many bytes have been taken."""
        return self._gone + self._at

    def take(self, count: int) -> bytes:
        """Return the next bytes, fewer than `count` only at the end."""
        self._have(count)
        start, self._at = self._at, min(self._at + count, len(self._data))
        return self._data[start : self._at]

    def token(self) -> bytes | None:
        """Return the bytes before the next space, and pass it; None where none comes soon."""
        end = self._data.find(b" ", self._at)
        if end < 0:
            self._have(MOST_TOKEN_BYTES)
            end = self._data.find(b" ", self._at, self._at + MOST_TOKEN_BYTES)
        if end < 0 or end - self._at > MOST_TOKEN_BYTES:
            return None
        start, self._at = self._at, end + 1
        return self._data[start:end]

    def rest(self) -> bytes:
        """Return some of what comes, without passing it."""
        self._have(READ_BYTES)
        return self._data[self._at :]

    def _have(self, count: int) -> None:
        while len(self._data) - self._at < count and (more := self._stream.read(max(count, READ_BYTES))):
            self._data, self._gone = self._data[self._at :] + more, self._gone + self._at
            self._at = 0


def _row(tape: _Tape, row: int, row_bytes: int) -> tuple[bytes, bytes]:
    """Return the label and the numbers of the row that comes."""
    where = f"row {row} (byte {tape.place})"
    token = tape.token()
    if token is None:
        raise Fault(where, _NO_TOKEN)
    values = tape.take(row_bytes)
    if len(values) < row_bytes:
        raise Fault(where, DAMAGED, detail="its numbers end too soon")
    # The original program ends a row with a line end, others do not.
    return token.removeprefix(b"\n"), values


def look(file: Path) -> Look:
    """Return what its header says, and its first tokens. Raises Fault, OSError."""
    with opened(file) as stream:
        rows, dim, start = _header(head(stream, lines=1))
    with opened(file) as stream:
        tape = _Tape(stream)
        tape.take(start)
        sample = [_row(tape, row, 4 * dim)[0] for row in range(min(rows, SAMPLE))]
    return Look([TensorFacts("", rows, dim, DTYPE)], True, Pieces.of(sample).texts())


def read(wish: Wish) -> Taken:
    """Read the whole file. Raises Fault, OSError."""
    with opened(wish.file) as stream:
        rows, dim, start = _header(head(stream, lines=1))
    wanted = min(rows, wish.most_rows or rows)
    at_once = max(1, READ_BYTES // (4 * dim))
    with opened(wish.file) as stream, Sink(wish.folder, dim, has_labels=True) as sink:
        tape = _Tape(stream)
        tape.take(start)
        while sink.rows < wanted:
            _take_rows(tape, sink, min(at_once, wanted - sink.rows), 4 * dim)
            wish.tell(stream.done)
        if wanted == rows and tape.rest().strip(b"\r\n"):
            raise Fault(f"byte {tape.place}", _MORE, wanted=rows)
    return Taken(plain("", "<f4", wanted, dim, 0, VALUES), has_labels=True)


def _take_rows(tape: _Tape, sink: Sink, count: int, row_bytes: int) -> None:
    taken = [_row(tape, sink.rows + index, row_bytes) for index in range(count)]
    sink.add(b"".join(values for _, values in taken), Pieces.of([label for label, _ in taken]))
