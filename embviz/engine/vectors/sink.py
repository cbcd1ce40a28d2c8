"""Sink: the files in a private folder by which a table and its labels come back from the child."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from embviz.engine.vectors.labels import Labels
from embviz.engine.vectors.pieces import Pieces

VALUES, TEXT, ENDS = "values", "labels", "ends"


class Sink:
    """What takes rows of float32 and their labels, and writes them as they come. A context manager."""

    def __init__(self, folder: Path, dim: int, has_labels: bool) -> None:
        self.rows, self.has_labels = 0, has_labels
        self._row_bytes = 4 * dim
        self._end = 0
        self._files = [(folder / name).open("wb") for name in (VALUES, TEXT, ENDS)]

    def __enter__(self) -> Sink:
        return self

    def __exit__(self, *error: object) -> None:
        for file in self._files:
            file.close()

    def add(self, values: np.ndarray | bytes, labels: Pieces | None) -> None:
        """Take rows: their numbers, (rows, dim) or the bytes of float32, and as many labels."""
        if isinstance(values, np.ndarray):
            # What is too large for float32 is infinite, as numpy has it.
            with np.errstate(over="ignore", invalid="ignore"):
                values = values.astype("<f4").tobytes()
        self._files[0].write(values)
        self.rows += len(values) // self._row_bytes
        if labels is not None:
            self._add_labels(labels.as_text())

    def _add_labels(self, labels: Pieces) -> None:
        self._files[1].write(labels.text)
        self._files[2].write((np.cumsum(labels.lengths) + self._end).tobytes())
        self._end += len(labels.text)


def write_labels(folder: Path, labels: Pieces) -> None:
    """Put `labels` into `folder` in place of what is there."""
    labels = labels.as_text()
    (folder / TEXT).write_bytes(labels.text)
    (folder / ENDS).write_bytes(np.cumsum(labels.lengths).tobytes())


def labels_in(folder: Path) -> Labels:
    """Return the labels that a Sink has written to `folder`."""
    return Labels((folder / TEXT).read_bytes(), np.fromfile(folder / ENDS, dtype=np.int64))
