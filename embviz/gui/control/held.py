"""Held: the run that the engine has, which stays where another one cannot begin."""

from __future__ import annotations

from embviz.core.experiment import Experiment
from embviz.core.messages import Outline, Request, Snapshot
from embviz.gui.control.requests import Requests


class Held:
    """Remembers the number and the experiment of the run that began last; there is none at first."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests
        self._run: tuple[int, Experiment] | None = None

    def __bool__(self) -> bool:
        return self._run is not None

    def begin(self, asked: Request, snapshot: Snapshot, outline: Outline) -> None:
        """The run that was `asked` for has begun with `snapshot`."""
        # Not what was asked for: the engine knows the shape of a file, and how many words a text has.
        begun = outline.experiment(snapshot.moment.branch) or asked.experiment
        assert begun is not None
        self._run = asked.run, begun

    def arrive(self, run: int) -> None:
        """What is shown is of `run`: what is asked from now on is about its experiment."""
        if self._run is not None and self._run[0] == run:
            self._requests.experiment = self._run[1]

    def put_back(self) -> None:
        """Ask about this run again, since the one that was to come has not."""
        if self._run is not None:
            self._requests.run, self._requests.experiment = self._run

    def forget(self) -> None:
        """The engine is gone, and its run with it."""
        self._run = None
