"""Whether Qt can open a window here, told without importing Qt, which aborts the process where it cannot."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

# What Qt's libraries need and its wheel does not carry: the file, and Debian's package for it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
PLATFORM_LIBRARIES = {
    "xcb": {
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
    },
}

NEEDS_LIBRARIES = sys.platform not in ("darwin", "win32")


def problem(environ: Mapping[str, str] = os.environ) -> str | None:
    """Why Qt could not start here, in a few words, or None where it can."""
    return pyside_problem() or library_problem(QT_LIBRARIES) or display_problem(environ)


def pyside_problem() -> str | None:
    """What is wrong with the installed PySide6 itself, told without importing it."""
    version = pyside_version()
    if version is None:
        return "PySide6 is not installed"
    if is_bad_pair(version, sys.version_info[:2]):
        return f"PySide6 {version} kills Python {sys.version_info[0]}.{sys.version_info[1]} after a while"
    return None


def library_problem(libraries: Mapping[str, str]) -> str | None:
    """Which system libraries Qt would miss."""
    missing = missing_libraries(libraries)
    return f"the system lacks {', '.join(missing)}" if missing else None


def display_problem(environ: Mapping[str, str] = os.environ) -> str | None:
    """Why no display can be reached; None as well on a platform that needs none, as offscreen."""
    if not NEEDS_LIBRARIES:
        return None
    tried = platforms(environ)
    if not tried:
        return "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set"
    problems = [_platform_problem(platform, environ) for platform in tried]
    # Qt takes the first platform of its list that starts.
    return None if None in problems else "; ".join(filter(None, problems))


def platforms(environ: Mapping[str, str]) -> list[str]:
    """The platforms of Qt that would be tried here, in order."""
    chosen = environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        # As in "wayland-egl;offscreen:fonts=freetype": Qt's plugins go by the first word.
        return [re.split("[:-]", platform)[0] for platform in chosen.split(";")]
    found = {"xcb": environ.get("DISPLAY"), "wayland": environ.get("WAYLAND_DISPLAY")}
    return [platform for platform, name in found.items() if name]


def missing_libraries(libraries: Iterable[str]) -> list[str]:
    """Those of the libraries that cannot be loaded: loading is the only test that the loader agrees with."""
    return [name for name in libraries if NEEDS_LIBRARIES and not _loads(name)]


def pyside_version() -> str | None:
    """The installed PySide6's version, read from its text: importlib.metadata would take 35 ms."""
    home = _pyside_home()
    if home is None:
        return None
    text = (home / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    return found[1] if found else None


def is_bad_pair(pyside: str, python: tuple[int, int]) -> bool:
    """PySide6 6.12 on Python 3.11 drops a reference to True at each emit; some 570 emits kill it."""
    return python < (3, 12) and tuple(int(part) for part in re.findall(r"\d+", pyside)[:2]) >= (6, 12)


def _platform_problem(platform: str, environ: Mapping[str, str]) -> str | None:
    if platform not in PLATFORM_LIBRARIES:
        return None if _has_plugin(platform) else f"Qt has no platform {platform!r} (QT_QPA_PLATFORM)"
    connect = _x11_problem if platform == "xcb" else _wayland_problem
    return library_problem(PLATFORM_LIBRARIES[platform]) or connect(environ)


def _has_plugin(platform: str) -> bool:
    home = _pyside_home()
    plugins = home / "Qt" / "plugins" / "platforms" if home else None
    # A distribution's own PySide6 keeps its plugins elsewhere: Qt has the word there.
    return plugins is None or not plugins.is_dir() or (plugins / f"libq{platform}.so").exists()


def _x11_problem(environ: Mapping[str, str]) -> str | None:
    name = environ.get("DISPLAY")
    if not name:
        return "there is no display: DISPLAY is not set"
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    # Even a failed connection is an object, to be asked and handed back.
    connection = ctypes.c_void_p(xcb.xcb_connect(os.fsencode(name), None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"no X server answers at DISPLAY={name}" if failed else None


def _wayland_problem(environ: Mapping[str, str]) -> str | None:
    if environ.get("WAYLAND_SOCKET"):
        return None  # an open connection handed down by the parent: asking would use it up
    name = environ.get("WAYLAND_DISPLAY") or "wayland-0"
    # Joined to an absolute name, the folder drops out; given a full path, libwayland prints nothing.
    socket = Path(environ.get("XDG_RUNTIME_DIR") or "/") / name
    wayland = ctypes.CDLL("libwayland-client.so.0")
    wayland.wl_display_connect.restype = ctypes.c_void_p
    connection = wayland.wl_display_connect(os.fsencode(socket))
    if connection is None:
        return f"no Wayland compositor answers at WAYLAND_DISPLAY={name}"
    wayland.wl_display_disconnect(ctypes.c_void_p(connection))
    return None


def _pyside_home() -> Path | None:
    spec = importlib.util.find_spec("PySide6")
    return Path(spec.origin).parent if spec and spec.origin else None


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
