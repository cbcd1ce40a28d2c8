"""`embviz doctor`: what embviz needs on this machine, tried out piece by piece, and what to install.

It imports the standard library alone, as anything else may be what is missing. torch and Qt are tried in
child processes, so that a crash of theirs is a line of the table.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import platform
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from embviz import __version__, display
from embviz.core import resources

# As in pyproject.toml, which a test holds against it.
REQUIREMENTS = {
    "torch": "2.10",
    "PySide6-Essentials": "6.10",
    "pyqtgraph": "0.14",
    "numpy": "2",
    "msgspec": "0.19",
    "tomli-w": "1",
    "psutil": "6",
    "pillow": "11",
    "safetensors": "0.4",
}
PYTHON = (3, 11)

_DISPLAY, _LIBRARIES = "display", " libraries"
_FOR_THE_WINDOW_ALONE = {_DISPLAY, *(name + _LIBRARIES for name in display.PLATFORM_LIBRARIES)}

# torch takes 220 MB; a 2 x 5 table takes nothing.
_COMFORTABLE_BYTES = 1 << 30

# A first import of torch from a cold disk takes its time; a hang takes for ever.
_PATIENCE_S = 120

_PACKAGE_FOLDER = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Check:
    """One line of the table, and what would mend it."""

    state: Literal["ok", "warning", "missing", "broken"]
    name: str
    detail: str
    debian: tuple[str, ...] = ()
    pip: tuple[str, ...] = ()

    @property
    def stops_embviz(self) -> bool:
        return self.state in ("missing", "broken")


def main() -> int:
    """Print the table and what to install; 0 where embviz can run, and 1 where it cannot."""
    checks = []
    print(f"embviz {__version__} on {platform.platform()}\n")
    for check in run_checks():
        # Line by line, as torch and Qt keep one waiting.
        print(f"{check.state:<8}  {check.name:<20}  {check.detail}", flush=True)
        checks.append(check)
    print("\n" + "\n".join(verdict(checks)))
    return int(any(check.stops_embviz for check in checks))


def run_checks() -> Iterator[Check]:
    """Every check, each as soon as it is done."""
    yield check_python(sys.version_info[:2])
    yield check_memory()
    yield check_resources()
    for name, least in REQUIREMENTS.items():
        yield check_package(name, least, installed_version(name))
    yield check_torch()
    qt = check_libraries("Qt" + _LIBRARIES, display.QT_LIBRARIES)
    yield qt
    yield from check_display(os.environ)
    yield from check_qt(could_start=not qt.stops_embviz and display.pyside_problem() is None)


def verdict(checks: Iterable[Check]) -> Iterator[str]:
    """What the table comes to: one sentence, then what to type."""
    checks = list(checks)
    stopping = [check.name for check in checks if check.stops_embviz]
    if not stopping:
        yield "embviz can run here."
    elif _FOR_THE_WINDOW_ALONE.issuperset(stopping):
        yield "`embviz` cannot open a window here; `embviz render` can draw one."
    else:
        yield f"embviz cannot run here yet: see {', '.join(stopping)}."
    debian = [package for check in checks for package in check.debian]
    if debian:
        yield f"On Debian and Ubuntu:  apt-get install {' '.join(dict.fromkeys(debian))}"
    pip = [requirement for check in checks for requirement in check.pip]
    if pip:
        quoted = " ".join(f'"{requirement}"' for requirement in dict.fromkeys(pip))
        yield f"Python packages:  {sys.executable} -m pip install {quoted}"


def check_python(version: tuple[int, int]) -> Check:
    """Whether this Python is new enough."""
    detail = platform.python_version()
    if version < PYTHON:
        return Check("broken", "Python", f"{detail}; embviz needs {PYTHON[0]}.{PYTHON[1]} or later")
    return Check("ok", "Python", detail)


def check_memory() -> Check:
    """How much memory is left for tables."""
    try:
        psutil = importlib.import_module("psutil")
    except ImportError:
        return Check("warning", "memory", "not known without psutil")
    available = psutil.virtual_memory().available
    detail = f"{available / (1 << 30):.1f} GiB available"
    if available < _COMFORTABLE_BYTES:
        return Check("warning", "memory", f"{detail}; torch and the window take about 0.5 GiB")
    return Check("ok", "memory", detail)


def check_resources() -> Check:
    """Whether embviz finds its own icons and fonts."""
    try:
        icons = len(list(resources.path("icons").glob("*.svg")))
        fonts = len(list(resources.path("fonts").glob("*.otf")))
    except resources.ResourceMissing as missing:
        return Check("missing", "resources", str(missing))
    return Check("ok", "resources", f"{icons} icons, {fonts} fonts")


def installed_version(name: str) -> str | None:
    """The version of an installed package, without importing it."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def check_package(name: str, least: str, version: str | None) -> Check:
    """Whether a Python package is there, and new enough."""
    requirement = f"{name}>={least}"
    if name == "PySide6-Essentials" and sys.version_info < (3, 12):
        requirement += ",<6.12"
    if version is None:
        return Check("missing", name, "not installed", pip=(requirement,))
    if _numbers(version) < _numbers(least):
        return Check("broken", name, f"{version}; embviz needs {least} or later", pip=(requirement,))
    if name == "PySide6-Essentials" and display.is_bad_pair(version, sys.version_info[:2]):
        detail = f"{version} kills Python {platform.python_version()} after some 570 signals"
        return Check("broken", name, detail, pip=(requirement,))
    return Check("ok", name, version)


