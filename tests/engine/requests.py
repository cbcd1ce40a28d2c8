"""Requests as the window sends them, and what a session does with them."""

from embviz.core.experiment import Experiment
from embviz.core.messages import Request, Snapshot
from embviz.engine.session import Session

ARTICLE = Experiment()
# What a request needs, where a test does not care.
FIELDS = {
    "begin": {"experiment": ARTICLE},
    "train": {"until_step": 3},
    "lookup": {"indices": (0, 1)},
    "edit": {"place": (0, 1), "value": 0.5},
    "set": {"name": "lr", "value": 0.2},
    "inspect": {"place": (0, 0)},
}
# All that are answered with a snapshot, once there is a run.
COMMANDS = ["forward", "backward", "step", "zero_grad", "train", "lookup", "edit", "set", "snapshot"]


def request(command, number=1, run=1, **fields):
    return Request(request=number, run=run, command=command, **{**FIELDS.get(command, {}), **fields})


def acted(session, *commands, **fields):
    """What the snapshots tell of the actions, one list for each command."""
    return [session.answer(request(command, **fields)).actions for command in commands]


def begun(experiment, **fields):
    session = Session()
    assert isinstance(session.answer(request("begin", experiment=experiment, **fields)), Snapshot)
    return session
