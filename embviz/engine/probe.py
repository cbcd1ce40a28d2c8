"""What `embviz doctor` asks torch, in a child process: to look a vector up, and so to load all that takes."""

from __future__ import annotations

import json

import torch


def main() -> None:
    """Look a row of an nn.Embedding up, and print torch's version and the row's shape."""
    embedding = torch.nn.Embedding(2, 5)
    vector = embedding(torch.tensor([1]))
    print(json.dumps({"torch": torch.__version__, "shape": list(vector.shape)}))


if __name__ == "__main__":
    main()
