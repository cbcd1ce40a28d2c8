"""The command line: fast where it only speaks, and one calm line where it is asked for what it cannot do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import embviz
from embviz.__main__ import main

HEAVY = ("torch", "numpy", "PySide6", "shiboken6", "pyqtgraph", "msgspec")
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM")


def run(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the program with no display but the one that `environ` names."""
    clean = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    return subprocess.run(
        [sys.executable, "-m", "embviz", *arguments],
        cwd=cwd,
        env={**clean, **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["render", "--help"], ["doctor", "--help"]])
def test_help_and_version_import_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path, PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert "argparse" in imported
    assert imported.isdisjoint(HEAVY)


def test_version_says_the_package_s_version(tmp_path: Path) -> None:
    done = run("--version", cwd=tmp_path)
    assert (done.stdout, done.stderr) == (f"embviz {embviz.__version__}\n", "")


def test_help_documents_every_exit_status(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    statuses = {line.split()[0] for line in done.stdout.partition("exit status:")[2].splitlines() if line}
    assert statuses == {"0", "1", "2", "130", "143"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"DISPLAY": ":987"}, "no X server answers at DISPLAY=:987"),
        ({"DISPLAY": "nonsense"}, "no X server answers at DISPLAY=nonsense"),
        ({"QT_QPA_PLATFORM": "xcb"}, "DISPLAY is not set"),
        ({"QT_QPA_PLATFORM": "unicorn"}, "Qt has no platform 'unicorn'"),
    ],
)
def test_without_a_display_two_lines_say_so_and_what_to_do(
    environ: dict[str, str], reason: str, tmp_path: Path
) -> None:
    done = run(cwd=tmp_path, **environ)
    what, then = done.stderr.splitlines()
    assert done.returncode == 2
    assert done.stdout == ""
    assert reason in what
    assert "embviz render" in then
    assert "embviz doctor" in then


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file and a folder in it."""
    (tmp_path / "table.toml").write_text("rows = 2\n")
    (tmp_path / "run.embviz").write_bytes(b"")
    (tmp_path / "folder.png").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("", "give --out FILE, --json or both"),
        ("--steps 3", "give --out FILE, --json or both"),
        ("--steps -1 --json", "'-1' is not a whole number"),
        ("--steps 1.5 --json", "'1.5' is not a whole number"),
        ("--steps ten --json", "'ten' is not a whole number"),
        ("--steps 10000001 --json", "10000001 steps are more than can be kept, 10000000"),
        ("--steps 99999999999 --json", "more than can be kept"),
        ("--out picture.jpg", "'picture.jpg' ends in none of .png, .svg, .pdf, .csv, .npy"),
        ("--out nowhere/picture.png", "there is no folder 'nowhere'"),
        ("--out folder.png", "'folder.png' is a folder"),
        ("--json --experiment nothing.toml", "there is no file 'nothing.toml'"),
        ("--json --experiment folder.png", "'folder.png' is a folder"),
        ("--out picture.png --size 1280", "'1280' is not a size such as 1280x800"),
        ("--out picture.png --size 1280x800x3", "is not a size"),
        ("--out picture.png --size 319x240", "not between 320x240 and 7680x4320"),
        ("--out picture.png --size 320x239", "not between"),
        ("--out picture.png --size 7681x4320", "not between"),
        ("--out picture.png --theme pink", "invalid choice: 'pink'"),
        ("--out picture.png --theme system", "invalid choice: 'system'"),
        ("--out picture.png --scale 5", "invalid choice: 5"),
        ("--out", "expected one argument"),
        ("--out a.gif --out b.csv --out a.gif", "one file is given by --out more than once"),
        ("run.embviz --experiment table.toml --json", "give a session or --experiment, not both"),
        ("run.embviz --steps 3 --json", "--steps trains an experiment; a session is drawn as it is"),
        ("table.toml --json", "'table.toml' is no session; give an experiment by --experiment"),
        ("nothing.embviz --json", "there is no file 'nothing.embviz'"),
        ("run.embviz --json --bookmark x --moment 3", "give --bookmark, or --moment and --branch, not both"),
        ("run.embviz --json --moment -1", "'-1' is not a whole number"),
        ("run.embviz --json --branch x", "'x' is not a whole number"),
        ("--json --progress", "--json and --progress would mix on stdout"),
        ("--out a.png --panel setup", "invalid choice: 'setup'"),
        ("--out a.gif --frames 0", "'0' is not a whole number from 1 to 10000"),
        ("--out a.gif --fps 51", "'51' is not a whole number from 1 to 50"),
        ("--out a.gif --hold 61", "'61' is not a number of seconds from 0 to 60"),
        ("--out a.gif --hold nan", "'nan' is not a number of seconds"),
    ],
)
def test_render_refuses_bad_arguments_in_one_line(arguments: str, complaint: str, folder: Path) -> None:
    done = run("render", *arguments.split(), cwd=folder)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert line.startswith("embviz render: ")
    assert complaint in line


@pytest.mark.parametrize(
    "arguments", ["fly", "--speed 3", "doctor --json", "--theme pink", "--experiment no.toml"]
)
def test_other_bad_arguments_are_one_line_too(arguments: str, tmp_path: Path) -> None:
    done = run(*arguments.split(), cwd=tmp_path)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert line.startswith("embviz")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("nothing.embviz", "there is no file 'nothing.embviz'"),
        ("nothing.toml", "there is no file 'nothing.toml'"),
        ("notes.txt", "invalid choice: 'notes.txt'"),
        ("run.embviz table.toml", "invalid choice: 'table.toml'"),
        ("run.embviz --experiment table.toml", "give one file"),
        ("run.embviz render --json", "before a command"),
    ],
)
def test_a_file_that_cannot_be_opened_in_the_window_is_one_line(
    arguments: str, complaint: str, folder: Path
) -> None:
    done = run(*arguments.split(), cwd=folder)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in line


@pytest.mark.parametrize(
    ("arguments", "experiment", "theme", "session", "language"),
    [
        ([], None, None, None, None),
        (["run.embviz"], None, None, "run.embviz", None),
        (["table.toml"], "table.toml", None, None, None),
        (["--theme", "dark", "run.embviz"], None, "dark", "run.embviz", None),
        (["run.embviz", "--theme=dark"], None, "dark", "run.embviz", None),
        (["--language", "ja", "run.embviz"], None, None, "run.embviz", "ja"),
        (["table.toml", "--language=en"], "table.toml", None, None, "en"),
        (["--experiment", "table.toml"], "table.toml", None, None, None),
        (["--experiment=table.toml"], "table.toml", None, None, None),
    ],
)
def test_a_file_is_opened_in_the_window(
    arguments: list[str],
    experiment: str | None,
    theme: str | None,
    session: str | None,
    language: str | None,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("embviz.core.startup.begin", lambda: None)
    monkeypatch.setattr("embviz.display.problem", lambda: None)
    asked: list[object] = []
    monkeypatch.setattr("embviz.gui.app.run", lambda *given: asked.append(given) or 0)
    assert main(arguments) == 0
    files = [None if name is None else Path(name) for name in (experiment, session)]
    assert asked == [(files[0], theme, files[1], language, None)]


def test_an_option_of_the_window_before_a_command_is_refused_and_not_ignored(folder: Path) -> None:
    done = run("--experiment", "table.toml", "render", "--json", cwd=folder)
    assert done.returncode == 2
    assert "before a command" in done.stderr


def test_the_public_names_are_listed_and_nothing_else_is_made_up() -> None:
    assert {"Experiment", "Trainer"} <= set(dir(embviz))
    with pytest.raises(AttributeError, match="Unicorn"):
        _ = embviz.Unicorn


def test_importing_embviz_imports_nothing_heavy(tmp_path: Path) -> None:
    program = f"import sys, embviz; print(sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_experiments_are_had_without_torch(tmp_path: Path) -> None:
    program = "import sys; from embviz import Experiment; Experiment(); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "False\n"
