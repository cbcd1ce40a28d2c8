"""Find: the rows whose label is, begins with, or holds a text, among a million while a person types."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from embviz.core.messages import Array
from embviz.core.reports import Found, NamedRow

MOST_FOUND = 50
# Lower comes first. A row's own number comes after the rows that are called so.
EXACT, NUMBER, PREFIX, WITHIN = 0, 2, 3, 5
# What is the same but for the case of its letters comes behind what is the same.
OTHER_CASE = 1
# No table has a row of more digits, and Python refuses to read thousands of them.
MOST_DIGITS = 18
# So few places are looked at one by one.
FEW = 64


class Finder:
    """Finds rows by the `labels` of a table, None for one without, or by their number below `rows`."""

    def __init__(self, labels: Sequence[str] | None, rows: int) -> None:
        self._labels, self._rows = labels, rows

    def find(self, text: str, most: int = MOST_FOUND) -> Found:
        """Return the first `most` of the rows that are found, and how many there are in all.

        Rows whose label is `text` come first, then the row of that number, those that begin with it, and
        those that hold it; of each kind, those come first whose letters have the same case, and then the
        first row. An empty text is what labels without a letter are called.
        """
        found, ranks = self._ranked(text)
        number = _number(text, self._rows)
        if number is not None:
            place = int(np.searchsorted(found, number))
            if place < found.size and found[place] == number:
                ranks[place] = min(int(ranks[place]), NUMBER)
            else:
                found, ranks = np.insert(found, place, number), np.insert(ranks, place, NUMBER)
        best = found[np.argsort(ranks, kind="stable")[:most]].tolist()
        return Found(
            text=text, rows=tuple(NamedRow(row, self._label(row)) for row in best), total=int(found.size)
        )

    def _ranked(self, text: str) -> tuple[Array, Array]:
        """Return the rows that are found, rising, and the rank of each."""
        if self._labels is None:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int8)
        wanted = _encoded(text.casefold())
        found, ranks = self._folded.holding(wanted)
        if self._folded is self._plain and wanted == _encoded(text):
            return found, ranks
        ranks += OTHER_CASE
        same, same_ranks = self._plain.holding(_encoded(text))
        # What holds a text holds it in any case, too.
        places = np.searchsorted(found, same)
        ranks[places] = np.minimum(ranks[places], same_ranks)
        return found, ranks

    def _label(self, row: int) -> str:
        return "" if self._labels is None else self._labels[row]

    @cached_property
    def _plain(self) -> Joined:
        assert self._labels is not None
        return Joined.of(self._labels)

    @cached_property
    def _folded(self) -> Joined:
        return self._plain.folded()


def find(labels: Sequence[str] | None, text: str, most: int = MOST_FOUND, rows: int | None = None) -> Found:
    """Return what `Finder.find` does, once; without labels there are `rows` rows."""
    return Finder(labels, len(labels or ()) if rows is None else rows).find(text, most)


class Joined:
    """Texts as UTF-8 end to end: all of their bytes, and where each text ends (int64, rising)."""

    def __init__(self, text: bytes, ends: Array) -> None:
        self.text, self.ends = text, ends
        self._bytes = np.frombuffer(text, dtype=np.uint8)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Joined:
        """Join `texts`."""
        joined, ends = bytearray(), array("q")
        for text in texts:
            joined += _encoded(text)
            ends.append(len(joined))
        return cls(bytes(joined), np.array(ends, dtype=np.int64))

    def folded(self) -> Joined:
        """Return the texts without the case of their letters; itself where there is none to lose."""
        # Of ASCII alone, which it leaves as long as it was.
        lower = self.text.lower()
        others = np.unique(self._rows_at(np.flatnonzero(self._bytes >= 0x80))).tolist()
        if not others:
            return self if lower == self.text else Joined(lower, self.ends)
        lengths = np.diff(self.ends, prepend=0)
        pieces, done = [], 0
        for row in others:
            first, last = int(self.ends[row] - lengths[row]), int(self.ends[row])
            folded = _encoded(self.text[first:last].decode(errors="surrogatepass").casefold())
            pieces += [lower[done:first], folded]
            lengths[row], done = len(folded), last
        return Joined(b"".join([*pieces, lower[done:]]), np.cumsum(lengths))

    def holding(self, wanted: bytes) -> tuple[Array, Array]:
        """Return the numbers of the texts that hold `wanted`, rising, and EXACT, PREFIX or WITHIN for each.

        An empty one is held by empty texts alone.
        """
        if not wanted:
            rows = np.flatnonzero(np.diff(self.ends, prepend=0) == 0)
            return rows, np.full(rows.size, EXACT, dtype=np.int8)
        firsts = self._places(wanted)
        rows = self._rows_at(firsts)
        # Not from one text into the next; and of each text the first place, which alone can be its start.
        is_whole = firsts + len(wanted) <= self.ends[rows]
        firsts, rows = firsts[is_whole], rows[is_whole]
        is_first = np.diff(rows, prepend=-1) != 0
        firsts, rows = firsts[is_first], rows[is_first]
        starts = np.where(rows > 0, self.ends[rows - 1], 0)
        is_end = firsts + len(wanted) == self.ends[rows]
        ranks = np.where(firsts > starts, WITHIN, np.where(is_end, EXACT, PREFIX))
        return rows, ranks.astype(np.int8)

    @cached_property
    def _frequencies(self) -> list[int]:
        counts: list[int] = np.bincount(self._bytes, minlength=256).tolist()
        return counts

    def _rows_at(self, places: Array) -> Array:
        # Past the end of all that end there: an empty text is at no place.
        return np.searchsorted(self.ends, places, side="right")

    def _places(self, wanted: bytes) -> Array:
        """Return where `wanted` begins in the bytes, wherever that is."""
        # All bytes are looked at for that one of `wanted` which is there least often.
        seldom = min(range(len(wanted)), key=lambda offset: self._frequencies[wanted[offset]])
        letters, stop = self._bytes, max(0, self._bytes.size - len(wanted) + 1)
        places = np.flatnonzero(letters[seldom : seldom + stop] == wanted[seldom])
        for offset, letter in enumerate(wanted):
            if places.size <= FEW:
                break
            places = places[letters[places + offset] == letter]
        if places.size > FEW:
            return places
        return np.array(
            [place for place in places.tolist() if self.text.startswith(wanted, place)], dtype=np.int64
        )


def _encoded(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _number(text: str, rows: int) -> int | None:
    digits = text.strip()
    is_number = digits.isdecimal() and len(digits) <= MOST_DIGITS
    return int(digits) if is_number and int(digits) < rows else None
