"""One more action under a transcript of a thousand, in the real window with the code shown.

`python transcribing.py ACTIONS`, on a screen. From the snapshot that tells of it to the code on the screen.
Each goes under the ones before, so that there are always a thousand, and at the end more.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import msgspec
from driving import measure, rest, until_painted
from watching import PaintWatch

from embviz.core.messages import ZERO_GRAD, Action, Snapshot
from embviz.gui.app import Program
from embviz.gui.details.transcript import TranscriptView
from embviz.gui.studio import Studio

BEFORE = 1_000
WARM_UP_ACTIONS = 5
# The engine goes on importing for a while after the buttons are live.
SETTLING_S = 2.5
# What a lesson does, over and over.
LESSON = (
    Action(0, "forward"),
    Action(0, "backward"),
    Action(0, "step"),
    Action(0, "zero_grad", name="none"),
    Action(0, "train", rounds=10, name="none"),
    Action(0, "lookup", indices=(1, 1, 0)),
    Action(0, "edit", place=(1, 3), value=0.25),
    Action(0, "set", name="lr", value=0.05),
    Action(0, "set", name=ZERO_GRAD, value="zeros"),
    Action(0, "train", rounds=1, name="zeros"),
)


def transcribe(program: Program, studio: Studio, actions: int) -> dict[str, Any]:
    """Return the seconds of each action."""
    rest(SETTLING_S)
    studio.details.show_view("code")
    view = studio.details.views["code"]
    assert isinstance(view, TranscriptView)
    shown = studio.controller.snapshot
    assert shown is not None
    # Another run than the engine's: nothing it has to say mixes with this one.
    other = msgspec.structs.replace(shown, run=shown.run + 1)
    watch = PaintWatch({"code": view.code.viewport()})
    until_painted(watch, partial(studio.details.set_snapshot, _telling(other, 1, BEFORE)))
    seconds = [
        until_painted(watch, partial(studio.details.set_snapshot, _telling(other, number, number)))
        for number in range(BEFORE + 1, BEFORE + 1 + WARM_UP_ACTIONS + actions)
    ]
    assert view.text.count("\n# ") >= BEFORE + actions, "not every action is told"
    return {"seconds": seconds[WARM_UP_ACTIONS:]}


def _telling(snapshot: Snapshot, first: int, last: int) -> Snapshot:
    done = tuple(
        msgspec.structs.replace(LESSON[number % len(LESSON)], number=number)
        for number in range(first, last + 1)
    )
    return msgspec.structs.replace(snapshot, actions=done, action_count=last)


if __name__ == "__main__":
    sys.exit(measure(lambda program, studio: transcribe(program, studio, int(sys.argv[1]))))
