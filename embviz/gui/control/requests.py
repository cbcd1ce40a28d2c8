"""Requests: what is sent to the engine, each with its number, its run, and the picture and cell wanted."""

from __future__ import annotations

from typing import Any

from embviz.core.experiment import Experiment
from embviz.core.messages import Moment, Place, Request, Snapshot, Viewport
from embviz.gui.control.drive import Burst
from embviz.gui.control.wishes import Wish

# How long the engine works before it shows what it did: about a frame.
BURST_S = 0.014
# Until the panels have told what fits.
DEFAULT_VIEWPORT = Viewport(height=256, width=512)


class Requests:
    """Makes the requests for `experiment`, whose pictures show `viewport`, explain the cell `selected`
    and bring the moment to compare with, `against`."""

    def __init__(self, experiment: Experiment) -> None:
        self.run = 0
        self.experiment = experiment
        self.viewport: Viewport | None = DEFAULT_VIEWPORT
        self.selected: Place | None = None
        self.against: Moment | None = None
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
        what = wish._asdict()
        del what["rounds"]
        return self._request(**what)

    def go(self, moment: Moment) -> Request:
        """Return the request to show another moment of the run."""
        return self._request(command="go", moment=moment)

    def train(self, burst: Burst) -> Request:
        """Return the request for one burst of a train."""
        return self._request(command="train", budget_s=BURST_S, **burst._asdict())

    def inspect(self) -> Request:
        """Return the request to explain the selected cell, without a picture."""
        return self._request(command="inspect", place=self.cell)

    def _request(self, **what: Any) -> Request:
        self._count += 1
        return Request(
            request=self._count,
            run=self.run,
            viewport=self.viewport,
            cell=self.cell,
            against=self.against,
            **what,
        )
