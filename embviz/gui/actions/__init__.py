"""ACTIONS: everything that can be pressed, one row each; menus, toolbar and keys are built from here."""

from embviz.gui.actions.action import EXPERIMENTS as EXPERIMENTS
from embviz.gui.actions.action import FILE as FILE
from embviz.gui.actions.action import HISTORY as HISTORY
from embviz.gui.actions.action import LESSONS as LESSONS
from embviz.gui.actions.action import MENUS as MENUS
from embviz.gui.actions.action import TRAINING as TRAINING
from embviz.gui.actions.action import VIEW as VIEW
from embviz.gui.actions.action import Action as Action
from embviz.gui.actions.file import FILE_ACTIONS
from embviz.gui.actions.file import OPEN_ID as OPEN_ID
from embviz.gui.actions.history import HISTORY_ACTIONS
from embviz.gui.actions.language import LANGUAGE_ACTIONS
from embviz.gui.actions.lessons import LESSON_ACTIONS
from embviz.gui.actions.plan import PLAN_ACTIONS
from embviz.gui.actions.tabs import TAB_ACTIONS
from embviz.gui.actions.training import PAUSE_ICON as PAUSE_ICON
from embviz.gui.actions.training import PAUSE_TEXT as PAUSE_TEXT
from embviz.gui.actions.training import PAUSE_TIP as PAUSE_TIP
from embviz.gui.actions.training import RUN_ID as RUN_ID
from embviz.gui.actions.training import TRAIN_ID as TRAIN_ID
from embviz.gui.actions.training import TRAINING_ACTIONS
from embviz.gui.actions.training import ZERO_GRAD_ID as ZERO_GRAD_ID
from embviz.gui.actions.view import VIEW_ACTIONS
from embviz.gui.actions.wall import WALL_ACTIONS

ACTIONS: tuple[Action, ...] = (
    *TRAINING_ACTIONS,
    *FILE_ACTIONS,
    *HISTORY_ACTIONS,
    *VIEW_ACTIONS,
    *TAB_ACTIONS,
    *WALL_ACTIONS,
    *LANGUAGE_ACTIONS,
    *LESSON_ACTIONS,
    *PLAN_ACTIONS,
)
