"""The status line says in plain words where the run stands and what to press next."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from embviz.core.experiment import Experiment
from embviz.core.labels import brief
from embviz.core.messages import (
    Action,
    Bookmark,
    Branch,
    GradStatus,
    Lookup,
    Moment,
    Outline,
    Snapshot,
    TextFacts,
)
from embviz.gui.actions import ACTIONS
from embviz.gui.control.drive import AFTER_STEPS
from embviz.gui.control.state import State
from embviz.gui.status import NEXT_ACTION, StatusLine, next_action
from embviz.gui.theme import Theme

KINDS = ("none", "fresh", "accumulated", "stale")
MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def status(show: Callable[..., StatusLine]) -> StatusLine:
    return show(StatusLine(), 1000, 38)


def test_it_tells_step_distance_grad_and_what_to_press(
    status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.IDLE)
    status.set_snapshot(make_snapshot(step=4, distances=[0.90034], grad=None))
    assert status.text == "step 4 · distance 0.9003 · grad is None: press Backward to fill it"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", [State.IDLE, State.BUSY])
def test_it_names_the_button_that_is_next(
    kind: str, state: State, status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    grad = None if kind == "none" else [[1.0, 2.0]]
    status.set_state(state)
    status.set_snapshot(make_snapshot([[1.0, 2.0]], grad, grad_status=kind))
    named = {row.id: row.text for row in ACTIONS}
    assert f"press {named[NEXT_ACTION[kind]]}" in status.text
    assert kind.replace("none", "None").replace("accumulated", "sum of 2") in status.text


def test_every_next_button_is_an_action() -> None:
    assert set(NEXT_ACTION) == set(KINDS)
    assert set(NEXT_ACTION.values()) <= {row.id for row in ACTIONS}


def test_it_counts_the_passes(status: StatusLine, make_snapshot: MakeSnapshot) -> None:
    status.set_state(State.IDLE)
    status.set_snapshot(
        make_snapshot(grad=[[1.0]], weight=[[1.0]], grad_status=GradStatus("accumulated", 12))
    )
    assert "sum of 12 backward passes" in status.text


def test_forward_is_told_with_its_loss(status: StatusLine, make_snapshot: MakeSnapshot) -> None:
    status.set_state(State.IDLE)
    status.set_snapshot(make_snapshot(command="forward", losses=[2.71012]))
    assert "Forward computed the loss, 2.7101; weight and grad are as they were" in status.text


def test_a_step_without_grad_is_told_to_change_nothing(
    status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.IDLE)
    status.set_snapshot(make_snapshot(command="step", grad=None))
    assert "Step changed nothing" in status.text
    assert "press Backward" in status.text


@pytest.mark.parametrize(
    ("distance", "said"),
    [(1e300, "1.0000e+300"), (3e-7, "3.0000e-07"), (float("nan"), "nan"), (float("inf"), "inf")],
)
def test_a_distance_of_any_size_is_told_in_a_few_letters(
    distance: float, said: str, status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.IDLE)
    status.set_snapshot(make_snapshot(distances=[distance]))
    assert f"distance {said} " in status.text
    status.set_snapshot(make_snapshot(distances=[distance], command="forward"))
    assert len(status.text) < 200


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.STARTING, "Starting PyTorch"),
        (State.STOPPED, "PyTorch has ended; press Restart"),
        (State.RUNNING, "running: press Pause to stop"),
    ],
)
def test_it_tells_what_the_engine_does_and_keeps_the_step(
    state: State, said: str, status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_snapshot(make_snapshot(step=7))
    status.set_state(state)
    assert status.text == f"step 7 · distance 1.5000 · {said}"


def test_before_the_first_snapshot_it_tells_what_is_awaited(status: StatusLine) -> None:
    assert status.text == "Starting PyTorch"
    status.set_state(State.BUSY)
    assert status.text == ""


def test_in_running_no_other_button_is_named(status: StatusLine, make_snapshot: MakeSnapshot) -> None:
    status.set_state(State.RUNNING)
    status.set_snapshot(make_snapshot(grad=[[1.0]], weight=[[1.0]], grad_status="stale"))
    assert "Zero grad" not in status.text


def test_it_is_plain_text_and_told_to_a_screen_reader(
    status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.IDLE)
    status.set_snapshot(make_snapshot())
    (label,) = status.findChildren(QLabel)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert status.accessibleName() == status.text == label.text()


@pytest.mark.parametrize(
    ("status_of_grad", "said"),
    [
        (GradStatus("fresh", 0), "grad holds zeros: press Backward to add to them"),
        (GradStatus("stale", 0), "grad holds zeros: press Backward to add to them"),
        (GradStatus("stale", 7), "grad is stale, the sum of 7 backward passes: press Zero grad"),
        (GradStatus("fresh", 1, 3), "grad is fresh and sparse, 3 rows stored: press Step"),
    ],
)
def test_each_state_of_grad_is_told_in_plain_words(
    status_of_grad: GradStatus, said: str, status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.IDLE)
    snapshot = make_snapshot([[1.0]], [[0.0]], grad_status=status_of_grad)
    status.set_snapshot(snapshot)
    assert said in status.text
    named = {row.id: row.text for row in ACTIONS}
    assert f"press {named[next_action(snapshot)]}" in status.text


@pytest.mark.parametrize(
    ("command", "said"), [("step", "Step moved no weight"), ("train", "Train moved no weight")]
)
def test_what_moved_no_weight_is_told(
    command: str, said: str, status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.IDLE)
    for changed in (True, False):
        status.set_snapshot(make_snapshot([[1.0]], [[1.0]], changed=[[changed]], command=command))
        assert (said in status.text) is not changed
    status.set_snapshot(make_snapshot([[1.0]], [[1.0]], changed=None, command=command))
    assert said not in status.text


def test_momentum_that_moves_weight_under_a_grad_of_zeros_is_told(
    status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.IDLE)
    zeros = GradStatus("stale", 0)
    status.set_snapshot(make_snapshot([[1.0]], [[0.0]], changed=[[True]], command="step", grad_status=zeros))
    assert "Step moved weight although grad holds zeros" in status.text


def test_a_forward_pass_that_rewrites_rows_is_told(status: StatusLine, make_snapshot: MakeSnapshot) -> None:
    status.set_state(State.IDLE)
    status.set_snapshot(make_snapshot([[1.0]], changed=[[True]], command="forward", losses=[1.4436]))
    assert "Forward computed the loss, 1.4436, and max_norm changed the rows it looked up" in status.text
    status.set_snapshot(make_snapshot([[1.0]], changed=[[False]], command="forward", losses=[2.7101]))
    assert "max_norm" not in status.text


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((), "the lookup changed nothing"),
        ((0, 1), "the lookup changed rows 0, 1: max_norm"),
        (tuple(range(20)), "the lookup changed rows 0, 1, 2, 3, 4, 5, 6, 7, …: max_norm"),
    ],
)
def test_a_lookup_is_told_with_the_rows_that_max_norm_rewrote(
    rows: tuple[int, ...], said: str, status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.IDLE)
    lookup = Lookup(indices=(0, 1), values=np.zeros((2, 3), np.float32), changed_rows=rows)
    status.set_snapshot(make_snapshot(command="lookup", lookup=lookup))
    assert said in status.text


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Action(3, "edit", place=(1, 4), value=-0.25), "the cell in row 1, column 4 is -0.25 now"),
        (Action(3, "set", name="lr", value=0.01), "lr = 0.01 from now on"),
        (Action(3, "set", name="nesterov", value=True), "nesterov = True from now on"),
        (Action(3, "set", name="pairs", value="2, 3; 0, 1"), "pairs = 2, 3; 0, 1 from now on"),
        (Action(3, "set", name="zero_grad", value="zeros"), "grad is cleared to zeros from now on"),
    ],
)
def test_what_was_changed_in_mid_run_is_told(
    action: Action, said: str, status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.IDLE)
    status.set_snapshot(
        make_snapshot(command=action.kind, actions=(Action(2, "step"), action), zero_grad="zeros")
    )
    assert said in status.text


def test_an_edit_whose_action_is_not_told_is_no_error(
    status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.IDLE)
    for command in ("edit", "set", "lookup"):
        status.set_snapshot(make_snapshot(command=command))
        assert "grad is None" in status.text


@pytest.mark.parametrize(
    ("stopped_by", "said"),
    [
        ("distance_below", "stopped: the distance fell below the limit at step 6"),
        ("first_increase", "stopped: the distance rose at step 6"),
        (AFTER_STEPS, "stopped: the steps asked for are done at step 6"),
    ],
)
def test_what_ended_a_run_is_told_once_it_has_ended(
    stopped_by: str, said: str, status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_snapshot(make_snapshot(step=6, command="train", stopped_by=stopped_by))
    status.set_state(State.RUNNING)
    assert "stopped" not in status.text
    status.set_state(State.IDLE)
    assert said in status.text


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("none", ""),
        ("zeros", "grad is cleared to zeros"),
        ("forgotten", "zero_grad is forgotten: grad adds up"),
    ],
)
def test_in_running_it_says_how_grad_is_cleared_where_that_is_not_the_usual_way(
    mode: str, said: str, status: StatusLine, make_snapshot: MakeSnapshot
) -> None:
    status.set_state(State.RUNNING)
    status.set_snapshot(make_snapshot(step=7, zero_grad=mode))
    middle = f"{said} · " if said else ""
    assert status.text == f"step 7 · distance 1.5000 · {middle}running: press Pause to stop"


def test_it_has_a_line_above_and_its_text_in_ink(
    theme: Theme, status: StatusLine, make_snapshot: MakeSnapshot, picture: Any
) -> None:
    status.set_theme(theme)
    status.set_state(State.IDLE)
    status.set_snapshot(make_snapshot())
    shown = picture(status)
    assert shown.at(990, 0) == theme.line
    assert shown.at(990, 20) == theme.card
    assert shown.count(theme.ink) > 50


def test_the_longest_line_fits_the_usual_window(status: StatusLine, make_snapshot: MakeSnapshot) -> None:
    status.set_state(State.IDLE)
    (label,) = status.findChildren(QLabel)
    for kind in KINDS:
        grad = None if kind == "none" else [[1.0]]
        for command in ("forward", "step", "train"):
            status.set_snapshot(make_snapshot([[1.0]], grad, grad_status=kind, command=command, step=123456))
            assert label.sizeHint().width() <= 1280 - 2 * 18


END = "press End to come back, or act to continue from here as a new branch"
DONE = (
    Action(1, "forward"),
    Action(2, "backward"),
    Action(3, "step"),
    Action(4, "zero_grad", name="none"),
    Action(5, "train", rounds=10, name="none"),
    Action(6, "lookup", indices=(0, 1)),
    Action(7, "edit", place=(1, 4), value=-0.25),
    Action(8, "set", name="lr", value=0.01),
)


def branch(number: int, fork: Moment | None = None, step: int = 0) -> Branch:
    return Branch(number=number, fork=fork, step=step, last=9, last_step=9, experiment=Experiment())


class TestPast:
    @pytest.mark.parametrize(
        ("number", "rounds", "said"),
        [
            (0, 0, "the start of the run"),
            (1, 0, "after Forward"),
            (2, 0, "after Backward"),
            (3, 0, "after Step"),
            (4, 0, "after Zero grad"),
            (5, 3, "after Train 10, round 3"),
            (5, 10, "after Train 10"),
            (6, 0, "after Look up"),
            (7, 0, "after the edit of row 1, column 4"),
            (8, 0, "after lr = 0.01"),
        ],
    )
    def test_it_says_that_it_is_the_past_what_made_it_and_the_ways_on(
        self, number: int, rounds: int, said: str, status: StatusLine, make_snapshot: MakeSnapshot
    ) -> None:
        status.set_state(State.IDLE)
        status.set_snapshot(make_snapshot(actions=DONE, action_count=8, moment=Moment(0, 20), last=20))
        past = {"command": "go", "step": 12, "moment": Moment(0, 9), "last": 20}
        status.set_snapshot(make_snapshot(action_count=number, rounds=rounds, **past))
        assert status.text == f"the past: step 12 · {said} · {END}"

    def test_back_at_the_last_moment_it_says_so_and_what_to_press(
        self, status: StatusLine, make_snapshot: MakeSnapshot
    ) -> None:
        status.set_state(State.IDLE)
        status.set_snapshot(make_snapshot(step=20, command="go", moment=Moment(0, 20), last=20))
        assert "this is the last moment · grad is None: press Backward" in status.text

    def test_actions_of_another_run_made_nothing_here(
        self, status: StatusLine, make_snapshot: MakeSnapshot
    ) -> None:
        status.set_state(State.IDLE)
        status.set_snapshot(make_snapshot(actions=DONE, action_count=8))
        past = make_snapshot(run=2, step=12, action_count=3, moment=Moment(0, 9), last=20)
        status.set_snapshot(past)
        assert status.text == f"the past: step 12 · {END}"

    def test_the_next_button_is_the_one_that_fits_the_grad_of_that_moment(
        self, make_snapshot: MakeSnapshot
    ) -> None:
        past = {"moment": Moment(0, 9), "last": 20}
        assert next_action(make_snapshot(**past)) == "action_backward"
        assert next_action(make_snapshot(grad=[[1.0]], weight=[[1.0]], **past)) == "action_step"

    def test_the_longest_line_of_the_past_fits_the_usual_window(
        self, status: StatusLine, make_snapshot: MakeSnapshot
    ) -> None:
        status.set_state(State.IDLE)
        (label,) = status.findChildren(QLabel)
        train = Action(1, "train", rounds=1_234_567, name="none")
        status.set_snapshot(make_snapshot(actions=(train,), action_count=1))
        past = {"step": 1_234_567, "moment": Moment(0, 9), "last": 20}
        status.set_snapshot(make_snapshot(action_count=1, rounds=1_234_566, **past))
        assert "round 1234566" in status.text
        assert label.sizeHint().width() <= 1280 - 2 * 18


class TestBranches:
    def test_a_new_branch_is_told_until_a_second_thing_is_done_in_it(
        self, status: StatusLine, make_snapshot: MakeSnapshot
    ) -> None:
        status.set_state(State.IDLE)
        outline = Outline(branches=(branch(0), branch(1, Moment(0, 13), 12)))
        values = {"run": 2, "moment": Moment(1, 13), "last": 13, "step": 12}
        status.set_snapshot(make_snapshot(command="fork", outline=outline, action_count=3, **values))
        assert status.text.startswith("branch 2, from step 12 · step 12 · ")
        status.set_snapshot(make_snapshot(command="step", action_count=4, **values))
        assert status.text.startswith("branch 2, from step 12 · step 12 · ")
        status.set_snapshot(make_snapshot(command="step", action_count=5, **values))
        assert status.text.startswith("step 12 · ")

    def test_the_run_s_own_line_is_no_branch_to_tell_of(
        self, status: StatusLine, make_snapshot: MakeSnapshot
    ) -> None:
        status.set_state(State.IDLE)
        status.set_snapshot(make_snapshot(command="begin", outline=Outline(branches=(branch(0),))))
        assert status.text.startswith("step 0 · ")


class TestSessions:
    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("/home/ada/evening.embviz", "evening.embviz is open, as it was left"),
            (r"C:\Users\ada\evening.embviz", "evening.embviz is open, as it was left"),
            ("/home/ada/<b>.embviz", "<b>.embviz is open, as it was left"),
        ],
    )
    def test_an_opened_session_is_told_by_its_file(
        self, path: str, said: str, status: StatusLine, make_snapshot: MakeSnapshot
    ) -> None:
        status.set_state(State.IDLE)
        outline = Outline(branches=(branch(0),), path=path, is_untitled=False)
        status.set_snapshot(make_snapshot(command="open", outline=outline))
        assert f" · {said} · " in status.text

    def test_a_session_that_nobody_has_named_is_told_without_a_file(
        self, status: StatusLine, make_snapshot: MakeSnapshot
    ) -> None:
        status.set_state(State.IDLE)
        outline = Outline(branches=(branch(0),), path="/data/8f3a.embviz", is_untitled=True)
        status.set_snapshot(make_snapshot(command="open", outline=outline))
        assert "the session is open again, as it was left" in status.text

    def test_a_bookmark_is_told_when_it_comes_and_when_it_goes_in_the_past_too(
        self, status: StatusLine, make_snapshot: MakeSnapshot
    ) -> None:
        status.set_state(State.IDLE)
        old = Bookmark("start", Moment(0, 0), 0)
        new = Bookmark("before {it}", Moment(0, 4), 4)
        status.set_snapshot(make_snapshot(outline=Outline(bookmarks=(old,))))
        given = make_snapshot(command="bookmark", outline=Outline(bookmarks=(old, new)))
        status.set_snapshot(given)
        assert "step 4 is bookmarked as “before {it}”" in status.text
        status.set_snapshot(make_snapshot(command="bookmark", outline=Outline(bookmarks=(new,))))
        assert "the bookmark “start” is taken away" in status.text
        past = {"command": "bookmark", "moment": Moment(0, 4), "last": 9}
        status.set_snapshot(make_snapshot(outline=Outline(bookmarks=(new, old)), **past))
        assert status.text == f"the past: step 0 · step 0 is bookmarked as “start” · {END}"


class TestNamesAndTexts:
    """Of a table whose rows have names, and of a text."""

    @pytest.fixture
    def named(self, status: StatusLine) -> StatusLine:
        status.set_state(State.IDLE)
        status.name_rows(brief)
        return status

    def test_the_pair_goes_by_its_names(self, named: StatusLine, make_snapshot: MakeSnapshot) -> None:
        named.set_snapshot(
            make_snapshot(pairs=((7, 9),), names={7: "king", 9: "queen"}, distances=[0.90034], step=12345)
        )
        assert named.text.startswith("step 12,345 · distance of king and queen 0.9003 · grad is None")

    def test_a_row_without_a_name_goes_by_its_number(
        self, named: StatusLine, make_snapshot: MakeSnapshot
    ) -> None:
        named.set_snapshot(make_snapshot(pairs=((7, 9),), names={9: "queen"}))
        assert "distance of 7 and queen 1.5000" in named.text

    def test_a_name_is_shown_as_it_is_and_never_long(
        self, named: StatusLine, make_snapshot: MakeSnapshot, hostile: str
    ) -> None:
        named.set_snapshot(make_snapshot(pairs=((0, 1),), names={0: hostile, 1: "x" * 10_000}))
        assert hostile.replace("\n", "\\n")[:30] in named.text
        assert len(named.text) < 250

    @pytest.mark.parametrize("state", [State.IDLE, State.RUNNING])
    def test_of_a_text_the_loss_the_pairs_and_the_passes_are_told(
        self, named: StatusLine, make_snapshot: MakeSnapshot, state: State
    ) -> None:
        named.set_state(state)
        facts = TextFacts(words=4821, tokens=10**6, pairs=614_400, epochs=0.4249)
        named.set_snapshot(make_snapshot(step=1200, losses=[2.3099], text=facts))
        said = "step 1,200 · loss 2.31 · 614,400 pairs, 0.42 passes of the text · "
        assert named.text.startswith(said)
        assert "distance" not in named.text
