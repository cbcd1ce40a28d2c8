"""Code: the pieces that a program in PyTorch is put together from, all of them in ASCII."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable

LINE_WIDTH = 88
MOST_OF_LABEL = 24
# Each letter may be ten characters of code.
MOST_OF_FOREIGN_LABEL = 8

Lines = list[str]


def literal(value: object) -> str:
    """Return Python code for `value`: numbers by repr, nan and infinity by float(), texts in ASCII."""
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))})"
    if isinstance(value, float):
        number = float(value)
        return repr(number) if math.isfinite(number) else f'float("{number}")'
    return ascii(value)


def key(name: str) -> str:
    """Return `name` as the key of a dictionary."""
    return f'"{name}"' if name.isascii() and name.isidentifier() else ascii(name)


def quoted(text: str) -> str:
    """Return `text`, shortened, as it can stand in a comment."""
    return ascii(textwrap.shorten(text, LINE_WIDTH, placeholder=" ..."))


def quoted_label(label: str) -> str:
    """Return `label`, shortened, as it can stand in a comment."""
    most = MOST_OF_LABEL if label.isascii() else MOST_OF_FOREIGN_LABEL
    return ascii(label if len(label) <= most else f"{label[:most]}...")


def indented(lines: Iterable[str]) -> Lines:
    """Return `lines` one level further to the right."""
    return [f"    {line}" for line in lines]


def under(head: str, lines: Iterable[str]) -> Lines:
    """Return `head` with `lines` as its block."""
    return [head, *indented(lines)]


def listed(before: str, items: Iterable[str], after: str) -> Lines:
    """Return a list of `items` as code, on one line where it fits."""
    text = ", ".join(items)
    if len(before) + len(text) + len(after) + 2 <= LINE_WIDTH:
        return [f"{before}[{text}]{after}"]
    wrapped = textwrap.wrap(text, LINE_WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return [f"{before}[", *indented(wrapped), f"]{after}"]


def called(before: str, arguments: Iterable[str], after: str = "") -> Lines:
    """Return a call with `arguments` as code, each on a line of its own where one line is too short."""
    arguments = list(arguments)
    line = f"{before}({', '.join(arguments)}){after}"
    if len(line) <= LINE_WIDTH:
        return [line]
    return [f"{before}(", *indented(f"{one}," for one in arguments), f"){after}"]
