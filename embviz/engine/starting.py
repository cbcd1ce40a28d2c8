"""Starting: what a run begins with: the table, drawn or read, its labels, and the text it is trained on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import msgspec
import numpy as np
import torch
from torch import Tensor

from embviz.core.experiment import Experiment
from embviz.core.messages import Array
from embviz.core.recipes import mark
from embviz.engine.labels import WordLabels
from embviz.engine.table import DTYPES, drawn
from embviz.engine.text.text import Text
from embviz.engine.vectors.reading import read

# So many rows are copied at once.
ROWS_AT_ONCE = 1 << 16
# What is done now, and how far it has come, from 0 to 1, None where that is not known; it may raise.
Tell = Callable[[str, float | None], object]


def nobody(_what: str, _done: float | None) -> None:
    """Hear how far a start has come, and tell nobody."""


class StartError(ValueError):
    """A source that is another one by now, or a device that is not there; the text says what to do."""


@dataclass(frozen=True, eq=False)
class Start:
    """What a run begins with: the `experiment` with the shape and the fingerprints of its sources, the
    `table` on the CPU, (rows, dim), the `labels` of its rows, and the `text` that is trained on."""

    experiment: Experiment
    table: Tensor
    labels: Sequence[str] | None = None
    text: Text | None = None


def start_of(experiment: Experiment, generator: torch.Generator, tell: Tell) -> Start:
    """Return what a run of `experiment` begins with; `tell` hears how far that has come.

    Raises:
        StartError: where the device is not there, or a source has changed since the run began.
        LoadError, TextError: where a file or a text cannot be used.
    """
    _check_device(experiment.device)
    if experiment.initial == "file":
        return _read(experiment, tell)
    if experiment.corpus is not None:
        return _counted(experiment, generator, tell)
    return Start(experiment, drawn(experiment, generator, partial(tell, "drawing")))


def _read(experiment: Experiment, tell: Tell) -> Start:
    file = experiment.file
    assert file is not None

    def told(done: float) -> None:
        tell("reading", done)

    vectors = read(file.path, file.tensor, file.most_rows, told)
    _check_same(file.path, file.fingerprint, vectors.fingerprint)
    rows, dim = vectors.values.shape
    known = msgspec.structs.replace(file, fingerprint=vectors.fingerprint)
    experiment = msgspec.structs.replace(experiment, rows=rows, dim=dim, file=known)
    return Start(experiment, _copied(vectors.values, experiment.dtype, told), vectors.labels)


def _copied(values: Array, dtype: str, told: Callable[[float], None]) -> Tensor:
    # A copy, though what is mapped could stay in its file: who cuts that short would end the process.
    table = torch.empty(values.shape, dtype=DTYPES[dtype])
    for start in range(0, len(values), ROWS_AT_ONCE):
        told(start / len(values))
        part = slice(start, start + ROWS_AT_ONCE)
        # What is mapped is read-only, which torch would warn of.
        table[part] = torch.from_numpy(np.array(values[part]))
    return table


def _counted(experiment: Experiment, generator: torch.Generator, tell: Tell) -> Start:
    corpus = experiment.corpus
    assert corpus is not None

    def told(done: float) -> None:
        tell("counting", done)

    text = Text.of(corpus, told)
    known = msgspec.structs.replace(corpus, fingerprint=text.fingerprint)
    experiment = msgspec.structs.replace(experiment, rows=2 * len(text.words), corpus=known)
    table = drawn(experiment, generator, partial(tell, "drawing"))
    return Start(experiment, table, WordLabels(text.words), text)


def _check_same(name: str, then: str, now: str) -> None:
    if then and then != now:
        raise StartError(
            mark(
                "{name} has changed since this run began: open it anew, or put back the file as it was"
            ).format(name=name)
        )


def devices_here() -> tuple[str, ...]:
    """Return the names of the devices that this torch has here, 'cpu' first."""
    others = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return ("cpu", *(name for name, is_there in others.items() if is_there))


def _check_device(device: str) -> None:
    there = devices_here()
    if device not in there:
        names = ", ".join(there)
        raise StartError(
            mark("device = {device}: this torch ({version}) has {names} here").format(
                device=repr(device), version=torch.__version__, names=names
            )
        )
