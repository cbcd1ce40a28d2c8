"""A table in bare torch, `python bare_table.py ROWS DIM`: prints how long it takes to be made."""

from __future__ import annotations

import json
import sys
import time

import torch
from torch import nn


def main() -> None:
    """Make it."""
    rows, dim = map(int, sys.argv[1:3])
    torch.manual_seed(42)
    start = time.perf_counter()
    nn.Embedding(rows, dim, sparse=True)
    print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)


if __name__ == "__main__":
    main()
