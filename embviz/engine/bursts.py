"""Bursts: how long a train works for one picture: where that takes long to keep and to draw, longer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from embviz.core.messages import Request

# Keeping and drawing take no more than a quarter of the time, but for pictures that would come too seldom.
PARTS = 3.0
LONGEST_S = 0.06
# Who asks for less wants one round at a time.
SHORTEST_S = 0.005


class Bursts:
    """Measures what one burst took beside training; `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._beside_s = 0.0

    def stretched(self, request: Request) -> Request:
        """Return `request` with the time that its train should take; one that has as much time stays."""
        wanted_s = min(PARTS * self._beside_s, LONGEST_S)
        asked_s = request.budget_s
        if request.command != "train" or asked_s is None or not SHORTEST_S <= asked_s < wanted_s:
            return request
        return msgspec.structs.replace(request, budget_s=wanted_s)

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Measure what is done inside: it is not training."""
        began = self._clock()
        yield
        self._beside_s = self._clock() - began
