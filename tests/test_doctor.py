"""The doctor tells what is there, what is not, and what to install; no crash of torch or Qt is its own."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from embviz import display, doctor
from embviz.doctor import Check

CHECKOUT = Path(__file__).resolve().parents[1]


def write_module(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> str:
    """The name of a module that a child process can run."""
    (folder / "patient.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return "patient"


def test_where_everything_is_installed_embviz_can_run() -> None:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "embviz", "doctor"], env=environ, capture_output=True, text=True, timeout=50
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "embviz can run here." in done.stdout
    rows = [line.split()[0] for line in done.stdout.splitlines()[2:] if re.match(r"\w+  +\S", line)]
    assert set(rows) <= {"ok", "warning"}
    assert len(rows) >= 14


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_the_doctor_says_what_works_all_the_same() -> None:
    environ = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    environ |= {"DISPLAY": ":987", "WAYLAND_DISPLAY": ""}
    done = subprocess.run(
        [sys.executable, "-m", "embviz", "doctor"], env=environ, capture_output=True, text=True, timeout=50
    )
    assert done.returncode == 1
    assert re.search(r"^missing +display +no X server answers at DISPLAY=:987$", done.stdout, re.MULTILINE)
    assert "`embviz render` can draw one" in done.stdout


def test_the_doctor_imports_neither_torch_nor_qt_itself() -> None:
    program = (
        "import sys, embviz.doctor; print(sorted({'torch', 'PySide6', 'numpy', 'psutil'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_the_doctor_asks_for_what_the_package_asks_for() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    asked = {re.match(r"([\w-]+)>=([\d.]+)", line).groups() for line in project["dependencies"]}
    assert asked == set(doctor.REQUIREMENTS.items())
    assert project["requires-python"] == ">={}.{}".format(*doctor.PYTHON)


def test_debian_s_packages_are_named_once_and_only_the_missing_ones() -> None:
    libraries = {"libc.so.6": "libc6", "libunicorn.so.1": "libunicorn1", "libpegasus.so.2": "libpegasus2"}
    check = doctor.check_libraries("Qt libraries", libraries)
    assert (check.state, check.detail) == ("missing", "libunicorn.so.1, libpegasus.so.2")
    lines = list(doctor.verdict([check, check]))
    assert lines == [
        "embviz cannot run here yet: see Qt libraries, Qt libraries.",
        "On Debian and Ubuntu:  apt-get install libunicorn1 libpegasus2",
    ]


@pytest.mark.parametrize(
    ("version", "state", "detail"),
    [
        (None, "missing", "not installed"),
        ("2.9.1", "broken", "2.9.1; embviz needs 2.10 or later"),
        ("2.10.0", "ok", "2.10.0"),
        ("2.13.0+cpu", "ok", "2.13.0+cpu"),
    ],
)
def test_a_package_is_missing_too_old_or_fine(version: str | None, state: str, detail: str) -> None:
    check = doctor.check_package("torch", "2.10", version)
    assert (check.state, check.detail) == (state, detail)
    assert check.pip == (() if state == "ok" else ("torch>=2.10",))


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the pair is bad below Python 3.12")
def test_the_bad_pair_is_told_with_what_to_install_instead() -> None:
    check = doctor.check_package("PySide6-Essentials", "6.10", "6.12.0")
    assert check.state == "broken"
    assert list(doctor.verdict([check]))[-1].endswith('-m pip install "PySide6-Essentials>=6.10,<6.12"')


def test_an_old_python_is_told() -> None:
    assert doctor.check_python((3, 10)).state == "broken"
    assert doctor.check_python((3, 11)).state == "ok"


def test_a_child_that_aborts_is_a_line_of_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "import os, sys; print('no plugin', file=sys.stderr, flush=True); os.abort()"
    answer = doctor.ask(write_module(tmp_path, monkeypatch, source))
    assert answer == "killed by SIGABRT: no plugin"


def test_a_child_that_raises_is_told_by_its_last_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = doctor.ask(write_module(tmp_path, monkeypatch, "import unicorn"))
    assert answer == "ended with status 1: ModuleNotFoundError: No module named 'unicorn'"


def test_a_child_that_says_nothing_or_never_ends_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor.ask(write_module(tmp_path, monkeypatch, "")) == "answered ''"
    monkeypatch.setattr(doctor, "_PATIENCE_S", 1)
    assert doctor.ask(
        write_module(tmp_path, monkeypatch, "input() if 0 else __import__('signal').pause()")
    ) == ("gave no answer within 1 s")


def test_a_file_called_torch_in_the_current_folder_is_not_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "torch.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert doctor.check_torch().state == "ok"


@pytest.mark.parametrize(
    ("fonts", "japanese", "state", "debian"),
    [
        (0, False, "warning", ("fonts-noto-core", "fonts-noto-cjk")),
        (9, False, "warning", ("fonts-noto-cjk",)),
        (9, True, "ok", ()),
    ],
)
def test_missing_letters_are_a_warning(
    fonts: int, japanese: bool, state: str, debian: tuple[str, ...]
) -> None:
    check = doctor.check_fonts(fonts, japanese)
    assert (check.state, check.debian) == (state, debian)


def test_qt_is_not_started_where_its_libraries_are_missing() -> None:
    (check,) = doctor.check_qt(could_start=False)
    assert (check.state, check.detail) == ("warning", "not tried, for what is said above")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no libraries are looked for")
def test_what_one_display_lacks_stops_nobody_where_another_one_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(display.PLATFORM_LIBRARIES, "wayland", {"libunicorn.so.1": "libunicorn1"})
    states = {
        check.name: check.state for check in doctor.check_display({"QT_QPA_PLATFORM": "wayland;offscreen"})
    }
    assert states == {"wayland libraries": "warning", "display": "ok"}
    states = {check.name: check.state for check in doctor.check_display({"QT_QPA_PLATFORM": "wayland"})}
    assert states == {"wayland libraries": "missing", "display": "missing"}


def test_a_missing_display_alone_leaves_render_to_use() -> None:
    (line,) = doctor.verdict([Check("missing", "display", "there is none"), Check("ok", "Qt", "starts")])
    assert line == "`embviz` cannot open a window here; `embviz render` can draw one."
