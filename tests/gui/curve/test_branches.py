"""Branches on the curve: each is a ghost while another is on screen, from where the two parted."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from embviz.core.experiment import Experiment
from embviz.core.messages import Action, Branch, Moment, Outline, Snapshot
from embviz.gui.curve.panel import CurvePanel

MakeSnapshot = Callable[..., Snapshot]
ARTICLE = Experiment()
ROOT = (3.0, 2.5, 2.0, 1.5, 1.0)
SLOW = (3.0, 2.5, 2.0, 1.9, 1.8, 1.7)
FAST = (3.0, 1.0)
SET_SLOW = Action(9, "set", name="lr", value=0.01, moment=3, step=2)
SET_LATER = Action(10, "set", name="lr", value=0.001, moment=6, step=4)


def branch(
    number: int, fork: Moment | None = None, step: int = 0, experiment: Experiment = ARTICLE
) -> Branch:
    return Branch(number=number, fork=fork, step=step, last=9, last_step=9, experiment=experiment)


TWO = Outline(branches=(branch(0), branch(1, Moment(0, 2), 2)))
THREE = Outline(branches=(*TWO.branches, branch(2, Moment(0, 0), 0)))
Show = Callable[..., None]


@pytest.fixture
def show_branch(panel: CurvePanel, make_snapshot: MakeSnapshot) -> Show:
    """Show a whole branch as a run: `show_branch(2, 1, SLOW, actions=(SET_SLOW,))`."""

    def show_branch(
        run: int, number: int, distances: Sequence[float], outline: Outline | None = TWO, **others: Any
    ) -> None:
        values: dict[str, Any] = {"experiment": ARTICLE, "last": 9, "moment": Moment(number, 9)} | others
        step = len(distances) - 1
        panel.set_snapshot(
            make_snapshot(distances=distances, step=step, run=run, command="go", outline=outline, **values)
        )

    return show_branch


def names(panel: CurvePanel) -> list[str]:
    return list(panel.plot.legend.names)


def drawn(panel: CurvePanel) -> list[list[tuple[float, float]]]:
    return [list(zip(*map(np.ndarray.tolist, one.getData()), strict=True)) for one in panel.plot._ghost_lines]


def test_the_branch_that_was_left_is_drawn_from_the_fork_on(panel: CurvePanel, show_branch: Show) -> None:
    show_branch(1, 0, ROOT)
    show_branch(2, 1, SLOW, actions=(SET_SLOW,))
    assert drawn(panel) == [[(2, 2.0), (3, 1.5), (4, 1.0)]]


def test_each_is_named_by_what_was_set_since_the_fork_in_both_directions(
    panel: CurvePanel, show_branch: Show
) -> None:
    show_branch(1, 0, ROOT)
    show_branch(2, 1, SLOW, actions=(SET_SLOW,))
    assert names(panel) == ["lr 0.1 from step 2"]
    show_branch(3, 0, ROOT)
    assert names(panel) == ["lr 0.01 from step 2"]
    show_branch(4, 1, SLOW, actions=(SET_SLOW,))
    assert names(panel) == ["lr 0.1 from step 2"]


def test_a_branch_that_is_on_screen_is_no_ghost_however_often_it_is_visited(
    panel: CurvePanel, show_branch: Show
) -> None:
    for run in range(1, 9):
        if run % 2:
            show_branch(run, 0, ROOT)
        else:
            show_branch(run, 1, SLOW, actions=(SET_SLOW,))
        assert [ghost.course.line[-1].number for ghost in panel.ghosts] == ([run % 2] if run > 1 else [])


def test_the_name_follows_what_is_set_after_the_fork(
    panel: CurvePanel, show_branch: Show, make_snapshot: MakeSnapshot
) -> None:
    show_branch(1, 0, ROOT)
    show_branch(2, 1, ROOT[:3], moment=Moment(1, 2), last=2)
    assert names(panel) == ["same settings from step 2"]
    panel.set_snapshot(
        make_snapshot(
            run=2,
            distances=[2.0],
            step=2,
            experiment=ARTICLE,
            actions=(SET_SLOW,),
            moment=Moment(1, 3),
            last=3,
        )
    )
    assert names(panel) == ["lr 0.1 from step 2"]


def test_what_was_set_later_in_a_branch_is_named_with_its_step(panel: CurvePanel, show_branch: Show) -> None:
    show_branch(1, 1, SLOW, actions=(SET_SLOW, SET_LATER))
    show_branch(2, 0, ROOT)
    assert names(panel) == ["lr 0.01 from step 2 · lr 0.001 from step 4"]


def test_three_branches_are_each_drawn_from_where_they_left_the_one_on_screen(
    panel: CurvePanel, show_branch: Show
) -> None:
    show_branch(1, 0, ROOT, THREE)
    show_branch(2, 1, SLOW, THREE, actions=(SET_SLOW,))
    show_branch(3, 2, FAST, THREE)
    assert [points[0] for points in drawn(panel)] == [(0, 3.0), (0, 3.0)]
    show_branch(4, 1, SLOW, THREE, actions=(SET_SLOW,))
    assert [points[0] for points in drawn(panel)] == [(2, 2.0), (0, 3.0)]


def test_a_branch_with_nothing_of_its_own_is_not_drawn(panel: CurvePanel, show_branch: Show) -> None:
    show_branch(1, 0, ROOT)
    show_branch(2, 1, ROOT[:3])
    show_branch(3, 0, ROOT)
    assert drawn(panel) == []
    assert not panel.plot.legend.isVisible()


def test_a_branch_that_had_gone_on_before_it_was_left_is_known_again(
    panel: CurvePanel, show_branch: Show
) -> None:
    show_branch(1, 0, ROOT)
    show_branch(2, 1, SLOW, actions=(SET_SLOW,))
    # Its last burst was still on its way.
    show_branch(3, 0, (*ROOT, 0.5, 0.25))
    assert names(panel) == ["lr 0.01 from step 2"]


def test_a_branch_of_another_session_by_the_same_number_is_another_run(
    panel: CurvePanel, show_branch: Show
) -> None:
    show_branch(1, 0, ROOT)
    show_branch(2, 0, (9.0, 8.0, 7.0))
    assert drawn(panel) == [list(enumerate(ROOT))]
    assert names(panel) == ["same settings"]
    show_branch(3, 1, (9.0, 8.0, 7.0, 6.5), actions=(SET_SLOW,))
    assert drawn(panel) == [list(enumerate(ROOT))]
    show_branch(4, 0, (9.0, 8.0, 7.0, 6.0))
    assert drawn(panel) == [list(enumerate(ROOT)), [(2, 7.0), (3, 6.5)]]


def test_another_run_of_the_same_session_is_drawn_whole_and_named_as_before(
    panel: CurvePanel, show_branch: Show
) -> None:
    other = Experiment(seed=7)
    outline = Outline(branches=(*TWO.branches, branch(2, experiment=other)))
    show_branch(1, 0, ROOT)
    show_branch(2, 2, FAST, outline, experiment=other)
    assert drawn(panel) == [list(enumerate(ROOT))]
    assert names(panel) == ["seed 42"]


def test_the_fork_itself_comes_from_the_past_and_keeps_what_came_after_as_a_ghost(
    panel: CurvePanel, show_branch: Show, make_snapshot: MakeSnapshot
) -> None:
    show_branch(1, 0, ROOT)
    panel.set_snapshot(
        make_snapshot(
            distances=[2.0], step=2, run=1, command="go", experiment=ARTICLE, moment=Moment(0, 2), last=9
        )
    )
    show_branch(2, 1, ROOT[:3], moment=Moment(1, 2), last=2)
    assert drawn(panel) == [[(2, 2.0), (3, 1.5), (4, 1.0)]]
    assert panel.subtitle.text() == "linalg.norm(emb(i) - emb(j))"


def test_a_branch_that_nobody_has_told_of_is_a_run_like_any_other(
    panel: CurvePanel, show_branch: Show
) -> None:
    show_branch(1, 0, ROOT, None)
    show_branch(2, 5, SLOW, None, actions=(SET_SLOW,))
    assert drawn(panel) == [list(enumerate(ROOT))]
    assert names(panel) == ["same settings"]
