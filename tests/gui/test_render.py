"""`embviz render`: the window's picture and torch's numbers, without a display, whole or not at all."""

from __future__ import annotations

import json
import math
import os
import re
import resource
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import torch
from PySide6.QtGui import QImage

from embviz.core.experiment import Experiment

WAIT_S = 50
SMALL_FILE_BYTES = 8192


def render(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `embviz render` in `folder` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "embviz", "render", *arguments],
        cwd=folder,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=WAIT_S,
    )


@contextmanager
def rendering(folder: Path, *arguments: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Start `embviz render` in `folder`."""
    command = [sys.executable, "-m", "embviz", "render", *arguments]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height as the PNG's own header says."""
    head = picture.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", head[16:])
    return width, height


def plain_torch(experiment: Experiment, steps: int) -> dict[str, Any]:
    """The numbers that `--json` promises, from the article's loop."""
    torch.manual_seed(experiment.seed)
    embedding = torch.nn.Embedding(experiment.rows, experiment.dim)
    optimizer = torch.optim.SGD(embedding.parameters(), **experiment.optimizer_args)
    first, second = (torch.tensor([index]) for index in experiment.pairs[0])
    distances = []
    for _ in range(steps):
        optimizer.zero_grad()
        distance = torch.linalg.norm(embedding(first) - embedding(second))
        distances.append(distance.item())
        distance.backward()
        optimizer.step()
    grad = embedding.weight.grad
    return {
        "step": steps,
        "distances": distances,
        "weight": embedding.weight.tolist(),
        "grad": None if grad is None else grad.tolist(),
        "torch": str(torch.__version__),
    }


@pytest.fixture(scope="module")
def eleven(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The article's eleven steps: the folder of the picture, and what was printed."""
    folder = tmp_path_factory.mktemp("eleven")
    return folder, render(folder, "--steps", "11", "--json", "--out", "x.png")


def test_eleven_steps_are_the_article_s_to_the_last_bit(
    eleven: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, done = eleven
    assert (done.returncode, done.stderr) == (0, "")
    numbers = json.loads(done.stdout)
    assert numbers == plain_torch(Experiment(), 11)
    assert [f"{distance:.4f}" for distance in numbers["distances"][:6]] == [
        "2.7101",
        "2.5101",
        "2.1301",
        "1.5881",
        "0.9003",
        "0.0813",
    ]


def test_the_picture_has_the_usual_size_shows_something_and_nothing_is_left_beside_it(
    eleven: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = eleven
    assert [path.name for path in folder.iterdir()] == ["x.png"]
    assert size_of(folder / "x.png") == (1280, 800)
    image = QImage(str(folder / "x.png"))
    assert len({image.pixel(x, y) for x in range(0, 1280, 7) for y in range(0, 800, 7)}) > 50


def test_the_same_steps_make_the_same_picture(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        done = render(tmp_path, "--steps", "1", "--out", name)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert QImage(str(tmp_path / "a.png")) == QImage(str(tmp_path / "b.png"))


def test_before_the_first_step_there_is_no_grad_and_no_distance(tmp_path: Path) -> None:
    done = render(tmp_path, "--steps", "0", "--json")
    assert json.loads(done.stdout) == plain_torch(Experiment(), 0)
    assert json.loads(done.stdout)["grad"] is None
    assert json.loads(done.stdout)["distances"] == []


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        ("--size 800x600 --scale 2", (1600, 1200)),
        ("--size 1001x701", (1001, 701)),
    ],
)
def test_the_picture_has_the_size_that_was_asked_for(
    arguments: str, size: tuple[int, int], tmp_path: Path
) -> None:
    done = render(tmp_path, "--out", "x.png", *arguments.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert size_of(tmp_path / "x.png") == size


def test_a_size_that_is_too_small_for_the_window_is_refused_and_the_least_one_told(tmp_path: Path) -> None:
    done = render(tmp_path, "--out", "x.png", "--size", "320x240")
    assert (done.returncode, done.stdout) == (2, "")
    least = re.fullmatch(r"embviz render: the window takes (\d+x\d+) at least\n", done.stderr)
    assert least
    assert list(tmp_path.iterdir()) == []
    assert render(tmp_path, "--out", "x.png", "--size", least[1]).returncode == 0
    assert "{}x{}".format(*size_of(tmp_path / "x.png")) == least[1]


def test_a_table_larger_than_the_picture_is_printed_whole(tmp_path: Path) -> None:
    experiment = Experiment(rows=1000, dim=64, pairs=((999, 3),))
    experiment.save(tmp_path / "large.toml")
    done = render(
        tmp_path,
        "--steps",
        "5",
        "--json",
        "--out",
        "x.png",
        "--size",
        "800x600",
        "--experiment",
        "large.toml",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == plain_torch(experiment, 5)


def test_numbers_that_are_not_finite_are_words_and_the_output_is_still_json(tmp_path: Path) -> None:
    experiment = Experiment(optimizer_args={"lr": 1e38, "momentum": 0.9})
    experiment.save(tmp_path / "wild.toml")
    done = render(tmp_path, "--steps", "20", "--json", "--out", "x.png", "--experiment", "wild.toml")
    assert (done.returncode, done.stderr) == (0, "")

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    numbers = json.loads(done.stdout, parse_constant=refuse)
    assert {"NaN", "Infinity", "-Infinity"} & {cell for row in numbers["weight"] for cell in row}
    truth = plain_torch(experiment, 20)
    for row, true_row in zip(numbers["weight"], truth["weight"], strict=True):
        for cell, true_cell in zip(row, true_row, strict=True):
            assert float(cell) == true_cell or (math.isnan(float(cell)) and math.isnan(true_cell))


def test_what_cannot_be_written_is_one_line_and_the_old_picture_stays(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"the old one")
    with rendering(tmp_path, "--out", "x.png", preexec_fn=limit_files) as process:
        _, errors = process.communicate(timeout=WAIT_S)
    assert process.returncode == 2
    assert errors == "embviz render: x.png cannot be written: File too large\n"
    assert [path.name for path in tmp_path.iterdir()] == ["x.png"]
    assert (tmp_path / "x.png").read_bytes() == b"the old one"


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_FILE_BYTES, SMALL_FILE_BYTES))


def test_numbers_that_nobody_reads_are_one_line_and_no_hang(tmp_path: Path) -> None:
    Experiment(rows=1000, dim=64).save(tmp_path / "large.toml")
    with rendering(tmp_path, "--json", "--experiment", "large.toml", stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
        assert process.wait(WAIT_S) == 2
    assert errors == "embviz render: the numbers cannot be written: Broken pipe\n"


def test_a_full_disk_behind_stdout_is_one_line(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full, rendering(tmp_path, "--json", stdout=full) as process:
        _, errors = process.communicate(timeout=WAIT_S)
    assert process.returncode == 2
    assert errors == "embviz render: the numbers cannot be written: No space left on device\n"


def test_a_torch_that_cannot_be_imported_is_told_with_status_1_and_no_picture(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "torch.py").write_text("raise ImportError('not today')\n")
    done = render(tmp_path, "--json", "--out", "x.png", PYTHONPATH=str(tmp_path / "broken"))
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert "ImportError: not today" in lines
    assert lines[-1].startswith("embviz render: PyTorch's process has ended")
    assert not (tmp_path / "x.png").exists()


def test_an_engine_that_is_killed_is_told_with_status_1_and_no_picture(tmp_path: Path) -> None:
    with rendering(tmp_path, "--steps", "1000000000", "--out", "x.png") as process:
        engine_of(process).kill()
        _, errors = process.communicate(timeout=WAIT_S)
    assert process.returncode == 1
    (line,) = errors.splitlines()
    assert "signal 9" in line
    assert not (tmp_path / "x.png").exists()


def test_a_rendering_can_be_interrupted_and_leaves_no_engine(tmp_path: Path) -> None:
    with rendering(tmp_path, "--steps", "1000000000", "--out", "x.png") as process:
        engine = engine_of(process)
        # It is told to Python or, in its first moments, ends the process itself: 128 + n to a shell.
        process.send_signal(signal.SIGINT)
        assert process.wait(WAIT_S) in (128 + signal.SIGINT, -signal.SIGINT)
        engine.wait(WAIT_S)
    assert list(tmp_path.iterdir()) == []


def engine_of(process: subprocess.Popen[str]) -> psutil.Process:
    """The engine of a rendering, waited for."""
    family = psutil.Process(process.pid)
    while not (children := family.children()):
        assert process.poll() is None
    return children[0]


@pytest.mark.parametrize("content", [b"rows = 0", b"rows = '<b>'\n[x"], ids=range(2))
def test_a_file_that_holds_no_experiment_is_one_line_and_status_2(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(content)
    done = render(tmp_path, "--json", "--out", "x.png", "--experiment", "bad.toml")
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert line.startswith("embviz render: bad.toml holds no experiment: ")
    assert not (tmp_path / "x.png").exists()


def test_the_files_of_the_folder_one_happens_to_be_in_are_not_imported(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("embviz")
    if not program.exists():
        pytest.skip("embviz is not installed as a program here")
    for name in ("torch", "random", "numpy", "embviz", "msgspec", "PySide6", "pyqtgraph", "signal"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong module')\n")
    done = subprocess.run(
        [str(program), "render", "--steps", "2", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=WAIT_S,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["step"] == 2
