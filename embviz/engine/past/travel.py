"""Travel: a trainer is taken to another moment of its history, and told how that moment came about."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from embviz.core.messages import Action, Moment
from embviz.core.recipes import mark
from embviz.engine.facts import Facts
from embviz.engine.past.history import History, NotKept
from embviz.engine.past.segments import Cut, Rows
from embviz.engine.trainer import ExperimentWarning, Trainer

# How far back the step and the pass that explain a moment are looked for.
FAR_BACK = 32

Redo = Callable[[Trainer, Action], object]


def stand(trainer: Trainer, history: History, moment: Moment) -> None:
    """Take `trainer` to `moment`, which must be kept: what follows is bit-equal to what followed then.

    Everything is copied: no later step touches what is kept.
    """
    cut = history.cut(moment)
    base = history.limbs[moment.branch].base
    stale = _stale(history.rows, cut.rows)
    with torch.no_grad():
        weight = trainer.weight
        if history.rows is None and cut.rows is not None:
            assert base.whole is not None
            weight.copy_(base.whole)
        elif stale:
            _write(weight, stale, base.values(stale))
        _write(weight, cut.rows, cut.tables["weight"])
        _put_grad(trainer, cut, history.rows)
        _put_state(trainer, cut, history.rows)
    _put_rest(trainer, cut)
    history.standing, history.rows = moment, cut.rows


def leave(history: History) -> None:
    """Raise NotKept where to leave the moment at which the trainer stands would be to lose it."""
    standing = history.standing
    if not history.segment(standing).holds(standing.index):
        raise NotKept(
            mark(
                "What is on screen is not kept, since so large a table does not fit into the memory for"
                " history: to leave it would be to lose it. Give history more memory, and train on."
            )
        )


def at_start(history: History, number: int) -> Trainer:
    """Return a trainer that stands at the start of the run from which a branch grew, and let history know."""
    root = history.limbs[history.root(number)]
    with warnings.catch_warnings():
        # The form has told them already, beside the field.
        warnings.simplefilter("ignore", ExperimentWarning)
        trainer = Trainer(root.experiment)
    if root.base.whole is not None:
        trainer.weight.detach().copy_(root.base.whole)
    history.standing, history.rows = Moment(root.number, 0), ()
    return trainer


@contextmanager
def elsewhere(history: History, moment: Moment) -> Iterator[Trainer]:
    """Have a trainer of its own at `moment`, which must be kept; the one that there is stays where it is."""
    standing, rows = history.standing, history.rows
    try:
        trainer = at_start(history, moment.branch)
        stand(trainer, history, moment)
        yield trainer
    finally:
        history.standing, history.rows = standing, rows


def revisit(trainer: Trainer, history: History, moment: Moment, redo: Redo) -> None:
    """Take `trainer` to `moment` by doing again what led there, so that its facts can be told."""
    start = _start(history, moment)
    if start is None:
        stand(trainer, history, moment)
        return
    stand(trainer, history, start)
    for index in range(start.index + 1, moment.index + 1):
        redo(trainer, history.action_at(Moment(moment.branch, index)))
    facts, trainer.facts = trainer.facts, Facts()
    # What is kept is what happened, on whatever machine that was.
    stand(trainer, history, moment)
    trainer.facts = facts


def _start(history: History, moment: Moment) -> Moment | None:
    """Return the moment before the last step and the last pass that led to `moment`, None if not kept."""
    wanted, index = {"step", "backward"}, moment.index
    action = history.action_at(moment)
    while wanted and index > max(0, moment.index - FAR_BACK):
        index -= 1
        before = history.action_at(Moment(moment.branch, index))
        wanted -= _explained(action, action.step > before.step)
        action = before
    start = Moment(moment.branch, index)
    is_kept = history.segment(start).holds(index)
    return start if is_kept and index < moment.index else None


def _explained(action: Action, is_moved: bool) -> set[str]:
    """Return which of step and backward pass `action` did: torch refuses, and a step may find no gradient."""
    if action.refusal:
        return set()
    if action.kind == "train":
        return {"step", "backward"}
    return {action.kind} if is_moved or action.kind == "backward" else set()


def _stale(live: Rows, wanted: Rows) -> tuple[int, ...]:
    if live is None or wanted is None:
        return ()
    kept = set(wanted)
    return tuple(row for row in live if row not in kept)


def _write(table: Tensor, rows: Rows, values: Tensor) -> None:
    if rows is None:
        table.copy_(values)
    elif rows:
        table[list(rows)] = values.to(table.device)


def _refill(table: Tensor, live: Rows, fill: float) -> None:
    """Make the rows that a moment does not tell of what they were in all of them."""
    if live is None:
        table.fill_(fill)
    elif live:
        table[list(live)] = fill


def _put_grad(trainer: Trainer, cut: Cut, live: Rows) -> None:
    weight = trainer.weight
    if "grad" in cut.sparse:
        weight.grad = cut.sparse["grad"].clone().to(weight.device)
    elif "grad" not in cut.tables:
        weight.grad = None
    else:
        grad = weight.grad
        if grad is None or grad.is_sparse:
            grad = torch.zeros_like(weight)
        elif cut.rows is not None:
            _refill(grad, live, 0.0)
        _write(grad, cut.rows, cut.tables["grad"])
        weight.grad = grad


def _put_state(trainer: Trainer, cut: Cut, live: Rows) -> None:
    meta, optimizer, weight = cut.meta, trainer.optimizer, trainer.weight
    old = trainer.tables()
    optimizer.state.pop(weight, None)
    if not meta.order:
        return
    state = optimizer.state[weight]
    for name in meta.order:
        if name in cut.sparse:
            state[name] = cut.sparse[name].clone().to(weight.device)
        elif name in cut.tables:
            table = old.get(name)
            if table is None or table.is_sparse:
                table = torch.full_like(weight, meta.fills[name], requires_grad=False)
            elif cut.rows is not None:
                _refill(table, live, meta.fills[name])
            _write(table, cut.rows, cut.tables[name])
            state[name] = table
        else:
            number = meta.counters[name]
            # SparseAdam counts in Python, the others in a float32 tensor.
            is_python = trainer.experiment.optimizer == "SparseAdam"
            state[name] = int(number) if is_python else torch.tensor(number, dtype=torch.float32)


def _put_rest(trainer: Trainer, cut: Cut) -> None:
    meta = cut.meta
    trainer.optimizer.param_groups[0].update(copy.deepcopy(meta.group))
    if trainer.schedule is not None and meta.schedule is not None:
        trainer.schedule.load_state_dict(copy.deepcopy(meta.schedule))
    trainer.steps, trainer.passes, trainer.is_stale = meta.steps, meta.passes, meta.is_stale
    trainer.zero_grad_mode = meta.zero_grad
    trainer.stopped_by = ""
    trainer.generator.set_state(meta.random)
    trainer.facts.begin_anew()
    if trainer.pairs != meta.pairs or trainer.line is not meta.line:
        trainer.use_pairs(meta.pairs, meta.line)
