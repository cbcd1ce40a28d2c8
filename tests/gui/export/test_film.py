"""The moments of a film, and the pictures that are made of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from embviz.gui.export.film import Film, frame_of, spread
from embviz.gui.export.writer import Frame

GROUND = "#f6f7f9"


@given(st.integers(0, 10**7), st.integers(2, 500))
def test_moments_are_spread_evenly_from_the_first_to_the_last(last: int, count: int) -> None:
    places = spread(last, count)
    assert (places[0], places[-1]) == (0, last)
    assert len(places) == min(count, last + 1)
    gaps = {after - before for before, after in pairwise(places)}
    assert not gaps or (min(gaps) >= 1 and max(gaps) - min(gaps) <= 1)


def test_for_one_frame_there_is_only_room_for_the_last() -> None:
    assert spread(9, 1) == [9]


class Dot(QWidget):
    """A blue disc on nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(QColor("#2458d3"))
            painter.setBrush(QColor("#2458d3"))
            painter.drawEllipse(self.rect().adjusted(10, 10, -11, -11))


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_frame_is_the_widget_on_the_ground(show: Callable[..., QWidget], scale: int) -> None:
    shown = show(Dot(), 101, 61)
    shown.setAutoFillBackground(False)
    frame = frame_of(shown, scale, GROUND)
    assert frame.shape == (61 * scale, 101 * scale, 3)
    assert frame.dtype == np.uint8
    assert tuple(frame[30 * scale, 50 * scale]) == (0x24, 0x58, 0xD3)


def plain(height: int, width: int, shade: int) -> Frame:
    return np.full((height, width, 3), shade, np.uint8)


def test_pictures_that_grow_stand_on_the_ground_of_the_largest_sample(tmp_path: Path) -> None:
    paths = [tmp_path / "a.gif", tmp_path / "a.apng"]
    film = Film(paths, 15, 0.0, GROUND)
    film.sample(plain(20, 40, 9))
    film.sample(plain(30, 36, 200))
    for frame in (plain(20, 40, 9), plain(30, 36, 200), plain(50, 50, 9)):
        film.add(frame)
    film.finish()
    for path in paths:
        with Image.open(path) as image:
            assert (image.size, image.n_frames) == ((40, 30), 3)
            assert image.convert("RGB").getpixel((1, 29)) == (0xF6, 0xF7, 0xF9)
            image.seek(1)
            assert image.convert("RGB").getpixel((1, 29)) == (200, 200, 200)
            image.seek(2)
            assert image.convert("RGB").getpixel((39, 29)) == (9, 9, 9)


def test_a_film_that_is_abandoned_leaves_nothing(tmp_path: Path) -> None:
    film = Film([tmp_path / "a.gif", tmp_path / "a.apng"], 15, 0.0, GROUND)
    film.sample(plain(4, 4, 1))
    film.add(plain(4, 4, 1))
    assert len(list(tmp_path.iterdir())) == 2
    film.abandon()
    assert list(tmp_path.iterdir()) == []


def test_abandoning_what_is_finished_changes_nothing(tmp_path: Path) -> None:
    film = Film([tmp_path / "a.gif"], 15, 0.0, GROUND)
    film.sample(plain(4, 4, 1))
    film.add(plain(4, 4, 1))
    film.finish()
    film.abandon()
    assert [path.name for path in tmp_path.iterdir()] == ["a.gif"]
