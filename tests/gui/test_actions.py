"""ACTIONS: the one table from which menus, buttons and keys are made."""

from typing import Any

import pytest
from PySide6.QtGui import QKeySequence

from embviz.core import resources
from embviz.gui.actions import (
    ACTIONS,
    EXPERIMENTS,
    MENUS,
    PAUSE_ICON,
    PAUSE_TEXT,
    PAUSE_TIP,
    RUN_ID,
    TRAIN_ID,
    Action,
)
from embviz.gui.control.state import ALIVE, ALWAYS, READY, State

# What the issue names; tests, scenarios and screen readers find the actions by these.
DEMANDED = {
    "action_forward": "F",
    "action_backward": "B",
    "action_step": "S",
    "action_train": "T",
    "action_run": "Space",
    "action_zero_grad": "Z",
    "action_reset": "R",
    "action_undo": "Ctrl+Z",
    "action_redo": "Ctrl+Shift+Z",
    "action_back": "Left",
    "action_forth": "Right",
    "action_first": "Home",
    "action_last": "End",
}
# What only looks at another part of the tables goes on while the engine trains.
LOOKS = ("action_go_to_row", "action_zoom_in", "action_zoom_out", "action_zoom_whole")
WALL = ("action_presenter", "action_spotlight", "action_text_larger", "action_text_smaller", "action_keys")
TABS = ("action_next_tab", "action_previous_tab")
each = pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)


def test_ids_are_unique_and_those_demanded_are_there_with_their_keys() -> None:
    keys = {action.id: action.shortcut for action in ACTIONS}
    assert len(keys) == len(ACTIONS)
    assert keys.items() >= DEMANDED.items()
    assert "action_quit" in keys


def test_no_two_actions_have_one_key() -> None:
    keys = [QKeySequence(action.shortcut).toString() for action in ACTIONS]
    assert "" not in keys
    assert len(set(keys)) == len(keys)


def test_no_two_buttons_have_one_icon_and_no_two_actions_one_text() -> None:
    buttons = [action for action in ACTIONS if action.in_toolbar]
    assert len({action.icon for action in buttons} | {PAUSE_ICON}) == len(buttons) + 1
    assert len({action.text for action in ACTIONS} | {PAUSE_TEXT}) == len(ACTIONS) + 1


@each
def test_each_has_all_that_a_button_needs(action: Action) -> None:
    assert action.text
    assert len(action.tip) > 20
    assert action.menu in MENUS
    assert action.states
    assert resources.text("icons", f"{action.icon}.svg").startswith(("<svg", "<?xml", "<!--"))
    assert "\n" not in action.text + action.tip


def test_the_tips_say_what_torch_will_do() -> None:
    tips = {action.id: action.tip for action in ACTIONS}
    assert "loss.backward()" in tips["action_backward"]
    assert "optimizer.step()" in tips["action_step"]
    assert "optimizer.zero_grad()" in tips["action_zero_grad"]
    assert "zero_grad, forward, backward, step" in tips[TRAIN_ID]
    assert "zero_grad, forward, backward, step" in tips[RUN_ID]
    assert PAUSE_TIP


@each
def test_each_is_enabled_by_state(action: Action) -> None:
    if action.id.startswith("action_lesson_") or action.id in (
        *TABS,
        "action_theme",
        "action_quit",
        "action_english",
        "action_japanese",
        "action_leave_plan",
    ):
        assert action.states == ALWAYS
    elif action.id in (RUN_ID, "action_reset", *LOOKS, *WALL):
        assert action.states == ALIVE
    else:
        assert action.states == READY


def test_every_menu_has_entries_but_the_one_that_is_filled_from_the_examples() -> None:
    assert {action.menu for action in ACTIONS} == set(MENUS) - {EXPERIMENTS}
    assert len(set(MENUS)) == len(MENUS)


def test_the_states_are_what_their_names_say() -> None:
    assert State.STARTING not in ALIVE
    assert State.STOPPED not in ALIVE
    assert {State.RUNNING} == ALIVE - READY
    assert set(State) == ALWAYS


@each
def test_each_verb_does_its_one_thing(action: Action) -> None:
    done: list[str] = []

    class Recorder:
        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> Any:
            if name == "window" and self._name == "studio.window":
                return lambda: Recorder("desktop")
            if name in (
                "controller",
                "details",
                "window",
                "timeline",
                "files",
                "desk",
                "sight",
                "lens",
                "classroom",
                "lessons",
                "plans",
                "handouts",
                "wall",
                "presenter",
                "spotlight",
                "sheet",
            ):
                return Recorder(f"{self._name}.{name}")
            return lambda *values: done.append(" ".join([f"{self._name}.{name}", *map(str, values)]))

    action.verb(Recorder("studio"))  # type: ignore[arg-type]
    assert done == [
        {
            "action_forward": "studio.controller.forward",
            "action_backward": "studio.controller.backward",
            "action_step": "studio.controller.step",
            "action_train": "studio.train",
            "action_run": "studio.controller.toggle_run",
            "action_zero_grad": "studio.controller.zero_grad",
            "action_reset": "studio.controller.reset",
            "action_open": "studio.files.desk.ask_open",
            "action_open_vectors": "studio.files.ask_vectors",
            "action_open_text": "studio.files.ask_text",
            "action_save": "studio.files.desk.ask_save",
            "action_save_as": "studio.files.desk.ask_save_as",
            "action_export": "studio.files.ask_export",
            "action_undo": "studio.timeline.go_previous_action",
            "action_redo": "studio.timeline.go_next_action",
            "action_back": "studio.timeline.go_previous_action",
            "action_forth": "studio.timeline.go_next_action",
            "action_back_step": "studio.timeline.go_previous_moment",
            "action_forth_step": "studio.timeline.go_next_moment",
            "action_first": "studio.timeline.go_first",
            "action_last": "studio.timeline.go_last",
            "action_fork": "studio.timeline.fork",
            "action_bookmark": "studio.timeline.ask_bookmark",
            "action_presenter": "studio.classroom.wall.presenter.toggle",
            "action_spotlight": "studio.classroom.wall.spotlight.toggle",
            "action_text_larger": "studio.classroom.wall.resize_text 1",
            "action_text_smaller": "studio.classroom.wall.resize_text -1",
            "action_keys": "studio.classroom.wall.sheet.toggle",
            "action_go_to_row": "studio.sight.ask_row",
            "action_zoom_in": "studio.sight.zoom 1",
            "action_zoom_out": "studio.sight.zoom -1",
            "action_zoom_whole": "studio.sight.lens.show_all",
            "action_theme": "studio.toggle_theme",
            "action_next_tab": "studio.details.show_beside 1",
            "action_previous_tab": "studio.details.show_beside -1",
            "action_english": "studio.choose_language en",
            "action_japanese": "studio.choose_language ja",
            "action_lesson_next": "studio.classroom.lessons.go_on",
            "action_lesson_back": "studio.classroom.lessons.go_back",
            "action_lesson_again": "studio.classroom.lessons.start_again",
            "action_lesson_end": "studio.classroom.lessons.close",
            "action_handout": "studio.classroom.handouts.ask",
            "action_open_plan": "studio.classroom.plans.ask_open",
            "action_save_plan": "studio.classroom.plans.ask_save",
            "action_leave_plan": "studio.classroom.plans.leave",
            "action_quit": "desktop.close",
        }[action.id]
    ]
