"""Session: what the window sees. Requests in, answers out; the run, its history and its file in between."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec
import torch

from embviz.core import startup
from embviz.core.messages import (
    Action,
    Answer,
    CellFacts,
    Done,
    Lookup,
    Moment,
    Outline,
    Request,
    Scalars,
    Snapshot,
    Survey,
)
from embviz.core.recipes import mark
from embviz.engine import allocation
from embviz.engine.asked import cell_of, in_numbers, is_going_on, moment_of, place_of
from embviz.engine.bursts import Bursts
from embviz.engine.comparison import Comparison
from embviz.engine.exports import export_table
from embviz.engine.inquiries import Inquiries
from embviz.engine.past import travel
from embviz.engine.past.history import MEGABYTE, USUAL_BUDGET_MB, History, NotKept
from embviz.engine.picture import named, rows_in
from embviz.engine.refusing import refusal, told
from embviz.engine.storage.keeper import Keeper
from embviz.engine.telling import Telling
from embviz.engine.tiles import Tiles
from embviz.engine.trainer import ExperimentWarning, Trainer
from embviz.engine.verbs import HALF_DONE, VERBS, redo
from embviz.engine.working import Working

SMALL_TABLE_CELLS = 100_000
READ_ONLY = "read-only"


class Session:
    """One run at a time, with the history of all; a begin that fails leaves the run before as it is.

    `folder` is where sessions are written that nobody has named yet; without it they live in memory alone.
    The history may hold `history_mb` megabytes.
    """

    def __init__(
        self,
        folder: Path | None = None,
        history_mb: float = USUAL_BUDGET_MB,
        working: Working | None = None,
    ) -> None:
        self._working = working or Working()
        self._inquiries = Inquiries(self._working)
        self._budget_bytes = int(history_mb * MEGABYTE)
        self._history = History(self._budget_bytes)
        self._keeper = Keeper(folder)
        self._telling = Telling()
        self._running: Trainer | None = None
        self._compared: Comparison | None = None
        self._bursts = Bursts()
        # The press whose bursts are coming in, and how many rounds there have been.
        self._press: tuple[int, int | None] | None = None
        self._rounds = 0
        self._threads = torch.get_num_threads()
        self._is_warm = False

    def answer(self, request: Request) -> Answer:
        """Do what `request` asks. What goes wrong in it is told in a `Failure`; the run goes on."""
        self._working.on(request)
        try:
            return COMMANDS.get(request.command, Session._act)(self, request)
        # The edge of the process: whatever torch raises is told to a person in the window.
        except Exception as error:
            return refusal(error, request)

    def warm_up(self) -> None:
        """Make the optimizer, which takes torch most of a second the first time. With it the start ends."""
        if self._running is not None:
            self._history.settle(self._running)
            self._is_warm = True
        startup.end()

    def end(self) -> None:
        """Let go of the session's file: the window is gone without a word, it is not finished."""
        self._keeper.close(is_finished=False)

    @property
    def _trainer(self) -> Trainer:
        if self._running is None:
            raise ValueError("there is no run yet; send begin first")
        return self._running

    @property
    def _shape(self) -> tuple[object, ...]:
        # When it is another one, there is another outline to tell.
        keeper = self._keeper
        return self._history.version, keeper.path, keeper.problem, keeper.is_read_only

    @property
    def _outline(self) -> Outline:
        branches, bookmarks = self._history.outline()
        keeper = self._keeper
        return Outline(
            branches=branches,
            bookmarks=bookmarks,
            path=keeper.path,
            is_untitled=keeper.is_untitled,
            is_read_only=keeper.is_read_only,
            problem=keeper.problem,
        )

    def _begin(self, request: Request) -> Snapshot:
        if request.experiment is None:
            raise ValueError("begin needs an experiment")
        with self._on_all_threads(), warnings.catch_warnings():
            # The form has told them already, beside the field.
            warnings.simplefilter("ignore", ExperimentWarning)
            trainer = Trainer(request.experiment, self._working.tell)
        if self._is_warm:
            _ = trainer.optimizer
        if request.resume is not None:
            trainer.resume(request.resume)
        self._use(trainer)
        if self._history.limbs and self._history.last == 0 and not self._keeper.is_written:
            self._history.forget_empty()
        self._history.begin(trainer, request.resume)
        self._keeper.branch(self._history, self._history.limb)
        return self._tell(request)

    def _use(self, trainer: Trainer) -> None:
        # More threads only cost on a table that fits one core's cache, or where a step moves a few rows.
        is_one_enough = trainer.experiment.cells < SMALL_TABLE_CELLS or trainer.experiment.sparse
        torch.set_num_threads(1 if is_one_enough else self._threads)
        # The table of the run before is as large as it was.
        self._running = None
        self._inquiries.end()
        allocation.give_back()
        trainer.tile = Tiles(self._history, partial(self._working.mention, "drawing")).tile
        self._running = trainer
        self._inquiries.begin(trainer, self._history)
        self._press = None
        self._rounds = 0

    def _inspect(self, request: Request) -> CellFacts:
        facts = self._trainer.cell_facts(place_of(request))
        facts = msgspec.structs.replace(facts, names=named(self._trainer.labels, rows_in(facts)))
        return self._telling.addressed(facts, request)

    def _act(self, request: Request) -> Snapshot:
        trainer, history = self._trainer, self._history
        request = self._bursts.stretched(in_numbers(trainer, request))
        if request.command == "train" and request.until_step is None and request.budget_s is None:
            raise ValueError("train needs until_step or budget_s: it would never end")
        if history.is_past:
            raise ValueError("the run stands in the past: continue from there, or go to its last moment")
        trainer.stopped_by, refusal = "", ""
        if (cell := cell_of(trainer, request)) is not None:
            # What the step is about to use of this row is kept, however large the table.
            trainer.facts.watched = cell[0]
        history.prepare(trainer, request)
        before = history.standing
        try:
            result = VERBS[request.command](trainer, request)
        except Exception as error:
            refusal = told(error)
            self._record(trainer, request, refusal)
            raise
        with self._bursts.beside():
            self._record(trainer, request, refusal)
            lookup = result if isinstance(result, Lookup) else None
            return self._tell(request, lookup, history.now if history.standing != before else None)

    def _record(self, trainer: Trainer, request: Request, refusal: str) -> None:
        if refusal and request.command not in HALF_DONE:
            return
        rounds = trainer.rounds if request.command == "train" else None
        if rounds is not None and not rounds.steps.size and not refusal:
            return
        # The bursts of one press are one action.
        press = (request.run, request.press or request.until_step) if rounds is not None else None
        if press is None or press != self._press:
            self._rounds = 0
            self._telling.begin_action()
        elif request.until_step is None:
            self._telling.begin_burst()
        self._press = press
        self._rounds += 0 if rounds is None else rounds.steps.size
        action = self._action(trainer, request, refusal)
        made = self._history.record(trainer, action, rounds)
        self._telling.note(made[-1].piece.action, rounds)
        self._keeper.keep(self._history, made, is_going_on=is_going_on(trainer, request) and not refusal)
        self._keeper.thinned(self._history, self._history.thin())

    def _action(self, trainer: Trainer, request: Request, refusal: str) -> Action:
        clears = request.command in ("zero_grad", "train")
        return Action(
            number=self._telling.action_count,
            kind=request.command,
            rounds=self._rounds,
            indices=request.indices if request.command == "lookup" else (),
            place=request.place if request.command == "edit" else None,
            name=trainer.zero_grad_mode if clears else request.name,
            value=request.value,
            refusal=refusal,
        )

    def _look(self, request: Request) -> Snapshot:
        self._hold()
        self._keeper.flush()
        return self._tell(request)

    def _go(self, request: Request) -> Snapshot:
        history, moment = self._history, moment_of(request)
        # The present of a table too large to be kept is there all the same.
        if moment != history.standing:
            moment = history.nearest(moment)
            self._hold()
            travel.leave(history)
            if history.root(moment.branch) != history.root(history.standing.branch):
                self._use(travel.at_start(history, moment.branch))
            self._visit(request, moment)
        return self._tell(request)

    def _hold(self) -> None:
        # What is on screen is worth keeping, even where the train that made it was too heavy for that.
        if self._running is not None and self._history.limbs:
            self._keeper.thinned(self._history, self._history.hold(self._running))

    def _visit(self, request: Request, moment: Moment) -> None:
        trainer, history = self._trainer, self._history
        self._press = None
        before, shown = Moment(moment.branch, max(moment.index, 1) - 1), None
        if trainer.experiment.cells > SMALL_TABLE_CELLS:
            # What led there is not done again: it would take as long as it took.
            travel.stand(trainer, history, moment)
        else:
            if moment.index and history.segment(before).holds(before.index):
                travel.stand(trainer, history, before)
                shown = trainer.snapshot(request.viewport)
            travel.revisit(trainer, history, moment, redo)
        self._telling.set_before(shown)

    def _fork(self, request: Request) -> Snapshot:
        history, moment = self._history, self._history.nearest(moment_of(request))
        if moment != history.standing:
            self._hold()
            travel.leave(history)
            if history.root(moment.branch) != history.root(history.standing.branch):
                self._use(travel.at_start(history, moment.branch))
            self._visit(request, moment)
        self._press = None
        self._keeper.branch(history, history.fork())
        return self._tell(request)

    def _bookmark(self, request: Request) -> Snapshot:
        moment = moment_of(request)
        self._hold()
        if self._history.nearest(moment) != moment:
            raise NotKept(mark("This moment is not kept any more: name one that is."))
        self._history.bookmark(moment, request.name)
        self._keeper.bookmark(self._history, moment, request.name)
        return self._tell(request)

    def _budget(self, request: Request) -> Snapshot:
        if not isinstance(request.value, int | float) or request.value < 1:
            raise ValueError("budget needs a number of MB, 1 or more")
        self._budget_bytes = int(request.value * MEGABYTE)
        self._keeper.thinned(self._history, self._history.set_budget(self._budget_bytes))
        return self._tell(request)

    def _survey(self, request: Request) -> Survey:
        found = self._keeper.survey(request.paths)
        return Survey(run=request.run, request=request.request, sessions=found)

    def _open(self, request: Request) -> Snapshot:
        path = Path(request.path)
        history, note = self._keeper.open(path, is_read_only=request.name == READ_ONLY)
        branch = note.branch if note.branch in history.limbs else max(history.limbs)
        self._history = history
        self._keeper.thinned(history, history.set_budget(self._budget_bytes))
        self._use(travel.at_start(history, branch))
        self._compared = None
        moment = history.nearest(Moment(branch, history.limbs[branch].last))
        self._telling = Telling()
        self._visit(request, moment)
        return self._tell(request)

    def _save(self, request: Request) -> Done:
        self._hold()
        self._keeper.save_as(Path(request.path), self._history)
        return Done(run=request.run, request=request.request, path=self._keeper.path, outline=self._outline)

    def _export(self, request: Request) -> Done:
        export_table(self._trainer, Path(request.path), request.name)
        return Done(run=request.run, request=request.request, path=request.path)

    def _cancel(self, request: Request) -> Done:
        # By now nothing is under way that it could end.
        return Done(run=request.run, request=request.request)

    def _inquire(self, request: Request) -> Answer:
        with self._on_all_threads():
            return self._inquiries.answer(request, 0 if self._running is None else self._running.steps)

    @contextmanager
    def _on_all_threads(self) -> Iterator[None]:
        threads = torch.get_num_threads()
        torch.set_num_threads(self._threads)
        try:
            yield
        finally:
            torch.set_num_threads(threads)

    def _close(self, request: Request) -> Done:
        self._hold()
        self._keeper.close(is_finished=True)
        return Done(run=request.run, request=request.request, path=self._keeper.path)

    def _tell(
        self, request: Request, lookup: Lookup | None = None, moment: Scalars | None = None
    ) -> Snapshot:
        trainer = self._trainer
        snapshot = trainer.snapshot(request.viewport, cell_of(trainer, request), moment)
        other = self._comparison(request)
        outline = self._outline if self._telling.is_news(request, self._shape) else None
        snapshot = msgspec.structs.replace(
            snapshot,
            lookup=lookup,
            names={**snapshot.names, **({} if lookup is None else named(trainer.labels, lookup.indices))},
            outline=outline,
            other=None if other is None else other.other(trainer, request.viewport),
        )
        return self._telling.told(request, snapshot, self._history)

    def _comparison(self, request: Request) -> Comparison | None:
        if request.against is None:
            self._compared = None
        elif self._compared is None or self._compared.moment != request.against:
            moment = self._history.nearest(request.against)
            with travel.elsewhere(self._history, moment) as trainer:
                self._compared = Comparison.of(trainer, request.against)
        return self._compared


COMMANDS: dict[str, Callable[[Session, Request], Answer]] = {
    "begin": Session._begin,
    "snapshot": Session._look,
    "inspect": Session._inspect,
    "go": Session._go,
    "visit": Session._go,
    "fork": Session._fork,
    "bookmark": Session._bookmark,
    "budget": Session._budget,
    "survey": Session._survey,
    "open": Session._open,
    "save": Session._save,
    "export": Session._export,
    "close": Session._close,
    "cancel": Session._cancel,
    "peek": Session._inquire,
    "find": Session._inquire,
    "rows": Session._inquire,
    "meaning": Session._inquire,
    "map": Session._inquire,
}
