"""ACTIONS: everything that can be pressed, one row each; menus, toolbar and keys are built from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP

from embviz.gui.control.state import ALIVE, ALWAYS, READY, State

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
HISTORY = str(QT_TRANSLATE_NOOP("actions", "History"))
MENUS = (FILE, EXPERIMENTS, TRAINING, HISTORY, VIEW)

RUN_ID = "action_run"
TRAIN_ID = "action_train"
OPEN_ID = "action_open"
ZERO_GRAD_ID = "action_zero_grad"
# The same action once it runs: what the row of `action_run` says then.
PAUSE_TEXT = str(QT_TRANSLATE_NOOP("actions", "Pause"))
PAUSE_TIP = str(QT_TRANSLATE_NOOP("actions", "Stop after the step that is being done now; nothing is lost"))
PAUSE_ICON = "pause"

ACTIONS: tuple[Action, ...] = (
    Action(
        id="action_forward",
        text=str(QT_TRANSLATE_NOOP("actions", "Forward")),
        shortcut="F",
        icon="forward",
        tip=str(
            QT_TRANSLATE_NOOP("actions", "Compute the loss and show it; weight and grad stay as they are")
        ),
        verb=lambda studio: studio.controller.forward(),
        states=READY,
        menu=TRAINING,
    ),
    Action(
        id="action_backward",
        text=str(QT_TRANSLATE_NOOP("actions", "Backward")),
        shortcut="B",
        icon="backward",
        tip=str(
            QT_TRANSLATE_NOOP("actions", "loss.backward(): compute the loss and add its gradient to grad")
        ),
        verb=lambda studio: studio.controller.backward(),
        states=READY,
        menu=TRAINING,
    ),
    Action(
        id="action_step",
        text=str(QT_TRANSLATE_NOOP("actions", "Step")),
        shortcut="S",
        icon="step",
        tip=str(QT_TRANSLATE_NOOP("actions", "optimizer.step(): move weight by grad; grad stays as it is")),
        verb=lambda studio: studio.controller.step(),
        states=READY,
        menu=TRAINING,
    ),
    Action(
        id=TRAIN_ID,
        text=str(QT_TRANSLATE_NOOP("actions", "Train")),
        shortcut="T",
        icon="train",
        tip=str(QT_TRANSLATE_NOOP("actions", "N times: zero_grad, forward, backward, step")),
        verb=lambda studio: studio.train(),
        states=READY,
        menu=TRAINING,
    ),
    Action(
        id=RUN_ID,
        text=str(QT_TRANSLATE_NOOP("actions", "Run")),
        shortcut="Space",
        icon="run",
        tip=str(
            QT_TRANSLATE_NOOP("actions", "zero_grad, forward, backward, step, over and over, until Pause")
        ),
        verb=lambda studio: studio.controller.toggle_run(),
        states=ALIVE,
        menu=TRAINING,
    ),
    Action(
        id=ZERO_GRAD_ID,
        text=str(QT_TRANSLATE_NOOP("actions", "Zero grad")),
        shortcut="Z",
        icon="zero_grad",
        tip=str(QT_TRANSLATE_NOOP("actions", "optimizer.zero_grad(): clear grad, as the arrow beside says")),
        verb=lambda studio: studio.controller.zero_grad(),
        states=READY,
        menu=TRAINING,
    ),
    Action(
        id="action_reset",
        text=str(QT_TRANSLATE_NOOP("actions", "Reset")),
        shortcut="R",
        icon="reset",
        tip=str(QT_TRANSLATE_NOOP("actions", "Begin again: a new table from the same seed, a new optimizer")),
        verb=lambda studio: studio.controller.reset(),
        states=ALIVE,
        menu=TRAINING,
    ),
    Action(
        id="action_open",
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
        id="action_undo",
        text=str(QT_TRANSLATE_NOOP("actions", "Undo")),
        shortcut="Ctrl+Z",
        icon="undo",
        tip=str(QT_TRANSLATE_NOOP("actions", "Back to before the last action; nothing is lost")),
        verb=lambda studio: studio.timeline.go_previous_action(),
        states=READY,
        menu=HISTORY,
        in_toolbar=False,
        repeats=True,
    ),
    Action(
        id="action_redo",
        text=str(QT_TRANSLATE_NOOP("actions", "Redo")),
        shortcut="Ctrl+Shift+Z",
        icon="redo",
        tip=str(QT_TRANSLATE_NOOP("actions", "Forward to after the next action")),
        verb=lambda studio: studio.timeline.go_next_action(),
        states=READY,
        menu=HISTORY,
        in_toolbar=False,
        repeats=True,
    ),
    Action(
        id="action_back",
        text=str(QT_TRANSLATE_NOOP("actions", "Back one action")),
        shortcut="Left",
        icon="previous",
        tip=str(QT_TRANSLATE_NOOP("actions", "Show the moment before the last action")),
        verb=lambda studio: studio.timeline.go_previous_action(),
        states=READY,
        menu=HISTORY,
        in_toolbar=False,
        repeats=True,
    ),
    Action(
        id="action_forth",
        text=str(QT_TRANSLATE_NOOP("actions", "Forward one action")),
        shortcut="Right",
        icon="next",
        tip=str(QT_TRANSLATE_NOOP("actions", "Show the moment after the next action")),
        verb=lambda studio: studio.timeline.go_next_action(),
        states=READY,
        menu=HISTORY,
        in_toolbar=False,
        repeats=True,
    ),
    Action(
        id="action_back_step",
        text=str(QT_TRANSLATE_NOOP("actions", "Back one step")),
        shortcut="Shift+Left",
        icon="previous",
        tip=str(QT_TRANSLATE_NOOP("actions", "Show the moment before this one, within a train too")),
        verb=lambda studio: studio.timeline.go_previous_moment(),
        states=READY,
        menu=HISTORY,
        in_toolbar=False,
        repeats=True,
    ),
    Action(
        id="action_forth_step",
        text=str(QT_TRANSLATE_NOOP("actions", "Forward one step")),
        shortcut="Shift+Right",
        icon="next",
        tip=str(QT_TRANSLATE_NOOP("actions", "Show the moment after this one, within a train too")),
        verb=lambda studio: studio.timeline.go_next_moment(),
        states=READY,
        menu=HISTORY,
        in_toolbar=False,
        repeats=True,
    ),
    Action(
        id="action_first",
        text=str(QT_TRANSLATE_NOOP("actions", "Go to the start")),
        shortcut="Home",
        icon="first",
        tip=str(QT_TRANSLATE_NOOP("actions", "Show the start of the run")),
        verb=lambda studio: studio.timeline.go_first(),
        states=READY,
        menu=HISTORY,
        in_toolbar=False,
    ),
    Action(
        id="action_last",
        text=str(QT_TRANSLATE_NOOP("actions", "Go to the present")),
        shortcut="End",
        icon="last",
        tip=str(QT_TRANSLATE_NOOP("actions", "Show the last moment of the branch")),
        verb=lambda studio: studio.timeline.go_last(),
        states=READY,
        menu=HISTORY,
        in_toolbar=False,
    ),
    Action(
        id="action_fork",
        text=str(QT_TRANSLATE_NOOP("actions", "Continue from here")),
        shortcut="C",
        icon="branch",
        tip=str(
            QT_TRANSLATE_NOOP("actions", "Begin a branch at the moment on screen, with settings of its own")
        ),
        verb=lambda studio: studio.timeline.fork(),
        states=READY,
        menu=HISTORY,
        in_toolbar=False,
    ),
    Action(
        id="action_bookmark",
        text=str(QT_TRANSLATE_NOOP("actions", "Bookmark…")),
        shortcut="M",
        icon="bookmark",
        tip=str(QT_TRANSLATE_NOOP("actions", "Give the moment on screen a name")),
        verb=lambda studio: studio.timeline.ask_bookmark(),
        states=READY,
        menu=HISTORY,
        in_toolbar=False,
    ),
    Action(
        id="action_theme",
        text=str(QT_TRANSLATE_NOOP("actions", "Light or dark")),
        shortcut="Ctrl+D",
        icon="theme",
        tip=str(QT_TRANSLATE_NOOP("actions", "Change between the light and the dark look")),
        verb=lambda studio: studio.toggle_theme(),
        states=ALWAYS,
        menu=VIEW,
        in_toolbar=False,
    ),
    Action(
        id="action_go_to_row",
        text=str(QT_TRANSLATE_NOOP("actions", "Go to row…")),
        shortcut="Ctrl+G",
        icon="search",
        tip=str(QT_TRANSLATE_NOOP("actions", "Look at a row, by its number or the beginning of its label")),
        verb=lambda studio: studio.sight.ask_row(),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
    ),
    Action(
        id="action_zoom_in",
        text=str(QT_TRANSLATE_NOOP("actions", "Zoom in")),
        shortcut="Ctrl++",
        icon="zoom_in",
        tip=str(QT_TRANSLATE_NOOP("actions", "Look closer at the tables, around the chosen cell")),
        verb=lambda studio: studio.sight.zoom(1),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
        repeats=True,
    ),
    Action(
        id="action_zoom_out",
        text=str(QT_TRANSLATE_NOOP("actions", "Zoom out")),
        shortcut="Ctrl+-",
        icon="zoom_out",
        tip=str(QT_TRANSLATE_NOOP("actions", "Look at more of the tables")),
        verb=lambda studio: studio.sight.zoom(-1),
        states=ALIVE,
        menu=VIEW,
        in_toolbar=False,
        repeats=True,
    ),
    Action(
        id="action_zoom_whole",
        text=str(QT_TRANSLATE_NOOP("actions", "Whole table")),
        shortcut="Ctrl+0",
        icon="whole",
        tip=str(QT_TRANSLATE_NOOP("actions", "Look at all rows and columns of the tables again")),
        verb=lambda studio: studio.sight.lens.show_all(),
        states=ALIVE,
        menu=VIEW,
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
