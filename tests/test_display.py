"""Whether a display can be reached is told without Qt, for each kind of display."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from embviz import display

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")


@pytest.fixture
def xvfb() -> Iterator[str]:
    """The name of a living X server."""
    try:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", "1"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except FileNotFoundError:
        pytest.skip("Xvfb is not installed")
    with server:
        assert server.stdout is not None
        yield f":{server.stdout.readline().decode().strip()}"
        server.terminate()


@pytest.mark.parametrize(
    "platform", ["offscreen", "minimal", "vnc", "offscreen:fonts=freetype", "unicorn;offscreen"]
)
def test_platforms_without_a_display_need_none(platform: str) -> None:
    assert display.display_problem({"QT_QPA_PLATFORM": platform}) is None


def test_a_living_x_server_is_a_display(xvfb: str) -> None:
    assert display.problem({"DISPLAY": xvfb}) is None


def test_one_living_display_is_enough_unless_another_kind_is_asked_for(
    xvfb: str,
) -> None:
    environ = {"DISPLAY": xvfb, "WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/nowhere"}
    assert display.display_problem(environ) is None
    assert display.display_problem({**environ, "DISPLAY": ":987", "QT_QPA_PLATFORM": "xcb"}) is not None
    assert display.display_problem({**environ, "QT_QPA_PLATFORM": "wayland"}) is not None


def test_the_reasons_of_every_kind_that_was_tried_are_told() -> None:
    environ = {"DISPLAY": ":987", "WAYLAND_DISPLAY": "wayland-9", "QT_QPA_PLATFORM": "xcb;unicorn"}
    assert display.display_problem(environ) == (
        "no X server answers at DISPLAY=:987; Qt has no platform 'unicorn' (QT_QPA_PLATFORM)"
    )


@pytest.mark.parametrize("is_there", [True, False])
def test_a_wayland_compositor_is_asked_and_not_only_looked_for(
    is_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if display.missing_libraries(["libwayland-client.so.0"]):
        pytest.skip("libwayland-client is not installed")
    monkeypatch.setitem(display.PLATFORM_LIBRARIES, "wayland", {})
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(os.fspath(tmp_path / "wayland-9"))
        if is_there:
            compositor.listen()
        environ = {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": os.fspath(tmp_path)}
        problem = display.display_problem(environ)
    assert problem == (None if is_there else "no Wayland compositor answers at WAYLAND_DISPLAY=wayland-9")


def test_a_library_that_cannot_be_loaded_is_named() -> None:
    assert display.library_problem({"libunicorn.so.1": "libunicorn1"}) == "the system lacks libunicorn.so.1"
    assert display.library_problem({"libc.so.6": "libc6"}) is None


def test_the_installed_pyside6_is_read_without_importing_it() -> None:
    program = (
        "import sys; from embviz import display; print(display.pyside_version(), 'PySide6' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.split()
    imported = subprocess.run(
        [sys.executable, "-c", "import PySide6; print(PySide6.__version__)"], capture_output=True, text=True
    ).stdout.strip()
    assert told == [imported, "False"]


@pytest.mark.parametrize(
    ("pyside", "python", "is_bad"),
    [
        ("6.12.0", (3, 11), True),
        ("6.13.1", (3, 11), True),
        ("7.0.0", (3, 11), True),
        ("6.11.3", (3, 11), False),
        ("6.12.0", (3, 12), False),
        ("6.10.0", (3, 11), False),
    ],
)
def test_the_pair_that_kills_the_interpreter_is_known(
    pyside: str, python: tuple[int, int], is_bad: bool
) -> None:
    assert display.is_bad_pair(pyside, python) is is_bad
