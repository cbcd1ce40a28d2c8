"""Walk: an attempt at a lesson joined to the run: it sees what is done, and brings the run to a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from embviz.core.lessons.attempt import Attempt, Watcher
from embviz.core.lessons.lesson import Lesson, Said
from embviz.core.lessons.record import LessonRecord
from embviz.core.lessons.seen import Seen
from embviz.gui.lessons.player import Player

if TYPE_CHECKING:
    from embviz.core.messages import Snapshot
    from embviz.gui.studio import Studio


class Walk(QObject):
    """One walk at a time. `changed` says that there is something else to show, `recorded` brings the record
    whenever more is known."""

    changed = Signal()
    recorded = Signal(object)

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio, self._controller = studio, studio.controller
        self._watcher = Watcher()
        self.attempt: Attempt | None = None
        # The run that is on screen until the one that was asked for comes.
        self._left: int | None = None
        # The step to which solutions are played, and the walk as it looks there.
        self._goal: Attempt | None = None
        self._session = ""
        self._told: object = None
        self._player = Player(studio, self.look)
        self._player.finished.connect(self._on_played)
        self._controller.snapshot_changed.connect(self._on_snapshot)
        studio.selection.changed.connect(self._look_again)
        for tab in studio.details.tabs.values():
            tab.toggled.connect(self._look_again)

    @property
    def shown(self) -> Attempt | None:
        """The walk as it is to be shown, None where there is none."""
        return self._goal or self.attempt

    @property
    def is_busy(self) -> bool:
        """True while the run is being brought to the step that is shown."""
        return self._left is not None or self._goal is not None

    def begin(self, lesson: Lesson, record: LessonRecord) -> None:
        """Walk through `lesson` from the step at which `record` stands, with a run of its own."""
        self.end()
        self.attempt = Attempt(lesson, record)
        self._begin_run()

    def end(self) -> None:
        """Walk no further; the run stays."""
        self._player.stop()
        self.attempt = self._goal = self._left = self._told = None

    def go_on(self) -> bool:
        """Go to the next step where this one was reached; return False where it was, and is the last."""
        attempt = self.attempt
        if attempt is None or self.is_busy or not attempt.is_reached:
            return True
        if not attempt.go_on():
            return False
        self._on_moved(attempt)
        return True

    def go_back(self) -> None:
        """Go to the step before; the run stays as it is."""
        if self.attempt is not None and not self.is_busy and self.attempt.go_back():
            self._on_moved(self.attempt)

    def start_again(self) -> None:
        """Bring the run to where the step that is shown begins."""
        attempt = self.attempt
        if attempt is None or self.is_busy or attempt.step.goal is None:
            return
        home = attempt.home
        if home is None or not self._is_kept(home):
            self._begin_run()
        else:
            self._return_to(attempt, home)

    def answer(self, said: Said) -> None:
        """Take the answer to the question of the step that is shown."""
        attempt = self.attempt
        if attempt is not None and not self.is_busy and attempt.question is not None:
            attempt.answer(said)
            self._on_moved(attempt)

    def look(self) -> Seen | None:
        """Return what is to be seen now, None where that is nothing of the lesson's run yet."""
        snapshot = self._controller.snapshot
        if snapshot is None or snapshot.run == self._left:
            return None
        return self._watcher.seen(snapshot, self._studio.selection.selected, self._studio.details.shown)

    def _begin_run(self) -> None:
        """Begin the lesson's experiment; what leads to the step that is shown is played then."""
        attempt, studio = self.attempt, self._studio
        assert attempt is not None
        if attempt.is_first:
            attempt.start_again()
        else:
            self._goal = Attempt(attempt.lesson, attempt.record)
            attempt.rewind()
        self._leave()
        studio.begin(attempt.lesson.experiment)
        studio.setup.set_experiment(attempt.lesson.experiment)
        # Another subject: what was compared before has nothing to say about it.
        studio.curve.begin_anew(attempt.lesson.curve)
        self._tell()

    def _return_to(self, attempt: Attempt, home: Seen) -> None:
        """Go to the moment `home`, which the session still has."""
        attempt.start_again()
        self._leave()
        moment = home.snapshot.moment
        is_end = moment.index == self._controller.outline.branch(moment.branch).last
        travel = self._controller.visit if home.snapshot.is_past or is_end else self._controller.fork
        travel(moment)
        self._studio.selection.select(home.selected)
        self._studio.details.show_view(home.tab)
        self._tell()

    def _leave(self) -> None:
        self._left = None if self._controller.snapshot is None else self._controller.snapshot.run

    def _is_kept(self, home: Seen) -> bool:
        outline, moment = self._controller.outline, home.snapshot.moment
        is_same = (
            outline.path == self._session and outline.experiment(moment.branch) == home.snapshot.experiment
        )
        return is_same and moment.index <= outline.branch(moment.branch).last

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if self.attempt is None or snapshot.run == self._left:
            return
        has_come, self._left = self._left is not None, None
        self._look_again()
        if has_come and self._goal is not None:
            self._play(self.attempt)

    def _look_again(self, *_: object) -> None:
        attempt, seen = self.attempt, self.look()
        if attempt is None or seen is None:
            return
        if attempt.see(seen):
            self._on_moved(attempt)
        else:
            self._tell()

    def _play(self, attempt: Attempt) -> None:
        self._player.play(attempt.step.solution, attempt.before)

    def _on_played(self) -> None:
        attempt, goal = self.attempt, self._goal
        if attempt is None or goal is None:
            return
        self._look_again()
        if attempt.go_on() and attempt.index < goal.index:
            self._play(attempt)
            return
        # Where a goal was missed, that is the step to go on from.
        self._goal = None
        self._on_moved(attempt)

    def _on_moved(self, attempt: Attempt) -> None:
        self._session = self._controller.outline.path
        if self._goal is None:
            self.recorded.emit(attempt.record)
        self._tell()

    def _tell(self) -> None:
        """Say that there is something else to show: thousands of steps a second change nothing of it."""
        shown = self.shown
        told: object = None
        if shown is not None:
            told = (shown.index, shown.is_reached, shown.straying, shown.is_touched, shown.said, self.is_busy)
        if told != self._told:
            self._told = told
            self.changed.emit()
