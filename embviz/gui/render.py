"""`embviz render`: the same window drawn into files, and its numbers as JSON, without a display."""

from __future__ import annotations

import json
import math
import sys
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QObject, QSize, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget

from embviz.core.files import write_whole
from embviz.core.formats import FORMATS
from embviz.core.messages import Done, Moment, Outline, Snapshot, Tile
from embviz.core.order import Order
from embviz.gui import panels
from embviz.gui.app import STATUS_ERROR, STATUS_USAGE, Program, UnusableFile, loaded
from embviz.gui.control.notice import Notice
from embviz.gui.control.state import State
from embviz.gui.export.figure import write_figure
from embviz.gui.export.film import SAMPLED_MOMENTS, Film, frame_of, spread
from embviz.gui.export.numbers import curve_csv
from embviz.gui.export.report import Report, write_to_stdout
from embviz.gui.export.writer import EncoderError, Frame
from embviz.gui.studio import Studio

# What the platform without a screen says of every window; nobody can act on it.
OFFSCREEN_REMARK = "This plugin does not support "
# How much of the whole each kind of task is, for the report: an animation draws the window many times.
SHARE, TRAIN_SHARE, FILM_SHARE = 1.0, 4.0, 20.0
PANEL_IDS = {
    "weight": panels.WEIGHT,
    "grad": panels.GRAD,
    "state": panels.STATES,
    "curve": panels.CURVE,
    "details": panels.DETAILS,
}

Do = Callable[[Studio, Snapshot], None]


