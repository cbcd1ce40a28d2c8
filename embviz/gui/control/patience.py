"""Patience: how long the engine may be silent before a person is told, and what is told then."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from embviz.gui.control.notice import Notice

START_PATIENCE_MS = 30_000
ANSWER_PATIENCE_MS = 3_000


class Patience(QObject):
    """`noticed` brings what to tell once it is at an end, and None when the engine has answered after all."""

    noticed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_ready = self._is_overdue = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_silence)

    def wait(self, is_ready: bool) -> None:
        """Wait for an answer of an engine that `is_ready`, or for its start, unless that is on."""
        self._is_ready = is_ready
        if not self._timer.isActive():
            self._timer.start(ANSWER_PATIENCE_MS if is_ready else START_PATIENCE_MS)

    def end(self) -> None:
        """The engine has answered."""
        self._timer.stop()
        if self._is_overdue:
            self._is_overdue = False
            self.noticed.emit(None)

    def forget(self) -> None:
        """There is nothing to wait for any more."""
        self._timer.stop()
        self._is_overdue = False

    def _on_silence(self) -> None:
        self._is_overdue = True
        if self._is_ready:
            what = self.tr("PyTorch has not answered for {seconds} s").format(
                seconds=ANSWER_PATIENCE_MS // 1000
            )
        else:
            what = self.tr("PyTorch has been starting for {seconds} s").format(
                seconds=START_PATIENCE_MS // 1000
            )
        why = self.tr("a large table takes long; Cancel ends the process and keeps what is on screen")
        self.noticed.emit(Notice(what, why, "cancel"))
