"""What the scenarios share: a screen that nobody sees, and somebody before the window on it."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.scenarios.person import WAIT_S, Person

if TYPE_CHECKING:
    from tests.conftest import Driven

TOOLS = ("Xvfb", "xdotool")


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """A screen of 1280 x 720 that nobody sees; its name for DISPLAY."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing and os.environ.get("EMBVIZ_REQUIRE_SCENARIO"):
        pytest.fail(f"the scenario is required, but there is no {' and no '.join(missing)}")
    if missing:
        pytest.skip(f"there is no {' and no '.join(missing)}")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    # Else it begins anew whenever its last window has gone, and refuses the next one meanwhile.
    command.append("-noreset")
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            ready, _, _ = select.select([reading], [], [], WAIT_S)
            number = os.read(reading, 16).strip().decode() if ready else ""
            assert number, "Xvfb did not start"
            yield f":{number}"
        finally:
            os.close(reading)
            server.terminate()


@pytest.fixture
def person(screen: str, launch: Callable[..., Driven]) -> Person:
    """Somebody before a window that was just opened, and is ready."""
    return Person(launch(DISPLAY=screen, QT_QPA_PLATFORM="xcb"), screen)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where somebody has settings, sessions and whatever is saved."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def sit_down(screen: str, launch: Callable[..., Driven], home: Path) -> Callable[..., Person]:
    """Have somebody whose files are at `home` open a window, with arguments; as often as it is called."""

    def sit_down(*arguments: object) -> Person:
        places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
        program = launch(*map(str, arguments), DISPLAY=screen, QT_QPA_PLATFORM="xcb", **places)
        return Person(program, screen)

    return sit_down


@pytest.fixture(scope="module")
def visitor(screen: str, launch_for_all: Callable[..., Driven]) -> Iterator[Person]:
    """Somebody who stays before one window for all the tests of a file; nothing may go wrong in it."""
    person = Person(launch_for_all(DISPLAY=screen, QT_QPA_PLATFORM="xcb"), screen)
    yield person
    assert person.program.complaints == []
