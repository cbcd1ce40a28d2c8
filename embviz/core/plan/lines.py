"""Lines: where in a TOML text each key and each element stands; tomllib does not tell."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t]|#[^\n]*)*")
# A comment, and a line's end, may stand between the elements of a list.
_GAP = re.compile(r"(?:\s|#[^\n]*)*")
# The longer quotes first: each begins with a shorter one.
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"{3,5}(?!")', re.DOTALL),
    re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\\n])*"'),
    re.compile(r"'[^'\n]*'"),
)
# A number, a date, true or false.
_PLAIN = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> Mapping[Path, int]:
    """Return the line, counted from 1, of every key and element of the TOML `text`, by its path.

    `("experiments", 1, "title")` is the title of the second `[[experiments]]`. Tables and lists stand on the
    line where they begin. The text is one that tomllib has read.
    """
    scan = _Scan(text)
    scan.read()
    return scan.lines


class _Scan:
    """Goes through the text once, from the first character to the last."""

    def __init__(self, text: str) -> None:
        # As tomllib does: a carriage return ends no line of its own.
        self._text = text.replace("\r\n", "\n")
        self._at = 0
        self._ends = [place.start() for place in re.finditer("\n", self._text)]
        # The index of the last table of each list of tables.
        self._last: dict[Path, int] = {}
        self.lines: dict[Path, int] = {}

    def read(self) -> None:
        table: Path = ()
        self._skip(_GAP)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_GAP)

    def _header(self) -> Path:
        line, is_list = self._line(), self._text.startswith("[[", self._at)
        self._at += 2 if is_list else 1
        names = self._key()
        self._at += 2 if is_list else 1
        path = (*self._resolved(names[:-1]), names[-1])
        # With the tables around it, which need no header of their own.
        for length in range(1, len(path) + 1):
            self._mark(path[:length], line)
        if is_list:
            self._last[path] = self._last.get(path, -1) + 1
        if path in self._last:
            path = (*path, self._last[path])
        self._mark(path, line)
        return path

    def _resolved(self, names: Path) -> Path:
        """Return the path of a table that is named so in a header: in a list of tables it is the last one."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self._last:
                path = (*path, self._last[path])
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = (*table, *self._key())
        for length in range(len(table) + 1, len(path) + 1):
            self._mark(path[:length], line)
        # The sign between key and value.
        self._at += 1
        self._skip(_BLANK)
        self._value(path)

    def _key(self) -> Path:
        """Read a key with its dots, and what is blank around them."""
        names: list[str] = []
        while True:
            self._skip(_BLANK)
            names.append(self._name())
            self._skip(_BLANK)
            if not self._text.startswith(".", self._at):
                return tuple(names)
            self._at += 1

    def _name(self) -> str:
        bare = _BARE_KEY.match(self._text, self._at)
        if bare is not None:
            self._at = bare.end()
            return bare[0]
        start = self._at
        self._string()
        # Its escapes are TOML's business.
        return str(tomllib.loads(f"key = {self._text[start : self._at]}")["key"])

    def _value(self, path: Path) -> None:
        first = self._text[self._at]
        if first == "[":
            self._elements(path)
        elif first == "{":
            self._inline_table(path)
        elif first in "\"'":
            self._string()
        else:
            self._skip(_PLAIN)

    def _elements(self, path: Path) -> None:
        self._at += 1
        index = 0
        self._skip(_GAP)
        while self._text[self._at] != "]":
            self._mark((*path, index), self._line())
            self._value((*path, index))
            index += 1
            self._skip_comma()
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        self._skip(_GAP)
        while self._text[self._at] != "}":
            self._pair(path)
            self._skip_comma()
        self._at += 1

    def _skip_comma(self) -> None:
        self._skip(_GAP)
        if self._text[self._at] == ",":
            self._at += 1
            self._skip(_GAP)

    def _string(self) -> None:
        matches = (one.match(self._text, self._at) for one in _STRINGS)
        self._at = next(match.end() for match in matches if match is not None)

    def _skip(self, what: re.Pattern[str]) -> None:
        found = what.match(self._text, self._at)
        assert found is not None
        self._at = found.end()

    def _mark(self, path: Path, line: int) -> None:
        self.lines.setdefault(path, line)

    def _line(self) -> int:
        return bisect_right(self._ends, self._at - 1) + 1
