"""A wall shows the panels that a step is about, and no more than have room beside its text."""

from __future__ import annotations

import pytest

from embviz.core.lessons.lesson import Target
from embviz.gui.lessons.arranging import on_wall, pointed_at
from embviz.gui.panels import CURVE, DETAILS, GRAD, STATES, WEIGHT
from embviz.gui.wall.panels import SETUP
from embviz.gui.wall.presenter import TIMELINE
from tests.gui.scene import Scene


def targets(*names: str) -> list[Target]:
    return [Target.read(name) for name in names]


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (("panel_weight",), {WEIGHT}),
        (("weight[0, 3]", "grad[1, 2]"), {WEIGHT, GRAD}),
        (("state.momentum_buffer[0, 0]",), {STATES}),
        (("tab:gap", "field_lr"), {DETAILS, SETUP}),
        (("timeline", "panel_curve"), {TIMELINE, CURVE}),
        # A button of the bar stands in no panel.
        (("action_step", "train_count"), set()),
        (("no_such_widget",), set()),
    ],
)
def test_what_is_pointed_at_stands_in_a_panel(scene: Scene, names: tuple[str, ...], places: set[str]) -> None:
    assert pointed_at(scene.studio, targets(*names)) == places


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        # The usual tables, and what more is pointed at.
        ((), {WEIGHT, GRAD}),
        (("field_lr",), {WEIGHT, GRAD, SETUP}),
        (("panel_states",), {WEIGHT, GRAD, STATES}),
        # What is read beside a table leaves room for that one alone.
        (("panel_curve",), {WEIGHT, CURVE}),
        (("panel_states", "panel_curve"), {STATES, CURVE}),
        (("grad[0, 1]", "tab:inspector"), {GRAD, DETAILS}),
        (("tab:gap", "panel_curve"), {WEIGHT, DETAILS}),
        # What tells of a thousand rows has the room of the table too.
        (("tab:map",), {DETAILS}),
        (("tab:words", "action_run"), {DETAILS}),
    ],
)
def test_a_wall_shows_no_more_than_has_room(scene: Scene, names: tuple[str, ...], shown: set[str]) -> None:
    asked = targets(*names)
    assert on_wall(pointed_at(scene.studio, asked), asked) == shown
