"""The colours of the two looks, without anything of Qt, so that the first paint can have them."""

from __future__ import annotations

from typing import NamedTuple


class Theme(NamedTuple):
    """The colours of one look, each named for what it is used for."""

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
    colour_map: str


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
    colour_map="CET-D4",
)
