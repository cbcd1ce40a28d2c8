"""Reading: the pieces of a text file, each ending between two words, and a clear word where it is no text."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from embviz.core import resources
from embviz.core.recipes import mark
from embviz.core.sources import TEXTS

LARGEST_TEXT_BYTES = 256 * 2**20
# As much is read at a time, and a piece without a space or line end is cut when it is as long.
PIECE_BYTES = 2**20
_MARK = b"\xef\xbb\xbf"
# How files in UTF-16 begin.
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")

_WHAT = mark("The text {name} cannot be read.")
_NO_FILE = mark("It is a folder or a device, not a file.")
_CHOOSE = mark("Choose a file of plain text.")
_TOO_LARGE = mark("It has {size} MB; {limit} MB is the most.")
_SHORTEN = mark("Take a part of it.")
_BAD_BYTE = mark("The byte {byte} at position {place} is not text in UTF-8.")
_IS_BINARY = mark("There is a byte 0 at position {place}: it is no plain text.")
_IS_UTF16 = mark("It is text in UTF-16.")
_SAVE_ANEW = mark("Save it as UTF-8 in a text editor, and open it again.")
_IS_EMPTY = mark("It is empty.")
_HAS_CHANGED = mark("It has changed since the run began.")
_PUT_BACK = mark("Put the file back as it was, or begin a new run.")
_SYSTEM = mark("The system says: {message}.")
_LOOK = mark("Look whether it is there, and whether you may read it.")
_WHY = {
    errno.ENOENT: mark("There is no such file."),
    errno.ENOTDIR: mark("There is no such file."),
    errno.EACCES: mark("You are not allowed to read it."),
    errno.EPERM: mark("You are not allowed to read it."),
    errno.EISDIR: _NO_FILE,
}


class TextError(ValueError):
    """`what` failed, `why`, and the `remedy`: sentences in English. As text they are one line."""

    def __init__(self, what: str, why: str, remedy: str) -> None:
        self.what, self.why, self.remedy = what, why, remedy
        super().__init__(f"{what} {why} {remedy}")


class Reading:
    """The file at a path, or one of TEXTS, read once from its beginning to its end."""

    def __init__(self, text: str, fingerprint: str = "") -> None:
        self._path = resources.path("texts", f"{text}.txt") if text in TEXTS else Path(text)
        # Names may hold line ends, and bytes that are no text.
        self.name = "".join(letter if letter.isprintable() else "?" for letter in self._path.name)
        self._expected = fingerprint
        self._hash = hashlib.sha256()

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the bytes that were read, in hexadecimal."""
        return self._hash.hexdigest()

    def pieces(self) -> Iterator[tuple[str, float]]:
        """Yield the text piece by piece, and how much of it has been read, from 0 to 1.

        Line ends are all `\\n`.

        Raises:
            TextError: where there is no file, or it is too large, empty, not UTF-8, or not the one expected.
        """
        try:
            yield from self._pieces()
        except OSError as error:
            raise self.error(*_words_of(error)) from error
        if self._expected not in ("", self.fingerprint):
            raise self.error(_HAS_CHANGED, _PUT_BACK)

    def error(self, why: str, remedy: str, what: str = _WHAT, **blanks: object) -> TextError:
        """Return the error that says `why` this text cannot be used."""
        return TextError(what.format(name=self.name), why.format(**blanks), remedy)

    def _pieces(self) -> Iterator[tuple[str, float]]:
        size = self._size()
        place, rest = 0, b""
        with self._path.open("rb") as file:
            # A file that grows while it is read has an end all the same.
            while block := file.read(min(PIECE_BYTES, LARGEST_TEXT_BYTES - place - len(rest))):
                self._hash.update(block)
                if not place and not rest:
                    self._check_start(block)
                rest += block
                end = _end(rest)
                yield self._decoded(rest[:end], place), min(1.0, (place + end) / size)
                place, rest = place + end, rest[end:]
        yield self._decoded(rest, place), 1.0

    def _size(self) -> int:
        status = self._path.stat()
        if not S_ISREG(status.st_mode):
            raise self.error(_NO_FILE, _CHOOSE)
        if status.st_size > LARGEST_TEXT_BYTES:
            size, limit = round(status.st_size / 2**20), LARGEST_TEXT_BYTES // 2**20
            raise self.error(_TOO_LARGE, _SHORTEN, size=size, limit=limit)
        if not status.st_size:
            raise self.error(_IS_EMPTY, _CHOOSE)
        return status.st_size

    def _check_start(self, block: bytes) -> None:
        if block.startswith(_OTHER_MARKS):
            raise self.error(_IS_UTF16, _SAVE_ANEW)

    def _decoded(self, piece: bytes, place: int) -> str:
        zero = piece.find(b"\0")
        if zero >= 0:
            raise self.error(_IS_BINARY, _CHOOSE, place=place + zero)
        try:
            text = piece.decode()
        except UnicodeDecodeError as error:
            byte = f"0x{piece[error.start]:02x}"
            raise self.error(_BAD_BYTE, _SAVE_ANEW, byte=byte, place=place + error.start) from error
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text if place else text.removeprefix(_MARK.decode())


def _end(piece: bytes) -> int:
    """Return where `piece` can be cut: after its last space or line end, 0 where that is still to come."""
    end = max(piece.rfind(b"\n"), piece.rfind(b" ")) + 1
    if end or len(piece) < PIECE_BYTES:
        return end
    # No space for so long: between two letters, then, which in UTF-8 take up to four bytes.
    end = len(piece)
    while end > len(piece) - 3 and piece[end - 1] & 0xC0 == 0x80:
        end -= 1
    return end - 1


def _words_of(error: OSError) -> tuple[str, str]:
    why = _WHY.get(error.errno or 0)
    return why or _SYSTEM.format(message=error.strerror or error), _LOOK
