"""t-SNE and UMAP run in a process of their own, which ends with whoever asked, and say what is missing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest
import torch

from embviz.engine.reports import layouts
from embviz.engine.reports.layout_child import ENDED_WITH_STDIN, flat, nearest
from embviz.engine.reports.layouts import LayoutError, layout, map_by

METHODS = {name: library.module for name, library in layouts.LIBRARIES.items()}
WAIT_S = 20.0


@pytest.fixture(params=["tsne", pytest.param("umap", marks=pytest.mark.long)])
def method(request):
    """Each method; UMAP compiles itself for many seconds each time."""
    if importlib.util.find_spec(METHODS[request.param]) is None:
        pytest.skip(f"{METHODS[request.param]} is not installed")
    return request.param


@pytest.fixture
def clusters(drawn):
    """Five bundles of eight directions, of any length; row r is in bundle r % 5."""
    centres = drawn(5, 12).repeat(8, 1)
    return (centres + 0.05 * drawn(40, 12, seed=1)) * drawn(40, 1, seed=2).exp()


@pytest.fixture
def child(monkeypatch):
    """Have another program drawn by: `child("print(0.5, flush=True)")`, for either method."""

    def child(code):
        monkeypatch.setattr(layouts, "CHILD", (sys.executable, "-c", code))
        monkeypatch.setitem(layouts.LIBRARIES, "tsne", layouts.Library("t-SNE", "json"))

    return child


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Where the files of a map lie while it is drawn."""
    monkeypatch.setattr(layouts.tempfile, "tempdir", str(tmp_path))
    return tmp_path


def children():
    return psutil.Process().children(recursive=True)


def test_bundles_stay_together_and_the_same_rows_give_the_same_map(method, clusters, folder):
    told = []
    shown = map_by(method, clusters, (4, 39), str, step=3, progress=told.append)
    assert (shown.method, shown.fitted) == (method, 3)
    assert (shown.points.shape, shown.points.dtype) == ((40, 2), np.float32)
    assert shown.rows.tolist() == list(range(40))
    assert (shown.pinned, shown.labels[39]) == ((4, 39), "39")
    apart = np.linalg.norm(shown.points[:, None] - shown.points, axis=2)
    np.fill_diagonal(apart, np.inf)
    assert (apart.argmin(axis=1) % 5 == np.arange(40) % 5).all()
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    assert len(set(told)) > 3
    # Directions alone count.
    again = map_by(method, clusters * 4, (), str)
    assert np.array_equal(again.points, shown.points)
    assert not children()
    assert not list(folder.iterdir())


def test_it_ends_at_once_where_it_is_not_wanted_any_more(method, clusters, folder):
    def give_up(done):
        assert children()
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        map_by(method, clusters, (), str, progress=give_up)
    assert not children()
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    "rows", [5, pytest.param(6, marks=pytest.mark.long), pytest.param(11, marks=pytest.mark.long)]
)
def test_few_rows_are_a_map_too(method, drawn, rows):
    assert np.isfinite(map_by(method, drawn(rows, 3), (), str).points).all()


def test_rows_that_are_alike_or_zero_are_a_map_too(method, drawn):
    table = drawn(1, 3).repeat(12, 1)
    table[8:] = 0
    assert np.isfinite(map_by(method, table, (), str).points).all()


@pytest.mark.long
def test_one_column_is_a_map_too(method, drawn):
    assert np.isfinite(map_by(method, drawn(12, 1), (), str).points).all()


@pytest.mark.parametrize("name", METHODS)
def test_without_the_package_it_says_how_to_get_it(name, monkeypatch, drawn):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _module: None)
    with pytest.raises(LayoutError, match=r"is an extra: pip install 'embviz\[maps\]'"):
        map_by(name, drawn(9, 3), (), str)


def test_too_few_rows_are_told(child, drawn):
    child("")
    with pytest.raises(LayoutError, match="t-SNE needs 5 rows or more; here are 4"):
        map_by("tsne", drawn(4, 3), (), str)
    broken = drawn(6, 3)
    broken[:2] = torch.nan
    with pytest.raises(LayoutError, match="here are 4"):
        map_by("tsne", broken, (), str)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise MemoryError('no room')", "MemoryError: no room"),
        ("import os; os._exit(1)", "ended from outside"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "ended from outside"),
        ("import sys; open(sys.argv[3], 'wb').write(b'no array')", "without a map"),
        ("import sys, numpy; numpy.save(sys.argv[3], numpy.zeros((4, 2)))", "without a map"),
        ("import sys, numpy; numpy.save(sys.argv[3], numpy.full((9, 2), numpy.nan))", "without a map"),
    ],
)
def test_a_process_that_fails_is_told_with_its_last_words(child, folder, drawn, code, words):
    child(code)
    with pytest.raises(LayoutError, match=words):
        layout("tsne", drawn(9, 3).numpy())
    assert not children()
    assert not list(folder.iterdir())


def test_what_it_prints_beside_its_progress_is_passed_over(child, drawn):
    child(
        "import sys, numpy; print('hello'); print(0.25); print('nan%'); print(0.75);"
        "numpy.save(sys.argv[3], numpy.load(sys.argv[2])[:, :2])"
    )
    told, vectors = [], drawn(9, 3).numpy()
    assert np.array_equal(layout("tsne", vectors, told.append), vectors[:, :2])
    assert set(told) - {0.25} == {0, 0.75}
    assert told == sorted(told)


def test_one_that_says_nothing_is_given_up_as_soon(child, folder, drawn):
    child("import time; time.sleep(1000)")
    start = time.monotonic()

    def give_up(done):
        if time.monotonic() - start > 0.3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        layout("tsne", drawn(9, 3).numpy(), give_up)
    assert time.monotonic() - start < WAIT_S / 2
    assert not children()
    assert not list(folder.iterdir())


@pytest.mark.parametrize("method", ["tsne"], indirect=True)
def test_it_does_not_outlive_the_engine(method, tmp_path):
    """Its stdin is the engine's hand: when that lets go, it ends, whatever it does."""
    np.save(tmp_path / "in.npy", np.random.default_rng(0).normal(size=(4000, 20)))
    command = [*layouts.CHILD, method, str(tmp_path / "in.npy"), str(tmp_path / "out.npy")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=layouts._environment()
    ) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(WAIT_S) == ENDED_WITH_STDIN
    assert not (tmp_path / "out.npy").exists()


def test_the_nearest_are_those_of_all_distances():
    vectors = np.random.default_rng(0).normal(size=(1100, 6))
    places, distances = nearest(vectors, 7)
    apart = np.linalg.norm(vectors[:, None] - vectors, axis=2)
    np.fill_diagonal(apart, np.inf)
    assert np.array_equal(places, apart.argsort(axis=1)[:, :7])
    np.testing.assert_allclose(distances, np.sort(apart, axis=1)[:, :7], atol=1e-7)


def test_a_map_starts_in_the_widest_plane_with_no_two_at_one_place():
    vectors = np.random.default_rng(0).normal(size=(50, 6)) * [5, 3, 1, 1, 1, 1]
    vectors[10:20] = vectors[0]
    start = flat(vectors)
    centred = vectors - vectors.mean(axis=0)
    plane = centred @ np.linalg.svd(centred)[2][:2].T
    np.testing.assert_allclose(np.abs(start), np.abs(plane), atol=0.05)
    assert len(np.unique(start, axis=0)) == 50
