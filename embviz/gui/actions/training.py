"""Training: forward, backward, step and train, as PyTorch has them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from embviz.gui.actions.action import TRAINING, Action
from embviz.gui.control.state import ALIVE, READY

RUN_ID = "action_run"
TRAIN_ID = "action_train"
ZERO_GRAD_ID = "action_zero_grad"
# The same action once it runs: what the row of `action_run` says then.
PAUSE_TEXT = str(QT_TRANSLATE_NOOP("actions", "Pause"))
PAUSE_TIP = str(QT_TRANSLATE_NOOP("actions", "Stop after the step that is being done now; nothing is lost"))
PAUSE_ICON = "pause"

TRAINING_ACTIONS: tuple[Action, ...] = (
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
)
