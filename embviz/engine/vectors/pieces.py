"""Pieces: labels as they come out of a file, end to end, before they are known to be text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Pieces(NamedTuple):
    """So many byte strings: `text` is all of them end to end, `lengths` (int64, n) how long each is."""

    text: bytes
    lengths: np.ndarray

    @classmethod
    def of(cls, pieces: Sequence[bytes]) -> Pieces:
        """Put `pieces` end to end."""
        return cls(b"".join(pieces), np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces)))

    @classmethod
    def cut(cls, letters: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> Pieces:
        """Take those that lie in `letters` (uint8) from each of `starts` to before the one of `ends`."""
        lengths = ends - starts
        before = np.cumsum(lengths) - lengths
        places = np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
        return cls(letters[places].tobytes(), lengths)

    def split(self) -> list[bytes]:
        """Return each by itself."""
        ends = np.cumsum(self.lengths).tolist()
        return (
            [self.text[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)] if ends else []
        )

    def first(self, count: int) -> Pieces:
        """Return the first `count` of them."""
        lengths = self.lengths[:count]
        return Pieces(self.text[: int(lengths.sum())], lengths)

    def as_text(self) -> Pieces:
        """Return them as UTF-8: what is none is replaced by the character that stands for that."""
        if self.text.isascii():
            return self
        pieces = self.split()
        try:
            # A line end between them: the halves of two labels must not make one character.
            b"\n".join(pieces).decode()
        except UnicodeDecodeError:
            return Pieces.of([piece.decode(errors="replace").encode() for piece in pieces])
        return self

    def texts(self) -> list[str]:
        """Return each as a text."""
        return [piece.decode() for piece in self.as_text().split()]
