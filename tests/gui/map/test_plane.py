"""The window on the plane: the same scale both ways, and a whole that does not jump at every step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.gui.map.plane import MARGIN_PX, MOST_ZOOM, TOO_SMALL, Plane

WIDTH, HEIGHT = 400, 300
numbers = st.floats(-(2.0**100), 2.0**100, width=32)


def plane_of(points: object) -> Plane:
    plane = Plane()
    plane.resize(WIDTH, HEIGHT)
    plane.follow(np.array(points, dtype=np.float32))
    return plane


def test_all_points_are_within_the_margin_and_a_unit_is_as_long_both_ways() -> None:
    points = np.array([[0, 0], [10, 0], [10, 3], [4, 2]], dtype=float)
    plane = plane_of(points)
    places = plane.to_px(points)
    assert places[:, 0].min() == pytest.approx(MARGIN_PX)
    assert places[:, 0].max() == pytest.approx(WIDTH - MARGIN_PX)
    right, up = np.diff(plane.to_px(np.array([[1.0, 1.0], [2.0, 2.0]])), axis=0)[0]
    assert right == pytest.approx(plane.scale)
    assert up == pytest.approx(-plane.scale), "y points upwards"


@pytest.mark.parametrize(
    "points", [[[3, 4]], [[3, 4], [3, 4]], [[-1, 0], [5, 0]], [[2, -1], [2, 7]], [[1e-40, 0], [0, 0]]]
)
def test_a_point_and_a_line_have_a_place_too(points: list[list[float]]) -> None:
    places = plane_of(points).to_px(np.array(points, dtype=np.float32).astype(float))
    assert np.isfinite(places).all()
    assert ((places >= MARGIN_PX - 1e-6) & (places <= np.array([WIDTH, HEIGHT]) - MARGIN_PX + 1e-6)).all()


def test_points_that_are_no_numbers_have_no_say() -> None:
    nan, inf = float("nan"), float("inf")
    assert plane_of([[0, 0], [1, 1], [nan, 50], [3, inf]]).scale == plane_of([[0, 0], [1, 1]]).scale
    assert plane_of([[nan, nan]]).scale > 0


def test_the_scale_stays_while_points_move_within_and_gives_way_at_once_when_they_leave() -> None:
    plane = plane_of([[-1, -1], [1, 1]])
    scale = plane.scale
    plane.follow(np.array([[-0.8, -0.9], [0.9, 0.7]]))
    assert plane.scale == scale
    plane.follow(np.array([[-1, -1], [2, 2]]))
    assert plane.scale < scale
    grown = plane.scale
    # The room ahead: the next small move changes nothing.
    plane.follow(np.array([[-1, -1], [2.1, 2.1]]))
    assert plane.scale == grown


def test_points_that_draw_together_come_nearer_once_it_is_worth_it() -> None:
    plane = plane_of([[-1, -1], [1, 1]])
    scale = plane.scale
    shrunk = 0.99 / TOO_SMALL
    plane.follow(np.array([[-shrunk, -shrunk], [shrunk, shrunk]]))
    assert plane.scale > TOO_SMALL * scale


def test_what_is_under_the_mouse_stays_there_while_zooming() -> None:
    plane = plane_of([[-1, -1], [1, 1]])
    at = (90.0, 210.0)
    before = plane.from_px(np.array([at]))
    for factor in (2.0, 3.0, 0.4):
        plane.zoom(factor, at)
        assert plane.from_px(np.array([at])) == pytest.approx(before)
    assert plane.magnification == pytest.approx(2.4)
    assert not plane.is_whole
    plane.fit()
    assert plane.is_whole
    assert plane.magnification == 1


def test_a_part_that_was_chosen_stays_while_the_points_move() -> None:
    plane = plane_of([[-1, -1], [1, 1]])
    plane.zoom(2, (0, 0))
    plane.pan(12, -7)
    places = plane.to_px(np.array([[0.5, 0.5]]))
    plane.follow(np.array([[-9, -9], [9, 9]]))
    assert plane.to_px(np.array([[0.5, 0.5]])) == pytest.approx(places)


def test_a_drag_moves_the_points_by_as_much() -> None:
    plane = plane_of([[-1, -1], [1, 1]])
    before = plane.to_px(np.array([[0.2, -0.3]]))
    plane.pan(30, 11)
    assert plane.to_px(np.array([[0.2, -0.3]])) - before == pytest.approx(np.array([[30, 11]]))


def test_there_is_an_end_to_zooming() -> None:
    plane = plane_of([[-1, -1], [1, 1]])
    for _ in range(100):
        plane.zoom(10, (5, 5))
    assert plane.magnification == pytest.approx(MOST_ZOOM)
    for _ in range(100):
        plane.zoom(0.1, (5, 5))
    assert 0 < plane.magnification < 1


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=20))
def test_any_numbers_have_a_place_within_the_picture(points: list[tuple[float, float]]) -> None:
    places = plane_of(points).to_px(np.array(points, dtype=np.float32).astype(float))
    assert ((places > -1) & (places < np.array([WIDTH, HEIGHT]) + 1)).all()
