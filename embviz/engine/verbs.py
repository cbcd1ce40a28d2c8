"""VERBS: what can be done to a run, one row each, as it was asked for or as it was done before."""

from __future__ import annotations

import sys
from collections.abc import Callable

from embviz.core.messages import Action, Request
from embviz.engine.lookup import lookup_of
from embviz.engine.trainer import Trainer

ENDLESS = sys.maxsize
# What torch may refuse in the middle, when some of it is done; all else is done wholly or not at all.
HALF_DONE = ("forward", "backward", "step", "train")


def redo(trainer: Trainer, action: Action) -> None:
    """Do again what was done once, of a train one round. Raises what torch raises where it did not then."""
    try:
        VERBS[action.kind](trainer, action)
    except Exception:
        # What torch refused then, it refuses again; that was told then.
        if not action.refusal:
            raise


def _edit(trainer: Trainer, request: Request | Action) -> None:
    if not isinstance(request.value, int | float):
        raise ValueError("edit needs a number")
    if request.place is None:
        raise ValueError("edit needs a place")
    trainer.edit(request.place, float(request.value))


def _set(trainer: Trainer, request: Request | Action) -> None:
    if request.value is None:
        raise ValueError("set needs a value")
    trainer.set_argument(request.name, request.value)


def _train(trainer: Trainer, request: Request | Action) -> None:
    if isinstance(request, Action):
        # Of a train that is done again, one round.
        trainer.train(1)
        return
    until = ENDLESS if request.until_step is None else request.until_step
    trainer.train(max(0, until - trainer.steps), request.budget_s, request.stop)


VERBS: dict[str, Callable[[Trainer, Request | Action], object]] = {
    "forward": lambda trainer, _: trainer.forward(),
    "backward": lambda trainer, _: trainer.backward(),
    "step": lambda trainer, _: trainer.step(),
    "zero_grad": lambda trainer, _: trainer.zero_grad(trainer.zero_grad_mode != "zeros"),
    "train": _train,
    "lookup": lambda trainer, request: lookup_of(trainer.embedding, request.indices, trainer.facts),
    "edit": _edit,
    "set": _set,
}
