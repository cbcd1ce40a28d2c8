"""Comparison: the tables of one moment, held beside a trainer that goes on, and how the two differ."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from embviz.core.messages import Moment, Other, Tile, Viewport
from embviz.engine.detail import tensor_tile
from embviz.engine.trainer import Trainer

WEIGHT, GRAD = "weight", "grad"


@dataclass(eq=False)
class Comparison:
    """Copies of the tables of `moment`, when the run was at `step`: no later step touches them.

    `tables` has 'weight', 'grad' where torch had one, and the optimizer's own by torch's names.
    """

    moment: Moment
    step: int
    tables: dict[str, Tensor]
    # What they look like through the viewport that was asked for last: they never change.
    _shown: tuple[Viewport | None, dict[str, Tile]] | None = field(default=None, init=False, repr=False)
    # Fresh memory for every difference of a large table would cost five times as much as the subtraction.
    _room: Tensor | None = field(default=None, init=False, repr=False)

    @classmethod
    def of(cls, trainer: Trainer, moment: Moment) -> Comparison:
        """Return the moment at which `trainer` stands now, which is `moment`, to be compared with later."""
        copies = {name: table.detach().clone() for name, table in _tables(trainer).items()}
        return cls(moment, trainer.steps, copies)

    def other(self, trainer: Trainer, viewport: Viewport | None = None) -> Other:
        """Return what `viewport` shows of the held tables, and of the trainer's now minus these.

        The difference is torch's own, of the whole tables, and then reduced as any table is: one changed row
        among thousands is seen. Tables of another shape have none, nor has what only one moment has.
        """
        tiles = dict(self._tiles(viewport))
        return Other(
            moment=self.moment,
            step=self.step,
            weight=tiles.pop(WEIGHT),
            grad=tiles.pop(GRAD, None),
            state=tiles,
            differences={
                name: tensor_tile(self._minus(now.detach(), self.tables[name]), viewport)
                for name, now in _tables(trainer).items()
                if name in self.tables and self.tables[name].shape == now.shape
            },
        )

    def _tiles(self, viewport: Viewport | None) -> dict[str, Tile]:
        if self._shown is None or self._shown[0] != viewport:
            tiles = {name: tensor_tile(table, viewport) for name, table in self.tables.items()}
            self._shown = viewport, tiles
        return self._shown[1]

    def _minus(self, now: Tensor, then: Tensor) -> Tensor:
        """Return `now - then`, which is good until the next one is asked for."""
        if now.is_sparse and then.is_sparse:
            # What neither stores does not differ: the whole tables, dense, may be larger than memory.
            return now.coalesce() - then.coalesce()
        dtype = torch.promote_types(now.dtype, then.dtype)
        if self._room is None or (self._room.shape, self._room.dtype) != (now.shape, dtype):
            self._room = torch.empty(now.shape, dtype=dtype, device=now.device)
        return torch.sub(now.to_dense(), then.to_dense(), out=self._room)


def _tables(trainer: Trainer) -> dict[str, Tensor]:
    grad = {} if trainer.grad is None else {GRAD: trainer.grad}
    return {WEIGHT: trainer.weight, **grad, **trainer.tables()}
