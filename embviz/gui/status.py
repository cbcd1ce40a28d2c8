"""StatusLine: where the run stands and what to press next, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from embviz.core.numbers import short
from embviz.gui.control.state import State
from embviz.gui.theme import GAP_PX, LIGHT, Theme, px
from embviz.gui.widgets.panel import Elided

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from embviz.core.messages import Action, Bookmark, Outline, Snapshot

HEIGHT_PX = 38
MARGIN_PX = GAP_PX + 6
# What else than an argument of the optimizer is set in the middle of a run; core.messages would bring numpy.
ZERO_GRAD = "zero_grad"
LISTED = 8
# The button that the state of grad asks for.
NEXT_ACTION = {
    "none": "action_backward",
    "fresh": "action_step",
    "accumulated": "action_step",
    "stale": "action_zero_grad",
}


class StatusLine(QWidget):
    """The line at the foot of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setFixedHeight(px(HEIGHT_PX))
        # It paints all of itself, so that the window below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = LIGHT
        self._snapshot: Snapshot | None = None
        self._said = ""
        # How a row is called, by its number and the labels: what says so brings numpy, and comes later.
        self._named: Callable[[int, Mapping[int, str]], str] = lambda row, _names: str(row)
        self._state = State.STARTING
        # What was done in the run, by its number, and how many actions there were when it began.
        self._actions: dict[int, Action] = {}
        self._begun_at = 0
        self._outline: Outline | None = None
        # The bookmarks that were given and taken away last.
        self._given: tuple[Bookmark, ...] = ()
        self._taken: tuple[Bookmark, ...] = ()
        # In no layout: it would have the whole window laid out anew for each number in the line.
        self._label = Elided(14, name="", parent=self)
        self.retranslate()

    @property
    def text(self) -> str:
        """What the line says."""
        return self._label.text()

    def name_rows(self, named: Callable[[int, Mapping[int, str]], str]) -> None:
        """Have `named` say how a row is called, given its number and the labels of rows."""
        self._named = named

    def say(self, text: str) -> None:
        """Say `text` until something else happens."""
        self._said = text
        self.retranslate()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Tell of `snapshot`."""
        previous, self._snapshot = self._snapshot, snapshot
        # The same moment comes again, with other facts about a cell at every move of the mouse, and as
        # another picture where the window is laid out anew.
        is_look = snapshot.command == "snapshot"
        if (
            previous is None
            or previous.run != snapshot.run
            or not (is_look or previous.trace is snapshot.trace)
        ):
            self._said = ""
        if previous is None or snapshot.run != previous.run:
            self._actions, self._begun_at = {}, snapshot.action_count
        for action in snapshot.actions:
            self._actions[action.number] = action
        if snapshot.outline is not None:
            self._take_in(snapshot.outline)
        self.retranslate()

    def set_state(self, state: State) -> None:
        """Tell of what the controller is doing."""
        self._state = state
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def retranslate(self) -> None:
        """Say it in the language that is set now."""
        self._label.setText(" · ".join(part for part in self._parts() if part))
        self.setAccessibleName(self._label.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label.setGeometry(self.rect().adjusted(MARGIN_PX, 0, -MARGIN_PX, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.card))
            painter.fillRect(0, 0, self.width(), 1, QColor(self._theme.line))

    def _parts(self) -> tuple[str, ...]:
        snapshot = self._snapshot
        if self._said:
            return (self._said,)
        if snapshot is None:
            return (self._waiting(),)
        step = self.tr("step {step}").format(step=f"{snapshot.step:,}")
        course = self._course(snapshot)
        if self._state is State.RUNNING:
            return step, *course, self._clearing(snapshot), self.tr("running: press Pause to stop")
        if self._state in (State.STARTING, State.STOPPED):
            return step, *course, self._waiting()
        if snapshot.is_past:
            return self._past(snapshot)
        told = self._stop(snapshot) or self._event(snapshot)
        return self._branch(snapshot), step, *course, told, self._grad(snapshot)

    def _course(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Say how far the training has come: by the loss on a text, else by the first pair's distance."""
        if snapshot.text is None:
            return (self._distance(snapshot),)
        loss = f"{float(snapshot.trace.losses[-1]):.3g}"
        return (
            self.tr("loss {loss}").format(loss=loss),
            self.tr("{pairs} pairs, {passes} passes of the text").format(
                pairs=f"{snapshot.text.pairs:,}", passes=f"{snapshot.text.epochs:,.2f}"
            ),
        )

    def _distance(self, snapshot: Snapshot) -> str:
        distance = short(snapshot.distance)
        pair = snapshot.trained_pairs[0] if snapshot.trained_pairs else ()
        if not any(row in snapshot.names for row in pair):
            return self.tr("distance {distance}").format(distance=distance)
        first, second = (self._named(row, snapshot.names) for row in pair)
        return self.tr("distance of {first} and {second} {distance}").format(
            first=first, second=second, distance=distance
        )

    def _past(self, snapshot: Snapshot) -> tuple[str, ...]:
        return (
            self.tr("the past: step {step}").format(step=f"{snapshot.step:,}"),
            self._bookmark(snapshot) if snapshot.command == "bookmark" else self._after(snapshot),
            self.tr("press End to come back, or act to continue from here as a new branch"),
        )

    def _after(self, snapshot: Snapshot) -> str:
        """Say what made a past moment."""
        if not snapshot.action_count:
            return self.tr("the start of the run")
        action = self._actions.get(snapshot.action_count)
        if action is None:
            return ""
        row, column = action.place or (0, 0)
        text = {
            "forward": self.tr("after Forward"),
            "backward": self.tr("after Backward"),
            "step": self.tr("after Step"),
            "zero_grad": self.tr("after Zero grad"),
            "train": self.tr("after Train {rounds}"),
            "lookup": self.tr("after Look up"),
            "edit": self.tr("after the edit of row {row}, column {column}"),
            "set": self.tr("after {name} = {value}"),
        }.get(action.kind, "")
        if action.kind == "train" and snapshot.rounds < action.rounds:
            text = self.tr("after Train {rounds}, round {round}")
        return text.format(
            rounds=action.rounds,
            round=snapshot.rounds,
            row=row,
            column=column,
            name=action.name,
            value=action.value,
        )

    def _branch(self, snapshot: Snapshot) -> str:
        """Say which branch it is, until a second action has been done in it."""
        branches = () if self._outline is None else self._outline.branches
        branch = next((one for one in branches if one.number == snapshot.moment.branch), None)
        if branch is None or branch.fork is None or snapshot.action_count > self._begun_at + 1:
            return ""
        # A person counts from one, and the run's own line is the first.
        return self.tr("branch {number}, from step {step}").format(
            number=branch.number + 1, step=f"{branch.step:,}"
        )

    def _take_in(self, outline: Outline) -> None:
        before = () if self._outline is None else self._outline.bookmarks
        self._outline = outline
        self._given = tuple(mark for mark in outline.bookmarks if mark not in before)
        self._taken = tuple(mark for mark in before if mark not in outline.bookmarks)

    def _waiting(self) -> str:
        if self._state is State.STARTING:
            return self.tr("Starting PyTorch")
        if self._state is State.STOPPED:
            return self.tr("PyTorch has ended; press Restart")
        return ""

    def _clearing(self, snapshot: Snapshot) -> str:
        return {
            "none": "",
            "zeros": self.tr("grad is cleared to zeros"),
            "forgotten": self.tr("zero_grad is forgotten: grad adds up"),
        }[snapshot.zero_grad]

    def _stop(self, snapshot: Snapshot) -> str:
        reasons = {
            "distance_below": self.tr("stopped: the distance fell below the limit at step {step}"),
            "first_increase": self.tr("stopped: the distance rose at step {step}"),
            "after_steps": self.tr("stopped: the steps asked for are done at step {step}"),
        }
        return reasons.get(snapshot.stopped_by, "").format(step=f"{snapshot.step:,}")

    def _event(self, snapshot: Snapshot) -> str:
        tell = {
            "forward": self._forward,
            "step": self._step,
            "train": self._train,
            "lookup": self._lookup,
            "edit": self._edit,
            "set": self._set,
            "go": self._go,
            "open": self._open,
            "bookmark": self._bookmark,
        }.get(snapshot.command)
        return "" if tell is None else tell(snapshot)

    def _forward(self, snapshot: Snapshot) -> str:
        loss = short(float(snapshot.trace.losses[-1]))
        if _has_moved(snapshot) is True:
            return self.tr(
                "Forward computed the loss, {loss}, and max_norm changed the rows it looked up"
            ).format(loss=loss)
        return self.tr("Forward computed the loss, {loss}; weight and grad are as they were").format(
            loss=loss
        )

    def _step(self, snapshot: Snapshot) -> str:
        if snapshot.grad is None:
            return self.tr("Step changed nothing")
        if _has_moved(snapshot) is False:
            return self.tr("Step moved no weight")
        return "" if snapshot.grad_status.passes else self.tr("Step moved weight although grad holds zeros")

    def _train(self, snapshot: Snapshot) -> str:
        return self.tr("Train moved no weight") if _has_moved(snapshot) is False else ""

    def _lookup(self, snapshot: Snapshot) -> str:
        if snapshot.lookup is None or not snapshot.lookup.changed_rows:
            return self.tr("the lookup changed nothing")
        rows = listed(snapshot.lookup.changed_rows)
        return self.tr("the lookup changed rows {rows}: max_norm").format(rows=rows)

    def _edit(self, snapshot: Snapshot) -> str:
        action = _last(snapshot, "edit")
        if action is None or action.place is None:
            return ""
        row, column = action.place
        return self.tr("the cell in row {row}, column {column} is {value} now").format(
            row=row, column=column, value=action.value
        )

    def _set(self, snapshot: Snapshot) -> str:
        action = _last(snapshot, "set")
        if action is None:
            return ""
        if action.name == ZERO_GRAD:
            return {
                "none": self.tr("grad is cleared to None from now on"),
                "zeros": self.tr("grad is cleared to zeros from now on"),
                "forgotten": self.tr("zero_grad is forgotten from now on"),
            }[snapshot.zero_grad]
        return self.tr("{name} = {value} from now on").format(name=action.name, value=action.value)

    def _go(self, _snapshot: Snapshot) -> str:
        return self.tr("this is the last moment")

    def _open(self, _snapshot: Snapshot) -> str:
        if self._outline is None or not self._outline.path or self._outline.is_untitled:
            return self.tr("the session is open again, as it was left")
        name = self._outline.path.replace("\\", "/").rpartition("/")[2]
        return self.tr("{file} is open, as it was left").format(file=name)

    def _bookmark(self, _snapshot: Snapshot) -> str:
        if self._given:
            mark = self._given[-1]
            return self.tr("step {step} is bookmarked as “{name}”").format(
                step=f"{mark.step:,}", name=mark.name
            )
        if self._taken:
            return self.tr("the bookmark “{name}” is taken away").format(name=self._taken[-1].name)
        return ""

    def _grad(self, snapshot: Snapshot) -> str:
        status = snapshot.grad_status
        if status.kind == "none":
            return self.tr("grad is None: press Backward to fill it")
        if not status.passes:
            return self.tr("grad holds zeros: press Backward to add to them")
        if status.kind == "stale":
            return self._stale(status.passes)
        if status.kind == "accumulated":
            return self.tr(
                "grad is the sum of {passes} backward passes: press Step, or Zero grad to clear it"
            ).format(passes=status.passes)
        if status.sparse_rows is not None:
            return self.tr(
                "grad is fresh and sparse, {rows} rows stored: press Step to move weight by it"
            ).format(rows=f"{status.sparse_rows:,}")
        return self.tr("grad is fresh: press Step to move weight by it")

    def _stale(self, passes: int) -> str:
        if passes == 1:
            return self.tr("grad is stale (used by Step): press Zero grad, or Backward adds to it")
        return self.tr(
            "grad is stale, the sum of {passes} backward passes: press Zero grad, or Backward adds to it"
        ).format(passes=passes)


def next_action(snapshot: Snapshot) -> str:
    """Return the id of the button that `snapshot` asks for."""
    status = snapshot.grad_status
    # Zeros are to be filled as None is.
    return NEXT_ACTION[status.kind if status.passes else "none"]


def listed(rows: Sequence[int]) -> str:
    """Return `rows` as a person lists them, the first few of many."""
    shown = ", ".join(str(row) for row in rows[:LISTED])
    return f"{shown}, …" if len(rows) > LISTED else shown


def _has_moved(snapshot: Snapshot) -> bool | None:
    # None where nothing is known of the moment before.
    changed = snapshot.weight.changed
    return None if changed is None else bool(changed.any())


def _last(snapshot: Snapshot, kind: str) -> Action | None:
    return next((action for action in reversed(snapshot.actions) if action.kind == kind), None)
