"""The training loop at speed: torch's own kernels, called with less ceremony, bit for bit the same.

Against `zero_grad; loss(emb(i), emb(j)); backward; step` it saves the second lookup and the bookkeeping
of `Module.__call__` and `Optimizer.step`: half of the time of a small table.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import torch
from torch import Tensor
from torch.optim.sgd import sgd

from embviz.engine.losses import LossFunction


def train(
    weight: Tensor,
    optimizer: torch.optim.Optimizer,
    loss_function: LossFunction,
    indices: Tensor,
    count: int,
    budget_s: float | None,
) -> list[float]:
    """Do `count` times zero_grad, forward, backward, step, or fewer once `budget_s` is spent (one at least).

    `indices` holds the two rows of the pair. Returns the loss of each forward pass.
    """
    losses: list[float] = []
    deadline = math.inf if budget_s is None else time.perf_counter() + budget_s
    move: Callable[[], object] = optimizer.step
    while len(losses) < count:
        weight.grad = None
        loss = loss_function(*torch.embedding(weight, indices).unbind())
        losses.append(loss.item())
        loss.backward()  # type: ignore[no-untyped-call]
        move()
        if time.perf_counter() >= deadline:
            break
        if len(losses) == 1:
            # The first step, by the optimizer itself, has made the state that the lean one works on.
            move = _lean_step(weight, optimizer)
    return losses


def _lean_step(weight: Tensor, optimizer: torch.optim.Optimizer) -> Callable[[], object]:
    if type(optimizer) is not torch.optim.SGD:
        return optimizer.step
    group = optimizer.param_groups[0]
    names = ("lr", "momentum", "dampening", "weight_decay", "nesterov", "maximize")
    args = {name: group[name] for name in names}
    # Not state[weight], which would make an empty entry where torch has none.
    buffer = optimizer.state.get(weight, {}).get("momentum_buffer")
    buffers = [buffer]
    # The same memory without autograd: cheaper than entering no_grad at each step.
    tables = [weight.detach()]

    def step() -> None:
        sgd(tables, [weight.grad], buffers, foreach=False, fused=False, **args)  # type: ignore[list-item]

    return step
