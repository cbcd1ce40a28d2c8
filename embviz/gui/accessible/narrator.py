"""Narrator: has what happens read out by a screen reader: the line at the foot, and the banner."""

from __future__ import annotations

from PySide6.QtCore import QObject

from embviz.gui.accessible.voice import announce
from embviz.gui.banner import Banner
from embviz.gui.control.controller import ModelController
from embviz.gui.control.state import State
from embviz.gui.status import StatusLine


class Narrator(QObject):
    """Reads out what `status` says when that is something else, and at once what `banner` says.

    While it runs the numbers change sixty times a second: that it runs is read out, and how it ended. To be
    made once the line hears of the controller's signals itself.
    """

    def __init__(
        self, status: StatusLine, banner: Banner, controller: ModelController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._status, self._banner, self._controller = status, banner, controller
        self._said: object = None
        controller.snapshot_changed.connect(self._on_change)
        controller.state_changed.connect(self._on_change)
        banner.said.connect(self._on_banner)

    def _on_change(self) -> None:
        is_running = self._controller.state is State.RUNNING
        # Between a command and its answer, the line still tells of what was before.
        if self._controller.state is State.BUSY:
            return
        said = is_running or self._status.text
        if said != self._said:
            self._said = said
            announce(self._status, self._status.text)

    def _on_banner(self) -> None:
        announce(self._banner, self._banner.text, is_urgent=True)
