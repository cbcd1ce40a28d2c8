"""The tree of branches: which lanes there are, seen from each branch, and from where they leave."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from embviz.core.experiment import Experiment
from embviz.core.messages import Branch, Moment, Outline
from embviz.gui.timeline.tree import Tree
from tests.gui.timeline.runs import TREE


def lanes(tree: Tree) -> list[tuple[int, int, int, int | None]]:
    return [(lane.branch.number, lane.start, lane.stop, lane.parent_row) for lane in tree.lanes]


def test_seen_from_the_root_its_branches_leave_it() -> None:
    tree = Tree(TREE, 0)
    assert lanes(tree) == [(1, 8, 20, 0), (2, 12, 14, 1), (3, 0, 30, None)]
    assert [lane.is_kin for lane in tree.lanes] == [True, True, False]
    assert not any(lane.is_rest for lane in tree.lanes)
    assert tree.last == 20


def test_seen_from_a_branch_the_rest_of_what_it_grew_from_leaves_it() -> None:
    tree = Tree(TREE, 1)
    assert lanes(tree) == [(2, 12, 14, 0), (0, 8, 16, 0), (3, 0, 30, None)]
    assert [lane.branch.number for lane in tree.lanes if lane.is_rest] == [0]


def test_seen_from_another_run_all_is_strange() -> None:
    tree = Tree(TREE, 3)
    assert lanes(tree) == [(0, 0, 16, None), (1, 8, 20, 1), (2, 12, 14, 2)]
    assert not any(lane.is_kin for lane in tree.lanes)
    assert tree.last == 0


def test_a_fork_in_what_a_branch_shares_is_one_of_its_parent() -> None:
    early = Branch(4, Moment(2, 5), 3, 9, 7, Experiment())
    tree = Tree(Outline(branches=(*TREE.branches, early)), 0)
    assert (4, 5, 9, 0) in lanes(tree)


def test_a_run_in_which_nothing_was_done_is_not_shown() -> None:
    empty = Branch(4, None, 0, 0, 0, Experiment())
    assert lanes(Tree(Outline(branches=(*TREE.branches, empty)), 0)) == lanes(Tree(TREE, 0))


def test_of_a_line_that_was_gone_on_from_its_end_there_is_no_rest() -> None:
    onward = Branch(4, Moment(0, 16), 12, 18, 14, Experiment())
    assert 0 not in [number for number, *_ in lanes(Tree(Outline(branches=(*TREE.branches, onward)), 4))]


def test_of_a_branch_that_the_outline_does_not_know_there_is_no_tree() -> None:
    assert Tree(TREE, 9).lanes == ()
    assert Tree(Outline(), 0).index_on_line(Moment(0, 5)) == 5


def test_a_moment_is_on_the_line_by_whatever_branch_it_is_called() -> None:
    tree = Tree(TREE, 1)
    assert tree.index_on_line(Moment(2, 3)) == 3
    assert tree.index_on_line(Moment(0, 8)) == 8
    assert tree.index_on_line(Moment(0, 9)) is None
    assert tree.index_on_line(Moment(1, 20)) == 20
    assert tree.index_on_line(Moment(2, 13)) is None
    assert tree.index_on_line(Moment(3, 0)) is None


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    branches: list[Branch] = []
    for number in range(draw(st.integers(1, 12))):
        parent = draw(st.sampled_from([None, *branches])) if branches else None
        fork = None if parent is None else Moment(parent.number, draw(st.integers(0, parent.last)))
        last = (0 if fork is None else fork.index) + draw(st.integers(0, 9))
        branches.append(Branch(number, fork, 0, last, 0, Experiment()))
    return Outline(branches=tuple(branches))


@given(outlines(), st.data())
def test_each_moment_is_on_the_line_or_on_one_lane_and_no_connector_crosses_a_lane(
    outline: Outline, data: st.DataObject
) -> None:
    present = data.draw(st.sampled_from(outline.branches)).number
    tree = Tree(outline, present)
    assert [lane.row for lane in tree.lanes] == list(range(1, len(tree.lanes) + 1))
    on_lane = {
        (lane.branch.number, index) for lane in tree.lanes for index in range(lane.start + 1, lane.stop + 1)
    }
    for branch in outline.branches:
        own = 0 if branch.fork is None else branch.fork.index
        for index in range(own + 1, branch.last + 1):
            is_on_line = tree.index_on_line(Moment(branch.number, index)) is not None
            assert is_on_line != ((branch.number, index) in on_lane)
    for lane in tree.lanes:
        if lane.parent_row is not None:
            for between in tree.lanes[lane.parent_row : lane.row - 1]:
                assert lane.start <= between.start
