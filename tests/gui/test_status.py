"""The status line says in plain words where the run stands and what to press next."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from embviz.core.messages import GradStatus, Snapshot
from embviz.gui.actions import ACTIONS
from embviz.gui.state import State
from embviz.gui.status import NEXT_ACTION, StatusLine
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
