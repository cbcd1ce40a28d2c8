"""What the tests of the timeline share: made-up snapshots, the bar on the screen, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from embviz.core.messages import Action, Moment, Snapshot
from embviz.gui.control.state import State
from embviz.gui.timeline.panel import Timeline
from tests.gui.timeline.runs import RUN, Tell, Told


@pytest.fixture(scope="session")
def tell(make_snapshot: Callable[..., Snapshot]) -> Tell:
    """Tell of a run, shown at an index or at its end: `tell(RUN, 5, run=2)`."""

    def tell(
        actions: Sequence[Action] = (), index: int | None = None, *, branch: int = 0, **others: Any
    ) -> Snapshot:
        last = others.pop("last", actions[-1].moment if actions else 0)
        index = last if index is None else index
        step = others.pop("step", max((one.step for one in actions if one.moment <= index), default=0))
        return make_snapshot(
            actions=tuple(actions), moment=Moment(branch, index), last=last, step=step, **others
        )

    return tell


@pytest.fixture
def timeline(show: Callable[..., Any], tell: Tell) -> Iterator[Timeline]:
    made = Timeline()
    show(made, 1280, made.height())
    made.set_state(State.IDLE)
    made.set_snapshot(tell(RUN))
    yield made
    made.popup.hide()
    made.menu.close()


@pytest.fixture
def told(timeline: Timeline) -> Told:
    heard: Told = []
    for name in ("moment_asked", "branch_asked", "forked", "compare_asked", "budget_asked"):
        getattr(timeline, name).connect(lambda value, name=name: heard.append((name, value)))
    timeline.bookmark_named.connect(lambda moment, name: heard.append(("bookmark_named", (moment, name))))
    return heard
