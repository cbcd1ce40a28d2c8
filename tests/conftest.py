"""What every test stands on: no display, no user's files, nothing left behind, and made-up snapshots.

A test that asks for `qapp` or `qtbot` is watched: a message of Qt from WARNING up, an exception in a slot
or a thread, or a widget, timer, thread or process that outlives the test fails it. Tests of core and
engine ask for neither and pay nothing.
"""

from __future__ import annotations

import gc
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

# Before the first import of Qt. Pixels are compared at one scale, and QSettings must find an empty home.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(name, None)
HOME = tempfile.mkdtemp(prefix="embviz-tests-")
os.environ["XDG_CONFIG_HOME"] = HOME
os.environ["XDG_DATA_HOME"] = HOME

import numpy as np  # noqa: E402
import psutil  # noqa: E402

from embviz.core.messages import GradStatus, Scalars, Snapshot, Tile  # noqa: E402

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

settings.register_profile(
    "quick", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("quick"), derandomize=False, max_examples=2000)

LONG_TIMEOUT_S = 1800
# A process that was killed in the last moment of a test is given this long to be gone.
PROCESS_GRACE_S = 2.0
DRIVER = Path(__file__).with_name("driver.py")
# How long a driven program may take to say a word.
WAIT_S = 30.0
# A program that tells of nothing is asked again so soon; at once would take a core from the engine.
ASK_AGAIN_S = 0.02
FAILED = pytest.StashKey[bool]()
# What the platform without a screen says of every window.
OFFSCREEN_REMARKS = tuple(
    f"This plugin does not support {what}()" for what in ("propagateSizeHints", "raise")
)

MakeTile = Callable[..., Tile]
MakeSnapshot = Callable[..., Snapshot]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long campaigns too")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: a campaign of minutes; runs only with --long")
    settings.load_profile("long" if config.getoption("--long") else "quick")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(HOME, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    is_long = config.getoption("--long")
    for item in items:
        if item.get_closest_marker("long") is None:
            continue
        if not is_long:
            item.add_marker(pytest.mark.skip(reason="a campaign of minutes; --long runs it"))
        elif item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONG_TIMEOUT_S))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    """Hear Qt's messages while the test is taken down; pytest-qt hears those before."""
    if not _asks_for_qt(item):
        return (yield)
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    told: list[str] = []

    def on_message(kind: QtMsgType, context: object, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and text not in OFFSCREEN_REMARKS:
            told.append(text)

    previous = qInstallMessageHandler(on_message)
    try:
        result = yield
    finally:
        qInstallMessageHandler(previous)
    if told:
        pytest.fail("Qt said while the test was taken down: " + "; ".join(told), pytrace=False)
    return result


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a widget, an active timer, a thread or a process behind."""
    if not _asks_for_qt(request.node):
        yield
        return
    request.getfixturevalue("qapp")
    before = {id(thing): thing for thing in _living()}
    yield
    # The traceback of a failed test keeps its widgets, which are then no second error.
    if not request.node.stash.get(FAILED, False):
        left = _left_since(before, request.node)
        if left:
            pytest.fail("the test left behind: " + ", ".join(map(_described, left)), pytrace=False)


def _asks_for_qt(item: pytest.Item) -> bool:
    return "qapp" in getattr(item, "fixturenames", ())


def _left_since(before: dict[int, Any], item: Any) -> list[Any]:
    from PySide6.QtCore import QCoreApplication, QEvent

    limit_s = time.monotonic() + PROCESS_GRACE_S
    while True:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        left = [thing for thing in _living() if id(thing) not in before]
        if left:
            # What only a fixture's value or a cycle of Python's still holds is nobody's any more.
            del left
            item.funcargs.clear()
            gc.collect()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            left = [thing for thing in _living() if id(thing) not in before]
        running = _running(left)
        if not running or time.monotonic() > limit_s:
            return left
        running[0].waitForFinished(50)
        del left, running


def _living() -> list[Any]:
    import shiboken6
    from PySide6.QtCore import QAbstractAnimation, QProcess, QThread, QTimer
    from PySide6.QtWidgets import QApplication

    main_thread = QThread.currentThread()

    def is_at_work(thing: object) -> bool:
        if isinstance(thing, QTimer):
            return thing.isActive()
        if isinstance(thing, QProcess):
            return thing.state() != QProcess.ProcessState.NotRunning
        if isinstance(thing, QThread):
            return thing.isRunning() and thing is not main_thread
        if isinstance(thing, QAbstractAnimation):
            return thing.state() == QAbstractAnimation.State.Running
        return False

    working = [thing for thing in shiboken6.getAllValidWrappers() if is_at_work(thing)]
    return QApplication.allWidgets() + working


def _running(left: list[Any]) -> list[Any]:
    from PySide6.QtCore import QProcess

    return [thing for thing in left if isinstance(thing, QProcess)]


def _described(thing: Any) -> str:
    return f"{type(thing).__name__} {thing.objectName()!r}"


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The one QApplication, in the program's typeface and light look."""
    from embviz.gui import theme

    theme.load_fonts()
    theme.apply(qapp, theme.LIGHT)
    # What is there now stays: collecting what a test left behind is six times as fast without it.
    gc.collect()
    gc.freeze()
    return qapp


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Any]:
    """Each look in turn, given to the whole application."""
    from embviz.gui import theme as themes

    chosen = themes.DARK if request.param == "dark" else themes.LIGHT
    themes.apply(qapp, chosen)
    yield chosen
    themes.apply(qapp, themes.LIGHT)


@pytest.fixture(scope="session")
def make_tile() -> MakeTile:
    """Make a Tile of any numbers: `make_tile([[1, 2]], changed=[[True, False]])`."""
    return _tile