class Rendering(QObject):
    """Drives a program without a person: does what `order` says, one task after the other, and ends it."""

    def __init__(self, program: Program, order: Order) -> None:
        super().__init__()
        self._program = program
        self._order = order
        self._report = Report(order.tells_progress)
        self._size = QSize(*order.size)
        # What is still to be done, each once the controller is idle, and how much of the whole it is.
        self._tasks: deque[tuple[float, Do]] = deque(self._planned())
        self._whole = sum(share for share, _ in self._tasks)
        self._done = self._share = 0.0
        # The command whose answer the next task waits for.
        self._awaited = ""
        self._is_ended = False
        self._outline = Outline()
        self._film: Film | None = None
        self._studio: Studio | None = None
        program.window.resize(self._size)
        program.on_furnished = self._on_furnished

    def abandon(self) -> None:
        """Leave nothing of a file that is not whole."""
        if self._film is not None:
            self._film.abandon()

    def _planned(self) -> list[tuple[float, Do]]:
        order = self._order
        by_kind: dict[str, Callable[[Path], Do]] = {
            "figure": lambda path: partial(self._draw, path),
            "curve": lambda path: partial(self._write_curve, path),
            "table": lambda path: partial(self._export, path),
        }
        films = [path for path in order.outs if FORMATS[path.suffix.lower()] == "animation"]
        stills = [path for path in order.outs if path not in films]
        tasks: list[tuple[float, Do]] = []
        tasks += [(SHARE, self._open)] if order.session else []
        tasks += [(TRAIN_SHARE, self._train)] if order.steps else []
        if order.bookmark is not None or order.moment is not None or order.branch is not None:
            tasks.append((SHARE, self._find))
        tasks += [(SHARE, by_kind[FORMATS[path.suffix.lower()]](path)) for path in stills]
        tasks += [(FILM_SHARE, partial(self._shoot, films))] if films else []
        tasks += [(SHARE, self._ask_for_whole_tables), (SHARE, self._print_numbers)] if order.as_json else []
        return tasks

    def _on_furnished(self, studio: Studio) -> None:
        self._studio = studio
        self._program.errors.tell = self._on_error
        studio.controller.snapshot_changed.connect(self._on_snapshot)
        studio.controller.state_changed.connect(self._on_state)
        studio.controller.noticed.connect(self._on_notice)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.outline is not None:
            self._outline = snapshot.outline
        if snapshot.command == self._awaited:
            self._on_awaited()
        elif self._order.steps and snapshot.command == "train":
            self._tell_of(snapshot.step / self._order.steps)

    def _on_awaited(self) -> None:
        self._awaited = ""
        self._go_on()

    def _on_state(self, state: State) -> None:
        if state is State.IDLE:
            self._go_on()

    def _go_on(self) -> None:
        # Not at once: what the answer has changed in the window, the event loop lays out first.
        QTimer.singleShot(0, self, self._do_next)

    def _do_next(self) -> None:
        studio = self._studio
        if studio is None or self._is_ended or self._awaited:
            return
        controller = studio.controller
        if controller.state is not State.IDLE or controller.snapshot is None:
            return
        if studio.window.banner.text:
            # That the session is only read is no news in a picture, and what it covered is laid out first.
            studio.notices.take_back("hint")
            if not studio.window.banner.text:
                self._go_on()
                return
        self._done, self._share = self._done + self._share, 0.0
        if not self._tasks:
            self._tell(self._report.end)
            self._end(0)
            return
        self._share, do = self._tasks.popleft()
        do(studio, controller.snapshot)
        self._tell_of(0.0)

    def _tell_of(self, fraction: float) -> None:
        done = (self._done + fraction * self._share) / self._whole
        self._tell(lambda: self._report.tell(done))

    def _tell(self, tell: Callable[[], object]) -> None:
        try:
            tell()
        except OSError as error:
            self._fail(f"the progress cannot be told: {error.strerror}", STATUS_USAGE)

    def _open(self, studio: Studio, _snapshot: Snapshot) -> None:
        self._awaited = "open"
        studio.controller.open(str(self._order.session), True)

    def _train(self, studio: Studio, _snapshot: Snapshot) -> None:
        studio.controller.train(self._order.steps)

    def _find(self, studio: Studio, snapshot: Snapshot) -> None:
        try:
            moment = found(self._order, self._outline, snapshot)
        except LookupError as error:
            self._fail(str(error.args[0]), STATUS_USAGE)
        else:
            self._go(moment, studio, snapshot)

    def _go(self, moment: Moment, studio: Studio, snapshot: Snapshot) -> None:
        if moment == snapshot.moment:
            self._go_on()
        elif moment.branch != snapshot.moment.branch:
            self._awaited = "visit"
            studio.controller.visit(moment)
        else:
            self._awaited = "go"
            studio.controller.go(moment)

    def _draw(self, path: Path, studio: Studio, _snapshot: Snapshot) -> None:
        if self._fits():
            widget = self._shown(studio)
            self._attempt(path, lambda: write_figure(widget, path, self._order.scale))

    def _write_curve(self, path: Path, studio: Studio, _snapshot: Snapshot) -> None:
        content = curve_csv(studio.curve.numbers).encode()
        self._attempt(path, lambda: write_whole(path, content))

    def _fits(self) -> bool:
        size = self._program.window.size()
        if size != self._size:
            self._fail(f"the window takes {size.width()}x{size.height()} at least", STATUS_USAGE)
        return size == self._size

    def _shown(self, studio: Studio) -> QWidget:
        if studio.views is not None:
            studio.views.inspector.catch_up()
        name = self._order.panel
        return self._program.window if name is None else studio.panels[PANEL_IDS[name]]

    def _export(self, path: Path, studio: Studio, _snapshot: Snapshot) -> None:
        self._awaited = "export"
        studio.controller.exported.connect(self._on_exported)
        studio.controller.export(str(path.absolute()), path.suffix.lower().removeprefix("."))

    def _on_exported(self, _done: Done) -> None:
        assert self._studio is not None
        self._studio.controller.exported.disconnect(self._on_exported)
        self._on_awaited()

    def _shoot(self, paths: list[Path], studio: Studio, snapshot: Snapshot) -> None:
        if not self._fits():
            return
        order, here = self._order, snapshot.moment
        film = self._film = Film(paths, order.fps, order.hold_s, studio.window.theme.ground)
        # What the report has for this task, each frame has a part of.
        share, self._share = self._share, 0.0
        frames = spread(here.index, order.frames)
        visits = [(index, film.sample, 0.0) for index in spread(here.index, SAMPLED_MOMENTS)]
        visits += [(index, film.add, share / len(frames)) for index in frames]
        self._tasks.appendleft((0.0, partial(self._finish, film)))
        for index, take, part in reversed(visits):
            self._tasks.appendleft((part, partial(self._take, paths[0], take)))
            self._tasks.appendleft((0.0, partial(self._go, Moment(here.branch, index))))
        self._go_on()

    def _take(self, path: Path, take: Callable[[Frame], object], studio: Studio, _snapshot: Snapshot) -> None:
        frame = frame_of(self._shown(studio), self._order.scale, studio.window.theme.ground)
        self._attempt(path, lambda: take(frame))

    def _finish(self, film: Film, _studio: Studio, _snapshot: Snapshot) -> None:
        self._attempt(film.paths[0], film.finish)

    def _attempt(self, path: Path, do: Callable[[], object]) -> None:
        try:
            do()
        except OSError as error:
            self._fail(f"{path} cannot be written: {error.strerror or error}", STATUS_USAGE)
        except (EncoderError, ValueError) as error:
            self._fail(f"{path}: {error}", STATUS_USAGE)
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
            write_to_stdout(f"{json.dumps(numbers, allow_nan=False)}\n".encode())
        except OSError as error:
            self._fail(f"the numbers cannot be written: {error.strerror}", STATUS_USAGE)
        else:
            self._go_on()

    def _on_notice(self, notice: Notice | None) -> None:
        # An engine that is slow is waited for: there is no person here to lose patience.
        if notice is None or notice.remedy in ("cancel", "hint"):
            return
        # What a file was asked for may be the file's fault; all else is the engine's.
        is_file = self._awaited in ("open", "export") and notice.remedy != "restart"
        self._fail(f"{notice.what} {notice.why}", STATUS_USAGE if is_file else STATUS_ERROR)

    def _on_error(self, text: str) -> None:
        # There is no banner for anybody to read, and the task that failed starts no other.
        self._fail(f"unexpected error: {text}", STATUS_ERROR)

    def _fail(self, why: str, status: int) -> None:
        if not self._is_ended:
            self._report.clear()
            sys.stderr.write(f"embviz render: {' '.join(why.split())}\n")
            self._end(status)

    def _end(self, status: int) -> None:
        # The first reason to end is the one that counts.
        if not self._is_ended:
            self._is_ended = True
            self._tasks.clear()
            self._program.application.exit(status)


