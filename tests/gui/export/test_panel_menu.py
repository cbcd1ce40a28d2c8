"""The menu of a card: its image, its numbers, and the wish for a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from embviz.gui.export.panel_menu import COPY_SCALE, PanelMenu
from embviz.gui.studio import Studio

# What the platform without a screen says of every menu.
pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
CURVES = {"loss": np.array([1.0]), "distance": np.array([2.0]), "gap": np.array([-2.0])}


@pytest.fixture
def menu(studio: Studio, qtbot: QtBot) -> Iterator[PanelMenu]:
    made = PanelMenu(studio.panels, lambda: CURVES, studio)
    yield made
    close(made, qtbot)
    QGuiApplication.clipboard().clear()


def close(menu: PanelMenu, qtbot: QtBot) -> None:
    if menu.menu is not None:
        menu.menu.close()
        qtbot.waitUntil(lambda: menu.menu is None)


def ask(
    widget: QWidget,
    place: QPoint | None = None,
    reason: QContextMenuEvent.Reason = QContextMenuEvent.Reason.Mouse,
) -> None:
    """Press the right button on `widget`, or the Menu key in it."""
    place = widget.rect().center() if place is None else place
    QApplication.sendEvent(widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place)))


def entries(menu: PanelMenu) -> dict[str, QAction]:
    assert menu.menu is not None
    return {action.objectName(): action for action in menu.menu.actions() if action.objectName()}


def test_a_right_click_on_the_cells_opens_the_menu_of_their_card(studio: Studio, menu: PanelMenu) -> None:
    ask(studio.weight.view)
    assert [action.text() for action in entries(menu).values()] == [
        "Copy as image",
        "Copy as numbers",
        "Save as figure…",
    ]


def test_the_menu_key_opens_it_too(studio: Studio, menu: PanelMenu) -> None:
    studio.weight.view.setFocus()
    ask(studio.weight.view, reason=QContextMenuEvent.Reason.Keyboard)
    assert "copy_image" in entries(menu)


def test_the_image_of_a_card_is_copied_as_it_is(studio: Studio, menu: PanelMenu, qtbot: QtBot) -> None:
    ask(studio.weight.view)
    with qtbot.waitSignal(menu.copied) as told:
        entries(menu)["copy_image"].trigger()
    copied = QGuiApplication.clipboard().image()
    assert copied.size() == studio.weight.size() * COPY_SCALE
    assert "weight" in told.args[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "panel_weight",
            "\t0\t1\t2\t3\t4\n0\t0.25\t-0.5\t0.75\t0.0\t1.0\n1\t-0.25\t0.5\t-0.75\t0.125\t-1.0\n",
        ),
        ("panel_grad", "grad is None\n"),
        ("panel_curve", "step,loss,distance,gap\n0,1.0,2.0,-2.0\n"),
    ],
)
def test_the_numbers_of_a_card_are_copied(studio: Studio, menu: PanelMenu, name: str, text: str) -> None:
    ask(studio.panels[name])
    entries(menu)["copy_numbers"].trigger()
    assert QGuiApplication.clipboard().text() == text


def test_in_the_stack_of_the_optimizer_s_tables_it_is_the_one_below_the_mouse(
    studio: Studio, menu: PanelMenu
) -> None:
    (card,) = studio.states.panels.values()
    ask(studio.states, card.geometry().center())
    entries(menu)["copy_numbers"].trigger()
    assert QGuiApplication.clipboard().text() == "momentum_buffer: not created yet\n"


@pytest.mark.parametrize(
    ("view", "has_text"), [("inspector", True), ("lookup", True), ("code", False), ("gap", False)]
)
def test_of_the_details_the_text_is_copied_where_there_is_one(
    studio: Studio, menu: PanelMenu, view: str, has_text: bool
) -> None:
    studio.details.show_view(view)
    ask(studio.details, QPoint(200, 8))
    assert ("copy_numbers" in entries(menu)) is has_text
    if has_text:
        entries(menu)["copy_numbers"].trigger()
        assert QGuiApplication.clipboard().text() == studio.details.views[view].text  # type: ignore[attr-defined]


def test_save_as_figure_says_which_panel(studio: Studio, menu: PanelMenu, qtbot: QtBot) -> None:
    ask(studio.curve)
    with qtbot.waitSignal(menu.figure_asked) as asked:
        entries(menu)["save_figure"].trigger()
    assert asked.args == ["panel_curve"]


def test_what_has_a_menu_of_its_own_keeps_it(
    studio: Studio, menu: PanelMenu, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(menu, "_open", lambda *_args: opened.append(_args))
    assert studio.views is not None
    studio.details.show_view("lookup")
    monkeypatch.setattr(studio.views.lookup.field, "contextMenuEvent", lambda event: event.accept())
    ask(studio.views.lookup.field)
    assert opened == []


def test_it_can_be_opened_again_and_again(studio: Studio, menu: PanelMenu, qtbot: QtBot) -> None:
    opens: list[Callable[[], QWidget]] = [lambda: studio.weight, lambda: studio.curve] * 3
    for panel in opens:
        ask(panel())
        assert "copy_image" in entries(menu)
        close(menu, qtbot)