@pytest.fixture(scope="session")
def make_snapshot() -> MakeSnapshot:
    """Make a Snapshot of any numbers: `make_snapshot([[1, 2], [3, 4]], grad=None, step=3)`."""
    return _snapshot


def _tile(
    values: Any,
    *,
    changed: Any = None,
    shape: tuple[int, int] | None = None,
    rows: tuple[int, int] | None = None,
    columns: tuple[int, int] | None = None,
) -> Tile:
    table = np.array(values, dtype=np.float32)
    shape = shape or (table.shape[0], table.shape[1])
    return Tile(
        values=table,
        shape=shape,
        rows=rows or (0, shape[0]),
        columns=columns or (0, shape[1]),
        changed=None if changed is None else np.array(changed, dtype=np.bool_),
    )


def _snapshot(
    weight: Any = ((0.5, -0.25, 1.0), (0.0, 0.75, -1.0)),
    grad: Any = None,
    *,
    step: int = 0,
    run: int = 1,
    changed: Any = None,
    grad_status: str | GradStatus | None = None,
    steps: Any = None,
    distances: Any = (1.5,),
    losses: Any = None,
    gaps: Any = None,
    state: dict[str, Tile] | None = None,
    **others: Any,
) -> Snapshot:
    """The trace ends at `step` unless `steps` says otherwise; losses are the distances unless given."""
    if grad_status is None:
        grad_status = "none" if grad is None else "fresh"
    if isinstance(grad_status, str):
        passes = {"none": 0, "accumulated": 2}.get(grad_status, 1)
        grad_status = GradStatus(grad_status, passes)  # type: ignore[arg-type]
    distances = np.array(distances, dtype=np.float64)
    if steps is None:
        steps = np.arange(step + 1 - distances.size, step + 1)
    return Snapshot(
        run=run,
        step=step,
        weight=weight if isinstance(weight, Tile) else _tile(weight, changed=changed),
        grad=grad if grad is None or isinstance(grad, Tile) else _tile(grad),
        grad_status=grad_status,
        state=state or {},
        trace=Scalars(
            steps=np.array(steps, dtype=np.int64),
            losses=distances.copy() if losses is None else np.array(losses, dtype=np.float64),
            distances=distances,
            gaps=distances.copy() if gaps is None else np.array(gaps, dtype=np.float64),
        ),
        **others,
    )


class Driven:
    """The real program as a child process, under tests/driver.py. Every wait has a limit."""

    def __init__(self, process: subprocess.Popen[bytes], errors: Path) -> None:
        self.process = process
        self._errors = errors
        self._heard = b""

    @property
    def errors(self) -> str:
        """What it wrote on stderr."""
        return self._errors.read_text()

    @property
    def complaints(self) -> list[str]:
        """What it wrote on stderr, but for what the platform without a screen says of every window."""
        return [line for line in self.errors.splitlines() if line not in OFFSCREEN_REMARKS]

    def do(self, line: str) -> None:
        """Have `line` done in the program, without waiting for it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def ask(self, expression: str) -> Any:
        """Return what `expression` gives in the program."""
        self.do(expression)
        while "value" not in (told := self.next()):
            pass
        return told["value"]

    def until(self, expression: str, limit_s: float = WAIT_S) -> None:
        """Ask `expression` until it is true."""
        end_s = time.monotonic() + limit_s
        while not self.ask(expression):
            assert time.monotonic() < end_s, f"never was {expression}; stderr: {self.errors}"
            self._hear(ASK_AGAIN_S)

    def wait_for(self, **wanted: object) -> None:
        """Read on until the program tells of `wanted`, such as `state="IDLE"`."""
        while not wanted.items() <= self.next().items():
            pass

    def next(self) -> dict[str, Any]:
        """Return the next line that the program tells."""
        end_s = time.monotonic() + WAIT_S
        while b"\n" not in self._heard:
            data = self._hear(max(0.0, end_s - time.monotonic()))
            assert data, f"the program says nothing any more; stderr: {self.errors}"
        line, _, self._heard = self._heard.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        return told

    def told_until(self, end_s: float) -> list[dict[str, Any]]:
        """Return all that it tells until then, by time.monotonic(), or until it is silent for ever."""
        while self._hear(max(0.0, end_s - time.monotonic())):
            pass
        *lines, self._heard = self._heard.split(b"\n")
        return [json.loads(line) for line in lines]

    def _hear(self, limit_s: float) -> bytes:
        """Take in what it says, as soon as it says something, and return that."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], limit_s)
        data = os.read(self.process.stdout.fileno(), 1 << 16) if ready else b""
        self._heard += data
        return data


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Driven]]:
    """Start the real program in an empty folder: `launch("--theme", "dark", QT_SCALE_FACTOR="2")`."""
    with launching(tmp_path) as launch:
        yield launch


@pytest.fixture(scope="module")
def launch_for_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Driven]]:
    """Start the real program for all the tests of a file."""
    with launching(tmp_path_factory.mktemp("program")) as launch:
        yield launch


@contextmanager
def launching(folder: Path) -> Iterator[Callable[..., Driven]]:
    """Start programs in `folder`, and end them all at the end."""
    with ExitStack() as stack:

        def launch(*arguments: str, **environ: str) -> Driven:
            errors = folder / f"stderr-{len(list(folder.iterdir()))}.txt"
            process = subprocess.Popen(
                [sys.executable, str(DRIVER), *arguments],
                cwd=folder,
                env={**os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder), **environ},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stack.enter_context(errors.open("wb")),
            )
            stack.enter_context(process)
            stack.callback(_kill_family, process)
            return Driven(process, errors)

        yield launch


def _kill_family(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        for member in (*psutil.Process(process.pid).children(recursive=True), process):
            member.kill()
