"""Numbers from text, thousands at once: eight characters are one machine word, and no loop runs over them.

A decimal number of up to 15 digits is its digits as a whole number, divided by a power of ten. Both are
exact in float64, and the division rounds once, so that the result is bit for bit what float() gives
(W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990). All other numbers go through float().
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from embviz.engine.vectors.faults import quoted

Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

# A number's word reaches so many bytes back from its end: what is parsed begins no earlier in its buffer.
MARGIN = 16

_WORD = np.uint64
_ONES = _WORD(0x0101010101010101)
_TOPS = _WORD(0x8080808080808080)
_DOTS = _WORD(0x2E2E2E2E2E2E2E2E)
_ZEROS = _WORD(0x3030303030303030)
_HIGH = _WORD(0xF0F0F0F0F0F0F0F0)
_SIXES = _WORD(0x0606060606060606)
_PAIRS = _WORD(0x000000FF000000FF)
_ALL = _WORD(0xFFFFFFFFFFFFFFFF)
_POWERS = 10.0 ** np.arange(17)
_LARGEST_EXACT = _WORD(2**53)
_MINUS, _PLUS = ord("-"), ord("+")


class BadNumber(Exception):
    """The text with this number among those that are parsed is no number."""

    def __init__(self, index: int, text: bytes) -> None:
        super().__init__(index)
        self.index, self.text = index, quoted(text)


def parse(buffer: bytearray, starts: Places, ends: Places) -> npt.NDArray[np.float64]:
    """Return the numbers written in `buffer` from each of `starts` to before the one of `ends`.

    None begins before MARGIN.

    Raises:
        BadNumber: for the first text that is no number.
    """
    # A word begins at each byte.
    words: Words = np.ndarray((len(buffer) - 7,), dtype="<u8", buffer=buffer, strides=(1,))
    first = np.frombuffer(buffer, dtype=np.uint8)[starts]
    is_negative = first == _MINUS
    lengths = ends - starts - (is_negative | (first == _PLUS))
    eight = _eight(words[ends - 8], np.minimum(lengths, 8))
    is_plain = eight.is_plain & (lengths > eight.has_dot) & (lengths <= 8)
    numbers = eight.digits / _POWERS[eight.places.astype(np.intp)]
    longer = np.flatnonzero((lengths > 8) & (lengths <= 16))
    if longer.size:
        numbers[longer], is_plain[longer] = _sixteen(words, ends[longer], lengths[longer])
    numbers.view(_WORD)[...] ^= is_negative.astype(_WORD) << _WORD(63)
    for index in np.flatnonzero(~is_plain).tolist():
        numbers[index] = _slowly(buffer[starts[index] : ends[index]], index)
    return numbers


def is_number(text: bytes | bytearray) -> bool:
    """Return whether `text` is one number as files write it: nan and inf too, but no 1_000."""
    try:
        float(text)
    except ValueError:
        return False
    return b"_" not in text


class _Eight(NamedTuple):
    """What eight characters each are: their digits as a number, and how many of them follow a dot."""

    digits: Words
    places: npt.NDArray[np.uint8]
    has_dot: npt.NDArray[np.bool_]
    is_plain: npt.NDArray[np.bool_]


def _eight(word: Words, lengths: Places) -> _Eight:
    """Read the last `lengths`, 0 to 8, characters of each word; the first one is its lowest byte."""
    # Shifted by 64, nothing is left.
    junk = _ALL >> (lengths << 3).astype(_WORD)
    word = (word & ~junk) | (_ZEROS & junk)
    differs = word ^ _DOTS
    # The lowest top bit that is set is that of the first byte that equals a dot.
    dots = (differs - _ONES) & ~differs & _TOPS
    dot = dots & (~dots + _WORD(1))
    has_dot = dot != 0
    below, upto = (dot >> _WORD(7)) - _WORD(1), (dot << _WORD(1)) - _WORD(1)
    without = (word & ~upto) | ((word & below) << _WORD(8)) | _WORD(ord("0"))
    word = np.where(has_dot, without, word)
    is_plain = ((word & _HIGH) == _ZEROS) & (((word + _SIXES) & _HIGH) == _ZEROS)
    return _Eight(_digits(word - _ZEROS), np.bitwise_count(~upto) >> 3, has_dot, is_plain)


def _digits(word: Words) -> Words:
    """Return the number of the eight digits that a word's bytes are, the first one in the lowest byte."""
    pairs = word * _WORD(10) + (word >> _WORD(8))
    first = (pairs & _PAIRS) * _WORD(100 + (1_000_000 << 32))
    second = ((pairs >> _WORD(16)) & _PAIRS) * _WORD(1 + (10_000 << 32))
    return (first + second) >> _WORD(32)


def _sixteen(words: Words, ends: Places, lengths: Places) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of 9 to 16 characters that end at `ends`, and which of them are plain."""
    low = _eight(words[ends - 8], np.full_like(lengths, 8))
    high = _eight(words[ends - 16], lengths - 8)
    digits = high.digits * np.where(low.has_dot, _WORD(10**7), _WORD(10**8)) + low.digits
    places = np.where(high.has_dot, high.places + 8, low.places)
    is_plain = low.is_plain & high.is_plain & ~(low.has_dot & high.has_dot) & (digits <= _LARGEST_EXACT)
    return digits / _POWERS[places.astype(np.intp)], is_plain


def _slowly(text: bytearray, index: int) -> float:
    if not is_number(text):
        raise BadNumber(index, bytes(text))
    return float(text)
