"""Colours: zero is always the middle, no number is ever drawn as another, and ink is legible on all of it."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
import pytest
from colorspacious import cspace_convert, deltaE
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PySide6.QtGui import QColor

from embviz.gui.heatmap.colours import (
    LEVELS,
    MINUS_INF_COLOUR,
    NAN_COLOUR,
    PLUS_INF_COLOUR,
    Scale,
    colour_table,
    colours,
    ink_on,
)
from embviz.gui.looks import CONTRAST, DARK, LIGHT
from embviz.gui.wall.look import COLOUR_BLIND_MAP, PRINT_MAP

MAPS = (*dict.fromkeys((LIGHT.colour_map, DARK.colour_map, CONTRAST.colour_map)), COLOUR_BLIND_MAP, PRINT_MAP)
NUMBERS = arrays.arrays(np.float32, (3, 4), elements=st.floats(width=32))


def channels(colour: int) -> np.ndarray:
    return np.array([colour >> 16 & 255, colour >> 8 & 255, colour & 255], dtype=int)


@pytest.mark.parametrize("name", MAPS)
def test_each_number_has_the_colour_of_pyqtgraph_s_map_at_its_place(name: str) -> None:
    values = np.linspace(-2, 2, 41, dtype=np.float32)
    painted = colours(values, 2.0, colour_table(name))
    expected = pg.colormap.get(name).map((values + 2) / 4)[:, :3].astype(int)
    assert np.abs(np.array([channels(int(colour)) for colour in painted]) - expected).max() <= 3


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("limit", [1e-30, 0.5, 1.0, 1e30])
def test_zero_is_the_middle_of_the_map_at_every_limit(name: str, limit: float) -> None:
    table = colour_table(name)
    painted = colours(np.array([0.0, -0.0], np.float32), limit, table)
    assert (painted == table[LEVELS // 2]).all()


@pytest.mark.parametrize("name", MAPS)
def test_the_ends_of_the_scale_are_the_ends_of_the_map_and_what_is_beyond_stays_there(name: str) -> None:
    table = colour_table(name)
    assert colours(np.array([-9, -1, 1, 9], np.float32), 1.0, table).tolist() == [
        table[0],
        table[0],
        table[-1],
        table[-1],
    ]


@pytest.mark.parametrize("name", MAPS)
def test_all_colours_are_opaque_and_a_change_of_sign_is_a_change_of_colour(name: str) -> None:
    table = colour_table(name)
    assert (table >> 24 == 255).all()
    assert np.unique(table).size > 0.9 * LEVELS


@pytest.mark.parametrize("limit", [1e-30, 0.5, 1.0, 1e30])
def test_what_is_no_number_has_a_colour_that_no_number_has(limit: float) -> None:
    values = np.array([[np.nan, np.inf, -np.inf, 0.25]], np.float32)
    for name in MAPS:
        table = colour_table(name)
        marks = [QColor(c).rgb() for c in (NAN_COLOUR, PLUS_INF_COLOUR, MINUS_INF_COLOUR)]
        painted = colours(values, limit, table)
        assert painted[0, :3].tolist() == marks
        assert painted[0, 3] in table
        assert not set(marks) & set(table.tolist())
        # Far enough off to be told from their neighbours: 40 of 255 in some channel.
        distances = [np.abs(channels(mark) - channels(int(c))).max() for mark in marks for c in table]
        assert min(distances) >= 40


@given(NUMBERS, st.floats(1e-38, 1e38))
def test_any_numbers_are_coloured_without_a_warning_and_in_order(values: np.ndarray, limit: float) -> None:
    table = colour_table("CET-D1A")
    before = values.copy()
    painted = colours(values, limit, table)
    assert np.array_equal(values, before, equal_nan=True)
    assert painted.shape == values.shape
    assert painted.dtype == np.uint32
    place = {int(colour): index for index, colour in reversed(list(enumerate(table)))}
    finite = np.isfinite(values)
    order = np.argsort(values[finite])
    places = [place[int(colour)] for colour in painted[finite][order]]
    assert places == sorted(places)


@pytest.mark.parametrize("name", MAPS)
def test_numbers_are_legible_on_every_colour(name: str, contrast: Callable[[str, str], float]) -> None:
    marks = [QColor(c).rgb() for c in (NAN_COLOUR, PLUS_INF_COLOUR, MINUS_INF_COLOUR)]
    for colour in [*colour_table(name).tolist(), *marks]:
        assert contrast(ink_on(colour), QColor.fromRgba(colour).name()) >= 4.5


def test_ink_is_dark_on_light_and_light_on_dark(contrast: Callable[[str, str], float]) -> None:
    assert QColor(ink_on(0xFFFFFFFF)).lightnessF() < 0.1
    assert QColor(ink_on(0xFF000000)).lightnessF() > 0.9


# How a person without one kind of cone sees: Machado, Oliveira and Fernandes 2009, at full severity.
EYES = (None, "protanomaly", "deuteranomaly", "tritanomaly")
STEPS = 11


def seen(name: str, eyes: str | None) -> np.ndarray:
    """STEPS colours of the map from end to end, as these eyes see them: sRGB from 0 to 1."""
    places = np.linspace(0, LEVELS - 1, STEPS).round().astype(int)
    rgb = np.array([channels(int(colour)) for colour in colour_table(name)[places]]) / 255
    if eyes is None:
        return rgb
    sight = {"name": "sRGB1+CVD", "cvd_type": eyes, "severity": 100}
    return np.clip(cspace_convert(rgb, sight, "sRGB1"), 0, 1)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """The least distance of two rows of colours in CAM02-UCS, where 1 is what can just be told apart."""
    return float(deltaE(one, other, input_space="sRGB1").min())


class TestColourBlindness:
    @pytest.mark.parametrize("eyes", EYES)
    @pytest.mark.parametrize("name", MAPS)
    def test_neighbouring_steps_stay_apart_for_all_eyes(self, name: str, eyes: str | None) -> None:
        colours = seen(name, eyes)
        assert apart(colours[1:], colours[:-1]) >= 2.0

    @pytest.mark.parametrize("eyes", EYES)
    @pytest.mark.parametrize("name", MAPS)
    def test_a_number_is_never_taken_for_its_opposite(self, name: str, eyes: str | None) -> None:
        colours, half = seen(name, eyes), STEPS // 2
        assert apart(colours[:half], colours[: -half - 1 : -1]) >= 10

    @pytest.mark.parametrize("eyes", EYES)
    def test_the_map_for_colour_blind_viewers_keeps_steps_twice_as_far_apart(self, eyes: str | None) -> None:
        colours = seen(COLOUR_BLIND_MAP, eyes)
        assert apart(colours[1:], colours[:-1]) >= 4.0

    def test_a_map_of_red_and_green_would_not_do(self) -> None:
        assert min(apart(half[:5], half[:-6:-1]) for half in (seen("CET-D3", eyes) for eyes in EYES)) < 5

    def test_the_map_for_print_grows_lighter_from_end_to_end(self) -> None:
        rgb = np.array([channels(int(colour)) for colour in colour_table(PRINT_MAP)]) / 255
        grey = cspace_convert(rgb, "sRGB1", "CIELab")[:, 0]
        assert (np.diff(grey) > -0.05).all()
        assert (np.diff(grey[::10]) > 0).all()


class TestScale:
    def follow(self, *frames: list[float], run: int = 1) -> list[float]:
        scale = Scale()
        limits = []
        for frame in frames:
            scale.follow(np.array([frame], np.float32), run)
            limits.append(scale.limit)
        return limits

    def test_a_standing_number_keeps_its_colour_while_others_shrink_a_little(self) -> None:
        assert self.follow([0.9], [0.5], [0.3]) == [1.0, 1.0, 1.0]

    def test_the_scale_grows_at_once_and_shrinks_when_the_numbers_are_far_below(self) -> None:
        assert self.follow([0.9], [1.1], [0.3], [0.003]) == [1.0, 2.0, 0.4, 0.004]

    def test_the_first_frame_of_a_run_starts_anew(self) -> None:
        scale = Scale()
        scale.follow(np.array([0.9]), run=1)
        scale.follow(np.array([0.5]), run=2)
        assert scale.limit == 0.5

    def test_zeros_empty_tables_and_nan_leave_the_scale_as_it_was(self) -> None:
        nothing = [[0.0, 0.0], [], [float("nan")], [float("inf"), float("-inf")]]
        assert self.follow([3.7], *nothing) == [4.0] * 5
        assert self.follow(*nothing) == [1.0] * 4

    def test_a_run_of_zeros_starts_at_one(self) -> None:
        scale = Scale()
        scale.follow(np.array([500.0]), run=1)
        scale.follow(np.array([0.0]), run=2)
        assert scale.limit == 1.0

    @pytest.mark.parametrize("largest", [1.7976931348623157e308, 5e-324])
    def test_the_ends_of_float64_have_a_scale_and_a_colour(self, largest: float) -> None:
        scale = Scale()
        values = np.array([largest, -largest, 0.0])
        scale.follow(values, run=1)
        assert np.isfinite(scale.limit)
        assert scale.limit >= largest
        table = colour_table("CET-D1A")
        assert colours(values, scale.limit, table)[2] == table[LEVELS // 2]
        beyond = colours(np.array([1e300, -1e300]), 5e-324, table)
        assert beyond.tolist() == [table[-1], table[0]]

    @given(NUMBERS)
    def test_the_limit_holds_every_finite_number_and_following_twice_changes_nothing(
        self, values: np.ndarray
    ) -> None:
        scale = Scale()
        scale.follow(values, run=1)
        limit = scale.limit
        assert limit > 0
        assert np.isfinite(limit)
        assert (np.abs(values[np.isfinite(values)].astype(np.float64)) <= limit).all()
        scale.follow(values, run=1)
        assert scale.limit == limit
