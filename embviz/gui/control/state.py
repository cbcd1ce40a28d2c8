"""The states of the model controller."""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """What the controller is doing, as the window has to know it."""

    STARTING = "starting"  # the engine is loading torch
    IDLE = "idle"
    BUSY = "busy"  # one command is on its way
    RUNNING = "running"  # training in bursts, until a goal or Pause
    STOPPED = "stopped"  # there is no engine


READY = frozenset({State.IDLE, State.BUSY})
ALIVE = frozenset({State.IDLE, State.BUSY, State.RUNNING})
ALWAYS = frozenset(State)
