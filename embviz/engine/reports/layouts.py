"""Layouts: maps by t-SNE and UMAP, which are an extra, in a process that can be killed at any time."""

from __future__ import annotations

import importlib.util
import os
import queue
import site
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Literal, NamedTuple

import numpy as np
import torch
from torch import Tensor

import embviz
from embviz.core.messages import Array
from embviz.core.recipes import mark
from embviz.core.reports import WordMap
from embviz.engine.reports.blocks import Progress, exact, quiet
from embviz.engine.reports.norms import row_norms
from embviz.engine.reports.projection import MOST_POINTS, drawn_rows, places_of
from embviz.engine.reports.rankings import Label

# -P: a module of the same name in the folder of the day must not be imported instead.
CHILD = (sys.executable, "-P", "-m", "embviz.engine.reports.layout_child")
# With fewer, neither method has neighbours to tell from others.
FEWEST_ROWS = 5
# How soon a person who does not want the map any more is heard.
HEARD_EVERY_S = 0.05
END = None
MOST_TOLD = 500
_EXTRA = mark("{name} is an extra: pip install 'embviz[maps]'")
_FEW_ROWS = mark("{name} needs {fewest} rows or more; here are {rows}")
_NO_MAP = mark("{name} ended without a map: {words}")


class LayoutError(RuntimeError):
    """There is no map; the text says why, and what to do."""


class Library(NamedTuple):
    """What a method is called, and the module that does it."""

    name: str
    module: str


LIBRARIES = {"tsne": Library("t-SNE", "openTSNE"), "umap": Library("UMAP", "umap")}


def map_by(
    method: Literal["tsne", "umap"],
    weight: Tensor,
    pinned: Sequence[int],
    label: Label,
    step: int = 0,
    progress: Progress = quiet,
    most_points: int = MOST_POINTS,
) -> WordMap:
    """Return a map of the rows of `weight`, (V, dim), as they are now, at `step`: all of them, or the first
    `most_points` and the `pinned` ones. Rows are near to each other whose directions are.

    The same rows give the same map. `progress` is asked many times a second; what it raises ends the work at
    once, and nothing of it is left.

    Raises:
        LayoutError: without the package, with fewer than FEWEST_ROWS rows, or where the package fails.
    """
    began = time.perf_counter()
    rows = drawn_rows(weight, pinned, most_points)
    picked = exact(weight.detach().index_select(0, torch.from_numpy(rows).to(weight.device)))
    norms = row_norms(picked).unsqueeze(1)
    vectors = picked / torch.where(norms > 0, norms, 1.0)
    return WordMap(
        method=method,
        rows=rows,
        points=layout(method, vectors.float().cpu().numpy(), progress),
        labels=tuple(label(row) for row in rows.tolist()),
        pinned=places_of(pinned, rows),
        fitted=step,
        took_s=time.perf_counter() - began,
    )


def layout(method: str, vectors: Array, progress: Progress = quiet) -> Array:
    """Return points, float32 (n, 2), for unit `vectors`, (n, dim). Raises as `map_by` does."""
    library = LIBRARIES[method]
    if importlib.util.find_spec(library.module) is None:
        raise LayoutError(_EXTRA.format(name=library.name))
    if len(vectors) < FEWEST_ROWS:
        raise LayoutError(_FEW_ROWS.format(name=library.name, fewest=FEWEST_ROWS, rows=len(vectors)))
    with tempfile.TemporaryDirectory(prefix="embviz-map-") as home:
        files = Files.within(Path(home))
        np.save(files.vectors, vectors)
        _run(method, files, progress)
        points = _points(files.points, len(vectors))
        if points is None:
            raise LayoutError(_NO_MAP.format(name=library.name, words=_last_words(files.errors)))
        return points


class Files(NamedTuple):
    """What the process reads, and what it writes."""

    vectors: Path
    points: Path
    errors: Path

    @classmethod
    def within(cls, folder: Path) -> Files:
        """Return the files in `folder`."""
        return cls(folder / "vectors.npy", folder / "points.npy", folder / "errors.txt")


def _run(method: str, files: Files, progress: Progress) -> None:
    command = [*CHILD, method, str(files.vectors), str(files.points)]
    with (
        files.errors.open("wb") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=_environment()
        ) as child,
    ):
        assert child.stdout is not None
        told: queue.SimpleQueue[float | None] = queue.SimpleQueue()
        reader = threading.Thread(target=_read, args=(child.stdout, told), daemon=True)
        reader.start()
        try:
            _follow(told, progress)
        finally:
            child.kill()
            reader.join()


def _read(lines: IO[bytes], told: queue.SimpleQueue[float | None]) -> None:
    for line in lines:
        # A library may print something of its own, past Python.
        with suppress(ValueError):
            told.put(float(line))
    told.put(END)


def _follow(told: queue.SimpleQueue[float | None], progress: Progress) -> None:
    done = 0.0
    while True:
        progress(done)
        with suppress(queue.Empty):
            news = told.get(timeout=HEARD_EVERY_S)
            if news is END:
                return
            done = news


def _environment() -> dict[str, str]:
    home = str(Path(embviz.__file__).parents[1])
    environ = dict(os.environ)
    if home not in site.getsitepackages():
        # A checkout: -P takes the current folder off the path, and with it this package.
        paths = [home, environ.get("PYTHONPATH", "")]
        environ["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    return environ


def _points(path: Path, count: int) -> Array | None:
    """Return the points in the file, None where it does not hold so many of them, whole and finite."""
    try:
        points: Array = np.load(path, allow_pickle=False)
    except (OSError, ValueError):
        return None
    return points if points.shape == (count, 2) and np.isfinite(points).all() else None


def _last_words(path: Path) -> str:
    lines = path.read_text(errors="replace").strip().splitlines()
    return lines[-1][:MOST_TOLD] if lines else "it was ended from outside, maybe for want of memory"
