"""Sayings: what the engine says in English, put into the language of the window.

The engine fills the blanks of its sentences itself, and sends text. Here its sentences are known again, by
the list that .ci/translations.py makes of them; what is no sentence of ours, such as torch's own words,
stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from embviz.core import resources

# A blank may have a format, which has been applied by the time that the text comes here.
_BLANK = re.compile(r"\{(\w+)[^{}]*\}")
# What comes first for most of what is said, and so tells whether there is any language but English.
_PROBE = "Cancelled."
# "vectors.txt, line 3: the reason", "name: the reason"
_PLACE_AND_REASON = re.compile(r"(?s)(.{1,400}?): (.+)")


class _Saying(NamedTuple):
    template: str
    pattern: re.Pattern[str]


def in_words(text: str) -> str:
    """Return `text`, which the engine said, in the language that is set now, as far as its words are known.

    A text of several sentences is taken sentence by sentence.
    """
    if not text or QCoreApplication.translate("engine", _PROBE) == _PROBE:
        return text
    for saying in _sayings():
        found = saying.pattern.match(text)
        if found is not None:
            said = QCoreApplication.translate("engine", saying.template)
            rest = text[found.end() :]
            return _filled(said, found.groupdict()) + rest[:1] + in_words(rest[1:])
    parts = _PLACE_AND_REASON.fullmatch(text)
    return text if parts is None else f"{parts[1]}: {in_words(parts[2])}"


def _filled(said: str, blanks: Mapping[str, str]) -> str:
    # What stands in a blank may be a sentence of the engine's too.
    return _BLANK.sub(lambda blank: in_words(blanks[blank[1]]), said)


@cache
def _sayings() -> tuple[_Saying, ...]:
    # The longest first: a short one may be the beginning of another.
    templates = sorted(resources.text("translations", "engine.txt").splitlines(), key=_weight, reverse=True)
    return tuple(_Saying(template, _pattern(template)) for template in templates)


def _weight(template: str) -> int:
    return len(_BLANK.sub("", template))


def _pattern(template: str) -> re.Pattern[str]:
    pieces, end, known = [], 0, set()
    for blank in _BLANK.finditer(template):
        pieces.append(re.escape(template[end : blank.start()]))
        name, end = blank[1], blank.end()
        pieces.append(f"(?P={name})" if name in known else f"(?P<{name}>.+?)")
        known.add(name)
    pieces.append(re.escape(template[end:]))
    return re.compile(f"(?s){''.join(pieces)}(?=\\s|$)")
