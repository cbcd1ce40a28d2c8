"""Studio: the furnished window. Where controller, panels, form and buttons are joined."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QProcess, Qt
from PySide6.QtWidgets import QApplication, QToolTip

from embviz.core.examples import EXAMPLES, Example
from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.labels import brief
from embviz.core.messages import PAIRS, ZERO_GRAD, Place, Snapshot, StopRule
from embviz.core.numbers import parse_pairs
from embviz.core.recipes import Value
from embviz.core.sources import TEXTS
from embviz.gui import language, panels
from embviz.gui import theme as themes
from embviz.gui.accessible.factory import install as install_accessible
from embviz.gui.accessible.narrator import Narrator
from embviz.gui.actions import ACTIONS, RUN_ID
from embviz.gui.compare.strip import CompareStrip
from embviz.gui.control.controller import ModelController
from embviz.gui.control.link import EngineLink
from embviz.gui.control.notice import Notice, notice_of_example, notice_of_unusable, retold
from embviz.gui.control.state import ALIVE, State
from embviz.gui.curve.panel import CurvePanel
from embviz.gui.details.tabs import TabbedCard
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.sight import Sight
from embviz.gui.heatmap.states import StateStack, expected_tables
from embviz.gui.noticeboard import NoticeBoard
from embviz.gui.opening.progress import WorkStrip, is_cancelled
from embviz.gui.reporter import Reporter
from embviz.gui.selection import Selection
from embviz.gui.sessions.folders import absolute
from embviz.gui.sessions.words import name_of
from embviz.gui.setup.panel import SetupPanel
from embviz.gui.setup.words import pair_words
from embviz.gui.status import next_action
from embviz.gui.timeline.panel import Timeline
from embviz.gui.toolbar.stopping import StopAt
from embviz.gui.wall.look import SYSTEM
from embviz.gui.widgets.panel import Card, Panel
from embviz.gui.window import MainWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from embviz.gui.classroom import Classroom
    from embviz.gui.details.views import DetailViews
    from embviz.gui.files import Files


class Studio(QObject):
    """Everything of one window: it owns the controller and the panels, and tells them of each other."""

    window: MainWindow
    controller: ModelController
    timeline: Timeline
    sight: Sight

    def __init__(
        self,
        window: MainWindow,
        start: Callable[[], QProcess],
        process: QProcess,
        experiment: Experiment,
        session: Path | None = None,
    ) -> None:
        super().__init__(window)
        self.window = window
        install_accessible()
        self.link = EngineLink(start, process, self)
        self.controller = ModelController(
            self.link, experiment, self, session="" if session is None else absolute(str(session))
        )
        self.setup = SetupPanel(experiment)
        self.panels = {row.id: row.make() for row in panels.PANELS}
        self.notices = NoticeBoard(window.banner, self)
        self.timeline, self.compare = Timeline(), CompareStrip()
        self.work = WorkStrip(window.status, self._subject)
        self.selection = Selection([*self.heatmaps, self.states], self)
        self.sight = Sight(window, self.heatmaps, self.states, self.selection, self)
        window.status.name_rows(brief)
        self._furnish()
        self._connect()
        self.narrator = Narrator(window.status, window.banner, self.controller, self)
        self.views: DetailViews | None = None
        self._files: Files | None = None
        self._classroom: Classroom | None = None
        # What a teacher's plan says of an experiment that is to begin.
        self.refuses: Callable[[Experiment], Notice | None] = lambda _experiment: None
        self.controller.set_cell(self.selection.place)
        self._on_state(self.controller.state)

    def complete(self, views: DetailViews) -> None:
        """Put the `views` of the card with tabs into it, and connect them."""
        self.views = views
        self.details.add_views(views._asdict())
        self.controller.lookup_failed.connect(views.lookup.set_failure)
        views.lookup.asked.connect(self.controller.lookup)
        views.lookup.asked_words.connect(lambda words: self.controller.lookup((), words))
        views.rows.row_chosen.connect(self.sight.show_row)
        views.map.row_chosen.connect(self.sight.show_row)
        views.lookup.set_enabled(self.controller.state in ALIVE)
        self._report_to(views)

    def take_up_files(self, make: Callable[[Studio, QMenu], Files]) -> None:
        """Have files opened, dropped and written from now on."""
        self._files = make(self, self.window.recent_menu)

    def take_up_classroom(self, make: Callable[[Studio], Classroom]) -> None:
        """Have lessons, the wall and the rest of the classroom from now on."""
        self._classroom = make(self)

    @property
    def classroom(self) -> Classroom:
        """What is for teaching; there as long as there are files."""
        assert self._classroom is not None
        return self._classroom

    @property
    def has_files(self) -> bool:
        """True once there is what deals with files."""
        return self._files is not None

    @property
    def files(self) -> Files:
        """What deals with files; there from the first snapshot on."""
        assert self._files is not None
        return self._files

    @property
    def heatmaps(self) -> list[HeatmapPanel]:
        """The panels of weight and grad."""
        return [panel for panel in self.panels.values() if isinstance(panel, HeatmapPanel)]

    @property
    def weight(self) -> HeatmapPanel:
        """The panel of the table itself."""
        panel = self.panels[panels.WEIGHT]
        assert isinstance(panel, HeatmapPanel)
        return panel

    @property
    def states(self) -> StateStack:
        """The panels of the optimizer's own tables."""
        stack = self.panels[panels.STATES]
        assert isinstance(stack, StateStack)
        return stack

    @property
    def curve(self) -> CurvePanel:
        """The panel of the curve."""
        panel = self.panels[panels.CURVE]
        assert isinstance(panel, CurvePanel)
        return panel

    @property
    def details(self) -> TabbedCard:
        """The card of the inspector, the lookup, the code and the gap."""
        card = self.panels[panels.DETAILS]
        assert isinstance(card, TabbedCard)
        return card

    def train(self) -> None:
        """Train as many rounds as the field beside Train says, or say there what is wrong with it."""
        field = self.window.toolbar.count
        if field.value is None:
            text = self.tr("N must be a whole number from 1 to {maximum}").format(maximum=field.maximum)
            QToolTip.showText(field.mapToGlobal(QPoint(0, field.height())), text, field)
            field.setFocus()
        else:
            self.controller.train(field.value)

    def begin(self, experiment: Experiment) -> None:
        """Start a new run of `experiment`, unless the plan of the window has another one in mind."""
        if (refusal := self.refuses(experiment)) is not None:
            self.notices.tell(refusal)
            self.setup.set_applied(self.controller.experiment)
            return
        self.notices.take_back("hint", "refusal")
        self.sight.expect(experiment)
        self.controller.begin(experiment)

    def begin_example(self, example: Example) -> None:
        """Start a new run of a ready experiment, and say what to look for, or why it cannot be had here."""
        try:
            experiment = example.experiment
        except ExperimentError as error:
            self.notices.tell(notice_of_unusable(example, error))
            return
        self.begin(experiment)
        self.setup.set_experiment(experiment)
        # Another subject: what was compared before has nothing to say about it.
        self.curve.begin_anew(example.curve)
        self.notices.tell(notice_of_example(example))

    def toggle_theme(self) -> None:
        """Go from light to dark, from there to high contrast, and back to light."""
        following = themes.following(self.window.theme)
        if self._classroom is None:
            self.set_colours(following)
        else:
            self._classroom.wall.choose_theme(following.name)

    def set_colours(self, theme: themes.Theme) -> None:
        """Give the whole window the colours of `theme`, in the size that it has."""
        self.set_theme(themes.keeping(theme, self.window.theme))

    def set_theme(self, theme: themes.Theme) -> None:
        """Give the whole window the colours and the size of `theme`."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        themes.apply(application, theme)
        self.window.set_theme(theme)

    def choose_language(self, code: str) -> None:
        """Say everything in `code`, now and at the next start."""
        language.choose(self, code)

    def retranslate(self) -> None:
        """Say everything in the language that is set now."""
        self.window.retranslate()
        self.notices.retranslate()
        if self._files is not None:
            self._files.retranslate()

    def follow_system(self) -> None:
        """Take the desktop's choice of light or dark whenever it changes."""
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_scheme)

    def release(self) -> QProcess | None:
        """Close the session in good order, and hand back the engine's process, to be waited for."""
        self.controller.close_session()
        return self.link.release()

    def show_error(self, text: str) -> None:
        """Tell of an error that nobody foresaw."""
        self._on_notice(
            retold(lambda: Notice(self.tr("An unexpected error; please report it"), text, "dismiss"))
        )

    def _on_scheme(self, scheme: Qt.ColorScheme) -> None:
        # Who has chosen a look since then keeps it.
        if self._classroom is None or self._classroom.wall.look.theme == SYSTEM:
            self.set_colours(themes.chosen(SYSTEM, scheme))

    def _furnish(self) -> None:
        columns: dict[str, list[Card]] = {"setup": [self.setup]}
        for row in panels.PANELS:
            panel: Panel = self.panels[row.id]
            panel.setObjectName(row.id)
            columns.setdefault(row.column, []).append(panel)
        # Before the first answer, or the picture that comes with it would be asked for once more.
        self.states.expect(expected_tables(self.controller.experiment))
        for name, widgets in columns.items():
            self.window.furnish(name, widgets)
        self.window.add_strip(self.compare, is_above=True)
        self.window.add_strip(self.timeline, is_above=False)
        self.window.add_overlay(self.work)
        self.window.add_experiments(EXAMPLES, self.begin_example)

    def _connect(self) -> None:
        controller, window, toolbar = self.controller, self.window, self.window.toolbar
        for row in ACTIONS:
            window.actions_by_id[row.id].triggered.connect(partial(row.verb, self))
        controller.snapshot_changed.connect(self._on_snapshot)
        controller.state_changed.connect(self._on_state)
        controller.noticed.connect(self._on_notice)
        controller.progressed.connect(self.work.set_progress)
        self.work.cancelled.connect(controller.cancel_work)
        self.notices.answered.connect(self._on_answered)
        self.setup.applied.connect(self.begin)
        self.setup.set_now.connect(self._on_set_now)
        self.selection.changed.connect(self._on_cell)
        tables: list[HeatmapPanel | StateStack] = [*self.heatmaps, self.states]
        for table in tables:
            table.cell_clicked.connect(lambda _place: self.details.show_view(panels.INSPECTOR))
            self.compare.mode_chosen.connect(table.set_compare_mode)
        self.sight.viewport_changed.connect(controller.set_viewport)
        self.sight.wanted.connect(controller.inquire)
        controller.reported.connect(self.sight.set_report)
        controller.noticed.connect(self.sight.give_up)
        self.weight.cell_edited.connect(controller.edit)
        toolbar.speed.changed.connect(controller.set_pace)
        toolbar.stopping.changed.connect(self._on_stop_at)
        toolbar.zeroing.chosen.connect(partial(controller.set, ZERO_GRAD))
        for asked, verb in (
            (self.timeline.moment_asked, controller.go),
            (self.timeline.branch_asked, controller.visit),
            (self.timeline.forked, controller.fork),
            (self.timeline.bookmark_named, controller.bookmark),
            (self.timeline.compare_asked, controller.compare),
            (self.timeline.budget_asked, controller.set_budget),
            (self.compare.stopped, partial(controller.compare, None)),
        ):
            asked.connect(verb)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self.selection.set_snapshot(snapshot)
        self.sight.set_snapshot(snapshot)
        for panel in self.panels.values():
            panel.set_snapshot(snapshot)
        self.timeline.set_snapshot(snapshot)
        self.compare.set_snapshot(snapshot)
        if snapshot.command in ("open", "visit"):
            self.setup.show_run(snapshot)
        self.weight.light(() if snapshot.lookup is None else snapshot.lookup.indices)
        self.setup.set_snapshot(snapshot)
        self.window.set_zero_grad(snapshot.zero_grad)
        self.window.status.set_snapshot(snapshot)
        self._show_next()

    def _on_state(self, state: State) -> None:
        self.window.set_state(state)
        self.timeline.set_state(state)
        self.setup.set_enabled(state in ALIVE)
        if self.views is not None:
            self.views.lookup.set_enabled(state in ALIVE)
        if state in ALIVE:
            self.setup.set_devices(self.controller.devices)
        self.window.toolbar.tell_engine(state, self.controller.torch_version)
        self._show_next()

    def _report_to(self, views: DetailViews) -> None:
        """Have the views that show reports get them, and each other's pins."""
        reporter = Reporter(self.controller, self)
        views.words.find_asked.connect(reporter.find)
        reporter.found.connect(views.words.set_found)
        views.words.pins_changed.connect(views.map.set_pins)
        views.map.set_pins(views.words.pins)
        views.map.cancelled.connect(self.controller.cancel_work)
        views.map.enlarged.connect(self._on_enlarged)
        self.controller.progressed.connect(views.map.set_progress)
        reporter.add_views((views.rows, views.words, views.map))

    def _on_enlarged(self, is_enlarged: bool) -> None:
        # The card of the map takes the room that another leaves in its column.
        is_wanted = self._classroom is None or panels.CURVE in self._classroom.wall.panels.shown
        self.curve.setVisible(is_wanted and not is_enlarged)

    def _show_next(self) -> None:
        snapshot, state = self.controller.snapshot, self.controller.state
        if state is State.RUNNING:
            self.window.toolbar.set_next(RUN_ID)
        elif state in ALIVE and snapshot is not None:
            self.window.toolbar.set_next(next_action(snapshot))
        else:
            self.window.toolbar.set_next(None)

    def _on_cell(self, place: Place) -> None:
        self.controller.set_cell(place)

    def _on_set_now(self, values: dict[str, Value | str]) -> None:
        for name, value in values.items():
            words = pair_words(str(value)) if name == PAIRS and parse_pairs(str(value)) is None else ()
            self.controller.set(name, value, words)

    def _on_stop_at(self, stop_at: StopAt) -> None:
        rule = StopRule(distance_below=stop_at.distance_below, first_increase=stop_at.first_increase)
        self.controller.set_stop(rule, stop_at.after_steps)

    def _on_notice(self, notice: Notice | None) -> None:
        if notice is None:
            self.notices.take_back("cancel", "restart")
        elif is_cancelled(notice):
            # Of the run that did not begin.
            self.notices.take_back("hint")
            self.window.status.say(self.tr("Cancelled; what was there before still is"))
        else:
            self.notices.tell(notice)
            # The moment that was asked for may be what could not be shown.
            self.timeline.give_up()
        # What could not begin is not what is trained: the form keeps it, to be changed and applied.
        self.setup.set_applied(self.controller.experiment)

    def _subject(self) -> tuple[str, int]:
        """Return what the engine reads now, and how many numbers it draws, 0 where that is not known yet."""
        experiment = self.controller.experiment
        source = experiment.file.path if experiment.file is not None else ""
        if experiment.corpus is not None:
            source = TEXTS.get(experiment.corpus.text, experiment.corpus.text)
            source = QCoreApplication.translate("core", source)
        path = self._files.opening.path if self._files is not None else ""
        is_known = experiment.file is None and experiment.corpus is None
        return name_of(path or source), experiment.cells if is_known else 0

    def _on_answered(self, remedy: str) -> None:
        if remedy == "restart":
            self.controller.restart()
        elif remedy == "cancel":
            self.controller.cancel()
