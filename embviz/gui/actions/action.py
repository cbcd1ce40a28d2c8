"""Action: one thing that can be pressed, and the menus in which it can stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP

from embviz.gui.control.state import State

if TYPE_CHECKING:
    from embviz.gui.studio import Studio


class Action(NamedTuple):
    """One thing to press: `verb` does it, in the states in which it is enabled.

    Texts are in the context "actions" and are translated where they are shown.
    """

    id: str
    text: str
    shortcut: str
    icon: str
    tip: str
    verb: Callable[[Studio], object]
    states: frozenset[State]
    menu: str
    in_toolbar: bool = True
    # Whether a key that is held down goes on and on.
    repeats: bool = False


TRAINING = str(QT_TRANSLATE_NOOP("actions", "Training"))
VIEW = str(QT_TRANSLATE_NOOP("actions", "View"))
FILE = str(QT_TRANSLATE_NOOP("actions", "File"))
# Filled from EXAMPLES once the panels stand: to read them takes what the first paint does without.
EXPERIMENTS = str(QT_TRANSLATE_NOOP("actions", "Experiments"))
LESSONS = str(QT_TRANSLATE_NOOP("actions", "Lessons"))
HISTORY = str(QT_TRANSLATE_NOOP("actions", "History"))
HELP = str(QT_TRANSLATE_NOOP("actions", "Help"))
MENUS = (FILE, EXPERIMENTS, LESSONS, TRAINING, HISTORY, VIEW, HELP)
