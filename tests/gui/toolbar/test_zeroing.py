"""The three ways to clear grad: what is picked is asked for, what holds is what the engine says."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from embviz.core.checks import ZERO_GRADS
from embviz.gui.theme import Theme
from embviz.gui.toolbar.zeroing import MODES, Zeroing, ZeroingArrow


@pytest.fixture
def zeroing(qapp: object) -> Zeroing:
    return Zeroing()


def checked(zeroing: Zeroing) -> list[str]:
    return [mode for mode, action in zeroing.actions.items() if action.isChecked()]


def test_the_modes_are_those_of_an_experiment() -> None:
    assert MODES == ZERO_GRADS


@pytest.mark.parametrize("mode", MODES)
def test_one_of_the_three_is_checked(mode: str, zeroing: Zeroing) -> None:
    assert checked(zeroing) == ["none"]
    zeroing.set_mode(mode)
    assert checked(zeroing) == [mode]
    assert zeroing.mode == mode


def test_a_pick_is_told_and_the_mark_waits_for_the_engine(zeroing: Zeroing) -> None:
    chosen: list[str] = []
    zeroing.chosen.connect(chosen.append)
    zeroing.actions["zeros"].trigger()
    assert chosen == ["zeros"]
    assert checked(zeroing) == ["none"]
    zeroing.set_mode("zeros")
    zeroing.actions["zeros"].trigger()
    assert chosen == ["zeros"]
    zeroing.actions["forgotten"].trigger()
    assert chosen == ["zeros", "forgotten"]


def test_the_tips_name_what_torch_is_told(zeroing: Zeroing) -> None:
    tips = {}
    for mode in MODES:
        zeroing.set_mode(mode)
        tips[mode] = zeroing.tips
        assert all(len(tip) > 20 for tip in tips[mode].values())
    assert "becomes None" in tips["none"]["action_zero_grad"]
    assert "set_to_none=False" in tips["zeros"]["action_zero_grad"]
    assert "set_to_none=False" in tips["zeros"]["action_train"]
    assert "forgotten" in tips["forgotten"]["action_run"]


def test_both_menus_hold_the_same_actions(zeroing: Zeroing, qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    zeroing.fill(menu)
    arrow = ZeroingArrow(zeroing)
    qtbot.addWidget(arrow)
    assert arrow.menu() is not None
    assert menu.actions() == arrow.menu().actions() == list(zeroing.actions.values())
    assert all(isinstance(action, QAction) and action.text() for action in menu.actions())


def test_where_nothing_can_be_set_nothing_can_be_picked(zeroing: Zeroing) -> None:
    zeroing.set_enabled(False)
    assert not any(action.isEnabled() for action in zeroing.actions.values())
    zeroing.set_enabled(True)
    assert all(action.isEnabled() for action in zeroing.actions.values())


def test_another_way_than_the_usual_one_is_seen_on_the_arrow(
    theme: Theme, zeroing: Zeroing, show: Callable[..., Any], picture: Any
) -> None:
    arrow = ZeroingArrow(zeroing)
    arrow.set_theme(theme)
    show(arrow, 22, 36)
    arrow.clearFocus()
    assert picture(arrow).count(theme.accent) == 0
    zeroing.set_mode("zeros")
    assert picture(arrow).count(theme.accent) > 5


def test_it_has_a_name_and_is_reached_by_the_tab_key(zeroing: Zeroing, qtbot: QtBot) -> None:
    arrow = ZeroingArrow(zeroing)
    qtbot.addWidget(arrow)
    assert arrow.accessibleName()
    assert arrow.toolTip()
    assert arrow.focusPolicy() & Qt.FocusPolicy.TabFocus
