"""EmbeddingView: the tables, the curve and the buttons as one widget, for a PySide6 program of one's own.

    view = EmbeddingView(Experiment(rows=2, dim=5))
    layout.addWidget(view)

It brings its own look, and changes nothing of the program around it: no palette, style sheet or font of the
application, and no shortcut.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Signal
from PySide6.QtGui import QAction, QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from embviz.core.experiment import Experiment
from embviz.core.labels import brief
from embviz.core.messages import ZERO_GRAD, Snapshot, StopRule
from embviz.gui import theme as themes
from embviz.gui.accessible.factory import install as install_accessible
from embviz.gui.accessible.narrator import Narrator
from embviz.gui.actions.training import (
    PAUSE_ICON,
    PAUSE_TEXT,
    PAUSE_TIP,
    RUN_ID,
    TRAIN_ID,
    TRAINING_ACTIONS,
    ZERO_GRAD_ID,
)
from embviz.gui.banner import Banner
from embviz.gui.control.controller import ModelController
from embviz.gui.control.keeper import EngineKeeper
from embviz.gui.control.link import EngineLink
from embviz.gui.control.notice import Notice
from embviz.gui.control.state import ALIVE, State
from embviz.gui.curve.panel import CurvePanel
from embviz.gui.heatmap.optional import GradPanel
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.sight import Sight
from embviz.gui.heatmap.states import StateStack, expected_tables
from embviz.gui.noticeboard import NoticeBoard
from embviz.gui.selection import Selection
from embviz.gui.status import StatusLine, next_action
from embviz.gui.theme import GAP_PX
from embviz.gui.toolbar.bar import Toolbar
from embviz.gui.toolbar.stopping import StopAt
from embviz.gui.wall.look import SYSTEM

TABLES_SHARE, CURVE_SHARE = 5, 4


class EmbeddingView(QWidget):
    """The tables of a run, its curve, and the buttons that move it. It starts and owns PyTorch's process.

    `snapshot_changed` brings each new Snapshot: step, weight, grad and the rest as arrays that are copies.
    The process ends when the view is closed, when it or what it stands in is destroyed, and with the program.
    `controller` takes what the buttons do: `backward()`, `step()`, `train(rounds)` and the rest.

    Raises RuntimeError where there is no QApplication yet, TypeError for what is no Experiment.
    """

    snapshot_changed = Signal(object)

    def __init__(self, experiment: Experiment | None = None, parent: QWidget | None = None) -> None:
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            raise RuntimeError("An EmbeddingView needs a QApplication: make one first.")
        experiment = Experiment() if experiment is None else _checked(experiment)
        super().__init__(parent)
        self.setObjectName("embedding_view")
        self.theme = themes.chosen(SYSTEM, application.styleHints().colorScheme())
        install_accessible()
        themes.load_fonts()
        self._keeper = EngineKeeper(application)
        # Not a method: what is destroyed hears nothing any more.
        self.destroyed.connect(self._keeper.end)
        self._link = EngineLink(self._keeper.start, self._keeper.start(), self)
        self.controller = ModelController(self._link, experiment, self)
        self._make_parts()
        self._lay_out()
        self._connect()
        self._narrator = Narrator(self._status, self._banner, self.controller, self)
        self.set_theme(self.theme.name)
        self.retranslate()
        self._on_state(self.controller.state)

    @property
    def snapshot(self) -> Snapshot | None:
        """The moment on screen; None until PyTorch has been loaded."""
        return self.controller.snapshot

    @property
    def experiment(self) -> Experiment:
        """What is trained."""
        return self.controller.experiment

    def set_experiment(self, experiment: Experiment) -> None:
        """Begin a new run, of `experiment`. Raises TypeError for what is none; the run goes on then."""
        experiment = _checked(experiment)
        self._notices.take_back("hint", "refusal")
        self._states.expect(expected_tables(experiment))
        self._sight.expect(experiment)
        self.controller.begin(experiment)

    def set_theme(self, name: str) -> None:
        """Show it in the colours of the theme 'light', 'dark' or 'contrast', or as the 'system' is.

        Raises ValueError for another name, and TypeError for what is no name; the colours stay then.
        """
        if not isinstance(name, str):
            raise TypeError(f"set_theme takes the name of a theme, such as 'dark', not {_a(name)}.")
        if name not in (SYSTEM, *themes.THEMES):
            known = ", ".join(map(repr, themes.THEMES))
            raise ValueError(f"There is no theme {name!r}: choose one of {known}, or {SYSTEM!r}.")
        self.theme = themes.chosen(name, QApplication.styleHints().colorScheme())
        themes.apply_to(self, self.theme)
        for part in self._parts:
            part.set_theme(self.theme)
        self._show_icons()
        self.update()

    def retranslate(self) -> None:
        """Take all texts in the language that is set now."""
        for part in (self._toolbar, self._status, self._weight, self._grad, self._states, self._curve):
            part.retranslate()
        self._translate_actions()
        self._tell_engine()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        # The banner offers a new engine, should somebody show it again.
        self.controller.cancel()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self.theme.ground))

    def _make_parts(self) -> None:
        self._toolbar, self._banner, self._status = Toolbar(), Banner(), StatusLine()
        self._weight = HeatmapPanel("weight", lambda snapshot: snapshot.weight, is_editable=True)
        self._grad = GradPanel("grad", lambda snapshot: snapshot.grad)
        self._states, self._curve = StateStack(), CurvePanel()
        self._panels = (self._weight, self._grad, self._states, self._curve)
        self._states.expect(expected_tables(self.controller.experiment))
        self._notices = NoticeBoard(self._banner, self)
        self._selection = Selection([self._weight, self._grad, self._states], self)
        self._sight = Sight(self, [self._weight, self._grad], self._states, self._selection, self)
        self._status.name_rows(brief)
        self._parts = (self._toolbar, self._banner, self._status, *self._panels, self._sight.jump)
        self._actions: dict[str, QAction] = {}
        for row in TRAINING_ACTIONS:
            # Without a shortcut: the keys are those of the program around it.
            action = self._actions[row.id] = QAction(self)
            action.setObjectName(row.id)
            self._toolbar.add(action, row.id == ZERO_GRAD_ID, with_count=row.id == TRAIN_ID)

    def _lay_out(self) -> None:
        body, tables, whole = QHBoxLayout(), QVBoxLayout(), QVBoxLayout(self)
        body.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
        for layout in (body, tables):
            layout.setSpacing(GAP_PX)
        for panel in (self._weight, self._grad, self._states):
            tables.addWidget(panel)
        body.addLayout(tables, TABLES_SHARE)
        body.addWidget(self._curve, CURVE_SHARE)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self._toolbar, self._banner):
            whole.addWidget(part)
        whole.addLayout(body, 1)
        whole.addWidget(self._status)

    def _connect(self) -> None:
        controller, toolbar = self.controller, self._toolbar
        for name, verb in {
            "action_forward": controller.forward,
            "action_backward": controller.backward,
            "action_step": controller.step,
            TRAIN_ID: self._train,
            RUN_ID: controller.toggle_run,
            ZERO_GRAD_ID: controller.zero_grad,
            "action_reset": controller.reset,
        }.items():
            self._actions[name].triggered.connect(verb)
        controller.snapshot_changed.connect(self._on_snapshot)
        controller.state_changed.connect(self._on_state)
        controller.noticed.connect(self._on_notice)
        controller.reported.connect(self._sight.set_report)
        self._notices.answered.connect(self._on_answered)
        self._sight.viewport_changed.connect(controller.set_viewport)
        self._sight.wanted.connect(controller.inquire)
        self._weight.cell_edited.connect(controller.edit)
        toolbar.speed.changed.connect(controller.set_pace)
        toolbar.stopping.changed.connect(self._on_stop_at)
        toolbar.zeroing.chosen.connect(partial(controller.set, ZERO_GRAD))

    def _train(self) -> None:
        field = self._toolbar.count
        if field.value is not None:
            self.controller.train(field.value)
            return
        text = self.tr("N must be a whole number from 1 to {maximum}").format(maximum=field.maximum)
        QToolTip.showText(field.mapToGlobal(QPoint(0, field.height())), text, field)
        field.setFocus()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._selection.set_snapshot(snapshot)
        self._sight.set_snapshot(snapshot)
        for panel in self._panels:
            panel.set_snapshot(snapshot)
        self._toolbar.set_zero_grad(snapshot.zero_grad)
        self._status.set_snapshot(snapshot)
        self._show_next()
        self.snapshot_changed.emit(snapshot)

    def _on_state(self, state: State) -> None:
        for row in TRAINING_ACTIONS:
            self._actions[row.id].setEnabled(state in row.states)
        self._toolbar.zeroing.set_enabled(state in ALIVE)
        self._status.set_state(state)
        self._translate_actions()
        self._show_icons()
        self._tell_engine()
        self._show_next()

    def _on_notice(self, notice: Notice | None) -> None:
        if notice is None:
            self._notices.take_back("cancel", "restart")
        else:
            self._notices.tell(notice)
            self._sight.give_up(notice)

    def _on_answered(self, remedy: str) -> None:
        if remedy == "restart":
            self.controller.restart()
        elif remedy == "cancel":
            self.controller.cancel()

    def _on_stop_at(self, stop_at: StopAt) -> None:
        rule = StopRule(distance_below=stop_at.distance_below, first_increase=stop_at.first_increase)
        self.controller.set_stop(rule, stop_at.after_steps)

    def _show_next(self) -> None:
        snapshot, state = self.snapshot, self.controller.state
        is_idle = state in ALIVE and snapshot is not None
        name = next_action(snapshot) if is_idle and snapshot is not None else None
        self._toolbar.set_next(RUN_ID if state is State.RUNNING else name)

    def _show_icons(self) -> None:
        is_running = self.controller.state is State.RUNNING
        for row in TRAINING_ACTIONS:
            name = PAUSE_ICON if row.id == RUN_ID and is_running else row.icon
            self._actions[row.id].setIcon(themes.icon(name, self.theme))

    def _translate_actions(self) -> None:
        is_running = self.controller.state is State.RUNNING
        for row in TRAINING_ACTIONS:
            is_pause = row.id == RUN_ID and is_running
            text = QCoreApplication.translate("actions", PAUSE_TEXT if is_pause else row.text)
            tip = QCoreApplication.translate("actions", PAUSE_TIP if is_pause else row.tip)
            self._actions[row.id].setText(text)
            self._actions[row.id].setToolTip(tip if is_pause else self._toolbar.zeroing.tips.get(row.id, tip))

    def _tell_engine(self) -> None:
        self._toolbar.tell_engine(self.controller.state, self.controller.torch_version)


def _checked(experiment: object) -> Experiment:
    # Who embeds it may have anything at hand: told here, and not where the engine stumbles over it.
    if isinstance(experiment, Experiment):
        return experiment
    raise TypeError(
        f"An EmbeddingView shows an Experiment, not {_a(experiment)}: make one, such as"
        " Experiment(rows=2, dim=5)."
    )


def _a(thing: object) -> str:
    return f"a value of type {type(thing).__qualname__}"
