"""The colours of the looks, without anything of Qt, so that the first paint can have them."""

from __future__ import annotations

from typing import NamedTuple

# Of a curve of few points, in px: a thick one is drawn much more slowly, and seen from the last row.
THIN, THICK = 2.0, 5.0


class Theme(NamedTuple):
    """One look: its colours, each named for what it is used for, and how large all of it is.

    Text stands off from its ground by `least_contrast` at least, as WCAG 2 defines it. `text_scale` is 1
    where text has its usual size; `curve_px` is how thick curves are.
    """

    name: str
    ground: str
    card: str
    line: str
    ink: str
    soft: str
    accent: str
    on_accent: str
    button: str
    button_hover: str
    error: str
    caution: str
    stripe: str
    success: str
    colour_map: str
    least_contrast: float = 4.5
    is_dark: bool = False
    text_scale: float = 1.0
    curve_px: float = THIN


LIGHT = Theme(
    name="light",
    ground="#f6f7f9",
    card="#ffffff",
    line="#e3e6eb",
    ink="#1b1f27",
    soft="#667085",
    accent="#2458d3",
    on_accent="#ffffff",
    button="#eef1f6",
    button_hover="#e2e7f0",
    error="#b42318",
    caution="#93580a",
    stripe="#eaedf2",
    success="#1a7f37",
    colour_map="CET-D1A",
)
DARK = Theme(
    name="dark",
    ground="#16181d",
    card="#1e2128",
    line="#2c313b",
    ink="#e8eaee",
    soft="#98a0ae",
    accent="#7aa7ff",
    on_accent="#10141c",
    button="#2a2f39",
    button_hover="#353b48",
    error="#ff9a8f",
    caution="#f0b866",
    stripe="#262a33",
    success="#62c47b",
    colour_map="CET-D4",
    is_dark=True,
)
# Black on white, for a projector in a bright room: every text is at least 7:1 on what it stands on.
CONTRAST = Theme(
    name="contrast",
    ground="#ffffff",
    card="#ffffff",
    line="#767676",
    ink="#000000",
    soft="#333333",
    accent="#003a9e",
    on_accent="#ffffff",
    button="#e6e6e6",
    button_hover="#d0d0d0",
    error="#8a0000",
    caution="#5a3600",
    stripe="#e0e0e0",
    success="#004d1a",
    colour_map="CET-D1A",
    least_contrast=7.0,
)
# In the order in which one key goes through them.
THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}
