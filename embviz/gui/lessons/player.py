"""Player: does in the window what a solution says, one thing after the other, as a person would."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from embviz.core.examples import EXAMPLES
from embviz.core.lessons.seen import Seen
from embviz.core.lessons.solutions import RUN_UNTIL, Move
from embviz.gui.actions import RUN_ID, TRAIN_ID
from embviz.gui.control.state import State
from embviz.gui.widgets.editors import Choice

if TYPE_CHECKING:
    from embviz.gui.studio import Studio

TURN_MS = 5
_SWITCHED_ON = frozenset({"true", "True", "1", "on"})


class Player(QObject):
    """Plays moves in the window of `studio`; `finished` says that the last one is done.

    `look` returns what is to be seen now, by which a run finds its end.
    """

    finished = Signal()

    def __init__(self, studio: Studio, look: Callable[[], Seen | None]) -> None:
        super().__init__(studio)
        self._studio, self._look = studio, look
        self._moves: deque[Move] = deque()
        self._running: Move | None = None
        self._before: Seen | None = None
        self._is_on = False
        studio.controller.state_changed.connect(self._go_on)
        studio.controller.snapshot_changed.connect(self._go_on)
        # What changes nothing in the engine, and what only tells a view something, is followed by no signal.
        self._turn = QTimer(self, interval=TURN_MS)
        self._turn.timeout.connect(self._go_on)

    @property
    def is_playing(self) -> bool:
        """True from the first move to the end of the last one."""
        return self._is_on

    def play(self, moves: Iterable[Move], before: Seen | None) -> None:
        """Do `moves`, in their order; `before` is the moment at which their step began."""
        self._moves, self._running, self._before = deque(moves), None, before
        self._is_on = True
        self._turn.start()

    def stop(self) -> None:
        """Do no more."""
        self._moves.clear()
        self._running, self._is_on = None, False
        self._turn.stop()

    def _go_on(self) -> None:
        if not self._is_on:
            return
        if self._running is not None:
            self._watch_run(self._running)
        elif self._is_at_rest:
            self._next()

    @property
    def _is_at_rest(self) -> bool:
        # A journey to a past moment leaves the controller idle.
        controller = self._studio.controller
        return controller.state is State.IDLE and not controller.requests_in_flight

    def _next(self) -> None:
        if not self._moves:
            self.stop()
            self.finished.emit()
            return
        move = self._moves.popleft()
        if move.verb == RUN_UNTIL:
            self._running = move
        PLAYS[move.verb](self._studio, move.words)

    def _watch_run(self, move: Move) -> None:
        seen, controller = self._look(), self._studio.controller
        assert move.condition is not None
        if seen is None or self._before is None or not move.condition.holds(self._before, seen):
            return
        self._running = None
        if controller.state is State.RUNNING:
            controller.pause()


Words = tuple[str, ...]


def _pressing(name: str) -> Callable[[Studio, Words], None]:
    return lambda studio, _words: studio.window.actions_by_id[name].trigger()


def _train(studio: Studio, words: Words) -> None:
    studio.window.toolbar.count.setText(words[0])
    studio.window.actions_by_id[TRAIN_ID].trigger()


def _look_up(studio: Studio, words: Words) -> None:
    studio.details.show_view("lookup")
    assert studio.views is not None
    studio.views.lookup.field.setText(", ".join(words))
    studio.views.lookup.button.click()


def _set(studio: Studio, words: Words) -> None:
    _type(studio, *words)
    studio.setup.set_button.click()


def _apply(studio: Studio, words: Words) -> None:
    for word in words:
        name, _, typed = word.partition("=")
        _type(studio, name, typed)
    studio.setup.apply_button.click()


def _type(studio: Studio, name: str, typed: str) -> None:
    """Type, choose or switch in a field of the form, which may be folded away."""
    form = studio.setup.form
    if name not in form.fields:
        form.fold.setChecked(True)
    editor = form.fields[name].editor
    if isinstance(editor, QLineEdit):
        editor.setText(typed)
    elif isinstance(editor, Choice):
        editor.choose(typed)
    else:
        editor.setChecked(typed in _SWITCHED_ON)


def _edit(studio: Studio, words: Words) -> None:
    row, column, value = words
    studio.weight.cell_edited.emit((int(row), int(column)), float(value))


def _clear_by(studio: Studio, words: Words) -> None:
    studio.window.toolbar.zeroing.actions[words[0]].trigger()


def _select(studio: Studio, words: Words) -> None:
    panels = {panel.name: panel for panel in (*studio.heatmaps, *studio.states.panels.values())}
    panels[words[0]].cell_clicked.emit((int(words[1]), int(words[2])))


def _begin_example(studio: Studio, words: Words) -> None:
    (example,) = (one for one in EXAMPLES if one.id == words[0])
    studio.begin_example(example)


# One row for each verb of core/lessons/solutions.py.
PLAYS: Mapping[str, Callable[[Studio, Words], None]] = {
    **{
        verb: _pressing(f"action_{verb}")
        for verb in ("forward", "backward", "step", "zero_grad", "reset", "undo")
    },
    RUN_UNTIL: _pressing(RUN_ID),
    "train": _train,
    "lookup": _look_up,
    "set": _set,
    "edit": _edit,
    "zeroing": _clear_by,
    "select": _select,
    "example": _begin_example,
    "apply": _apply,
    "tab": lambda studio, words: studio.details.show_view(words[0]),
}
