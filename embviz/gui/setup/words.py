"""Words in place of row numbers: `king, queen` for a pair of a table whose rows have labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from embviz.core.labels import meant, parse_words

# A semicolon within quotation marks is one of the word.
_PAIR = re.compile(r'((?:"(?:[^"]|"")*"|[^;])*)(?:;|$)')
_BARE = re.compile(r'[^\s",;]+( [^\s",;]+)*')


def pair_words(text: str) -> tuple[str, ...]:
    """Return the words of the pairs in `text`, two for each, or none where they are no pairs.

    Pairs stand between semicolons, the words of one between commas; in quotation marks a word has any sign.
    """
    parts = [part for part in _PAIR.findall(text) if part.strip()]
    pairs = [parse_words(part) for part in parts]
    if any(pair is None or len(pair) != 2 for pair in pairs):
        return ()
    return tuple(str(meant(word)) for pair in pairs if pair is not None for word in pair)


def written(words: Sequence[str]) -> str:
    """Return `words` as a person types the pairs: `king, queen; man, woman`."""
    typed = [_typed(word) for word in words]
    return "; ".join(f"{first}, {second}" for first, second in zip(typed[::2], typed[1::2], strict=True))


def _typed(word: str) -> str:
    return word if _BARE.fullmatch(word) else '"{}"'.format(word.replace('"', '""'))
