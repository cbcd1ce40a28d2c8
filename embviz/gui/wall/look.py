"""Look: which colours, and how large text, a person has chosen, kept from one start to the next."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSettings

from embviz.gui.looks import THEMES, Theme

SYSTEM = "system"
TEXT_SCALES = (1.0, 1.25, 1.5, 2.0, 3.0)
# The look's own is the first.
OWN_MAP, COLOUR_BLIND_MAP, PRINT_MAP = "", "CET-CBD1", "CET-D7"
COLOUR_MAPS: dict[str, str] = {
    OWN_MAP: str(QT_TRANSLATE_NOOP("wall", "Blue and red")),
    COLOUR_BLIND_MAP: str(QT_TRANSLATE_NOOP("wall", "Blue and ochre, for colour-blind viewers")),
    PRINT_MAP: str(QT_TRANSLATE_NOOP("wall", "Dark blue to yellow, also in grey print")),
}
THEME_KEY, MAP_KEY, SCALE_KEY = "theme", "colour_map", "text_scale"


class Look(NamedTuple):
    """A theme by its name, or 'system'; a colour map, OWN_MAP for the theme's; the size of text."""

    theme: str = SYSTEM
    colour_map: str = OWN_MAP
    text_scale: float = 1.0

    def of(self, theme: Theme) -> Theme:
        """Return `theme` with the colour map and the size that were chosen."""
        own = THEMES[theme.name].colour_map
        return theme._replace(colour_map=self.colour_map or own, text_scale=self.text_scale)


def kept(store: QSettings) -> Look:
    """Return what was chosen, as far as the file makes sense, which anybody may have edited."""
    theme, colour_map = (str(store.value(key, "")) for key in (THEME_KEY, MAP_KEY))
    scales = {f"{scale:g}": scale for scale in TEXT_SCALES}
    return Look(
        theme if theme in THEMES else SYSTEM,
        colour_map if colour_map in COLOUR_MAPS else OWN_MAP,
        scales.get(str(store.value(SCALE_KEY, "")), 1.0),
    )


def keep(look: Look, store: QSettings) -> None:
    """Keep what was chosen."""
    store.setValue(THEME_KEY, look.theme)
    store.setValue(MAP_KEY, look.colour_map)
    store.setValue(SCALE_KEY, f"{look.text_scale:g}")
