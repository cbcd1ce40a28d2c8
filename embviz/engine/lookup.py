"""Lookups: what `embedding(torch.tensor(indices))` gives, and what it does to the table under max_norm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor

from embviz.core.messages import Lookup
from embviz.engine.facts import Facts

# one_hot(indices) @ weight is done for tables up to this height, as a comparison.
MOST_ONE_HOT_ROWS = 4096
MOST_INDICES = 1000


@contextmanager
def noting_norms(embedding: torch.nn.Embedding, indices: Tensor, facts: Facts) -> Iterator[None]:
    """Tell `facts` which rows the lookup of `indices` inside this context changes, under max_norm."""
    if embedding.max_norm is None:
        yield
        return
    rows = torch.unique(indices)
    weight = embedding.weight.detach()
    before = weight[rows]
    yield
    after = weight[rows]
    # NaN is no change of NaN.
    is_changed = ((after != before) & ~(after.isnan() & before.isnan())).any(dim=1)
    facts.renormed({int(row): old for row, old, new in zip(rows, before, is_changed, strict=True) if new})


def looked_up(embedding: torch.nn.Embedding, indices: int | Sequence[int] | Tensor, facts: Facts) -> Tensor:
    """Return `embedding(torch.tensor(indices))`, without a graph.

    Raises:
        TypeError: for indices that are no whole numbers.
        IndexError: naming the index that is out of range and the table's size.
    """
    chosen = np.asarray(indices)
    if chosen.dtype.kind not in "iu":
        # numpy has no one type for whole numbers beyond 64 bits, or of both signs beyond 63.
        chosen = np.asarray(indices, dtype=object)
    for index in chosen.flat if chosen.dtype.kind == "O" else ():
        if type(index) is not int:
            raise TypeError(f"an index is a whole number, not {index!r}")
    rows = embedding.weight.shape[0]
    outside = chosen[(chosen < 0) | (chosen >= rows)]
    if outside.size:
        # torch tells neither the index nor the size.
        raise IndexError(
            f"index {outside[0]} is outside the table: its {rows} rows are 0 to {rows - 1} "
            "(torch: index out of range in self)"
        )
    tensor = torch.tensor(chosen.astype(np.int64)).to(embedding.weight.device)
    with torch.no_grad(), noting_norms(embedding, tensor, facts):
        return embedding(tensor)  # type: ignore[no-any-return]


def lookup_of(embedding: torch.nn.Embedding, indices: tuple[int, ...], facts: Facts) -> Lookup:
    """Look `indices` up and return what there is to show of it.

    Raises:
        ValueError: for more than MOST_INDICES indices.
        IndexError: as `looked_up`.
    """
    if len(indices) > MOST_INDICES:
        raise ValueError(f"{len(indices):,} indices are more than can be shown: {MOST_INDICES:,}")
    weight = embedding.weight.detach()
    before = weight[[index for index in indices if 0 <= index < weight.shape[0]]]
    values = looked_up(embedding, indices, facts)
    is_changed = ((values != before) & ~(values.isnan() & before.isnan())).any(dim=1)
    difference = None
    if weight.shape[0] <= MOST_ONE_HOT_ROWS and indices:
        one_hot = F.one_hot(torch.tensor(indices, device=weight.device), weight.shape[0]).to(weight.dtype)
        difference = (one_hot @ weight - values).abs().max().item()
    is_known = values.dtype in (torch.float32, torch.float64)
    return Lookup(
        indices=indices,
        values=(values if is_known else values.float()).cpu().numpy(),
        difference=difference,
        changed_rows=tuple(sorted({indices[int(k)] for k in is_changed.nonzero().flatten()})),
    )
