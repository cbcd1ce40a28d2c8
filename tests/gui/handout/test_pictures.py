"""The pictures of a handout are whole and of one size, whatever is on screen, and of what is taught."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.reading import lesson_of
from embviz.gui import size
from embviz.gui import theme as themes
from embviz.gui.handout.drawing import SCALE, SIZE_PX, on_paper
from embviz.gui.handout.pictures import Shot
from embviz.gui.panels import CURVE, GRAD, WEIGHT
from embviz.gui.plan.hiding import Hiding
from embviz.gui.studio import Studio
from tests.gui.handout.conftest import LESSON, go_on, go_through

POINTING = LESSON.replace(
    'goal = "grad_status', 'points_at = ["state.momentum_buffer[0, 0]"]\ngoal = "grad_status'
).replace('goal = "step == 1"', 'points_at = ["panel_states", "field_lr"]\ngoal = "step == 1"')


@pytest.fixture
def lesson(request: pytest.FixtureRequest) -> Lesson:
    """A lesson of three steps; it points at the optimizer's tables where a test asks for that."""
    return lesson_of(getattr(request, "param", LESSON), "01-sign.toml")


def pages(studio: Studio) -> dict[int, tuple[Shot, ...]]:
    """What the album has of the lesson."""
    return studio.classroom.handouts.album.pages["sign"]


def pixels(shot: Shot) -> np.ndarray:
    """The colours of `shot`, one row of them after the other."""
    image = QImage.fromData(shot.content).convertToFormat(QImage.Format.Format_RGB888)
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


def test_on_a_wall_they_are_the_same_as_in_the_window(live: Studio, qtbot: QtBot) -> None:
    go_through(live, qtbot, 3)
    in_window = pages(live)
    live.window.actions_by_id["action_presenter"].trigger()
    assert not live.curve.isVisible()
    go_through(live, qtbot, 3)
    assert pages(live) is not in_window
    for there, here in zip(pages(live).values(), in_window.values(), strict=True):
        for one, other in zip(there, here, strict=True):
            # As to all but the smoothing of letters.
            assert np.abs(pixels(one) - pixels(other)).max() < 64, one.name
    assert size.text_scale() == 1.5
    live.window.actions_by_id["action_presenter"].trigger()


def test_they_are_whole_on_the_ground_of_paper_and_of_one_size(live: Studio, qtbot: QtBot) -> None:
    go_through(live, qtbot, 3)
    assert live.window.theme.name == "dark"
    for shot in (shot for page in pages(live).values() for shot in page):
        image = QImage.fromData(shot.content)
        assert image.size() == SIZE_PX * SCALE
        middle, last = image.rect().center(), image.rect().bottomRight()
        # The line of the card goes all around it, and its ground is within.
        for x, y in ((0, middle.y()), (last.x(), middle.y()), (middle.x(), 0), (middle.x(), last.y())):
            assert image.pixelColor(x, y) == QColor(themes.LIGHT.line), (shot.name, x, y)
        assert image.pixelColor(middle.x(), 12) == QColor(themes.LIGHT.card)


@pytest.mark.parametrize("lesson", [POINTING], indirect=True)
def test_the_optimizers_tables_are_there_where_a_step_points_at_them(live: Studio, qtbot: QtBot) -> None:
    go_through(live, qtbot, 3)
    names = [[shot.name for shot in page] for page in pages(live).values()]
    assert names == [["weight", "grad", "momentum_buffer", "distance"]] * 2
    before, after = (page[2].content for page in pages(live).values())
    # Only Step makes it.
    assert before != after


def test_what_a_plan_hides_is_neither_drawn_nor_handed_out(live: Studio, qtbot: QtBot) -> None:
    hiding = Hiding(live)
    hiding.hide(frozenset({GRAD}))
    go_through(live, qtbot, 2)
    assert [shot.panel for shot in pages(live)[1]] == [WEIGHT, CURVE]
    hiding.show_all()
    hiding.hide(frozenset({CURVE}))
    handout = live.classroom.handouts.handout
    assert handout is not None
    assert [picture.title for picture in handout.steps[1].pictures] == ["weight"]


def test_the_curve_tells_what_it_was_asked_to_tell(live: Studio, qtbot: QtBot) -> None:
    go_through(live, qtbot, 2)
    live.curve.choice.segments[1].click()
    go_on(live, qtbot)
    assert [page[-1].name for page in pages(live).values()] == ["distance", "loss"]


def test_a_colour_map_that_was_chosen_stays_and_no_other_thing_of_the_look() -> None:
    wall = themes.DARK._replace(colour_map="CET-CBD1", text_scale=3.0, curve_px=5.0)
    assert on_paper(wall) == themes.LIGHT._replace(colour_map="CET-CBD1")
    assert on_paper(themes.DARK) == themes.LIGHT
