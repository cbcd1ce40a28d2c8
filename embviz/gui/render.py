"""`embviz render`: the same window drawn into a picture, and its numbers as JSON, without a display."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMessageLogContext,
    QObject,
    QSize,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)

from embviz.core.files import write_whole
from embviz.core.messages import Snapshot, Tile
from embviz.gui.app import STATUS_ERROR, STATUS_USAGE, Program, UnusableFile, loaded
from embviz.gui.control.notice import Notice
from embviz.gui.control.state import State
from embviz.gui.studio import Studio

# What the platform without a screen says of every window; nobody can act on it.
OFFSCREEN_REMARK = "This plugin does not support "


class Rendering(QObject):
    """Drives a program without a person: trains, takes the picture, prints the numbers, and ends it.

    `out` is where the picture of `size` goes (None: none is taken); `as_json` says whether the numbers are
    printed.
    """

    def __init__(self, program: Program, steps: int, size: QSize, out: Path | None, as_json: bool) -> None:
        super().__init__()
        self._program = program
        self._size = size
        self._out = out
        # What is still to be done, in this order, each once the controller is idle.
        self._tasks: list[Callable[[Studio, Snapshot], None]] = [self._train] if steps else []
        self._tasks += [self._draw] if out else []
        self._tasks += [self._ask_for_whole_tables, self._print_numbers] if as_json else []
        self._steps = steps
        self._studio: Studio | None = None
        program.window.resize(size)
        program.on_furnished = self._on_furnished

    def _on_furnished(self, studio: Studio) -> None:
        self._studio = studio
        self._program.errors.tell = self._on_error
        studio.controller.state_changed.connect(self._on_state)
        studio.controller.noticed.connect(self._on_notice)

    def _on_state(self, state: State) -> None:
        if state is State.IDLE:
            self._go_on()

    def _go_on(self) -> None:
        # Not at once: what the answer has changed in the window, the event loop lays out first.
        QTimer.singleShot(0, self, self._do_next)

    def _do_next(self) -> None:
        studio = self._studio
        if studio is None or studio.controller.state is not State.IDLE or studio.controller.snapshot is None:
            return
        if self._tasks:
            self._tasks.pop(0)(studio, studio.controller.snapshot)
        else:
            self._end(0)

    def _train(self, studio: Studio, _snapshot: Snapshot) -> None:
        studio.controller.train(self._steps)

    def _draw(self, studio: Studio, snapshot: Snapshot) -> None:
        assert self._out is not None
        size = self._program.window.size()
        if size != self._size:
            self._fail(f"the window takes {size.width()}x{size.height()} at least", STATUS_USAGE)
            return
        if studio.views is not None:
            studio.views.inspector.catch_up()
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._program.window.grab().save(buffer, "PNG")
        try:
            write_whole(self._out, bytes(content.data()))
        except OSError as error:
            self._fail(f"{self._out} cannot be written: {error.strerror}", STATUS_USAGE)
        else:
            self._go_on()

    def _ask_for_whole_tables(self, studio: Studio, snapshot: Snapshot) -> None:
        if snapshot.weight.is_whole:
            self._go_on()
        else:
            studio.controller.set_viewport(None)

    def _print_numbers(self, studio: Studio, snapshot: Snapshot) -> None:
        numbers = {
            "step": snapshot.step,
            "distances": [_number(value) for value in studio.curve.series.numbers[: snapshot.step]],
            "weight": _table(snapshot.weight),
            "grad": None if snapshot.grad is None else _table(snapshot.grad),
            "torch": studio.controller.torch_version,
        }
        try:
            _write_to_stdout(f"{json.dumps(numbers, allow_nan=False)}\n".encode())
        except OSError as error:
            self._fail(f"the numbers cannot be written: {error.strerror}", STATUS_USAGE)
        else:
            self._go_on()

    def _on_notice(self, notice: Notice | None) -> None:
        # An engine that is slow is waited for: there is no person here to lose patience.
        if notice is not None and notice.remedy != "cancel":
            self._fail(f"{notice.what} {notice.why}", STATUS_ERROR)

    def _on_error(self, text: str) -> None:
        # There is no banner for anybody to read, and the task that failed starts no other.
        self._fail(f"unexpected error: {text}", STATUS_ERROR)

    def _fail(self, why: str, status: int) -> None:
        sys.stderr.write(f"embviz render: {' '.join(why.split())}\n")
        self._tasks = []
        self._end(status)

    def _end(self, status: int) -> None:
        self._program.application.exit(status)


def run(
    steps: int,
    out: Path | None,
    as_json: bool,
    experiment: Path | None,
    size: tuple[int, int],
    theme_name: str,
    scale: int,
) -> int:
    """Train `steps` steps, write the window's picture (`size` times `scale` pixels), print the numbers.

    Returns the exit status: 0, 1 where the engine failed, 2 for a file that cannot be used or written.
    """
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    qInstallMessageHandler(_on_qt_message)
    try:
        program = Program(loaded(experiment), theme_name)
    except UnusableFile as error:
        sys.stderr.write(f"embviz render: {error}\n")
        return STATUS_USAGE
    rendering = Rendering(program, steps, QSize(*size), out, as_json)
    status = program.run()
    rendering.deleteLater()
    return status


def _on_qt_message(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if not text.startswith(OFFSCREEN_REMARK):
        sys.stderr.write(f"{text}\n")


def _write_to_stdout(content: bytes) -> None:
    # Not through sys.stdout: what it could not write it would try once more at exit, with a traceback.
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(sys.stdout.fileno(), rest) :]


def _table(tile: Tile) -> list[list[float | str]]:
    return [[_number(value) for value in row] for row in tile.values]


def _number(value: float) -> float | str:
    # JSON has no word for these; they are written as in protocol buffers' JSON, which Python's float() reads.
    number = float(value)
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
