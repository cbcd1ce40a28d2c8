"""Hiding: takes controls out of the window: actions with all that does the same, panels, tabs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from embviz.core.plan.plan import TAB
from embviz.gui.actions import LESSONS, MENUS
from embviz.gui.actions.lessons import LESSON_ACTIONS
from embviz.gui.opening.endings import EXPERIMENT, SESSION, TABLE
from embviz.gui.plan.cupboard import Cupboard
from embviz.gui.plan.known import ACTION, PANELS

if TYPE_CHECKING:
    from embviz.gui.studio import Studio

# What stands in the window beside the button of an action, or does the same.
BESIDE: Mapping[str, tuple[str, ...]] = {
    "train": ("train_count",),
    "run": ("stopping",),
    "zero_grad": ("zeroing",),
    "first": ("timeline_first",),
    "back": ("timeline_previous",),
    "forth": ("timeline_next",),
    "last": ("timeline_last",),
    "fork": ("timeline_fork",),
    "bookmark": ("timeline_bookmark",),
}
# The buttons of a lesson's card.
ON_CARD: Mapping[str, tuple[str, ...]] = {
    "lesson_next": ("lesson_next",),
    "lesson_back": ("lesson_back",),
    "lesson_again": ("lesson_again",),
    "lesson_end": ("lesson_close",),
    "panel_setup": ("lesson_setup",),
}
# What has a use while one of these is there.
FOR_ALL: Mapping[str, frozenset[str]] = {"speed": frozenset({"train", "run"})}
# The menus in which the same can be chosen.
CHOICES: Mapping[str, str] = {
    "theme": "look_menu",
    "text_larger": "text_menu",
    "text_smaller": "text_menu",
}
# What can be dropped on the window, unless each of these is hidden.
DROPPED: Mapping[str, frozenset[str]] = {
    SESSION: frozenset({"open"}),
    TABLE: frozenset({"open_vectors", "open_text"}),
    EXPERIMENT: frozenset({"panel_setup"}),
}
OPEN, EXPORT, ZEROING = "open", "export", "zeroing"


class Hiding(QObject):
    """Hides controls of the window of `studio` by their names in a plan, all but the lines of the setup.

    What is hidden stays so whatever else is done: whoever shows it again is told nothing, and it is not seen.
    """

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._cupboard = Cupboard(studio.window)
        self._actions: list[QAction] = []

    def hide(self, names: frozenset[str], *, has_ways_to_clear: bool = True) -> None:
        """Hide the controls `names`; without `has_ways_to_clear`, the choice of how grad is cleared too."""
        window = self._studio.window
        self._hide_actions([window.actions_by_id[f"{ACTION}{one}"] for one in names if self._is_action(one)])
        self._hide_actions(self._choices(names))
        if not has_ways_to_clear:
            self._hide_actions(list(window.toolbar.zeroing.actions.values()))
        if names & set(ON_CARD):
            self._studio.classroom.lessons.make_panel()
        buttons = window.toolbar.buttons
        for name in self._widgets(names, has_ways_to_clear):
            widget = buttons[name] if name in buttons else window.findChild(QWidget, name)
            if widget is not None:
                self._cupboard.put_away(widget)
        # Its buttons stand where it puts them.
        self._studio.timeline.retranslate()
        self._hide_doors(names)
        self._studio.details.set_hidden([one.removeprefix(TAB) for one in names if one.startswith(TAB)])
        self._hide_empty_menus()

    def show_all(self) -> None:
        """Have everything in its place again."""
        studio = self._studio
        actions, self._actions = self._actions, []
        in_lesson = [studio.window.actions_by_id[row.id] for row in LESSON_ACTIONS]
        for action in actions:
            action.changed.disconnect(self._on_changed)
            # These are there in a lesson alone.
            action.setVisible(action not in in_lesson or studio.classroom.lessons.lesson is not None)
        self._cupboard.give_back()
        studio.timeline.retranslate()
        self._hide_doors(frozenset())
        studio.details.set_hidden(())
        self._hide_empty_menus()

    def _widgets(self, names: frozenset[str], has_ways_to_clear: bool) -> list[str]:
        """Return what the widgets are called that go with `names`."""
        beside = [one for name in names for one in (*BESIDE.get(name, ()), *ON_CARD.get(name, ()))]
        beside += [one for one, users in FOR_ALL.items() if users <= names]
        panels = [one for one in names if one in PANELS]
        ways = [] if has_ways_to_clear else [ZEROING]
        return [*(f"{ACTION}{one}" for one in names), *beside, *panels, *ways]

    def _choices(self, names: frozenset[str]) -> list[QAction]:
        """Return the entries of the menus in which what `names` do can be chosen too."""
        menus = {CHOICES[name] for name in names if name in CHOICES}
        return [
            one.menuAction() for one in self._studio.window.findChildren(QMenu) if one.objectName() in menus
        ]

    def _is_action(self, name: str) -> bool:
        return f"{ACTION}{name}" in self._studio.window.actions_by_id

    def _hide_actions(self, actions: list[QAction]) -> None:
        for action in actions:
            self._actions.append(action)
            action.setVisible(False)
            # Others, such as a lesson that begins, may want to show it.
            action.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        for action in self._actions:
            if action.isVisible():
                action.setVisible(False)

    def _hide_doors(self, names: frozenset[str]) -> None:
        """Close the other ways to what is hidden: drops, menus of panels, keys that show a panel."""
        studio = self._studio
        studio.window.recent_menu.menuAction().setVisible(OPEN not in names)
        studio.files.drop.closed = frozenset(kind for kind, ways in DROPPED.items() if ways <= names)
        studio.files.panel_menu.has_figures = EXPORT not in names
        panels = studio.classroom.wall.panels
        panels.hidden = frozenset(one for one in names if one in PANELS)
        for action in studio.window.actions():
            way, _, panel = action.objectName().partition("_")
            if way in ("alone", "beside"):
                action.setVisible(panel not in panels.hidden)

    def _hide_empty_menus(self) -> None:
        for name in MENUS:
            menu = self._studio.window.menu(name)
            # The lessons come into theirs when it is opened.
            menu.menuAction().setVisible(name == LESSONS or _has_entries(menu))


def _has_entries(menu: QMenu) -> bool:
    return any(action.isVisible() and not action.isSeparator() for action in menu.actions())
