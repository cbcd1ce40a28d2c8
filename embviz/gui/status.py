"""StatusLine: where the run stands and what to press next, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from embviz.core.numbers import short
from embviz.gui.panel import Elided
from embviz.gui.state import State
from embviz.gui.theme import GAP_PX, LIGHT, Theme

if TYPE_CHECKING:
    from embviz.core.messages import Snapshot

HEIGHT_PX = 38
MARGIN_PX = GAP_PX + 6
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
        self.setFixedHeight(HEIGHT_PX)
        # It paints all of itself, so that the window below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = LIGHT
        self._snapshot: Snapshot | None = None
        self._state = State.STARTING
        # In no layout: it would have the whole window laid out anew for each number in the line.
        self._label = Elided(14, name="", parent=self)
        self.retranslate()

    @property
    def text(self) -> str:
        """What the line says."""
        return self._label.text()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Tell of `snapshot`."""
        self._snapshot = snapshot
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
        if snapshot is None:
            return (self._waiting(),)
        step = self.tr("step {step}").format(step=snapshot.step)
        distance = self.tr("distance {distance}").format(distance=short(snapshot.distance))
        if self._state is State.RUNNING:
            return step, distance, self.tr("running: press Pause to stop")
        if self._state in (State.STARTING, State.STOPPED):
            return step, distance, self._waiting()
        return step, distance, self._event(snapshot), self._grad(snapshot)

    def _waiting(self) -> str:
        if self._state is State.STARTING:
            return self.tr("Starting PyTorch")
        if self._state is State.STOPPED:
            return self.tr("PyTorch has ended; press Restart")
        return ""

    def _event(self, snapshot: Snapshot) -> str:
        if snapshot.command == "forward":
            return self.tr("Forward computed the loss, {loss}; weight and grad are as they were").format(
                loss=short(float(snapshot.trace.losses[-1]))
            )
        if snapshot.command == "step" and snapshot.grad is None:
            return self.tr("Step changed nothing")
        return ""

    def _grad(self, snapshot: Snapshot) -> str:
        kind, passes = snapshot.grad_status.kind, snapshot.grad_status.passes
        if kind == "none":
            return self.tr("grad is None: press Backward to fill it")
        if kind == "fresh":
            return self.tr("grad is fresh: press Step to move weight by it")
        if kind == "accumulated":
            return self.tr(
                "grad is the sum of {passes} backward passes: press Step, or Zero grad to clear it"
            ).format(passes=passes)
        return self.tr("grad is stale (used by Step): press Zero grad, or Backward adds to it")
