"""Makes resources/fonts/NotoSansJP-Subset.otf with fontTools.

    python .ci/japanese_font.py NotoSansCJK-Regular.ttc

It has the letters of JIS X 0208, which ordinary Japanese is written in, under a family name of its own: a
full Noto that is installed is never mixed up with it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Noto Sans JP Subset"
TARGET = Path(__file__).resolve().parents[1] / "resources" / "fonts" / "NotoSansJP-Subset.otf"
# In a collection of Noto Sans CJK the first font is the Japanese one.
JAPANESE = 0
# Rows and columns of JIS X 0208: in EUC-JP each is a byte from here on.
FIRST_BYTE, LAST_BYTE = 0xA1, 0xFE
# Beside them: the names that fonts have by platform (Windows, Unicode, English).
WINDOWS_ENGLISH = (3, 1, 0x409)
NAMES = {
    1: FAMILY,
    2: "Regular",
    3: f"{FAMILY} Regular",
    4: f"{FAMILY} Regular",
    6: "NotoSansJPSubset-Regular",
}


def letters() -> set[int]:
    """Return the code points of JIS X 0208, and of what texts on a screen have beside it."""
    found = set(map(ord, "「」『』、。・ー〜～…—–−×÷±≤≥≈‖∂√∞→←↑↓①②③④⑤⑥⑦⑧⑨"))
    for row in range(FIRST_BYTE, LAST_BYTE + 1):
        for column in range(FIRST_BYTE, LAST_BYTE + 1):
            letter = bytes((row, column)).decode("euc_jp", "ignore")
            found.update(map(ord, letter))
    return found


def main(source: str) -> None:
    """Write the subset of the font in the file `source`."""
    font = TTFont(source, fontNumber=JAPANESE)
    options = subset.Options(hinting=False, layout_features=[], desubroutinize=False, name_IDs=["*"])
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "GPOS", "GSUB", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(letters()))
    cutter.subset(font)
    kept = {0, 5, 7, 8, 9, 11, 13, 14}
    font["name"].names = [one for one in font["name"].names if one.nameID in kept and one.platformID == 3]
    for number, text in NAMES.items():
        font["name"].setName(text, number, *WINDOWS_ENGLISH)
    font["CFF "].cff.topDictIndex[0].FullName = FAMILY
    font.save(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1e6:.2f} MB, {len(font.getBestCmap())} letters")


if __name__ == "__main__":
    main(sys.argv[1])
