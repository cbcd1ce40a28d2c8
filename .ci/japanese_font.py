"""Makes the Japanese typefaces of resources/fonts with fontTools.

    python .ci/japanese_font.py NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc

They have the letters of JIS X 0208, in which ordinary Japanese is written: those of its first level and all
that is not kanji as Regular and Bold, the kanji of the second level, which are rare, as Regular alone. These
are a family of their own, since Qt looks for what one weight of a family lacks in other families only. The
names are our own too: a full Noto that is installed is never mixed up with them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "fonts"
FAMILY, RARE_FAMILY = "Noto Sans JP Subset", "Noto Sans JP Rare"
# In a collection of Noto Sans CJK the first font is the Japanese one.
JAPANESE = 0
# Rows and columns of JIS X 0208: in EUC-JP each is a byte from here on.
FIRST_BYTE, LAST_BYTE = 0xA1, 0xFE
# From this row on stand the kanji of the second level.
SECOND_LEVEL = 0xD0
BESIDE = "「」『』、。・ー〜～…—–−×÷±≤≥≈‖∂√∞→←↑↓①②③④⑤⑥⑦⑧⑨"
# Of an em, in thousandths. Noto's own lines are 1.45 em high, a fifth more than Inter's: a text would take so
# much more room in Japanese. Kanji themselves reach from 0.88 em above the line to 0.12 em below it.
ABOVE, BELOW = 1000, 300
# The names that fonts have by platform (Windows, Unicode, English).
WINDOWS_ENGLISH = (3, 1, 0x409)


class Face(NamedTuple):
    """One file: its family, its style, and the rows of JIS X 0208 that it has."""

    family: str
    style: str
    rows: range

    @property
    def file(self) -> Path:
        """Where it stands."""
        return FOLDER / f"{self.family.replace(' ', '')}-{self.style}.otf"


FACES = (
    Face(FAMILY, "Regular", range(FIRST_BYTE, SECOND_LEVEL)),
    Face(FAMILY, "Bold", range(FIRST_BYTE, SECOND_LEVEL)),
    Face(RARE_FAMILY, "Regular", range(SECOND_LEVEL, LAST_BYTE + 1)),
)


def letters(rows: range) -> set[int]:
    """Return the code points of these rows, with the first ones what stands beside them in texts too."""
    found = set(map(ord, BESIDE)) if FIRST_BYTE in rows else set()
    for row in rows:
        for column in range(FIRST_BYTE, LAST_BYTE + 1):
            letter = bytes((row, column)).decode("euc_jp", "ignore")
            found.update(map(ord, letter))
    return found


def write(face: Face, source: str) -> None:
    """Write `face`, cut out of the font in the file `source`."""
    font = TTFont(source, fontNumber=JAPANESE)
    options = subset.Options(hinting=False, layout_features=[], desubroutinize=False, name_IDs=["*"])
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "GPOS", "GSUB", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(letters(face.rows)))
    cutter.subset(font)
    kept = {0, 5, 7, 8, 9, 11, 13, 14}
    font["name"].names = [one for one in font["name"].names if one.nameID in kept and one.platformID == 3]
    whole = f"{face.family} {face.style}"
    names = {1: face.family, 2: face.style, 3: whole, 4: whole, 6: face.file.stem}
    for number, text in names.items():
        font["name"].setName(text, number, *WINDOWS_ENGLISH)
    _set_height(font)
    font["CFF "].cff.topDictIndex[0].FullName = whole
    font.save(face.file)
    size = face.file.stat().st_size / 1e6
    print(f"{face.file.name}: {size:.2f} MB, {len(font.getBestCmap())} letters")


def _set_height(font: TTFont) -> None:
    assert font["head"].unitsPerEm == 1000
    heading, os2 = font["hhea"], font["OS/2"]
    heading.ascent, heading.descent, heading.lineGap = ABOVE, -BELOW, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ABOVE, -BELOW, 0
    os2.usWinAscent, os2.usWinDescent = ABOVE, BELOW


def main(regular: str, bold: str) -> None:
    """Write all faces, out of the collections in the files `regular` and `bold`."""
    for face in FACES:
        write(face, bold if face.style == "Bold" else regular)


if __name__ == "__main__":
    main(*sys.argv[1:])
