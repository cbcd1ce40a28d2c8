"""Tokenize: a piece of text as the tokens in it, with a line end as a token of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from embviz.core.recipes import mark
from embviz.engine.text.reading import TextError

LINE_END = "\n"
Tokenizer = Callable[[str], list[str]]

# Marks that belong to the letter before and are no letters of their own: accents that no composed letter
# has, vowels of Hebrew, Arabic and of the scripts of India, Thailand and Laos.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0eff"
)
# An apostrophe, or the line that ties a phrase together (new_york), only between two letters.
_WORDS = re.compile(rf"\n|[^\W_]+(?:['_][^\W_]+|[{_MARKS}]+[^\W_]*)*")
_CHARACTERS = re.compile(r"\n|\S")
# A sentence at a time: what MeCab needs grows with what it is given.
_SENTENCES = re.compile(r"\n|[^\n。]{1,4096}。?")
_IS_WORD = re.compile(r"[^\W_]")


def tokenizer(tokens: str, lower: bool) -> Tokenizer:
    """Return what splits a text into `tokens`, one of TOKENS of core/sources.py; `lower`: in small letters.

    'words' are letters and digits with an apostrophe between them (don't), in any script that puts spaces
    between words; 'characters' all that is no space; 'japanese' words as MeCab with UniDic finds them.

    Raises:
        TextError: for 'japanese' where its tokenizer is not installed.
    """
    split = _SPLITTERS[tokens]()

    def tokenize(text: str) -> list[str]:
        if not text.isascii():
            # One letter, one way to write it: é may come as one character or as two.
            text = unicodedata.normalize("NFC", text).replace("’", "'")
        return split(text.lower() if lower else text)

    return tokenize


def _japanese() -> Tokenizer:
    try:
        import fugashi  # noqa: PLC0415 - an extra, which most never need
    except ImportError as error:
        raise TextError(
            mark("Japanese words cannot be told apart."),
            mark("The tokenizer for them is not installed."),
            mark("Install it with: pip install 'embviz[japanese]', or take characters as tokens."),
        ) from error
    mecab = fugashi.Tagger("-Owakati")

    def split(text: str) -> list[str]:
        tokens: list[str] = []
        for sentence in _SENTENCES.findall(text):
            if sentence == LINE_END:
                tokens.append(sentence)
            else:
                tokens += filter(_IS_WORD.search, mecab.parse(sentence).split())
        return tokens

    return split


_SPLITTERS: dict[str, Callable[[], Tokenizer]] = {
    "words": lambda: _WORDS.findall,
    "characters": lambda: _CHARACTERS.findall,
    "japanese": _japanese,
}
