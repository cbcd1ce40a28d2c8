"""The table as a file of its own, for numpy, for torch, and for TensorBoard's projector."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import save_file

from embviz.core.parts import written_whole
from embviz.engine.trainer import Trainer

# So many rows of a table become text at once.
ROWS_AT_ONCE = 1024
# Digits that bring a number back to the bit; the narrower types fit into float32.
DIGITS = {torch.float64: 17}
FLOAT32_DIGITS = 9


def export_table(trainer: Trainer, path: Path, format: str) -> None:
    """Write the table of `trainer` to `path`, whole or not at all, without a second table in memory.

    `format` is one of FORMATS. 'npy' is numpy's, (rows, dim), in the table's dtype, but bfloat16, which numpy
    does not have, as float32. 'safetensors' has the tensor 'weight' in its dtype, and the experiment as TOML
    in its metadata. 'pt' is the `state_dict()` of the `nn.Embedding`. 'tsv' is the pair of files that
    TensorBoard's projector loads: vectors in `path`, and the labels of the rows, or their numbers, beside it
    in NAME_metadata.tsv.

    Raises:
        ValueError: for a format that is not known.
        OSError: where a file cannot be written; the old one is then untouched. `strerror` says why, and
            `filename` is `path`.
    """
    if format not in FORMATS:
        raise ValueError(f"a table is not written as {format!r}; the formats are {', '.join(FORMATS)}")
    try:
        FORMATS[format](trainer, path)
    except OSError as error:
        # Of the part file, whose name means nothing to anybody, no word.
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def labels_path(path: Path) -> Path:
    """Return where the labels of the vectors in `path` stand."""
    return path.with_name(f"{path.stem}_metadata.tsv")


class _Sink:
    """A file that is written, and remembers why it could not be: torch tells it as something else."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, data: bytes | memoryview) -> int:
        """Write `data`, all of it."""
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Hand all to the system."""
        self._file.flush()


def _npy(trainer: Trainer, path: Path) -> None:
    weight = trainer.weight.detach()
    dtype = _widened(weight[:0]).numpy().dtype
    header = {"descr": dtype.str, "fortran_order": False, "shape": tuple(weight.shape)}
    with written_whole(path) as (part,), part.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for rows in torch.split(weight, ROWS_AT_ONCE):
            file.write(_widened(rows).cpu().numpy().data)


def _widened(rows: torch.Tensor) -> torch.Tensor:
    return rows.float() if rows.dtype == torch.bfloat16 else rows


def _safetensors(trainer: Trainer, path: Path) -> None:
    metadata = {"experiment": trainer.experiment.to_toml()}
    with written_whole(path) as (part,):
        try:
            save_file({"weight": trainer.weight.detach().cpu()}, part, metadata)
        except SafetensorError as error:
            # It has the number of the system's error in its text alone.
            number = re.search(r"os error (\d+)", str(error))
            if number is None:
                raise
            raise OSError(int(number[1]), os.strerror(int(number[1]))) from error


def _pt(trainer: Trainer, path: Path) -> None:
    with written_whole(path) as (part,), part.open("wb") as file:
        sink = _Sink(file)
        try:
            # On the CPU: it is to be loaded where there is no other device.
            state = {name: table.cpu() for name, table in trainer.embedding.state_dict().items()}
            torch.save(state, cast(BinaryIO, sink))
        except RuntimeError:
            if sink.error is None:
                raise
            raise sink.error from None


def _tsv(trainer: Trainer, path: Path) -> None:
    weight = trainer.weight.detach()
    with written_whole(path, labels_path(path)) as (vectors, labels):
        with vectors.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_lines(weight))
        with labels.open("w", encoding="utf-8", newline="\n") as file:
            names = trainer.labels or map(str, range(weight.shape[0]))
            file.writelines(f"{_cell(name)}\n" for name in names)


def _lines(weight: torch.Tensor) -> Iterator[str]:
    digits = DIGITS.get(weight.dtype, FLOAT32_DIGITS)
    for rows in torch.split(weight, ROWS_AT_ONCE):
        for row in rows.tolist():
            yield "\t".join(f"{number:.{digits}g}" for number in row) + "\n"


def _cell(label: str) -> str:
    # A tab would begin another column and a line's end another row.
    return " ".join(label.split())


FORMATS: dict[str, Callable[[Trainer, Path], None]] = {
    "npy": _npy,
    "safetensors": _safetensors,
    "pt": _pt,
    "tsv": _tsv,
}
