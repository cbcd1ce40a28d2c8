"""Branches below the track: drawn in rows, named under the mouse, and gone to with a click."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from embviz.core.messages import Branch, Moment, Outline
from embviz.gui.control.state import State
from embviz.gui.theme import Theme
from embviz.gui.timeline.panel import Timeline
from tests.gui.timeline.runs import RUN, TREE, Tell, Told, click, place

# What the platform without a screen says of a popup, and no other does.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagateSizeHints)")


class TestBranches:
    @pytest.fixture(autouse=True)
    def _branched(self, timeline: Timeline, tell: Tell) -> None:
        timeline.set_snapshot(tell(RUN, 7, outline=TREE))

    def test_each_is_drawn_in_a_row_of_its_own(self, timeline: Timeline, theme: Theme, picture: Any) -> None:
        timeline.set_theme(theme)
        shown = picture(timeline.canvas)
        for row, index in ((1, 17), (2, 13), (3, 3)):
            assert shown.at_point(place(timeline, index, row)) != theme.ground
        assert shown.at_point(place(timeline, 4, 1)) == theme.ground
        assert shown.at_point(place(timeline, 19, 2)) == theme.ground

    @pytest.mark.parametrize(
        ("row", "index", "moment"), [(1, 17, (1, 17)), (2, 13, (2, 13)), (3, 4, (3, 4)), (2, 14, (2, 14))]
    )
    def test_a_click_asks_for_its_moment(
        self, row: int, index: int, moment: tuple[int, int], timeline: Timeline, told: Told
    ) -> None:
        click(timeline, index, row)
        assert told == [("branch_asked", Moment(*moment))]

    def test_the_end_of_a_lane_longer_than_the_axis_is_its_last_moment(
        self, timeline: Timeline, told: Told
    ) -> None:
        assert timeline.canvas.axis.last == 20
        click(timeline, 20, 3)
        assert told == [("branch_asked", Moment(3, 30))]

    def test_beside_the_lanes_a_click_asks_for_nothing(self, timeline: Timeline, told: Told) -> None:
        click(timeline, 3, 1)
        click(timeline, 19, 2)
        assert told == []

    def test_while_the_run_goes_on_a_click_asks_for_nothing(self, timeline: Timeline, told: Told) -> None:
        timeline.set_state(State.RUNNING)
        click(timeline, 17, 1)
        assert told == []

    @pytest.mark.parametrize(
        ("row", "index", "name"),
        [
            (1, 17, "from step 6: lr = 0.01 · 12 steps"),
            (2, 13, "from step 10 · 2 steps"),
            (3, 4, "another run: lr 0.01 · 30 steps"),
        ],
    )
    def test_the_mouse_reads_what_they_are(self, row: int, index: int, name: str, timeline: Timeline) -> None:
        QTest.mouseMove(timeline.canvas, place(timeline, index, row))
        assert timeline.canvas.readout == name
        QApplication.sendEvent(timeline.canvas, QEvent(QEvent.Type.Leave))
        assert timeline.canvas.readout == ""

    def test_the_rest_of_the_line_left_behind_is_named_too(self, timeline: Timeline, tell: Tell) -> None:
        timeline.set_snapshot(tell(RUN, 16, run=2, branch=1))
        QTest.mouseMove(timeline.canvas, place(timeline, 12, 2))
        assert timeline.canvas.readout == "from the start · 12 steps"

    def test_it_grows_with_the_lanes_up_to_four(self, timeline: Timeline, tell: Tell) -> None:
        heights = [timeline.height()]
        for many in range(1, 5):
            timeline.set_snapshot(tell((), 7, last=16, outline=_with_more(many)))
            heights.append(timeline.height())
        assert heights == [80, 94, 94, 94, 94]

    def test_more_than_four_are_scrolled_to(self, timeline: Timeline, tell: Tell, told: Told) -> None:
        timeline.set_snapshot(tell((), 7, last=16, outline=_with_more(4)))
        rows = [lane.branch.number for lane in timeline.canvas._shown()]
        for _ in range(10):
            _turn(timeline.canvas, -120)
        assert [lane.branch.number for lane in timeline.canvas._shown()][-1] == 3
        click(timeline, 4, 4)
        assert told == [("branch_asked", Moment(3, 4))]
        for _ in range(10):
            _turn(timeline.canvas, 120)
        assert [lane.branch.number for lane in timeline.canvas._shown()] == rows


def _with_more(many: int) -> Outline:
    """The tree with so many branches more."""
    more = (Branch(n, Moment(0, n), 1, n + 9, 4, TREE.branches[0].experiment) for n in range(4, 4 + many))
    return Outline(branches=(*TREE.branches, *more))


def _turn(widget: QWidget, by: int) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
