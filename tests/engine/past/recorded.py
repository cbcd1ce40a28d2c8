"""Recorded: a Trainer whose moments a History keeps as a session does it, and the same run in plain torch."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import torch

from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.messages import Action, Moment, Request, Scalars
from embviz.engine.past import travel
from embviz.engine.past.history import History
from embviz.engine.past.segments import Segment
from embviz.engine.trainer import Trainer
from embviz.engine.verbs import HALF_DONE, redo
from tests.engine.plain import Plain, bits, everything
from tests.engine.sequences import apply, random_actions, random_experiment
from tests.engine.trainers import is_refused_beforehand, quiet_trainer

# Of which only the rows that change are kept, and some of whose recipes change all of them.
LARGE_SHAPES = ((40, 16), (300, 8), (130, 2))


def told(run: Any) -> Any:
    """Return all that a run holds, Plain or Trainer: its bits, steps, zero_grad, and pairs."""
    if isinstance(run, Trainer):
        return everything(run), run.steps, run.zero_grad_mode, run.pairs
    pairs = tuple(zip(run.i.tolist(), run.j.tolist(), strict=True))
    return everything(run), run.steps, run.mode, pairs[: run.n]


class Uninterrupted:
    """Plain torch that does all actions at one go. `moments` has what it held at each, from the start on."""

    def __init__(self, experiment: Experiment, actions: tuple[Action, ...]) -> None:
        self.plain = Plain(experiment)
        self.moments = [told(self.plain)]
        # Which moment each action ended with.
        self.ends: list[int] = []
        for action in actions:
            self._do(action)
            self.ends.append(len(self.moments) - 1)

    def _do(self, action: Action) -> None:
        one = msgspec.structs.replace(action, rounds=1)
        for _ in range(max(1, action.rounds)):
            if apply(self.plain, one).refusal:
                if action.kind in HALF_DONE:
                    self.moments.append(told(self.plain))
                return
            self.moments.append(told(self.plain))


class Recorded:
    """A Trainer with its history. `actions` are done as a session does them."""

    def __init__(self, experiment: Experiment) -> None:
        # As a session does for small tables: more only wait for each other.
        torch.set_num_threads(1)
        self.history = History()
        self.begin(experiment)
        # What was made last.
        self.pieces: list[Segment] = []

    @property
    def here(self) -> Moment:
        """The moment at which the trainer stands."""
        return self.history.standing

    def begin(self, experiment: Experiment) -> None:
        """Begin a run of its own."""
        self.trainer = quiet_trainer(experiment)
        _ = self.trainer.optimizer
        self.history.begin(self.trainer)
        self.number = self._latest = self._rounds = 0

    def act(self, kind: str, rounds: int = 1, **fields: Any) -> Action:
        """Do one thing, and return it."""
        self.number += 1
        action = Action(self.number, kind, rounds=rounds if kind == "train" else 0, **fields)  # type: ignore[arg-type]
        self.do(action)
        return action

    def do(self, action: Action) -> None:
        """Do `action`, and have the history keep what became of it."""
        trainer, history = self.trainer, self.history
        history.prepare(trainer, _request(action))
        done = apply(trainer, action)
        rounds = _rounds(trainer, done)
        if done.refusal and done.kind not in HALF_DONE:
            return
        if rounds is not None and not rounds.steps.size and not done.refusal:
            return
        name = trainer.zero_grad_mode if done.kind in ("train", "zero_grad") else done.name
        # Bursts of one action have its number, and their rounds are counted on.
        before = self._rounds if done.number == self._latest else 0
        self._latest, self._rounds = done.number, before + done.rounds
        done = msgspec.structs.replace(done, name=name, rounds=self._rounds)
        made = history.record(trainer, done, rounds)
        self.pieces += [one.piece for one in made]

    def stand(self, moment: Moment) -> None:
        """Go to `moment`."""
        self._latest = 0
        travel.stand(self.trainer, self.history, moment)

    def revisit(self, moment: Moment) -> None:
        """Go to `moment` by doing again what led there."""
        self._latest = 0
        travel.revisit(self.trainer, self.history, moment, redo)

    def kept(self) -> dict[Moment, Any]:
        """Return what the history keeps of every moment, down to the bits."""
        return {
            Moment(number, index): cut_bits(self.history, Moment(number, index))
            for number, limb in self.history.limbs.items()
            for index in range(limb.last + 1)
            if self.history.segment(Moment(number, index)).holds(index)
        }


def cut_bits(history: History, moment: Moment) -> Any:
    """Return all that is kept of a moment, down to the bits, and the action that made it."""
    cut = history.cut(moment)
    meta = {name: getattr(cut.meta, name) for name in cut.meta.__dataclass_fields__ if name != "line"}
    line = cut.meta.line.numbers.tobytes()
    tables = (bits(cut.tables), bits(cut.sparse))
    return cut.rows, tables, bits(meta), line, repr(history.action_at(moment))


def runs(
    count: int, optimizer: str, is_large: bool
) -> Iterator[tuple[Random, Experiment, tuple[Action, ...]]]:
    """Yield `count` experiments, each with what is to be done; all losses in turn, the same at each call."""
    losses = sorted(LOSSES)
    for number in range(count):
        random = Random(f"{optimizer} {is_large} {number}")
        experiment = random_experiment(random, optimizer, losses[number % len(losses)])
        if is_large:
            experiment = grown(random, experiment)
        yield random, experiment, possible(experiment, random_actions(random, experiment))


def grown(random: Random, experiment: Experiment) -> Experiment:
    """Return `experiment` with a table of which not all rows are trained."""
    rows, dim = random.choice(LARGE_SHAPES)
    has_negatives = LOSSES[experiment.loss].has_negatives
    values: Any = ()
    if experiment.initial == "values":
        # -0.0 becomes 0.0 where a step moves it by nothing, up or down.
        values = [[random.choice((-0.0, 0.0, random.gauss(0, 1))) for _ in range(dim)] for _ in range(rows)]
    padding = None if experiment.padding_idx is None else random.randrange(rows)
    return msgspec.structs.replace(
        experiment,
        rows=rows,
        dim=dim,
        values=values,
        padding_idx=padding,
        pairs=_pairs(random, rows, random.choice((1, 1, 2))),
        negatives=_pairs(random, rows, random.choice((0, 2))) if has_negatives else (),
    )


def possible(experiment: Experiment, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Return `actions` without the settings that are refused before anything is done."""
    trainer, kept = quiet_trainer(experiment), []
    for action in actions:
        if not is_refused_beforehand(trainer, action):
            apply(trainer, action)
            kept.append(action)
    return tuple(kept)


def _pairs(random: Random, rows: int, count: int) -> tuple[tuple[int, int], ...]:
    return tuple((random.randrange(rows), random.randrange(rows)) for _ in range(count))


def _request(action: Action) -> Request:
    return Request(
        request=1, run=1, command=action.kind, indices=action.indices, place=action.place, value=action.value
    )


def _rounds(trainer: Trainer, action: Action) -> Scalars | None:
    return trainer.rounds if action.kind == "train" else None
