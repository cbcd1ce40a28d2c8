"""Telling: each snapshot with what happened since the last one that the window has heard of."""

from __future__ import annotations

import msgspec

from embviz.core.messages import (
    Action,
    CellFacts,
    Request,
    Scalars,
    Snapshot,
)
from embviz.engine.detail import mark_changes
from embviz.engine.past.history import History
from embviz.engine.tape import joined


class Telling:
    """What the window knows of the session, and what no snapshot has told it yet."""

    def __init__(self) -> None:
        self.action_count = 0
        self._run: int | None = None
        self._shape: object = None
        self._latest: Snapshot | None = None
        self._before: Snapshot | None = None
        self._actions: list[Action] = []
        self._rounds: list[Scalars] = []

    def begin_action(self) -> None:
        """Count one action more; what it changes is told from what there was."""
        self.action_count += 1
        self._before = self._latest or self._before

    def begin_burst(self) -> None:
        """Go on with a train that has no end: what each burst changes is told."""
        self._before = self._latest

    def set_before(self, before: Snapshot | None) -> None:
        """Have what changed told from `before`; for None nothing is."""
        self._before = self._latest = before

    def note(self, action: Action, rounds: Scalars | None) -> None:
        """Remember to tell of `action`, and of the `rounds` of a train."""
        self._actions.append(action)
        if rounds is not None:
            self._rounds.append(rounds)

    def addressed(self, facts: CellFacts, request: Request) -> CellFacts:
        """Return `facts` as the answer to `request`."""
        return msgspec.structs.replace(facts, run=request.run, request=request.request)

    def is_news(self, request: Request, shape: object) -> bool:
        """Return whether the answer to `request` has to tell the outline, which has this `shape` now."""
        is_news = shape != self._shape or request.run != self._run
        self._shape = shape
        return is_news

    def told(self, request: Request, snapshot: Snapshot, history: History) -> Snapshot:
        """Return `snapshot` as the answer to `request`, with all that is new, or all that another run has."""
        standing = history.standing
        at, is_new = history.action_at(standing), request.run != self._run
        actions, parts = tuple(self._actions), [*self._rounds, snapshot.trace]
        if is_new:
            actions, parts = history.actions(standing.branch), [history.trace(standing.branch)]
            # It ends with the moment that is shown.
            parts += [snapshot.trace] if history.is_past else []
            self._before = self._before if request.command in ("visit", "open") else None
        self._actions, self._rounds = [], []
        self._run, self.action_count = request.run, at.number
        self._latest = msgspec.structs.replace(
            snapshot,
            run=request.run,
            request=request.request,
            command=request.command,
            trace=joined(parts),
            actions=actions,
            action_count=at.number,
            moment=standing,
            last=history.last,
            kept_from=history.kept_from(standing.branch),
            keyframe_every=history.stride,
            rounds=at.rounds,
        )
        return self._latest if self._before is None else _marked(self._latest, self._before)


def _marked(snapshot: Snapshot, before: Snapshot) -> Snapshot:
    return msgspec.structs.replace(
        snapshot,
        weight=mark_changes(snapshot.weight, before.weight),
        grad=None if snapshot.grad is None else mark_changes(snapshot.grad, before.grad),
        state={name: mark_changes(table, before.state.get(name)) for name, table in snapshot.state.items()},
    )
