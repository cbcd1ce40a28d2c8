"""Labels: the names of the rows of a table, a million of them in little more memory than their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np


class Labels(Sequence[str]):
    """So many texts, kept as UTF-8 end to end: `text`, and where each of them ends, `ends` (int64, n)."""

    def __init__(self, text: bytes, ends: np.ndarray) -> None:
        self._text, self._ends = text, ends
        self._hashes: np.ndarray | None = None
        self._order: np.ndarray | None = None

    @classmethod
    def of(cls, texts: Iterable[str]) -> Labels:
        """Make them of `texts`; lone surrogates, which are no text, become question marks."""
        pieces = [text.encode(errors="replace") for text in texts]
        return cls(b"".join(pieces), np.cumsum([len(piece) for piece in pieces], dtype=np.int64))

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> Labels: ...

    def __getitem__(self, index: int | slice) -> str | Labels:
        if isinstance(index, slice):
            return Labels.of(self[one] for one in range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self._piece(index % len(self)).decode()

    def __iter__(self) -> Iterator[str]:
        start = 0
        for end in self._ends.tolist():
            yield self._text[start:end].decode()
            start = end

    def __repr__(self) -> str:
        return f"Labels({len(self):,} texts of {len(self._text):,} bytes)"

    def find(self, label: object) -> int | None:
        """Return the first row that is called `label`, None where there is none.

        The first search makes an index of 12 bytes a row.
        """
        if not isinstance(label, str) or not len(self):
            return None
        hashes, order = self._index()
        # What is no text equals no label, and must not stop anybody.
        piece = label.encode(errors="surrogatepass")
        wanted = hash(piece)
        place = int(np.searchsorted(hashes, wanted))
        while place < len(hashes) and hashes[place] == wanted:
            row = int(order[place])
            if self._piece(row) == piece:
                return row
            place += 1
        return None

    def __contains__(self, label: object) -> bool:
        return self.find(label) is not None

    def index(self, label: object, start: int = 0, stop: int | None = None) -> int:
        """Return the first row called `label` from `start` to `stop`. Raises ValueError for none."""
        if start == 0 and stop is None and (row := self.find(label)) is not None:
            return row
        for row in range(*slice(start, stop).indices(len(self))):
            if self[row] == label:
                return row
        raise ValueError(f"{label!r} is no label")

    def _piece(self, row: int) -> bytes:
        return self._text[int(self._ends[row - 1]) if row else 0 : int(self._ends[row])]

    def _index(self) -> tuple[np.ndarray, np.ndarray]:
        if self._hashes is None or self._order is None:
            ends = self._ends.tolist()
            text, start = self._text, 0
            found = np.empty(len(ends), dtype=np.int64)
            for row, end in enumerate(ends):
                found[row] = hash(text[start:end])
                start = end
            # Stable: of rows with one label, the first comes first.
            order = np.argsort(found, kind="stable")
            self._hashes = found[order]
            self._order = order.astype(np.int32 if len(ends) < 2**31 else np.int64)
        return self._hashes, self._order
