"""Endings: which files the window opens, by the ends of their names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SESSION, EXPERIMENT, TABLE = "session", "experiment", "table"
VECTORS = (".txt", ".vec", ".bin", ".gz", ".npy", ".npz", ".safetensors", ".pt", ".pth", ".tsv", ".csv")
TEXTS = (".txt", ".gz", ".md")
# A .txt may be a file of vectors or a text: the engine looks into it and says.
KINDS: Mapping[str, str] = {
    ".embviz": SESSION,
    ".toml": EXPERIMENT,
    **dict.fromkeys((*VECTORS, *TEXTS), TABLE),
}


def kind_of(path: str) -> str:
    """Return what the file at `path` is called to be, empty for what cannot be opened."""
    return KINDS.get(Path(path).suffix.lower(), "")


def patterns(endings: tuple[str, ...]) -> str:
    """Return `endings` as a file dialog takes them."""
    return " ".join(f"*{ending}" for ending in endings)
