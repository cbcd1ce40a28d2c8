"""The loop that a learner writes, in bare torch: for each number of seconds on stdin, its steps a second.

`python bare_loop.py [ROWS DIM dense|sparse]`: the article's table of 2 x 5 and its momentum, or a larger one,
where sparse by plain SGD. It has as many threads as the engine gives such a table.
"""

from __future__ import annotations

import sys
import time

import torch
from torch import nn

STEPS_BETWEEN_LOOKS = 50
# Below that, as in the engine, a second thread only costs; and a look at the clock is nothing beside a step.
SMALL_TABLE_CELLS = 100_000


def main() -> None:
    """Answer each line until stdin is closed."""
    rows, dim = map(int, sys.argv[1:3] or (2, 5))
    is_sparse = sys.argv[3:] == ["sparse"]
    is_quick = is_sparse or rows * dim < SMALL_TABLE_CELLS
    if is_quick:
        torch.set_num_threads(1)
    torch.sparse.check_sparse_tensor_invariants.disable()  # type: ignore[no-untyped-call]
    torch.manual_seed(42)
    embedding = nn.Embedding(rows, dim, sparse=is_sparse)
    momentum = 0.0 if is_sparse else 0.9
    optimizer = torch.optim.SGD(embedding.parameters(), lr=0.1, momentum=momentum)
    for line in sys.stdin:
        looks = STEPS_BETWEEN_LOOKS if is_quick else 1
        print(_rate(embedding, optimizer, float(line), looks), flush=True)


def _rate(embedding: nn.Embedding, optimizer: torch.optim.Optimizer, seconds: float, looks: int) -> float:
    steps = 0
    start = now = time.perf_counter()
    while now - start < seconds:
        for _ in range(looks):
            optimizer.zero_grad()
            distance = torch.linalg.norm(embedding(torch.tensor([0])) - embedding(torch.tensor([1])))
            distance.item()
            distance.backward()
            optimizer.step()
        steps += looks
        now = time.perf_counter()
    return steps / (now - start)


if __name__ == "__main__":
    main()
