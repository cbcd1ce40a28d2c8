"""Labels: what the rows of a table are called, and which row a word means."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import cached_property
from typing import overload

from embviz.core.labels import meant, shown
from embviz.core.recipes import mark

# Of so many labels the ones that look like a wrong word are looked for.
MOST_COMPARED = 50_000
_NO_NAMES = mark("the rows of this table have no names: use their numbers, 0 to {last}")
_NO_SUCH = mark("no row is called {word}")
_ALIKE = mark("no row is called {word}; there is {alike}")


class UnknownWord(LookupError):
    """There is no row of that name; the text says so, and what there is instead."""

    def __str__(self) -> str:
        return str(self.args[0])


class WordLabels(Sequence[str]):
    """The labels of a text's table: each word as it is looked up, then each as a context."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def __len__(self) -> int:
        return 2 * len(self.words)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...
    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        if not 0 <= row < len(self):
            raise IndexError(row)
        count = len(self.words)
        return self.words[row] if row < count else f"{self.words[row - count]} (context)"

    def find(self, label: str) -> int | None:
        """Return the row of `label`, None where there is none."""
        return self._rows.get(label)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {label: row for row, label in enumerate(self)}


def row_of(labels: Sequence[str] | None, word: str, rows: int) -> int:
    """Return the row that `word` means: the one of that number, else of that label.

    Raises:
        UnknownWord: where there is neither.
    """
    asked = meant(word)
    if isinstance(asked, int) and asked < rows:
        return asked
    found = find(labels, str(asked))
    if found is not None:
        return found
    raise UnknownWord(_what_there_is(labels, str(asked), rows))


def rows_of(labels: Sequence[str] | None, words: Sequence[str], rows: int) -> tuple[int, ...]:
    """Return the row that each of `words` means, as `row_of` does."""
    return tuple(row_of(labels, word, rows) for word in words)


def find(labels: Sequence[str] | None, word: str) -> int | None:
    """Return the first row called `word`, None where there is none."""
    if labels is None:
        return None
    return labels.find(word)  # type: ignore[attr-defined, no-any-return]


def _what_there_is(labels: Sequence[str] | None, word: str, rows: int) -> str:
    if labels is None:
        return _NO_NAMES.format(last=rows - 1)
    alike = difflib.get_close_matches(word, labels[:MOST_COMPARED], n=1)
    return (
        _NO_SUCH.format(word=shown(word))
        if not alike
        else _ALIKE.format(word=shown(word), alike=shown(alike[0]))
    )
