"""PlanDesk: opens and saves plans, and has the window go by the one that is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QFileSystemWatcher, QObject, QTimer

from embviz.core.experiment import Experiment
from embviz.core.files import write_whole
from embviz.core.plan.faults import PlanError
from embviz.core.plan.plan import FIELD, Begin, Plan, differing
from embviz.core.plan.reading import load_plan
from embviz.core.plan.writing import COMMENTS, write_plan
from embviz.gui.control.notice import Notice
from embviz.gui.control.state import State
from embviz.gui.plan.dialogs import OpenPlanDialog, SavePlanDialog
from embviz.gui.plan.dress import Dress
from embviz.gui.plan.hiding import Hiding
from embviz.gui.plan.known import ACTION, known
from embviz.gui.plan.locks import Locks
from embviz.gui.plan.offers import Offers
from embviz.gui.plan.saving import planned
from embviz.gui.plan.words import PlanWords
from embviz.gui.sessions.dialogs import first_place
from embviz.gui.theme import Theme

if TYPE_CHECKING:
    from embviz.gui.studio import Studio

LEAVE = "leave_plan"
ZERO_GRAD = "zero_grad"
# Whatever else may have gone wrong is with the file of a plan, and known by its path.
SAVING, BEGINNING = "saving", "beginning"
# An editor writes a file in several goes.
SETTLED_MS = 200


class PlanDesk(QObject):
    """The plan of the window of `studio`: None while it goes by none."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self.plan: Plan | None = None
        self.path = ""
        # How the window was without a plan.
        self._before: Dress | None = None
        self._begin: Begin | None = None
        self._is_asked_for = False
        # What was told of what went wrong, by the file that it is about, or as SAVING or BEGINNING.
        self._told: dict[str, Notice] = {}
        self._words = PlanWords(self)
        self._hiding, self._locks = Hiding(studio), Locks(studio.setup)
        self._offers = Offers(studio)
        self._watcher = QFileSystemWatcher(self)
        self._settling = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settling.timeout.connect(self.reload)
        self._watcher.fileChanged.connect(self._settling.start)
        self._watcher.directoryChanged.connect(self._on_folder)
        studio.window.add_overlay(self)
        self._show_leave()

    def ask_open(self) -> None:
        """Ask which plan to open, and open it."""
        dialog = OpenPlanDialog(self._studio.window, self._folder)
        dialog.fileSelected.connect(self.open)
        dialog.open()

    def ask_save(self) -> None:
        """Ask for a name, and write what is on screen there as a plan."""
        dialog = SavePlanDialog(self._studio.window, self._folder, Path(self.path).name)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def open(self, path: str) -> None:
        """Go by the plan at `path` from now on, or say all that is wrong with it."""
        plan = self._read(path)
        if plan is not None:
            self.enter(plan, path)

    def reload(self) -> None:
        """Read the file of the plan again; the run on screen stays."""
        old, before = self.plan, self._before
        # First: what is written while it is read is told of.
        self._watch(self.path)
        plan = self._read(self.path) if old is not None and Path(self.path).exists() else None
        if plan is not None and old is not None and before is not None and plan != old:
            self._begin = None
            self._set_up(plan, Dress.of(self._studio).changed(old, plan, before))
            self._tell_entered(plan)

    def enter(
        self,
        plan: Plan,
        path: str = "",
        before: Dress | None = None,
        *,
        dress: Dress | None = None,
        begins: bool = True,
    ) -> None:
        """Go by `plan`, which was read from `path`, and, if it `begins`, begin with what it begins with.

        Where it does not, somebody has asked for what is on screen, and is told if the plan does not allow
        it. `before` is how the window is to be once the plan is left, if it is not as it is now, and `dress`
        how until then, if not in all as the plan has it.
        """
        self._before = self._before or before or Dress.of(self._studio)
        self._set_up(plan, dress or self._before.by(plan))
        self._watch(path)
        self._tell_entered(plan)
        self._begin, self._is_asked_for = (plan.begin, False) if begins else (None, True)
        self._begin_when_ready()

    def leave(self) -> None:
        """Have everything as it was before the plan; the run on screen stays."""
        before, self._before = self._before, None
        if before is None:
            return
        self._begin = None
        self._take_back(self.path)
        self._watch("")
        self._studio.notices.take_back("hint")
        self._set_up(None, before)
        self._studio.window.status.say(self._words.left())

    def save(self, path: str) -> None:
        """Write what is on screen to `path` as a plan, with comments in the language that is spoken."""
        comments = {name: QCoreApplication.translate("core", text) for name, text in COMMENTS.items()}
        text = write_plan(planned(self._studio, self.plan), known(), comments)
        try:
            write_whole(Path(path), text.encode())
        except OSError as error:
            why = error.strerror or str(error)
            self._tell(SAVING, self._words.unwritable(Path(path).name, why))
        else:
            self._take_back(SAVING)
            self._studio.window.status.say(self._words.written(path))

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._locks.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        if self.plan is not None:
            self._locks.say(self._words.why(self.plan.name))
            self._offers.retranslate()

    @property
    def _folder(self) -> str:
        return first_place(self.path, ())

    def _read(self, path: str) -> Plan | None:
        try:
            plan = load_plan(Path(path), known())
        except OSError as error:
            self._tell(path, self._words.unreadable(Path(path).name, error.strerror or str(error)))
        except PlanError as error:
            self._tell(path, self._words.unusable(error))
        else:
            self._take_back(path)
            return plan
        return None

    def _tell(self, about: str, notice: Notice) -> None:
        self._told[about] = notice
        self._studio.notices.tell(notice)

    def _take_back(self, *abouts: str) -> None:
        """What went wrong with `abouts` does so no more, and is not told any longer."""
        for about in abouts:
            if about in self._told:
                self._studio.notices.take_back_told(self._told.pop(about))

    def _set_up(self, plan: Plan | None, dress: Dress) -> None:
        """Have the window go by `plan`, or by none, in that `dress`."""
        self.plan = plan
        # What one plan does not allow another may.
        self._take_back(BEGINNING)
        window = self._studio.window
        # One picture of all of it.
        window.setUpdatesEnabled(False)
        try:
            self._hiding.show_all()
            self._locks.let_go()
            self._studio.refuses = self._refusal
            self._offers.offer(plan)
            dress.put_on(self._studio)
            if plan is not None:
                self._restrict(plan)
            self._show_leave()
        finally:
            window.setUpdatesEnabled(True)

    def _restrict(self, plan: Plan) -> None:
        hidden = frozenset(plan.hide)
        fields = frozenset(name.removeprefix(FIELD) for name in hidden if name.startswith(FIELD))
        can_clear = ZERO_GRAD not in plan.fixed and ZERO_GRAD not in fields
        self._hiding.hide(hidden, has_ways_to_clear=can_clear)
        self._locks.hold(plan.fixed, fields, self._words.why(plan.name))

    def _refusal(self, experiment: Experiment) -> Notice | None:
        """Return why `experiment` cannot begin under the plan, None where it can."""
        plan = self.plan
        names = () if plan is None else differing(experiment, plan.fixed)
        if plan is None or not names:
            return None
        # Whoever asks tells it: there it is at once.
        self._told[BEGINNING] = self._words.refused(plan.name, {name: plan.fixed[name] for name in names})
        return self._told[BEGINNING]

    def _begin_when_ready(self) -> None:
        controller = self._studio.controller
        if controller.state is State.STARTING or controller.snapshot is None:
            controller.state_changed.connect(self._on_state)
        else:
            self._begin_now()

    def _on_state(self, state: State) -> None:
        if state is not State.STARTING and self._studio.controller.snapshot is not None:
            self._studio.controller.state_changed.disconnect(self._on_state)
            self._begin_now()

    def _begin_now(self) -> None:
        begin, plan, self._begin = self._begin, self.plan, None
        if plan is None:
            return
        if begin is not None:
            self._offers.begin(begin)
        elif (refusal := self._refusal(self._studio.controller.experiment)) is not None:
            self._studio.begin(plan.usual)
            self._studio.setup.set_experiment(plan.usual)
            # With the run before went what was told of the plan.
            self._tell_entered(plan)
            if self._is_asked_for:
                self._studio.notices.tell(refusal)

    def _watch(self, path: str) -> None:
        """Watch the file at `path`, or nothing, and the folder in which it may be again once it is gone."""
        # A file that was replaced is another one, of which nothing would be told any more.
        if watched := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(watched)
        self.path = path
        if path:
            places = [one for one in (Path(path), *Path(path).parents) if one.exists()]
            self._watcher.addPaths([str(one) for one in places[:2]])

    def _on_folder(self) -> None:
        # Of a file that is there its own signal tells; in its folder much else may come and go.
        if self.path not in self._watcher.files():
            self._settling.start()

    def _tell_entered(self, plan: Plan) -> None:
        self._studio.notices.tell(self._words.entered(plan.name, can_be_left=LEAVE not in plan.hide))

    def _show_leave(self) -> None:
        can_be_left = self.plan is not None and LEAVE not in self.plan.hide
        self._studio.window.actions_by_id[f"{ACTION}{LEAVE}"].setVisible(can_be_left)
