"""Plain torch: a run as one writes it in a notebook, with every argument spelled out, and its bits.

It is what the Trainer is held against, and takes nothing from the engine.
"""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor

from embviz.core.experiment import Experiment

# Written out once more, and not taken from LOSSES, which is what is held against them.
LOSSES: dict[str, Any] = {
    "euclidean": lambda a, b, *_: torch.linalg.norm(a - b, dim=1).mean(),
    "squared_euclidean": lambda a, b, *_: (a - b).square().sum(dim=1).mean(),
    "mse": lambda a, b, *_: F.mse_loss(a, b),
    "l1": lambda a, b, *_: F.l1_loss(a, b),
    "cosine_distance": lambda a, b, *_: (1 - F.cosine_similarity(a, b)).mean(),
    "negative_dot": lambda a, b, *_: -(a * b).sum(dim=1).mean(),
    "sqrt_sum_square": lambda a, b, *_: (a - b).square().sum(dim=1).sqrt().mean(),
    "skipgram": lambda a, b, labels, n: -F.logsigmoid(labels * (a * b).sum(dim=1)).sum() / n,
}
SCHEDULES: dict[str, Any] = {
    "none": lambda _optimizer, _args: None,
    "ExponentialLR": lambda optimizer, args: torch.optim.lr_scheduler.ExponentialLR(optimizer, args["gamma"]),
    "StepLR": lambda optimizer, args: torch.optim.lr_scheduler.StepLR(
        optimizer, int(args["step_size"]), args["gamma"]
    ),
    "LinearLR": lambda optimizer, args: torch.optim.lr_scheduler.LinearLR(
        optimizer, args["start_factor"], args["end_factor"], int(args["total_iters"])
    ),
}


