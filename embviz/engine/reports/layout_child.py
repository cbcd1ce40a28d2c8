"""The process in which t-SNE and UMAP draw a map, given METHOD IN OUT on the command line.

It reads unit vectors, (n, dim), from the file IN, writes points, (n, 2), to OUT, both .npy, and prints how
far it is, one number from 0 to 1 a line. It ends at once when its stdin does, so that none is left behind;
and since it can be killed at any moment, neither library is asked to stop. The same vectors give the same
map.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Tell = Callable[[float], None]

SEED = 0
PERPLEXITY = 30
NEIGHBOURS = 15
TOLD_EVERY = 10
# openTSNE's own: 250 rounds of early exaggeration, then 500.
TSNE_ROUNDS = (250, 500)
# How much of the time has gone by when the rounds begin; the import of a library alone takes seconds.
BEFORE_ROUNDS = 0.1
# Rows of the table of all distances that are made at once.
BLOCK_ROWS = 512
# Of fewer rows, openTSNE's threads wait for each other longer than they work.
ROWS_FOR_THREADS = 2_000

# The exit status where the engine is gone.
ENDED_WITH_STDIN = 3


def tsne(vectors: Floats, tell: Tell) -> Floats:
    """Return t-SNE's points (van der Maaten and Hinton, 2008; openTSNE by Poličar et al.)."""
    from openTSNE import TSNE  # noqa: PLC0415 - an extra, and a second to import
    from openTSNE.affinity import PerplexityBasedNN  # noqa: PLC0415
    from openTSNE.nearest_neighbors import PrecomputedNeighbors  # noqa: PLC0415

    rounds = Rounds(tell)
    count = len(vectors)
    perplexity = min(PERPLEXITY, (count - 1) / 3)
    places, distances = nearest(vectors, min(count - 1, int(3 * perplexity)))
    affinities = PerplexityBasedNN(
        perplexity=perplexity, knn_index=PrecomputedNeighbors(places, distances), random_state=SEED
    )
    start = flat(vectors)
    fit = TSNE(
        random_state=SEED,
        n_jobs=-1 if count >= ROWS_FOR_THREADS else 1,
        callbacks=rounds.after,
        callbacks_every_iters=TOLD_EVERY,
        early_exaggeration_iter=TSNE_ROUNDS[0],
        n_iter=TSNE_ROUNDS[1],
    ).fit(affinities=affinities, initialization=1e-4 * start / start[:, 0].std())
    return np.asarray(fit, dtype=np.float64)


def umap(vectors: Floats, tell: Tell) -> Floats:
    """Return UMAP's points (McInnes, Healy and Melville, 2018; umap-learn)."""
    from umap import UMAP  # noqa: PLC0415 - an extra, and seconds to import

    k = min(NEIGHBOURS, len(vectors) - 1)
    places, distances = nearest(vectors, k - 1)
    # It counts the row itself as its first neighbour.
    places = np.column_stack([np.arange(len(vectors)), places])
    distances = np.column_stack([np.zeros(len(vectors)), distances])
    start = flat(vectors)
    fit = UMAP(
        n_neighbors=k,
        random_state=SEED,
        n_jobs=1,
        init=10 * start / np.abs(start).max(),
        precomputed_knn=(places, distances.astype(np.float32)),
        verbose=True,
        # It tells nobody how far it is but a bar on a terminal.
        tqdm_kwds={"file": Bar(tell), "bar_format": "{n_fmt}/{total_fmt}", "mininterval": 0.1},
    )
    return np.asarray(fit.fit_transform(vectors.astype(np.float32)), dtype=np.float64)


METHODS: dict[str, Callable[[Floats, Tell], Floats]] = {"tsne": tsne, "umap": umap}


class Rounds:
    """Tells how far openTSNE is, which counts the rounds of its two parts each from 1."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._before, self._last = 0, 0

    def after(self, round_number: int, _error: float, _points: object) -> bool:
        """Tell of a round that is done. Returns False: it goes on."""
        if round_number < self._last:
            self._before = TSNE_ROUNDS[0]
        self._last = round_number
        self._tell((self._before + round_number) / sum(TSNE_ROUNDS))
        return False


class Bar:
    """Reads tqdm's bar, `12/500`, as a file that it is written to."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def write(self, text: str) -> None:
        """Tell how far the bar is, where `text` says so."""
        done, _, whole = text.strip().partition("/")
        if done.isdecimal() and whole.isdecimal() and int(whole):
            self._tell(int(done) / int(whole))

    def flush(self) -> None:
        """Nothing waits here."""


def nearest(vectors: Floats, k: int) -> tuple[npt.NDArray[np.int32], Floats]:
    """Return the `k` nearest of all other `vectors` to each, and how far they are, (n, k), nearest first."""
    squares = (vectors**2).sum(axis=1)
    found = [_nearest(vectors, squares, first, k) for first in range(0, len(vectors), BLOCK_ROWS)]
    places, distances = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return places.astype(np.int32), distances


def _nearest(vectors: Floats, squares: Floats, first: int, k: int) -> tuple[npt.NDArray[np.int64], Floats]:
    block = vectors[first : first + BLOCK_ROWS]
    own = np.arange(len(block))
    apart = squares[first : first + len(block), None] + squares - 2 * block @ vectors.T
    np.maximum(apart, 0, out=apart)
    apart[own, first + own] = np.inf
    places = np.argsort(apart, axis=1, kind="stable")[:, :k]
    return places, np.sqrt(np.take_along_axis(apart, places, axis=1))


def flat(vectors: Floats) -> Floats:
    """Return where a map of `vectors` starts: in the plane of their two widest axes, no two at one place."""
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1][:, :2]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    points = np.zeros((len(vectors), 2))
    points[:, : axes.shape[1]] = centred @ axes
    width = max(float(points.std()), 1e-9)
    apart: Floats = points + np.random.default_rng(SEED).normal(scale=1e-3 * width, size=points.shape)
    return apart


def main() -> None:
    """Draw the map that the command line asks for."""
    method, source, target = sys.argv[1:]
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    told = sys.stdout

    def tell(done: float) -> None:
        print(BEFORE_ROUNDS + (1 - BEFORE_ROUNDS) * done, file=told, flush=True)

    # What the libraries print is not how far they are.
    with redirect_stdout(sys.stderr):
        vectors = np.load(source, allow_pickle=False).astype(np.float64)
        points = METHODS[method](vectors, tell)
    with Path(target).open("wb") as file:
        np.save(file, points.astype(np.float32))


def _end_with_stdin() -> None:
    # Not sys.stdin, whose lock a daemon thread would hold when Python ends.
    while os.read(0, 1):
        pass
    os._exit(ENDED_WITH_STDIN)


if __name__ == "__main__":
    main()
