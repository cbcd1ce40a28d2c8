"""Session: the run that the window sees. Requests in, snapshots out, and a record of what was done."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable

import msgspec
import torch

from embviz.core import startup
from embviz.core.messages import Action, CellFacts, Failure, Lookup, Place, Request, Scalars, Snapshot
from embviz.engine.detail import mark_changes
from embviz.engine.lookup import lookup_of
from embviz.engine.tape import joined
from embviz.engine.trainer import ExperimentWarning, Trainer

SMALL_TABLE_CELLS = 100_000
ENDLESS = sys.maxsize
WHY_LIMIT = 1000
# What only looks.
LOOKS = ("begin", "snapshot", "inspect")
# What torch may refuse in the middle, when some of it is done; all else is done wholly or not at all.
HALF_DONE = ("forward", "backward", "step", "train")


class Session:
    """One run at a time; a begin that fails leaves the run before as it is."""

    def __init__(self) -> None:
        self._trainer: Trainer | None = None
        self._latest: Snapshot | None = None
        self._before: Snapshot | None = None
        # The press whose bursts are coming in, and how many rounds there have been.
        self._press: tuple[int, int | None] | None = None
        self._rounds = 0
        self._threads = torch.get_num_threads()
        self._is_warm = False
        self._action_count = 0
        # What has been done, and gone by, that no snapshot has told yet.
        self._untold: list[Action] = []
        self._unreported: list[Scalars] = []

    def answer(self, request: Request) -> Snapshot | CellFacts | Failure:
        """Do what `request` asks. What goes wrong in it is told in a `Failure`; the run goes on."""
        try:
            if request.command == "begin":
                return self._begin(request)
            if request.command == "inspect":
                return self._inspect(request)
            return self._act(request)
        # The edge of the process: whatever torch raises is told to a person in the window.
        except Exception as error:
            return failure(f"{request.command} failed.", _told(error), request.request, request.run)

    def warm_up(self) -> None:
        """Make the optimizer, which takes torch most of a second the first time. With it the start ends."""
        if self._trainer is not None:
            _ = self._trainer.optimizer
            self._is_warm = True
        startup.end()

    def _begin(self, request: Request) -> Snapshot:
        if request.experiment is None:
            raise ValueError("begin needs an experiment")
        with warnings.catch_warnings():
            # The form has told them already, beside the field.
            warnings.simplefilter("ignore", ExperimentWarning)
            trainer = Trainer(request.experiment)
        if self._is_warm:
            _ = trainer.optimizer
        if request.resume is not None:
            trainer.resume(request.resume)
        # More threads only cost on a table that fits one core's cache.
        torch.set_num_threads(1 if request.experiment.cells < SMALL_TABLE_CELLS else self._threads)
        snapshot = trainer.snapshot(request.viewport, _cell(trainer, request))
        self._trainer = trainer
        self._latest = self._before = self._press = None
        self._untold, self._unreported = [], []
        self._action_count = 0 if request.resume is None else request.resume.action_count
        return self._report(request, snapshot)

    def _inspect(self, request: Request) -> CellFacts:
        if request.place is None:
            raise ValueError("inspect needs a place")
        facts = self._running().cell_facts(request.place)
        return msgspec.structs.replace(facts, run=request.run, request=request.request)

    def _act(self, request: Request) -> Snapshot:
        trainer = self._running()
        if request.command == "train" and request.until_step is None and request.budget_s is None:
            raise ValueError("train needs until_step or budget_s: it would never end")
        trainer.stopped_by, refusal = "", ""
        if (cell := _cell(trainer, request)) is not None:
            # What the step is about to use of this row is kept, however large the table.
            trainer.facts.watched = cell[0]
        try:
            result = VERBS[request.command](trainer, request)
        except Exception as error:
            refusal = _told(error)
            raise
        finally:
            self._record(trainer, request, refusal)
        snapshot = trainer.snapshot(request.viewport, _cell(trainer, request))
        lookup = result if isinstance(result, Lookup) else None
        return self._report(request, msgspec.structs.replace(snapshot, lookup=lookup))

    def _record(self, trainer: Trainer, request: Request, refusal: str) -> None:
        if request.command in LOOKS or (refusal and request.command not in HALF_DONE):
            return
        rounds = 0
        if request.command == "train":
            rounds = trainer.rounds.steps.size
            self._unreported.append(trainer.rounds)
            if not rounds and not refusal:
                return
        # The bursts of one press are one action.
        press = (request.run, request.press or request.until_step) if request.command == "train" else None
        if press is None or press != self._press:
            self._action_count += 1
            self._rounds = 0
            if self._latest is not None:
                self._before = self._latest
        elif request.until_step is None:
            self._before = self._latest
        self._press = press
        self._rounds += rounds
        self._untold.append(self._action(trainer, request, refusal))

    def _action(self, trainer: Trainer, request: Request, refusal: str) -> Action:
        clears = request.command in ("zero_grad", "train")
        return Action(
            number=self._action_count,
            kind=request.command,
            rounds=self._rounds,
            indices=request.indices if request.command == "lookup" else (),
            place=request.place if request.command == "edit" else None,
            name=trainer.zero_grad_mode if clears else request.name,
            value=request.value,
            refusal=refusal,
        )

    def _report(self, request: Request, snapshot: Snapshot) -> Snapshot:
        actions, self._untold = tuple(self._untold), []
        trace, self._unreported = joined([*self._unreported, snapshot.trace]), []
        snapshot = msgspec.structs.replace(
            snapshot,
            run=request.run,
            request=request.request,
            command=request.command,
            trace=trace,
            actions=actions,
            action_count=self._action_count,
        )
        self._latest = snapshot
        return snapshot if self._before is None else _marked(snapshot, self._before)

    def _running(self) -> Trainer:
        if self._trainer is None:
            raise ValueError("there is no run yet; send begin first")
        return self._trainer


def failure(what: str, why: str, request: int | None = None, run: int | None = None) -> Failure:
    """Return a Failure, with a `why` that fits on a screen."""
    return Failure(what=what, why=_cut(why), request=request, run=run)


def _told(error: Exception) -> str:
    return _cut(f"{type(error).__name__}: {error}")


def _cut(text: str) -> str:
    return text if len(text) <= WHY_LIMIT else f"{text[:WHY_LIMIT]} ..."


def _cell(trainer: Trainer, request: Request) -> Place | None:
    # A cell that this run's table does not have is no reason to refuse an action.
    rows, dim = trainer.weight.shape
    is_there = request.cell is not None and request.cell[0] < rows and request.cell[1] < dim
    return request.cell if is_there else None


def _place(request: Request) -> Place:
    if request.place is None:
        raise ValueError(f"{request.command} needs a place")
    return request.place


def _edit(trainer: Trainer, request: Request) -> None:
    if not isinstance(request.value, int | float):
        raise ValueError("edit needs a number")
    trainer.edit(_place(request), float(request.value))


def _set(trainer: Trainer, request: Request) -> None:
    if request.value is None:
        raise ValueError("set needs a value")
    trainer.set_argument(request.name, request.value)


def _train(trainer: Trainer, request: Request) -> None:
    until = ENDLESS if request.until_step is None else request.until_step
    trainer.train(max(0, until - trainer.steps), request.budget_s, request.stop)


def _marked(snapshot: Snapshot, before: Snapshot) -> Snapshot:
    return msgspec.structs.replace(
        snapshot,
        weight=mark_changes(snapshot.weight, before.weight),
        grad=None if snapshot.grad is None else mark_changes(snapshot.grad, before.grad),
        state={name: mark_changes(table, before.state.get(name)) for name, table in snapshot.state.items()},
    )


VERBS: dict[str, Callable[[Trainer, Request], object]] = {
    "forward": lambda trainer, _: trainer.forward(),
    "backward": lambda trainer, _: trainer.backward(),
    "step": lambda trainer, _: trainer.step(),
    "zero_grad": lambda trainer, _: trainer.zero_grad(trainer.zero_grad_mode != "zeros"),
    "train": _train,
    "lookup": lambda trainer, request: lookup_of(trainer.embedding, request.indices, trainer.facts),
    "edit": _edit,
    "set": _set,
    "snapshot": lambda _trainer, _request: None,
}
