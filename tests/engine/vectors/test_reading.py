"""Files of vectors, read as their own programs wrote them, and by their own programs' word."""

import gzip
import os
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch

from embviz.engine.vectors import nursery, reading
from embviz.engine.vectors.reading import LoadError
from tests.engine.vectors.makers import FILES, LABELLED, TABLE, WORDS, make, packed, spaced


@pytest.fixture
def temp(tmp_path, monkeypatch):
    """The folder for temporary files, to see what is left there."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("name", FILES)
def test_each_format_gives_the_table_that_was_written_to_the_bit(name, tmp_path, in_process):
    vectors = reading.read(str(make(tmp_path, name)))
    assert vectors.values.dtype == np.float32
    assert vectors.values.tobytes() == TABLE.tobytes()
    assert vectors.values.flags.c_contiguous
    assert not vectors.values.flags.writeable


@pytest.mark.parametrize("name", FILES)
def test_each_format_that_names_rows_gives_their_labels(name, tmp_path, in_process):
    labels = reading.read(str(make(tmp_path, name))).labels
    if name not in LABELLED:
        assert labels is None
        return
    assert labels is not None
    assert list(labels) == WORDS


@pytest.mark.parametrize("name", FILES)
def test_a_look_tells_what_is_there(name, tmp_path, in_process):
    found = reading.contents(str(make(tmp_path, name)))
    assert found.format == FILES[name][1]
    assert [(table.dim, table.dtype) for table in found.tensors] == [(3, "float32")]
    assert found.tensors[0].rows in (0, 6)
    assert found.has_labels == (name in LABELLED)
    assert list(found.sample) == (WORDS if name in LABELLED else [])


@pytest.mark.parametrize("name", FILES)
def test_the_ending_is_only_a_hint(name, tmp_path, in_process):
    path = make(tmp_path, name)
    other = path.rename(path.with_name("vectors"))
    assert reading.read(str(other)).values.tobytes() == TABLE.tobytes()


@pytest.mark.parametrize("name", FILES)
def test_only_the_first_rows_are_read_where_no_more_are_wanted(name, tmp_path, in_process):
    vectors = reading.read(str(make(tmp_path, name)), most_rows=2)
    assert vectors.values.tobytes() == TABLE[:2].tobytes()
    assert vectors.labels is None or list(vectors.labels) == WORDS[:2]


@pytest.mark.parametrize("name", ["glove.txt", "packed.npz", "model.pt", "table.npy"])
def test_a_real_child_reads_the_same_and_leaves_nothing(name, tmp_path, temp):
    vectors = reading.read(str(make(tmp_path, name)))
    assert vectors.values.tobytes() == TABLE.tobytes()
    assert vectors.labels is None or list(vectors.labels) == WORDS
    assert not any(temp.iterdir())


def test_a_real_child_looks(tmp_path, temp):
    assert list(reading.contents(str(make(tmp_path, "word2vec.bin"))).sample) == WORDS
    assert not any(temp.iterdir())


def test_mapped_files_are_not_copied(tmp_path):
    for name in ("table.npy", "model.safetensors"):
        values = reading.read(str(make(tmp_path, name))).values
        bases = []
        while values is not None:
            bases.append(type(values).__name__)
            values = getattr(values, "base", None)
        assert bases[-1] == "mmap"


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("ending", [".pt", ".safetensors"])
def test_torch_s_types_come_as_they_are_and_bfloat16_as_float32(dtype, ending, tmp_path, in_process):
    table = torch.randn(50, 7, generator=torch.Generator().manual_seed(1)).to(dtype)
    table[3, 2] = torch.nan
    path = tmp_path / f"m{ending}"
    save = torch.save if ending == ".pt" else safetensors.torch.save_file
    save({"weight": table}, path)
    values = reading.read(str(path)).values
    wanted = (table.float() if dtype == torch.bfloat16 else table).numpy()
    assert values.dtype == wanted.dtype
    assert values.tobytes() == wanted.tobytes()
    (facts,) = reading.contents(str(path)).tensors
    assert facts.dtype == str(dtype).removeprefix("torch.")


@pytest.mark.parametrize("old", [False, True], ids=["zip", "old"])
def test_views_of_a_storage_are_what_torch_says(old, tmp_path, in_process):
    base = torch.arange(60.0).reshape(6, 10)
    views = {
        "transposed": base.T,
        "part": base[1:4, 2:7],
        "steps": base[::2, ::3],
        "row": base[2:3],
        "column": base[:, 4:5],
        "tied": base,
    }
    path = tmp_path / "m.pt"
    torch.save({"model": views, "epoch": 3, "lr": 0.1}, path, _use_new_zipfile_serialization=not old)
    told = torch.load(path, weights_only=True)["model"]
    assert {table.name for table in reading.contents(str(path)).tensors} == {
        f"model.{name}" for name in views
    }
    for name, view in told.items():
        values = reading.read(str(path), f"model.{name}").values
        assert values.tobytes() == view.contiguous().numpy().tobytes(), name


def test_a_checkpoint_with_an_optimizer_in_it_is_read(tmp_path, in_process):
    layer = torch.nn.Embedding(9, 4)
    optimizer = torch.optim.Adam(layer.parameters())
    layer(torch.tensor([1])).sum().backward()
    optimizer.step()
    path = tmp_path / "m.ckpt"
    torch.save({"net": layer.state_dict(), "opt": optimizer.state_dict(), "p": layer.weight}, path)
    names = [table.name for table in reading.contents(str(path)).tensors]
    assert names == ["net.weight", "opt.state.0.exp_avg", "opt.state.0.exp_avg_sq", "p"]
    assert (reading.read(str(path), "p").values == layer.weight.detach().numpy()).all()


@pytest.mark.parametrize("dtype", ["<f4", "<f8", "<f2", ">f4", ">f8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_numpy_s_orders_of_bytes_and_axes(dtype, order, tmp_path, in_process):
    table = np.asarray(np.random.default_rng(1).normal(size=(40, 3)), dtype=dtype, order=order)
    np.save(tmp_path / "t.npy", table)
    np.savez_compressed(tmp_path / "t.npz", a=table)
    for name in ("t.npy", "t.npz"):
        values = reading.read(str(tmp_path / name)).values
        assert values.dtype == np.dtype(dtype).newbyteorder("=")
        assert (values == table).all()
        assert values.flags.c_contiguous


def test_of_several_tables_the_one_named_is_read_and_else_the_largest(tmp_path, in_process):
    tables = {
        name: np.full((rows, 2), rows, dtype=np.float32) for name, rows in (("a", 3), ("b", 5), ("c", 5))
    }
    np.savez(tmp_path / "t.npz", **tables)
    safetensors.numpy.save_file(tables, tmp_path / "t.safetensors")
    torch.save({name: torch.from_numpy(table) for name, table in tables.items()}, tmp_path / "t.pt")
    for name in ("t.npz", "t.safetensors", "t.pt"):
        path = str(tmp_path / name)
        assert [(one.name, one.rows) for one in reading.contents(path).tensors] == [
            ("a", 3),
            ("b", 5),
            ("c", 5),
        ]
        assert len(reading.read(path).values) == 5
        assert (reading.read(path, "a").values == 3).all()
        with pytest.raises(LoadError, match="a, b, c"):
            reading.read(path, "d")


def test_text_is_what_numpy_reads(tmp_path, in_process):
    rng = np.random.default_rng(3)
    formats = ["%.5g", "%.17g", "%.6f", "%+.3f", "%.0f", "%.3e"]
    lines = []
    for row in range(5000):
        numbers = rng.normal(scale=10.0 ** rng.integers(-6, 6), size=4)
        lines.append(f"w{row} " + " ".join(formats[row % len(formats)] % number for number in numbers))
    path = tmp_path / "t.txt"
    path.write_text("\n".join(lines))
    told = np.loadtxt(path, dtype=np.float32, usecols=range(1, 5))
    assert reading.read(str(path)).values.tobytes() == told.tobytes()


def test_nan_and_infinity_are_numbers(tmp_path, in_process):
    path = tmp_path / "t.txt"
    path.write_text("a nan -inf\nb Infinity 1e999\n")
    values = reading.read(str(path)).values
    assert np.isnan(values[0, 0])
    assert values.ravel()[1:].tolist() == [-np.inf, np.inf, np.inf]


def test_a_large_text_is_read_across_its_blocks(tmp_path, in_process):
    table = np.random.default_rng(1).normal(size=(20_000, 20)).astype(np.float32)
    words = [f"wörd{row}" for row in range(len(table))]
    for name, content in (
        ("t.txt", spaced(table, words)),
        ("t.vec.gz", gzip.compress(spaced(table, words, header=True), 1)),
        ("t.bin", packed(table, words, b"")),
    ):
        (tmp_path / name).write_bytes(content)
        vectors = reading.read(str(tmp_path / name))
        assert vectors.values.tobytes() == table.tobytes()
        assert vectors.labels is not None
        assert list(vectors.labels) == words


def test_progress_rises_to_one(tmp_path):
    path = tmp_path / "t.txt"
    path.write_bytes(spaced() * 40_000)
    told: list[float] = []
    reading.read(str(path), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 1


def test_who_stops_the_reading_leaves_no_child_and_no_file(tmp_path, temp, monkeypatch):
    class Stopped(Exception):
        pass

    children = []

    class Watched(nursery.subprocess.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            children.append(self)

    def stop(done):
        raise Stopped

    monkeypatch.setattr(nursery.subprocess, "Popen", Watched)
    path = tmp_path / "t.txt"
    path.write_bytes(spaced() * 40_000)
    with pytest.raises(Stopped):
        reading.read(str(path), progress=stop)
    assert [child.returncode is not None for child in children] == [True]
    assert not any(temp.iterdir())


def test_a_fingerprint_tells_files_apart(tmp_path):
    large = bytearray(reading.WHOLE_BYTES + 5)
    seen = set()
    for content in (b"", b"a", b"b", bytes(reading.WHOLE_BYTES - 1), large):
        path = tmp_path / "f"
        path.write_bytes(content)
        seen.add(reading.fingerprint(str(path)))
    for place in (0, len(large) - 1):
        large[place] = 1
        path.write_bytes(large)
        seen.add(reading.fingerprint(str(path)))
    assert len(seen) == 7
    before = reading.fingerprint(str(path))
    os.utime(path, (1, 1))
    assert reading.fingerprint(str(path)) == before == reading.fingerprint(str(path))


def test_what_was_read_has_the_fingerprint_of_its_file(tmp_path, in_process):
    path = str(make(tmp_path, "glove.txt"))
    assert reading.read(path).fingerprint == reading.fingerprint(path)


def test_a_folder_a_pipe_and_nothing_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in ("", "pipe", "missing.npy"):
        for ask in (reading.contents, reading.read, reading.fingerprint):
            start = time.monotonic()
            with pytest.raises(LoadError):
                ask(str(tmp_path / name))
            assert time.monotonic() - start < 1


def test_an_error_is_one_line_that_names_file_place_and_reason(tmp_path, in_process):
    path = tmp_path / "a\nb.txt"
    path.write_text("a 1 2\nb 1\n")
    with pytest.raises(LoadError) as caught:
        reading.read(str(path))
    error = caught.value
    assert (error.file, error.place) == (str(path), "line 2")
    assert str(error) == f"a?b.txt, line 2: {error.reason}"
    assert Path(error.file) == path
