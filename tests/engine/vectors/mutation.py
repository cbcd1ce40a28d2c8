"""Mutants of good files, each from its number alone, so that one that did harm can be made again."""

from __future__ import annotations

from random import Random

# What parsers stumble over.
PIECES = (
    b"\n",
    b" ",
    b"\t",
    b",",
    b'"',
    b"\0",
    b"\xff",
    b"-",
    b"1e999",
    b"nan",
    b"{",
    b"[",
    b".",
    b"R",
    b"(",
)


def mutant(content: bytes, number: int) -> bytes:
    """Return `content` with one to four changes."""
    random = Random(number)
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 4))):
        random.choice(CHANGES)(changed, random)
    return bytes(changed)


def _place(changed: bytearray, random: Random) -> int:
    # Most of what can go wrong is in headers.
    return random.randrange(min(len(changed), random.choice((16, 256, 1 << 20))) + 1)


def _flip(changed: bytearray, random: Random) -> None:
    if changed:
        changed[min(_place(changed, random), len(changed) - 1)] ^= 1 << random.randrange(8)


def _set(changed: bytearray, random: Random) -> None:
    if changed:
        changed[min(_place(changed, random), len(changed) - 1)] = random.choice((0, 1, 127, 128, 255))


def _digit(changed: bytearray, random: Random) -> None:
    """Change a number that is written out."""
    places = [place for place, byte in enumerate(changed) if 48 <= byte <= 57]
    if places:
        changed[random.choice(places)] = random.choice(b"0123456789")


def _insert(changed: bytearray, random: Random) -> None:
    place = _place(changed, random)
    changed[place:place] = random.choice(PIECES) * random.choice((1, 1, 2, 50))


def _remove(changed: bytearray, random: Random) -> None:
    place = _place(changed, random)
    del changed[place : place + random.choice((1, 2, 8, 64))]


def _repeat(changed: bytearray, random: Random) -> None:
    place = _place(changed, random)
    piece = changed[place : place + random.choice((4, 32, 256))]
    changed[place:place] = piece


def _swap(changed: bytearray, random: Random) -> None:
    first, second = _place(changed, random), _place(changed, random)
    size = random.choice((1, 4, 8))
    piece = changed[first : first + size]
    changed[second : second + size] = piece


def _cut(changed: bytearray, random: Random) -> None:
    del changed[random.randrange(len(changed) + 1) :]


def _widen(changed: bytearray, random: Random) -> None:
    """Make a binary number the largest, or negative."""
    place = _place(changed, random)
    size = random.choice((2, 4, 8))
    changed[place : place + size] = random.choice((b"\xff", b"\x00", b"\x7f")) * size


CHANGES = (_flip, _set, _digit, _insert, _remove, _repeat, _swap, _cut, _widen)
