"""The colours of pinned words: legible on the theme's cards, and told apart."""

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from embviz.gui.map.hues import pin_colours
from embviz.gui.theme import DARK, LIGHT, Theme


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
class TestPinColours:
    def test_each_is_legible_as_text(self, look: Theme, contrast: Callable[[str, str], float]) -> None:
        for colour in pin_colours(look):
            assert contrast(colour.name(), look.card) >= 4.5

    def test_the_first_is_the_accent(self, look: Theme) -> None:
        assert pin_colours(look)[0].name() == look.accent

    def test_the_first_ones_are_far_apart_and_no_two_are_alike(self, look: Theme) -> None:
        colours = pin_colours(look)
        assert len(colours) >= 8

        def difference(one: QColor, other: QColor) -> int:
            return sum(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))

        assert min(difference(*pair) for pair in combinations(colours[:4], 2)) > 120
        assert min(difference(*pair) for pair in combinations(colours, 2)) > 30

    def test_none_is_taken_for_the_ordinary_points(self, look: Theme) -> None:
        for colour in pin_colours(look):
            assert colour.hslSaturationF() > 3 * QColor(look.soft).hslSaturationF()
