"""What `embviz doctor` asks Qt, in a child process: where Qt cannot start it aborts its process."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFont, QFontDatabase, QTextLayout
from PySide6.QtWidgets import QApplication

_JAPANESE = "学習あア"

# fontconfig's names for a kind of font: listed even where no font is installed
_KINDS = {"Monospace", "Sans Serif", "Serif"}


def main() -> None:
    """Start Qt, and print what it says of itself and of the fonts."""
    application = QApplication(sys.argv)
    fonts = len(set(QFontDatabase.families()) - _KINDS)
    # Without any font Qt draws boxes, and calls them glyphs.
    japanese = fonts > 0 and _has_glyphs(_JAPANESE, application.font())
    answer = {"qt": qVersion(), "fonts": fonts, "japanese": japanese}
    print(json.dumps(answer))


def _has_glyphs(text: str, font: QFont) -> bool:
    """Whether a label could show the text, the fonts that Qt falls back to included."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    # Glyph 0 of a font is the box for what it lacks.
    indexes = [index for run in layout.glyphRuns() for index in run.glyphIndexes()]
    return bool(indexes) and 0 not in indexes


if __name__ == "__main__":
    main()
