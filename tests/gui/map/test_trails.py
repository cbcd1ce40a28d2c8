"""Trails: where a row has been, up to the step that is shown, and never too long."""

import numpy as np
import pytest

from embviz.gui.map.trails import MOST_POINTS, Trail, Trails

AXES = (1, 0)


def test_a_trail_has_the_points_in_the_order_of_the_steps() -> None:
    trail = Trail()
    for step in (3, 1, 2):
        trail.add(step, (float(step), 0.0))
    assert trail.until(9)[:, 0].tolist() == [1, 2, 3]
    assert trail.until(2)[:, 0].tolist() == [1, 2]
    assert trail.until(0).shape == (0, 2)


def test_of_one_step_the_newest_point_stays() -> None:
    trail = Trail()
    trail.add(1, (0.0, 0.0))
    trail.add(1, (5.0, 6.0))
    assert trail.until(1).tolist() == [[5, 6]]


def test_a_long_trail_is_thinned_where_nothing_happens() -> None:
    trail = Trail()
    # A quarter of a circle, and in its middle a long rest with a little tremor.
    angles = np.concatenate([np.linspace(0, 0.8, 250), np.full(2000, 0.8), np.linspace(0.8, 1.6, 250)])
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    points[250:2250] += np.random.default_rng(1).normal(size=(2000, 2)) * 1e-5
    for step, (x, y) in enumerate(points.tolist()):
        trail.add(step, (x, y))
    kept = trail.until(len(points))
    assert len(kept) == MOST_POINTS
    assert (kept[0] == points[0]).all()
    assert (kept[-1] == points[-1]).all()
    # Every point of the way is near to one that was kept.
    away = np.hypot(*(points[:, None] - kept[None]).transpose(2, 0, 1)).min(axis=1)
    assert away.max() < 0.02


def test_other_axes_begin_all_trails_anew() -> None:
    trails = Trails()
    trails.add(AXES, 1, {4: (0.0, 0.0)})
    trails.add(AXES, 2, {4: (1.0, 0.0)})
    assert trails.until(2)[4].tolist() == [[0, 0], [1, 0]]
    trails.add((1, 2), 3, {4: (7.0, 7.0)})
    assert trails.until(3)[4].tolist() == [[7, 7]]


def test_a_row_that_was_left_out_meanwhile_begins_anew() -> None:
    trails = Trails()
    trails.add(AXES, 1, {4: (0.0, 0.0), 5: (0.0, 0.0)})
    trails.add(AXES, 2, {5: (1.0, 1.0)})
    trails.add(AXES, 3, {4: (2.0, 2.0), 5: (2.0, 2.0)})
    assert {row: len(way) for row, way in trails.until(3).items()} == {4: 1, 5: 3}


@pytest.mark.parametrize("point", [(float("nan"), 0.0), (0.0, float("inf"))])
def test_a_point_that_is_no_number_is_no_part_of_a_trail(point: tuple[float, float]) -> None:
    trails = Trails()
    trails.add(AXES, 1, {4: (0.0, 0.0)})
    trails.add(AXES, 2, {4: point})
    assert trails.until(2)[4].tolist() == [[0, 0]]


def test_nothing_is_left_once_cleared() -> None:
    trails = Trails()
    trails.add(AXES, 1, {4: (0.0, 0.0)})
    trails.clear()
    assert trails.until(1) == {}
