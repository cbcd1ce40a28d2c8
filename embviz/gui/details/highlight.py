"""Highlighter: Python code in the colours of a theme."""

from __future__ import annotations

import keyword
import re
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from embviz.gui.theme import LIGHT, Theme

# The first that fits wins: a number in a comment is no number. No text or comment goes on in a second line.
TOKENS = re.compile(
    r"""(?P<comment>\#.*)
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<number>\b\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?)
    |(?P<keyword>\b(?:"""
    + "|".join(keyword.kwlist)
    + r""")\b)""",
    re.VERBOSE | re.ASCII,
)


class Highlighter(QSyntaxHighlighter):
    """Colours keywords, numbers, texts and comments of a document; the rest has the palette's ink."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats = _formats(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._formats = _formats(theme)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        for token in _tokens(text):
            self.setFormat(token.start, token.length, self._formats[token.kind])


class _Token(NamedTuple):
    start: int
    length: int
    kind: str


# A long program has the same few lines over and over.
@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[_Token, ...]:
    found = ((token.start(), token.end(), token.lastgroup) for token in TOKENS.finditer(text))
    return tuple(_Token(start, end - start, kind) for start, end, kind in found if kind is not None)


def _formats(theme: Theme) -> dict[str, QTextCharFormat]:
    colours = {
        "comment": theme.soft,
        "string": theme.error,
        "number": theme.caution,
        "keyword": theme.accent,
    }
    made = {}
    for name, colour in colours.items():
        made[name] = QTextCharFormat()
        made[name].setForeground(QColor(colour))
    return made
