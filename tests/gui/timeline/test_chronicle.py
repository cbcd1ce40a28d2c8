"""The chronicle: which action made a moment, which step it was at, and where the ones beside it end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.messages import KEYFRAME_EVERY, Action, Bookmark, Moment, Outline
from embviz.gui.timeline.chronicle import Chronicle, Words
from embviz.gui.timeline.phrases import Phrases
from tests.gui.timeline.runs import RUN, TREE, Tell, done, marked

sequences = st.lists(
    st.sampled_from(["forward", "backward", "step", "zero_grad", "lookup", "edit", "set"])
    | st.integers(1, 700),
    max_size=30,
)


def told(tell: Tell, *snapshots: object) -> Chronicle:
    chronicle = Chronicle()
    for snapshot in snapshots:
        chronicle.merge(snapshot)  # type: ignore[arg-type]
    return chronicle


def step_by_step(actions: tuple[Action, ...]) -> list[int]:
    """The step at each moment, by doing the actions one moment at a time."""
    steps = [0]
    for action in actions:
        for _ in range(action.rounds or 1):
            steps.append(steps[-1] + (action.kind in ("step", "train")))
    return steps


def test_at_first_there_is_one_moment_and_nowhere_to_go() -> None:
    chronicle = Chronicle()
    assert (chronicle.index, chronicle.last, chronicle.is_past) == (0, 0, False)
    assert chronicle.words(0) == Words(0, None)
    for neighbour in (chronicle.previous_action, chronicle.next_action, chronicle.previous_moment):
        assert neighbour() is None
    assert chronicle.next_moment() is None


@given(sequences)
def test_every_index_has_its_step_and_its_action(tell: Tell, kinds: list[str | int]) -> None:
    actions = done(*kinds)
    chronicle = told(tell, tell(actions))
    steps = step_by_step(actions)
    assert [chronicle.words(index).step for index in range(len(steps))] == steps
    made = [None, *(action for action in actions for _ in range(action.rounds or 1))]
    assert [chronicle.action_at(index) for index in range(len(steps))] == made
    rounds = [0, *(n for action in actions for n in (range(1, action.rounds + 1) if action.rounds else (0,)))]
    assert [chronicle.words(index).round for index in range(len(steps))] == rounds


@given(sequences, st.data())
def test_the_neighbours_are_the_ends_around_and_lead_back(
    tell: Tell, kinds: list[str | int], data: st.DataObject
) -> None:
    actions = done(*kinds)
    last = actions[-1].moment if actions else 0
    index = data.draw(st.integers(0, last))
    chronicle = told(tell, tell(actions, index))
    ends = [0, *(action.moment for action in actions)]
    before, after = chronicle.previous_action(), chronicle.next_action()
    assert before == max((end for end in ends if end < index), default=None)
    assert after == min((end for end in ends if end > index), default=None)
    if index in ends:
        assert before is None or chronicle.next_action(before) == index
        assert after is None or chronicle.previous_action(after) == index
    assert chronicle.previous_moment() == (index - 1 if index else None)
    assert chronicle.next_moment() == (index + 1 if index < last else None)


def test_from_within_a_train_the_way_back_is_to_before_it_and_on_to_its_end(tell: Tell) -> None:
    chronicle = told(tell, tell(RUN, 7))
    assert (chronicle.previous_action(), chronicle.next_action()) == (3, 13)
    assert chronicle.words(7) == Words(5, RUN[3], 4)


def test_a_train_comes_again_with_more_rounds_and_stays_one_action(tell: Tell) -> None:
    chronicle = told(tell, tell(done("backward", 5)))
    chronicle.merge(tell(done("backward", 9)[1:], 10))
    chronicle.merge(tell(done("backward", 7)[1:], 10, last=10))
    assert list(chronicle.ends) == [1, 10]
    assert chronicle.words(10) == Words(9, done("backward", 9)[1], 9)


def test_the_same_snapshot_twice_changes_nothing(tell: Tell) -> None:
    once, twice = told(tell, tell(RUN, outline=TREE)), told(tell, *[tell(RUN, outline=TREE)] * 2)
    assert list(once.ends) == list(twice.ends)
    assert once.tree.lanes == twice.tree.lanes
    assert [once.words(index) for index in range(17)] == [twice.words(index) for index in range(17)]


def test_a_moment_of_the_past_brings_no_actions_and_takes_none_away(tell: Tell) -> None:
    chronicle = told(tell, tell(RUN), tell((), 5, last=16, step=3))
    assert chronicle.is_past
    assert (chronicle.index, chronicle.last) == (5, 16)
    assert chronicle.words(16).step == 12


def test_a_new_run_starts_anew_and_keeps_the_outline(tell: Tell) -> None:
    chronicle = told(tell, tell(RUN, outline=TREE), tell((), run=2, branch=3))
    assert list(chronicle.ends) == []
    assert chronicle.last == 0
    assert chronicle.outline is TREE
    assert {lane.branch.number for lane in chronicle.tree.lanes} == {0, 1, 2}


def test_an_outline_comes_where_it_changed_and_the_last_one_holds(tell: Tell) -> None:
    chronicle = told(tell, tell(RUN, outline=TREE), tell((), 5, last=16))
    assert chronicle.outline is TREE
    chronicle.merge(tell((), 5, last=16, outline=Outline()))
    assert chronicle.tree.lanes == ()


def test_a_train_refused_before_its_last_step_counts_the_steps_that_were_done(tell: Tell) -> None:
    refused = Action(1, "train", 3, refusal="no grad", moment=4, step=3)
    chronicle = told(tell, tell((refused,)))
    assert [chronicle.words(index).step for index in range(5)] == [0, 1, 2, 3, 3]


def test_of_a_run_that_was_not_told_the_snapshot_s_own_step_is_known(tell: Tell) -> None:
    chronicle = told(tell, tell((), 9, last=20, step=7))
    assert chronicle.words(9) == Words(7, None)
    assert (chronicle.previous_action(), chronicle.next_action()) == (0, 20)


class TestWhereTheHistoryIsThinned:
    @pytest.fixture
    def chronicle(self, tell: Tell) -> Chronicle:
        mark = Bookmark("here", Moment(0, 300), 300)
        return told(tell, tell(done(700, 2300), 600, kept_from=2000, outline=marked(mark)))

    def test_one_moment_on_or_back_is_the_next_that_is_kept(self, chronicle: Chronicle) -> None:
        assert KEYFRAME_EVERY == 256
        assert chronicle.previous_moment() == 512
        assert chronicle.next_moment() == 700
        assert chronicle.previous_moment(512) == 300
        assert chronicle.previous_moment(300) == 256
        assert chronicle.next_moment(256) == 300
        assert chronicle.next_moment(1900) == 2000
        assert chronicle.next_moment(2000) == 2001
        assert chronicle.previous_moment(2000) == 1792

    def test_the_nearest_is_one_that_is_kept(self, chronicle: Chronicle) -> None:
        kept = {*range(0, 2000, 256), 300, 700, *range(2000, 3001)}
        for index in range(3001):
            nearest = chronicle.nearest(index)
            assert nearest in kept
            assert abs(nearest - index) == min(abs(one - index) for one in kept)
        assert chronicle.nearest(-5) == 0
        assert chronicle.nearest(9999) == 3000


def test_bookmarks_are_those_of_the_moments_that_this_run_has(tell: Tell) -> None:
    shared, own, other = (
        Bookmark(name, Moment(*place), 1)
        for name, place in (("shared", (0, 4)), ("own", (1, 15)), ("other", (0, 12)))
    )
    chronicle = told(tell, tell(RUN, branch=1, outline=marked(own, other, shared)))
    assert chronicle.bookmarks == [(4, shared), (15, own)]
    assert chronicle.bookmark_at(4) is shared
    assert chronicle.bookmark_at(12) is None
    assert chronicle.tree.marks == {0: [other]}


def test_where_memory_is_short_fewer_keyframes_are_kept_and_no_ends_of_actions(tell: Tell) -> None:
    snapshot = tell(done(700, 2300), 600, kept_from=2000, keyframe_every=512)
    chronicle = told(tell, snapshot)
    assert chronicle.previous_moment() == 512
    assert chronicle.next_moment() == 1024
    assert chronicle.previous_moment(512) == 0


def test_rows_that_actions_name_keep_their_labels(tell: Tell) -> None:
    edit = Action(1, "edit", place=(12, 3), value=0.5, moment=1)
    pairs = Action(2, "set", name="pairs", value="12, 40; 7, 12", moment=2)
    chronicle, phrases = Chronicle(), Phrases()
    chronicle.merge(tell((edit,), names={12: "king", 40: "crown", 3: "another"}))
    chronicle.merge(tell((edit, pairs), names={40: "<s>"}))
    assert phrases.moment(chronicle.words(1)) == "step 0 · Edit king (row 12), column 3"
    assert phrases.moment(chronicle.words(2)) == "step 0 · Set pairs = king × <s>; 7 × king"
    chronicle.merge(tell((edit, pairs), run=2))
    assert phrases.moment(chronicle.words(1)) == "step 0 · Edit row 12, column 3"
    assert phrases.moment(chronicle.words(2)) == "step 0 · Set pairs = 12, 40; 7, 12"


def test_a_label_of_any_length_is_a_short_phrase(tell: Tell) -> None:
    chronicle = Chronicle()
    chronicle.merge(tell((Action(1, "edit", place=(1, 0), moment=1),), names={1: "a\n" * 5000}))
    told = Phrases().moment(chronicle.words(1))
    assert len(told) < 80
    assert told.isprintable()
