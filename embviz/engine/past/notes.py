"""Notes: a copy of the rows that matter of every table, taken after each round of training."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from embviz.core.messages import Array
from embviz.engine.past.segments import Rows

if TYPE_CHECKING:
    from embviz.engine.trainer import Trainer

# Up to as many rows are copied by views of their own: an index costs more.
FEW_ROWS = 6


class Notes:
    """What the rounds of one train left: of each the `rows` of the dense tables, and the sparse ones whole.

    `names` are those of the dense tables, in their order in each of `taken`.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.names: tuple[str, ...] = ()
        self._sparse: dict[str, list[Tensor]] = {}
        self.rates: list[float] = []
        # Bytes, since to make and to hold a tensor for each round costs twice as much.
        self._taken: list[bytes] = []
        self._index = np.array(rows or (), dtype=np.int64)
        self._shape, self._dtype = (0, 0), torch.float32

    def take(self, trainer: Trainer) -> None:
        """Take a note of what `trainer` is now."""
        tables = _tables(trainer)
        dense = {name: table for name, table in tables.items() if not table.is_sparse}
        self.names = tuple(dense)
        self._shape, self._dtype = (trainer.weight.shape[0], trainer.weight.shape[1]), trainer.weight.dtype
        for table in dense.values():
            self._taken.append(self._part(table).tobytes())
        for name, one in tables.items():
            if one.is_sparse:
                self._sparse.setdefault(name, []).append(one.clone().cpu())
        if trainer.schedule is not None:
            self.rates.append(float(trainer.optimizer.param_groups[0]["lr"]))

    @property
    def sparse(self) -> dict[str, tuple[Tensor, ...]]:
        """All notes of the sparse tables, by their names."""
        return {name: tuple(tensors) for name, tensors in self._sparse.items()}

    @property
    def taken(self) -> Tensor:
        """All notes of the dense tables, (notes, names x rows, dim)."""
        rows, dim = self._shape
        height = len(self.names) * (rows if self.rows is None else len(self.rows))
        if not height:
            return torch.empty(len(self._taken) // len(self.names), 0, dim, dtype=self._dtype)
        return torch.frombuffer(bytearray().join(self._taken), dtype=self._dtype).view(-1, height, dim)

    def taker(self, trainer: Trainer) -> Callable[[], object]:
        """Return what takes a note in a training loop, as quickly as it goes."""
        tables = _tables(trainer)
        sparse = {name for name, table in tables.items() if table.is_sparse}
        # Where each round begins without a grad, nothing writes into that of the round before.
        is_fresh = sparse <= {"grad"} and trainer.zero_grad_mode == "none"
        if trainer.schedule is not None or trainer.weight.device.type != "cpu" or not is_fresh:
            return lambda: self.take(trainer)
        # Weight and state stay where they are in memory: their views are good for the whole train.
        first = plain(tables["weight"])
        last = [plain(tables[name]) for name in self.names if name not in ("weight", "grad")]
        if sparse:
            return self._sparse_taker(trainer.weight, [first, *last])
        if self.rows is None:
            return self._whole_taker(trainer.weight, first, last)
        if len(self.rows) <= FEW_ROWS:
            return self._rows_taker(trainer.weight, first, last, self.rows)
        return self._index_taker(trainer.weight, first, last)

    def _part(self, table: Tensor) -> Array:
        if self.rows is None:
            return plain(table)
        if table.device.type != "cpu":
            # The rest stays where it is.
            return plain(table[torch.from_numpy(self._index).to(table.device)])
        part: Array = plain(table)[self._index]
        return part

    def _whole_taker(self, weight: Tensor, first: Array, last: list[Array]) -> Callable[[], object]:
        append = self._taken.append

        def note() -> None:
            append(first.tobytes())
            append(plain(weight.grad).tobytes())
            for table in last:
                append(table.tobytes())

        return note

    def _sparse_taker(self, weight: Tensor, tables: list[Array]) -> Callable[[], object]:
        extend, grads = self._taken.extend, self._sparse["grad"]
        rows = self.rows
        if rows is None or len(rows) > FEW_ROWS:
            parts: list[slice | Array] = [slice(None) if rows is None else self._index]
        else:
            parts = [*_runs(rows)]
        views = [(table, part) for table in tables for part in parts]

        def note() -> None:
            extend([table[part].tobytes() for table, part in views])
            grads.append(weight.grad)  # type: ignore[arg-type]

        return note

    def _rows_taker(
        self, weight: Tensor, first: Array, last: list[Array], rows: tuple[int, ...]
    ) -> Callable[[], object]:
        extend, runs = self._taken.extend, _runs(rows)
        before = [first[run] for run in runs]
        after = [table[run] for table in last for run in runs]

        def note() -> None:
            grad = plain(weight.grad)
            extend([part.tobytes() for part in before])
            extend([grad[run].tobytes() for run in runs])
            extend([part.tobytes() for part in after])

        return note

    def _index_taker(self, weight: Tensor, first: Array, last: list[Array]) -> Callable[[], object]:
        extend, index = self._taken.extend, self._index

        def note() -> None:
            extend([table[index].tobytes() for table in (first, plain(weight.grad), *last)])

        return note


def plain(tensor: Tensor | None) -> Array:
    """Return the bits of `tensor` as numpy has them, on the CPU in the same memory; it has no bfloat16."""
    assert tensor is not None
    array: Array = (tensor.view(torch.int16) if tensor.dtype is torch.bfloat16 else tensor).cpu().numpy()
    return array


def _runs(rows: tuple[int, ...]) -> list[slice]:
    """Return `rows`, which grow, as stretches of neighbours."""
    ends = [at for at in range(1, len(rows)) if rows[at] != rows[at - 1] + 1]
    return [slice(rows[a], rows[b - 1] + 1) for a, b in pairwise([0, *ends, len(rows)])] if rows else []


def _tables(trainer: Trainer) -> dict[str, Tensor]:
    grads = {} if trainer.grad is None else {"grad": trainer.grad}
    return {"weight": trainer.weight.detach(), **grads, **trainer.tables()}
