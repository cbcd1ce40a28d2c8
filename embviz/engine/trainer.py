"""Trainer: an embedding, a loss and an optimizer, moved one command at a time."""

from __future__ import annotations

import operator
import time
import warnings
from collections.abc import Sequence
from functools import cached_property
from math import inf

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor
from torch.optim.lr_scheduler import LRScheduler

from embviz.core import checks
from embviz.core.experiment import Experiment
from embviz.core.messages import CellFacts, GradStatus, Place, Scalars, Snapshot, StopRule, Viewport
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Value
from embviz.core.schedules import SCHEDULES
from embviz.engine import lean, settings
from embviz.engine.batch import Batch
from embviz.engine.checkpoint import Checkpoint, checkpoint_in, checkpoint_of, put_back
from embviz.engine.corpus_batch import CorpusBatch
from embviz.engine.detail import Draw, plain_tile
from embviz.engine.facts import Facts, PassInputs, StepInputs
from embviz.engine.lookup import looked_up, noting_norms
from embviz.engine.optimizing import counters_of, optimizer_of, schedule_of, tables_of
from embviz.engine.past.notes import Notes
from embviz.engine.picture import grad_status, picture_of
from embviz.engine.starting import Tell, nobody, start_of
from embviz.engine.stopping import Watch
from embviz.engine.table import DTYPES, embedding_of, generator_of
from embviz.engine.tape import NO_SCALARS, Line, Tape, difference_of, single

# The optimizer that may be made after the first picture: it has no tables before its first step.
LATE_OPTIMIZER = "SGD"


class ExperimentWarning(UserWarning):
    """Something that torch takes in silence and that a person should know before it runs."""


