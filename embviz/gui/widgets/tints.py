"""Colours between two colours."""

from __future__ import annotations

from PySide6.QtGui import QColor


def mixed(colour: QColor, ground: QColor, strength: float) -> QColor:
    """Return `colour` as it looks at `strength`, from 0 to 1, over `ground`."""
    above, below = ((of.red(), of.green(), of.blue()) for of in (colour, ground))
    return QColor(*(round(low + strength * (high - low)) for high, low in zip(above, below, strict=True)))
