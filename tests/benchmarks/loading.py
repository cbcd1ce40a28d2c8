"""How long files of vectors take to open, against numpy's loadtxt and gensim, and how that grows with rows.

`python loading.py ROUNDS ROWS`, as the engine reads them, its child and all. numpy is given the numbers
alone, without the words; gensim, where it is installed, the same file. They take turns.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from embviz.engine.vectors.reading import read

DIM = 50
# Of the rows of the largest text.
GROWTH_SHARES = (0.025, 0.25, 1)
# The numbers of so many rows are written out; a text repeats them under other words.
MADE_ROWS = 20_000
MAPPED_SHAPE = (1_000_000, 300)


def write_texts(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write a GloVe text with so many rows, and its numbers alone. Returns both."""
    table = np.random.default_rng(0).normal(scale=0.4, size=(MADE_ROWS, DIM))
    numbers = [" ".join([f"{number:.5g}" for number in row]) for row in table.tolist()]
    words, alone = folder / f"{rows}.txt", folder / f"{rows}-numbers.txt"
    with words.open("w", encoding="utf-8", newline="\n") as with_words, alone.open("w") as without:
        for row in range(rows):
            with_words.write(f"word{row} {numbers[row % MADE_ROWS]}\n")
            without.write(f"{numbers[row % MADE_ROWS]}\n")
    return words, alone


def write_safetensors(folder: Path) -> Path:
    """Write a table of MAPPED_SHAPE, most of it a hole in the file: nobody reads the numbers."""
    rows, dim = MAPPED_SHAPE
    size = 4 * rows * dim
    header = json.dumps(
        {"weight": {"dtype": "F32", "shape": [rows, dim], "data_offsets": [0, size]}}
    ).encode()
    header += b" " * (-len(header) % 8)
    path = folder / "table.safetensors"
    with path.open("wb") as file:
        file.write(len(header).to_bytes(8, "little") + header)
        file.truncate(8 + len(header) + size)
    return path


def seconds_of(action: Callable[[], Any]) -> float:
    """Return how long `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def text_against_others(folder: Path, rounds: int, rows: int) -> dict[str, list[float]]:
    """Return the seconds of each round in which so many rows were read, by whom."""
    words, alone = write_texts(folder, rows)
    sides: dict[str, Callable[[], Any]] = {
        "ours": lambda: read(str(words)),
        "numpy": lambda: np.loadtxt(alone, dtype=np.float32),
    }
    assert (read(str(words)).values == np.loadtxt(alone, dtype=np.float32)).all()
    if importlib.util.find_spec("gensim") is not None:
        # Its import is long, and no part of what is measured.
        importlib.import_module("gensim.models")
        sides["gensim"] = lambda: _gensim(words)
    told: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, action in sides.items():
            told[name].append(seconds_of(action))
    return told


def mapped(folder: Path, rounds: int) -> list[float]:
    """Return the seconds in which a table of MAPPED_SHAPE was opened, each round."""
    path = str(write_safetensors(folder))
    return [seconds_of(lambda: read(path)) for _ in range(rounds)]


def growth(folder: Path, rounds: int, most_rows: int) -> dict[str, list[float]]:
    """Return the seconds of each round by the count of rows of a text."""
    sizes = [round(share * most_rows) for share in GROWTH_SHARES]
    paths = {rows: str(write_texts(folder, rows)[0]) for rows in sizes}
    return {
        f"{rows:,}": [seconds_of(lambda path=path: read(path)) for _ in range(rounds)]  # type: ignore[misc]
        for rows, path in paths.items()
    }


def _gensim(path: Path) -> None:
    from gensim.models import KeyedVectors  # type: ignore[import-untyped]

    KeyedVectors.load_word2vec_format(str(path), binary=False, no_header=True)


def main() -> None:
    """Print the times."""
    rounds, rows = map(int, sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = {
            "text": text_against_others(folder, rounds, rows),
            "growth": growth(folder, rounds, rows),
            "mapped": mapped(folder, max(rounds, 5)),
        }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
