"""The run that the engine has stays the one that is asked about where another one cannot begin."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from embviz.core.experiment import Experiment
from embviz.core.messages import Branch, Moment, Outline, Request, Snapshot
from embviz.gui.control.held import Held
from embviz.gui.control.requests import Requests

ASKED = Experiment(seed=1)
# What the engine made of it: the shape of a file is not known before.
BEGUN = Experiment(rows=40, seed=1)
WANTED = Experiment(seed=2)


def outline(experiment: Experiment = BEGUN, number: int = 0) -> Outline:
    branch = Branch(number=number, fork=None, step=0, last=0, last_step=0, experiment=experiment, settings={})
    return Outline(branches=(branch,), bookmarks=())


@pytest.fixture
def requests() -> Requests:
    made = Requests(WANTED)
    made.run = 9
    return made


@pytest.fixture
def held(requests: Requests, make_snapshot: Callable[..., Snapshot]) -> Held:
    """Run 3 has begun."""
    made = Held(requests)
    made.begin(Request(request=1, run=3, command="begin", experiment=ASKED), make_snapshot(), outline())
    return made


def test_at_first_there_is_none_and_nothing_to_put_back(requests: Requests) -> None:
    none = Held(requests)
    assert not none
    none.put_back()
    none.arrive(9)
    assert (requests.run, requests.experiment) == (9, WANTED)


def test_to_begin_changes_nothing_that_is_asked_for_yet(held: Held, requests: Requests) -> None:
    assert held
    assert (requests.run, requests.experiment) == (9, WANTED)


def test_what_is_asked_of_a_run_on_screen_is_about_what_the_engine_made_of_it(
    held: Held, requests: Requests
) -> None:
    held.arrive(3)
    assert requests.experiment == BEGUN


def test_the_picture_of_another_run_is_not_about_it(held: Held, requests: Requests) -> None:
    held.arrive(4)
    assert requests.experiment == WANTED


def test_where_another_cannot_begin_this_one_is_asked_about_again(held: Held, requests: Requests) -> None:
    held.put_back()
    assert (requests.run, requests.experiment) == (3, BEGUN)


def test_the_branch_on_screen_says_what_began(
    requests: Requests, make_snapshot: Callable[..., Snapshot]
) -> None:
    held = Held(requests)
    shown = make_snapshot(moment=Moment(5, 0))
    held.begin(Request(request=1, run=3, command="begin", experiment=ASKED), shown, outline(number=5))
    held.put_back()
    assert requests.experiment == BEGUN


def test_without_an_outline_of_it_what_was_asked_for_began(
    requests: Requests, make_snapshot: Callable[..., Snapshot]
) -> None:
    held = Held(requests)
    asked = Request(request=1, run=3, command="begin", experiment=ASKED)
    held.begin(asked, make_snapshot(), Outline(branches=(), bookmarks=()))
    held.put_back()
    assert requests.experiment == ASKED


def test_with_the_engine_its_run_is_gone(held: Held, requests: Requests) -> None:
    held.forget()
    assert not held
    held.put_back()
    assert (requests.run, requests.experiment) == (9, WANTED)
