"""Reporter: keeps the reports that the visible view shows up to date, and no others."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from embviz.core.messages import Command, Moment, Report, Snapshot
from embviz.core.reports import Found, Meaning, RowsReport, WordMap
from embviz.gui.control.controller import ModelController
from embviz.gui.control.notice import Notice
from embviz.gui.control.state import ALIVE, State
from embviz.gui.control.wishes import Wish

# Nobody reads lists that change more often.
INTERVAL_S = 0.2
# Of the engine's time, reports take no more than this.
SHARE = 0.2
# A question with no answer after so many snapshots found no room where it had to wait, and is lost. Maps may
# take as long as they like.
LOST_AFTER = 64
ANSWERS: dict[Command, type[Report]] = {
    "rows": RowsReport,
    "meaning": Meaning,
    "map": WordMap,
    "find": Found,
}

# What a report was made of: it has nothing new to say while this is the same.
_Stand = tuple[int, Moment, int, int]


class Search(NamedTuple):
    """What is looked for among the labels of rows. Of one `asker`, the newest text counts."""

    text: str
    asker: str = ""


class Reporting(Protocol):
    """A widget that shows reports."""

    @property
    def wish_changed(self) -> SignalInstance:
        """Says that `wish` may be another one now."""
        ...

    def wish(self) -> Wish | None:
        """Return what is to be asked for while the view is visible, None for nothing."""
        ...

    def set_report(self, report: Report) -> None:
        """Show `report`, which was asked for by the wish of now."""
        ...

    def set_failure(self, text: str) -> None:
        """Say why there is no report for the wish of now."""
        ...


class _Question(NamedTuple):
    """What is asked, for which view, or for which asker of a find, and of what."""

    wish: Wish
    stand: _Stand
    view: QWidget | None = None
    asker: str = ""


class Reporter(QObject):
    """Asks the controller for what the visible ones of its views want, and gives them the answers.

    It asks when a view appears, when its wish changes and after each snapshot of another moment, one question
    at a time. The same question comes at most every INTERVAL_S, and so seldom that the reports take no more
    than SHARE of the time. What was refused is asked again after a change: of the wish, of the run, or by a
    person; the next burst of a train is none. `found` brings what `find` looked for. `clock` tells seconds.
    """

    found = Signal(object)

    def __init__(
        self,
        controller: ModelController,
        parent: QObject | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._clock = clock
        self._views: dict[QWidget, Reporting] = {}
        self._finds: dict[str, str] = {}
        self._asked: _Question | None = None
        self._told: dict[QWidget, _Question] = {}
        self._refused: dict[QWidget, _Question] = {}
        self._doubted: _Question | None = None
        self._asked_s = self._due_s = -math.inf
        self._snapshots_since = 0
        self._run: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.catch_up)
        controller.snapshot_changed.connect(self._on_snapshot)
        controller.reported.connect(self._on_report)
        controller.noticed.connect(self._on_notice)
        controller.state_changed.connect(self._on_state)

    def add_views(self, views: Iterable[Reporting]) -> None:
        """Keep `views`, which are widgets, up to date from now on."""
        for view in views:
            assert isinstance(view, QWidget)
            self._views[view] = view
            view.wish_changed.connect(self.catch_up)
            view.installEventFilter(self)
        self.catch_up()

    def find(self, search: Search) -> None:
        """Look for the rows whose label is, begins with, or holds a text; `found` brings them."""
        self._finds[search.asker] = search.text
        self.catch_up()

    def catch_up(self) -> None:
        """Ask what is to be asked now; what is not due yet is asked when it is."""
        if self._asked is not None or self._controller.state not in ALIVE:
            return
        question = self._next()
        if question is None:
            return
        wait_s = self._wait_s(question)
        if wait_s > 0:
            self._timer.start(math.ceil(wait_s * 1000))
            return
        if question.view is None:
            del self._finds[question.asker]
        else:
            self._asked_s = self._clock()
        self._asked, self._snapshots_since = question, 0
        self._controller.inquire(question.wish)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            self._refused.pop(watched, None)
            self.catch_up()
        return super().eventFilter(watched, event)

    def _next(self) -> _Question | None:
        snapshot = self._controller.snapshot
        if snapshot is None:
            return None
        stand = _stand(snapshot)
        for asker, text in self._finds.items():
            return _Question(Wish("find", name=text), stand, asker=asker)
        for widget, view in self._views.items():
            wish = view.wish() if widget.isVisible() else None
            if wish is not None:
                question = _Question(wish, stand, widget)
                refused = self._refused.get(widget)
                if question != self._told.get(widget) and (refused is None or refused.wish != wish):
                    return question
        return None

    def _wait_s(self, question: _Question) -> float:
        told = None if question.view is None else self._told.get(question.view)
        # What is new to the view, a person has just asked for.
        is_repeated = told is not None and told.wish == question.wish and told.stand[0] == question.stand[0]
        return self._due_s - self._clock() if is_repeated else 0.0

    def _on_report(self, report: Report) -> None:
        snapshot = self._controller.snapshot
        if snapshot is None or report.run != snapshot.run:
            return
        question = self._question_of(report)
        if question is not None and question is self._asked:
            self._asked = None
        if isinstance(report, Found):
            self.found.emit(report)
        elif question is not None and isinstance(report, RowsReport | Meaning | WordMap):
            self._tell(question, report)
        self.catch_up()

    def _question_of(self, report: Report) -> _Question | None:
        """Return what `report` answers, of what was asked here."""
        for question in (self._asked, self._doubted):
            if question is None or not isinstance(report, ANSWERS[question.wish.command]):
                continue
            if not isinstance(report, Found) or report.text == question.wish.name:
                return question
        return None

    def _tell(self, question: _Question, report: RowsReport | Meaning | WordMap) -> None:
        self._due_s = self._asked_s + max(INTERVAL_S, report.took_s / SHARE)
        assert question.view is not None
        self._refused.pop(question.view, None)
        view = self._views[question.view]
        if view.wish() == question.wish:
            self._told[question.view] = question
            view.set_report(report)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._snapshots_since += 1
        if snapshot.run != self._run:
            self._run = snapshot.run
            self._refused.clear()
            self._give_up()
        elif self._snapshots_since > LOST_AFTER and self._asked and self._asked.wish.command != "map":
            self._give_up()
        if snapshot.command != "train":
            self._refused.clear()
        self.catch_up()

    def _give_up(self) -> None:
        """Wait no more for the answer, which does not come, or tells of another run."""
        question, self._asked, self._doubted = self._asked, None, None
        if question is not None and question.view is None:
            self._finds.setdefault(question.asker, question.wish.name)

    def _on_notice(self, notice: Notice | None) -> None:
        # It does not say what was refused: where it was something else, the answer still comes.
        if notice is None or notice.remedy != "refusal" or self._asked is None:
            return
        self._doubted, self._asked = self._asked, None
        if self._doubted.view is not None:
            self._refused[self._doubted.view] = self._doubted
            self._views[self._doubted.view].set_failure(f"{notice.what} {notice.why}".strip())
        self.catch_up()

    def _on_state(self, state: State) -> None:
        if state is State.STOPPED:
            self._give_up()
            self._timer.stop()
        else:
            self.catch_up()


def _stand(snapshot: Snapshot) -> _Stand:
    return snapshot.run, snapshot.moment, snapshot.step, snapshot.action_count
