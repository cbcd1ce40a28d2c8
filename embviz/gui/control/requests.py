"""Requests: what is sent to the engine, each with its number, its run, and the picture and cell wanted."""

from __future__ import annotations

from typing import Any

from embviz.core.experiment import Experiment
from embviz.core.messages import Place, Request, Snapshot, Viewport
from embviz.gui.control.drive import Burst
from embviz.gui.control.wishes import Wish

# How long the engine works before it shows what it did: about a frame.
BURST_S = 0.014


class Requests:
    """Makes the requests for `experiment`, whose pictures show `viewport` and explain the cell `selected`."""

    def __init__(self, experiment: Experiment, viewport: Viewport) -> None:
        self.run = 0
        self.experiment = experiment
        self.viewport: Viewport | None = viewport
        self.selected: Place | None = None
        self._count = 0

    @property
    def cell(self) -> Place | None:
        """The selected cell, where the table has it: a new run's may be smaller than the one before."""
        if self.selected is None:
            return None
        row, column = self.selected
        return self.selected if row < self.experiment.rows and column < self.experiment.dim else None

    def begin(self, resume: Snapshot | None) -> Request:
        """Return the request to begin the run, where there is a `resume` from there."""
        return self._request(command="begin", experiment=self.experiment, resume=resume)

    def wish(self, wish: Wish) -> Request:
        """Return the request that `wish` is for."""
        return self._request(
            command=wish.command, indices=wish.indices, place=wish.place, name=wish.name, value=wish.value
        )

    def train(self, burst: Burst) -> Request:
        """Return the request for one burst of a train."""
        return self._request(command="train", budget_s=BURST_S, **burst._asdict())

    def inspect(self) -> Request:
        """Return the request to explain the selected cell, without a picture."""
        return self._request(command="inspect", place=self.cell)

    def _request(self, **what: Any) -> Request:
        self._count += 1
        return Request(request=self._count, run=self.run, viewport=self.viewport, cell=self.cell, **what)
