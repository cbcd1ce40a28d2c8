"""RunLog: the code of each run of a lesson, kept while the next ones begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from embviz.core.handout_code import told_runs

if TYPE_CHECKING:
    from embviz.core.transcript import Transcript
    from embviz.gui.studio import Studio


class RunLog(QObject):
    """Follows the runs in the window of `studio` from `begin` to `end`; `text` is their code so far."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._is_on = False
        # The run that is on screen until the lesson's own comes.
        self._left: int | None = None
        # The view of the code begins another one with each run, and leaves the last as it is.
        self._runs: dict[int, Transcript] = {}
        self._text = ""
        # After the panels, and with them the view of the code, which the studio tells first.
        studio.controller.snapshot_changed.connect(self._look)

    @property
    def text(self) -> str:
        """The code of the runs, as one program."""
        self._look()
        return told_runs(list(self._runs.values())) if self._is_on else self._text

    def begin(self) -> None:
        """Forget the runs of before; the one on screen is none of those that are to come."""
        snapshot = self._studio.controller.snapshot
        self._left = None if snapshot is None else snapshot.run
        self._runs, self._is_on = {}, True

    def end(self) -> None:
        """Keep the code as it is now, whatever is done since."""
        self._text, self._is_on = self.text, False
        self._runs = {}

    def _look(self, *_: object) -> None:
        snapshot, views = self._studio.controller.snapshot, self._studio.views
        if not self._is_on or snapshot is None or snapshot.run == self._left or views is None:
            return
        if views.code.transcript is not None:
            self._runs[snapshot.run] = views.code.transcript
