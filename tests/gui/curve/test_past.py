"""The curve at a past moment: the ring is there, what came after is paler, and nothing of it is lost."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from embviz.core.messages import Action, Moment, Snapshot
from embviz.gui.curve.items import Marks
from embviz.gui.curve.panel import FORMULA, CurvePanel
from embviz.gui.curve.plot import AFTER_BAND_STRENGTH, AFTER_STRENGTH
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.tints import mixed
from tests.gui.curve.drawn import items, line, place, ring

MakeSnapshot = Callable[..., Snapshot]
DISTANCES = (3.0, 2.5, 2.0, 1.5, 1.0)
Go = Callable[..., Snapshot]


@pytest.fixture
def go(panel: CurvePanel, make_snapshot: MakeSnapshot) -> Go:
    """Show a moment of a run of which each step was one, to 4."""

    def go(index: int, distance: float | None = None, last: int = 4, **others: Any) -> Snapshot:
        number = DISTANCES[index] if distance is None else distance
        snapshot = make_snapshot(
            distances=[number],
            step=others.pop("step", index),
            command="go",
            moment=Moment(0, index),
            last=last,
            **others,
        )
        panel.set_snapshot(snapshot)
        return snapshot

    return go


@pytest.fixture
def shown(panel: CurvePanel, run_of: Callable[..., Snapshot]) -> CurvePanel:
    panel.set_snapshot(run_of(DISTANCES, moment=Moment(0, 4), last=4))
    return panel


def pale(theme: Theme, strength: float = AFTER_STRENGTH) -> str:
    return mixed(QColor(theme.accent), QColor(theme.card), strength).name()


def test_the_ring_and_the_chip_are_of_the_moment(shown: CurvePanel, go: Go) -> None:
    go(1)
    assert (ring(shown).x(), ring(shown).y()) == (1, 2.5)
    assert shown.chip.text() == "2.5000"


def test_the_subtitle_says_that_it_is_the_past_and_goes_with_it(shown: CurvePanel, go: Go) -> None:
    go(1)
    assert shown.subtitle.text() == f"the past · step 1 of 4 · {FORMULA}"
    go(4)
    assert shown.subtitle.text() == FORMULA


def test_no_number_of_the_curve_is_lost(shown: CurvePanel, go: Go) -> None:
    before = shown.series.numbers.tolist()
    for index in (3, 0, 2, 4):
        go(index)
        assert shown.series.numbers.tolist() == before


def test_a_moment_whose_step_was_changed_later_is_ringed_at_its_own_number(shown: CurvePanel, go: Go) -> None:
    go(2, distance=0.25, step=2)
    assert (ring(shown).x(), ring(shown).y()) == (2, 0.25)
    assert shown.chip.text() == "0.2500"
    assert shown.series.numbers.tolist() == list(DISTANCES)


def test_what_came_after_is_paler_and_what_was_before_is_not(
    theme: Theme, shown: CurvePanel, go: Go, picture: Any
) -> None:
    shown.set_theme(theme)
    go(2)
    plot = picture(shown.plot.viewport())
    middle = place(shown, 2, 2.0).x()
    before, after = QRectF(0, 0, middle - 12, 400), QRectF(middle + 12, 0, 900, 400)
    assert plot.count(pale(theme), before) == plot.count(theme.accent, after) == 0
    for step, colour in ((1, theme.accent), (3, pale(theme))):
        assert plot.at_point(place(shown, step, DISTANCES[step])) == colour


def test_a_curve_of_many_steps_is_paler_after_the_moment_too(
    panel: CurvePanel, run_of: Callable[..., Snapshot], go: Go, picture: Any
) -> None:
    panel.set_snapshot(run_of(np.linspace(3, 1, 30_000), moment=Moment(0, 29_999), last=29_999))
    go(10_000, distance=2.3333, last=29_999)
    plot = picture(panel.plot.viewport())
    centre = QPointF(place(panel, 10_000, 2.3333))
    left, right = QRectF(0, 0, centre.x() - 10, 400), QRectF(centre.x() + 10, 0, 900, 400)
    faint = pale(LIGHT, AFTER_BAND_STRENGTH)
    assert plot.count(faint, left) == 0
    assert plot.count(faint, right) > 50


def test_back_at_the_last_moment_the_picture_is_as_before(shown: CurvePanel, go: Go, picture: Any) -> None:
    before = picture(shown)
    go(1)
    assert picture(shown) != before
    go(4)
    assert picture(shown) == before


def test_the_turning_points_are_marked_on_both_sides(
    panel: CurvePanel, run_of: Callable[..., Snapshot], go: Go
) -> None:
    panel.set_snapshot(run_of([1.0, 2.0, 1.0, 2.0, 1.0], moment=Moment(0, 4), last=4))
    go(2, distance=1.0)
    _, turns, _, later_turns = items(panel, Marks)
    assert turns.places[:, 0].tolist() == [1, 2]
    assert later_turns.places[:, 0].tolist() == [2, 3]


def test_a_run_that_goes_on_from_its_last_moment_is_merged_again(
    shown: CurvePanel, go: Go, make_snapshot: MakeSnapshot
) -> None:
    go(2)
    go(4)
    shown.set_snapshot(make_snapshot(distances=[0.5], step=5, moment=Moment(0, 5), last=5))
    assert line(shown)[1].tolist() == [*DISTANCES, 0.5]


def test_a_run_that_is_first_shown_at_a_past_moment_has_its_whole_curve(
    panel: CurvePanel, make_snapshot: MakeSnapshot
) -> None:
    # At step 1 there was an edit later: the number of the step is the one after it.
    panel.set_snapshot(
        make_snapshot(
            distances=[3.0, 2.5, 1.0, 0.5, 2.5],
            steps=[0, 1, 1, 2, 1],
            step=1,
            command="go",
            moment=Moment(0, 1),
            last=3,
            actions=(Action(1, "step"),),
        )
    )
    assert panel.series.numbers.tolist() == [3.0, 1.0, 0.5]
    assert (ring(panel).x(), ring(panel).y()) == (1, 2.5)


def test_a_quantity_chosen_in_the_past_is_ringed_there(
    panel: CurvePanel, run_of: Callable[..., Snapshot], make_snapshot: MakeSnapshot
) -> None:
    panel.set_snapshot(run_of(DISTANCES, losses=[9.0, 8.0, 7.0, 6.0, 5.0], moment=Moment(0, 4), last=4))
    panel.set_snapshot(make_snapshot(distances=[2.5], losses=[8.0], step=1, moment=Moment(0, 1), last=4))
    panel.choice.segments[1].click()
    assert (ring(panel).x(), ring(panel).y()) == (1, 8.0)
    assert panel.subtitle.text().startswith("the past · step 1 of 4")