class Plain:
    """The run of an experiment. torch's random state is as it was before."""

    def __init__(self, experiment: Experiment) -> None:
        self.mode, self.steps = experiment.zero_grad, 0
        with torch.random.fork_rng(devices=[]):
            self.embedding = _table(experiment)
        keywords: dict[str, Any] = dict(experiment.arguments)
        if "beta1" in keywords:
            keywords["betas"] = (keywords.pop("beta1"), keywords.pop("beta2"))
        self.optimizer = getattr(torch.optim, experiment.optimizer)(self.embedding.parameters(), **keywords)
        self.schedule = SCHEDULES[experiment.schedule](self.optimizer, experiment.schedule_arguments)
        self.negatives, self.loss_of = experiment.negatives, LOSSES[experiment.loss]
        self.use(experiment.pairs)

    @property
    def weight(self) -> Tensor:
        """The table."""
        return self.embedding.weight

    @property
    def grad(self) -> Tensor | None:
        """Its gradient."""
        return self.embedding.weight.grad

    @property
    def group(self) -> dict[str, Any]:
        """The optimizer's arguments."""
        return self.optimizer.param_groups[0]

    def use(self, pairs: Any) -> None:
        """Train `pairs` from now on."""
        both = (*pairs, *self.negatives)
        self.i = torch.tensor([first for first, _ in both])
        self.j = torch.tensor([second for _, second in both])
        self.n = len(pairs)
        labels = [1.0] * self.n + [-1.0] * len(self.negatives)
        self.labels = torch.tensor(labels, dtype=self.weight.dtype)

    def loss(self) -> Tensor:
        """One pass, with its graph."""
        a = self.embedding(self.i)
        b = self.embedding(self.j)
        return self.loss_of(a, b, self.labels, self.n)  # type: ignore[no-any-return]

    def forward(self) -> float:
        """Return the loss of a pass without a graph."""
        with torch.no_grad():
            return self.loss().item()

    def backward(self) -> float:
        """Add the gradient of a pass to grad."""
        loss = self.loss()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.item()

    def step(self) -> None:
        """Move the table, then the schedule."""
        self.optimizer.step()
        self.steps += self.grad is not None
        if self.schedule is not None:
            self.schedule.step()

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Clear grad."""
        self.optimizer.zero_grad(set_to_none=set_to_none)

    def train(self, rounds: int) -> list[float]:
        """Do so many rounds; return the loss of each."""
        return [self.round() for _ in range(rounds)]

    def round(self) -> float:
        """Clear grad as the mode says, pass, backward, step."""
        if self.mode != "forgotten":
            self.zero_grad(self.mode == "none")
        loss = self.backward()
        self.step()
        return loss

    @torch.no_grad()
    def lookup(self, indices: tuple[int, ...]) -> Tensor:
        """Look rows up, without a graph."""
        return self.embedding(torch.tensor(indices, dtype=torch.long))  # type: ignore[no-any-return]

    @torch.no_grad()
    def edit(self, place: tuple[int, int], value: float) -> None:
        """Write a cell."""
        self.weight[place] = value

    def set_argument(self, name: str, value: Any) -> None:
        """Change an argument of the optimizer, or 'zero_grad', or 'pairs'."""
        if name == "zero_grad":
            self.mode = value
        elif name == "pairs":
            self.use([tuple(map(int, pair.split(","))) for pair in value.split(";")])
        elif name in ("beta1", "beta2"):
            betas = [*self.group["betas"]]
            betas[name == "beta2"] = value
            self.group["betas"] = tuple(betas)
        else:
            self.group[name] = value


def _table(experiment: Experiment) -> torch.nn.Embedding:
    dtype = getattr(torch, experiment.dtype)
    torch.manual_seed(experiment.seed)
    embedding = torch.nn.Embedding(
        experiment.rows,
        experiment.dim,
        padding_idx=experiment.padding_idx,
        max_norm=experiment.max_norm,
        norm_type=experiment.norm_type,
        scale_grad_by_freq=experiment.scale_grad_by_freq,
        sparse=experiment.sparse,
        dtype=dtype,
    )
    with torch.no_grad():
        if experiment.initial == "zeros":
            embedding.weight.zero_()
        elif experiment.initial == "uniform":
            embedding.weight.uniform_(-1, 1)
            if experiment.padding_idx is not None:
                embedding.weight[experiment.padding_idx] = 0
        elif experiment.initial == "word2vec":
            embedding.weight.uniform_(-0.5 / experiment.dim, 0.5 / experiment.dim)
            if experiment.padding_idx is not None:
                embedding.weight[experiment.padding_idx] = 0
        elif experiment.initial == "values":
            embedding.weight.copy_(torch.tensor(experiment.values, dtype=dtype))
    return embedding


def bits(thing: Any) -> Any:
    """Return what `thing` holds, to the last bit; of a NaN only that it is one: a sum's order decides its
    sign. Tensors become bytes, numbers text, in which NaN is equal to NaN."""
    if isinstance(thing, Tensor):
        if thing.is_sparse:
            return thing.is_coalesced(), bits(thing._indices()), bits(thing._values()), tuple(thing.shape)
        # A copy: .numpy() would keep torch from clearing a sparse grad in place.
        same = thing.detach().clone()
        if same.is_floating_point():
            same[same.isnan()] = math.nan
        return str(same.dtype), tuple(same.shape), same.flatten().view(torch.uint8).numpy().tobytes()
    if isinstance(thing, dict):
        return {key: bits(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [bits(value) for value in thing]
    # Torch's own defaults are 0 where the setup form has 0.0.
    return repr(float(thing) if type(thing) is int else thing)


def everything(run: Any) -> Any:
    """Return weight, grad, the optimizer's state and parameter groups and the schedule of a run, Plain or
    Trainer, down to the bits."""
    # First: a Trainer's schedule comes with its optimizer.
    moved_by = run.optimizer.state_dict()
    return bits([run.weight, run.grad, moved_by, run.schedule and run.schedule.state_dict()])
