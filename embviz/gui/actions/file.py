"""File: what is opened, saved and taken away."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from embviz.gui.actions.action import FILE, Action
from embviz.gui.control.state import ALWAYS, READY

OPEN_ID = "action_open"

FILE_ACTIONS: tuple[Action, ...] = (
    Action(
        id=OPEN_ID,
        text=str(QT_TRANSLATE_NOOP("actions", "Open…")),
        shortcut="Ctrl+O",
        icon="open",
        tip=str(
            QT_TRANSLATE_NOOP(
                "actions", "Open a session that was saved; the one on screen stays in its own file"
            )
        ),
        verb=lambda studio: studio.files.desk.ask_open(),
        states=READY,
        menu=FILE,
        in_toolbar=False,
    ),
    Action(
        id="action_open_vectors",
        text=str(QT_TRANSLATE_NOOP("actions", "Open vectors…")),
        shortcut="Ctrl+Shift+O",
        icon="open",
        tip=str(
            QT_TRANSLATE_NOOP(
                "actions",
                "Begin a run whose table starts from a file of vectors: GloVe, word2vec, npy and others",
            )
        ),
        verb=lambda studio: studio.files.ask_vectors(),
        states=READY,
        menu=FILE,
        in_toolbar=False,
    ),
    Action(
        id="action_open_text",
        text=str(QT_TRANSLATE_NOOP("actions", "Open text…")),
        shortcut="Ctrl+T",
        icon="open",
        tip=str(
            QT_TRANSLATE_NOOP("actions", "Begin a run that learns the words of a text, as word2vec does")
        ),
        verb=lambda studio: studio.files.ask_text(),
        states=READY,
        menu=FILE,
        in_toolbar=False,
    ),
    Action(
        id="action_save",
        text=str(QT_TRANSLATE_NOOP("actions", "Save")),
        shortcut="Ctrl+S",
        icon="save",
        tip=str(
            QT_TRANSLATE_NOOP(
                "actions", "Give the session a name; one that has a name is written as you work"
            )
        ),
        verb=lambda studio: studio.files.desk.ask_save(),
        states=READY,
        menu=FILE,
        in_toolbar=False,
    ),
    Action(
        id="action_save_as",
        text=str(QT_TRANSLATE_NOOP("actions", "Save as…")),
        shortcut="Ctrl+Shift+S",
        icon="save",
        tip=str(QT_TRANSLATE_NOOP("actions", "Move the session to another file")),
        verb=lambda studio: studio.files.desk.ask_save_as(),
        states=READY,
        menu=FILE,
        in_toolbar=False,
    ),
    Action(
        id="action_export",
        text=str(QT_TRANSLATE_NOOP("actions", "Export…")),
        shortcut="Ctrl+E",
        icon="export",
        tip=str(QT_TRANSLATE_NOOP("actions", "Take away a picture, the numbers or the run as a film")),
        verb=lambda studio: studio.files.ask_export(),
        states=READY,
        menu=FILE,
        in_toolbar=False,
    ),
    Action(
        id="action_quit",
        text=str(QT_TRANSLATE_NOOP("actions", "Quit")),
        shortcut="Ctrl+Q",
        icon="quit",
        tip=str(QT_TRANSLATE_NOOP("actions", "Close the window and end PyTorch's process")),
        verb=lambda studio: studio.window.window().close(),
        states=ALWAYS,
        menu=FILE,
        in_toolbar=False,
    ),
)
