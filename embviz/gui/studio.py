"""Studio: the furnished window. Where controller, panels, form and buttons are joined."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QProcess
from PySide6.QtWidgets import QApplication, QToolTip

from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot, Viewport
from embviz.gui import theme as themes
from embviz.gui.actions import ACTIONS, RUN_ID
from embviz.gui.controller import ModelController, Notice
from embviz.gui.heatmap import CellPlace, HeatmapPanel
from embviz.gui.link import EngineLink
from embviz.gui.panel import Card, Panel
from embviz.gui.panels import PANELS
from embviz.gui.setup import SetupPanel
from embviz.gui.state import ALIVE, State
from embviz.gui.status import NEXT_ACTION
from embviz.gui.window import MainWindow


class Studio(QObject):
    """Everything of one window: it owns the controller and the panels, and tells them of each other."""

    window: MainWindow
    controller: ModelController

    def __init__(
        self, window: MainWindow, start: Callable[[], QProcess], process: QProcess, experiment: Experiment
    ) -> None:
        super().__init__(window)
        self.window = window
        self.link = EngineLink(start, process, self)
        self.controller = ModelController(self.link, experiment, self)
        self.setup = SetupPanel(experiment)
        self.panels = {row.id: row.make() for row in PANELS}
        # By remedy, the last one told is shown: an error must not cover the only way to Restart for good.
        self._notices: dict[str, Notice] = {}
        self._furnish()
        self._connect()
        self._on_state(self.controller.state)

    @property
    def heatmaps(self) -> list[HeatmapPanel]:
        """The panels that show tables."""
        return [panel for panel in self.panels.values() if isinstance(panel, HeatmapPanel)]

    def train(self) -> None:
        """Train as many rounds as the field beside Train says, or say there what is wrong with it."""
        field = self.window.toolbar.count
        if field.value is None:
            text = self.tr("N must be a whole number from 1 to {maximum}").format(maximum=field.maximum)
            QToolTip.showText(field.mapToGlobal(QPoint(0, field.height())), text, field)
            field.setFocus()
        else:
            self.controller.train(field.value)

    def toggle_theme(self) -> None:
        """Change between light and dark."""
        self.set_theme(themes.LIGHT if self.window.theme is themes.DARK else themes.DARK)

    def set_theme(self, theme: themes.Theme) -> None:
        """Give the whole window the colours of `theme`."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        themes.apply(application, theme)
        self.window.set_theme(theme)

    def follow_system(self) -> None:
        """Take the desktop's choice of light or dark whenever it changes."""
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda scheme: self.set_theme(themes.chosen("system", scheme)))

    def show_error(self, text: str) -> None:
        """Tell of an error that nobody foresaw."""
        self._on_notice(Notice(self.tr("An unexpected error; please report it"), text, "dismiss"))

    def _furnish(self) -> None:
        columns: dict[str, list[Card]] = {"setup": [self.setup]}
        for row in PANELS:
            panel: Panel = self.panels[row.id]
            panel.setObjectName(row.id)
            columns.setdefault(row.column, []).append(panel)
        for name, widgets in columns.items():
            self.window.furnish(name, widgets)

    def _connect(self) -> None:
        controller, window = self.controller, self.window
        for row in ACTIONS:
            window.actions_by_id[row.id].triggered.connect(partial(row.verb, self))
        controller.snapshot_changed.connect(self._on_snapshot)
        controller.state_changed.connect(self._on_state)
        controller.noticed.connect(self._on_notice)
        window.banner.answered.connect(self._on_banner)
        self.setup.applied.connect(controller.begin)
        for panel in self.heatmaps:
            panel.view.cell_hovered.connect(self._on_hover)
            panel.view.resized.connect(self._on_resized)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        for panel in self.panels.values():
            panel.set_snapshot(snapshot)
        self.window.status.set_snapshot(snapshot)
        self._show_next()

    def _on_state(self, state: State) -> None:
        self.window.set_state(state)
        self.setup.set_enabled(state in ALIVE)
        if state is State.STARTING:
            self.window.toolbar.engine.setText(self.tr("Starting PyTorch…"))
        elif state is State.STOPPED:
            self.window.toolbar.engine.setText(self.tr("PyTorch has ended"))
        else:
            version = self.controller.torch_version
            self.window.toolbar.engine.setText(self.tr("PyTorch {version}").format(version=version))
        self._show_next()

    def _show_next(self) -> None:
        snapshot, state = self.controller.snapshot, self.controller.state
        if state is State.RUNNING:
            self.window.toolbar.set_next(RUN_ID)
        elif state in ALIVE and snapshot is not None:
            self.window.toolbar.set_next(NEXT_ACTION[snapshot.grad_status.kind])
        else:
            self.window.toolbar.set_next(None)

    def _on_hover(self, place: CellPlace | None) -> None:
        for panel in self.heatmaps:
            panel.mark(place)

    def _on_resized(self) -> None:
        fitting = [panel.view.viewport() for panel in self.heatmaps]
        self.controller.set_viewport(
            Viewport(height=min(one.height for one in fitting), width=min(one.width for one in fitting))
        )

    def _on_notice(self, notice: Notice | None) -> None:
        if notice is None:
            self._notices.pop("cancel", None)
            self._notices.pop("restart", None)
        else:
            self._notices.pop(notice.remedy, None)
            self._notices[notice.remedy] = notice
        # What could not begin is not what is trained: the form keeps it, to be changed and applied.
        self.setup.set_applied(self.controller.experiment)
        self._show_notice()

    def _show_notice(self) -> None:
        if not self._notices:
            self.window.banner.hide()
            return
        notice = list(self._notices.values())[-1]
        button = {
            "restart": self.tr("Restart"),
            "cancel": self.tr("Cancel"),
            "dismiss": self.tr("OK"),
        }[notice.remedy]
        self.window.banner.say(notice.what, notice.why, button)

    def _on_banner(self) -> None:
        if not self._notices:
            return
        remedy, _ = self._notices.popitem()
        self._show_notice()
        if remedy == "restart":
            self.controller.restart()
        elif remedy == "cancel":
            self.controller.cancel()
