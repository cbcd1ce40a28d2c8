"""Patience: how long the engine may be silent before a person is told, and what is told then."""

from __future__ import annotations

from time import perf_counter

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from embviz.core.experiment import Experiment
from embviz.core.messages import Command
from embviz.gui.control.notice import Notice

START_PATIENCE_MS = 30_000
ANSWER_PATIENCE_MS = 3_000
COUNT_MS = 1_000
# A dense step of so many numbers takes long enough to wait for, and cannot be interrupted.
LARGE_CELLS = 10_000_000


class Patience(QObject):
    """`noticed` brings what to tell once it is at an end, again each second as that counts up, and None when
    the engine has answered after all."""

    noticed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_ready = self._is_overdue = False
        self._experiment: Experiment | None = None
        self._command: Command = "snapshot"
        self._since_s = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_silence)

    def about(self, experiment: Experiment, command: Command) -> None:
        """Know that what is waited for is `command`, in a run of `experiment`."""
        self._experiment, self._command = experiment, command

    def wait(self, is_ready: bool) -> None:
        """Wait for an answer of an engine that `is_ready`, or for its start, unless that is on."""
        self._is_ready = is_ready
        if not self._timer.isActive():
            self._since_s = perf_counter()
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
        seconds = max(1, round(perf_counter() - self._since_s))
        self.noticed.emit(Notice(self._what().format(seconds=seconds), self._why(), "cancel"))
        # Whoever is told may have ended the waiting.
        if self._is_overdue:
            self._timer.start(COUNT_MS)

    def _what(self) -> str:
        if not self._is_ready:
            return self.tr("PyTorch has been starting for {seconds} s")
        named = {
            "forward": self.tr("PyTorch has been at this Forward for {seconds} s"),
            "backward": self.tr("PyTorch has been at this Backward for {seconds} s"),
            "step": self.tr("PyTorch has been at this Step for {seconds} s"),
            "zero_grad": self.tr("PyTorch has been at this Zero grad for {seconds} s"),
            "train": self.tr("PyTorch has been at this round of training for {seconds} s"),
            "begin": self.tr("PyTorch has been preparing this run for {seconds} s"),
            "open": self.tr("PyTorch has been opening this session for {seconds} s"),
        }
        return named.get(self._command, self.tr("PyTorch has not answered for {seconds} s"))

    def _why(self) -> str:
        outlook = self.tr("Cancel ends the process and keeps what is on screen")
        if self._experiment is None or not self._is_ready or not would_gain(self._experiment):
            why = self.tr("a large table takes long")
            return self.tr("{why}; {outlook}").format(why=why, outlook=outlook)
        why = self.tr(
            "a dense step goes through all {cells} numbers and cannot be interrupted; with sparse switched on"
            " in Setup it goes through the rows of the batch alone."
        ).format(cells=f"{self._experiment.cells:,}")
        return self.tr("{why} {outlook}.").format(why=why, outlook=outlook)


def would_gain(experiment: Experiment) -> bool:
    """Tell whether sparse grads would make each step of `experiment` a short one, and torch takes them."""
    if experiment.sparse or experiment.cells < LARGE_CELLS:
        return False
    sparse = msgspec.structs.replace(experiment, sparse=True)
    return len(sparse.cautions) <= len(experiment.cautions)