def check_torch() -> Check:
    """Whether torch looks a vector up, in a child process."""
    answer = ask("embviz.engine.probe")
    if isinstance(answer, str):
        return Check("broken", "nn.Embedding", answer)
    return Check("ok", "nn.Embedding", f"torch {answer['torch']} looked a vector up")


def check_libraries(name: str, libraries: Mapping[str, str]) -> Check:
    """Whether system libraries load; Debian's packages for those that do not."""
    if not display.NEEDS_LIBRARIES:
        return Check("ok", name, f"not needed on {platform.system()}")
    missing = display.missing_libraries(libraries)
    if missing:
        return Check("missing", name, ", ".join(missing), debian=tuple(libraries[file] for file in missing))
    return Check("ok", name, f"{len(libraries)} of {len(libraries)} load")


def check_display(environ: Mapping[str, str]) -> Iterator[Check]:
    """Whether a display can be reached, after the libraries that its kind takes."""
    problem = display.display_problem(environ)
    platforms = display.platforms(environ)
    for name in platforms or ["xcb"]:
        if name in display.PLATFORM_LIBRARIES:
            check = check_libraries(name + _LIBRARIES, display.PLATFORM_LIBRARIES[name])
            # Where one display answers, what another kind lacks stops nobody.
            yield check if problem or check.state == "ok" else replace(check, state="warning")
    if problem:
        yield Check("missing", _DISPLAY, problem)
    else:
        yield Check("ok", _DISPLAY, " or ".join(platforms) or platform.system())


def check_qt(could_start: bool) -> Iterator[Check]:
    """Whether Qt starts, in a child process, and which texts its fonts can show."""
    if not could_start:
        yield Check("warning", "Qt", "not tried, for what is said above")
        return
    answer = ask("embviz.gui.probe", QT_QPA_PLATFORM="offscreen")
    if isinstance(answer, str):
        yield Check("broken", "Qt", answer)
        return
    yield Check("ok", "Qt", f"{answer['qt']} starts")
    yield check_fonts(answer["fonts"], answer["japanese"])


def check_fonts(fonts: int, japanese: bool) -> Check:
    """Whether the system's fonts can show the texts of both languages; embviz brings Inter for English."""
    if not fonts:
        detail = "none installed; embviz brings one for Latin letters"
        return Check("warning", "fonts", detail, debian=("fonts-noto-core", "fonts-noto-cjk"))
    if not japanese:
        detail = f"{fonts} families, none with Japanese letters"
        return Check("warning", "fonts", detail, debian=("fonts-noto-cjk",))
    return Check("ok", "fonts", f"{fonts} families, Japanese too")


def ask(module: str, **environ: str) -> dict[str, Any] | str:
    """What a module prints when it is run in a child process, or in a few words why it printed nothing."""
    paths = [str(_PACKAGE_FOLDER), os.environ.get("PYTHONPATH", "")]
    child_environ = {**os.environ, **environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    try:
        # -P: a torch.py that lies in the current folder is not torch.
        child = subprocess.run(
            [sys.executable, "-P", "-m", module],
            env=child_environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_PATIENCE_S,
            encoding="utf-8",
            errors="replace",
        )
    except subprocess.TimeoutExpired:
        return f"gave no answer within {_PATIENCE_S} s"
    if child.returncode != 0:
        return describe_end(child.returncode, child.stderr)
    try:
        answer: dict[str, Any] = json.loads(child.stdout)
    except ValueError:
        return f"answered {child.stdout!r}"
    return answer


def describe_end(status: int, stderr: str) -> str:
    """How a child process ended, and the last thing it said."""
    lines = stderr.strip().splitlines()
    said = f": {lines[-1].strip()}" if lines else ""
    if status < 0:
        return f"killed by {signal.Signals(-status).name}{said}"
    return f"ended with status {status}{said}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version.partition("+")[0])[:3])
