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

import numpy as np
import psutil
import pytest
import torch
from PIL import Image
from PySide6.QtGui import QImage

from embviz.core.experiment import Experiment
from embviz.core.messages import Answer, Failure, Moment, Request
from embviz.engine.session import Session

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
    with rendering(tmp_path, "--steps", "10000000", "--out", "x.png") as process:
        engine_of(process).kill()
        _, errors = process.communicate(timeout=WAIT_S)
    assert process.returncode == 1
    (line,) = errors.splitlines()
    assert "signal 9" in line
    assert not (tmp_path / "x.png").exists()


def test_a_rendering_can_be_interrupted_and_leaves_no_engine(tmp_path: Path) -> None:
    with rendering(tmp_path, "--steps", "10000000", "--out", "x.png") as process:
        engine = engine_of(process)
        # It is told to Python or, in its first moments, ends the process itself: 128 + n to a shell.
        process.send_signal(signal.SIGINT)
        assert process.wait(WAIT_S) in (128 + signal.SIGINT, -signal.SIGINT)
        engine.wait(WAIT_S)
    assert list(tmp_path.iterdir()) == []


EARLY, OVERSHOOT = "early", "the overshoot"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of two branches: six steps, and from the third on another lr until the tenth."""
    path = tmp_path_factory.mktemp("session") / "evening.embviz"
    made = Session()

    def ask(command: str, run: int, **more: Any) -> Answer:
        answer = made.answer(Request(request=0, run=run, command=command, **more))  # type: ignore[arg-type]
        assert not isinstance(answer, Failure), answer
        return answer

    ask("begin", 1, experiment=Experiment())
    ask("train", 1, until_step=6, press=1)
    ask("bookmark", 1, moment=Moment(0, 5), name=OVERSHOOT)
    ask("bookmark", 1, moment=Moment(0, 2), name=EARLY)
    ask("fork", 2, moment=Moment(0, 3))
    ask("set", 2, name="lr", value=0.01)
    ask("train", 2, until_step=10, press=2)
    ask("save", 2, path=str(path))
    ask("close", 2)
    return path


@pytest.mark.parametrize(
    ("arguments", "step"),
    [
        ("--moment 2", 2),
        ("--branch 1 --moment 4", 4),
        (f"--bookmark {EARLY}", 2),
    ],
)
def test_a_session_is_drawn_at_the_moment_that_is_asked_for(
    arguments: str, step: int, session: Path, tmp_path: Path
) -> None:
    before = session.read_bytes()
    done = render(tmp_path, str(session), "--json", *arguments.split())
    assert (done.returncode, done.stderr) == (0, "")
    numbers = json.loads(done.stdout)
    assert numbers["step"] == step
    if step <= 6 and "--moment 2" not in arguments:
        assert numbers == plain_torch(Experiment(), step)
    assert session.read_bytes() == before
    assert [path.name for path in session.parent.iterdir()] == [session.name]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--moment", "12"], "there is no moment 12: the last one of branch 2 is 11"),
        (["--branch", "7"], "there is no branch 7; there are: 1, 2"),
        (["--branch", "1", "--moment", "7"], "there is no moment 7: the last one of branch 1 is 6"),
        (
            ["--bookmark", "later"],
            f"no bookmark is called 'later'; there are: '{OVERSHOOT}', '{EARLY}'",
        ),
    ],
)
def test_a_moment_that_is_not_there_is_one_line_with_those_that_are(
    arguments: list[str], complaint: str, session: Path, tmp_path: Path
) -> None:
    done = render(tmp_path, str(session), "--out", "x.png", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"embviz render: {complaint}\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"no session at all", b"SQLite format 3\0" + bytes(500)], ids=range(2))
def test_a_file_that_is_no_session_is_one_line_and_status_2(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.embviz").write_bytes(content)
    done = render(tmp_path, "bad.embviz", "--out", "x.png")
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert line.startswith("embviz render: ")
    assert "bad.embviz" in line
    assert [path.name for path in tmp_path.iterdir()] == ["bad.embviz"]


HEADS = {
    "a.png": b"\x89PNG",
    "a.svg": b"<?xml",
    "a.pdf": b"%PDF",
    "a.csv": b"step,loss,distance,gap\n0,2.71",
    "a.npy": b"\x93NUMPY",
    "a.safetensors": b"",
    "a.pt": b"PK",
    "a.tsv": b"",
    "a.gif": b"GIF89a",
    "a.apng": b"\x89PNG",
    "a.mp4": b"\0\0\0",
    "a.webm": b"\x1a\x45\xdf\xa3",
}


def test_one_call_writes_every_kind_of_file_and_tells_how_far_it_is(session: Path, tmp_path: Path) -> None:
    pytest.importorskip("av")
    outs = [word for name in HEADS for word in ("--out", name)]
    done = render(tmp_path, str(session), *outs, "--frames", "4", "--progress", "--size", "1100x760")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {*HEADS, "a_metadata.tsv"}
    for name, head in HEADS.items():
        assert (tmp_path / name).read_bytes().startswith(head)
    told = [int(line.removeprefix("progress ")) for line in done.stdout.splitlines()]
    assert told == sorted(set(told))
    assert (told[0], told[-1]) == (0, 100)
    with Image.open(tmp_path / "a.gif") as image:
        assert (image.n_frames, image.size) == (4, (1100, 760))
    weight = torch.load(tmp_path / "a.pt", weights_only=True)["weight"]
    assert torch.equal(weight, torch.from_numpy(np.load(tmp_path / "a.npy")))
    assert len((tmp_path / "a.csv").read_text().splitlines()) == 12


def test_an_animation_ends_with_the_picture_of_the_moment_that_is_asked_for(tmp_path: Path) -> None:
    # Of a table, the scale of the colours would tell which moments were seen before.
    arguments = ("--steps", "5", "--moment", "3", "--panel", "curve")
    done = render(tmp_path, *arguments, "--out", "a.png", "--out", "a.apng")
    assert (done.returncode, done.stderr) == (0, "")
    with Image.open(tmp_path / "a.apng") as film, Image.open(tmp_path / "a.png") as picture:
        assert film.n_frames == 4
        film.seek(3)
        assert film.convert("RGB").tobytes() == picture.convert("RGB").tobytes()
        film.seek(0)
        assert film.convert("RGB").tobytes() != picture.convert("RGB").tobytes()


@pytest.mark.parametrize("panel", ["state", "details"])
def test_a_panel_is_drawn_alone(panel: str, tmp_path: Path) -> None:
    done = render(tmp_path, "--steps", "3", "--out", "a.png", "--panel", panel, "--scale", "2")
    assert (done.returncode, done.stderr) == (0, "")
    width, height = size_of(tmp_path / "a.png")
    assert 400 < width < 1400
    assert 150 < height < 1400


def test_an_animation_that_cannot_be_written_is_one_line_and_the_old_one_stays(tmp_path: Path) -> None:
    (tmp_path / "x.gif").write_bytes(b"the old one")
    with rendering(tmp_path, "--steps", "3", "--out", "x.gif", preexec_fn=limit_files) as process:
        _, errors = process.communicate(timeout=WAIT_S)
    assert process.returncode == 2
    assert errors == "embviz render: x.gif cannot be written: File too large\n"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"x.gif": b"the old one"}


def test_a_table_that_cannot_be_written_is_one_line_and_status_2(tmp_path: Path) -> None:
    Experiment(rows=1000, dim=64).save(tmp_path / "large.toml")
    arguments = ("--experiment", "large.toml", "--out", "x.npy")
    with rendering(tmp_path, *arguments, preexec_fn=limit_files) as process:
        _, errors = process.communicate(timeout=WAIT_S)
    (line,) = errors.splitlines()
    assert process.returncode == 2
    assert "File too large" in line
    assert [path.name for path in tmp_path.iterdir()] == ["large.toml"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_animation_that_is_interrupted_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    arguments = ("--steps", "2000", "--out", "x.apng", "--frames", "2000", "--progress")
    with rendering(tmp_path, *arguments, stdout=subprocess.PIPE) as process:
        engine = engine_of(process)
        assert process.stdout is not None
        # In the middle of it: the part is being written.
        while not list(tmp_path.iterdir()):
            assert process.stdout.readline()
        process.send_signal(number)
        assert process.wait(WAIT_S) == 128 + number
        engine.wait(WAIT_S)
    assert list(tmp_path.iterdir()) == []


def test_a_rendering_that_nobody_listens_to_any_more_ends(tmp_path: Path) -> None:
    arguments = ("--steps", "500", "--out", "x.apng", "--frames", "500", "--progress")
    with rendering(tmp_path, *arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "progress 0\n"
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == "embviz render: the progress cannot be told: Broken pipe\n"
        assert process.wait(WAIT_S) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_person_at_a_terminal_sees_how_far_it_is_and_then_a_clean_line(tmp_path: Path) -> None:
    master, slave = os.openpty()
    command = [sys.executable, "-m", "embviz", "render", "--steps", "2", "--out", "x.gif"]
    done = subprocess.run(command, cwd=tmp_path, stderr=slave, stdout=subprocess.PIPE, timeout=WAIT_S)
    os.close(slave)
    told = os.read(master, 1 << 16)
    os.close(master)
    assert (done.returncode, done.stdout) == (0, b"")
    assert told.startswith(b"\rembviz render: 0 %")
    assert told.endswith(b"\rembviz render: 100 %\r\x1b[K")


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
