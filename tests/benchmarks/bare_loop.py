"""The article's loop in bare torch, one thread: for each number of seconds on stdin, its steps a second."""

from __future__ import annotations

import sys
import time

import torch
from torch import nn

STEPS_BETWEEN_LOOKS = 50


def main() -> None:
    """Answer each line until stdin is closed."""
    torch.set_num_threads(1)
    torch.manual_seed(42)
    embedding = nn.Embedding(2, 5)
    optimizer = torch.optim.SGD(embedding.parameters(), lr=0.1, momentum=0.9)
    for line in sys.stdin:
        print(_rate(embedding, optimizer, float(line)), flush=True)


def _rate(embedding: nn.Embedding, optimizer: torch.optim.Optimizer, seconds: float) -> float:
    steps = 0
    start = now = time.perf_counter()
    while now - start < seconds:
        for _ in range(STEPS_BETWEEN_LOOKS):
            optimizer.zero_grad()
            distance = torch.linalg.norm(embedding(torch.tensor([0])) - embedding(torch.tensor([1])))
            distance.item()
            distance.backward()
            optimizer.step()
        steps += STEPS_BETWEEN_LOOKS
        now = time.perf_counter()
    return steps / (now - start)


if __name__ == "__main__":
    main()
