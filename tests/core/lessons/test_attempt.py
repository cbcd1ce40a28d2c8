"""An attempt sees goals reached, holds predictions to what happened, and knows the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from embviz.core.lessons.attempt import Attempt, Straying, Watcher
from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.reading import lesson_of
from embviz.core.lessons.record import LessonRecord, fresh
from embviz.core.lessons.seen import Seen
from embviz.core.messages import Action, Lookup, Moment, Snapshot
from tests.core.lessons.texts import LESSON

WEIGHT = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def lesson() -> Lesson:
    return lesson_of(LESSON, "01-small.toml")


@pytest.fixture
def attempt(lesson: Lesson) -> Attempt:
    return Attempt(lesson, fresh(lesson))


@pytest.fixture
def seen(make_snapshot: MakeSnapshot) -> Callable[..., Seen]:
    """Return what is seen at a moment of the run."""

    def seen(index: int = 0, run: int = 1, last: int | None = None, **what: object) -> Seen:
        what = {"weight": WEIGHT} | what
        ends = index if last is None else last
        return Seen(make_snapshot(run=run, moment=Moment(0, index), last=ends, **what))

    return seen


def test_a_step_that_is_only_read_is_reached_at_once(attempt: Attempt, seen: Callable[..., Seen]) -> None:
    assert not attempt.is_reached
    assert attempt.see(seen())
    assert attempt.is_reached
    assert not attempt.is_touched
    assert attempt.go_on()
    assert attempt.record.at == 1


def test_the_goal_is_looked_for_only_once_the_question_is_answered(
    attempt: Attempt, seen: Callable[..., Seen]
) -> None:
    attempt.see(seen())
    attempt.go_on()
    assert attempt.question is not None
    assert not attempt.see(seen(1, grad=WEIGHT))
    assert not attempt.go_on()
    assert attempt.answer(1)
    assert attempt.question is None
    assert (attempt.said, attempt.truth, attempt.is_right) == (1, 0, False)
    step = attempt.record.steps[1]
    assert (step.is_reached, step.moment, step.said, step.truth, step.is_right) == (
        True,
        Moment(0, 1),
        1,
        0,
        False,
    )


def test_what_is_predicted_of_cells_is_held_to_those_that_moved(
    attempt: Attempt, seen: Callable[..., Seen]
) -> None:
    _go_to_step(attempt, seen)
    attempt.answer(frozenset({(0, 1), (1, 2)}))
    moved = [[1.0, 2.5, 3.0], [4.0, 5.0, 6.5]]
    assert attempt.see(seen(2, weight=moved, grad=WEIGHT, step=1))
    assert attempt.truth == {(0, 1), (1, 2)}
    assert attempt.is_right
    assert attempt.record.steps[2].said == ((0, 1), (1, 2))
    assert attempt.is_last
    assert not attempt.go_on()
    assert attempt.record.is_finished


def test_going_back_reads_what_was_reached_and_leaves_it_so(
    attempt: Attempt, seen: Callable[..., Seen]
) -> None:
    _go_to_step(attempt, seen)
    assert attempt.go_back()
    assert attempt.is_reached
    assert attempt.go_back()
    assert attempt.is_first
    assert not attempt.go_back()
    assert attempt.go_on()
    assert attempt.is_reached


def test_another_run_the_past_and_what_was_done_between_are_told_apart(
    attempt: Attempt, seen: Callable[..., Seen]
) -> None:
    _go_to_step(attempt, seen)
    attempt.answer(frozenset())
    assert attempt.straying is None
    assert not attempt.is_touched
    attempt.see(seen(0, last=1, grad=WEIGHT))
    assert attempt.straying is Straying.PAST
    attempt.see(seen(1, grad=WEIGHT))
    assert attempt.straying is None
    attempt.see(seen(0, run=2))
    assert attempt.straying is Straying.ELSEWHERE
    assert attempt.is_touched


def test_what_was_done_after_the_step_before_is_noticed_when_the_next_begins(
    attempt: Attempt, seen: Callable[..., Seen]
) -> None:
    attempt.see(seen())
    attempt.go_on()
    attempt.answer(0)
    attempt.see(seen(1, grad=WEIGHT))
    attempt.see(seen(5, grad=WEIGHT, step=3))
    attempt.go_on()
    assert attempt.straying is Straying.AHEAD
    assert attempt.home == seen(1, grad=WEIGHT) or attempt.home is not None
    attempt.start_again()
    attempt.see(seen(1, run=2, grad=WEIGHT))
    assert attempt.straying is None
    assert not attempt.is_touched
    assert attempt.home is not None
    assert attempt.home.snapshot.run == 2


def test_starting_a_step_again_keeps_what_was_predicted(attempt: Attempt, seen: Callable[..., Seen]) -> None:
    _go_to_step(attempt, seen)
    attempt.answer(frozenset({(0, 0)}))
    attempt.see(seen(2, weight=[[9.0, 2.0, 3.0], WEIGHT[1]], grad=WEIGHT, step=1))
    attempt.start_again()
    assert not attempt.is_reached
    assert attempt.said == {(0, 0)}
    assert attempt.truth is None


def test_a_lesson_goes_on_where_it_was_left(
    attempt: Attempt, lesson: Lesson, seen: Callable[..., Seen]
) -> None:
    _go_to_step(attempt, seen)
    record = LessonRecord.from_text(attempt.record.to_text(), lesson)
    assert record == attempt.record
    again = Attempt(lesson, record)
    assert again.index == 2
    assert again.home is None
    again.rewind()
    assert again.is_first
    again.see(seen(0, run=7))
    again.go_on()
    # It was answered in the sitting before.
    assert again.question is None
    assert again.see(seen(1, run=7, grad=WEIGHT))


@pytest.mark.parametrize(
    "text", ["", "None", "{", '{"lesson": "other"}', '{"lesson": "small", "at": 9}', "[" * 9999]
)
def test_a_record_that_is_none_of_the_lesson_s_is_a_fresh_one(lesson: Lesson, text: str) -> None:
    record = LessonRecord.from_text(text, lesson)
    assert record == fresh(lesson)
    assert not record.is_begun
    assert not record.is_finished


def test_the_watcher_remembers_what_was_done_last_and_looked_up(make_snapshot: MakeSnapshot) -> None:
    watcher = Watcher()
    lookup = Lookup((1, 0), make_snapshot().weight.values)
    done = (Action(number=1, kind="lookup"), Action(number=2, kind="backward"))
    watcher.seen(make_snapshot(actions=done[:1], action_count=1, lookup=lookup), (0, 0), "gap")
    now = watcher.seen(make_snapshot(actions=done[1:], action_count=2), (1, 1), "code")
    assert (now.last.kind, now.looked_up, now.selected, now.tab) == ("backward", (1, 0), (1, 1), "code")
    # A past moment tells of no action: it is known by its number.
    assert watcher.seen(make_snapshot(action_count=1), (0, 0), "gap").last.kind == "lookup"
    assert watcher.seen(make_snapshot(run=2), (0, 0), "gap").looked_up == ()


def _go_to_step(attempt: Attempt, seen: Callable[..., Seen]) -> None:
    """Go to the last step, from which on it is Step's turn."""
    attempt.see(seen())
    attempt.go_on()
    attempt.answer(0)
    attempt.see(seen(1, grad=WEIGHT))
    attempt.go_on()
