"""The embedding of an experiment, drawn, filled and switched as torch does it after `manual_seed`."""

from __future__ import annotations

import torch
from torch import Tensor

from embviz.core.experiment import Experiment

DTYPES = {name: getattr(torch, name) for name in ("float32", "float64", "bfloat16", "float16")}


def generator_of(experiment: Experiment) -> torch.Generator:
    """Return the random numbers of a run, from their start: those that torch draws after `manual_seed`."""
    return torch.Generator().manual_seed(experiment.seed)


def embedding_of(experiment: Experiment, generator: torch.Generator) -> torch.nn.Embedding:
    """Return the `nn.Embedding` of `experiment`, drawn from `generator`."""
    return torch.nn.Embedding(
        experiment.rows,
        experiment.dim,
        padding_idx=experiment.padding_idx,
        max_norm=experiment.max_norm,
        norm_type=experiment.norm_type,
        scale_grad_by_freq=experiment.scale_grad_by_freq,
        sparse=experiment.sparse,
        _weight=drawn(experiment, generator),
    )


def drawn(experiment: Experiment, generator: torch.Generator) -> Tensor:
    """Return the table at the start of a run, (rows, dim); torch's global random state is left alone."""
    dtype = DTYPES[experiment.dtype]
    if experiment.initial == "values":
        return torch.tensor(experiment.values, dtype=dtype)
    table = torch.empty(experiment.rows, experiment.dim, dtype=dtype, device="cpu")
    table.normal_(generator=generator)
    if experiment.initial == "zeros":
        table.zero_()
    elif experiment.initial == "uniform":
        table.uniform_(-1, 1, generator=generator)
    if experiment.padding_idx is not None:
        table[experiment.padding_idx] = 0
    return table
