"""The colours of pinned words, made from the theme's accent: told apart, and legible on its cards."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QColor

from embviz.gui.theme import Theme

# On the circle of hues, each as far from those before it as there is room.
TURNS = (0.0, 0.5, 0.25, 0.75, 0.14, 0.64, 0.39, 0.88, 0.07, 0.57, 0.32, 0.445)
# Yellow and green at the lightness of a blue would outshine all others in the dark.
MOST_CONTRAST = 9.0
LIGHTNESS_STEP = 0.01
# Of the accent's saturation: the accent itself stays the first that is seen.
CALM = 0.8


@cache
def pin_colours(theme: Theme) -> tuple[QColor, ...]:
    """Return the colours that pinned words take in turn, the accent first."""
    accent, card = QColor(theme.accent), QColor(theme.card)
    hue, saturation, lightness = accent.hslHueF(), accent.hslSaturationF(), accent.lightnessF()
    least = theme.least_contrast
    others = (_legible((hue + turn) % 1.0, CALM * saturation, lightness, card, least) for turn in TURNS[1:])
    return accent, *others


def _legible(hue: float, saturation: float, lightness: float, card: QColor, least: float) -> QColor:
    """Return the colour, darker or lighter by as much as it takes to be legible and not to glare.

    The names are written in it, for which WCAG 2 asks `least`.
    """
    away = -LIGHTNESS_STEP if _luminance(card) > 0.5 else LIGHTNESS_STEP
    colour = QColor.fromHslF(hue, saturation, lightness)
    # Each way for all of the range at most: a card of middle grey may allow no such contrast.
    for _ in range(round(1 / LIGHTNESS_STEP)):
        contrast = _contrast(colour, card)
        way = away if contrast < least else -away if contrast > MOST_CONTRAST else 0.0
        lightness = min(max(lightness + way, 0.0), 1.0)
        colour = QColor.fromHslF(hue, saturation, lightness)
    return QColor(colour.name())


def _contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    lower, higher = sorted((_luminance(one), _luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


def _luminance(colour: QColor) -> float:
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
