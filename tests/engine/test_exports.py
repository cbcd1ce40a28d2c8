"""The table as a file: bit for bit what stands in the trainer, whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
import safetensors
import torch
from safetensors.torch import load_file

from embviz.core.experiment import Experiment
from embviz.engine.exports import FORMATS, export_table, labels_path
from embviz.engine.table import DTYPES
from embviz.engine.trainer import Trainer

NOBODY = 65534
SMALL_FILE_BYTES = 4096


@pytest.fixture(params=["float32", "float64", "bfloat16", "float16", "sparse"])
def trainer(request: pytest.FixtureRequest) -> Trainer:
    """A trainer after three rounds, of each dtype, and one with a sparse grad."""
    if request.param == "sparse":
        made = Trainer(Experiment(sparse=True, rows=7, pairs=((0, 1),), optimizer_args={"lr": 0.1}))
    else:
        made = Trainer(Experiment(dtype=request.param, rows=7))
    made.train(3)
    return made


def test_npy_is_what_numpy_saves(trainer: Trainer, tmp_path: Path) -> None:
    export_table(trainer, tmp_path / "table.npy", "npy")
    weight = trainer.weight.detach()
    table = weight.float().numpy() if weight.dtype == torch.bfloat16 else weight.numpy()
    np.save(tmp_path / "other.npy", table)
    assert (tmp_path / "table.npy").read_bytes() == (tmp_path / "other.npy").read_bytes()


def test_safetensors_has_the_table_in_its_dtype_and_the_experiment(trainer: Trainer, tmp_path: Path) -> None:
    path = tmp_path / "table.safetensors"
    export_table(trainer, path, "safetensors")
    tensors = load_file(path)
    assert list(tensors) == ["weight"]
    assert tensors["weight"].dtype == trainer.weight.dtype
    assert torch.equal(tensors["weight"], trainer.weight)
    with safetensors.safe_open(path, "pt") as file:
        assert Experiment.from_toml(file.metadata()["experiment"]) == trainer.experiment


def test_pt_is_loaded_into_an_embedding_without_running_anything(trainer: Trainer, tmp_path: Path) -> None:
    export_table(trainer, tmp_path / "table.pt", "pt")
    rows, dim = trainer.weight.shape
    embedding = torch.nn.Embedding(rows, dim, dtype=trainer.weight.dtype)
    embedding.load_state_dict(torch.load(tmp_path / "table.pt", weights_only=True))
    assert torch.equal(embedding.weight, trainer.weight)
    assert embedding(torch.tensor([1])).requires_grad


def test_tsv_brings_every_number_back_to_the_bit_and_labels_the_rows(
    trainer: Trainer, tmp_path: Path
) -> None:
    export_table(trainer, tmp_path / "table.tsv", "tsv")
    assert {path.name for path in tmp_path.iterdir()} == {"table.tsv", "table_metadata.tsv"}
    lines = (tmp_path / "table.tsv").read_text().splitlines()
    table = torch.tensor([[float(cell) for cell in line.split("\t")] for line in lines], dtype=torch.float64)
    assert torch.equal(table.to(trainer.weight.dtype), trainer.weight)
    # One column has no header, and a label each.
    assert (tmp_path / "table_metadata.tsv").read_text() == "".join(f"{row}\n" for row in range(7))


def test_numbers_that_are_not_finite_are_written(tmp_path: Path) -> None:
    trainer = Trainer(Experiment())
    for column, value in enumerate((float("nan"), float("inf"), float("-inf"))):
        trainer.edit((0, column), value)
    export_table(trainer, tmp_path / "table.tsv", "tsv")
    first = (tmp_path / "table.tsv").read_text().splitlines()[0].split("\t")
    assert first[:3] == ["nan", "inf", "-inf"]
    export_table(trainer, tmp_path / "table.npy", "npy")
    assert np.array_equal(np.load(tmp_path / "table.npy"), trainer.weight.detach().numpy(), equal_nan=True)


def test_a_table_of_many_pieces_is_whole(tmp_path: Path) -> None:
    trainer = Trainer(Experiment(rows=2500, dim=3, dtype="bfloat16"))
    export_table(trainer, tmp_path / "table.npy", "npy")
    assert np.array_equal(np.load(tmp_path / "table.npy"), trainer.weight.detach().float().numpy())
    export_table(trainer, tmp_path / "table.tsv", "tsv")
    assert len((tmp_path / "table.tsv").read_text().splitlines()) == 2500
    assert len(labels_path(tmp_path / "table.tsv").read_text().splitlines()) == 2500


def test_exporting_changes_nothing_in_the_run(tmp_path: Path) -> None:
    trainer, other = Trainer(Experiment()), Trainer(Experiment())
    trainer.backward()
    other.backward()
    for format in FORMATS:
        export_table(trainer, tmp_path / f"table.{format}", format)
    trainer.train(5)
    other.train(5)
    assert torch.equal(trainer.weight, other.weight)


def test_a_format_that_is_not_known_is_refused_and_the_others_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'csv'; the formats are npy, safetensors, pt, tsv"):
        export_table(Trainer(Experiment()), tmp_path / "table.csv", "csv")


@pytest.mark.parametrize("format", FORMATS)
def test_a_folder_that_is_not_there_is_an_error_that_names_the_file(format: str, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / f"table.{format}"
    with pytest.raises(OSError, match="No such file") as caught:
        export_table(Trainer(Experiment()), path, format)
    assert caught.value.filename == str(path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become nobody")
def test_a_folder_that_may_not_be_written_is_an_error_and_the_old_files_stay() -> None:
    # Not pytest's own: nobody may enter that.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        assert_refused(folder, f"os.setgid({NOBODY}); os.setuid({NOBODY})", errno.EACCES)


def test_a_full_disk_is_an_error_that_says_so_and_the_old_files_stay(tmp_path: Path) -> None:
    limit = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({SMALL_FILE_BYTES}, {SMALL_FILE_BYTES}))"
    assert_refused(tmp_path, limit, errno.EFBIG)


def assert_refused(folder: Path, hindrance: str, number: int) -> None:
    """Have a process that is hindered export a table of 40,000 bytes, in each format."""
    paths = [folder / f"table.{format}" for format in FORMATS]
    for path in paths:
        path.write_bytes(b"old")
    program = f"""
import os, resource, tempfile
from pathlib import Path
from embviz.core.experiment import Experiment
from embviz.engine.exports import FORMATS, export_table
from embviz.engine.trainer import Trainer
trainer = Trainer(Experiment(rows=1000, dim=10))
# What is imported on first use must be there before nothing can be read any more.
with tempfile.TemporaryDirectory() as free:
    for format in FORMATS:
        export_table(trainer, Path(free) / f"table.{{format}}", format)
{hindrance}
for format in FORMATS:
    try:
        export_table(trainer, Path({str(folder)!r}) / f"table.{{format}}", format)
    except OSError as error:
        print(error.errno, error.filename, error.strerror)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"{number} {path} {os.strerror(number)}" for path in paths]
    assert {path: path.read_bytes() for path in folder.iterdir()} == dict.fromkeys(paths, b"old")


def test_every_dtype_of_an_experiment_is_tried() -> None:
    assert set(DTYPES) == {"float32", "float64", "bfloat16", "float16"}
