"""The training loop at speed: torch's own kernels, called with less ceremony, bit for bit the same.

Against `zero_grad; loss(emb(i), emb(j)); backward; step` it saves the second lookup and the bookkeeping
of `Module.__call__` and `Optimizer.step`: half of the time of a small table.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor
from torch.optim.lr_scheduler import LRScheduler
from torch.optim.sgd import sgd

from embviz.engine.batch import Batch
from embviz.engine.corpus_batch import CorpusBatch
from embviz.engine.tape import Tape, Vectors

# The vectors of as many rounds are kept before they are worked out.
ROUNDS_KEPT = 128

# What `loss.backward()` comes down to, without the checks of its arguments: a fifth of a small step.
_run_backward = torch.autograd.Variable._execution_engine.run_backward

Act = Callable[[], object]
Pass = Callable[[], tuple[Vectors, Tensor]]


def train(
    tape: Tape,
    clear: Act,
    forward: Pass,
    move: Act,
    count: int,
    deadline: float,
    note: Act | None = None,
) -> None:
    """Do `count` times clear, forward, backward, move, or fewer once `deadline` (perf_counter) has passed.

    `note` is called after each round that is done. `forward` returns the vectors of both sides and the loss;
    they go onto the `tape` when the round is done, so that a round that torch refuses is not on it.
    """
    vectors: list[Vectors] = []
    losses: list[float] = []
    now = time.perf_counter
    one: Tensor | None = None
    try:
        for _ in range(count):
            if now() >= deadline:
                return
            clear()
            looked_up, loss = forward()
            if one is None:
                one = torch.ones_like(loss)
            _run_backward((loss,), (one,), False, False, (), allow_unreachable=True, accumulate_grad=True)
            move()
            losses.append(loss.item())
            vectors.append(looked_up)
            if note is not None:
                note()
            if len(losses) == ROUNDS_KEPT:
                tape.extend(vectors, losses)
                vectors, losses = [], []
    finally:
        tape.extend(vectors, losses)


def clearing(embedding: torch.nn.Embedding, mode: str) -> Act | None:
    """Return what sets grad to None at once, None where `mode` asks for something else."""
    if mode != "none":
        return None
    weight = embedding.weight

    def clear() -> None:
        weight.grad = None

    return clear


def one_lookup(embedding: torch.nn.Embedding, batch: Batch) -> Pass | None:
    """Return a pass that looks up both sides at once, None where that would change a bit.

    It would where rows are rewritten or counted by the lookup, where two sparse grads are added up, from 0
    and in an order of their own, and where a sum of more than two would be added up in another order.
    """
    is_special = embedding.max_norm is not None or embedding.scale_grad_by_freq or embedding.sparse
    if is_special or batch.has_repeats:
        return None
    weight, indices, loss = embedding.weight, batch.indices, batch.loss
    padding = -1 if embedding.padding_idx is None else embedding.padding_idx

    def forward() -> tuple[Tensor, Tensor]:
        vectors = torch.embedding(weight, indices, padding)
        return vectors, loss(*vectors.unbind())

    return forward


def two_lookups(embedding: torch.nn.Embedding, batch: Batch) -> Pass | None:
    """Return a pass with the two lookups of a learner, without the ceremony of the module.

    None where the lookup counts or rewrites rows, which the module sees to.
    """
    if embedding.max_norm is not None or embedding.scale_grad_by_freq:
        return None
    weight, first, second, loss = embedding.weight, batch.first, batch.second, batch.loss
    padding = -1 if embedding.padding_idx is None else embedding.padding_idx
    is_sparse = embedding.sparse

    def forward() -> tuple[Vectors, Tensor]:
        vectors = (
            torch.embedding(weight, first, padding, False, is_sparse),
            torch.embedding(weight, second, padding, False, is_sparse),
        )
        return vectors, loss(*vectors)

    return forward


def passes_of(
    embedding: torch.nn.Embedding, batch_of: Callable[[int], CorpusBatch], first: int, watched: Tensor
) -> Pass:
    """Return a pass that takes the batches of a text one after the other, from the `first` on.

    What it looked up, for the tape, are the two `watched` rows as they were before it.
    """
    number, weight = first, embedding.weight.detach()

    def forward() -> tuple[Tensor, Tensor]:
        nonlocal number
        batch = batch_of(number)
        number += 1
        vectors = F.embedding(watched, weight).unsqueeze(1)
        return vectors, batch.loss(*batch.vectors(embedding))

    return forward


def lean_step(weight: Tensor, optimizer: torch.optim.Optimizer, schedule: LRScheduler | None) -> Act | None:
    """Return SGD's step without its ceremony, None for others or where its state is not made yet."""
    if type(optimizer) is not torch.optim.SGD:
        return None
    group = optimizer.param_groups[0]
    names = ("momentum", "dampening", "weight_decay", "nesterov", "maximize")
    args = {name: group[name] for name in names}
    # Not state[weight], which would make an empty entry where torch has none.
    buffer = optimizer.state.get(weight, {}).get("momentum_buffer")
    if buffer is None and args["momentum"]:
        return None
    buffers = [buffer]
    # The same memory without autograd: cheaper than entering no_grad at each step.
    tables = [weight.detach()]

    def step() -> None:
        grads: list[Tensor] = [weight.grad]  # type: ignore[list-item]
        sgd(tables, grads, buffers, foreach=False, fused=False, lr=group["lr"], **args)
        if schedule is not None:
            schedule.step()

    return step