class Trainer:
    """A real `torch.nn.Embedding` and a real `torch.optim` optimizer, at your hand.

    After any sequence of calls, `embedding.weight`, its grad and the optimizer's state are bit-equal to
    those of the same sequence in plain torch, after `torch.manual_seed(seed)`. The caller's own random
    state is neither used nor changed. Warns with `ExperimentWarning` of each of the experiment's cautions.
    What torch refuses is raised as torch raises it, and what was done until then stays done.

    `train` calls the same kernels without going through `Module.__call__` and `Optimizer.step`: hooks on
    these two fire in `backward` and `step`, and in the first and the last round of `train`, alone.

    With a corpus each step trains the next batch of the text, whose number is that of the steps before it;
    `labels` name its rows, and those that were read from a file. `tell` hears how far the start is.
    """

    def __init__(self, experiment: Experiment, tell: Tell = nobody) -> None:
        for caution in experiment.cautions:
            warnings.warn(str(caution), ExperimentWarning, stacklevel=2)
        # The run's own: the global one belongs to the caller.
        self.generator = generator_of(experiment)
        start = start_of(experiment, self.generator, tell)
        # With the shape of its file, or of its text's vocabulary.
        self.experiment = experiment = start.experiment
        self.labels, self.text = start.labels, start.text
        self.embedding: torch.nn.Embedding = embedding_of(experiment, start.table)
        self.facts = Facts()
        # Of the learning rate; it comes with the optimizer, and steps after it. None where there is none.
        self.schedule: LRScheduler | None = None
        # How many steps and how many passes are in grad, which may be used.
        self.steps, self.passes, self.is_stale = 0, 0, False
        self.zero_grad_mode = experiment.zero_grad
        self.stopped_by = ""
        # How its tables are drawn.
        self.tile: Draw = plain_tile
        # Takes a note of the tables after each round of training, where somebody wants that.
        self.notes: Notes | None = None
        # The numbers of the last train, of its whole rounds alone where torch refused one.
        self.rounds = NO_SCALARS
        # The batch of a text that was looked up last.
        self._corpus_batch: CorpusBatch | None = None
        self.use_pairs(experiment.pairs)
        if experiment.optimizer != LATE_OPTIMIZER or SCHEDULES[experiment.schedule].begins_at_once:
            _ = self.optimizer

    @cached_property
    def optimizer(self) -> torch.optim.Optimizer:
        """The optimizer of the embedding's weight.

        SGD is made when first asked for: torch's first optimizer imports its compiler, 0.8 s in which the
        table can already be on screen.
        """
        optimizer = optimizer_of(self.experiment, self.embedding.parameters())
        # At once: it keeps the lr that it was made with.
        self.schedule = schedule_of(self.experiment, optimizer)
        return optimizer

    @property
    def weight(self) -> Tensor:
        """The live table, (rows, dim)."""
        return self.embedding.weight

    @property
    def grad(self) -> Tensor | None:
        """The live gradient, (rows, dim), sparse where the experiment is, or None as in torch."""
        return self.embedding.weight.grad

    @property
    def state(self) -> dict[str, object]:
        """The optimizer's live state of the table, by torch's names; empty where it has none."""
        # Not state[weight], which would make an empty entry where torch has none.
        return self.optimizer.state.get(self.weight, {}) if self.has_optimizer else {}

    @property
    def has_optimizer(self) -> bool:
        """True once the optimizer is made."""
        return "optimizer" in self.__dict__

    @property
    def pairs(self) -> tuple[checks.Pair, ...]:
        """The pairs that are trained now: the experiment's, unless others were set. Beside a text the first
        of them is only watched."""
        return self._pairs

    @property
    def batch(self) -> Batch | CorpusBatch:
        """What the next pass looks up."""
        if self.text is None:
            return self._pair_batch
        if self._corpus_batch is None or self._corpus_batch.number != self.steps:
            self._corpus_batch = self._batch_of(self.steps)
        return self._corpus_batch

    @property
    def arguments(self) -> dict[str, Value]:
        """The optimizer's arguments as they are now."""
        experiment = self.experiment
        flat = OPTIMIZERS[experiment.optimizer].flat
        return flat(self.optimizer.param_groups[0]) if self.has_optimizer else experiment.arguments

    @property
    def grad_status(self) -> GradStatus:
        """What the gradient holds."""
        return grad_status(self)

    def forward(self) -> float:
        """Return the loss. Under max_norm the rows that are looked up change, else nothing does."""
        with torch.no_grad():
            return self._pass()[1].item()

    def backward(self) -> float:
        """Compute the loss and add its gradient to `weight.grad`, as torch does. Returns the loss."""
        return self._backward()[1].item()

    def step(self) -> None:
        """Let the optimizer move the table by `weight.grad`, which stays; without one, torch does nothing.

        The schedule, if there is one, takes a step after it. A step without a gradient does not count in
        `steps`.
        """
        inputs = self._inputs()
        if self.grad is not None:
            # Torch may refuse when it has moved some of the table: until it has not, nothing is known.
            self.facts.took_step(None)
        self._move()
        if self.grad is not None:
            self.facts.took_step(inputs)
            self.steps += 1
            self.is_stale = True

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Set `weight.grad` to None, or to zeros, as torch's `zero_grad()` does."""
        self.optimizer.zero_grad(set_to_none=set_to_none)
        self.facts.forget_pass()
        self.passes, self.is_stale = 0, False

    def train(self, n: int, budget_s: float | None = None, stop: StopRule | None = None) -> Scalars:
        """Do `n` times zero_grad (or what `zero_grad_mode` says), forward, backward, step.

        Stops early, after one round at least, once `budget_s` seconds are spent, or after the step that
        `stop` waits for, which `stopped_by` then names. Returns the numbers of each forward pass.

        Raises:
            ValueError: for a negative n.
        """
        if operator.index(n) < 0:
            raise ValueError(f"n = {n}: allowed is 0 or more")
        deadline = inf if budget_s is None else time.perf_counter() + budget_s
        watch = Watch(stop, lambda: self.moment().distances[0])
        first, tape = self.steps, Tape(self.line, self.batch.loss_is_distance)
        self.stopped_by = ""
        try:
            while tape.rounds < n:
                self._round(tape)
                self.stopped_by = watch.reason()
                if self.stopped_by or time.perf_counter() >= deadline:
                    break
                # The first round and the last keep the facts of their step, and so does each with a rule to
                # stop by, or where a sparse grad is added to: that torch may refuse.
                adds_sparse = self.experiment.sparse and self.zero_grad_mode != "none"
                if not watch.is_on and not adds_sparse and n - tape.rounds > 1:
                    self._lean_rounds(tape, n - 1 - tape.rounds, deadline)
        finally:
            self.rounds = tape.scalars(first)
        return self.rounds

    def lookup(self, indices: int | Sequence[int] | Tensor) -> Tensor:
        """Return a copy of `embedding(torch.tensor(indices))`; max_norm changes the rows, as in torch.

        Raises:
            TypeError: for indices that are no whole numbers.
            IndexError: naming the index that is out of range and the table's size.
        """
        return looked_up(self.embedding, indices, self.facts)

    def edit(self, place: Place, value: float) -> None:
        """Write `value` into the cell of weight at `place`, (row, column).

        Raises:
            IndexError: for a place outside the table.
        """
        self._check_place(place)
        before = self.weight[place[0]].detach().clone()
        with torch.no_grad():
            self.weight[place] = value
        self.facts.edited(place, before)

    def set_argument(self, name: str, value: Value | str) -> None:
        """Change an argument of the optimizer, 'zero_grad' or 'pairs' in the middle of the run.

        Raises:
            ExperimentError: for a value that is not allowed, or cannot be changed any more.
        """
        settings.apply(self, name, value)

    def use_pairs(self, pairs: tuple[checks.Pair, ...], line: Line | None = None) -> None:
        """Train `pairs`, valid rows of the table, from now on; their gap is along `line`, or a new one."""
        experiment, self._pairs = self.experiment, pairs
        if self.text is None:
            dtype = DTYPES[experiment.dtype]
            self._pair_batch = Batch(pairs, experiment.negatives, experiment.loss, dtype, experiment.device)
        self._watched = torch.tensor(pairs[0], device=experiment.device)
        self.line = line or Line(*self.watched_vectors())

    def snapshot(
        self, viewport: Viewport | None = None, place: Place | None = None, moment: Scalars | None = None
    ) -> Snapshot:
        """Return this moment as copies: whole tables, or what `viewport` shows of each, and with a `place`
        the facts that explain that cell. The numbers of the `moment` may be known already."""
        return picture_of(self, viewport, place, moment)

    @property
    def schedule_steps(self) -> int:
        """How many steps the schedule has taken."""
        return 0 if self.schedule is None else self.schedule.last_epoch

    def cell_facts(self, place: Place) -> CellFacts:
        """Return all that explains the cell at `place`, (row, column).

        Raises:
            IndexError: for a place outside the table.
        """
        self._check_place(place)
        self.facts.watched = place[0]
        now = self._inputs()
        assert now is not None
        return self.facts.explain(self.steps, place, self.weight, now, self._ahead)

    def tables(self) -> dict[str, Tensor]:
        """Return the optimizer's own live tables, by torch's names."""
        return tables_of(self.state, self.weight.shape)

    def counters(self) -> dict[str, float]:
        """Return the optimizer's own scalars, by torch's names."""
        return counters_of(self.state)

    def checkpoint(self) -> Checkpoint:
        """Return all that is needed to go on from here, deep-copied."""
        return checkpoint_of(self)

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back to `checkpoint`: what follows is bit-equal to what followed then.

        Raises:
            ValueError: where the checkpoint is of another experiment; nothing is changed then.
        """
        put_back(self, checkpoint)

    def resume(self, snapshot: Snapshot) -> None:
        """Go on from a snapshot of whole tables, as `restore` does from a checkpoint.

        Raises:
            ValueError: where the snapshot shows only a part of its table, or one of another shape.
        """
        put_back(self, checkpoint_in(self, snapshot))

    def _check_place(self, place: Place) -> None:
        rows, dim = self.weight.shape
        if not (0 <= place[0] < rows and 0 <= place[1] < dim):
            raise IndexError(f"the table of {rows} x {dim} has no cell {place[0]}, {place[1]}")

    def _pass(self) -> tuple[tuple[Tensor, Tensor], Tensor]:
        with noting_norms(self.embedding, self.batch.indices, self.facts):
            vectors = self.batch.vectors(self.embedding)
        return vectors, self.batch.loss(*vectors)

    def _ahead(self) -> PassInputs:
        vectors, loss = self._preview()
        before = None if self.grad is None else self.facts.keep(self.grad)
        return PassInputs(self.batch, vectors, loss.item(), self.grad is not None, before)

    def _preview(self) -> tuple[tuple[Tensor, Tensor], Tensor]:
        vectors = self.batch.preview(self.embedding)
        with torch.no_grad():
            return vectors, self.batch.loss(*vectors)

    def _backward(self) -> tuple[tuple[Tensor, Tensor], Tensor]:
        had_grad = self.grad is not None
        before = None if self.grad is None else self.facts.keep(self.grad)
        vectors, loss = self._pass()
        loss.backward()  # type: ignore[no-untyped-call]
        self.passes = self.passes + 1 if had_grad else 1
        self.is_stale = False
        a, b = vectors
        self.facts.took_pass(PassInputs(self.batch, (a.detach(), b.detach()), loss.item(), had_grad, before))
        return vectors, loss

    def _inputs(self) -> StepInputs | None:
        return self.facts.inputs(self.weight, self.tables(), self.counters(), self.arguments)

    def _clear(self) -> None:
        if self.zero_grad_mode != "forgotten":
            self.zero_grad(set_to_none=self.zero_grad_mode == "none")

    def _round(self, tape: Tape) -> None:
        self._clear()
        watched = None if self.text is None else self.watched_vectors().unsqueeze(1)
        vectors, loss = self._backward()
        self.step()
        tape.extend([vectors if watched is None else watched], [loss.item()])
        if self.notes is not None:
            self.notes.take(self)

    def _lean_rounds(self, tape: Tape, count: int, deadline: float) -> None:
        before = tape.rounds
        is_forgotten = self.zero_grad_mode == "forgotten"
        passes, is_refused = self.passes, True
        # It keeps none; the round after it does, unless torch refuses one here.
        self.facts.begin_anew()
        try:
            lean.train(
                tape,
                clear=lean.clearing(self.embedding, self.zero_grad_mode) or self._clear,
                forward=self._lean_pass(),
                move=lean.lean_step(self.weight, self.optimizer, self.schedule) or self._move,
                note=None if self.notes is None else self.notes.taker(self),
                count=count,
                deadline=deadline,
            )
            is_refused = False
        finally:
            rounds = tape.rounds - before
            self.steps += rounds
            # Dense grads that torch takes in one round it refuses in a later one only at the step.
            self.passes = passes + rounds + is_refused if is_forgotten else 1
            self.is_stale = not is_refused

    def _lean_pass(self) -> lean.Pass:
        if self.text is None:
            embedding, batch = self.embedding, self._pair_batch
            return lean.one_lookup(embedding, batch) or lean.two_lookups(embedding, batch) or self._pass
        return lean.passes_of(self.embedding, self._batch_of, self.steps, self._watched)

    def _batch_of(self, number: int) -> CorpusBatch:
        experiment, text = self.experiment, self.text
        assert text is not None
        return CorpusBatch(text, experiment.seed, number, DTYPES[experiment.dtype], experiment.device)

    def watched_vectors(self) -> Tensor:
        """Return a copy of the rows of the first pair, (2, dim)."""
        return F.embedding(self._watched, self.weight.detach())

    def _move(self) -> None:
        self.optimizer.step()
        if self.schedule is not None:
            self.schedule.step()

    def moment(self) -> Scalars:
        """Return the numbers of this moment."""
        vectors, loss = self._preview()
        first, second = vectors if self.text is None else self.watched_vectors().unsqueeze(1)
        with torch.no_grad():
            distance = torch.linalg.norm(first[0] - second[0]).item()
        gap = self.line.gaps(difference_of(first[:1], second[:1]))
        return single(self.steps, loss.item(), distance, float(gap[0]))
