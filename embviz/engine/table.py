"""The embedding of an experiment, drawn, filled and switched as torch does it after `manual_seed`."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from embviz.core.experiment import Experiment

DTYPES = {name: getattr(torch, name) for name in ("float32", "float64", "bfloat16", "float16")}
# torch draws 16 numbers at once: in pieces of a multiple of it, it draws the same ones.
DRAWN_AT_ONCE = 1 << 24
SMALLEST_PIECE = 16

# How far something has come, from 0 to 1; it may raise to end it.
Tell = Callable[[float], object]


def nobody(_done: float) -> None:
    """Tell nobody how far it has come."""


def generator_of(experiment: Experiment) -> torch.Generator:
    """Return the random numbers of a run, from their start: those that torch draws after `manual_seed`."""
    return torch.Generator().manual_seed(experiment.seed)


def embedding_of(experiment: Experiment, table: Tensor) -> torch.nn.Embedding:
    """Return the `nn.Embedding` of `experiment` that starts from `table`, on the experiment's device."""
    return torch.nn.Embedding(
        experiment.rows,
        experiment.dim,
        padding_idx=experiment.padding_idx,
        max_norm=experiment.max_norm,
        norm_type=experiment.norm_type,
        scale_grad_by_freq=experiment.scale_grad_by_freq,
        sparse=experiment.sparse,
        _weight=table.to(experiment.device),
    )


def drawn(experiment: Experiment, generator: torch.Generator, tell: Tell = nobody) -> Tensor:
    """Return the table at the start of a run, (rows, dim); torch's global random state is left alone.

    It is drawn on the CPU for every device, so that a seed means the same table everywhere.
    """
    dtype = DTYPES[experiment.dtype]
    if experiment.initial == "values":
        return torch.tensor(experiment.values, dtype=dtype)
    table = torch.empty(experiment.rows, experiment.dim, dtype=dtype, device="cpu")
    _draw_normal(table, generator, tell)
    if experiment.initial == "zeros":
        table.zero_()
    elif experiment.initial == "uniform":
        table.uniform_(-1, 1, generator=generator)
    elif experiment.initial == "word2vec":
        _fill_as_word2vec(table, experiment, generator)
    if experiment.padding_idx is not None:
        table[experiment.padding_idx] = 0
    return table


def _draw_normal(table: Tensor, generator: torch.Generator, tell: Tell) -> None:
    flat, count = table.view(-1), table.numel()
    starts = list(range(0, count, DRAWN_AT_ONCE))
    if count - starts[-1] < SMALLEST_PIECE and len(starts) > 1:
        # So few are drawn by another algorithm.
        starts.pop()
    for start, stop in zip(starts, [*starts[1:], count], strict=True):
        if start:
            tell(start / count)
        flat[start:stop].normal_(generator=generator)


def _fill_as_word2vec(table: Tensor, experiment: Experiment, generator: torch.Generator) -> None:
    # Mikolov's word2vec.c: small random words, and contexts of zeros.
    half = 0.5 / experiment.dim
    table.uniform_(-half, half, generator=generator)
    if experiment.corpus is not None:
        table[experiment.rows // 2 :] = 0
