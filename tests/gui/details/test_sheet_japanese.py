"""A sheet breaks Japanese lines as Japanese is set: at any letter, but not around brackets and stops."""

from __future__ import annotations

import pytest

from embviz.gui.details import sheet
from embviz.gui.details.sheet import Paragraph, Span, Style, _lines

TEXT = "正しいのは最初のステップだけです。2 ステップ目からは、バッファ（buffer）に過去の「勾配」が残ります。"
ENGLISH = "w = 0.9 · (−0.0704) + (−0.1930), which keeps about 7 digits"
# What no line may begin with, and what none may end with.
CLOSING, OPENING = "、。）」ッァー", "（「"


def lines_of(text: str, width: float) -> list[str]:
    """Return the lines in which a sheet of `width` px shows `text`."""
    paragraph = Paragraph((Span(text, Style(13)),))
    return ["".join(span.text for span in line) for line in _lines(paragraph, width)]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("width", range(120, 700, 40))
def test_japanese_fills_its_lines_and_keeps_stops_and_brackets_with_their_words(width: int) -> None:
    lines = lines_of(TEXT, width)
    assert "".join(lines) == TEXT
    for line in lines[1:]:
        assert line[0] not in CLOSING
    for line in lines[:-1]:
        assert line.rstrip()[-1] not in OPENING
        # Less than three letters, and the word buffer, are left over at its end.
        assert sheet.text_width(line, 13, Style().weight) > width - sheet.text_width(
            "あいbuffer）", 13, Style().weight
        )


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("width", [120, 160, 300])
def test_an_english_line_ends_at_blanks_alone_and_never_behind_an_operator(width: int) -> None:
    lines = lines_of(ENGLISH, width)
    assert "".join(lines) == ENGLISH
    for line in lines[:-1]:
        assert line.endswith(" ")
        assert line.split()[-1] not in sheet.OPERATORS