def run(order: Order) -> int:
    """Do what `order` says.

    Returns the exit status: 0, 1 where the engine failed, 2 for a file that cannot be used or written, or a
    moment that is not there.
    """
    qInstallMessageHandler(_on_qt_message)
    try:
        program = Program(loaded(order.experiment), order.theme)
    except UnusableFile as error:
        sys.stderr.write(f"embviz render: {error}\n")
        return STATUS_USAGE
    rendering = Rendering(program, order)
    status = program.run()
    rendering.abandon()
    rendering.deleteLater()
    return status


def found(order: Order, outline: Outline, snapshot: Snapshot) -> Moment:
    """Return the moment that `order` names. Raises LookupError with what there is instead."""
    if order.bookmark is not None:
        moments = {bookmark.name: bookmark.moment for bookmark in outline.bookmarks}
        if order.bookmark not in moments:
            known = ", ".join(repr(name) for name in moments) or "none"
            raise LookupError(f"no bookmark is called {order.bookmark!r}; there are: {known}")
        return moments[order.bookmark]
    branch, last = snapshot.moment.branch, snapshot.last
    # A person counts branches from one.
    if order.branch is not None and order.branch != branch + 1:
        lasts = {one.number + 1: one.last for one in outline.branches}
        if order.branch not in lasts:
            known = ", ".join(map(str, lasts))
            raise LookupError(f"there is no branch {order.branch}; there are: {known or branch + 1}")
        branch, last = order.branch - 1, lasts[order.branch]
    index = last if order.moment is None else order.moment
    if index > last:
        raise LookupError(f"there is no moment {index}: the last one of branch {branch + 1} is {last}")
    return Moment(branch, index)


def _on_qt_message(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if not text.startswith(OFFSCREEN_REMARK):
        sys.stderr.write(f"{text}\n")


def _table(tile: Tile) -> list[list[float | str]]:
    return [[_number(value) for value in row] for row in tile.values]


def _number(value: float) -> float | str:
    # JSON has no word for these; they are written as in protocol buffers' JSON, which Python's float() reads.
    number = float(value)
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
