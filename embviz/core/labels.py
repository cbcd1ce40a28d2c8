"""Labels: how the name of a row is shown wherever it stands, and how rows are asked for by name.

A label comes from a file or a text and may be anything: markup, nothing at all, 10,000 characters, letters of
any direction. It is shown as it is, on one line, and no more of it is looked at than is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from embviz.core.recipes import mark

NO_NAMES: Mapping[int, str] = MappingProxyType({})
MOST_SHOWN = 40
# What stands for a label without a letter is also what is typed to ask for it.
EMPTY = '""'
BLANK, ELLIPSIS, REPLACEMENT = "␣", "…", "\ufffd"
# Within a sentence the letters of a label turn around no others.
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
NAMED = mark("{label} (row {row})")
ROW = mark("row {row}")

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_JOINER = "\u200d"
# Persian and emoji need them; all others of their kind only hide or turn around what follows.
_JOINERS = frozenset({_JOINER, "\u200c", *map(chr, range(0xE0020, 0xE0080))})
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_ROW_NUMBER = re.compile(r"\d{1,30}", re.ASCII)
# A lone quotation mark is a word of most files of vectors.
_WORD = re.compile(r'\s*(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>[^,"\s](?:[^,]*[^,\s])?|"))\s*(?P<end>,|$)')


def shown(label: str, most: int = MOST_SHOWN) -> str:
    """Return `label` on one line of at most `most` characters, the end of a longer one as an ellipsis.

    Line breaks and what else has no picture are written as Python does (`\\n`, `\\u202e`), blanks at its ends
    as ␣, half a surrogate pair as the replacement character, and no label at all as two quotation marks. It
    is to be shown as plain text.
    """
    if not label:
        return EMPTY
    if len(label) <= most and label.isprintable() and " " not in (label[0], label[-1]):
        return label
    first, last = 0, len(label) - 1
    pieces = [_piece(letter, index in (first, last)) for index, letter in enumerate(label[: most + 1])]
    if sum(map(len, pieces)) <= most:
        return "".join(pieces)
    return "".join(pieces[: _kept(label, pieces, most - len(ELLIPSIS))]) + ELLIPSIS


def isolated(text: str) -> str:
    """Return `text` so that it can stand in a sentence: where it has letters from right to left, within
    marks that keep them from turning their neighbours around."""
    if text.isascii() or not any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text):
        return text
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def told(label: str, most: int = MOST_SHOWN) -> str:
    """Return `label` as it stands within a sentence."""
    return isolated(shown(label, most))


def row_texts(row: int, names: Mapping[int, str], most: int = MOST_SHOWN) -> tuple[str, dict[str, object]]:
    """Return how to say which row it is: a template that the window translates, and its blanks.

    It says 'king (row 12)', or 'row 12' where `names`, the labels of rows, have none for it.
    """
    if row not in names:
        return ROW, {"row": row}
    return NAMED, {"label": told(names[row], most), "row": row}


def named(row: int, names: Mapping[int, str], most: int = MOST_SHOWN) -> str:
    """Return 'king (row 12)', or 'row 12' where `names` have no label for it."""
    text, blanks = row_texts(row, names, most)
    return text.format(**blanks)


def brief(row: int, names: Mapping[int, str], most: int = MOST_SHOWN) -> str:
    """Return the label of a row as it stands within a sentence, or its number where it has none."""
    return told(names[row], most) if row in names else str(row)


def pair_named(first: int, second: int, names: Mapping[int, str]) -> str:
    """Return 'king × crown', or '12, 40' where neither row has a label."""
    sign = " × " if first in names or second in names else ", "
    return f"{brief(first, names)}{sign}{brief(second, names)}"


def parse_words(text: str) -> tuple[str, ...] | None:
    """Return the words that `text` has between commas, or None where one is missing or a quote is open.

    A label that has commas, blanks at its ends or nothing in it, or that is itself a number, stands in
    quotation marks, each of its own doubled. `meant` says what a word asks for.
    """
    words, place = [], 0
    while (found := _WORD.match(text, place)) is not None:
        quoted = found["quoted"]
        words.append(found["bare"] if quoted is None else word_of(quoted.replace('""', '"')))
        place = found.end()
        if not found["end"]:
            return tuple(words)
    return None


def word_of(label: str) -> str:
    """Return the word that asks for `label`: itself, but in quotation marks where it would mean another."""
    if label == '"' or (label and label[0] != '"' and not _ROW_NUMBER.fullmatch(label)):
        return label
    return '"{}"'.format(label.replace('"', '""'))


def meant(word: str) -> int | str:
    """Return what `word` asks for: a row, where it is a whole number in plain digits, else a label."""
    if _ROW_NUMBER.fullmatch(word):
        return int(word)
    if len(word) > 1 and word[0] == word[-1] == '"':
        return word[1:-1].replace('""', '"')
    return word


def _piece(letter: str, is_at_end: bool) -> str:
    if letter.isprintable():
        return BLANK if is_at_end and letter == " " else letter
    category = unicodedata.category(letter)
    if category == "Zs":
        return BLANK if is_at_end else letter
    if category == "Cs":
        return REPLACEMENT
    if letter in _JOINERS or category in ("Co", "Cn"):
        return letter
    return ascii(letter)[1:-1]


def _kept(label: str, pieces: list[str], room: int) -> int:
    """Return how many pieces fit, so that no letter loses its accents and no emoji a part."""
    size = fitting = 0
    while fitting < len(pieces) and size + len(pieces[fitting]) <= room:
        size += len(pieces[fitting])
        fitting += 1
    whole = fitting
    while whole and (_belongs(label[whole]) or label[whole - 1] == _JOINER):
        whole -= 1
    return whole or fitting


def _belongs(letter: str) -> bool:
    """Return whether `letter` is one picture with what stands before it."""
    return letter in _JOINERS or letter in _SKIN_TONES or unicodedata.category(letter) in ("Mn", "Me", "Mc")
