"""Thousands of points in one image: where they are, how large, and none left of the picture before."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from embviz.gui.map.dots import Dots

SIZE = (60, 40)


def alpha_of(dots: Dots, places: object, radius: float = 3.0, opacity: float = 1.0) -> np.ndarray:
    """How opaque each px of the picture is, 0 to 255."""
    image = dots.paint(SIZE, np.array(places, dtype=float).reshape(-1, 2), radius, QColor("#804020"), opacity)
    whole = image.convertToFormat(QImage.Format.Format_ARGB32)
    words = np.frombuffer(whole.constBits(), np.uint32).reshape(whole.height(), whole.width())
    margin = dots.margin
    return (words >> 24)[margin : margin + SIZE[1], margin : margin + SIZE[0]].astype(int)


def test_a_point_is_a_disc_around_its_place() -> None:
    radius = 4.0
    alpha = alpha_of(Dots(), [[20.5, 15.5]], radius)
    y, x = np.indices(alpha.shape)
    away = np.hypot(x - 20, y - 15)
    assert (alpha[away < radius - 1] == 255).all()
    assert (alpha[away > radius + 1] == 0).all()
    assert alpha.sum() / 255 == pytest.approx(np.pi * radius**2, rel=0.05)


def test_motion_of_less_than_a_pixel_is_seen() -> None:
    dots = Dots()
    _, x = np.indices(SIZE[::-1])
    for place in (20.0, 20.3, 20.6, 20.9):
        alpha = alpha_of(dots, [[place, 15.5]])
        # The centre of pixel 20 is at 20.5; a place is told to a quarter of a px.
        assert (alpha * (x + 0.5)).sum() / alpha.sum() == pytest.approx(place, abs=0.13)


def test_points_on_each_other_add_up_to_no_more_than_all() -> None:
    dots = Dots()
    one = alpha_of(dots, [[20.5, 15.5]], opacity=0.4)[15, 20]
    two = alpha_of(dots, [[20.5, 15.5]] * 2, opacity=0.4)[15, 20]
    many = alpha_of(dots, [[20.5, 15.5]] * 500, opacity=0.4)
    assert two == 2 * one
    assert many.max() == 255


def test_the_picture_before_leaves_nothing() -> None:
    dots = Dots()
    alpha_of(dots, np.random.default_rng(0).uniform(0, 40, size=(200, 2)))
    alpha = alpha_of(dots, [[20.5, 15.5]])
    assert (alpha == alpha_of(Dots(), [[20.5, 15.5]])).all()
    assert alpha_of(dots, []).sum() == 0


def test_points_out_of_sight_and_points_that_are_none_are_left_out() -> None:
    far = [[-50, 5], [1e30, 5], [5, -1e300], [float("nan"), 5], [5, float("inf")], [60.5, 5], [5, 40]]
    assert alpha_of(Dots(), far).sum() == 0


def test_the_colour_is_the_one_asked_for() -> None:
    dots = Dots()
    image = dots.paint(SIZE, np.array([[20.5, 15.5]]), 3.0, QColor("#804020"), 1.0)
    assert image.pixelColor(20 + dots.margin, 15 + dots.margin).name() == "#804020"
