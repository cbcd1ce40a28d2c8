"""Languages: each by its own name, for whoever reads no other."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from embviz.gui import language
from embviz.gui.actions.action import VIEW, Action
from embviz.gui.control.state import ALWAYS

LANGUAGE_ACTIONS: tuple[Action, ...] = (
    Action(
        id="action_english",
        text=str(QT_TRANSLATE_NOOP("actions", "English")),
        shortcut="Ctrl+Alt+E",
        icon="languages",
        tip=str(QT_TRANSLATE_NOOP("actions", "Say everything in the window in English")),
        verb=lambda studio: studio.choose_language(language.ENGLISH),
        states=ALWAYS,
        menu=VIEW,
        in_toolbar=False,
    ),
    Action(
        id="action_japanese",
        text=str(QT_TRANSLATE_NOOP("actions", "日本語")),
        shortcut="Ctrl+Alt+J",
        icon="languages",
        tip=str(QT_TRANSLATE_NOOP("actions", "Say everything in the window in Japanese")),
        verb=lambda studio: studio.choose_language(language.JAPANESE),
        states=ALWAYS,
        menu=VIEW,
        in_toolbar=False,
    ),
)
