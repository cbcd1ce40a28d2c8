"""Colours, type and icons: legible in both looks, and shipped with the program."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from embviz.gui import theme as themes
from embviz.gui.details.tab_row import PAST_STRENGTH
from embviz.gui.map.hues import pin_colours
from embviz.gui.theme import (
    CONTRAST,
    DARK,
    LIGHT,
    THEMES,
    Theme,
    chosen,
    exact_font,
    following,
    font,
    icon,
    px,
)
from embviz.gui.widgets.tints import mixed

ICONS = ("forward", "backward", "step", "train", "run", "pause", "zero_grad", "reset", "theme", "quit")


# Every text that is painted, and what it stands on.
PAIRS = (
    ("ink", "ground"), ("ink", "card"), ("ink", "button"), ("ink", "button_hover"), ("ink", "stripe"),
    ("soft", "ground"), ("soft", "card"), ("accent", "card"), ("accent", "ground"), ("on_accent", "accent"),
    ("error", "card"), ("caution", "card"), ("success", "card"), ("card", "ink"),
)  # fmt: skip
# Of words in a chip, and on the plate of what is absent, which are large or said elsewhere too.
LARGE = (("soft", "button"), ("soft", "stripe"))


@pytest.mark.parametrize("look", list(THEMES.values()), ids=lambda look: look.name)
class TestContrast:
    @pytest.mark.parametrize(("ink", "ground"), [*PAIRS, *LARGE])
    def test_text_is_legible(
        self, look: Theme, ink: str, ground: str, contrast: Callable[[str, str], float]
    ) -> None:
        is_large = look is not CONTRAST and (ink, ground) in LARGE
        wanted = 3.0 if is_large else look.least_contrast
        assert contrast(getattr(look, ink), getattr(look, ground)) >= wanted

    def test_the_note_of_the_past_is_legible_on_its_tint(
        self, look: Theme, contrast: Callable[[str, str], float]
    ) -> None:
        ground = mixed(QColor(look.caution), QColor(look.card), PAST_STRENGTH)
        assert contrast(look.caution, ground.name()) >= look.least_contrast - (0 if look is CONTRAST else 0.5)

    def test_names_of_pinned_words_are_legible(
        self, look: Theme, contrast: Callable[[str, str], float]
    ) -> None:
        assert min(contrast(colour.name(), look.card) for colour in pin_colours(look)) >= look.least_contrast

    def test_every_colour_is_one(self, look: Theme) -> None:
        for name, value in look._asdict().items():
            if isinstance(value, str) and name not in ("name", "colour_map"):
                assert QColor(value).isValid()


def test_high_contrast_asks_for_seven_to_one() -> None:
    assert CONTRAST.least_contrast == 7


def test_one_key_goes_through_the_looks_and_comes_back() -> None:
    names, theme = [], LIGHT
    for _ in THEMES:
        theme = following(theme)
        names.append(theme.name)
    assert names == ["dark", "contrast", "light"]


@pytest.mark.parametrize("scale", [1.25, 1.5, 2.0, 3.0])
def test_text_and_lengths_grow_with_the_look(qapp: QApplication, scale: float) -> None:
    parent = QWidget()
    label, line = QLabel("a", parent), QLineEdit(parent)
    label.setFont(font(15))
    line.setFixedSize(60, 30)
    try:
        themes.apply(qapp, LIGHT._replace(text_scale=scale))
        assert label.font().pixelSize() == font(15).pixelSize() == round(15 * scale)
        assert line.font().pixelSize() == qapp.font().pixelSize() == round(13 * scale)
        assert line.minimumSize().toTuple() == (round(60 * scale), round(30 * scale))
        assert px(40) == round(40 * scale)
        assert exact_font(15).pixelSize() == 15
    finally:
        themes.apply(qapp, LIGHT)
    assert (label.font().pixelSize(), line.font().pixelSize(), line.height()) == (15, 13, 30)
    parent.deleteLater()


def test_the_look_follows_the_system_unless_one_is_named() -> None:
    dark, light, unknown = Qt.ColorScheme.Dark, Qt.ColorScheme.Light, Qt.ColorScheme.Unknown
    assert [chosen("system", scheme) for scheme in (dark, light, unknown)] == [DARK, LIGHT, LIGHT]
    for scheme in (dark, light, unknown):
        assert chosen("light", scheme) is LIGHT
        assert chosen("dark", scheme) is DARK
        assert chosen("contrast", scheme) is CONTRAST


def test_the_palette_is_the_look_s(theme: Theme, qapp: QApplication) -> None:
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window).name() == theme.ground
    assert palette.color(QPalette.ColorRole.WindowText).name() == theme.ink
    assert palette.color(QPalette.ColorRole.Accent).name() == theme.accent
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    assert disabled.name() == theme.soft


class TestType:
    @pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold])
    def test_the_typeface_is_the_shipped_one(self, qapp: QApplication, weight: QFont.Weight) -> None:
        info = QFontInfo(font(13, weight))
        assert info.family() == themes.FAMILY
        assert info.weight() == weight

    def test_tabular_digits_have_one_width(self, qapp: QApplication) -> None:
        metrics = QFontMetricsF(font(15, tabular=True))
        assert len({round(metrics.horizontalAdvance(digit * 8), 3) for digit in "0123456789"}) == 1

    @pytest.mark.parametrize("size", [9, 11, 13, 15, 28, 38])
    def test_the_size_is_in_pixels(self, qapp: QApplication, size: int) -> None:
        assert font(size).pixelSize() == size

    def test_it_has_a_glyph_for_every_sign_that_the_window_writes(self, qapp: QApplication) -> None:
        metrics = QFontMetricsF(font())
        assert [sign for sign in "0123456789.,+-−×·–…√∞‖θ" if not metrics.inFont(sign)] in ([], ["∞"], ["‖"])


class TestIcons:
    @pytest.mark.parametrize("name", ICONS)
    @pytest.mark.parametrize("ratio", [1.0, 2.0])
    def test_an_icon_is_drawn_in_the_ink_of_the_look(self, theme: Theme, name: str, ratio: float) -> None:
        made = icon(name, theme)
        for mode, colour in ((QIcon.Mode.Normal, theme.ink), (QIcon.Mode.Selected, theme.on_accent)):
            image = made.pixmap(QSize(16, 16), ratio, mode).toImage()
            assert image.width() == 16 * ratio
            opaque = [
                image.pixelColor(x, y)
                for x in range(image.width())
                for y in range(image.height())
                if image.pixelColor(x, y).alpha() > 200
            ]
            assert len(opaque) > 8
            wanted = QColor(colour)
            assert all(
                abs(one - other) <= 12
                for pixel in opaque
                for one, other in zip(pixel.getRgb()[:3], wanted.getRgb()[:3], strict=True)
            )

    def test_no_two_icons_are_the_same(self, qapp: QApplication) -> None:
        images = {bytes(icon(name, LIGHT).pixmap(QSize(16, 16), 2.0).toImage().constBits()) for name in ICONS}
        assert len(images) == len(ICONS)


@pytest.mark.parametrize("name", ["error", "caution", "soft"])
def test_a_named_label_has_its_colour(
    name: str, theme: Theme, show: Callable[..., QLabel], picture: Any
) -> None:
    label = QLabel("||||||||")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setObjectName(name)
    label.setFont(font(28, QFont.Weight.DemiBold))
    assert picture(show(label, 200, 60)).count(getattr(theme, name)) > 10
